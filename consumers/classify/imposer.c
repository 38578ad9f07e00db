/* Who imposes a duty: stated in the change's own sentence, or told by what stands around it. */
#include "consumers/classify/clause.h"
#include "consumers/classify/mention.h"
#include "consumers/classify/side.h"
#include "consumers/classify/tariff.h"

#include <string.h>

#define ORDER_REACH   5 /* tokens from "by" to whose order it is */
#define REASON_REACH  6 /* tokens from "in response to" to whose duty that is */
#define SUBJECT_REACH 5 /* tokens from "I" to what is done */

/* The mention after a token, with or without its article. */
static const struct mention *mention_after(const struct document *doc, uint32_t at)
{
    const struct mention *mention = mention_at(doc, at + 1);
    return mention == NULL && word_is(doc, at + 1, W_THE) ? mention_at(doc, at + 2) : mention;
}

/* "(by) the executive order of the US President" */
static const struct mention *order_of(const struct document *doc, uint32_t at, uint32_t end)
{
    uint32_t high = at + ORDER_REACH < end ? at + ORDER_REACH : end;
    if (hit_in(doc, at, high, LEX_INSTRUMENT) == NULL && hit_in(doc, at, high, LEX_STAGE) == NULL)
        return NULL;
    for (; at < high; at++) {
        if (word_is(doc, at, W_OF))
            return mention_after(doc, at);
    }
    return NULL;
}

/* "imposed by Beijing"; any: also apart from the deed, "the announcement by X of the imposition".
 */
static const char *by_side(const struct document *doc, uint32_t first, uint32_t end, bool any)
{
    for (uint32_t at = first; at + 1 < end; at++) {
        const struct mention *mention = word_is(doc, at, W_BY) ? mention_after(doc, at) : NULL;
        if (mention == NULL && word_is(doc, at, W_BY))
            mention = order_of(doc, at + 1, end);
        const struct hit *act = at > first ? hit_over(doc, at - 1, LEX_ACT) : NULL;
        bool deed = at > first && ((act != NULL && !hit_is(act, 1, "t")) ||
                                   hit_over(doc, at - 1, LEX_TARIFF) != NULL ||
                                   hit_over(doc, at - 1, LEX_PERCENT) != NULL ||
                                   hit_over(doc, at - 1, LEX_GOODS) != NULL);
        bool to = mention != NULL && word_is(doc, mention->end, W_TO);
        if ((deed || any || to) && mention != NULL && mention->side != NULL)
            return mention->side;
    }
    return NULL;
}

/* "the decision of the United States to raise the duties" */
static const char *decision_side(const struct document *doc, uint32_t first, uint32_t verb)
{
    for (uint32_t at = first; at + 1 < verb; at++) {
        bool of = word_is(doc, at, W_OF) || word_is(doc, at, W_FROM);
        const struct mention *mention = of ? mention_after(doc, at) : NULL;
        if (mention == NULL || mention->side == NULL || !word_is(doc, mention->end, W_TO))
            continue;
        uint32_t next = mention->end + 1;
        next += hit_at(doc, next, LEX_ADVERB) != NULL || hit_at(doc, next, LEX_ACT) == NULL;
        if (next <= verb && hit_at(doc, next, LEX_ACT) != NULL)
            return mention->side;
    }
    return NULL;
}

/* "the duty announced in Washington" */
static const char *seat_side(const struct document *doc, uint32_t first, uint32_t end)
{
    for (uint32_t at = first + 1; at + 1 < end; at++) {
        if (word_is(doc, at, W_IN) && hit_over(doc, at - 1, LEX_ACT) != NULL &&
            hit_at(doc, at + 1, LEX_CAPITAL) != NULL && mention_at(doc, at + 1) != NULL)
            return mention_at(doc, at + 1)->side;
    }
    return NULL;
}

/* "in response to the US tariffs": another duty, which explains the one told of. */
static bool gives_reason(const struct document *doc, uint32_t first, uint32_t owner)
{
    uint32_t low = owner > first + REASON_REACH ? owner - REASON_REACH : first;
    const struct hit *reason = hit_in(doc, low, owner, LEX_RETALIATION);
    return reason != NULL && !clause_comma(doc, reason->end, owner) &&
           hit_in(doc, reason->end, owner, LEX_ACT) == NULL;
}

