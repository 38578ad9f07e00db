/*
 * Frames of speech: a verb of saying with its subject ("X said that ...", "..., said X", "according
 * to X"), and which of several governs a sentence.
 */
#ifndef GAINSAY_CLASSIFY_FRAME_H
#define GAINSAY_CLASSIFY_FRAME_H

#include "consumers/classify/speech.h"

struct frame {
    const struct hit *verb;
    struct speaker speaker;
    uint32_t subject_first;
    uint32_t subject_end;
    const struct hit *next; /* verb of a second part that the same subject says, or NULL */
    uint32_t next_first;    /* where it begins: at the verb, or at "and that" */
    struct aside aside;     /* speaker not yet resolved */
    bool after;             /* stands after what is said */
    bool pronoun;
    bool relative; /* "as X says", "the call that X described": governs only what is asked */
};

/* The frame that governs tokens [first, end): one that stands after what is said, else the first.
 * False where there is none. */
bool frame_read(const struct document *doc, uint32_t first, uint32_t end, struct frame *frame);

#endif
