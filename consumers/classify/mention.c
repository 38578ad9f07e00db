#include "consumers/classify/mention.h"

#include "consumers/classify/person.h"
#include "consumers/classify/phrase.h"
#include "consumers/classify/phrase_join.h"

#include <string.h>

#define SCENES      64 /* of a country that tell as much as one other mention */
#define ADVERB_MIN  5  /* letters of an adverb in "-ly", and one more: not "Lilly" */
#define OUTLET_BACK 3  /* words of a name before "newspaper" */

#define PLACES(X) X(COUNTRY) X(DEMONYM) X(CAPITAL)
#define NAMES(X)  PLACES(X) X(OUTLET) X(PERSON) X(TITLE)

const struct hit *mention_place(const struct document *doc, uint32_t at)
{
    static const struct hit_classes places = HIT_CLASSES(PLACES);
    if (!hit_any(doc, at, &places))
        return NULL;
    const struct hit *hit = hit_at(doc, at, LEX_COUNTRY);
    if (hit == NULL)
        hit = hit_at(doc, at, LEX_DEMONYM);
    const struct hit *capital = hit_at(doc, at, LEX_CAPITAL);
    /* "British Columbia" is no "British". */
    return hit == NULL || (capital != NULL && capital->end > hit->end) ? capital : hit;
}

void mention_add(struct document *doc, struct mention mention)
{
    doc->mention = document_grow(doc->mention, &doc->mention_capacity, doc->mention_count + 1,
                                 sizeof *doc->mention);
    doc->mention[doc->mention_count] = mention;
    doc->mention_count++;
}

static bool is_pronoun(const struct document *doc, uint32_t at)
{
    switch (doc->token[at].word) {
    case W_HE:
    case W_SHE:
    case W_THEY:
    case W_IT:
    case W_WE:
    case W_I:
        return true;
    default:
        return false;
    }
}

/* A single word that nobody has listed, as the subject of saying or before an apposition: "TSMC
 * denied", "Eurofer, the steel lobby,". Returns its end, or `at` where it is none. */
static uint32_t read_unknown(struct document *doc, uint32_t at, uint32_t end, uint32_t sentence)
{
    const struct token *token = &doc->token[at];
    bool opens = at == doc->sentence[sentence].first;
    bool upper = (token->flags & TOKEN_UPPER) != 0;
    bool plural = doc->text[token->end - 1] == 's';
    /* "Specifically, the ministry said": an adverb. */
    bool adverb = !upper && token->end - token->start > ADVERB_MIN &&
                  memcmp(doc->text + token->end - 2, "ly", 2) == 0;
    bool object = !opens && (word_is(doc, at - 1, W_IN) || word_is(doc, at - 1, W_OF) ||
                             word_is(doc, at - 1, W_AT) || word_is(doc, at - 1, W_FROM));
    bool says = hit_at(doc, end, LEX_SAY) != NULL || hit_at(doc, end, LEX_DENY) != NULL;
    bool apposition =
        opens && end + 1 < doc->token_count && doc->token[end].kind == TOKEN_PUNCT &&
        doc->token[end].mark == ',' &&
        (word_is(doc, end + 1, W_THE) || word_is(doc, end + 1, W_A) || word_is(doc, end + 1, W_AN));
    if (object || (opens && adverb) || (!says && !apposition) ||
        (opens && !upper && (token->word != 0 || plural)))
        return at;
    mention_add(doc, (struct mention){.first = at,
                                      .end = end,
                                      .core_first = at,
                                      .core_end = end,
                                      .sentence = sentence,
                                      .kind = MENTION_BODY,
                                      .person = NO_INDEX});
    return end;
}

/* "Finland's Alexander Stubb": the country is part of the name's phrase and tells his side. */
static void join_place(struct document *doc, struct mention *name)
{
    const struct mention *place =
        doc->mention_count > 0 ? &doc->mention[doc->mention_count - 1] : NULL;
    if (place == NULL || place->kind != MENTION_COUNTRY || !place->possessive ||
        place->end + 1 != name->first || place->sentence != name->sentence)
        return;
    struct person *person = &doc->person[name->person];
    if (person->side == NULL)
        person->side = place->side;
    name->side = person->side;
    name->first = place->first;
    doc->mention_count--;
}

