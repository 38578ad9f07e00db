#include "consumers/classify/phrase_side.h"

#include "consumers/classify/mention.h"
#include "consumers/classify/person.h"

#include <string.h>

#define CAPITAL_MAX   3   /* tokens of a capital */
#define LABEL_AHEAD   6   /* tokens from an office to the colon of its label */
#define SCENE_AHEAD   8   /* tokens from an office to "in Berlin" */
#define MENTIONS_BACK 200 /* mentions among which an office is looked for */
#define HITS_MAX                                                                                   \
    4000 /* among which the capital's country is looked for: more than any news has, for time's    \
            sake */

bool phrase_is_club(const struct lex_entry *entry)
{
    const char *kind = entry->class == LEX_ORG ? entry->text[1] : entry->text[0];
    return entry->class == LEX_FIRM || strcmp(kind, "company") == 0 || strcmp(kind, "body") == 0;
}

bool phrase_is_private(const struct phrase *phrase)
{
    const char *kind = phrase->head->text[0];
    return strcmp(kind, "company") == 0 || strcmp(kind, "body") == 0 ||
           strcmp(kind, "analyst") == 0;
}

const struct hit *phrase_place(const struct document *doc, uint32_t at)
{
    const struct hit *hit = mention_place(doc, at);
    const struct hit *part = hit == NULL ? hit_at(doc, at, LEX_PLACE) : NULL;
    /* Not "the Wisconsin brewers' guild", which speaks for nobody else. */
    const struct hit *role = part != NULL ? hit_at(doc, part->end, LEX_ROLE) : NULL;
    bool owns = part != NULL && part->entry->part[0].len == 2 &&
                (word_is(doc, part->end, W_S) || (role != NULL && !hit_is(role, 1, "generic")) ||
                 (at > 0 && word_is(doc, at - 1, W_OF)));
    return owns ? part : hit;
}

uint32_t phrase_remit_end(const struct document *doc,
                          const struct phrase *phrase,
                          uint32_t first,
                          uint32_t at)
{
    uint32_t next =
        at > first && (word_is(doc, at, W_AND) || doc->token[at].mark == ',') ? at + 1 : at;
    next += next > at && word_is(doc, next, W_AND);
    const struct hit *word = hit_at(doc, next, LEX_ROLE_MOD);
    bool small = phrase->kind == MENTION_BODY && phrase->head->class == LEX_ORG_HEAD &&
                 !phrase_is_club(phrase->head) && next < phrase->limit &&
                 !token_is_capital(doc, next);
    /* "of agriculture and livestock said": of the last one the verb tells. */
    bool last = next > at && word == NULL && !word_is_grammar(doc, next) &&
                doc->token[next].kind == TOKEN_WORD &&
                (hit_at(doc, next + 1, LEX_SAY) != NULL || hit_at(doc, next + 1, LEX_DENY) != NULL);
    if (!small || (word == NULL && !last))
        return at;
    return word != NULL ? word->end : next + 1;
}

/* "with Washington", "to Norway": not the subject. */
static bool is_object(const struct document *doc, uint32_t at)
{
    static const enum grammar_word words[] = {W_WITH, W_TO, W_FROM,    W_IN,  W_ON,
                                              W_OF,   W_BY, W_AGAINST, W_FOR, W_AT};
    for (size_t i = 0; at > 0 && i < sizeof words / sizeof words[0]; i++) {
        if (word_is(doc, at - 1, words[i]))
            return true;
    }
    return false;
}

/* Whose a name is that tells a side, or NULL. */
static const char *side_of_name(const struct hit *hit)
{
    bool named = hit->class == LEX_COUNTRY || hit->class == LEX_DEMONYM || hit->class == LEX_ORG ||
                 hit->class == LEX_PERSON;
    return named && hit->entry->part[0].len > 0 ? hit->entry->text[0] : NULL;
}

