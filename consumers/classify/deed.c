/* Changes that no rate tells: duties imposed, suspended, lifted, and what is spared from them. */
#include "consumers/classify/act.h"
#include "consumers/classify/clause.h"
#include "consumers/classify/goods_part.h"
#include "consumers/classify/mention.h"
#include "consumers/classify/product.h"
#include "consumers/classify/tariff.h"

#define ITEM_MAX        4  /* tokens of the last item of a list of goods */
#define FOLLOW_MAX      2  /* sentences after a change that may go on with it */
#define DUTY_REACH      10 /* tokens between a deed and the duty it is done to */
#define RELATIVE_REACH  6  /* tokens from "that" to the verb of its clause */
#define HEADING_MAX     12 /* tokens of a heading */
#define FROM_REACH      5  /* tokens from "from" to the duty that one is spared from */
#define MOVED_REACH     8 /* tokens from a verb that also moves by itself to the duty that it moves */
#define AUXILIARY_REACH 4 /* tokens from "it" to the verb: "it will not be" */
#define OBJECT_BACK     7 /* tokens from an exemption back to the verb that ends it */
#define PERIOD_REACH    7 /* tokens from "for" to the months that a deed is for */
#define REASON_REACH    8 /* tokens from "in reply to" to the duty that is answered */

/* "in reply to the reciprocal tariffs": another duty, which explains the one done. */
static bool after_reason(const struct document *doc, uint32_t duty)
{
    uint32_t low = duty > REASON_REACH ? duty - REASON_REACH : 0;
    for (const struct hit *hit = hit_in(doc, low, duty, LEX_REASON); hit != NULL;
         hit = hit_in(doc, hit->end, duty, LEX_REASON)) {
        if (clause_between(doc, hit->end, duty) == 0 && !clause_comma(doc, hit->end, duty) &&
            hit_in(doc, hit->end, duty, LEX_ACT) == NULL)
            return true;
    }
    return false;
}

/* "shields goods from the new tariffs": what one is spared from follows "from" at once. */
static bool from_before(const struct document *doc, uint32_t first, uint32_t duty)
{
    uint32_t low = duty > first + FROM_REACH ? duty - FROM_REACH : first;
    for (uint32_t at = low; at < duty; at++) {
        if (word_is(doc, at, W_FROM))
            return !clause_comma(doc, at, duty);
    }
    return false;
}

/* "no new tariffs will be put on": nothing is done. */
static bool is_none(const struct document *doc, const struct act *act, const struct hit *duty)
{
    uint32_t low = duty->first > 2 ? duty->first - 2 : 0;
    for (uint32_t at = low; at < duty->first; at++) {
        if (word_is(doc, at, W_NO))
            return act->action == ACTION_IMPOSE || act->action == ACTION_RAISE;
    }
    return false;
}

/* "Last year it was doubled.", "They lapse in July.": done to the duty of the sentence before. */
static bool
speaks_of_last(const struct tariff_scene *scene, uint32_t i, const struct act *act, uint32_t first)
{
    const struct document *doc = scene->doc;
    const struct hit *verb = act->verb;
    if (!scene->have_last || scene->last.sentence + 1 < i || hit_is(verb, 1, "n") ||
        hit_is(verb, 1, "w") || !(act->passive || hit_is(verb, 2, "subject")) || act->pays ||
        act->action == ACTION_NONE || act->action == ACTION_IMPOSE || act->action == ACTION_EXEMPT)
        return false;
    uint32_t at = verb->first;
    uint32_t low = at > first + AUXILIARY_REACH ? at - AUXILIARY_REACH : first;
    while (at > low && word_is_grammar(doc, at - 1) && !word_is(doc, at - 1, W_IT) &&
           !word_is(doc, at - 1, W_THEY))
        at--;
    return at > low && (word_is(doc, at - 1, W_IT) || word_is(doc, at - 1, W_THEY));
}

