/*
 * One item under the rules: its tokens, tags and sentences, who speaks where, and the records so
 * far. Everything lives in the item's arena.
 */
#ifndef GAINSAY_CLASSIFY_DOCUMENT_H
#define GAINSAY_CLASSIFY_DOCUMENT_H

#include "consumers/classify/lexicon.h"
#include "consumers/classify/token.h"

/* Words of one item that are looked at; a longer item's tail is not classified. */
#define DOCUMENT_TOKENS_MAX 131072
#define DOCUMENT_ACTORS_MAX 64
#define SENTENCE_RATES_MAX  24

struct tag {
    uint32_t first; /* tokens, end exclusive */
    uint32_t end;
    const struct entry *entry;
};

/* Somebody who can speak: a person, office or body. */
struct actor {
    const char *name;
    const char *side; /* code, or NULL */
    const char *role;
    uint32_t first; /* tokens */
    uint32_t end;
};

struct sentence {
    uint32_t first; /* tokens, end exclusive */
    uint32_t end;
    uint32_t tag_first; /* tags that begin in the sentence */
    uint32_t tag_end;
    bool line_start;
    bool quoted;          /* begins inside a quotation */
    bool question;        /* asked in a transcript, or ends in a question mark */
    bool asked;           /* within a reporter's turn */
    struct actor speaker; /* name NULL where nobody is known to speak */
    bool reported;        /* the speaker is named in the sentence itself */
};

struct rate {
    uint32_t first; /* tokens */
    uint32_t end;
    double value;
    enum { RATE_NEW, RATE_OLD, RATE_POINTS } role;
};

struct document {
    const struct lexicon *lexicon;
    const struct item *item;
    struct arena *arena;
    const char *text;
    struct token *token;
    size_t token_count;
    struct tag *tag; /* by first token, then longest */
    size_t tag_count;
    struct sentence *sentence;
    size_t sentence_count;
    struct actor actor[DOCUMENT_ACTORS_MAX]; /* named so far, for later short mentions */
    size_t actor_count;
    struct actor author;       /* name NULL: a reporter's text */
    const char *home;          /* the country a text is about first: its title's, or NULL */
    bool of_trade;             /* a word of trade stands somewhere in it */
    bool transcript;           /* has lines "Q:", "Answer:" and the like */
    const char *place_rank[2]; /* the two places named most, or NULL */
    long long published_day;   /* days since the epoch, or -1 */
    struct record_list *records;
};

/* sentence.c: fills document->sentence. False over the arena's ceiling. */
bool sentence_split(struct document *document);

/* tag.c: fills document->tag, and tells about tags. */
bool tag_find(struct document *document, struct tag **tags, size_t *count);
const struct tag *tag_next(const struct document *document,
                           const struct sentence *sentence,
                           enum tag_class class,
                           const struct tag *after);
/* First tag of class that lies in tokens [first, end), or NULL. */
const struct tag *
tag_in(const struct document *document, enum tag_class class, uint32_t first, uint32_t end);
bool tag_value_is(const struct tag *tag, const char *value);
/* "in Doha": where something was said rather than who is meant. */
bool tag_is_venue(const struct document *document, const struct tag *tag);
/* The text of tokens [first, end) in the arena. */
const char *token_text(const struct document *document, uint32_t first, uint32_t end);
bool token_is(const struct document *document, size_t at, const char *fold);

/* author.c: whose text it is, by its source and title. */
void speaker_author(struct document *document);

/* turn.c: whether a text has the labels of question and answer; and the token after a label
 * ("MS. PSAKI:", "Q:") with whose turn it begins, or 0. */
bool turn_is_transcript(const struct document *document);
uint32_t turn_read(struct document *document,
                   const struct sentence *sentence,
                   struct actor *turn,
                   bool *asked);

/* speaker.c: who speaks in each sentence. */
void speaker_assign(struct document *document);
/* The other places named in a document beside `side`; NULL where none. */
const char *speaker_counterpart(const struct document *document, const char *side);
bool speaker_actor_at(
    const struct document *document, uint32_t first, uint32_t end, bool last, struct actor *actor);

/* The actor that begins at token `at` of [first, end). */
bool speaker_actor_begin(const struct document *document,
                         uint32_t first,
                         uint32_t at,
                         uint32_t end,
                         struct actor *actor);
/* An actor named in full before, of whom the word at `at` is a part. */
bool speaker_known(const struct document *document, uint32_t at, struct actor *actor);
/* Keeps an actor for later short mentions. */
void speaker_remember(struct document *document, const struct actor *actor);

/* rate.c: the percentages of tokens [first, end); returns their number. */
size_t rate_find(const struct document *document,
                 uint32_t first,
                 uint32_t end,
                 struct rate rates[SENTENCE_RATES_MAX]);

/* when.c: the date in tokens [first, end) from which a sentence's measure applies, or NULL. */
const char *when_effective(const struct document *document,
                           const struct sentence *sentence,
                           uint32_t first,
                           uint32_t end);

/* product.c: the goods that tokens [first, end) speak of, starting at a tariff noun or rate. */
const char *product_phrase(const struct document *document, uint32_t first, uint32_t end);

/* product.c: the goods named just before a verb ("computers were spared") or a tariff noun
 * ("steel tariffs"); NULL where there are none. */
const char *product_before(const struct document *document, uint32_t first, uint32_t at);

/* matter.c: what tokens [first, end) are about. */
enum matter matter_find(const struct document *document, uint32_t first, uint32_t end);
/* Adds the codes of the places, people and bodies that tokens [first, end) name. */
void matter_parties(const struct document *document,
                    uint32_t first,
                    uint32_t end,
                    struct record_codes *parties);

/* tariff.c and statement.c: add the records of one sentence. */
bool tariff_read(struct document *document, size_t index);
void statement_read(struct document *document, size_t index, bool has_tariff);

/* A new record over sentence [index, end) or NULL when the list is full. */
struct record *document_record(struct document *document, enum record_type type, size_t index);

#endif
