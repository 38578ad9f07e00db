#include "consumers/classify/context.h"

#include "consumers/classify/mention.h"

#include <string.h>

#define NEAR_BACK    3 /* sentences before one that it may lean on */
#define NEAR_AHEAD   2
#define EXCHANGE_MAX 12 /* sentences of a question and its answer, each way */
#define FAR_SPOKEN   2  /* sentences to the next word of trade in a long text: in talk */
#define FAR_WRITTEN  1  /* and in writing */
#define SHORT_MAX    14 /* a text of so many sentences has one subject */
#define CUE_MIN      4  /* see matter.c */
#define CUE_SURE     6

struct context context_of(const struct reader *reader, uint32_t sentence)
{
    const struct voice *voices = reader->voices;
    uint32_t count = (uint32_t)reader->doc->sentence_count;
    struct context context = {sentence, sentence + 1};
    bool turn = voices[sentence].turn;
    uint32_t back = turn ? EXCHANGE_MAX : NEAR_BACK;
    uint32_t ahead = turn ? EXCHANGE_MAX : NEAR_AHEAD;
    while (context.first > 0 && sentence - context.first < back) {
        bool opens = turn && voices[context.first].asked && !voices[context.first - 1].asked;
        if (opens || voices[context.first - 1].turn != turn)
            break;
        context.first--;
    }
    while (context.end < count && context.end - sentence < ahead) {
        bool next = turn && voices[context.end].asked && !voices[context.end - 1].asked;
        if (next || voices[context.end].turn != turn)
            break;
        context.end++;
    }
    return context;
}

struct context context_question(const struct voice *voices, uint32_t sentence)
{
    struct context question = {sentence, sentence};
    uint32_t low = sentence > EXCHANGE_MAX ? sentence - EXCHANGE_MAX : 0;
    while (voices[sentence].turn && question.end > low && !voices[question.end - 1].asked)
        question.end--;
    question.first = question.end;
    while (question.first > low && voices[question.first - 1].asked)
        question.first--;
    return question;
}

static uint32_t token_of(const struct document *doc, uint32_t sentence)
{
    return sentence < doc->sentence_count ? doc->sentence[sentence].first
                                          : (uint32_t)doc->token_count;
}

/* Heads of two countries who call or meet: what trade talks begin with, named so or not. */
static bool is_summit(const struct document *doc, uint32_t first, uint32_t end, const char *side)
{
    if (side == NULL || matter_guess(doc, first, end, CUE_MIN).matter != MATTER_CONTACT)
        return false;
    for (size_t i = mention_from(doc, first); i < doc->mention_count && doc->mention[i].first < end;
         i++) {
        const struct mention *mention = &doc->mention[i];
        const char *what = mention->entry != NULL ? mention->entry->text[0] : NULL;
        bool head = mention->kind == MENTION_ROLE && what != NULL && strcmp(what, "head") == 0;
        /* "did not ring the White House": where a head sits. */
        bool seat = mention->kind == MENTION_BODY &&
                    hit_is(hit_at(doc, mention->core_first, LEX_ORG), 1, "office");
        if ((head || seat || mention->kind == MENTION_PERSON) && mention->side != NULL &&
            strcmp(mention->side, side) != 0)
            return true;
    }
    return false;
}

/* Whether tokens [first, end) hold a word of tariffs, imports or exports; loose: of trade at all.
 */
static bool core_in(const struct document *doc, uint32_t first, uint32_t end, bool loose)
{
    for (uint32_t at = hit_start(doc, first, end, LEX_TARIFF); at < end;
         at = hit_start(doc, at + 1, end, LEX_TARIFF)) {
        if (hit_over(doc, at, LEX_DOMAIN) == NULL)
            return true;
    }
    for (uint32_t at = hit_start(doc, first, end, LEX_TRADE); at < end;
         at = hit_start(doc, at + 1, end, LEX_TRADE)) {
        const struct hit *hit = hit_at(doc, at, LEX_TRADE);
        if ((hit_is(hit, 0, "core") || (loose && hit_is(hit, 0, "loose"))) &&
            hit_over(doc, at, LEX_DOMAIN) == NULL)
            return true;
    }
    return false;
}

/* Whether tariffs, imports or exports are spoken of in tokens [first, end). */
static bool is_core(const struct document *doc, uint32_t first, uint32_t end)
{
    return first < end && core_in(doc, first, end, true);
}

