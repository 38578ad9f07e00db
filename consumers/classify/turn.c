#include "consumers/classify/turn.h"

#include "consumers/classify/holder.h"
#include "consumers/classify/mention.h"
#include "consumers/classify/person.h"

#include <string.h>

#define LABEL_MAX_TOKENS 14
#define LABEL_NAME_MAX   5  /* tokens of a printed name */
#define TURN_ASKING      8  /* sentences of an interviewer's turn */
#define LABELS_SEEN      16 /* unknown names among which one must come back */

enum label_kind { LABEL_NONE, LABEL_ASKER, LABEL_ANSWERER, LABEL_NAME };

struct label {
    enum label_kind kind;
    uint32_t end; /* after the colon */
    bool unknown; /* a bare name nobody has listed */
    bool member;  /* "MR. OKAFOR:", of no office */
    bool bare;    /* a person without an office, where nobody asks: a heading */
    bool single;  /* no label but one word, which may be a newspaper that asks: "Caixin:" */
};

static uint32_t colon_of(const struct document *doc, const struct sentence *sentence)
{
    for (uint32_t at = sentence->first;
         at < sentence->end && at - sentence->first < LABEL_MAX_TOKENS; at++) {
        const struct token *token = &doc->token[at];
        if (token->kind == TOKEN_WORD)
            continue;
        if (token->kind == TOKEN_PUNCT && token->mark == ':')
            return at;
        if (token->kind == TOKEN_QUOTE || token->kind == TOKEN_NUMBER)
            break;
    }
    return NO_INDEX;
}

/* Every word starts with a capital letter, small words between them aside. */
static bool all_capitals(const struct document *doc, uint32_t first, uint32_t end)
{
    for (uint32_t at = first; at < end; at++) {
        const struct token *token = &doc->token[at];
        bool small = word_is(doc, at, W_OF) || word_is(doc, at, W_FOR) || word_is(doc, at, W_AND) ||
                     word_is(doc, at, W_THE) || hit_at(doc, at, LEX_PARTICLE) != NULL ||
                     (token->flags & TOKEN_HYPHEN);
        if (token->kind == TOKEN_WORD && !(token->flags & TOKEN_CAPITAL) && !small)
            return false;
    }
    return true;
}

/* "FACUNDO ITURRALDE, GRAIN CHAMBER": where the name ends that a label begins with. */
static uint32_t name_end(const struct document *doc, uint32_t first, uint32_t end)
{
    uint32_t at = first;
    while (at < end && !mark_is(doc, at, ','))
        at++;
    return at;
}

static bool is_bare_name(const struct document *doc, uint32_t first, uint32_t end)
{
    uint32_t words = 0;
    for (uint32_t at = first; at < end; at++) {
        const struct token *token = &doc->token[at];
        if (token->kind == TOKEN_PUNCT && token->mark == '.')
            continue;
        /* "He Yan" is a name, too. */
        bool surname = at == first && at + 1 < end && token_is_name(doc, at + 1) &&
                       (word_is(doc, at, W_HE) || word_is(doc, at, W_SO) ||
                        word_is(doc, at, W_AN) || word_is(doc, at, W_MAY));
        bool grammar = word_is_grammar(doc, at) && !surname;
        if (token->kind != TOKEN_WORD || grammar || hit_at(doc, at, LEX_TARIFF) != NULL ||
            hit_at(doc, at, LEX_TRADE) != NULL)
            return false;
        words++;
    }
    return words >= 2 && words <= 4;
}

/* "Mr. DOMBROWSKI. Thank you": how parliaments print who speaks. The end of the label, or NO_INDEX.
 */
