/* Who an item speaks for: its title's speaker, its source's body, or a reporter. */
#include "consumers/classify/allegiance.h"
#include "consumers/classify/holder.h"
#include "consumers/classify/mention.h"
#include "consumers/classify/signed.h"
#include "consumers/classify/speech.h"

#include <string.h>

#define OPENING_MIN 2 /* words of a name */
#define OPENING_MAX 5
#define JOINT_MAX   2
#define JOINT_BYTES 128

/* The source row of a word of the source's id ("gov-ca": "ca"), by the rows "iso ca". */
static const struct lex_entry *code_entry(const struct document *source, uint32_t token)
{
    uint32_t node = lexicon_step(source->lexicon, 0, lexicon_word(source->lexicon, "iso", 3));
    node = node == 0 ? 0 : lexicon_step(source->lexicon, node, source->token[token].word);
    for (uint32_t index = node == 0 ? 0 : lexicon_entries(source->lexicon, node); index != 0;
         index = lexicon_fit(source->lexicon, index)->next) {
        if (lexicon_fit(source->lexicon, index)->class == LEX_SOURCE)
            return lexicon_entry(source->lexicon, index);
    }
    return NULL;
}

static void read_source(const struct document *source, struct author *author)
{
    for (uint32_t at = 0; at < source->token_count; at++) {
        const struct hit *hit = hit_at(source, at, LEX_SOURCE);
        const struct lex_entry *entry = hit != NULL ? hit->entry : code_entry(source, at);
        if (entry == NULL)
            continue;
        if (strcmp(entry->text[1], "press") == 0) {
            author->press = true;
        } else if (strcmp(entry->text[1], "social") == 0) {
            author->social = true;
        } else {
            if (author->speaker.side == NULL && entry->part[0].len > 0)
                author->speaker.side = entry->text[0];
            if (author->speaker.name.len == 0)
                author->speaker.name = entry->part[1];
            author->heads = author->heads || strcmp(entry->text[2], "head") == 0;
            author->gazette = hit != NULL && entry->part[1].len == 0 && entry->part[0].len > 0;
        }
    }
}

/* Titles capitalise all their words: a name there is one where somebody is known by it. */
static bool is_speaker_role(const struct mention *mention)
{
    bool known =
        mention->kind == MENTION_PERSON && (mention->entry != NULL || mention->side != NULL);
    return (mention->kind == MENTION_ROLE && !mention->generic) || known;
}

/* "Prime Minister Lind meets with the President of Chile": the other side's. */
static bool is_guest(const struct mention *mention, const char *home)
{
    return home != NULL && mention->side != NULL && strcmp(home, mention->side) != 0;
}

/* "Press Call by Senior Administration Officials on Trade": who is not to be named. */
static bool is_unnamed(const struct document *title, const struct mention *mention)
{
    uint32_t before = mention->first;
    before -= before > 0 && word_is(title, before - 1, W_A);
    return mention->kind == MENTION_ROLE && mention->generic && mention->side != NULL &&
           mention->person == NO_INDEX && before > 0 && word_is(title, before - 1, W_BY);
}

/* The mention of a title that speaks: a spokesperson, who a post or statement is by; bodied: the
 * source names a body that may be the author. */
static const struct mention *
title_speaker(const struct document *title, bool social, bool bodied, const char *home)
{
    const struct mention *by = NULL;
    for (size_t i = 0; i < title->mention_count; i++) {
        const struct mention *mention = &title->mention[i];
        if (mention->kind == MENTION_PRONOUN || mention->kind == MENTION_COUNTRY)
            continue;
        if (social)
            return mention;
        const struct lex_entry *role = mention->entry;
        if (mention->kind == MENTION_ROLE && role != NULL &&
            strcmp(role->text[0], "spokesperson") == 0)
            return mention;
        uint32_t before = mention->first;
        bool source =
            before > 0 && (word_is(title, before - 1, W_BY) || word_is(title, before - 1, W_FROM) ||
                           word_is(title, before - 1, W_OF) || word_is(title, before - 1, W_WITH));
        /* "Readout of President Lind's call": the text of whoever tells of it. */
        const struct hit *report = hit_in(title, 0, before, LEX_REPORT);
        bool about = hit_is(report, 1, "about") && bodied;
        bool statement = source && report != NULL && !about;
        if (by == NULL && is_unnamed(title, mention) && !is_guest(mention, home))
            by = mention;
        if (by == NULL &&
            (statement || (source && word_is(title, before - 1, W_BY)) ||
             (source && !about && word_is(title, before - 1, W_WITH))) &&
            (is_speaker_role(mention) || mention->kind == MENTION_BODY ||
             (statement && mention->kind == MENTION_PERSON && word_is(title, before - 1, W_BY))) &&
            !is_guest(mention, home))
            by = mention;
        uint32_t after = mention->end + 1;
        uint32_t reach = after + 5 < title->token_count ? after + 5 : (uint32_t)title->token_count;
        if (by == NULL && !about && mention->possessive && after < title->token_count &&
            is_speaker_role(mention) && hit_in(title, after, reach, LEX_REPORT) != NULL)
            by = mention;
    }
    return by;
}