/* "but has waived it for rice": done to the duty told just before, for some of its goods. */
static bool spares_of_last(const struct tariff_scene *scene, uint32_t i, const struct act *act)
{
    const struct document *doc = scene->doc;
    const struct hit *verb = act->verb;
    bool it = word_is(doc, verb->end, W_IT) || word_is(doc, verb->end, W_THEM) ||
              word_is(doc, verb->end, W_THOSE);
    bool some = word_is(doc, verb->end + 1, W_FOR) || word_is(doc, verb->end + 1, W_ON) ||
                word_is(doc, verb->end + 2, W_FOR);
    return it && some && scene->have_last && scene->last.sentence == i && !hit_is(verb, 1, "n") &&
           (act->action == ACTION_SUSPEND || act->action == ACTION_REMOVE ||
            act->action == ACTION_LOWER || act->action == ACTION_RAISE);
}

bool deed_spares_goods(const struct document *doc, uint32_t first, const struct hit *verb)
{
    const struct hit *goods = hit_in(doc, first, verb->first, LEX_PRODUCT);
    bool finite = false;
    for (uint32_t at = goods == NULL ? verb->first : goods->end; at < verb->first; at++) {
        if (word_is(doc, at, W_TO))
            return false;
        finite = finite || clause_is_finite(doc, at);
    }
    return finite || clause_is_finite(doc, verb->first);
}

/* Whether a deed is done to a duty, or goes on with the duty told before. */
static bool acts_on_duty(const struct tariff_scene *scene,
                         uint32_t i,
                         const struct act *act,
                         const struct hit *duty,
                         uint32_t first)
{
    const struct document *doc = scene->doc;
    const struct hit *verb = act->verb;
    bool exempt = act->spares;
    bool noun = hit_is(verb, 1, "n");
    /* "freed two dairymen from prison" */
    if (duty == NULL && hit_is(verb, 1, "from"))
        return false;
    if (duty == NULL && ((scene->old != NULL && !noun && !hit_is(verb, 1, "w")) ||
                         spares_of_last(scene, i, act) || speaks_of_last(scene, i, act, first)))
        return true;
    if (duty == NULL)
        return scene->have_last && !noun &&
               ((scene->last.sentence + FOLLOW_MAX >= i &&
                 (exempt || act->of_noun || hit_is(verb, 1, "freed"))) ||
                (exempt && deed_spares_goods(doc, first, verb)));
    if (after_reason(doc, duty->first) || act_in_title(doc, duty, first) || is_none(doc, act, duty))
        return false;
    /* "surging past its rivals thanks to the tariffs": moves by itself */
    if (hit_is(verb, 1, "v") && !exempt && duty->first > verb->end + MOVED_REACH)
        return false;
    uint32_t gap = duty->first >= verb->first
                       ? duty->first - (duty->first < verb->end ? verb->first : verb->end - 1)
                       : verb->first - duty->end;
    uint32_t past = act_past_time(doc, verb->end);
    if (past > verb->end && past <= duty->first)
        gap = duty->first - past;
    /* "delaying until July 1, 2026, the rise in the tariffs" */
    if (act->noun != NULL && act->noun->first > verb->first && duty->first > act->noun->first)
        gap = duty->first - act->noun->first;
    /* "shield our firms by tariffs" spares nobody */
    if (hit_is(verb, 1, "from") &&
        !(duty->first > verb->end && from_before(doc, verb->end, duty->first)))
        return false;
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
        (clause_between(doc, duty->end, verb->first) == 0 ||
         clause_main_after(doc, duty->end, verb->first)))
        return gap <= 3 * DUTY_REACH;
    return gap <= DUTY_REACH && clause_between(doc, verb->first, duty->first) == 0;
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

