#include "consumers/classify/particulars.h"

#include "consumers/classify/mention.h"
#include "consumers/classify/when.h"

#include <string.h>

#define RULES_MAX_BYTES 95
#define RULES_PARTS     5

/* How much speaks for a reading before its evidence is weighed, and what each piece adds: set by
 * hand, in the order in which they told right from wrong readings of labelled texts. */
#define SURE_REPORTED 0.62
#define SURE_SPOKEN   0.50
#define SURE_WEIGHT   0.03 /* each, of cues up to WEIGHT_MAX */
#define SURE_NAMED    0.05
#define SURE_SIDES    0.05
#define SURE_SINGLE   0.04 /* taken off where the matter was told by one cue only */
#define SURE_DENIED   0.2  /* a denial is seldom read where there is none: see tests/eval/run */
#define WEIGHT_MAX    8

/* The body or office of a spokesperson: "a spokesperson for the Chinese Foreign Ministry". */
static const char *organization_of(struct document *doc, const struct voice *voice)
{
    const struct speaker *speaker = &voice->speaker;
    if (speaker->kind == MENTION_BODY)
        return arena_copy_str(doc->arena, speaker->name);
    if (!voice->reported)
        return NULL;
    for (uint32_t at = voice->subject_first; at < voice->subject_end; at++) {
        const struct hit *body = hit_at(doc, at, LEX_ORG);
        if (body != NULL && body->end <= voice->subject_end)
            return arena_copy_str(doc->arena, document_span(doc, body->first, body->end));
    }
    return NULL;
}

/* The date of what is said to have happened; the day on which it was said stands by the frame. */
static const char *
event_date(const struct document *doc, const struct voice *voice, const struct reading *reading)
{
    uint32_t frame_end = voice->verb == NULL ? 0 : voice->verb->end + 3;
    for (uint32_t at = reading->first; at < reading->end; at++) {
        if (when_none(doc, at))
            continue;
        bool by_frame =
            voice->reported && voice->verb != NULL && at >= voice->verb->end && at < frame_end;
        struct when when = when_event(doc, reading->first, at, reading->end);
        if (when.known && !by_frame)
            return when_text(doc, when.day);
    }
    return NULL;
}

/* "Xi called Trump", "China telephoned our people": the side of the caller. */
static const char *initiator_of(const struct document *doc, const struct reading *reading)
{
    if (reading->matter != MATTER_CONTACT && reading->matter != MATTER_TALKS)
        return NULL;
    for (uint32_t at = reading->first; at < reading->end; at++) {
        const struct hit *call = hit_at(doc, at, LEX_INITIATE);
        if (call == NULL || hit_is(call, 0, "giver"))
            continue;
        for (size_t i = mention_from(doc, at); i > 0; i--) {
            const struct mention *mention = &doc->mention[i - 1];
            if (mention->first < reading->first)
                break;
            if (mention->end <= at && mention->end + 3 >= at)
                return mention->side;
        }
        const struct mention *after = mention_at(doc, call->end);
        if (hit_is(call, 0, "by") && after != NULL)
            return after->side;
    }
    return NULL;
}

static enum certainty certainty_of(const struct document *doc, const struct reading *reading)
{
    if (hit_is(reading->verb, 0, "think"))
        return CERTAINTY_PROBABLE;
    for (uint32_t at = reading->first; at < reading->end; at++) {
        enum grammar_word word = grammar_at(doc, at);
        if (word == W_MAY || word == W_MIGHT || word == W_COULD)
            return CERTAINTY_POSSIBLE;
    }
    return CERTAINTY_CERTAIN;
}

static enum temporality temporality_of(const struct document *doc, const struct reading *reading)
{
    enum temporality temporality = TEMPORALITY_CURRENT;
    for (uint32_t at = reading->first; at < reading->end; at++) {
        enum grammar_word word = grammar_at(doc, at);
        if (word == W_IF || word == W_UNLESS)
            return TEMPORALITY_HYPOTHETICAL;
        if (word == W_WILL || word == W_SHALL || word == W_LL)
            temporality = TEMPORALITY_FUTURE;
    }
    return temporality;
}

static double
confidence_of(const struct voice *voice, const struct reading *reading, const struct record *record)
{
    unsigned weight = reading->weight > WEIGHT_MAX ? WEIGHT_MAX : reading->weight;
    double sure = (voice->reported ? SURE_REPORTED : SURE_SPOKEN) + SURE_WEIGHT * weight;
    if (voice->speaker.person != NO_INDEX)
        sure += SURE_NAMED;
    if (record->parties.count == 2)
        sure += SURE_SIDES;
    if (weight < 6)
        sure -= SURE_SINGLE;
    if (record->type == RECORD_DENIAL)
        sure += SURE_DENIED;
    return sure > 0.98 ? 0.98 : sure;
}

static const char *join_rules(struct arena *arena, const char *const part[RULES_PARTS])
{
    char rules[RULES_MAX_BYTES];
    size_t len = 0;
    for (size_t i = 0; i < RULES_PARTS; i++) {
        size_t more = strlen(part[i]);
        more = more < sizeof rules - len ? more : sizeof rules - len;
        memcpy(rules + len, part[i], more);
        len += more;
    }
    return arena_copy(arena, rules, len);
}

void particulars_fill(struct document *doc,
                      const struct voice *voice,
                      const struct reading *reading,
                      struct record *record)
{
    const char *how = voice->asked      ? "voice.question"
                      : voice->reported ? "voice.frame"
                      : voice->turn     ? "voice.turn"
                                        : "voice.author";
    record->rules = join_rules(doc->arena, (const char *[]){reading->rule, " ", how, " matter.",
                                                            matter_name(reading->matter)});
    record->organization = organization_of(doc, voice);
    record->event_date = event_date(doc, voice, reading);
    record->initiator = initiator_of(doc, reading);
    record->certainty = certainty_of(doc, reading);
    record->temporality = temporality_of(doc, reading);
    record->confidence = reading->judged ? reading->share : confidence_of(voice, reading, record);
}
