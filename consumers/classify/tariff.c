#include "consumers/classify/tariff.h"

#include "consumers/classify/act.h"
#include "consumers/classify/answer.h"
#include "consumers/classify/bare.h"
#include "consumers/classify/foreseen.h"
#include "consumers/classify/judge.h"
#include "consumers/classify/mention.h"
#include "consumers/classify/no_change.h"
#include "consumers/classify/when.h"

#define FOLLOW_MAX    2  /* sentences after a change that may go on with it */
#define DUTY_REACH    10 /* tokens between a deed and the rate or goods it is done to */
#define BEARER_MAX    6  /* tokens of the goods that bear a rate in a sentence of their own */
#define BEAR_REACH    4  /* tokens between what is borne and its rate */
#define DOMAIN_REACH  4  /* tokens from another kind of duty to the rate that is its own */
#define LONG_TALK     40 /* sentences of a text that is about several things */
#define FAR_BACK      4  /* sentences before a change that may name its duty */
#define ANSWER_REACH  2  /* tokens from "hit back with" to the rate */
#define FOLLOW_TOKENS 50 /* of a sentence that goes on with rates and names no duty */

/* The clause without the frame of who says so: "..., the ministry said on Friday". */
static void clause_of(const struct tariff_scene *scene, uint32_t i, uint32_t *first, uint32_t *end)
{
    const struct document *doc = scene->doc;
    const struct sentence *sentence = &doc->sentence[i];
    const struct voice *voice = &scene->voices[i];
    *first = voice->first > sentence->first && voice->first < sentence->end ? voice->first
                                                                            : sentence->first;
    *end = sentence->end;
    /* "withdrew the tariff", "hit back with 125%": a deed, though one says so of words as well */
    const struct hit *act = voice->verb == NULL ? NULL : hit_at(doc, voice->verb->first, LEX_ACT);
    struct rate rates[RATES_MAX];
    bool answered = hit_is(act, 1, "d") && rate_find(doc, act->end, sentence->end, rates) > 0 &&
                    rates[0].first - act->end <= ANSWER_REACH;
    bool deed = act != NULL && (voice->verb->entry->class == LEX_DENY || answered);
    if (voice->verb == NULL || deed || voice->verb->first < *first || voice->verb->end > *end)
        return;
    uint32_t low = voice->verb->first;
    if (voice->subject_first >= *first && voice->subject_first < low)
        low = voice->subject_first;
    bool tail =
        duty_next(doc, voice->verb->end, *end) == NULL && rate_find(doc, low, *end, rates) == 0;
    /* "the duty on rice that Ghana announced in April has been put off" */
    uint32_t that = low > *first && word_is(doc, low - 1, W_THE) ? low - 1 : low;
    bool relative =
        that > *first && (word_is(doc, that - 1, W_THAT) || word_is(doc, that - 1, W_WHICH));
    /* "the 40 percent that Washington announced for our goods" */
    bool which = relative && that > *first + 1 && hit_over(doc, that - 2, LEX_PERCENT) != NULL;
    /* "the duty on drugs, which Washington announced in May" */
    bool put =
        hit_at(doc, voice->verb->first, LEX_ACT) != NULL && duty_next(doc, *first, that) != NULL;
    if (tail && relative && (which || put || hit_in(doc, voice->verb->end, *end, LEX_ACT) != NULL))
        return;
    if (tail && low > *first + 3)
        *end = low;
    else if ((low == *first || voice->subject_first < *first + 3) &&
             rate_find(doc, *first, voice->verb->first, rates) == 0)
        *first = voice->verb->end;
}

/* "They have paid", "these have been paying" */
static bool has_paid(const struct document *doc, uint32_t first, uint32_t end)
{
    bool they = word_is(doc, first, W_THEY) || word_is(doc, first, W_IT) ||
                word_is(doc, first, W_THESE) || word_is(doc, first, W_THOSE);
    uint32_t at = first + 1;
    if (!they || !(word_is(doc, at, W_HAVE) || word_is(doc, at, W_HAS)))
        return false;
    return hit_is(hit_in(doc, at + 1, end, LEX_ACT), 1, "payer");
}

/* Whether a sentence has one of the words without which none tells of what was before. */
static bool looks_back(const struct document *doc, const struct sentence *sentence)
{
    for (uint32_t at = sentence->first; at < sentence->end; at++) {
        switch (grammar_at(doc, at)) {
        case W_WAS:
        case W_WERE:
        case W_HAD:
        case W_WOULD:
        case W_BEEN:
        case W_SINCE:
        case W_UNTIL:
            return true;
        default:
            break;
        }
    }
    return false;
}