/* "the duties that it has announced since March": tells which duties are meant. */
static bool is_relative(const struct document *doc, const struct hit *verb, uint32_t first)
{
    uint32_t low = verb->first > first + RELATIVE_REACH ? verb->first - RELATIVE_REACH : first;
    for (uint32_t at = verb->first; at > low; at--) {
        if (word_is(doc, at - 1, W_THAT) || word_is(doc, at - 1, W_WHICH))
            return at > 1 && at - 1 > first && hit_over(doc, at - 2, LEX_TARIFF) != NULL &&
                   at < verb->first && mention_at(doc, at) != NULL;
    }
    return false;
}

/* "Tariffs and Exemptions": a heading, which tells of nothing done. */
static bool is_heading(const struct document *doc, uint32_t i)
{
    const struct sentence *sentence = &doc->sentence[i];
    unsigned small = 0;
    if (!sentence->line || sentence->end - sentence->first > HEADING_MAX)
        return false;
    for (uint32_t at = sentence->first; at < sentence->end; at++) {
        const struct token *token = &doc->token[at];
        small += token->kind == TOKEN_WORD && !word_is_grammar(doc, at) &&
                 (token->flags & TOKEN_CAPITAL) == 0;
    }
    return small == 0;
}

/* "the tariffs, exemptions, or quotas": spared goods follow, or a verb grants the exemption. */
static bool is_mere_noun(const struct document *doc, const struct act *act, uint32_t first)
{
    const struct hit *noun = act->verb;
    if (!hit_is(noun, 1, "n") || act->action != ACTION_EXEMPT)
        return false;
    bool goods = word_is(doc, noun->end, W_FOR) || word_is(doc, noun->end, W_ON) ||
                 word_is(doc, noun->end, W_OF) || word_is(doc, noun->end, W_FROM) ||
                 word_is(doc, noun->end, W_TO);
    uint32_t low = noun->first > first + DUTY_REACH ? noun->first - DUTY_REACH : first;
    return !goods && hit_in(doc, low, noun->first, LEX_ACT) == NULL;
}

/* "the exclusion of panels from the duty is withdrawn": what a later verb is done to, whose deed it
 * is. */
static bool
is_done_away(const struct document *doc, const struct act *act, uint32_t first, uint32_t end)
{
    const struct hit *noun = act->verb;
    if (!hit_is(noun, 1, "n") || act->action != ACTION_EXEMPT)
        return false;
    /* "it is imperative to defend our market by ending the exemption": nor where none is done */
    uint32_t low = noun->first > first + OBJECT_BACK ? noun->first - OBJECT_BACK : first;
    for (const struct hit *verb = hit_in(doc, low, noun->first, LEX_ACT); verb != NULL;
         verb = hit_in(doc, verb->end, noun->first, LEX_ACT)) {
        if (!act_is_noun(verb) && hit_is(verb, 0, "remove") && act_object(doc, verb, end) == noun)
            return true;
    }
    for (const struct hit *verb = hit_in(doc, noun->end, end, LEX_ACT); verb != NULL;
         verb = hit_in(doc, verb->end, end, LEX_ACT)) {
        struct act next = act_of(doc, verb, end);
        if (next.of_noun && next.noun == noun && next.action != ACTION_EXEMPT &&
            act_is_real(doc, verb, noun->end))
            return true;
    }
    return false;
}

/* A deed that tells a change though no rate is stated. */
static bool
is_deed(const struct document *doc, const struct act *act, const struct hit *duty, uint32_t first)
{
    const struct hit *verb = act->verb;
    bool free_before = hit_is(duty, 0, "exempt");
    if (!act_is_verb(doc, verb) || !act_is_real(doc, verb, first))
        return false;
    if (free_before)
        return true;
    bool supports = (hit_is(verb, 1, "s") && act->action == ACTION_IMPOSE && !act->lasts &&
                     !hit_is(duty, 0, "favour")) ||
                    (hit_is(verb, 1, "t") && !act->spares && act->action != ACTION_REMOVE);
    bool spared = act->of_noun && hit_is(act->noun, 0, "exempt");
    bool ends =
        (hit_is(verb, 1, "end") && !act->done && !spared && !act_is_let(doc, first, verb)) ||
        hit_is(verb, 2, "level");
    return !act->keeps && !(act->pays && act->action == ACTION_IMPOSE) && !supports && !ends &&
           act->action != ACTION_NONE;
}

