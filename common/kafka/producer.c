#include "common/kafka/producer.h"

#include "common/kafka/client.h"
#include "common/kafka/contact.h"

#include <stdlib.h>
#include <string.h>

struct kafka_producer {
    rd_kafka_t *handle;
    kafka_delivered *delivered;
    void *context;
    struct contact contact;
    rd_kafka_topic_t *expected;
};

static const struct kafka_property properties[] = {
    {"enable.idempotence", "true"},
    {"acks", "all"},
    {"compression.codec", "zstd"},
    {"linger.ms", "20"},
    {"message.max.bytes", "1048576"},
    {"queue.buffering.max.messages", "20000"},
    {"queue.buffering.max.kbytes", "65536"},
    /* Never give a message up: whoever waits for its report keeps it. */
    {"message.timeout.ms", "0"},
};

/* A broker of today refuses what is stamped more than an hour ahead of its own clock. */
static const char *why_not(rd_kafka_resp_err_t error)
{
    return error == RD_KAFKA_RESP_ERR_NO_ERROR ? NULL
           : error == RD_KAFKA_RESP_ERR_INVALID_TIMESTAMP
               ? "Broker: Invalid timestamp (is the clock of this machine right?)"
               : rd_kafka_err2str(error);
}

static void on_report(rd_kafka_t *handle, const rd_kafka_message_t *message, void *opaque)
{
    (void)handle;
    struct kafka_producer *producer = opaque;
    if (!message->err)
        contact_made(&producer->contact);
    if (producer->delivered != NULL)
        producer->delivered(producer->context, message->_private, why_not(message->err));
}

static void on_trouble(rd_kafka_t *handle, int error, const char *reason, void *opaque)
{
    struct kafka_producer *producer = opaque;
    contact_hear(&producer->contact, handle, error, reason);
}

enum err_code kafka_producer_open(const struct kafka_settings *settings,
                                  const char *client_id,
                                  kafka_delivered *delivered,
                                  void *context,
                                  struct kafka_producer **producer,
                                  struct err *err)
{
    rd_kafka_conf_t *conf = NULL;
    enum err_code code = client_conf(settings, client_id, properties,
                                     sizeof properties / sizeof properties[0], &conf, err);
    if (code)
        return code;
    struct kafka_producer *made = calloc(1, sizeof *made);
    if (made == NULL)
        abort();
    made->delivered = delivered;
    made->context = context;
    rd_kafka_conf_set_opaque(conf, made);
    rd_kafka_conf_set_dr_msg_cb(conf, on_report);
    rd_kafka_conf_set_error_cb(conf, on_trouble);
    char reason[512];
    made->handle = rd_kafka_new(RD_KAFKA_PRODUCER, conf, reason, sizeof reason);
    if (made->handle == NULL) {
        rd_kafka_conf_destroy(conf);
        free(made);
        return err_set(err, ERR_CONFIG, "cannot start a Kafka producer: %s", reason);
    }
    *producer = made;
    return ERR_OK;
}

void kafka_producer_expect(struct kafka_producer *producer, const char *topic)
{
    if (producer->expected == NULL)
        producer->expected = rd_kafka_topic_new(producer->handle, topic, NULL);
}

static rd_kafka_headers_t *copy_headers(const struct kafka_out *message)
{
    if (message->header_count == 0)
        return NULL;
    rd_kafka_headers_t *headers = rd_kafka_headers_new(message->header_count);
    for (size_t i = 0; i < message->header_count; i++) {
        const struct kafka_header *header = &message->headers[i];
        if (header->value != NULL)
            (void)rd_kafka_header_add(headers, header->name, -1, header->value, -1);
    }
    return headers;
}

enum err_code kafka_producer_send(struct kafka_producer *producer,
                                  const struct kafka_out *message,
                                  struct err *err)
{
    rd_kafka_headers_t *headers = copy_headers(message);
    rd_kafka_vu_t arguments[] = {
        {.vtype = RD_KAFKA_VTYPE_TOPIC, .u.cstr = message->topic},
        {.vtype = RD_KAFKA_VTYPE_KEY, .u.mem = {(void *)message->key, message->key_len}},
        {.vtype = RD_KAFKA_VTYPE_VALUE, .u.mem = {(void *)message->value, message->value_len}},
        {.vtype = RD_KAFKA_VTYPE_MSGFLAGS, .u.i = RD_KAFKA_MSG_F_COPY},
        {.vtype = RD_KAFKA_VTYPE_OPAQUE, .u.ptr = message->opaque},
        {.vtype = RD_KAFKA_VTYPE_HEADERS, .u.headers = headers},
    };
    size_t count = sizeof arguments / sizeof arguments[0] - (headers == NULL ? 1 : 0);
    rd_kafka_error_t *error = rd_kafka_produceva(producer->handle, arguments, count);
    if (error == NULL)
        return ERR_OK;
    if (headers != NULL)
        rd_kafka_headers_destroy(headers);
    rd_kafka_resp_err_t code = rd_kafka_error_code(error);
    rd_kafka_error_destroy(error);
    return client_error(code, message->topic, err);
}

void kafka_producer_poll(struct kafka_producer *producer, int timeout_ms)
{
    (void)rd_kafka_poll(producer->handle, timeout_ms);
}

enum err_code kafka_producer_flush(struct kafka_producer *producer, int timeout_ms, struct err *err)
{
    rd_kafka_resp_err_t error = rd_kafka_flush(producer->handle, timeout_ms);
    if (error)
        return err_set(err, ERR_UNAVAILABLE, "%d messages are not acknowledged after %d ms",
                       kafka_producer_pending(producer), timeout_ms);
    return ERR_OK;
}

int kafka_producer_pending(const struct kafka_producer *producer)
{
    return rd_kafka_outq_len(producer->handle);
}

enum err_code kafka_producer_check(const struct kafka_producer *producer, struct err *err)
{
    char reason[512];
    if (rd_kafka_fatal_error(producer->handle, reason, sizeof reason))
        return err_set(err, ERR_INTERNAL, "the Kafka producer gave up: %s", reason);
    return contact_check(&producer->contact, err);
}

const char *kafka_producer_trouble(const struct kafka_producer *producer)
{
    return producer->contact.trouble[0] == '\0' ? NULL : producer->contact.trouble;
}

int kafka_partition_of(const char *key, size_t len, int partitions)
{
    return rd_kafka_msg_partitioner_consistent(NULL, key, len, partitions, NULL, NULL);
}

void kafka_producer_close(struct kafka_producer *producer)
{
    if (producer == NULL)
        return;
    (void)rd_kafka_purge(producer->handle, RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
    if (producer->expected != NULL)
        rd_kafka_topic_destroy(producer->expected);
    if (client_end(producer->handle))
        free(producer);
}