/* Whether a sentence names two sides beside that of the capital. */
static bool
names_two_others(const struct document *doc, const struct sentence *sentence, const char *capital)
{
    const char *other = NULL;
    for (size_t i = doc->start[sentence->first].first; i < doc->start[sentence->end].first; i++) {
        const char *side = side_of_name(&doc->hit[i]);
        if (side == NULL || strcmp(side, capital) == 0)
            continue;
        if (other != NULL && strcmp(other, side) != 0)
            return true;
        other = side;
    }
    return false;
}

/* "India has offered the United States a deal, the President said in Doha": whether a sentence
 * names two sides beside that of the capital, which the text names nowhere else. */
static bool is_abroad(const struct document *doc, uint32_t sentence, const char *capital)
{
    /* first, for it costs the least: most sentences don't */
    if (!names_two_others(doc, &doc->sentence[sentence], capital))
        return false;
    size_t hits = doc->hit_count < HITS_MAX ? doc->hit_count : HITS_MAX;
    for (size_t i = 0; i < hits; i++) {
        const char *side = side_of_name(&doc->hit[i]);
        if (side != NULL && strcmp(side, capital) == 0)
            return false;
    }
    return true;
}

/* "And in Seoul the finance ministry said": the capital right before who speaks, or NULL. */
static const struct hit *capital_before(const struct document *doc, const struct phrase *phrase)
{
    uint32_t first = doc->sentence[phrase->sentence].first;
    uint32_t at = phrase->first;
    at -= at > first && word_is(doc, at - 1, W_THE);
    at -= at > first && mark_is(doc, at - 1, ',');
    for (uint32_t back = at; back > first + 1 && at - back < CAPITAL_MAX; back--) {
        const struct hit *capital = hit_at(doc, back - 1, LEX_CAPITAL);
        if (capital != NULL)
            return capital->end == at && word_is(doc, back - 2, W_IN) ? capital : NULL;
    }
    return NULL;
}

/* "Switzerland's talks ..., the economy minister said", "a government spokesman said in Berlin". */
static const char *side_from_sentence(const struct document *doc, const struct phrase *phrase)
{
    uint32_t first = doc->sentence[phrase->sentence].first;
    size_t i = mention_from(doc, first);
    const struct hit *seat = capital_before(doc, phrase);
    if (seat != NULL && !is_abroad(doc, phrase->sentence, seat->entry->text[0]))
        return seat->entry->text[0];
    for (uint32_t at = phrase->head_end;
         at + 1 < phrase->limit && at < phrase->head_end + SCENE_AHEAD; at++) {
        const struct hit *capital = hit_at(doc, at + 1, LEX_CAPITAL);
        bool said = hit_in(doc, phrase->head_end, at, LEX_SAY) != NULL ||
                    hit_in(doc, phrase->head_end, at, LEX_DENY) != NULL;
        if (!word_is(doc, at, W_IN) || capital == NULL || (!said && at != phrase->head_end))
            continue;
        if (!is_abroad(doc, phrase->sentence, capital->entry->text[0]))
            return capital->entry->text[0];
        bool body = i < doc->mention_count && doc->mention[i].kind == MENTION_BODY;
        if (!body)
            return NULL;
        break;
    }
    if (doc->lead != NULL && phrase->kind == MENTION_ROLE)
        return doc->lead;
    if (i < doc->mention_count && doc->mention[i].first <= first + 1 &&
        doc->mention[i].first < phrase->first)
        return doc->mention[i].side;
    return NULL;
}

/* "MINISTER SOTO:" at the start of a line: whoever speaks is not who was spoken of before. */
static bool is_label(const struct document *doc, const struct phrase *phrase)
{
    const struct sentence *sentence = &doc->sentence[phrase->sentence];
    if (!sentence->line || phrase->first != sentence->first)
        return false;
    for (uint32_t at = phrase->head_end; at < sentence->end && at < phrase->head_end + LABEL_AHEAD;
         at++) {
        if (doc->token[at].kind == TOKEN_PUNCT && doc->token[at].mark == ':')
            return true;
    }
    return false;
}

/* "Is China to lift its duty on Australian wine, as its trade minister claims?": whoever answers
 * for one side is asked what the other's says, the last one named. */