/* Whether a country stands there that no verb follows. */
static bool place_after(const struct document *doc, uint32_t at, uint32_t end)
{
    if (word_is(doc, at, W_THE))
        at++;
    const struct hit *place = at < end ? hit_at(doc, at, LEX_COUNTRY) : NULL;
    return place != NULL && (place->end >= end || doc->token[place->end].kind != TOKEN_WORD ||
                             word_is(doc, place->end, W_S));
}

/* "cotton, wheat, and Boeing parts": whether no more than goods follow the last comma of a list, to
 * the end. */
static bool is_last_item(const struct document *doc, uint32_t from, uint32_t comma, uint32_t end)
{
    uint32_t at = comma + 2;
    uint32_t before = comma;
    while (before > from && comma - before < ITEM_MAX && !mark_is(doc, before - 1, ','))
        before--;
    bool list = before > from && mark_is(doc, before - 1, ',');
    if (!list || at >= end || end - at > ITEM_MAX || hit_in(doc, at, end, LEX_NO_GOODS) != NULL ||
        hit_in(doc, at, end, LEX_COUNTRY) != NULL)
        return false;
    for (; at < end; at++) {
        if (doc->token[at].kind != TOKEN_WORD || word_is_grammar(doc, at) ||
            hit_at(doc, at, LEX_ACT) != NULL || hit_at(doc, at, LEX_SAY) != NULL)
            return at + 1 == end && doc->token[at].kind == TOKEN_PUNCT;
    }
    return true;
}

/* Where another clause follows a deed: "abolished all duties, and goods from there enter free". */
static uint32_t clause_cut(const struct document *doc, uint32_t from, uint32_t end)
{
    for (uint32_t at = from; at + 1 < end; at++) {
        const struct token *token = &doc->token[at];
        bool join = token->kind == TOKEN_PUNCT && token->mark == ',' &&
                    (word_is(doc, at + 1, W_AND) || word_is(doc, at + 1, W_BUT) ||
                     word_is(doc, at + 1, W_WHILE));
        /* "China, Mexico, and Canada" */
        bool listed = join && (place_after(doc, at + 2, end) || is_last_item(doc, from, at, end));
        if ((join && !listed && hit_in(doc, at, end, LEX_TARIFF) == NULL &&
             hit_in(doc, at, end, LEX_PRODUCT) == NULL) ||
            (token->kind == TOKEN_PUNCT && token->mark == ';'))
            return at;
    }
    return end;
}

/* "grants to", "exempt for" */
static uint32_t goods_start(const struct document *doc, uint32_t at)
{
    return at + (word_is(doc, at, W_TO) || word_is(doc, at, W_FOR) || word_is(doc, at, W_ON));
}