static uint32_t printed_name(const struct document *doc, const struct sentence *sentence)
{
    uint32_t at = sentence->first;
    const struct hit *title = hit_at(doc, at, LEX_TITLE);
    if (!sentence->line || (title == NULL && !word_is(doc, at, W_THE)))
        return NO_INDEX;
    at = title != NULL ? title->end : at + 1;
    uint32_t name = at;
    bool upper = false;
    for (; at < sentence->end && at - name < LABEL_NAME_MAX; at++) {
        const struct token *token = &doc->token[at];
        if (token->kind == TOKEN_PUNCT && token->mark == '.' && at > name)
            return upper ? at + 1 : NO_INDEX;
        bool dot = token->kind == TOKEN_PUNCT && token->mark == '.';
        if (!dot && (token->kind != TOKEN_WORD || !(token->flags & TOKEN_UPPER)))
            return NO_INDEX;
        upper = upper || !dot;
    }
    return NO_INDEX;
}

/* "Journalist, Radio Jura:", "Question from Reuters:": who asks, and for whom. */
static bool asks_for(const struct document *doc, uint32_t at, uint32_t colon)
{
    bool joined = (doc->token[at].kind == TOKEN_PUNCT && doc->token[at].mark == ',') ||
                  word_is(doc, at, W_FROM) || word_is(doc, at, W_BY) || word_is(doc, at, W_OF);
    return joined && all_capitals(doc, at, colon);
}

/* "Non-Tariff Barriers:", "Industrial Goods:": what follows is about, though it looks like a name.
 */
static bool is_heading(const struct document *doc, uint32_t first, uint32_t end)
{
    static const enum lex_class classes[] = {LEX_TARIFF, LEX_TRADE,  LEX_CONDUCT,
                                             LEX_LEVEL,  LEX_EFFECT, LEX_PRODUCT,
                                             LEX_GOODS,  LEX_DEAL,   LEX_INSTRUMENT};
    for (size_t c = 0; c < sizeof classes / sizeof classes[0]; c++) {
        if (hit_in(doc, first, end, classes[c]) != NULL)
            return true;
    }
    return false;
}

/* "Olaf Lind, spokesperson:": where somebody's name ends that an office in small letters follows.
 */
static uint32_t name_before_office(const struct document *doc, uint32_t first, uint32_t colon)
{
    uint32_t comma = name_end(doc, first, colon);
    return comma < colon && hit_in(doc, comma + 1, colon, LEX_ROLE) != NULL ? comma : colon;
}

