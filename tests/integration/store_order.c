/*
 * The store's promise of order: whatever the order and the batches in which messages come, doubled
 * or from two stores at once, the same rows and the same links come out. Drives consumers/store
 * against a real PostgreSQL: $GAINSAY_TEST_CONNINFO, a migrated database that it empties.
 * $GAINSAY_TEST_ROUNDS says how many orders are tried, $GAINSAY_TEST_SEED which.
 */
#include "common/model/result.h"
#include "common/model/topic.h"
#include "consumers/store/batch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#define ITEMS       12
#define REVISIONS   3
#define GENERATIONS 2
#define MESSAGES    (ITEMS * REVISIONS * GENERATIONS)

static struct pg_settings settings;
static struct arena arena;
static struct buf messages[MESSAGES];
static uint64_t random_state;

static unsigned roll(unsigned sides)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return (unsigned)(random_state % sides);
}

static struct pg *connect_database(void)
{
    struct pg *pg = NULL;
    struct err err = {0};
    if (pg_open(&settings, "store_order", &pg, &err))
        fail_msg("%s", err.text);
    return pg;
}

/* Claims and denials of two pairs of countries, by turns; a later generation says less, as a better
 * classifier may. */
static void
make_records(int item, int revision, int generation, const char *text, struct record records[2])
{
    const bool denial = item % 3 == 0;
    records[0] = (struct record){
        .type = denial ? RECORD_DENIAL : RECORD_CLAIM,
        .evidence = {{0, (uint32_t)strlen(text)}},
        .evidence_count = 1,
        .speaker = denial ? "Lin Haoran" : "Gordon Moss",
        .speaker_side = denial ? "CN" : "US",
        .speaker_role = denial && item % 2 == 0 ? "spokesperson" : NULL,
        .organization = denial && revision > 0 ? "Ministry of\n Trade" : NULL,
        .matter = item % 2 == 0 ? MATTER_CONTACT : MATTER_TALKS,
        .denial_kind = denial ? DENIAL_FLAT : DENIAL_NONE,
        .confidence = 0.5 + 0.1 * generation,
    };
    (void)record_codes_add(&records[0].parties, "US");
    (void)record_codes_add(&records[0].parties, item % 4 < 2 ? "CN" : "EU");
    records[1] = (struct record){
        .type = RECORD_TARIFF_CHANGE,
        .evidence = {{0, 4}},
        .evidence_count = 1,
        .imposer = "US",
        .products = revision == 0 ? "Steel" : "Steel, aluminium and copper wire",
        .instrument = item % 2 == 0 ? "Section\n232" : NULL,
        .hs = {"72", "7608.10", "84715"},
        .hs_count = 1 + (size_t)revision,
        .action = ACTION_RAISE,
        .status = STATUS_ANNOUNCED,
        .rate = {true, 10 + revision},
        .rate_from = {item % 3 == 0, 5},
        .confidence = 0.5,
    };
    (void)record_codes_add(&records[1].targets, item % 2 == 0 ? "CN" : "*");
    if (item % 4 == 1)
        (void)record_codes_add(&records[1].excluded, "CA");
}

