/*
 * Producer and consumer against librdkafka's mock cluster: for error codes that a real broker gives
 * too rarely.
 */
#include "common/kafka/attempts.h"
#include "common/kafka/consumer.h"
#include "common/kafka/event.h"
#include "common/kafka/producer.h"
#include "common/kafka/range.h"

#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#define TOPIC   "test.items"
#define POLLS   600
#define WAIT_MS 50

static rd_kafka_t *host;
static rd_kafka_mock_cluster_t *cluster;
static struct kafka_settings settings;
static int delivered;
static int failed;

static void on_delivered(void *context, void *opaque, const char *error)
{
    (void)context;
    (void)opaque;
    delivered += error == NULL;
    failed += error != NULL;
}

static struct kafka_producer *open_producer(void)
{
    struct kafka_producer *producer = NULL;
    struct err err = {0};
    delivered = failed = 0;
    if (kafka_producer_open(&settings, "test", on_delivered, NULL, &producer, &err))
        fail_msg("%s", err.text);
    return producer;
}

static void send_value(struct kafka_producer *producer, const char *key, const char *value)
{
    const struct kafka_header headers[] = {
        {"ce_type", "test"}, {"content-type", "text/plain"}, {"replay", "true"}, {"absent", NULL}};
    const struct kafka_out out = {
        .topic = TOPIC,
        .key = key,
        .key_len = strlen(key),
        .value = value,
        .value_len = strlen(value),
        .headers = headers,
        .header_count = sizeof headers / sizeof headers[0],
    };
    assert_int_equal(kafka_producer_send(producer, &out, NULL), ERR_OK);
}

static struct kafka_consumer *open_consumer(const char *group,
                                            const struct kafka_consumer_events *events)
{
    static const char *const topics[] = {TOPIC};
    struct kafka_consumer *consumer = NULL;
    struct err err = {0};
    if (kafka_consumer_open(&settings, "test", group, events, &consumer, &err) ||
        kafka_consumer_subscribe(consumer, topics, 1, &err))
        fail_msg("%s", err.text);
    return consumer;
}

/* The next message; fails where none comes in time. */
static struct kafka_message next(struct kafka_consumer *consumer)
{
    struct kafka_message message = {0};
    for (int i = 0; i < POLLS && message.held == NULL; i++)
        assert_int_equal(kafka_consumer_poll(consumer, WAIT_MS, &message, NULL), ERR_OK);
    assert_non_null(message.held);
    return message;
}

static void read_until(struct kafka_consumer *consumer, const char *value)
{
    for (bool found = false; !found;) {
        struct kafka_message message = next(consumer);
        found =
            message.value_len == strlen(value) && memcmp(message.value, value, strlen(value)) == 0;
        kafka_message_release(&message);
    }
}

static void what_is_sent_and_acknowledged_is_read_with_its_headers(void **state)
{
    (void)state;
    struct kafka_producer *producer = open_producer();
    send_value(producer, "key", "value");
    assert_int_equal(kafka_producer_flush(producer, 10000, NULL), ERR_OK);
    assert_int_equal(delivered, 1);
    assert_int_equal(failed, 0);
    assert_int_equal(kafka_producer_pending(producer), 0);

    struct kafka_consumer *consumer = open_consumer("first", NULL);
    struct kafka_message message = next(consumer);
    assert_int_equal(message.value_len, 5);
    assert_memory_equal(message.value, "value", 5);
    assert_memory_equal(message.key, "key", 3);
    assert_string_equal(kafka_message_header(&message, "ce_type"), "test");
    assert_null(kafka_message_header(&message, "absent"));
    assert_int_equal(
        kafka_consumer_commit(consumer, TOPIC, message.partition, message.offset + 1, NULL, NULL),
        ERR_OK);
    kafka_message_release(&message);
    assert_null(message.held);
    kafka_consumer_close(consumer);
    kafka_producer_close(producer);
}

static void who_wants_no_attributes_gets_the_other_headers(void **state)
{
    (void)state;
    struct kafka_producer *producer = open_producer();
    send_value(producer, "key", "value");
    assert_int_equal(kafka_producer_flush(producer, 10000, NULL), ERR_OK);
    kafka_producer_close(producer);

    const struct kafka_consumer_events events = {.without_attributes = true};
    struct kafka_consumer *consumer = open_consumer("frugal", &events);
    struct kafka_message message = next(consumer);
    assert_int_equal(message.header_count, 1);
    assert_string_equal(kafka_message_header(&message, "replay"), "true");
    kafka_message_release(&message);
    kafka_consumer_close(consumer);

    const struct kafka_consumer_events but_here = {.without_attributes = true,
                                                   .attributes_of = TOPIC};
    consumer = open_consumer("frugal-but-here", &but_here);
    message = next(consumer);
    assert_true(message.header_count > 1);
    kafka_message_release(&message);
    kafka_consumer_close(consumer);
}

