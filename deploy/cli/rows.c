#include "deploy/cli/rows.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define COLUMNS_MAX 64

/* Characters of UTF-8 text; all are taken to be one wide. */
static size_t width_of(const char *text)
{
    size_t width = 0;
    for (; *text != '\0'; text++)
        width += ((unsigned char)*text & 0xC0) != 0x80;
    return width;
}

static const char *value_at(const struct pg_result *rows, int row, int column)
{
    const char *value = pg_value(rows, row, column);
    return value == NULL ? "" : value;
}

static void print_padded(const char *text, size_t width)
{
    (void)fputs(text, stdout);
    for (size_t at = width_of(text); at < width; at++)
        (void)putchar(' ');
}

/* One value a line; a line break inside a value becomes a space. */
static void print_records(const struct pg_result *rows, size_t widest_name)
{
    for (int row = 0; row < pg_row_count(rows); row++) {
        (void)printf("%s-- %d\n", row == 0 ? "" : "\n", row + 1);
        for (int column = 0; column < pg_column_count(rows); column++) {
            print_padded(pg_column_name(rows, column), widest_name + 2);
            for (const char *at = value_at(rows, row, column); *at != '\0'; at++)
                (void)putchar(*at == '\n' ? ' ' : *at);
            (void)putchar('\n');
        }
    }
}

static void print_line(const struct pg_result *rows, int row, const size_t *width, int columns)
{
    for (int column = 0; column < columns; column++) {
        const char *text = row < 0 ? pg_column_name(rows, column) : value_at(rows, row, column);
        print_padded(text, column + 1 == columns ? 0 : width[column] + 2);
    }
    (void)putchar('\n');
}

void rows_table(const struct pg_result *rows)
{
    int columns = pg_column_count(rows) < COLUMNS_MAX ? pg_column_count(rows) : COLUMNS_MAX;
    size_t width[COLUMNS_MAX] = {0};
    size_t total = 0;
    size_t widest_name = 0;
    bool breaks = false;
    for (int column = 0; column < columns; column++) {
        width[column] = width_of(pg_column_name(rows, column));
        widest_name = width[column] > widest_name ? width[column] : widest_name;
        for (int row = 0; row < pg_row_count(rows); row++) {
            const char *value = value_at(rows, row, column);
            size_t one = width_of(value);
            breaks = breaks || strchr(value, '\n') != NULL;
            width[column] = one > width[column] ? one : width[column];
        }
        total += width[column] + 2;
    }
    if (total > ROWS_WIDE || breaks) {
        print_records(rows, widest_name);
    } else {
        print_line(rows, -1, width, columns);
        for (int row = 0; row < pg_row_count(rows); row++)
            print_line(rows, row, width, columns);
    }
    (void)printf("(%d %s)\n", pg_row_count(rows), pg_row_count(rows) == 1 ? "row" : "rows");
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
    for (int row = with_names ? -1 : 0; row < pg_row_count(rows); row++) {
        for (int column = 0; column < pg_column_count(rows); column++) {
            if (column > 0)
                (void)fputc(',', out);
            print_field(row < 0 ? pg_column_name(rows, column) : value_at(rows, row, column), out);
        }
        (void)fputs("\r\n", out);
    }
}

void rows_csv(const struct pg_result *rows)
{
    rows_csv_to(rows, true, stdout);
}
