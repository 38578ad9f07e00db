#include "common/base/arena.h"
#include "common/service/service.h"
#include "deploy/cli/command.h"
#include "deploy/cli/letters.h"
#include "deploy/cli/plain.h"

#include <stdio.h>
#include <string.h>

struct settings {
    struct kafka_settings kafka;
    struct pg_settings postgres;
    struct letters_filter filter;
    long long rate;
    bool dry_run;
};

static const struct conf_option options[] = {
    KAFKA_CONF_ROWS(struct settings, kafka),
    PG_CONF_ROWS(struct settings, postgres),
    {"letters", "state", CONF_CHOICE, offsetof(struct settings, filter.state), "waiting",
     "waiting|retried|parked|discarded|all", "list: letters in this state"},
    {"letters", "service", CONF_TEXT, offsetof(struct settings, filter.service), "", NULL,
     "only letters of this service"},
    {"letters", "since", CONF_TEXT, offsetof(struct settings, filter.since), "", NULL,
     "only letters from this time on, such as 2025-04-01T00:00:00Z"},
    {"letters", "match", CONF_TEXT, offsetof(struct settings, filter.match), "", NULL,
     "only letters whose error holds this text"},
    {"letters", "max", CONF_INTEGER, offsetof(struct settings, filter.max), "0", "0..100000000",
     "so many letters at most, the oldest first; 0: all"},
    {"letters", "rate", CONF_INTEGER, offsetof(struct settings, rate), "0", "0..100000",
     "retry: letters a second at most; 0: as fast as it goes"},
    {"letters", "dry_run", CONF_BOOLEAN, offsetof(struct settings, dry_run), "no", NULL,
     "retry, discard: say which letters are meant, and change nothing"},
};

static const struct conf_program program = {
    .name = "gainsay dead-letters",
    .summary = "what services gave up: look at it, send it again, discard it",
    .synopsis = "list | show ID | stats | retry [ID ...] | discard [ID ...]",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
    .is_tool = true,
    .own = "letters",
};

struct letters {
    struct settings *settings;
    struct pg *pg;
    char **ids;
    size_t id_count;
};

/* Rows as lines, columns apart by two spaces; the last column is as long as it is. */
static void print_rows(const struct pg_result *rows)
{
    for (int row = 0; row < pg_row_count(rows); row++) {
        for (int column = 0; column < pg_column_count(rows); column++) {
            const char *value = pg_value(rows, row, column);
            (void)fputs(column == 0 ? "" : "  ", stdout);
            plain_print(value == NULL ? "-" : value, stdout);
        }
        (void)putchar('\n');
    }
}

static enum err_code list(struct letters *letters, struct err *err)
{
    struct pg_result *rows = NULL;
    enum err_code code =
        letters_find(letters->pg, &letters->settings->filter,
                     "id, to_char(first_at, 'YYYY-MM-DD HH24:MI:SS'), rpad(state, 9), retries,"
                     " error_class, error",
                     &rows, err);
    if (!code)
        print_rows(rows);
    pg_free(rows);
    return code;
}

static enum err_code show(struct letters *letters, struct err *err)
{
    struct letters_filter one = {.id = letters->ids[0], .state = "all"};
    struct pg_result *rows = NULL;
    enum err_code code =
        letters_find(letters->pg, &one,
                     "id, service, version, topic, partition, \"offset\", key, state, retries,"
                     " first_at, changed_at, error_class, error, headers, length(value) AS bytes,"
                     " encode(value, 'escape') AS value",
                     &rows, err);
    if (!code && pg_row_count(rows) == 0)
        code = err_set(err, ERR_BAD_INPUT, "there is no letter \"%s\"", one.id);
    for (int column = 0; !code && column < pg_column_count(rows); column++) {
        const char *value = pg_value(rows, 0, column);
        (void)printf("%-12s ", pg_column_name(rows, column));
        plain_print(value == NULL ? "-" : value, stdout);
        (void)putchar('\n');
    }
    pg_free(rows);
    return code;
}

static enum err_code stats(struct letters *letters, struct err *err)
{
    struct pg_result *rows = NULL;
    enum err_code code =
        pg_query(letters->pg,
                 "SELECT rpad(service, 20), rpad(topic, 20), rpad(error_class, 12),"
                 " rpad(state, 10), lpad(count(*)::text, 8), min(first_at)::timestamptz(0),"
                 " max(changed_at)::timestamptz(0) FROM dead_letter"
                 " GROUP BY service, topic, error_class, state ORDER BY count(*) DESC, 1, 2, 3, 4",
                 NULL, 0, &rows, err);
    if (!code) {
        (void)puts("service               topic                 class         state          "
                   "letters  oldest, last change");
        print_rows(rows);
    }
    pg_free(rows);
    return code;
}

