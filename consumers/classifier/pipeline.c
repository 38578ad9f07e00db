#include "consumers/classifier/pipeline.h"

#include "common/base/crash.h"
#include "common/kafka/dead_letter.h"
#include "common/model/topic.h"
#include "common/service/breaker.h"
#include "common/service/log.h"
#include "common/service/sending.h"
#include "consumers/classifier/classified.h"
#include "consumers/classifier/positions.h"
#include "consumers/classifier/tally.h"
#include "gainsay_version.h"

#include <string.h>

#define BATCH_WAIT_MS 200
#define POLL_MS       50
#define FLUSH_MS      500
#define SHOW_MS       1000 /* between two looks at the lag */

static const char service_name[] = "gainsay-classifier";

struct pipeline {
    const struct classifier_settings *settings;
    struct classified classified;
    struct kafka_consumer *consumer;
    struct kafka_producer *producer;
    struct positions positions;
    size_t read;
    const char *undelivered; /* why librdkafka gave a message up; NULL: it did not */
    struct breaker breaker;
    struct tally tally;
    long long shown_ms;
};

static void on_delivered(void *context, void *opaque, const char *error)
{
    (void)opaque;
    struct pipeline *pipeline = context;
    if (error == NULL)
        return;
    pipeline->undelivered = error;
    sending_failed();
}

/* Whoever gets the partition reads it from the last commit; ours would come too late. */
static void on_revoked(void *context, const char *topic, int partition)
{
    struct pipeline *pipeline = context;
    log_event(LOG_INFO, "kafka.revoked", LOG_TEXT("topic", topic), LOG_INT("partition", partition));
    lag_forget(topic, partition);
    positions_remove(&pipeline->positions, partition);
}

static long long on_assigned(void *context, const char *topic, int partition)
{
    struct pipeline *pipeline = context;
    log_event(LOG_INFO, "kafka.assigned", LOG_TEXT("topic", topic),
              LOG_INT("partition", partition));
    /* Not ready before: until then Kafka may not even have answered. */
    service_set_ready(true, "");
    struct position *position = positions_add(&pipeline->positions, partition);
    if (position != NULL)
        lag_begin(&position->lag, lag_now_ms());
    return KAFKA_OFFSET_COMMITTED;
}

static void advance(struct pipeline *pipeline, const struct kafka_message *message)
{
    pipeline->read++;
    positions_advance(&pipeline->positions, message);
}

static void show(struct pipeline *pipeline)
{
    if (service_clock_ms() - pipeline->shown_ms < SHOW_MS)
        return;
    pipeline->shown_ms = service_clock_ms();
    sending_pending(kafka_producer_pending(pipeline->producer));
    positions_show(&pipeline->positions, pipeline->consumer, TOPIC_ITEMS);
}

/* Whether it is worth waiting on for Kafka. */
static enum err_code keep_waiting(struct pipeline *pipeline, struct err *err)
{
    service_beat();
    show(pipeline);
    enum err_code code = kafka_producer_check(pipeline->producer, err);
    if (code)
        return code;
    if (service_drain_over())
        return err_set(err, ERR_UNAVAILABLE, "stopped before Kafka acknowledged %d messages",
                       kafka_producer_pending(pipeline->producer));
    return ERR_OK;
}

/* Asks Kafka, for as long as it is away. The note is that of the last owner, where it was not asked
 * before. */
static enum err_code ask(struct pipeline *pipeline,
                         struct position *position,
                         long long *low,
                         long long *high,
                         char *note,
                         struct err *err)
{
    enum err_code code;
    do {
        code = ERR_OK;
        if (position->next_offset == POSITION_UNKNOWN)
            code = kafka_consumer_committed(pipeline->consumer, TOPIC_ITEMS, position->partition,
                                            &position->next_offset, note, err);
        if (!code)
            code = kafka_consumer_bounds_past(pipeline->consumer, TOPIC_ITEMS, position->partition,
                                              position->next_offset, low, high, err);
    } while (code == ERR_UNAVAILABLE && !service_stopping() && !keep_waiting(pipeline, err));
    return code;
}

