#include "common/kafka/consumer.h"

#include "common/kafka/client.h"
#include "common/kafka/contact.h"

#include <stdlib.h>
#include <string.h>

#define ASK_MS        5000 /* between two questions whether a broker is there */
#define ANSWER_MS     2000
#define CLOSE_MS      2000
#define CLOSE_STEP_MS 20
#define NUDGE_BYTES   ((size_t)2 << 20)
#define NUDGE_MS      500

struct kafka_consumer {
    rd_kafka_t *handle;
    struct kafka_consumer_events events;
    bool paused;
    bool asked; /* kafka_consumer_is_away() */
    bool away;
    long long asked_ms;
    size_t nudge_bytes; /* read since the last nudge() */
    struct contact contact;
    struct err why; /* kafka_consumer_why() */
};

/* Cooperative assignment and consume_batch are avoided: librdkafka 2.0.2 has known faults in both.
 */
static const struct kafka_property properties[] = {
    {"enable.auto.commit", "false"},
    {"enable.auto.offset.store", "false"},
    {"auto.offset.reset", "earliest"},
    {"isolation.level", "read_committed"},
    {"partition.assignment.strategy", "range,roundrobin"},
    {"allow.auto.create.topics", "false"},
    {"check.crcs", "true"},
    /* Bytes bound what is read ahead; see nudge(). */
    {"queued.min.messages", "100000"},
    {"queued.max.messages.kbytes", "8192"},
    {"fetch.wait.max.ms", "100"},
    /* Whoever died is replaced within a minute, with time to spare. */
    {"session.timeout.ms", "30000"},
    /* A rebalance waits so long for members that do not come: Kafka 4.1.1, killed and started
     * again, may keep dead ones past their session, and then nobody has partitions meanwhile. With
     * librdkafka's five minutes that was five minutes of silence. */
    {"max.poll.interval.ms", "60000"},
    /* A broker that has just started may not know its topics yet; librdkafka would look again after
     * five minutes. */
    {"topic.metadata.refresh.interval.ms", "5000"},
};

static void on_assignment(struct kafka_consumer *consumer, rd_kafka_topic_partition_list_t *list)
{
    for (int i = 0; i < list->cnt && consumer->events.assigned != NULL; i++) {
        rd_kafka_topic_partition_t *part = &list->elems[i];
        long long offset =
            consumer->events.assigned(consumer->events.context, part->topic, part->partition);
        part->offset = offset == KAFKA_OFFSET_COMMITTED ? RD_KAFKA_OFFSET_INVALID : offset;
    }
}

static void on_rebalance(rd_kafka_t *handle,
                         rd_kafka_resp_err_t error,
                         rd_kafka_topic_partition_list_t *list,
                         void *opaque)
{
    struct kafka_consumer *consumer = opaque;
    if (error == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS) {
        on_assignment(consumer, list);
        (void)rd_kafka_assign(handle, list);
        return;
    }
    for (int i = 0; i < list->cnt && consumer->events.revoked != NULL; i++)
        consumer->events.revoked(consumer->events.context, list->elems[i].topic,
                                 list->elems[i].partition);
    /* librdkafka keeps a partition paused for when it comes back, when nobody would resume it. */
    if (consumer->paused)
        (void)rd_kafka_resume_partitions(handle, list);
    consumer->paused = false;
    (void)rd_kafka_assign(handle, NULL);
}

static void on_trouble(rd_kafka_t *handle, int error, const char *reason, void *opaque)
{
    struct kafka_consumer *consumer = opaque;
    contact_hear(&consumer->contact, handle, error, reason);
}

enum err_code kafka_consumer_open(const struct kafka_settings *settings,
                                  const char *client_id,
                                  const char *group,
                                  const struct kafka_consumer_events *events,
                                  struct kafka_consumer **consumer,
                                  struct err *err)
{
    rd_kafka_conf_t *conf = NULL;
    enum err_code code = client_conf(settings, client_id, properties,
                                     sizeof properties / sizeof properties[0], &conf, err);
    if (code)
        return code;
    struct kafka_consumer *made = calloc(1, sizeof *made);
    if (made == NULL)
        abort();
    if (events != NULL)
        made->events = *events;
    char reason[512];
    if (made->events.ended != NULL)
        (void)rd_kafka_conf_set(conf, "enable.partition.eof", "true", reason, sizeof reason);
    rd_kafka_conf_set_opaque(conf, made);
    rd_kafka_conf_set_rebalance_cb(conf, on_rebalance);
    rd_kafka_conf_set_error_cb(conf, on_trouble);
    if (rd_kafka_conf_set(conf, "group.id", group, reason, sizeof reason) == RD_KAFKA_CONF_OK)
        made->handle = rd_kafka_new(RD_KAFKA_CONSUMER, conf, reason, sizeof reason);
    if (made->handle == NULL) {
        rd_kafka_conf_destroy(conf);
        free(made);
        return err_set(err, ERR_CONFIG, "cannot start a Kafka consumer: %s", reason);
    }
    (void)rd_kafka_poll_set_consumer(made->handle);
    *consumer = made;
    return ERR_OK;
}

