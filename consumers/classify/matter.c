#include "consumers/classify/matter.h"

#include "consumers/classify/clause.h"
#include "consumers/classify/mention.h"
#include "consumers/classify/pair.h"

#include <string.h>

static const struct {
    enum lex_class class;
    enum matter matter;
} cues[] = {
    {LEX_CONTACT, MATTER_CONTACT},     {LEX_TALKS, MATTER_TALKS},
    {LEX_DEAL, MATTER_DEAL},           {LEX_LEVEL, MATTER_TARIFF_LEVEL},
    {LEX_INTENT, MATTER_TARIFF_PLAN},  {LEX_CONDUCT, MATTER_TRADE_CONDUCT},
    {LEX_EFFECT, MATTER_TRADE_EFFECT},
};

struct matter_note {
    struct noted noted;
    struct matter_guess guess;
};

#define CUE_SURE     6
#define REST_MAX     2  /* that further cues add to the heaviest */
#define TOPIC_BACK   3  /* tokens */
#define AIM_BACK     5  /* tokens from "to" to the deal that is sought */
#define MEANS_BACK   5  /* tokens from "under" to the deal */
#define WITH_AHEAD   4  /* tokens from a call to "with" */
#define COMPANY_BACK 10 /* tokens: "the two leaders have had no phone call" */
#define CUES         (sizeof cues / sizeof cues[0])

/* "met about the trade agreement": what is spoken about, not what happened. */
static bool is_topic(const struct document *doc, uint32_t at)
{
    for (uint32_t back = 1; back <= TOPIC_BACK && back <= at; back++) {
        bool about = word_is(doc, at - back, W_ABOUT) && !word_is(doc, at - back + 1, W_TO);
        if (about || word_is(doc, at - back, W_OVER))
            return true;
    }
    return false;
}

static bool has_auxiliary(const struct document *doc, uint32_t first, uint32_t end)
{
    for (uint32_t at = first; at < end; at++) {
        if (clause_is_finite(doc, at))
            return true;
    }
    return false;
}

/* "in talks to strike a trade deal", "negotiations on an agreement": the deal is what the talks are
 * for; not "the talks have led to a deal". */
static bool is_aim(const struct document *doc, uint32_t first, uint32_t at)
{
    uint32_t low = at > first + AIM_BACK ? at - AIM_BACK : first;
    const struct hit *talks = hit_in(doc, first, at, LEX_TALKS);
    for (uint32_t back = at; talks != NULL && back > low && back > talks->end; back--) {
        uint32_t link = back - 1;
        bool to = word_is(doc, link, W_TO) && !word_is(doc, back, W_A) &&
                  !word_is(doc, back, W_AN) && !word_is(doc, back, W_THE);
        if (to || word_is(doc, link, W_ON) || word_is(doc, link, W_FOR))
            return !has_auxiliary(doc, talks->end, link);
    }
    return false;
}

/* "Under our partnership agreement salmon pays nothing": by which something is so, which is what is
 * told. */
static bool is_means(const struct document *doc, uint32_t first, uint32_t at)
{
    uint32_t low = at > first + MEANS_BACK ? at - MEANS_BACK : first;
    for (uint32_t back = at; back > low && doc->token[back - 1].kind == TOKEN_WORD; back--) {
        if (word_is(doc, back - 1, W_UNDER))
            return true;
    }
    return false;
}

