#include "consumers/classify/familiar.h"

#include "consumers/classify/han.h"
#include "consumers/classify/stem.h"

#include <stdlib.h>
#include <string.h>

#define KEY_BYTES 16
#define BITS      12 /* two to the power of so many words are kept */
#define TOLD_BITS 11
#define RUN       16 /* tokens that are read, and then looked up, together */

/* A token as it is written, and in the last byte its kind; what is longer is never kept. */
struct key {
    uint64_t half[KEY_BYTES / 8];
};

struct known {
    struct key key; /* zero: free, for no token has kind and bytes of zero */
    struct stem stem;
    uint32_t word;
    uint32_t phrase; /* the lexicon's node for it as the first word */
};

/* A feature by its texts, which are compared by where they lie. */
struct told {
    const char *kind; /* NULL: free */
    const char *one;
    const char *two;
    uint32_t found;
};

struct familiar {
    struct known known[(size_t)1 << BITS];    /* a word has one place, and the latest keeps it */
    struct told told[(size_t)1 << TOLD_BITS]; /* so have these */
};

/* A token's folded word while the machine fetches what the lexicon has of it. */
struct sought {
    uint32_t token;
    struct known *place; /* to keep it in, or NULL */
    struct key key;
    uint64_t hash;
    size_t len;
    char folded[FOLD_MAX_BYTES];
};

struct familiar *familiar_new(void)
{
    struct familiar *familiar = calloc(1, sizeof *familiar);
    if (familiar == NULL)
        abort();
    return familiar;
}

void familiar_free(struct familiar *familiar)
{
    free(familiar);
}

static void make_key(const struct document *doc, const struct token *token, struct key *key)
{
    /* A window on these, so many bytes from its middle back, keeps as many bytes. */
    static const unsigned char keep[2 * KEY_BYTES] = {255, 255, 255, 255, 255, 255, 255, 255,
                                                      255, 255, 255, 255, 255, 255, 255, 255};
    /* A window on these, so many bytes on, ends with as much. */
    static const unsigned char kinds[] = {0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0,
                                          0, 2, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0,
                                          0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 5};
    size_t len = token->end - token->start;
    uint64_t kind;
    if (token->start + KEY_BYTES <= doc->len) {
        struct key mask;
        memcpy(key, doc->text + token->start, KEY_BYTES);
        memcpy(&mask, keep + KEY_BYTES - len, KEY_BYTES);
        key->half[0] &= mask.half[0];
        key->half[1] &= mask.half[1];
    } else {
        *key = (struct key){{0}};
        memcpy(key, doc->text + token->start, len);
    }
    memcpy(&kind, kinds + sizeof kind * token->kind, sizeof kind);
    key->half[1] |= kind;
}

static struct known *place_of(struct familiar *familiar, const struct key *key)
{
    uint64_t mixed = key->half[0] * 0x9e3779b97f4a7c15u ^ key->half[1] * 0xd6e8feb86659fd93u;
    mixed = (mixed ^ mixed >> 32) * 0x9e3779b97f4a7c15u;
    return &familiar->known[mixed >> (64 - BITS)];
}

/* What the lexicon has of a token that was sought; kept where it has a place. */
static void find(struct document *doc, struct sought *sought)
{
    struct token *token = &doc->token[sought->token];
    struct stem *stem = &doc->stem[sought->token];
    uint32_t *phrase = &doc->phrase[sought->token];
    token->word = lexicon_found(doc->lexicon, sought->folded, sought->len, sought->hash);
    *phrase = lexicon_step(doc->lexicon, 0, token->word);
    lexicon_fetch(doc->lexicon, *phrase);
    if (lexicon_by_character(doc->lexicon))
        return;
    stem->piece = weights_piece(sought->folded, stem_of(token, sought->folded, sought->len));
    stem->alone = weights_find(lexicon_weights(doc->lexicon),
                               weights_join(weights_key(WEIGHTS_KEY, "w:"), stem->piece));
    if (sought->place != NULL)
        *sought->place = (struct known){sought->key, *stem, token->word, *phrase};
}

/* The place of a token among those met lately, asked for before it is needed. */
struct asked {
    struct known *place; /* NULL: it is kept nowhere */
    struct key key;
};

