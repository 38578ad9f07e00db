#include "common/model/item.h"
#include "common/model/result.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;
static struct err err;

static const char good_item[] =
    "{\"schema\":\"item/"
    "1\",\"id\":\"i\",\"revision\":\"r\",\"source\":\"s\",\"lang\":\"en\",\"guid\":\"g\","
    "\"title\":\"T\",\"text\":\"He "
    "called.\",\"published_from\":\"none\",\"fetched\":\"2025-04-28T08:00:00Z\","
    "\"member of later versions\":{}}";

static void an_item_comes_back_as_it_was_written(void **state)
{
    (void)state;
    struct item item;
    assert_int_equal(item_from_json(&arena, good_item, sizeof good_item - 1, &item, &err), ERR_OK);
    assert_string_equal(item.text, "He called.");
    assert_null(item.published);
    struct buf out;
    buf_init(&out, 1 << 16);
    assert_int_equal(item_to_json(&item, &out, &err), ERR_OK);
    struct item again;
    assert_int_equal(item_from_json(&arena, out.ptr, out.len, &again, &err), ERR_OK);
    assert_string_equal(again.guid, item.guid);
    buf_release(&out);
}

/* Each byte that a string can hold, at each place of a word of eight. */
static void an_item_is_written_byte_for_byte_as_in_a_result(void **state)
{
    (void)state;
    char text[3 * 256];
    for (size_t shift = 0; shift < 8; shift++) {
        size_t len = shift;
        memset(text, 'a', shift);
        for (int c = 1; c < 0x80; c++)
            text[len++] = (char)c;
        memcpy(text + len, "\xe2\x80\x99\xc3\xa9", 6);
        const struct result result = {
            .item = {.id = "i",
                     .revision = "r",
                     .source = "s",
                     .lang = "en",
                     .guid = "g\"",
                     .title = "\\",
                     .text = text,
                     .published_from = "none",
                     .fetched = "2025-04-28T08:00:00Z"},
            .classifier = "c",
            .lexicon = "l",
        };
        struct buf item;
        struct buf whole;
        buf_init(&item, 1 << 16);
        buf_init(&whole, 1 << 16);
        assert_int_equal(item_to_json(&result.item, &item, &err), ERR_OK);
        assert_int_equal(result_to_json(&result, &whole, &err), ERR_OK);
        assert_non_null(strstr(buf_text(&whole), buf_text(&item)));
        buf_release(&item);
        buf_release(&whole);
    }
}

static void a_bad_message_is_refused_with_what_is_wrong(void **state)
{
    (void)state;
    static const struct {
        const char *json;
        const char *message;
    } cases[] = {
        {"", "not JSON"},
        {"[]", "not a JSON object"},
        {"{} x", "unexpected text"},
        {"{\"schema\":\"item/2\"}", "schema \"item/2\" is not \"item/1\""},
        {"{\"schema\":\"item/10\"}", "schema \"item/10\" is not \"item/1\""},
        {"{\"id\":\"x\"}", "member \"schema\" is missing"},
        {"{\"schema\":\"item/1\"}", "member \"id\" is missing"},
        {"{\"schema\":\"item/1\",\"id\":7}", "member \"id\" is not a string"},
        {"{\"schema\":\"item/1\",\"id\":\"a\\u0000b\"}", "NUL"},
        {"{\"schema\":\"item/1\",\"id\":\"\xff\"}", "byte 25 is not UTF-8"},
        {"{\"schema\":\"item/1\",\"ID\":\"x\"}", "member \"id\" is missing"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct item item;
        assert_int_equal(item_from_json(&arena, cases[i].json, strlen(cases[i].json), &item, &err),
                         ERR_BAD_INPUT);
        if (strstr(err.text, cases[i].message) == NULL)
            fail_msg("case %zu: \"%s\" lacks \"%s\"", i, err.text, cases[i].message);
    }
}

static void a_backslash_before_u0000_is_no_nul(void **state)
{
    (void)state;
    static const char line[] = "{\"id\":\"x\",\"title\":\"a \\\\u0000 b\",\"text\":\"\"}";
    struct item item;
    assert_int_equal(item_from_line(&arena, line, sizeof line - 1, true, &item, &err), ERR_OK);
    assert_string_equal(item.title, "a \\u0000 b");
}

static void a_line_takes_its_id_from_guid_url_or_id(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "{\"id\":\"a\",\"source\":\"s\",\"text\":\"t\",\"guid\":\"g\",\"url\":\"u\"}",
        "{\"id\":\"b\",\"source\":\"s\",\"text\":\"t\",\"url\":\"g\"}",
        "{\"id\":\"g\",\"source\":\"s\",\"text\":\"t\"}",
    };
    char *expected = item_make_id(&arena, "s", "g");
    for (size_t i = 0; i < 3; i++) {
        struct item item;
        assert_int_equal(item_from_line(&arena, lines[i], strlen(lines[i]), false, &item, &err),
                         ERR_OK);
        assert_string_equal(item.id, expected);
        assert_string_equal(item.guid, "g");
    }
}