/* "met Minister Zhao", "call the Indian premier": a verb whose object is somebody. */
static bool is_met(const struct document *doc, const struct hit *hit)
{
    uint32_t at = hit->end + word_is(doc, hit->end, W_THE);
    const struct hit *title = hit_at(doc, at, LEX_TITLE);
    if (title != NULL && title->end < doc->token_count &&
        (doc->token[title->end].flags & TOKEN_CAPITAL) != 0)
        return true;
    /* "had called Beijing to seek relief", not "called Beijing a liar" */
    const struct hit *capital = hit_at(doc, at, LEX_CAPITAL);
    if (capital != NULL &&
        (word_is(doc, capital->end, W_TO) || word_is(doc, capital->end, W_ON) ||
         word_is(doc, capital->end, W_ABOUT) || word_is(doc, capital->end, W_OVER)))
        return true;
    const struct mention *mention = mention_at(doc, at);
    if (mention == NULL)
        mention = mention_at(doc, hit->end);
    /* "called the President a friend" */
    if (mention == NULL || word_is(doc, mention->end, W_A) || word_is(doc, mention->end, W_AN) ||
        quote_is(doc, mention->end))
        return false;
    /* "call the White House": where a head sits. */
    bool seat = mention->kind == MENTION_BODY &&
                hit_is(hit_at(doc, mention->core_first, LEX_ORG), 1, "office");
    return seat || mention->kind == MENTION_PERSON ||
           (mention->kind == MENTION_ROLE && (!mention->generic || mention->named_side));
}

/* "called the sum a firm commitment": says what it is; "called the ministry" does not. */
static bool is_named_so(const struct document *doc, const struct hit *hit)
{
    const struct hit *say = hit_at(doc, hit->first, LEX_SAY);
    bool names = hit_is(say, 1, "report") || hit_is(say, 1, "untrue");
    const struct mention *mention = names ? mention_at(doc, hit->end) : NULL;
    if (names && mention == NULL)
        mention = mention_at(doc, hit->end + word_is(doc, hit->end, W_THE));
    return names && hit->end == hit->first + 1 && mention == NULL;
}

/* "a good call today with Kenya's minister", "lunch with the Turkish delegation": those of another
 * country, or of an office, with whom it was. */
static bool is_with(const struct document *doc, const struct hit *hit)
{
    uint32_t at = hit->end;
    while (at < doc->token_count && at - hit->end < WITH_AHEAD && !word_is(doc, at, W_WITH) &&
           doc->token[at].kind == TOKEN_WORD)
        at++;
    if (!word_is(doc, at, W_WITH) || (hit->end == hit->first + 1 && word_is(doc, hit->first, W_TO)))
        return false;
    const struct mention *mention = mention_at(doc, at + 1);
    for (uint32_t next = at + 2; mention == NULL && next < at + 4; next++)
        mention = mention_at(doc, next);
    if (mention == NULL || mention->first > at + 2)
        return false;
    bool office = mention->kind == MENTION_ROLE && !mention->generic;
    bool body = mention->kind == MENTION_BODY && mention->named_side;
    bool people = mention->kind == MENTION_COUNTRY &&
                  hit_at(doc, mention->first, LEX_DEMONYM) != NULL &&
                  hit_at(doc, mention->end, LEX_OFFICIALS) != NULL;
    return office || body || people || (mention->kind == MENTION_ROLE && mention->named_side);
}

/* "The tariff on phones", "a phone company": goods, not what somebody does. */
static bool is_goods(const struct document *doc, const struct hit *hit)
{
    if (hit->class != LEX_CONTACT || hit->end != hit->first + 1 ||
        hit_at(doc, hit->first, LEX_PRODUCT) == NULL)
        return false;
    uint32_t before = hit->first - (hit->first > 0);
    return mention_ending(doc, hit->first) == NULL && !word_is(doc, before, W_TO) &&
           mention_at(doc, hit->end) == NULL;
}

/* "A sign of weakness", "the strike of a pen": a noun, not what two sides do. */
static bool is_noun(const struct document *doc, const struct hit *hit)
{
    uint32_t before = hit->first - (hit->first > 0);
    return hit->class == LEX_DEAL && hit->end == hit->first + 1 && word_is(doc, hit->end, W_OF) &&
           (word_is(doc, before, W_A) || word_is(doc, before, W_THE) ||
            word_is(doc, before, W_ANY) || word_is(doc, before, W_NO));
}