static const char *owner_side(const struct document *doc, uint32_t first, uint32_t end)
{
    for (size_t i = mention_from(doc, first); i < doc->mention_count && doc->mention[i].first < end;
         i++) {
        const struct mention *mention = &doc->mention[i];
        const struct hit *place = hit_at(doc, mention->first, LEX_COUNTRY);
        if (place != NULL && side_noun_target(doc, place))
            continue;
        if (gives_reason(doc, first, mention->first))
            continue;
        if (mention->side != NULL && mention->kind != MENTION_PRONOUN &&
            !word_is(doc, mention->first > 0 ? mention->first - 1 : 0, W_ON) &&
            (side_owns_duty(doc, mention->end, end) || side_duty_of(doc, mention->first)))
            return mention->side;
    }
    return NULL;
}

/* "the levy (that) Washington charges": whose duty the relative clause says it is. */
static const char *relative_side(const struct document *doc, uint32_t first, uint32_t end)
{
    for (uint32_t at = first; at < end; at++) {
        const struct hit *duty = hit_at(doc, at, LEX_TARIFF);
        if (duty == NULL)
            duty = hit_at(doc, at, LEX_PERCENT);
        if (duty == NULL)
            continue;
        bool that = word_is(doc, duty->end, W_THAT) || word_is(doc, duty->end, W_WHICH);
        const struct mention *mention = mention_after(doc, that ? duty->end : duty->end - 1);
        if (mention == NULL || mention->side == NULL || mention->end >= end)
            continue;
        uint32_t verb =
            mention->end + (word_is(doc, mention->end, W_HAS) || word_is(doc, mention->end, W_HAD));
        const struct hit *act = hit_at(doc, verb, LEX_ACT);
        if (act != NULL && !hit_is(act, 1, "n") && !hit_is(act, 1, "payer"))
            return mention->side;
    }
    return NULL;
}

/* "under Tunisia's budget law" */
static const char *law_side(const struct document *doc, uint32_t first, uint32_t end)
{
    for (uint32_t at = first; at + 1 < end; at++) {
        const struct mention *mention = word_is(doc, at, W_UNDER) ? mention_after(doc, at) : NULL;
        if (mention != NULL && mention->possessive && mention->named_side)
            return mention->side;
    }
    return NULL;
}

/* "sells into Vietnam at zero": whose customs the goods pass. */
static const char *into_side(const struct document *doc, uint32_t first, uint32_t end)
{
    for (uint32_t at = first; at + 1 < end; at++) {
        const struct mention *mention = word_is(doc, at, W_INTO) ? mention_after(doc, at) : NULL;
        if (mention != NULL && mention->kind == MENTION_COUNTRY && mention->end <= end &&
            !mention->possessive)
            return mention->side;
    }
    return NULL;
}

/* "charged under section 232": a law of one country. */
static const char *instrument_side(const struct document *doc, uint32_t first, uint32_t end)
{
    for (const struct hit *hit = hit_in(doc, first, end, LEX_INSTRUMENT); hit != NULL;
         hit = hit_in(doc, hit->end, end, LEX_INSTRUMENT)) {
        const char *side = hit->entry->text[2];
        if (*side != '\0' && hit->first > first && word_is(doc, hit->first - 1, W_UNDER))
            return side;
    }
    return NULL;
}

static bool is_first_person(const struct document *doc, uint32_t first, uint32_t end)
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
        verb->first > change->first + SUBJECT_REACH ? verb->first - SUBJECT_REACH : change->first;
    for (uint32_t at = verb->first; at > low; at--) {
        if (word_is(doc, at - 1, W_I) || word_is(doc, at - 1, W_WE))
            return true;
        if (doc->token[at - 1].kind != TOKEN_WORD || word_is(doc, at - 1, W_THAT))
            return false;
    }
    return false;
}

/* "The Commission announced that a duty would be imposed": who tells of what is done acts. */
static const char *announcer_side(const struct document *doc, const struct change *change)
{
    const struct sentence *sentence = &doc->sentence[change->sentence];
    uint32_t end = change->rate != NULL ? change->rate->first : change->act.verb->first;
    for (uint32_t at = sentence->first; at < end; at++) {
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

/* Whose customs goods are said to come to. */
static const char *destination_side(const struct document *doc, const struct change *change)
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
        if (place != NULL && (borne || side_is_destination(doc, change->first, at)))
            return place->entry->text[0];
    }
    return NULL;
}

