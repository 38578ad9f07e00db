/*
 * What a stretch of text looks like to the linear model (weights.h): its words and pairs of words,
 * the lexicon's classes that stand in it, who speaks and how, and what the rules made of it. A
 * feature is a short text that tells its kind and value: "w:call", "c:falsehood/sure", "r:denial".
 */
#ifndef GAINSAY_CLASSIFY_FEATURE_H
#define GAINSAY_CLASSIFY_FEATURE_H

#include "consumers/classify/reading.h"
#include "consumers/classify/tariff.h"
#include "consumers/classify/weights.h"

/* Told of each feature, some more than once. */
typedef void feature_told(void *context, const char *feature, size_t len);

/* Who trains a model: told where each stretch of text lies that a verdict is asked for, then its
 * features. Verdicts are not given then, so that what is learned from is the rules' alone. */
struct feature_watch {
    void (*stretch)(
        void *context, const char *kind, uint32_t start, uint32_t end, struct str speaker);
    feature_told *told;
    void *context;
};

/* Each of these tells `watch` of its features, or where that is NULL adds what they weigh to sum.
 */

/* The features of a part of sentence i, after the rules have read it. */
void feature_of_part(const struct reader *reader,
                     uint32_t i,
                     const struct reading *reading,
                     const struct feature_watch *watch,
                     const struct weights *weights,
                     int32_t sum[VERDICT_COUNT]);

/* What stands around sentence i: it tells what a denial there is about, not whether it is one. */
void feature_of_place(const struct reader *reader,
                      uint32_t i,
                      const struct feature_watch *watch,
                      const struct weights *weights,
                      int32_t sum[VERDICT_COUNT]);

/* The features of a sentence that may tell changes of duties. */
void feature_of_change(const struct tariff_scene *scene,
                       const struct change_gates *gates,
                       const struct feature_watch *watch,
                       const struct weights *weights,
                       int32_t sum[VERDICT_COUNT]);

#endif