/* Best effort: where it is not committed, the next owner begins as if nothing had been. */
static void note(struct pipeline *pipeline, const struct position *position)
{
    (void)kafka_consumer_commit(pipeline->consumer, TOPIC_ITEMS, position->partition,
                                position->acknowledged, position->attempts.note, NULL);
}

static void begin_attempts(struct pipeline *pipeline,
                           struct position *position,
                           const char *last,
                           long long offset,
                           long long high)
{
    attempts_begin(&position->attempts, last, offset, offset + pipeline->settings->batch);
    attempts_until(&position->attempts, high);
    position->acknowledged = offset;
    note(pipeline, position);
}

/* The message is not the one that was to come next: it matters whether others were deleted before
 * they were read. librdkafka would pass over them and go on with the first that is left. */
static enum err_code
check_gap(struct pipeline *pipeline, const struct kafka_message *message, struct err *err)
{
    struct position *position = positions_find(&pipeline->positions, message->partition);
    long long low = 0;
    long long high = 0;
    char last[KAFKA_NOTE_BYTES] = "";
    if (position == NULL || position->next_offset == message->offset)
        return ERR_OK;
    enum err_code code = ask(pipeline, position, &low, &high, last, err);
    if (code)
        return code;
    long long next = position->next_offset;
    /* What comes next is at hand: what the broker says of its end may be older than that. */
    if (next < 0 || next == message->offset || (next >= low && next <= high)) {
        if (!position->attempts.begun)
            begin_attempts(pipeline, position, last, message->offset, high);
        return ERR_OK;
    }
    return err_set(err, ERR_CONFIG,
                   "%s[%d] has offsets %lld to %lld, and %lld comes next: messages were deleted "
                   "before they were read, or the topic was made anew (docs/reliability.md)",
                   TOPIC_ITEMS, message->partition, low, high - 1, next);
}

/* Waits where the queue is full: nothing more is read meanwhile. */
static enum err_code send(struct pipeline *pipeline, const struct kafka_out *out, struct err *err)
{
    enum err_code code = ERR_OK;
    while ((code = kafka_producer_send(pipeline->producer, out, err)) == ERR_UNAVAILABLE) {
        code = keep_waiting(pipeline, err);
        if (code)
            break;
        kafka_producer_poll(pipeline->producer, 100);
    }
    return code;
}

static enum err_code
send_result(struct pipeline *pipeline, const struct kafka_message *message, struct err *err)
{
    struct kafka_event_headers headers;
    struct kafka_out out;
    classified_out(&pipeline->classified, service_name, message, &headers, &out);
    return send(pipeline, &out, err);
}

static enum err_code set_aside(struct pipeline *pipeline,
                               const struct kafka_message *message,
                               const struct err *reason,
                               struct err *err)
{
    log_event(LOG_WARNING, "message.dead_letter", LOG_TEXT("topic", message->topic),
              LOG_INT("partition", message->partition), LOG_INT("offset", message->offset),
              LOG_TEXT("error", reason->text),
              LOG_TEXT("traceparent", kafka_message_header(message, TRACE_PARENT)));
    tally_letter(&pipeline->tally, reason->code);
    enum err_code code = ERR_OK;
    while ((code = dead_letter_send(pipeline->producer, TOPIC_DEAD_LETTERS, service_name,
                                    GAINSAY_VERSION, message, reason, err)) == ERR_UNAVAILABLE) {
        code = keep_waiting(pipeline, err);
        if (code)
            break;
        kafka_producer_poll(pipeline->producer, 100);
    }
    return code;
}