/* "The duty was 12% before.": the earlier rate of the change told before. */
static bool
take_earlier_rate(struct tariff_scene *scene, uint32_t i, const struct rate *rates, size_t count)
{
    struct record_list *records = scene->doc->records;
    const struct sentence *sentence = &scene->doc->sentence[i];
    if (count != 1 || !scene->have_last || scene->last.sentence + 1 != i || records->count == 0)
        return false;
    if (rated_is_what_was(scene, i, sentence->first, rates, count) &&
        rated_fills_last(scene, sentence->first, rates))
        return true;
    if (!looks_back(scene->doc, sentence))
        return false;
    bool ended = scene->last.action == ACTION_SUSPEND || scene->last.action == ACTION_REMOVE;
    bool past = false;
    bool had = false;
    bool before = false;
    bool until = false;
    bool it = false;
    for (uint32_t at = sentence->first; at < sentence->end; at++) {
        past = past || word_is(scene->doc, at, W_WAS) || word_is(scene->doc, at, W_WERE) ||
               word_is(scene->doc, at, W_HAD);
        had = had || word_is(scene->doc, at, W_HAD);
        /* "These would have reached 30 percent." */
        bool would =
            ended && word_is(scene->doc, at, W_WOULD) && word_is(scene->doc, at + 1, W_HAVE);
        /* "has been 10 percent", but not "have been paying", "has been subject to" */
        bool been = word_is(scene->doc, at, W_BEEN) && at < rates[0].first &&
                    (had || (hit_at(scene->doc, at, LEX_ACT) == NULL &&
                             hit_at(scene->doc, at + 1, LEX_ACT) == NULL));
        /* "They have paid 100 percent since 2024." */
        bool since = word_is(scene->doc, at, W_SINCE) && at > sentence->first &&
                     at >= rates[0].end && has_paid(scene->doc, sentence->first, rates[0].first);
        /* "It stood at ten percent until then.", "Until now they paid 8 percent." */
        bool till = word_is(scene->doc, at, W_UNTIL) &&
                    (word_is(scene->doc, at + 1, W_THEN) || word_is(scene->doc, at + 1, W_NOW));
        until = until || till;
        it = it || word_is(scene->doc, at, W_IT) || word_is(scene->doc, at, W_THEY);
        past = past || would || been || since;
        /* "The duty had stood at 200%." */
        bool stood = ended && had && at + 1 < sentence->end &&
                     duty_next(scene->doc, sentence->first, rates[0].first) != NULL;
        before = before || would || been || since || till || stood ||
                 word_is(scene->doc, at, W_BEFORE) ||
                 hit_is(hit_at(scene->doc, at, LEX_RATE), 0, "old");
    }
    past = past || (until && it);
    /* "Pipes, which had been free of duty, now bear 5%.": what they bear */
    for (uint32_t at = rates[0].first; at > sentence->first && past && !until; at--)
        past = !word_is(scene->doc, at - 1, W_NOW);
    if (!past || !before || (scene->last.rate == NULL && !ended))
        return false;
    struct record *record = &records->record[records->count - 1];
    if (!record->rate_from.known)
        change_number(&record->rate_from, rates[0].value);
    if (record->action == ACTION_IMPOSE && record->rate.known &&
        record->rate.value != rates[0].value)
        record->action = record->rate.value > rates[0].value ? ACTION_RAISE : ACTION_LOWER;
    return true;
}

/* "will charge China an extra 100%", "put 20% on steel", "24% for Japan": duties by their verb or
 * preposition, on a country or goods. */
