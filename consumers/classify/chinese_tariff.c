/* Which sentences in Chinese tell changes of duties. */
#include "consumers/classify/chinese_duty.h"
#include "consumers/classify/tariff.h"

#define DUTY_BACK  40 /* tokens from a rate back to the noun of its duty */
#define NEG_REACH  16 /* from a negation to the deed that is not done */
#define NOUN_REACH 12 /* tokens from a deed to the noun of its duty */

static bool is_noun(const struct document *doc, const struct hit *act)
{
    /* "the levying of duties is wrong": what is done is only spoken of. */
    const struct hit *duty = hit_at(doc, act->end, LEX_TARIFF);
    if (duty == NULL)
        duty = hit_at(doc, act->first, LEX_TARIFF);
    uint32_t end = duty != NULL ? duty->end : act->end;
    static const char *const nouns[] = {"做", "行", "言", "问", "威", "理", "计", "可", "风"};
    bool of = chinese_is(doc, end, "的");
    /* "the list of goods with added duties" */
    if (duty != NULL && hit_at(doc, end, LEX_GOODS) != NULL)
        return true;
    for (size_t i = 0; i < sizeof nouns / sizeof nouns[0]; i++) {
        if (chinese_is(doc, end + (of ? 1 : 0), nouns[i]))
            return true;
    }
    return false;
}

static bool is_undone(const struct document *doc, uint32_t first, const struct hit *act)
{
    uint32_t low = act->first > first + NEG_REACH ? act->first - NEG_REACH : first;
    for (uint32_t at = low; at < act->first; at++) {
        const struct hit *neg = hit_at(doc, at, LEX_NEG);
        if ((neg != NULL && neg->end <= act->first) ||
            (chinese_is(doc, at, "不") &&
             (chinese_is(doc, at + 1, "会") || chinese_is(doc, at + 1, "打") ||
              at + 1 == act->first)) ||
            (chinese_is(doc, at, "反") && chinese_is(doc, at + 1, "对")))
            return true;
    }
    return false;
}

/* The deed that a rate is the object of: the nearest one in its clause, before it or after. */
static const struct hit *
deed_of(const struct document *doc, uint32_t first, uint32_t end, const struct rate *rate)
{
    const struct hit *best = NULL;
    for (const struct hit *hit = hit_in(doc, first, rate->first, LEX_ACT); hit != NULL;
         hit = hit_in(doc, hit->end, rate->first, LEX_ACT)) {
        /* "停止实施对…加征15%关税": the outer deed is what is done. */
        bool outer =
            hit_is(best, 0, "suspend") || hit_is(best, 0, "remove") || hit_is(best, 0, "extend");
        if (best == NULL || (!outer && !hit_is(hit, 0, "apply")))
            best = hit;
    }
    const struct hit *after = hit_in(doc, rate->end, end, LEX_ACT);
    while (after != NULL && (hit_is(after, 0, "apply") || hit_is(after, 1, "add")))
        after = hit_in(doc, after->end, end, LEX_ACT);
    return best != NULL ? best : after;
}

static bool is_duty_rate(const struct document *doc,
                         const struct sentence *sentence,
                         uint32_t first,
                         uint32_t end,
                         const struct rate *rate)
{
    uint32_t low =
        rate->first > sentence->first + DUTY_BACK ? rate->first - DUTY_BACK : sentence->first;
    bool own = hit_in(doc, first, end, LEX_TARIFF) != NULL;
    if (hit_in(doc, sentence->first, sentence->end, LEX_DOMAIN) != NULL)
        return false;
    if (hit_in(doc, first, end, LEX_SHARE) != NULL && !own)
        return false;
    return own || hit_in(doc, low, rate->first, LEX_TARIFF) != NULL;
}

