#include "common/base/arena.h"
#include "common/base/buf.h"
#include "deploy/cli/command.h"
#include "deploy/cli/installed.h"
#include "producers/feeds/feed.h"
#include "producers/poller/catalogue.h"
#include "producers/poller/poller.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* The poller's own ceiling is lower; a recorded document may be anything. */
#define DOCUMENT_MAX_BYTES ((size_t)64 << 20)
#define LINE_MAX_BYTES     ((size_t)256 << 20)

static const char help[] =
    "Usage: gainsay feed parse [OPTION ...] FILE|-\n\n"
    "Reads one recorded document (RSS, Atom, RDF, JSON Feed, sitemap, a JSON API's answer, or an "
    "HTML listing) and\n"
    "prints one line of JSON an entry: id, guid, url, title, summary, text, author, published, "
    "published_from,\n"
    "updated, ... Nothing is fetched. What is no feed is named on standard error; the exit code is "
    "then 1.\n\n"
    "  --url BASE          the address the document came from; relative links start there\n"
    "  --content-type T    the header's value, for its charset\n"
    "  --source ID         the source that entry ids are made from; one of the catalogue is read "
    "with "
    "its zone, selectors, ...\n"
    "  --links PATTERN     read an HTML page as a listing of the links that match PATTERN (POSIX "
    "ERE)\n";

struct call {
    struct feed_hints hints;
    struct feed_listing listing;
    const char *file;
};

static const struct conf_option options[] = {
    KAFKA_CONF_ROWS(struct poller_settings, kafka),
    POLLER_CONF_ROWS(struct poller_settings),
};

static const struct conf_program program = {
    .name = "gainsay feed",
    .synopsis = "",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
    .is_tool = true,
};

/* What the catalogue says of the source, if there is a catalogue and it knows the source: a
 * recorded document is then read as the poller reads it. The hints borrow from the catalogue. */
static void take_source(struct call *call, struct arena *arena, struct catalogue *catalogue)
{
    struct poller_settings settings = {0};
    struct conf_run run;
    struct err err = {0};
    char name[] = "feed";
    char *words[] = {name, NULL};
    if (call->hints.source == NULL ||
        command_load(&program, 1, words, arena, &settings, &run, &err))
        return;
    if (strcmp(settings.sources, GAINSAY_DATA_DIR "/sources.conf") == 0)
        settings.sources = installed_or(settings.sources, GAINSAY_SOURCE_SOURCES);
    if (catalogue_read(settings.sources, catalogue, &err))
        return;
    const struct catalogue_source *source = catalogue_find(catalogue, call->hints.source);
    if (source == NULL)
        return;
    const struct feed_listing *listing = call->hints.listing;
    call->hints = catalogue_hints(source, call->hints.url, call->hints.content_type);
    if (call->hints.url == NULL)
        call->hints.url = source->url;
    if (listing != NULL)
        call->hints.listing = listing;
}

static bool take_option(struct call *call, const char *name, const char *value)
{
    if (strcmp(name, "--url") == 0)
        call->hints.url = value;
    else if (strcmp(name, "--content-type") == 0)
        call->hints.content_type = value;
    else if (strcmp(name, "--source") == 0)
        call->hints.source = value;
    else if (strcmp(name, "--links") == 0)
        call->listing.link_pattern = value;
    else
        return false;
    return true;
}

/* False where the words are off, which has then been said. */
static bool read_call(int argc, char **argv, struct call *call)
{
    for (int i = 2; i < argc; i++) {
        const char *word = argv[i];
        if (word[0] == '-' && word[1] != '\0') {
            if (i + 1 >= argc || !take_option(call, word, argv[i + 1])) {
                (void)fprintf(stderr,
                              "gainsay feed parse: \"%s\" is no option or lacks its value "
                              "(see --help)\n",
                              word);
                return false;
            }
            i++;
        } else if (call->file != NULL) {
            (void)fprintf(stderr, "gainsay feed parse: one file at a time\n");
            return false;
        } else {
            call->file = word;
        }
    }
    if (call->file == NULL)
        (void)fputs(help, stderr);
    if (call->listing.link_pattern != NULL)
        call->hints.listing = &call->listing;
    return call->file != NULL;
}

static bool read_file(const char *path, struct buf *bytes)
{
    FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
    char block[65536];
    size_t got = 0;
    bool fine = file != NULL;
    if (!fine)
        (void)fprintf(stderr, "gainsay feed parse: cannot open \"%s\": %s\n", path,
                      strerror(errno));
    while (fine && (got = fread(block, 1, sizeof block, file)) > 0)
        fine = buf_add(bytes, block, got);
    if (file != NULL && (ferror(file) || bytes->full)) {
        (void)fprintf(stderr, "gainsay feed parse: \"%s\" cannot be read, or is over %zu bytes\n",
                      path, DOCUMENT_MAX_BYTES);
        fine = false;
    }
    if (file != NULL && file != stdin)
        (void)fclose(file);
    return fine;
}

static enum err_code print_entries(const struct feed_document *doc, struct err *err)
{
    struct buf line;
    buf_init(&line, LINE_MAX_BYTES);
    enum err_code code = ERR_OK;
    for (size_t i = 0; !code && i < doc->count; i++) {
        buf_reset(&line);
        code = feed_entry_to_json(&doc->entry[i], &line, err);
        if (!code)
            (void)printf("%s\n", buf_text(&line));
    }
    buf_release(&line);
    return code;
}

static int parse(int argc, char **argv)
{
    struct call call = {0};
    if (!read_call(argc, argv, &call))
        return 2;
    struct buf bytes;
    struct arena arena;
    struct arena words;
    struct catalogue catalogue = {0};
    struct err err = {0};
    struct feed_document doc = {0};
    arena_init(&words, DOCUMENT_MAX_BYTES);
    take_source(&call, &words, &catalogue);
    buf_init(&bytes, DOCUMENT_MAX_BYTES);
    arena_init(&arena, DOCUMENT_MAX_BYTES * 16);
    feed_setup();

    int exit_code = 1;
    if (!read_file(call.file, &bytes))
        goto out;
    enum err_code code = feed_parse(buf_text(&bytes), bytes.len, &call.hints, &arena, &doc, &err);
    if (!code)
        code = print_entries(&doc, &err);
    if (code)
        (void)fprintf(stderr, "gainsay feed parse: %s: %s\n", call.file, err.text);
    else if (doc.verdict != FEED_OK)
        (void)fprintf(stderr, "gainsay feed parse: %s: %s: %s\n", call.file,
                      feed_verdict_name(doc.verdict), doc.reason);
    if (!code && (doc.verdict == FEED_OK || doc.verdict == FEED_EMPTY))
        exit_code = 0;
out:
    arena_release(&arena);
    arena_release(&words);
    catalogue_release(&catalogue);
    buf_release(&bytes);
    return exit_code;
}

int command_feed(int argc, char **argv)
{
    if (argc >= 2 && strcmp(argv[1], "parse") == 0 &&
        !(argc == 3 && strcmp(argv[2], "--help") == 0))
        return parse(argc, argv);
    bool asked = argc >= 2 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "parse") == 0);
    (void)fputs(help, asked ? stdout : stderr);
    return asked ? 0 : 2;
}
