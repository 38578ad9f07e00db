#include "consumers/classify/chinese.h"

#include "consumers/classify/chinese_record.h"
#include "consumers/classify/mention.h"

#include <string.h>

#define REPORTED_MIN 4 /* weights, as matter.c counts them: of what somebody is said to say, */
#define SPOKEN_MIN   6 /* and of a turn's or a text's own sentence */
#define EFFECT_MIN   6 /* prices and jobs have many causes */
#define DENIED_MIN   4 /* of what a negation negates */
#define ASKED_MIN    3 /* of the question that an answer calls untrue */
#define PLANNED_MIN  8 /* of a plan beside the change of a duty itself */
#define CONTEXT_BACK 6 /* sentences from "that is not true" to what is not true */
#define TRADE_NEAR   6 /* sentences around a statement, one of which speaks of trade */
#define PLAIN_MAX    6 /* tokens of an answer that is a negation alone */

struct speech {
    struct chinese *chinese;
    struct chinese_list list;
    bool titled; /* the title speaks of trade */
};

static bool asserts(const struct document *doc, uint32_t first, uint32_t end)
{
    return hit_in(doc, first, end, LEX_QUESTION) == NULL &&
           hit_in(doc, first, end, LEX_CONDITION) == NULL &&
           hit_in(doc, first, end, LEX_APPEAL) == NULL;
}

static bool speaks_of_trade(const struct chinese *chinese, uint32_t sentence)
{
    const struct document *doc = chinese->doc;
    uint32_t low = sentence > TRADE_NEAR ? sentence - TRADE_NEAR : 0;
    uint32_t high = sentence + TRADE_NEAR < doc->sentence_count ? sentence + TRADE_NEAR
                                                                : (uint32_t)doc->sentence_count - 1;
    for (uint32_t i = low; i <= high; i++) {
        if (chinese->trade[i])
            return true;
    }
    return false;
}

/* What was spoken of before a denial that does not say itself what it denies: the clauses before it
 * in its sentence, then the sentences before, of which a question right before an answer needs
 * fewest words for it, the title at last. */
static enum matter
context_matter(const struct chinese *chinese, const struct chinese_span *span, uint32_t at)
{
    const struct document *doc = chinese->doc;
    uint32_t first = chinese_near(doc->sentence[span->sentence].first, at);
    struct matter_guess guess = matter_guess(doc, first, at, 2);
    for (uint32_t i = span->sentence; guess.matter == MATTER_NONE && i > 0; i--) {
        if (span->sentence - i >= CONTEXT_BACK)
            break;
        uint32_t end = doc->sentence[i - 1].end;
        bool asked = i == span->sentence && doc->sentence[i - 1].question;
        unsigned least = asked ? ASKED_MIN : DENIED_MIN;
        guess = matter_guess(doc, chinese_near(doc->sentence[i - 1].first, end), end, least);
    }
    const struct document *title = chinese->title;
    if (guess.matter == MATTER_NONE)
        guess = matter_guess(title, 0, (uint32_t)title->token_count, 2);
    return guess.matter;
}

static void found(struct chinese_reading *reading,
                  enum record_type type,
                  enum matter matter,
                  unsigned weight,
                  const char *rule)
{
    reading->found = true;
    reading->type = type;
    reading->matter = matter;
    reading->weight = weight;
    reading->rule = rule;
    if (type == RECORD_DENIAL && reading->kind == DENIAL_NONE)
        reading->kind = DENIAL_FLAT;
}

/* "未与墨方签署协定的国家": what is negated only says which countries. */
static bool tells_which(const struct document *doc, uint32_t first, uint32_t end)
{
    for (uint32_t at = first; at + 2 < end; at++) {
        if (chinese_is(doc, at, "的") && chinese_is(doc, at + 1, "国") &&
            chinese_is(doc, at + 2, "家"))
            return true;
    }
    return false;
}

