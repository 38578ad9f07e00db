#include "consumers/classify/document.h"

#include "consumers/classify/chinese.h"
#include "consumers/classify/familiar.h"
#include "consumers/classify/matter.h"
#include "consumers/classify/mention.h"
#include "consumers/classify/pair.h"
#include "consumers/classify/rate.h"
#include "consumers/classify/sentence.h"
#include "consumers/classify/tariff.h"
#include "consumers/classify/when.h"
#include "consumers/classify/wrap.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define ADJECTIVES_MAX 2 /* between an article and its noun */
#define HIT_OVER_BACK  8
#define FETCH_AHEAD    6

void *document_widen(void *array, size_t *capacity, size_t need, size_t size)
{
    size_t wide = *capacity * 2 < need ? need + 256 : *capacity * 2;
    void *more = realloc(array, wide * size);
    if (more == NULL)
        abort();
    *capacity = wide;
    return more;
}

/* Marks pair within a paragraph. An opening mark that meets another paragraph's opening mark is a
 * quotation that goes on; one that nobody closes ends with its paragraph. */
static void read_quotes(struct document *doc)
{
    uint32_t open = NO_INDEX;
    doc->quote_count = 0;
    doc->quote_at = document_grow(doc->quote_at, &doc->quote_at_capacity, doc->token_count + 1,
                                  sizeof *doc->quote_at);
    for (uint32_t i = 0; i < doc->token_count; i++) {
        const struct token *token = &doc->token[i];
        if ((token->flags & TOKEN_LINE) && open != NO_INDEX) {
            doc->quote[open].end = i;
            open = NO_INDEX;
        }
        doc->quote_at[i] = open;
        if (token->kind != TOKEN_QUOTE || token->mark != '"')
            continue;
        if (open != NO_INDEX) {
            doc->quote[open].end = i + 1;
            open = NO_INDEX;
            continue;
        }
        doc->quote = document_grow(doc->quote, &doc->quote_capacity, doc->quote_count + 1,
                                   sizeof *doc->quote);
        open = (uint32_t)doc->quote_count++;
        doc->quote[open] = (struct quote){.first = i, .end = i + 1};
        doc->quote_at[i] = open;
    }
    if (open != NO_INDEX)
        doc->quote[open].end = (uint32_t)doc->token_count;
}

static bool entry_fits(const struct document *doc, const struct lex_fit *fit, uint32_t first)
{
    bool cased = fit->cap_mask != 0 || fit->upper;
    for (uint32_t i = 0; cased && i < fit->words && i < 31; i++) {
        unsigned flags = doc->token[first + i].flags;
        if ((fit->cap_mask >> i & 1) != 0 && !(flags & TOKEN_CAPITAL))
            return false;
        if (fit->upper && !(flags & (TOKEN_UPPER | TOKEN_DOTTED)))
            return false;
    }
    if (!fit->dated)
        return true;
    const struct lex_entry *entry = lexicon_entry(doc->lexicon, fit->index);
    return !doc->date_known || (doc->date_day >= entry->from_day && doc->date_day <= entry->to_day);
}

/* Whether a word of which the lexicon has both a verb and a noun ("increase", "cuts") is the noun
 * here: after an article, with or without adjectives, or after a preposition. */
static bool is_nominal(const struct document *doc, uint32_t first)
{
    for (uint32_t back = 1; back <= ADJECTIVES_MAX + 1 && first >= back; back++) {
        uint32_t at = first - back;
        const struct token *token = &doc->token[at];
        if (token->kind != TOKEN_WORD || (token[1].flags & TOKEN_LINE))
            return false;
        if (!word_is_grammar(doc, at)) {
            bool duty = hit_over(doc, at, LEX_TARIFF) != NULL;
            bool plural = doc->text[token->end - 1] == 's';
            if (duty || plural || (token->flags & TOKEN_CAPITAL) != 0)
                return false;
            continue;
        }
        bool article = word_is(doc, at, W_A) || word_is(doc, at, W_AN) || word_is(doc, at, W_THE) ||
                       word_is(doc, at, W_THIS) || word_is(doc, at, W_ITS) ||
                       word_is(doc, at, W_THEIR) || word_is(doc, at, W_HIS) ||
                       word_is(doc, at, W_OUR) || word_is(doc, at, W_S) || word_is(doc, at, W_ANY);
        bool preposition = word_is(doc, at, W_OF) || word_is(doc, at, W_FOR) ||
                           word_is(doc, at, W_WITH) || word_is(doc, at, W_WITHOUT);
        return article || preposition;
    }
    return false;
}