/* A generation that is shifted says what it says as one that is later. */
static void make_message(int item, int revision, int generation, int shift, struct buf *out)
{
    char id[32];
    char text[64];
    char name[32];
    char fetched[32];
    char published[32];
    char story[32];
    struct record records[2];
    (void)snprintf(story, sizeof story, "paper.example/%d", item / 2);
    (void)snprintf(id, sizeof id, "item-%02d", item);
    (void)snprintf(name, sizeof name, "revision-%d", revision);
    (void)snprintf(text, sizeof text, "Item %d as it read the %d. time", item, revision);
    /* The second revision is fetched last; the first and the third at one time. */
    (void)snprintf(fetched, sizeof fetched, "2025-04-28T%02d:00:00Z", revision == 1 ? 20 : 10);
    (void)snprintf(published, sizeof published, "2025-04-%02dT08:00:00Z", 20 + item % 8);
    make_records(item, revision, generation, text, records);
    struct result result = {
        .item = {.id = id,
                 .revision = name,
                 /* A story may be known of some revisions only. */
                 .story = (item + revision) % 3 == 0 ? NULL : story,
                 .source = "test",
                 .lang = "en",
                 .guid = id,
                 .title = "T",
                 .text = text,
                 /* Some items have no date: when they were first seen counts. */
                 .published = item % 5 == 4 ? NULL : published,
                 .published_from = item % 5 == 4 ? "none" : "feed",
                 .fetched = fetched},
        .classifier = "1",
        .lexicon = "l",
        .generation = generation + shift,
        .classified = true,
        .records = {records, generation == 0 ? 2 : 1 + (size_t)(item % 2), false},
    };
    for (size_t i = 0; i < 2; i++)
        record_make_id(&records[i], id, text);
    buf_init(out, 1 << 20);
    assert_int_equal(result_to_json(&result, out, NULL), ERR_OK);
}

static void make_messages(int generation_shift)
{
    int at = 0;
    for (int item = 0; item < ITEMS; item++) {
        for (int revision = 0; revision < REVISIONS; revision++) {
            for (int generation = 0; generation < GENERATIONS; generation++)
                make_message(item, revision, generation, generation_shift, &messages[at++]);
        }
    }
}

static void free_messages(void)
{
    for (int i = 0; i < MESSAGES; i++)
        buf_release(&messages[i]);
}

static void write_batch(struct pg *pg, const int *order, size_t count)
{
    struct kafka_message batch[MESSAGES] = {0};
    struct positions none = {0};
    struct batch_outcome outcome;
    struct err err = {0};
    for (size_t i = 0; i < count; i++)
        batch[i] = (struct kafka_message){.topic = TOPIC_RECORDS,
                                          .value = messages[order[i]].ptr,
                                          .value_len = messages[order[i]].len};
    enum err_code code = ERR_OK;
    /* Another store may win a lock; then the whole batch is done again, as the service does. */
    for (int tries = 0; tries < 50; tries++) {
        code = batch_write(pg, "test", batch, count, &none, NULL, &arena, NULL, &outcome, &err);
        if (code != ERR_CONFLICT)
            break;
        (void)nanosleep(&(struct timespec){0, 1000000L * (1 + (long)roll(20))}, NULL);
    }
    if (code)
        fail_msg("%s", err.text);
    assert_int_equal(outcome.letters, 0);
}

static void empty(struct pg *pg)
{
    assert_int_equal(pg_run(pg, "TRUNCATE item CASCADE", NULL), ERR_OK);
}

static char *digest(struct pg *pg)
{
    static const char sql[] =
        "SELECT md5(string_agg(line, E'\\n' ORDER BY line)) || ' ' || "
        "(SELECT count(*) FROM contradiction) FROM ("
        " SELECT i::text AS line FROM item i"
        " UNION ALL SELECT v::text FROM item_revision v"
        " UNION ALL SELECT (to_jsonb(s) - 'stored_at')::text FROM statement s"
        " UNION ALL SELECT (to_jsonb(t) - 'stored_at')::text FROM tariff_change t"
        " UNION ALL SELECT d::text FROM tariff_target d"
        " UNION ALL SELECT d::text FROM tariff_rate d"
        " UNION ALL SELECT d::text FROM tariff_product d"
        " UNION ALL SELECT d::text FROM tariff_hs d"
        " UNION ALL SELECT d::text FROM sighting d"
        " UNION ALL SELECT c::text FROM contradiction c) AS lines";
    struct pg_result *rows = NULL;
    assert_int_equal(pg_query(pg, sql, NULL, 0, &rows, NULL), ERR_OK);
    char *text = strdup(pg_value(rows, 0, 0));
    pg_free(rows);
    return text;
}

