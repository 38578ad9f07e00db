/* Whose goods a change is about that names nobody, though it surely is about one country. */
#include "consumers/classify/mention.h"
#include "consumers/classify/side.h"
#include "consumers/classify/tariff.h"

#include <string.h>

#define ON_REACH       3    /* tokens from a rate to "our" goods that it is on */
#define BEFORE_MAX     4    /* sentences before a change that may say whose goods it is about */
#define CASE_BACK      3    /* sentences before a rate that say that it is the outcome of a case */
#define OWN_REACH      6    /* tokens from "its" to the duty: "its 25 percent import duty" */
#define HEADING_MAX    12   /* tokens of a heading that names goods and where they come from */
#define GOODS_REACH    4    /* tokens from "their" to the goods */
#define DEAL_REACH     3    /* tokens from "under" to the deal */
#define ORIGIN_REACH   3    /* tokens between goods and where they come from */
#define TALLY_MENTIONS 1024 /* of a document that are counted */
#define TALLY_MAX      32   /* countries of a document that are told apart */
#define OTHER_SHARE    80 /* percent of the countries named that the one it is about has at least */

static bool has_goods(const struct document *doc, uint32_t at, uint32_t end)
{
    uint32_t high = at + GOODS_REACH < end ? at + GOODS_REACH : end;
    return hit_in(doc, at, high, LEX_PRODUCT) != NULL || hit_in(doc, at, high, LEX_GOODS) != NULL;
}

struct tally {
    const char *code[TALLY_MAX];
    unsigned times[TALLY_MAX];
    size_t count;
    unsigned sum;
};

/* Counts how often a document names each country but one. */
static void tally_others(const struct document *doc, const char *but, struct tally *tally)
{
    for (size_t i = 0; i < doc->mention_count && i < TALLY_MENTIONS; i++) {
        const struct mention *mention = &doc->mention[i];
        size_t at = 0;
        if (mention->kind != MENTION_COUNTRY || mention->side == NULL ||
            strcmp(mention->side, but) == 0 || strcmp(mention->side, "WTO") == 0)
            continue;
        tally->sum++;
        while (at < tally->count && strcmp(tally->code[at], mention->side) != 0)
            at++;
        if (at == TALLY_MAX)
            continue;
        if (at == tally->count)
            tally->code[tally->count++] = mention->side;
        tally->times[at]++;
    }
}

/* Duties that fall on some country's goods, never on all: against dumping and subsidies, and as the
 * outcome of a case. */
static bool names_case(const struct document *doc, uint32_t first, uint32_t end)
{
    for (const struct hit *hit = hit_in(doc, first, end, LEX_INSTRUMENT); hit != NULL;
         hit = hit_in(doc, hit->end, end, LEX_INSTRUMENT)) {
        if (hit_is(hit, 1, "case"))
            return true;
    }
    return false;
}

/* "everything they send us", "on their goods" */
static bool points_back(const struct document *doc, const struct sentence *sentence)
{
    for (uint32_t at = sentence->first; at + 2 < sentence->end; at++) {
        if (word_is(doc, at, W_THEY) && (word_is(doc, at + 2, W_US) || word_is(doc, at + 2, W_TO) ||
                                         word_is(doc, at + 2, W_HERE)))
            return true;
        if (word_is(doc, at, W_THEIR) && has_goods(doc, at, sentence->end))
            return true;
    }
    return false;
}

/* The sides that the nearest sentence before names, up to a few back. */
static void add_nearest(const struct document *doc, struct change *change)
{
    uint32_t low = change->sentence > BEFORE_MAX ? change->sentence - BEFORE_MAX : 0;
    for (uint32_t i = change->sentence; i > low && change->targets.count == 0; i--) {
        const struct sentence *before = &doc->sentence[i - 1];
        for (size_t m = mention_from(doc, before->first);
             m < doc->mention_count && doc->mention[m].first < before->end; m++) {
            const struct mention *mention = &doc->mention[m];
            if (mention->side != NULL && mention->kind != MENTION_PRONOUN &&
                mention->kind != MENTION_OUTLET && strcmp(mention->side, change->imposer) != 0 &&
                strcmp(mention->side, "WTO") != 0)
                (void)record_codes_add(&change->targets, mention->side);
        }
    }
}

