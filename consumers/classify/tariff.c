#include "consumers/classify/tariff.h"

#include "consumers/classify/product.h"
#include "consumers/classify/when.h"

#include <string.h>

#define FOLLOW_MAX    2  /* sentences after a change that may date or go on with it */
#define DATING_MAX    25 /* tokens of a sentence that only gives a date */
#define REFUTE_MAX    18 /* ... that only calls the one before untrue */
#define DUTY_REACH    10 /* tokens between a deed and the duty it is done to */
#define REASON_REACH  5  /* tokens from "in reply to" to the duty that is answered */
#define FOLLOW_TOKENS 50 /* of a sentence that goes on with rates and names no duty */

static bool is_duty(const struct document *doc, const struct hit *hit)
{
    return hit != NULL && hit_over(doc, hit->first, LEX_DOMAIN) == NULL;
}

static const struct hit *next_duty(const struct document *doc, uint32_t first, uint32_t end)
{
    const struct hit *hit = hit_in(doc, first, end, LEX_TARIFF);
    while (hit != NULL && !is_duty(doc, hit))
        hit = hit_in(doc, hit->end, end, LEX_TARIFF);
    return hit;
}

/* The duty next to a token. */
static const struct hit *
nearest_duty(const struct document *doc, uint32_t first, uint32_t end, uint32_t at)
{
    const struct hit *best = NULL;
    uint32_t best_gap = UINT32_MAX;
    for (const struct hit *hit = next_duty(doc, first, end); hit != NULL;
         hit = next_duty(doc, hit->end, end)) {
        uint32_t gap = hit->first > at ? hit->first - at : at - hit->first;
        if (gap < best_gap) {
            best = hit;
            best_gap = gap;
        }
    }
    return best;
}

static bool has_unreal(const struct document *doc, const struct sentence *sentence)
{
    for (const struct hit *hit = hit_in(doc, sentence->first, sentence->end, LEX_UNREAL);
         hit != NULL; hit = hit_in(doc, hit->end, sentence->end, LEX_UNREAL)) {
        if (hit_is(hit, 0, "all"))
            return true;
    }
    return false;
}

/* Whether a sentence calls something untrue, other than as the reason for what is done. */
static bool calls_untrue(const struct document *doc, const struct sentence *sentence)
{
    for (const struct hit *hit = hit_in(doc, sentence->first, sentence->end, LEX_FALSEHOOD);
         hit != NULL; hit = hit_in(doc, hit->end, sentence->end, LEX_FALSEHOOD)) {
        uint32_t low = hit->first > sentence->first + REASON_REACH ? hit->first - REASON_REACH
                                                                   : sentence->first;
        if (hit_in(doc, low, hit->first, LEX_REASON) == NULL)
            return true;
    }
    return false;
}

/* Said to be untrue, there or in a short sentence after it; asked without a rate; an estimate. */
static bool is_no_change(const struct tariff_scene *scene, uint32_t i, size_t rates)
{
    const struct document *doc = scene->doc;
    const struct sentence *sentence = &doc->sentence[i];
    const struct voice *voice = &scene->voices[i];
    if (sentence->question || calls_untrue(doc, sentence) ||
        hit_in(doc, sentence->first, sentence->end, LEX_NONCOMMIT) != NULL ||
        (voice->verb != NULL && voice->verb->entry->class == LEX_DENY) ||
        has_unreal(doc, sentence) || (voice->asked && rates == 0))
        return true;
    if (i + 1 >= doc->sentence_count)
        return false;
    const struct sentence *next = sentence + 1;
    return next->end - next->first < REFUTE_MAX && !scene->voices[i + 1].asked &&
           hit_in(doc, next->first, next->end, LEX_FALSEHOOD) != NULL;
}

