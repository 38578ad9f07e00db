/* Whose goods a duty falls on; and, with imposer.c, who imposes it. */
#include "consumers/classify/answer.h"
#include "consumers/classify/clause.h"
#include "consumers/classify/mention.h"
#include "consumers/classify/side.h"
#include "consumers/classify/tariff.h"

#include <string.h>

#define BEFORE_MAX   4 /* sentences before a change that may say whose goods it is about */
#define FROM_AHEAD   8 /* tokens from "most imports" to "from Chile" */
#define OUR_REACH    4 /* tokens from "our" to the goods */
#define DATELINE_MAX 5 /* tokens of a dateline before its country */
#define MADE_REACH   3 /* tokens from "made" to where */

static bool is_excluded(const struct document *doc, uint32_t first, uint32_t at)
{
    if (at > first && word_is(doc, at - 1, W_THE))
        at--;
    if (at <= first)
        return false;
    return word_is(doc, at - 1, W_WITH) || word_is(doc, at - 1, W_BETWEEN) ||
           word_is(doc, at - 1, W_BY) || word_is(doc, at - 1, W_INTO) ||
           word_is(doc, at - 1, W_UNDER) || hit_over(doc, at - 1, LEX_EXCEPTION) != NULL ||
           word_is(doc, at - 1, W_EXCEPT);
}

/* "cars that are NOT made in the United States", "made outside Japan": where goods are not from. */
static bool is_elsewhere(const struct document *doc, uint32_t first, uint32_t at)
{
    at -= at > first && word_is(doc, at - 1, W_THE);
    uint32_t low = at > first + MADE_REACH ? at - MADE_REACH : first;
    const struct hit *made = hit_in(doc, low, at, LEX_ORIGIN);
    if (at > first && str_eq_nocase(document_span(doc, at - 1, at), STR("outside")))
        return true;
    return made != NULL && word_is(doc, at - 1, W_IN) && made->first > first &&
           hit_over(doc, made->first - 1, LEX_NEG) != NULL;
}

/* "BUSAN, South Korea - ": where a report was written. */
static bool is_dateline(const struct document *doc, uint32_t sentence, const struct hit *place)
{
    uint32_t first = doc->sentence[sentence].first;
    return place->first > first + 1 && place->first - first <= DATELINE_MAX &&
           (doc->token[first].flags & TOKEN_UPPER) != 0 && mark_is(doc, place->first - 1, ',') &&
           (mark_is(doc, place->end, '-') || mark_is(doc, place->end, '('));
}

/* A place that names an office ("the American president") or a duty's owner, not goods. */
static bool is_actor(const struct document *doc, uint32_t at, const struct hit *place, uint32_t end)
{
    if (side_noun_target(doc, place))
        return false;
    bool led = at > 0 && (word_is(doc, at - 1, W_ON) || word_is(doc, at - 1, W_FROM) ||
                          word_is(doc, at - 1, W_FOR));
    /* "for producers in China" */
    led = led || (at > 1 && word_is(doc, at - 1, W_IN) &&
                  (side_is_maker(doc, at - 2) || word_is(doc, at - 2, W_THOSE)));
    size_t i = mention_from(doc, at > 6 ? at - 6 : 0);
    for (; i < doc->mention_count && doc->mention[i].first <= at; i++) {
        const struct mention *mention = &doc->mention[i];
        if (mention->end > at && mention->kind != MENTION_COUNTRY && !(led && mention->generic))
            return true;
    }
    return side_duty_of(doc, at) || (!led && side_owns_duty(doc, place->end, end));
}

