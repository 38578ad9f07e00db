/* Who imposes a duty on whose goods. */
#include "consumers/classify/mention.h"
#include "consumers/classify/tariff.h"

#include <string.h>

/* A duty's noun within a few words after a place: "Washington's extra 25%", "Chinese tariffs". */
static bool owns_duty(const struct document *doc, uint32_t at, uint32_t end)
{
    for (uint32_t step = 0; step < 6 && at < end; step++, at++) {
        if (hit_at(doc, at, LEX_TARIFF) != NULL || hit_at(doc, at, LEX_PERCENT) != NULL)
            return true;
        if (hit_at(doc, at, LEX_GOODS) != NULL || doc->token[at].kind == TOKEN_PUNCT ||
            word_is(doc, at, W_ON) || word_is(doc, at, W_OF) || word_is(doc, at, W_AND) ||
            hit_at(doc, at, LEX_PRODUCT) != NULL || word_is(doc, at, W_HAS) || word_is(doc, at, W_TO) ||
            (hit_at(doc, at, LEX_ACT) != NULL && !hit_is(hit_at(doc, at, LEX_ACT), 1, "n")))
            return false;
    }
    return false;
}

static bool is_target_word(const struct document *doc, uint32_t at)
{
    return word_is(doc, at, W_ON) || word_is(doc, at, W_FROM) || word_is(doc, at, W_OF) ||
           word_is(doc, at, W_AGAINST) || word_is(doc, at, W_FOR) || word_is(doc, at, W_TO) ||
           word_is(doc, at, W_IN);
}

static bool is_first_person(const struct document *doc, uint32_t first, uint32_t end)
{
    for (uint32_t at = first; at < end; at++) {
        if (word_is(doc, at, W_WE) || word_is(doc, at, W_I) || word_is(doc, at, W_OUR))
            return true;
    }
    return false;
}

/* The subject of the act: the last side before it that is no object. */
static const char *subject_side(const struct document *doc, uint32_t first, uint32_t act)
{
    const char *side = NULL;
    for (size_t i = mention_from(doc, first); i < doc->mention_count && doc->mention[i].first < act; i++) {
        const struct mention *mention = &doc->mention[i];
        bool object = mention->first > 0 && is_target_word(doc, mention->first - 1);
        bool goods = mention->kind == MENTION_COUNTRY && mention->end < act &&
                     mention->entry->class == LEX_DEMONYM && !owns_duty(doc, mention->end, act);
        if (mention->side != NULL && !object && !goods && side == NULL)
            side = mention->side;
    }
    return side;
}

static const char *by_side(const struct document *doc, uint32_t first, uint32_t end)
{
    for (uint32_t at = first; at + 1 < end; at++) {
        const struct mention *mention = word_is(doc, at, W_BY) ? mention_at(doc, at + 1) : NULL;
        if (mention != NULL && mention->side != NULL)
            return mention->side;
    }
    return NULL;
}

static const char *owner_side(const struct document *doc, uint32_t first, uint32_t end)
{
    for (size_t i = mention_from(doc, first); i < doc->mention_count && doc->mention[i].first < end; i++) {
        const struct mention *mention = &doc->mention[i];
        if (mention->side != NULL && mention->kind != MENTION_PRONOUN && owns_duty(doc, mention->end, end))
            return mention->side;
    }
    return NULL;
}

static bool is_payer_act(const struct hit *act)
{
    return act != NULL && hit_is(act, 1, "payer");
}

static const char *find_imposer(const struct document *doc,
                                const struct document *title,
                                const struct author *author,
                                const struct voice *voice,
                                const struct change *before,
                                const struct change *change)
{
    const struct sentence *sentence = &doc->sentence[change->first_sentence];
    uint32_t start = change->first < sentence->first ? change->first : sentence->first;
    const char *side = by_side(doc, start, change->end);
    if (side == NULL)
        side = owner_side(doc, change->first, change->end);
    if (side == NULL && change->act != NULL && !is_payer_act(change->act)) {
        side = subject_side(doc, change->first, change->act->first);
        if (side == NULL)
            side = subject_side(doc, voice->first, change->act->first);
    }
    if (side == NULL)
        side = owner_side(doc, start, change->end);
    if (side == NULL && is_first_person(doc, start, change->end))
        side = voice->speaker.side;
    if (side == NULL && !author->press)
        side = author->speaker.side;
    if (side == NULL && before != NULL)
        side = before->imposer;
    if (side == NULL)
        side = subject_side(title, 0, (uint32_t)title->token_count);
    if (side == NULL)
        side = voice->speaker.side;
    return side != NULL ? side : doc->country[0];
}

static bool is_excluded(const struct document *doc, uint32_t at)
{
    return at > 0 && (word_is(doc, at - 1, W_EXCEPT) || word_is(doc, at - 1, W_WITH) || word_is(doc, at - 1, W_BETWEEN));
}

static void add_target(struct change *change, const char *side)
{
    if (side != NULL && strcmp(side, change->imposer) != 0 && strcmp(side, "WTO") != 0)
        (void)record_codes_add(&change->targets, side);
}

/* The sides named in tokens [first, end) apart from the frame of who says so. */
static void add_targets(const struct document *doc,
                        const struct voice *voice,
                        uint32_t first,
                        uint32_t end,
                        bool objects,
                        struct change *change)
{
    for (uint32_t at = first; at < end; at++) {
        const struct hit *place = hit_at(doc, at, LEX_COUNTRY);
        if (place == NULL)
            place = hit_at(doc, at, LEX_DEMONYM);
        if (place == NULL)
            continue;
        bool frame = voice->verb != NULL && at >= voice->subject_first && at < voice->subject_end;
        if (!frame && !is_excluded(doc, at) && (!objects || (at > first && is_target_word(doc, at - 1))))
            add_target(change, place->entry->text[0]);
    }
}

void slots_fill(const struct document *doc,
                const struct document *title,
                const struct author *author,
                const struct voice *voice,
                const struct change *before,
                struct change *change)
{
    const struct sentence *sentence = &doc->sentence[change->first_sentence];
    change->imposer = find_imposer(doc, title, author, voice, before, change);
    if (change->imposer == NULL)
        return;
    uint32_t rate_end = change->rate != NULL ? change->rate->end : change->first;
    add_targets(doc, voice, rate_end, change->end, false, change);
    if (change->targets.count == 0)
        add_targets(doc, voice, change->first, change->end, false, change);
    if (change->targets.count == 0)
        add_targets(doc, voice, voice->first, sentence->end, false, change);
    change->named_targets = change->targets.count > 0;
    bool world = hit_in(doc, sentence->first, sentence->end, LEX_WORLD) != NULL;
    if (world && (change->targets.count == 0 || hit_in(doc, change->first, change->end, LEX_WORLD) != NULL)) {
        change->targets.count = 0;
        (void)record_codes_add(&change->targets, "*");
    }
    if (change->targets.count == 0 && before != NULL && strcmp(before->imposer, change->imposer) == 0)
        change->targets = before->targets;
    if (change->targets.count == 0) {
        for (size_t i = 0; i < title->mention_count; i++) {
            if (title->mention[i].kind == MENTION_COUNTRY)
                add_target(change, title->mention[i].side);
        }
    }
    if (change->targets.count == 0)
        (void)record_codes_add(&change->targets, "*");
}
