/* Where a consumer and its group are in a partition, and where it begins and ends. */
#include "common/kafka/client.h"
#include "common/kafka/consumer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* With what leaving takes it is less than what a drain may take. */
#define TIMEOUT_MS   4000
#define COMMIT_MS    3000
#define SEEK_MS      2000
#define SEEK_STEP_NS 10000000
#define END_MS       2000
#define END_STEP_NS  100000000

static rd_kafka_topic_partition_list_t *one(const char *topic, int partition, long long offset)
{
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(1);
    rd_kafka_topic_partition_list_add(list, topic, partition)->offset = offset;
    return list;
}

/* librdkafka frees it together with the list. */
static void attach(rd_kafka_topic_partition_t *part, const char *note)
{
    part->metadata = strdup(note);
    if (part->metadata == NULL)
        abort();
    part->metadata_size = strlen(note);
}

/* rd_kafka_commit() waits for ever where the broker has just gone away. */
static rd_kafka_resp_err_t commit(struct kafka_consumer *consumer,
                                  const char *topic,
                                  int partition,
                                  long long next_offset,
                                  const char *note)
{
    rd_kafka_topic_partition_list_t *list = one(topic, partition, next_offset);
    if (note != NULL)
        attach(&list->elems[0], note);
    rd_kafka_queue_t *answers = rd_kafka_queue_new(consumer_handle(consumer));
    rd_kafka_resp_err_t error =
        rd_kafka_commit_queue(consumer_handle(consumer), list, answers, NULL, NULL);
    rd_kafka_event_t *answer = error ? NULL : rd_kafka_queue_poll(answers, COMMIT_MS);
    if (!error)
        error = answer == NULL ? RD_KAFKA_RESP_ERR__TIMED_OUT : rd_kafka_event_error(answer);
    if (answer != NULL)
        rd_kafka_event_destroy(answer);
    rd_kafka_queue_destroy(answers);
    rd_kafka_topic_partition_list_destroy(list);
    return error;
}

enum err_code kafka_consumer_commit(struct kafka_consumer *consumer,
                                    const char *topic,
                                    int partition,
                                    long long next_offset,
                                    const char *note,
                                    struct err *err)
{
    rd_kafka_resp_err_t error = commit(consumer, topic, partition, next_offset, note);
    switch (error) {
    case RD_KAFKA_RESP_ERR_NO_ERROR:
        return ERR_OK;
    case RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION:
    case RD_KAFKA_RESP_ERR_UNKNOWN_MEMBER_ID:
    case RD_KAFKA_RESP_ERR_REBALANCE_IN_PROGRESS:
        return err_set(err, ERR_CONFLICT, "%s[%d]: %s", topic, partition, rd_kafka_err2str(error));
    default:
        return client_error(error, "cannot commit", err);
    }
}

enum err_code kafka_consumer_committed(struct kafka_consumer *consumer,
                                       const char *topic,
                                       int partition,
                                       long long *next_offset,
                                       char *note,
                                       struct err *err)
{
    rd_kafka_topic_partition_list_t *list = one(topic, partition, RD_KAFKA_OFFSET_INVALID);
    rd_kafka_resp_err_t error = rd_kafka_committed(consumer_handle(consumer), list, TIMEOUT_MS);
    if (!error)
        error = list->elems[0].err;
    if (!error)
        *next_offset = list->elems[0].offset < 0 ? -1 : list->elems[0].offset;
    if (!error && note != NULL)
        (void)snprintf(note, KAFKA_NOTE_BYTES, "%.*s", (int)list->elems[0].metadata_size,
                       list->elems[0].metadata == NULL ? "" : (char *)list->elems[0].metadata);
    rd_kafka_topic_partition_list_destroy(list);
    return error ? client_error(error, "cannot read the committed offset", err) : ERR_OK;
}

long long client_clock_ms(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static rd_kafka_resp_err_t seek_once(struct kafka_consumer *consumer,
                                     rd_kafka_topic_partition_list_t *list)
{
    rd_kafka_error_t *error = rd_kafka_seek_partitions(consumer_handle(consumer), list, TIMEOUT_MS);
    rd_kafka_resp_err_t code = error == NULL ? list->elems[0].err : rd_kafka_error_code(error);
    rd_kafka_error_destroy(error);
    return code;
}

/* librdkafka 2.0.2 takes the timeout for microseconds (mended in 2.1), which a busy machine passes
 * easily; and a partition that was assigned just now can't be sought in yet. */
enum err_code kafka_consumer_seek(struct kafka_consumer *consumer,
                                  const char *topic,
                                  int partition,
                                  long long offset,
                                  struct err *err)
{
    rd_kafka_topic_partition_list_t *list = one(topic, partition, offset);
    long long until_ms = client_clock_ms() + SEEK_MS;
    rd_kafka_resp_err_t code = seek_once(consumer, list);
    while ((code == RD_KAFKA_RESP_ERR__TIMED_OUT || code == RD_KAFKA_RESP_ERR__STATE) &&
           client_clock_ms() < until_ms) {
        (void)nanosleep(&(struct timespec){.tv_nsec = SEEK_STEP_NS}, NULL);
        code = seek_once(consumer, list);
    }
    rd_kafka_topic_partition_list_destroy(list);
    return code ? client_error(code, "cannot seek", err) : ERR_OK;
}

enum err_code kafka_consumer_bounds(struct kafka_consumer *consumer,
                                    const char *topic,
                                    int partition,
                                    long long *low,
                                    long long *high,
                                    struct err *err)
{
    return client_watermarks(consumer_handle(consumer), topic, partition, TIMEOUT_MS, low, high,
                             err);
}

enum err_code kafka_consumer_bounds_past(struct kafka_consumer *consumer,
                                         const char *topic,
                                         int partition,
                                         long long next,
                                         long long *low,
                                         long long *high,
                                         struct err *err)
{
    long long until_ms = client_clock_ms() + END_MS;
    enum err_code code = kafka_consumer_bounds(consumer, topic, partition, low, high, err);
    while (!code && *high < next && client_clock_ms() < until_ms) {
        (void)nanosleep(&(struct timespec){.tv_nsec = END_STEP_NS}, NULL);
        code = kafka_consumer_bounds(consumer, topic, partition, low, high, err);
    }
    return code;
}

enum err_code kafka_consumer_offset_at(struct kafka_consumer *consumer,
                                       const char *topic,
                                       int partition,
                                       long long time_ms,
                                       long long *offset,
                                       struct err *err)
{
    rd_kafka_topic_partition_list_t *list = one(topic, partition, time_ms);
    rd_kafka_resp_err_t error =
        rd_kafka_offsets_for_times(consumer_handle(consumer), list, TIMEOUT_MS);
    if (!error)
        error = list->elems[0].err;
    if (!error)
        *offset = list->elems[0].offset < 0 ? -1 : list->elems[0].offset;
    rd_kafka_topic_partition_list_destroy(list);
    return error ? client_error(error, "cannot look a time up", err) : ERR_OK;
}

long long
kafka_consumer_end(const struct kafka_consumer *consumer, const char *topic, int partition)
{
    int64_t low = 0;
    int64_t high = 0;
    rd_kafka_resp_err_t error =
        rd_kafka_get_watermark_offsets(consumer_handle(consumer), topic, partition, &low, &high);
    return error || high < 0 ? -1 : high;
}
