#include "consumers/classify/chinese_record.h"

#include "consumers/classify/mention.h"

#include <stdio.h>
#include <string.h>

#define MERGE_GAP   2  /* sentences between two of one statement that still count as neighbours */
#define ASKED_BACK  6  /* sentences from an answer to the question that names the parties */
#define REPORT_NEAR 4  /* tokens from a name to what its bearer is said to have said */
#define REPORT_FAR  20 /* with what it was about between them */
#define RULES_BYTES 96

/* How much speaks for a reading: set by hand, in the order of the English rules' constants. */
#define SURE_REPORTED 0.66
#define SURE_SPOKEN   0.56
#define SURE_WEIGHT   0.02 /* each, of cues up to WEIGHT_MAX */
#define SURE_NAMED    0.05
#define SURE_SIDES    0.05
#define SURE_DENIED   0.12
#define SURE_BORROWED 0.08 /* taken off where the matter is that of what was said before */
#define WEIGHT_MAX    8

static void add_side(struct record_codes *parties, const char *side)
{
    if (side != NULL && strcmp(side, "WTO") != 0)
        (void)record_codes_add(parties, side);
}

/* "in Geneva", "left for Spain", a dateline: where something is, not who is concerned. */
static bool is_scene(const struct document *doc, const struct mention *mention)
{
    static const char *const words[] = {"赴", "在", "于", "社", "抵"};
    for (size_t i = 0; mention->first > 0 && i < sizeof words / sizeof words[0]; i++) {
        if (chinese_is(doc, mention->first - 1, words[i]))
            return mention->kind == MENTION_COUNTRY && !chinese_is(doc, mention->end - 1, "方");
    }
    return false;
}

void chinese_parties(const struct document *doc,
                     uint32_t first,
                     uint32_t end,
                     struct record_codes *parties)
{
    bool both = false;
    for (size_t i = mention_from(doc, first); i < doc->mention_count && doc->mention[i].first < end;
         i++) {
        if (!is_scene(doc, &doc->mention[i]))
            add_side(parties, doc->mention[i].side);
    }
    for (const struct hit *hit = hit_in(doc, first, end, LEX_GROUP); hit != NULL;
         hit = hit_in(doc, hit->end, end, LEX_GROUP)) {
        both = both || hit_is(hit, 0, "both");
        for (size_t i = 0; i < LEX_PARTS_MAX && !hit_is(hit, 0, "both"); i++) {
            if (hit->entry->part[i].len > 0)
                (void)record_codes_add(parties, hit->entry->text[i]);
        }
    }
    for (size_t i = 0; both && i < 2 && parties->count < 2; i++)
        add_side(parties, doc->country[i]);
}

/* The countries of what is said and its speaker's; then those of the question, of the text. */
static void fill_parties(const struct chinese *chinese,
                         const struct chinese_span *span,
                         struct record_codes *parties)
{
    const struct document *doc = chinese->doc;
    uint32_t i = span->sentence;
    chinese_parties(doc, span->first, span->end, parties);
    add_side(parties, span->speaker.side);
    for (uint32_t back = 1; back <= ASKED_BACK && back <= i && parties->count < 2; back++) {
        const struct sentence *before = &doc->sentence[i - back];
        if (span->turn || span->verb == NULL || back == 1)
            chinese_parties(doc, chinese_near(before->first, before->end), before->end, parties);
    }
    for (size_t n = 0; n < 2 && parties->count < 2; n++)
        add_side(parties, doc->country[n]);
    for (size_t n = 0; n < 2 && parties->count < 2; n++)
        add_side(parties, chinese->title->country[n]);
}

static const char *
initiator_of(const struct document *doc, const struct chinese_span *span, enum matter matter)
{
    const struct hit *call = hit_in(doc, span->first, span->end, LEX_INITIATE);
    if (call == NULL || (matter != MATTER_CONTACT && matter != MATTER_TALKS))
        return NULL;
    const char *side = NULL;
    for (size_t i = mention_from(doc, span->first);
         i < doc->mention_count && doc->mention[i].end <= call->first; i++)
        side = doc->mention[i].generic ? side : doc->mention[i].side;
    return side;
}

static double confidence_of(const struct chinese_span *span,
                            const struct chinese_reading *reading,
                            const struct record *record)
{
    unsigned weight = reading->weight > WEIGHT_MAX ? WEIGHT_MAX : reading->weight;
    double sure = (span->verb != NULL ? SURE_REPORTED : SURE_SPOKEN) + SURE_WEIGHT * weight;
    sure += span->speaker.person != NO_INDEX ? SURE_NAMED : 0;
    sure += record->parties.count == 2 ? SURE_SIDES : 0;
    sure += record->type == RECORD_DENIAL ? SURE_DENIED : 0;
    sure -= reading->borrowed ? SURE_BORROWED : 0;
    return sure > 0.98 ? 0.98 : sure;
}

