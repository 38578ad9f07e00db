/*
 * One item as the rules see it: tokens, lexicon hits, sentences, quotes, mentions and turns. Made
 * once by document_read() and shared, read-only, by the rule files (statement.h, tariff.h), which
 * add records with document_add().
 *
 * Indices are into the document's arrays; token ranges are end exclusive. The title is read as a
 * document of its own (`title`), since evidence is a range of the text only.
 */
#ifndef GAINSAY_CLASSIFY_DOCUMENT_H
#define GAINSAY_CLASSIFY_DOCUMENT_H

#include "common/base/arena.h"
#include "common/base/err.h"
#include "common/model/item.h"
#include "common/model/record.h"
#include "consumers/classify/lexicon.h"
#include "consumers/classify/token.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NO_INDEX UINT32_MAX

/* A place where the lexicon's words stand: the longest of its class that starts there. */
struct hit {
    uint32_t first; /* tokens, end exclusive */
    uint32_t end;
    enum lex_class class; /* the entry's */
    const struct lex_entry *entry;
};

/* Bit c: there is a hit of class c. Rules ask most tokens for most classes, and mostly in vain: the
 * bits tell so at once. */
struct hit_classes {
    uint64_t bits[(LEX_CLASS_COUNT + 63) / 64];
};

/* The hits that start at a token. */
struct hit_start {
    struct hit_classes classes;
    uint32_t first;   /* the first hit that starts here or later */
    uint32_t mention; /* the first mention, once all are read */
};

/* Where hits start in a run of so many tokens: bit i of a class's word is its token i. */
#define HIT_BLOCK 64

struct hit_block {
    uint64_t at[LEX_CLASS_COUNT];
    uint64_t counts; /* the same of tokens that count: "25", "ten", "no" */
};

/* What the linear model knows a token by (stem.h); a hash of 0: by nothing. */
struct stem {
    struct weights_piece piece;
    uint32_t alone; /* the feature that it is by itself: weights_find() of "w:STEM" */
};

/* A pair of quotation marks; the tokens between are said by somebody else. */
struct quote {
    uint32_t first; /* the opening mark */
    uint32_t end;   /* after the closing mark, or the end of the paragraph */
};

/* A cue in two parts (pair.h). */
struct pair {
    uint32_t first; /* tokens from the left part to the end of the right one */
    uint32_t end;
    enum lex_class class;
    unsigned weight;
};

struct sentence {
    uint32_t first; /* tokens, end exclusive; marks at its end belong to it */
    uint32_t end;
    uint32_t paragraph;
    bool question; /* ends with a question mark */
    bool line;     /* first of a line */
    bool bullet;   /* starts with a bullet or dash, which is no token of it */
};

enum mention_kind {
    MENTION_COUNTRY, /* a country or bloc, or the capital that stands for it */
    MENTION_PERSON,  /* a name */
    MENTION_ROLE,    /* an office, with or without its holder's name */
    MENTION_BODY,    /* a ministry, agency, company, association */
    MENTION_PRONOUN,
    MENTION_OUTLET /* the press */
};

/* A noun phrase that names somebody: "Indonesia's coordinating minister Bambang Hartono". */
struct mention {
    uint32_t first; /* tokens of all of it, end exclusive */
    uint32_t end;
    uint32_t core_first; /* without article and apposition: "coordinating minister" */
    uint32_t core_end;
    uint32_t sentence;
    enum mention_kind kind;
    const struct lex_entry *entry; /* role, body, person or country; NULL for an unknown name */
    const char *side;              /* code, or NULL */
    uint32_t person;               /* index into doc->person, or NO_INDEX */
    bool named_side;               /* the side stands in the phrase itself */
    bool generic;                  /* "officials", "analysts": nobody in particular */
    bool possessive;               /* an 's follows */
};

/* Somebody the document has named. */
struct person {
    struct str name; /* the fullest form so far */
    const char *side;
    const struct lex_entry *role; /* NULL where no office was named */
    const char *office;           /* kind of office by the lexicon, or NULL */
};

/* The first and the last word of a person's name, hashed: what most names differ in is seen without
 * reading them (person.c). */
struct person_key {
    uint32_t first;
    uint32_t last;
};

/* What the words of a stretch weigh (feature.c), of each sentence the latest that was asked for. */
struct words_sum {
    uint32_t first; /* tokens; NO_INDEX: none yet */
    uint32_t end;
    int32_t sum[VERDICT_COUNT];
};

/* Which tokens something was found out about that is kept for who asks again. Each sort of it has
 * so many notes, a stretch one place among them, and the latest keeps it. What is kept depends on
 * nothing but the document as document_read() left it, which drops the notes of the text before. */
