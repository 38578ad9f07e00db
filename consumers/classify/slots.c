/* Who imposes a duty, and on whose goods. */
#include "consumers/classify/mention.h"
#include "consumers/classify/tariff.h"

#include <string.h>

#define OWNER_REACH 6 /* tokens between a place and the duty that is its own */
#define BEFORE_MAX  4 /* sentences before a change that may say whose goods it is about */
#define JOINED_MAX  8 /* places joined by "and" */
#define OUR_REACH   4 /* tokens from "our" to the goods */

static const struct hit *place_at(const struct document *doc, uint32_t at)
{
    const struct hit *hit = hit_at(doc, at, LEX_COUNTRY);
    return hit == NULL ? hit_at(doc, at, LEX_DEMONYM) : hit;
}

/* A duty's noun within a few words after a place: "Washington's extra 25%", "Chinese tariffs". */
static bool owns_duty(const struct document *doc, uint32_t at, uint32_t end)
{
    for (uint32_t step = 0; step < OWNER_REACH && at < end; step++, at++) {
        const struct hit *duty = hit_at(doc, at, LEX_TARIFF);
        if (duty != NULL && hit_over(doc, at, LEX_DOMAIN) == NULL)
            return !hit_is(duty, 0, "exempt");
        const struct hit *act = hit_at(doc, at, LEX_ACT);
        if (hit_at(doc, at, LEX_PERCENT) != NULL)
            return step > 1 && word_is(doc, at - step, W_S);
        if (doc->token[at].kind == TOKEN_PUNCT || hit_at(doc, at, LEX_GOODS) != NULL ||
            (doc->token[at].word != 0 && doc->token[at].word < W_COUNT && !word_is(doc, at, W_S)) ||
            (act != NULL && !hit_is(act, 1, "n")))
            return false;
    }
    return false;
}

/* What stands after such a word is acted on, or beside the point. */
static bool is_object_word(const struct document *doc, uint32_t at)
{
    return word_is(doc, at, W_ON) || word_is(doc, at, W_FROM) || word_is(doc, at, W_OF) ||
           word_is(doc, at, W_AGAINST) || word_is(doc, at, W_FOR) || word_is(doc, at, W_TO) ||
           word_is(doc, at, W_IN) || word_is(doc, at, W_WITH) || word_is(doc, at, W_INTO) ||
           word_is(doc, at, W_BETWEEN) || word_is(doc, at, W_BY) || word_is(doc, at, W_UPON) ||
           word_is(doc, at, W_EXCEPT) || word_is(doc, at, W_OVER);
}

static bool after_object_word(const struct document *doc, uint32_t first, uint32_t at)
{
    if (at > first && word_is(doc, at - 1, W_THE))
        at--;
    return at > first && is_object_word(doc, at - 1);
}

/* "sent to the United States": where the goods go, whose customs collect. */
static bool is_destination(const struct document *doc, uint32_t first, uint32_t at)
{
    if (at > first && word_is(doc, at - 1, W_THE))
        at--;
    if (at > first && hit_is(hit_over(doc, at - 1, LEX_STOP), 0, "into"))
        return true;
    return at > first + 1 && (word_is(doc, at - 1, W_TO) || word_is(doc, at - 1, W_INTO)) &&
           (hit_over(doc, at - 2, LEX_STOP) != NULL || hit_over(doc, at - 2, LEX_GOODS) != NULL);
}

/* The comma that ends a clause, or `end`. */
static uint32_t clause_end(const struct document *doc, uint32_t at, uint32_t end)
{
    while (at < end && !(doc->token[at].kind == TOKEN_PUNCT && doc->token[at].mark == ','))
        at++;
    return at;
}

/* "If Ottawa doesn't give way, we will ...": the end of a condition that stands before the verb. */
static uint32_t condition_end(const struct document *doc, uint32_t first, uint32_t verb)
{
    const struct hit *cue = hit_in(doc, first, verb, LEX_CONDITION);
    uint32_t end = cue != NULL ? clause_end(doc, cue->end, verb) : first;
    return end < verb ? end : first;
}