/* "in talks with the Commission", "sold to the Union": another's. */
static bool is_partner(const struct document *doc, uint32_t at)
{
    return at > 0 && (word_is(doc, at - 1, W_WITH) || word_is(doc, at - 1, W_TO) ||
                      word_is(doc, at - 1, W_AGAINST) || word_is(doc, at - 1, W_BETWEEN));
}

/* The body whose text it is, where the source names none: the first in title or text. */
static const struct mention *first_body(const struct document *doc, bool offices, const char *home)
{
    for (size_t i = 0; i < doc->mention_count && doc->mention[i].sentence < 3; i++) {
        const struct mention *mention = &doc->mention[i];
        bool asked = hit_at(doc, doc->sentence[mention->sentence].first, LEX_ASKER) != NULL;
        /* "our growers" */
        bool own = mention->core_first > 0 && word_is(doc, mention->core_first - 1, W_OUR);
        bool object = !offices && is_partner(doc, mention->first);
        if (!asked && !own && !object && !is_guest(mention, home) &&
            (mention->kind == MENTION_BODY ||
             (offices && mention->kind == MENTION_ROLE && !mention->generic)))
            return mention;
    }
    return NULL;
}

/* "Nordlys Seafood answers": the name that opens a title in small letters; empty: none does. */
static struct str opening_name(const struct document *title)
{
    uint32_t end = 0;
    while (end < title->token_count && title->token[end].kind == TOKEN_WORD &&
           (title->token[end].flags & TOKEN_CAPITAL) != 0 && !word_is_grammar(title, end))
        end++;
    bool follows = end < title->token_count &&
                   (title->token[end].kind == TOKEN_WORD || title->token[end].mark == ':');
    return follows && end >= OPENING_MIN && end <= OPENING_MAX ? document_span(title, 0, end)
                                                               : (struct str){NULL, 0};
}

/* "Statement by Harlow & Finch on prices", "Notice to the exchange: Fjordglass": the name that a
 * title gives to whoever makes a statement; empty: none. */
static struct str signing_name(const struct document *title)
{
    uint32_t first = 0;
    for (uint32_t at = 1; at < title->token_count; at++) {
        bool by = (word_is(title, at - 1, W_BY) || word_is(title, at - 1, W_FROM) ||
                   word_is(title, at - 1, W_OF)) &&
                  hit_in(title, 0, at - 1, LEX_REPORT) != NULL;
        if (by || mark_is(title, at - 1, ':'))
            first = at;
        if (by)
            break;
    }
    uint32_t end = first;
    while (end < title->token_count &&
           ((title->token[end].flags & TOKEN_CAPITAL) != 0 || mark_is(title, end, '&')) &&
           hit_at(title, end, LEX_COUNTRY) == NULL && hit_at(title, end, LEX_CAPITAL) == NULL &&
           !word_is_grammar(title, end))
        end++;
    bool whole = end == title->token_count || title->token[end].kind == TOKEN_WORD ||
                 title->token[end].mark == ',';
    return first > 0 && whole && end > first && end - first <= OPENING_MAX
               ? document_span(title, first, end)
               : (struct str){NULL, 0};
}

struct author author_of_source(const struct document *source)
{
    struct author author = {.speaker.person = NO_INDEX, .speaker.kind = MENTION_BODY};
    read_source(source, &author);
    author.housed = author.speaker.side != NULL;
    if (author.speaker.side == NULL && !author.press)
        author.speaker.side = source->item->country;
    return author;
}