/* A deed without a rate is a change where somebody decides, threatens or dates it. */
static bool is_decided(const struct chinese_scene *scene, const struct chinese_change *change)
{
    const struct document *doc = scene->chinese->doc;
    const struct sentence *sentence = &doc->sentence[change->sentence];
    bool stage = hit_in(doc, sentence->first, change->end, LEX_STAGE) != NULL;
    bool dated = scene->stated.known;
    bool listed = scene->dated.known && change->sentence - scene->dated_at <= CHINESE_LIST_MAX;
    bool targets = chinese_duty_is_remedy(doc, change);
    for (uint32_t at = sentence->first; at < change->end && !targets; at++)
        targets = chinese_is(doc, at, "对") && !chinese_is(doc, at + 1, "等");
    /* "自宣布加征关税以来": when, not what. */
    for (uint32_t at = change->act->end; at + 1 < change->end; at++) {
        if (chinese_is(doc, at, "以") && chinese_is(doc, at + 1, "来"))
            return false;
    }
    bool impose = hit_is(change->act, 0, "impose");
    /* "关税上调推高了物价": a duty's rise as what does something. */
    if (change->act->first > 0 && !dated && !listed &&
        hit_over(doc, change->act->first - 1, LEX_TARIFF) != NULL)
        return false;
    return (stage || dated || listed) && (!impose || targets);
}

static const struct hit *
duty_near(const struct document *doc, uint32_t at, uint32_t first, uint32_t end)
{
    uint32_t low = at > first + NOUN_REACH ? at - NOUN_REACH : first;
    const struct hit *duty = hit_in(doc, at, end, LEX_TARIFF);
    return duty != NULL ? duty : hit_in(doc, low, at, LEX_TARIFF);
}

/* "加征的关税已达145%，智能手机获豁免": spared from the duty that was told right before. */
static bool spares_of_last(const struct chinese_scene *scene,
                           const struct chinese_change *change,
                           const struct hit *act)
{
    const struct chinese_change *last = &scene->last;
    const struct document *doc = scene->chinese->doc;
    return hit_is(act, 0, "exempt") && scene->have_last && last->sentence == change->sentence &&
           !hit_is(last->act, 0, "exempt") &&
           hit_in(doc, change->first, act->first, LEX_PRODUCT) != NULL;
}

/* The changes that the deeds of a clause tell without a rate. */
static bool
read_deeds(struct chinese_scene *scene, const struct speaker *speaker, struct chinese_change change)
{
    const struct document *doc = scene->chinese->doc;
    for (const struct hit *act = hit_in(doc, change.first, change.end, LEX_ACT); act != NULL;
         act = hit_in(doc, act->end, change.end, LEX_ACT)) {
        struct chinese_change one = change;
        one.act = act;
        one.at = act->first;
        one.duty = duty_near(doc, act->first, change.first, change.end);
        bool spares = one.duty == NULL && spares_of_last(scene, &one, act);
        if (spares)
            one.duty = scene->last.duty;
        if (one.duty == NULL || hit_is(act, 0, "apply") || hit_is(act, 0, "adjust") ||
            hit_is(act, 1, "move") || is_noun(doc, act) || is_undone(doc, change.first, act) ||
            (!spares && !is_decided(scene, &one)))
            continue;
        return chinese_emit(scene, speaker, &one);
    }
    return true;
}

/* The changes of one clause: one a new rate, or one for a deed without a rate. */
static bool read_clause(struct chinese_scene *scene,
                        const struct speaker *speaker,
                        struct chinese_change change,
                        uint32_t *from)
{
    const struct document *doc = scene->chinese->doc;
    const struct sentence *sentence = &doc->sentence[change.sentence];
    struct rate rates[RATES_MAX];
    size_t count = chinese_rates(doc, change.first, change.end, rates);
    bool told = false;
    change.from = *from;
    for (size_t r = 0; r < count; r++) {
        const struct rate *rate = &rates[r];
        if (rate->part == RATE_OLD || rate->known ||
            !is_duty_rate(doc, sentence, change.first, change.end, rate))
            continue;
        struct chinese_change one = change;
        one.rate = rate;
        one.old = rate->old != NO_INDEX ? &rates[rate->old] : NULL;
        uint32_t first = r > 0 && rate->old == NO_INDEX ? rates[r - 1].end : change.first;
        uint32_t end = r + 1 < count ? rates[r + 1].first : change.end;
        one.act = deed_of(doc, first, end, rate);
        one.at = rate->first;
        if (one.act == NULL)
            one.act = deed_of(doc, change.first, change.end, rate);
        if (one.act != NULL && one.act->first >= change.first)
            one.at = one.act->first;
        else if (one.act == NULL && scene->have_last && scene->last.sentence == change.sentence)
            one.act = scene->last.act;
        if (one.act == NULL || is_undone(doc, change.first, one.act))
            continue;
        one.duty = duty_near(doc, rate->first, change.first, change.end);
        told = true;
        if (!chinese_emit(scene, speaker, &one))
            return false;
        *from = rate->end;
    }
    if (told || count > 0)
        return true;
    size_t before = doc->records->count;
    bool room = read_deeds(scene, speaker, change);
    if (doc->records->count > before)
        *from = change.end;
    return room;
}