/* "Vietnamese exporters pay", "South Africa's growers face": whose makers bear a duty. */
static bool is_payer(const struct document *doc,
                     uint32_t at,
                     const struct hit *place,
                     uint32_t end,
                     const struct change *change)
{
    const struct hit *verb = change->act.verb;
    bool joined = true;
    if (verb == NULL || !change->act.pays || at >= verb->first)
        return false;
    /* "under the US order Brazil faces": the nearest, and those it is joined to */
    for (uint32_t next = place->end; next < verb->first; next++) {
        if (side_place(doc, next) != NULL && !joined)
            return false;
        joined = joined && (word_is(doc, next, W_AND) || word_is(doc, next, W_THE) ||
                            doc->token[next].mark == ',' || side_place(doc, next) != NULL);
    }
    return clause_between(doc, at, verb->first) == 0 &&
           hit_in(doc, at, verb->first, LEX_SAY) == NULL && !side_owns_duty(doc, place->end, end) &&
           !side_duty_of(doc, at);
}

/* "the BRICS countries" */
static void add_group(const struct hit *group, struct change *change)
{
    for (size_t i = 0; i < LEX_PARTS_MAX && !hit_is(group, 0, "both"); i++) {
        const char *side = group->entry->text[i];
        if (side[0] != '\0' && (change->imposer == NULL || strcmp(side, change->imposer) != 0))
            (void)record_codes_add(&change->targets, side);
    }
}

/* "most imports of salt from Chile": all of them, but of one country. */
static bool is_from_place(const struct document *doc, const struct hit *world, uint32_t end)
{
    uint32_t far = world->end + FROM_AHEAD < end ? world->end + FROM_AHEAD : end;
    if (hit_over(doc, world->end - 1, LEX_GOODS) == NULL)
        return false;
    for (uint32_t at = world->end; at + 1 < far && doc->token[at].kind == TOKEN_WORD; at++) {
        if (word_is(doc, at, W_FROM))
            return side_place(doc, at + 1 + word_is(doc, at + 1, W_THE)) != NULL;
    }
    return false;
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
            at = side_clause_end(doc, at, end);
        if (hit_at(doc, at, LEX_EXCEPTION) != NULL)
            at = side_clause_end(doc, at, end);
        if (at == end)
            return;
        /* "over New Delhi's purchases of Russian crude" */
        const struct mention *blamed = word_is(doc, at, W_OVER) ? mention_at(doc, at + 1) : NULL;
        if (blamed != NULL && blamed->possessive && change->targets.count > 0)
            return;
        bool named = change->rate != NULL && change->rate->first > at && change->rate->first < end;
        if (reason != NULL && at > first && !named) {
            /* "exempt under the agreement from the duties on articles of Mexico" */
            const struct hit *duty = change->rate == NULL && change->targets.count == 0 &&
                                             change->duty != NULL && change->duty->first > at
                                         ? change->duty
                                         : NULL;
            if (duty == NULL || duty->end >= end || !word_is(doc, duty->end, W_ON))
                return;
            at = duty->end;
            continue;
        }
        const struct hit *world = hit_at(doc, at, LEX_WORLD);
        if (world != NULL && (change->targets.count == 0 || hit_is(world, 1, "all")) &&
            !is_from_place(doc, world, end)) {
            change->targets = (struct record_codes){.count = 0};
            (void)record_codes_add(&change->targets, "*");
            return;
        }
        const struct hit *place = side_place(doc, at);
        const struct hit *group = hit_at(doc, at, LEX_GROUP);
        if (group != NULL && place == NULL)
            add_group(group, change);
        if (place == NULL)
            continue;
        const char *side = place->entry->text[0];
        bool frame = voice->verb != NULL && at >= voice->subject_first && at < voice->subject_end;
        bool acts = change->imposer != NULL &&
                    strcmp(side_customs(side), side_customs(change->imposer)) == 0;
        if (!frame && !acts && strcmp(side, "WTO") != 0 && !is_excluded(doc, first, at) &&
            !is_elsewhere(doc, first, at) && !is_dateline(doc, change->sentence, place) &&
            !side_is_venue(doc, first, at) && !side_is_destination(doc, first, at) &&
            !(is_actor(doc, at, place, end) && !is_payer(doc, at, place, end, change)))
            (void)record_codes_add(&change->targets, side);
        at = place->end - 1;
    }
}