/* A personal name without an office; returns its end, or `at` where there is none. */
static uint32_t read_name(struct document *doc, uint32_t at, uint32_t limit, uint32_t sentence)
{
    uint32_t first = at;
    const struct hit *title =
        hit_at(doc, at, LEX_PERSON) == NULL ? hit_at(doc, at, LEX_TITLE) : NULL;
    if (title != NULL) {
        first = title->end;
        if (first < limit && doc->token[first].mark == '.')
            first++;
    }
    uint32_t end = person_name_end(doc, first, limit);
    if (end == first)
        return at;
    if (title == NULL && hit_at(doc, end - 1, LEX_OUTLET_HEAD) != NULL) {
        mention_add(doc, (struct mention){.first = at,
                                          .end = end,
                                          .core_first = first,
                                          .core_end = end,
                                          .sentence = sentence,
                                          .kind = MENTION_OUTLET,
                                          .person = NO_INDEX});
        return end;
    }
    bool listed = hit_at(doc, first, LEX_PERSON) != NULL;
    struct str name = document_span(doc, first, end);
    bool known = listed || title != NULL || person_find(doc, name) != NO_INDEX;
    if (!known && (end - first < 2 || (doc->token[first].flags & TOKEN_UPPER)))
        return read_unknown(doc, at, end, sentence);
    struct mention mention = {.first = at,
                              .end = end,
                              .core_first = first,
                              .core_end = end,
                              .sentence = sentence,
                              .kind = MENTION_PERSON,
                              .person = person_read(doc, first, end)};
    /* "Rep. Dana Whitfield": of a country where hardly any other has the title. */
    struct person *person = &doc->person[mention.person];
    if (person->side == NULL && doc->home == NULL && title != NULL && title->entry->part[0].len > 0)
        person->side = title->entry->text[0];
    mention.side = doc->person[mention.person].side;
    mention.entry = doc->person[mention.person].role;
    mention.possessive = word_is(doc, end, W_S);
    join_place(doc, &mention);
    mention_add(doc, mention);
    return end;
}

/* "Prime Minister Mark Carney of Canada": gives the country to the person just named. */
static void join_origin(struct document *doc, const struct mention *place)
{
    const struct mention *name = mention_of_place(doc, place);
    struct person *person = name != NULL ? &doc->person[name->person] : NULL;
    if (person != NULL && person->side == NULL)
        person->side = place->side;
    if (person != NULL)
        doc->mention[name - doc->mention].side = person->side;
}

/* "Chad said", where Jordan Chad was named before: the person, not the country. */
static bool read_namesake(struct document *doc, const struct hit *place, uint32_t sentence)
{
    bool says =
        hit_at(doc, place->end, LEX_SAY) != NULL || hit_at(doc, place->end, LEX_DENY) != NULL;
    uint32_t person = place->end == place->first + 1 && says
                          ? person_find(doc, document_span(doc, place->first, place->end))
                          : NO_INDEX;
    if (person == NO_INDEX)
        return false;
    mention_add(doc, (struct mention){.first = place->first,
                                      .end = place->end,
                                      .core_first = place->first,
                                      .core_end = place->end,
                                      .sentence = sentence,
                                      .kind = MENTION_PERSON,
                                      .entry = doc->person[person].role,
                                      .side = doc->person[person].side,
                                      .person = person});
    return true;
}

static uint32_t read_place(struct document *doc, uint32_t at, uint32_t sentence)
{
    const struct hit *hit = mention_place(doc, at);
    if (hit == NULL)
        return at;
    if (read_namesake(doc, hit, sentence))
        return hit->end;
    struct mention mention = {.first = at,
                              .end = hit->end,
                              .core_first = at,
                              .core_end = hit->end,
                              .sentence = sentence,
                              .kind = MENTION_COUNTRY,
                              .entry = hit->entry,
                              .side = hit->entry->text[0],
                              .person = NO_INDEX,
                              .named_side = true,
                              .possessive = word_is(doc, hit->end, W_S)};
    mention_add(doc, mention);
    join_origin(doc, &doc->mention[doc->mention_count - 1]);
    return hit->end;
}

/* Where the name of an outlet at a token begins: "a Nairobi daily", "the Sunday paper". Whatever is
 * named by the words before it stays named. */