/* The clause without the frame of who says so: "..., the ministry said on Friday". */
static void clause_of(const struct tariff_scene *scene, uint32_t i, uint32_t *first, uint32_t *end)
{
    const struct document *doc = scene->doc;
    const struct sentence *sentence = &doc->sentence[i];
    const struct voice *voice = &scene->voices[i];
    *first = voice->first > sentence->first && voice->first < sentence->end ? voice->first
                                                                            : sentence->first;
    *end = sentence->end;
    if (voice->verb == NULL || voice->verb->first < *first || voice->verb->end > *end)
        return;
    uint32_t low = voice->verb->first;
    if (voice->subject_first >= *first && voice->subject_first < low)
        low = voice->subject_first;
    struct rate rates[RATES_MAX];
    bool tail =
        rate_find(doc, low, *end, rates) == 0 && next_duty(doc, voice->verb->end, *end) == NULL;
    if (tail && low > *first + 3)
        *end = low;
    else if (low == *first || voice->subject_first < *first + 3)
        *first = voice->verb->end;
}

static void set_number(struct record_number *number, double value)
{
    number->known = true;
    number->value = value;
}

static void set_rates(const struct change *change, struct record *record)
{
    const struct rate *rate = change->rate;
    bool gone = !change->leaves &&
                (change->action == ACTION_REMOVE || change->action == ACTION_SUSPEND ||
                 (change->action == ACTION_EXEMPT && !change->act.keeps && !change->shares));
    if (change->old != NULL)
        set_number(&record->rate_from, change->old->value);
    if (rate == NULL)
        return;
    record->rate_operator = rate->op;
    if (rate->part == RATE_POINTS && !(gone && !rate->by_unit)) {
        bool cut = change->action == ACTION_LOWER || gone;
        set_number(&record->rate_points, cut ? -rate->value : rate->value);
    } else if (change->old == NULL && rate->value > 0 && !rate->led_by_to &&
               (gone || rate->known)) {
        set_number(&record->rate_from, rate->value);
    } else {
        set_number(&record->rate, rate->value);
    }
}

/* A date of the sentence that is not another rate's: before this one's part, or after the last
 * rate. */
static struct when sentence_date(const struct document *doc, const struct change *change)
{
    const struct sentence *sentence = &doc->sentence[change->sentence];
    struct when when = when_effective(doc, sentence->first, sentence->first, change->own_end);
    bool last = change->rates_end == 0 || change->own_end >= change->rates_end;
    if ((!when.known || when.weak) && !last)
        when = when_effective(doc, sentence->first, change->rates_end, sentence->end);
    else if (!when.known || when.weak)
        when = when_effective(doc, sentence->first, change->own_first, sentence->end);
    return when;
}

/* Its own date first, then one of its sentence, then one of the sentence that dates it, then that
 * of the list it goes on with. */
static struct when effective_of(const struct tariff_scene *scene, const struct change *change)
{
    const struct document *doc = scene->doc;
    struct when when = when_effective(doc, change->first, change->own_first, change->own_end);
    struct when weak = when;
    if (!when.known || when.weak) {
        when = sentence_date(doc, change);
        weak = weak.known ? weak : when;
    }
    for (uint32_t i = change->sentence + 1;
         i <= change->last_sentence && (!when.known || when.weak); i++)
        when = when_effective(doc, doc->sentence[i].first, doc->sentence[i].first,
                              doc->sentence[i].end);
    if (!when.known || when.weak)
        when = weak;
    const struct hit *same = hit_in(doc, change->own_first, change->own_end, LEX_DATE);
    bool listed = !scene->author->press && !scene->author->social && !change->act.future &&
                  change->rate != NULL && !scene->voices[change->sentence].turn;
    if (!when.known && scene->have_last && scene->last.dated &&
        scene->last.sentence + 1 >= change->sentence && (listed || hit_is(same, 1, "same")))
        when = (struct when){.known = true, .day = scene->last.day};
    return when;
}