/* "of Hong Kong and Macau": whether a mention is acted on, itself or with those it is joined to. */
static bool is_object(const struct document *doc, uint32_t first, uint32_t at)
{
    for (unsigned joined = 0; joined < JOINED_MAX; joined++) {
        if (after_object_word(doc, first, at))
            return true;
        if (at > first + 1 && word_is(doc, at - 1, W_THE))
            at--;
        if (at <= first + 1 || !(word_is(doc, at - 1, W_AND) || word_is(doc, at - 1, W_OR)))
            return false;
        const struct mention *before = mention_ending(doc, at - 1);
        if (before == NULL || before->first < first)
            return false;
        at = before->first;
    }
    return false;
}

/* The subject of a verb: the last side before it that is no object and doesn't just name goods. */
static const char *subject_side(const struct document *doc, uint32_t first, uint32_t verb)
{
    const char *side = NULL;
    first = condition_end(doc, first, verb);
    for (size_t i = mention_from(doc, first);
         i < doc->mention_count && doc->mention[i].first < verb; i++) {
        const struct mention *mention = &doc->mention[i];
        if (mention->side == NULL || mention->kind == MENTION_PRONOUN ||
            mention->kind == MENTION_OUTLET || strcmp(mention->side, "WTO") == 0 ||
            is_object(doc, first, mention->first))
            continue;
        bool goods = mention->kind == MENTION_COUNTRY && mention->entry->class == LEX_DEMONYM &&
                     mention->end != verb && !owns_duty(doc, mention->end, verb);
        bool relative = mention->end < verb &&
                        word_is(doc, mention->first > 0 ? mention->first - 1 : 0, W_WHICH);
        bool owner = mention->possessive && !owns_duty(doc, mention->end, verb) && side != NULL;
        if (!goods && !relative && !owner)
            side = mention->side;
    }
    return side;
}

/* The mention after a token, with or without its article. */
static const struct mention *mention_after(const struct document *doc, uint32_t at)
{
    const struct mention *mention = mention_at(doc, at + 1);
    return mention == NULL && word_is(doc, at + 1, W_THE) ? mention_at(doc, at + 2) : mention;
}

/* "imposed by Beijing"; any: also apart from the deed, "the announcement by X of the imposition".
 */
