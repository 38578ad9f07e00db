/* Whose duty the words of a clause say that it is: "imposed by Beijing", "Chinese tariffs". */
#include "consumers/classify/clause.h"
#include "consumers/classify/imposer_part.h"
#include "consumers/classify/mention.h"
#include "consumers/classify/side.h"
#include "consumers/classify/target.h"

#define ORDER_REACH   5 /* tokens from "by" to whose order it is */
#define MARKET_BACK   8 /* tokens from "on" past whose exports they are */
#define REASON_REACH  6 /* tokens from "in response to" to whose duty that is */
#define GOODS_REACH   9 /* tokens from a duty past its goods to who put it on them */
#define CONSULT_REACH 5 /* tokens from who asks to the consultations */

/* The mention after a token, with or without its article. */
static const struct mention *mention_after(const struct document *doc, uint32_t at)
{
    const struct mention *mention = mention_at(doc, at + 1);
    return mention == NULL && word_is(doc, at + 1, W_THE) ? mention_at(doc, at + 2) : mention;
}

/* "(by) the executive order of the US President" */
static const struct mention *order_of(const struct document *doc, uint32_t at, uint32_t end)
{
    uint32_t high = at + ORDER_REACH < end ? at + ORDER_REACH : end;
    if (hit_in(doc, at, high, LEX_INSTRUMENT) == NULL && hit_in(doc, at, high, LEX_STAGE) == NULL)
        return NULL;
    for (; at < high; at++) {
        if (word_is(doc, at, W_OF))
            return mention_after(doc, at);
    }
    return NULL;
}

const char *imposer_label(const struct document *doc, const struct change *change)
{
    uint32_t first = doc->sentence[change->sentence].first;
    const struct mention *label = mention_at(doc, first + word_is(doc, first, W_THE));
    if (doc->home != NULL || label == NULL || label->kind != MENTION_COUNTRY ||
        (doc->token[first].flags & TOKEN_UPPER) != 0 || label->end + 1 >= change->end ||
        !mark_is(doc, label->end, ':'))
        return NULL;
    /* not "Peru: 15%", where a list tells who pays how much, nor "Chile: on kits, 5%" */
    uint32_t next = label->end + 1;
    bool duty = change->duty != NULL && change->duty->first >= next;
    bool told = word_is(doc, next, W_THE) || word_is(doc, next, W_A) || word_is(doc, next, W_AN);
    bool pays = doc->token[next].kind != TOKEN_WORD || word_is(doc, next, W_FROM) ||
                word_is(doc, next, W_AT) || word_is(doc, next, W_TO);
    return !pays && (duty || told) ? label->side : NULL;
}

/* "lifted on Monday | by": to before the day that stands between a deed and whose it is. */
static uint32_t before_day(const struct document *doc, uint32_t first, uint32_t at)
{
    while (at > first &&
           (hit_over(doc, at - 1, LEX_WEEKDAY) != NULL || hit_over(doc, at - 1, LEX_DATE) != NULL ||
            hit_over(doc, at - 1, LEX_MONTH) != NULL || doc->token[at - 1].kind == TOKEN_NUMBER ||
            word_is(doc, at - 1, W_ON) || word_is(doc, at - 1, W_IN)))
        at--;
    return at;
}

/* "Canada", but not "Canadian" or "Canada's makers" */
static bool names_country(const struct mention *mention)
{
    return mention != NULL && mention->kind == MENTION_COUNTRY && !mention->possessive &&
           mention->entry->class == LEX_COUNTRY;
}

/* "imposed by Beijing"; any: also apart from the deed, "the announcement by X of the imposition".
 */
const char *imposer_by(const struct document *doc, uint32_t first, uint32_t end, bool any)
{
    for (uint32_t at = first; at + 1 < end; at++) {
        if (!word_is(doc, at, W_BY))
            continue;
        const struct mention *mention = mention_after(doc, at);
        if (mention == NULL)
            mention = order_of(doc, at + 1, end);
        uint32_t done = before_day(doc, first, at);
        const struct hit *act = done > first ? hit_over(doc, done - 1, LEX_ACT) : NULL;
        /* "paid by Kenya": whose goods bear it */
        if (act != NULL && hit_is(act, 1, "payer"))
            continue;
        bool deed = at > first && ((act != NULL && !hit_is(act, 1, "t")) ||
                                   hit_over(doc, at - 1, LEX_TARIFF) != NULL ||
                                   hit_over(doc, at - 1, LEX_PERCENT) != NULL ||
                                   hit_over(doc, at - 1, LEX_GOODS) != NULL);
        /* "imposed on steel by Canada" */
        deed = deed || (at > first && hit_over(doc, at - 1, LEX_PRODUCT) != NULL &&
                        hit_in(doc, first, at, LEX_ACT) != NULL && names_country(mention));
        bool to = mention != NULL && word_is(doc, mention->end, W_TO);
        if ((deed || any || to) && mention != NULL && mention->side != NULL)
            return mention->side;
    }
    return NULL;
}

