/* Dates that one sentence gives to the changes of others: a list's head, an order's last clause. */
#include "consumers/classify/tariff.h"
#include "consumers/classify/when.h"

#define AHEAD_MAX   8  /* sentences after a change, to the clause that says from when */
#define BACK_MAX    8  /* sentences of a list before it, to its head */
#define SUBJECT_MAX 14 /* tokens that may be the subject of a clause that gives a date */

/* "The rates of duty set out above shall apply ...", "Both measures begin ...". */
static bool speaks_of_measure(const struct document *doc, const struct sentence *sentence)
{
    uint32_t end = sentence->first + SUBJECT_MAX < sentence->end ? sentence->first + SUBJECT_MAX
                                                                 : sentence->end;
    bool points = word_is(doc, sentence->first, W_THEY) || word_is(doc, sentence->first, W_BOTH) ||
                  word_is(doc, sentence->first, W_THESE) || word_is(doc, sentence->first, W_IT);
    return points || duty_next(doc, sentence->first, end) != NULL ||
           hit_in(doc, sentence->first, end, LEX_MEASURE) != NULL;
}

static bool has_rates(const struct document *doc, const struct sentence *sentence)
{
    struct rate rates[RATES_MAX];
    return rate_find(doc, sentence->first, sentence->end, rates) > 0;
}

static struct when start_of(const struct document *doc, const struct sentence *sentence)
{
    struct when when = when_effective(doc, sentence->first, sentence->first, sentence->end);
    return when.known && !when.weak ? when : (struct when){0};
}

const struct sentence *dating_head(const struct document *doc, uint32_t i)
{
    for (uint32_t back = i; back > 0 && i - back < BACK_MAX && doc->sentence[back].line; back--) {
        const struct sentence *head = &doc->sentence[back - 1];
        const struct token *last = &doc->token[head->end - 1];
        if (last->kind == TOKEN_PUNCT && last->mark == ':')
            return head;
    }
    return NULL;
}

struct when dating_of(const struct tariff_scene *scene, const struct change *change)
{
    const struct document *doc = scene->doc;
    uint32_t i = change->sentence;
    if (scene->author->press || scene->author->social || scene->voices[i].turn || change->act.done)
        return (struct when){0};
    const struct sentence *head = dating_head(doc, i);
    struct when when = head != NULL ? start_of(doc, head) : (struct when){0};
    if (when.known)
        return when;
    for (uint32_t next = i + 1; next < doc->sentence_count && next <= i + AHEAD_MAX; next++) {
        const struct sentence *sentence = &doc->sentence[next];
        if (has_rates(doc, sentence) || !speaks_of_measure(doc, sentence))
            continue;
        when = start_of(doc, sentence);
        if (when.known)
            return when;
    }
    return (struct when){0};
}
