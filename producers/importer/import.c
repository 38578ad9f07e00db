#include "producers/importer/import.h"

#include "common/base/crash.h"
#include "common/base/printed.h"
#include "common/kafka/event.h"
#include "common/model/topic.h"
#include "common/service/sending.h"
#include "common/service/service.h"
#include "common/text/utf8.h"
#include "producers/importer/dates.h"
#include "producers/importer/folder.h"
#include "producers/importer/progress.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define IMPORT_SERVICE "gainsay-import"
#define ARENA_BYTES    FEED_ARENA_BYTES
#define MESSAGE_BYTES  ((size_t)1 << 20)
#define FLUSH_MS       200
#define FULL_MS        100
#define FLUSHED        2000 /* messages that may be left in batches that are not full */
#define POLL_EVERY     64   /* items between two looks at what was delivered, and at the clock */

static void on_delivered(void *context, void *opaque, const char *error)
{
    (void)opaque;
    struct import *import = context;
    import->undelivered += error != NULL;
    if (error == NULL)
        progress_item();
    else
        sending_failed();
}

bool import_stopping(const struct import *import)
{
    (void)import;
    return service_stopping();
}

void import_name(const struct import *import, long line, const char *why)
{
    const char *clear = isatty(STDERR_FILENO) == 1 ? "\033[K" : "";
    if (line > 0)
        (void)fprintf(stderr, "%s%s: %s:%ld: %s\n", clear, IMPORT_SERVICE, import->place, line,
                      why);
    else
        (void)fprintf(stderr, "%s%s: %s: %s\n", clear, IMPORT_SERVICE, import->place, why);
}

void import_bad(struct import *import, long line, const char *why)
{
    import_name(import, line, why);
    import->bad++;
    progress_bad();
}

/* Plain text in NFC, as the poller's. Nearly all text is so already. */
static enum err_code clean(struct import *import, const char **text, struct err *err)
{
    size_t len = *text == NULL ? 0 : strlen(*text);
    if (!utf8_is_clean(*text, len)) {
        *text = utf8_clean(&import->arena, *text, len);
        if (*text == NULL)
            return err_set(err, ERR_TOO_LARGE, "text of %zu bytes is too large", len);
    }
    return ERR_OK;
}

static enum err_code deliver(struct import *import, const struct item *item, struct err *err)
{
    if (import->settings->dry_run) {
        progress_item();
        return puts(buf_text(&import->json)) >= 0
                   ? ERR_OK
                   : err_set(err, ERR_UNAVAILABLE, "standard output takes no more");
    }
    const struct kafka_event event = {
        .type = "gainsay.item.v1",
        .source = IMPORT_SERVICE,
        .id = item->revision,
        .subject = item->id,
        .backfill = true,
    };
    struct kafka_event_headers headers;
    struct kafka_out out;
    kafka_event_out(&event, TOPIC_ITEMS, buf_str(&import->json), &headers, &out);
    enum err_code code = ERR_OK;
    while ((code = kafka_producer_send(import->producer, &out, err)) == ERR_UNAVAILABLE &&
           !service_stopping()) {
        kafka_producer_poll(import->producer, FULL_MS);
        sending_waited(FULL_MS);
        progress_show(import);
        if (kafka_producer_check(import->producer, err))
            return err->code;
    }
    return code;
}

enum err_code import_item(struct import *import, bool keep_id, struct item *item, struct err *err)
{
    const struct import_settings *settings = import->settings;
    if (settings->source[0] != '\0')
        item->source = settings->source;
    if (item->lang == NULL && settings->lang[0] != '\0')
        item->lang = settings->lang;
    import_settle_times(import, item);
    enum err_code code = clean(import, &item->title, err);
    if (!code)
        code = clean(import, &item->text, err);
    if (!code)
        code = clean(import, &item->summary, err);
    if (!code)
        code = item_complete(&import->arena, keep_id, item, err);
    if (!code && strlen(item->text) > ITEM_TEXT_MAX_BYTES)
        code = err_set(err, ERR_TOO_LARGE, "text of %zu bytes is over %zu", strlen(item->text),
                       ITEM_TEXT_MAX_BYTES);
    buf_reset(&import->json);
    if (!code)
        code = item_to_json(item, &import->json, err);
    if (!code)
        code = deliver(import, item, err);
    if (!code && ++import->sent % POLL_EVERY == 0) {
        if (import->producer != NULL)
            kafka_producer_poll(import->producer, 0);
        progress_show(import);
    }
    CRASH_POINT("importer:sent");
    return code;
}