bool whom_is_case(const struct tariff_scene *scene, uint32_t sentence)
{
    const struct document *doc = scene->doc;
    uint32_t low = sentence > CASE_BACK ? sentence - CASE_BACK : 0;
    return names_case(doc, doc->sentence[low].first, doc->sentence[sentence].end) ||
           names_case(scene->title, 0, (uint32_t)scene->title->token_count);
}

/* "Ceramic tableware from China.", before it: a heading, of which the sentence tells. */
static void add_heading(const struct document *doc, struct change *change)
{
    if (change->sentence == 0)
        return;
    const struct sentence *before = &doc->sentence[change->sentence - 1];
    if (before->end - before->first > HEADING_MAX ||
        hit_in(doc, before->first, before->end, LEX_ACT) != NULL)
        return;
    for (uint32_t at = before->first + 1; at + 1 < before->end; at++) {
        uint32_t place = at + 1 + word_is(doc, at + 1, W_THE);
        const struct mention *mention = mention_at(doc, place);
        bool from =
            word_is(doc, at, W_FROM) || word_is(doc, at, W_AND) || doc->token[at].mark == ',';
        if (from && mention != NULL && mention->kind == MENTION_COUNTRY &&
            strcmp(mention->side, change->imposer) != 0 &&
            (mention->end + 1 >= before->end || word_is(doc, mention->end, W_AND) ||
             doc->token[mention->end].mark == ','))
            (void)record_codes_add(&change->targets, mention->side);
        else if (word_is_grammar(doc, at) && change->targets.count == 0 &&
                 !word_is(doc, at, W_OF) && !word_is(doc, at, W_AND) && !word_is(doc, at, W_FROM))
            return;
    }
}

void whom_add_partner(const struct document *doc, struct change *change)
{
    const struct sentence *sentence = &doc->sentence[change->sentence];
    const struct hit *verb = change->act.verb;
    const char *side = NULL;
    for (size_t i = mention_from(doc, sentence->first);
         i < doc->mention_count && doc->mention[i].first < sentence->end; i++) {
        const struct mention *mention = &doc->mention[i];
        uint32_t with = mention->first > 0 ? mention->first - 1 : 0;
        with -= with > 0 && word_is(doc, with, W_THE);
        bool partner = mention->kind == MENTION_COUNTRY && mention->side != NULL &&
                       with > sentence->first && word_is(doc, with, W_WITH) &&
                       hit_over(doc, with - 1, LEX_DEAL) != NULL;
        /* "a deal with Chile and one with Peru to lower tariffs": the one before the deed */
        bool nearer = side == NULL || (verb != NULL && mention->end <= verb->first);
        if (partner && nearer && strcmp(mention->side, "WTO") != 0 &&
            (change->imposer == NULL || strcmp(mention->side, change->imposer) != 0))
            side = mention->side;
    }
    if (side != NULL)
        (void)record_codes_add(&change->targets, side);
}

/* "Under the terms", "under this agreement": what the other party to it gets. */
static bool is_agreed(const struct document *doc, const struct sentence *sentence)
{
    for (uint32_t at = sentence->first; at + 1 < sentence->end; at++) {
        if (word_is(doc, at, W_UNDER) &&
            hit_in(doc, at + 1,
                   at + 1 + DEAL_REACH < sentence->end ? at + 1 + DEAL_REACH : sentence->end,
                   LEX_DEAL) != NULL)
            return true;
    }
    return false;
}

/* Whether a place says whose goods are meant: "Turkish pipes", "pipes from Turkey". */
static bool is_origin(const struct document *doc, const struct mention *place, uint32_t first)
{
    if (hit_at(doc, place->core_first, LEX_DEMONYM) != NULL)
        return !place->possessive && has_goods(doc, place->end, place->end + ORIGIN_REACH);
    uint32_t from = place->first > first ? place->first - 1 : first;
    from -= from > first && word_is(doc, from, W_THE);
    uint32_t low = from > first + ORIGIN_REACH ? from - ORIGIN_REACH : first;
    return word_is(doc, from, W_FROM) && (hit_in(doc, low, from, LEX_PRODUCT) != NULL ||
                                          hit_in(doc, low, from, LEX_GOODS) != NULL);
}