static bool charges(const struct document *doc,
                    uint32_t first,
                    uint32_t end,
                    const struct rate *rate,
                    bool speaks_of_duties)
{
    struct act act = act_on(doc, first, end, rate->first);
    /* "will let in 49,000 electric cars a year from China at 6.1 percent" */
    uint32_t reach = word_is(doc, rate->first - 1, W_AT) ? 2 * DUTY_REACH : DUTY_REACH;
    bool verb = hit_is(act.verb, 1, "d") && rate->first >= act.verb->end &&
                rate->first - act.verb->end <= reach;
    /* "will apply a rate of 8 percent to goods of Ghana" */
    bool applied = rate->first > first + 1 && word_is(doc, rate->first - 1, W_OF) &&
                   word_spelled(doc, rate->first - 2, "rate") && word_is(doc, rate->end, W_TO);
    bool on = rate->end < end && speaks_of_duties &&
              (word_is(doc, rate->end, W_ON) || applied ||
               (word_is(doc, rate->end, W_FOR) && hit_at(doc, rate->end + 1, LEX_COUNTRY) != NULL));
    uint32_t before = rate->first > first + DOMAIN_REACH ? rate->first - DOMAIN_REACH : first;
    /* "put an export duty of 20% on onions" */
    if ((!verb && !on) || hit_in(doc, before, rate->first, LEX_DOMAIN) != NULL)
        return false;
    uint32_t low = on ? rate->end : act.passive ? first : act.verb->end;
    uint32_t high = rate->end + DUTY_REACH < end ? rate->end + DUTY_REACH : end;
    if (verb && act.passive)
        high = act.verb->first;
    /* "charge our grapes 15 percent" */
    bool ours = verb && speaks_of_duties && !act.passive && word_is(doc, low, W_OUR);
    return ours || hit_in(doc, low, high, LEX_COUNTRY) != NULL ||
           hit_in(doc, low, high, LEX_PRODUCT) != NULL ||
           hit_in(doc, low, high, LEX_GOODS) != NULL || hit_in(doc, low, high, LEX_DEMONYM) != NULL;
}

/* "Egyptian exporters face a rate of 11.5%", in a case against dumping */
static bool bears_in_case(const struct tariff_scene *scene,
                          const struct change_gates *gates,
                          const struct act *act,
                          const struct rate *rate)
{
    const struct document *doc = scene->doc;
    uint32_t verb = act->verb->first;
    uint32_t noun = rate->first > 1 ? rate->first - 2 : 0;
    bool called = word_spelled(doc, noun, "rate") || word_spelled(doc, noun, "rates");
    return called && verb > gates->first && rate->first >= act->verb->end &&
           rate->first - act->verb->end <= BEAR_REACH && whom_is_case(scene, gates->sentence) &&
           hit_in(doc, gates->first, rate->end, LEX_SHARE) == NULL &&
           (hit_in(doc, gates->first, verb, LEX_COUNTRY) != NULL ||
            hit_in(doc, gates->first, verb, LEX_DEMONYM) != NULL);
}

/* "Playing cards bear ten percent.", after a change: goods that no list knows. */
static bool
is_bearer(const struct document *doc, uint32_t first, uint32_t verb, const struct rate *rate)
{
    if (verb <= first || verb - first > BEARER_MAX || rate->first < verb ||
        rate->first - verb > BEAR_REACH || hit_in(doc, first, rate->end, LEX_SHARE) != NULL ||
        hit_in(doc, first, verb, LEX_ACT) != NULL)
        return false;
    size_t i = mention_from(doc, first);
    uint32_t noun = verb - 1;
    while (noun > first && word_is_grammar(doc, noun))
        noun--;
    const struct token *last = &doc->token[noun];
    bool plural = last->kind == TOKEN_WORD && doc->text[last->end - 1] == 's';
    return plural && (i == doc->mention_count || doc->mention[i].first >= verb);
}

/* "Tamar Steel faces 17%", after a change in a case: a firm that is to pay. */
static bool is_firm_bearer(const struct tariff_scene *scene,
                           const struct change_gates *gates,
                           uint32_t verb,
                           const struct rate *rate)
{
    const struct document *doc = scene->doc;
    const struct token *name = &doc->token[verb - 1];
    return verb > gates->first && verb - gates->first <= BEARER_MAX && rate->first >= verb &&
           rate->first - verb <= BEAR_REACH && name->kind == TOKEN_WORD &&
           (name->flags & TOKEN_CAPITAL) != 0 && whom_is_case(scene, gates->sentence) &&
           hit_in(doc, gates->first, rate->end, LEX_SHARE) == NULL;
}