static long long at_second(void *context, const char *topic, int partition)
{
    int *asked = context;
    assert_string_equal(topic, TOPIC);
    assert_int_equal(partition, 0);
    (*asked)++;
    return 1;
}

static void reading_starts_where_the_caller_says(void **state)
{
    (void)state;
    struct kafka_producer *producer = open_producer();
    send_value(producer, "k", "second");
    assert_int_equal(kafka_producer_flush(producer, 10000, NULL), ERR_OK);
    int asked = 0;
    const struct kafka_consumer_events events = {.assigned = at_second, .context = &asked};
    struct kafka_consumer *consumer = open_consumer("second", &events);
    struct kafka_message message = next(consumer);
    assert_int_equal(asked, 1);
    assert_int_equal(message.offset, 1);
    kafka_message_release(&message);
    assert_int_equal(kafka_consumer_seek(consumer, TOPIC, 0, 0, NULL), ERR_OK);
    message = next(consumer);
    assert_int_equal(message.offset, 0);
    kafka_message_release(&message);
    kafka_consumer_close(consumer);
    kafka_producer_close(producer);
}

/* How many messages are handed out until the range's ends. */
static int read_range(struct kafka_range *range)
{
    int count = 0;
    for (long long now_ms = 1; kafka_range_left(range) > 0; now_ms++) {
        struct kafka_message message;
        assert_true(now_ms < POLLS);
        assert_int_equal(kafka_range_read(range, WAIT_MS, now_ms, &message, NULL), ERR_OK);
        count += message.held != NULL;
        if (message.held != NULL)
            assert_int_equal(message.offset + 1, range->part[0].next);
        kafka_message_release(&message);
    }
    return count;
}

static void a_range_is_read_to_its_end_and_no_further_and_on_from_there(void **state)
{
    (void)state;
    struct kafka_producer *producer = open_producer();
    for (int i = 0; i < 6; i++)
        send_value(producer, "k", "ranged");
    assert_int_equal(kafka_producer_flush(producer, 10000, NULL), ERR_OK);
    kafka_producer_close(producer);
    struct kafka_range range;
    double rate = 0;
    kafka_range_init(&range, TOPIC);
    assert_int_equal(kafka_range_set(&range, 0, 1, 3, NULL), ERR_OK);
    assert_int_equal(kafka_range_open(&range, &settings, "test", "ranged", NULL), ERR_OK);
    assert_int_equal(kafka_range_left(&range), 2);
    assert_int_equal(read_range(&range), 2);
    assert_int_equal(kafka_range_set(&range, 0, 3, 5, NULL), ERR_OK);
    assert_int_equal(read_range(&range), 2);
    assert_int_equal(range.read, 4);
    assert_true(kafka_range_due(&range, 5001, &rate));
    assert_false(kafka_range_due(&range, 5002, &rate));
    /* Beyond the topic's end nothing comes, and that is said. */
    assert_int_equal(kafka_range_set(&range, 0, 5, 1000, NULL), ERR_OK);
    enum err_code code = ERR_OK;
    struct err err = {0};
    for (long long now_ms = 0; !code && now_ms < 2000000; now_ms += 10000) {
        struct kafka_message message;
        code = kafka_range_read(&range, WAIT_MS, now_ms, &message, &err);
        kafka_message_release(&message);
    }
    assert_int_equal(code, ERR_UNAVAILABLE);
    assert_non_null(strstr(err.text, "do not come"));
    kafka_range_close(&range);
}

static atomic_int refreshes;

static void count_refreshes(const char *client, const char *what, const char *text)
{
    (void)client;
    (void)what;
    refreshes += strstr(text, "periodic topic") != NULL;
}

/* What a broker that had just started did not know, or partitions that a topic got: by itself
 * librdkafka looks again after five minutes. */
