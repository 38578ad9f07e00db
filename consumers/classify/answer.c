#include "consumers/classify/answer.h"

#include "consumers/classify/clause.h"
#include "consumers/classify/mention.h"
#include "consumers/classify/side.h"

#include <string.h>

#define HEAD_MAX   3 /* tokens of a sentence before what it starts with: "two days after" */
#define BLOW_REACH 4 /* tokens from "being" to the verb: "being hit with" */
#define DEED_REACH 4 /* tokens from who acts to the verb: "Washington had last month doubled" */

static bool has_rate(const struct document *doc, uint32_t first, uint32_t end)
{
    return hit_in(doc, first, end, LEX_PERCENT) != NULL;
}

static bool tells_duty(const struct document *doc, uint32_t first, uint32_t end)
{
    return has_rate(doc, first, end) || duty_next(doc, first, end) != NULL;
}

/* "(after) Washington put 25% on steel": somebody does something, and from there (or from `duty`)
 * on a duty is told of. */
static bool tells_deed(const struct document *doc, uint32_t first, uint32_t end, uint32_t duty)
{
    for (size_t i = mention_from(doc, first); i < doc->mention_count && doc->mention[i].first < end;
         i++) {
        const struct mention *actor = &doc->mention[i];
        uint32_t high = actor->end + DEED_REACH < end ? actor->end + DEED_REACH : end;
        const struct hit *act = hit_in(doc, actor->end, high, LEX_ACT);
        if (actor->side != NULL && act != NULL && !hit_is(act, 1, "n") &&
            !hit_is(act, 1, "payer") && tells_duty(doc, duty < act->first ? duty : act->first, end))
            return true;
    }
    return false;
}

/* "(after) being hit with an 18% levy by Washington": what befell whoever acts now. */
static bool tells_blow(const struct document *doc, uint32_t first, uint32_t end)
{
    uint32_t near = first + BLOW_REACH < end ? first + BLOW_REACH : end;
    bool being = word_spelled(doc, first, "being") || word_spelled(doc, first, "having") ||
                 ((word_is(doc, first, W_IT) || word_is(doc, first, W_THEY)) &&
                  clause_is_finite(doc, first + 1));
    return being && hit_is(hit_in(doc, first, near, LEX_ACT), 1, "payer") &&
           tells_duty(doc, first, end);
}

/* "(in response to) the tariffs that Washington put on steel", "... the US tariffs" */
static bool tells_owner(const struct document *doc, uint32_t first, uint32_t end)
{
    const struct hit *duty = duty_next(doc, first, end);
    if (duty == NULL || hit_is(duty, 0, "lower") || hit_is(duty, 0, "exempt"))
        return false;
    for (size_t i = mention_from(doc, first); i < doc->mention_count && doc->mention[i].first < end;
         i++) {
        const struct mention *mention = &doc->mention[i];
        if (mention->side != NULL &&
            (side_owns_duty(doc, mention->end, end) || side_duty_of(doc, mention->first)))
            return true;
    }
    return tells_deed(doc, first, end, first);
}

/* Whether somebody who may act stands here: the sentence goes on with its own subject. */
static bool starts_clause(const struct document *doc, uint32_t at)
{
    at += word_is(doc, at, W_THE);
    const struct mention *mention = mention_at(doc, at);
    bool named = mention != NULL && mention->side != NULL && mention->kind != MENTION_PRONOUN &&
                 hit_at(doc, at, LEX_DEMONYM) == NULL;
    return named || word_is(doc, at, W_WE) || word_is(doc, at, W_IT) || word_is(doc, at, W_HE) ||
           word_is(doc, at, W_I) || word_is(doc, at, W_THEY);
}

/* The comma after which the sentence goes on, for a part that it starts with; `end`: none. */
static uint32_t part_end(const struct document *doc, uint32_t first, uint32_t end)
{
    for (uint32_t at = first; at + 1 < end; at++) {
        if (mark_is(doc, at, ',') && starts_clause(doc, at + 1))
            return at;
    }
    return end;
}

/* Whether tokens [first, end) tell of a duty by its noun, or by a verb of putting one on. */
static bool answers(const struct document *doc, uint32_t first, uint32_t end)
{
    bool puts = false;
    for (const struct hit *act = hit_in(doc, first, end, LEX_ACT); act != NULL && !puts;
         act = hit_in(doc, act->end, end, LEX_ACT))
        puts = hit_is(act, 1, "d");
    /* "will impose countermeasures on American goods" */
    bool counters = puts && hit_in(doc, first, end, LEX_RETALIATION) != NULL &&
                    hit_in(doc, first, end, LEX_GOODS) != NULL;
    return duty_next(doc, first, end) != NULL || (puts && has_rate(doc, first, end)) || counters;
}

