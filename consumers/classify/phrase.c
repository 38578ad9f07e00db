#include "consumers/classify/phrase.h"

#include "consumers/classify/person.h"
#include "consumers/classify/phrase_join.h"
#include "consumers/classify/phrase_name.h"
#include "consumers/classify/phrase_side.h"

#include <string.h>

#define PROPER_MIN      3  /* capital words of a name */
#define PLAIN_MAX_WORDS 3  /* lower-case words between a country and its office */
#define OFFICES_BACK    40 /* mentions among which an office is looked for */
#define SMALL_REMIT_MAX 5  /* words of what an office is for, in small letters */

uint32_t phrase_next_head(const struct document *doc, uint32_t at, uint32_t end)
{
    /* The classes that take_head() takes. */
    static const enum lex_class heads[] = {LEX_ROLE, LEX_ORG, LEX_ORG_HEAD, LEX_FIRM};
    return hit_start_any(doc, at, end, heads, sizeof heads / sizeof heads[0]);
}

static void set_head(struct phrase *phrase, const struct hit *hit, enum mention_kind kind)
{
    phrase->head = hit->entry;
    phrase->kind = kind;
    phrase->head_end = hit->end;
    phrase->at = hit->end;
    phrase->plain = 0;
    phrase->abroad = phrase->abroad || strcmp(hit->entry->text[3], "abroad") == 0;
    /* "the Norwegian Prime Minister's Office" is Norway's, whoever else has one of that name. */
    bool owned = phrase->side != NULL && hit->entry->class == LEX_ORG &&
                 strcmp(hit->entry->text[2], "shared") == 0;
    if (kind == MENTION_BODY && hit->entry->class == LEX_ORG && hit->entry->part[0].len > 0 &&
        !owned)
        phrase->side = hit->entry->text[0];
    if (kind == MENTION_ROLE && hit->entry->part[1].len == 2)
        phrase->side = hit->entry->text[1];
}

/* Whether a head (office or body) stands within a few modifiers of a token. */
static bool head_follows(const struct document *doc, uint32_t at, uint32_t limit)
{
    for (uint32_t step = 0; step < 4 && at < limit; step++) {
        /* "'s industry and trade ministry" */
        if (step > 0 && word_is(doc, at, W_AND) && hit_over(doc, at - 1, LEX_ROLE_MOD) != NULL &&
            (hit_at(doc, at + 1, LEX_ROLE_MOD) != NULL || hit_at(doc, at + 1, LEX_ROLE) != NULL))
            at++;
        if (hit_at(doc, at, LEX_ROLE) != NULL || hit_at(doc, at, LEX_ORG) != NULL ||
            hit_at(doc, at, LEX_ORG_HEAD) != NULL)
            return true;
        const struct hit *modifier = hit_at(doc, at, LEX_ROLE_MOD);
        bool plain = doc->token[at].kind == TOKEN_WORD && !word_is_grammar(doc, at) &&
                     hit_at(doc, at, LEX_SAY) == NULL;
        if (modifier == NULL && !plain)
            return false;
        at = modifier != NULL ? modifier->end : at + 1;
    }
    return false;
}

/* "The source added": the one that was named with an office before. */
static bool is_known_office(const struct document *doc, const struct hit *role)
{
    size_t end = doc->mention_count > OFFICES_BACK ? doc->mention_count - OFFICES_BACK : 0;
    for (size_t i = doc->mention_count; i > end; i--) {
        const struct mention *before = &doc->mention[i - 1];
        if (before->kind == MENTION_ROLE && before->entry != NULL && before->side != NULL &&
            strcmp(before->entry->surface, role->entry->surface) == 0)
            return true;
    }
    return false;
}

