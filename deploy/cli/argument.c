#include "deploy/cli/argument.h"

#include "common/model/record.h"

#include <stdio.h>
#include <string.h>

#define DIGITS       "0123456789"
#define HEX_DIGITS   DIGITS "abcdefABCDEF"
#define NUMBER_MAX   6
#define RECORD_MAX   32
#define HEADING_MIN  2
#define HEADING_MAX  10
#define WANTED_BYTES ((size_t)4 << 10)

struct kind {
    const char *name;
    const char *wanted; /* NULL: one of the matters */
    const char *sql;    /* gives what the query is to get; no row, null or a value refused: none */
};

static const struct kind kinds[] = {
    [ARGUMENT_WORDS] = {NULL, "a word", NULL},
    [ARGUMENT_COUNTRY] = {"country", "a country's code or name, as in CN or China",
                          "SELECT country_code($1)"},
    [ARGUMENT_DAY] = {"day", "a day, as in 2025-04-28, today or yesterday",
                      "SELECT $1::date WHERE isfinite($1::date)"},
    [ARGUMENT_TIME] = {"time", "a day or time, as in 2025-04-28, 2025-04-28T15:00Z or yesterday",
                       "SELECT $1::timestamptz WHERE isfinite($1::timestamptz)"},
    [ARGUMENT_NUMBER] = {"number", "a whole number from 0 to 999999", NULL},
    [ARGUMENT_HEADING] = {"heading",
                          "a code of the Harmonized System, 2 to 10 digits as in 85 or 8471.30",
                          NULL},
    [ARGUMENT_RECORD] = {"record", "a record's id or its beginning, up to 32 of 0-9 and a-f", NULL},
    [ARGUMENT_MATTER] = {"matter", NULL, NULL},
};

#define KINDS (sizeof kinds / sizeof kinds[0])

bool argument_kind_of(struct str word, enum argument_kind *kind)
{
    for (size_t i = 0; i < KINDS; i++) {
        if (kinds[i].name != NULL && str_eq(word, str_of(kinds[i].name))) {
            *kind = (enum argument_kind)i;
            return true;
        }
    }
    return false;
}

/* Of a list as in "one, two or three". */
static void add_choice(struct buf *list, const char *name, bool last)
{
    if (list->len > 0)
        (void)buf_add_text(list, last ? " or " : ", ");
    (void)buf_add_text(list, name);
}

void argument_kinds(struct buf *list)
{
    for (size_t i = ARGUMENT_WORDS + 1; i < KINDS; i++)
        add_choice(list, kinds[i].name, i + 1 == KINDS);
}

const char *argument_kind_name(enum argument_kind kind)
{
    return kinds[kind].name;
}

/* What can be told without a server. */
static bool reads_well(enum argument_kind kind, const char *value)
{
    size_t len = strlen(value);
    size_t digits = 0;
    for (const char *at = value; *at != '\0'; at++)
        digits += *at >= '0' && *at <= '9';
    switch (kind) {
    case ARGUMENT_NUMBER:
        return digits == len && len <= NUMBER_MAX;
    case ARGUMENT_HEADING:
        return strspn(value, DIGITS ".") == len && digits >= HEADING_MIN && digits <= HEADING_MAX;
    case ARGUMENT_RECORD:
        return strspn(value, HEX_DIGITS) == len && len <= RECORD_MAX;
    default:
        return true;
    }
}

static void add_matters(struct buf *list)
{
    for (int i = MATTER_NONE + 1; i < MATTER_COUNT; i++)
        add_choice(list, matter_name((enum matter)i), i + 1 == MATTER_COUNT);
}

static enum err_code
refuse(enum argument_kind kind, const char *name, const char *value, struct err *err)
{
    struct buf wanted;
    buf_init(&wanted, WANTED_BYTES);
    if (kinds[kind].wanted != NULL)
        (void)buf_add_text(&wanted, kinds[kind].wanted);
    else
        add_matters(&wanted);
    (void)err_set(err, ERR_CONFIG, "%s: \"%.80s\" is not %s", name, value, buf_text(&wanted));
    buf_release(&wanted);
    return ERR_CONFIG;
}

static enum err_code settle_matter(const char *name,
                                   const char *value,
                                   char settled[ARGUMENT_VALUE_BYTES],
                                   struct err *err)
{
    size_t len = strlen(value);
    for (size_t i = 0; i <= len; i++)
        settled[i] = value[i] >= 'A' && value[i] <= 'Z' ? (char)(value[i] - 'A' + 'a') : value[i];
    return matter_parse(settled) == MATTER_NONE ? refuse(ARGUMENT_MATTER, name, value, err)
                                                : ERR_OK;
}

static enum err_code ask_server(struct pg *pg,
                                enum argument_kind kind,
                                const char *name,
                                const char *value,
                                char settled[ARGUMENT_VALUE_BYTES],
                                struct err *err)
{
    struct pg_result *rows = NULL;
    enum err_code code = pg_query(pg, kinds[kind].sql, &value, 1, &rows, err);
    const char *found = code || pg_row_count(rows) == 0 ? NULL : pg_value(rows, 0, 0);
    if (code == ERR_BAD_INPUT || (!code && found == NULL))
        code = refuse(kind, name, value, err);
    if (!code)
        (void)snprintf(settled, ARGUMENT_VALUE_BYTES, "%s", found);
    pg_free(rows);
    return code;
}

enum err_code argument_settle(struct pg *pg,
                              enum argument_kind kind,
                              const char *name,
                              const char *value,
                              char settled[ARGUMENT_VALUE_BYTES],
                              struct err *err)
{
    if (strlen(value) >= ARGUMENT_VALUE_BYTES)
        return err_set(err, ERR_CONFIG, "%s: \"%.40s...\" is longer than %d bytes", name, value,
                       ARGUMENT_VALUE_BYTES - 1);
    if (value[strspn(value, " \t\n")] == '\0' || !reads_well(kind, value))
        return refuse(kind, name, value, err);
    if (kind == ARGUMENT_MATTER)
        return settle_matter(name, value, settled, err);
    if (kinds[kind].sql != NULL && !(kind == ARGUMENT_COUNTRY && strcmp(value, "*") == 0))
        return ask_server(pg, kind, name, value, settled, err);
    (void)snprintf(settled, ARGUMENT_VALUE_BYTES, "%s", value);
    return ERR_OK;
}