bool context_core(const struct reader *reader, uint32_t sentence)
{
    const struct document *doc = reader->doc;
    uint32_t first = token_of(doc, sentence > 2 ? sentence - 2 : 0);
    uint32_t end =
        sentence + 3 < doc->sentence_count ? sentence + 3 : (uint32_t)doc->sentence_count;
    return is_core(reader->title, 0, (uint32_t)reader->title->token_count) ||
           is_core(doc, first, token_of(doc, end));
}

/* Whether the question that a sentence answers speaks of tariffs, imports or exports. */
static bool asked_core(const struct reader *reader, uint32_t sentence)
{
    struct context near = context_of(reader, sentence);
    struct context question = context_question(reader->voices, sentence);
    for (uint32_t i = question.end; i > question.first && i > near.first; i--) {
        const struct sentence *one = &reader->doc->sentence[i - 1];
        if (is_core(reader->doc, one->first, one->end))
            return true;
    }
    return false;
}

/* Whether sentences [first, end) hold a word of trade, however loose. */
static bool core_near(const struct document *doc, uint32_t first, uint32_t end)
{
    uint32_t to = end < doc->sentence_count ? doc->sentence[end].first : (uint32_t)doc->token_count;
    return is_core(doc, doc->sentence[first].first, to);
}

/* "Q Norway's premier said that the 15 percent was the price of a prize": a rate in what a reporter
 * has somebody say is a duty's. */
static bool
asks_of_rate(const struct document *doc, const struct voice *voice, const struct sentence *one)
{
    return voice->asked && voice->reported && voice->speaker.side != NULL &&
           hit_is(voice->verb, 0, "say") && hit_in(doc, one->first, one->end, LEX_PERCENT) != NULL;
}

/* "denies that it has ever relabelled gloves of Chinese origin": how goods are traded, whatever the
 * text says besides. */
static bool is_charge_denied(const struct document *doc, const struct sentence *one)
{
    return hit_in(doc, one->first, one->end, LEX_DENY) != NULL &&
           hit_in(doc, one->first, one->end, LEX_PRODUCT) != NULL &&
           matter_guess(doc, one->first, one->end, CUE_MIN).matter == MATTER_TRADE_CONDUCT;
}

bool context_trade(const struct reader *reader, uint32_t sentence)
{
    const struct document *doc = reader->doc;
    const struct sentence *one = &doc->sentence[sentence];
    const struct voice *voice = &reader->voices[sentence];
    if (asks_of_rate(doc, voice, one))
        return true;
    if (doc->sentence_count > SHORT_MAX) {
        uint32_t far = voice->turn ? FAR_SPOKEN : FAR_WRITTEN;
        return core_near(doc, sentence > far ? sentence - far : 0, sentence + far + 1) ||
               asked_core(reader, sentence);
    }
    if (hit_in(doc, one->first, one->end, LEX_LEVEL) != NULL &&
        hit_in(doc, one->first, one->end, LEX_PERCENT) != NULL)
        return true;
    /* A text of one's own that says what did not happen answers somebody. */
    bool denies = !reader->press && (hit_in(doc, one->first, one->end, LEX_NEG) != NULL ||
                                     hit_in(doc, one->first, one->end, LEX_FALSEHOOD) != NULL);
    bool says =
        voice->reported ? reader->press || voice->asked : (voice->turn ? !voice->asked : denies);
    if (is_charge_denied(doc, one))
        return true;
    if ((says || reader->social) && is_summit(doc, one->first, one->end, voice->speaker.side))
        return true;
    /* What is asked of such a call makes the rest of a short talk one of trade, too. */
    for (uint32_t i = 0; voice->turn && !voice->asked && i < sentence; i++) {
        if (reader->voices[i].asked &&
            is_summit(doc, doc->sentence[i].first, doc->sentence[i].end, voice->speaker.side))
            return true;
    }
    /* "The ministers will meet, Brazil said. Coffee has paid 50% since August." */
    return reader->trade ||
           (reader->changes && reader->press && voice->reported &&
            matter_guess(doc, one->first, one->end, CUE_MIN).matter == MATTER_CONTACT);
}

/* Each sentence is asked for by all that lean on it. */
static enum matter matter_of(const struct reader *reader, uint32_t sentence)
{
    uint8_t *known = &reader->matter[sentence];
    const struct sentence *one = &reader->doc->sentence[sentence];
    if (*known == 0)
        *known = (uint8_t)(matter_guess(reader->doc, one->first, one->end, CUE_MIN).matter + 1);
    return (enum matter)(*known - 1);
}