/* "Washington's decision to raise the duties" */
static const char *whose_decision(const struct document *doc, uint32_t first, uint32_t verb)
{
    if (verb < first + 4 || !word_is(doc, verb - 1, W_TO))
        return NULL;
    const struct mention *mention = mention_ending(doc, verb - 3); /* before its "s" */
    return mention != NULL && mention->possessive && mention->first >= first ? mention->side : NULL;
}

/* "Washington's withdrawal of trade privileges" */
static const char *whose_deed(const struct document *doc, uint32_t first, uint32_t noun)
{
    if (noun < first + 2 || !hit_is(hit_at(doc, noun, LEX_ACT), 1, "n") ||
        !word_is(doc, noun + 1, W_OF))
        return NULL;
    const struct mention *mention = mention_ending(doc, noun - 1);
    return mention != NULL && mention->possessive && mention->first >= first ? mention->side : NULL;
}

/* "the decision of the United States to raise the duties" */
const char *imposer_decision(const struct document *doc, uint32_t first, uint32_t verb)
{
    const char *side = whose_decision(doc, first, verb);
    if (side == NULL)
        side = whose_deed(doc, first, verb);
    if (side != NULL)
        return side;
    for (uint32_t at = first; at + 1 < verb; at++) {
        bool of = word_is(doc, at, W_OF) || word_is(doc, at, W_FROM);
        const struct mention *mention = of ? mention_after(doc, at) : NULL;
        /* not "goods from Peru to Chile bear 12%" */
        if (mention == NULL || mention->side == NULL || !word_is(doc, mention->end, W_TO) ||
            mention_at(doc, mention->end + 1) != NULL)
            continue;
        uint32_t next = mention->end + 1;
        next += hit_at(doc, next, LEX_ADVERB) != NULL || hit_at(doc, next, LEX_ACT) == NULL;
        if (next <= verb && hit_at(doc, next, LEX_ACT) != NULL)
            return mention->side;
    }
    return NULL;
}

/* "the duty announced in Washington", "the decision in Washington lifts" */
const char *imposer_seat(const struct document *doc, uint32_t first, uint32_t end)
{
    for (uint32_t at = first + 1; at + 1 < end; at++) {
        const struct mention *seat =
            word_is(doc, at, W_IN) && hit_at(doc, at + 1, LEX_CAPITAL) != NULL
                ? mention_at(doc, at + 1)
                : NULL;
        const struct hit *act = seat != NULL ? hit_at(doc, seat->end, LEX_ACT) : NULL;
        bool acts = act != NULL && act->first < end && !hit_is(act, 1, "n") &&
                    !hit_is(act, 1, "payer") && !side_is_maker(doc, at - 1);
        if (seat != NULL && (acts || hit_over(doc, at - 1, LEX_ACT) != NULL))
            return seat->side;
    }
    return NULL;
}

/* "in response to the US tariffs": another duty, which explains the one told of. */
static bool gives_reason(const struct document *doc, uint32_t first, uint32_t owner)
{
    uint32_t low = owner > first + REASON_REACH ? owner - REASON_REACH : first;
    const struct hit *reason = hit_in(doc, low, owner, LEX_RETALIATION);
    return reason != NULL && !clause_comma(doc, reason->end, owner) &&
           hit_in(doc, reason->end, owner, LEX_ACT) == NULL;
}

const char *imposer_owner(const struct document *doc, uint32_t first, uint32_t end)
{
    for (size_t i = mention_from(doc, first); i < doc->mention_count && doc->mention[i].first < end;
         i++) {
        const struct mention *mention = &doc->mention[i];
        const struct hit *place = hit_at(doc, mention->first, LEX_COUNTRY);
        if (place != NULL && side_noun_target(doc, place))
            continue;
        if (gives_reason(doc, first, mention->first))
            continue;
        if (mention->side != NULL && mention->kind != MENTION_PRONOUN &&
            !word_is(doc, mention->first > 0 ? mention->first - 1 : 0, W_ON) &&
            (side_owns_duty(doc, mention->end, end) || side_duty_of(doc, mention->first)))
            return mention->side;
    }
    return NULL;
}

