#include "consumers/classify/source.h"

#include "consumers/classify/clause.h"

#define REPORT_NEAR 4  /* tokens from a name to the noun of its report */
#define SAY_NEAR    4  /* and to the verb of saying */
#define THAT_BACK   3  /* from "that" back to the verb of saying */
#define OWNER_BACK  4  /* from "by" to a name: "by the opposition's" */
#define AS_BACK     9  /* tokens from "by" back to "as was stated" */
#define WHAT_AHEAD  4  /* from "took back" to "what" */
#define ASIDE_MAX   14 /* of "the Courier, which has been wrong before, wrote" */

static bool starts_relative(const struct document *doc, uint32_t at)
{
    return word_is(doc, at, W_AS) || word_is(doc, at, W_WHAT) || word_is(doc, at, W_WHICH) ||
           word_is(doc, at, W_THAT) || word_is(doc, at, W_WHATEVER);
}

/* Whether the noun of a report stands in [first, end), other than of what is only its form
 * ("briefing"). */
bool source_reports(const struct document *doc, uint32_t first, uint32_t end)
{
    for (const struct hit *hit = hit_in(doc, first, end, LEX_REPORT); hit != NULL;
         hit = hit_in(doc, hit->end, end, LEX_REPORT)) {
        /* "talks on steel, led by X" report nothing. */
        if (!hit_is(hit, 0, "text") && hit_at(doc, hit->first, LEX_TALKS) == NULL)
            return true;
    }
    return false;
}

bool source_taken_back(const struct document *doc, uint32_t first, uint32_t end)
{
    uint32_t what = first;
    while (what < end && what - first < WHAT_AHEAD && !word_is(doc, what, W_WHAT))
        what++;
    const struct hit *say = word_is(doc, what, W_WHAT) ? hit_in(doc, what, end, LEX_SAY) : NULL;
    return say != NULL && !hit_is(say, 1, "report");
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
           !source_reports(doc, low, at);
}

/* "as was stated in the Senate by", "what was announced there by": who is named next says so. */
static bool told_as(const struct document *doc, uint32_t first, uint32_t by)
{
    uint32_t low = by > first + AS_BACK ? by - AS_BACK : first;
    for (const struct hit *say = hit_in(doc, low, by, LEX_SAY); say != NULL;
         say = hit_in(doc, say->end, by, LEX_SAY)) {
        uint32_t at = say->first;
        while (at > low && doc->token[at - 1].kind == TOKEN_WORD &&
               doc->token[at - 1].word < W_COUNT && doc->token[at - 1].word != 0 &&
               !word_is(doc, at - 1, W_AS) && !word_is(doc, at - 1, W_WHAT))
            at--;
        if (at > low && (word_is(doc, at - 1, W_AS) || word_is(doc, at - 1, W_WHAT)))
            return true;
    }
    return false;
}

/* "remarks attributed to X": where "to" stands. */
static bool is_attributed(const struct document *doc, uint32_t first, uint32_t to)
{
    struct str word = to > first ? document_span(doc, to - 1, to) : (struct str){NULL, 0};
    return word_is(doc, to, W_TO) && word.len > 0 &&
           (str_eq_nocase(word, STR("attributed")) || str_eq_nocase(word, STR("ascribed")) ||
            str_eq_nocase(word, STR("credited"))) &&
           source_reports(doc, first, to);
}

/* "where the ambassador got it", "where X has that from": what somebody has is what they said. */
static bool
is_where(const struct document *doc, const struct mention *mention, uint32_t first, uint32_t end)
{
    uint32_t at = mention->first;
    at -= at > first && word_is(doc, at - 1, W_THE);
    if (at == first || !word_is(doc, at - 1, W_WHERE) || mention->end + 1 >= end)
        return false;
    static const char *const verbs[] = {"got", "gets", "found", "finds", "took", "takes"};
    uint32_t what = mention->end + 1;
    return (WORD_AMONG(doc, mention->end, verbs) || word_is(doc, mention->end, W_HAS) ||
            word_is(doc, mention->end, W_HAD)) &&
           (word_is(doc, what, W_IT) || word_is(doc, what, W_HIS) || word_is(doc, what, W_HER) ||
            word_is(doc, what, W_ITS) || word_is(doc, what, W_THAT) || word_is(doc, what, W_THIS));
}

