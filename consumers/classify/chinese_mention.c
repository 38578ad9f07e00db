#include "consumers/classify/chinese.h"

#include "consumers/classify/han.h"
#include "consumers/classify/mention.h"

#include <string.h>

#define PERSONS_MAX 64
#define NAME_MAX                                                                                   \
    5 /* characters of a Chinese, Korean or Japanese name, or of a short foreign one               \
       */
#define FOREIGN_MAX    16 /* of one in parts: "Neil Morrison" */
#define SHORT_MAX      3  /* characters of a name with a family name that a row has */
#define BODIES_MAX     3  /* "the Information Department of the Foreign Ministry" */
#define SIDES_MAX      32
#define SPOKESMAN_NEAR 3 /* sentences from the start to who holds the briefing */

static bool is_han(const struct document *doc, uint32_t at)
{
    return at < doc->token_count && doc->token[at].kind == TOKEN_WORD &&
           (unsigned char)doc->text[doc->token[at].start] >= 0xE3;
}

static bool ends_name(const struct document *doc, uint32_t at)
{
    return !is_han(doc, at) || (doc->token[at].flags & TOKEN_LINE) != 0 ||
           hit_at(doc, at, LEX_STOP) != NULL || hit_at(doc, at, LEX_SAY) != NULL ||
           hit_at(doc, at, LEX_DENY) != NULL || hit_at(doc, at, LEX_TARGET) != NULL ||
           hit_at(doc, at, LEX_DATE) != NULL || hit_at(doc, at, LEX_APPEAL) != NULL;
}

/* A family name and characters that are words elsewhere ("在", "同"), up to a verb of saying, a
 * mark or a number. */
static uint32_t short_name_end(const struct document *doc, uint32_t at)
{
    uint32_t end = at;
    while (end - at < SHORT_MAX && is_han(doc, end) && hit_at(doc, end, LEX_SAY) == NULL &&
           hit_at(doc, end, LEX_DENY) == NULL)
        end++;
    bool ends = !is_han(doc, end) || hit_at(doc, end, LEX_SAY) != NULL ||
                hit_at(doc, end, LEX_DENY) != NULL;
    bool name = hit_at(doc, at, LEX_SURNAME) != NULL && end - at >= 2 && ends;
    return name ? end : at;
}

/* The end of a name that the lexicon need not know, or `at`: characters up to a word that goes on
 * after names. */
static uint32_t name_end(const struct document *doc, uint32_t at)
{
    const struct hit *known = hit_at(doc, at, LEX_PERSON);
    if (known != NULL)
        return known->end;
    uint32_t end = at;
    bool parts = false;
    while (end - at < FOREIGN_MAX) {
        bool dot = end > at && (mark_is(doc, end, HAN_MARK_DOT) || mark_is(doc, end, '-')) &&
                   is_han(doc, end + 1);
        parts = parts || dot;
        if (!dot && (ends_name(doc, end) && (end > at || hit_at(doc, end, LEX_SURNAME) == NULL)))
            break;
        end++;
    }
    uint32_t len = end - at;
    if (len < 2)
        return short_name_end(doc, at);
    return len >= 2 && (len <= NAME_MAX || (parts && len < FOREIGN_MAX)) ? end : at;
}

static uint32_t find_person(const struct document *doc, struct str name)
{
    for (uint32_t i = 0; i < doc->person_count; i++) {
        if (str_eq(doc->person[i].name, name))
            return i;
    }
    return NO_INDEX;
}

/* Somebody the document has named before, whose name stands here. */
static uint32_t person_at(const struct document *doc, uint32_t at, uint32_t *end)
{
    size_t start = doc->token[at].start;
    for (uint32_t i = 0; i < doc->person_count; i++) {
        struct str name = doc->person[i].name;
        if (name.len > doc->len - start || memcmp(doc->text + start, name.ptr, name.len) != 0)
            continue;
        *end = at;
        while (*end < doc->token_count && doc->token[*end].end <= start + name.len)
            (*end)++;
        return i;
    }
    return NO_INDEX;
}

