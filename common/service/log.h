/*
 * Log lines on standard error: events with fixed names and keys, in logfmt or JSON. Values are
 * escaped, so that a headline can't forge a line.
 *
 *     log_event(LOG_INFO, "poll.fetched", LOG_TEXT("source", id), LOG_INT("status", 304));
 *     time=2025-04-28T08:00:00Z level=info service=gainsay-poller event=poll.fetched source=cn-mfa
 * status=304
 *
 * Safe from several threads: a line is written whole.
 */
#ifndef GAINSAY_SERVICE_LOG_H
#define GAINSAY_SERVICE_LOG_H

#include <stdbool.h>
#include <stddef.h>

enum log_level { LOG_ERROR, LOG_WARNING, LOG_INFO, LOG_DEBUG };

struct log_field {
    const char *key;
    const char *text; /* NULL: number is the value */
    long long number;
};

#define LOG_TEXT(key, value) ((struct log_field){(key), (value) == NULL ? "" : (value), 0})
#define LOG_INT(key, value)  ((struct log_field){(key), NULL, (long long)(value)})

/* level: "error", "warning", "info" or "debug"; format: "logfmt" or "json". service outlives the
 * log. */
void log_open(const char *service, const char *level, const char *format);
void log_fields(enum log_level level,
                const char *event,
                const struct log_field *fields,
                size_t count);

#define log_event(level, event, ...)                                                               \
    log_fields((level), (event), (const struct log_field[]){__VA_ARGS__},                          \
               sizeof((const struct log_field[]){__VA_ARGS__}) / sizeof(struct log_field))

#endif
