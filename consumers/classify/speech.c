#include "consumers/classify/speech.h"

#include "consumers/classify/frame.h"
#include "consumers/classify/mention.h"
#include "consumers/classify/turn.h"

#include <string.h>

#define LEADS_AHEAD  7   /* tokens from a name to what somebody leads */
#define TURN_OPENING 3   /* tokens of a turn before who is told of */
#define NOUN_AHEAD   3   /* tokens of "The claim", "Such reports" */
#define OFFICE_MAX   3   /* tokens before a name that tell what it does: "Airbus chief" */
#define BIND_MAX     4   /* sentences between an office and the name it gets */
#define RENAME_MAX   100 /* sentences before in which that office is the name's */
#define LISTED_MAX   24  /* tokens before the colon of a quotation in a list */
#define PERSONS_MAX  500 /* persons and mentions among which an office or body is looked for */
#define MENTIONS_MAX 500

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
        frame->after ? frame_subject(doc, first, frame->subject_first) : NULL;
    if (subject != NULL && (subject->kind == MENTION_PERSON || subject->kind == MENTION_ROLE) &&
        !subject->generic && (last->name.len == 0 || subject->first < first + 3))
        return speech_of_mention(doc, subject);
    const struct mention *person =
        said_before ? NULL : introduced(doc, sentence, word_is(doc, frame->subject_first, W_IT));
    return person != NULL ? speech_of_mention(doc, person) : *last;
}

static bool same_speaker(const struct speaker *a, const struct speaker *b)
{
    if (a->person != NO_INDEX || b->person != NO_INDEX)
        return a->person == b->person;
    return str_eq_nocase(a->name, b->name);
}

static bool ends_with(struct str name, struct str end)
{
    return name.len >= end.len &&
           str_eq_nocase((struct str){name.ptr + name.len - end.len, end.len}, end);
}

/* "his trade adviser said ... Gordon Sayles told": a name without an office belongs to the office
 * that spoke just before. */
static void bind_name(struct document *doc, struct voice *voices, uint32_t at)
{
    struct speaker *name = &voices[at].speaker;
    if (name->person == NO_INDEX || doc->person[name->person].side != NULL)
        return;
    const struct lex_entry *role = doc->person[name->person].role;
    /* "Frederick Go, who leads the delegation": one who is told of is nobody named before; "Joseph
     * Mwangi, who is on tour" may be. */
    uint32_t after = voices[at].subject_end;
    uint32_t far = after + LEADS_AHEAD;
    uint32_t end = far < doc->token_count ? far : (uint32_t)doc->token_count;
    bool leads = hit_in(doc, after, end, LEX_LEADS) != NULL;
    bool told = after + 1 < doc->token_count && doc->token[after].kind == TOKEN_PUNCT &&
                doc->token[after].mark == ',' &&
                ((word_is(doc, after + 1, W_WHO) && leads) || word_is(doc, after + 1, W_A) ||
                 word_is(doc, after + 1, W_AN) || word_is(doc, after + 1, W_THE));
    if (told)
        return;
    for (uint32_t back = 1; back <= BIND_MAX && back <= at; back++) {
        struct speaker office = voices[at - back].speaker;
        if (office.name.len == 0 || same_speaker(&office, name))
            continue;
        if (office.person != NO_INDEX || office.generic ||
            (office.kind != MENTION_ROLE && office.kind != MENTION_BODY))
            continue;
        /* "The presidential office denied it. Spokesperson Ines Ruiz said": the office's own */
        bool voice_of = office.kind == MENTION_BODY && role != NULL &&
                        strcmp(role->text[0], "spokesperson") == 0;
        if (role != NULL && !voice_of && !ends_with(office.name, str_of(role->surface)))
            continue;
        struct person *person = &doc->person[name->person];
        person->side = office.side;
        if (office.kind != MENTION_ROLE) {
            name->side = office.side;
            return;
        }
        person->role = office.entry;
        name->side = office.side;
        name->role = office.role;
        name->entry = office.entry;
        for (uint32_t i = at > RENAME_MAX ? at - RENAME_MAX : 0; i < at; i++) {
            if (same_speaker(&voices[i].speaker, &office))
                voices[i].speaker = *name;
        }
        return;
    }
}