static void add_person(struct document *doc, struct mention *mention, struct str name)
{
    mention->person = find_person(doc, name);
    if (mention->person == NO_INDEX && doc->person_count < PERSONS_MAX) {
        doc->person = document_grow(doc->person, &doc->person_capacity, doc->person_count + 1,
                                    sizeof *doc->person);
        mention->person = (uint32_t)doc->person_count++;
        doc->person[mention->person] = (struct person){.name = name};
    }
    if (mention->person == NO_INDEX)
        return;
    struct person *person = &doc->person[mention->person];
    const struct lex_entry *entry = mention->entry;
    if (person->side == NULL)
        person->side = mention->side;
    if (entry != NULL && entry->class == LEX_ROLE && person->role == NULL) {
        person->role = entry;
        person->office = entry->text[0];
    }
    if (entry != NULL && entry->class == LEX_PERSON && person->office == NULL)
        person->office = entry->text[2];
    if (mention->side == NULL)
        mention->side = person->side;
}

/* The side that an office or body without a country belongs to: the last one named in its sentence
 * so far, else the source's own. */
static const char *implied_side(const struct document *doc, uint32_t at)
{
    for (size_t i = doc->mention_count; i > 0; i--) {
        const struct mention *before = &doc->mention[i - 1];
        bool far = at - before->end > 40;
        if (far)
            break;
        if (before->side != NULL && !before->generic)
            return before->side;
    }
    return doc->home;
}

static uint32_t skip_mods(const struct document *doc, uint32_t at)
{
    for (const struct hit *mod; (mod = hit_at(doc, at, LEX_ROLE_MOD)) != NULL;)
        at = mod->end;
    return at;
}

/* A body or office, with or without a word before it ("acting", "federal"). */
static const struct hit *entity_at(const struct document *doc, uint32_t at, enum lex_class class)
{
    const struct hit *hit = hit_at(doc, at, class);
    return hit != NULL ? hit : hit_at(doc, skip_mods(doc, at), class);
}

/* Country, bodies, office, each where it is there. */
static uint32_t read_office(const struct document *doc, uint32_t at, struct mention *mention)
{
    const struct hit *place = hit_at(doc, at, LEX_COUNTRY);
    if (place == NULL)
        place = hit_at(doc, at, LEX_CAPITAL);
    if (place != NULL) {
        mention->kind = MENTION_COUNTRY;
        mention->entry = place->entry;
        mention->side = place->entry->text[0];
        mention->named_side = true;
        at = place->end;
    }
    const struct hit *body = NULL;
    for (unsigned i = 0; i < BODIES_MAX && (body = entity_at(doc, at, LEX_ORG)) != NULL; i++) {
        const char *own = body->entry->text[0][0] != '\0' ? body->entry->text[0] : NULL;
        const char *usual = body->entry->text[2][0] != '\0' ? body->entry->text[2] : NULL;
        mention->kind = MENTION_BODY;
        mention->entry = body->entry;
        if (own != NULL)
            mention->side = own;
        else if (mention->side == NULL)
            mention->side = usual != NULL ? usual : implied_side(doc, at);
        at = body->end;
    }
    const struct hit *role = entity_at(doc, at, LEX_ROLE);
    if (role == NULL)
        return at;
    mention->kind = MENTION_ROLE;
    mention->entry = role->entry;
    if (role->entry->text[2][0] != '\0')
        mention->side = role->entry->text[2];
    else if (mention->side == NULL)
        mention->side = implied_side(doc, at);
    return role->end;
}