/* The first name in a title, where it may be who speaks: it opens the title, or "of", "by", "from",
 * "with" go before it; or NULL. */
static const struct mention *opening_mention(const struct document *title)
{
    size_t i = 0;
    while (i < title->mention_count &&
           (title->mention[i].kind == MENTION_OUTLET || title->mention[i].kind == MENTION_PRONOUN))
        i++;
    if (i == title->mention_count)
        return NULL;
    uint32_t at = title->mention[i].first;
    bool led = at > 0 && (word_is(title, at - 1, W_OF) || word_is(title, at - 1, W_BY) ||
                          word_is(title, at - 1, W_FROM) || word_is(title, at - 1, W_WITH));
    return at == 0 || led ? &title->mention[i] : NULL;
}

/* "Press conference at the Department for Trade, Nairobi": the country of the capital in which a
 * body has its seat, or NULL; a "press conference, Nairobi" may be a guest's. */
static const char *seat_of(const struct document *title)
{
    for (uint32_t at = 1; at < title->token_count; at++) {
        const struct hit *capital =
            mark_is(title, at - 1, ',') ? hit_at(title, at, LEX_CAPITAL) : NULL;
        bool body = capital != NULL && (hit_in(title, 0, at, LEX_ORG_HEAD) != NULL ||
                                        hit_in(title, 0, at, LEX_ORG) != NULL);
        bool last = body && (capital->end >= title->token_count ||
                             title->token[capital->end].kind == TOKEN_PUNCT);
        if (last)
            return capital->entry->text[0];
    }
    return NULL;
}

/* "Press point: Peru's trade minister and the quota": whose office follows the first colon, or
 * NULL.
 */
static const char *headed_office(const struct document *title)
{
    for (size_t i = 0; i < title->mention_count; i++) {
        const struct mention *office = &title->mention[i];
        if (office->kind == MENTION_ROLE && office->named_side && !office->possessive &&
            office->first > 0 && mark_is(title, office->first - 1, ':'))
            return office->side;
    }
    return NULL;
}

const char *author_home(const struct document *title)
{
    const struct mention *mention = opening_mention(title);
    const struct hit *habit = hit_in(title, 0, (uint32_t)title->token_count, LEX_LABEL);
    const char *office = mention == NULL ? headed_office(title) : NULL;
    if (office != NULL)
        return office;
    const char *seat = seat_of(title);
    const char *usual = seat != NULL || habit == NULL ? seat : habit->entry->text[0];
    if (mention == NULL)
        return usual;
    /* "Dewan Rakyat, oral answers": nobody called so. */
    if (habit != NULL && habit->first == mention->first && mention->kind == MENTION_PERSON)
        return usual;
    uint32_t end = mention->end;
    bool marked = end + 1 < title->token_count && title->token[end].kind == TOKEN_PUNCT;
    if (mention->kind == MENTION_COUNTRY)
        return marked && title->token[end].mark == ':' ? mention->side : NULL;
    struct speaker speaker = speech_of_mention(title, mention);
    if (mention->kind == MENTION_PERSON || (mention->named_side && mention->kind == MENTION_ROLE) ||
        (mention->named_side && mention->kind == MENTION_BODY && !allegiance_private(&speaker)))
        return speaker.side;
    /* "Ministry of Commerce, Bangladesh," */
    const struct hit *place = marked ? hit_at(title, end + 1, LEX_COUNTRY) : NULL;
    if (place != NULL && !allegiance_private(&speaker))
        return place->entry->text[0];
    return usual;
}

/* "Statement from the Press Secretary", "Minister's press conference": the office speaks; a
 * spokesperson does for the house, but where the house is named with it. */
static bool is_by_office(const struct document *title, const struct mention *office)
{
    uint32_t at = office->first;
    if (strcmp(office->entry->text[0], "spokesperson") == 0)
        return mention_name(title, office).len > strlen(office->entry->surface);
    if (at == 0 && office->possessive)
        return true;
    at -= at > 0 && word_is(title, at - 1, W_THE);
    return at > 0 && (word_is(title, at - 1, W_BY) || word_is(title, at - 1, W_FROM) ||
                      word_is(title, at - 1, W_OF));
}