/* "the levy on cars, which": to where what is said of a duty begins, past the goods. */
static uint32_t after_goods(const struct document *doc, uint32_t at, uint32_t end)
{
    uint32_t high = at + GOODS_REACH < end ? at + GOODS_REACH : end;
    for (uint32_t next = at + 1; word_is(doc, at, W_ON) && next < high; next++) {
        if (word_is(doc, next, W_THAT) || word_is(doc, next, W_WHICH))
            return next;
        if (hit_at(doc, next, LEX_ACT) != NULL)
            break;
    }
    return at;
}

/* "the levy (that) Washington charges": whose duty the relative clause says it is. */
const char *imposer_relative(const struct document *doc, uint32_t first, uint32_t end)
{
    for (uint32_t at = first; at < end; at++) {
        const struct hit *duty = hit_at(doc, at, LEX_TARIFF);
        if (duty == NULL)
            duty = hit_at(doc, at, LEX_PERCENT);
        if (duty == NULL)
            continue;
        uint32_t link = after_goods(doc, duty->end, end);
        bool that = word_is(doc, link, W_THAT) || word_is(doc, link, W_WHICH);
        const struct mention *mention = mention_after(doc, that ? link : link - 1);
        if (mention == NULL || mention->side == NULL || mention->end >= end)
            continue;
        uint32_t verb =
            mention->end + (word_is(doc, mention->end, W_HAS) || word_is(doc, mention->end, W_HAD));
        const struct hit *act = hit_at(doc, verb, LEX_ACT);
        if (act == NULL || hit_is(act, 1, "n") || hit_is(act, 1, "payer"))
            continue;
        /* "Egypt spares Chinese carmakers the tariff (that) it put on": who acts before */
        const char *actor = mention->kind == MENTION_PRONOUN && word_is(doc, mention->first, W_IT)
                                ? side_subject(doc, first, duty->first)
                                : NULL;
        return actor != NULL ? actor : mention->side;
    }
    return NULL;
}

/* "under Tunisia's budget law" */
const char *imposer_law(const struct document *doc, uint32_t first, uint32_t end)
{
    for (uint32_t at = first; at + 1 < end; at++) {
        const struct mention *mention = word_is(doc, at, W_UNDER) ? mention_after(doc, at) : NULL;
        if (mention != NULL && mention->possessive && mention->named_side)
            return mention->side;
    }
    return NULL;
}

/* "sells into Vietnam at zero": whose customs the goods pass. */
const char *imposer_into(const struct document *doc, uint32_t first, uint32_t end)
{
    for (uint32_t at = first; at + 1 < end; at++) {
        /* "will charge 19%, while its goods enter Laos at zero" */
        if (at > first && (word_is(doc, at, W_WHILE) || word_is(doc, at, W_BUT)))
            break;
        bool into = word_is(doc, at, W_INTO) || hit_is(hit_over(doc, at, LEX_STOP), 0, "into");
        const struct mention *mention = into ? mention_after(doc, at) : NULL;
        /* not "an inquiry into Chinese makers" */
        bool people = mention != NULL && hit_at(doc, mention->core_first, LEX_DEMONYM) != NULL;
        if (mention != NULL && mention->kind == MENTION_COUNTRY && mention->end <= end &&
            !mention->possessive && !people)
            return mention->side;
    }
    return NULL;
}

/* "a 50% tariff on Brazil's exports to the United States": where goods go whose origin is told. */
const char *imposer_market(const struct document *doc, uint32_t first, uint32_t end)
{
    for (uint32_t at = first + 2; at + 2 < end; at++) {
        if (!word_is(doc, at + 1, W_TO))
            continue;
        struct str word = document_span(doc, at, at + 1);
        if (!str_eq_nocase(word, STR("exports")) && !str_eq_nocase(word, STR("shipments")))
            continue;
        const struct mention *to = mention_after(doc, at + 1);
        uint32_t low = at > first + MARKET_BACK ? at - MARKET_BACK : first;
        bool named = false;
        bool on = false;
        for (uint32_t back = at; back > low && !on; back--) {
            named = named || hit_at(doc, back - 1, LEX_COUNTRY) != NULL ||
                    hit_at(doc, back - 1, LEX_DEMONYM) != NULL;
            on = word_is(doc, back - 1, W_ON) || word_is(doc, back - 1, W_OF);
        }
        if (named && on && to != NULL && to->kind == MENTION_COUNTRY && to->end <= end &&
            hit_in(doc, first, at, LEX_TARIFF) != NULL)
            return to->side;
    }
    return NULL;
}

