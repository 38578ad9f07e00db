#include "consumers/classify/mention.h"

#include <string.h>

#define PHRASE_MAX_TOKENS 12
#define PLAIN_MAX_WORDS   3 /* lower-case words between a country and its office */
#define NAME_MAX_TOKENS   6

/* A noun phrase while it is being read. */
struct phrase {
    uint32_t first;
    uint32_t at;
    uint32_t limit;
    uint32_t core_first; /* first token after the article */
    uint32_t head_end;   /* 0: no head yet */
    const struct lex_entry *head;
    enum mention_kind kind;
    const char *side;
    const struct lex_entry *possessor; /* "its", "his": NULL; a body or person: its entry */
    uint32_t caps;                     /* capitalised words without an entry so far */
    uint32_t plain;
    bool article;
    bool own; /* starts with its, his, our, ... */
};

static bool is_capital(const struct document *doc, uint32_t at)
{
    return at < doc->token_count && doc->token[at].kind == TOKEN_WORD &&
           (doc->token[at].flags & TOKEN_CAPITAL);
}

static bool is_grammar(const struct document *doc, uint32_t at)
{
    return doc->token[at].word != 0 && doc->token[at].word < W_COUNT;
}

static const struct hit *place_at(const struct document *doc, uint32_t at)
{
    const struct hit *hit = hit_at(doc, at, LEX_COUNTRY);
    if (hit == NULL)
        hit = hit_at(doc, at, LEX_DEMONYM);
    return hit == NULL ? hit_at(doc, at, LEX_CAPITAL) : hit;
}

/* A capitalised word that may be part of a name nobody has listed. */
static bool is_name_word(const struct document *doc, uint32_t at)
{
    static const enum lex_class other[] = {LEX_COUNTRY, LEX_DEMONYM, LEX_CAPITAL, LEX_PLACE,
                                           LEX_MONTH,   LEX_WEEKDAY, LEX_ORG,     LEX_OUTLET,
                                           LEX_TITLE,   LEX_ROLE,    LEX_ORG_HEAD,
                                           LEX_REPORT,  LEX_TARIFF,  LEX_TRADE,   LEX_TALKS,
                                           LEX_CONTACT, LEX_SAY,     LEX_DATE};
    if (!is_capital(doc, at) || is_grammar(doc, at))
        return false;
    for (size_t i = 0; i < sizeof other / sizeof other[0]; i++) {
        if (hit_at(doc, at, other[i]) != NULL)
            return false;
    }
    return hit_at(doc, at, LEX_STARTER) == NULL;
}

/* The end of a personal name that starts at a token, or the token itself. */
static uint32_t name_end(const struct document *doc, uint32_t at, uint32_t limit)
{
    uint32_t first = at;
    while (at < limit && at - first < NAME_MAX_TOKENS) {
        const struct hit *person = hit_at(doc, at, LEX_PERSON);
        const struct token *token = &doc->token[at];
        bool initial = at > first && token->kind == TOKEN_PUNCT && token->mark == '.' &&
                       (token->flags & TOKEN_GLUED) &&
                       doc->token[at - 1].end - doc->token[at - 1].start <= 2;
        bool particle = at > first && at + 1 < limit && hit_at(doc, at, LEX_PARTICLE) != NULL &&
                        is_name_word(doc, at + 1);
        bool joined = at > first && (token->flags & TOKEN_HYPHEN);
        if (person != NULL)
            at = person->end;
        else if (is_name_word(doc, at) || initial || particle || joined)
            at++;
        else
            break;
    }
    while (at > first && doc->token[at - 1].kind == TOKEN_PUNCT)
        at--;
    return at;
}

static bool same_word(struct str a, struct str b)
{
    return a.len > 1 && str_eq_nocase(a, b);
}

static struct str last_word(struct str name)
{
    size_t at = name.len;
    while (at > 0 && name.ptr[at - 1] != ' ')
        at--;
    return (struct str){name.ptr + at, name.len - at};
}

static struct str first_word(struct str name)
{
    struct str rest;
    return str_split(name, ' ', &rest);
}

/* A person of the same name: equal, or one is the family name (first or last) of the other. */
static uint32_t person_find(const struct document *doc, struct str name)
{
    for (uint32_t i = 0; i < doc->person_count; i++) {
        struct str known = doc->person[i].name;
        if (same_word(known, name))
            return i;
        bool short_new = memchr(name.ptr, ' ', name.len) == NULL;
        bool short_known = memchr(known.ptr, ' ', known.len) == NULL;
        if (short_new && (same_word(last_word(known), name) || same_word(first_word(known), name)))
            return i;
        if (!short_new &&
            (short_known ? same_word(last_word(name), known)
                         : same_word(last_word(name), last_word(known)) &&
                               same_word(first_word(name), first_word(known))))
            return i;
    }
    return NO_INDEX;
}

