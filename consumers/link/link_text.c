#include "consumers/link/link_text.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/*
 * Words that say nothing about which call, deal or tariff is meant: function words, reporting
 * verbs, and what every sentence about trade holds. Sorted for bsearch().
 */
static const char *const stop_words[] = {
    "about",       "accusation", "accusations",
    "after",       "again",      "against",
    "all",         "allegation", "allegations",
    "alleged",     "also",       "american",
    "an",          "and",        "answer",
    "any",         "are",        "aren",
    "asked",       "at",         "baseless",
    "be",          "because",    "been",
    "before",      "being",      "between",
    "both",        "but",        "by",
    "called",      "can",        "categorically",
    "china",       "chinese",    "claim",
    "claimed",     "claims",     "clarifies",
    "clarify",     "commerce",   "completely",
    "contrary",    "correct",    "could",
    "couldn",      "countries",  "country",
    "denied",      "denies",     "did",
    "didn",        "do",         "does",
    "doesn",       "don",        "duties",
    "duty",        "each",       "entirely",
    "even",        "every",      "fact",
    "facts",       "fake",       "false",
    "firmly",      "first",      "for",
    "foreign",     "friday",     "from",
    "goods",       "government", "groundless",
    "had",         "hadn",       "has",
    "hasn",        "have",       "haven",
    "he",          "her",        "here",
    "him",         "his",        "how",
    "if",          "in",         "inaccurate",
    "incorrect",   "into",       "invented",
    "invention",   "is",         "isn",
    "it",          "its",        "just",
    "kind",        "know",       "last",
    "lie",         "lies",       "like",
    "made",        "many",       "may",
    "me",          "media",      "might",
    "minister",    "ministry",   "misinformed",
    "mislead",     "misleading", "mistaken",
    "monday",      "more",       "much",
    "must",        "my",         "never",
    "news",        "newspaper",  "newspapers",
    "no",          "nobody",     "none",
    "nonsense",    "nor",        "not",
    "nothing",     "now",        "of",
    "off",         "office",     "on",
    "one",         "only",       "or",
    "other",       "our",        "out",
    "over",        "own",        "president",
    "press",       "question",   "remarks",
    "report",      "reported",   "reporters",
    "reports",     "rumor",      "rumors",
    "rumour",      "rumours",    "said",
    "saturday",    "say",        "says",
    "secretary",   "she",        "should",
    "side",        "simply",     "so",
    "some",        "spokesman",  "spokesperson",
    "spokeswoman", "statement",  "states",
    "still",       "such",       "sunday",
    "tariff",      "tariffs",    "than",
    "that",        "the",        "their",
    "them",        "then",       "there",
    "these",       "they",       "this",
    "those",       "thursday",   "to",
    "told",        "too",        "trade",
    "true",        "trump",      "tuesday",
    "two",         "under",      "unfounded",
    "united",      "untrue",     "up",
    "us",          "very",       "was",
    "wasn",        "we",         "wednesday",
    "were",        "weren",      "what",
    "when",        "where",      "which",
    "while",       "who",        "wholly",
    "will",        "wishes",     "with",
    "won",         "would",      "wouldn",
    "wrong",       "yes",        "you",
    "your",
};

/* Words of a denial that could be of any deal, plan or talks: which one it means they don't tell.
 * Sorted. */
static const char *const vague_words[] = {
    "accord",     "account",     "agree",       "agreed",     "agreement",  "agreements",
    "anybody",    "anyone",      "arrangement", "assurance",  "assurances", "basis",
    "commitment", "commitments", "considered",  "correspond", "deal",       "deals",
    "decided",    "decision",    "decisions",   "devoid",     "discussed",  "evidence",
    "exist",      "existed",     "exists",      "figure",     "foundation", "gave",
    "give",       "given",       "granted",     "happen",     "happened",   "heard",
    "held",       "hold",        "holds",       "make",       "merit",      "number",
    "offer",      "offered",     "offers",      "pact",       "part",       "place",
    "plan",       "planned",     "plans",       "pledge",     "pledged",    "point",
    "position",   "present",     "promise",     "promised",   "reached",    "reality",
    "record",     "reflect",     "seen",        "settled",    "sides",      "sign",
    "signed",     "sort",        "stand",       "stands",     "story",      "taken",
    "thing",      "things",      "time",        "took",       "truth",      "understanding",
    "water",      "words",
};