static uint32_t outlet_first(const struct document *doc, uint32_t at, uint32_t first)
{
    if ((doc->token[at].flags & TOKEN_CAPITAL) != 0)
        return at;
    uint32_t from = at;
    while (from > first && at - from < OUTLET_BACK && token_is_capital(doc, from - 1) &&
           !word_is_grammar(doc, from - 1) &&
           (from - 1 > first || mention_place(doc, from - 1) != NULL))
        from--;
    return from;
}

/* "paper": an outlet only where a name stands before it. */
static bool is_outlet(const struct document *doc, const struct hit *outlet, uint32_t first)
{
    return !hit_is(outlet, 0, "placed") || outlet_first(doc, outlet->first, first) < outlet->first;
}

/* Most words: no row of the lexicon that names begins there, and none of the rules for unlisted
 * names. */
static bool names_nothing(const struct document *doc, uint32_t at)
{
    static const struct hit_classes names = HIT_CLASSES(NAMES);
    return !hit_any(doc, at, &names) && !token_is_capital(doc, at) && !is_pronoun(doc, at);
}

/* What is named at a token; phrase: whether one with a head (office or body) may begin here. */
static uint32_t
read_mention(struct document *doc, uint32_t at, uint32_t limit, bool phrase, uint32_t sentence)
{
    uint32_t end = at;
    if (names_nothing(doc, at))
        return phrase ? phrase_read(doc, at, limit, sentence) : at;
    const struct hit *outlet = hit_at(doc, at, LEX_OUTLET);
    /* "He Lifeng said" */
    bool name = hit_at(doc, at, LEX_PERSON) != NULL;
    if (outlet == NULL && !name && is_pronoun(doc, at)) {
        mention_add(doc, (struct mention){.first = at,
                                          .end = at + 1,
                                          .core_first = at,
                                          .core_end = at + 1,
                                          .sentence = sentence,
                                          .kind = MENTION_PRONOUN,
                                          .person = NO_INDEX});
        return at + 1;
    }
    if (outlet != NULL && is_outlet(doc, outlet, doc->sentence[sentence].first)) {
        uint32_t first = outlet_first(doc, at, doc->sentence[sentence].first);
        mention_add(doc, (struct mention){.first = first,
                                          .end = outlet->end,
                                          .core_first = first,
                                          .core_end = outlet->end,
                                          .sentence = sentence,
                                          .kind = MENTION_OUTLET,
                                          .entry = outlet->entry,
                                          .person = NO_INDEX});
        return outlet->end;
    }
    /* "President Xi", "Mr Brandt": a title that is an office too is read as the office. */
    if (hit_at(doc, at, LEX_PERSON) != NULL)
        end = read_name(doc, at, limit, sentence);
    if (end == at && phrase)
        end = phrase_read(doc, at, limit, sentence);
    if (end == at)
        end = read_place(doc, at, sentence);
    if (end == at)
        end = read_name(doc, at, limit, sentence);
    return end;
}

/* "US President Donald Trump", "said Chinese President Xi Jinping": the country before a name that
 * the lexicon has with its office is part of how that person is called. */
static void join_country(struct document *doc, uint32_t at)
{
    if (doc->mention_count < 2)
        return;
    struct mention *name = &doc->mention[doc->mention_count - 1];
    struct mention *country = name - 1;
    bool bears = country->kind == MENTION_COUNTRY && !country->possessive &&
                 country->end == name->first && name->first == at &&
                 country->sentence == name->sentence && name->person != NO_INDEX &&
                 name->kind == MENTION_PERSON && name->side != NULL && country->side != NULL &&
                 strcmp(name->side, country->side) == 0;
    if (!bears)
        return;
    name->first = country->first;
    name->named_side = true;
    *country = *name;
    doc->mention_count--;
}

/* "its secretariat in Lima", "said in Bern": a capital as where something is. */
static bool is_scene(const struct document *doc, const struct mention *mention)
{
    uint32_t before = mention->first - (mention->first > 0);
    return mention->kind == MENTION_COUNTRY && hit_at(doc, mention->first, LEX_CAPITAL) != NULL &&
           (word_is(doc, before, W_IN) || word_is(doc, before, W_AT));
}

/* The two sides named most often, where something is for want of others, the first named first
 * where counts are equal. */