static bool has_goods(const struct document *doc, uint32_t at, uint32_t end)
{
    uint32_t high = at + OUR_REACH < end ? at + OUR_REACH : end;
    return hit_in(doc, at, high, LEX_PRODUCT) != NULL || hit_in(doc, at, high, LEX_GOODS) != NULL;
}

/* The country that the sentence before named last, whose goods "its" are; or NULL. */
static const char *named_before(const struct document *doc, const struct sentence *sentence)
{
    if (sentence == doc->sentence)
        return NULL;
    const struct sentence *before = sentence - 1;
    for (size_t i = mention_from(doc, sentence->first);
         i > 0 && doc->mention[i - 1].first >= before->first; i--) {
        const struct mention *mention = &doc->mention[i - 1];
        if (mention->kind == MENTION_COUNTRY && mention->side != NULL &&
            hit_at(doc, mention->core_first, LEX_COUNTRY) != NULL)
            return mention->side;
    }
    return NULL;
}

/* "Taiwan said that the duty on its goods", "Its cloth will pay 20 percent": those of who speaks,
 * or is spoken of. */
static void add_its(const struct tariff_scene *scene, struct change *change)
{
    const struct document *doc = scene->doc;
    const struct sentence *sentence = &doc->sentence[change->sentence];
    const struct hit *verb = change->act.verb;
    for (uint32_t at = change->own_first; at < change->own_end; at++) {
        bool bears = change->act.pays && verb != NULL && at < verb->first;
        if (!word_is(doc, at, W_ITS) || !has_goods(doc, at, change->own_end) ||
            !(bears || (change->imposer != NULL && word_is(doc, at - 1, W_ON))))
            continue;
        const char *side = scene->voices[change->sentence].speaker.side;
        if (side == NULL)
            side = side_subject(doc, sentence->first, at);
        if (side == NULL && bears)
            side = named_before(doc, sentence);
        if (side != NULL && (change->imposer == NULL || strcmp(side, change->imposer) != 0))
            (void)record_codes_add(&change->targets, side);
        return;
    }
}

/* Whether somebody speaks for a side of his own, so that "they" are the others. */
static bool is_ours(const struct tariff_scene *scene, const struct change *change)
{
    const struct voice *voice = &scene->voices[change->sentence];
    return scene->author->social || voice->turn || !scene->author->press;
}

/* "Their goods will pay 15 percent", or in one's own words "what they sell us": those of the
 * country named last. */
static void add_theirs(const struct tariff_scene *scene, struct change *change)
{
    const struct document *doc = scene->doc;
    const char *ours = scene->author->speaker.side;
    bool any = is_ours(scene, change) &&
               (ours == NULL || change->imposer == NULL || strcmp(ours, change->imposer) == 0);
    uint32_t at = change->own_first;
    while (at < change->own_end &&
           !(word_is(doc, at, W_THEIR) && has_goods(doc, at, change->own_end)) &&
           !(any &&
             (word_is(doc, at, W_THEY) || word_is(doc, at, W_THEM) || word_is(doc, at, W_THEIR))))
        at++;
    for (size_t i = mention_from(doc, at); at < change->own_end && i > 0; i--) {
        const struct mention *mention = &doc->mention[i - 1];
        bool acts = change->imposer != NULL && mention->side != NULL &&
                    strcmp(mention->side, change->imposer) == 0;
        if (!mention->named_side || mention->side == NULL || acts ||
            (ours != NULL && strcmp(mention->side, ours) == 0))
            continue;
        (void)record_codes_add(&change->targets, mention->side);
        /* "Chile and Peru ... whatever they sell us" */
        for (; i > 1 && side_is_joined(doc, i - 2); i--)
            (void)record_codes_add(&change->targets, doc->mention[i - 2].side);
        return;
    }
}