/* The first row of a class wins among equals, but for a deed's noun (LEX_ACT) where a noun has to
 * stand. */
static bool
goes_before(const struct document *doc, const struct lex_entry *entry, const struct hit *hit)
{
    return str_eq(entry->part[1], STR("n")) && !hit_is(hit, 1, "n") && is_nominal(doc, hit->first);
}

/* Adds the entries that end at a trie node, the last found (longest) replacing those of its class.
 */
static void
keep_entries(struct document *doc, size_t start_hit, uint32_t first, uint32_t end, uint32_t node)
{
    for (const struct lex_fit *fit = lexicon_first(doc->lexicon, node); fit->index != 0;
         fit = lexicon_fit(doc->lexicon, fit->next)) {
        if (!entry_fits(doc, fit, first))
            continue;
        enum lex_class class = (enum lex_class)fit->class;
        const struct lex_entry *entry = lexicon_entry(doc->lexicon, fit->index);
        size_t at = start_hit;
        while (at < doc->hit_count && doc->hit[at].class != class)
            at++;
        if (at < doc->hit_count && doc->hit[at].end == end &&
            !(class == LEX_ACT && goes_before(doc, entry, &doc->hit[at])))
            continue;
        if (at == doc->hit_count) {
            doc->hit =
                document_grow(doc->hit, &doc->hit_capacity, doc->hit_count + 1, sizeof *doc->hit);
            doc->hit_count++;
        }
        doc->hit[at] = (struct hit){.first = first, .end = end, .class = class, .entry = entry};
    }
}

/* A veto without a value kills every class, one with a value the class it names. */
static bool is_vetoed(const struct lex_entry *veto, enum lex_class class)
{
    return class != LEX_VETO &&
           (veto->part[0].len == 0 || strcmp(veto->text[0], lex_class_name(class)) == 0);
}

/* Drops from hits [start, doc->hit_count), all starting at token i, what a longer hit or a veto
 * covers. taken[c]: where the last hit of class c ends; taken[LEX_NONE]: of any entity. */
static void drop_shadowed(struct document *doc,
                          size_t start,
                          uint32_t i,
                          uint32_t taken[LEX_CLASS_COUNT],
                          const struct hit *old_veto)
{
    struct hit *only = &doc->hit[start];
    /* Most stand alone, and no veto near. */
    if (doc->hit_count == start + 1 && old_veto == NULL && only->class != LEX_VETO) {
        bool entity = only->class <= LEX_LAST_ENTITY;
        if (i < taken[entity ? LEX_NONE : only->class]) {
            doc->hit_count = start;
            return;
        }
        taken[only->class] = only->end;
        if (entity)
            taken[LEX_NONE] = only->end;
        return;
    }
    uint32_t longest_entity = 0;
    uint32_t before = taken[LEX_NONE];
    struct hit veto = old_veto != NULL ? *old_veto : (struct hit){0};
    for (size_t h = start; h < doc->hit_count; h++) {
        if (doc->hit[h].class <= LEX_LAST_ENTITY && doc->hit[h].end > longest_entity)
            longest_entity = doc->hit[h].end;
        if (doc->hit[h].class == LEX_VETO && i >= veto.end)
            veto = doc->hit[h];
    }
    size_t kept = start;
    for (size_t h = start; h < doc->hit_count; h++) {
        struct hit hit = doc->hit[h];
        enum lex_class class = hit.class;
        bool entity = class <= LEX_LAST_ENTITY;
        /* "Mercosur" is a body, and its members. */
        bool first = i >= taken[LEX_NONE] || (class == LEX_GROUP && i >= before);
        bool shadowed = entity ? !first || hit.end < longest_entity : i < taken[class];
        if (shadowed || (i < veto.end && hit.end <= veto.end && is_vetoed(veto.entry, class)))
            continue;
        taken[class] = hit.end;
        if (entity)
            taken[LEX_NONE] = hit.end;
        doc->hit[kept++] = hit;
    }
    doc->hit_count = kept;
}

static void add_class(struct hit_classes *classes, enum lex_class class)
{
    classes->bits[class / 64] |= UINT64_C(1) << (class % 64);
}