/* By which name texts in English have them. */
static const char *actor_of(const struct speaker *speaker)
{
    const struct lex_entry *entry = speaker->entry;
    if (entry == NULL || speaker->person == NO_INDEX || entry->class != LEX_PERSON ||
        entry->text[3][0] == '\0')
        return NULL;
    return entry->text[3];
}

static void fill(struct chinese *chinese,
                 const struct chinese_span *span,
                 const struct chinese_reading *reading,
                 const struct record_codes *parties,
                 struct record *record)
{
    struct document *doc = chinese->doc;
    const struct speaker *speaker = &span->speaker;
    char rules[RULES_BYTES];
    const char *how = span->asked          ? "voice.question"
                      : span->verb != NULL ? "voice.frame"
                      : span->turn         ? "voice.turn"
                                           : "voice.author";
    int len = snprintf(rules, sizeof rules, "%s %s matter.%s", reading->rule, how,
                       matter_name(reading->matter));
    record->rules =
        arena_copy(doc->arena, rules, len < (int)sizeof rules ? (size_t)len : sizeof rules - 1);
    record->speaker = arena_copy_str(doc->arena, speaker->name);
    record->speaker_actor = actor_of(speaker);
    record->speaker_side = speaker->side;
    record->speaker_role = speaker->role != NULL && speaker->role[0] != '\0' ? speaker->role : NULL;
    if (speaker->kind == MENTION_BODY)
        record->organization = record->speaker;
    record->matter = reading->matter;
    record->denial_kind = reading->kind;
    record->from_question = span->asked;
    record->parties = *parties;
    record->initiator = initiator_of(doc, span, reading->matter);
    record->certainty = hit_is(span->verb, 0, "think") ? CERTAINTY_PROBABLE : CERTAINTY_CERTAIN;
    record->temporality = TEMPORALITY_CURRENT;
    if (record->type == RECORD_CLAIM &&
        hit_is(hit_in(doc, span->first, span->end, LEX_STAGE), 1, "future"))
        record->temporality = TEMPORALITY_FUTURE;
    record->confidence = confidence_of(span, reading, record);
}

static void extend_to(struct document *doc, struct statement *statement, uint32_t sentence)
{
    uint32_t end = doc->token[doc->sentence[sentence].end - 1].end;
    struct record_span *last = &statement->record->evidence[0];
    if (end > last->end)
        last->end = end;
    statement->last_sentence = sentence;
}

bool chinese_extends(const struct chinese *chinese,
                     const struct chinese_span *span,
                     const struct chinese_list *list)
{
    (void)chinese;
    const struct statement *last =
        list->all.count > 0 ? &list->all.statement[list->all.count - 1] : NULL;
    return last != NULL && last->record->type == RECORD_DENIAL &&
           last->last_sentence + 1 >= span->sentence &&
           statement_same_speaker(&last->speaker, &span->speaker);
}

void chinese_extend(struct chinese *chinese,
                    const struct chinese_span *span,
                    struct chinese_list *list)
{
    extend_to(chinese->doc, &list->all.statement[list->all.count - 1], span->sentence);
}

static struct statement *find_same(struct chinese_list *list,
                                   const struct chinese_span *span,
                                   const struct chinese_reading *reading)
{
    for (size_t i = list->all.count; i > 0; i--) {
        struct statement *one = &list->all.statement[i - 1];
        if (one->record->type == reading->type && one->record->matter == reading->matter &&
            statement_same_speaker(&one->speaker, &span->speaker))
            return one;
    }
    return NULL;
}

