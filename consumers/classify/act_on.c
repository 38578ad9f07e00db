/* Which verb or noun governs a rate or a duty. */
#include "consumers/classify/act.h"
#include "consumers/classify/clause.h"
#include "consumers/classify/mention.h"
#include "consumers/classify/side.h"

struct act_note {
    struct noted noted;
    struct act act;
};

#define BEFORE_MAX     24 /* tokens from a verb to the rate or duty it acts on */
#define AFTER_MAX      14 /* ... where the verb comes after it */
#define OBJECT_MAX     7  /* tokens from a verb to the noun that says what it does */
#define OBJECT_FAR     12 /* ... with a day between: "delaying until July 1, 2026, the rise" */
#define AFTER_NOUN_MAX 24 /* tokens from a noun of doing to the verb that it is the subject of */
#define NOUN_NEAR      3  /* tokens: "a lowering of the tariffs" */
#define PLAN_REACH     7  /* tokens from "shelved" to what was planned */
#define WAS_REACH      6  /* tokens from "which were" to what was to be done */
#define PEOPLE_REACH   16 /* tokens from "who" to the rate or duty */
#define NEXT_MAX       5 /* tokens from a rate to a verb whose subject it is: "the 10% tariff stays" */

static bool follows_modal(const struct document *doc, uint32_t at)
{
    return at > 0 && (word_is(doc, at - 1, W_WILL) || word_is(doc, at - 1, W_WOULD) ||
                      word_is(doc, at - 1, W_SHALL) || word_is(doc, at - 1, W_MAY) ||
                      word_is(doc, at - 1, W_MIGHT) || word_is(doc, at - 1, W_LL));
}

/* "China increased tariffs", "has increased tariffs", unlike "faces increased tariffs" */
static bool follows_subject(const struct document *doc, uint32_t at)
{
    static const enum grammar_word words[] = {W_I,  W_WE,  W_HE,   W_SHE, W_THEY,
                                              W_IT, W_HAS, W_HAVE, W_HAD, W_VE};
    if (!act_ends_with(doc, at, "ed") && hit_at(doc, at, LEX_PAST) == NULL)
        return false;
    while (at > 0 && hit_over(doc, at - 1, LEX_ADVERB) != NULL)
        at--;
    for (size_t w = 0; at > 0 && w < sizeof words / sizeof words[0]; w++) {
        if (word_is(doc, at - 1, words[w]))
            return true;
    }
    const struct mention *subject = mention_ending(doc, at);
    return subject != NULL && !subject->possessive && !side_after_object(doc, 0, subject->first);
}

/* "the antidumping duty (AD) order": part of the duty's name. */
static bool follows_short_name(const struct document *doc, uint32_t at)
{
    return at >= 4 && mark_is(doc, at - 1, ')') && mark_is(doc, at - 3, '(') &&
           hit_over(doc, at - 4, LEX_TARIFF) != NULL;
}

/* "agreed to lower tariffs", unlike "leads to lower tariffs" */
static bool follows_to(const struct document *doc, uint32_t at)
{
    static const char *const results[] = {"lead",  "led",    "due",   "thank",
                                          "owing", "amount", "compar"};
    if (at < 2 || !word_is(doc, at - 1, W_TO) || doc->token[at - 2].kind != TOKEN_WORD)
        return false;
    struct str word = document_span(doc, at - 2, at - 1);
    for (size_t i = 0; i < sizeof results / sizeof results[0]; i++) {
        struct str stem = str_of(results[i]);
        if (word.len >= stem.len && str_eq_nocase((struct str){word.ptr, stem.len}, stem))
            return false;
    }
    return true;
}

bool act_is_verb(const struct document *doc, const struct hit *verb)
{
    const struct hit *duty = hit_over(doc, verb->first, LEX_TARIFF);
    if (follows_short_name(doc, verb->first))
        return false;
    return duty == NULL || (duty->first == verb->first && duty->end > verb->end &&
                            (follows_modal(doc, verb->first) || follows_to(doc, verb->first) ||
                             follows_subject(doc, verb->first)));
}

/* "to levy", "will levy": the verb, not the noun of the same spelling. */
static bool follows_auxiliary(const struct document *doc, uint32_t at)
{
    return at > 0 && (word_is(doc, at - 1, W_TO) || follows_modal(doc, at) ||
                      hit_at(doc, at - 1, LEX_ADVERB) != NULL);
}

/* Whether a verb stands in a name of a duty ("tariff increase", "de minimis exemption"), or is one
 * ("delayed the levies"). */
