#include "common/kafka/dead_letter.h"

#include "common/kafka/event.h"
#include "common/kafka/trace.h"

#include <stdio.h>
#include <string.h>

const char *const dead_letter_kept[DEAD_LETTER_KEPT] = {
    "ce_specversion", "ce_type",      "ce_source", "ce_id",      "ce_subject", "ce_time",
    "content-type",   KAFKA_BACKFILL, "replay",    TRACE_PARENT, TRACE_STATE,
};

enum err_code
dead_letter_read(const struct kafka_message *message, struct dead_letter *letter, struct err *err)
{
    *letter = (struct dead_letter){
        .service = kafka_message_header(message, "gainsay.error.service"),
        .version = kafka_message_header(message, "gainsay.error.version"),
        .topic = kafka_message_header(message, "gainsay.error.topic"),
        .partition = kafka_message_header(message, "gainsay.error.partition"),
        .offset = kafka_message_header(message, "gainsay.error.offset"),
        .error_class = kafka_message_header(message, "gainsay.error.class"),
        .error = kafka_message_header(message, "gainsay.error.message"),
        .retry_of = kafka_message_header(message, DEAD_LETTER_RETRY_OF),
    };
    if (letter->service == NULL || letter->topic == NULL || letter->partition == NULL ||
        letter->offset == NULL || letter->error_class == NULL || letter->error == NULL)
        return err_set(err, ERR_BAD_INPUT, "the message has not the headers of a dead letter");
    return ERR_OK;
}

bool dead_letter_is_for_other(const struct kafka_message *message, const char *service)
{
    const char *only = kafka_message_header(message, DEAD_LETTER_RETRY_SERVICE);
    return only != NULL && strcmp(only, service) != 0;
}

enum err_code dead_letter_send(struct kafka_producer *producer,
                               const char *topic,
                               const char *service,
                               const char *version,
                               const struct kafka_message *message,
                               const struct err *reason,
                               struct err *err)
{
    char partition[16];
    char offset[32];
    (void)snprintf(partition, sizeof partition, "%d", message->partition);
    (void)snprintf(offset, sizeof offset, "%lld", message->offset);
    struct kafka_header headers[8 + DEAD_LETTER_KEPT] = {
        {"gainsay.error.service", service},
        {"gainsay.error.version", version},
        {"gainsay.error.topic", message->topic},
        {"gainsay.error.partition", partition},
        {"gainsay.error.offset", offset},
        {"gainsay.error.class", err_name(reason->code)},
        {"gainsay.error.message", reason->text},
        {DEAD_LETTER_RETRY_OF, kafka_message_header(message, DEAD_LETTER_RETRY_OF)},
    };
    for (size_t i = 0; i < DEAD_LETTER_KEPT; i++)
        headers[8 + i] = (struct kafka_header){dead_letter_kept[i],
                                               kafka_message_header(message, dead_letter_kept[i])};
    const struct kafka_out out = {
        .topic = topic,
        .key = message->key,
        .key_len = message->key_len,
        .value = message->value,
        .value_len = message->value_len,
        .headers = headers,
        .header_count = sizeof headers / sizeof headers[0],
    };
    return kafka_producer_send(producer, &out, err);
}
