#include "common/service/log.h"

#include "common/base/buf.h"
#include "common/text/date.h"
#include "common/text/utf8.h"

#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define LINE_BYTES  16384
#define END_BYTES   2    /* of the line: "}\n" */
#define VALUE_BYTES 4096 /* a longer one is cut */

static const char *const level_names[] = {"error", "warning", "info", "debug"};

static struct {
    const char *service;
    enum log_level level;
    bool json;
    pthread_mutex_t lock;
} logger = {"gainsay", LOG_INFO, false, PTHREAD_MUTEX_INITIALIZER};

void log_open(const char *service, const char *level, const char *format)
{
    logger.service = service;
    logger.json = strcmp(format, "json") == 0;
    for (size_t i = 0; i < sizeof level_names / sizeof level_names[0]; i++) {
        if (strcmp(level_names[i], level) == 0)
            logger.level = (enum log_level)i;
    }
}

/* Inside quotes, in both forms: JSON's escapes (RFC 8259, section 7), and DEL and C1 controls too,
 * which terminals obey. A server's words may be no UTF-8; a line of JSON must be. */
static void add_quoted(struct buf *line, struct str text)
{
    (void)buf_add_char(line, '"');
    for (size_t at = 0, used = 0; at < text.len; at += used) {
        uint32_t c = 0;
        used = utf8_decode(text.ptr + at, text.len - at, &c);
        bool broken = used == 1 && c == 0xFFFD;
        if (c == '"' || c == '\\')
            (void)buf_addf(line, "\\%c", (char)c);
        else if (c == '\n')
            (void)buf_add_text(line, "\\n");
        else if (c < 0x20 || (c >= 0x7F && c < 0xA0) || broken)
            (void)buf_addf(line, "\\u%04x", (unsigned)c);
        else
            (void)buf_add(line, text.ptr + at, used);
    }
    (void)buf_add_char(line, '"');
}

static bool is_plain(const char *text)
{
    return text[0] != '\0' && strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                           "0123456789-_.:/@[]+*") == strlen(text);
}

/* Cut between two characters. */
static struct str cut(const char *text)
{
    size_t len = strnlen(text, VALUE_BYTES + 1);
    if (len > VALUE_BYTES) {
        len = VALUE_BYTES;
        while (len > 0 && ((unsigned char)text[len] & 0xC0) == 0x80)
            len--;
    }
    return (struct str){text, len};
}

/* What the line has no room for is left out as a whole, so that it can be read. */
static void add_field(struct buf *line, const struct log_field *field)
{
    size_t before = line->len;
    if (logger.json)
        (void)buf_addf(line, "%s\"%s\":", line->len > 1 ? "," : "", field->key);
    else
        (void)buf_addf(line, "%s%s=", line->len > 0 ? " " : "", field->key);
    if (field->text == NULL)
        (void)buf_addf(line, "%lld", field->number);
    else if (!logger.json && is_plain(field->text))
        (void)buf_add_str(line, cut(field->text));
    else
        add_quoted(line, cut(field->text));
    if (line->full || line->len > LINE_BYTES - END_BYTES) {
        line->len = before;
        line->full = false;
    }
}

void log_fields(enum log_level level,
                const char *event,
                const struct log_field *fields,
                size_t count)
{
    if (level > logger.level)
        return;
    char now[DATE_RFC3339_BYTES];
    (void)date_to_rfc3339((long long)time(NULL), now);
    struct buf line;
    buf_init(&line, LINE_BYTES);
    if (logger.json)
        (void)buf_add_char(&line, '{');
    const struct log_field head[] = {
        LOG_TEXT("time", now),
        LOG_TEXT("level", level_names[level]),
        LOG_TEXT("service", logger.service),
        LOG_TEXT("event", event),
    };
    for (size_t i = 0; i < sizeof head / sizeof head[0]; i++)
        add_field(&line, &head[i]);
    for (size_t i = 0; i < count; i++)
        add_field(&line, &fields[i]);
    (void)buf_add_text(&line, logger.json ? "}\n" : "\n");
    (void)pthread_mutex_lock(&logger.lock);
    ssize_t written = write(STDERR_FILENO, line.ptr, line.len);
    (void)written; /* there is nowhere to say that the log is gone */
    (void)pthread_mutex_unlock(&logger.lock);
    buf_release(&line);
}