#define NOTES 32

struct noted {
    uint32_t first; /* tokens; NO_INDEX: none yet */
    uint32_t end;
    uint32_t at; /* the token of the stretch that it is about; 0 where it is about all of it */
};

static inline size_t note_place(const struct noted *noted)
{
    return (noted->first * 7 + noted->end + noted->at * 13) % NOTES;
}

static inline bool noted_is(const struct noted *one, const struct noted *other)
{
    return one->first == other->first && one->end == other->end && one->at == other->at;
}

struct feature_watch;
struct familiar;
struct act_note;
struct matter_note;
struct rate_note;
struct when_note;

struct document {
    const struct lexicon *lexicon;
    struct familiar *familiar;         /* words met lately, or NULL: familiar.h; not in Chinese */
    const struct feature_watch *watch; /* who learns from this document, or NULL: feature.h */
    struct arena *arena;               /* of the records' strings */
    const struct item *item;
    const char *text;
    size_t len;
    bool date_known;
    long long date_day; /* of item->published (local date there), else fetched; days since 1970 */

    struct token *token;
    size_t token_count;
    size_t token_capacity;
    struct stem *stem; /* of each token but of Chinese */
    size_t stem_capacity;
    uint32_t *phrase; /* of each token: the lexicon's node for it as the first of a phrase, or 0 */
    size_t phrase_capacity;
    uint32_t *quote_at; /* of each token: index into quote, or NO_INDEX */
    size_t quote_at_capacity;
    struct hit_start *start; /* of each token, and one more at the end */
    size_t start_capacity;
    struct hit_block *block; /* of each run of HIT_BLOCK tokens */
    size_t block_capacity;
    struct hit_classes *over; /* of the hits that cover each token: see hit_over() */
    size_t over_capacity;

    struct hit *hit; /* by first token, longer before shorter */
    size_t hit_count;
    size_t hit_capacity;

    struct pair *pair; /* by end */
    size_t pair_count;
    size_t pair_capacity;

    struct quote *quote;
    size_t quote_count;
    size_t quote_capacity;

    struct sentence *sentence;
    size_t sentence_count;
    size_t sentence_capacity;
    size_t paragraph_count;
    struct words_sum *words_sum; /* of each sentence, but in Chinese */
    size_t words_sum_capacity;
    struct words_sum *around_sum; /* the same for those beside it: feature_around.c */
    size_t around_sum_capacity;
    bool whole;                      /* all of it is read, so that notes may be taken, */
    bool mentions_known;             /* or all of its mentions */
    struct matter_note *matter_note; /* NOTES of each */
    size_t matter_note_capacity;
    struct rate_note *rate_note;
    size_t rate_note_capacity;
    struct act_note *act_note;
    size_t act_note_capacity;
    struct when_note *when_note;
    size_t when_note_capacity;

    struct mention *mention; /* by first token */
    size_t mention_count;
    size_t mention_capacity;
    struct person *person;
    size_t person_count;
    size_t person_capacity;
    struct person_key *person_key; /* of each person, but in Chinese */
    size_t person_key_capacity;
    const char *home;       /* side of the item's source, or NULL */
    const char *lead;       /* side whose word the title gives ("Ottawa: ..."), or NULL */
    const char *country[2]; /* the two sides named most, or NULL */

    struct record_list *records;
};

/* Reads text into the document, keeping its arrays' memory from before. */
void document_read(struct document *doc, const char *text, size_t len);
/* Accepts a zeroed document. */
void document_release(struct document *doc);

static inline bool hit_classes_have(const struct hit_classes *classes, enum lex_class class)
{
    return (classes->bits[class / 64] >> (class % 64) & 1) != 0;
}

/* The hit of a class that starts at a token, or NULL. Here, as word_is() is, for rules ask it some
 * thousand times a text. */
static inline const struct hit *
hit_at(const struct document *doc, uint32_t token, enum lex_class class)
{
    if (token >= doc->token_count || !hit_classes_have(&doc->start[token].classes, class))
        return NULL;
    const struct hit *hit = &doc->hit[doc->start[token].first];
    while (hit->class != class)
        hit++;
    return hit;
}

/* A set of classes, of a macro that gives each of their ids to X. */
#define HIT_CLASS_BIT(part, id) | (LEX_##id / 64 == (part) ? UINT64_C(1) << (LEX_##id % 64) : 0)
#define HIT_CLASS_BIT_0(id)     HIT_CLASS_BIT(0, id)
#define HIT_CLASS_BIT_1(id)     HIT_CLASS_BIT(1, id)
#define HIT_CLASSES(SET)                                                                           \
    {                                                                                              \
        {                                                                                          \
            0 SET(HIT_CLASS_BIT_0), 0 SET(HIT_CLASS_BIT_1)                                         \
        }                                                                                          \
    }
