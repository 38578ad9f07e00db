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
        for (uint32_t i = no->end; i < end; i++)
            if (document->token[i].kind == TOKEN_MARK)
                end = i;
        enum matter matter = matter_find(document, no->end, end);
        if (is_event(matter))
            return matter;
    }
    return MATTER_NONE;
}

/* What the sentences just before were about, for "That is simply not correct". */
static enum matter matter_before(const struct document *document, size_t index)
{
    for (size_t back = 1; back <= 3 && back <= index; back++) {
        const struct sentence *sentence = &document->sentence[index - back];
        enum matter matter = matter_find(document, sentence->first, sentence->end);
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

/* Whether tokens [first, end) or the text just around speak of trade at all. */
static bool is_of_trade(const struct document *document, size_t index, size_t around)
{
    size_t low = index > around ? index - around : 0;
    size_t high =
        index + around < document->sentence_count ? index + around : document->sentence_count - 1;
    uint32_t first = document->sentence[low].first, end = document->sentence[high].end;
    return tag_in(document, TAG_TRADE, first, end) || tag_in(document, TAG_TARIFF, first, end);
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
    reading->matter = negated ? negated : matter_find(document, sentence->first, sentence->end);
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
    const struct tag *weak = tag_next(document, sentence, TAG_WEAK, NULL);
    uint32_t end = appeal ? appeal->first : sentence->end;
    end = weak && weak->first < end ? weak->first : end;
    reading->type = RECORD_CLAIM;
    reading->matter = matter_find(document, sentence->first, end);
    reading->rule = sentence->reported ? "claim.reported" : "claim.spoken";
    bool tariff = reading->matter == MATTER_TARIFF_PLAN || reading->matter == MATTER_TARIFF_LEVEL;
    return reading->matter != MATTER_NONE && !(has_tariff && tariff);
}

static bool same_codes(const struct record_codes *a, const struct record_codes *b)
{
    for (size_t i = 0; i < a->count && a->count == b->count; i++)
        if (strcmp(a->code[i], b->code[i]) != 0)
            return false;
    return a->count == b->count;
}

/* An earlier record that says the same: neighbouring sentences merge, later repeats go. */
static struct record *find_same(struct document *document, const struct record *record)
{
    for (size_t i = 0; i < document->records->count; i++) {
        struct record *other = &document->records->record[i];
        if (other != record && other->type == record->type && other->matter == record->matter &&
            strcmp(other->speaker, record->speaker) == 0 &&
            (same_codes(&other->parties, &record->parties) || record->type == RECORD_CLAIM))
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
    if (!is_of_trade(document, index, own_text ? 0 : 3))
        return;
    if (!read_denial(document, index, &reading) &&
        ((own_text && has_tariff) || !read_claim(document, sentence, has_tariff, &reading)))
        return;
    struct record *record = document_record(document, reading.type, index);
    if (!record)
        return;
    record->speaker = speaker->name;
    record->speaker_side = speaker->side;
    record->speaker_role = speaker->role;
    record->matter = reading.matter;
    record->denial_kind = reading.kind;
    record->from_question = sentence->asked;
    record->rules = reading.rule;
    record->confidence = sentence->reported ? 0.8 : 0.65;
    record->certainty = CERTAINTY_CERTAIN;
    record->temporality = TEMPORALITY_CURRENT;
    matter_parties(document, sentence->first, sentence->end, &record->parties);
    record_codes_add(&record->parties, speaker->side);
    const char *other = speaker_counterpart(document, speaker->side);
    if (record->parties.count < 2 && other)
        record_codes_add(&record->parties, other);
    merge(document, index, record);
}
