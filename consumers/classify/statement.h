/*
 * Statements: who claims or denies what about trade.
 */
#ifndef GAINSAY_CLASSIFY_STATEMENT_H
#define GAINSAY_CLASSIFY_STATEMENT_H

#include "consumers/classify/speech.h"

/* Adds the claims and denials of the document, beside the tariff changes that are there. title: the
 * item's title, read the same way. voices: one a sentence; duty and matter: room for as many. */
void statement_extract(struct document *doc,
                       const struct document *title,
                       const struct author *author,
                       struct voice *voices,
                       bool *duty,
                       uint8_t *matter);

#endif
