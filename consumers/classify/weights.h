/*
 * Weights of a linear model: what each feature of a text adds to each of its verdicts, in
 * thousandths. They are a data file of the lexicon, weights.tsv, which tests/eval/train makes of
 * labelled texts; a lexicon without one leaves the rules alone. Whole numbers, so that sums are the
 * same on every machine.
 */
#ifndef GAINSAY_CLASSIFY_WEIGHTS_H
#define GAINSAY_CLASSIFY_WEIGHTS_H

#include "common/base/err.h"
#include "common/base/str.h"

#include <stddef.h>
#include <stdint.h>

/* id, name in the file's header */
/* clang-format off */
#define WEIGHTS_VERDICTS(X) \
    X(CLAIM, "claim") X(DENIAL, "denial") \
    X(CONTACT, "contact") X(TALKS, "talks") X(DEAL, "deal") X(TARIFF_LEVEL, "tariff_level") \
    X(TARIFF_PLAN, "tariff_plan") X(TRADE_CONDUCT, "trade_conduct") X(TRADE_EFFECT, "trade_effect") \
    X(CHANGE, "tariff_change")
/* clang-format on */

enum weights_verdict {
#define X(id, name) VERDICT_##id,
    WEIGHTS_VERDICTS(X)
#undef X
        VERDICT_COUNT
};

/* As the file's header has it. */
const char *weights_verdict_name(enum weights_verdict verdict);

struct weights;

/* Reads a file's bytes: a header line that names the verdicts, then lines "feature TAB weight TAB
 * ...". ERR_CONFIG names the line. */
enum err_code weights_read(struct str bytes, struct weights **weights, struct err *err);
void weights_free(struct weights *weights);

/*
 * A feature's key is its bytes as digits of a number, modulo 2^64. So it can be made of pieces, and
 * of pieces that were made into numbers before: with WEIGHTS_KEY to begin with, "w:" and "call"
 * give the key of "w:call".
 */
#define WEIGHTS_KEY  0u
#define WEIGHTS_BASE 0x9e3779b97f4a7c15u

struct weights_piece {
    uint64_t hash;
    uint64_t power; /* the base to the power of the piece's length */
};

struct weights_piece weights_piece(const char *text, size_t len);

static inline uint64_t weights_key(uint64_t key, const char *piece)
{
    for (; *piece != '\0'; piece++)
        key = key * WEIGHTS_BASE + (unsigned char)*piece;
    return key;
}

static inline uint64_t weights_join(uint64_t key, struct weights_piece piece)
{
    return key * piece.power + piece.hash;
}

/* Adds what a feature weighs; a feature that the file does not have weighs nothing. */
void weights_add(const struct weights *weights, uint64_t key, int32_t sum[VERDICT_COUNT]);

/* Where a feature's weights are kept, as long as the weights are: for who asks for the same one
 * often. 0 where the file does not have it, or there are no weights. */
uint32_t weights_find(const struct weights *weights, uint64_t key);

/*
 * Features whose weights are added together: the machine then fetches what many weigh at once,
 * rather than wait for one after the other. weights_begin(), then weights_later() with a feature's
 * key or weights_found() with what weights_find() returned for it, in any order; weights_settle()
 * at the end.
 */
#define WEIGHTS_WAITING 64

struct weights_batch {
    const struct weights *weights;
    int32_t *sum; /* VERDICT_COUNT of them */
    size_t key_count;
    size_t found_count;
    uint64_t key[WEIGHTS_WAITING];
    uint32_t found[WEIGHTS_WAITING];
};

void weights_settle(struct weights_batch *batch);

static inline void weights_begin(struct weights_batch *batch,
                                 const struct weights *weights,
                                 int32_t sum[VERDICT_COUNT])
{
    batch->weights = weights;
    batch->sum = sum;
    batch->key_count = batch->found_count = 0;
}

static inline void weights_later(struct weights_batch *batch, uint64_t key)
{
    batch->key[batch->key_count++] = key;
    if (batch->key_count == WEIGHTS_WAITING)
        weights_settle(batch);
}

static inline void weights_found(struct weights_batch *batch, uint32_t found)
{
    batch->found[batch->found_count] = found;
    batch->found_count += found != 0;
    if (batch->found_count == WEIGHTS_WAITING)
        weights_settle(batch);
}

/* The share, 0 to 1, that a sum stands for: the logistic function by a table, without libm. */
double weights_share(int32_t sum);

#endif
