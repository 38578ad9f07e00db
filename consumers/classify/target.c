/* Whose goods words name, as against who acts, where it happens and why. */
#include "consumers/classify/target.h"

#include "consumers/classify/clause.h"
#include "consumers/classify/mention.h"
#include "consumers/classify/side.h"

#include <string.h>

#define FROM_AHEAD   8 /* tokens from "most imports" to "from Chile" */
#define DATELINE_MAX 5 /* tokens of a dateline before its country */
#define SPARED_AHEAD 7 /* tokens from "but" to who is spared */
#define MADE_REACH   3 /* tokens from "made" to where */
#define MAKER_AHEAD  4 /* tokens from "by" and whose they are to the makers */
#define OWN_REACH    4 /* tokens from one's own country to the goods that it sells */
#define ON_REACH     6 /* tokens from "on" to whose goods a duty falls on */
#define SAME_REACH   3 /* tokens from "the same" to "that applies to" */

/* What may name a side, or bear on one. */
#define TELLING(X)                                                                                 \
    X(COUNTRY) X(DEMONYM) X(CAPITAL) X(GROUP) X(WORLD) X(REASON) X(CONDITION) X(EXCEPTION)

static bool is_excluded(const struct document *doc, uint32_t first, uint32_t at)
{
    if (at > first && word_is(doc, at - 1, W_THE))
        at--;
    if (at <= first)
        return false;
    /* "to deal with Mexico's failure": the failure of who is hit */
    bool dealt = at > first + 2 && word_is(doc, at - 1, W_WITH) && word_is(doc, at - 3, W_TO) &&
                 word_spelled(doc, at - 2, "deal");
    /* "revokes normal trade relations with Russia" */
    const struct hit *duty = at > first + 1 ? hit_over(doc, at - 2, LEX_TARIFF) : NULL;
    bool favoured = duty != NULL && hit_is(duty, 0, "favour");
    /* "the tariff paid by Kenya" */
    const struct hit *act = at > first + 1 ? hit_over(doc, at - 2, LEX_ACT) : NULL;
    bool pays = word_is(doc, at - 1, W_BY) && act != NULL && hit_is(act, 1, "payer");
    /* "boats brought in by Norwegian boat makers" */
    for (uint32_t next = at + 1; next < at + MAKER_AHEAD && word_is(doc, at - 1, W_BY) && !pays;
         next++)
        pays = side_is_maker(doc, next);
    return (word_is(doc, at - 1, W_WITH) && !dealt && !favoured) ||
           word_is(doc, at - 1, W_BETWEEN) || (word_is(doc, at - 1, W_BY) && !pays) ||
           word_is(doc, at - 1, W_INTO) || word_is(doc, at - 1, W_UNDER) ||
           word_is(doc, at - 1, W_OVER) || hit_over(doc, at - 1, LEX_EXCEPTION) != NULL ||
           word_is(doc, at - 1, W_EXCEPT);
}