static const char *by_side(const struct document *doc, uint32_t first, uint32_t end, bool any)
{
    for (uint32_t at = first; at + 1 < end; at++) {
        const struct mention *mention = word_is(doc, at, W_BY) ? mention_after(doc, at) : NULL;
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
        const struct mention *mention = word_is(doc, at, W_OF) ? mention_after(doc, at) : NULL;
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

/* "the tariffs of the United States" */
static bool is_duty_of(const struct document *doc, uint32_t at)
{
    if (at > 0 && word_is(doc, at - 1, W_THE))
        at--;
    return at > 1 && word_is(doc, at - 1, W_OF) && hit_over(doc, at - 2, LEX_TARIFF) != NULL;
}

/* "the China tariffs", unlike "the US tariffs" and "China's tariffs": those that fall on its goods.
 */
static bool is_noun_target(const struct document *doc, const struct hit *place)
{
    const struct token *token = &doc->token[place->first];
    const struct hit *duty = hit_at(doc, place->end, LEX_TARIFF);
    return place->entry->class == LEX_COUNTRY && duty != NULL &&
           (token->flags & (TOKEN_UPPER | TOKEN_DOTTED)) == 0 && place->first > 0 &&
           word_is(doc, place->first - 1, W_THE);
}

static const char *owner_side(const struct document *doc, uint32_t first, uint32_t end)
{
    for (size_t i = mention_from(doc, first); i < doc->mention_count && doc->mention[i].first < end;
         i++) {
        const struct mention *mention = &doc->mention[i];
        const struct hit *place = hit_at(doc, mention->first, LEX_COUNTRY);
        if (place != NULL && is_noun_target(doc, place))
            continue;
        if (mention->side != NULL && mention->kind != MENTION_PRONOUN &&
            !word_is(doc, mention->first > 0 ? mention->first - 1 : 0, W_ON) &&
            (owns_duty(doc, mention->end, end) || is_duty_of(doc, mention->first)))
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
        if (mention != NULL && mention->possessive && mention->side != NULL)
            return mention->side;
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

/* "The Commission announced that a duty would be imposed": who tells of what is done acts. */
static const char *announcer_side(const struct document *doc, const struct change *change)
{
    const struct sentence *sentence = &doc->sentence[change->sentence];
    uint32_t end = change->rate != NULL ? change->rate->first : change->act.verb->first;
    for (uint32_t at = sentence->first; at < end; at++) {
        const struct hit *act = hit_at(doc, at, LEX_ACT);
        bool tells = hit_is(act, 1, "w") || hit_is(act, 1, "s");
        if (tells && at < change->act.verb->first)
            return subject_side(doc, sentence->first, at);
    }
    return NULL;
}

/* "Japan 24%, Korea 25%": where the place begins that a list gives a rate to, else the rate. */
static uint32_t listed_from(const struct document *doc, const struct change *change)
{
    uint32_t rate = change->rate->first;
    uint32_t at = rate;
    while (at > change->own_first &&
           (doc->token[at - 1].kind == TOKEN_PUNCT || word_is(doc, at - 1, W_AT)))
        at--;
    for (size_t i = mention_from(doc, change->own_first);
         i < doc->mention_count && doc->mention[i].first < at; i++) {
        if (doc->mention[i].end == at && doc->mention[i].kind == MENTION_COUNTRY)
            return doc->mention[i].first;
    }
    return rate;
}

/* Who acts, as the change's own sentence says; NULL where it doesn't. */
static const char *
stated_imposer(const struct document *doc, const struct voice *voice, struct change *change)
{
    const struct sentence *sentence = &doc->sentence[change->sentence];
    uint32_t from = change->backward || change->shares ? change->first : change->own_first;
    const struct hit *verb = change->act.verb;
    const char *side = by_side(doc, change->own_first, change->own_end, hit_is(verb, 1, "n"));
    if (side == NULL && verb != NULL)
        side = decision_side(doc, change->first, verb->first);
    if (side == NULL)
        side = seat_side(doc, change->own_first, change->own_end);
    if (side == NULL)
        side = relative_side(doc, change->own_first, change->own_end);
    if (side == NULL)
        side = owner_side(doc, change->own_first, change->own_end);
    if (side == NULL && change->shares)
        side = owner_side(doc, change->first, change->end);
    change->owned = side != NULL;
    if (side == NULL && (change->act.pays || hit_is(verb, 2, "subject")))
        side = law_side(doc, change->first, change->end);
    bool rises = hit_is(verb, 2, "subject") && change->duty != NULL && !hit_is(verb, 1, "w") &&
                 change->duty->first >= change->first && change->duty->end <= verb->first &&
                 act_clauses_between(doc, change->duty->end, verb->first) == 0;
    if (change->act.pays || (side == NULL && ((change->act.passive && change->backward) || rises)))
        return side != NULL || change->act.pays ? side : announcer_side(doc, change);
    if (side == NULL && verb != NULL) {
        side = subject_side(doc, from < verb->first ? from : change->first, verb->first);
        if (side == NULL)
            side = subject_side(doc, change->first, verb->first);
        if (side == NULL && is_first_person(doc, change->first, change->end))
            side = voice->speaker.side;
        if (side == NULL)
            side = subject_side(
                doc, voice->first > sentence->first ? voice->first : sentence->first, verb->first);
    }
    if (side == NULL && verb == NULL && change->rate != NULL)
        side = subject_side(doc, change->own_first, listed_from(doc, change));
    if (side == NULL)
        side = by_side(doc, change->first, change->end, false);
    if (side == NULL)
        side = owner_side(doc, change->first, change->end);
    return side;
}

static bool is_target(const struct change *change, const char *side)
{
    return side != NULL && record_codes_have(&change->targets, side);
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
        const struct hit *place = place_at(doc, at);
        bool listed = place != NULL && place->end < sentence->end &&
                      doc->token[place->end].kind == TOKEN_NUMBER;
        if (place != NULL && strcmp(place->entry->text[0], side) == 0 &&
            (listed || after_object_word(doc, sentence->first, at)))
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
        if (office && mention->side != NULL && !is_target(change, mention->side))
            return mention->side;
    }
    return NULL;
}

/* "in Geneva", "sold in the United States": where something happens. */
static bool is_venue(const struct document *doc, uint32_t first, uint32_t at)
{
    if (at > first && word_is(doc, at - 1, W_THE))
        at--;
    if (at <= first + 1 || !word_is(doc, at - 1, W_IN))
        return false;
    /* "for producers in China and for those in India" */
    return hit_over(doc, at - 2, LEX_ORIGIN) == NULL &&
           hit_over(doc, at - 2, LEX_GENERAL) == NULL && !word_is(doc, at - 2, W_THOSE);
}

/* Whose customs goods are said to come to. */
static const char *destination_side(const struct document *doc, const struct change *change)
{
    for (uint32_t at = change->first; at < change->end; at++) {
        const struct hit *place = place_at(doc, at);
        /* "will face 20% in the United States" */
        bool borne = change->act.pays && change->rate != NULL && at >= change->rate->end &&
                     is_venue(doc, change->first, at);
        if (place != NULL && (borne || is_destination(doc, change->first, at)))
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
static const char *implied_imposer(const struct tariff_scene *scene, const struct change *change)
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
        subject_side(doc, doc->sentence[change->sentence].first, change->first),
        destination_side(doc, change),
        owner_before(doc, change->sentence),
        scene->have_last ? scene->last.imposer : NULL,
        owner_side(title, 0, (uint32_t)title->token_count),
        subject_side(title, 0, (uint32_t)title->token_count),
        voice->speaker.side,
        doc->home,
        actor_side(doc, change),
        no_object_side(doc, change, doc->country[0]),
        no_object_side(doc, change, doc->country[1]),
    };
    for (size_t i = 0; i < sizeof guess / sizeof guess[0]; i++) {
        if (guess[i] != NULL && strcmp(guess[i], "WTO") != 0 && !is_target(change, guess[i]))
            return guess[i];
    }
    return NULL;
}

static bool is_excluded(const struct document *doc, uint32_t first, uint32_t at)
{
    if (at > first && word_is(doc, at - 1, W_THE))
        at--;
    if (at <= first)
        return false;
    return word_is(doc, at - 1, W_WITH) || word_is(doc, at - 1, W_BETWEEN) ||
           word_is(doc, at - 1, W_BY) || word_is(doc, at - 1, W_INTO) ||
           hit_over(doc, at - 1, LEX_EXCEPTION) != NULL || word_is(doc, at - 1, W_EXCEPT);
}

/* A place that names an office ("the American president") or a duty's owner, not goods. */
static bool is_actor(const struct document *doc, uint32_t at, const struct hit *place, uint32_t end)
{
    if (is_noun_target(doc, place))
        return false;
    bool led = at > 0 && (word_is(doc, at - 1, W_ON) || word_is(doc, at - 1, W_FROM) ||
                          word_is(doc, at - 1, W_FOR));
    /* "for producers in China" */
    led = led || (at > 1 && word_is(doc, at - 1, W_IN) &&
                  (hit_over(doc, at - 2, LEX_GENERAL) != NULL || word_is(doc, at - 2, W_THOSE)));
    size_t i = mention_from(doc, at > 6 ? at - 6 : 0);
    for (; i < doc->mention_count && doc->mention[i].first <= at; i++) {
        const struct mention *mention = &doc->mention[i];
        if (mention->end > at && mention->kind != MENTION_COUNTRY && !(led && mention->generic))
            return true;
    }
    return is_duty_of(doc, at) || (!led && owns_duty(doc, place->end, end));
}

/* The sides named in tokens [first, end) up to the reason for the measure. */
static void
add_targets(const struct tariff_scene *scene, uint32_t first, uint32_t end, struct change *change)
{
    const struct document *doc = scene->doc;
    const struct voice *voice = &scene->voices[change->sentence];
    for (uint32_t at = first; at < end; at++) {
        const struct hit *reason = hit_at(doc, at, LEX_REASON);
        if (hit_at(doc, at, LEX_CONDITION) != NULL)
            at = clause_end(doc, at, end);
        if (hit_at(doc, at, LEX_EXCEPTION) != NULL)
            at = clause_end(doc, at, end);
        if (at == end)
            return;
        /* "over New Delhi's purchases of Russian crude" */
        const struct mention *blamed = word_is(doc, at, W_OVER) ? mention_at(doc, at + 1) : NULL;
        if (blamed != NULL && blamed->possessive && change->targets.count > 0)
            return;
        bool named = change->rate != NULL && change->rate->first > at && change->rate->first < end;
        if (reason != NULL && at > first && !named)
            return;
        if (hit_at(doc, at, LEX_WORLD) != NULL && change->targets.count == 0) {
            (void)record_codes_add(&change->targets, "*");
            return;
        }
        const struct hit *place = place_at(doc, at);
        if (place == NULL)
            continue;
        const char *side = place->entry->text[0];
        bool frame = voice->verb != NULL && at >= voice->subject_first && at < voice->subject_end;
        bool acts = change->imposer != NULL && strcmp(side, change->imposer) == 0;
        if (!frame && !acts && strcmp(side, "WTO") != 0 && !is_excluded(doc, first, at) &&
            !is_venue(doc, first, at) && !is_destination(doc, first, at) &&
            !is_actor(doc, at, place, end))
            (void)record_codes_add(&change->targets, side);
        at = place->end - 1;
    }
}

static bool has_goods(const struct document *doc, uint32_t at, uint32_t end)
{
    uint32_t high = at + OUR_REACH < end ? at + OUR_REACH : end;
    return hit_in(doc, at, high, LEX_PRODUCT) != NULL || hit_in(doc, at, high, LEX_GOODS) != NULL;
}

/* "Taiwan said that the duty on its goods": those of who speaks, or is spoken of. */
static void add_its(const struct tariff_scene *scene, struct change *change)
{
    const struct document *doc = scene->doc;
    const struct sentence *sentence = &doc->sentence[change->sentence];
    for (uint32_t at = change->own_first; at < change->own_end; at++) {
        if (!word_is(doc, at, W_ITS) || !has_goods(doc, at, change->own_end) ||
            !word_is(doc, at - 1, W_ON))
            continue;
        const char *side = scene->voices[change->sentence].speaker.side;
        if (side == NULL)
            side = subject_side(doc, sentence->first, at);
        if (side != NULL && (change->imposer == NULL || strcmp(side, change->imposer) != 0))
            (void)record_codes_add(&change->targets, side);
        return;
    }
}

/* "Their goods will pay 15 percent": those of the country named last. */
static void add_theirs(const struct tariff_scene *scene, struct change *change)
{
    const struct document *doc = scene->doc;
    const char *ours = scene->author->speaker.side;
    uint32_t at = change->own_first;
    while (at < change->own_end &&
           !(word_is(doc, at, W_THEIR) && has_goods(doc, at, change->own_end)))
        at++;
    uint32_t first = doc->sentence[change->sentence].first;
    for (size_t i = mention_from(doc, first); at < change->own_end && i > 0; i--) {
        const struct mention *mention = &doc->mention[i - 1];
        bool acts = change->imposer != NULL && mention->side != NULL &&
                    strcmp(mention->side, change->imposer) == 0;
        if (!mention->named_side || mention->side == NULL || acts ||
            (ours != NULL && strcmp(mention->side, ours) == 0))
            continue;
        (void)record_codes_add(&change->targets, mention->side);
        return;
    }
}

/* "charge our goods 15 percent": those of whoever speaks, where another imposes. */
static void add_ours(const struct tariff_scene *scene, struct change *change)
{
    const struct document *doc = scene->doc;
    const char *ours = scene->voices[change->sentence].speaker.side;
    if (ours == NULL)
        ours = scene->author->speaker.side != NULL ? scene->author->speaker.side : doc->home;
    if (ours == NULL || change->imposer == NULL || strcmp(ours, change->imposer) == 0)
        return;
    for (uint32_t at = change->own_first; at < change->own_end; at++) {
        if (word_is(doc, at, W_OUR) && has_goods(doc, at, change->own_end)) {
            (void)record_codes_add(&change->targets, ours);
            return;
        }
    }
}

/* The targets in the change's own words, then in the clause that it shares. */
static void stated_targets(const struct tariff_scene *scene, struct change *change)
{
    uint32_t rate_end = change->rate != NULL ? change->rate->end : change->own_first;
    if (change->listed && change->targets.count > 0)
        return;
    const struct hit *verb = change->act.verb;
    if (change->rate == NULL && verb != NULL && !change->backward && verb->end < change->own_end)
        add_targets(scene, verb->end, change->own_end, change);
    if (change->backward && change->rate != NULL)
        add_targets(scene, change->own_first, change->rate->first, change);
    if (change->targets.count == 0)
        add_targets(scene, rate_end, change->own_end, change);
    if (change->targets.count == 0)
        add_targets(scene, change->own_first, change->own_end, change);
    if (change->targets.count == 0 && change->shares && scene->have_last)
        change->targets = scene->last.targets;
    if (change->targets.count == 0)
        add_targets(scene, change->first, change->end, change);
    if (change->targets.count == 0)
        add_ours(scene, change);
    if (change->targets.count == 0 && change->imposer != NULL)
        add_its(scene, change);
    if (change->targets.count == 0)
        add_theirs(scene, change);
}

/* "the China tariffs", a few sentences before */
static void targets_before(const struct document *doc, struct change *change)
{
    uint32_t low = change->sentence > BEFORE_MAX ? change->sentence - BEFORE_MAX : 0;
    for (uint32_t at = doc->sentence[low].first; at < doc->sentence[change->sentence].first; at++) {
        const struct hit *place = hit_at(doc, at, LEX_COUNTRY);
        if (place != NULL && is_noun_target(doc, place) &&
            strcmp(place->entry->text[0], change->imposer) != 0)
            (void)record_codes_add(&change->targets, place->entry->text[0]);
    }
}

/* What the document has said before, for a change that names nobody: "the new rate". */
static void implied_targets(const struct tariff_scene *scene, struct change *change)
{
    const struct document *doc = scene->doc;
    const struct document *title = scene->title;
    if (scene->have_last && scene->last.imposer != NULL &&
        strcmp(scene->last.imposer, change->imposer) == 0) {
        change->targets = scene->last.targets;
        return;
    }
    const struct sentence *head = dating_head(doc, change->sentence);
    if (head != NULL)
        add_targets(scene, head->first, head->end, change);
    if (change->targets.count > 0)
        return;
    for (uint32_t at = 0; at < title->token_count; at++) {
        const struct hit *place = place_at(title, at);
        const struct hit *named = hit_at(title, at, LEX_TARGET);
        if (named != NULL && strcmp(named->entry->text[0], change->imposer) != 0)
            (void)record_codes_add(&change->targets, named->entry->text[0]);
        if (place == NULL)
            continue;
        bool led = place->entry->class == LEX_DEMONYM || after_object_word(title, 0, at) ||
                   hit_at(title, place->end, LEX_GOODS) != NULL ||
                   hit_at(title, place->end, LEX_PRODUCT) != NULL;
        if (led && strcmp(place->entry->text[0], change->imposer) != 0 &&
            !is_actor(title, at, place, (uint32_t)title->token_count))
            (void)record_codes_add(&change->targets, place->entry->text[0]);
        at = place->end - 1;
    }
    if (change->targets.count == 0)
        targets_before(doc, change);
    if (change->targets.count > 0 || !scene->have_last)
        return;
    /* Who is hit hits back at who hit it. */
    if (record_codes_have(&scene->last.targets, change->imposer) && scene->last.imposer != NULL)
        (void)record_codes_add(&change->targets, scene->last.imposer);
}

/* "They charge us 100 percent": another's duty, and nobody says whose. */
static bool is_theirs(const struct document *doc, const struct change *change)
{
    const struct hit *verb = change->act.verb;
    return verb != NULL && verb->first > 0 && word_is(doc, verb->first - 1, W_THEY) &&
           word_is(doc, verb->end, W_US);
}

void slots_fill(const struct tariff_scene *scene, struct change *change)
{
    const struct document *doc = scene->doc;
    if (is_theirs(doc, change))
        return;
    change->imposer = stated_imposer(doc, &scene->voices[change->sentence], change);
    bool goes_on = scene->have_last && scene->last.sentence == change->sentence;
    if (change->imposer == NULL && goes_on)
        change->imposer = scene->last.imposer;
    stated_targets(scene, change);
    if (is_target(change, change->imposer))
        change->imposer = NULL;
    if (change->imposer == NULL)
        change->imposer = implied_imposer(scene, change);
    if (change->imposer == NULL)
        return;
    change->named_targets = change->targets.count > 0;
    if (change->targets.count == 0)
        implied_targets(scene, change);
    if (change->targets.count == 0)
        (void)record_codes_add(&change->targets, "*");
}