/* "the head of the agency", "its head, Rania Shawky": a word for much else is an office only so. */
static bool
is_office(const struct document *doc, const struct phrase *phrase, const struct hit *role)
{
    /* "issued Executive | Order 14345" */
    if (hit_at(doc, role->first, LEX_INSTRUMENT) != NULL)
        return false;
    /* "the member for Mallee" */
    if (hit_is(role, 1, "seat"))
        return phrase->article && word_is(doc, role->end, W_FOR) &&
               token_is_capital(doc, role->end + 1);
    bool owned = phrase->own || phrase->side != NULL || phrase->possessor != NULL;
    bool named = role->end + 1 < phrase->limit && doc->token[role->end].mark == ',' &&
                 token_is_name(doc, role->end + 1);
    uint32_t next = role->end + 1 + word_is(doc, role->end + 1, W_THE);
    const struct hit *place = mention_place(doc, next);
    next = place != NULL ? place->end + word_is(doc, place->end, W_S) : next;
    bool body =
        phrase->article && (word_is(doc, role->end, W_OF) ||
                            ((word_is(doc, role->end, W_WITH) || word_is(doc, role->end, W_IN) ||
                              word_is(doc, role->end, W_AT)) &&
                             head_follows(doc, next, phrase->limit)));
    return !hit_is(role, 1, "bound") || body || (owned && named) ||
           (phrase->article && is_known_office(doc, role));
}