/* "Arvind Chitnis, Commerce and Industry Minister of India, on X": whose office it is that somebody
 * posts from, or NULL. */
static const char *side_of_office(const struct document *title)
{
    for (uint32_t at = 1; at < title->token_count; at++) {
        const struct hit *country = hit_at(title, at, LEX_COUNTRY);
        uint32_t before = at - 1 - (at > 1 && word_is(title, at - 1, W_THE));
        if (country != NULL && word_is(title, before, W_OF))
            return country->entry->text[0];
    }
    return NULL;
}

struct author
author_of_text(const struct document *doc, const struct document *title, struct author author)
{
    if (author.press)
        return author;
    const char *home = author.speaker.side;
    guest_read(title, home, &author);
    const struct lex_entry *signer = signed_by_office(doc);
    /* Without "I" in it, the text speaks as a body's does. */
    bool titled = signer == NULL && home != NULL;
    /* A ministry's "Lowering costs" is its own. */
    if (titled && (author.heads || author.speaker.name.len == 0))
        signer = signed_title(title);
    struct str hand = signer != NULL ? holder_signs(doc, signer) : (struct str){NULL, 0};
    if (hand.len > 0 && (home == NULL || strcmp(home, signer->text[0]) == 0)) {
        author.speaker = (struct speaker){.name = hand,
                                          .side = signer->text[0],
                                          .role = titled ? NULL : signer->text[2],
                                          .person = NO_INDEX,
                                          .kind = titled ? MENTION_BODY : MENTION_PERSON};
        return author;
    }
    if (signed_jointly(doc, title, home, &author))
        return author;
    const struct mention *writer = author.social ? NULL : signed_letter(doc);
    if (writer != NULL) {
        const char *body = author.speaker.side;
        author.speaker = speech_of_mention(doc, writer);
        author.speaker.person = NO_INDEX;
        if (author.speaker.side == NULL)
            author.speaker.side = body;
        return author;
    }
    const struct mention *speaker =
        title_speaker(title, author.social, author.speaker.name.len > 0, home);
    bool nameless = speaker != NULL && speaker->kind == MENTION_ROLE &&
                    speaker->person == NO_INDEX && !speaker->named_side;
    if (speaker != NULL && nameless && author.speaker.name.len > 0 && !author.social) {
        author.speaker.role = speaker->entry->text[0];
        if (is_by_office(title, speaker))
            author.speaker.name = mention_name(title, speaker);
    } else if (speaker != NULL) {
        author.speaker = speech_of_mention(title, speaker);
        author.titled = document_span(title, speaker->first, speaker->end);
        /* "Remarks of the Embassy Spokesperson in Canada": of the country whose embassy it is. */
        if (home != NULL && speaker->kind == MENTION_ROLE && speaker->entry != NULL &&
            strcmp(speaker->entry->text[0], "spokesperson") == 0)
            author.speaker.side = home;
    } else if (author.speaker.name.len == 0) {
        const struct document *from = title;
        const struct mention *body = first_body(title, true, home);
        if (body == NULL && !author.gazette)
            author.speaker.name = opening_name(title);
        if (body == NULL && !author.gazette && !author.social && author.speaker.side == NULL &&
            author.speaker.name.len == 0)
            author.speaker.name = signing_name(title);
        if (body == NULL && author.speaker.name.len == 0) {
            from = doc;
            body = first_body(doc, author.gazette, home);
        }
        if (body != NULL)
            author.speaker = speech_of_mention(from, body);
    }
    if (author.speaker.side == NULL && author.social)
        author.speaker.side = side_of_office(title);
    if (author.speaker.side == NULL)
        author.speaker.side = home;
    if (author.speaker.name.len == 0 && home != NULL)
        author.speaker.name = str_of("government");
    author.speaker.generic = false;
    /* Who signs with no more than a name speaks for the office or the house. */
    struct str name = signed_name(doc);
    if (name.len > 0 && author.speaker.person == NO_INDEX)
        author.speaker.name = name;
    author.named = author.speaker.person != NO_INDEX;
    /* Persons are kept by each document for itself. */
    author.speaker.person = NO_INDEX;
    return author;
}