bool imposer_spares(const struct document *doc, const struct change *change)
{
    const struct hit *verb = change->act.verb;
    bool spared =
        verb != NULL && hit_is(verb, 2, "subject") &&
        (hit_is(verb, 0, "exempt") || hit_is(verb, 1, "loss") || hit_is(verb, 1, "freed"));
    return spared && duty_next(doc, change->first, verb->first) == NULL;
}

/* Who acts, as the change's own sentence says; NULL where it doesn't. */
const char *
imposer_stated(const struct document *doc, const struct voice *voice, struct change *change)
{
    const struct sentence *sentence = &doc->sentence[change->sentence];
    uint32_t from = change->backward || change->shares ? change->first : change->own_first;
    const struct hit *verb = change->act.verb;
    const char *side = by_side(doc, change->own_first, change->own_end, hit_is(verb, 1, "n"));
    if (side == NULL)
        side = into_side(doc, change->own_first, change->own_end);
    if (side == NULL && verb != NULL)
        side = decision_side(doc, change->first, verb->first);
    if (side == NULL)
        side = seat_side(doc, change->own_first, change->own_end);
    if (side == NULL)
        side = relative_side(doc, change->own_first, change->own_end);
    if (side == NULL)
        side = owner_side(doc, change->own_first, change->own_end);
    if (side != NULL && voice->speaker.side != NULL && strcmp(side, voice->speaker.side) != 0 &&
        we_put(doc, change))
        side = voice->speaker.side;
    if (side == NULL)
        side = instrument_side(doc, change->own_first, change->own_end);
    if (side == NULL && change->shares)
        side = owner_side(doc, change->first, change->end);
    change->owned = side != NULL;
    if (side == NULL && (change->act.pays || hit_is(verb, 2, "subject")))
        side = law_side(doc, change->first, change->end);
    bool moves = verb != NULL && hit_is(verb, 2, "subject") && !hit_is(verb, 1, "w");
    /* "Chile can breathe: the 12% will not be charged" */
    bool spoken = moves && change->rate != NULL && change->rate->end <= verb->first &&
                  clause_between(doc, change->first, change->rate->first) > 0;
    bool rises = moves && change->duty != NULL && change->duty->first >= change->first &&
                 change->duty->end <= verb->first &&
                 clause_between(doc, change->duty->end, verb->first) == 0;
    bool bears = change->act.pays || imposer_spares(doc, change);
    if (side == NULL && bears)
        side = destination_side(doc, change);
    if (bears || (side == NULL && ((change->act.passive && change->backward) || rises || spoken)))
        return side != NULL || bears ? side : announcer_side(doc, change);
    if (side == NULL && verb != NULL) {
        side = side_subject(doc, from < verb->first ? from : change->first, verb->first);
        if (side == NULL)
            side = side_subject(doc, change->first, verb->first);
        if (side == NULL && is_first_person(doc, change->first, change->end))
            side = voice->speaker.side;
        if (side == NULL)
            side = side_subject(
                doc, voice->first > sentence->first ? voice->first : sentence->first, verb->first);
    }
    /* Who stands before a bare rate, in somebody else's words, bears it. */
    if (side == NULL && verb == NULL && change->rate != NULL)
        side = side_subject(doc, change->own_first, listed_from(doc, change));
    const char *ours = voice->speaker.side != NULL ? voice->speaker.side : doc->home;
    if (side != NULL && verb == NULL && !change->owned && ours != NULL && strcmp(side, ours) != 0 &&
        word_is(doc, change->rate->first - 1, W_AT))
        side = NULL;
    if (side == NULL)
        side = by_side(doc, change->first, change->end, false);
    if (side == NULL)
        side = owner_side(doc, change->first, change->end);
    return side;
}

bool imposer_is_target(const struct change *change, const char *side)
{
    return side != NULL && (record_codes_have(&change->targets, side) ||
                            record_codes_have(&change->targets, side_customs(side)));
}

