#include "consumers/classify/classify.h"
#include "consumers/classify/document.h"
#include "consumers/classify/speech.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "tests/unit/allocations.h"
#include "tests/unit/lexicon.h"

#define LONG_BYTES      ITEM_TEXT_MAX_BYTES
#define CEILING_SECONDS 5
#define ROUNDS_MAX      10
#define CASES_MAX       5000
#define CASE_BYTES      4096
#define JOINED          40 /* cases that make an article */

/* A document with text read into it; the caller releases it. */
static struct document read_text(const char *text)
{
    static const struct item item = {.id = "x", .source = "wire"};
    struct document doc = {.lexicon = lexicon, .arena = &arena, .item = &item};
    document_read(&doc, text, strlen(text));
    return doc;
}

static struct record_list classify(const char *source, const char *title, const char *text)
{
    struct item item = {.id = "x",
                        .source = source,
                        .title = title,
                        .text = text,
                        .published = "2025-05-06T08:00:00Z"};
    struct classifier *classifier = classify_new(lexicon);
    struct record_list records = {0};
    struct err err = {0};
    bool classified = false;
    arena_reset(&arena);
    assert_int_equal(classify_item(classifier, &item, &arena, &records, &classified, &err), ERR_OK);
    assert_true(classified);
    classify_free(classifier);
    return records;
}

static void assert_token(const struct document *doc, uint32_t at, const char *text)
{
    assert_true(at < doc->token_count);
    struct str span = document_span(doc, at, at + 1);
    assert_int_equal(span.len, strlen(text));
    assert_memory_equal(span.ptr, text, span.len);
}

static void words_split_where_the_lexicon_wants_them(void **state)
{
    (void)state;
    struct document doc = read_text("China's anti-dumping duty didn't rise, U.S. officials said.");
    static const char *const words[] = {"China", "'s", "anti", "dumping",   "duty", "did", "n't",
                                        "rise",  ",",  "U.S.", "officials", "said", "."};
    assert_int_equal(doc.token_count, sizeof words / sizeof words[0]);
    for (uint32_t i = 0; i < doc.token_count; i++)
        assert_token(&doc, i, words[i]);
    assert_true(word_is(&doc, 6, W_NOT));
    assert_true(doc.token[3].flags & TOKEN_HYPHEN);
    document_release(&doc);
}

static void sentences_end_where_readers_would_end_them(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t sentences;
    } cases[] = {
        {"Mr. Vance met Ms. Roe. They spoke.", 2},
        {"The duty is 2.5 per cent. It was 5.", 2},
        {"Is that so? No. It is not.", 3},
        {"See No. 14 of the list.", 1},
        {"She left the U.S. on Monday.", 1},
        {"She left the U.S. He stayed.", 2},
        {"First line\nSecond line", 2},
        {"A line that\nis wrapped in the middle.", 1},
        {"The minister told the house on Monday that the\nUnited States had not asked him for "
         "anything at\n"
         "all.\n\nHe then left for\nOttawa, his office said in the evening.",
         3},
        {"\"We met.\" He left.", 2},
        {"", 0},
        {"...", 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct document doc = read_text(cases[i].text);
        if (doc.sentence_count != cases[i].sentences)
            print_error("\"%s\"\n", cases[i].text);
        assert_int_equal(doc.sentence_count, cases[i].sentences);
        document_release(&doc);
    }
}

/* Who speaks each sentence, by the whole classifier's way to it. */
static void assert_speakers(const char *text, const char *const *speakers, size_t count)
{
    struct document doc = read_text(text);
    struct author author = {.press = true, .speaker.person = NO_INDEX};
    struct voice *voices = calloc(doc.sentence_count + 1, sizeof *voices);
    assert_non_null(voices);
    speech_assign(&doc, &author, voices);
    assert_int_equal(doc.sentence_count, count);
    for (size_t i = 0; i < count; i++) {
        struct str name = voices[i].speaker.name;
        if (!str_eq_nocase(name, str_of(speakers[i])))
            print_error("sentence %zu: \"%.*s\"\n", i, (int)name.len, name.ptr);
        assert_true(str_eq_nocase(name, str_of(speakers[i])));
    }
    free(voices);
    document_release(&doc);
}

