#include "consumers/classify/opponent_named.h"

#include "consumers/classify/allegiance.h"
#include "consumers/classify/mention.h"

#include <string.h>

#define OUTLET_REACH 6 /* tokens from "answering" past "a column in the" to the outlet */

#define TELLS_AHEAD  3 /* tokens from a name to its verb: "has since claimed" */
#define QUOTED_AHEAD 3 /* tokens from an outlet to whom it quotes */

/* "The Ministry" of "the Ministry of Finance says". */
static bool is_short(const struct speaker *other, const struct speaker *speaker)
{
    struct str rest;
    struct str name = speaker->name;
    while (other->kind == MENTION_BODY && other->name.len > 0 &&
           memchr(other->name.ptr, ' ', other->name.len) == NULL && name.len > 0) {
        if (str_eq_nocase(str_split(name, ' ', &rest), other->name))
            return true;
        name = rest;
    }
    return false;
}

bool opponent_is_lawmaker(const struct speaker *speaker)
{
    return speaker->kind == MENTION_ROLE && speaker->entry != NULL &&
           strcmp(speaker->entry->text[0], "lawmaker") == 0;
}

bool opponent_may_be(const struct document *doc,
                     struct speaker other,
                     const struct speaker *speaker)
{
    speech_name_office(doc, &other);
    bool own = other.person == NO_INDEX && other.side != NULL && speaker->side != NULL &&
               strcmp(other.side, speaker->side) == 0 && other.kind != MENTION_OUTLET &&
               !opponent_is_lawmaker(&other);
    return !own && !is_short(&other, speaker) && !statement_same_speaker(&other, speaker);
}

/* "the former president": one who holds no office of the denier's side any more. */
static bool is_former(const struct document *doc, const struct mention *mention)
{
    for (uint32_t at = mention->first; at < mention->core_end; at++) {
        if (hit_is(hit_at(doc, at, LEX_ROLE_MOD), 0, "other"))
            return true;
    }
    return false;
}

/* "announced by the Company", in the company's own statement. */
static bool is_own_firm(const struct document *doc,
                        const struct mention *mention,
                        const struct speaker *speaker)
{
    struct speaker other = speech_of_mention(doc, mention);
    return allegiance_private(speaker) && allegiance_private(&other) &&
           mention->core_end == mention->core_first + 1 && mention->entry != NULL;
}

/* "the ministry", "an analyst": a word for many, which the speaker's own may be, too. */
static bool is_common(const struct document *doc, const struct mention *mention)
{
    bool word = mention->core_end == mention->core_first + 1 && mention->side == NULL &&
                mention->person == NO_INDEX && mention->entry != NULL &&
                (doc->token[mention->core_first].flags & TOKEN_CAPITAL) == 0;
    return word &&
           (mention->entry->class == LEX_FIRM || strcmp(mention->entry->text[0], "office") == 0 ||
            strcmp(mention->entry->text[0], "company") == 0 ||
            strcmp(mention->entry->text[0], "analyst") == 0);
}

/* "The Fake News": all that tell what one does not like. */
static bool is_fake(const struct document *doc, const struct mention *mention)
{
    const struct hit *fake = hit_at(doc, mention->core_first, LEX_FALSEHOOD);
    return mention->kind == MENTION_OUTLET && fake != NULL && fake->end == mention->core_end;
}

/* "newspaper", "a broadcaster": none that is named; "a Nairobi daily" is. */
static bool is_nameless(const struct document *doc, const struct mention *mention)
{
    return is_fake(doc, mention) || is_common(doc, mention) || mention->kind == MENTION_PRONOUN ||
           (mention->generic && mention->side == NULL) ||
           (mention->kind == MENTION_OUTLET &&
            ((doc->token[mention->core_first].flags | doc->token[mention->core_end - 1].flags) &
             TOKEN_CAPITAL) == 0);
}

/* "whose chairman": whom that stands for. */
static const struct mention *owner_of(const struct document *doc, const struct mention *mention)
{
    uint32_t at = mention->first;
    if (at < 2 || !word_is(doc, at - 1, W_WHOSE))
        return mention;
    const struct mention *owner = mention_ending(doc, at - 1);
    if (owner == NULL)
        owner = mention_ending(doc, at - 2);
    return owner == NULL ? mention : owner;
}

/* "your minister", asked of the minister's own spokesman. */
static bool is_owned(const struct document *doc, const struct mention *mention)
{
    uint32_t at = mention->first;
    return word_is(doc, at, W_YOUR) || word_is(doc, at, W_OUR) || word_is(doc, at, W_MY) ||
           (at > 0 && (word_is(doc, at - 1, W_YOUR) || word_is(doc, at - 1, W_OUR)));
}

/* "Reuters has the Brazilians saying": whom an outlet quotes, else the outlet. */
static const struct mention *speaker_in(const struct document *doc,
                                        const struct mention *outlet,
                                        uint32_t end,
                                        const struct speaker *denier)
{
    size_t next = mention_from(doc, outlet->end);
    const struct mention *mention = next < doc->mention_count ? &doc->mention[next] : NULL;
    if (outlet->kind != MENTION_OUTLET || mention == NULL || mention->first >= end ||
        mention->first - outlet->end > QUOTED_AHEAD || mention->kind == MENTION_OUTLET ||
        (!word_is(doc, outlet->end, W_HAS) && !word_is(doc, outlet->end, W_HAVE)) ||
        is_nameless(doc, mention) || !source_asserts(doc, mention, outlet->end, end) ||
        !opponent_may_be(doc, speech_of_mention(doc, mention), denier))
        return outlet;
    return mention;
}