/* A result with one record of each kind. */
static void fill(struct result *result, struct record records[2])
{
    assert_int_equal(item_from_json(&arena, good_item, sizeof good_item - 1, &result->item, &err),
                     ERR_OK);
    result->classifier = "1";
    result->lexicon = "l";
    result->generation = 3;
    result->classified = true;
    result->records = (struct record_list){records, 2, false};
    records[0] = (struct record){.type = RECORD_DENIAL,
                                 .evidence = {{0, 10}},
                                 .evidence_count = 1,
                                 .speaker = "Lin",
                                 .matter = MATTER_CONTACT,
                                 .speaker_actor = "Lin Jian",
                                 .denies = "Moss",
                                 .denies_actor = "Moss Carter",
                                 .denial_kind = DENIAL_FLAT,
                                 .confidence = 0.5};
    records[1] = (struct record){.type = RECORD_TARIFF_CHANGE,
                                 .evidence = {{0, 2}, {3, 9}},
                                 .evidence_count = 2,
                                 .imposer = "US",
                                 .products = "steel",
                                 .action = ACTION_RAISE,
                                 .status = STATUS_ANNOUNCED,
                                 .rate = {true, 12.5},
                                 .effective = "2025-05-01"};
    assert_true(record_codes_add(&records[1].targets, "CN"));
    assert_true(record_codes_add(&records[1].targets, "BR"));
    for (int i = 0; i < 2; i++)
        record_make_id(&records[i], result->item.id, result->item.text);
}

/* Strict JSON is read in another way than what only looks like it. */
static void an_imported_line_means_the_same_in_whichever_way_it_is_read(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        const char *text; /* NULL: it is refused, or has none */
        const char *wrong;
    } cases[] = {
        {"{\"text\":\"He \\u201ccalled\\u201d.\",\"x\":[1]}",
         "He \xe2\x80\x9c"
         "called\xe2\x80\x9d.",
         NULL},
        {"{\"\\u0074ext\":\"called\"}", "called", NULL},
        {"{\"text\":\"a\tb\"}", "a\tb", NULL},
        {"{\"text\":\"first\",\"text\":\"second\"}", "first", NULL},
        {"{\"text\":null}", NULL, NULL},
        {" {\"text\" : \"\"} ", "", NULL},
        {"{\"text\":7}", NULL, "member \"text\" is not a string"},
        {"{\"text\":\"\\u0000\"}", NULL, "NUL"},
        {"{\"text\":\"\xc3\"}", NULL, "not UTF-8"},
        {"{\"text\":\"a\"", NULL, "not JSON"},
        {"[]", NULL, "not a JSON object"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct item item = {0};
        err = (struct err){0};
        enum err_code code =
            item_from_members(&arena, cases[i].line, strlen(cases[i].line), &item, &err);
        if (cases[i].wrong != NULL) {
            assert_int_equal(code, ERR_BAD_INPUT);
            assert_non_null(strstr(err.text, cases[i].wrong));
            continue;
        }
        assert_int_equal(code, ERR_OK);
        if (cases[i].text == NULL)
            assert_null(item.text);
        else
            assert_string_equal(item.text, cases[i].text);
    }
    arena_reset(&arena);
}

static void a_result_comes_back_as_it_was_written(void **state)
{
    (void)state;
    struct record records[2];
    struct result result = {0};
    struct result again;
    struct buf out;
    fill(&result, records);
    buf_init(&out, 1 << 16);
    assert_int_equal(result_to_json(&result, &out, &err), ERR_OK);
    assert_int_equal(result_from_json(&arena, out.ptr, out.len, &again, &err), ERR_OK);
    assert_int_equal(again.generation, 3);
    assert_int_equal(again.records.count, 2);
    const struct record *denial = &again.records.record[0];
    const struct record *change = &again.records.record[1];
    assert_string_equal(denial->denies, "Moss");
    assert_string_equal(denial->speaker_actor, "Lin Jian");
    assert_string_equal(denial->denies_actor, "Moss Carter");
    assert_int_equal(denial->denial_kind, DENIAL_FLAT);
    assert_string_equal(denial->id, records[0].id);
    assert_string_equal(change->targets.code[0], "BR");
    assert_true(change->rate.known && change->rate.value == 12.5);
    assert_false(change->rate_from.known);
    assert_string_equal(record_evidence(&arena, change, again.item.text), "He called");
    buf_release(&out);
}

static void a_record_is_known_by_its_evidence_and_slots(void **state)
{
    (void)state;
    struct record records[2];
    struct result result = {0};
    fill(&result, records);
    struct record other = records[1];
    other.rate.value = 13;
    record_make_id(&other, "i", result.item.text);
    assert_string_not_equal(other.id, records[1].id);
    other.rate.value = 12.5;
    other.confidence = 0.1;
    record_make_id(&other, "i", result.item.text);
    assert_string_equal(other.id, records[1].id);
    record_make_id(&other, "another item", result.item.text);
    assert_string_not_equal(other.id, records[1].id);
}

static void evidence_outside_the_text_is_refused(void **state)
{
    (void)state;
    struct record records[2];
    struct result result = {0};
    struct result again;
    struct buf out;
    fill(&result, records);
    records[0].evidence[0].end = 11;
    buf_init(&out, 1 << 16);
    assert_int_equal(result_to_json(&result, &out, &err), ERR_OK);
    assert_int_equal(result_from_json(&arena, out.ptr, out.len, &again, &err), ERR_BAD_INPUT);
    assert_non_null(strstr(err.text, "records[0]: evidence"));
    buf_release(&out);
}

static int setup(void **state)
{
    (void)state;
    arena_init(&arena, 1 << 20);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_item_comes_back_as_it_was_written),
        cmocka_unit_test(an_item_is_written_byte_for_byte_as_in_a_result),
        cmocka_unit_test(a_bad_message_is_refused_with_what_is_wrong),
        cmocka_unit_test(a_backslash_before_u0000_is_no_nul),
        cmocka_unit_test(a_line_takes_its_id_from_guid_url_or_id),
        cmocka_unit_test(an_imported_line_means_the_same_in_whichever_way_it_is_read),
        cmocka_unit_test(a_result_comes_back_as_it_was_written),
        cmocka_unit_test(a_record_is_known_by_its_evidence_and_slots),
        cmocka_unit_test(evidence_outside_the_text_is_refused),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