static inline void ask(const struct document *doc, const struct token *token, struct asked *asked)
{
    asked->place = NULL;
    if (doc->familiar == NULL || token->end - token->start >= KEY_BYTES)
        return;
    make_key(doc, token, &asked->key);
    asked->place = place_of(doc->familiar, &asked->key);
    __builtin_prefetch(asked->place);
}

/* Whether the token was met lately. */
static bool is_known(struct document *doc, uint32_t at, const struct asked *asked)
{
    const struct known *known = asked->place;
    if (known == NULL || known->key.half[0] != asked->key.half[0] ||
        known->key.half[1] != asked->key.half[1])
        return false;
    doc->token[at].word = known->word;
    doc->stem[at] = known->stem;
    doc->phrase[at] = known->phrase;
    lexicon_fetch(doc->lexicon, known->phrase);
    return true;
}

/* Begins to look for a token that was not met lately. */
static void
seek(const struct document *doc, uint32_t at, const struct asked *asked, struct sought *sought)
{
    const struct token *token = &doc->token[at];
    sought->token = at;
    sought->place = asked->place;
    sought->key = asked->key;
    sought->len = lexicon_by_character(doc->lexicon) ? han_fold(doc->text, token, sought->folded)
                                                     : token_fold(doc->text, token, sought->folded);
    sought->hash = lexicon_seek(doc->lexicon, sought->folded, sought->len);
}

static void make_room(struct document *doc, size_t need)
{
    doc->token = document_grow(doc->token, &doc->token_capacity, need, sizeof *doc->token);
    doc->stem = document_grow(doc->stem, &doc->stem_capacity, need, sizeof *doc->stem);
    doc->phrase = document_grow(doc->phrase, &doc->phrase_capacity, need, sizeof *doc->phrase);
}

/* Reads a run of tokens behind those that there are; shorter where the text ends. */
static size_t
read_run(const struct document *doc, struct token_reader *reader, struct asked asked[RUN])
{
    struct token *token = &doc->token[doc->token_count];
    size_t count = token_read(reader, token, RUN);
    for (size_t i = 0; i < count; i++)
        ask(doc, &token[i], &asked[i]);
    return count;
}

static void find_run(struct document *doc, uint32_t first, size_t count, struct asked asked[RUN])
{
    struct sought sought[RUN];
    size_t unknown = 0;
    for (size_t i = 0; i < count; i++) {
        if (!is_known(doc, first + (uint32_t)i, &asked[i]))
            seek(doc, first + (uint32_t)i, &asked[i], &sought[unknown++]);
    }
    for (size_t i = 0; i < unknown; i++)
        find(doc, &sought[i]);
}

void familiar_read(struct document *doc)
{
    struct token_reader reader = {
        .text = doc->text, .len = doc->len, .characters = lexicon_by_character(doc->lexicon)};
    struct asked asked[RUN];
    size_t count = RUN;
    for (doc->token_count = 0; count == RUN; doc->token_count += count) {
        make_room(doc, doc->token_count + RUN);
        count = read_run(doc, &reader, asked);
        find_run(doc, (uint32_t)doc->token_count, count, asked);
    }
}

uint32_t familiar_feature(struct familiar *familiar,
                          const struct weights *weights,
                          const char *kind,
                          const char *one,
                          const char *two)
{
    uint64_t mixed = (uintptr_t)kind * 0x9e3779b97f4a7c15u ^ (uintptr_t)one * 0xd6e8feb86659fd93u;
    mixed = (mixed ^ (uintptr_t)two ^ mixed >> 32) * 0x9e3779b97f4a7c15u;
    struct told *told = familiar == NULL ? NULL : &familiar->told[mixed >> (64 - TOLD_BITS)];
    if (told != NULL && told->kind == kind && told->one == one && told->two == two)
        return told->found;
    uint64_t key = weights_key(weights_key(weights_key(WEIGHTS_KEY, kind), ":"), one);
    if (two != NULL)
        key = weights_key(weights_key(key, "/"), two);
    uint32_t found = weights_find(weights, key);
    if (told != NULL)
        *told = (struct told){kind, one, two, found};
    return found;
}
