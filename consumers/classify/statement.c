#include "consumers/classify/document.h"

#include <string.h>

#define NEGATION_REACH 8 /* tokens from "no" to what is denied */

struct reading {
    enum record_type type;
    enum matter matter;
    enum denial_kind kind;
    const char *rule;
};

static bool is_event(enum matter matter)
{
    return matter == MATTER_CONTACT || matter == MATTER_TALKS || matter == MATTER_DEAL;
}

/* "no talks", "had not talked by phone": what is negated, or MATTER_NONE. */
static enum matter negated_event(const struct document *document, const struct sentence *sentence)
{
    for (const struct tag *no = NULL; (no = tag_next(document, sentence, TAG_NEGATION, no));) {
        uint32_t end = no->end + NEGATION_REACH;
        end = end < sentence->end ? end : sentence->end;
        if (token_is(document, no->end, "about") || token_is(document, no->end, "only") ||
            token_is(document, no->end, "just") || token_is(document, no->end, "to"))
            continue;
        for (uint32_t i = no->end; i < end; i++)
            if (document->token[i].kind == TOKEN_MARK)
                end = i;
        enum matter matter = matter_find(document, no->end, end);
        if (is_event(matter))
            return matter;
        bool flat = token_is(document, no->first, "no") || token_is(document, no->first, "never") ||
                    (no->first > 0 && (token_is(document, no->first - 1, "does") ||
                                       token_is(document, no->first - 1, "do") ||
                                       token_is(document, no->first - 1, "did")));
        if (flat && matter_find(document, no->end, no->end + 3) == MATTER_TRADE_CONDUCT)
            return MATTER_TRADE_CONDUCT;
    }
    return MATTER_NONE;
}

/* A sentence's matter; one of tariffs with no other cue is about a plan or a level. */
static enum matter matter_of(const struct document *document, const struct sentence *sentence)
{
    enum matter matter = matter_find(document, sentence->first, sentence->end);
    if (matter || !tag_next(document, sentence, TAG_TARIFF, NULL))
        return matter;
    return tag_next(document, sentence, TAG_ACTION, NULL) ? MATTER_TARIFF_PLAN
                                                          : MATTER_TARIFF_LEVEL;
}

/* What the sentences just before were about, for "That is simply not correct". */
static enum matter matter_before(const struct document *document, size_t index)
{
    for (size_t back = 1; back <= 3 && back <= index; back++) {
        const struct sentence *sentence = &document->sentence[index - back];
        enum matter matter = matter_of(document, sentence);
        if (matter)
            return matter;
    }
    return MATTER_NONE;
}

/* Whether the verb of denying is the speaker's own and not told of somebody else. */
static bool denies_itself(const struct document *document, const struct sentence *sentence)
{
    const struct tag *tag = tag_next(document, sentence, TAG_DENY, NULL);
    struct actor actor;
    if (!tag)
        return false;
    return !speaker_actor_at(document, sentence->first, tag->first, true, &actor) ||
           (actor.side && strcmp(actor.side, sentence->speaker.side) == 0);
}

/* Whom the sentence itself contradicts: somebody else who says, or is told, something in it. */
static void
denies_find(const struct document *document, const struct sentence *sentence, struct record *record)
{
    struct actor actor;
    uint32_t at = sentence->speaker.end > sentence->first && sentence->speaker.end < sentence->end
                      ? sentence->speaker.end
                      : sentence->first;
    for (; at<sentence->end; at = actor.end> at ? actor.end : at + 1) {
        if (!speaker_actor_at(document, at, sentence->end, false, &actor))
            return;
        uint32_t high = actor.end + 5 < sentence->end ? actor.end + 5 : sentence->end;
        uint32_t low = actor.first > sentence->first + 2 ? actor.first - 2 : sentence->first;
        bool told = token_is(document, low, "told") || token_is(document, low + 1, "told");
        if (actor.side &&
            (!record->speaker_side || strcmp(actor.side, record->speaker_side) != 0) &&
            (told || tag_in(document, TAG_SAY, actor.end, high))) {
            record->denies = actor.name;
            record->denies_side = actor.side;
            return;
        }
    }
}

static bool is_of_trade(const struct document *document, const struct sentence *sentence)
{
    for (const struct tag *tag = NULL; (tag = tag_next(document, sentence, TAG_TRADE, tag));)
        if (!tag->entry->note)
            return true;
    return tag_next(document, sentence, TAG_TARIFF, NULL) != NULL;
}