/* "exemptions from its 125% tariff for some chips": what stands behind the duty. */
static struct str spared_from(const struct document *doc, const struct act *act, uint32_t end)
{
    const struct hit *noun = act->noun != NULL ? act->noun : act->verb;
    if (!hit_is(noun, 0, "exempt") || !hit_is(noun, 1, "n") || !word_is(doc, noun->end, W_FROM))
        return (struct str){NULL, 0};
    for (uint32_t at = noun->end + 1; at < end; at++) {
        if (word_is(doc, at, W_FOR))
            return product_phrase(doc, at + 1, end);
    }
    return (struct str){NULL, 0};
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
                            .old = scene->old,
                            .act = *act,
                            .rule = exempt ? "tariff.exempt" : "tariff.act"};
    change.last_sentence = exempt ? i : change_dated_by(scene, i);
    change.end = change.own_end = clause_cut(doc, act->verb->end, end);
    change.backward = act->passive || act->pays || hit_is(act->verb, 2, "subject");
    change.products = goods_qualified(doc, &change);
    /* "extend the exclusions for machinery" */
    if (change.products.ptr == NULL && act->noun != NULL && act->spares &&
        act->noun->first > act->verb->first && goods_start(doc, act->noun->end) > act->noun->end)
        change.products = product_phrase(doc, goods_start(doc, act->noun->end), end);
    /* "the exclusion of panels from the duty is withdrawn" */
    if (act->of_noun && hit_is(act->noun, 0, "exempt") && act->noun->end < act->verb->first) {
        uint32_t goods = goods_start(doc, act->noun->end) + word_is(doc, act->noun->end, W_OF);
        if (goods > act->noun->end)
            change.products = product_phrase(doc, goods, act->verb->first);
    }
    if (change.products.ptr == NULL && exempt)
        change.products = spared_from(doc, act, change.own_end);
    /* "let in free of duty" */
    bool of_duty =
        word_is(doc, act->verb->end, W_OF) && hit_at(doc, act->verb->end + 1, LEX_TARIFF) != NULL;
    if (change.products.ptr == NULL && exempt && !change.backward && act->verb->end < end &&
        !of_duty)
        change.products = product_phrase(doc, goods_start(doc, act->verb->end), end);
    /* "The duties imposed by heading 9903 shall not apply | to trucks" */
    if (change.products.ptr == NULL && change.backward && exempt &&
        word_is(doc, act->verb->end, W_TO))
        change.products = product_phrase(doc, act->verb->end + 1, end);
    if (change.products.len == 0 && exempt)
        change.products = product_among(doc, doc->sentence[i].first, act->verb->first);
    if (change.products.len == 0 && (exempt || hit_is(act->verb, 1, "freed")))
        change.products = product_before(doc, first, act->verb->first);
    if (change.products.ptr == NULL)
        change.products = change_goods(scene, &change);
    return change;
}

/* Deeds without a rate of their own: every exemption, and each deed done to another duty where no
 * rate was read (bare). */
bool deed_read(struct tariff_scene *scene,
               uint32_t i,
               uint32_t first,
               uint32_t end,
               const struct hit *used,
               bool bare)
{
    struct document *doc = scene->doc;
    const struct hit *last_duty = NULL;
    const struct hit *noun = NULL; /* that the deed before was done to */
    uint32_t from = first;
    if (is_heading(doc, i))
        return true;
    for (const struct hit *verb = hit_in(doc, first, end, LEX_ACT); verb != NULL;
         verb = hit_in(doc, verb->end, end, LEX_ACT)) {
        struct act act = act_of(doc, verb, end);
        bool exempt = act.spares;
        const struct hit *duty = duty_nearest(doc, from, end, verb->first);
        bool again = noun != NULL && (verb == noun || (act.of_noun && act.noun == noun));
        if (verb == used || again || !(exempt || bare || (act.of_noun && duty == NULL)) ||
            (!exempt && !governs(doc, from, end, verb, duty)) ||
            (hit_is(verb, 1, "n") && used != NULL) ||
            (duty != NULL && duty == last_duty && !exempt) ||
            (last_duty != NULL && is_relative(doc, verb, first)) ||
            !acts_on_duty(scene, i, &act, duty, first) || !is_deed(doc, &act, duty, first) ||
            is_mere_noun(doc, &act, first) || is_done_away(doc, &act, first, end))
            continue;
        size_t before = doc->records->count;
        struct change change = deed_change(scene, i, from, end, &act, duty);
        if (!change_emit(scene, &change))
            return false;
        /* "signed an order extending duty-free treatment": the deed is the other verb's */
        if (doc->records->count == before && act_is_weak(verb))
            continue;
        last_duty = duty;
        used = verb;
        noun = act.noun;
        if (duty != NULL && duty->end > from && verb->end > from)
            from = duty->end > verb->end ? duty->end : verb->end;
    }
    return true;
}
