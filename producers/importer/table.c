/* CSV (RFC 4180) by libcsv, a row an item. */
#include "producers/importer/import.h"

#include "common/text/utf8.h"

#include <csv.h>
#include <stdlib.h>
#include <string.h>

#define COLUMNS_MAX 1000

struct table {
    struct import *import;
    const char *member[COLUMNS_MAX]; /* what a column is of an item; NULL: nothing */
    size_t columns;
    bool has_header;
    bool full; /* the row, or a field, is over the arena's ceiling */
    size_t at; /* column of the next field */
    struct item item;
    bool any; /* the row has a field with something in it */
    long first_line;
    long line;
    struct arena names; /* of the header's row */
    enum err_code code;
    struct err err;
};

/* The member that --map gives the column, copied; "" where the map has the member for another
 * column; NULL where it does not speak of either. */
static const char *mapped(struct table *table, const char *column)
{
    struct str rest = str_of(table->import->settings->map);
    bool taken = false;
    while (rest.len > 0) {
        struct str name;
        struct str pair = str_split(rest, ',', &rest);
        struct str member = str_trim(str_split(pair, '=', &name));
        if (str_eq(str_trim(name), str_of(column)))
            return arena_copy_str(&table->names, member);
        taken = taken || str_eq(member, str_of(column));
    }
    return taken ? "" : NULL;
}

/* A column is what the map says, else the member of its own name, else nothing. */
static const char *member_of(struct table *table, const char *column)
{
    struct item none = {0};
    const char *member = mapped(table, column);
    if (member == NULL)
        member = arena_copy_str(&table->names, str_trim(str_of(column)));
    return member != NULL && item_put(&none, member, NULL) ? member : NULL;
}

static void on_field(void *field, size_t len, void *context)
{
    struct table *table = context;
    size_t column = table->at++;
    if (column >= COLUMNS_MAX)
        return;
    const char *bytes = field == NULL ? "" : field;
    if (!table->has_header) {
        /* Excel begins its CSV with a byte order mark. */
        bool mark = column == 0 && len >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0;
        const char *name =
            arena_copy(&table->names, mark ? bytes + 3 : bytes, mark ? len - 3 : len);
        table->member[column] = name == NULL ? NULL : member_of(table, name);
        return;
    }
    table->any = table->any || len > 0;
    if (len == 0 || column >= table->columns || table->member[column] == NULL)
        return;
    char *value = arena_copy(&table->import->arena, bytes, len);
    table->full = table->full || value == NULL;
    if (value != NULL)
        (void)item_put(&table->item, table->member[column], value);
}

/* Every column that the map names must be there. */
static enum err_code check_header(struct table *table, struct err *err)
{
    struct str rest = str_of(table->import->settings->map);
    while (rest.len > 0) {
        struct str name;
        struct str pair = str_split(rest, ',', &rest);
        struct str member = str_trim(str_split(pair, '=', &name));
        bool found = false;
        for (size_t i = 0; i < table->columns && !found; i++)
            found = table->member[i] != NULL && str_eq(str_of(table->member[i]), member);
        if (!found)
            return err_set(err, ERR_CONFIG,
                           "%s: no column \"%.*s\" for an item's \"%.*s\" (see import.map)",
                           table->import->place, STR_ARG(str_trim(name)), STR_ARG(member));
    }
    return ERR_OK;
}

static bool is_text(const struct item *item)
{
    enum { MEMBERS = sizeof *item / sizeof(const char *) };
    const char *members[MEMBERS];
    memcpy(members, item, sizeof *item);
    for (size_t i = 0; i < MEMBERS; i++) {
        size_t len = members[i] == NULL ? 0 : strlen(members[i]);
        if (len > 0 && utf8_valid_prefix(members[i], len) < len)
            return false;
    }
    return true;
}

static void take_row(struct table *table)
{
    struct err why = {0};
    enum err_code code = ERR_OK;
    table->import->line = table->first_line;
    if (table->full)
        code = err_set(&why, ERR_TOO_LARGE, "the row is too large");
    else if (!is_text(&table->item))
        code = err_set(&why, ERR_BAD_INPUT, "the row is not UTF-8");
    else
        code = import_item(table->import, false, &table->item, &why);
    if (err_class_of(code) == ERR_CLASS_DROP) {
        import_bad(table->import, table->first_line, why.text);
    } else if (code) {
        table->code = code;
        table->err = why;
    }
}

static void on_row(int end, void *context)
{
    (void)end;
    struct table *table = context;
    if (!table->has_header) {
        table->columns = table->at < COLUMNS_MAX ? table->at : COLUMNS_MAX;
        table->has_header = true;
        table->code = check_header(table, &table->err);
    } else if (table->any && !table->code) {
        take_row(table);
    }
    arena_reset(&table->import->arena);
    table->item = (struct item){0};
    table->full = table->any = false;
    table->at = 0;
    table->first_line = table->line + 1;
}

/* A line at a time, so that a bad row can be named by its own. */
static enum err_code parse(struct table *table, struct csv_parser *parser, struct err *err)
{
    struct input_line line;
    enum err_code code = ERR_OK;
    while (!table->code && !import_stopping(table->import) &&
           !(code = input_line(table->import->input, &line, err)) && line.text.ptr != NULL) {
        table->line = line.number;
        bool taken = csv_parse(parser, line.text.ptr, line.text.len, on_field, on_row, table) ==
                     line.text.len;
        if (line.too_long || !taken || csv_parse(parser, "\n", 1, on_field, on_row, table) != 1)
            return err_set(err, ERR_TOO_LARGE, "line %ld can't be read: %s", line.number,
                           csv_strerror(csv_error(parser)));
    }
    if (!code && !table->code && !import_stopping(table->import) &&
        csv_fini(parser, on_field, on_row, table) != 0)
        code = err_set(err, ERR_BAD_INPUT, "the quotation mark of line %ld is not closed",
                       table->first_line);
    return code;
}

enum err_code
import_table(struct import *import, const struct input_document *document, struct err *err)
{
    static struct table table;
    struct csv_parser parser;
    const char *delimiter = import->settings->delimiter;
    table = (struct table){.import = import, .first_line = 1};
    arena_init(&table.names, (size_t)1 << 20);
    if (csv_init(&parser, CSV_STRICT_FINI | CSV_APPEND_NULL) != 0)
        abort();
    if (delimiter[0] != '\0')
        csv_set_delim(&parser, (unsigned char)delimiter[0]);
    else if (str_ends_with(str_of(document->name), STR(".tsv")))
        csv_set_delim(&parser, '\t');
    enum err_code code = parse(&table, &parser, err);
    csv_free(&parser);
    arena_release(&table.names);
    if (!code && table.code) {
        *err = table.err;
        code = table.code;
    }
    return code;
}