/* Whether the rules take a sentence with rates for one of duties. */
static bool is_rated(const struct tariff_scene *scene,
                     const struct change_gates *gates,
                     const struct rate *rates)
{
    const struct document *doc = scene->doc;
    uint32_t i = gates->sentence;
    uint32_t first = gates->first;
    uint32_t end = gates->end;
    struct act deed = act_on(doc, first, end, rates[0].first);
    bool act = deed.verb != NULL;
    bool pays = deed.pays;
    bool goods = hit_in(doc, first, end, LEX_PRODUCT) != NULL ||
                 hit_in(doc, first, end, LEX_GOODS) != NULL ||
                 hit_in(doc, first, end, LEX_COUNTRY) != NULL;
    bool threat = hit_in(doc, first, end, LEX_STAGE) != NULL &&
                  hit_is(hit_in(doc, first, end, LEX_STAGE), 0, "threatened");
    bool effect = hit_in(doc, first, end, LEX_SHARE) != NULL;
    bool it =
        word_is(doc, first, W_IT) || word_is(doc, first, W_THEY) || word_is(doc, first, W_THIS);
    it = it || (word_is(doc, first, W_THE) && word_spelled(doc, first + 1, "rate"));
    bool known = scene->speaks_of_duties || scene->author->social;
    bool levies = !gates->duty &&
                  (charges(doc, first, end, &rates[0], known) ||
                   bare_is_dated_goods(scene, gates, rates) || bare_is_borne(scene, gates, rates) ||
                   (act && pays && bears_in_case(scene, gates, &deed, &rates[0])));
    for (size_t r = 0; r < gates->rates && !levies && !gates->duty; r++)
        levies = bare_is_known(scene, gates, &rates[r]) || bare_is_answer(scene, gates, &rates[r]);
    /* "In April he took them to 145%." */
    const struct sentence *before = i > 0 ? &doc->sentence[i - 1] : NULL;
    bool moves = act && rates[0].led_by_to && before != NULL &&
                 duty_next(doc, before->first, before->end) != NULL &&
                 (hit_in(doc, first, end, LEX_SHARE) == NULL || goods);
    bool bearer = act && pays && gates->follows &&
                  (is_bearer(doc, first, deed.verb->first, &rates[0]) ||
                   is_firm_bearer(scene, gates, deed.verb->first, &rates[0]));
    const struct sentence *head = dating_head(doc, gates->sentence);
    bool listed = head != NULL && duty_next(doc, head->first, head->end) != NULL && goods;
    return gates->duty || levies || listed || moves ||
           (gates->follows && !effect && (act || goods || it) && end - first < FOLLOW_TOKENS &&
            (!pays || goods || it || bearer)) ||
           (threat && goods);
}

/* "The export duty on it is raised.": of duties, but of none on imports. */
static bool is_other_duty(const struct document *doc, const struct change_gates *gates)
{
    const struct hit *domain = hit_in(doc, gates->first, gates->end, LEX_DOMAIN);
    return !gates->duty && domain != NULL && !hit_is(domain, 0, "trade") &&
           !hit_is(domain, 0, "outward");
}

/* Reads the changes of tokens [first, end) of a sentence. */
static bool
read_part(struct tariff_scene *scene, uint32_t i, uint32_t first, uint32_t end, bool bare)
{
    struct rate rates[RATES_MAX];
    size_t count = rate_find(scene->doc, first, end, rates);
    bool room = count > 0 ? rated_read(scene, i, first, end, rates, count)
                          : hit_in(scene->doc, first, end, LEX_ACT) == NULL ||
                                deed_read(scene, i, first, end, NULL, bare);
    return room && further_read(scene, i, first, end);
}

/* A sentence of a long speech or transcript with no word of duties in or around it: whatever falls
 * or is imposed there is something else. */
static bool is_far(const struct tariff_scene *scene, uint32_t i)
{
    const struct document *doc = scene->doc;
    if (scene->author->press || scene->author->social || doc->sentence_count <= LONG_TALK)
        return false;
    uint32_t low = i > FAR_BACK ? i - FAR_BACK : 0;
    uint32_t high = i + 1 < doc->sentence_count ? i + 1 : i;
    return duty_next(doc, doc->sentence[low].first, doc->sentence[high].end) == NULL;
}

