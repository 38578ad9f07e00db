#include "consumers/classify/chinese_duty.h"
#include "consumers/classify/classify.h"
#include "consumers/classify/document.h"
#include "consumers/classify/language.h"

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

/* A document with text read into it, of 10 June 2025; the caller releases it. */
static struct document read_text(const char *text)
{
    static const struct item item = {.id = "x", .source = "xinhua"};
    struct document doc = {.lexicon = lexicon_chinese(lexicon),
                           .arena = &arena,
                           .item = &item,
                           .date_known = true,
                           .date_day = 20249};
    document_read(&doc, text, strlen(text));
    return doc;
}

static struct record_list classify(struct classifier *classifier,
                                   const char *lang,
                                   const char *source,
                                   const char *text,
                                   bool *classified)
{
    struct item item = {.id = "x",
                        .source = source,
                        .lang = lang,
                        .title = "",
                        .text = text,
                        .published = "2025-06-10T08:00:00Z"};
    struct record_list records = {0};
    struct err err = {0};
    arena_reset(&arena);
    assert_int_equal(classify_item(classifier, &item, &arena, &records, classified, &err), ERR_OK);
    return records;
}

static void the_language_is_that_of_the_bytes(void **state)
{
    (void)state;
    static const struct {
        const char *lang;
        const char *title;
        const char *text;
        enum language language;
        const char *tag;
    } cases[] = {
        {"zh", "", "双方没有举行磋商。", LANGUAGE_CHINESE, "zh"},
        {"zh-CN", "Talks", "双方没有举行磋商。", LANGUAGE_CHINESE, "zh"},
        {NULL, "", "双方没有举行磋商。", LANGUAGE_CHINESE, "zh"},
        {"en", "", "双方没有举行磋商。", LANGUAGE_CHINESE, "zh"},
        {"und", "双方磋商", "", LANGUAGE_CHINESE, "zh"},
        {"zh", "", "雙方沒有舉行磋商。", LANGUAGE_OTHER, "zh-Hant"},
        {"en", "", "雙方沒有舉行磋商。", LANGUAGE_OTHER, "zh-Hant"},
        {"zh-HK", "", "甲乙", LANGUAGE_OTHER, "zh-HK"},
        {"zh", "", "双方は協議していない。", LANGUAGE_OTHER, "ja"},
        {"zh", "", "양측은 협의하지 않았다.", LANGUAGE_OTHER, "ko"},
        {"en", "双方磋商", "There were no talks between the two.", LANGUAGE_ENGLISH, "en"},
        {NULL, "", "No talks.", LANGUAGE_ENGLISH, "en"},
        {"en-GB", "", "Keine Gespräche.", LANGUAGE_ENGLISH, "en"},
        {"zh", "", "The minister said that there were no talks.", LANGUAGE_ENGLISH, "en"},
        {"und", "", "The minister said that there were no talks.", LANGUAGE_ENGLISH, "en"},
        {"und", "", "Keine Gespräche mit dem Minister.", LANGUAGE_OTHER, "und"},
        {"de", "", "Keine Gespräche mit dem Minister.", LANGUAGE_OTHER, "de"},
        {"", "", "Keine Gespräche mit dem Minister.", LANGUAGE_OTHER, "und"},
        {"zh", "", "The Chinese name of the ministry is 外交部 and it said so.", LANGUAGE_ENGLISH,
         "en"},
        {"zh", "", "\xff\xfe\xe4\xb8", LANGUAGE_OTHER, "zh"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct item item = {.lang = cases[i].lang, .title = cases[i].title, .text = cases[i].text};
        const char *tag = NULL;
        enum language language = language_of(&item, &tag);
        if (language != cases[i].language || strcmp(tag, cases[i].tag) != 0)
            print_error("%s \"%s\": %d %s\n", cases[i].lang == NULL ? "-" : cases[i].lang,
                        cases[i].text, (int)language, tag);
        assert_int_equal(language, cases[i].language);
        assert_string_equal(tag, cases[i].tag);
    }
}

static void other_languages_are_left_unclassified(void **state)
{
    (void)state;
    struct classifier *classifier = classify_new(lexicon);
    bool classified = true;
    (void)classify(classifier, "zh", "xinhua", "雙方沒有舉行磋商。", &classified);
    assert_false(classified);
    (void)classify(classifier, "de", "wire", "Keine Gespräche mit dem Minister.", &classified);
    assert_false(classified);
    (void)classify(classifier, "de", "xinhua", "双方没有举行磋商。", &classified);
    assert_true(classified);
    classify_free(classifier);
}

static void sentences_end_where_readers_would_end_them(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t sentences;
    } cases[] = {
        {"他来了。他走了。", 2},
        {"是吗？不是！好。", 3},
        {"“没有。”他说。", 2},
        {"第一行\n第二行", 2},
        {"税率为2.5%。", 1},
        {"（他说。）他走了。", 2},
        {"一、税率；二、日期。", 1},
        {"Apple Inc. 说好。", 1},
        {"", 0},
        {"。。。", 1},
        {"　\n\n　", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct document doc = read_text(cases[i].text);
        if (doc.sentence_count != cases[i].sentences)
            print_error("\"%s\": %zu\n", cases[i].text, doc.sentence_count);
        assert_int_equal(doc.sentence_count, cases[i].sentences);
        document_release(&doc);
    }
}

static void numbers_are_read_in_digits_and_characters(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double value;
        uint32_t tokens;
    } cases[] = {
        {"25", 25, 1},         {"２５．５", 25.5, 1}, {"1,500", 1500, 1},   {"二十五", 25, 3},
        {"十", 10, 1},         {"一百二十", 120, 4},  {"两百零五", 205, 4}, {"三十点五", 30.5, 4},
        {"二〇二五", 2025, 4}, {"关税", 0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct document doc = read_text(cases[i].text);
        double value = 0;
        uint32_t end = chinese_number(&doc, 0, (uint32_t)doc.token_count, &value);
        if (end != cases[i].tokens || (end > 0 && value != cases[i].value))
            print_error("\"%s\": %g of %u\n", cases[i].text, value, end);
        assert_int_equal(end, cases[i].tokens);
        assert_true(end == 0 || value == cases[i].value);
        document_release(&doc);
    }
}

static void rates_are_told_by_what_stands_around_them(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double value;
        enum rate_part part;
        enum rate_operator op;
        bool old;
    } cases[] = {
        {"征收25%的关税", 25, RATE_NEW, RATE_EQ, false},
        {"加征25%关税", 25, RATE_POINTS, RATE_EQ, false},
        {"由34%提高至84%", 84, RATE_NEW, RATE_EQ, true},
        {"从百分之二十降到百分之五", 5, RATE_NEW, RATE_EQ, true},
        {"下调10个百分点", 10, RATE_POINTS, RATE_EQ, false},
        {"税率为31.4%至49.9%", 49.9, RATE_NEW, RATE_RANGE, false},
        {"税率为10%-25%", 25, RATE_NEW, RATE_RANGE, false},
        {"关税最高达200%", 200, RATE_NEW, RATE_LE, false},
        {"关税税率为零", 0, RATE_NEW, RATE_EQ, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct document doc = read_text(cases[i].text);
        struct rate rates[RATES_MAX];
        size_t count = chinese_rates(&doc, 0, (uint32_t)doc.token_count, rates);
        if (count == 0 || rates[count - 1].value != cases[i].value ||
            rates[count - 1].part != cases[i].part)
            print_error("\"%s\": %zu\n", cases[i].text, count);
        assert_true(count > 0);
        const struct rate *rate = &rates[count - 1];
        assert_true(rate->value == cases[i].value);
        assert_int_equal(rate->part, cases[i].part);
        assert_int_equal(rate->op, cases[i].op);
        assert_int_equal(rate->old != NO_INDEX, cases[i].old);
        document_release(&doc);
    }
}

static void dates_count_from_the_item(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *day; /* NULL: none from which something applies */
    } cases[] = {
        {"自2025年7月1日起加征关税", "2025-07-01"},
        {"自7月1日起加征关税", "2025-07-01"},
        {"自１月１日起加征关税", "2025-01-01"},
        {"自12日起加征关税", "2025-06-12"},
        {"将从2日起加征关税", "2025-07-02"},
        {"即日起加征关税", "2025-06-10"},
        {"新税率将于7月9日零时01分生效", "2025-07-09"},
        {"关税将于21天后生效", "2025-07-01"},
        {"特朗普9日宣布，关税立即生效", "2025-06-09"},
        {"自2025年7月1日至2026年6月30日", "2025-07-01"},
        {"特朗普6月9日宣布加征关税", NULL},
        {"2025年13月40日起", NULL},
        {"该措施生效", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct document doc = read_text(cases[i].text);
        struct when when = chinese_start(&doc, 0, (uint32_t)doc.token_count);
        const char *day = when.known ? when_text(&doc, when.day) : NULL;
        if ((day == NULL) != (cases[i].day == NULL) ||
            (day != NULL && strcmp(day, cases[i].day) != 0))
            print_error("\"%s\": %s\n", cases[i].text, day == NULL ? "none" : day);
        assert_int_equal(day == NULL, cases[i].day == NULL);
        if (day != NULL)
            assert_string_equal(day, cases[i].day);
        document_release(&doc);
    }
}

static void evidence_is_whole_sentences_of_the_text(void **state)
{
    (void)state;
    static const char text[] =
        "会议结束。外交部发言人许衡10日表示，中美之间没有就关税举行磋商。散会。";
    struct classifier *classifier = classify_new(lexicon);
    bool classified = false;
    struct record_list records = classify(classifier, "zh", "xinhua", text, &classified);
    assert_int_equal(records.count, 1);
    const struct record *record = &records.record[0];
    const char *first = strstr(text, "外交部");
    const char *end = strstr(text, "散会");
    assert_int_equal(record->evidence[0].start, first - text);
    assert_int_equal(record->evidence[0].end, end - text);
    assert_string_equal(record->speaker, "许衡");
    assert_string_equal(record->speaker_role, "spokesperson");
    assert_non_null(strstr(record->rules, "chinese.denial.neg"));
    classify_free(classifier);
}

static void a_warm_classifier_allocates_nothing(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "记者：美国财政部长贝森特说，双方每天都在谈判。\n许衡：中美双方没有就关税举行磋商。",
        "自2025年7月1日起，对原产于美国的鸡肉、小麦加征15%关税，对猪肉加征10%关税。",
        "A text in English: the ministry of Norway denied that there had been talks on tariffs.",
    };
    struct classifier *classifier = classify_new(lexicon);
    size_t records = 0;
    for (size_t round = 0; round < 2; round++) {
        size_t before = allocations;
        bool classified = false;
        for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
            records += classify(classifier, NULL, "cn-mof", texts[i], &classified).count;
        assert_true(round == 0 ? allocations > before : allocations == before);
    }
    assert_true(records > 4);
    classify_free(classifier);
}

