/*
 * A noun phrase while it is read, and the side that its text or context gives it.
 */
#ifndef GAINSAY_CLASSIFY_PHRASE_SIDE_H
#define GAINSAY_CLASSIFY_PHRASE_SIDE_H

#include "consumers/classify/document.h"

struct phrase {
    uint32_t first;
    uint32_t sentence;
    uint32_t at;
    uint32_t limit;
    uint32_t core_first; /* first token after the article */
    uint32_t head_end;   /* 0: no head yet */
    const struct lex_entry *head;
    enum mention_kind kind;
    const char *side;
    const struct lex_entry *possessor; /* "its", "his": NULL; a body or person: its entry */
    const struct lex_entry *club;      /* the company or club whose president it is, or NULL */
    uint32_t caps;                     /* capitalised words without an entry so far */
    uint32_t plain;
    bool article;
    bool own;    /* starts with its, his, our, ... */
    bool abroad; /* an embassy, its ambassador, its spokesman: where they sit is not whose they are
                  */
};

/* Whether an entry is a company's or a club's noun. */
bool phrase_is_club(const struct lex_entry *entry);
/* Whether its head is a company's, a scholar's, a club's: their side is nobody's but their own. */
bool phrase_is_private(const struct phrase *phrase);
/* The side of "its minister", "the minister": the one that the same office had before, the
 * source's own, the only one that has such an office, the sentence's; NULL where none is told. */
const char *phrase_side(const struct document *doc, const struct phrase *phrase);

/* The country at a token, or a part of one that tells whose an office is: "California's governor",
 * "of Texas"; NULL where there is none. */
const struct hit *phrase_place(const struct document *doc, uint32_t at);

/* The end of one more word, in small letters, of what a body is for, whose words begin at `first`:
 * "the ministry of industry | and trade"; `at` where there is none. */
uint32_t phrase_remit_end(const struct document *doc,
                          const struct phrase *phrase,
                          uint32_t first,
                          uint32_t at);

/* Whether a place, a people or a body of a side is named anywhere in the text. */
bool phrase_names_side(const struct document *doc, const char *side);

#endif
