/*
 * What one sentence says, read on its own: a claim, a denial, or nothing. A sentence with several
 * verbs of saying ("denied A and said B", "denied it after Y had said so") is read in parts.
 */
#ifndef GAINSAY_CLASSIFY_READING_H
#define GAINSAY_CLASSIFY_READING_H

#include "consumers/classify/matter.h"
#include "consumers/classify/speech.h"

#define READING_PARTS    5
#define READER_WORDS_MAX 4

struct reading {
    bool found;
    bool trade;            /* the text around it is of trade */
    bool said;             /* by its form it may be a statement: no question, no refusal to say */
    bool anaphoric;        /* begins with "it", "that": goes on with what was said before */
    bool formal;           /* a claim by its form, whatever its words */
    bool negated;          /* something is denied, too weakly for a denial: no claim either */
    enum record_type type; /* RECORD_CLAIM or RECORD_DENIAL */
    enum matter matter;
    enum denial_kind kind;
    const char *rule;
    unsigned weight; /* of the matter's cues */
    bool judged;     /* by the linear model (judge.h), which gives it this share, */
    double share;
    bool ruled;                    /* the rules alone found it, too */
    int32_t matters[MATTER_COUNT]; /* and each matter so much, in thousandths */
    const struct hit *verb;        /* of saying or denying, or NULL */
    const struct speaker *speaker;
    uint32_t from; /* tokens of the part, with the frame */
    uint32_t to;
    uint32_t first; /* tokens of what is said, without the frame */
    uint32_t end;
    uint32_t told_first; /* tokens of what a denial denies, where they are known; else none */
    uint32_t told_end;
    uint32_t told_sentence;
    unsigned more; /* of part 0: the part that it was cut off from, 3 or 4; 0: it is whole */
};

/* What the rules know beside the sentence itself. */
struct reader {
    const struct document *doc;
    const struct document *title;
    const struct voice *voices;
    const struct author *author;
    bool social;      /* a post */
    bool press;       /* a reporter's text */
    bool trade;       /* title or text have a word of trade */
    bool afield;      /* a text of one's own that is about something else: see afield.h */
    bool changes;     /* the text tells of changes of duties */
    unsigned tariffs; /* how many words of duties the text has, and */
    unsigned trades;  /* of trade, and */
    unsigned plain;   /* title and text of trade by themselves, each up to READER_WORDS_MAX */
    const char
        *homeland;    /* whose side officials are on in their own texts that don't tell, or NULL */
    const bool *duty; /* of each sentence: a tariff change was read there */
    uint8_t *matter;  /* and what the rules say it is about, plus one; 0: nobody has asked yet */
    enum matter title_matter;
};

/* Whether any part of a sentence may be found: a long text without a word of trade in title or text
 * is read only where trade is spoken of by other words. */
bool reading_may_say(const struct reader *reader, uint32_t i);
/* A part of a sentence: 0 the first or only one, 1 what the same speaker goes on to say, 2 what
 * somebody else says in it, 3 what else the first one denies, 4 what else the first one claims. A
 * part that is not there is not found. */
struct reading reading_of(const struct reader *reader, uint32_t i, unsigned part);
/* False where a sentence surely has no such part, which most are asked for in vain. `more`: what
 * part 0 was told to have behind it. */
bool reading_may_be(const struct reader *reader, uint32_t i, unsigned part, unsigned more);

#endif
