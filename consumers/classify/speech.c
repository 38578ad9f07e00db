#include "consumers/classify/speech.h"

#include "consumers/classify/clause.h"
#include "consumers/classify/foreseen.h"
#include "consumers/classify/frame.h"
#include "consumers/classify/holder.h"
#include "consumers/classify/mention.h"
#include "consumers/classify/naming.h"
#include "consumers/classify/subject.h"
#include "consumers/classify/turn.h"

#include <string.h>

#define TURN_OPENING 3  /* tokens of a turn before who is told of */
#define NOUN_AHEAD   3  /* tokens of "The claim", "Such reports" */
#define OFFICE_MAX   3  /* tokens before a name that tell what it does: "Airbus chief" */
#define SCENE_MIN    3  /* tokens from a sentence's start to "after the president told" */
#define LISTED_MAX   24 /* tokens before the colon of a quotation in a list */
#define TIME_MAX     6  /* tokens of "10:02 -" */

struct speaker speech_of_mention(const struct document *doc, const struct mention *mention)
{
    struct speaker speaker = {.person = mention->person,
                              .kind = mention->kind,
                              .side = mention->side,
                              .entry = mention->entry,
                              .generic = mention->generic,
                              .named_side = mention->named_side};
    if (mention->kind == MENTION_PRONOUN)
        return speaker;
    speaker.name = mention_name(doc, mention);
    if (mention->person != NO_INDEX) {
        const struct person *person = &doc->person[mention->person];
        speaker.side = person->side != NULL ? person->side : mention->side;
        speaker.entry = person->role != NULL ? person->role : mention->entry;
    }
    if (speaker.entry != NULL &&
        (speaker.entry->class == LEX_ROLE || speaker.entry->class == LEX_ORG_HEAD))
        speaker.role = speaker.entry->text[0];
    if (speaker.role == NULL && mention->person != NO_INDEX)
        speaker.role = doc->person[mention->person].office;
    return speaker;
}

/* A pronoun is the subject of its own sentence's main clause ("X is to travel, he said"), else
 * whoever spoke last. */
/* Whom the sentence before begins with, by name: "The minister, Julián Recalde, was there. He"; the
 * body, for "it". */
static const struct mention *introduced(const struct document *doc, uint32_t sentence, bool it)
{
    if (sentence == 0)
        return NULL;
    uint32_t first = doc->sentence[sentence - 1].first;
    size_t i = mention_from(doc, first);
    const struct mention *mention = i < doc->mention_count ? &doc->mention[i] : NULL;
    bool named = mention != NULL && mention->first <= first + (it ? 0 : OFFICE_MAX) &&
                 (it ? mention->kind == MENTION_BODY || mention->kind == MENTION_COUNTRY
                     : mention->person != NO_INDEX);
    return named && !mention->possessive ? mention : NULL;
}

static struct speaker resolve(const struct document *doc,
                              uint32_t first,
                              uint32_t sentence,
                              bool said_before,
                              const struct frame *frame,
                              const struct speaker *last)
{
    if (!frame->pronoun)
        return frame->speaker;
    /* "They say there are no talks": others than the one who spoke last. */
    if (word_is(doc, frame->subject_first, W_THEY) && last->person != NO_INDEX)
        return (struct speaker){.person = NO_INDEX};
    const struct mention *subject =
        frame->after ? subject_of_clause(doc, first, frame->subject_first) : NULL;
    if (subject != NULL && (subject->kind == MENTION_PERSON || subject->kind == MENTION_ROLE) &&
        !subject->generic && (last->name.len == 0 || subject->first < first + 3))
        return speech_of_mention(doc, subject);
    const struct mention *person =
        said_before ? NULL : introduced(doc, sentence, word_is(doc, frame->subject_first, W_IT));
    return person != NULL ? speech_of_mention(doc, person) : *last;
}