/* "the claim by X", "a story in the X", "a story in a Nairobi daily", "as was reported by X", "by
 * the opposition's X". */
static bool is_source(const struct document *doc, const struct mention *mention, uint32_t first)
{
    bool country = mention->kind == MENTION_COUNTRY;
    bool people = country && hit_at(doc, mention->first, LEX_DEMONYM) != NULL;
    uint32_t at = mention->first;
    for (uint32_t back = 0; back < OWNER_BACK && at > first; back++, at--) {
        uint32_t before = at - 1;
        uint32_t low = at > first + REPORT_NEAR ? at - REPORT_NEAR : first;
        bool by = word_is(doc, before, W_BY);
        bool from = word_is(doc, before, W_FROM);
        if (from && country)
            return before > first && hit_over(doc, before - 1, LEX_REPORT) != NULL;
        if (!country && is_attributed(doc, first, before))
            return true;
        if (by || from)
            return source_reports(doc, country ? low : first, at) ||
                   (by && before > first && hit_over(doc, before - 1, LEX_SAY) != NULL) ||
                   (by && told_as(doc, first, before));
        bool in = mention->kind == MENTION_OUTLET && word_is(doc, before, W_IN);
        if (word_is(doc, before, W_OF) || in)
            return (!country || people) && source_reports(doc, low, at);
        bool owner = word_is(doc, mention->first - 1, W_S) && doc->token[before].kind == TOKEN_WORD;
        bool some = mention->kind == MENTION_OUTLET &&
                    (word_is(doc, before, W_A) || word_is(doc, before, W_AN));
        if (!owner && !some && !word_is(doc, before, W_THE))
            return false;
    }
    return false;
}

/* "X's account", "the American charge", "the claim by X", "what X alleges". */
bool source_is_contradicted(const struct document *doc,
                            const struct mention *mention,
                            uint32_t first,
                            uint32_t end)
{
    uint32_t after = mention->end + (mention->possessive ? 1 : 0);
    uint32_t near = after + REPORT_NEAR < end ? after + REPORT_NEAR : end;
    bool some = mention->kind != MENTION_OUTLET;
    if (mention->possessive && hit_in(doc, after, near, LEX_REPORT) != NULL)
        return true;
    /* "the American charge"; not "did the Prime Minister call" */
    const struct hit *noun = mention->possessive ? NULL : hit_at(doc, after, LEX_REPORT);
    if (noun != NULL && !hit_is(noun, 0, "text"))
        return true;
    if (mention->first == first)
        return false;
    uint32_t before = mention->first - 1;
    uint32_t low = mention->first > first + REPORT_NEAR ? mention->first - REPORT_NEAR : first;
    if (is_source(doc, mention, first) || is_where(doc, mention, first, end))
        return true;
    if (starts_relative(doc, before) && !says_that(doc, first, before) &&
        (hit_in(doc, mention->end, near, LEX_SAY) != NULL ||
         (word_is(doc, before, W_WHATEVER) && may_say(doc, mention->end, end))))
        return true;
    const struct hit *verb = hit_in(doc, low, mention->first, LEX_DENY);
    return some && mention->kind != MENTION_COUNTRY && verb != NULL && verb->end == mention->first;
}

/* Past what is told of somebody between two commas: ", which has been wrong before,", ", owned by
 * people nobody knows, says". */
static uint32_t
past_relative(const struct document *doc, const struct mention *mention, uint32_t end)
{
    uint32_t at = mention->end;
    bool outlet = mention->kind == MENTION_OUTLET;
    bool opens = at + 1 < end && mark_is(doc, at, ',');
    bool relative = word_is(doc, at + 1, W_WHICH) || word_is(doc, at + 1, W_WHO);
    for (uint32_t next = at + 2; opens && next < end && next - at <= ASIDE_MAX; next++) {
        if (doc->token[next].kind != TOKEN_PUNCT)
            continue;
        bool closes =
            mark_is(doc, next, ',') &&
            (relative || (outlet && next + 1 < end && hit_at(doc, next + 1, LEX_SAY) != NULL));
        return closes ? next + 1 : at;
    }
    return at;
}