static bool read_denial(const struct document *document, size_t index, struct reading *reading)
{
    const struct sentence *sentence = &document->sentence[index];
    enum matter negated = negated_event(document, sentence);
    bool deny = denies_itself(document, sentence);
    bool falsehood = tag_next(document, sentence, TAG_FALSE, NULL) != NULL;
    if (sentence->asked || (!negated && !deny && !falsehood))
        return false;
    reading->type = RECORD_DENIAL;
    reading->kind = falsehood ? DENIAL_FALSEHOOD : DENIAL_FLAT;
    reading->rule = falsehood ? "denial.falsehood" : deny ? "denial.verb" : "denial.negated";
    reading->matter = negated ? negated : matter_of(document, sentence);
    if (!reading->matter)
        reading->matter = matter_before(document, index);
    return reading->matter != MATTER_NONE;
}

static bool read_claim(const struct document *document,
                       const struct sentence *sentence,
                       bool has_tariff,
                       struct reading *reading)
{
    /* What follows an appeal or a hope is not asserted. */
    const struct tag *appeal = tag_next(document, sentence, TAG_APPEAL, NULL);
    while (appeal && appeal->entry->note)
        appeal = tag_next(document, sentence, TAG_APPEAL, appeal);
    const struct tag *weak = tag_next(document, sentence, TAG_WEAK, NULL);
    uint32_t end = appeal ? appeal->first : sentence->end;
    end = weak && weak->first < end ? weak->first : end;
    reading->type = RECORD_CLAIM;
    reading->matter = matter_find(document, sentence->first, end);
    reading->rule = sentence->reported ? "claim.reported" : "claim.spoken";
    bool tariff = reading->matter == MATTER_TARIFF_PLAN || reading->matter == MATTER_TARIFF_LEVEL;
    return reading->matter != MATTER_NONE && !(has_tariff && tariff);
}

static bool same_side(const struct record *a, const struct record *b)
{
    return str_eq(str_of(a->speaker_side), str_of(b->speaker_side));
}

/* An earlier record that says the same: neighbouring sentences merge, later repeats go. */
static struct record *find_same(struct document *document, const struct record *record)
{
    for (size_t i = 0; i < document->records->count; i++) {
        struct record *other = &document->records->record[i];
        if (other != record && other->type == record->type && other->matter == record->matter &&
            strcmp(other->speaker, record->speaker) == 0 && same_side(other, record))
            return other;
    }
    return NULL;
}

static void merge(struct document *document, size_t index, struct record *record)
{
    struct record *same = find_same(document, record);
    if (!same)
        return;
    if (index > 0 &&
        same->evidence[0].end == document->token[document->sentence[index - 1].end - 1].end)
        same->evidence[0].end = record->evidence[0].end;
    document->records->count--;
}

void statement_read(struct document *document, size_t index, bool has_tariff)
{
    const struct sentence *sentence = &document->sentence[index];
    const struct actor *speaker = &sentence->speaker;
    struct reading reading = {0};
    if (!speaker->name || !speaker->side || tag_next(document, sentence, TAG_NONDENIAL, NULL))
        return;
    if ((sentence->question || sentence->asked) && !sentence->reported)
        return;
    bool own_text =
        !sentence->reported && !document->transcript && speaker->name == document->author.name;
    bool denial = read_denial(document, index, &reading);
    bool claim = !denial && read_claim(document, sentence, has_tariff, &reading);
    bool call = sentence->reported && reading.matter == MATTER_CONTACT;
    if (own_text && claim ? !is_of_trade(document, sentence) : !document->of_trade && !call)
        return;
    if (own_text && claim && token_is(document, sentence->first, "if"))
        return;
    bool recital = has_tariff && document->author.name && !document->transcript;
    if (!denial && (!claim || recital))
        return;
    struct record *record = document_record(document, reading.type, index);
    if (!record)
        return;
    record->speaker = speaker->name;
    record->speaker_side = *speaker->side ? speaker->side : NULL;
    record->speaker_role = speaker->role;
    record->matter = reading.matter;
    record->denial_kind = reading.kind;
    record->from_question = sentence->asked;
    record->rules = reading.rule;
    record->confidence = sentence->reported ? 0.8 : 0.65;
    record->certainty = CERTAINTY_CERTAIN;
    record->temporality = TEMPORALITY_CURRENT;
    matter_parties(document, sentence->first, sentence->end, &record->parties);
    const char *other = speaker_counterpart(document, speaker->side);
    if (*speaker->side)
        record_codes_add(&record->parties, speaker->side);
    if (*speaker->side && record->parties.count < 2 && other)
        record_codes_add(&record->parties, other);
    if (record->type == RECORD_DENIAL)
        denies_find(document, sentence, record);
    merge(document, index, record);
}
