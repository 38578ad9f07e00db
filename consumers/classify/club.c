#include "consumers/classify/club.h"

#include "consumers/classify/allegiance.h"
#include "consumers/classify/mention.h"
#include "consumers/classify/phrase_side.h"
#include "consumers/classify/side.h"

#include <string.h>

#define OWNER_BACK   3   /* sentences from an office to whose it is */
#define MENTIONS_MAX 400 /* among which a speaker is looked for */

/* "the American Creamery Exporters' Board", "the spirits council": of traders by its name. */
static bool is_traders(const struct document *doc, const struct mention *mention)
{
    if (mention->kind != MENTION_BODY || mention->entry == NULL ||
        mention->entry->class != LEX_ORG_HEAD)
        return false;
    bool council = strcmp(mention->entry->surface, "council") == 0;
    bool board = council || strcmp(mention->entry->surface, "board") == 0 ||
                 strcmp(mention->entry->surface, "bureau") == 0;
    for (uint32_t at = mention->first; board && at < mention->end; at++) {
        if (side_is_maker(doc, at) ||
            (council && doc->home == NULL && hit_at(doc, at, LEX_PRODUCT) != NULL))
            return true;
    }
    return false;
}

static bool is_club(const struct document *doc, const struct mention *mention)
{
    struct speaker speaker = speech_of_mention(doc, mention);
    return mention->kind == MENTION_BODY &&
           (allegiance_private(&speaker) || is_traders(doc, mention));
}

/* "Ana Ruiz of the steel federation": in one phrase, or the club follows it. */
static bool is_of_club(const struct document *doc, const struct mention *person)
{
    for (const struct hit *head = hit_in(doc, person->core_end, person->end, LEX_ORG_HEAD);
         head != NULL; head = hit_in(doc, head->end, person->end, LEX_ORG_HEAD)) {
        if (phrase_is_club(head->entry))
            return true;
    }
    uint32_t at = person->end;
    if (!word_is(doc, at, W_OF) && !word_is(doc, at, W_FROM) && !word_is(doc, at, W_AT))
        return false;
    at += 1 + (word_is(doc, at + 1, W_THE) || word_is(doc, at + 1, W_A));
    const struct mention *body = mention_at(doc, at);
    return body != NULL && is_club(doc, body);
}

/* "The coalition says so, said its director": whose the office is. */
static bool is_own_of_club(const struct document *doc, const struct mention *office)
{
    uint32_t at = office->first;
    uint32_t back = office->sentence < OWNER_BACK ? office->sentence : OWNER_BACK;
    uint32_t low = doc->sentence[office->sentence - back].first;
    bool own = word_is(doc, at, W_ITS) || word_is(doc, at, W_THEIR) ||
               (at > 0 && (word_is(doc, at - 1, W_ITS) || word_is(doc, at - 1, W_THEIR)));
    size_t i = own ? mention_from(doc, at) : 0;
    while (i > 0 && doc->mention[i - 1].first >= low) {
        const struct mention *before = &doc->mention[--i];
        if (before->kind == MENTION_BODY)
            return is_club(doc, before);
    }
    return false;
}

/* Whether a person is told to be of a club anywhere. */
static bool is_member(const struct document *doc, uint32_t person)
{
    for (size_t i = 0; i < doc->mention_count && i < MENTIONS_MAX; i++) {
        const struct mention *mention = &doc->mention[i];
        if (mention->person == person && (is_of_club(doc, mention) || is_own_of_club(doc, mention)))
            return true;
    }
    return false;
}

bool club_speaks(const struct document *doc,
                 const struct voice *voice,
                 const struct speaker *speaker)
{
    if (speaker->person != NO_INDEX)
        return is_member(doc, speaker->person);
    const struct mention *subject = voice->reported ? mention_at(doc, voice->subject_first) : NULL;
    return subject != NULL && ((speaker->kind == MENTION_BODY && is_traders(doc, subject)) ||
                               (speaker->kind == MENTION_ROLE && is_own_of_club(doc, subject)));
}