enum matter context_title(const struct document *title)
{
    return matter_guess(title, 0, (uint32_t)title->token_count, CUE_MIN).matter;
}

enum matter context_matter(const struct reader *reader, uint32_t sentence)
{
    const struct document *doc = reader->doc;
    struct context near = context_of(reader, sentence);
    enum matter matter = MATTER_NONE;
    for (uint32_t i = sentence; i > near.first && matter == MATTER_NONE; i--)
        matter = matter_of(reader, i - 1);
    uint32_t title_end = (uint32_t)reader->title->token_count;
    /* "Kampala: dumping talk is nonsense": the title tells what is denied. */
    if (matter == MATTER_NONE && (hit_in(reader->title, 0, title_end, LEX_FALSEHOOD) != NULL ||
                                  hit_in(reader->title, 0, title_end, LEX_DENY) != NULL))
        matter = reader->title_matter;
    for (uint32_t i = sentence + 1; i < near.end && matter == MATTER_NONE; i++)
        matter = matter_of(reader, i);
    if (matter != MATTER_NONE)
        return matter;
    matter = reader->title_matter;
    bool tariff =
        hit_in(doc, token_of(doc, near.first), token_of(doc, near.end), LEX_TARIFF) != NULL;
    return matter == MATTER_NONE && tariff ? MATTER_TARIFF_LEVEL : matter;
}

enum matter context_asked(const struct reader *reader, uint32_t sentence)
{
    const struct document *doc = reader->doc;
    struct context question = context_question(reader->voices, sentence);
    for (uint32_t i = question.end; i > question.first; i--) {
        const struct sentence *one = &doc->sentence[i - 1];
        bool put = reader->voices[i - 1].reported && hit_is(reader->voices[i - 1].verb, 0, "say");
        struct matter_guess guess =
            matter_guess(doc, one->first, one->end, put ? CUE_MIN : CUE_SURE);
        if (guess.matter != MATTER_NONE)
            return guess.matter;
    }
    return MATTER_NONE;
}

/* Whether states deal in goods of a chapter in other ways than trade, too: oil, films, aircraft,
 * ships, arms. */
static bool is_of_states(const char *chapter)
{
    static const char *const chapters[] = {"27", "37", "49", "71", "84", "85", "88", "89", "93"};
    for (size_t i = 0; i < sizeof chapters / sizeof chapters[0]; i++) {
        if (strcmp(chapter, chapters[i]) == 0)
            return true;
    }
    return false;
}

/* "talks on lithium", "the rubber dispute": goods that two sides speak of. */
static bool speaks_of_goods(const struct document *doc)
{
    static const enum grammar_word words[] = {W_ON, W_OVER, W_ABOUT};
    uint32_t end = (uint32_t)doc->token_count;
    for (const struct hit *good = hit_in(doc, 0, end, LEX_PRODUCT); good != NULL;
         good = hit_in(doc, good->end, end, LEX_PRODUCT)) {
        uint32_t before = good->first > 0 ? good->first - 1 : 0;
        before -= before > 0 && (word_is(doc, before, W_THE) || mention_place(doc, before) != NULL);
        bool topic = good->end < end && (hit_at(doc, good->end, LEX_TALKS) != NULL ||
                                         hit_at(doc, good->end, LEX_DEAL) != NULL);
        for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
            topic = topic || (good->first > 0 && word_is(doc, before, words[i]));
        struct str word = document_span(doc, before, before + 1);
        topic = topic || str_eq_nocase(word, STR("concerning")) ||
                str_eq_nocase(word, STR("regarding"));
        if (topic && !is_of_states(good->entry->text[0]))
            return true;
    }
    return false;
}

bool context_goods(const struct document *doc, const struct document *title)
{
    return speaks_of_goods(doc) || speaks_of_goods(title);
}

bool context_tariff(const struct reader *reader, uint32_t sentence)
{
    const struct document *doc = reader->doc;
    bool brief = doc->sentence_count <= SHORT_MAX;
    if (brief && context_core(reader, sentence))
        return true;
    uint32_t first = token_of(doc, sentence > 0 ? sentence - 1 : 0);
    return core_in(doc, first, doc->sentence[sentence].end, false);
}