/* "Vice Premier He Lifeng" in Chinese order: a family name, one or two characters, an office. */
static uint32_t name_before_office(const struct document *doc, uint32_t at)
{
    const struct hit *surname = hit_at(doc, at, LEX_SURNAME);
    if (surname == NULL || hit_at(doc, at, LEX_ORG) != NULL || hit_at(doc, at, LEX_ROLE) != NULL ||
        hit_at(doc, at, LEX_COUNTRY) != NULL ||
        (at > 0 && is_han(doc, at - 1) && hit_over(doc, at - 1, LEX_ORG) == NULL &&
         hit_over(doc, at - 1, LEX_STOP) == NULL))
        return at;
    for (uint32_t end = surname->end + 1; end <= surname->end + 2; end++) {
        if (ends_name(doc, end - 1))
            return at;
        if (entity_at(doc, end, LEX_ROLE) != NULL)
            return end;
    }
    return at;
}

/* A known person or a name before an office; the office after the name belongs to it. */
static uint32_t read_named(struct document *doc, uint32_t at, struct mention *mention)
{
    const struct hit *known = hit_at(doc, at, LEX_PERSON);
    uint32_t end = at;
    uint32_t index = NO_INDEX;
    if (known != NULL)
        end = known->end;
    else if ((index = person_at(doc, at, &end)) == NO_INDEX)
        end = name_before_office(doc, at);
    if (end == at)
        return at;
    mention->kind = MENTION_PERSON;
    mention->core_first = at;
    mention->core_end = end;
    const struct hit *role = entity_at(doc, end, LEX_ROLE);
    if (known != NULL) {
        mention->entry = known->entry;
        mention->side = known->entry->text[0];
        add_person(doc, mention, known->entry->part[1]);
    } else if (index != NO_INDEX) {
        mention->person = index;
        mention->side = doc->person[index].side;
    } else {
        mention->entry = role->entry;
        mention->side = implied_side(doc, at);
        add_person(doc, mention, document_span(doc, at, end));
    }
    return role != NULL ? role->end : end;
}

/* The name after an office. */
static uint32_t read_holder(struct document *doc, uint32_t at, struct mention *mention)
{
    const struct hit *known = hit_at(doc, at, LEX_PERSON);
    uint32_t end = name_end(doc, at);
    if (end == at)
        return at;
    mention->core_first = at;
    mention->core_end = end;
    if (known != NULL) {
        mention->entry = known->entry;
        mention->side = known->entry->text[0];
    }
    add_person(doc, mention, known != NULL ? known->entry->part[1] : document_span(doc, at, end));
    mention->kind = MENTION_PERSON;
    return end;
}

static uint32_t read_mention(struct document *doc, uint32_t at, struct mention *mention)
{
    *mention = (struct mention){.first = at, .core_first = at, .person = NO_INDEX};
    const struct hit *target = hit_at(doc, at, LEX_TARGET);
    if (target != NULL) {
        const struct hit *whole = hit_at(doc, at + 1, LEX_COUNTRY);
        uint32_t after = whole != NULL && whole->end > target->end ? whole->end : target->end;
        /* "对美国将关税提高表示失望": no target, but who does it. */
        if (chinese_is(doc, after, "将") || chinese_is(doc, after, "把"))
            return at;
        /* "针对美国商务部长称…": whose office it is. */
        if (whole != NULL &&
            (entity_at(doc, after, LEX_ROLE) != NULL || entity_at(doc, after, LEX_ORG) != NULL))
            return at;
        mention->kind = MENTION_COUNTRY;
        mention->entry = target->entry;
        mention->side = target->entry->text[0];
        mention->generic = true;
        return after;
    }
    uint32_t end = read_named(doc, at, mention);
    if (end == at) {
        end = read_office(doc, at, mention);
        mention->core_end = end;
        if (mention->kind == MENTION_ROLE)
            end = read_holder(doc, end, mention);
    }
    return end;
}

/* The two sides named most; of equals, the first. */
static void count_sides(struct document *doc)
{
    const char *sides[SIDES_MAX];
    unsigned counts[SIDES_MAX] = {0};
    size_t count = 0;
    for (size_t i = 0; i < doc->mention_count; i++) {
        const char *side = doc->mention[i].side;
        size_t at = 0;
        while (side != NULL && at < count && strcmp(sides[at], side) != 0)
            at++;
        if (side == NULL || at == SIDES_MAX)
            continue;
        if (at == count)
            sides[count++] = side;
        counts[at]++;
    }
    for (size_t n = 0; n < 2; n++) {
        size_t most = 0;
        for (size_t i = 1; i < count; i++)
            most = counts[i] > counts[most] ? i : most;
        doc->country[n] = count > 0 && counts[most] > 0 ? sides[most] : NULL;
        counts[most] = 0;
    }
}

