/* Who imposes a duty, stated in the change's own sentence. */
#include "consumers/classify/clause.h"
#include "consumers/classify/imposer_part.h"
#include "consumers/classify/mention.h"
#include "consumers/classify/side.h"
#include "consumers/classify/tariff.h"

#include <string.h>

#define BUYER_REACH   6 /* tokens from "importers" to where they are */
#define SUBJECT_REACH 5 /* tokens from "it" to what is done, and */
#define PUT_REACH     9 /* ... from "I" in "I have no choice but to put" */

bool imposer_is_us(const struct document *doc, uint32_t first, uint32_t end)
{
    for (uint32_t at = first; at < end; at++) {
        if (word_is(doc, at, W_WE) || word_is(doc, at, W_I) || word_is(doc, at, W_OUR))
            return true;
    }
    return false;
}

/* "I am increasing South Korean TARIFFS on cars": ours on their goods, whosever they are called. */
static bool we_put(const struct document *doc, const struct change *change)
{
    const struct hit *verb = change->act.verb;
    if (verb == NULL || change->act.passive || change->act.pays || hit_is(verb, 1, "n") ||
        (change->act.action != ACTION_RAISE && change->act.action != ACTION_IMPOSE))
        return false;
    uint32_t low =
        verb->first > change->first + PUT_REACH ? verb->first - PUT_REACH : change->first;
    for (uint32_t at = verb->first; at > low; at--) {
        if (word_is(doc, at - 1, W_I) || word_is(doc, at - 1, W_WE))
            return true;
        if (doc->token[at - 1].kind != TOKEN_WORD || word_is(doc, at - 1, W_THAT))
            return false;
    }
    return false;
}

/* "If Oslo keeps its levy on films, Norwegian fish will": where the words begin that tell the
 * change, past a condition that stands before them. */
static uint32_t told_from(const struct document *doc, const struct change *change, uint32_t first)
{
    const struct hit *verb = change->act.verb;
    if (verb == NULL || verb->first <= first)
        return first;
    uint32_t end = side_told_from(doc, first, verb->first);
    return change->rate != NULL && change->rate->first < end ? first : end;
}

/* "The Commission announced that a duty would be imposed": who tells of what is done acts. */
static const char *announcer_side(const struct document *doc, const struct change *change)
{
    const struct sentence *sentence = &doc->sentence[change->sentence];
    uint32_t end = change->rate != NULL ? change->rate->first : change->act.verb->first;
    for (uint32_t at = told_from(doc, change, sentence->first); at < end; at++) {
        const struct hit *act = hit_at(doc, at, LEX_ACT);
        bool tells = hit_is(act, 1, "w") || hit_is(act, 1, "s");
        if (!tells || at >= change->act.verb->first)
            continue;
        const char *side = side_subject(doc, sentence->first, at);
        /* Others' deeds are no announcements of one's own text. */
        bool other = side != NULL && doc->home != NULL && strcmp(side, doc->home) != 0;
        return other ? NULL : side;
    }
    return NULL;
}

/* "Japan 24%, Korea and Fiji 25%": where the places begin that a list gives a rate to, else
 * the rate. */
static uint32_t listed_from(const struct document *doc, const struct change *change)
{
    uint32_t rate = change->rate->first;
    uint32_t at = rate;
    while (at > change->own_first &&
           (doc->token[at - 1].kind == TOKEN_PUNCT || word_is(doc, at - 1, W_AT)))
        at--;
    for (size_t i = mention_from(doc, change->own_first);
         i < doc->mention_count && doc->mention[i].first < at; i++) {
        if (doc->mention[i].end != at || doc->mention[i].kind != MENTION_COUNTRY)
            continue;
        while (i > 0 && doc->mention[i - 1].first >= change->own_first &&
               side_is_joined(doc, i - 1))
            i--;
        return doc->mention[i].first;
    }
    return rate;
}

/* "importers (of Thai gloves in Brazil)": who pays, up to a token. */
static bool is_bought(const struct document *doc, uint32_t first, uint32_t end)
{
    for (uint32_t at = end > first + BUYER_REACH ? end - BUYER_REACH : first; at < end; at++) {
        if (side_is_buyer(doc, at))
            return hit_in(doc, at, end, LEX_ACT) == NULL;
    }
    return false;
}