/* Adds the record of a change; false where the list is full. */
static bool emit(struct tariff_scene *scene, struct change *change)
{
    struct document *doc = scene->doc;
    slots_fill(scene, change);
    if (change->imposer == NULL)
        return true;
    struct when when = effective_of(scene, change);
    change->action = stage_action(change);
    if (change->action == ACTION_NONE)
        return true;
    struct record *record =
        document_add(doc, RECORD_TARIFF_CHANGE, change->sentence, change->last_sentence);
    if (record == NULL)
        return false;
    change->status = stage_status(scene, change, when.known, when.day);
    if (change->status == STATUS_PROPOSED)
        when = when_effective(doc, change->first, change->own_first, change->own_end);
    record->imposer = change->imposer;
    record->targets = change->targets;
    record->action = change->action;
    record->status = change->status;
    record->products =
        change->products.len > 0 ? arena_copy_str(doc->arena, change->products) : NULL;
    if (record->products == NULL)
        record->products = "all goods";
    set_rates(change, record);
    if (when.known)
        record->effective = when_text(doc, when.day);
    record->rules = change->rule;
    record->certainty = CERTAINTY_CERTAIN;
    record->confidence = 0.5 + (change->rate != NULL ? 0.25 : 0) +
                         (change->act.verb != NULL ? 0.1 : 0) + (change->named_targets ? 0.1 : 0);
    change->dated = when.known;
    change->day = when.day;
    extra_fill(scene, change, record);
    scene->last = *change;
    scene->have_last = true;
    return true;
}

static bool says_start(const struct document *doc, const struct sentence *sentence)
{
    struct when when = when_effective(doc, sentence->first, sentence->first, sentence->end);
    return when.known && !when.weak;
}

/* A following sentence that only says from when: "The new rate takes effect on Saturday." */
static uint32_t dating_sentence(const struct tariff_scene *scene, uint32_t i)
{
    const struct document *doc = scene->doc;
    for (uint32_t next = i + 1; next < doc->sentence_count && next <= i + FOLLOW_MAX; next++) {
        const struct sentence *sentence = &doc->sentence[next];
        struct rate rates[RATES_MAX];
        if (scene->voices[next].asked || rate_find(doc, sentence->first, sentence->end, rates) > 0)
            return i;
        if (sentence->end - sentence->first < DATING_MAX &&
            hit_in(doc, sentence->first, sentence->end, LEX_WHEN) != NULL &&
            says_start(doc, sentence))
            return next;
    }
    return i;
}

/* Where the clause turns to goods: at its duty or deed, whichever is told first. */
static uint32_t goods_from(const struct change *change)
{
    uint32_t from = change->rate != NULL ? change->rate->first : change->own_end;
    if (change->duty != NULL && change->duty->first >= change->own_first &&
        change->duty->first < from)
        from = change->duty->first;
    const struct hit *verb = change->act.verb;
    if (verb != NULL && verb->first >= change->own_first && verb->first < from)
        from = verb->first;
    return from;
}

/* "such cars", "those goods": what the text has named so before. */
static struct str named_before(const struct document *doc, uint32_t sentence, struct str products)
{
    static const char *const pointing[] = {"such ", "that ", "those ", "these ", "this "};
    bool points = false;
    for (size_t i = 0; i < sizeof pointing / sizeof pointing[0]; i++)
        points = points || (products.len > strlen(pointing[i]) &&
                            strncmp(products.ptr, pointing[i], strlen(pointing[i])) == 0);
    uint32_t first = doc->sentence[sentence].first;
    const struct hit *noun = NULL;
    for (const struct hit *hit = hit_in(doc, first, doc->sentence[sentence].end, LEX_PRODUCT);
         hit != NULL && points;
         hit = hit_in(doc, hit->end, doc->sentence[sentence].end, LEX_PRODUCT)) {
        const char *at = doc->text + doc->token[hit->first].start;
        if (at > products.ptr && at < products.ptr + products.len)
            noun = hit;
    }
    for (uint32_t i = sentence; noun != NULL && i > 0; i--) {
        const struct sentence *before = &doc->sentence[i - 1];
        for (const struct hit *hit = hit_in(doc, before->first, before->end, LEX_PRODUCT);
             hit != NULL; hit = hit_in(doc, hit->end, before->end, LEX_PRODUCT)) {
            if (strcmp(hit->entry->surface, noun->entry->surface) != 0)
                continue;
            struct str named = product_before(doc, before->first, hit->end);
            return named.len > 0 ? named : products;
        }
    }
    return products;
}