/* "cars that are NOT made in the United States", "made outside Japan": where goods are not from. */
static bool is_elsewhere(const struct document *doc, uint32_t first, uint32_t at)
{
    at -= at > first && word_is(doc, at - 1, W_THE);
    uint32_t low = at > first + MADE_REACH ? at - MADE_REACH : first;
    const struct hit *made = hit_in(doc, low, at, LEX_ORIGIN);
    if (at > first && word_spelled(doc, at - 1, "outside"))
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

bool target_is_actor(const struct document *doc, uint32_t at, const struct hit *place, uint32_t end)
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
        if (mention->end > at && mention->kind != MENTION_COUNTRY && !mention->generic)
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

/* "Mills in Canada will pay 25%", but not "importers in Canada": where those are that bear a duty.
 */
static bool is_seated(const struct document *doc,
                      uint32_t at,
                      const struct hit *place,
                      uint32_t end,
                      const struct change *change)
{
    uint32_t noun = at > 2 && word_is(doc, at - 1, W_THE) ? at - 3 : at - 2;
    bool plural =
        at > 2 && doc->token[noun].kind == TOKEN_WORD && doc->text[doc->token[noun].end - 1] == 's';
    return plural && !word_is_grammar(doc, noun) && word_is(doc, noun + 1, W_IN) &&
           !side_is_buyer(doc, noun) && is_payer(doc, at, place, end, change);
}

/* "Steel from Peru that was not poured in Chile or Bolivia will pay": past what is said of the
 * goods by a clause of its own. */
static uint32_t
skip_relative(const struct document *doc, uint32_t at, uint32_t end, const struct change *change)
{
    const struct hit *verb = change->act.verb;
    bool relative = word_is(doc, at, W_THAT) || word_is(doc, at, W_WHICH);
    return relative && verb != NULL && change->act.pays && verb->first > at && verb->first < end
               ? verb->first
               : at;
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

/* "took effect, but Washington exempted Peru": where others are spared. */
static bool spares_others(const struct document *doc, uint32_t at, uint32_t end)
{
    if (!word_is(doc, at, W_BUT) && !word_is(doc, at, W_WHILE))
        return false;
    uint32_t high = at + SPARED_AHEAD < end ? at + SPARED_AHEAD : end;
    return hit_is(hit_in(doc, at, high, LEX_ACT), 0, "exempt");
}

/* "use in United States data centers", in an American order: what is the author's own country's,
 * and no goods that it sells. */
static bool is_own_affair(const struct tariff_scene *scene, const struct hit *place, uint32_t end)
{
    const struct document *doc = scene->doc;
    const char *own = scene->author->press ? NULL : scene->author->speaker.side;
    uint32_t next = place->end;
    if (own == NULL || place->entry->class != LEX_COUNTRY || next >= end ||
        strcmp(place->entry->text[0], own) != 0)
        return false;
    uint32_t high = next + OWN_REACH < end ? next + OWN_REACH : end;
    /* "United States goods trade deficits" */
    const struct hit *goods = hit_in(doc, next, high, LEX_GOODS);
    bool trade = goods != NULL && word_spelled(doc, goods->end, "trade");
    bool noun = doc->token[next].kind == TOKEN_WORD &&
                (doc->token[next].flags & TOKEN_CAPITAL) == 0 && !word_is_grammar(doc, next) &&
                hit_at(doc, next, LEX_ACT) == NULL && hit_at(doc, next, LEX_SAY) == NULL;
    return trade || (noun && goods == NULL && hit_in(doc, next, high, LEX_PRODUCT) == NULL &&
                     !side_is_maker(doc, next));
}

/* "the same that applies to Chile", "twice what the rest pay", "against 15% for Peru", "more than
 * Japan pays": where another's rate begins that this one is held against. */
static bool is_likened(const struct document *doc, uint32_t at, uint32_t end)
{
    /* most words begin otherwise */
    if (at + 2 >= end || strchr("aAdDhHsStT", doc->text[doc->token[at].start]) == NULL)
        return false;
    if (word_is(doc, at, W_AGAINST))
        return doc->token[at + 1].kind == TOKEN_NUMBER && hit_at(doc, at + 2, LEX_PERCENT) != NULL;
    if (word_spelled(doc, at, "than"))
        return doc->token[at + 1].kind == TOKEN_WORD && hit_at(doc, at + 1, LEX_NUMBER) == NULL;
    if (word_spelled(doc, at, "twice") || word_spelled(doc, at, "double") ||
        word_spelled(doc, at, "half"))
        return word_spelled(doc, at + 1, "what");
    uint32_t high = at + 1 + SAME_REACH < end ? at + 1 + SAME_REACH : end;
    for (uint32_t next = at + 1; word_spelled(doc, at, "same") && next < high; next++) {
        if (word_is(doc, next, W_AS) || word_is(doc, next, W_THAT) || word_is(doc, next, W_WHICH))
            return true;
    }
    return false;
}

/* Most words: they name no side and none of what bears on one. */
static bool tells_nothing(const struct document *doc, uint32_t at)
{
    static const struct hit_classes telling = HIT_CLASSES(TELLING);
    enum grammar_word word = grammar_at(doc, at);
    return !hit_any(doc, at, &telling) && word != W_BUT && word != W_WHILE && word != W_OVER;
}

/* "the tariff on (all goods from) Chile", "on Chilean wine", "on our exports", of Chile */
bool target_is_named_on(const struct document *doc, const struct change *change, const char *side)
{
    /* not "If Oslo keeps its tax on our films, its fish will" */
    uint32_t first = change->own_first;
    if (change->rate != NULL && change->rate->first > first)
        first = side_told_from(doc, first, change->rate->first);
    for (uint32_t on = first; on < change->own_end; on++) {
        uint32_t high = on + 1 + ON_REACH < change->own_end ? on + 1 + ON_REACH : change->own_end;
        for (uint32_t at = on + 1; word_is(doc, on, W_ON) && at < high; at++) {
            const struct hit *place = side_place(doc, at);
            if (word_is(doc, at, W_OUR))
                return doc->home != NULL && strcmp(side_customs(doc->home), side) == 0;
            bool led = at == on + 1 || word_is(doc, at - 1, W_FROM);
            if (place != NULL)
                return (led || place->entry->class == LEX_DEMONYM) &&
                       strcmp(side_customs(place->entry->text[0]), side) == 0;
            if (doc->token[at].kind == TOKEN_PUNCT || word_is(doc, at, W_IN) ||
                hit_at(doc, at, LEX_ACT) != NULL)
                break;
        }
    }
    return false;
}

void target_add(const struct tariff_scene *scene,
                uint32_t first,
                uint32_t end,
                struct change *change)
{
    const struct document *doc = scene->doc;
    const struct voice *voice = &scene->voices[change->sentence];
    for (uint32_t at = first; at < end; at++) {
        if (is_likened(doc, at, end))
            at = side_clause_end(doc, at, end);
        if (at == end)
            return;
        if (tells_nothing(doc, at))
            continue;
        const struct hit *reason = hit_at(doc, at, LEX_REASON);
        if (at > first && change->rate != NULL && at > change->rate->end &&
            spares_others(doc, at, end))
            return;
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
        /* "the world's largest trade relationship" */
        if (world != NULL && word_is(doc, world->end, W_S))
            continue;
        if (world != NULL && (change->targets.count == 0 || hit_is(world, 1, "all")) &&
            !is_from_place(doc, world, end)) {
            change->targets = (struct record_codes){.count = 0};
            (void)record_codes_add(&change->targets, "*");
            return;
        }
        const struct hit *place = side_place(doc, at);
        /* "For Beijing he took the rate to 125%" */
        if (place == NULL && at > 0 && (word_is(doc, at - 1, W_FOR) || word_is(doc, at - 1, W_ON)))
            place = hit_at(doc, at, LEX_CAPITAL);
        const struct hit *group = hit_at(doc, at, LEX_GROUP);
        if (group != NULL && place == NULL)
            add_group(group, change);
        if (place == NULL)
            continue;
        const char *side = place->entry->text[0];
        bool frame = voice->verb != NULL && at >= voice->subject_first && at < voice->subject_end;
        bool acts = change->imposer != NULL &&
                    strcmp(side_customs(side), side_customs(change->imposer)) == 0;
        bool buys = side_is_buyer(doc, place->end);
        if (!frame && !acts && !buys && strcmp(side, "WTO") != 0 && !is_excluded(doc, first, at) &&
            !is_own_affair(scene, place, end) && !is_elsewhere(doc, first, at) &&
            !is_dateline(doc, change->sentence, place) &&
            (!side_is_venue(doc, first, at) || is_seated(doc, at, place, end, change)) &&
            !side_is_destination(doc, first, at) &&
            !(target_is_actor(doc, at, place, end) && !is_payer(doc, at, place, end, change)))
            (void)record_codes_add(&change->targets, side);
        at = skip_relative(doc, place->end, end, change) - 1;
    }
}

bool target_of_total(const struct tariff_scene *scene, const struct change *change)
{
    const struct document *doc = scene->doc;
    const struct rate *before = scene->last.rate;
    if (change->rate == NULL || !scene->have_last || before == NULL || scene->answerer != NULL ||
        scene->last.sentence != change->sentence || before->end >= change->rate->first)
        return false;
    for (uint32_t at = before->end; at < change->rate->first; at++) {
        if (word_spelled(doc, at, "total"))
            return true;
    }
    return false;
}