/* Words that name a means of contact. "Spoke" and "contact" name none: they can be any. Sorted. */
static const struct means_word {
    const char *word;
    unsigned means;
} means_words[] = {
    {"call", LINK_MEANS_CALL},          {"called", LINK_MEANS_CALL},
    {"calling", LINK_MEANS_CALL},       {"calls", LINK_MEANS_CALL},
    {"delegation", LINK_MEANS_MEETING}, {"letter", LINK_MEANS_LETTER},
    {"letters", LINK_MEANS_LETTER},     {"meet", LINK_MEANS_MEETING},
    {"meeting", LINK_MEANS_MEETING},    {"meetings", LINK_MEANS_MEETING},
    {"met", LINK_MEANS_MEETING},        {"phone", LINK_MEANS_CALL},
    {"phoned", LINK_MEANS_CALL},        {"rang", LINK_MEANS_CALL},
    {"summit", LINK_MEANS_MEETING},     {"telephone", LINK_MEANS_CALL},
    {"telephoned", LINK_MEANS_CALL},    {"visit", LINK_MEANS_MEETING},
    {"visited", LINK_MEANS_MEETING},    {"wrote", LINK_MEANS_LETTER},
};

/* The same in Chinese: two characters each. Sorted. */
static const char *const stop_pairs[] = {
    "不属", "两国", "中国", "中方", "中美", "举行", "交部", "从未", "关税", "务部",
    "双方", "发言", "商务", "外交", "属实", "并未", "强调", "总统", "报道", "指出",
    "新闻", "有关", "朗普", "没有", "特朗", "相关", "经贸", "美国", "美方", "表示",
    "言人", "记者", "说法", "贸易", "进行", "部长", "问题",
};

static const struct means_word means_pairs[] = {
    {"会晤", LINK_MEANS_MEETING}, {"会见", LINK_MEANS_MEETING}, {"会面", LINK_MEANS_MEETING},
    {"信函", LINK_MEANS_LETTER},  {"写信", LINK_MEANS_LETTER},  {"来电", LINK_MEANS_CALL},
    {"电话", LINK_MEANS_CALL},    {"致信", LINK_MEANS_LETTER},  {"致电", LINK_MEANS_CALL},
    {"见面", LINK_MEANS_MEETING}, {"访华", LINK_MEANS_MEETING}, {"访美", LINK_MEANS_MEETING},
    {"访问", LINK_MEANS_MEETING}, {"赴美", LINK_MEANS_MEETING}, {"通话", LINK_MEANS_CALL},
};

#define MEANS_COUNT    (sizeof means_words / sizeof means_words[0])
#define STOP_PAIRS     (sizeof stop_pairs / sizeof stop_pairs[0])
#define MEANS_PAIRS    (sizeof means_pairs / sizeof means_pairs[0])
#define VAGUE_COUNT    (sizeof vague_words / sizeof vague_words[0])
#define STOP_COUNT     (sizeof stop_words / sizeof stop_words[0])
#define WORD_BYTES     32
#define HAN_BYTES      3 /* of a Han character in UTF-8 */
#define STEM_BYTES     6 /* "agreed", "agreement" and "agree" meet at "agree" */
#define SHORTEST_LATIN 3

/* As strcmp(); of the words that a search meets most differ in their first letter. */
static int compare(const char *a, const char *b)
{
    int first = (unsigned char)*a - (unsigned char)*b;
    return first != 0 ? first : strcmp(a, b);
}

static int by_word(const void *a, const void *b)
{
    return compare(a, *(const char *const *)b);
}

static int by_means_word(const void *word, const void *row)
{
    return compare(word, ((const struct means_word *)row)->word);
}

static unsigned means_of(const char *word, const struct means_word *rows, size_t count)
{
    const struct means_word *row = bsearch(word, rows, count, sizeof rows[0], by_means_word);
    return row == NULL ? 0 : row->means;
}

static bool is_word_byte(unsigned char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80;
}

/* The inflections that news sentences vary most: a plural, a past tense, a participle. */
static size_t stem_length(const char *word, size_t len)
{
    static const char *const endings[] = {"ments", "ment", "ings", "ing", "ed", "es", "s"};
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        size_t end = strlen(endings[i]);
        if (len >= end + 4 && memcmp(word + len - end, endings[i], end) == 0) {
            len -= end;
            break;
        }
    }
    if (len > 4 && word[len - 1] == 'e')
        len--;
    return len > STEM_BYTES ? STEM_BYTES : len;
}

/* FNV-1a, 32 bits (draft-eastlake-fnv). */
static uint32_t hash(const char *bytes, size_t len)
{
    uint32_t sum = 2166136261u;
    for (size_t i = 0; i < len; i++) {
        sum ^= (unsigned char)bytes[i];
        sum *= 16777619u;
    }
    return sum;
}