const char *imposer_destination(const struct document *doc, const struct change *change)
{
    for (uint32_t at = change->first; at < change->end; at++) {
        const struct hit *place = side_place(doc, at);
        /* "will face 20% in the United States" */
        uint32_t before = at > 0 && word_is(doc, at - 1, W_THE) ? at - 1 : at;
        bool passes =
            change->act.pays || change->act.passive || hit_is(change->act.verb, 2, "subject");
        const struct hit *verb = change->act.verb;
        bool next = verb != NULL && before == verb->end + 1; /* "apply in Moldova: sugar 75%" */
        uint32_t after = change->rate != NULL ? change->rate->end
                         : verb != NULL       ? verb->end
                                              : UINT32_MAX;
        bool borne = passes && (at >= after || next) &&
                     (side_is_venue(doc, change->first, at) ||
                      (before > change->first && word_is(doc, before - 1, W_AT)));
        /* "Brazilian importers must pay", "importers in Brazil" */
        bool home = change->act.pays && place != NULL && verb != NULL && at < verb->first &&
                    (side_is_buyer(doc, place->end) ||
                     (before > change->first + 1 && word_is(doc, before - 1, W_IN) &&
                      is_bought(doc, change->first, before - 1)));
        if (place != NULL && (borne || home || side_is_destination(doc, change->first, at)))
            return place->entry->text[0];
    }
    return NULL;
}

/* "The ministry has announced that it will charge 15%": who says so; NULL where another acts. */
static const char *
sayer_side(const struct document *doc, const struct voice *voice, const struct hit *verb)
{
    uint32_t at = verb->first;
    uint32_t low = at > SUBJECT_REACH ? at - SUBJECT_REACH : 0;
    while (at > low &&
           (word_is_grammar(doc, at - 1) || hit_over(doc, at - 1, LEX_ADVERB) != NULL) &&
           !word_is(doc, at - 1, W_IT) && !word_is(doc, at - 1, W_THAT))
        at--;
    bool it = at > low && word_is(doc, at - 1, W_IT) && at > 1 && word_is(doc, at - 2, W_THAT);
    return it && voice->reported && !voice->after && voice->verb != NULL &&
                   voice->verb->end <= at - 1
               ? voice->speaker.side
               : NULL;
}

/* "will pay Chile a 15% tariff", "will pay tariffs to Chile": whose customs take what is paid. */
static const char *payee_side(const struct document *doc, const struct change *change)
{
    const struct hit *verb = change->act.verb;
    if (verb == NULL || !change->act.pays)
        return NULL;
    uint32_t at = verb->end + word_is(doc, verb->end, W_THE);
    const struct mention *taker = mention_at(doc, at);
    if (taker != NULL && !taker->possessive && taker->end < change->end &&
        (word_is(doc, taker->end, W_A) || word_is(doc, taker->end, W_AN) ||
         doc->token[taker->end].kind == TOKEN_NUMBER))
        return taker->side;
    for (at = verb->end; at + 1 < change->end; at++) {
        bool paid = hit_over(doc, at, LEX_TARIFF) != NULL || hit_over(doc, at, LEX_PERCENT) != NULL;
        if (!paid || !word_is(doc, at + 1, W_TO))
            continue;
        taker = mention_at(doc, at + 2 + word_is(doc, at + 2, W_THE));
        return taker != NULL && taker->kind == MENTION_COUNTRY ? taker->side : NULL;
    }
    return NULL;
}

/* "Our side will leave the tariff at 20%": who acts. */
static bool is_our_side(const struct document *doc, const struct change *change)
{
    const struct hit *verb = change->act.verb;
    uint32_t at = verb != NULL ? verb->first : 0;
    while (at > change->first + 1 && word_is_grammar(doc, at - 1))
        at--;
    return at > change->first + 1 && word_spelled(doc, at - 1, "side") &&
           word_is(doc, at - 2, W_OUR);
}

/* "Our rate on India comes down": whose duty it is, though no word calls it one. */
static bool is_our_rate(const struct document *doc, const struct change *change)
{
    for (uint32_t at = change->own_first; at + 3 < change->own_end; at++) {
        struct str noun = document_span(doc, at + 1, at + 2);
        bool rate = str_eq_nocase(noun, STR("rate")) || str_eq_nocase(noun, STR("rates"));
        if (word_is(doc, at, W_OUR) && rate && word_is(doc, at + 2, W_ON) &&
            hit_at(doc, at + 3, LEX_COUNTRY) != NULL)
            return true;
    }
    return false;
}

/* "the duty rises to 20", "and from June it goes to 20", "and the rate will rise": what moves is
 * the duty itself, told here or before. */
static bool duty_moves(const struct document *doc, const struct change *change, uint32_t told)
{
    const struct hit *verb = change->act.verb;
    const struct hit *duty = change->duty;
    if (duty != NULL && duty->first >= told && duty->end <= verb->first &&
        clause_between(doc, duty->end, verb->first) == 0)
        return true;
    for (uint32_t at = verb->first; at > change->first; at--) {
        if (word_is(doc, at - 1, W_IT) || word_spelled(doc, at - 1, "rate"))
            return true;
        if (!word_is_grammar(doc, at - 1) && hit_over(doc, at - 1, LEX_ADVERB) == NULL)
            return false;
    }
    return false;
}