/* All messages in a random order, a third of them twice. */
static size_t shuffle(int order[MESSAGES + MESSAGES / 3])
{
    size_t count = 0;
    for (int i = 0; i < MESSAGES; i++)
        order[count++] = i;
    for (int i = 0; i < MESSAGES / 3; i++)
        order[count++] = (int)roll(MESSAGES);
    for (size_t i = count - 1; i > 0; i--) {
        size_t other = roll((unsigned)i + 1);
        int swap = order[i];
        order[i] = order[other];
        order[other] = swap;
    }
    return count;
}

static void write_all(struct pg *pg, const int *order, size_t count, unsigned largest)
{
    for (size_t at = 0; at < count;) {
        size_t size = 1 + roll(largest);
        if (size > count - at)
            size = count - at;
        write_batch(pg, order + at, size);
        at += size;
    }
}

static char *expected;

static void the_tables_do_not_depend_on_order_batches_or_repeats(void **state)
{
    (void)state;
    const char *rounds = getenv("GAINSAY_TEST_ROUNDS");
    struct pg *pg = connect_database();
    int order[MESSAGES + MESSAGES / 3];
    for (int i = 0; i < MESSAGES; i++)
        order[i] = i;
    empty(pg);
    write_batch(pg, order, MESSAGES);
    expected = digest(pg);
    assert_null(strstr(expected, " 0"));
    for (int round = 0; round < (rounds == NULL ? 50 : atoi(rounds)); round++) {
        empty(pg);
        write_all(pg, order, shuffle(order), MESSAGES / 2);
        char *found = digest(pg);
        if (strcmp(found, expected) != 0)
            fail_msg("round %d gives %s, not %s", round, found, expected);
        free(found);
    }
    pg_close(pg);
}

/* Messages of items that deny come first; returns how many they are. */
static size_t denials_first(int *order, size_t count)
{
    size_t denials = 0;
    for (size_t i = 0; i < count; i++) {
        int message = order[i];
        if (message / (REVISIONS * GENERATIONS) % 3 != 0)
            continue;
        order[i] = order[denials];
        order[denials++] = message;
    }
    return denials;
}

/* Two processes: each with a random half of the messages, or one with the claims and one with the
 * denials, which then share no item and meet in the links only. */
static void two_stores_at_once_write_what_one_writes(void **state)
{
    (void)state;
    for (int round = 0; round < 40; round++) {
        struct pg *pg = connect_database();
        empty(pg);
        int order[MESSAGES + MESSAGES / 3];
        size_t count = shuffle(order);
        size_t first = round % 2 == 0 ? count / 2 : denials_first(order, count);
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0) {
            struct pg *own = connect_database();
            random_state += 7;
            write_all(own, order, first, 3);
            pg_close(own);
            _exit(0);
        }
        struct pg *own = connect_database();
        write_all(own, order + first, count - first, 3);
        int status = 0;
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_int_equal(status, 0);
        char *found = digest(pg);
        if (strcmp(found, expected) != 0)
            fail_msg("round %d gives %s, not %s", round, found, expected);
        free(found);
        pg_close(own);
        pg_close(pg);
    }
}

