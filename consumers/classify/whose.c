/* Whose duty it is where pronouns tell: "we go down to 30%, they go down to 10", "they'll pay 15".
 */
#include "consumers/classify/mention.h"
#include "consumers/classify/side.h"
#include "consumers/classify/tariff.h"

#include <string.h>

#define NAMED_BACK    256 /* mentions before a pronoun that may be whom it means */
#define SHARED_REACH  6   /* tokens from "and" to the second verb of a pronoun */
#define PRONOUN_REACH 4   /* tokens of auxiliaries between a pronoun and its verb */

static bool is_auxiliary(const struct document *doc, uint32_t at)
{
    static const enum grammar_word words[] = {
        W_M,   W_AM,   W_WILL, W_LL,   W_WOULD, W_SHALL, W_ARE, W_RE,   W_VE, W_HAVE,
        W_HAD, W_WERE, W_D,    W_ALSO, W_NOW,   W_JUST,  W_BE,  W_BEEN, W_TO};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (word_is(doc, at, words[i]))
            return true;
    }
    return hit_over(doc, at, LEX_ADVERB) != NULL;
}

/* The pronoun that is the subject of a verb: its token, or NO_INDEX. */
static uint32_t pronoun_of(const struct document *doc, uint32_t first, uint32_t verb)
{
    for (uint32_t at = verb; at > first && verb - at <= PRONOUN_REACH; at--) {
        uint32_t before = at - 1;
        if (word_is(doc, before, W_THEY) || word_is(doc, before, W_WE) ||
            word_is(doc, before, W_YOU) || word_is(doc, before, W_I))
            return before;
        if (!is_auxiliary(doc, before))
            break;
    }
    return NO_INDEX;
}

/* "They charge us a lot, and only days ago doubled it": the pronoun that a sentence begins with and
 * whose second verb names no subject of its own, or NO_INDEX. */
static uint32_t pronoun_shared(const struct document *doc, uint32_t first, uint32_t verb)
{
    if (!word_is(doc, first, W_THEY) && !word_is(doc, first, W_WE))
        return NO_INDEX;
    for (uint32_t at = verb; at > first && verb - at <= SHARED_REACH; at--) {
        size_t next = mention_from(doc, at);
        if (next < doc->mention_count && doc->mention[next].first < verb)
            return NO_INDEX;
        if (word_is(doc, at, W_THEY) || word_is(doc, at, W_WE) || word_is(doc, at, W_IT) ||
            hit_over(doc, at, LEX_TARIFF) != NULL)
            return NO_INDEX;
        if (word_is(doc, at, W_AND))
            return first;
    }
    return NO_INDEX;
}

/* "they take theirs to zero": the phrase that tells the deed goes with a verb before it. */
static uint32_t lead_of(const struct document *doc, uint32_t first, const struct hit *verb)
{
    const struct hit *lead = hit_in(doc, first, verb->first, LEX_ACT);
    return word_is(doc, verb->first, W_TO) && lead != NULL ? lead->first : verb->first;
}

/* "they will open up to our rice at zero": the pronoun that a clause begins with. */
static uint32_t pronoun_leading(const struct document *doc, uint32_t first, uint32_t rate)
{
    bool pronoun = first < rate && (word_is(doc, first, W_THEY) || word_is(doc, first, W_WE));
    return pronoun ? first : NO_INDEX;
}

/* The countries that "they" and "you" are: the last one named before token `end` other than the
 * speaker's, and those it is joined to. */
static struct record_codes last_named(const struct document *doc, uint32_t end, const char *ours)
{
    struct record_codes codes = {.count = 0};
    size_t last = mention_from(doc, end);
    size_t low = last > NAMED_BACK ? last - NAMED_BACK : 0;
    for (size_t i = last; i > low && codes.count == 0; i--) {
        const struct mention *mention = &doc->mention[i - 1];
        if (mention->kind != MENTION_COUNTRY || mention->side == NULL ||
            strcmp(mention->side, ours) == 0 || strcmp(mention->side, "WTO") == 0)
            continue;
        (void)record_codes_add(&codes, mention->side);
        for (size_t j = i; j > 1 && side_is_joined(doc, j - 2); j--)
            (void)record_codes_add(&codes, doc->mention[j - 2].side);
    }
    return codes;
}

