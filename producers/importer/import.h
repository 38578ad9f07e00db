/*
 * Sends archives through: what they hold becomes items of topic gainsay.items.
 *
 * The same file twice changes nothing: ids come from source and guid, and `fetched`, where an item
 * does not say it, from the item's own date or the file's time; so the message is the same, byte
 * for byte. What can't be read is named, counted and passed over.
 */
#ifndef GAINSAY_IMPORTER_IMPORT_H
#define GAINSAY_IMPORTER_IMPORT_H

#include "common/base/arena.h"
#include "common/kafka/producer.h"
#include "common/model/item.h"
#include "common/text/date.h"
#include "producers/importer/input.h"
#include "producers/poller/catalogue.h"

#include <stdbool.h>

struct import_settings {
    struct kafka_settings kafka;
    const char *catalogue; /* path of sources.conf */
    const char *format;    /* auto, lines, csv, feed */
    const char *source;    /* of all items; "": as the archive says */
    const char *lang;      /* where nothing else says it; "" */
    const char *zone_name; /* of dates without one; "": the source's */
    const char *map;       /* CSV: member=column,... */
    bool dry_run;          /* print the items, and send none */
    const char *listen;    /* of the metrics; "": none */
    const char *delimiter; /* CSV: ""; "," or, in *.tsv, a tab */
};

struct import {
    const struct import_settings *settings;
    struct date_hints date;
    struct catalogue catalogue;
    bool has_catalogue;
    struct kafka_producer *producer;
    struct arena arena; /* of the item, or of the document, at hand */
    struct buf json;
    struct buf bytes;  /* of a document that is read as a whole */
    const char *place; /* of the document at hand */
    long line;         /* of the item at hand; 0: it has none */
    char document_time[DATE_RFC3339_BYTES];
    long long document_time_s;
    long long sent;
    long long bad;
    long long undated; /* of those sent: their date was none, or impossible */
    long long undelivered;
    long long start_ms;
    long long told_ms;
    long long file_bytes; /* of the file at hand; 0: not known */
    struct input *input;
};

/* Sends everything that the paths hold, folders with all that is below them, and waits until it is
 * acknowledged. ERR_UNAVAILABLE also where a signal came first; *bad counts what was passed over.
 */
enum err_code import_run(const struct import_settings *settings,
                         char *const *paths,
                         size_t count,
                         long long *bad,
                         struct err *err);

/* Settles times, makes the text plain, completes and sends one item, whose strings live until the
 * arena is reset. keep_id: as item_complete(). An
 * error of class DROP is the item's fault. */
enum err_code import_item(struct import *import, bool keep_id, struct item *item, struct err *err);
/* Names something of the document at hand: by its line where that is not 0. */
void import_name(const struct import *import, long line, const char *why);
/* The same of what is passed over, which is counted. */
void import_bad(struct import *import, long line, const char *why);
bool import_stopping(const struct import *import);

/* The readers: each takes one document from import->input. Errors of class DROP are the document's
 * fault. */
enum err_code import_lines(struct import *import, struct err *err);
enum err_code
import_table(struct import *import, const struct input_document *document, struct err *err);
enum err_code
import_recorded(struct import *import, const struct input_document *document, struct err *err);

#endif