static double seconds_for(const char *pattern, size_t bytes)
{
    char *text = malloc(bytes + 1);
    assert_non_null(text);
    size_t len = strlen(pattern);
    for (size_t i = 0; i < bytes; i++)
        text[i] = pattern[i % len];
    text[bytes] = '\0';
    struct classifier *classifier = classify_new(lexicon);
    struct timespec from;
    struct timespec to;
    bool classified = false;
    assert_int_equal(clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from), 0);
    (void)classify(classifier, "zh", "cn-mfa", text, &classified);
    assert_int_equal(clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to), 0);
    classify_free(classifier);
    free(text);
    return (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
}

/* A quarter of the longest text against all of it, and a ceiling that holds under sanitizers on a
 * busy machine. */
static void time_grows_no_faster_than_the_text(void **state)
{
    (void)state;
    static const char *const patterns[] = {
        "外交部发言人表示，双方没有就关税举行磋商。",
        "他说他说他说",
        "他说，",
        "特朗普称，许衡说，",
        "“没有。”他说。",
        "问：没有。\n答：不属实。\n",
        "不属实，",
        "没有没有没有",
        "对原产于美国的进口商品取消关税，",
        "对对对",
        "由10%提高至25%，",
        "自7月1日起，",
        "取消关税",
        "王王王",
        "柯·",
        "中美欧日韩",
        "一二三四",
        "“”",
        "：",
        "、",
        "\xe4\xb8\xad\xe6\x96",
        "关税\n",
    };
    for (size_t i = 0; i < sizeof patterns / sizeof patterns[0]; i++) {
        double quarter = seconds_for(patterns[i], LONG_BYTES / 4);
        double whole = seconds_for(patterns[i], LONG_BYTES);
        if (whole > 10 * quarter + 0.2 || whole > CEILING_SECONDS || getenv("GAINSAY_TEST_TIMES"))
            print_error("\"%s\": %.3f s, then %.3f s\n", patterns[i], quarter, whole);
        assert_true(whole <= 10 * quarter + 0.2);
        assert_true(whole <= CEILING_SECONDS);
    }
}