_Static_assert(LEX_CLASS_COUNT <= 128, "HIT_CLASSES() makes two words of bits");

/* Whether a hit of any of some classes starts at a token. */
static inline bool
hit_any(const struct document *doc, uint32_t token, const struct hit_classes *classes)
{
    if (token >= doc->token_count)
        return false;
    const struct hit_classes *here = &doc->start[token].classes;
    return ((here->bits[0] & classes->bits[0]) | (here->bits[1] & classes->bits[1])) != 0;
}

/* The first hit of a class that lies within tokens [first, end), or NULL. */
const struct hit *
hit_in(const struct document *doc, uint32_t first, uint32_t end, enum lex_class class);
/* The first token of [first, end) at which a hit of a class starts, wherever it ends; `end` where
 * there is none. */
uint32_t hit_start(const struct document *doc, uint32_t first, uint32_t end, enum lex_class class);
/* The same of any of some classes. */
uint32_t hit_start_any(const struct document *doc,
                       uint32_t first,
                       uint32_t end,
                       const enum lex_class *classes,
                       size_t count);
/* The same of tokens that are a number in figures or in words, or "no". */
uint32_t hit_count_start(const struct document *doc, uint32_t first, uint32_t end);
/* The hit of a class that covers a token (starts at most 8 tokens before it); there is one. */
const struct hit *hit_covering(const struct document *doc, uint32_t token, enum lex_class class);
/* The same, or NULL where there is none. */
static inline const struct hit *
hit_over(const struct document *doc, uint32_t token, enum lex_class class)
{
    if (token >= doc->token_count || !hit_classes_have(&doc->over[token], class))
        return NULL;
    return hit_covering(doc, token, class);
}
/* Whether part `part` of a hit's value is `value`; of NULL: false. */
static inline bool hit_is(const struct hit *hit, size_t part, const char *value)
{
    return hit != NULL && lex_entry_is(hit->entry, part, value);
}

/* The token's word of the closed classes, to tell several apart; none of them behind the last. */
static inline enum grammar_word grammar_at(const struct document *doc, uint32_t token)
{
    return token < doc->token_count && doc->token[token].word < W_COUNT
               ? (enum grammar_word)doc->token[token].word
               : W_NONE;
}

/* The token's word is the grammar word. */
static inline bool word_is(const struct document *doc, uint32_t token, enum grammar_word word)
{
    return token < doc->token_count && doc->token[token].word == (uint32_t)word;
}

/* The token is spelled so, in whatever letters; for a word that neither is of the closed classes
 * nor has a class of its own. */
bool word_spelled(const struct document *doc, uint32_t token, const char *spelling);
/* The same, as one of some words; WORD_AMONG() takes an array of them. */
bool word_among(const struct document *doc, uint32_t token, const char *const *words, size_t count);
#define WORD_AMONG(doc, token, words)                                                              \
    word_among((doc), (token), (words), sizeof(words) / sizeof *(words))

/* The token is a word of the closed classes: "of", "the", "not"; false behind the last. */
static inline bool word_is_grammar(const struct document *doc, uint32_t token)
{
    return token < doc->token_count && doc->token[token].word != 0 &&
           doc->token[token].word < W_COUNT;
}

/* The token is that punctuation mark; false behind the last. */
static inline bool mark_is(const struct document *doc, uint32_t token, char mark)
{
    return token < doc->token_count && doc->token[token].kind == TOKEN_PUNCT &&
           doc->token[token].mark == mark;
}

static inline bool quote_is(const struct document *doc, uint32_t token)
{
    return token < doc->token_count && doc->token[token].kind == TOKEN_QUOTE;
}

/* The text of those of tokens [first, end) that there are, as it stands; empty where there are
 * none. */
struct str document_span(const struct document *doc, uint32_t first, uint32_t end);

/*
 * A new record whose evidence is the sentences [first_sentence, last_sentence], zeroed else; NULL
 * where RECORDS_MAX are reached (the list is then marked full). The caller fills it in.
 */
struct record *document_add(struct document *doc,
                            enum record_type type,
                            uint32_t first_sentence,
                            uint32_t last_sentence);

void *document_widen(void *array, size_t *capacity, size_t need, size_t size);

/* Grows an array to hold `need` elements, keeping what is there; the new part is not set. */
static inline void *document_grow(void *array, size_t *capacity, size_t need, size_t size)
{
    return need <= *capacity ? array : document_widen(array, capacity, need, size);
}

#endif