enum err_code kafka_consumer_subscribe(struct kafka_consumer *consumer,
                                       const char *const *topics,
                                       size_t count,
                                       struct err *err)
{
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new((int)count);
    for (size_t i = 0; i < count; i++)
        (void)rd_kafka_topic_partition_list_add(list, topics[i], RD_KAFKA_PARTITION_UA);
    rd_kafka_resp_err_t error = rd_kafka_subscribe(consumer->handle, list);
    rd_kafka_topic_partition_list_destroy(list);
    return error ? client_error(error, "cannot subscribe", err) : ERR_OK;
}

enum err_code kafka_consumer_assign(struct kafka_consumer *consumer,
                                    const char *topic,
                                    int partitions,
                                    struct err *err)
{
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(partitions);
    for (int i = 0; i < partitions; i++)
        (void)rd_kafka_topic_partition_list_add(list, topic, i);
    on_assignment(consumer, list);
    rd_kafka_resp_err_t error = rd_kafka_assign(consumer->handle, list);
    rd_kafka_topic_partition_list_destroy(list);
    return error ? client_error(error, "cannot read all partitions", err) : ERR_OK;
}

/* What a message keeps until it is released. librdkafka makes each header a piece of memory of its
 * own; whoever holds thousands of messages is better served by one for all of them. */
struct kept {
    rd_kafka_message_t *event;
    struct kafka_header headers[]; /* their texts stand behind them */
};

static bool is_attribute(const char *name)
{
    return name[0] == 'c' && (strncmp(name, "ce_", 3) == 0 || strcmp(name, "content-type") == 0);
}

/* Views of those that are text, at most KAFKA_HEADERS_MAX. *text_bytes: with their NULs. */
static size_t view_headers(const rd_kafka_headers_t *headers,
                           bool without_attributes,
                           struct kafka_header *views,
                           size_t *text_bytes)
{
    size_t count = 0;
    const char *name = NULL;
    const void *value = NULL;
    size_t size = 0;
    for (size_t i = 0;
         count < KAFKA_HEADERS_MAX && !rd_kafka_header_get_all(headers, i, &name, &value, &size);
         i++) {
        /* librdkafka puts a NUL behind each value; one with a NUL inside is no text. */
        if ((without_attributes && is_attribute(name)) || value == NULL || strlen(value) != size)
            continue;
        views[count++] = (struct kafka_header){name, value};
        *text_bytes += strlen(name) + size + 2;
    }
    return count;
}

static const char *append(char **at, const char *text)
{
    char *start = *at;
    *at = stpcpy(start, text) + 1;
    return start;
}

static struct kept *
keep(rd_kafka_message_t *event, bool without_attributes, struct kafka_message *message)
{
    struct kafka_header views[KAFKA_HEADERS_MAX];
    rd_kafka_headers_t *headers = NULL;
    size_t count = 0;
    size_t text_bytes = 0;
    if (!rd_kafka_message_detach_headers(event, &headers))
        count = view_headers(headers, without_attributes, views, &text_bytes);
    struct kept *kept = malloc(sizeof *kept + count * sizeof views[0] + text_bytes);
    if (kept == NULL)
        abort();
    kept->event = event;
    char *at = (char *)&kept->headers[count];
    for (size_t i = 0; i < count; i++) {
        kept->headers[i].name = append(&at, views[i].name);
        kept->headers[i].value = append(&at, views[i].value);
    }
    if (headers != NULL)
        rd_kafka_headers_destroy(headers);
    message->headers = kept->headers;
    message->header_count = count;
    return kept;
}

static enum err_code
on_event(struct kafka_consumer *consumer, const rd_kafka_message_t *event, struct err *err)
{
    char reason[512];
    if (event->err == RD_KAFKA_RESP_ERR__PARTITION_EOF) {
        /* The operator may have asked for what we did not. */
        if (consumer->events.ended == NULL)
            return ERR_OK;
        consumer->events.ended(consumer->events.context, rd_kafka_topic_name(event->rkt),
                               event->partition, event->offset);
        return ERR_OK;
    }
    if (event->err == RD_KAFKA_RESP_ERR__FATAL) {
        (void)rd_kafka_fatal_error(consumer->handle, reason, sizeof reason);
        return err_set(err, ERR_INTERNAL, "the Kafka consumer gave up: %s", reason);
    }
    enum err_code code = client_error(event->err, rd_kafka_message_errstr(event), err);
    /* librdkafka goes on by itself after everything else. */
    return code == ERR_CONFIG ? code : ERR_OK;
}

/* Where as much has been read ahead as may be, librdkafka 2.0.2's thread for the broker goes to
 * sleep for a second, however soon there is room again: so long nothing comes. Any request wakes
 * it, and then it looks for room. One goes out for so many bytes that were read, to the broker that
 * they came from; what it answers is of no interest. */
static void nudge(struct kafka_consumer *consumer, const rd_kafka_message_t *message)
{
    long long end = 0;
    consumer->nudge_bytes += message->len;
    if (consumer->nudge_bytes < NUDGE_BYTES)
        return;
    consumer->nudge_bytes = 0;
    (void)client_offset_at(consumer->handle, rd_kafka_topic_name(message->rkt), message->partition,
                           RD_KAFKA_OFFSET_END, NUDGE_MS, &end);
}

