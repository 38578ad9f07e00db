/*
 * Which words of a record's evidence speak for which of its slots, for people who write rows: the
 * hits of the lexicon there whose value is the slot's, with the row each comes from. What a rule
 * took from elsewhere (an earlier sentence, the source) has no words here.
 */
#ifndef GAINSAY_CLASSIFY_EXPLAIN_H
#define GAINSAY_CLASSIFY_EXPLAIN_H

#include "common/model/item.h"
#include "common/model/record.h"
#include "consumers/classify/lexicon.h"

#include <stddef.h>
#include <stdint.h>

struct explain_word {
    const char *slot;
    uint32_t start; /* bytes of the item's text, end exclusive */
    uint32_t end;
    const struct lex_entry *entry; /* its row */
};

/* Fills at most max words, by place; returns how many. */
size_t explain_record(const struct lexicon *lexicon,
                      const struct item *item,
                      const struct record *record,
                      struct explain_word *words,
                      size_t max);

#endif
