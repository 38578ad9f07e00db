/*
 * What one sentence says, read on its own: a claim, a denial, or nothing. A sentence with two
 * verbs of saying ("denied A and said B") is read in two parts.
 */
#ifndef GAINSAY_CLASSIFY_READING_H
#define GAINSAY_CLASSIFY_READING_H

#include "consumers/classify/matter.h"
#include "consumers/classify/speech.h"

#define READING_PARTS 2

struct reading {
    bool found;
    bool negated;          /* something is denied, too weakly for a denial: no claim either */
    enum record_type type; /* RECORD_CLAIM or RECORD_DENIAL */
    enum matter matter;
    enum denial_kind kind;
    const char *rule;
    unsigned weight;        /* of the matter's cues */
    const struct hit *verb; /* of saying or denying, or NULL */
    uint32_t from;          /* tokens of the part, with the frame */
    uint32_t to;
    uint32_t first; /* tokens of what is said, without the frame */
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

/* Part 0 or 1 of sentence i; of one that has one part only, the second is not found. */
struct reading reading_of(const struct reader *reader, uint32_t i, unsigned part);

#endif