/* What a measure of a notice falls on, where only its title says. */
static struct str title_products(const struct tariff_scene *scene, uint32_t sentence)
{
    const struct document *title = scene->title;
    struct str products = {NULL, 0};
    if (scene->have_last && scene->last.sentence + 1 >= sentence)
        return scene->last.products;
    if (title->token_count > 0 && !scene->author->press && !scene->author->social)
        products = product_phrase(title, 0, (uint32_t)title->token_count);
    return products.len > 0 && hit_in(title, 0, (uint32_t)title->token_count, LEX_PRODUCT) != NULL
               ? products
               : (struct str){NULL, 0};
}

static struct str products_of(const struct tariff_scene *scene, const struct change *change)
{
    const struct document *doc = scene->doc;
    uint32_t deed = change->rate != NULL   ? change->rate->end
                    : change->duty != NULL ? change->duty->first
                                           : change->own_first;
    uint32_t start = change->rate != NULL ? change->rate->first : deed;
    const struct hit *verb = change->act.verb;
    struct str products = change->products;
    bool subject = verb != NULL && verb->first > change->own_first && verb->first < start &&
                   (change->act.pays || change->act.passive || hit_is(verb, 2, "subject"));
    if (change->shares)
        return products.ptr == NULL && scene->have_last ? scene->last.products : products;
    const struct hit *duty = change->duty;
    bool own_duty =
        duty != NULL && duty->first >= change->own_first && duty->end + 1 < change->own_end;
    if (products.ptr == NULL && own_duty && duty->end < start && word_is(doc, duty->end, W_ON))
        products = product_phrase(doc, duty->end + 1, change->own_end);
    if (products.ptr == NULL)
        products = product_after(doc, deed, change->own_end);
    if (products.len == 0) {
        struct str named = product_after(doc, goods_from(change), change->own_end);
        products = named.len > 0 || products.ptr == NULL ? named : products;
    }
    if (products.len == 0 && own_duty && duty->first > change->own_first &&
        hit_over(doc, duty->first - 1, LEX_PRODUCT) != NULL)
        products =
            product_named(doc, hit_over(doc, duty->first - 1, LEX_PRODUCT)->first, duty->first);
    if (products.ptr == NULL && change->backward && subject)
        products = product_before(doc, change->own_first, verb->first);
    if (products.ptr == NULL && verb != NULL && verb->end < start &&
        hit_in(doc, verb->end, start, LEX_GOODS) != NULL)
        products = product_phrase(doc, verb->end, start);
    if (products.ptr == NULL && change->backward && change->own_first > change->first)
        products = product_named(doc, change->own_first, start);
    if (products.ptr == NULL)
        products = product_named(doc, goods_from(change), change->own_end);
    if (products.ptr == NULL && scene->have_last && scene->last.sentence == change->sentence)
        products = scene->last.products;
    if (products.ptr == NULL)
        products = title_products(scene, change->sentence);
    return named_before(doc, change->sentence, products);
}

/* Nothing new is said of a rate that stays, unless the duty's owner or goods are named with it. */
static bool is_kept(const struct document *doc, const struct change *change)
{
    if (!change->act.keeps || change->action == ACTION_EXEMPT)
        return false;
    return !(change->owned ||
             (change->rate != NULL &&
              hit_in(doc, change->own_first, change->rate->first, LEX_COUNTRY) != NULL));
}