static const char *side_asked(const struct document *doc, const struct phrase *phrase)
{
    const struct sentence *sentence = &doc->sentence[phrase->sentence];
    for (size_t i = doc->mention_count;
         sentence->question && i > 0 && doc->mention[i - 1].first >= sentence->first; i--) {
        const char *side = doc->mention[i - 1].side;
        if (side != NULL && (doc->home == NULL || strcmp(side, doc->home) != 0))
            return side;
    }
    return NULL;
}

/* Whether a text names a country at all. */
static bool names(const struct document *doc, const char *side)
{
    for (size_t i = 0; i < doc->hit_count; i++) {
        enum lex_class class = doc->hit[i].class;
        if ((class == LEX_COUNTRY || class == LEX_DEMONYM || class == LEX_CAPITAL ||
             class == LEX_ORG || class == LEX_PERSON) &&
            hit_is(&doc->hit[i], 0, side))
            return true;
    }
    return false;
}

/* The side of what the sentence before one begins with, where that is a country, office or body. */
static const char *subject_told(const struct document *doc, uint32_t sentence)
{
    uint32_t first = sentence > 0 ? doc->sentence[sentence - 1].first : 0;
    size_t i = mention_from(doc, first);
    bool begins = sentence > 0 && i < doc->mention_count && doc->mention[i].first <= first + 1;
    return begins ? doc->mention[i].side : NULL;
}

const char *phrase_side(const struct document *doc, const struct phrase *phrase)
{
    if (phrase->own) {
        const char *asked = side_asked(doc, phrase);
        if (asked != NULL)
            return asked;
        /* "The Commission has ..., its spokesperson said": the subject's. */
        for (size_t i = mention_from(doc, doc->sentence[phrase->sentence].first);
             i < doc->mention_count; i++) {
            if (doc->mention[i].side != NULL && !is_object(doc, doc->mention[i].first))
                return doc->mention[i].side;
        }
        /* "Chile has called Peru's president. Its foreign minister said": that sentence's, too. */
        const char *told = subject_told(doc, phrase->sentence);
        if (told != NULL)
            return told;
        for (size_t i = doc->mention_count; i > 0 && i + 6 > doc->mention_count; i--) {
            if (doc->mention[i - 1].side != NULL && !is_object(doc, doc->mention[i - 1].first))
                return doc->mention[i - 1].side;
        }
    }
    if ((phrase->kind == MENTION_ROLE && !is_label(doc, phrase)) || phrase->kind == MENTION_BODY) {
        /* The same office, named with its country before. */
        size_t end = doc->mention_count > MENTIONS_BACK ? doc->mention_count - MENTIONS_BACK : 0;
        for (size_t i = doc->mention_count; i > end; i--) {
            const struct mention *before = &doc->mention[i - 1];
            if (before->side != NULL && before->kind == phrase->kind && before->entry != NULL &&
                phrase->head != NULL &&
                (before->entry == phrase->head ||
                 strcmp(before->entry->surface, phrase->head->surface) == 0))
                return before->side;
        }
    }
    if (phrase->head == NULL)
        return NULL;
    bool private = phrase_is_private(phrase);
    if (!private && doc->home != NULL)
        return doc->home;
    /* "the commerce secretary" of nowhere is one country's, by its title alone. */
    const char *mostly = phrase->head->part[2].len == 2 ? phrase->head->text[2] : NULL;
    const char *told = private ? NULL : side_from_sentence(doc, phrase);
    if (mostly != NULL && (told == NULL || names(doc, mostly)))
        return mostly;
    return told;
}

bool phrase_names_side(const struct document *doc, const char *side)
{
    static const enum lex_class named[] = {LEX_COUNTRY, LEX_DEMONYM, LEX_ORG};
    uint32_t end = (uint32_t)doc->token_count;
    for (size_t c = 0; c < sizeof named / sizeof named[0]; c++) {
        for (const struct hit *hit = hit_in(doc, 0, end, named[c]); hit != NULL;
             hit = hit_in(doc, hit->end, end, named[c])) {
            if (strcmp(hit->entry->text[0], side) == 0 && !hit_is(hit, 2, "lone"))
                return true;
        }
    }
    return false;
}
