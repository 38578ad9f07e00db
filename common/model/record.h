/*
 * The records: what the classifier reads out of one item. Three types, with the vocabulary of trade
 * reporting (claim, denial) and trade law (tariff change). Slots the text does not state are NULL,
 * false or RECORD_UNKNOWN: never 0 and never "".
 *
 * Strings belong to the arena the record was made in.
 */
#ifndef GAINSAY_MODEL_RECORD_H
#define GAINSAY_MODEL_RECORD_H

#include "common/base/arena.h"
#include "common/base/digest.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RECORD_SPANS_MAX 8
#define RECORD_CODES_MAX 48
#define RECORDS_MAX      64 /* of one item */

enum record_type { RECORD_CLAIM, RECORD_DENIAL, RECORD_TARIFF_CHANGE };

/* What a statement is about; of a denial, what the denied statement was about. */
enum matter {
    MATTER_NONE,
    MATTER_CONTACT,
    MATTER_TALKS,
    MATTER_DEAL,
    MATTER_TARIFF_LEVEL,
    MATTER_TARIFF_PLAN,
    MATTER_TRADE_CONDUCT,
    MATTER_TRADE_EFFECT
};

#define MATTER_COUNT (MATTER_TRADE_EFFECT + 1)

enum tariff_action {
    ACTION_NONE,
    ACTION_IMPOSE,
    ACTION_RAISE,
    ACTION_LOWER,
    ACTION_SUSPEND,
    ACTION_EXEMPT,
    ACTION_EXTEND,
    ACTION_REMOVE
};

enum tariff_status {
    STATUS_NONE,
    STATUS_IN_FORCE,
    STATUS_ANNOUNCED,
    STATUS_PROPOSED,
    STATUS_THREATENED
};

/* How a rate is meant (research: a rate is not a number). */
enum rate_operator { RATE_EQ, RATE_LE, RATE_GE, RATE_ABOUT, RATE_RANGE };

/* Axes that a flat label can't carry. */
enum certainty { CERTAINTY_UNKNOWN, CERTAINTY_CERTAIN, CERTAINTY_PROBABLE, CERTAINTY_POSSIBLE };
enum temporality {
    TEMPORALITY_CURRENT,
    TEMPORALITY_BACKGROUND,
    TEMPORALITY_FUTURE,
    TEMPORALITY_HYPOTHETICAL
};
enum denial_kind {
    DENIAL_NONE,
    DENIAL_FLAT,     /* "there has been no call" */
    DENIAL_FALSEHOOD /* "the report is groundless" */
};

/* A byte range of the item's text, end exclusive. */
struct record_span {
    uint32_t start;
    uint32_t end;
};

/* A set of ISO 3166-1 alpha-2 codes, EU, WTO, or the single "*": sorted, without repeats. */
struct record_codes {
    const char *code[RECORD_CODES_MAX];
    size_t count;
};

/* A number of percent or points, or unknown. */
struct record_number {
    bool known;
    double value;
};

struct record {
    enum record_type type;
    char id[DIGEST_ID_BYTES]; /* record_make_id() */
    struct record_span evidence[RECORD_SPANS_MAX];
    size_t evidence_count;

    /* claim, denial */
    const char *speaker;      /* as named in the text, family name kept */
    const char *speaker_side; /* code of the country spoken for, EU, WTO; NULL where none */
    const char
        *speaker_role; /* head_of_state, minister, spokesperson, agency, company, ...; NULL */
    const char *organization;
    const char *speaker_actor; /* the speaker's name in English, where the text has it in another
                                  script and the lexicon knows who it is */
    enum matter matter;
    struct record_codes parties;
    const char *denies;       /* denial: the speaker contradicted */
    const char *denies_side;  /* the country that speaker speaks for */
    const char *denies_actor; /* that speaker's name in English, as speaker_actor */
    enum denial_kind denial_kind;
    const char *initiator;  /* who called or asked: a code */
    const char *event_date; /* YYYY-MM-DD of the asserted event */
    bool from_question;     /* stated by a reporter about the speaker */

    /* tariff_change */
    const char *imposer;
    struct record_codes targets;
    struct record_codes excluded;
    const char *products; /* "all goods" where general */
    enum tariff_action action;
    enum tariff_status status;
    struct record_number rate;
    struct record_number rate_from;
    struct record_number rate_points;
    enum rate_operator rate_operator;
    const char *effective;   /* YYYY-MM-DD */
    const char *expires;     /* YYYY-MM-DD */
    const char *announced;   /* YYYY-MM-DD */
    const char *instrument;  /* "Section 232", "Executive Order 14257", "anti-dumping", ... */
    const char *value_basis; /* "metal content" */
    const char *exempt_from; /* what an exemption is an exemption from */
    const char *condition;   /* of a threat */
    const char *hs[RECORD_SPANS_MAX]; /* headings stated in the text, or of the product's chapter */
    size_t hs_count;
    bool hs_stated;
    bool retaliation;

    /* all */
    enum certainty certainty;
    enum temporality temporality;
    const char *rules; /* ids of the rules that made it, separated by spaces */
    double confidence; /* 0 to 1, calibrated */
};

struct record_list {
    struct record *record; /* RECORDS_MAX long, or count long where read from a message */
    size_t count;
    bool full; /* more were found than RECORDS_MAX */
};

/* Adds a code in its place, once; false when the set is full. The code must outlive the set. */
bool record_codes_add(struct record_codes *codes, const char *code);
bool record_codes_have(const struct record_codes *codes, const char *code);

/* Whether a code is that of a member of the European Union, whose customs are one. */
bool record_in_union(const char *code);

/* The evidence, verbatim: spans joined by one space. NULL over the arena's ceiling. */
char *record_evidence(struct arena *arena, const struct record *record, const char *text);

/* Fills record->id from the item's id, the type, the evidence and the slots that tell records of
 * one sentence apart (speaker, matter, parties; imposer, action, products, rate). */
void record_make_id(struct record *record, const char *item_id, const char *text);

/* LABELS.md's words for the vocabularies, and back; *_parse return the *_NONE value for an unknown
 * word. */
const char *record_type_name(enum record_type type);
bool record_type_parse(const char *name, enum record_type *type);
const char *matter_name(enum matter matter);
enum matter matter_parse(const char *name);
const char *tariff_action_name(enum tariff_action action);
enum tariff_action tariff_action_parse(const char *name);
const char *tariff_status_name(enum tariff_status status);
enum tariff_status tariff_status_parse(const char *name);
const char *certainty_name(enum certainty certainty);
enum certainty certainty_parse(const char *name);
const char *temporality_name(enum temporality temporality);
enum temporality temporality_parse(const char *name);
const char *denial_kind_name(enum denial_kind kind);
enum denial_kind denial_kind_parse(const char *name);
const char *rate_operator_name(enum rate_operator op);
enum rate_operator rate_operator_parse(const char *name);

#endif