/* "their tariff gets cut": the duty that they bear, where nobody says who cuts it. */
static uint32_t their_duty(const struct document *doc, const struct change *change)
{
    const struct hit *duty = change->duty;
    if (change->act.verb == NULL)
        return NO_INDEX;
    uint32_t verb = change->act.verb->first;
    bool their = duty != NULL && duty->first > change->first && duty->end <= verb &&
                 word_is(doc, duty->first - 1, W_THEIR);
    return their ? duty->first - 1 : NO_INDEX;
}

/* "tariffs on tea will be halved, before they fall to 40", "and said they would double": the
 * duties, not who puts them on. */
static bool is_duties(const struct document *doc, const struct change *change, uint32_t at)
{
    uint32_t first = doc->sentence[change->sentence].first;
    bool linked = at > first && (word_is(doc, at - 1, W_BEFORE) || word_is(doc, at - 1, W_UNTIL) ||
                                 word_is(doc, at - 1, W_AFTER) || word_is(doc, at - 1, W_WHEN) ||
                                 hit_over(doc, at - 1, LEX_SAY) != NULL);
    return linked && word_is(doc, at, W_THEY) && duty_next(doc, first, at) != NULL;
}

/* Their duty on our goods, or ours on theirs. */
static void
take(struct change *change, bool by_them, const char *ours, const struct record_codes *theirs)
{
    change->imposer = by_them ? theirs->code[0] : ours;
    if (by_them)
        (void)record_codes_add(&change->targets, ours);
    else if (change->targets.count == 0)
        change->targets = *theirs;
}

bool whose_fill(const struct tariff_scene *scene, struct change *change)
{
    const struct document *doc = scene->doc;
    const struct voice *voice = &scene->voices[change->sentence];
    const struct hit *verb = change->act.verb;
    const char *ours = voice->speaker.side;
    if (ours == NULL && !scene->author->press)
        ours = scene->author->speaker.side;
    if (ours == NULL || hit_is(verb, 1, "n") || (verb == NULL && change->rate == NULL))
        return false;
    uint32_t at = verb != NULL ? pronoun_of(doc, doc->sentence[change->sentence].first,
                                            lead_of(doc, change->own_first, verb))
                               : pronoun_leading(doc, change->own_first, change->rate->first);
    if (at == NO_INDEX && verb != NULL && !change->act.passive)
        at = pronoun_shared(doc, doc->sentence[change->sentence].first, verb->first);
    /* "doubled it": done to a duty, where "doubled to 20%" is what their rate did */
    bool object =
        verb != NULL && (word_is(doc, verb->end, W_IT) || word_is(doc, verb->end, W_THEM));
    bool moves = !object && (hit_is(verb, 2, "subject") || hit_is(verb, 1, "t"));
    uint32_t their =
        at == NO_INDEX && (moves || change->act.passive) ? their_duty(doc, change) : at;
    bool owned = at == NO_INDEX && their != NO_INDEX;
    at = their;
    /* "importers leave a deposit of 15% when they bring in the goods" */
    bool aside = at != NO_INDEX && at > 0 && change->rate != NULL && change->rate->end < at &&
                 word_is(doc, at - 1, W_WHEN);
    if (at == NO_INDEX || aside || (moves && is_duties(doc, change, at)))
        return false;
    const struct document *title = scene->title;
    struct record_codes theirs = last_named(doc, at, ours);
    if (theirs.count == 0)
        theirs = last_named(title, (uint32_t)title->token_count, ours);
    if (theirs.count == 0)
        return false;
    bool we = word_is(doc, at, W_WE) || word_is(doc, at, W_I);
    if (owned) {
        take(change, false, ours, &theirs);
        return true;
    }
    bool answered = scene->have_last && scene->last.sentence == change->sentence &&
                    scene->last.imposer != NULL && strcmp(scene->last.imposer, ours) == 0;
    if (change->act.pays || change->act.passive) {
        take(change, we, ours, &theirs);
        return true;
    }
    if (we && !hit_is(verb, 2, "subject")) {
        if (scene->author->speaker.role == NULL ||
            strcmp(scene->author->speaker.role, "company") != 0)
            change->imposer = ours;
        return false;
    }
    bool acts =
        !we && change->action == ACTION_NONE && (!moves || answered || hit_is(verb, 1, "t"));
    take(change, acts, ours, &theirs);
    return true;
}