static bool is_in_duty(const struct document *doc, const struct hit *verb)
{
    const struct hit *duty = hit_over(doc, verb->first, LEX_TARIFF);
    /* "will lower tariffs", unlike "significantly lower tariffs" and "leads to lower tariffs" */
    if (act_is_verb(doc, verb))
        return false;
    return follows_short_name(doc, verb->first) ||
           (duty != NULL && (duty->first < verb->first || duty->end > verb->end ||
                             !follows_auxiliary(doc, verb->first)));
}

/* "reduce or eliminate": of two deeds the one that is sure. */
static const struct hit *milder(const struct document *doc, const struct hit *verb, uint32_t first)
{
    if (verb == NULL || !hit_is(verb, 0, "remove") || verb->first < first + 2 ||
        !(word_is(doc, verb->first - 1, W_OR) || word_is(doc, verb->first - 1, W_AND)))
        return verb;
    const struct hit *other = hit_at(doc, verb->first - 2, LEX_ACT);
    return other != NULL && !act_is_noun(other) ? other : verb;
}

/* The verb that a noun of doing belongs to: it is its object ("delayed a rise in duties") or, of a
 * passive one, its subject ("the rise from 10% to 12% has been put off"). */
static const struct hit *
done_to_noun(const struct document *doc, uint32_t first, const struct hit *noun, uint32_t end)
{
    if (noun == NULL || !act_is_noun(noun))
        return noun;
    uint32_t low = noun->first > first + OBJECT_FAR ? noun->first - OBJECT_FAR : first;
    for (const struct hit *verb = hit_in(doc, low, noun->first, LEX_ACT); verb != NULL;
         verb = hit_in(doc, verb->end, noun->first, LEX_ACT)) {
        if (!act_is_noun(verb) && !act_is_weak(verb) && act_is_real(doc, verb, first) &&
            act_object(doc, verb, end) == noun)
            return verb;
    }
    uint32_t limit = noun->end + AFTER_NOUN_MAX < end ? noun->end + AFTER_NOUN_MAX : end;
    for (const struct hit *verb = hit_in(doc, noun->end, limit, LEX_ACT); verb != NULL;
         verb = hit_in(doc, verb->end, limit, LEX_ACT)) {
        if (!act_is_noun(verb) && act_is_passive(doc, verb, noun->end) && !act_is_weak(verb) &&
            act_is_real(doc, verb, noun->end) &&
            (clause_between(doc, noun->end, verb->first) == 0 ||
             clause_main_after(doc, noun->end, verb->first)))
            return verb;
    }
    return noun;
}

/* "shelved a plan to raise": the verb that does away with what would be done, or NULL. */
static const struct hit *
dropped_plan(const struct document *doc, const struct hit *verb, uint32_t first)
{
    if (verb == NULL || act_is_noun(verb) || verb->first < first + 3 ||
        !word_is(doc, verb->first - 1, W_TO))
        return NULL;
    uint32_t low = verb->first > first + PLAN_REACH ? verb->first - PLAN_REACH : first;
    const struct hit *found = NULL;
    for (const struct hit *hit = hit_in(doc, low, verb->first - 2, LEX_ACT); hit != NULL;
         hit = hit_in(doc, hit->end, verb->first - 2, LEX_ACT)) {
        bool drops = hit_is(hit, 0, "suspend") || hit_is(hit, 0, "remove");
        found =
            drops && !act_is_noun(hit) && !clause_comma(doc, hit->end, verb->first) ? hit : NULL;
    }
    return found != NULL && hit_in(doc, found->end, verb->first, LEX_TARIFF) == NULL ? found : NULL;
}

/* "12% on cod fillets, salted herring and live crabs is lifted": the only verb after a rate, whose
 * subject has a long list of goods. */
static bool is_lone(const struct document *doc, uint32_t at, const struct hit *verb)
{
    if (!act_is_passive(doc, verb, at) || clause_between(doc, at, verb->first) > 0 ||
        hit_in(doc, at + 2, verb->first, LEX_PERCENT) != NULL)
        return false;
    const struct hit *other = hit_in(doc, at, verb->first, LEX_ACT);
    while (other != NULL && !act_is_real(doc, other, at)) /* "on frozen cod" */
        other = hit_in(doc, other->end, verb->first, LEX_ACT);
    return other == NULL;
}

/* "25% and cut its duty on salt", "25% but has put 5% on salt": another deed, with what it is done
 * to, joined behind a rate that is not its own. */
