/*
 * Runs every case of tests/feeds: DOCUMENT beside DOCUMENT.expect. The first line of an expectation
 * is about the document: {"hints": {...}, "kind": ..., "verdict": ..., ...}; each further line is
 * an entry. A member that a line has must be as it says; members it leaves out are not looked at.
 * To add a case, add the two files.
 */
#include "producers/feeds/feed.h"

#include <cjson/cJSON.h>
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define SUFFIX       ".expect"
#define FILE_BYTES   (1 << 20)
#define ARENA_BYTES  ((size_t)64 << 20)
#define EXPECTED_MIN 40 /* cases; fewer were lost on the way */

struct hint_set {
    struct feed_hints hints;
    struct feed_listing listing;
    struct feed_mapping mapping;
};

struct text_member {
    const char *name;
    size_t offset;
};

#define MEMBER(struct_name, member)                                                                \
    {                                                                                              \
#member, offsetof(struct struct_name, member)                                              \
    }

static const struct text_member hint_members[] = {
    MEMBER(feed_hints, url),       MEMBER(feed_hints, content_type), MEMBER(feed_hints, charset),
    MEMBER(feed_hints, source),    MEMBER(feed_hints, next_url),     MEMBER(feed_hints, next),
    MEMBER(feed_hints, page_count)};
static const struct text_member listing_members[] = {
    MEMBER(feed_listing, rows),    MEMBER(feed_listing, link), MEMBER(feed_listing, link_pattern),
    MEMBER(feed_listing, title),   MEMBER(feed_listing, date), MEMBER(feed_listing, date_pattern),
    MEMBER(feed_listing, summary), MEMBER(feed_listing, next)};
static const struct text_member mapping_members[] = {
    MEMBER(feed_mapping, items),    MEMBER(feed_mapping, guid),      MEMBER(feed_mapping, url),
    MEMBER(feed_mapping, title),    MEMBER(feed_mapping, summary),   MEMBER(feed_mapping, text),
    MEMBER(feed_mapping, author),   MEMBER(feed_mapping, published), MEMBER(feed_mapping, updated),
    MEMBER(feed_mapping, next),     MEMBER(feed_mapping, offset),    MEMBER(feed_mapping, total),
    MEMBER(feed_mapping, offset_in)};
static const struct text_member document_members[] = {
    MEMBER(feed_document, version), MEMBER(feed_document, moved_to),
    MEMBER(feed_document, charset), MEMBER(feed_document, charset_from),
    MEMBER(feed_document, title),   MEMBER(feed_document, link),
    MEMBER(feed_document, lang),    MEMBER(feed_document, next_page),
    MEMBER(feed_document, finding), MEMBER(feed_document, reason)};

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static void fill(void *target, const struct text_member *members, size_t count, const cJSON *object)
{
    for (size_t i = 0; i < count; i++) {
        const cJSON *value = cJSON_GetObjectItemCaseSensitive(object, members[i].name);
        if (cJSON_IsString(value))
            *(const char **)(void *)((char *)target + members[i].offset) = value->valuestring;
    }
}

static void read_hints(const cJSON *object, struct hint_set *set)
{
    memset(set, 0, sizeof *set);
    fill(&set->hints, hint_members, COUNT(hint_members), object);
    const cJSON *zone = cJSON_GetObjectItemCaseSensitive(object, "zone");
    const cJSON *order = cJSON_GetObjectItemCaseSensitive(object, "order");
    const cJSON *identity = cJSON_GetObjectItemCaseSensitive(object, "identity");
    const cJSON *listing = cJSON_GetObjectItemCaseSensitive(object, "listing");
    const cJSON *mapping = cJSON_GetObjectItemCaseSensitive(object, "mapping");
    if (zone != NULL)
        assert_true(date_zone_parse(str_of(zone->valuestring), &set->hints.date.zone));
    if (order != NULL)
        set->hints.date.order =
            strcmp(order->valuestring, "dmy") == 0 ? DATE_ORDER_DMY : DATE_ORDER_MDY;
    if (identity != NULL)
        assert_true(feed_identity_parse(identity->valuestring, &set->hints.identity));
    if (listing != NULL) {
        fill(&set->listing, listing_members, COUNT(listing_members), listing);
        set->hints.listing = &set->listing;
    }
    if (mapping != NULL) {
        fill(&set->mapping, mapping_members, COUNT(mapping_members), mapping);
        set->hints.mapping = &set->mapping;
    }
}

static cJSON *document_to_json(const struct feed_document *doc)
{
    cJSON *object = cJSON_CreateObject();
    cJSON_AddStringToObject(object, "kind", feed_kind_name(doc->kind));
    cJSON_AddStringToObject(object, "verdict", feed_verdict_name(doc->verdict));
    cJSON_AddBoolToObject(object, "repaired", doc->repaired);
    cJSON_AddNumberToObject(object, "ttl_s", (double)doc->ttl_s);
    for (size_t i = 0; i < COUNT(document_members); i++) {
        const char *text =
            *(const char *const *)(const void *)((const char *)doc + document_members[i].offset);
        if (text == NULL)
            cJSON_AddNullToObject(object, document_members[i].name);
        else
            cJSON_AddStringToObject(object, document_members[i].name, text);
    }
    return object;
}

