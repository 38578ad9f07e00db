#include "consumers/classify/barred.h"

#include "consumers/classify/aim.h"
#include "consumers/classify/mention.h"
#include "consumers/classify/shared.h"

#include <string.h>

#define SAY_AHEAD   7  /* tokens from a newspaper or a report to what it says */
#define OPENING     16 /* tokens of a sentence in which the one that tells stands */
#define SCENE_BACK  2  /* sentences around a meeting that may tell what it was about */
#define CUE_SURE    6  /* see matter.c */
#define SCENE_FAR   3
#define LONG_TALK   40 /* sentences of a text that is about several things */
#define DENIAL_BACK 4  /* sentences before a denial that may tell what it is about */

/* "wrote that", "says our deal is dead", "has it that" soon after a token. */
static bool says_soon(const struct document *doc, uint32_t at, uint32_t end)
{
    uint32_t to = at + SAY_AHEAD < end ? at + SAY_AHEAD : end;
    const struct hit *say = hit_in(doc, at, to, LEX_SAY);
    for (uint32_t t = at; t < to; t++) {
        if (word_is(doc, t, W_THAT))
            return true;
        if (doc->token[t].kind == TOKEN_PUNCT && doc->token[t].mark == '.')
            return false;
    }
    return say != NULL;
}

/* "a report", "several stories", "some reports": nobody's own. */
static bool is_anybodys(const struct document *doc, uint32_t at)
{
    uint32_t from = at > 3 ? at - 3 : 0;
    bool plural = doc->text[doc->token[at].end - 1] == 's';
    for (uint32_t t = from; t < at; t++) {
        if (word_is(doc, t, W_OUR) || word_is(doc, t, W_MY) || word_is(doc, t, W_THE))
            return false;
    }
    for (uint32_t t = from; t < at; t++) {
        if (word_is(doc, t, W_A) || word_is(doc, t, W_AN) || word_is(doc, t, W_SOME) ||
            word_is(doc, t, W_ANOTHER))
            return true;
    }
    return plural && at > 0 && (doc->token[at - 1].flags & TOKEN_CAPITAL) == 0;
}

/* "The Post writes that a deal is near", "several reports say that": told to be answered. */
static bool is_recital(const struct document *doc, uint32_t first, uint32_t end)
{
    uint32_t opening = first + OPENING < end ? first + OPENING : end;
    if (hit_in(doc, first, end, LEX_HEARSAY) != NULL)
        return true;
    for (size_t i = mention_from(doc, first);
         i < doc->mention_count && doc->mention[i].first < opening; i++) {
        const struct mention *mention = &doc->mention[i];
        if (mention->kind == MENTION_OUTLET && says_soon(doc, mention->end, end))
            return true;
    }
    for (const struct hit *hit = hit_in(doc, first, opening, LEX_REPORT); hit != NULL;
         hit = hit_in(doc, hit->end, opening, LEX_REPORT)) {
        if (is_anybodys(doc, hit->first) && says_soon(doc, hit->end, end))
            return true;
    }
    return false;
}

/* What the model alone finds in a long transcript or speech that speaks of trade in passing. */
static bool is_loose(const struct reader *reader, const struct reading *reading)
{
    return !reading->ruled && !reader->press && !reader->social &&
           reader->doc->sentence_count > LONG_TALK;
}

/* A word of duties, or one that is of trade between countries by itself. */
static bool has_core(const struct document *doc, uint32_t first, uint32_t end)
{
    if (hit_in(doc, first, end, LEX_TARIFF) != NULL)
        return true;
    for (const struct hit *hit = hit_in(doc, first, end, LEX_TRADE); hit != NULL;
         hit = hit_in(doc, hit->end, end, LEX_TRADE)) {
        if (hit_is(hit, 0, "core"))
            return true;
    }
    return false;
}

/* "met the generals": nothing near it is of trade. Deals and talks name it seldom. */
static bool is_elsewhere(const struct reader *reader, uint32_t i, const struct reading *reading)
{
    const struct document *doc = reader->doc;
    bool level = reading->matter == MATTER_TARIFF_LEVEL &&
                 hit_in(doc, reading->from, reading->to, LEX_PERCENT) != NULL;
    /* "pouring subsidies into its yards": such conduct is of trade by itself. */
    bool own = !reader->social && !reader->press && !reader->voices[i].turn;
    bool conduct =
        own && reading->matter == MATTER_TRADE_CONDUCT &&
        matter_guess(doc, reading->from, reading->to, CUE_SURE).matter == MATTER_TRADE_CONDUCT;
    bool seldom = reading->matter == MATTER_TALKS || reading->matter == MATTER_DEAL;
    bool loose = is_loose(reader, reading);
    if (!loose && (level || conduct || seldom))
        return false;
    uint32_t low = i > SCENE_BACK ? i - SCENE_BACK : 0;
    uint32_t high =
        i + SCENE_FAR < doc->sentence_count ? i + SCENE_FAR : (uint32_t)doc->sentence_count - 1;
    if (loose && !has_core(doc, doc->sentence[low].first, doc->sentence[high].end) &&
        !has_core(reader->title, 0, (uint32_t)reader->title->token_count))
        return true;
    return !matter_trade(doc, doc->sentence[low].first, doc->sentence[high].end) &&
           (!reading->ruled ||
            !matter_trade(reader->title, 0, (uint32_t)reader->title->token_count));
}

/* "China has received the request for consultations", "goods that evade a duty will be subject to
 * the higher one": how things are done, whoever tells it. */
