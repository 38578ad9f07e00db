/*
 * Our messages as CloudEvents 1.0 in Kafka's binary content mode: the value is the document, its
 * attributes are headers. A message made from another one carries that one's traceparent (W3C Trace
 * Context) and replay mark on.
 */
#ifndef GAINSAY_KAFKA_EVENT_H
#define GAINSAY_KAFKA_EVENT_H

#include "common/base/str.h"
#include "common/kafka/consumer.h"
#include "common/kafka/producer.h"

#define KAFKA_EVENT_HEADERS 9

struct kafka_event {
    const char *type;                  /* gainsay.item.v1 */
    const char *source;                /* the program */
    const char *id;                    /* of this version of the subject: a revision */
    const char *subject;               /* what it is about: an item's id; the message's key */
    const char *time;                  /* RFC 3339 */
    const struct kafka_message *cause; /* what it was made from; NULL: nothing */
};

/* Fills *out, which borrows headers, the event's strings and the value. */
void kafka_event_out(const struct kafka_event *event,
                     const char *topic,
                     struct str value,
                     struct kafka_header headers[KAFKA_EVENT_HEADERS],
                     struct kafka_out *out);

#endif