/* Which of the cues a class is, or CUES. */
static size_t cue_of(enum lex_class class)
{
    size_t c = class < LEX_CONTACT || class > LEX_INTENT ? CUES : 0;
    while (c < CUES && cues[c].class != class)
        c++;
    return c;
}

/* A weight counts once a cue, and repeated cues for less; a pair of words, which other cues often
 * stand in, counts where it is the heaviest. */
static void weigh(const struct document *doc,
                  uint32_t first,
                  uint32_t end,
                  unsigned weight[CUES],
                  uint32_t cue[CUES])
{
    unsigned rest[CUES] = {0};
    for (size_t c = 0; c < CUES; c++) {
        weight[c] = 0;
        cue[c] = NO_INDEX;
    }
    for (uint32_t h = doc->start[first].first; h < doc->start[end].first; h++) {
        const struct hit *hit = &doc->hit[h];
        size_t c = cue_of(hit->class);
        if (c == CUES || hit->end > end || is_goods(doc, hit) || is_noun(doc, hit))
            continue;
        unsigned one = (unsigned)(hit->entry->text[0][0] - '0') * 2;
        if (hit->class == LEX_CONTACT && one <= 4 &&
            ((one == 4 && is_met(doc, hit)) || is_with(doc, hit)))
            one = CUE_SURE;
        else if (hit->class == LEX_CONTACT && is_named_so(doc, hit))
            continue;
        if (is_topic(doc, hit->first))
            one -= 1 + (one > 4);
        if (hit->class == LEX_DEAL &&
            (is_aim(doc, first, hit->first) || is_means(doc, first, hit->first)))
            one /= 2;
        if (one > weight[c]) {
            rest[c] += weight[c] / 2;
            weight[c] = one;
            cue[c] = hit->first;
        } else {
            rest[c] += one / 3;
        }
    }
    for (size_t p = pair_from(doc, first); p < doc->pair_count && doc->pair[p].end <= end; p++) {
        const struct pair *pair = &doc->pair[p];
        size_t c = cue_of(pair->class);
        unsigned one = pair->weight * 2;
        if (pair->class == LEX_DEAL && is_aim(doc, first, pair->first))
            one /= 2;
        if (c < CUES && pair->first >= first && one > weight[c]) {
            weight[c] = one;
            cue[c] = pair->first;
        }
    }
    for (size_t c = 0; c < CUES; c++)
        weight[c] += rest[c] > REST_MAX ? REST_MAX : rest[c];
}

bool matter_company(const struct document *doc, uint32_t first, uint32_t end, bool sure)
{
    if (hit_in(doc, first, end, LEX_OFFICIALS) != NULL)
        return true;
    for (size_t i = mention_from(doc, first); i < doc->mention_count && doc->mention[i].first < end;
         i++) {
        const struct mention *mention = &doc->mention[i];
        bool third =
            sure && (word_is(doc, mention->first, W_HE) || word_is(doc, mention->first, W_SHE) ||
                     word_is(doc, mention->first, W_THEY));
        if (mention->kind == MENTION_PERSON || mention->kind == MENTION_COUNTRY || third ||
            (mention->kind == MENTION_ROLE && (!mention->generic || mention->side != NULL)))
            return true;
    }
    for (uint32_t at = first; sure && at < end; at++) {
        if (word_is(doc, at, W_HIM) || word_is(doc, at, W_THEM) || word_is(doc, at, W_YOU))
            return true;
    }
    return false;
}