static void every_sentence_has_the_speaker_who_says_it(void **state)
{
    (void)state;
    assert_speakers("The talks go on, said Mara Lindholm, Norway's trade minister. "
                    "\"We met twice,\" she added. Nobody else was there.",
                    (const char *const[]){"Mara Lindholm", "Mara Lindholm", ""}, 3);
    assert_speakers("According to the Chilean foreign ministry the duty stays. It rained.",
                    (const char *const[]){"Chilean foreign ministry", ""}, 2);
    assert_speakers("Peru's trade minister, Aurelio Quispe, was there. He said that it was over.",
                    (const char *const[]){"", "Aurelio Quispe"}, 2);
}

static void turns_of_a_transcript_belong_to_their_labels(void **state)
{
    (void)state;
    assert_speakers("Q: Have you met?\nSpokesperson Ke Lan: We have not.\nThat is all.",
                    (const char *const[]){"", "Ke Lan", "Ke Lan"}, 3);
    /* Headings with a colon are no labels. */
    assert_speakers("Market Access: Duties fall.\nDigital Trade: Rules are agreed.",
                    (const char *const[]){"", ""}, 2);
}

static void evidence_lies_within_the_text_and_records_keep_their_ids(void **state)
{
    (void)state;
    static const char text[] =
        "Canada's foreign ministry said on Tuesday that there had been no phone call with Peru "
        "about tariffs.";
    struct record_list records = classify("wire", "Ottawa on call", text);
    assert_int_equal(records.count, 1);
    const struct record *record = &records.record[0];
    assert_int_equal(record->type, RECORD_DENIAL);
    assert_int_equal(record->matter, MATTER_CONTACT);
    assert_string_equal(record->speaker_side, "CA");
    assert_int_equal(record->evidence[0].start, 0);
    assert_int_equal(record->evidence[0].end, sizeof text - 1);
    assert_true(record->confidence > 0.5 && record->confidence < 1);
    char id[DIGEST_ID_BYTES];
    memcpy(id, record->id, sizeof id);
    records = classify("wire", "Ottawa on call", text);
    assert_string_equal(records.record[0].id, id);
}

static void hostile_text_gives_records_within_its_bounds(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",
        "\xff\xfe\xc0\x80 said that \xe4\xb8 tariffs \xf0\x9f",
        "\"\"\"\"\"'''''((((((",
        "Q:\nA:\nQ:\nA:",
        ":::: said : said : said",
        "' ' 's 's 's 's 's",
        "\n\n\n \t \r\n\r\n",
        "No. No. No. No tariffs no talks no deal no no no",
        "said said said said said said said that that that",
        "\xe2\x80\x9c\xe2\x80\x9c\xe2\x80\x9d\xe2\x80\x9c He said \xe2\x80\x9d",
        "A. B. C. D. E. F. Trump. Xi. said",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        for (size_t s = 0; s < 3; s++) {
            static const char *const sources[] = {"wire", "cn-mfa", "social"};
            struct record_list records = classify(sources[s], texts[i], texts[i]);
            for (size_t r = 0; r < records.count; r++)
                assert_true(records.record[r].evidence[0].end <= strlen(texts[i]));
        }
    }
}

/* The golden cases; returns how many there are. */
static size_t read_cases(struct arena *kept, struct item *items)
{
    char path[4096];
    struct err err = {0};
    const char *source = getenv("GAINSAY_SOURCE_DIR");
    (void)snprintf(path, sizeof path, "%s/tests/golden/cases.jsonl", source == NULL ? "." : source);
    FILE *file = fopen(path, "re");
    assert_non_null(file);
    char *line = NULL;
    size_t size = 0;
    size_t count = 0;
    ssize_t len;
    while (count < CASES_MAX && (len = getline(&line, &size, file)) > 0)
        assert_int_equal(item_from_line(kept, line, (size_t)len, true, &items[count++], &err),
                         ERR_OK);
    free(line);
    (void)fclose(file);
    return count;
}