/* What is done to each letter that is meant. */
struct deed {
    const char *name; /* "sent again" */
    struct letters_sender *sender;
};

static enum err_code do_one(struct letters *letters,
                            const struct deed *deed,
                            const char *id,
                            long long *done,
                            struct err *err)
{
    bool is_done = true;
    enum err_code code = ERR_OK;
    if (letters->settings->dry_run)
        (void)printf("%s\n", id);
    else if (deed->sender != NULL)
        code = letters_send(deed->sender, letters->pg, id, &is_done, err);
    else
        code = letters_discard(letters->pg, id, &is_done, err);
    if (!code && !is_done)
        (void)fprintf(stderr,
                      "gainsay dead-letters: %s is not %s: it is not there or not waiting\n", id,
                      deed->name);
    *done += !code && is_done;
    if (!code && letters->settings->rate > 0)
        service_sleep_ms(1000 / letters->settings->rate);
    return code;
}

/* The letters named, else those that the filter finds. */
static enum err_code do_all(struct letters *letters, const struct deed *deed, struct err *err)
{
    long long done = 0;
    struct pg_result *rows = NULL;
    enum err_code code = ERR_OK;
    for (size_t i = 0; i < letters->id_count && !code; i++)
        code = do_one(letters, deed, letters->ids[i], &done, err);
    bool all = done == (long long)letters->id_count;
    if (letters->id_count == 0) {
        code = letters_find(letters->pg, &letters->settings->filter, "id", &rows, err);
        for (int row = 0; !code && row < pg_row_count(rows) && !service_stopping(); row++)
            code = do_one(letters, deed, pg_value(rows, row, 0), &done, err);
    }
    pg_free(rows);
    (void)printf("%lld letters %s%s\n", done, letters->settings->dry_run ? "would be " : "",
                 deed->name);
    if (!code && letters->id_count > 0 && !all)
        code = err_set(err, ERR_CONFIG, "not all letters that were named are %s", deed->name);
    return code;
}

static enum err_code retry(struct letters *letters, struct err *err)
{
    struct deed deed = {.name = "sent again"};
    enum err_code code = letters_sender_open(&letters->settings->kafka, &deed.sender, err);
    letters->settings->filter.state = "waiting";
    if (!code)
        code = do_all(letters, &deed, err);
    letters_sender_close(deed.sender);
    return code;
}

static enum err_code discard(struct letters *letters, struct err *err)
{
    const struct letters_filter *filter = &letters->settings->filter;
    bool chosen = letters->id_count > 0 || filter->match[0] != '\0' || filter->since[0] != '\0' ||
                  filter->service[0] != '\0' || filter->max > 0;
    if (!chosen)
        return err_set(err, ERR_CONFIG,
                       "discard wants letters' ids, or --match, --since, --service or --max");
    return do_all(letters, &(struct deed){.name = "discarded"}, err);
}

static enum err_code run(struct letters *letters, const char *word, struct err *err)
{
    static const struct {
        const char *word;
        enum err_code (*run)(struct letters *letters, struct err *err);
        size_t least_ids;
        size_t most_ids;
    } words[] = {
        {"list", list, 0, 0},      {"show", show, 1, 1},          {"stats", stats, 0, 0},
        {"retry", retry, 0, 1000}, {"discard", discard, 0, 1000},
    };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(words[i].word, word) != 0)
            continue;
        if (letters->id_count < words[i].least_ids || letters->id_count > words[i].most_ids)
            break;
        enum err_code code =
            pg_open(&letters->settings->postgres, "gainsay-dead-letters", &letters->pg, err);
        if (!code)
            code = words[i].run(letters, err);
        pg_close(letters->pg);
        return code;
    }
    return err_set(err, ERR_CONFIG, "expected %s", program.synopsis);
}

int command_dead_letters(int argc, char **argv)
{
    struct arena arena;
    struct settings settings = {0};
    struct conf_run line;
    struct err err = {0};
    arena_init(&arena, (size_t)1 << 20);
    enum err_code code = command_load(&program, argc, argv, &arena, &settings, &line, &err);
    if (!code && line.action == CONF_RUN) {
        static const struct service_settings quiet = {"warning", "logfmt", ""};
        struct letters letters = {.settings = &settings, .ids = line.args + 1};
        letters.id_count = line.arg_count > 0 ? line.arg_count - 1 : 0;
        code = service_open("gainsay-dead-letters", &quiet, &err);
        if (!code)
            code = run(&letters, line.arg_count > 0 ? line.args[0] : "", &err);
    }
    if (code)
        (void)fprintf(stderr, "gainsay dead-letters: %s\n", err.text);
    arena_release(&arena);
    return code ? 1 : 0;
}