/* Whether the change's sentence names goods of its own. */
static bool names_goods(const struct document *doc, const struct change *change)
{
    const struct sentence *sentence = &doc->sentence[change->sentence];
    const char *goods = change->products.ptr;
    return change->products.len > 0 && goods >= doc->text + doc->token[sentence->first].start &&
           goods < doc->text + doc->token[sentence->end - 1].end;
}

/* "Pipes from Turkey have flooded the market. The duty will be 17 percent.": of a duty that names
 * no goods, those of the sentence before. */
static void add_origin(const struct document *doc, struct change *change)
{
    if (change->sentence == 0 || names_goods(doc, change) || change->act.action != ACTION_IMPOSE)
        return;
    const struct sentence *before = &doc->sentence[change->sentence - 1];
    for (size_t i = mention_from(doc, before->first);
         i < doc->mention_count && doc->mention[i].first < before->end; i++) {
        const struct mention *mention = &doc->mention[i];
        if (mention->kind == MENTION_COUNTRY && mention->side != NULL &&
            strcmp(mention->side, change->imposer) != 0 && is_origin(doc, mention, before->first))
            (void)record_codes_add(&change->targets, mention->side);
    }
}

/* "raised its import duty on gold": on everybody's goods. */
static bool is_own_duty(const struct document *doc, const struct sentence *sentence)
{
    for (uint32_t at = sentence->first; at < sentence->end; at++) {
        uint32_t reach = at + OWN_REACH < sentence->end ? at + OWN_REACH : sentence->end;
        if ((word_is(doc, at, W_ITS) || word_is(doc, at, W_THEIR)) &&
            hit_in(doc, at + 1, reach, LEX_TARIFF) != NULL)
            return true;
    }
    return false;
}

/* Who tells of another's duty bears it: "the 50% that now sits on steel", a Swedish minister says.
 */
static void add_teller(const struct tariff_scene *scene, struct change *change)
{
    const struct voice *voice = &scene->voices[change->sentence];
    const char *teller = scene->author->press ? NULL : scene->author->speaker.side;
    if (voice->reported || voice->turn || teller == NULL)
        teller = voice->speaker.side;
    if (teller == NULL || voice->asked ||
        is_own_duty(scene->doc, &scene->doc->sentence[change->sentence]))
        return;
    teller = side_customs(teller);
    if (strcmp(teller, change->imposer) != 0 && strcmp(teller, "WTO") != 0)
        (void)record_codes_add(&change->targets, teller);
}

bool whom_is_aside(const struct document *doc, const struct mention *mention)
{
    const struct hit *people = hit_at(doc, mention->first, LEX_DEMONYM);
    uint32_t next = people != NULL ? people->end : mention->end;
    next +=
        people != NULL && word_is(doc, next, W_AND) && hit_at(doc, next + 1, LEX_DEMONYM) != NULL;
    bool describes = people != NULL && mention->kind == MENTION_COUNTRY &&
                     next < doc->token_count && doc->token[next].kind == TOKEN_WORD &&
                     !word_is_grammar(doc, next) && hit_at(doc, next, LEX_ACT) == NULL &&
                     hit_at(doc, next, LEX_SAY) == NULL && mention->first > 0 &&
                     !word_is(doc, mention->first - 1, W_THE);
    bool scene = mention->first > 0 && word_is(doc, mention->first - 1, W_SINCE);
    return describes || scene || strcmp(mention->side, "WTO") == 0;
}

/* "I have told Commerce to put 75% on pleasure boats": a trade's complaint, whose goods come from
 * anywhere, unless a word points at somebody. */
static bool is_of_a_trade(const struct tariff_scene *scene, const struct change *change)
{
    static const enum grammar_word words[] = {W_THEY,   W_THEIR, W_THEM, W_THOSE, W_HIS,
                                              W_THEIRS, W_YOUR,  W_YOU,  W_HE,    W_HER};
    const struct document *doc = scene->doc;
    const struct sentence *sentence = &doc->sentence[change->sentence];
    const char *home = scene->author->speaker.side;
    if (!scene->author->social || change->products.len == 0 || home == NULL ||
        strcmp(home, change->imposer) != 0 || change->rate == NULL || change->old != NULL ||
        change->act.action != ACTION_IMPOSE)
        return false;
    for (uint32_t at = sentence->first; at < sentence->end; at++) {
        if (word_is(doc, at, W_FROM) && word_is(doc, at + 1, W_THERE))
            return false;
        for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
            if (word_is(doc, at, words[i]))
                return false;
        }
    }
    return true;
}