void chinese_keep(struct chinese *chinese,
                  const struct chinese_span *span,
                  const struct chinese_reading *reading,
                  struct chinese_list *list)
{
    struct document *doc = chinese->doc;
    struct record_codes parties = {0};
    fill_parties(chinese, span, &parties);
    struct statement *last = list->all.count > 0 ? &list->all.statement[list->all.count - 1] : NULL;
    struct statement *same = find_same(list, span, reading);
    bool next = chinese_extends(chinese, span, list) && reading->type == RECORD_DENIAL;
    /* "These are all false. There were no talks.": one denial, of what the second says; "There were
     * no talks. It is all false.": of what the first says. */
    bool *borrowed = list->all.count > 0 ? &list->borrowed[list->all.count - 1] : NULL;
    if (next && (*borrowed || reading->borrowed)) {
        if (*borrowed && !reading->borrowed) {
            last->record->matter = reading->matter;
            *borrowed = false;
        }
        same = last;
    }
    if (same != NULL) {
        if (span->sentence - same->last_sentence <= MERGE_GAP) {
            extend_to(doc, same, span->sentence);
            for (size_t i = 0; i < parties.count; i++)
                (void)record_codes_add(&same->record->parties, parties.code[i]);
        }
        return;
    }
    struct record *record = document_add(doc, reading->type, span->sentence, span->sentence);
    if (record == NULL)
        return;
    fill(chinese, span, reading, &parties, record);
    list->borrowed[list->all.count] = reading->borrowed;
    list->all.statement[list->all.count++] = (struct statement){
        .record = record,
        .speaker = span->speaker,
        .first_sentence = span->sentence,
        .last_sentence = span->sentence,
    };
}

static void set_opponent(struct chinese *chinese, struct statement *denial, struct speaker speaker)
{
    struct record *record = denial->record;
    if (speaker.name.len == 0 || (speaker.side != NULL && record->speaker_side != NULL &&
                                  strcmp(speaker.side, record->speaker_side) == 0))
        return;
    record->denies = arena_copy_str(chinese->doc->arena, speaker.name);
    record->denies_side = speaker.side;
    record->denies_actor = actor_of(&speaker);
}

/* "What X says is not true". */
static struct speaker named_in(const struct document *doc, uint32_t first, uint32_t end)
{
    for (size_t i = mention_from(doc, first); i < doc->mention_count && doc->mention[i].first < end;
         i++) {
        const struct mention *one = &doc->mention[i];
        /* "X关于他来电的说法" */
        bool about = chinese_is(doc, one->end, "关") || chinese_is(doc, one->end, "有");
        uint32_t reach = about ? REPORT_FAR : REPORT_NEAR;
        uint32_t near = one->end + reach < end ? one->end + reach : end;
        if (about)
            near = chinese_clause_end(doc, one->end, near);
        if (hit_in(doc, one->end, near, LEX_REPORT) != NULL)
            return chinese_speaker(doc, one);
    }
    return (struct speaker){.person = NO_INDEX};
}

/* Who said it in the question that the denial answers. */
static struct speaker asked_of(const struct chinese *chinese, const struct statement *denial)
{
    struct speaker speaker = {.person = NO_INDEX};
    for (size_t i = chinese->span_count; i > 0; i--) {
        const struct chinese_span *span = &chinese->span[i - 1];
        if (span->sentence >= denial->first_sentence)
            continue;
        if (denial->first_sentence - span->sentence > ASKED_BACK)
            break;
        if (span->asked && span->verb != NULL && span->speaker.name.len > 0)
            return span->speaker;
        /* An earlier answer: the question is that of another. */
        if (!span->asked && span->turn && span->speaker.name.len > 0 &&
            !statement_same_speaker(&span->speaker, &denial->speaker))
            break;
    }
    return speaker;
}

/* "A说，B声称…，这是谎言": who was said to have said it, in the denial's own sentence. */
static struct speaker told_of(const struct chinese *chinese, const struct statement *denial)
{
    for (size_t i = chinese->span_count; i > 0; i--) {
        const struct chinese_span *span = &chinese->span[i - 1];
        if (span->sentence == denial->first_sentence && span->verb != NULL && !span->denies &&
            span->speaker.name.len > 0 && !statement_same_speaker(&span->speaker, &denial->speaker))
            return span->speaker;
    }
    return (struct speaker){.person = NO_INDEX};
}

void chinese_opponents(struct chinese *chinese, struct chinese_list *list)
{
    const struct document *doc = chinese->doc;
    for (size_t i = 0; i < list->all.count; i++) {
        struct statement *denial = &list->all.statement[i];
        if (denial->record->type != RECORD_DENIAL)
            continue;
        set_opponent(chinese, denial,
                     named_in(doc, doc->sentence[denial->first_sentence].first,
                              doc->sentence[denial->last_sentence].end));
        if (denial->record->denies == NULL)
            set_opponent(chinese, denial, told_of(chinese, denial));
        if (denial->record->denies == NULL)
            set_opponent(chinese, denial, asked_of(chinese, denial));
        for (size_t n = 0; n < list->all.count && denial->record->denies == NULL; n++) {
            const struct statement *claim = &list->all.statement[n];
            if (claim->record->type == RECORD_CLAIM &&
                claim->record->matter == denial->record->matter)
                set_opponent(chinese, denial, claim->speaker);
        }
    }
}
