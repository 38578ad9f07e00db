/*
 * Two duties in one sentence, of which one answers the other: "Canada put 25% on cars after
 * Washington had put 25% on its steel".
 */
#ifndef GAINSAY_CLASSIFY_ANSWER_H
#define GAINSAY_CLASSIFY_ANSWER_H

#include "consumers/classify/tariff.h"

/* Tokens, ends exclusive. */
struct answer {
    uint32_t first; /* of what answers */
    uint32_t end;
    uint32_t other_first; /* of the duty that is answered */
    uint32_t other_end;
    bool supposed; /* that one is only supposed: "if Europe goes ahead with its 50%" */
};

/* Whether tokens [first, end) tell of two such duties; fills *answer then. */
bool answer_cut(const struct document *doc, uint32_t first, uint32_t end, struct answer *answer);

/* Adds the change that is answered, once what answers it has been read as records[from...); false
 * where the list is full. */
bool answer_read(struct tariff_scene *scene, uint32_t i, const struct answer *answer, size_t from);

/* slots.c asks: imposer and targets of the change that is answered. */
void answer_slots(const struct tariff_scene *scene, struct change *change);

#endif
