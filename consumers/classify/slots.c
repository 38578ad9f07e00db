/* Whose goods a duty falls on; and, with imposer.c, who imposes it. */
#include "consumers/classify/answer.h"
#include "consumers/classify/borne.h"
#include "consumers/classify/mention.h"
#include "consumers/classify/side.h"
#include "consumers/classify/target.h"
#include "consumers/classify/theirs.h"

#include <string.h>

#define BEFORE_MAX 4 /* sentences before a change that may say whose goods it is about */

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

/* "Oslo and Lima struck a deal under which Peruvian wool will pay 5 percent": where the words begin
 * of what bears the duty. */
static uint32_t borne_from(const struct document *doc, const struct change *change)
{
    const struct hit *verb = change->act.verb;
    uint32_t at = change->act.pays && verb != NULL ? verb->first : change->own_first;
    while (at > change->own_first + 1 &&
           !(word_is(doc, at - 1, W_WHICH) &&
             (word_is(doc, at - 2, W_UNDER) || word_is(doc, at - 2, W_BY))))
        at--;
    return at > change->own_first + 1 ? at : change->own_first;
}

/* The targets in the change's own words, then in the clause that it shares. */
static void stated_targets(const struct tariff_scene *scene, struct change *change)
{
    uint32_t rate_end = change->rate != NULL ? change->rate->end : change->own_first;
    if (change->listed && change->targets.count > 0)
        return;
    const struct hit *verb = change->act.verb;
    /* "The duty on bolts from Chile is extended to those sent from Peru": on whose it newly falls
     */
    if (change->act.action == ACTION_EXTEND && verb != NULL && verb->end < change->own_end &&
        word_is(scene->doc, verb->end, W_TO))
        target_add(scene, verb->end, change->own_end, change);
    if (change->targets.count > 0)
        return;
    if (change->rate == NULL && verb != NULL && !change->backward && verb->end < change->own_end)
        target_add(scene, verb->end, change->own_end, change);
    if (change->backward && change->rate != NULL)
        target_add(scene, borne_from(scene->doc, change), change->rate->first, change);
    if (change->targets.count == 0)
        target_add(scene, rate_end, change->own_end, change);
    if (change->targets.count == 0)
        target_add(scene, change->own_first, change->own_end, change);
    if (change->targets.count == 0 && change->shares && scene->have_last)
        share_targets(scene, change);
    if (change->targets.count == 0)
        target_add(scene, change->first, change->end, change);
    if (change->targets.count == 0)
        theirs_add_ours(scene, change);
    if (change->targets.count == 0)
        theirs_add_its(scene, change);
    if (change->targets.count == 0)
        theirs_add_nation(scene, change);
    if (change->targets.count == 0)
        theirs_add_theirs(scene, change);
    if (change->targets.count == 0)
        whom_add_partner(scene->doc, change);
    if (change->targets.count == 0 && change->asker != NULL)
        (void)record_codes_add(&change->targets, change->asker);
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

/* An order for all countries, with a lower rate for some: the next paragraph's goods are again
 * those of all. */
static bool returns_to_all(const struct tariff_scene *scene, const struct change *change)
{
    const struct document *doc = scene->doc;
    if (scene->author->press || scene->author->social || change->products.len == 0 ||
        doc->sentence[change->sentence].paragraph == doc->sentence[scene->last.sentence].paragraph)
        return false;
    for (size_t r = 0; r < doc->records->count; r++) {
        const struct record *record = &doc->records->record[r];
        if (record->type == RECORD_TARIFF_CHANGE && record->imposer != NULL &&
            strcmp(record->imposer, change->imposer) == 0)
            return record->targets.count == 1 && strcmp(record->targets.code[0], "*") == 0;
    }
    return false;
}

/* "He will bring the tariff on Peruvian tin down. "We will take it to 12 percent"": those of the
 * duty that the sentence before speaks of. */
static void add_told(const struct tariff_scene *scene, struct change *change)
{
    const struct document *doc = scene->doc;
    const struct sentence *sentence = &doc->sentence[change->sentence];
    bool points = false;
    for (uint32_t at = change->own_first; at < change->own_end && !points; at++)
        points = word_is(doc, at, W_IT) || word_is(doc, at, W_THEM);
    if (!points || change->sentence == 0 || change->rate == NULL)
        return;
    const struct sentence *before = sentence - 1;
    const struct hit *duty = duty_next(doc, before->first, before->end);
    if (duty != NULL && word_is(doc, duty->end, W_ON))
        target_add(scene, duty->end, side_clause_end(doc, duty->end, before->end), change);
}

/* "Ottawa matches this with duties on rice": on the goods of who hit it, where the text tells, or
 * of the other side that it names first. */
static void add_hit_back(const struct tariff_scene *scene, struct change *change)
{
    const struct document *doc = scene->doc;
    const struct sentence *sentence = &doc->sentence[change->sentence];
    const struct change *last = &scene->last;
    bool hit = scene->have_last && last->imposer != NULL &&
               record_codes_have(&last->targets, change->imposer);
    if (hit_in(doc, sentence->first, sentence->end, LEX_RETALIATION) == NULL ||
        scene->author->social)
        return;
    const char *other = hit ? last->imposer : imposer_other(scene, change->imposer);
    if (other != NULL && strcmp(other, change->imposer) != 0 && strcmp(other, "WTO") != 0)
        (void)record_codes_add(&change->targets, other);
}

/* What the document has said before, for a change that names nobody: "the new rate". */
static void implied_targets(const struct tariff_scene *scene, struct change *change)
{
    const struct document *doc = scene->doc;
    const struct document *title = scene->title;
    if (scene->have_last && scene->last.imposer != NULL && !returns_to_all(scene, change) &&
        dating_deed_head(doc, change) == NULL &&
        strcmp(scene->last.imposer, change->imposer) == 0) {
        change->targets = scene->last.targets;
        return;
    }
    add_told(scene, change);
    if (change->targets.count == 0)
        add_hit_back(scene, change);
    const struct sentence *head = dating_head(doc, change->sentence);
    if (head != NULL && change->targets.count == 0)
        target_add(scene, head->first, head->end, change);
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
            !target_is_actor(title, at, place, (uint32_t)title->token_count))
            (void)record_codes_add(&change->targets, place->entry->text[0]);
        at = place->end - 1;
    }
    if (change->targets.count == 0)
        targets_before(doc, change);
    /* Who is hit hits back at who hit it; a duty on goods of its own may be older. */
    bool answers = change->products.len == 0 || change->act.action == ACTION_SUSPEND ||
                   change->act.action == ACTION_LOWER || change->act.action == ACTION_REMOVE;
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

