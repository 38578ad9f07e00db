/*
 * Rates: percentages of a duty, which is the new rate, which the old one, and which a step in
 * points. Percentages of anything else (exports, shares, growth) are left out.
 */
#ifndef GAINSAY_CLASSIFY_RATE_H
#define GAINSAY_CLASSIFY_RATE_H

#include "consumers/classify/document.h"

#define RATES_MAX 24

enum rate_part {
    RATE_NEW,
    RATE_OLD,   /* "from 10 percent", "instead of 30" */
    RATE_POINTS /* "by ten points", "an additional 10%" */
};

struct rate {
    uint32_t first; /* tokens, end exclusive */
    uint32_t end;
    double value;
    enum rate_part part;
    enum rate_operator op;
    bool known;     /* "the 25% tariff" */
    bool owned;     /* "its 25% tariff" */
    bool led_by_to; /* "to 25%" */
    bool another;   /* RATE_POINTS: "another 10%", "10% more" */
    bool off;       /* "20 points off" */
    bool by_unit;   /* RATE_POINTS: "points" are its unit */
    bool by;        /* "by 20 points" */
    bool stays;     /* "it comes on top of the 30%" */
    uint32_t old;   /* RATE_NEW: index of its old rate in the same array, or NO_INDEX */
};

/* The rates of tokens [first, end), by place. */
size_t
rate_find(const struct document *doc, uint32_t first, uint32_t end, struct rate rates[RATES_MAX]);
/* Makes room for notes of what was found, and drops those of another text. */
void rate_forget(struct document *doc);

#endif
