/*
 * The lexicon: rows of data files, compiled into a trie over words. Rules ask it by class; they
 * never name an actor, product or cue themselves.
 *
 * A row is four columns, tab between: surface, class, value, flags (the last two may be empty). A
 * line that starts with '#' is a comment; the first other line of a file is the header. A surface
 * is words with one space between; a word may be a choice "(say|tell)", an empty one making it
 * optional: "(the|) report". Flags, space between:
 *
 *     v      the first word is a verb's base form: all its forms count (irregular.tsv has the odd)
 *     n      the last word is a noun's singular: its plural counts too
 *     cap    only where the text has a capital letter wherever the surface has one
 *     upper  only where the text's word is all upper case
 *     from=YYYY-MM-DD, to=YYYY-MM-DD    only for items published then (a term of office)
 *
 * A folder "zh" within holds the rows of Chinese, a lexicon of its own whose words are characters;
 * spaces in a surface only part its choices.
 */
#ifndef GAINSAY_CLASSIFY_LEXICON_H
#define GAINSAY_CLASSIFY_LEXICON_H

#include "common/base/digest.h"
#include "common/base/err.h"
#include "common/base/str.h"
#include "consumers/classify/fit.h"
#include "consumers/classify/weights.h"
#include "consumers/classify/words.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* id, name in the files. The files say what the value of each class is. */
/* clang-format off */
#define LEX_CLASSES(X) \
    /* entities: leftmost-longest among each other */ \
    X(COUNTRY, "country") X(DEMONYM, "demonym") X(CAPITAL, "capital") X(GROUP, "group") \
    X(PERSON, "person") X(ORG, "org") X(OUTLET, "outlet") X(PLACE, "place") X(ROLE, "role") \
    X(ORG_HEAD, "org-head") X(FIRM, "firm") \
    /* words around names */ \
    X(ROLE_MOD, "role-mod") X(TITLE, "title") X(PARTICLE, "particle") X(SOURCE, "source") \
    X(OUTLET_HEAD, "outlet-head") X(LEADS, "leads") X(NOT_NAME, "not-name") X(SIGNER, "signer") \
    X(INITIATE, "initiate") X(STARTER, "starter") X(TAG, "tag") X(SCENE, "scene") X(ABBREV, "abbrev") \
    /* transcripts */ \
    X(ASKER, "asker") X(ANSWERER, "answerer") X(LABEL, "label") X(HOLDER, "holder") \
    /* speech */ \
    X(SAY, "say") X(DUB, "dub") X(ACCORD, "accord") X(ASSENT, "assent") X(OCCASION, "occasion") X(ANSWERS, "answers") X(REPORT, "report") X(ANON, "anonymous") \
    X(NONCOMMIT, "noncommit") X(APPEAL, "appeal") X(OPINION, "opinion") \
    X(PROCEDURE, "procedure") X(ADVERB, "adverb") \
    /* polarity */ \
    X(DENY, "deny") X(FALSEHOOD, "falsehood") X(NEG, "neg") X(NONEG, "pseudo-neg") \
    X(YES, "yes") X(PLAN, "plan") X(REFUSE, "refuse") X(UNPLANNED, "unplanned") \
    /* matters */ \
    X(CONTACT, "contact") X(TALKS, "talks") X(DEAL, "deal") X(CONDUCT, "conduct") \
    X(EFFECT, "effect") X(LEVEL, "level") X(INTENT, "intent") X(OFFICIALS, "officials") \
    X(TRADE, "trade") X(AFIELD, "afield") X(LEFT, "left") X(RIGHT, "right") \
    X(GENRE, "genre") \
    /* tariffs */ \
    X(TARIFF, "tariff") X(ACT, "act") X(STAGE, "stage") X(PRODUCT, "product") X(GOODS, "goods") \
    X(INSTRUMENT, "instrument") X(RATE, "rate") X(PERCENT, "percent") X(NUMBER, "number") \
    X(SHARE, "share") X(WHEN, "when") X(MONTH, "month") X(MONTH_DAY, "month-day") \
    X(WEEKDAY, "weekday") X(DATE, "date") \
    X(STOP, "stop") X(WORLD, "world") X(DOMAIN, "domain") X(REASON, "reason") \
    X(UNREAL, "unreal") X(PAST, "past") X(RESPECTIVE, "respectively") X(GENERAL, "general") \
    X(PERIOD, "period") X(EXCEPTION, "exception") X(ORIGIN, "origin") X(CONDITION, "condition") \
    X(RETALIATION, "retaliation") X(BASIS, "basis") X(HEADING, "heading") \
    X(BACKGROUND, "background") X(CLOCK, "clock") X(MEASURE, "measure") X(CLAUSE, "clause") X(TARGET, "target") X(REGIME, "regime") X(NATION, "nation") \
    X(HEARSAY, "hearsay") X(AIM, "aim") X(MUTUAL, "mutual") X(STANDING, "standing") X(NO_GOODS, "no-goods") \
    /* Chinese */ \
    X(SURNAME, "surname") X(QUESTION, "question") \
    /* kills every hit inside it */ \
    X(VETO, "veto")