static struct label label_of(const struct document *doc, const struct sentence *sentence)
{
    struct label label = {0};
    uint32_t first = sentence->first;
    uint32_t colon = colon_of(doc, sentence);
    uint32_t printed = printed_name(doc, sentence);
    /* "Dear Prime Minister:" opens a letter. */
    if (word_spelled(doc, first, "dear"))
        return label;
    if (printed != NO_INDEX)
        return (struct label){.kind = LABEL_NAME, .end = printed, .unknown = true};
    if (!sentence->line && (colon == NO_INDEX || colon == first))
        return label;
    const struct hit *asker = hit_at(doc, first, LEX_ASKER);
    const struct hit *answerer = hit_at(doc, first, LEX_ANSWERER);
    bool letter = doc->token[first].end - doc->token[first].start == 1;
    /* "Q   Thank you": the letter alone is a label. */
    if (colon == NO_INDEX || colon > first + 1) {
        if (asker != NULL && letter && (doc->token[first].flags & TOKEN_CAPITAL) &&
            first + 1 < sentence->end)
            return (struct label){.kind = LABEL_ASKER, .end = first + 1};
    }
    if (colon == NO_INDEX || colon == first)
        return label;
    label.end = colon + 1;
    if (asker != NULL && (asker->end == colon || asks_for(doc, asker->end, colon)))
        label.kind = LABEL_ASKER;
    else if (answerer != NULL && word_is(doc, answerer->end, W_BY) && answerer->end + 1 < colon)
        label.kind = LABEL_NAME;
    else if (answerer != NULL && answerer->end == colon)
        label.kind = LABEL_ANSWERER;
    else if (hit_at(doc, first, LEX_OUTLET) != NULL && hit_at(doc, first, LEX_OUTLET)->end == colon)
        label.kind = LABEL_ASKER;
    const struct mention *mention = mention_at(doc, first);
    /* "Prime Minister's spokesman:": an office is a label in small letters, too. */
    bool body = mention != NULL && mention->kind == MENTION_BODY && mention->end == colon;
    bool whole = mention != NULL && mention->kind == MENTION_ROLE && mention->end == colon;
    whole = whole || body;
    if (label.kind != LABEL_NONE ||
        (!whole && !all_capitals(doc, first, name_before_office(doc, first, colon))))
        return label;
    /* Inside a paragraph only an office that speaks for others is a label. */
    if (!sentence->line) {
        if (mention != NULL && mention->kind == MENTION_ROLE && mention->end == colon &&
            strcmp(mention->entry->text[0], "spokesperson") == 0)
            label.kind = LABEL_NAME;
        return label;
    }
    bool titled = hit_in(doc, first, colon, LEX_TITLE) != NULL ||
                  hit_in(doc, first, colon, LEX_PERSON) != NULL;
    bool office = mention != NULL &&
                  (mention->kind == MENTION_PERSON || mention->kind == MENTION_ROLE) &&
                  mention->end + 2 >= colon;
    label.member = hit_at(doc, first, LEX_TITLE) != NULL && mention != NULL &&
                   mention->kind == MENTION_PERSON && mention->entry == NULL;
    label.bare = office && !titled && mention->kind == MENTION_PERSON &&
                 mention->person != NO_INDEX && doc->person[mention->person].role == NULL &&
                 doc->person[mention->person].office == NULL;
    if (label.bare && is_heading(doc, first, colon))
        return label;
    if (titled || office)
        label.kind = LABEL_NAME;
    else if (body || is_bare_name(doc, first, name_end(doc, first, colon))) {
        label.kind = LABEL_NAME;
        label.unknown = true;
    }
    label.single = label.kind == LABEL_NONE && colon == first + 1;
    return label;
}

enum transcript {
    TRANSCRIPT_NONE,
    TRANSCRIPT_OFFICES, /* somebody known speaks; bare names may be headings */
    TRANSCRIPT_NAMES    /* somebody asks, or a name comes back as headings do not */
};

/* Whether somebody asks something, or the text begins with who speaks or with "Question:". */
static bool is_talk(const struct document *doc)
{
    struct label label = label_of(doc, &doc->sentence[0]);
    bool asker =
        label.kind == LABEL_ASKER && hit_at(doc, doc->sentence[0].first, LEX_ASKER) != NULL;
    if (asker || (label.kind == LABEL_NAME && !label.unknown))
        return true;
    for (uint32_t i = 0; i < doc->sentence_count; i++) {
        if (doc->sentence[i].question)
            return true;
    }
    return false;
}

/* Whether the turn that begins with a sentence ends with a question: an interviewer's. */
static bool ends_asking(const struct document *doc, uint32_t sentence)
{
    uint32_t last = sentence;
    while (last + 1 < doc->sentence_count && last - sentence < TURN_ASKING) {
        struct label next = label_of(doc, &doc->sentence[last + 1]);
        if (next.kind != LABEL_NONE || next.single)
            break;
        last++;
    }
    return doc->sentence[last].question;
}

/* "Shanghai Securities News: ... What does the ministry say?" */
static bool paper_asks(const struct document *doc, uint32_t sentence, const struct label *label)
{
    return hit_over(doc, label->end - 2, LEX_OUTLET_HEAD) != NULL && ends_asking(doc, sentence);
}

