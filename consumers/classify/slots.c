/* Whose goods a duty falls on; and, with imposer.c, who imposes it. */
#include "consumers/classify/answer.h"
#include "consumers/classify/mention.h"
#include "consumers/classify/side.h"
#include "consumers/classify/target.h"

#include <string.h>

#define BEFORE_MAX  4  /* sentences before a change that may say whose goods it is about */
#define NATION_BACK 16 /* mentions before "the kingdom" that may be the one */
#define OUR_REACH   4  /* tokens from "our" to the goods */

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

/* "a duty that was to punish the kingdom", "the country's free access": the one named last. */
static void add_nation(const struct tariff_scene *scene, struct change *change)
{
    const struct document *doc = scene->doc;
    const struct hit *nation = hit_in(doc, change->own_first, change->own_end, LEX_NATION);
    if (nation == NULL || nation->first == 0)
        return;
    bool object = side_after_object(doc, change->own_first, nation->first) ||
                  hit_over(doc, nation->first - 1, LEX_REASON) != NULL ||
                  hit_over(doc, nation->first - 1, LEX_ACT) != NULL ||
                  word_is(doc, nation->end, W_S);
    size_t i = mention_from(doc, nation->first);
    size_t low = i > NATION_BACK ? i - NATION_BACK : 0;
    for (; object && i > low; i--) {
        const struct mention *mention = &doc->mention[i - 1];
        bool named = mention->kind == MENTION_COUNTRY && mention->side != NULL &&
                     hit_at(doc, mention->core_first, LEX_COUNTRY) != NULL;
        const char *acts = change->imposer;
        if (acts == NULL && scene->have_last)
            acts = scene->last.imposer;
        if (named && (acts == NULL || strcmp(mention->side, acts) != 0)) {
            (void)record_codes_add(&change->targets, mention->side);
            return;
        }
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
        if (!mention->named_side || mention->side == NULL || acts || whom_is_aside(doc, mention) ||
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
                    word_spelled(doc, at + 2, "country");
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
        add_ours(scene, change);
    if (change->targets.count == 0)
        add_its(scene, change);
    if (change->targets.count == 0)
        add_nation(scene, change);
    if (change->targets.count == 0)
        add_theirs(scene, change);
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
    const struct sentence *head = dating_head(doc, change->sentence);
    if (head != NULL)
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

/* "China goes to 125 percent", said by or of somebody else who acts: its goods bear the rate. */
static void take_moved(const struct tariff_scene *scene, struct change *change)
{
    const struct document *doc = scene->doc;
    const struct hit *verb = change->act.verb;
    if (verb == NULL || change->imposer == NULL || change->rate == NULL || change->owned ||
        change->act.action == ACTION_REMOVE || hit_is(verb, 1, "w") || hit_is(verb, 1, "n") ||
        change->rate->first < verb->end || !(hit_is(verb, 1, "v") || hit_is(verb, 1, "t")))
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

void slots_fill(const struct tariff_scene *scene, struct change *change)
{
    const struct document *doc = scene->doc;
    if (target_of_total(scene, change) || is_beside_last(scene, change)) {
        change->imposer = scene->last.imposer;
        change->targets = scene->last.targets;
        change->named_targets = scene->last.named_targets;
        return;
    }
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
    if (change->targets.count == 0)
        (void)record_codes_add(&change->targets, "*");
}