enum err_code import_lines(struct import *import, struct err *err)
{
    struct input_line line;
    enum err_code code = ERR_OK;
    while (!service_stopping() && !(code = input_line(import->input, &line, err)) &&
           line.text.ptr != NULL) {
        if (line.text.len == 0)
            continue;
        struct item item;
        struct err why = {0};
        import->line = line.number;
        if (line.too_long)
            code = err_set(&why, ERR_TOO_LARGE, "the line is over %zu bytes", INPUT_LINE_MAX_BYTES);
        if (!code)
            code = item_from_members(&import->arena, line.text.ptr, line.text.len, &item, &why);
        if (!code)
            code = import_item(import, false, &item, &why);
        arena_reset(&import->arena);
        if (err_class_of(code) == ERR_CLASS_DROP) {
            import_bad(import, line.number, why.text);
            code = ERR_OK;
        } else if (code) {
            *err = why;
            return code;
        }
    }
    return code;
}

static bool ends_with_one_of(const char *name, const char *const *extensions)
{
    for (; *extensions != NULL; extensions++) {
        if (str_ends_with(str_of(name), str_of(*extensions)))
            return true;
    }
    return false;
}

/* A line of ours is an item as it stands; the first line of a feed is none. */
static enum err_code begins_with_item(struct import *import, bool *lines, struct err *err)
{
    struct str block;
    struct item item;
    enum err_code code = input_peek(import->input, &block, err);
    if (code)
        return code;
    struct str rest;
    struct str first = str_split(block, '\n', &rest);
    *lines = !item_from_members(&import->arena, first.ptr, first.len, &item, NULL) &&
             !item_complete(&import->arena, false, &item, NULL);
    arena_reset(&import->arena);
    return ERR_OK;
}

static enum err_code
import_document(struct import *import, const struct input_document *document, struct err *err)
{
    static const char *const lines[] = {".jsonl", ".ndjson", NULL};
    static const char *const tables[] = {".csv", ".tsv", NULL};
    static const char *const recorded[] = {".xml", ".rss", ".atom", ".rdf", ".html", ".htm", NULL};
    const char *format = import->settings->format;
    bool is_auto = strcmp(format, "auto") == 0;
    import->place = document->place;
    import->document_time_s = document->time_s;
    import->line = 0;
    (void)date_to_rfc3339(document->time_s, import->document_time);
    if (strcmp(format, "csv") == 0 || (is_auto && ends_with_one_of(document->name, tables)))
        return import_table(import, document, err);
    if (strcmp(format, "feed") == 0 || (is_auto && ends_with_one_of(document->name, recorded)))
        return import_recorded(import, document, err);
    bool is_lines = true;
    enum err_code code = ERR_OK;
    if (is_auto && !ends_with_one_of(document->name, lines) && strchr(document->name, '.') != NULL)
        code = begins_with_item(import, &is_lines, err);
    if (code)
        return code;
    return is_lines ? import_lines(import, err) : import_recorded(import, document, err);
}

/* One file of the caller's, or of a folder's. */
static enum err_code import_file(void *context, const char *path, struct err *err)
{
    struct import *import = context;
    struct input_document document;
    struct stat about;
    struct err why = {0};
    import->place = path;
    import->file_bytes = stat(path, &about) == 0 && S_ISREG(about.st_mode) ? about.st_size : 0;
    enum err_code code = input_open(path, &import->input, &why);
    while (!code && !service_stopping()) {
        code = input_next(import->input, &document, &why);
        if (code || document.name == NULL)
            break;
        code = import_document(import, &document, &why);
        arena_reset(&import->arena);
        progress_show(import);
    }
    input_close(import->input);
    import->input = NULL;
    if (err_class_of(code) == ERR_CLASS_DROP) {
        import_bad(import, 0, why.text);
        code = ERR_OK;
    } else if (code) {
        *err = why;
    }
    return code;
}