static void the_topics_are_looked_at_again_within_seconds(void **state)
{
    (void)state;
    struct conf_pair pairs[] = {{"debug", "metadata"}, {"log_level", "7"}};
    struct kafka_settings talking = settings;
    talking.properties = (struct conf_pairs){pairs, 2};
    struct kafka_consumer *consumer = NULL;
    struct kafka_message message;
    kafka_hear_trouble(count_refreshes);
    assert_int_equal(kafka_consumer_open(&talking, "test", "looking", NULL, &consumer, NULL), 0);
    assert_int_equal(kafka_consumer_assign(consumer, TOPIC, 1, NULL), ERR_OK);
    for (int i = 0; i < POLLS && refreshes == 0; i++) {
        (void)kafka_consumer_poll(consumer, WAIT_MS, &message, NULL);
        kafka_message_release(&message);
    }
    assert_true(refreshes > 0);
    kafka_consumer_close(consumer);
    kafka_hear_trouble(NULL);
}

/* Numbers of Kafka's protocol (its guide, "API keys"). */
enum api { PRODUCE = 0, FETCH = 1, METADATA = 3, INIT_PRODUCER_ID = 22 };

/* Each in its turn: a message is sent and read in spite of it. */
static void errors_that_pass_by_themselves_lose_nothing(void **state)
{
    (void)state;
    static const struct {
        enum api api;
        rd_kafka_resp_err_t error;
    } cases[] = {
        {PRODUCE, RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION},
        {PRODUCE, RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE},
        {PRODUCE, RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT},
        {PRODUCE, RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS},
        {PRODUCE, RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS_AFTER_APPEND},
        {PRODUCE, RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART},
        {PRODUCE, RD_KAFKA_RESP_ERR_BROKER_NOT_AVAILABLE},
        {PRODUCE, RD_KAFKA_RESP_ERR_KAFKA_STORAGE_ERROR},
        {PRODUCE, RD_KAFKA_RESP_ERR__TRANSPORT},
        {INIT_PRODUCER_ID, RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS},
        {INIT_PRODUCER_ID, RD_KAFKA_RESP_ERR_COORDINATOR_NOT_AVAILABLE},
        {INIT_PRODUCER_ID, RD_KAFKA_RESP_ERR_NOT_COORDINATOR},
        {FETCH, RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION},
        {FETCH, RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART},
        {FETCH, RD_KAFKA_RESP_ERR_BROKER_NOT_AVAILABLE},
        {FETCH, RD_KAFKA_RESP_ERR_REPLICA_NOT_AVAILABLE},
        {FETCH, RD_KAFKA_RESP_ERR_KAFKA_STORAGE_ERROR},
        {FETCH, RD_KAFKA_RESP_ERR__TRANSPORT},
        {METADATA, RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE},
        {METADATA, RD_KAFKA_RESP_ERR__TRANSPORT},
    };
    struct kafka_consumer *consumer = open_consumer("errors", NULL);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char value[32];
        (void)snprintf(value, sizeof value, "error %zu", i);
        print_message("  %s of request %d\n", rd_kafka_err2name(cases[i].error), cases[i].api);
        rd_kafka_mock_push_request_errors(cluster, (int16_t)cases[i].api, 1, cases[i].error);
        struct kafka_producer *producer = open_producer();
        send_value(producer, "k", value);
        assert_int_equal(kafka_producer_flush(producer, 30000, NULL), ERR_OK);
        assert_int_equal(delivered, 1);
        assert_int_equal(failed, 0);
        kafka_producer_close(producer);
        read_until(consumer, value);
    }
    kafka_consumer_close(consumer);
}

static void a_message_over_the_limit_is_refused_at_once(void **state)
{
    (void)state;
    static char large[2 << 20];
    struct kafka_producer *producer = open_producer();
    const struct kafka_out out = {
        .topic = TOPIC, .key = "k", .key_len = 1, .value = large, .value_len = sizeof large};
    assert_int_equal(kafka_producer_send(producer, &out, NULL), ERR_TOO_LARGE);
    kafka_producer_close(producer);
}

static void settings_that_break_the_promises_are_refused(void **state)
{
    (void)state;
    struct conf_pair pair = {"enable.auto.commit", "true"};
    struct kafka_settings bad = settings;
    bad.properties = (struct conf_pairs){&pair, 1};
    struct kafka_producer *producer = NULL;
    struct err err = {0};
    assert_int_equal(kafka_producer_open(&bad, "test", NULL, NULL, &producer, &err), ERR_CONFIG);
    assert_non_null(strstr(err.text, "kafka.enable.auto.commit"));
    pair = (struct conf_pair){"no.such.property", "1"};
    assert_int_equal(kafka_producer_open(&bad, "test", NULL, NULL, &producer, &err), ERR_CONFIG);
    assert_non_null(strstr(err.text, "no.such.property"));
}