static bool is_procedure(const struct document *doc, uint32_t first, uint32_t end)
{
    for (uint32_t h = doc->start[first].first; h < doc->start[end].first; h++) {
        const struct hit *hit = &doc->hit[h];
        if ((hit->class == LEX_PROCEDURE && hit_is(hit, 0, "never")) ||
            (hit->class == LEX_UNREAL && hit_is(hit, 1, "rule")))
            return true;
    }
    return false;
}

/* "Sales were $612 million": figures that the model alone takes for an effect of tariffs, with no
 * word of trade there or right before. */
static bool is_bare_effect(const struct reader *reader, uint32_t i, const struct reading *reading)
{
    const struct document *doc = reader->doc;
    uint32_t before = i > 0 ? i - 1 : 0;
    const struct voice *voice = &reader->voices[i];
    bool own = !voice->reported && !voice->turn && !reader->social;
    return own && !reading->ruled && reading->matter == MATTER_TRADE_EFFECT &&
           !matter_trade(doc, doc->sentence[before].first, doc->sentence[i].end);
}

/* "Gabon's goods will lose their free entry, the American president told Congress": whoever
 * announces their own duty announces a change, and claims nothing beside it. */
static bool is_announced(const struct document *doc,
                         const struct sentence *sentence,
                         const struct reading *reading)
{
    const char *side = reading->speaker->side;
    uint32_t start = doc->token[sentence->first].start;
    uint32_t end = doc->token[sentence->end - 1].end;
    bool any = false;
    if (side == NULL || reading->matter != MATTER_TARIFF_LEVEL)
        return false;
    for (size_t r = 0; r < doc->records->count; r++) {
        const struct record *record = &doc->records->record[r];
        const struct record_span *span = &record->evidence[0];
        if (record->type != RECORD_TARIFF_CHANGE || span->start >= end || span->end <= start)
            continue;
        if (record->imposer == NULL || strcmp(record->imposer, side) != 0 ||
            record->status == STATUS_IN_FORCE)
            return false;
        any = true;
    }
    return any;
}

/* "President Lind announces her nominees", "Agreement between Chile and Japan": people's lives and
 * the words of treaties, of which a text of one's own claims nothing. */
static bool is_record_of(const struct document *title)
{
    uint32_t end = (uint32_t)title->token_count;
    for (const struct hit *hit = hit_in(title, 0, end, LEX_GENRE); hit != NULL;
         hit = hit_in(title, hit->end, end, LEX_GENRE)) {
        if (hit->first == 0 || !hit_is(hit, 0, "opens"))
            return true;
    }
    return false;
}

bool barred_denial(const struct reader *reader, uint32_t i, const struct reading *reading)
{
    const struct document *doc = reader->doc;
    if (barred_text(reader, i))
        return true;
    if (!is_loose(reader, reading))
        return false;
    uint32_t low = i > DENIAL_BACK ? i - DENIAL_BACK : 0;
    uint32_t high = i + 1 < doc->sentence_count ? i + 1 : i;
    return !matter_trade(doc, doc->sentence[low].first, doc->sentence[high].end);
}

bool barred_text(const struct reader *reader, uint32_t i)
{
    return !reader->voices[i].turn && !reader->press && !reader->social &&
           is_record_of(reader->title);
}

/* "Guo made the remarks when asked about Trump's claim that", "so said X, in answer to an interview
 * in which Y claims that": what is told there is the other's. */
static bool is_others(const struct document *doc, const struct reading *reading)
{
    for (size_t m = mention_from(doc, reading->first);
         m < doc->mention_count && doc->mention[m].first < reading->end; m++) {
        const struct mention *mention = &doc->mention[m];
        bool other = mention->side != NULL && reading->speaker->side != NULL
                         ? strcmp(mention->side, reading->speaker->side) != 0
                         : mention->person != reading->speaker->person;
        if (!other || mention->kind == MENTION_OUTLET || mention->kind == MENTION_PRONOUN)
            continue;
        uint32_t at = mention->end + word_is(doc, mention->end, W_S);
        const struct hit *report = at > mention->end ? hit_at(doc, at, LEX_REPORT) : NULL;
        if (report != NULL && word_is(doc, report->end, W_THAT) && !hit_is(report, 0, "text"))
            return true;
        bool which = mention->first > reading->first + 1 &&
                     word_is(doc, mention->first - 1, W_WHICH) &&
                     word_is(doc, mention->first - 2, W_IN);
        const struct hit *say = which ? hit_at(doc, mention->end, LEX_SAY) : NULL;
        if (say != NULL && word_is(doc, say->end, W_THAT))
            return true;
    }
    return false;
}

bool barred_claim(const struct reader *reader, uint32_t i, const struct reading *reading)
{
    const struct document *doc = reader->doc;
    const struct voice *voice = &reader->voices[i];
    if (is_procedure(doc, reading->from, reading->to) || is_bare_effect(reader, i, reading) ||
        aim_only(reader, i, reading))
        return true;
    bool deed = !voice->asked || hit_is(reading->verb, 1, "act");
    if ((voice->reported || reader->social) && deed && reader->duty[i] &&
        is_announced(doc, &doc->sentence[i], reading))
        return true;
    if (barred_text(reader, i))
        return true;
    if (voice->reported)
        return !voice->asked && reader->press && is_others(doc, reading);
    if (reader->social &&
        (shared_headline(doc, &doc->sentence[i]) || shared_quote(doc, reading->first)))
        return true;
    return doc->sentence[i].question || voice->asked ||
           is_recital(doc, reading->from, reading->to) || is_elsewhere(reader, i, reading);
}