/* Adds the hits that start at a token, the longest of each class. */
static void find_hits(struct document *doc, uint32_t first)
{
    size_t start = doc->hit_count;
    uint32_t node = doc->phrase[first];
    for (uint32_t end = first + 1; node != 0; end++) {
        keep_entries(doc, start, first, end, node);
        if (end == doc->token_count || (doc->token[end].flags & TOKEN_PARAGRAPH) != 0)
            break;
        node = lexicon_step(doc->lexicon, node, doc->token[end].word);
    }
}

/* Marks where hits [start, doc->hit_count) start, at token i, and what they cover. */
static void mark_hits(struct document *doc, size_t start, uint32_t i, struct hit *veto)
{
    struct hit_block *block = &doc->block[i / HIT_BLOCK];
    for (size_t h = start; h < doc->hit_count; h++) {
        const struct hit *hit = &doc->hit[h];
        add_class(&doc->start[i].classes, hit->class);
        block->at[hit->class] |= UINT64_C(1) << (i % HIT_BLOCK);
        for (uint32_t at = i; at < hit->end && at - i <= HIT_OVER_BACK; at++)
            add_class(&doc->over[at], hit->class);
        if (hit->class == LEX_VETO)
            *veto = *hit;
    }
}

static void make_hit_room(struct document *doc)
{
    size_t count = doc->token_count;
    doc->start = document_grow(doc->start, &doc->start_capacity, count + 1, sizeof *doc->start);
    doc->block =
        document_grow(doc->block, &doc->block_capacity, count / HIT_BLOCK + 1, sizeof *doc->block);
    doc->over = document_grow(doc->over, &doc->over_capacity, count + 1, sizeof *doc->over);
    memset(doc->over, 0, count * sizeof *doc->over);
    memset(doc->block, 0, (count / HIT_BLOCK + 1) * sizeof *doc->block);
}

static void read_hits(struct document *doc)
{
    uint32_t taken[LEX_CLASS_COUNT] = {0};
    struct hit veto = {0};
    doc->hit_count = 0;
    make_hit_room(doc);
    const uint32_t count = (uint32_t)doc->token_count;
    const struct token *token = doc->token;
    const uint32_t *phrase = doc->phrase;
    for (uint32_t i = 0; i < count; i++) {
        size_t start = doc->hit_count;
        doc->start[i] = (struct hit_start){.first = (uint32_t)start};
        if (token[i].kind == TOKEN_NUMBER || token[i].word == W_NO)
            doc->block[i / HIT_BLOCK].counts |= UINT64_C(1) << (i % HIT_BLOCK);
        uint32_t near = i + FETCH_AHEAD;
        if (near + 1 < count && phrase[near] != 0)
            lexicon_fetch_next(doc->lexicon, phrase[near], token[near + 1].word);
        if (phrase[i] == 0)
            continue;
        find_hits(doc, i);
        if (doc->hit_count == start)
            continue;
        drop_shadowed(doc, start, i, taken, i < veto.end ? &veto : NULL);
        mark_hits(doc, start, i, &veto);
    }
    doc->start[count] = (struct hit_start){.first = (uint32_t)doc->hit_count};
}

void document_read(struct document *doc, const char *text, size_t len)
{
    doc->text = text;
    doc->len = len;
    doc->whole = doc->mentions_known = false;
    bool chinese = lexicon_by_character(doc->lexicon);
    familiar_read(doc);
    if (!chinese)
        wrap_join(doc);
    read_quotes(doc);
    read_hits(doc);
    pair_read(doc);
    if (chinese) {
        chinese_sentences(doc);
        chinese_mentions(doc);
    } else {
        sentence_read(doc);
        doc->words_sum = document_grow(doc->words_sum, &doc->words_sum_capacity,
                                       doc->sentence_count, sizeof *doc->words_sum);
        doc->around_sum = document_grow(doc->around_sum, &doc->around_sum_capacity,
                                        doc->sentence_count, sizeof *doc->around_sum);
        for (size_t i = 0; i < doc->sentence_count; i++)
            doc->words_sum[i].first = doc->around_sum[i].first = NO_INDEX;
        mention_read(doc);
        matter_forget(doc);
        rate_forget(doc);
        act_forget(doc);
        when_forget(doc);
        doc->whole = true;
    }
}

