#include "deploy/cli/rows.h"

#include "common/base/buf.h"
#include "deploy/cli/plain.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define COLUMNS_MAX 64
#define LIST_BYTES  ((size_t)1 << 20)

static bool has_comma_inside(const char *value)
{
    bool quoted = false;
    for (; *value != '\0'; value++) {
        if (*value == '"')
            quoted = !quoted;
        else if (*value == ',' && quoted)
            return true;
    }
    return false;
}

/* {one,"and two"} as "one, and two"; where an element has a comma of its own, "one; and, two". */
static const char *read_list(const char *value, struct buf *list)
{
    const char *between = has_comma_inside(value) ? "; " : ", ";
    bool quoted = false;
    buf_reset(list);
    for (const char *at = value + 1; *at != '\0'; at++) {
        if (*at == '"')
            quoted = !quoted;
        else if (*at == ',' && !quoted)
            (void)buf_add_text(list, between);
        else if (*at == '\\' && at[1] != '\0')
            (void)buf_add(list, ++at, 1);
        else if (quoted || *at != '}')
            (void)buf_add(list, at, 1);
    }
    return buf_text(list);
}

/* Valid until the next call. */
static const char *value_at(const struct pg_result *rows, int row, int column, struct buf *list)
{
    const char *value = pg_value(rows, row, column);
    if (value == NULL)
        return "";
    return pg_column_is_list(rows, column) ? read_list(value, list) : value;
}

static void print_padded(const char *text, size_t width)
{
    plain_print(text, stdout);
    for (size_t at = plain_width(text); at < width; at++)
        (void)putchar(' ');
}

/* One value a line; a line break inside a value becomes a space. */
static void print_records(const struct pg_result *rows, size_t widest_name, struct buf *list)
{
    for (int row = 0; row < pg_row_count(rows); row++) {
        (void)printf("%s-- %d\n", row == 0 ? "" : "\n", row + 1);
        for (int column = 0; column < pg_column_count(rows); column++) {
            print_padded(pg_column_name(rows, column), widest_name + 2);
            plain_print(value_at(rows, row, column, list), stdout);
            (void)putchar('\n');
        }
    }
}

static void print_line(
    const struct pg_result *rows, int row, const size_t *width, int columns, struct buf *list)
{
    for (int column = 0; column < columns; column++) {
        const char *text =
            row < 0 ? pg_column_name(rows, column) : value_at(rows, row, column, list);
        print_padded(text, column + 1 == columns ? 0 : width[column] + 2);
    }
    (void)putchar('\n');
}

void rows_table(const struct pg_result *rows)
{
    struct buf list;
    buf_init(&list, LIST_BYTES);
    int columns = pg_column_count(rows) < COLUMNS_MAX ? pg_column_count(rows) : COLUMNS_MAX;
    size_t width[COLUMNS_MAX] = {0};
    size_t total = 0;
    size_t widest_name = 0;
    bool breaks = false;
    for (int column = 0; column < columns; column++) {
        width[column] = plain_width(pg_column_name(rows, column));
        widest_name = width[column] > widest_name ? width[column] : widest_name;
        for (int row = 0; row < pg_row_count(rows); row++) {
            const char *value = value_at(rows, row, column, &list);
            size_t one = plain_width(value);
            breaks = breaks || strchr(value, '\n') != NULL;
            width[column] = one > width[column] ? one : width[column];
        }
        total += width[column] + 2;
    }
    if (total > ROWS_WIDE || breaks) {
        print_records(rows, widest_name, &list);
    } else {
        print_line(rows, -1, width, columns, &list);
        for (int row = 0; row < pg_row_count(rows); row++)
            print_line(rows, row, width, columns, &list);
    }
    (void)printf("(%d %s)\n", pg_row_count(rows), pg_row_count(rows) == 1 ? "row" : "rows");
    buf_release(&list);
}

static void print_field(const char *text, FILE *out)
{
    if (text[strcspn(text, ",\"\r\n")] == '\0') {
        (void)fputs(text, out);
        return;
    }
    (void)fputc('"', out);
    for (; *text != '\0'; text++) {
        if (*text == '"')
            (void)fputc('"', out);
        (void)fputc(*text, out);
    }
    (void)fputc('"', out);
}

void rows_csv_to(const struct pg_result *rows, bool with_names, FILE *out)
{
    struct buf list;
    buf_init(&list, LIST_BYTES);
    for (int row = with_names ? -1 : 0; row < pg_row_count(rows); row++) {
        for (int column = 0; column < pg_column_count(rows); column++) {
            if (column > 0)
                (void)fputc(',', out);
            print_field(row < 0 ? pg_column_name(rows, column) : value_at(rows, row, column, &list),
                        out);
        }
        (void)fputs("\r\n", out);
    }
    buf_release(&list);
}

void rows_csv(const struct pg_result *rows)
{
    rows_csv_to(rows, true, stdout);
}