enum err_code kafka_consumer_poll(struct kafka_consumer *consumer,
                                  int timeout_ms,
                                  struct kafka_message *message,
                                  struct err *err)
{
    *message = (struct kafka_message){0};
    rd_kafka_message_t *event = rd_kafka_consumer_poll(consumer->handle, timeout_ms);
    if (event == NULL)
        return contact_check(&consumer->contact, err);
    if (event->err) {
        enum err_code code = on_event(consumer, event, err);
        rd_kafka_message_destroy(event);
        return code;
    }
    contact_made(&consumer->contact);
    nudge(consumer, event);
    *message = (struct kafka_message){
        .topic = rd_kafka_topic_name(event->rkt),
        .partition = event->partition,
        .offset = event->offset,
        .timestamp_ms = rd_kafka_message_timestamp(event, NULL),
        .key = event->key,
        .key_len = event->key_len,
        .value = event->payload,
        .value_len = event->len,
    };
    const char *with = consumer->events.attributes_of;
    bool without_attributes = consumer->events.without_attributes &&
                              (with == NULL || strcmp(with, rd_kafka_topic_name(event->rkt)) != 0);
    message->held = keep(event, without_attributes, message);
    return ERR_OK;
}

void kafka_message_release(struct kafka_message *message)
{
    struct kept *kept = message->held;
    if (kept != NULL)
        rd_kafka_message_destroy(kept->event);
    free(kept);
    *message = (struct kafka_message){0};
}

const char *kafka_message_header(const struct kafka_message *message, const char *name)
{
    for (size_t i = 0; i < message->header_count; i++) {
        if (strcmp(message->headers[i].name, name) == 0)
            return message->headers[i].value;
    }
    return NULL;
}

rd_kafka_t *consumer_handle(const struct kafka_consumer *consumer)
{
    return consumer->handle;
}

bool kafka_consumer_is_away(struct kafka_consumer *consumer, long long now_ms)
{
    if (consumer->asked && now_ms - consumer->asked_ms < ASK_MS)
        return consumer->away;
    const rd_kafka_metadata_t *metadata = NULL;
    consumer->away = rd_kafka_metadata(consumer->handle, 0, NULL, &metadata, ANSWER_MS) !=
                     RD_KAFKA_RESP_ERR_NO_ERROR;
    if (!consumer->away) {
        rd_kafka_metadata_destroy(metadata);
        contact_made(&consumer->contact);
    }
    consumer->asked = true;
    consumer->asked_ms = now_ms;
    return consumer->away;
}

const char *kafka_consumer_why(struct kafka_consumer *consumer)
{
    (void)contact_fail(&consumer->contact, ERR_UNAVAILABLE, "Kafka does not answer",
                       &consumer->why);
    return consumer->why.text;
}

void kafka_consumer_pause(struct kafka_consumer *consumer, bool pause)
{
    rd_kafka_topic_partition_list_t *list = NULL;
    /* Resuming what is not paused would go back to where librdkafka thinks that we are. */
    if ((!pause && !consumer->paused) || rd_kafka_assignment(consumer->handle, &list))
        return;
    consumer->paused = pause;
    if (pause)
        (void)rd_kafka_pause_partitions(consumer->handle, list);
    else
        (void)rd_kafka_resume_partitions(consumer->handle, list);
    rd_kafka_topic_partition_list_destroy(list);
}

/* rd_kafka_consumer_close() may wait for ever for a coordinator that is away: then nothing is
 * destroyed, and the group forgets us by itself. */
static bool leave(struct kafka_consumer *consumer)
{
    rd_kafka_t *handle = consumer->handle;
    rd_kafka_queue_t *events = rd_kafka_queue_new(handle);
    rd_kafka_error_t *refused = rd_kafka_consumer_close_queue(handle, events);
    bool closing = refused == NULL; /* not after a fatal error */
    if (refused != NULL)
        rd_kafka_error_destroy(refused);
    long long until_ms = client_clock_ms() + CLOSE_MS;
    while (closing && !rd_kafka_consumer_closed(handle)) {
        if (client_clock_ms() > until_ms) {
            client_tell(rd_kafka_name(handle), "CLOSE", "the group's coordinator does not answer");
            return false;
        }
        rd_kafka_event_t *event = rd_kafka_queue_poll(events, CLOSE_STEP_MS);
        if (event != NULL && rd_kafka_event_type(event) == RD_KAFKA_EVENT_REBALANCE)
            on_rebalance(handle, rd_kafka_event_error(event),
                         rd_kafka_event_topic_partition_list(event), consumer);
        if (event != NULL)
            rd_kafka_event_destroy(event);
    }
    rd_kafka_queue_destroy(events);
    return true;
}

void kafka_consumer_close(struct kafka_consumer *consumer)
{
    if (consumer == NULL)
        return;
    if (leave(consumer) && client_end(consumer->handle))
        free(consumer);
}
