/*
 * Whom a denial contradicts: named in it, in the question it answers, or by a claim of the same
 * item.
 */
#ifndef GAINSAY_CLASSIFY_OPPONENT_H
#define GAINSAY_CLASSIFY_OPPONENT_H

#include "consumers/classify/speech.h"

/* A record with who says it and where. */
struct statement {
    struct record *record; /* of the document's list */
    struct speaker speaker;
    uint32_t first_sentence;
    uint32_t last_sentence;
    bool leans;                     /* "That is untrue.": says little of its own */
    bool weighed;                   /* the model alone finds it */
    bool refutes;                   /* denies by a word for untrue: "is false" */
    bool told;                      /* a denial whose matter is that of what it denies, */
    uint32_t told_sentence;         /* which stands here */
    bool plain;                     /* in the denial's own sentence, in words sure of the matter */
    bool flat;                      /* one that says itself what did not happen */
    bool own;                       /* its own words say what it denies */
    bool adds;                      /* told as something else: "he also denied that" */
    const struct mention *opponent; /* where a denial's text names whom it contradicts, or NULL */
};

struct statements {
    struct statement statement[RECORDS_MAX];
    size_t count;
};

/* Whether two speakers are one: the same person or name, or the same office of the same side. */
bool statement_same_speaker(const struct speaker *a, const struct speaker *b);

/* Sets denies and denies_side of the denials where it can be told. */
void opponent_find(struct document *doc, const struct voice *voices, struct statements *list);

#endif