/* Takes an office or body that stands at the phrase's place as its head. */
static bool take_head(const struct document *doc, struct phrase *phrase)
{
    uint32_t at = phrase->at;
    const struct hit *hit;
    if ((hit = hit_at(doc, at, LEX_ROLE)) != NULL && is_office(doc, phrase, hit)) {
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
    return false;
}

/* Whether an "and" joins two words of what one office or body is for, whose noun follows. */
static bool is_remit(const struct document *doc, const struct phrase *phrase)
{
    uint32_t next = phrase->at + 1;
    const struct hit *after = hit_at(doc, next, LEX_ROLE_MOD);
    bool noun = hit_at(doc, next, LEX_ORG) != NULL || hit_at(doc, next, LEX_ROLE) != NULL ||
                (after != NULL && (hit_at(doc, after->end, LEX_ORG_HEAD) != NULL ||
                                   hit_at(doc, after->end, LEX_ROLE) != NULL));
    return noun && phrase->at > phrase->core_first &&
           hit_over(doc, phrase->at - 1, LEX_ROLE_MOD) != NULL &&
           (phrase->article || phrase->own || phrase->side != NULL);
}

/* What the lexicon has of a phrase's parts; a few words more are told by themselves. */
/* clang-format off */
#define PARTS(X) \
    X(ROLE) X(ORG) X(ORG_HEAD) X(FIRM) X(COUNTRY) X(DEMONYM) X(CAPITAL) X(PLACE) X(PERSON) \
    X(ROLE_MOD)
/* clang-format on */

/* Takes one more word into the phrase; false where it ends. */
static bool phrase_step(const struct document *doc, struct phrase *phrase)
{
    static const struct hit_classes parts = HIT_CLASSES(PARTS);
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
    bool listed = hit_any(doc, at, &parts);
    if (listed && take_head(doc, phrase))
        return true;
    if (phrase->head != NULL && !head_follows(doc, at, phrase->limit))
        return false;
    if (listed && (hit = phrase_place(doc, at)) != NULL) {
        /* "something | Chile's government denied": a phrase begins with whose it is. */
        if (phrase->plain > 0 && phrase->plain == at - phrase->first && word_is(doc, hit->end, W_S))
            return false;
        phrase->side = hit->entry->text[0];
        phrase->at = hit->end;
        return true;
    }
    if (listed && (hit = hit_at(doc, at, LEX_PERSON)) != NULL && word_is(doc, hit->end, W_S)) {
        phrase->side = hit->entry->part[0].len > 0 ? hit->entry->text[0] : phrase->side;
        phrase->possessor = hit->entry;
        phrase->at = hit->end;
        return true;
    }
    if (listed && (hit = hit_at(doc, at, LEX_ROLE_MOD)) != NULL) {
        phrase->at = hit->end;
        phrase->caps += token_is_capital(doc, at);
        return true;
    }
    /* "the Garment Manufacturers and Exporters Association" */
    if (word_is(doc, at, W_AND) && phrase->caps > 0 && phrase->article &&
        token_is_capital(doc, at + 1) && head_follows(doc, at + 1, phrase->limit)) {
        phrase->at++;
        return true;
    }
    /* "the industry and commerce ministry", "its trade and farming minister" */
    if (word_is(doc, at, W_AND) && phrase->head == NULL && is_remit(doc, phrase)) {
        phrase->at++;
        return true;
    }
    if (token_is_name(doc, at)) {
        phrase->caps++;
        phrase->at++;
        return true;
    }
    if (word_is_grammar(doc, at) || hit_at(doc, at, LEX_SAY) != NULL ||
        hit_at(doc, at, LEX_DENY) != NULL || hit_at(doc, at, LEX_DUB) != NULL ||
        phrase->plain >= PLAIN_MAX_WORDS || hit_at(doc, at, LEX_MONTH) != NULL ||
        hit_at(doc, at, LEX_WEEKDAY) != NULL)
        return false;
    phrase->plain++;
    phrase->at++;
    return true;
}

static bool is_article(const struct document *doc, uint32_t at)
{
    switch (grammar_at(doc, at)) {
    case W_THE:
    case W_A:
    case W_AN:
        return true;
    default:
        return false;
    }
}

static bool is_owner(const struct document *doc, uint32_t at)
{
    switch (grammar_at(doc, at)) {
    case W_ITS:
    case W_HIS:
    case W_HER:
    case W_THEIR:
    case W_OUR:
    case W_MY:
        return true;
    default:
        return false;
    }
}

/* "of Economy | Ines Ruiz": whether a name begins behind words of what an office is for. */
static bool begins_name(const struct document *doc, uint32_t first, uint32_t at, uint32_t limit)
{
    if (at == first || hit_at(doc, at - 1, LEX_ROLE_MOD) == NULL ||
        hit_at(doc, at, LEX_ROLE_MOD) != NULL)
        return false;
    return hit_at(doc, at, LEX_PERSON) != NULL || person_name_end(doc, at, limit) > at + 1;
}

/* "for economic affairs | said", "of petroleum and energy | of Norway": the end of what an office
 * is for, in small letters, where a verb of saying, a comma or a country stands behind it; else
 * `at`. */
static uint32_t small_remit_end(const struct document *doc, uint32_t at, uint32_t limit)
{
    uint32_t end = at;
    while (end < limit && end - at < SMALL_REMIT_MAX && doc->token[end].kind == TOKEN_WORD &&
           !token_is_capital(doc, end) && hit_at(doc, end, LEX_SAY) == NULL &&
           hit_at(doc, end, LEX_DENY) == NULL &&
           (!word_is_grammar(doc, end) ||
            (word_is(doc, end, W_AND) && end > at && hit_at(doc, end + 1, LEX_SAY) == NULL)))
        end++;
    if (end == at || end >= limit || word_is(doc, end - 1, W_AND))
        return at;
    bool whose = (word_is(doc, end, W_OF) || word_is(doc, end, W_IN)) &&
                 mention_place(doc, end + 1 + is_article(doc, end + 1)) != NULL;
    bool closed = hit_at(doc, end, LEX_SAY) != NULL || hit_at(doc, end, LEX_DENY) != NULL ||
                  doc->token[end].mark == ',';
    return whose || closed ? end : at;
}

/* "a spokesman for the prime minister": the office whose words they are, of however many words. */
static bool speaks_for_office(const struct document *doc, const struct phrase *phrase, uint32_t at)
{
    const struct hit *office = hit_at(doc, at, LEX_ROLE);
    return office != NULL && office->end <= phrase->limit &&
           strcmp(phrase->head->text[0], "spokesperson") == 0;
}

/* "Union of Gironde | Growers": the last word of a body's name, though it is one for people. */
static bool ends_club(const struct document *doc, const struct phrase *phrase, uint32_t at)
{
    return phrase->kind == MENTION_BODY && phrase_is_club(phrase->head) &&
           token_is_capital(doc, at) && hit_is(hit_at(doc, at, LEX_ROLE), 1, "generic");
}

/* "Siam Heavy Motorcycle Importers": a name, though its last word is one for people. */
static bool is_proper(const struct document *doc, const struct phrase *phrase)
{
    uint32_t at = phrase->head_end;
    while (at > phrase->core_first && token_is_capital(doc, at - 1))
        at--;
    return at == phrase->core_first && phrase->head_end - at >= PROPER_MIN;
}

/* "of the Chinese Foreign Ministry", "for Trade and Industry": takes it in and learns the side. */
static void phrase_complement(const struct document *doc, struct phrase *phrase)
{
    /* "minister of trade | and industry" */
    while (phrase->kind == MENTION_ROLE && word_is(doc, phrase->head_end, W_AND) &&
           token_is_capital(doc, phrase->head_end - 1) &&
           token_is_capital(doc, phrase->head_end + 1) &&
           hit_at(doc, phrase->head_end + 1, LEX_ROLE_MOD) != NULL)
        phrase->head_end += 2;
    for (int round = 0; round < 2; round++) {
        uint32_t at = phrase->head_end;
        bool in = word_is(doc, at, W_IN) || word_is(doc, at, W_AT) || word_is(doc, at, W_WITH);
        if (at >= phrase->limit || (!in && !word_is(doc, at, W_OF) && !word_is(doc, at, W_FOR)))
            break;
        at++;
        /* "of the Philippines": the article is the name's. */
        if ((is_article(doc, at) && mention_place(doc, at) == NULL) || is_owner(doc, at))
            at++;
        const char *side = NULL;
        uint32_t end = at;
        bool capital = token_is_capital(doc, phrase->head_end - 1);
        while (end < phrase->limit && end - at < 10) {
            if (phrase->kind == MENTION_ROLE && begins_name(doc, at, end, phrase->limit))
                break;
            const struct hit *hit = phrase_place(doc, end);
            const struct hit *org = hit_at(doc, end, LEX_ORG);
            if (org == NULL)
                org = hit_at(doc, end, LEX_ORG_HEAD);
            if (hit != NULL) {
                side = hit->entry->text[0];
                end = hit->end;
            } else if (org != NULL) {
                if (org->entry->class == LEX_ORG && org->entry->part[0].len > 0)
                    side = org->entry->text[0];
                if (phrase->kind == MENTION_ROLE && phrase_is_club(org->entry))
                    phrase->club = org->entry;
                end = org->end;
            } else if (!in && phrase_remit_end(doc, phrase, at, end) > end) {
                end = phrase_remit_end(doc, phrase, at, end);
            } else if (!in &&
                       (token_is_name(doc, end) || ends_club(doc, phrase, end) ||
                        (token_is_capital(doc, end) && hit_at(doc, end, LEX_ROLE_MOD) != NULL))) {
                end++;
            } else if (!in && capital && end > at && end + 1 < phrase->limit &&
                       (word_is(doc, end, W_AND) || doc->token[end].mark == ',') &&
                       token_is_capital(doc, end + 1) && mention_place(doc, end + 1) == NULL &&
                       hit_at(doc, end + 1, LEX_ROLE_MOD) != NULL) {
                end += 2;
            } else if (!in && speaks_for_office(doc, phrase, end)) {
                end = hit_at(doc, end, LEX_ROLE)->end;
            } else if (word_is(doc, end, W_S) && head_follows(doc, end + 1, phrase->limit)) {
                end++;
            } else if (!word_is_grammar(doc, end) && doc->token[end].kind == TOKEN_WORD &&
                       head_follows(doc, end, phrase->limit) && hit_at(doc, end, LEX_SAY) == NULL) {
                end++;
            } else {
                break;
            }
        }
        if (end == at && !in && phrase->head->class == LEX_ORG_HEAD &&
            strcmp(phrase->head->text[0], "office") == 0)
            end = small_remit_end(doc, at, phrase->limit);
        if (end == at || (in && side == NULL))
            break;
        /* "Importers in Shenzhen", "the economist of a Swiss bank" speak for no country. */
        bool scholar = phrase->club != NULL && strcmp(phrase->head->text[0], "analyst") == 0;
        if (side != NULL && phrase->side == NULL && !scholar &&
            !(in && (phrase->abroad || phrase_is_private(phrase))))
            phrase->side = side;
        phrase->head_end = end;
    }
    uint32_t at = phrase->head_end;
    if (phrase->side == NULL && at + 2 < phrase->limit && doc->token[at].kind == TOKEN_PUNCT &&
        doc->token[at].mark == '(' && hit_at(doc, at + 1, LEX_COUNTRY) != NULL)
        phrase->side = hit_at(doc, at + 1, LEX_COUNTRY)->entry->text[0];
}

/* "a bank": some body that is not named; "a Danish bank" is at least one of a country. */
static bool is_indefinite(const struct document *doc, const struct phrase *phrase)
{
    return phrase->kind == MENTION_BODY && phrase->caps == 0 && phrase->side == NULL &&
           (word_is(doc, phrase->first, W_A) || word_is(doc, phrase->first, W_AN));
}

static void finish_head(struct document *doc, struct phrase *phrase, uint32_t sentence)
{
    uint32_t office_end = phrase->head_end;
    phrase_complement(doc, phrase);
    if (phrase->kind == MENTION_BODY)
        phrase->head_end = person_body_end(doc, phrase->head_end, phrase->limit);
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
        .generic = (strcmp(phrase->head->text[1], "generic") == 0 && !is_proper(doc, phrase)) ||
                   is_indefinite(doc, phrase),
    };
    uint32_t name_first = 0;
    uint32_t name_last = phrase->head_end;
    if (phrase->kind == MENTION_ROLE)
        name_last = phrase_name_after(doc, phrase->head_end, phrase->limit, &name_first);
    if (phrase->kind == MENTION_ROLE && name_last == phrase->head_end && !mention.generic) {
        uint32_t comma = phrase_past_remit(doc, office_end, phrase->limit);
        if (comma > office_end && phrase_name_after(doc, comma, phrase->limit, &name_first) > comma)
            name_last = phrase_name_after(doc, comma, phrase->limit, &name_first);
        for (uint32_t at = office_end; at < comma; at++) {
            const struct hit *body = hit_at(doc, at, LEX_ORG_HEAD);
            if (body != NULL && phrase_is_club(body->entry))
                phrase->club = body->entry;
        }
    }
    mention.entry = phrase->club != NULL ? phrase->club : phrase->head;
    /* "the Department of Commerce" of an Indian text is India's. */
    bool shared = phrase->head->class == LEX_ORG && doc->home != NULL &&
                  phrase->side == phrase->head->text[0] &&
                  (strcmp(phrase->head->text[2], "shared") == 0 ||
                   (strcmp(phrase->head->text[2], "lone") == 0 &&
                    !phrase_names_side(doc, phrase->head->text[0])));
    const char *side = shared                 ? doc->home
                       : phrase->side != NULL ? phrase->side
                                              : phrase_side(doc, phrase);
    /* "President Silva of Brazil", though the text is another country's */
    uint32_t of = name_last + 1 + word_is(doc, name_last + 1, W_THE);
    if (name_last > phrase->head_end && phrase->side == NULL && word_is(doc, name_last, W_OF) &&
        hit_at(doc, of, LEX_COUNTRY) != NULL)
        side = hit_at(doc, of, LEX_COUNTRY)->entry->text[0];
    if (name_last > phrase->head_end) {
        mention.person = person_read(doc, name_first, name_last);
        mention.end = name_last;
        struct person *person = &doc->person[mention.person];
        if (person->side == NULL)
            person->side = side;
        if (person->role == NULL)
            person->role = mention.entry;
        side = person->side;
        mention.generic = false;
    }
    mention.side = side;
    mention.possessive = word_is(doc, mention.end, W_S);
    mention_add(doc, mention);
}

/* A phrase with an office or body as its head; returns its end, or `at` where there is none. */
uint32_t phrase_read(struct document *doc, uint32_t at, uint32_t limit, uint32_t sentence)
{
    struct phrase phrase = {
        .first = at, .sentence = sentence, .at = at, .core_first = at, .limit = limit};
    phrase.article = is_article(doc, at);
    phrase.own = is_owner(doc, at);
    if (phrase.article || phrase.own)
        phrase.core_first = ++phrase.at;
    while (phrase.at < at + PHRASE_MAX_TOKENS && phrase_step(doc, &phrase))
        ;
    if (phrase.head == NULL)
        return at;
    bool complement =
        token_is_capital(doc, phrase.head_end - 1) && word_is(doc, phrase.head_end, W_OF);
    if (phrase.head->class == LEX_ORG_HEAD && !phrase.article && !phrase.own &&
        phrase.side == NULL && phrase.caps == 0 && phrase.possessor == NULL && !complement)
        return at;
    finish_head(doc, &phrase, sentence);
    phrase_join(doc);
    return doc->mention[doc->mention_count - 1].end;
}