/* "have held no talks": a negation with a cue after it in its clause. */
static void read_negation(const struct document *doc,
                          uint32_t first,
                          uint32_t end,
                          struct chinese_reading *reading)
{
    for (const struct hit *neg = hit_in(doc, first, end, LEX_NEG); neg != NULL;
         neg = hit_in(doc, neg->end, end, LEX_NEG)) {
        struct matter_guess guess = matter_guess(doc, neg->end, end, DENIED_MIN);
        if (guess.matter == MATTER_NONE || tells_which(doc, neg->end, end))
            continue;
        found(reading, RECORD_DENIAL, guess.matter, guess.weight, "chinese.denial.neg");
        return;
    }
}

static bool is_plain_no(const struct document *doc, const struct chinese_span *span)
{
    const struct hit *neg = hit_at(doc, span->first, LEX_NEG);
    return neg != NULL && span->end - span->first <= PLAIN_MAX &&
           (neg->end >= span->end || doc->token[neg->end].kind == TOKEN_PUNCT) && span->turn;
}

static void read_denial(const struct chinese *chinese,
                        const struct chinese_span *span,
                        struct chinese_reading *reading)
{
    const struct document *doc = chinese->doc;
    uint32_t first = span->first;
    if (span->denies) {
        struct matter_guess guess = matter_guess(doc, first, span->end, 2);
        enum matter matter = guess.matter != MATTER_NONE
                                 ? guess.matter
                                 : context_matter(chinese, span, span->verb->first);
        if (matter != MATTER_NONE)
            found(reading, RECORD_DENIAL, matter, guess.weight, "chinese.denial.verb");
        return;
    }
    const struct hit *falsehood = NULL;
    for (uint32_t at = first, next; at < span->end; at = next) {
        next = chinese_clause_end(doc, at, span->end);
        if (hit_in(doc, at, next, LEX_QUESTION) != NULL ||
            hit_in(doc, at, next, LEX_CONDITION) != NULL)
            continue;
        const struct hit *hit = hit_in(doc, at, next, LEX_FALSEHOOD);
        if (falsehood == NULL && hit_is(hit, 0, "sure"))
            falsehood = hit;
        if (!reading->found && hit_in(doc, at, next, LEX_APPEAL) == NULL)
            read_negation(doc, at, next, reading);
    }
    if (falsehood != NULL && !reading->found) {
        /* Of what is said up to it; what follows is another thing. */
        struct matter_guess guess =
            matter_guess(doc, first, chinese_clause_end(doc, falsehood->first, span->end), 2);
        enum matter matter = guess.matter != MATTER_NONE
                                 ? guess.matter
                                 : context_matter(chinese, span, falsehood->first);
        reading->kind = DENIAL_FALSEHOOD;
        reading->borrowed = guess.matter == MATTER_NONE;
        if (matter != MATTER_NONE)
            found(reading, RECORD_DENIAL, matter, guess.weight, "chinese.denial.falsehood");
    } else if (!reading->found && is_plain_no(doc, span)) {
        enum matter matter = context_matter(chinese, span, span->first);
        reading->borrowed = true;
        if (matter != MATTER_NONE)
            found(reading, RECORD_DENIAL, matter, 0, "chinese.denial.plain");
    }
}

static bool names_other(const struct document *doc, const struct chinese_span *span)
{
    const char *side = span->speaker.side;
    struct record_codes parties = {0};
    chinese_parties(doc, doc->sentence[span->sentence].first, span->end, &parties);
    for (size_t i = 0; i < parties.count; i++) {
        if (side == NULL || strcmp(parties.code[i], side) != 0)
            return true;
    }
    return false;
}