static bool read_sentence(struct tariff_scene *scene, uint32_t i)
{
    struct document *doc = scene->doc;
    struct rate rates[RATES_MAX];
    struct change_gates gates = {.sentence = i};
    clause_of(scene, i, &gates.first, &gates.end);
    uint32_t first = gates.first;
    uint32_t end = gates.end;
    gates.duty = duty_next(doc, first, end) != NULL;
    const struct hit *act = hit_in(doc, first, end, LEX_ACT);
    bool far = doc->watch == NULL && !gates.duty && is_far(scene, i);
    if (far && !scene->have_last)
        return true;
    gates.rates = rate_find(doc, first, end, rates);
    bool deed = gates.rates > 0 || act != NULL;
    if (doc->watch == NULL && !gates.duty && !deed)
        return true;
    bool spared = gates.rates == 0 && act != NULL && hit_is(act, 0, "exempt") &&
                  deed_spares_goods(doc, first, act);
    bool near = scene->have_last && (i - scene->last.last_sentence <= FOLLOW_MAX || spared);
    gates.follows = scene->have_last && i - scene->last.last_sentence <= 1;
    gates.none = no_change_told(scene, &gates, rates);
    gates.open =
        !gates.none && (gates.rates > 0 ? is_rated(scene, &gates, rates) : gates.duty || near);
    if (gates.rates == 0 && scene->have_last && i == scene->last.last_sentence &&
        i > scene->last.sentence)
        return true;
    if (!gates.none && take_earlier_rate(scene, i, rates, gates.rates))
        return true;
    if (far)
        return true;
    /* An average, an estimate, a rumour, a hope: no weighing makes it a change. */
    const struct sentence *sentence = &doc->sentence[i];
    if (doc->watch == NULL &&
        (no_change_unreal(doc, sentence) || no_change_hearsay(scene, i) ||
         no_change_denied(scene, &gates, rates) || no_change_wondered(scene, i) ||
         is_other_duty(doc, &gates) ||
         foreseen_in(doc, sentence->first, sentence->end, scene->voices[i].speaker.side, true) ||
         foreseen_rival(doc, sentence->first, sentence->end, scene->author)))
        return true;
    bool certain;
    bool told =
        gates.rates > 0 && !gates.none && !gates.duty && bare_is_crossing(scene, &gates, rates);
    for (size_t r = 0; r < gates.rates && !told && !gates.none; r++)
        told = bare_is_told(scene, &gates, &rates[r]);
    if (!judge_change(scene, &gates, &certain) && !told)
        return true;
    size_t before = doc->records->count;
    scene->tells_level = false;
    bool bare = gates.duty || !gates.open;
    struct answer answer;
    bool answers = answer_cut(doc, first, end, &answer);
    bool room = !answers || (read_part(scene, i, answer.first, answer.end, bare) &&
                             answer_read(scene, i, &answer, before));
    if (room && doc->records->count == before)
        room = read_part(scene, i, first, end, bare);
    bool found = doc->records->count > before || scene->tells_level;
    return room && certain && !found ? plain_read(scene, i, first, end) : room;
}

/* "Export duties on grains lowered", over a text that never speaks of imports: no duty in it is one
 * on what comes in. */
static bool is_of_exports(const struct document *title, const struct document *doc)
{
    bool outward = false;
    for (const struct hit *hit = hit_in(title, 0, (uint32_t)title->token_count, LEX_DOMAIN);
         hit != NULL; hit = hit_in(title, hit->end, (uint32_t)title->token_count, LEX_DOMAIN))
        outward = outward || hit_is(hit, 0, "outward") ||
                  str_starts_with(str_of(hit->entry->surface), STR("export"));
    if (!outward || doc->sentence_count > LONG_TALK)
        return false;
    for (uint32_t at = 0; at < doc->token_count; at++) {
        struct str word = document_span(doc, at, at + 1);
        if (word.len >= 6 && str_eq_nocase((struct str){word.ptr, 6}, STR("import")))
            return false;
    }
    return true;
}

void tariff_extract(struct document *doc,
                    const struct document *title,
                    const struct author *author,
                    const struct voice *voices)
{
    struct tariff_scene scene = {.doc = doc, .title = title, .author = author, .voices = voices};
    uint32_t count = (uint32_t)doc->token_count;
    if (is_of_exports(title, doc))
        return;
    scene.denies =
        hit_in(doc, 0, count, LEX_DENY) != NULL || hit_in(doc, 0, count, LEX_FALSEHOOD) != NULL;
    scene.speaks_of_duties = duty_next(doc, 0, (uint32_t)doc->token_count) != NULL ||
                             duty_next(title, 0, (uint32_t)title->token_count) != NULL;
    for (uint32_t i = 0; i < doc->sentence_count; i++) {
        if (!read_sentence(&scene, i))
            break;
    }
    step_complete(doc->records);
    merge_repeats(doc->records);
}
