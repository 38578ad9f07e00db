/* Who imposes a duty: stated in the change's own sentence, or told by what stands around it. */
#include "consumers/classify/clause.h"
#include "consumers/classify/imposer_part.h"
#include "consumers/classify/mention.h"
#include "consumers/classify/side.h"
#include "consumers/classify/tariff.h"

#include <string.h>

#define BUYER_REACH   6 /* tokens from "importers" to where they are */
#define SUBJECT_REACH 5 /* tokens from "it" to what is done, and */
#define PUT_REACH     9 /* ... from "I" in "I have no choice but to put" */

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
        !is_first_person(doc, change->first, change->duty->first))
        side = side_subject(doc, change->first, change->duty->first);
    bool bears = change->act.pays || imposer_spares(doc, change);
    if (side == NULL && bears)
        side = destination_side(doc, change);
    if (bears || (side == NULL && ((change->act.passive && change->backward) || rises || spoken)))
        return side != NULL || bears ? side : announcer_side(doc, change);
    if (side == NULL && verb != NULL && !change->act.passive)
        side = sayer_side(doc, voice, verb);
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

/* "The new US duties cover toys. The rate is 10 percent.": whose duty the sentence before spoke of.
 */
static const char *owner_before(const struct document *doc, uint32_t sentence)
{
    const struct sentence *before = &doc->sentence[sentence] - 1;
    return sentence == 0 ? NULL : imposer_owner(doc, before->first, before->end);
}

/* A side, unless the change's sentence names it for what the duty falls on. */
static const char *
no_object_side(const struct document *doc, const struct change *change, const char *side)
{
    const struct sentence *sentence = &doc->sentence[change->sentence];
    for (uint32_t at = sentence->first; at < sentence->end && side != NULL; at++) {
        const struct hit *place = side_place(doc, at);
        if (place == NULL || strcmp(place->entry->text[0], side) != 0)
            continue;
        bool listed = place->end < sentence->end && doc->token[place->end].kind == TOKEN_NUMBER;
        /* "toy shops in Japan will close unless": where it is felt */
        uint32_t before = at > 0 && word_is(doc, at - 1, W_THE) ? at - 1 : at;
        bool venue = before > sentence->first && word_is(doc, before - 1, W_IN);
        /* "Swiss exporters woke up to a 39 percent tariff": who bears it */
        bool maker = place->entry->class == LEX_DEMONYM && side_is_maker(doc, place->end);
        if (listed || maker || (!venue && side_after_object(doc, sentence->first, at)))
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

/* "a 39 percent tariff. The White House order": whose office the next sentence names. */
static const char *office_after(const struct document *doc, const struct change *change)
{
    uint32_t next = change->sentence + 1;
    for (size_t i = next < doc->sentence_count ? mention_from(doc, doc->sentence[next].first)
                                               : doc->mention_count;
         i < doc->mention_count && doc->mention[i].sentence == next; i++) {
        const struct mention *mention = &doc->mention[i];
        bool office = mention->kind == MENTION_PERSON || mention->kind == MENTION_ROLE ||
                      mention->kind == MENTION_BODY;
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

/* "Under the deal with Oslo, our wool pays 5 percent", "Peru and Chile struck a deal by which
 * Chilean pears pay 5": the party to a deal that the duty does not fall on, where the sentence
 * names one alone. */
static const char *deal_side(const struct document *doc, const struct change *change)
{
    const struct sentence *sentence = &doc->sentence[change->sentence];
    const struct hit *deal = hit_in(doc, sentence->first, sentence->end, LEX_DEAL);
    uint32_t limit = change->rate != NULL ? change->rate->first : sentence->end;
    const char *side = NULL;
    if (deal == NULL || deal->first > limit || change->targets.count != 1)
        return NULL;
    for (size_t i = mention_from(doc, sentence->first);
         i < doc->mention_count && doc->mention[i].sentence == change->sentence; i++) {
        const struct mention *mention = &doc->mention[i];
        if (mention->kind != MENTION_COUNTRY || mention->side == NULL ||
            imposer_is_target(change, mention->side))
            continue;
        if (side != NULL && strcmp(side, mention->side) != 0)
            return NULL;
        side = mention->side;
    }
    return side;
}

/* "the reciprocal tariff on our goods": whose duties alone are called so. */
static const char *regime_side(const struct document *doc, const struct change *change)
{
    const struct sentence *sentence = &doc->sentence[change->sentence];
    const struct hit *regime = hit_in(doc, sentence->first, sentence->end, LEX_REGIME);
    return regime != NULL ? regime->entry->text[0] : NULL;
}

static bool names_side(const struct document *doc, const char *side)
{
    for (size_t i = 0; i < doc->mention_count; i++) {
        if (doc->mention[i].side != NULL && strcmp(doc->mention[i].side, side) == 0)
            return true;
    }
    return false;
}

/* "Foreign tin will pay 25% under proclamations signed on Monday", in the news of a country that is
 * named somewhere: whose duties the news speaks of when it doesn't say. */
static const char *usual_side(const struct tariff_scene *scene, const struct change *change)
{
    static const char usual[] = "US";
    bool named = names_side(scene->doc, usual) || names_side(scene->title, usual);
    return scene->author->press && named ? no_object_side(scene->doc, change, usual) : NULL;
}

static bool is_company(const struct speaker *speaker)
{
    return speaker->role != NULL && strcmp(speaker->role, "company") == 0;
}

/* "India will cut its tariff on whisky. Cars will pay 10%": goods that bear a duty in the sentence
 * after another's, which names nobody. */
static const char *going_on(const struct tariff_scene *scene, const struct change *change)
{
    const struct document *doc = scene->doc;
    const struct sentence *sentence = &doc->sentence[change->sentence];
    size_t i = mention_from(doc, sentence->first);
    bool named = i < doc->mention_count && doc->mention[i].first < sentence->end;
    return scene->have_last && scene->last.sentence + 1 == change->sentence && change->act.pays &&
                   !named && hit_in(doc, sentence->first, sentence->end, LEX_COUNTRY) == NULL
               ? scene->last.imposer
               : NULL;
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
        regime_side(doc, change),
        scene->have_last && change->act.spares ? scene->last.imposer : NULL,
        going_on(scene, change),
        !scene->author->press && voice->reported ? voice->speaker.side : NULL,
        !scene->author->press && !voice->turn && !is_company(&scene->author->speaker)
            ? scene->author->speaker.side
            : NULL,
        side_subject(doc, doc->sentence[change->sentence].first, change->first),
        destination_side(doc, change),
        owner_before(doc, change->sentence),
        scene->have_last ? scene->last.imposer : NULL,
        imposer_owner(title, 0, (uint32_t)title->token_count),
        side_subject(title, 0, (uint32_t)title->token_count),
        voice->speaker.side,
        doc->home,
        actor_side(doc, change),
        scene->author->press ? deal_side(doc, change) : NULL,
        change->targets.count > 0 ? office_after(doc, change) : NULL,
        usual_side(scene, change),
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
