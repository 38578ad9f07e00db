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
/* A feature's key from its text, piece by piece: weights_key(WEIGHTS_KEY, "w:call") is that of
 * weights_key(weights_key(WEIGHTS_KEY, "w:"), "call"). FNV-1a, 64 bits (Fowler, Noll, Vo). */
#define WEIGHTS_KEY 14695981039346656037u
uint64_t weights_key(uint64_t key, const char *piece);
/* Adds what a feature weighs; a feature that the file does not have weighs nothing. */
void weights_add(const struct weights *weights, uint64_t key, int32_t sum[VERDICT_COUNT]);
/* The share, 0 to 1, that a sum stands for: the logistic function by a table, without libm. */
double weights_share(int32_t sum);

#endif
