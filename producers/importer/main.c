/*
 * Sends archives through: JSON Lines files of items to topic gainsay.items.
 *
 * The same file twice changes nothing: ids come from source and guid, and `fetched`, which a line
 * may lack, is then the time at which the line says it was published, else the file's own time; so
 * the message is the same, byte for byte.
 */
#include "common/base/arena.h"
#include "common/base/crash.h"
#include "common/conf/conf.h"
#include "common/kafka/event.h"
#include "common/model/item.h"
#include "common/model/topic.h"
#include "common/service/service.h"
#include "common/text/date.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define ARENA_BYTES    ((size_t)64 << 20)
#define MESSAGE_BYTES  ((size_t)1 << 20)
#define PROGRESS_EVERY 5000

struct settings {
    struct kafka_settings kafka;
};

static const struct conf_option options[] = {
    KAFKA_CONF_ROWS(struct settings, kafka),
};

static const struct conf_program program = {
    .name = "gainsay-import",
    .summary = "send JSON Lines files of items through; a bad line is named and passed over",
    .synopsis = "FILE ...",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
};

struct import {
    struct kafka_producer *producer;
    struct arena arena;
    struct buf json;
    const char *file;
    char file_time[DATE_RFC3339_BYTES];
    long long sent;
    long long bad;
    long long undelivered;
    long long start_ms;
};

static void on_delivered(void *context, void *opaque, const char *error)
{
    (void)opaque;
    struct import *import = context;
    import->undelivered += error != NULL;
}

/* The message in UTC, as the item's contract has it. A date that is none becomes null, and its
 * words are kept. */
static void settle_times(struct import *import, struct item *item)
{
    long long when = 0;
    char text[DATE_RFC3339_BYTES];
    if (item->published != NULL) {
        bool good =
            date_from_rfc3339(str_of(item->published), &when) && date_to_rfc3339(when, text);
        item->published = good ? arena_copy_str(&import->arena, str_of(text)) : NULL;
        item->published_precision = good ? "second" : NULL;
        if (!good)
            item->published_from = "none";
    }
    if (item->fetched != NULL && date_from_rfc3339(str_of(item->fetched), &when) &&
        date_to_rfc3339(when, text))
        item->fetched = arena_copy_str(&import->arena, str_of(text));
    else
        item->fetched = item->published != NULL ? item->published : import->file_time;
}

static enum err_code send(struct import *import, const struct item *item, struct err *err)
{
    const struct kafka_event event = {
        .type = "gainsay.item.v1",
        .source = program.name,
        .id = item->revision,
        .subject = item->id,
        .time = item->fetched,
        .backfill = true,
    };
    struct kafka_event_headers headers;
    struct kafka_out out;
    kafka_event_out(&event, TOPIC_ITEMS, buf_str(&import->json), &headers, &out);
    enum err_code code = ERR_OK;
    while ((code = kafka_producer_send(import->producer, &out, err)) == ERR_UNAVAILABLE &&
           !service_stopping())
        kafka_producer_poll(import->producer, 100);
    return code;
}

static enum err_code
import_line(struct import *import, const char *line, size_t len, struct err *err)
{
    struct item item;
    buf_reset(&import->json);
    enum err_code code = item_from_line(&import->arena, line, len, false, &item, err);
    if (!code && strlen(item.text) > ITEM_TEXT_MAX_BYTES)
        code = err_set(err, ERR_TOO_LARGE, "text of %zu bytes is over %zu", strlen(item.text),
                       ITEM_TEXT_MAX_BYTES);
    if (!code) {
        settle_times(import, &item);
        code = item_to_json(&item, &import->json, err);
    }
    if (!code)
        code = send(import, &item, err);
    CRASH_POINT("importer:sent");
    return code;
}

static void show_progress(const struct import *import, const char *end)
{
    double seconds = (double)(service_clock_ms() - import->start_ms) / 1000;
    (void)fprintf(stderr, "%s: %lld items sent, %lld bad lines, %.0f items/s%s", program.name,
                  import->sent, import->bad, seconds > 0 ? (double)import->sent / seconds : 0, end);
}

