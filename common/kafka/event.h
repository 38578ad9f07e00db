/*
 * Our messages as CloudEvents 1.0 in Kafka's binary content mode: the value is the document, its
 * attributes are headers. Those it need not have are left out where the message says the same: the
 * key is the subject, and the document tells the time; each header is a piece of work for whoever
 * reads. A message made from another one carries that one's trace context, replay
 * and backfill mark on; one that is made from nothing, or from one without a trace, begins one.
 */
#ifndef GAINSAY_KAFKA_EVENT_H
#define GAINSAY_KAFKA_EVENT_H

#include "common/base/str.h"
#include "common/kafka/consumer.h"
#include "common/kafka/producer.h"
#include "common/kafka/trace.h"

#define KAFKA_EVENT_HEADERS 9

/* On items of the past: what is in an archive, or was in a source before it was first polled. They
 * tell nothing about how fast news comes through. */
#define KAFKA_BACKFILL "backfill"

struct kafka_event {
    const char *type;                  /* gainsay.item.v1 */
    const char *source;                /* the program */
    const char *id;                    /* of this version of the subject: a revision */
    const char *subject;               /* what it is about: an item's id; the message's key */
    const struct kafka_message *cause; /* what it was made from; NULL: nothing */
    bool backfill;                     /* where there is no cause: it is of the past */
};

struct kafka_event_headers {
    struct kafka_header header[KAFKA_EVENT_HEADERS];
    char traceparent[TRACE_PARENT_BYTES];
};

/* Fills *out, which borrows headers, the event's strings and the value. */
void kafka_event_out(const struct kafka_event *event,
                     const char *topic,
                     struct str value,
                     struct kafka_event_headers *headers,
                     struct kafka_out *out);

#endif