/* "charge our goods 15 percent": those of whoever speaks, where another imposes. */
static void add_ours(const struct tariff_scene *scene, struct change *change)
{
    const struct document *doc = scene->doc;
    const char *ours = scene->voices[change->sentence].speaker.side;
    /* "Washington has told us that our exports will bear 19%" */
    bool theirs = ours != NULL && change->imposer != NULL && strcmp(ours, change->imposer) == 0;
    if (ours == NULL || theirs)
        ours = scene->author->speaker.side != NULL ? scene->author->speaker.side : doc->home;
    /* "our goods have paid ten percent": whoever imposes that */
    const struct hit *verb = change->act.verb;
    bool bears = change->act.pays && verb != NULL && change->imposer == NULL;
    uint32_t end = bears ? verb->first : change->own_end;
    if (ours == NULL || !(bears || change->imposer != NULL) ||
        (change->imposer != NULL && strcmp(ours, change->imposer) == 0))
        return;
    for (uint32_t at = change->own_first; at < end; at++) {
        /* "goods from this country" */
        bool here = word_is(doc, at, W_FROM) && word_is(doc, at + 1, W_THIS) &&
                    str_eq_nocase(document_span(doc, at + 2, at + 3), STR("country"));
        if (here || (word_is(doc, at, W_OUR) && has_goods(doc, at, change->own_end))) {
            (void)record_codes_add(&change->targets, ours);
            return;
        }
    }
}

/* "Washington cut its duties on Chinese goods to 30%, and Beijing its own to 10%": those of the
 * rate before, or who put that on, where its target answers. */
static void share_targets(const struct tariff_scene *scene, struct change *change)
{
    const struct change *last = &scene->last;
    const char *imposer = side_customs(change->imposer);
    if (imposer == NULL || change->act.verb == NULL || last->imposer == NULL ||
        strcmp(imposer, last->imposer) == 0 || !record_codes_have(&last->targets, imposer)) {
        change->targets = last->targets;
        return;
    }
    (void)record_codes_add(&change->targets, last->imposer);
    change->products = (struct str){NULL, 0};
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
        share_targets(scene, change);
    if (change->targets.count == 0)
        add_targets(scene, change->first, change->end, change);
    if (change->targets.count == 0)
        add_ours(scene, change);
    if (change->targets.count == 0)
        add_its(scene, change);
    if (change->targets.count == 0)
        add_theirs(scene, change);
    if (change->targets.count == 0)
        whom_add_partner(scene->doc, change);
}

