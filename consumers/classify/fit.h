/*
 * What of an entry of the lexicon tells whether its words may mean it where they stand; apart from
 * the entry, since a text asks this of thousands.
 */
#ifndef GAINSAY_CLASSIFY_FIT_H
#define GAINSAY_CLASSIFY_FIT_H

#include <stdbool.h>
#include <stdint.h>

struct lex_fit {
    uint32_t index;    /* of the entry; 0 is none */
    uint32_t next;     /* another entry with the same words, or 0 */
    uint32_t cap_mask; /* as the entry's */
    uint16_t words;
    uint8_t class;
    bool upper : 1;
    bool dated : 1; /* has a first or last day */
};

#endif