/* "charged under section 232", "section 232 duties": a law of one country. */
const char *imposer_instrument(const struct document *doc, uint32_t first, uint32_t end)
{
    for (const struct hit *hit = hit_in(doc, first, end, LEX_INSTRUMENT); hit != NULL;
         hit = hit_in(doc, hit->end, end, LEX_INSTRUMENT)) {
        const char *side = hit->entry->text[2];
        uint32_t before = hit->first > first ? hit->first - 1 : first;
        before -= before > first && word_is(doc, before, W_THE);
        if (*side != '\0' &&
            (word_is(doc, before, W_UNDER) || hit_at(doc, hit->end, LEX_TARIFF) != NULL))
            return side;
    }
    return NULL;
}

/* "The proclamation foresees 15%": whose papers alone are called so. */
const char *imposer_paper(const struct document *doc, const struct change *change)
{
    uint32_t first = change->first;
    for (const struct hit *hit = hit_in(doc, first, change->end, LEX_INSTRUMENT); hit != NULL;
         hit = hit_in(doc, hit->end, change->end, LEX_INSTRUMENT)) {
        bool number = hit_is(hit, 1, "number") && *hit->entry->text[2] != '\0';
        if (number && hit->first > 0 && word_is(doc, hit->first - 1, W_THE))
            return hit->entry->text[2];
        /* "the American proclamation" */
        const struct hit *whose =
            hit->first > first ? hit_over(doc, hit->first - 1, LEX_DEMONYM) : NULL;
        if (number && whose != NULL)
            return whose->entry->text[0];
    }
    return NULL;
}

static const char *other_in(const struct document *doc, const char *home)
{
    for (uint32_t at = 0; at < doc->token_count; at++) {
        const struct hit *capital = hit_at(doc, at, LEX_CAPITAL);
        const struct hit *place = side_place(doc, at);
        bool named = place != NULL && !(at > 0 && word_is(doc, at - 1, W_FROM));
        const char *side = capital != NULL ? capital->entry->text[0]
                           : named         ? place->entry->text[0]
                                           : NULL;
        if (side != NULL && strcmp(side_customs(side), side_customs(home)) != 0 &&
            strcmp(side, "WTO") != 0)
            return side;
    }
    return NULL;
}

const char *imposer_other(const struct tariff_scene *scene, const char *home)
{
    const char *side = other_in(scene->title, home);
    return side != NULL ? side : other_in(scene->doc, home);
}

bool imposer_is_hit(const struct tariff_scene *scene, const struct change *change, const char *side)
{
    const struct author *author = scene->author;
    return !author->press && author->speaker.side != NULL && !change->owned &&
           strcmp(side, author->speaker.side) == 0 && imposer_other(scene, side) != NULL &&
           target_is_named_on(scene->doc, change, side_customs(side));
}

bool imposer_spares(const struct document *doc, const struct change *change)
{
    const struct hit *verb = change->act.verb;
    bool spared =
        verb != NULL && hit_is(verb, 2, "subject") &&
        (hit_is(verb, 0, "exempt") || hit_is(verb, 1, "loss") || hit_is(verb, 1, "freed"));
    /* "will be spared the 20%", "were let off duties" */
    spared = spared || (verb != NULL && change->act.passive && hit_is(verb, 0, "exempt"));
    return spared && duty_next(doc, change->first, verb->first) == NULL;
}

/* Whether a word asks for something: "requested", "has asked", "seeks". */
static bool is_request(const struct document *doc, uint32_t at)
{
    static const char *const words[] = {"request", "requests", "requested", "requesting", "ask",
                                        "asks",    "asked",    "sought",    "seeks"};
    return WORD_AMONG(doc, at, words);
}

const char *
imposer_consulted(const struct document *doc, uint32_t first, uint32_t end, const char **asker)
{
    for (uint32_t at = first + 1; at + 2 < end; at++) {
        if (!word_spelled(doc, at, "consultations"))
            continue;
        uint32_t ask = at;
        while (ask > first && at - ask < CONSULT_REACH && !is_request(doc, ask - 1))
            ask--;
        if (ask == first || !is_request(doc, ask - 1))
            continue;
        const struct mention *with =
            word_is(doc, at + 1, W_WITH) ? mention_after(doc, at + 1) : NULL;
        /* "asked Chile for consultations" */
        if (with == NULL && word_is(doc, at - 1, W_FOR))
            with = mention_after(doc, ask - 1);
        *asker = side_subject(doc, first, ask - 1);
        if (with != NULL && with->side != NULL && with->end < end && *asker != NULL &&
            strcmp(with->side, *asker) != 0 && strcmp(with->side, "WTO") != 0)
            return with->side;
    }
    return NULL;
}
