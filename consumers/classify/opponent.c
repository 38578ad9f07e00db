#include "consumers/classify/opponent.h"

#include "consumers/classify/mention.h"

#include <string.h>

#define REPORT_NEAR 4 /* tokens from a name to the noun of its report */
#define SAY_NEAR    4 /* and to the verb of saying */
#define THAT_BACK   3 /* from "that" back to the verb of saying */
#define OWNER_BACK  4 /* from "by" to a name: "by the opposition's" */
#define BEFORE_BACK 2 /* sentences before a denial that it may answer */
#define ASKED_BACK  8 /* sentences from an answer to its question */

bool statement_same_speaker(const struct speaker *a, const struct speaker *b)
{
    if (a->person != NO_INDEX && b->person != NO_INDEX)
        return a->person == b->person;
    if (str_eq_nocase(a->name, b->name))
        return true;
    return a->person == NO_INDEX && b->person == NO_INDEX && a->side != NULL &&
           a->side == b->side && a->entry == b->entry && a->entry != NULL;
}

static bool starts_relative(const struct document *doc, uint32_t at)
{
    return word_is(doc, at, W_AS) || word_is(doc, at, W_WHAT) || word_is(doc, at, W_WHICH) ||
           word_is(doc, at, W_THAT) || word_is(doc, at, W_WHATEVER);
}

/* Whether the noun of a report stands in [first, end), other than of what is only its form
 * ("briefing"). */
static bool reports(const struct document *doc, uint32_t first, uint32_t end)
{
    for (const struct hit *hit = hit_in(doc, first, end, LEX_REPORT); hit != NULL;
         hit = hit_in(doc, hit->end, end, LEX_REPORT)) {
        if (!hit_is(hit, 0, "text"))
            return true;
    }
    return false;
}

/* "whatever X and Y may recall": some verb that nobody has listed. */
static bool may_say(const struct document *doc, uint32_t at, uint32_t end)
{
    for (uint32_t i = at; i < end && i - at < SAY_NEAR; i++) {
        if (word_is(doc, i, W_MAY) || word_is(doc, i, W_MIGHT) || word_is(doc, i, W_WOULD))
            return true;
    }
    return false;
}

/* "told reporters that": not "the claim that". */
static bool says_that(const struct document *doc, uint32_t first, uint32_t at)
{
    uint32_t low = at > first + THAT_BACK ? at - THAT_BACK : first;
    return word_is(doc, at, W_THAT) && hit_in(doc, low, at, LEX_SAY) != NULL &&
           !reports(doc, low, at);
}

/* "the claim by X", "a story in the X", "as was reported by X", "by the opposition's X". */
static bool is_source(const struct document *doc, const struct mention *mention, uint32_t first)
{
    bool country = mention->kind == MENTION_COUNTRY;
    bool people = country && hit_at(doc, mention->first, LEX_DEMONYM) != NULL;
    uint32_t at = mention->first;
    for (uint32_t back = 0; back < OWNER_BACK && at > first; back++, at--) {
        uint32_t before = at - 1;
        uint32_t low = at > first + REPORT_NEAR ? at - REPORT_NEAR : first;
        bool by = word_is(doc, before, W_BY);
        if (by || word_is(doc, before, W_FROM))
            return reports(doc, country ? low : first, at) ||
                   (by && before > first && hit_over(doc, before - 1, LEX_SAY) != NULL);
        bool in = mention->kind == MENTION_OUTLET && word_is(doc, before, W_IN);
        if (word_is(doc, before, W_OF) || in)
            return (!country || people) && reports(doc, low, at);
        bool owner = word_is(doc, mention->first - 1, W_S) && doc->token[before].kind == TOKEN_WORD;
        if (!owner && !word_is(doc, before, W_THE))
            return false;
    }
    return false;
}

/* "X's account", "the American charge", "the claim by X", "what X alleges". */
static bool is_contradicted(const struct document *doc,
                            const struct mention *mention,
                            uint32_t first,
                            uint32_t end)
{
    uint32_t after = mention->end + (mention->possessive ? 1 : 0);
    uint32_t near = after + REPORT_NEAR < end ? after + REPORT_NEAR : end;
    bool some = mention->kind != MENTION_OUTLET;
    if (mention->possessive && hit_in(doc, after, near, LEX_REPORT) != NULL)
        return true;
    if (!mention->possessive && hit_at(doc, after, LEX_REPORT) != NULL)
        return true;
    if (mention->first == first)
        return false;
    uint32_t before = mention->first - 1;
    uint32_t low = mention->first > first + REPORT_NEAR ? mention->first - REPORT_NEAR : first;
    if (is_source(doc, mention, first))
        return true;
    if (starts_relative(doc, before) && !says_that(doc, first, before) &&
        (hit_in(doc, mention->end, near, LEX_SAY) != NULL ||
         (word_is(doc, before, W_WHATEVER) && may_say(doc, mention->end, end))))
        return true;
    const struct hit *verb = hit_in(doc, low, mention->first, LEX_DENY);
    return some && mention->kind != MENTION_COUNTRY && verb != NULL && verb->end == mention->first;
}