/* refused: why the message is not to be read; NULL: it is. */
static enum err_code handle(struct pipeline *pipeline,
                            const struct kafka_message *message,
                            const struct err *refused,
                            struct err *err)
{
    struct err reason = {0};
    metrics_add(pipeline->tally.read, NULL, 1);
    if (dead_letter_is_for_other(message, service_name)) {
        tally_not_ours(&pipeline->tally);
        return ERR_OK;
    }
    enum err_code code = ERR_OK;
    if (refused != NULL)
        reason = *refused;
    else
        code = classified_read(&pipeline->classified, message, &reason);
    if (!code && refused == NULL)
        code = send_result(pipeline, message, &reason);
    bool letter = refused != NULL || err_class_of(code) == ERR_CLASS_DROP;
    if (!code && !letter)
        tally_result(&pipeline->tally, &pipeline->classified.result);
    else if (letter)
        code = set_aside(pipeline, message, &reason, err);
    else if (err != NULL)
        *err = reason;
    return code ? code : breaker_count(&pipeline->breaker, 1, letter, err);
}

/* See attempts.h. */
static enum err_code
attempt(struct pipeline *pipeline, const struct kafka_message *message, struct err *err)
{
    struct position *position = positions_find(&pipeline->positions, message->partition);
    struct err why = {0};
    if (position == NULL || !attempts_is_careful(&position->attempts, message->offset))
        return handle(pipeline, message, NULL, err);
    if (attempts_is_spent(&position->attempts, message->offset, &why))
        return handle(pipeline, message, &why, err);
    if (!attempts_holds(&position->attempts, message->offset)) {
        attempts_try(&position->attempts, message->offset);
        note(pipeline, position);
    }
    return handle(pipeline, message, NULL, err);
}

/* They ended nobody; waiting for Kafka is no fault of theirs. */
static void end_attempts(struct pipeline *pipeline)
{
    for (size_t i = 0; i < pipeline->positions.count; i++) {
        struct position *position = &pipeline->positions.list[i];
        if (!position->attempts.trying)
            continue;
        attempts_done(&position->attempts, position->next_offset);
        note(pipeline, position);
    }
}

/* What Kafka is too far away to take is tried again with the next batch, or those who watch the lag
 * would see one until the next item comes. */
static bool commit(struct pipeline *pipeline, struct position *position)
{
    struct err why = {0};
    enum err_code code =
        kafka_consumer_commit(pipeline->consumer, TOPIC_ITEMS, position->partition,
                              position->next_offset, position->attempts.note, &why);
    position->read = code == ERR_UNAVAILABLE;
    if (code)
        log_event(LOG_WARNING, "kafka.commit_failed", LOG_INT("partition", position->partition),
                  LOG_TEXT("error", why.text));
    CRASH_POINT("classifier:committed");
    return code != ERR_UNAVAILABLE;
}

/* Everything sent is acknowledged before anything is committed. Waits for ever, unless the drain's
 * time is over. */
static enum err_code finish_batch(struct pipeline *pipeline, struct err *err)
{
    bool any = pipeline->read > 0;
    for (size_t i = 0; i < pipeline->positions.count; i++)
        any = any || pipeline->positions.list[i].read;
    if (!any)
        return ERR_OK;
    end_attempts(pipeline);
    while (kafka_producer_flush(pipeline->producer, FLUSH_MS, err)) {
        enum err_code code = keep_waiting(pipeline, err);
        if (code)
            return code;
        sending_waited(FLUSH_MS);
        service_set_ready(false, "Kafka does not acknowledge");
    }
    if (pipeline->undelivered != NULL)
        return err_set(err, ERR_INTERNAL, "a result was not delivered: %s", pipeline->undelivered);
    CRASH_POINT("classifier:acknowledged");
    for (size_t i = 0; i < pipeline->positions.count; i++) {
        struct position *position = &pipeline->positions.list[i];
        if (position->read)
            position->acknowledged = position->next_offset;
        if (position->read && !commit(pipeline, position))
            break;
    }
    pipeline->read = 0;
    service_set_ready(true, "");
    return ERR_OK;
}