void chinese_mentions(struct document *doc)
{
    doc->mention_count = 0;
    for (uint32_t at = 0; at < doc->token_count;) {
        struct mention mention;
        uint32_t end = is_han(doc, at) ? read_mention(doc, at, &mention) : at;
        if (end == at) {
            at++;
            continue;
        }
        mention.end = end;
        mention_add(doc, mention);
        at = end;
    }
    count_sides(doc);
}

struct speaker chinese_speaker(const struct document *doc, const struct mention *mention)
{
    struct speaker speaker = {.name = document_span(doc, mention->first, mention->end),
                              .side = mention->side,
                              .person = mention->person,
                              .kind = mention->kind,
                              .entry = mention->entry};
    if (mention->person != NO_INDEX) {
        const struct person *person = &doc->person[mention->person];
        speaker.name = person->name;
        speaker.side = person->side != NULL ? person->side : mention->side;
        speaker.role = person->office;
    } else if (mention->entry != NULL && mention->kind == MENTION_ROLE) {
        speaker.role = mention->entry->text[0];
    } else if (mention->entry != NULL && mention->kind == MENTION_BODY) {
        speaker.role = mention->entry->text[1];
    }
    return speaker;
}

static bool is_spokesperson(const struct document *doc, const struct mention *mention)
{
    const struct lex_entry *entry = mention->entry;
    if (mention->person != NO_INDEX)
        return doc->person[mention->person].office != NULL &&
               strcmp(doc->person[mention->person].office, "spokesperson") == 0;
    return mention->kind == MENTION_ROLE && entry != NULL &&
           strcmp(entry->text[0], "spokesperson") == 0;
}

static const struct mention *
spokesperson_of(const struct document *doc, uint32_t end, const char *home)
{
    const struct mention *first = NULL;
    for (size_t i = 0; i < doc->mention_count && doc->mention[i].first < end; i++) {
        const struct mention *mention = &doc->mention[i];
        bool ours = home == NULL || mention->side == NULL || strcmp(home, mention->side) == 0;
        if (!ours || !is_spokesperson(doc, mention))
            continue;
        if (mention->person != NO_INDEX)
            return mention;
        if (first == NULL)
            first = mention;
    }
    return first;
}

void chinese_author(struct chinese *chinese)
{
    const struct document *doc = chinese->doc;
    struct author *author = &chinese->author;
    uint32_t near = doc->sentence_count == 0               ? 0
                    : doc->sentence_count < SPOKESMAN_NEAR ? (uint32_t)doc->token_count
                                                           : doc->sentence[SPOKESMAN_NEAR - 1].end;
    const char *home = author->speaker.side;
    const struct document *from = chinese->title;
    const struct mention *by = spokesperson_of(from, (uint32_t)from->token_count, home);
    if (by == NULL || by->person == NO_INDEX) {
        const struct mention *named = spokesperson_of(doc, near, home);
        if (named != NULL && (by == NULL || named->person != NO_INDEX)) {
            by = named;
            from = doc;
        }
    }
    if (author->press || by == NULL)
        return;
    /* "the spokesperson" alone is named by the body. */
    bool bare = by->person == NO_INDEX && hit_at(from, by->first, LEX_ROLE) != NULL;
    if (bare && author->speaker.name.len > 0) {
        author->speaker.role = "spokesperson";
        return;
    }
    struct speaker speaker = chinese_speaker(from, by);
    if (speaker.side == NULL)
        speaker.side = home;
    /* Persons are kept by each document for itself. */
    if (from != doc)
        speaker.person = speaker.person == NO_INDEX ? NO_INDEX : find_person(doc, speaker.name);
    author->speaker = speaker;
}