static enum transcript transcript_of(const struct document *doc, bool asks)
{
    struct str seen[LABELS_SEEN];
    size_t count = 0;
    enum transcript kind = TRANSCRIPT_NONE;
    /* Headings come back too ("Non-Tariff Barriers:"), and look like persons ("Intellectual
     * Property:"), but where people talk somebody asks. */
    for (uint32_t i = 0; i < doc->sentence_count; i++) {
        struct label label = label_of(doc, &doc->sentence[i]);
        /* "Bloomberg: ..." is a newspaper's word where nobody asks anything. */
        bool quotes = !asks && hit_at(doc, doc->sentence[i].first, LEX_OUTLET) != NULL;
        if ((label.kind == LABEL_ASKER && !quotes) || label.kind == LABEL_ANSWERER)
            return TRANSCRIPT_NAMES;
        if (label.kind == LABEL_NAME && !label.unknown && (asks || !label.bare))
            kind = TRANSCRIPT_OFFICES;
        /* "Hon. Okello: Was it he?" */
        if (label.member && asks && ends_asking(doc, i))
            return TRANSCRIPT_NAMES;
        if (label.kind != LABEL_NAME || !label.unknown)
            continue;
        if (asks && paper_asks(doc, i, &label))
            return TRANSCRIPT_NAMES;
        uint32_t first = doc->sentence[i].first;
        struct str name = document_span(doc, first, name_end(doc, first, label.end - 1));
        for (size_t s = 0; s < count && asks; s++) {
            if (str_eq_nocase(seen[s], name))
                return TRANSCRIPT_NAMES;
        }
        if (count < LABELS_SEEN)
            seen[count++] = name;
    }
    return kind;
}

/* "THE PRESIDENT:" under the title "Remarks by President Lind": the title's speaker. */
static bool is_titled(const struct document *doc, uint32_t first, uint32_t end, struct str titled)
{
    struct str label = document_span(doc, word_is(doc, first, W_THE) ? first + 1 : first, end);
    struct str office = {titled.ptr, label.len};
    return label.len > 0 && titled.len > label.len + 1 && titled.ptr[label.len] == ' ' &&
           str_eq_nocase(office, label);
}

/* A label's name in capital and small letters, without title: "Fairbairn". */
static struct speaker label_speaker(struct document *doc,
                                    const struct sentence *sentence,
                                    const struct label *label,
                                    const struct author *author)
{
    uint32_t first = sentence->first;
    uint32_t end = label->end - 1;
    struct speaker speaker = {.person = NO_INDEX,
                              .kind = MENTION_PERSON,
                              .side =
                                  author->speaker.side != NULL ? author->speaker.side : doc->home};
    for (size_t i = mention_from(doc, first); i < doc->mention_count && doc->mention[i].first < end;
         i++) {
        const struct mention *mention = &doc->mention[i];
        bool body = mention->kind == MENTION_BODY && mention->first == first && mention->end == end;
        if (mention->kind != MENTION_PERSON && mention->kind != MENTION_ROLE && !body)
            continue;
        struct speaker found = speech_of_mention(doc, mention);
        if (found.person == NO_INDEX && speaker.name.len > 0)
            continue;
        /* "THE PRESIDENT" is the one of the text's own country, whoever else was named so. */
        bool told = found.side != NULL && (mention->named_side || found.person != NO_INDEX ||
                                           author->speaker.side == NULL);
        const char *side = told ? found.side : speaker.side;
        const char *guest = guest_side(doc, author, mention, end);
        if (guest != NULL)
            doc->person[mention->person].side = guest;
        speaker = found;
        speaker.side = guest != NULL ? guest : side;
        speaker.generic = false;
    }
    if (speaker.person == NO_INDEX && speaker.entry == NULL) {
        while (first < end &&
               (hit_at(doc, first, LEX_TITLE) != NULL ||
                (doc->token[first].kind == TOKEN_PUNCT && doc->token[first].mark == '.')))
            first++;
        speaker.name = document_span(doc, first, name_end(doc, first, end));
    } else if (speaker.person == NO_INDEX && speaker.kind == MENTION_ROLE) {
        if (is_titled(doc, first, end, author->titled))
            return author->speaker;
        speaker.name = document_span(doc, first, end);
        const struct hit *habit = hit_at(doc, first, LEX_LABEL);
        if (habit != NULL && habit->end == end)
            speaker.supposed = habit->entry->text[0];
        holder_name(doc, author, &speaker);
    } else if (speaker.person != NO_INDEX && speaker.side == NULL) {
        /* "SECRETARY LIND:" */
        const struct hit *habit = hit_at(doc, first, LEX_LABEL);
        speaker.supposed = habit != NULL && habit->end < end ? habit->entry->text[0] : NULL;
    }
    return speaker;
}