/* "The new US duties cover toys. The rate is 10 percent.": whose duty the sentence before spoke of.
 */
static const char *owner_before(const struct document *doc, uint32_t sentence)
{
    const struct sentence *before = &doc->sentence[sentence] - 1;
    return sentence == 0 ? NULL : owner_side(doc, before->first, before->end);
}

/* A side, unless the change's sentence names it for what the duty falls on. */
static const char *
no_object_side(const struct document *doc, const struct change *change, const char *side)
{
    const struct sentence *sentence = &doc->sentence[change->sentence];
    for (uint32_t at = sentence->first; at < sentence->end && side != NULL; at++) {
        const struct hit *place = side_place(doc, at);
        bool listed = place != NULL && place->end < sentence->end &&
                      doc->token[place->end].kind == TOKEN_NUMBER;
        /* "toy shops in Japan will close unless": where it is felt */
        uint32_t before = at > 0 && word_is(doc, at - 1, W_THE) ? at - 1 : at;
        bool venue = before > sentence->first && word_is(doc, before - 1, W_IN);
        if (place != NULL && strcmp(place->entry->text[0], side) == 0 &&
            (listed || (!venue && side_after_object(doc, sentence->first, at))))
            return NULL;
    }
    return side;
}

/* Whose official the sentence speaks of: "rates on a chart that the president held up". */
static const char *actor_side(const struct document *doc, const struct change *change)
{
    for (size_t i = mention_from(doc, doc->sentence[change->sentence].first);
         i < doc->mention_count && doc->mention[i].sentence == change->sentence; i++) {
        const struct mention *mention = &doc->mention[i];
        bool office = mention->kind == MENTION_PERSON || mention->kind == MENTION_ROLE;
        if (office && mention->side != NULL && !imposer_is_target(change, mention->side))
            return mention->side;
    }
    return NULL;
}

/* "has shipped nothing to Japan since the duty rose": where the goods go that another side sends.
 */
static const char *market_side(const struct document *doc, const struct change *change)
{
    const struct sentence *sentence = &doc->sentence[change->sentence];
    for (uint32_t at = sentence->first + 1; at < sentence->end && change->targets.count > 0; at++) {
        const struct hit *place = hit_at(doc, at, LEX_COUNTRY);
        uint32_t to = word_is(doc, at - 1, W_THE) ? at - 2 : at - 1;
        if (place != NULL && (word_is(doc, to, W_TO) || word_is(doc, to, W_INTO)) &&
            !imposer_is_target(change, place->entry->text[0]))
            return place->entry->text[0];
    }
    return NULL;
}

static bool is_company(const struct speaker *speaker)
{
    return speaker->role != NULL && strcmp(speaker->role, "company") == 0;
}

/* Who acts where the sentence doesn't say: the author's country, the one that acted before, the
 * title's, the speaker's. */
const char *imposer_implied(const struct tariff_scene *scene, const struct change *change)
{
    const struct document *doc = scene->doc;
    const struct document *title = scene->title;
    const struct voice *voice = &scene->voices[change->sentence];
    bool first_person = is_first_person(doc, change->first, change->end);
    const char *guess[] = {
        first_person ? voice->speaker.side : NULL,
        !scene->author->press && voice->reported ? voice->speaker.side : NULL,
        !scene->author->press && !voice->turn && !is_company(&scene->author->speaker)
            ? scene->author->speaker.side
            : NULL,
        side_subject(doc, doc->sentence[change->sentence].first, change->first),
        destination_side(doc, change),
        owner_before(doc, change->sentence),
        scene->have_last ? scene->last.imposer : NULL,
        owner_side(title, 0, (uint32_t)title->token_count),
        side_subject(title, 0, (uint32_t)title->token_count),
        voice->speaker.side,
        doc->home,
        actor_side(doc, change),
        no_object_side(doc, change, doc->country[0]),
        no_object_side(doc, change, doc->country[1]),
        market_side(doc, change),
    };
    for (size_t i = 0; i < sizeof guess / sizeof guess[0]; i++) {
        if (guess[i] != NULL && strcmp(guess[i], "WTO") != 0 &&
            !imposer_is_target(change, guess[i]))
            return guess[i];
    }
    return NULL;
}
