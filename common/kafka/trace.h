/*
 * W3C Trace Context in message headers: who looks at one item can follow it through every topic. A
 * producer begins a trace, everybody after it hands the context on as it is. A trace's id is
 * derived from the item and its revision, so that a message that is sent again is the same message,
 * and belongs to the same trace.
 */
#ifndef GAINSAY_KAFKA_TRACE_H
#define GAINSAY_KAFKA_TRACE_H

#include <stdbool.h>

#define TRACE_PARENT       "traceparent"
#define TRACE_STATE        "tracestate"
#define TRACE_PARENT_BYTES 56 /* of version 00, and the NUL */

/* Whether a header is a traceparent that may be handed on; NULL is none. */
bool trace_is_valid(const char *parent);

/* The context of a message that begins a trace. */
void trace_begin(const char *subject, const char *id, char parent[TRACE_PARENT_BYTES]);

#endif