static uint32_t person_note(struct document *doc, struct str name)
{
    uint32_t index = person_find(doc, name);
    if (index == NO_INDEX) {
        doc->person =
            document_grow(doc->person, &doc->person_capacity, doc->person_count + 1, sizeof *doc->person);
        index = (uint32_t)doc->person_count++;
        doc->person[index] = (struct person){.name = name};
    } else if (name.len > doc->person[index].name.len) {
        doc->person[index].name = name;
    }
    return index;
}

/* Reads the person at [first, end): a lexicon's person keeps its side and listed name. */
static uint32_t person_read(struct document *doc, uint32_t first, uint32_t end)
{
    for (uint32_t at = first; at < end; at++) {
        const struct hit *hit = hit_at(doc, at, LEX_PERSON);
        if (hit == NULL)
            continue;
        uint32_t index = person_note(doc, hit->entry->part[1]);
        if (hit->entry->part[0].len > 0)
            doc->person[index].side = hit->entry->text[0];
        return index;
    }
    return person_note(doc, document_span(doc, first, end));
}

static void set_head(struct phrase *phrase, const struct hit *hit, enum mention_kind kind)
{
    phrase->head = hit->entry;
    phrase->kind = kind;
    phrase->head_end = hit->end;
    phrase->at = hit->end;
    phrase->plain = 0;
    if (kind == MENTION_BODY && hit->entry->class == LEX_ORG && hit->entry->part[0].len > 0)
        phrase->side = hit->entry->text[0];
    if (kind == MENTION_ROLE && hit->entry->part[1].len == 2)
        phrase->side = hit->entry->text[1];
}

/* Whether a head (office or body) stands within a few modifiers of a token. */
static bool head_follows(const struct document *doc, uint32_t at, uint32_t limit)
{
    for (uint32_t step = 0; step < 4 && at < limit; step++) {
        if (hit_at(doc, at, LEX_ROLE) != NULL || hit_at(doc, at, LEX_ORG) != NULL ||
            hit_at(doc, at, LEX_ORG_HEAD) != NULL)
            return true;
        const struct hit *modifier = hit_at(doc, at, LEX_ROLE_MOD);
        bool plain = doc->token[at].kind == TOKEN_WORD && !is_grammar(doc, at) &&
                     hit_at(doc, at, LEX_SAY) == NULL;
        if (modifier == NULL && !plain)
            return false;
        at = modifier != NULL ? modifier->end : at + 1;
    }
    return false;
}

/* Takes one more word into the phrase; false where it ends. */
static bool phrase_step(const struct document *doc, struct phrase *phrase)
{
    uint32_t at = phrase->at;
    const struct hit *hit;
    if (at >= phrase->limit || doc->token[at].kind != TOKEN_WORD)
        return false;
    if (phrase->head != NULL && !(doc->token[at].flags & TOKEN_GLUED) &&
        !head_follows(doc, at, phrase->limit))
        return false;
    if (word_is(doc, at, W_S)) {
        if (!head_follows(doc, at + 1, phrase->limit))
            return false;
        if (phrase->head != NULL)
            phrase->possessor = phrase->head;
        phrase->at++;
        return true;
    }
    if ((hit = hit_at(doc, at, LEX_ROLE)) != NULL) {
        set_head(phrase, hit, MENTION_ROLE);
        return true;
    }
    if ((hit = hit_at(doc, at, LEX_ORG)) != NULL) {
        set_head(phrase, hit, MENTION_BODY);
        return true;
    }
    if ((hit = hit_at(doc, at, LEX_ORG_HEAD)) != NULL &&
        (at > phrase->first || (doc->token[at].flags & TOKEN_CAPITAL))) {
        set_head(phrase, hit, MENTION_BODY);
        return true;
    }
    if ((hit = hit_at(doc, at, LEX_FIRM)) != NULL && phrase->caps > 0) {
        set_head(phrase, hit, MENTION_BODY);
        return true;
    }
    if (phrase->head != NULL && !head_follows(doc, at, phrase->limit))
        return false;
    if ((hit = place_at(doc, at)) != NULL) {
        phrase->side = hit->entry->text[0];
        phrase->at = hit->end;
        return true;
    }
    if ((hit = hit_at(doc, at, LEX_PERSON)) != NULL && word_is(doc, hit->end, W_S)) {
        phrase->side = hit->entry->part[0].len > 0 ? hit->entry->text[0] : phrase->side;
        phrase->possessor = hit->entry;
        phrase->at = hit->end;
        return true;
    }
    if ((hit = hit_at(doc, at, LEX_ROLE_MOD)) != NULL) {
        phrase->at = hit->end;
        phrase->caps += is_capital(doc, at);
        return true;
    }
    if (is_name_word(doc, at)) {
        phrase->caps++;
        phrase->at++;
        return true;
    }
    if (is_grammar(doc, at) || hit_at(doc, at, LEX_SAY) != NULL || phrase->plain >= PLAIN_MAX_WORDS ||
        hit_at(doc, at, LEX_MONTH) != NULL || hit_at(doc, at, LEX_WEEKDAY) != NULL)
        return false;
    phrase->plain++;
    phrase->at++;
    return true;
}

