#include "consumers/classify/parties.h"

#include "consumers/classify/allegiance.h"
#include "consumers/classify/matter.h"
#include "consumers/classify/mention.h"
#include "consumers/classify/side.h"

#include <string.h>

/* From an answer to the question that names the parties. */
#define ASKED_BACK 6

/* Whom a question calls "you": the side of whoever answers it. */
static const char *asked_side(const struct reader *reader, uint32_t sentence)
{
    const struct document *doc = reader->doc;
    for (uint32_t i = sentence + 1;
         doc->home == NULL && i < doc->sentence_count && i - sentence < ASKED_BACK; i++) {
        if (reader->voices[i].turn && !reader->voices[i].asked)
            return reader->voices[i].speaker.side;
    }
    return doc->home;
}

/* The two sides that a text names most, up to so many. */
static void fill_up(const struct document *doc, size_t most, struct record_codes *parties)
{
    for (size_t i = 0; i < 2 && parties->count < most; i++) {
        bool member = doc->country[i] != NULL && record_codes_have(parties, "EU") &&
                      strcmp(side_customs(doc->country[i]), "EU") == 0;
        if (doc->country[i] != NULL && strcmp(doc->country[i], "WTO") != 0 && !member)
            (void)record_codes_add(parties, doc->country[i]);
    }
}

/* "a promise about China", "stand with us against China": what is spoken of, not with whom; not "on
 * China tariffs". */
static bool is_topic(const struct document *doc, const struct mention *mention)
{
    static const enum grammar_word words[] = {W_ABOUT, W_AGAINST, W_ON, W_OVER};
    bool country = mention->kind == MENTION_COUNTRY && !mention->possessive &&
                   mention->entry->class == LEX_COUNTRY;
    for (size_t i = 0; country && i < sizeof words / sizeof words[0]; i++) {
        if (mention->first > 0 && word_is(doc, mention->first - 1, words[i]))
            return hit_at(doc, mention->end, LEX_TARIFF) == NULL &&
                   hit_at(doc, mention->end, LEX_TRADE) == NULL &&
                   hit_at(doc, mention->end, LEX_GOODS) == NULL &&
                   hit_at(doc, mention->end, LEX_PRODUCT) == NULL;
    }
    return false;
}

/* Whether one of two parties is only what the sentence speaks of, so that the one who deals with
 * the other is not named in it. */
static bool lacks_partner(const struct document *doc, uint32_t first, uint32_t end)
{
    const char *topic = NULL;
    for (size_t i = mention_from(doc, first); i < doc->mention_count && doc->mention[i].first < end;
         i++) {
        if (topic == NULL && is_topic(doc, &doc->mention[i]))
            topic = doc->mention[i].side;
    }
    for (size_t i = mention_from(doc, first);
         topic != NULL && i < doc->mention_count && doc->mention[i].first < end; i++) {
        const struct mention *mention = &doc->mention[i];
        if (mention->side != NULL && strcmp(mention->side, topic) == 0 && !is_topic(doc, mention))
            return false;
    }
    return topic != NULL;
}

/* "hurt producers in Germany and Italy": of the Union that is concerned, unless they speak. */
static void without_members(const char *side, struct record_codes *parties)
{
    struct record_codes kept = {0};
    if (!record_codes_have(parties, "EU"))
        return;
    for (size_t i = 0; i < parties->count; i++) {
        const char *code = parties->code[i];
        if (strcmp(code, "EU") == 0 || strcmp(side_customs(code), "EU") != 0 ||
            (side != NULL && strcmp(side, code) == 0))
            (void)record_codes_add(&kept, code);
    }
    *parties = kept;
}

/* "the US embassy in Jakarta", "Egypt's ambassador to Belgrade": with whom it deals, where nobody
 * else is named. */
static void
add_seat(const struct document *doc, const struct voice *voice, struct record_codes *parties)
{
    const struct mention *office = voice->reported ? mention_at(doc, voice->subject_first) : NULL;
    bool abroad =
        office != NULL && office->entry != NULL && strcmp(office->entry->text[3], "abroad") == 0;
    for (uint32_t at = abroad ? office->first : 0; abroad && at < office->end && parties->count < 2;
         at++) {
        bool seat = word_is(doc, at, W_IN) || word_is(doc, at, W_TO);
        const struct hit *place =
            seat ? mention_place(doc, at + 1 + word_is(doc, at + 1, W_THE)) : NULL;
        if (place != NULL)
            (void)record_codes_add(parties, place->entry->text[0]);
    }
}

void parties_fill(const struct reader *reader,
                  uint32_t sentence,
                  const struct reading *reading,
                  struct record_codes *parties)
{
    const struct document *doc = reader->doc;
    const struct voice *voices = reader->voices;
    const struct voice *voice = &voices[sentence];
    const struct speaker *speaker = reading->speaker;
    bool told = reading->told_end > reading->told_first;
    matter_parties(doc, told ? reading->told_first : reading->first,
                   told ? reading->told_end : reading->end, parties);
    const char *side = speaker->side != NULL
                           ? speaker->side
                           : allegiance_of(reader, &reader->voices[sentence], speaker);
    if (side != NULL && strcmp(side, "WTO") != 0)
        (void)record_codes_add(parties, side);
    const struct author *author = reader->author;
    for (size_t i = 0;
         author->joint[0] != NULL && speaker->name.ptr == author->speaker.name.ptr && i < 2; i++)
        (void)record_codes_add(parties, author->joint[i]);
    add_seat(doc, voice, parties);
    if (told && parties->count < 2)
        matter_parties(doc, reading->first, reading->end, parties);
    if (matter_happens(reading->matter) && parties->count > 2)
        matter_without_scenes(doc, voice->first, doc->sentence[sentence].end, parties);
    const char *asked = voice->asked ? asked_side(reader, sentence) : NULL;
    if (parties->count < 2 && asked != NULL)
        (void)record_codes_add(parties, asked);
    for (uint32_t i = sentence; i > 0 && sentence - i < ASKED_BACK && parties->count < 2; i--) {
        if (voice->turn && !voice->asked && voices[i - 1].asked)
            matter_parties(doc, doc->sentence[i - 1].first, doc->sentence[i - 1].end, parties);
    }
    struct record_codes near = *parties;
    uint32_t before = sentence > 0 ? sentence - 1 : 0;
    if (near.count < 2)
        matter_parties(doc, doc->sentence[before].first, doc->sentence[sentence].end, &near);
    if (near.count == 2)
        *parties = near;
    without_members(side, parties);
    /* What a duty does to those at home concerns nobody else whom the text may name. */
    bool home = reading->matter == MATTER_TRADE_EFFECT && parties->count == 1 && side != NULL;
    uint32_t from = told ? reading->told_first : reading->first;
    bool third = matter_happens(reading->matter) && parties->count == 2 &&
                 lacks_partner(doc, from, told ? reading->told_end : reading->end);
    if (third && asked != NULL)
        (void)record_codes_add(parties, asked);
    size_t most = third ? 3 : 2;
    if (!home)
        fill_up(doc, most, parties);
    fill_up(reader->title, most, parties);
}