/* "已取消…关税": not "已着手准备加征关税". What nobody in particular tells is a rumour, unless it
 * is of what is done. */
static bool is_done(const struct document *doc, uint32_t first, uint32_t end)
{
    const struct hit *act = hit_in(doc, first, end, LEX_ACT);
    return act != NULL && chinese_has_stage(doc, first, end, "in_force") &&
           hit_in(doc, first, act->first, LEX_INTENT) == NULL;
}

static bool is_told(const struct chinese *chinese, uint32_t sentence)
{
    const struct document *doc = chinese->doc;
    const struct sentence *one = &doc->sentence[sentence];
    return hit_is(hit_in(doc, one->first, one->end, LEX_FALSEHOOD), 0, "sure") == false &&
           hit_in(doc, one->first, one->end, LEX_DENY) == NULL;
}

static bool read_sentence(struct chinese_scene *scene, uint32_t i, size_t *span)
{
    struct chinese *chinese = scene->chinese;
    const struct document *doc = chinese->doc;
    const struct sentence *sentence = &doc->sentence[i];
    uint32_t from = sentence->first;
    if (!is_told(chinese, i) || hit_in(doc, sentence->first, sentence->end, LEX_TARIFF) == NULL)
        return true;
    scene->stated = chinese_start(doc, sentence->first, sentence->end);
    for (uint32_t at = sentence->first, next; at < sentence->end; at = next) {
        next = chinese_clause_end(doc, at, sentence->end);
        while (*span < chinese->span_count &&
               (chinese->span[*span].sentence < i || chinese->span[*span].end <= at))
            (*span)++;
        const struct speaker *speaker =
            *span < chinese->span_count && chinese->span[*span].sentence == i
                ? &chinese->span[*span].speaker
                : NULL;
        size_t told = *span;
        /* A clause that holds a frame is told by its speaker from the frame on. */
        if (told + 1 < chinese->span_count && chinese->span[told + 1].sentence == i &&
            chinese->span[told + 1].first < next)
            speaker = &chinese->span[++told].speaker;
        if (hit_in(doc, at, next, LEX_QUESTION) != NULL ||
            hit_in(doc, at, next, LEX_CONDITION) != NULL ||
            (hit_in(doc, at, next, LEX_APPEAL) != NULL &&
             !chinese_has_stage(doc, at, next, "proposed")))
            continue;
        struct chinese_change change = {
            .sentence = i, .last_sentence = i, .first = at, .end = next};
        if (speaker != NULL && speaker->name.len == 0 && chinese->span[told].verb != NULL &&
            !(chinese->author.press && is_done(doc, at, next)))
            continue;
        change.told =
            speaker != NULL && (chinese->span[told].verb != NULL || chinese->span[told].turn);
        if (!read_clause(scene, speaker, change, &from))
            return false;
    }
    /* The head of a list dates it. */
    if (scene->stated.known && !chinese->author.press) {
        scene->dated = scene->stated;
        scene->dated_at = i;
    }
    return true;
}

void chinese_tariffs(struct chinese *chinese)
{
    struct chinese_scene scene = {.chinese = chinese};
    size_t span = 0;
    for (uint32_t i = 0; i < chinese->doc->sentence_count; i++) {
        if (!read_sentence(&scene, i, &span))
            break;
    }
    merge_repeats(chinese->doc->records);
}