static bool is_article(const struct document *doc, uint32_t at)
{
    return word_is(doc, at, W_THE) || word_is(doc, at, W_A) || word_is(doc, at, W_AN);
}

static bool is_owner(const struct document *doc, uint32_t at)
{
    return word_is(doc, at, W_ITS) || word_is(doc, at, W_HIS) || word_is(doc, at, W_HER) ||
           word_is(doc, at, W_THEIR) || word_is(doc, at, W_OUR) || word_is(doc, at, W_MY);
}

/* "of the Chinese Foreign Ministry", "for Trade and Industry": takes it in and learns the side. */
static void phrase_complement(const struct document *doc, struct phrase *phrase)
{
    for (int round = 0; round < 2; round++) {
        uint32_t at = phrase->head_end;
        bool in = word_is(doc, at, W_IN) || word_is(doc, at, W_AT) || word_is(doc, at, W_WITH);
        if (at >= phrase->limit ||
            (!in && !word_is(doc, at, W_OF) && !word_is(doc, at, W_FOR)))
            break;
        at++;
        if (is_article(doc, at) || is_owner(doc, at))
            at++;
        const char *side = NULL;
        uint32_t end = at;
        bool capital = is_capital(doc, phrase->head_end - 1);
        while (end < phrase->limit && end - at < 10) {
            const struct hit *hit = place_at(doc, end);
            const struct hit *org = hit_at(doc, end, LEX_ORG);
            if (org == NULL)
                org = hit_at(doc, end, LEX_ORG_HEAD);
            if (hit != NULL) {
                side = hit->entry->text[0];
                end = hit->end;
            } else if (org != NULL) {
                if (org->entry->class == LEX_ORG && org->entry->part[0].len > 0)
                    side = org->entry->text[0];
                end = org->end;
            } else if (!in && (is_name_word(doc, end) ||
                               (is_capital(doc, end) && hit_at(doc, end, LEX_ROLE_MOD) != NULL))) {
                end++;
            } else if (!in && capital && end > at && end + 1 < phrase->limit &&
                       (word_is(doc, end, W_AND) || doc->token[end].mark == ',') &&
                       is_capital(doc, end + 1) && place_at(doc, end + 1) == NULL &&
                       hit_at(doc, end + 1, LEX_ROLE_MOD) != NULL) {
                end += 2;
            } else if (word_is(doc, end, W_S) && head_follows(doc, end + 1, phrase->limit)) {
                end++;
            } else if (!is_grammar(doc, end) && doc->token[end].kind == TOKEN_WORD &&
                       head_follows(doc, end, phrase->limit) && hit_at(doc, end, LEX_SAY) == NULL) {
                end++;
            } else {
                break;
            }
        }
        if (end == at || (in && side == NULL))
            break;
        if (side != NULL && phrase->side == NULL)
            phrase->side = side;
        phrase->head_end = end;
    }
    uint32_t at = phrase->head_end;
    if (phrase->side == NULL && at + 2 < phrase->limit && doc->token[at].kind == TOKEN_PUNCT &&
        doc->token[at].mark == '(' && hit_at(doc, at + 1, LEX_COUNTRY) != NULL)
        phrase->side = hit_at(doc, at + 1, LEX_COUNTRY)->entry->text[0];
}

