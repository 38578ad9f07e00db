#include "common/kafka/event.h"

#include <string.h>

void kafka_event_out(const struct kafka_event *event,
                     const char *topic,
                     struct str value,
                     struct kafka_header headers[KAFKA_EVENT_HEADERS],
                     struct kafka_out *out)
{
    const struct kafka_message *cause = event->cause;
    const struct kafka_header filled[KAFKA_EVENT_HEADERS] = {
        {"ce_specversion", "1.0"},
        {"ce_type", event->type},
        {"ce_source", event->source},
        {"ce_id", event->id},
        {"ce_subject", event->subject},
        {"ce_time", event->time},
        {"content-type", "application/json"},
        {"replay", cause == NULL ? NULL : kafka_message_header(cause, "replay")},
        {"traceparent", cause == NULL ? NULL : kafka_message_header(cause, "traceparent")},
    };
    memcpy(headers, filled, sizeof filled);
    *out = (struct kafka_out){
        .topic = topic,
        .key = event->subject,
        .key_len = str_of(event->subject).len,
        .value = value.ptr,
        .value_len = value.len,
        .headers = headers,
        .header_count = KAFKA_EVENT_HEADERS,
    };
}