static bool begins_other(const struct document *doc, uint32_t at, const struct hit *verb)
{
    static const enum grammar_word auxiliaries[] = {W_WILL, W_WOULD, W_HAS, W_HAVE,
                                                    W_TO,   W_IS,    W_ARE};
    static const enum grammar_word objects[] = {W_THE, W_ITS, W_THEIR, W_A,    W_AN,
                                                W_HIS, W_OUR, W_THOSE, W_THAT, W_ALL};
    uint32_t link = verb->first;
    for (bool auxiliary = true; auxiliary && link > at + 1;) {
        auxiliary = hit_at(doc, link - 1, LEX_ADVERB) != NULL;
        for (size_t i = 0; i < sizeof auxiliaries / sizeof auxiliaries[0]; i++)
            auxiliary = auxiliary || word_is(doc, link - 1, auxiliaries[i]);
        link -= auxiliary;
    }
    bool joined = link > at + 1 && (word_is(doc, link - 1, W_AND) || word_is(doc, link - 1, W_BUT));
    bool object = verb->end < doc->token_count && doc->token[verb->end].kind == TOKEN_NUMBER;
    for (size_t i = 0; i < sizeof objects / sizeof objects[0]; i++)
        object = object || word_is(doc, verb->end, objects[i]);
    return joined && object && !act_is_noun(verb) && !act_is_passive(doc, verb, at);
}

/* "extended the 35 percent duties it put on soap": a clause that tells which duties are meant. */
static bool tells_which(const struct document *doc, uint32_t at, const struct hit *verb)
{
    uint32_t who = verb->first - 1;
    who -= who > at && (word_is(doc, who, W_HAS) || word_is(doc, who, W_HAD));
    if (who <= at + 1 || !(word_is(doc, who, W_IT) || word_is(doc, who, W_THEY) ||
                           word_is(doc, who, W_HE) || word_is(doc, who, W_WE)))
        return false;
    return hit_over(doc, who - 1, LEX_TARIFF) != NULL ||
           hit_over(doc, who - 1, LEX_PERCENT) != NULL;
}

/* "raising the tariff charged to China by us to 125%": which tariff is raised. */
static bool
is_laid_on(const struct document *doc, const struct hit *best, const struct hit *verb, uint32_t at)
{
    bool moves = hit_is(best, 0, "raise") || hit_is(best, 0, "lower");
    bool participle =
        !act_is_noun(verb) && hit_is(verb, 0, "impose") &&
        (act_ends_with(doc, verb->first, "ed") || hit_at(doc, verb->first, LEX_PAST) != NULL);
    /* "cut the 15% tariff it put on pears to 7%" */
    bool told = participle && tells_which(doc, best->end, verb);
    return moves && participle && verb->first < at && best->end < verb->first &&
           word_is(doc, at - 1, W_TO) &&
           (told || hit_over(doc, verb->first - 1, LEX_TARIFF) != NULL) &&
           (word_is(doc, verb->end, W_TO) || word_is(doc, verb->end, W_ON) ||
            word_is(doc, verb->end, W_AGAINST));
}

/* "lift the duties put on wool", "suspend for a time the tariff levied under the order": which
 * duties are meant that a verb before them does something to. */
static bool
tells_laid(const struct document *doc, const struct hit *best, const struct hit *verb, uint32_t at)
{
    static const char *const deeds[] = {"suspend", "remove", "lower", "raise", "extend"};
    bool moves = false;
    for (size_t i = 0; i < sizeof deeds / sizeof deeds[0]; i++)
        moves = moves || hit_is(best, 0, deeds[i]);
    bool leads = word_is(doc, verb->end, W_ON) || word_is(doc, verb->end, W_UNDER) ||
                 word_is(doc, verb->end, W_BY) || word_is(doc, verb->end, W_AGAINST) ||
                 word_is(doc, verb->end, W_IN);
    if (!moves || !leads || best->first > at || act_is_noun(best) || act_is_noun(verb) ||
        !hit_is(verb, 0, "impose") || hit_over(doc, verb->first - 1, LEX_TARIFF) == NULL ||
        !(act_ends_with(doc, verb->first, "ed") || hit_at(doc, verb->first, LEX_PAST) != NULL) ||
        clause_between(doc, best->end, at) > 0 || clause_comma(doc, best->end, at))
        return false;
    for (uint32_t word = best->end; word < at; word++) {
        if (word_is(doc, word, W_ABOUT) || word_is(doc, word, W_OVER))
            return false;
    }
    return true;
}