static void rank_countries(struct document *doc)
{
    const char *code[64];
    size_t times[64];
    size_t count = 0;
    for (size_t i = 0; i < doc->mention_count; i++) {
        const char *side = doc->mention[i].side;
        size_t at = 0;
        if (side == NULL)
            continue;
        while (at < count && !str_same(code[at], side))
            at++;
        if (at == 64)
            continue;
        if (at == count) {
            code[count] = side;
            times[count++] = 0;
        }
        times[at] += is_scene(doc, &doc->mention[i]) ? 1 : SCENES;
    }
    for (size_t rank = 0; rank < 2; rank++) {
        size_t best = count;
        for (size_t i = 0; i < count; i++) {
            if (times[i] > 0 && (best == count || times[i] > times[best]))
                best = i;
        }
        doc->country[rank] = best == count ? NULL : code[best];
        if (best < count)
            times[best] = 0;
    }
}

/* "Q Norway's premier said": the letter that marks a question is no part of a name. */
static uint32_t past_letter(const struct document *doc, const struct sentence *sentence)
{
    const struct token *token = &doc->token[sentence->first];
    bool label = sentence->line && token->end - token->start == 1 &&
                 (token->flags & TOKEN_CAPITAL) != 0 && sentence->first + 1 < sentence->end &&
                 hit_at(doc, sentence->first, LEX_ASKER) != NULL;
    return sentence->first + label;
}

/* Of each token the first mention from there on, for who asks mention_from(). */
static void index_mentions(struct document *doc)
{
    uint32_t token = 0;
    for (uint32_t i = 0; i < doc->mention_count; i++) {
        for (; token <= doc->mention[i].first; token++)
            doc->start[token].mention = i;
    }
    for (; token < doc->token_count; token++)
        doc->start[token].mention = (uint32_t)doc->mention_count;
    doc->mentions_known = true;
}

void mention_read(struct document *doc)
{
    doc->mention_count = 0;
    for (uint32_t s = 0; s < doc->sentence_count; s++) {
        const struct sentence *sentence = &doc->sentence[s];
        uint32_t head = sentence->first;
        for (uint32_t at = past_letter(doc, sentence); at < sentence->end;) {
            if (head <= at)
                head = phrase_next_head(doc, at, sentence->end);
            bool phrase = head < sentence->end && head - at <= PHRASE_MAX_TOKENS;
            uint32_t end = read_mention(doc, at, sentence->end, phrase, s);
            if (end > at) {
                join_country(doc, at);
                phrase_join_sent(doc);
            }
            at = end > at ? end : at + 1;
        }
    }
    rank_countries(doc);
    index_mentions(doc);
}

size_t mention_from(const struct document *doc, uint32_t token)
{
    if (doc->mentions_known)
        return token < doc->token_count ? doc->start[token].mention : doc->mention_count;
    size_t low = 0;
    size_t high = doc->mention_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (doc->mention[middle].first < token)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const struct mention *mention_at(const struct document *doc, uint32_t token)
{
    size_t at = mention_from(doc, token);
    return at < doc->mention_count && doc->mention[at].first == token ? &doc->mention[at] : NULL;
}

const struct mention *mention_ending(const struct document *doc, uint32_t end)
{
    for (size_t at = mention_from(doc, end); at > 0; at--) {
        const struct mention *mention = &doc->mention[at - 1];
        if (mention->end == end)
            return mention;
        if (mention->end < end)
            break;
    }
    return NULL;
}

const struct mention *mention_of_place(const struct document *doc, const struct mention *place)
{
    uint32_t of = place->first - (place->first > 0);
    of -= of > 0 && word_is(doc, of, W_THE);
    if (place->kind != MENTION_COUNTRY || place->possessive || !word_is(doc, of, W_OF) ||
        place == doc->mention)
        return NULL;
    const struct mention *name = place - 1;
    return name->end == of && name->person != NO_INDEX ? name : NULL;
}

bool mention_names_side(const struct document *doc, uint32_t end, const char *side)
{
    for (size_t i = 0; i < doc->mention_count && doc->mention[i].first < end; i++) {
        if (doc->mention[i].side != NULL && strcmp(doc->mention[i].side, side) == 0)
            return true;
    }
    return false;
}

struct str mention_name(const struct document *doc, const struct mention *mention)
{
    if (mention->person != NO_INDEX)
        return doc->person[mention->person].name;
    return document_span(doc, mention->core_first, mention->core_end);
}