static void hostile_text_gives_records_within_its_bounds(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",
        "。",
        "：：：说：说：",
        "问：\n答：\n问：\n答：",
        "\xe4\xb8\xad\xe7\xbe\x8e\xff\xfe关税\xe5",
        "“““””“说”。",
        "柯·柯·柯·柯·说，没有关税谈判。",
        "对对对加征加征25%%%关税关税。",
        "自自起起9999999999999999999年99月99日起加征关税。",
        "百分之百分之百分之关税。",
        "\xe2\x80\xae"
        "外交部发言人表示，没有谈判。"
        "\xe2\x80\xac",
    };
    static const char *const sources[] = {"xinhua", "cn-mfa", "cn-mof", "social"};
    struct classifier *classifier = classify_new(lexicon);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        for (size_t s = 0; s < sizeof sources / sizeof sources[0]; s++) {
            bool classified = false;
            struct record_list records =
                classify(classifier, "zh", sources[s], texts[i], &classified);
            for (size_t r = 0; r < records.count; r++)
                assert_true(records.record[r].evidence[0].end <= strlen(texts[i]));
        }
    }
    classify_free(classifier);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_language_is_that_of_the_bytes),
        cmocka_unit_test(other_languages_are_left_unclassified),
        cmocka_unit_test(sentences_end_where_readers_would_end_them),
        cmocka_unit_test(numbers_are_read_in_digits_and_characters),
        cmocka_unit_test(rates_are_told_by_what_stands_around_them),
        cmocka_unit_test(dates_count_from_the_item),
        cmocka_unit_test(evidence_is_whole_sentences_of_the_text),
        cmocka_unit_test(a_warm_classifier_allocates_nothing),
        cmocka_unit_test(time_grows_no_faster_than_the_text),
        cmocka_unit_test(hostile_text_gives_records_within_its_bounds),
    };
    return cmocka_run_group_tests(tests, lexicon_set_up, lexicon_tear_down);
}