void document_release(struct document *doc)
{
    free(doc->token);
    free(doc->stem);
    free(doc->phrase);
    free(doc->quote_at);
    free(doc->start);
    free(doc->block);
    free(doc->over);
    free(doc->hit);
    free(doc->pair);
    free(doc->quote);
    free(doc->sentence);
    free(doc->words_sum);
    free(doc->around_sum);
    free(doc->matter_note);
    free(doc->rate_note);
    free(doc->act_note);
    free(doc->when_note);
    free(doc->mention);
    free(doc->person);
    free(doc->person_key);
    *doc = (struct document){0};
}

uint32_t hit_start(const struct document *doc, uint32_t first, uint32_t end, enum lex_class class)
{
    for (uint32_t from = first; from < end; from += HIT_BLOCK - from % HIT_BLOCK) {
        uint64_t starts = doc->block[from / HIT_BLOCK].at[class] >> (from % HIT_BLOCK);
        if (starts != 0) {
            uint32_t at = from + (uint32_t)__builtin_ctzll(starts);
            return at < end ? at : end;
        }
    }
    return end;
}

uint32_t hit_count_start(const struct document *doc, uint32_t first, uint32_t end)
{
    for (uint32_t from = first; from < end; from += HIT_BLOCK - from % HIT_BLOCK) {
        const struct hit_block *block = &doc->block[from / HIT_BLOCK];
        uint64_t starts = (block->counts | block->at[LEX_NUMBER]) >> (from % HIT_BLOCK);
        if (starts != 0) {
            uint32_t at = from + (uint32_t)__builtin_ctzll(starts);
            return at < end ? at : end;
        }
    }
    return end;
}

uint32_t hit_start_any(const struct document *doc,
                       uint32_t first,
                       uint32_t end,
                       const enum lex_class *classes,
                       size_t count)
{
    for (uint32_t from = first; from < end; from += HIT_BLOCK - from % HIT_BLOCK) {
        uint64_t starts = 0;
        for (size_t i = 0; i < count; i++)
            starts |= doc->block[from / HIT_BLOCK].at[classes[i]];
        starts >>= from % HIT_BLOCK;
        if (starts != 0) {
            uint32_t at = from + (uint32_t)__builtin_ctzll(starts);
            return at < end ? at : end;
        }
    }
    return end;
}

const struct hit *
hit_in(const struct document *doc, uint32_t first, uint32_t end, enum lex_class class)
{
    /* What stands there is of a text read before. */
    assert(end <= doc->token_count);
    for (uint32_t at = hit_start(doc, first, end, class); at < end;
         at = hit_start(doc, at + 1, end, class)) {
        const struct hit *hit = hit_at(doc, at, class);
        if (hit->end <= end)
            return hit;
    }
    return NULL;
}

const struct hit *hit_covering(const struct document *doc, uint32_t token, enum lex_class class)
{
    for (uint32_t at = token;; at--) {
        const struct hit *hit = hit_at(doc, at, class);
        if (hit != NULL && hit->end > token)
            return hit;
    }
}

struct str document_span(const struct document *doc, uint32_t first, uint32_t end)
{
    end = end < doc->token_count ? end : (uint32_t)doc->token_count;
    if (first >= end)
        return (struct str){NULL, 0};
    size_t start = doc->token[first].start;
    return (struct str){doc->text + start, doc->token[end - 1].end - start};
}

bool word_spelled(const struct document *doc, uint32_t token, const char *spelling)
{
    return str_eq_nocase(document_span(doc, token, token + 1), str_of(spelling));
}

bool word_among(const struct document *doc, uint32_t token, const char *const *words, size_t count)
{
    struct str word = document_span(doc, token, token + 1);
    for (size_t i = 0; i < count; i++) {
        if (str_eq_nocase(word, str_of(words[i])))
            return true;
    }
    return false;
}

struct record *document_add(struct document *doc,
                            enum record_type type,
                            uint32_t first_sentence,
                            uint32_t last_sentence)
{
    struct record_list *list = doc->records;
    if (list->count == RECORDS_MAX) {
        list->full = true;
        return NULL;
    }
    struct record *record = &list->record[list->count++];
    *record = (struct record){.type = type, .evidence_count = 1};
    uint32_t last = doc->sentence[last_sentence].end - 1;
    record->evidence[0] = (struct record_span){
        doc->token[doc->sentence[first_sentence].first].start, doc->token[last].end};
    return record;
}
