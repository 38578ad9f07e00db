/*
 * What the linear model (weights.h) made of an item, for people who ask why: the sums of each
 * stretch of text that a verdict was asked for, and the features that weigh most in them.
 */
#ifndef GAINSAY_CLASSIFY_EXPLAIN_MODEL_H
#define GAINSAY_CLASSIFY_EXPLAIN_MODEL_H

#include "common/base/err.h"
#include "common/model/item.h"
#include "consumers/classify/lexicon.h"
#include "consumers/classify/weights.h"

#include <stddef.h>
#include <stdint.h>

#define EXPLAIN_HEAVIEST    4
#define EXPLAIN_FEATURE_MAX 48 /* bytes of a feature's name; longer ones are cut */
#define EXPLAIN_STRETCH_MAX 256

struct explain_feature {
    char name[EXPLAIN_FEATURE_MAX];
    int32_t weight; /* thousandths, all times that the feature stands in the stretch together */
};

/* One verdict's sum, with what weighs most for it and against it, heaviest first; a weight of 0
 * ends each list. */
struct explain_stretch {
    uint32_t start; /* bytes of the item's text, end exclusive */
    uint32_t end;
    enum weights_verdict verdict; /* of claim and denial the greater, or tariff_change */
    int32_t sum[VERDICT_COUNT];   /* thousandths; matters beside claim and denial only */
    struct explain_feature above[EXPLAIN_HEAVIEST];
    struct explain_feature below[EXPLAIN_HEAVIEST];
};

/* Fills at most EXPLAIN_STRETCH_MAX stretches, by place; none where the lexicon has no weights. */
enum err_code explain_model(const struct lexicon *lexicon,
                            const struct item *item,
                            struct explain_stretch *stretches,
                            size_t *count,
                            struct err *err);

#endif