/* Adds articles, each of some cases; returns how many items there are then. */
static size_t join_cases(struct arena *kept, struct item *items, size_t count)
{
    size_t all = count;
    for (size_t i = 0; i + JOINED <= count; i += JOINED) {
        char *text = arena_array(kept, (size_t)JOINED, CASE_BYTES);
        size_t len = 0;
        for (size_t j = i; j < i + JOINED; j++)
            len +=
                (size_t)snprintf(text + len, CASE_BYTES, "%.*s\n\n", CASE_BYTES - 3, items[j].text);
        items[all] = items[i];
        items[all++].text = text;
    }
    return all;
}

static void a_warm_classifier_allocates_nothing(void **state)
{
    (void)state;
    struct arena kept;
    arena_init(&kept, (size_t)64 << 20);
    struct item *items = arena_array(&kept, 2 * CASES_MAX, sizeof *items);
    size_t count = join_cases(&kept, items, read_cases(&kept, items));
    struct classifier *classifier = classify_new(lexicon);
    size_t most = 0;
    for (size_t round = 0; round < 2; round++) {
        size_t before = allocations;
        for (size_t i = 0; i < count; i++) {
            struct record_list list = {0};
            struct err err = {0};
            bool classified = false;
            arena_reset(&arena);
            assert_int_equal(classify_item(classifier, &items[i], &arena, &list, &classified, &err),
                             ERR_OK);
            most = list.count > most ? list.count : most;
        }
        assert_true(round == 0 ? allocations > before : allocations == before);
    }
    assert_true(most > RECORDS_MAX / 2);
    classify_free(classifier);
    arena_release(&kept);
}

static double seconds_for(const char *pattern, size_t bytes)
{
    char *text = malloc(bytes + 1);
    assert_non_null(text);
    size_t len = strlen(pattern);
    for (size_t i = 0; i < bytes; i++)
        text[i] = pattern[i % len];
    text[bytes] = '\0';
    struct timespec from;
    struct timespec to;
    assert_int_equal(clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from), 0);
    (void)classify("wire", "", text);
    assert_int_equal(clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to), 0);
    free(text);
    return (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
}

/* A quarter of the longest text against all of it, and a ceiling that holds under sanitizers on a
 * busy machine: without them the longest takes a tenth of a second at worst. */
static void time_grows_no_faster_than_the_text(void **state)
{
    (void)state;
    static const char *const patterns[] = {
        "the minister said that the talks about tariffs are over. ",
        "Jane Roe said that John Doe said that ",
        "\"We have not met, \" he said. ",
        "Q: No. A: Not so. \n",
        "China, Japan, Norway, Peru and ",
        "no not never nor none without ",
        "10% from 20% to 30% by 40% on ",
        "steel, aluminium, cars and ",
        "said ",
        "(((\"'",
        "\"",
        "\xe2\x80\x9c\xe2\x80\x9d",         /* curly quotes */
        "\xff\xc0\x80 tariff\xe4\xb8",      /* malformed */
        "\xe2\x80\xae tariff \xe2\x80\xac", /* right-to-left override and its end */
        "\xe2\x80\x8b\xc2\xad\xe2\x81\xa6", /* nothing to be seen */
        "\n",
        "a.",
        "a",
    };
    for (size_t i = 0; i < sizeof patterns / sizeof patterns[0]; i++) {
        double quarter = seconds_for(patterns[i], LONG_BYTES / 4);
        double whole = seconds_for(patterns[i], LONG_BYTES);
        if (whole > 10 * quarter + 0.2 || whole > CEILING_SECONDS)
            print_error("\"%s\": %.3f s, then %.3f s\n", patterns[i], quarter, whole);
        assert_true(whole <= 10 * quarter + 0.2);
        assert_true(whole <= CEILING_SECONDS);
    }
}

/* Each fourth sentence names a person who was not there before, some have a word of trade, and none
 * gives a record. */