/* "makers, who have faced a 25% tariff, cut jobs": whether what is said of people holds token `at`,
 * so that what they do afterwards is done to something else. */
static bool is_of_people(const struct document *doc, uint32_t first, uint32_t at)
{
    uint32_t low = at > first + PEOPLE_REACH ? at - PEOPLE_REACH : first;
    for (uint32_t back = at; back > low; back--) {
        if (doc->token[back - 1].kind == TOKEN_PUNCT || word_is(doc, back - 1, W_THAT) ||
            word_is(doc, back - 1, W_WHICH))
            return false;
        if (word_is(doc, back - 1, W_WHO) || word_is(doc, back - 1, W_WHOSE))
            return true;
    }
    return false;
}

/* "lifts its levies, which were about to double to 50%": what was to be done to what a deed before
 * did away with. */
static bool was_to_be(const struct document *doc, uint32_t first, const struct hit *verb)
{
    if (verb == NULL || act_is_noun(verb) || verb->first < first + 3)
        return false;
    /* "a levy of 10%, to have risen to 20%, was dropped" */
    if (word_is(doc, verb->first - 1, W_HAVE) && word_is(doc, verb->first - 2, W_TO))
        return mark_is(doc, verb->first - 3, ',');
    if (!word_is(doc, verb->first - 1, W_TO))
        return false;
    uint32_t low = verb->first > first + WAS_REACH ? verb->first - WAS_REACH : first;
    for (uint32_t back = verb->first - 1; back > low; back--) {
        if (word_is(doc, back - 1, W_WHICH) || word_is(doc, back - 1, W_THAT))
            return word_is(doc, back, W_WAS) || word_is(doc, back, W_WERE) ||
                   word_is(doc, back, W_HAD);
    }
    return false;
}

/* The deed that did away with it, before the clause of `verb`, or after it ("to have risen to 20%,
 * was dropped"); NULL where there is none. */
static const struct hit *
averts(const struct document *doc, uint32_t first, uint32_t end, const struct hit *verb)
{
    const struct hit *found = NULL;
    bool after = word_is(doc, verb->first - 1, W_HAVE);
    uint32_t from = after ? verb->end : first;
    uint32_t to = after ? end : verb->first;
    for (const struct hit *hit = hit_in(doc, from, to, LEX_ACT); hit != NULL && found == NULL;
         hit = hit_in(doc, hit->end, to, LEX_ACT)) {
        bool away = hit_is(hit, 0, "suspend") || hit_is(hit, 0, "remove");
        bool done = after ? act_is_passive(doc, hit, from)
                          : duty_next(doc, hit->first, verb->first) != NULL;
        if (away && !act_is_noun(hit) && act_is_real(doc, hit, first) && done)
            found = hit;
    }
    return found;
}

/* "exports | rose", "sales in Ohio | fell": a verb of what is no duty. */
static bool is_of_figures(const struct document *doc, uint32_t first, const struct hit *verb)
{
    static const char *const words[] = {"exports", "imports", "shipments", "orders"};
    const struct hit *figure = hit_in(doc, first, verb->end, LEX_SHARE);
    if (figure != NULL && figure->first < verb->first)
        return true;
    for (uint32_t at = first; at < verb->first; at++) {
        if (WORD_AMONG(doc, at, words))
            return true;
    }
    return false;
}

/* Whether a verb only tells which duty is meant, or is another deed than that of the best verb so
 * far (or NULL). */
static bool is_of_which(const struct document *doc,
                        uint32_t first,
                        uint32_t end,
                        uint32_t at,
                        const struct hit *best,
                        const struct hit *verb)
{
    bool after = verb->first > at;
    if (best != NULL && is_laid_on(doc, best, verb, at))
        return true;
    if (after && best != NULL && (begins_other(doc, at, verb) || tells_which(doc, at, verb)))
        return true;
    if (after && best != NULL && tells_laid(doc, done_to_noun(doc, first, best, end), verb, at))
        return true;
    return after && act_is_aside(doc, at, verb, end);
}

