/*
 * Turns of a transcript: "Q:", "Reuters:", "MS. PSAKI:", "Spokesperson Lu Weimin:".
 */
#ifndef GAINSAY_CLASSIFY_TURN_H
#define GAINSAY_CLASSIFY_TURN_H

#include "consumers/classify/speech.h"

/* Sets turn, asked, first and, for an answer, speaker of the voices that lie in a turn. */
void turn_read(struct document *doc, const struct author *author, struct voice *voices);

#endif