static void write_report(char *text, size_t bytes)
{
    static const char *const part[] = {"ba", "ce", "di", "fo", "gu", "ha", "je", "ki",
                                       "lo", "mu", "na", "pe", "ri", "so", "tu", "va"};
    size_t len = 0;
    for (size_t i = 0; len < bytes; i++) {
        char last[16];
        char report[512];
        size_t n = i * 2654435761u >> 8;
        (void)snprintf(last, sizeof last, "D%s%s%s%s", part[n & 15], part[n >> 4 & 15],
                       part[n >> 8 & 15], part[n >> 12 & 15]);
        int made = snprintf(report, sizeof report,
                            "Jo%s %s walked along the quay with Mr. %s and asked what the ferry "
                            "cost. %s said that the road was closed when the rain came.\n"
                            "There were boats, and some of them had gone out before it was light. "
                            "The price of imports was told there, and nobody wrote it down.\n\n",
                            part[n >> 16 & 15], last, last, last);
        size_t more = (size_t)made < bytes - len ? (size_t)made : bytes - len;
        memcpy(text + len, report, more);
        len += more;
    }
    text[bytes] = '\0';
}

/* The best of some rounds, for what else the machine does only adds to a time; more of them where a
 * ratio is over the bound. */
static void a_megabyte_costs_no_more_a_byte_than_a_tenth_of_it(void **state)
{
    (void)state;
    static char text[LONG_BYTES + 1];
    double tenth = 1e9;
    double whole = 1e9;
    for (size_t round = 0; round < ROUNDS_MAX && (round < 2 || whole > 10 * 1.5 * tenth); round++) {
        write_report(text, LONG_BYTES / 10);
        double took = seconds_for(text, LONG_BYTES / 10);
        tenth = took < tenth ? took : tenth;
        write_report(text, LONG_BYTES);
        took = seconds_for(text, LONG_BYTES);
        whole = took < whole ? took : whole;
    }
    if (whole > 10 * 1.5 * tenth)
        print_error("%.4f s, then %.4f s\n", tenth, whole);
    assert_true(whole <= 10 * 1.5 * tenth);
}

static void a_text_over_the_limit_is_refused(void **state)
{
    (void)state;
    size_t bytes = CLASSIFY_TEXT_MAX_BYTES + 1;
    char *text = malloc(bytes + 1);
    assert_non_null(text);
    memset(text, 'x', bytes);
    text[bytes] = '\0';
    struct item item = {.id = "x", .source = "wire", .text = text};
    struct classifier *classifier = classify_new(lexicon);
    struct record_list records = {0};
    struct err err = {0};
    bool classified = false;
    assert_int_equal(classify_item(classifier, &item, &arena, &records, &classified, &err),
                     ERR_TOO_LARGE);
    classify_free(classifier);
    free(text);
}

/* A choice is of one word: "(two|ten words)" would be spelled out wrongly. */
static void a_choice_of_several_words_is_an_error_of_its_row(void **state)
{
    (void)state;
    struct err err = {0};
    struct lexicon *bad = NULL;
    char dir[] = "/tmp/gainsay-lexicon-XXXXXX";
    char path[64];
    assert_non_null(mkdtemp(dir));
    (void)snprintf(path, sizeof path, "%s/rows.tsv", dir);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    (void)fputs("surface\tclass\tvalue\tflags\n(roll|wind all) back\tact\tlower\tv\n", file);
    (void)fclose(file);
    enum err_code code = lexicon_load(dir, &bad, &err);
    (void)remove(path);
    (void)remove(dir);
    assert_int_equal(code, ERR_CONFIG);
    assert_non_null(strstr(err.text, "more than one word"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_split_where_the_lexicon_wants_them),
        cmocka_unit_test(sentences_end_where_readers_would_end_them),
        cmocka_unit_test(every_sentence_has_the_speaker_who_says_it),
        cmocka_unit_test(turns_of_a_transcript_belong_to_their_labels),
        cmocka_unit_test(evidence_lies_within_the_text_and_records_keep_their_ids),
        cmocka_unit_test(hostile_text_gives_records_within_its_bounds),
        cmocka_unit_test(a_warm_classifier_allocates_nothing),
        cmocka_unit_test(time_grows_no_faster_than_the_text),
        cmocka_unit_test(a_megabyte_costs_no_more_a_byte_than_a_tenth_of_it),
        cmocka_unit_test(a_text_over_the_limit_is_refused),
        cmocka_unit_test(a_choice_of_several_words_is_an_error_of_its_row),
    };
    return cmocka_run_group_tests(tests, lexicon_set_up, lexicon_tear_down);
}