static bool is_head(const struct person *person)
{
    const char *office = person->office != NULL ? person->office
                         : person->role != NULL ? person->role->text[0]
                                                : NULL;
    return office != NULL && person->side != NULL && strcmp(office, "head") == 0;
}

/* "the president" is not Prime Minister Carney. */
static bool is_titled_otherwise(const struct person *person, const struct lex_entry *title)
{
    const struct lex_entry *role = person->role;
    return role != NULL && strcmp(role->text[0], "head") == 0 &&
           strcmp(role->text[1], "any") != 0 && strcmp(title->text[1], "any") != 0 &&
           strcmp(role->surface, title->surface) != 0;
}

/* The one head of a side, or of any where it is NULL, whom the text names; NO_INDEX where there is
 * none, or two. */
static uint32_t
find_head(const struct document *doc, const char *side, const struct lex_entry *title)
{
    uint32_t head = NO_INDEX;
    for (uint32_t i = 0; i < doc->person_count && i < PERSONS_MAX; i++) {
        const struct person *person = &doc->person[i];
        bool own = side == NULL || (person->side != NULL && strcmp(person->side, side) == 0);
        if (!own || !is_head(person) || is_titled_otherwise(person, title))
            continue;
        if (head != NO_INDEX)
            return NO_INDEX;
        head = i;
    }
    return head;
}

/* "The American leader" is the one head of the Americans whom the text names. Where a title has no
 * country with it, and the one that the text would give it has a head by another title, it is the
 * only other head's. */
static void name_head(const struct document *doc, struct speaker *speaker)
{
    if (speaker->person != NO_INDEX || speaker->side == NULL || speaker->entry == NULL ||
        speaker->role == NULL || strcmp(speaker->role, "head") != 0 ||
        strchr(speaker->entry->surface, ' ') != NULL)
        return;
    uint32_t head = find_head(doc, speaker->side, speaker->entry);
    bool other = false;
    for (uint32_t i = 0; i < doc->person_count && i < PERSONS_MAX; i++)
        other =
            other || (is_head(&doc->person[i]) && strcmp(doc->person[i].side, speaker->side) == 0 &&
                      is_titled_otherwise(&doc->person[i], speaker->entry));
    if (head == NO_INDEX && other && !speaker->named_side)
        head = find_head(doc, NULL, speaker->entry);
    if (head == NO_INDEX)
        return;
    speaker->person = head;
    speaker->name = doc->person[head].name;
    speaker->side = doc->person[head].side;
}

/* An office without a name is the person whose office it was said to be. */
void speech_name_office(const struct document *doc, struct speaker *speaker)
{
    if (speaker->kind != MENTION_ROLE || speaker->person != NO_INDEX || speaker->generic)
        return;
    for (uint32_t i = 0; i < doc->person_count && i < PERSONS_MAX; i++) {
        const struct person *person = &doc->person[i];
        bool same = person->role != NULL && speaker->entry != NULL &&
                    (person->role == speaker->entry ||
                     strcmp(person->role->surface, speaker->entry->surface) == 0);
        if (same && (person->side == speaker->side || speaker->side == NULL ||
                     (person->side != NULL && strcmp(person->side, speaker->side) == 0))) {
            speaker->name = person->name;
            speaker->person = i;
            speaker->side = person->side;
            return;
        }
    }
    name_head(doc, speaker);
}

static bool is_upper_name(struct str name)
{
    return name.len > 0 && (unsigned char)name.ptr[0] >= 'A' && (unsigned char)name.ptr[0] <= 'Z';
}