/* "The duty was 12% before.": the earlier rate of the change told before. */
static bool
take_earlier_rate(struct tariff_scene *scene, uint32_t i, const struct rate *rates, size_t count)
{
    struct record_list *records = scene->doc->records;
    const struct sentence *sentence = &scene->doc->sentence[i];
    if (count != 1 || !scene->have_last || scene->last.sentence + 1 != i || records->count == 0 ||
        scene->last.rate == NULL)
        return false;
    bool past = false;
    bool before = false;
    for (uint32_t at = sentence->first; at < sentence->end; at++) {
        past = past || word_is(scene->doc, at, W_WAS) || word_is(scene->doc, at, W_WERE) ||
               word_is(scene->doc, at, W_HAD);
        past = past || word_is(scene->doc, at, W_BEEN);
        before = before || word_is(scene->doc, at, W_BEEN) || word_is(scene->doc, at, W_BEFORE) ||
                 hit_is(hit_at(scene->doc, at, LEX_RATE), 0, "old");
    }
    if (!past || !before)
        return false;
    struct record *record = &records->record[records->count - 1];
    if (!record->rate_from.known)
        set_number(&record->rate_from, rates[0].value);
    if (record->action == ACTION_IMPOSE && record->rate.known &&
        record->rate.value != rates[0].value)
        record->action = record->rate.value > rates[0].value ? ACTION_RAISE : ACTION_LOWER;
    return true;
}

/* "in reply to the reciprocal tariffs": another duty, which explains the one done. */
static bool after_reason(const struct document *doc, uint32_t duty)
{
    uint32_t low = duty > REASON_REACH ? duty - REASON_REACH : 0;
    for (const struct hit *hit = hit_in(doc, low, duty, LEX_REASON); hit != NULL;
         hit = hit_in(doc, hit->end, duty, LEX_REASON)) {
        if (act_clauses_between(doc, hit->end, duty) == 0 &&
            hit_in(doc, hit->end, duty, LEX_ACT) == NULL)
            return true;
    }
    return false;
}

/* Whether a deed is done to a duty, or goes on with the duty told before. */
static bool acts_on_duty(const struct tariff_scene *scene,
                         uint32_t i,
                         const struct act *act,
                         const struct hit *duty)
{
    const struct document *doc = scene->doc;
    const struct hit *verb = act->verb;
    bool exempt = act->action == ACTION_EXEMPT;
    bool noun = hit_is(verb, 1, "n");
    if (duty == NULL)
        return scene->have_last && scene->last.sentence + FOLLOW_MAX >= i && !noun &&
               (exempt || act->of_noun);
    if (after_reason(doc, duty->first))
        return false;
    uint32_t gap = duty->first > verb->first ? duty->first - verb->first : verb->first - duty->end;
    if (exempt)
        return gap <= 3 * DUTY_REACH;
    /* A duty before an active verb is what does something, not what something is done to. */
    bool subject = act->passive || hit_is(verb, 2, "subject");
    if (duty->first < verb->first && !noun && !subject && !act->of_noun)
        return false;
    /* "new rates, which take effect on August 1" */
    uint32_t link = duty->end + (doc->token[duty->end].kind == TOKEN_PUNCT);
    if (duty->first < verb->first && subject && word_is(doc, link, W_WHICH))
        return gap <= DUTY_REACH;
    if (duty->first < verb->first && subject &&
        act_clauses_between(doc, duty->end, verb->first) == 0)
        return gap <= 3 * DUTY_REACH;
    return gap <= DUTY_REACH && act_clauses_between(doc, verb->first, duty->first) == 0;
}

/* Whether no other verb is nearer to the duty, nor tells more of what is done to it. */
static bool governs(const struct document *doc,
                    uint32_t first,
                    uint32_t end,
                    const struct hit *verb,
                    const struct hit *duty)
{
    if (duty == NULL || hit_is(duty, 0, "exempt"))
        return true;
    struct act best = act_on(doc, first, end, duty->first);
    return best.verb == verb || best.verb == NULL || hit_is(best.verb, 0, "exempt") || best.keeps;
}