/* The weightiest, however little it weighs. */
static struct matter_guess guess_anew(const struct document *doc, uint32_t first, uint32_t end)
{
    unsigned weight[CUES];
    uint32_t cue[CUES];
    struct matter_guess guess = {.matter = MATTER_NONE, .cue = NO_INDEX};
    weigh(doc, first, end, weight, cue);
    bool tariff = hit_in(doc, first, end, LEX_TARIFF) != NULL;
    bool percent = hit_in(doc, first, end, LEX_PERCENT) != NULL;
    for (size_t c = 0; c < CUES; c++) {
        if (cues[c].matter == MATTER_CONTACT && weight[c] > 0 &&
            !matter_company(doc, first > COMPANY_BACK ? first - COMPANY_BACK : 0, end,
                            weight[c] >= 6))
            weight[c] = weight[c] > 2 ? weight[c] - 2 : 0;
        /* A level or a plan is one of tariffs only where tariffs are spoken of. */
        bool level = cues[c].matter == MATTER_TARIFF_LEVEL;
        if ((level || cues[c].matter == MATTER_TARIFF_PLAN) && !tariff && !(level && percent))
            weight[c] = weight[c] > 2 ? weight[c] - 2 : 0;
        if (cues[c].matter == MATTER_TARIFF_LEVEL && tariff && percent && weight[c] < 4) {
            weight[c] = 4;
            if (cue[c] == NO_INDEX)
                cue[c] = hit_in(doc, first, end, LEX_PERCENT)->first;
        }
        if (weight[c] > 0 &&
            (weight[c] > guess.weight || (weight[c] == guess.weight && cue[c] < guess.cue)))
            guess = (struct matter_guess){cues[c].matter, weight[c], cue[c]};
    }
    return guess;
}

void matter_forget(struct document *doc)
{
    doc->matter_note = document_grow(doc->matter_note, &doc->matter_note_capacity, NOTES,
                                     sizeof *doc->matter_note);
    for (size_t i = 0; i < NOTES; i++)
        doc->matter_note[i].noted.first = NO_INDEX;
}

struct matter_guess
matter_guess(const struct document *doc, uint32_t first, uint32_t end, unsigned min_weight)
{
    struct matter_guess guess = {.matter = MATTER_NONE, .cue = NO_INDEX};
    if (first >= end)
        return guess;
    if (doc->whole) {
        struct noted noted = {.first = first, .end = end};
        struct matter_note *note = &doc->matter_note[note_place(&noted)];
        if (!noted_is(&note->noted, &noted))
            *note = (struct matter_note){noted, guess_anew(doc, first, end)};
        guess = note->guess;
    } else {
        guess = guess_anew(doc, first, end);
    }
    return guess.weight >= min_weight
               ? guess
               : (struct matter_guess){.matter = MATTER_NONE, .cue = NO_INDEX};
}

static bool
is_of_trade(const struct document *doc, uint32_t first, uint32_t end, enum lex_class class)
{
    for (uint32_t at = hit_start(doc, first, end, class); at < end;
         at = hit_start(doc, at + 1, end, class)) {
        const struct hit *domain = hit_over(doc, at, LEX_DOMAIN);
        if (domain == NULL || hit_is(domain, 0, "trade"))
            return true;
    }
    return false;
}

bool matter_trade(const struct document *doc, uint32_t first, uint32_t end)
{
    return is_of_trade(doc, first, end, LEX_TRADE) || is_of_trade(doc, first, end, LEX_TARIFF);
}

unsigned matter_plain_trade(const struct document *doc, unsigned most)
{
    uint32_t end = (uint32_t)doc->token_count;
    unsigned count = 0;
    for (const struct hit *hit = hit_in(doc, 0, end, LEX_TRADE); hit != NULL && count < most;
         hit = hit_in(doc, hit->end, end, LEX_TRADE)) {
        const struct hit *domain = hit_over(doc, hit->first, LEX_DOMAIN);
        count += !hit_is(hit, 0, "near") && (domain == NULL || hit_is(domain, 0, "trade"));
    }
    return count;
}

unsigned matter_words(const struct document *doc, enum lex_class class, unsigned most)
{
    uint32_t end = (uint32_t)doc->token_count;
    unsigned count = 0;
    for (const struct hit *hit = hit_in(doc, 0, end, class); hit != NULL && count < most;
         hit = hit_in(doc, hit->end, end, class))
        count++;
    return count;
}

bool matter_happens(enum matter matter)
{
    return matter == MATTER_CONTACT || matter == MATTER_TALKS || matter == MATTER_DEAL;
}