/* Cuts at a cue whose part, from `part`, tells of the duty that is answered. */
static bool
cut_at(const struct document *doc, uint32_t cue, uint32_t part, uint32_t end, struct answer *answer)
{
    uint32_t first = answer->first;
    if (cue <= first + HEAD_MAX && !tells_duty(doc, first, cue)) {
        uint32_t comma = part_end(doc, part, end);
        if (comma == end)
            return false;
        answer->other_end = comma;
        answer->first = comma + 1;
        answer->end = end;
    } else {
        uint32_t stop = part;
        while (stop < end &&
               !(doc->token[stop].kind == TOKEN_PUNCT && doc->token[stop].mark == ';'))
            stop++;
        answer->other_end = stop;
        answer->end = cue;
    }
    answer->other_first = part;
    return answers(doc, answer->first, answer->end);
}

/* ", which has faced a 50% tariff since August," after the name of who answers */
static bool
relative_cut(const struct document *doc, uint32_t first, uint32_t end, struct answer *answer)
{
    for (uint32_t at = first + 1; at + 1 < end; at++) {
        if (!mark_is(doc, at, ',') ||
            !(word_is(doc, at + 1, W_WHICH) || word_is(doc, at + 1, W_WHOSE)))
            continue;
        const struct mention *head = mention_ending(doc, at);
        uint32_t stop = side_clause_end(doc, at + 1, end);
        if (head == NULL || head->kind != MENTION_COUNTRY || stop == end ||
            !has_rate(doc, at, stop) || !has_rate(doc, stop, end) ||
            !tells_owner(doc, at + 2, stop))
            return false;
        *answer = (struct answer){
            .first = stop + 1, .end = end, .other_first = at + 2, .other_end = stop};
        return hit_in(doc, stop, end, LEX_ACT) != NULL;
    }
    return false;
}

bool answer_cut(const struct document *doc, uint32_t first, uint32_t end, struct answer *answer)
{
    for (const struct hit *cue = hit_in(doc, first, end, LEX_RETALIATION); cue != NULL;
         cue = hit_in(doc, cue->end, end, LEX_RETALIATION)) {
        *answer = (struct answer){.first = first, .end = end};
        if (hit_is(cue, 0, "to") && cut_at(doc, cue->first, cue->end, end, answer) &&
            tells_owner(doc, answer->other_first, answer->other_end))
            return true;
    }
    for (uint32_t at = first; at + 1 < end; at++) {
        bool after = word_is(doc, at, W_AFTER);
        bool supposed = at == first && word_is(doc, at, W_IF);
        if (!after && !supposed)
            continue;
        *answer = (struct answer){.first = first, .end = end, .supposed = supposed};
        if (!cut_at(doc, at, at + 1, end, answer))
            continue;
        if (supposed ? has_rate(doc, answer->other_first, answer->other_end) &&
                           has_rate(doc, answer->first, answer->end)
                     : tells_deed(doc, answer->other_first, answer->other_end, end) ||
                           tells_blow(doc, answer->other_first, answer->other_end))
            return true;
    }
    return relative_cut(doc, first, end, answer);
}

/* "its steel", "that it was made to bear": those of who answers. */
static bool speaks_of_answerer(const struct document *doc, const struct change *change)
{
    for (uint32_t at = change->first; at < change->end; at++) {
        if (word_is(doc, at, W_ITS) || word_is(doc, at, W_THEIR) || word_is(doc, at, W_OUR) ||
            word_is(doc, at, W_IT) || word_is(doc, at, W_THEM))
            return true;
    }
    return false;
}

void answer_slots(const struct tariff_scene *scene, struct change *change)
{
    const struct document *doc = scene->doc;
    const char *side = change->imposer;
    change->imposer = NULL;
    if (side == NULL || strcmp(side_customs(side), scene->answerer) == 0)
        return;
    change->imposer = side_customs(side);
    change->named_targets = change->targets.count > 0;
    if (change->targets.count == 0)
        (void)record_codes_add(
            &change->targets,
            change->rate != NULL || speaks_of_answerer(doc, change) ? scene->answerer : "*");
}

bool answer_read(struct tariff_scene *scene, uint32_t i, const struct answer *answer, size_t from)
{
    struct record_list *records = scene->doc->records;
    if (answer->supposed || records->count == from || scene->last.imposer == NULL)
        return true;
    struct change main = scene->last;
    struct rate rates[RATES_MAX];
    size_t count = rate_find(scene->doc, answer->other_first, answer->other_end, rates);
    size_t before = records->count;
    scene->answerer = main.imposer;
    bool room = count > 0
                    ? rated_read(scene, i, answer->other_first, answer->other_end, rates, count)
                    : plain_read(scene, i, answer->other_first, answer->other_end);
    scene->answerer = NULL;
    const char *other = records->count > before ? scene->last.imposer : NULL;
    for (size_t r = from; r < before && other != NULL && !main.named_targets; r++) {
        struct record *record = &records->record[r];
        record->targets = (struct record_codes){.count = 0};
        (void)record_codes_add(&record->targets, other);
    }
    scene->last = main;
    return room;
}