/* A deed that tells a change though no rate is stated. */
static bool
is_deed(const struct document *doc, const struct act *act, const struct hit *duty, uint32_t first)
{
    const struct hit *verb = act->verb;
    bool free_before = hit_is(duty, 0, "exempt");
    if (hit_over(doc, verb->first, LEX_TARIFF) != NULL || !act_is_real(doc, verb, first))
        return false;
    if (free_before)
        return true;
    bool supports = (hit_is(verb, 1, "s") && act->action == ACTION_IMPOSE) || hit_is(verb, 1, "t");
    bool ends = (hit_is(verb, 1, "end") && !act->done) || hit_is(verb, 2, "level");
    return !act->keeps && !act->pays && !supports && !ends && act->action != ACTION_NONE;
}

/* Where another clause follows a deed: "abolished all duties, and goods from there enter free". */
static uint32_t clause_cut(const struct document *doc, uint32_t from, uint32_t end)
{
    for (uint32_t at = from; at + 1 < end; at++) {
        const struct token *token = &doc->token[at];
        bool join = token->kind == TOKEN_PUNCT && token->mark == ',' &&
                    (word_is(doc, at + 1, W_AND) || word_is(doc, at + 1, W_BUT) ||
                     word_is(doc, at + 1, W_WHILE));
        if ((join && hit_in(doc, at, end, LEX_TARIFF) == NULL &&
             hit_in(doc, at, end, LEX_PRODUCT) == NULL) ||
            (token->kind == TOKEN_PUNCT && token->mark == ';'))
            return at;
    }
    return end;
}

static struct change deed_change(const struct tariff_scene *scene,
                                 uint32_t i,
                                 uint32_t first,
                                 uint32_t end,
                                 const struct act *act,
                                 const struct hit *duty)
{
    const struct document *doc = scene->doc;
    bool exempt = act->action == ACTION_EXEMPT;
    struct change change = {.sentence = i,
                            .first = first,
                            .end = end,
                            .own_first = first,
                            .own_end = end,
                            .duty = duty,
                            .act = *act,
                            .rule = exempt ? "tariff.exempt" : "tariff.act"};
    change.last_sentence = exempt ? i : dating_sentence(scene, i);
    change.end = change.own_end = clause_cut(doc, act->verb->end, end);
    change.backward = act->passive || act->pays || hit_is(act->verb, 2, "subject");
    if (exempt && !change.backward && act->verb->end < end)
        change.products = product_phrase(doc, act->verb->end, end);
    if (change.products.len == 0 && exempt)
        change.products = product_before(doc, first, act->verb->first);
    if (change.products.ptr == NULL)
        change.products = products_of(scene, &change);
    return change;
}

/* Deeds without a rate of their own: every exemption, and each deed done to another duty where no
 * rate was read (bare). */
static bool read_deeds(struct tariff_scene *scene,
                       uint32_t i,
                       uint32_t first,
                       uint32_t end,
                       const struct hit *used,
                       bool bare)
{
    struct document *doc = scene->doc;
    const struct hit *last_duty = NULL;
    uint32_t from = first;
    for (const struct hit *verb = hit_in(doc, first, end, LEX_ACT); verb != NULL;
         verb = hit_in(doc, verb->end, end, LEX_ACT)) {
        struct act act = act_of(doc, verb, end);
        bool exempt = act.action == ACTION_EXEMPT;
        const struct hit *duty = nearest_duty(doc, from, end, verb->first);
        if (verb == used || !(exempt || bare || (act.of_noun && duty == NULL)) ||
            (!exempt && !governs(doc, from, end, verb, duty)) ||
            (hit_is(verb, 1, "n") && used != NULL) ||
            (duty != NULL && duty == last_duty && !exempt) || !acts_on_duty(scene, i, &act, duty) ||
            !is_deed(doc, &act, duty, first))
            continue;
        struct change change = deed_change(scene, i, from, end, &act, duty);
        if (!emit(scene, &change))
            return false;
        last_duty = duty;
        used = verb;
        if (duty != NULL && duty->end > from && verb->end > from)
            from = duty->end > verb->end ? duty->end : verb->end;
    }
    return true;
}

