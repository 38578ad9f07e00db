/*
 * What one sentence says, read on its own: a claim, a denial, or nothing.
 */
#ifndef GAINSAY_CLASSIFY_READING_H
#define GAINSAY_CLASSIFY_READING_H

#include "consumers/classify/matter.h"
#include "consumers/classify/speech.h"

struct reading {
    bool found;
    enum record_type type; /* RECORD_CLAIM or RECORD_DENIAL */
    enum matter matter;
    enum denial_kind kind;
    const char *rule;
    unsigned weight; /* of the matter's cues */
    uint32_t first;  /* tokens of what is said, without the frame */
    uint32_t end;
};

/* What the rules know beside the sentence itself. */
struct reader {
    const struct document *doc;
    const struct document *title;
    const struct voice *voices;
    bool social;      /* a post */
    unsigned trade;   /* words of trade in title and text */
    const bool *duty; /* of each sentence: a tariff change was read there */
};

struct reading reading_of(const struct reader *reader, uint32_t sentence);

#endif
