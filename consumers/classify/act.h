/*
 * Deeds: the verbs and nouns that tell what is done to a duty. What the files of act.c share; the
 * rest is in tariff.h.
 */
#ifndef GAINSAY_CLASSIFY_ACT_H
#define GAINSAY_CLASSIFY_ACT_H

#include "consumers/classify/tariff.h"

bool act_is_noun(const struct hit *deed);
/* Announcing, proposing, granting: what is done is told by its object. */
bool act_is_weak(const struct hit *deed);
bool act_ends_with(const struct document *doc, uint32_t token, const char *ending);
/* A form of "be" before a verb makes it passive, unless it is an -ing form. `first`: where the
 * verb's clause begins. */
bool act_is_passive(const struct document *doc, const struct hit *verb, uint32_t first);
/* act_on.c: whether a deed's word is no part of a duty's name: "will lower tariffs", unlike "the
 * lower tariffs". */
bool act_is_verb(const struct document *doc, const struct hit *verb);
/* The noun of doing that a verb has for its object, before token `end`; NULL where it has none. */
const struct hit *act_object(const struct document *doc, const struct hit *verb, uint32_t end);
/* "bring the tariff down to": whether what is done to it from a token on lowers it. */
bool act_goes_down(const struct document *doc, uint32_t from, uint32_t end);
/* "takes its 20% off their cars": the whole of a duty, where "20 points off" are a part. */
bool act_takes_off(const struct document *doc, const struct hit *verb, uint32_t end);
/* act_longer.c: "for another three years", "until 2030 instead of", in tokens [from, end). */
bool act_for_longer(const struct document *doc, uint32_t from, uint32_t end);
/* The token behind "for a period of ninety days" that begins at `at`; `at` where none does. */
uint32_t act_past_time(const struct document *doc, uint32_t at);
/* Whether a verb tells what goes on while it is done: "suspend", "hold back", unlike "delay". */
bool act_is_holding(const struct document *doc, const struct hit *verb);
/* "will continue to suspend the duty", "continues to modify it by suspending": done before as well.
 */
bool act_is_done_on(const struct document *doc, const struct hit *verb);

/* act_aside.c. "25% duties imposed in 2018 expire", ", due to lapse in spring, is kept": whether a
 * verb after token `at` only tells which duty is meant, and whether one comes after such words. */
bool act_is_aside(const struct document *doc, uint32_t at, const struct hit *verb, uint32_t end);
bool act_is_past_aside(const struct document *doc, uint32_t at, const struct hit *verb);

#endif