/* Of what is tried no more is read than our notes tell of. */
static bool is_whole(const struct pipeline *pipeline)
{
    for (size_t i = 0; i < pipeline->positions.count; i++) {
        const struct position *position = &pipeline->positions.list[i];
        if (position->attempts.trying &&
            !attempts_holds(&position->attempts, position->next_offset))
            return true;
    }
    return pipeline->read >= (size_t)pipeline->settings->batch;
}

static enum err_code read_batch(struct pipeline *pipeline, struct err *err)
{
    long long until_ms = service_clock_ms() + BATCH_WAIT_MS;
    while (!service_stopping() && !is_whole(pipeline) && service_clock_ms() < until_ms) {
        struct kafka_message message;
        enum err_code code = kafka_consumer_poll(pipeline->consumer, POLL_MS, &message, err);
        if (!code && message.held != NULL) {
            CRASH_POINT("classifier:read");
            code = check_gap(pipeline, &message, err);
            if (!code)
                code = attempt(pipeline, &message, err);
            CRASH_POINT("classifier:sent");
            advance(pipeline, &message);
        }
        kafka_message_release(&message);
        if (code) {
            /* To end with a reason is not to be ended. */
            end_attempts(pipeline);
            return code;
        }
    }
    return ERR_OK;
}

/* Of a classifier that has nothing to do, too. */
static void show_readiness(const struct pipeline *pipeline)
{
    bool away = kafka_consumer_is_away(pipeline->consumer, service_clock_ms());
    if (away)
        service_set_ready(false, kafka_consumer_why(pipeline->consumer));
    else if (pipeline->positions.count > 0)
        service_set_ready(true, "");
}

/* A store reads lz4 with a quarter less of its processor time than zstd, for a topic that is larger
 * by three fifths (docs/performance.md has the figures). */
static const struct conf_pair quick[] = {{"compression.codec", "lz4"}};

static enum err_code open_all(struct pipeline *pipeline, struct err *err)
{
    struct conf_pair pairs[KAFKA_PAIRS_MAX];
    struct kafka_settings sending = kafka_settings_behind(quick, sizeof quick / sizeof quick[0],
                                                          &pipeline->settings->kafka, pairs);
    const struct kafka_consumer_events events = {
        .assigned = on_assigned, .revoked = on_revoked, .context = pipeline};
    static const char *const topics[] = {TOPIC_ITEMS};
    enum err_code code = classified_open(&pipeline->classified, pipeline->settings->lexicon,
                                         pipeline->settings->generation, err);
    if (code)
        return code;
    code = kafka_producer_open(&sending, service_name, on_delivered, pipeline, &pipeline->producer,
                               err);
    if (!code)
        kafka_producer_expect(pipeline->producer, TOPIC_RECORDS);
    if (!code)
        code = kafka_consumer_open(&pipeline->settings->kafka, service_name,
                                   pipeline->settings->group, &events, &pipeline->consumer, err);
    if (!code)
        code = kafka_consumer_subscribe(pipeline->consumer, topics, 1, err);
    return code;
}

static void close_all(struct pipeline *pipeline)
{
    kafka_consumer_close(pipeline->consumer);
    kafka_producer_close(pipeline->producer);
    classified_close(&pipeline->classified);
}

enum err_code pipeline_run(const struct classifier_settings *settings, struct err *err)
{
    static struct pipeline pipeline;
    pipeline = (struct pipeline){.settings = settings, .breaker.percent = settings->breaker};
    tally_open(&pipeline.tally);
    lag_open();
    sending_open();
    enum err_code code = open_all(&pipeline, err);
    while (!code && !service_stopping()) {
        service_beat();
        code = read_batch(&pipeline, err);
        if (!code)
            code = finish_batch(&pipeline, err);
        show(&pipeline);
        if (!code)
            show_readiness(&pipeline);
    }
    /* What is not acknowledged is not committed either, and comes again. */
    if (service_stopping() && code == ERR_UNAVAILABLE)
        code = ERR_OK;
    close_all(&pipeline);
    return code;
}
