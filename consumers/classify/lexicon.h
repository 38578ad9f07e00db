/*
 * The lexicon's inside: phrases with a class, a value and a note, as the TSV files have them.
 *
 * A file is UTF-8 text. Its first line is "phrase<TAB>class<TAB>value<TAB>note", lines that begin
 * with '#' are comments, and every other line is a row. A phrase's last word may end in '*' (any
 * ending) and is matched on folded words, so neither case nor hyphens tell. What value and note
 * mean depends on the class and is explained at the head of each file; "-" stands for none.
 */
#ifndef GAINSAY_CLASSIFY_LEXICON_H
#define GAINSAY_CLASSIFY_LEXICON_H

#include "consumers/classify/classify.h"

#include <stddef.h>
#include <stdint.h>

#define LEXICON_PHRASE_WORDS_MAX 12

enum tag_class {
    TAG_PLACE,
    TAG_GROUP,
    TAG_EVERYONE,
    TAG_PERSON,
    TAG_BODY,
    TAG_ROLE,
    TAG_COMPANY,
    TAG_SOURCE,
    TAG_QUESTIONER,
    TAG_ANSWERER,
    TAG_ABBREVIATION,
    TAG_SAY,
    TAG_DENY,
    TAG_FALSE,
    TAG_NEGATION,
    TAG_NONDENIAL,
    TAG_MATTER,
    TAG_TRADE,
    TAG_MODIFIER,
    TAG_WEAK,
    TAG_APPEAL,
    TAG_TARIFF,
    TAG_ACTION,
    TAG_STATUS,
    TAG_STOP,
    TAG_VETO,
    TAG_NUMBER,
    TAG_PERCENT,
    TAG_POINTS,
    TAG_MONTH,
    TAG_WEEKDAY,
    TAG_CLASSES
};

struct entry {
    const char *word[LEXICON_PHRASE_WORDS_MAX]; /* folded */
    size_t word_count;
    bool open_end; /* the last word is a beginning */
    enum tag_class class;
    const char *value; /* NULL where none */
    const char *note;
    struct entry *next; /* same first word */
};

/* Entries whose first word has this hash; compare the word, chains are shared. */
const struct entry *lexicon_chain(const struct lexicon *lexicon, uint64_t hash);
/* FNV-1a of the first len bytes. */
uint64_t lexicon_hash(const char *word, size_t len);

#endif