/* "X writes that", "according to X": who asserts what stands in the sentence. */
static bool
asserts(const struct document *doc, const struct mention *mention, uint32_t first, uint32_t end)
{
    uint32_t at = mention->end;
    while (at < end && at - mention->end < SAY_NEAR && doc->token[at].kind == TOKEN_WORD &&
           (doc->token[at].word < W_COUNT || hit_over(doc, at, LEX_ADVERB) != NULL) &&
           hit_at(doc, at, LEX_SAY) == NULL)
        at++;
    const struct hit *verb = at < end ? hit_at(doc, at, LEX_SAY) : NULL;
    const struct hit *accord =
        mention->first > first ? hit_over(doc, mention->first - 1, LEX_ACCORD) : NULL;
    return accord != NULL || (!mention->possessive && verb != NULL && !hit_is(verb, 0, "ask")) ||
           is_contradicted(doc, mention, first, end);
}

/* The same; an outlet in a question is where the asker has it from. */
static bool
asked_of(const struct document *doc, const struct mention *mention, uint32_t first, uint32_t end)
{
    return mention->kind == MENTION_OUTLET || asserts(doc, mention, first, end);
}

typedef bool
asserting(const struct document *doc, const struct mention *mention, uint32_t first, uint32_t end);

/* "The Ministry" of "the Ministry of Finance says". */
static bool is_short(const struct speaker *other, const struct speaker *speaker)
{
    struct str rest;
    struct str name = speaker->name;
    while (other->kind == MENTION_BODY && memchr(other->name.ptr, ' ', other->name.len) == NULL &&
           name.len > 0) {
        if (str_eq_nocase(str_split(name, ' ', &rest), other->name))
            return true;
        name = rest;
    }
    return false;
}

/* Whether somebody can be who the denier contradicts: no office or body of the denier's own side,
 * but for a person. */
static bool
is_other(const struct document *doc, struct speaker other, const struct speaker *speaker)
{
    speech_name_office(doc, &other);
    bool own = other.person == NO_INDEX && other.side != NULL && speaker->side != NULL &&
               strcmp(other.side, speaker->side) == 0 && other.kind != MENTION_OUTLET;
    return !own && !is_short(&other, speaker) && !statement_same_speaker(&other, speaker);
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

/* "newspaper", "a broadcaster": none that is named. */
static bool is_nameless(const struct document *doc, const struct mention *mention)
{
    return is_common(doc, mention) || mention->kind == MENTION_PRONOUN ||
           (mention->generic && mention->side == NULL) ||
           (mention->kind == MENTION_OUTLET &&
            (doc->token[mention->core_end - 1].flags & TOKEN_CAPITAL) == 0);
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

/* The first who asserts something in tokens [first, end). */
static const struct mention *named_opponent(const struct document *doc,
                                            uint32_t first,
                                            uint32_t end,
                                            const struct speaker *speaker,
                                            asserting *test)
{
    for (size_t i = mention_from(doc, first); i < doc->mention_count && doc->mention[i].first < end;
         i++) {
        const struct mention *mention = &doc->mention[i];
        if (!is_nameless(doc, mention) && !is_owned(doc, mention) &&
            is_other(doc, speech_of_mention(doc, mention), speaker) &&
            test(doc, mention, first, end))
            return owner_of(doc, mention);
    }
    return NULL;
}

/* "the figure given in Washington": the government there, where it is concerned. */
static const struct mention *
told_where(const struct document *doc, uint32_t first, uint32_t end, const struct statement *denial)
{
    for (size_t i = mention_from(doc, first); i < doc->mention_count && doc->mention[i].first < end;
         i++) {
        const struct mention *mention = &doc->mention[i];
        uint32_t at = mention->first;
        bool own = denial->speaker.side != NULL && mention->side != NULL &&
                   strcmp(denial->speaker.side, mention->side) == 0;
        if (mention->kind == MENTION_COUNTRY && !own && at > first && word_is(doc, at - 1, W_IN) &&
            hit_at(doc, at, LEX_CAPITAL) != NULL && reports(doc, first, at) &&
            record_codes_have(&denial->record->parties, mention->side))
            return mention;
    }
    return NULL;
}

/* "The United States should stop misleading the public", "Mr. Sayles misspoke": who is said to. */
static const struct mention *
misleader(const struct document *doc, uint32_t first, uint32_t end, const struct speaker *speaker)
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

/* An office is the person who holds it, where the text names one. */
static void set_denies(struct document *doc, struct record *record, struct speaker speaker)
{
    speech_name_office(doc, &speaker);
    record->denies = arena_copy_str(doc->arena, speaker.name);
    record->denies_side = speaker.side;
}

static bool
set_mention(struct document *doc, struct statement *statement, const struct mention *mention)
{
    struct record *record = statement->record;
    if (mention == NULL)
        return false;
    statement->opponent = mention;
    set_denies(doc, record, speech_of_mention(doc, mention));
    /* "Secretary Rivas" in the Americans' text: hardly theirs, whom they contradict. */
    bool supposed = mention->kind == MENTION_ROLE && !mention->named_side;
    if (supposed && record->speaker_side != NULL && record->denies_side != NULL &&
        strcmp(record->denies_side, record->speaker_side) == 0)
        record->denies_side = NULL;
    return true;
}

/* Whether what a sentence claims is another matter. */
static bool claims_else(const struct statements *list, uint32_t sentence, enum matter matter)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct statement *one = &list->statement[i];
        if (one->record->type == RECORD_CLAIM && one->first_sentence <= sentence &&
            sentence <= one->last_sentence)
            return one->record->matter != matter;
    }
    return false;
}