/* The side of "its minister", "the minister": the country named last, else the source's own. */
static const char *side_from_context(const struct document *doc, const struct phrase *phrase)
{
    if (phrase->own) {
        for (size_t i = doc->mention_count; i > 0 && i + 6 > doc->mention_count; i--) {
            if (doc->mention[i - 1].side != NULL)
                return doc->mention[i - 1].side;
        }
    }
    if (phrase->kind == MENTION_ROLE || phrase->kind == MENTION_BODY) {
        /* The same office, named with its country before. */
        for (size_t i = doc->mention_count; i > 0; i--) {
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
    /* A company's or scholar's side is nobody's but its own. */
    bool private = strcmp(phrase->head->text[0], "company") == 0 || strcmp(phrase->head->text[0], "body") == 0 ||
                   strcmp(phrase->head->text[0], "analyst") == 0;
    if (!private && doc->home != NULL)
        return doc->home;
    /* "the commerce secretary" of nowhere is one country's, by its title alone. */
    return phrase->head->part[2].len == 2 ? phrase->head->text[2] : NULL;
}

static struct mention *add_mention(struct document *doc, struct mention mention)
{
    doc->mention = document_grow(doc->mention, &doc->mention_capacity, doc->mention_count + 1,
                                 sizeof *doc->mention);
    doc->mention[doc->mention_count] = mention;
    return &doc->mention[doc->mention_count++];
}

/* "..., Dale Hutchins," after an office, or the name right after it. */
static uint32_t name_after(const struct document *doc, uint32_t at, uint32_t limit, uint32_t *name_first)
{
    uint32_t from = at;
    bool comma = from < limit && doc->token[from].mark == ',' && doc->token[from].kind == TOKEN_PUNCT;
    bool bracket = from < limit && doc->token[from].mark == '(' && doc->token[from].kind == TOKEN_PUNCT;
    if (comma || bracket)
        from++;
    while (from < limit && hit_at(doc, from, LEX_TITLE) != NULL)
        from = hit_at(doc, from, LEX_TITLE)->end +
               (hit_at(doc, from, LEX_TITLE)->end < limit &&
                doc->token[hit_at(doc, from, LEX_TITLE)->end].mark == '.');
    uint32_t end = name_end(doc, from, limit);
    if (end == from || (comma && end - from < 2 && hit_at(doc, from, LEX_PERSON) == NULL))
        return at;
    *name_first = from;
    return end;
}

static void finish_head(struct document *doc, struct phrase *phrase, uint32_t sentence)
{
    phrase_complement(doc, phrase);
    struct mention mention = {
        .first = phrase->first,
        .end = phrase->head_end,
        .core_first = phrase->core_first,
        .core_end = phrase->head_end,
        .sentence = sentence,
        .kind = phrase->kind,
        .entry = phrase->head,
        .person = NO_INDEX,
        .named_side = phrase->side != NULL,
        .generic = strcmp(phrase->head->text[1], "generic") == 0,
    };
    const char *side = phrase->side != NULL ? phrase->side : side_from_context(doc, phrase);
    uint32_t name_first = 0;
    uint32_t name_last = phrase->kind != MENTION_ROLE
                             ? phrase->head_end
                             : name_after(doc, phrase->head_end, phrase->limit, &name_first);
    if (name_last > phrase->head_end) {
        mention.person = person_read(doc, name_first, name_last);
        mention.end = name_last;
        struct person *person = &doc->person[mention.person];
        if (person->side == NULL)
            person->side = side;
        if (person->role == NULL)
            person->role = phrase->head;
        side = person->side;
        mention.generic = false;
    }
    mention.side = side;
    mention.possessive = word_is(doc, mention.end, W_S);
    (void)add_mention(doc, mention);
}

/* "Shigeru Odagiri, Tokyo's chief negotiator,": gives the office to the person just named. */
static void join_apposition(struct document *doc)
{
    if (doc->mention_count < 2)
        return;
    struct mention *role = &doc->mention[doc->mention_count - 1];
    struct mention *name = role - 1;
    bool comma = role->first == name->end + 1 && doc->token[name->end].mark == ',';
    if (role->kind != MENTION_ROLE || role->person != NO_INDEX || name->kind != MENTION_PERSON ||
        !comma || name->sentence != role->sentence)
        return;
    struct person *person = &doc->person[name->person];
    if (person->side == NULL)
        person->side = role->side;
    if (person->role == NULL)
        person->role = role->entry;
    name->side = person->side;
    name->end = role->end;
    name->entry = role->entry;
    doc->mention_count--;
}

static bool is_pronoun(const struct document *doc, uint32_t at)
{
    return word_is(doc, at, W_HE) || word_is(doc, at, W_SHE) || word_is(doc, at, W_THEY) ||
           word_is(doc, at, W_IT) || word_is(doc, at, W_WE) || word_is(doc, at, W_I);
}

/* A personal name without an office; returns its end, or `at` where there is none. */
static uint32_t read_name(struct document *doc, uint32_t at, uint32_t limit, uint32_t sentence)
{
    uint32_t first = at;
    const struct hit *title = hit_at(doc, at, LEX_TITLE);
    if (title != NULL) {
        first = title->end;
        if (first < limit && doc->token[first].mark == '.')
            first++;
    }
    uint32_t end = name_end(doc, first, limit);
    if (end == first)
        return at;
    if (title == NULL && hit_at(doc, end - 1, LEX_OUTLET_HEAD) != NULL) {
        (void)add_mention(doc, (struct mention){.first = at,
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
        return at;
    struct mention mention = {.first = at,
                              .end = end,
                              .core_first = first,
                              .core_end = end,
                              .sentence = sentence,
                              .kind = MENTION_PERSON,
                              .person = person_read(doc, first, end)};
    mention.side = doc->person[mention.person].side;
    mention.entry = doc->person[mention.person].role;
    mention.possessive = word_is(doc, end, W_S);
    (void)add_mention(doc, mention);
    return end;
}

/* A phrase with an office or body as its head; returns its end, or `at` where there is none. */
static uint32_t read_phrase(struct document *doc, uint32_t at, uint32_t limit, uint32_t sentence)
{
    struct phrase phrase = {.first = at, .at = at, .core_first = at, .limit = limit};
    phrase.article = is_article(doc, at);
    phrase.own = is_owner(doc, at);
    if (phrase.article || phrase.own)
        phrase.core_first = ++phrase.at;
    while (phrase.at < at + PHRASE_MAX_TOKENS && phrase_step(doc, &phrase))
        ;
    if (phrase.head == NULL)
        return at;
    bool complement = is_capital(doc, phrase.head_end - 1) && word_is(doc, phrase.head_end, W_OF);
    if (phrase.head->class == LEX_ORG_HEAD && !phrase.article && !phrase.own && phrase.side == NULL &&
        phrase.caps == 0 && phrase.possessor == NULL && !complement)
        return at;
    finish_head(doc, &phrase, sentence);
    join_apposition(doc);
    return doc->mention[doc->mention_count - 1].end;
}

static uint32_t read_place(struct document *doc, uint32_t at, uint32_t sentence)
{
    const struct hit *hit = place_at(doc, at);
    if (hit == NULL)
        return at;
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
    (void)add_mention(doc, mention);
    return hit->end;
}

static uint32_t read_mention(struct document *doc, uint32_t at, uint32_t limit, uint32_t sentence)
{
    uint32_t end = at;
    const struct hit *outlet = hit_at(doc, at, LEX_OUTLET);
    if (outlet == NULL && is_pronoun(doc, at)) {
        (void)add_mention(doc, (struct mention){.first = at,
                                                .end = at + 1,
                                                .core_first = at,
                                                .core_end = at + 1,
                                                .sentence = sentence,
                                                .kind = MENTION_PRONOUN,
                                                .person = NO_INDEX});
        return at + 1;
    }
    if (outlet != NULL) {
        (void)add_mention(doc, (struct mention){.first = at,
                                                .end = outlet->end,
                                                .core_first = at,
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
    if (end == at)
        end = read_phrase(doc, at, limit, sentence);
    if (end == at)
        end = read_place(doc, at, sentence);
    if (end == at)
        end = read_name(doc, at, limit, sentence);
    return end;
}

/* The two sides named most often, the first named first where counts are equal. */
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
        while (at < count && strcmp(code[at], side) != 0)
            at++;
        if (at == 64)
            continue;
        if (at == count) {
            code[count] = side;
            times[count++] = 0;
        }
        times[at]++;
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

void mention_read(struct document *doc)
{
    doc->mention_count = 0;
    for (uint32_t s = 0; s < doc->sentence_count; s++) {
        const struct sentence *sentence = &doc->sentence[s];
        for (uint32_t at = sentence->first; at < sentence->end;) {
            uint32_t end = read_mention(doc, at, sentence->end, s);
            at = end > at ? end : at + 1;
        }
    }
    rank_countries(doc);
}

size_t mention_from(const struct document *doc, uint32_t token)
{
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

struct str mention_name(const struct document *doc, const struct mention *mention)
{
    if (mention->person != NO_INDEX)
        return doc->person[mention->person].name;
    return document_span(doc, mention->core_first, mention->core_end);
}