/* "MR. OKAFOR: Will the Minister say whether ..?": a turn that is no more than a question. */
static bool only_asks(const struct document *doc, uint32_t sentence)
{
    uint32_t next = sentence + 1;
    return doc->sentence[sentence].question && next < doc->sentence_count &&
           label_of(doc, &doc->sentence[next]).kind != LABEL_NONE;
}

/* Who asks under one word ("ANDREW:"), once a turn of theirs has ended with a question. */
struct askers {
    struct str name[LABELS_SEEN];
    size_t count;
};

static bool is_asker(const struct document *doc, uint32_t sentence, struct askers *askers)
{
    uint32_t first = doc->sentence[sentence].first;
    struct str name = document_span(doc, first, first + 1);
    for (size_t i = 0; i < askers->count; i++) {
        if (str_eq_nocase(askers->name[i], name))
            return true;
    }
    if (!ends_asking(doc, sentence))
        return false;
    if (askers->count < LABELS_SEEN)
        askers->name[askers->count++] = name;
    return true;
}

/* "Q: ... / ANDRABI: There are no such talks.": one word right after a question, no heading. */
static bool answers_alone(const struct document *doc, uint32_t sentence)
{
    uint32_t first = doc->sentence[sentence].first;
    return !word_is_grammar(doc, first) && hit_at(doc, first, LEX_OUTLET) == NULL &&
           mention_at(doc, first) == NULL && !is_heading(doc, first, first + 1);
}

void turn_read(struct document *doc, const struct author *author, struct voice *voices)
{
    bool asks = doc->sentence_count > 0 && is_talk(doc);
    enum transcript transcript = transcript_of(doc, asks);
    if (transcript == TRANSCRIPT_NONE) {
        /* A question first and its answer in the next paragraph, without labels. */
        bool opening = doc->sentence_count > 1 && !author->press && !author->social &&
                       author->speaker.role != NULL &&
                       strcmp(author->speaker.role, "spokesperson") == 0;
        bool question = false;
        for (uint32_t i = 0; opening && i < doc->sentence_count && doc->sentence[i].paragraph == 0;
             i++)
            question = doc->sentence[i].question;
        for (uint32_t i = 0; question && i < doc->sentence_count; i++) {
            voices[i].turn = true;
            voices[i].asked = doc->sentence[i].paragraph == 0;
            if (!voices[i].asked)
                voices[i].speaker = author->speaker;
        }
        return;
    }
    bool in_turn = false;
    bool asked = false;
    struct speaker speaker = {.person = NO_INDEX};
    struct askers askers = {.count = 0};
    for (uint32_t i = 0; i < doc->sentence_count; i++) {
        struct label label = label_of(doc, &doc->sentence[i]);
        if (label.single && is_asker(doc, i, &askers))
            label.kind = LABEL_ASKER;
        else if (label.single && asks && asked && answers_alone(doc, i))
            label.kind = LABEL_NAME;
        if (label.kind != LABEL_NONE && (!label.unknown || transcript == TRANSCRIPT_NAMES) &&
            (asks || !label.bare)) {
            in_turn = true;
            asked = label.kind == LABEL_ASKER || (label.unknown && ends_asking(doc, i)) ||
                    (label.member && only_asks(doc, i));
            speaker = label.kind == LABEL_NAME
                          ? label_speaker(doc, &doc->sentence[i], &label, author)
                          : author->speaker;
            voices[i].first = label.end;
        }
        voices[i].turn = in_turn;
        voices[i].asked = in_turn && asked;
        if (in_turn && !asked)
            voices[i].speaker = speaker;
    }
}