/* "Ghana gets cut to 12%": what is done to somebody. */
static bool gets_done(const struct document *doc, const struct hit *verb)
{
    static const char *const get[] = {"get", "gets", "got", "getting"};
    return verb->first > 0 && WORD_AMONG(doc, verb->first - 1, get);
}

/* "China goes to 125 percent", said by or of somebody else who acts: its goods bear the rate. */
static void take_moved(const struct tariff_scene *scene, struct change *change)
{
    const struct document *doc = scene->doc;
    const struct hit *verb = change->act.verb;
    if (verb == NULL || change->imposer == NULL || change->rate == NULL || change->owned ||
        change->act.action == ACTION_REMOVE || hit_is(verb, 1, "n") ||
        change->rate->first < verb->end ||
        !(hit_is(verb, 1, "v") || hit_is(verb, 1, "t") || gets_done(doc, verb)) ||
        (hit_is(verb, 1, "w") && !gets_done(doc, verb)))
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

/* "India removes its duty on lentils. The duty was imposed in 2017.": the one that was told before.
 */
static bool is_that_duty(const struct tariff_scene *scene, const struct change *change)
{
    const struct document *doc = scene->doc;
    uint32_t at = doc->sentence[change->sentence].first;
    const struct hit *duty = word_is(doc, at, W_THE) ? hit_at(doc, at + 1, LEX_TARIFF) : NULL;
    return duty != NULL && change->act.passive && change->act.done && scene->have_last &&
           scene->last.sentence + 1 == change->sentence;
}

/* "means to end its duty on cars and to open its market for pork": of the same subject. */
static bool is_second_aim(const struct tariff_scene *scene, const struct change *change)
{
    const struct document *doc = scene->doc;
    const struct hit *verb = change->act.verb;
    return verb != NULL && scene->have_last && scene->last.sentence == change->sentence &&
           scene->answerer == NULL && verb->first > change->first + 1 &&
           word_is(doc, verb->first - 1, W_TO) && word_is(doc, verb->first - 2, W_AND);
}

/* "Korean goods will pay 15%. American goods go in free.": those of who imposes the duty before, so
 * that the other side spares them. */
static bool spares_imposers(const struct tariff_scene *scene, const struct change *change)
{
    const struct document *doc = scene->doc;
    const struct change *last = &scene->last;
    if (last->sentence == change->sentence || last->targets.count != 1 ||
        strcmp(last->targets.code[0], "*") == 0 || change->act.verb == NULL)
        return false;
    for (uint32_t at = change->first; at < change->act.verb->first; at++) {
        const struct hit *place = hit_at(doc, at, LEX_DEMONYM);
        const struct hit *from = hit_at(doc, at, LEX_COUNTRY);
        if (from != NULL && at > change->first && word_is(doc, at - 1, W_FROM) &&
            strcmp(from->entry->text[0], last->imposer) == 0)
            return true;
        if (place != NULL && strcmp(place->entry->text[0], last->imposer) == 0)
            return hit_at(doc, place->end, LEX_GOODS) != NULL ||
                   hit_at(doc, place->end, LEX_PRODUCT) != NULL;
    }
    return false;
}

/* "If Canada does not repeal it, the United States will impose": who is to do what is asked bears
 * the duty. */
static void supposed_target(const struct document *doc, struct change *change)
{
    uint32_t first = doc->sentence[change->sentence].first;
    if (!word_is(doc, first, W_IF) && !word_is(doc, first, W_UNLESS))
        return;
    uint32_t at = first + 1 + word_is(doc, first + 1, W_THE);
    const struct mention *who = mention_at(doc, at);
    if (who == NULL && at > first + 1)
        who = mention_at(doc, at - 1);
    if (who != NULL && who->kind == MENTION_COUNTRY && who->side != NULL && !who->possessive &&
        change->imposer != NULL && strcmp(who->side, change->imposer) != 0)
        (void)record_codes_add(&change->targets, who->side);
}

/* "It comes on top of the 30%.": borne by and paid to the same as what was told just before. */
static bool is_beside_last(const struct tariff_scene *scene, const struct change *change)
{
    return change->rate != NULL && change->rate->stays && scene->have_last &&
           scene->last.sentence + 1 == change->sentence;
}

/* "the tariffs of the WTO dispute": on nobody's goods in particular */
static bool is_nobody(const struct change *change)
{
    return change->targets.count == 1 && strcmp(change->targets.code[0], "WTO") == 0;
}

/* "France and the other countries of the Union": all of them are one customs territory. */
static void drop_members(struct record_codes *targets)
{
    struct record_codes kept = {.count = 0};
    if (!record_codes_have(targets, "EU"))
        return;
    for (size_t i = 0; i < targets->count; i++) {
        if (!record_in_union(targets->code[i]))
            (void)record_codes_add(&kept, targets->code[i]);
    }
    *targets = kept;
}

/* What a complaint is about, in its own sentence or under its title: another's duty, on the goods
 * of who complains. */
static bool take_complaint(const struct tariff_scene *scene, struct change *change)
{
    const struct document *doc = scene->doc;
    const struct document *title = scene->title;
    const char *asker = NULL;
    const char *side = imposer_consulted(doc, doc->sentence[change->sentence].first,
                                         doc->sentence[change->sentence].end, &asker);
    if (side == NULL && scene->author->press)
        side = imposer_consulted(title, 0, (uint32_t)title->token_count, &asker);
    if (side == NULL || change->action == ACTION_EXEMPT)
        return false;
    change->imposer = side_customs(side);
    target_add(scene, change->own_first, change->own_end, change);
    change->named_targets = true;
    if (change->targets.count == 0 || record_codes_have(&change->targets, change->imposer)) {
        change->targets = (struct record_codes){.count = 0};
        (void)record_codes_add(&change->targets, asker);
    }
    return true;
}

void slots_fill(const struct tariff_scene *scene, struct change *change)
{
    const struct document *doc = scene->doc;
    if (target_of_total(scene, change) || is_beside_last(scene, change)) {
        change->imposer = scene->last.imposer;
        change->targets = scene->last.targets;
        change->named_targets = scene->last.named_targets;
        return;
    }
    if (take_complaint(scene, change))
        return;
    if (is_theirs(doc, change))
        return;
    if (whose_fill(scene, change))
        return;
    if (change->imposer == NULL && (is_of_last(scene, change) || is_second_aim(scene, change)))
        change->imposer = scene->last.imposer;
    if (change->imposer == NULL)
        change->imposer = imposer_stated(doc, &scene->voices[change->sentence], change);
    /* "Chile's delegation reports that the tariff on Chilean wine is put off": another's */
    const char *stated = change->imposer;
    bool borne = stated != NULL && imposer_is_hit(scene, change, stated);
    if (borne)
        (void)record_codes_add(&change->targets, side_customs(stated));
    if (borne || (stated != NULL && strcmp(stated, "WTO") == 0))
        change->imposer = NULL;
    const char *ours = borne_ours(scene, change);
    if (ours != NULL && (stated == NULL || (!change->owned && strcmp(side_customs(stated),
                                                                     side_customs(ours)) == 0))) {
        (void)record_codes_add(&change->targets, ours);
        change->imposer = NULL;
        stated = ours;
        borne = true;
    }
    if (change->imposer == NULL && is_that_duty(scene, change))
        change->imposer = scene->last.imposer;
    take_moved(scene, change);
    bool goes_on = scene->have_last && scene->last.sentence == change->sentence &&
                   (scene->answerer == NULL || scene->last.imposer != scene->answerer);
    goes_on = goes_on || (scene->have_last && scene->last.sentence + 1 == change->sentence &&
                          scene->answerer == NULL && imposer_spares(doc, change));
    if (change->imposer == NULL && goes_on)
        change->imposer =
            spares_imposers(scene, change) ? scene->last.targets.code[0] : scene->last.imposer;
    stated_targets(scene, change);
    if (change->targets.count == 0)
        supposed_target(doc, change);
    if (scene->answerer != NULL) {
        answer_slots(scene, change);
        return;
    }
    if (imposer_is_target(change, change->imposer))
        change->imposer = NULL;
    const char *home = scene->author->speaker.side;
    bool own = change->imposer != NULL && home != NULL && !change->owned &&
               strcmp(change->imposer, home) == 0;
    const char *taker = change->imposer == NULL || own ? whom_takes_ours(scene, change) : NULL;
    if (taker != NULL) {
        change->imposer = taker;
        change->targets = (struct record_codes){.count = 0};
        (void)record_codes_add(&change->targets, scene->author->speaker.side);
    }
    if (change->imposer == NULL)
        change->imposer = borne_general(scene, change);
    if (change->imposer == NULL)
        change->imposer = imposer_implied(scene, change);
    if (change->imposer == NULL && borne)
        change->imposer = imposer_other(scene, stated);
    if (change->imposer == NULL)
        return;
    change->imposer = side_customs(change->imposer);
    change->named_targets = change->targets.count > 0 && !is_nobody(change);
    if (change->targets.count == 0)
        implied_targets(scene, change);
    if (is_nobody(change))
        change->targets.count = 0;
    drop_members(&change->targets);
    if (change->targets.count == 0)
        (void)record_codes_add(&change->targets, "*");
}