/* Whether a change that names nobody may be on the other country's goods alone: not a new duty on
 * the goods of a trade, nor one on those of everybody. */
static bool is_bilateral(const struct tariff_scene *scene, const struct change *change)
{
    const struct document *doc = scene->doc;
    bool relief = change->act.action == ACTION_LOWER || change->act.action == ACTION_REMOVE ||
                  change->act.action == ACTION_EXEMPT || change->act.action == ACTION_EXTEND;
    return (relief || change->products.len == 0) &&
           hit_in(doc, doc->sentence[change->sentence].first,
                  doc->sentence[change->last_sentence].end, LEX_WORLD) == NULL;
}

void whom_add(const struct tariff_scene *scene, struct change *change)
{
    const struct document *doc = scene->doc;
    const struct sentence *sentence = &doc->sentence[change->sentence];
    struct tally tally = {.count = 0};
    size_t best = 0;
    /* "We'll put a tariff on copper", in a briefing: on everybody's */
    bool social = scene->author->social && !is_of_a_trade(scene, change);
    bool near = social || points_back(doc, sentence) || is_agreed(doc, sentence) ||
                (scene->voices[change->sentence].turn && change->products.len == 0);
    const char *teller = scene->author->speaker.side;
    bool relief = change->act.action == ACTION_LOWER || change->act.action == ACTION_REMOVE ||
                  change->act.action == ACTION_SUSPEND;
    /* "Ecuador will reduce its tariffs", in an American text */
    if (relief && !scene->author->press && !scene->author->social && teller != NULL &&
        strcmp(teller, change->imposer) != 0)
        (void)record_codes_add(&change->targets, teller);
    if (change->targets.count > 0)
        return;
    if (near)
        add_nearest(doc, change);
    if (change->targets.count == 0)
        add_heading(doc, change);
    if (change->targets.count == 0)
        add_origin(doc, change);
    if (change->targets.count == 0)
        add_teller(scene, change);
    if (change->targets.count > 0)
        return;
    tally_others(scene->title, change->imposer, &tally);
    bool titled = tally.count == 1 && is_bilateral(scene, change);
    tally_others(doc, change->imposer, &tally);
    /* a text of two countries, of which the title names the other one */
    if (titled && tally.count == 1 && strcmp(side_customs(tally.code[0]), change->imposer) != 0)
        (void)record_codes_add(&change->targets, tally.code[0]);
    if (!near && !whom_is_case(scene, change->sentence))
        return;
    for (size_t c = 0; c < tally.count; c++)
        best = tally.times[c] > tally.times[best] ? c : best;
    if (tally.count > 0 && 100 * tally.times[best] >= OTHER_SHARE * tally.sum)
        (void)record_codes_add(&change->targets, tally.code[best]);
}

const char *whom_takes_ours(const struct tariff_scene *scene, const struct change *change)
{
    const struct document *doc = scene->doc;
    const struct sentence *sentence = &doc->sentence[change->sentence];
    const char *home = scene->author->speaker.side;
    const struct hit *verb = change->act.verb;
    if (!scene->author->social || home == NULL || change->products.len == 0 ||
        (verb != NULL && !hit_is(verb, 2, "subject")))
        return NULL;
    uint32_t at = sentence->first + 1;
    while (at < sentence->end && doc->text + doc->token[at].start < change->products.ptr)
        at++;
    if (at == sentence->end || !(word_is(doc, at - 1, W_OUR) || word_is(doc, at, W_OUR)))
        return NULL;
    /* "their country will be at 17%, and our wheat": not that rate's */
    uint32_t our = word_is(doc, at, W_OUR) ? at : at - 1;
    uint32_t from = change->rate != NULL ? change->rate->end : our;
    bool led = our > sentence->first && word_is(doc, our - 1, W_ON) && our <= from + ON_REACH;
    if (change->rate != NULL && at >= from && !led)
        return NULL;
    for (size_t i = mention_from(doc, sentence->end); i > 0; i--) {
        const struct mention *mention = &doc->mention[i - 1];
        if (mention->named_side && mention->side != NULL && strcmp(mention->side, home) != 0 &&
            !whom_is_aside(doc, mention))
            return mention->side;
    }
    return NULL;
}