static void add_stem(struct link_words *words, uint32_t stem)
{
    size_t at = words->count;
    while (at > 0 && words->stem[at - 1] > stem)
        at--;
    if (at > 0 && words->stem[at - 1] == stem)
        return;
    memmove(&words->stem[at + 1], &words->stem[at], (words->count - at) * sizeof words->stem[0]);
    words->stem[at] = stem;
    words->count++;
}

/* "No such concession was made": which one is told elsewhere, whatever it is called. */
static void add_word(struct link_words *words, const char *word, size_t len, bool such)
{
    if (words->count == LINK_WORDS_MAX || len < SHORTEST_LATIN)
        return;
    if (bsearch(word, stop_words, STOP_COUNT, sizeof stop_words[0], by_word) != NULL)
        return;
    size_t before = words->count;
    add_stem(words, hash(word, stem_length(word, len)));
    if (!such && bsearch(word, vague_words, VAGUE_COUNT, sizeof vague_words[0], by_word) == NULL)
        words->own += words->count - before;
}

/* Whether a Han character begins here: three bytes each. */
static bool is_han(const char *at)
{
    const unsigned char *bytes = (const unsigned char *)at;
    return bytes[0] >= 0xE4 && bytes[0] <= 0xE9 && bytes[1] >= 0x80 && bytes[1] < 0xC0 &&
           bytes[2] >= 0x80 && bytes[2] < 0xC0;
}

/* "。", "，": punctuation of East Asian texts. */
static bool is_wide_mark(const char *at)
{
    const unsigned char *bytes = (const unsigned char *)at;
    return ((bytes[0] == 0xE3 && bytes[1] == 0x80) || (bytes[0] == 0xEF && bytes[1] == 0xBC)) &&
           bytes[2] >= 0x80;
}

/* Chinese has no spaces: its words are every two characters in a row. */
static void add_pair(struct link_words *words, const char *at)
{
    char pair[2 * HAN_BYTES + 1];
    memcpy(pair, at, 2 * HAN_BYTES);
    pair[2 * HAN_BYTES] = '\0';
    words->means |= means_of(pair, means_pairs, MEANS_PAIRS);
    if (words->count < LINK_WORDS_MAX &&
        bsearch(pair, stop_pairs, STOP_PAIRS, sizeof stop_pairs[0], by_word) == NULL) {
        size_t before = words->count;
        add_stem(words, hash(pair, 2 * HAN_BYTES));
        words->own += words->count - before;
    }
}

void link_words_of(const char *sentence, struct link_words *words)
{
    words->count = 0;
    words->own = 0;
    words->means = 0;
    words->han = false;
    char word[WORD_BYTES];
    size_t len = 0;
    bool such = false;
    for (const char *at = sentence;; at++) {
        unsigned char c = (unsigned char)*at;
        bool han = is_han(at);
        if (is_word_byte(c) && !han && !is_wide_mark(at)) {
            if (len < WORD_BYTES - 1)
                word[len++] = (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
            continue;
        }
        word[len] = '\0';
        words->means |= means_of(word, means_words, MEANS_COUNT);
        add_word(words, word, len, such);
        such = len > 0 ? strcmp(word, "such") == 0 : such;
        len = 0;
        words->han = words->han || han;
        if (han && is_han(at + HAN_BYTES))
            add_pair(words, at);
        at += han || is_wide_mark(at) ? HAN_BYTES - 1 : 0;
        if (c == '\0')
            break;
    }
}

void link_words_drop(struct link_words *words, const char *name)
{
    struct link_words dropped;
    link_words_of(name, &dropped);
    size_t kept = 0;
    for (size_t i = 0, j = 0; i < words->count; i++) {
        while (j < dropped.count && dropped.stem[j] < words->stem[i])
            j++;
        if (j == dropped.count || dropped.stem[j] != words->stem[i])
            words->stem[kept++] = words->stem[i];
        else
            words->own -= words->own > 0;
    }
    words->count = kept;
}

double link_words_shared(const struct link_words *a, const struct link_words *b)
{
    if (a->count == 0 || b->count == 0)
        return 0;
    size_t shared = 0;
    for (size_t i = 0, j = 0; i < a->count && j < b->count;) {
        if (a->stem[i] == b->stem[j]) {
            shared++;
            i++;
            j++;
        } else if (a->stem[i] < b->stem[j]) {
            i++;
        } else {
            j++;
        }
    }
    return (double)shared / (double)(a->count < b->count ? a->count : b->count);
}