/* Counts the members of expected that got has otherwise, and names each. */
static int compare(const char *name, int line, const cJSON *expected, const cJSON *got)
{
    int wrong = 0;
    for (const cJSON *at = expected->child; at != NULL; at = at->next) {
        if (strcmp(at->string, "hints") == 0)
            continue;
        const cJSON *value = cJSON_GetObjectItemCaseSensitive(got, at->string);
        if (value != NULL && cJSON_Compare(at, value, true))
            continue;
        char *wanted = cJSON_PrintUnformatted(at);
        char *found = value == NULL ? NULL : cJSON_PrintUnformatted(value);
        print_error("%s:%d: %s is %s, not %s\n", name, line, at->string,
                    found == NULL ? "no member" : found, wanted);
        cJSON_free(wanted);
        cJSON_free(found);
        wrong++;
    }
    return wrong;
}

static int
compare_entry(const char *name, int line, const cJSON *expected, const struct feed_entry *entry)
{
    struct buf text;
    struct err err = {0};
    buf_init(&text, FILE_BYTES);
    assert_int_equal(feed_entry_to_json(entry, &text, &err), ERR_OK);
    cJSON *got = cJSON_Parse(buf_text(&text));
    int wrong = compare(name, line, expected, got);
    cJSON_Delete(got);
    buf_release(&text);
    return wrong;
}

static size_t read_file(const char *path, char *bytes)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t len = fread(bytes, 1, FILE_BYTES - 1, file);
    bytes[len] = '\0';
    (void)fclose(file);
    return len;
}

static int check_lines(const char *name, char *lines, const struct feed_document *doc)
{
    int wrong = 0, number = 0;
    char *save = NULL;
    for (char *line = strtok_r(lines, "\n", &save); line != NULL;
         line = strtok_r(NULL, "\n", &save)) {
        number++;
        cJSON *expected = cJSON_Parse(line);
        if (expected == NULL || (size_t)number > doc->count + 1) {
            print_error("%s:%d: %s\n", name, number,
                        expected == NULL ? "not JSON" : "the document has no such entry");
            wrong++;
        } else if (number == 1) {
            cJSON *got = document_to_json(doc);
            wrong += compare(name, number, expected, got);
            cJSON_Delete(got);
        } else {
            wrong += compare_entry(name, number, expected, &doc->entry[number - 2]);
        }
        cJSON_Delete(expected);
    }
    if ((size_t)number != doc->count + 1) {
        print_error("%s: %zu entries, not %d\n", name, doc->count, number - 1);
        wrong++;
    }
    return wrong;
}

static int check_case(const char *folder, const char *name, char *document, char *lines)
{
    char path[5000];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    (void)read_file(path, lines);
    path[strlen(path) - strlen(SUFFIX)] = '\0';
    size_t len = read_file(path, document);

    char *end = strchr(lines, '\n');
    assert_non_null(end);
    cJSON *about = cJSON_ParseWithLength(lines, (size_t)(end - lines));
    struct hint_set set;
    read_hints(cJSON_GetObjectItemCaseSensitive(about, "hints"), &set);
    struct arena arena;
    arena_init(&arena, ARENA_BYTES);
    struct feed_document doc;
    struct err err = {0};
    int wrong = 0;
    if (feed_parse(document, len, &set.hints, &arena, &doc, &err)) {
        print_error("%s: %s\n", name, err.text);
        wrong = 1;
    } else {
        wrong = check_lines(name, lines, &doc);
    }
    arena_release(&arena);
    cJSON_Delete(about);
    return wrong;
}

static void every_document_gives_what_its_expectation_says(void **state)
{
    (void)state;
    char folder[4096];
    (void)snprintf(folder, sizeof folder, "%s/tests/feeds", getenv("GAINSAY_SOURCE_DIR"));
    DIR *listing = opendir(folder);
    assert_non_null(listing);
    char *document = malloc(FILE_BYTES), *lines = malloc(FILE_BYTES);
    assert_non_null(document);
    assert_non_null(lines);
    feed_setup();
    int cases = 0, wrong = 0;
    for (struct dirent *at = readdir(listing); at != NULL; at = readdir(listing)) {
        if (!str_ends_with(str_of(at->d_name), STR(SUFFIX)))
            continue;
        cases++;
        wrong += check_case(folder, at->d_name, document, lines);
    }
    (void)closedir(listing);
    free(document);
    free(lines);
    assert_true(cases >= EXPECTED_MIN);
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_document_gives_what_its_expectation_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