/* "the council" is the Prairie Soybean Council, where that was named before. */
static void name_body(const struct document *doc,
                      const struct author *author,
                      struct speaker *speaker,
                      uint32_t token)
{
    if (speaker->kind != MENTION_BODY || speaker->entry == NULL ||
        memchr(speaker->name.ptr, ' ', speaker->name.len) != NULL)
        return;
    for (size_t i = 0; i < doc->mention_count && i < MENTIONS_MAX && doc->mention[i].first < token;
         i++) {
        const struct mention *mention = &doc->mention[i];
        if (mention->kind != MENTION_BODY || mention->entry == NULL || mention->generic ||
            !ends_with(mention_name(doc, mention), speaker->name) ||
            (speaker->side != NULL && mention->side != NULL &&
             strcmp(speaker->side, mention->side) != 0))
            continue;
        struct str name = mention_name(doc, mention);
        if (name.len > speaker->name.len && is_upper_name(name)) {
            speaker->name = name;
            if (speaker->side == NULL)
                speaker->side = mention->side;
            return;
        }
    }
    /* "The company" in its own words is the company. */
    bool own = !author->press && author->speaker.kind == MENTION_BODY &&
               author->speaker.name.len > 0 &&
               memchr(author->speaker.name.ptr, ' ', author->speaker.name.len) != NULL;
    if (own && speaker->entry->class == LEX_ORG_HEAD &&
        (speaker->side == NULL || author->speaker.side == NULL ||
         strcmp(speaker->side, author->speaker.side) == 0))
        speaker->name = author->speaker.name;
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

/* `Chad Smith, Smith Farm (Steele, AL): "We sell more."`: a list of what people say. */
static bool names_quote(const struct document *doc,
                        const struct author *author,
                        struct voice *voices,
                        uint32_t at)
{
    uint32_t first = voices[at].first;
    const struct mention *mention = mention_at(doc, first);
    if (!doc->sentence[at].line || mention == NULL ||
        (mention->kind != MENTION_PERSON && mention->person == NO_INDEX))
        return false;
    for (uint32_t i = mention->end; i + 1 < doc->sentence[at].end && i - first < LISTED_MAX; i++) {
        bool colon = doc->token[i].kind == TOKEN_PUNCT && doc->token[i].mark == ':';
        if (!colon)
            continue;
        uint32_t quote = doc->quote_at[i + 1];
        if (doc->token[i + 1].kind != TOKEN_QUOTE || quote == NO_INDEX)
            return false;
        struct speaker speaker = speech_of_mention(doc, mention);
        if (speaker.side == NULL)
            speaker.side = author->speaker.side;
        for (uint32_t s = at;
             s < doc->sentence_count && doc->sentence[s].first < doc->quote[quote].end; s++) {
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

static void assign_frames(struct document *doc, const struct author *author, struct voice *voices)
{
    struct speaker last = author->speaker;
    for (uint32_t i = 0; i < doc->sentence_count; i++) {
        struct frame frame;
        struct voice *voice = &voices[i];
        bool own_turn = (voice->turn && !voice->asked) || names_quote(doc, author, voices, i);
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
        uint32_t opening = quote_opening(doc, voice->first, i);
        struct speaker speaker = resolve(
            doc, voice->first, opening, opening > 0 && voices[opening - 1].reported, &frame, &last);
        if (speaker.name.len == 0)
            continue;
        speech_name_office(doc, &speaker);
        name_body(doc, author, &speaker, voice->first);
        voice->speaker = speaker;
        voice->reported = true;
        voice->after = frame.after;
        voice->verb = frame.verb;
        voice->next_verb = frame.next;
        voice->next_first = frame.next_first;
        voice->aside = frame.aside;
        speech_name_office(doc, &voice->aside.speaker);
        name_body(doc, author, &voice->aside.speaker, voice->first);
        voice->subject_first = frame.subject_first;
        voice->subject_end = frame.subject_end;
        bind_name(doc, voices, i);
        if (!own_turn)
            last = voice->speaker;
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
    turn_read(doc, author, voices);
    assign_frames(doc, author, voices);
    for (uint32_t i = 0; i < doc->sentence_count; i++) {
        struct voice *voice = &voices[i];
        if (voice->reported || voice->turn || author->social) {
            if (author->social)
                voice->speaker = author->speaker;
            continue;
        }
        const struct speaker *quoted = quoted_speaker(doc, voices, i);
        if (quoted != NULL)
            voice->speaker = *quoted;
        else if (!author->press)
            voice->speaker = author->speaker;
        else if (i > 0 && voices[i - 1].reported && goes_on_denying(doc, i))
            voice->speaker = voices[i - 1].speaker;
    }
}