/* clang-format on */

enum lex_class {
    LEX_NONE,
#define X(id, name) LEX_##id,
    LEX_CLASSES(X)
#undef X
        LEX_CLASS_COUNT
};

/* Where the classes that compete for the same words end. */
#define LEX_LAST_ENTITY LEX_FIRM

#define LEX_PARTS_MAX 10

struct lex_entry {
    enum lex_class class;
    uint64_t head[LEX_PARTS_MAX];    /* of each part of the value: see lex_head() */
    uint32_t feature;                /* of the linear model: weights_find() of "c:CLASS/VALUE" */
    struct str part[LEX_PARTS_MAX];  /* the value cut at '|'; absent parts are empty */
    const char *text[LEX_PARTS_MAX]; /* the same as C strings; "" where absent */
    const char *surface;             /* as in the file */
    const char *file;
    unsigned line;
    uint32_t cap_mask; /* bit i: word i needs a capital; bits of words from 31 on are not kept */
    bool upper;
    int64_t from_day; /* days since 1970-01-01; INT64_MIN / INT64_MAX where open */
    int64_t to_day;
    uint32_t words;
};

/* The first eight bytes of a text as one number, zeros behind its end. */
static inline uint64_t lex_head(const char *text)
{
    size_t len = strlen(text);
    uint64_t head = 0;
    memcpy(&head, text, len < sizeof head ? len : sizeof head);
    return head;
}

/* Whether part `part` of an entry's value is `value`. Rules ask it a thousand times a text, mostly
 * with a short word that is known as they are compiled: then it compares two numbers. */
static inline bool lex_entry_is(const struct lex_entry *entry, size_t part, const char *value)
{
    return entry->head[part] == lex_head(value) &&
           (strlen(value) < sizeof entry->head[part] || strcmp(entry->text[part], value) == 0);
}

struct lexicon;

enum err_code lexicon_load(const char *dir, struct lexicon **lexicon, struct err *err);
const char *lexicon_digest(const struct lexicon *lexicon);
void lexicon_free(struct lexicon *lexicon);
/* The linear model's weights, or NULL where the lexicon has none. */
const struct weights *lexicon_weights(const struct lexicon *lexicon);
/* The model's feature that two classes stand together, the lesser one first: weights_find() of
 * "cc:CLASS/CLASS". */
uint32_t lexicon_together(const struct lexicon *lexicon, enum lex_class one, enum lex_class two);

/* The rows of Chinese, or NULL where the folder has none. Lives as long as the lexicon. */
const struct lexicon *lexicon_chinese(const struct lexicon *lexicon);
/* Whether words are characters: true of what lexicon_chinese() returns. */
bool lexicon_by_character(const struct lexicon *lexicon);

const char *lex_class_name(enum lex_class class);

/* The id of a folded word, 0 where no row and no grammar word has it. */
uint32_t lexicon_word(const struct lexicon *lexicon, const char *folded, size_t len);
/* The same in two steps, with other words' between them: what the search will want is then there.
 */
uint64_t lexicon_seek(const struct lexicon *lexicon, const char *folded, size_t len);
uint32_t
lexicon_found(const struct lexicon *lexicon, const char *folded, size_t len, uint64_t hash);
/* Has the machine fetch a node of the trie, and, later but before it is asked for, what the node
 * and a step from it by a word have. */
void lexicon_fetch(const struct lexicon *lexicon, uint32_t node);
void lexicon_fetch_next(const struct lexicon *lexicon, uint32_t node, uint32_t word);
/* One step in the trie from a node (0: the root); 0 where there is no way on. */
uint32_t lexicon_step(const struct lexicon *lexicon, uint32_t node, uint32_t word);
/* The first entry that ends at a node, or 0; follow lex_fit.next. */
uint32_t lexicon_entries(const struct lexicon *lexicon, uint32_t node);
/* The same as a fit, whose index is 0 where there is none. */
const struct lex_fit *lexicon_first(const struct lexicon *lexicon, uint32_t node);
const struct lex_entry *lexicon_entry(const struct lexicon *lexicon, uint32_t index);
const struct lex_fit *lexicon_fit(const struct lexicon *lexicon, uint32_t index);
size_t lexicon_entry_count(const struct lexicon *lexicon);
/* Nodes are 1 to this. */
uint32_t lexicon_node_count(const struct lexicon *lexicon);
/* Writes the words that lead to a node, folded, one space between; returns the length, or 0 where
 * `size` bytes (the closing NUL one of them) do not hold them. */
size_t lexicon_spelling(const struct lexicon *lexicon, uint32_t node, char *out, size_t size);

#endif
