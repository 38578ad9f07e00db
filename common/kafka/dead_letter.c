#include "common/kafka/dead_letter.h"

#include <stdio.h>

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
    const struct kafka_header headers[] = {
        {"gainsay.error.service", service},
        {"gainsay.error.version", version},
        {"gainsay.error.topic", message->topic},
        {"gainsay.error.partition", partition},
        {"gainsay.error.offset", offset},
        {"gainsay.error.class", err_name(reason->code)},
        {"gainsay.error.message", reason->text},
        {"traceparent", kafka_message_header(message, "traceparent")},
    };
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