static void a_store_that_lost_its_partition_writes_nothing(void **state)
{
    (void)state;
    struct pg *pg = connect_database();
    empty(pg);
    assert_int_equal(pg_run(pg, "DELETE FROM kafka_offset", NULL), ERR_OK);
    struct positions mine = {0};
    struct positions theirs = {0};
    struct batch_outcome outcome;
    struct err err = {0};
    const struct kafka_message message = {
        .topic = TOPIC_RECORDS, .value = messages[0].ptr, .value_len = messages[0].len};
    struct position *first = positions_get(&mine, TOPIC_RECORDS, 3);
    struct position *second = positions_get(&theirs, TOPIC_RECORDS, 3);
    assert_int_equal(batch_read_position(pg, "zombie", first, NULL), ERR_OK);
    assert_int_equal(batch_read_position(pg, "zombie", second, NULL), ERR_OK);
    second->pending = 5;
    assert_int_equal(
        batch_write(pg, "zombie", &message, 0, &theirs, NULL, &arena, NULL, &outcome, NULL),
        ERR_OK);

    first->pending = 1;
    assert_int_equal(
        batch_write(pg, "zombie", &message, 1, &mine, NULL, &arena, NULL, &outcome, &err),
        ERR_CONFLICT);
    assert_non_null(strstr(err.text, "another store"));
    struct pg_result *rows = NULL;
    assert_int_equal(pg_query(pg,
                              "SELECT count(*), (SELECT next_offset FROM kafka_offset) FROM item",
                              NULL, 0, &rows, NULL),
                     ERR_OK);
    assert_string_equal(pg_value(rows, 0, 0), "0");
    assert_string_equal(pg_value(rows, 0, 1), "5");
    pg_free(rows);

    /* Read again, it goes on from there; and once more it loses to a mover behind its back. */
    assert_int_equal(batch_read_position(pg, "zombie", first, NULL), ERR_OK);
    assert_int_equal(first->stored, 5);
    first->pending = 6;
    assert_int_equal(
        batch_write(pg, "zombie", &message, 1, &mine, NULL, &arena, NULL, &outcome, NULL), ERR_OK);
    second->stored = 5;
    second->row = true;
    second->pending = 9;
    assert_int_equal(
        batch_write(pg, "zombie", &message, 1, &theirs, NULL, &arena, NULL, &outcome, NULL),
        ERR_CONFLICT);
    pg_close(pg);
}

static char *one_value(struct pg *pg, const char *sql)
{
    struct pg_result *rows = NULL;
    assert_int_equal(pg_query(pg, sql, NULL, 0, &rows, NULL), ERR_OK);
    char *text = strdup(pg_value(rows, 0, 0));
    pg_free(rows);
    return text;
}

/* xmin is the transaction that wrote a row. */
static void a_later_generation_that_finds_the_same_rewrites_no_row(void **state)
{
    (void)state;
    static const char written_sql[] =
        "SELECT md5(string_agg(line, ' ' ORDER BY line)) FROM ("
        " SELECT concat_ws('-', id, xmin, stored_at) AS line FROM statement"
        " UNION ALL SELECT concat_ws('-', id, xmin, stored_at) FROM tariff_change"
        " UNION ALL SELECT concat_ws('-', change_id, product, xmin) FROM tariff_product"
        " UNION ALL SELECT concat_ws('-', denial_id, claim_id, xmin) FROM contradiction) AS lines";
    struct pg *pg = connect_database();
    int order[MESSAGES];
    for (int i = 0; i < MESSAGES; i++)
        order[i] = i;
    empty(pg);
    write_batch(pg, order, MESSAGES);
    char *before = one_value(pg, written_sql);
    free_messages();
    make_messages(GENERATIONS);
    write_batch(pg, order, MESSAGES);
    char *after = one_value(pg, written_sql);
    char *lowest = one_value(pg, "SELECT min(generation) FROM item_revision");
    free_messages();
    make_messages(0);
    assert_string_equal(lowest, "3");
    assert_string_equal(after, before);
    free(before);
    free(after);
    free(lowest);
    pg_close(pg);
}

static int setup(void **state)
{
    (void)state;
    const char *seed = getenv("GAINSAY_TEST_SEED");
    settings.conninfo = getenv("GAINSAY_TEST_CONNINFO");
    random_state = seed == NULL ? 20250428 : strtoull(seed, NULL, 10);
    arena_init(&arena, (size_t)64 << 20);
    make_messages(0);
    return settings.conninfo == NULL ? -1 : 0;
}

static int teardown(void **state)
{
    (void)state;
    free_messages();
    arena_release(&arena);
    free(expected);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_tables_do_not_depend_on_order_batches_or_repeats),
        cmocka_unit_test(two_stores_at_once_write_what_one_writes),
        cmocka_unit_test(a_later_generation_that_finds_the_same_rewrites_no_row),
        cmocka_unit_test(a_store_that_lost_its_partition_writes_nothing),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