static enum err_code import_stream(struct import *import, FILE *in, struct err *err)
{
    char *line = NULL;
    size_t size = 0;
    ssize_t len = 0;
    enum err_code code = ERR_OK;
    for (long number = 1; !code && !service_stopping() && (len = getline(&line, &size, in)) > 0;
         number++) {
        while (len > 0 && (line[len - 1] == '\n' || line[len - 1] == '\r'))
            len--;
        if (len == 0)
            continue;
        struct err why = {0};
        code = import_line(import, line, (size_t)len, &why);
        arena_reset(&import->arena);
        if (err_class_of(code) == ERR_CLASS_DROP) {
            (void)fprintf(stderr, "%s: %s:%ld: %s\n", program.name, import->file, number, why.text);
            import->bad++;
            code = ERR_OK;
        } else if (code) {
            *err = why;
        } else if (++import->sent % PROGRESS_EVERY == 0) {
            show_progress(import, isatty(STDERR_FILENO) ? "\r" : "\n");
        }
        kafka_producer_poll(import->producer, 0);
    }
    free(line);
    return code;
}

static enum err_code import_file(struct import *import, const char *path, struct err *err)
{
    struct stat about;
    FILE *in = fopen(path, "re");
    if (in == NULL || fstat(fileno(in), &about) != 0) {
        if (in != NULL)
            (void)fclose(in);
        return err_set(err, ERR_CONFIG, "cannot open \"%s\": %s", path, strerror(errno));
    }
    import->file = path;
    (void)date_to_rfc3339((long long)about.st_mtime, import->file_time);
    enum err_code code = import_stream(import, in, err);
    (void)fclose(in);
    return code;
}

static enum err_code import_all(struct import *import, const struct conf_run *run, struct err *err)
{
    enum err_code code = ERR_OK;
    import->start_ms = service_clock_ms();
    for (size_t i = 0; i < run->arg_count && !code && !service_stopping(); i++)
        code = import_file(import, run->args[i], err);
    /* What was sent is waited for, also after a signal: a drain. */
    for (int tries = 0; !code && kafka_producer_flush(import->producer, 1000, err); tries++) {
        if (service_stopping() && tries * 1000 > SERVICE_DRAIN_MS)
            code = err_set(err, ERR_UNAVAILABLE,
                           "%d items were not acknowledged; run it again: nothing is doubled",
                           kafka_producer_pending(import->producer));
    }
    show_progress(import, "\n");
    if (!code && import->undelivered > 0)
        code = err_set(err, ERR_UNAVAILABLE, "%lld items were not delivered; run it again",
                       import->undelivered);
    return code;
}

int main(int argc, char **argv)
{
    static const struct service_settings quiet = {"warning", "logfmt", ""};
    struct arena arena;
    struct settings settings = {0};
    struct import import = {0};
    struct conf_run run;
    struct err err = {0};
    arena_init(&arena, (size_t)1 << 20);
    arena_init(&import.arena, ARENA_BYTES);
    buf_init(&import.json, MESSAGE_BYTES);
    enum err_code code = conf_load(&program, argc, argv, &arena, &settings, &run, &err);
    if (!code && run.action == CONF_RUN && run.arg_count == 0)
        code = err_set(&err, ERR_CONFIG, "name a file to import (see %s --help)", program.name);
    if (!code && run.action == CONF_RUN) {
        code = service_open(program.name, &quiet, &err);
        if (!code)
            code = kafka_producer_open(&settings.kafka, program.name, on_delivered, &import,
                                       &import.producer, &err);
        if (!code)
            code = import_all(&import, &run, &err);
        kafka_producer_close(import.producer);
    }
    if (code)
        (void)fprintf(stderr, "%s: %s\n", program.name, err.text);
    buf_release(&import.json);
    arena_release(&import.arena);
    arena_release(&arena);
    return code || import.bad > 0 ? 1 : 0;
}