/* Whoever the question put to the speaker reports. */
static bool find_asked(struct document *doc,
                       const struct voice *voices,
                       const struct statements *list,
                       struct statement *statement)
{
    uint32_t first = statement->first_sentence;
    bool seen = false;
    for (uint32_t i = first; i > 0 && first - i < ASKED_BACK; i--) {
        const struct voice *voice = &voices[i - 1];
        if (voices[first].turn && !voice->asked && voice->turn && !seen)
            continue;
        if (!voice->asked)
            return false;
        seen = true;
        if (claims_else(list, i - 1, statement->record->matter))
            return false;
        const struct mention *mention = named_opponent(doc, voice->first, doc->sentence[i - 1].end,
                                                       &statement->speaker, asked_of);
        if (set_mention(doc, statement, mention))
            return true;
        if (voice->reported && voice->speaker.kind != MENTION_OUTLET &&
            is_other(doc, voice->speaker, &statement->speaker)) {
            set_denies(doc, statement->record, voice->speaker);
            return true;
        }
    }
    return false;
}

/* "X told a hearing that ... The allegation is baseless.": who is answered in what was said just
 * before, by the same voice. */
static bool
find_before(struct document *doc, const struct voice *voices, struct statement *statement)
{
    uint32_t first = statement->first_sentence;
    for (uint32_t i = first; i > 0 && first - i < BEFORE_BACK; i--) {
        const struct voice *voice = &voices[i - 1];
        if (voice->asked != voices[first].asked || voice->turn != voices[first].turn)
            return false;
        if (set_mention(doc, statement,
                        named_opponent(doc, voice->first, doc->sentence[i - 1].end,
                                       &statement->speaker, asserts)))
            return true;
    }
    return false;
}

/* "took back what she had said": the speaker contradicts the speaker. */
static bool
find_retracted(struct document *doc, const struct voice *voices, struct statement *statement)
{
    /* "The minister took it back. "I mixed up two trips," he said." */
    uint32_t low = statement->first_sentence;
    low -= low > 0 && !voices[low - 1].turn && !voices[low].turn;
    for (uint32_t i = low; i <= statement->last_sentence; i++) {
        uint32_t end = doc->sentence[i].end;
        for (const struct hit *verb = hit_in(doc, voices[i].first, end, LEX_DENY); verb != NULL;
             verb = hit_in(doc, verb->end, end, LEX_DENY)) {
            if (hit_is(verb, 0, "retract") && reports(doc, verb->end, end)) {
                set_denies(doc, statement->record, statement->speaker);
                return true;
            }
        }
    }
    return false;
}

static bool find_denied(struct document *doc,
                        const struct voice *voices,
                        const struct statements *list,
                        struct statement *statement)
{
    for (uint32_t i = statement->first_sentence; i <= statement->last_sentence; i++) {
        uint32_t first = voices[i].first;
        uint32_t end = doc->sentence[i].end;
        const struct mention *opponent =
            named_opponent(doc, first, end, &statement->speaker, is_contradicted);
        if (opponent == NULL)
            opponent = misleader(doc, first, end, &statement->speaker);
        if (opponent == NULL)
            opponent = named_opponent(doc, first, end, &statement->speaker, asserts);
        if (opponent == NULL)
            opponent = told_where(doc, first, end, statement);
        if (set_mention(doc, statement, opponent))
            return true;
    }
    return find_asked(doc, voices, list, statement);
}

/* The item's own claim that a denial answers to. */
static bool match_claim(struct document *doc, struct statements *list, struct statement *denial)
{
    for (size_t c = 0; c < list->count; c++) {
        const struct statement *claim = &list->statement[c];
        if (claim->record->type == RECORD_CLAIM &&
            claim->record->matter == denial->record->matter &&
            is_other(doc, claim->speaker, &denial->speaker)) {
            set_denies(doc, denial->record, claim->speaker);
            return true;
        }
    }
    return false;
}

void opponent_find(struct document *doc, const struct voice *voices, struct statements *list)
{
    for (size_t i = 0; i < list->count; i++) {
        struct statement *statement = &list->statement[i];
        if (statement->record->type != RECORD_DENIAL || find_retracted(doc, voices, statement))
            continue;
        if (!find_denied(doc, voices, list, statement) && !match_claim(doc, list, statement))
            (void)find_before(doc, voices, statement);
    }
}