/* "US President Donald Trump": the person whose country is a mention of its own before the name. */
static const struct mention *bearer_of(const struct document *doc, const struct mention *mention)
{
    size_t next = mention_from(doc, mention->end);
    const struct mention *name = next < doc->mention_count ? &doc->mention[next] : NULL;
    bool bears = mention->kind == MENTION_COUNTRY && name != NULL && name->first == mention->end &&
                 name->person != NO_INDEX && name->side != NULL &&
                 strcmp(name->side, mention->side) == 0;
    return bears ? name : mention;
}

/* "a remark by the deputy commerce secretary", in the text of another body of the same side: whose
 * word it has to answer. */
static bool is_colleague(const struct document *doc,
                         const struct mention *mention,
                         uint32_t first,
                         const struct speaker *speaker)
{
    return mention->kind == MENTION_ROLE && !mention->generic && speaker->kind == MENTION_BODY &&
           mention->core_end > mention->core_first + 1 && mention->first > first &&
           word_is(doc, mention->first - 1, W_BY) && source_reports(doc, first, mention->first);
}

const struct mention *opponent_named(const struct document *doc,
                                     uint32_t first,
                                     uint32_t end,
                                     const struct speaker *speaker,
                                     source_test *test)
{
    for (size_t i = mention_from(doc, first); i < doc->mention_count && doc->mention[i].first < end;
         i++) {
        const struct mention *mention = &doc->mention[i];
        bool other = opponent_may_be(doc, speech_of_mention(doc, mention), speaker) ||
                     is_colleague(doc, mention, first, speaker) ||
                     (is_former(doc, mention) && mention->person == NO_INDEX);
        if (!is_nameless(doc, mention) && !is_owned(doc, mention) &&
            !is_own_firm(doc, mention, speaker) && other && test(doc, mention, first, end))
            return owner_of(doc, speaker_in(doc, bearer_of(doc, mention), end, speaker));
    }
    return NULL;
}

const struct mention *opponent_as_told(const struct document *doc,
                                       uint32_t first,
                                       uint32_t end,
                                       const struct speaker *speaker)
{
    for (size_t i = mention_from(doc, first); i < doc->mention_count && doc->mention[i].first < end;
         i++) {
        const struct mention *mention = &doc->mention[i];
        uint32_t as = mention->first - word_is(doc, mention->first - 1, W_THE);
        uint32_t reach = mention->end + TELLS_AHEAD < end ? mention->end + TELLS_AHEAD : end;
        const struct hit *say = hit_in(doc, mention->end, reach, LEX_SAY);
        if (as > first + 1 && word_is(doc, as - 1, W_AS) && mark_is(doc, as - 2, ',') &&
            mention->kind != MENTION_PRONOUN && mention->kind != MENTION_OUTLET && say != NULL &&
            !hit_is(say, 1, "as") && opponent_may_be(doc, speech_of_mention(doc, mention), speaker))
            return bearer_of(doc, mention);
    }
    return NULL;
}

const struct mention *opponent_where(const struct document *doc,
                                     uint32_t first,
                                     uint32_t end,
                                     const struct statement *denial)
{
    for (size_t i = mention_from(doc, first); i < doc->mention_count && doc->mention[i].first < end;
         i++) {
        const struct mention *mention = &doc->mention[i];
        uint32_t at = mention->first;
        bool own = denial->speaker.side != NULL && mention->side != NULL &&
                   strcmp(denial->speaker.side, mention->side) == 0;
        if (mention->kind == MENTION_COUNTRY && !own && at > first && word_is(doc, at - 1, W_IN) &&
            hit_at(doc, at, LEX_CAPITAL) != NULL && source_reports(doc, first, at) &&
            record_codes_have(&denial->record->parties, mention->side))
            return mention;
    }
    return NULL;
}

const struct mention *opponent_misleading(const struct document *doc,
                                          uint32_t first,
                                          uint32_t end,
                                          const struct speaker *speaker)
{
    const struct hit *falsehood = hit_in(doc, first, end, LEX_FALSEHOOD);
    if (falsehood == NULL)
        return NULL;
    bool told = hit_in(doc, first, falsehood->first, LEX_APPEAL) != NULL;
    for (size_t i = mention_from(doc, falsehood->first); i > 0; i--) {
        const struct mention *mention = &doc->mention[i - 1];
        if (mention->first < first)
            return NULL;
        struct speaker other = speech_of_mention(doc, mention);
        bool subject = told || mention->end == falsehood->first;
        if (subject && mention->kind != MENTION_PRONOUN && !statement_same_speaker(&other, speaker))
            return mention;
    }
    return NULL;
}

const struct mention *
opponent_answered_outlet(const struct document *doc, uint32_t first, uint32_t end)
{
    for (const struct hit *answers = hit_in(doc, first, end, LEX_ANSWERS); answers != NULL;
         answers = hit_in(doc, answers->end, end, LEX_ANSWERS)) {
        uint32_t high = answers->end + OUTLET_REACH < end ? answers->end + OUTLET_REACH : end;
        for (uint32_t next = answers->end; next < high; next++) {
            const struct mention *mention = mention_at(doc, next);
            if (mention != NULL && mention->kind == MENTION_OUTLET)
                return mention;
            /* "answering questions from" */
            if (doc->token[next].kind == TOKEN_PUNCT || word_is(doc, next, W_FROM) ||
                word_spelled(doc, next, "question") || word_spelled(doc, next, "questions"))
                break;
        }
    }
    return NULL;
}