/* "the China tariffs", a few sentences before */
static void targets_before(const struct document *doc, struct change *change)
{
    uint32_t low = change->sentence > BEFORE_MAX ? change->sentence - BEFORE_MAX : 0;
    for (uint32_t at = doc->sentence[low].first; at < doc->sentence[change->sentence].first; at++) {
        const struct hit *place = hit_at(doc, at, LEX_COUNTRY);
        if (place != NULL && side_noun_target(doc, place) &&
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
        const struct hit *place = side_place(title, at);
        const struct hit *named = hit_at(title, at, LEX_TARGET);
        if (named != NULL && strcmp(named->entry->text[0], change->imposer) != 0)
            (void)record_codes_add(&change->targets, named->entry->text[0]);
        if (place == NULL)
            continue;
        bool led = place->entry->class == LEX_DEMONYM || side_after_object(title, 0, at) ||
                   hit_at(title, place->end, LEX_GOODS) != NULL ||
                   hit_at(title, place->end, LEX_PRODUCT) != NULL;
        if (led && strcmp(place->entry->text[0], change->imposer) != 0 &&
            !is_actor(title, at, place, (uint32_t)title->token_count))
            (void)record_codes_add(&change->targets, place->entry->text[0]);
        at = place->end - 1;
    }
    if (change->targets.count == 0)
        targets_before(doc, change);
    /* Who is hit hits back at who hit it; a duty on goods of its own may be older. */
    bool answers = change->products.len == 0 || change->act.action == ACTION_SUSPEND ||
                   change->act.action == ACTION_LOWER;
    if (change->targets.count == 0 && answers && scene->have_last && scene->last.imposer != NULL &&
        record_codes_have(&scene->last.targets, change->imposer))
        (void)record_codes_add(&change->targets, scene->last.imposer);
    if (change->targets.count == 0)
        whom_add(scene, change);
}

/* "They charge us 100 percent": another's duty, and nobody says whose. */
static bool is_theirs(const struct document *doc, const struct change *change)
{
    const struct hit *verb = change->act.verb;
    return verb != NULL && verb->first > 0 && word_is(doc, verb->first - 1, W_THEY) &&
           word_is(doc, verb->end, W_US);
}

/* "China goes to 125 percent", said by or of somebody else who acts: its goods bear the rate. */
static void take_moved(const struct tariff_scene *scene, struct change *change)
{
    const struct document *doc = scene->doc;
    const struct hit *verb = change->act.verb;
    if (verb == NULL || change->imposer == NULL || change->rate == NULL || change->owned ||
        hit_is(verb, 1, "w") || hit_is(verb, 1, "n") || change->rate->first < verb->end ||
        !(hit_is(verb, 1, "v") || hit_is(verb, 1, "t")))
        return;
    const char *subject = side_subject(doc, change->own_first, verb->first);
    const char *actor = scene->author->press ? NULL : scene->author->speaker.side;
    if (actor == NULL && scene->have_last)
        actor = scene->last.imposer;
    if (subject == NULL || actor == NULL || strcmp(subject, change->imposer) != 0 ||
        strcmp(subject, actor) == 0 ||
        duty_next(doc, change->own_first, change->rate->first) != NULL)
        return;
    change->imposer = actor;
    if (change->targets.count == 0)
        (void)record_codes_add(&change->targets, subject);
}

/* "Indian tariffs on tea will be cut. Those on rice go to 10.": whose duty "those" are. */
static bool is_of_last(const struct tariff_scene *scene, const struct change *change)
{
    const struct document *doc = scene->doc;
    uint32_t at = doc->sentence[change->sentence].first;
    bool that = word_is(doc, at, W_THOSE) || word_is(doc, at, W_THAT);
    return that && word_is(doc, at + 1, W_ON) && scene->have_last &&
           scene->last.sentence + 1 == change->sentence;
}

void slots_fill(const struct tariff_scene *scene, struct change *change)
{
    const struct document *doc = scene->doc;
    if (is_theirs(doc, change))
        return;
    if (whose_fill(scene, change))
        return;
    if (change->imposer == NULL && is_of_last(scene, change))
        change->imposer = scene->last.imposer;
    if (change->imposer == NULL)
        change->imposer = imposer_stated(doc, &scene->voices[change->sentence], change);
    take_moved(scene, change);
    bool goes_on = scene->have_last && scene->last.sentence == change->sentence &&
                   (scene->answerer == NULL || scene->last.imposer != scene->answerer);
    goes_on = goes_on || (scene->have_last && scene->last.sentence + 1 == change->sentence &&
                          scene->answerer == NULL && imposer_spares(doc, change));
    if (change->imposer == NULL && goes_on)
        change->imposer = scene->last.imposer;
    stated_targets(scene, change);
    if (scene->answerer != NULL) {
        answer_slots(scene, change);
        return;
    }
    if (imposer_is_target(change, change->imposer))
        change->imposer = NULL;
    if (change->imposer == NULL)
        change->imposer = imposer_implied(scene, change);
    if (change->imposer == NULL)
        return;
    change->imposer = side_customs(change->imposer);
    change->named_targets = change->targets.count > 0;
    if (change->targets.count == 0)
        implied_targets(scene, change);
    if (change->targets.count == 0)
        (void)record_codes_add(&change->targets, "*");
}
