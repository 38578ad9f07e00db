#include "consumers/classify/headed.h"

#include "consumers/classify/mention.h"
#include "consumers/classify/negation.h"
#include "consumers/classify/source.h"

#include <string.h>

#define LEADS 2 /* sentences of a report that its headline is of */

/* "Nairobi denies", "Delhi rejects charge": not "rejects demand", "does not deny". */
static bool tells_denial(const struct document *title)
{
    uint32_t end = (uint32_t)title->token_count;
    for (const struct hit *verb = hit_in(title, 0, end, LEX_DENY); verb != NULL;
         verb = hit_in(title, verb->end, end, LEX_DENY)) {
        bool denies = hit_is(verb, 0, "deny") ||
                      (hit_is(verb, 0, "dismiss") && source_reports(title, verb->end, end));
        if (denies && hit_in(title, 0, verb->first, LEX_NEG) == NULL &&
            hit_over(title, verb->first, LEX_NONEG) == NULL)
            return true;
    }
    return false;
}

/* Whether a clause is about what another side does: "China has shown no interest". */
static bool is_others(const struct document *doc, const struct reading *reading)
{
    uint32_t at = reading->first;
    while (at < reading->end && (doc->token[at].kind != TOKEN_WORD || word_is(doc, at, W_THAT)))
        at++;
    const struct mention *subject = mention_at(doc, at);
    const char *own = reading->speaker->side;
    return subject != NULL && subject->side != NULL && !subject->possessive && own != NULL &&
           strcmp(subject->side, own) != 0 &&
           (subject->kind != MENTION_COUNTRY || hit_at(doc, subject->first, LEX_DEMONYM) == NULL);
}

bool headed_denies(const struct reader *reader, uint32_t i, const struct reading *reading)
{
    const struct voice *voice = &reader->voices[i];
    return i < LEADS && reader->press && reader->trade && voice->reported &&
           hit_is(voice->verb, 0, "say") && reading->verb == voice->verb &&
           negation_plain(reader->doc, reading->first, reading->end) &&
           tells_denial(reader->title) && !is_others(reader->doc, reading);
}

bool headed_accusation(const struct reader *reader)
{
    const struct document *title = reader->title;
    uint32_t end = (uint32_t)title->token_count;
    for (const struct hit *hit = hit_in(title, 0, end, LEX_REPORT); hit != NULL;
         hit = hit_in(title, hit->end, end, LEX_REPORT)) {
        if (hit_is(hit, 0, "accuse"))
            return true;
    }
    return false;
}
