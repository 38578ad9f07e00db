/*
 * What else a sentence says beside its main frame's first content: what the same speaker goes on to
 * say, and what somebody else says in a clause of his own.
 */
#ifndef GAINSAY_CLASSIFY_FRAME_PART_H
#define GAINSAY_CLASSIFY_FRAME_PART_H

#include "consumers/classify/frame.h"

struct frame_range {
    uint32_t first; /* tokens of the sentence, end exclusive */
    uint32_t end;
};

/* Fills main's next and aside from all frames of the sentence, in their order. */
void frame_parts(const struct document *doc,
                 const struct frame *frames,
                 size_t count,
                 struct frame_range range,
                 struct frame *main);

#endif