static struct act find_anew(const struct document *doc, uint32_t first, uint32_t end, uint32_t at)
{
    bool people = is_of_people(doc, first, at);
    const struct hit *best = NULL;
    uint32_t best_cost = UINT32_MAX;
    for (const struct hit *verb = hit_in(doc, first, end, LEX_ACT); verb != NULL;
         verb = hit_in(doc, verb->end, end, LEX_ACT)) {
        bool after = verb->first > at;
        uint32_t gap = after ? verb->first - at : at - verb->first;
        bool main = after && (clause_main_after(doc, at, verb->first) || is_lone(doc, at, verb) ||
                              act_is_past_aside(doc, at, verb));
        if (gap > (after && !main ? AFTER_MAX : BEFORE_MAX) || is_in_duty(doc, verb) ||
            !act_is_real(doc, verb, first))
            continue;
        if (hit_is(verb, 1, "t") && (after || !word_is(doc, at - 1, W_TO)) &&
            (after || (!act_takes_off(doc, verb, end) && !act_goes_down(doc, verb->end, at))))
            continue; /* "taking its tariffs to 125%", but not "taking steps on tariffs" */
        /* "exports rose 12 percent despite the 19 percent tariff": moved by itself */
        if (!after && hit_is(verb, 1, "v") && !act_is_noun(verb) &&
            hit_in(doc, verb->end, at, LEX_PERCENT) != NULL &&
            hit_in(doc, first, verb->first, LEX_TARIFF) == NULL && is_of_figures(doc, first, verb))
            continue;
        if (after && people && !act_is_noun(verb) && !act_is_passive(doc, verb, at))
            continue;
        /* "continues to study the tariff" */
        if (hit_is(verb, 0, "keep") && word_is(doc, verb->end, W_TO) &&
            hit_at(doc, verb->end + 1, LEX_ACT) == NULL)
            continue;
        unsigned clauses = main ? 0 : clause_between(doc, verb->first, at);
        bool exempt = hit_is(verb, 0, "exempt");
        /* "its tariff excludes ore": what the duty itself does */
        bool active = exempt && !act_is_noun(verb) && !hit_is(verb, 2, "subject") &&
                      !act_is_passive(doc, verb, at);
        if (after && exempt && (clauses > 0 || active))
            continue;
        if (after && clause_comma(doc, at, verb->first))
            gap += 10;
        bool predicate = hit_is(verb, 1, "p");
        if (predicate && (!after || clauses > 0))
            continue;
        if (is_of_which(doc, first, end, at, best, verb))
            continue;
        /* "the duty, which was to start in May, is put aside", "to have begun in May, is" */
        bool have = word_is(doc, verb->first - 1, W_HAVE) &&
                    (word_is(doc, verb->first - 2, W_TO) || word_is(doc, verb->first - 2, W_WOULD));
        bool was_to =
            verb->first > at + 1 && (have || (word_is(doc, verb->first - 1, W_TO) &&
                                              (word_is(doc, verb->first - 2, W_WAS) ||
                                               word_is(doc, verb->first - 2, W_WERE) ||
                                               word_spelled(doc, verb->first - 2, "going"))));
        bool next = (after && gap <= NEXT_MAX && clauses == 0) || predicate;
        uint32_t cost = gap + (after && !next ? 6 : 0) +
                        (act_is_noun(verb) ? (after || gap > NOUN_NEAR ? 10 : 3) : 0) +
                        (act_is_weak(verb) ? 9 : 0) + (was_to ? 20 : 0) + 20 * clauses -
                        (predicate && gap > 0 ? gap - 1 : 0) +
                        (clause_joins(doc, verb->first, at) ? 6 : 0);
        if (cost < best_cost) {
            best = verb;
            best_cost = cost;
        }
    }
    uint32_t low = at > first + PLAN_REACH ? at - PLAN_REACH : first;
    const struct hit *planned = hit_in(doc, low, at, LEX_ACT);
    const struct hit *away =
        was_to_be(doc, first, planned) ? averts(doc, first, end, planned) : NULL;
    if (away != NULL)
        best = away;
    struct act act = act_of(doc, done_to_noun(doc, first, milder(doc, best, first), end), end);
    act.averts = away != NULL;
    const struct hit *dropped = dropped_plan(doc, act.verb, first);
    if (dropped != NULL) {
        act.verb = dropped;
        act.action = ACTION_SUSPEND;
        act.keeps = act.pays = false;
    }
    return act;
}

void act_forget(struct document *doc)
{
    doc->act_note =
        document_grow(doc->act_note, &doc->act_note_capacity, NOTES, sizeof *doc->act_note);
    for (size_t i = 0; i < NOTES; i++)
        doc->act_note[i].noted.first = NO_INDEX;
}

struct act act_on(const struct document *doc, uint32_t first, uint32_t end, uint32_t at)
{
    struct noted noted = {first, end, at};
    struct act_note *note = &doc->act_note[note_place(&noted)];
    if (!noted_is(&note->noted, &noted))
        *note = (struct act_note){noted, find_anew(doc, first, end, at)};
    return note->act;
}