/* The sentence that holds a token. */
static uint32_t sentence_of(const struct document *doc, uint32_t token)
{
    uint32_t low = 0;
    uint32_t high = (uint32_t)doc->sentence_count;
    while (low + 1 < high) {
        uint32_t middle = low + (high - low) / 2;
        if (doc->sentence[middle].first <= token)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* The sentence in which the quotation begins that a sentence goes on with, else that sentence. */
static uint32_t quote_opening(const struct document *doc, uint32_t first, uint32_t sentence)
{
    uint32_t quote = doc->quote_at[first];
    return quote == NO_INDEX ? sentence : sentence_of(doc, doc->quote[quote].first);
}

/* The speaker of a quotation that covers the start of sentence `at`: named where it ends, where it
 * begins, or before. */
static const struct speaker *
quoted_speaker(const struct document *doc, const struct voice *voices, uint32_t at)
{
    uint32_t first = voices[at].first;
    uint32_t quote = doc->quote_at[first];
    if (quote == NO_INDEX)
        return NULL;
    uint32_t closing = sentence_of(doc, doc->quote[quote].end - 1);
    if (voices[closing].reported)
        return &voices[closing].speaker;
    uint32_t opening = sentence_of(doc, doc->quote[quote].first);
    if (voices[opening].reported)
        return &voices[opening].speaker;
    /* `"One," he said. "Two."`: the one before goes on. */
    for (uint32_t back = opening; back > 0 && opening - back < 3; back--) {
        if (voices[back - 1].speaker.name.len > 0 &&
            voices[back - 1].speaker.kind != MENTION_OUTLET)
            return &voices[back - 1].speaker;
    }
    return NULL;
}

/* "10:02 - The minister": past the time that opens an entry of a running report. */
static uint32_t past_time(const struct document *doc, uint32_t first, uint32_t end)
{
    uint32_t at = first;
    while (at < end && at - first < TIME_MAX &&
           (doc->token[at].kind == TOKEN_NUMBER || doc->token[at].kind == TOKEN_PUNCT))
        at++;
    return at;
}

/* Who may speak before a colon: "the ministry:", "Ottawa:"; a person the best. */
static const struct mention *
before_colon(const struct document *doc, uint32_t first, uint32_t colon, bool press)
{
    const struct mention *speaks = NULL;
    size_t i = mention_from(doc, first);
    bool opens = i < doc->mention_count && doc->mention[i].first <= first + 1;
    for (; opens && i < doc->mention_count && doc->mention[i].first < colon; i++) {
        const struct mention *mention = &doc->mention[i];
        if (mention->kind == MENTION_OUTLET || mention->kind == MENTION_PRONOUN)
            continue;
        bool person = mention->kind == MENTION_PERSON || mention->person != NO_INDEX;
        if (speaks == NULL
                ? person || (press && !mention->generic)
                : person && speaks->person == NO_INDEX && press && speaks->kind == MENTION_ROLE)
            speaks = mention;
        if (speaks == NULL || !press)
            break;
    }
    return speaks;
}

/* Whether what follows a colon is what somebody says: a quotation, or words of one's own that
 * answer ("Ottawa: no such call"), where "Brazil: 50% on coffee" are not Brazil's. */
static bool is_said_at(const struct document *doc, const struct mention *who, uint32_t at)
{
    return doc->quote_at[at] != NO_INDEX || who->kind != MENTION_COUNTRY ||
           hit_at(doc, at, LEX_NEG) != NULL || word_is(doc, at, W_WE) ||
           (word_is(doc, at, W_THERE) && hit_in(doc, at, at + 4, LEX_NEG) != NULL);
}

/* `Chad Smith, Smith Farm (Steele, AL): "We sell more."`: a list of what people say; in a report,
 * `The ministry: no such call`, too. */
static bool names_quote(const struct document *doc,
                        const struct author *author,
                        struct voice *voices,
                        uint32_t at)
{
    uint32_t end = doc->sentence[at].end;
    bool press = author->press;
    uint32_t first = press ? past_time(doc, voices[at].first, end) : voices[at].first;
    if (!doc->sentence[at].line && !doc->sentence[at].bullet && !press)
        return false;
    for (uint32_t i = first; i + 1 < end && i - first < LISTED_MAX; i++) {
        /* "President Lind has been plain that duties would come: ..." is told of him. */
        if (doc->token[i].kind == TOKEN_QUOTE || clause_is_finite(doc, i) ||
            hit_at(doc, i, LEX_SAY) != NULL || hit_at(doc, i, LEX_DENY) != NULL)
            return false;
        if (!mark_is(doc, i, ':'))
            continue;
        const struct mention *who = before_colon(doc, first, i, press);
        uint32_t quote = doc->token[i + 1].kind == TOKEN_QUOTE ? doc->quote_at[i + 1] : NO_INDEX;
        if (who == NULL || (quote == NO_INDEX && (!press || !is_said_at(doc, who, i + 1))))
            return false;
        struct speaker speaker = speech_of_mention(doc, who);
        for (size_t m = mention_from(doc, first);
             speaker.side == NULL && press && m < doc->mention_count && doc->mention[m].first < i;
             m++)
            speaker.side = doc->mention[m].side;
        if (speaker.side == NULL)
            speaker.side = author->speaker.side;
        uint32_t last = quote != NO_INDEX ? doc->quote[quote].end : end;
        for (uint32_t s = at; s < doc->sentence_count && doc->sentence[s].first < last; s++) {
            voices[s].speaker = speaker;
            voices[s].turn = true;
        }
        voices[at].first = i + 1;
        return true;
    }
    return false;
}

/* "..., the ministry announced on Friday.": nothing follows the verb that could be what was said.
 */
static bool closes_at(const struct document *doc, uint32_t at)
{
    return at >= doc->token_count || doc->token[at].kind == TOKEN_PUNCT ||
           doc->token[at].kind == TOKEN_QUOTE || hit_at(doc, at, LEX_DATE) != NULL ||
           word_is(doc, at, W_ON) || word_is(doc, at, W_IN) || word_is(doc, at, W_AT) ||
           word_is(doc, at, W_AFTER) || word_is(doc, at, W_DURING);
}

/* `LIN YU: The US Secretary said that talks are under way.`: what another country's says, told in a
 * turn; "as the President said" is the turn's own. */
static bool
tells_others(const struct document *doc, const struct voice *voice, const struct frame *frame)
{
    const struct speaker *own = &voice->speaker;
    const struct speaker *other = &frame->speaker;
    bool opens = frame->subject_first <= voice->first + TURN_OPENING && !frame->after;
    return opens && !frame->pronoun && !frame->relative && !other->generic &&
           other->kind != MENTION_OUTLET && own->side != NULL && other->side != NULL &&
           strcmp(own->side, other->side) != 0 && hit_is(frame->verb, 0, "say") &&
           !hit_is(frame->verb, 1, "act") &&
           hit_in(doc, voice->first, frame->subject_first, LEX_NEG) == NULL;
}

/* "Economists tell us that it would cost a family $2,000", "Trump calls for a tariff on all we
 * buy": whoever speaks makes the point, by the word of nobody in particular or of a rival's plan.
 */
static bool makes_point(const struct document *doc,
                        const struct author *author,
                        const struct voice *voice,
                        const struct frame *frame,
                        uint32_t end)
{
    bool nobody = frame->speaker.generic && frame->speaker.side == NULL && !frame->pronoun &&
                  author->named && !hit_is(frame->verb, 0, "ask") && frame->speaker.role != NULL &&
                  strcmp(frame->speaker.role, "analyst") == 0;
    return !voice->asked && !frame->after &&
           (nobody ||
            (hit_is(frame->verb, 0, "ask") && foreseen_rival(doc, voice->first, end, author)));
}

/* "Ana Ruiz was speaking after the president told a weekly that": who the sentence is about, where
 * somebody else speaks only in a clause of time; or NULL. */
static const struct mention *
begins_scene(const struct document *doc, const struct voice *voice, uint32_t i)
{
    const struct mention *mention = mention_at(doc, doc->sentence[i].first);
    bool under = voice->subject_first > doc->sentence[i].first + SCENE_MIN;
    uint32_t before = voice->subject_first;
    while (under && before > doc->sentence[i].first &&
           (word_is(doc, before - 1, W_THE) || hit_at(doc, before - 1, LEX_DEMONYM) != NULL))
        before--;
    under = under && (word_is(doc, before - 1, W_AFTER) || word_is(doc, before - 1, W_BEFORE) ||
                      word_is(doc, before - 1, W_WHEN));
    bool other = mention != NULL && mention->kind == MENTION_PERSON && !mention->possessive &&
                 mention->end < before && mention->person != voice->speaker.person;
    return under && other ? mention : NULL;
}

static void assign_frames(struct document *doc, const struct author *author, struct voice *voices)
{
    struct speaker last = author->speaker;
    struct speaker told = {.person = NO_INDEX}; /* whom those who ask have told of */
    for (uint32_t i = 0; i < doc->sentence_count; i++) {
        struct frame frame;
        struct voice *voice = &voices[i];
        bool listed = doc->sentence[i].bullet && names_quote(doc, author, voices, i);
        bool own_turn =
            listed || (voice->turn && !voice->asked) || names_quote(doc, author, voices, i);
        bool framed =
            !author->social && frame_read(doc, voice->first, doc->sentence[i].end, &frame);
        if (own_turn)
            last = voice->speaker;
        if (!framed || (own_turn && !tells_others(doc, voice, &frame)))
            continue;
        bool reporter = author->press && !voice->turn;
        /* "Yesterday, the president announced a deal": an official text tells it itself. */
        bool closes = frame.after && closes_at(doc, frame.verb->end);
        if (!reporter && ((frame.relative && !voice->asked) ||
                          (hit_is(frame.verb, 1, "act") && !voice->turn && !closes)))
            continue;
        if (!reporter && makes_point(doc, author, voice, &frame, doc->sentence[i].end))
            continue;
        uint32_t opening = quote_opening(doc, voice->first, i);
        /* Who answers is nobody that the next question tells of. */
        bool apart = opening > 0 &&
                     (voices[opening - 1].reported || voices[opening - 1].asked != voice->asked);
        struct speaker speaker =
            resolve(doc, voice->first, opening, apart, &frame, voice->asked ? &told : &last);
        if (speaker.name.len == 0)
            continue;
        /* "We said that" in Biden's speech is not Leader McCarthy's word. */
        if (!frame.pronoun || !author->named || speaker.name.ptr != author->speaker.name.ptr)
            speech_name_office(doc, &speaker);
        holder_name(doc, author, &speaker);
        naming_body(doc, author, &speaker, voice->first);
        voice->speaker = speaker;
        voice->reported = true;
        voice->after = frame.after;
        voice->verb = frame.verb;
        voice->next_verb = frame.next;
        voice->next_first = frame.next_first;
        voice->aside = frame.aside;
        speech_name_office(doc, &voice->aside.speaker);
        naming_body(doc, author, &voice->aside.speaker, voice->first);
        voice->subject_first = frame.subject_first;
        voice->subject_end = frame.subject_end;
        naming_bind(doc, voices, i);
        if (voice->asked)
            told = voice->speaker;
        if (!own_turn)
            last = voice->speaker;
        const struct mention *begins = begins_scene(doc, voice, i);
        if (!own_turn && begins != NULL)
            last = speech_of_mention(doc, begins);
    }
}

/* "There was no call, he said. Nor had India given its word.", "Claims to that effect were a fairy
 * tale.": the same speaker's next words. */
static bool goes_on_denying(const struct document *doc, uint32_t sentence)
{
    const struct sentence *one = &doc->sentence[sentence];
    if (one->paragraph != doc->sentence[sentence - 1].paragraph)
        return false;
    uint32_t edge = one->first + NOUN_AHEAD < one->end ? one->first + NOUN_AHEAD : one->end;
    const struct hit *noun = hit_in(doc, one->first, edge, LEX_REPORT);
    bool untrue = noun != NULL && !hit_is(noun, 0, "text") && !word_is(doc, one->first, W_A) &&
                  hit_in(doc, noun->end, one->end, LEX_FALSEHOOD) != NULL;
    return word_is(doc, one->first, W_NOR) || untrue;
}

void speech_assign(struct document *doc, const struct author *author, struct voice *voices)
{
    for (uint32_t i = 0; i < doc->sentence_count; i++)
        voices[i] = (struct voice){.first = doc->sentence[i].first, .speaker.person = NO_INDEX};
    /* "Trade secretary: no zero for rice", whose text names her. */
    struct speaker own = author->speaker;
    if (!author->press && !author->social && !author->named)
        naming_author(doc, &own);
    turn_read(doc, author, voices);
    assign_frames(doc, author, voices);
    for (uint32_t i = 0; i < doc->sentence_count; i++) {
        struct voice *voice = &voices[i];
        if (voice->reported || voice->turn || author->social) {
            /* `Guo Jiakun: "There are no talks."` in a post: whoever is quoted says it. */
            bool quotes = voice->turn && voice->speaker.person != NO_INDEX &&
                          voice->speaker.side != NULL && quote_is(doc, voice->first);
            if (author->social && !quotes)
                voice->speaker = author->speaker;
            continue;
        }
        const struct speaker *quoted = quoted_speaker(doc, voices, i);
        if (quoted != NULL)
            voice->speaker = *quoted;
        else if (!author->press)
            voice->speaker = own;
        else if (i > 0 && voices[i - 1].reported && goes_on_denying(doc, i))
            voice->speaker = voices[i - 1].speaker;
    }
}