/* Who acts, as the change's own sentence says; NULL where it doesn't. */
const char *
imposer_stated(const struct document *doc, const struct voice *voice, struct change *change)
{
    const struct sentence *sentence = &doc->sentence[change->sentence];
    uint32_t from = change->backward || change->shares ? change->first : change->own_first;
    const struct hit *verb = change->act.verb;
    uint32_t mine = told_from(doc, change, change->own_first);
    uint32_t told = told_from(doc, change, change->first);
    const char *own = voice->speaker.side != NULL ? voice->speaker.side : doc->home;
    const char *side = imposer_label(doc, change);
    if (side == NULL)
        side = is_our_rate(doc, change) || is_our_side(doc, change) ? own : payee_side(doc, change);
    if (side == NULL)
        side = imposer_by(doc, change->own_first, change->own_end, hit_is(verb, 1, "n"));
    if (side == NULL)
        side = imposer_into(doc, mine, change->own_end);
    if (side == NULL)
        side = imposer_market(doc, mine, change->own_end);
    if (side == NULL && verb != NULL)
        side = imposer_decision(doc, told, verb->first);
    if (side == NULL)
        side = imposer_seat(doc, mine, change->own_end);
    if (side == NULL)
        side = imposer_relative(doc, mine, change->own_end);
    if (side == NULL)
        side = imposer_owner(doc, mine, change->own_end);
    if (side != NULL && voice->speaker.side != NULL && strcmp(side, voice->speaker.side) != 0 &&
        we_put(doc, change))
        side = voice->speaker.side;
    if (side == NULL)
        side = imposer_instrument(doc, mine, change->own_end);
    if (side == NULL)
        side = imposer_paper(doc, change);
    if (side == NULL && change->shares)
        side = imposer_owner(doc, change->first, change->end);
    change->owned = side != NULL;
    if (side == NULL && (change->act.pays || hit_is(verb, 2, "subject")))
        side = imposer_law(doc, change->first, change->end);
    bool moves = verb != NULL && hit_is(verb, 2, "subject") && !hit_is(verb, 1, "w");
    /* "Chile can breathe: the 12% will not be charged" */
    bool spoken = moves && change->rate != NULL && change->rate->end <= verb->first &&
                  clause_between(doc, change->first, change->rate->first) > 0;
    bool rises = moves && duty_moves(doc, change, told);
    /* "and Washington put its tariffs on ice" */
    if (side == NULL && rises && change->duty != NULL &&
        (hit_is(verb, 1, "p") || act_is_let(doc, change->first, verb)) &&
        !imposer_is_us(doc, change->first, change->duty->first))
        side = side_subject(doc, change->first, change->duty->first);
    bool bears = change->act.pays || imposer_spares(doc, change);
    if (side == NULL && bears)
        side = imposer_destination(doc, change);
    if (bears || (side == NULL && ((change->act.passive && change->backward) || rises || spoken)))
        return side != NULL || bears ? side : announcer_side(doc, change);
    if (side == NULL && verb != NULL && !change->act.passive)
        side = sayer_side(doc, voice, verb);
    if (side == NULL && verb != NULL) {
        side = side_subject(doc, from < verb->first ? from : change->first, verb->first);
        if (side == NULL)
            side = side_subject(doc, change->first, verb->first);
        if (side == NULL && imposer_is_us(doc, change->first, change->end))
            side = voice->speaker.side;
        if (side == NULL)
            side = side_subject(
                doc, voice->first > sentence->first ? voice->first : sentence->first, verb->first);
    }
    /* Who stands before a bare rate, in somebody else's words, bears it; as in a list of margins.
     */
    const struct hit *measure = hit_in(doc, sentence->first, sentence->end, LEX_INSTRUMENT);
    bool margins = verb == NULL && hit_is(measure, 1, "case") && doc->home != NULL;
    if (side == NULL && verb == NULL && change->rate != NULL && !margins)
        side = side_subject(doc, change->own_first, listed_from(doc, change));
    const char *ours = voice->speaker.side != NULL ? voice->speaker.side : doc->home;
    if (side != NULL && verb == NULL && !change->owned && ours != NULL && strcmp(side, ours) != 0 &&
        word_is(doc, change->rate->first - 1, W_AT))
        side = NULL;
    if (side == NULL)
        side = imposer_by(doc, told, change->end, false);
    if (side == NULL)
        side = imposer_owner(doc, told, change->end);
    return side;
}

bool imposer_is_target(const struct change *change, const char *side)
{
    return side != NULL && (record_codes_have(&change->targets, side) ||
                            record_codes_have(&change->targets, side_customs(side)));
}
