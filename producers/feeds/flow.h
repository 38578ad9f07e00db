/*
 * Text in the making, as a browser would lay it out in lines: white space is collapsed, and breaks
 * are held back until something follows them.
 */
#ifndef GAINSAY_FEEDS_FLOW_H
#define GAINSAY_FEEDS_FLOW_H

#include "common/base/arena.h"
#include "common/base/buf.h"

#include <stdbool.h>
#include <stdint.h>

#define FLOW_NAME_BYTES 16 /* of an element's name; no longer one does anything to the text */

struct flow {
    struct buf text;
    int breaks;    /* due before the next word: 1 a new line, 2 a new paragraph */
    bool spaced;   /* a space is due before the next word */
    size_t pre;    /* depth of <pre> */
    bool unclosed; /* a hidden element had no end: no end is looked for again */
};

enum flow_effect {
    FLOW_NONE,
    FLOW_PARAGRAPH,
    FLOW_LINE,
    FLOW_BR,
    FLOW_CELL,
    FLOW_PRE,
    FLOW_HIDDEN /* what is inside is no text of the page */
};

void flow_init(struct flow *flow, size_t ceiling_bytes);
/* Adds words; white space is part of them. */
void flow_words(struct flow *flow, struct str text);
/* Adds one character, white space being one too. */
void flow_character(struct flow *flow, uint32_t code_point);
void flow_break(struct flow *flow, int breaks);
/* Starts or ends an element. */
void flow_element(struct flow *flow, enum flow_effect effect, bool start);
/* The text, clean and in the arena; NULL where there is none, or over the arena's ceiling. Releases
 * the flow. */
char *flow_end(struct flow *flow, struct arena *arena);

/* What an element of that name, lower case, does. */
enum flow_effect flow_effect_of(const char *name);
/* The length of the white space character at the start of text (U+00A0 counts), or 0. */
size_t flow_space(struct str text);

#endif