static void read_claim(const struct speech *speech,
                       const struct chinese_span *span,
                       struct chinese_reading *reading)
{
    const struct document *doc = speech->chinese->doc;
    unsigned least =
        span->verb != NULL && !hit_is(span->verb, 0, "think") ? REPORTED_MIN : SPOKEN_MIN;
    struct matter_guess best = {.matter = MATTER_NONE};
    bool whole = true;
    for (uint32_t at = span->first, next; at < span->end; at = next) {
        next = chinese_clause_end(doc, at, span->end);
        /* The last clause of a question is what it asks. */
        bool asks = doc->sentence[span->sentence].question && next >= span->end;
        whole = whole && !asks && asserts(doc, at, next);
        /* What is wished for goes on to the end. */
        if (hit_in(doc, at, next, LEX_APPEAL) != NULL)
            break;
        if (asks || !asserts(doc, at, next))
            continue;
        struct matter_guess guess = matter_guess(doc, at, next, least);
        bool duty = guess.matter == MATTER_TARIFF_LEVEL || guess.matter == MATTER_TARIFF_PLAN;
        bool own = span->verb == NULL && !span->turn;
        if ((guess.matter == MATTER_TRADE_EFFECT && guess.weight < EFFECT_MIN) ||
            (guess.matter == MATTER_TRADE_CONDUCT && !names_other(doc, span)) ||
            hit_in(doc, at, next, LEX_PROCEDURE) != NULL || (duty && own) ||
            (speech->chinese->duty[span->sentence] && tells_which(doc, at, next)) ||
            /* A bare announcement of a duty is a tariff change only. */
            (duty && speech->chinese->duty[span->sentence] && guess.weight < PLANNED_MIN))
            continue;
        if (guess.weight > best.weight)
            best = guess;
    }
    /* "The duty of 145% can't last, and is to fall": what the clauses say together. */
    struct matter_guess all = matter_guess(doc, span->first, span->end, SPOKEN_MIN);
    if (whole && best.matter == MATTER_TARIFF_LEVEL && all.matter == MATTER_TARIFF_PLAN &&
        all.weight > best.weight)
        best = all;
    if (best.matter == MATTER_NONE && hit_is(span->verb, 0, "accuse") && names_other(doc, span))
        best = (struct matter_guess){.matter = MATTER_TRADE_CONDUCT, .weight = REPORTED_MIN};
    if (best.matter != MATTER_NONE)
        found(reading, RECORD_CLAIM, best.matter, best.weight,
              span->verb != NULL ? "chinese.claim.reported" : "chinese.claim.spoken");
}

static bool may_state(const struct speech *speech, const struct chinese_span *span)
{
    const struct chinese *chinese = speech->chinese;
    const struct document *doc = chinese->doc;
    const struct sentence *sentence = &doc->sentence[span->sentence];
    if (span->speaker.name.len == 0 || (span->asked && span->verb == NULL))
        return false;
    if (hit_in(doc, span->first, sentence->end, LEX_NONCOMMIT) != NULL)
        return false;
    return speech->titled || speaks_of_trade(chinese, span->sentence);
}

/* Notes of each sentence whether it speaks of trade, and whether a duty was read there. */
static void mark_sentences(struct speech *speech)
{
    struct chinese *chinese = speech->chinese;
    const struct document *doc = chinese->doc;
    speech->titled = matter_trade(chinese->title, 0, (uint32_t)chinese->title->token_count);
    for (uint32_t i = 0; i < doc->sentence_count; i++) {
        uint32_t start = doc->token[doc->sentence[i].first].start;
        uint32_t end = doc->token[doc->sentence[i].end - 1].end;
        chinese->trade[i] = matter_trade(doc, doc->sentence[i].first, doc->sentence[i].end);
        chinese->duty[i] = false;
        for (size_t r = 0; r < doc->records->count && !chinese->duty[i]; r++) {
            const struct record_span *span = &doc->records->record[r].evidence[0];
            chinese->duty[i] = span->start < end && start < span->end;
        }
    }
}

/* "Don't mislead the public": goes on with the denial right before it. */
static bool goes_on(const struct document *doc, const struct chinese_span *span)
{
    return hit_is(hit_in(doc, span->first, span->end, LEX_FALSEHOOD), 0, "weak");
}

void chinese_statements(struct chinese *chinese)
{
    struct speech speech = {.chinese = chinese};
    struct document *doc = chinese->doc;
    mark_sentences(&speech);
    for (size_t i = 0; i < chinese->span_count && !doc->records->full; i++) {
        const struct chinese_span *span = &chinese->span[i];
        struct chinese_reading reading = {.found = false};
        if (!may_state(&speech, span))
            continue;
        read_denial(chinese, span, &reading);
        if (!reading.found && chinese_extends(chinese, span, &speech.list) && goes_on(doc, span)) {
            chinese_extend(chinese, span, &speech.list);
            continue;
        }
        if (!reading.found)
            read_claim(&speech, span, &reading);
        if (reading.found)
            chinese_keep(chinese, span, &reading, &speech.list);
    }
    chinese_opponents(chinese, &speech.list);
}