/* Full batches go by themselves. To ask for a flush at once would make librdkafka look all the time
 * whether it may send the next one, on a core that the broker could use. */
static void send_full(struct import *import)
{
    int before = 0;
    int pending = import->producer == NULL ? 0 : kafka_producer_pending(import->producer);
    do {
        before = pending;
        if (pending > FLUSHED)
            kafka_producer_poll(import->producer, FLUSH_MS);
        pending = before > FLUSHED ? kafka_producer_pending(import->producer) : before;
        progress_show(import);
    } while (pending < before);
}

/* What was sent is waited for, also after a signal: a drain. */
static enum err_code drain(struct import *import, struct err *err)
{
    send_full(import);
    while (import->producer != NULL && kafka_producer_flush(import->producer, FLUSH_MS, err)) {
        if (kafka_producer_check(import->producer, err))
            return err->code;
        if (service_drain_over())
            return err_set(err, ERR_UNAVAILABLE,
                           "%d items were not acknowledged; run it again: nothing is doubled",
                           kafka_producer_pending(import->producer));
        sending_waited(FLUSH_MS);
        progress_show(import);
    }
    if (import->settings->dry_run && printed_check(err))
        return err->code;
    if (import->undelivered > 0)
        return err_set(err, ERR_UNAVAILABLE, "%lld items were not delivered; run it again",
                       import->undelivered);
    return ERR_OK;
}

/* Many items at once and nobody who waits for a single one: full batches, compressed quickly
 * (docs/performance.md has the figures). librdkafka 2.0.2 looks for room all the time where
 * messages are older than that, which a slow broker's are. */
static const struct conf_pair bulk[] = {{"linger.ms", "5000"}, {"compression.level", "1"}};

static enum err_code open_all(struct import *import, struct err *err)
{
    const struct import_settings *settings = import->settings;
    if (settings->zone_name[0] != '\0' &&
        !date_zone_parse(str_of(settings->zone_name), &import->date.zone))
        return err_set(err, ERR_CONFIG, "import.zone: \"%s\" is no zone such as +08:00",
                       settings->zone_name);
    if (settings->dry_run)
        return ERR_OK;
    struct conf_pair pairs[KAFKA_PAIRS_MAX];
    struct kafka_settings kafka =
        kafka_settings_behind(bulk, sizeof bulk / sizeof bulk[0], &settings->kafka, pairs);
    enum err_code code =
        kafka_producer_open(&kafka, IMPORT_SERVICE, on_delivered, import, &import->producer, err);
    if (!code)
        kafka_producer_expect(import->producer, TOPIC_ITEMS);
    return code;
}

enum err_code import_run(const struct import_settings *settings,
                         char *const *paths,
                         size_t count,
                         long long *bad,
                         struct err *err)
{
    struct import import = {.settings = settings, .start_ms = service_clock_ms()};
    import.told_ms = import.start_ms;
    progress_open();
    arena_init(&import.arena, ARENA_BYTES);
    buf_init(&import.json, MESSAGE_BYTES);
    buf_init(&import.bytes, INPUT_DOCUMENT_MAX_BYTES);
    enum err_code code = open_all(&import, err);
    bool opened = !code;
    for (size_t i = 0; i < count && !code && !service_stopping(); i++)
        code = folder_visit(paths[i], import_file, &import, err);
    if (service_stopping() && (!code || code == ERR_UNAVAILABLE))
        code = err_set(err, ERR_UNAVAILABLE,
                       "stopped before the end; what was sent is safe, and a second run sends the "
                       "same again");
    if (opened) {
        struct err why = {0};
        enum err_code drained = drain(&import, &why);
        progress_end(&import);
        if (drained && (!code || code == ERR_UNAVAILABLE)) {
            *err = why;
            code = drained;
        }
    }
    *bad = import.bad;
    kafka_producer_close(import.producer);
    if (import.has_catalogue)
        catalogue_release(&import.catalogue);
    buf_release(&import.bytes);
    buf_release(&import.json);
    arena_release(&import.arena);
    return code;
}
