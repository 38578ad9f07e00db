/* The words of a stretch of text, as the linear model is told of them. */
#include "consumers/classify/fold.h"
#include "consumers/classify/pair.h"
#include "consumers/classify/stem.h"
#include "consumers/classify/teller.h"

#define NEG_REACH 9 /* tokens after a negation that it may deny */

bool word_of(const struct document *doc,
             uint32_t at,
             const struct teller *teller,
             struct word *word)
{
    word->key = doc->stem[at].piece;
    if (word->key.hash == 0)
        return false;
    if (teller->watch != NULL) {
        size_t len = token_fold(doc->text, &doc->token[at], word->text);
        word->text[stem_of(&doc->token[at], word->text, len)] = '\0';
    }
    return true;
}

static inline uint64_t pair_key(struct weights_piece before, struct weights_piece word)
{
    uint64_t key = weights_join('b' * WEIGHTS_BASE + ':', before);
    return weights_join(key * WEIGHTS_BASE + '/', word);
}

/* Each word, and each pair of one and the next. */
static void
tell_words(const struct document *doc, uint32_t first, uint32_t end, const struct teller *teller)
{
    struct word word[2] = {{weights_piece("^", 1), "^"}};
    size_t last = 0;
    for (uint32_t at = first; at < end; at++) {
        if (!word_of(doc, at, teller, &word[1 - last]))
            continue;
        tell_word(teller, 'w', &word[1 - last]);
        tell_two(teller, "b", word[last].text, word[1 - last].text);
        last = 1 - last;
    }
}

/* The same where nobody is told. */
static void
add_words(const struct document *doc, uint32_t first, uint32_t end, struct weights_batch *batch)
{
    struct weights_piece before = weights_piece("^", 1);
    for (uint32_t at = first; at < end; at++) {
        const struct stem *stem = &doc->stem[at];
        if (stem->piece.hash == 0)
            continue;
        weights_found(batch, stem->alone);
        weights_later(batch, pair_key(before, stem->piece));
        before = stem->piece;
    }
}

/* The words within reach of a negation. */
static void
tell_negated(const struct document *doc, uint32_t first, uint32_t end, const struct teller *teller)
{
    for (const struct hit *neg = hit_in(doc, first, end, LEX_NEG); neg != NULL;
         neg = hit_in(doc, neg->end, end, LEX_NEG)) {
        if (hit_over(doc, neg->first, LEX_NONEG) != NULL)
            continue;
        for (uint32_t at = neg->end; at < end && at < neg->end + NEG_REACH; at++) {
            struct word word;
            if (doc->token[at].kind == TOKEN_WORD && word_of(doc, at, teller, &word))
                tell_word(teller, 'n', &word);
        }
    }
}

static bool tells(enum lex_class class)
{
    static const bool telling[LEX_CLASS_COUNT] = {
        [LEX_DENY] = true,    [LEX_FALSEHOOD] = true,  [LEX_NEG] = true,
        [LEX_NONEG] = true,   [LEX_PLAN] = true,       [LEX_REFUSE] = true,
        [LEX_REPORT] = true,  [LEX_ANON] = true,       [LEX_NONCOMMIT] = true,
        [LEX_APPEAL] = true,  [LEX_OPINION] = true,    [LEX_PROCEDURE] = true,
        [LEX_CONTACT] = true, [LEX_TALKS] = true,      [LEX_DEAL] = true,
        [LEX_CONDUCT] = true, [LEX_EFFECT] = true,     [LEX_LEVEL] = true,
        [LEX_INTENT] = true,  [LEX_OFFICIALS] = true,  [LEX_TRADE] = true,
        [LEX_TARIFF] = true,  [LEX_ACT] = true,        [LEX_STAGE] = true,
        [LEX_PERCENT] = true, [LEX_CONDITION] = true,  [LEX_RETALIATION] = true,
        [LEX_DOMAIN] = true,  [LEX_UNREAL] = true,     [LEX_SHARE] = true,
        [LEX_SAY] = true,     [LEX_DATE] = true,       [LEX_PRODUCT] = true,
        [LEX_GOODS] = true,   [LEX_INSTRUMENT] = true, [LEX_PAST] = true,
        [LEX_AFIELD] = true};
    return telling[class];
}

static void tell_classes(const struct document *doc,
                         enum lex_class one,
                         enum lex_class two,
                         const struct teller *teller)
{
    if (teller->watch != NULL)
        tell_two(teller, "cc", lex_class_name(one), lex_class_name(two));
    else
        weights_found(teller->batch, lexicon_together(doc->lexicon, one, two));
}

void tell_together(const struct document *doc,
                   uint32_t first,
                   uint32_t end,
                   const struct teller *teller)
{
    enum lex_class seen[LEX_CLASS_COUNT];
    struct hit_classes classes = {{0}};
    size_t count = 0;
    for (uint32_t h = first < end ? doc->start[first].first : 0;
         first < end && h < doc->start[end].first; h++) {
        const struct hit *hit = &doc->hit[h];
        if (hit->end > end || !tells(hit->class))
            continue;
        classes.bits[hit->class / 64] |= UINT64_C(1) << (hit->class % 64);
    }
    for (size_t part = 0; part < sizeof classes.bits / sizeof classes.bits[0]; part++) {
        for (uint64_t left = classes.bits[part]; left != 0; left &= left - 1)
            seen[count++] = (enum lex_class)(64 * part + (size_t)__builtin_ctzll(left));
    }
    for (size_t a = 0; a < count; a++) {
        for (size_t b = a + 1; b < count; b++)
            tell_classes(doc, seen[a], seen[b], teller);
    }
}

static void
tell_hits(const struct document *doc, uint32_t first, uint32_t end, const struct teller *teller)
{
    for (uint32_t h = first < end ? doc->start[first].first : 0;
         first < end && h < doc->start[end].first; h++) {
        const struct hit *hit = &doc->hit[h];
        if (hit->end > end || !tells(hit->class))
            continue;
        if (teller->watch != NULL)
            tell_two(teller, "c", lex_class_name(hit->class), hit->entry->text[0]);
        else
            weights_found(teller->batch, hit->entry->feature);
    }
    for (size_t p = pair_from(doc, first); p < doc->pair_count && doc->pair[p].end <= end; p++) {
        if (doc->pair[p].first >= first)
            tell(teller, "c2", lex_class_name(doc->pair[p].class));
    }
}

/* What they weigh is kept for who asks next: most stretches are weighed as a change of duties and
 * as a statement. */
void tell_stretch(const struct document *doc,
                  uint32_t sentence,
                  uint32_t first,
                  uint32_t end,
                  const struct teller *teller)
{
    struct words_sum *kept = &doc->words_sum[sentence];
    if (teller->watch != NULL || kept->first != first || kept->end != end) {
        struct weights_batch batch;
        struct teller own = {teller->watch, &batch, teller->familiar};
        weights_begin(&batch, teller->batch->weights, kept->sum);
        *kept = (struct words_sum){.first = first, .end = end};
        if (teller->watch != NULL)
            tell_words(doc, first, end, &own);
        else
            add_words(doc, first, end, &batch);
        tell_negated(doc, first, end, &own);
        tell_hits(doc, first, end, &own);
        weights_settle(&batch);
    }
    for (size_t v = 0; v < VERDICT_COUNT && teller->watch == NULL; v++)
        teller->batch->sum[v] += kept->sum[v];
}
