/*
 * What a stretch of text is about, and between whom.
 */
#ifndef GAINSAY_CLASSIFY_MATTER_H
#define GAINSAY_CLASSIFY_MATTER_H

#include "consumers/classify/document.h"

struct matter_guess {
    enum matter matter;
    unsigned weight; /* of its cues */
    uint32_t cue;    /* token of its first cue */
};

/* The matter with the weightiest cues in tokens [first, end); MATTER_NONE below min_weight. */
struct matter_guess
matter_guess(const struct document *doc, uint32_t first, uint32_t end, unsigned min_weight);
/* Makes room for notes of what was guessed, and drops those of another text. */
void matter_forget(struct document *doc);
/* Whether tokens [first, end) name somebody whom one could meet or call, a pronoun counting where
 * it is sure that they speak of that: a contact of officials has two ends. */
bool matter_company(const struct document *doc, uint32_t first, uint32_t end, bool sure);
/* Whether it is something that takes place or comes about: a contact, talks, a deal. */
bool matter_happens(enum matter matter);
/* Whether tokens [first, end) hold a word of trade. */
bool matter_trade(const struct document *doc, uint32_t first, uint32_t end);
/* How many words a text has that are of trade by themselves, "exports" and not "cars", up to
 * `most`. */
unsigned matter_plain_trade(const struct document *doc, unsigned most);
/* How many words of a class a document holds, at most `most`. */
unsigned matter_words(const struct document *doc, enum lex_class class, unsigned most);
/* Adds the sides named in tokens [first, end). */
void matter_parties(const struct document *doc,
                    uint32_t first,
                    uint32_t end,
                    struct record_codes *parties);
/* Takes out, of what happened between sides, those named only as where it did, if two are left. */
void matter_without_scenes(const struct document *doc,
                           uint32_t first,
                           uint32_t end,
                           struct record_codes *parties);

#endif