static int setup(void **state)
{
    (void)state;
    char reason[256];
    host = rd_kafka_new(RD_KAFKA_PRODUCER, rd_kafka_conf_new(), reason, sizeof reason);
    cluster = host == NULL ? NULL : rd_kafka_mock_cluster_new(host, 1);
    if (cluster == NULL || rd_kafka_mock_topic_create(cluster, TOPIC, 1, 1))
        return -1;
    settings.brokers = rd_kafka_mock_cluster_bootstraps(cluster);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    rd_kafka_mock_cluster_destroy(cluster);
    rd_kafka_destroy(host);
    return 0;
}

static void a_trace_is_begun_once_and_handed_on_as_it_is(void **state)
{
    (void)state;
    static const struct {
        const char *parent;
        bool valid;
    } cases[] = {
        {NULL, false},
        {"", false},
        {"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", true},
        {"00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01", false},
        {"00-00000000000000000000000000000000-b7ad6b7169203331-01", false},
        {"00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01", false},
        {"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more", false},
        {"ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", false},
        {"01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more", true},
        {"01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01more", false},
        {"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(trace_is_valid(cases[i].parent), cases[i].valid);

    const struct kafka_event event = {.id = "r1", .subject = "i1", .backfill = true};
    struct kafka_event_headers first;
    struct kafka_event_headers again;
    struct kafka_out out;
    kafka_event_out(&event, TOPIC, STR("{}"), &first, &out);
    kafka_event_out(&event, TOPIC, STR("{}"), &again, &out);
    assert_true(trace_is_valid(first.traceparent));
    assert_string_equal(first.traceparent, again.traceparent);

    const struct kafka_header caused[] = {{TRACE_PARENT, cases[2].parent},
                                          {KAFKA_BACKFILL, "true"}};
    const struct kafka_message cause = {.headers = caused, .header_count = 2};
    const struct kafka_event made = {
        .type = "test", .source = "tester", .id = "r1", .subject = "i1", .cause = &cause};
    kafka_event_out(&made, TOPIC, STR("{}"), &again, &out);
    const struct kafka_message sent = {.headers = out.headers, .header_count = out.header_count};
    assert_string_equal(kafka_message_header(&sent, TRACE_PARENT), cases[2].parent);
    assert_string_equal(kafka_message_header(&sent, KAFKA_BACKFILL), "true");
    assert_null(kafka_message_header(&sent, TRACE_STATE));
    /* CloudEvents 1.0, "Required attributes"; the subject is the key. */
    assert_string_equal(kafka_message_header(&sent, "ce_specversion"), "1.0");
    assert_string_equal(kafka_message_header(&sent, "ce_type"), "test");
    assert_string_equal(kafka_message_header(&sent, "ce_source"), "tester");
    assert_string_equal(kafka_message_header(&sent, "ce_id"), "r1");
    assert_memory_equal(out.key, "i1", out.key_len);
}

/* What the owners of a partition did one after the other: where they began, and what they had in
 * hand when they ended; -1: they came further. */
static void a_message_that_ends_its_readers_is_found(void **state)
{
    (void)state;
    static const struct {
        long long next;
        long long in_hand;
        bool careful;
        bool spent;
    } owners[] = {
        {40, 42, false, false}, /* in a batch: nobody knows which message it was */
        {40, 42, true, false},  /* nor of those that were tried together */
        {40, 41, true, false},  /* killed by somebody, with an innocent one in hand */
        {41, 42, true, false},  /* 40 went through, 41 ended nobody, 42 was tried with others */
        {42, 42, true, false},  {42, 42, true, false},  {42, 42, true, false},
        {42, -1, true, true},   {60, 60, false, false}, {70, 70, false, false},
    };
    char note[KAFKA_NOTE_BYTES] = "";
    for (size_t i = 0; i < sizeof owners / sizeof owners[0]; i++) {
        struct attempts attempts = {0};
        struct err why = {0};
        assert_false(attempts_is_careful(&attempts, -2));
        attempts_begin(&attempts, note, owners[i].next, owners[i].next + 100);
        attempts_until(&attempts, owners[i].next + 5);
        assert_int_equal(attempts_is_careful(&attempts, owners[i].next), owners[i].careful);
        assert_false(attempts_is_careful(&attempts, owners[i].next + 5));
        assert_int_equal(attempts_is_spent(&attempts, owners[i].next, &why), owners[i].spent);
        for (long long at = owners[i].next; owners[i].careful && at <= owners[i].in_hand; at++) {
            if (attempts_holds(&attempts, at))
                continue;
            attempts_done(&attempts, at);
            attempts_try(&attempts, at);
        }
        memcpy(note, attempts.note, sizeof note);
    }
    /* Somebody else's note, and one of a message that was done after all. */
    struct attempts attempts = {0};
    attempts_begin(&attempts, "by hand", 5, 9);
    assert_false(attempts_is_careful(&attempts, 5));
    attempts_begin(&attempts, "trying 4 3", 5, 9);
    assert_false(attempts_is_careful(&attempts, 5));
}

/* What is read again by a process that waited for a server ended nobody. */
static void a_message_that_is_read_again_is_not_blamed(void **state)
{
    (void)state;
    struct attempts attempts = {0};
    struct err why = {0};
    attempts_begin(&attempts, "reading 5", 5, 9);
    for (int i = 0; i < 2 * ATTEMPTS_MAX; i++) {
        assert_false(attempts_is_spent(&attempts, 5, &why));
        attempts_try(&attempts, 5);
        attempts_done(&attempts, 5);
    }
    assert_string_equal(attempts.note, "reading 5");
    /* Whoever ends before it has the message in hand hands the count on. */
    attempts_begin(&attempts, "trying 7 2", 5, 9);
    assert_string_equal(attempts.note, "trying 7 2 1");
    attempts_try(&attempts, 7);
    assert_string_equal(attempts.note, "trying 7 3 1");
    assert_true(attempts_is_spent(&attempts, 7, &why));
}

static void messages_are_tried_together_until_a_process_ends_with_them(void **state)
{
    (void)state;
    struct attempts attempts = {0};
    struct err why = {0};
    attempts_begin(&attempts, "reading 100", 100, 3100);
    attempts_until(&attempts, 200);
    attempts_try(&attempts, 100);
    assert_string_equal(attempts.note, "trying 100 1 64");
    assert_true(attempts_holds(&attempts, 100));
    assert_true(attempts_holds(&attempts, 163));
    assert_false(attempts_holds(&attempts, 164));
    attempts_done(&attempts, 164);
    assert_string_equal(attempts.note, "reading 164");
    attempts_try(&attempts, 164);
    assert_string_equal(attempts.note, "trying 164 1 36"); /* to the topic's end */

    /* However often they ended somebody together, it is not known which one did. */
    attempts_begin(&attempts, "trying 164 7 36", 164, 300);
    assert_string_equal(attempts.note, "trying 164 7 36");
    assert_false(attempts_is_spent(&attempts, 164, &why));
    for (long long at = 164; at < 200; at++) {
        assert_true(attempts_is_careful(&attempts, at));
        attempts_try(&attempts, at);
        assert_false(attempts_holds(&attempts, at + 1));
        attempts_done(&attempts, at + 1);
    }
    attempts_try(&attempts, 200);
    assert_string_equal(attempts.note, "trying 200 1 64");
}

static void a_note_goes_with_the_offset_to_the_next_owner(void **state)
{
    (void)state;
    struct kafka_producer *producer = open_producer();
    send_value(producer, "k", "noted");
    assert_int_equal(kafka_producer_flush(producer, 10000, NULL), ERR_OK);
    char note[KAFKA_NOTE_BYTES] = "?";
    long long offset = 0;
    struct kafka_consumer *consumer = open_consumer("noted", NULL);
    struct kafka_message message = next(consumer);
    assert_int_equal(kafka_consumer_committed(consumer, TOPIC, 0, &offset, note, NULL), ERR_OK);
    assert_int_equal(offset, -1);
    assert_string_equal(note, "");
    assert_int_equal(kafka_consumer_commit(consumer, TOPIC, 0, 1, "trying 1 2", NULL), ERR_OK);
    assert_int_equal(kafka_consumer_committed(consumer, TOPIC, 0, &offset, note, NULL), ERR_OK);
    assert_int_equal(offset, 1);
    assert_string_equal(note, "trying 1 2");
    kafka_message_release(&message);
    kafka_consumer_close(consumer);
    kafka_producer_close(producer);
}

static void an_end_that_only_the_operator_asked_for_is_passed_over(void **state)
{
    (void)state;
    struct conf_pair pair = {"enable.partition.eof", "true"};
    struct kafka_message message;
    settings.properties = (struct conf_pairs){&pair, 1};
    struct kafka_consumer *consumer = open_consumer("ends", NULL);
    settings.properties = (struct conf_pairs){NULL, 0};
    struct kafka_producer *producer = open_producer();
    send_value(producer, "end", "before the end");
    assert_int_equal(kafka_producer_flush(producer, 10000, NULL), ERR_OK);
    read_until(consumer, "before the end");
    /* The end comes with the next answer, which waits a tenth of a second. */
    for (int i = 0; i < 10; i++) {
        assert_int_equal(kafka_consumer_poll(consumer, WAIT_MS, &message, NULL), ERR_OK);
        kafka_message_release(&message);
    }
    kafka_producer_close(producer);
    kafka_consumer_close(consumer);
}

static void *send_a_little_later(void *producer)
{
    (void)nanosleep(&(struct timespec){.tv_nsec = 300000000}, NULL);
    send_value(producer, "k", "late");
    (void)kafka_producer_flush(producer, 10000, NULL);
    return NULL;
}

static void an_end_before_what_was_read_is_asked_for_again(void **state)
{
    (void)state;
    struct kafka_producer *producer = open_producer();
    struct kafka_consumer *consumer = open_consumer("bounds", NULL);
    long long low = -1;
    long long high = -1;
    assert_int_equal(kafka_consumer_bounds(consumer, TOPIC, 0, &low, &high, NULL), ERR_OK);
    long long next = high + 1;
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, send_a_little_later, producer), 0);
    assert_int_equal(kafka_consumer_bounds_past(consumer, TOPIC, 0, next, &low, &high, NULL),
                     ERR_OK);
    assert_int_equal(pthread_join(thread, NULL), 0);
    assert_int_equal(high, next);
    kafka_consumer_close(consumer);
    kafka_producer_close(producer);
}