/* Steps in points beside the rate they lead to are told by that rate. */
static bool is_step_to(const struct change *parts, size_t count, size_t i)
{
    if (!parts[i].rate->by_unit)
        return false;
    bool next =
        i + 1 < count && !parts[i + 1].rate->by_unit && (parts[i + 1].shares || parts[i].shares);
    bool before = i > 0 && !parts[i - 1].rate->by_unit;
    return next || before;
}

/* "13 per cent in the first year, 11 per cent from July": a later step of the same duty. */
static bool follows_step(const struct document *doc, const struct change *parts, size_t p)
{
    const struct change *change = &parts[p];
    return p > 0 && change->shares && change->old == NULL && change->rate->part == RATE_NEW &&
           parts[p - 1].rate->part == RATE_NEW &&
           when_effective(doc, change->first, change->own_first, change->own_end).known;
}

/* "if he put a 50% tariff", "should impose 25%": a rate whose deed is only wished for or supposed.
 */
static bool wished(const struct document *doc, uint32_t first, const struct change *change)
{
    uint32_t rate = change->rate->first;
    uint32_t low = rate > first + DUTY_REACH ? rate - DUTY_REACH : first;
    const struct hit *verb = NULL;
    for (const struct hit *hit = hit_in(doc, low, rate, LEX_ACT); hit != NULL;
         hit = hit_in(doc, hit->end, rate, LEX_ACT))
        verb = hit_is(hit, 1, "n") ? verb : hit;
    if (change->act.verb != NULL || verb == NULL || act_is_real(doc, verb, first))
        return false;
    uint32_t start = verb->first > first + DUTY_REACH ? verb->first - DUTY_REACH : first;
    for (uint32_t at = start; at < verb->first; at++) {
        if (word_is(doc, at, W_COULD) || word_is(doc, at, W_MAY) || word_is(doc, at, W_MIGHT))
            return false;
    }
    return verb->first > first && !word_is(doc, verb->first - 1, W_A) &&
           !word_is(doc, verb->first - 1, W_THE);
}

static bool read_rates(struct tariff_scene *scene,
                       uint32_t i,
                       uint32_t first,
                       uint32_t end,
                       const struct rate *rates,
                       size_t count)
{
    struct document *doc = scene->doc;
    struct change parts[RATES_MAX];
    size_t made = part_cut(doc, first, end, rates, count, parts);
    const struct hit *used = NULL;
    bool suspends = false;
    part_respectively(doc, parts, made);
    for (size_t p = 0; p < made; p++) {
        uint32_t act_end = p + 1 < made ? parts[p + 1].rate->first : end;
        parts[p].act = act_on(doc, first, act_end, parts[p].rate->first);
        suspends =
            suspends || (is_step_to(parts, made, p) && parts[p].act.action == ACTION_SUSPEND);
    }
    for (size_t p = 0; p < made; p++) {
        struct change *change = &parts[p];
        change->sentence = i;
        change->last_sentence = dating_sentence(scene, i);
        change->duty = nearest_duty(doc, first, end, change->rate->first);
        if (is_step_to(parts, made, p)) {
            if (p == 0 && made > 1 && parts[1].shares) {
                parts[1].shares = false;
                parts[1].own_first = parts[0].own_first;
            }
            continue;
        }
        if (suspends)
            change->act.action = ACTION_SUSPEND;
        change->leaves = suspends;
        change->rates_end = parts[made - 1].rate->end;
        if (change->act.verb != NULL)
            used = change->act.verb;
        change->products = products_of(scene, change);
        if (follows_step(doc, parts, p))
            change->old = parts[p - 1].rate;
        if (wished(doc, first, change))
            continue;
        if (!is_kept(doc, change) && !emit(scene, change))
            return false;
    }
    return read_deeds(scene, i, first, end, used, false);
}

