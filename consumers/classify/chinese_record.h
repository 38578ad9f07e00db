/*
 * The records of statements in Chinese: filled in, joined where one goes on with another, and for
 * denials, whom they contradict.
 */
#ifndef GAINSAY_CLASSIFY_CHINESE_RECORD_H
#define GAINSAY_CLASSIFY_CHINESE_RECORD_H

#include "consumers/classify/chinese.h"
#include "consumers/classify/matter.h"
#include "consumers/classify/opponent.h"

/* What a span says. */
struct chinese_reading {
    bool found;
    enum record_type type; /* RECORD_CLAIM or RECORD_DENIAL */
    enum matter matter;
    bool borrowed; /* its matter is that of what was said before */
    enum denial_kind kind;
    unsigned weight; /* of the matter's cues */
    const char *rule;
};

/* The countries that tokens [first, end) concern. */
void chinese_parties(const struct document *doc,
                     uint32_t first,
                     uint32_t end,
                     struct record_codes *parties);

/* The statements so far. */
struct chinese_list {
    struct statements all;
    bool borrowed[RECORDS_MAX]; /* of each: its matter is that of what was said before */
};

/* Adds what a span says, or goes on with an earlier statement that it repeats. */
void chinese_keep(struct chinese *chinese,
                  const struct chinese_span *span,
                  const struct chinese_reading *reading,
                  struct chinese_list *list);
/* Whether the last statement is the span's speaker's denial right before it; and adds the span's
 * sentence to it. */
bool chinese_extends(const struct chinese *chinese,
                     const struct chinese_span *span,
                     const struct chinese_list *list);
void chinese_extend(struct chinese *chinese,
                    const struct chinese_span *span,
                    struct chinese_list *list);
/* Sets denies and denies_side of the denials where it can be told. */
void chinese_opponents(struct chinese *chinese, struct chinese_list *list);

#endif