static void a_question_about_a_partition_ends_where_the_broker_goes_away(void **state)
{
    (void)state;
    struct kafka_consumer *consumer = open_consumer("away", NULL);
    struct timespec before;
    struct timespec after;
    long long low = -1;
    long long high = -1;
    assert_int_equal(kafka_consumer_bounds(consumer, TOPIC, 0, &low, &high, NULL), ERR_OK);
    assert_int_equal(rd_kafka_mock_broker_set_down(cluster, 1), 0);
    (void)clock_gettime(CLOCK_MONOTONIC, &before);
    assert_int_equal(kafka_consumer_bounds(consumer, TOPIC, 0, &low, &high, NULL), ERR_UNAVAILABLE);
    (void)clock_gettime(CLOCK_MONOTONIC, &after);
    assert_int_equal(rd_kafka_mock_broker_set_up(cluster, 1), 0);
    assert_true(after.tv_sec - before.tv_sec < 10);
    enum err_code code = ERR_UNAVAILABLE;
    for (int i = 0; i < 10 && code == ERR_UNAVAILABLE; i++)
        code = kafka_consumer_bounds(consumer, TOPIC, 0, &low, &high, NULL);
    assert_int_equal(code, ERR_OK);
    kafka_consumer_close(consumer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_sent_and_acknowledged_is_read_with_its_headers),
        cmocka_unit_test(who_wants_no_attributes_gets_the_other_headers),
        cmocka_unit_test(reading_starts_where_the_caller_says),
        cmocka_unit_test(a_range_is_read_to_its_end_and_no_further_and_on_from_there),
        cmocka_unit_test(the_topics_are_looked_at_again_within_seconds),
        cmocka_unit_test(errors_that_pass_by_themselves_lose_nothing),
        cmocka_unit_test(a_message_over_the_limit_is_refused_at_once),
        cmocka_unit_test(settings_that_break_the_promises_are_refused),
        cmocka_unit_test(a_message_that_ends_its_readers_is_found),
        cmocka_unit_test(a_message_that_is_read_again_is_not_blamed),
        cmocka_unit_test(messages_are_tried_together_until_a_process_ends_with_them),
        cmocka_unit_test(a_note_goes_with_the_offset_to_the_next_owner),
        cmocka_unit_test(an_end_that_only_the_operator_asked_for_is_passed_over),
        cmocka_unit_test(an_end_before_what_was_read_is_asked_for_again),
        cmocka_unit_test(a_question_about_a_partition_ends_where_the_broker_goes_away),
        cmocka_unit_test(a_trace_is_begun_once_and_handed_on_as_it_is),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
