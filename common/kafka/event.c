#include "common/kafka/event.h"

#include <string.h>

static const char *header_of(const struct kafka_message *cause, const char *name)
{
    return cause == NULL ? NULL : kafka_message_header(cause, name);
}

void kafka_event_out(const struct kafka_event *event,
                     const char *topic,
                     struct str value,
                     struct kafka_event_headers *headers,
                     struct kafka_out *out)
{
    const struct kafka_message *cause = event->cause;
    const char *parent = header_of(cause, TRACE_PARENT);
    bool known = trace_is_valid(parent);
    if (!known)
        trace_begin(event->subject, event->id, headers->traceparent);
    const struct kafka_header filled[KAFKA_EVENT_HEADERS] = {
        {"ce_specversion", "1.0"},
        {"ce_type", event->type},
        {"ce_source", event->source},
        {"ce_id", event->id},
        {"content-type", "application/json"},
        {"replay", header_of(cause, "replay")},
        {KAFKA_BACKFILL,
         cause == NULL && event->backfill ? "true" : header_of(cause, KAFKA_BACKFILL)},
        {TRACE_PARENT, known ? parent : headers->traceparent},
        {TRACE_STATE, known ? header_of(cause, TRACE_STATE) : NULL},
    };
    memcpy(headers->header, filled, sizeof filled);
    *out = (struct kafka_out){
        .topic = topic,
        .key = event->subject,
        .key_len = str_of(event->subject).len,
        .value = value.ptr,
        .value_len = value.len,
        .headers = headers->header,
        .header_count = KAFKA_EVENT_HEADERS,
    };
}