/* "the minister of mines, Luis Rojas,": a name between commas. */
static bool is_apposed(const struct document *doc, const struct mention *mention)
{
    return clause_comma(doc, mention->first - (mention->first > 0), mention->end);
}

bool source_is_scene(const struct document *doc, const struct mention *mention, uint32_t first)
{
    uint32_t before = mention->first - (mention->first > first);
    before -= before > first && word_is(doc, before, W_THE);
    return mention->kind == MENTION_COUNTRY && mention->first > first &&
           (word_is(doc, before, W_IN) || word_is(doc, before, W_FROM) ||
            word_is(doc, before, W_AT));
}

/* "X writes that", "according to X": who asserts what stands in the sentence. */
bool source_asserts(const struct document *doc,
                    const struct mention *mention,
                    uint32_t first,
                    uint32_t end)
{
    uint32_t from = past_relative(doc, mention, end);
    if (is_apposed(doc, mention) && from + 1 < end && doc->token[from].mark == ',' &&
        (hit_at(doc, from + 1, LEX_SAY) != NULL || word_is(doc, from + 1, W_HAD)))
        from++;
    uint32_t at = from;
    while (at < end && at - from < SAY_NEAR && doc->token[at].kind == TOKEN_WORD &&
           ((doc->token[at].word < W_COUNT && doc->token[at].word != 0) ||
            hit_over(doc, at, LEX_ADVERB) != NULL) &&
           hit_at(doc, at, LEX_SAY) == NULL)
        at++;
    const struct hit *verb = at < end ? hit_at(doc, at, LEX_SAY) : NULL;
    const struct hit *accord =
        mention->first > first ? hit_over(doc, mention->first - 1, LEX_ACCORD) : NULL;
    /* "call the US President" says nothing, "call the report false" does. */
    bool dubs = verb != NULL && (hit_is(verb, 1, "report") || hit_is(verb, 1, "untrue")) &&
                hit_in(doc, verb->end, end, LEX_REPORT) == NULL;
    bool says =
        verb != NULL && !dubs && !hit_is(verb, 0, "ask") && !source_is_scene(doc, mention, first);
    /* "the people at the Courier, who wrote that" */
    const struct hit *told =
        mark_is(doc, mention->end, ',') && mention->kind == MENTION_OUTLET &&
                (word_is(doc, mention->end + 1, W_WHO) || word_is(doc, mention->end + 1, W_WHICH))
            ? hit_at(doc, mention->end + 2, LEX_SAY)
            : NULL;
    return accord != NULL || told != NULL || (!mention->possessive && says) ||
           source_is_contradicted(doc, mention, first, end);
}

/* "in an interview with TIME", "told Fox News": where somebody says it, not who says it. */
static bool is_venue(const struct document *doc, const struct mention *mention, uint32_t first)
{
    uint32_t at = mention->first;
    at -= at > first && word_is(doc, at - 1, W_THE);
    if (at == first)
        return false;
    at--;
    bool accord = word_is(doc, at, W_TO) && at > first && word_spelled(doc, at - 1, "according");
    return !accord &&
           (word_is(doc, at, W_WITH) || word_is(doc, at, W_TO) || word_is(doc, at, W_ON) ||
            word_is(doc, at, W_FOR) || hit_over(doc, at, LEX_SAY) != NULL);
}

/* The same; an outlet in a question is where the asker has it from. */
bool source_is_asked_of(const struct document *doc,
                        const struct mention *mention,
                        uint32_t first,
                        uint32_t end)
{
    bool outlet = mention->kind == MENTION_OUTLET && !is_venue(doc, mention, first);
    return outlet || source_asserts(doc, mention, first, end);
}