/* "will charge China an extra 100%", "put 20% on steel": duties by their verb, on a country or
 * goods. */
static bool charges(const struct document *doc,
                    uint32_t first,
                    uint32_t end,
                    const struct rate *rate,
                    bool speaks_of_duties)
{
    struct act act = act_on(doc, first, end, rate->first);
    bool verb = hit_is(act.verb, 1, "d") && rate->first >= act.verb->end &&
                rate->first - act.verb->end <= DUTY_REACH;
    bool on = rate->end < end && word_is(doc, rate->end, W_ON) && speaks_of_duties;
    if (!verb && !on)
        return false;
    uint32_t low = on ? rate->end : act.verb->end;
    uint32_t high = rate->end + DUTY_REACH < end ? rate->end + DUTY_REACH : end;
    return hit_in(doc, low, high, LEX_COUNTRY) != NULL ||
           hit_in(doc, low, high, LEX_PRODUCT) != NULL ||
           hit_in(doc, low, high, LEX_GOODS) != NULL || hit_in(doc, low, high, LEX_DEMONYM) != NULL;
}

static bool read_sentence(struct tariff_scene *scene, uint32_t i)
{
    struct document *doc = scene->doc;
    struct rate rates[RATES_MAX];
    uint32_t first, end;
    clause_of(scene, i, &first, &end);
    size_t count = rate_find(doc, first, end, rates);
    bool duty = next_duty(doc, first, end) != NULL;
    bool near = scene->have_last && i - scene->last.last_sentence <= FOLLOW_MAX;
    bool follows = scene->have_last && i - scene->last.last_sentence <= 1;
    if (count == 0 && scene->have_last && i == scene->last.last_sentence &&
        i > scene->last.sentence)
        return true;
    if (is_no_change(scene, i, count) || take_earlier_rate(scene, i, rates, count))
        return true;
    if (count == 0)
        return (!duty && !near) || read_deeds(scene, i, first, end, NULL, duty);
    bool act = act_on(doc, first, end, rates[0].first).verb != NULL;
    bool goods = hit_in(doc, first, end, LEX_PRODUCT) != NULL ||
                 hit_in(doc, first, end, LEX_GOODS) != NULL ||
                 hit_in(doc, first, end, LEX_COUNTRY) != NULL;
    bool threat = hit_in(doc, first, end, LEX_STAGE) != NULL &&
                  hit_is(hit_in(doc, first, end, LEX_STAGE), 0, "threatened");
    bool effect = hit_in(doc, first, end, LEX_SHARE) != NULL;
    bool it =
        word_is(doc, first, W_IT) || word_is(doc, first, W_THEY) || word_is(doc, first, W_THIS);
    bool levies = !duty && charges(doc, first, end, &rates[0], scene->speaks_of_duties);
    if (duty || levies ||
        (follows && !effect && (act || goods || it) && end - first < FOLLOW_TOKENS) ||
        (threat && goods))
        return read_rates(scene, i, first, end, rates, count);
    return true;
}

void tariff_extract(struct document *doc,
                    const struct document *title,
                    const struct author *author,
                    const struct voice *voices)
{
    struct tariff_scene scene = {.doc = doc, .title = title, .author = author, .voices = voices};
    scene.speaks_of_duties = next_duty(doc, 0, (uint32_t)doc->token_count) != NULL ||
                             next_duty(title, 0, (uint32_t)title->token_count) != NULL;
    for (uint32_t i = 0; i < doc->sentence_count; i++) {
        if (!read_sentence(&scene, i))
            break;
    }
    merge_repeats(doc->records);
}
