#include "deploy/cli/query_file.h"

#include "common/base/str.h"

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILE_BYTES   ((size_t)64 << 10)
#define KINDS_BYTES  ((size_t)4 << 10)
#define QUERIES_MAX  200
#define NAME_LETTERS "abcdefghijklmnopqrstuvwxyz0123456789-"

/* The whole file as a string; NULL and errno where it can't be read. */
static char *read_file(const char *path, struct arena *arena)
{
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return NULL;
    char *text = arena_alloc(arena, FILE_BYTES);
    size_t len = text == NULL ? 0 : fread(text, 1, FILE_BYTES - 1, file);
    bool failed = text == NULL || ferror(file);
    (void)fclose(file);
    if (text != NULL && len == FILE_BYTES - 1)
        errno = EFBIG;
    if (failed || len == FILE_BYTES - 1)
        return NULL;
    text[len] = '\0';
    return text;
}

/* "imposer:country=US since:day=today" or "id words...=tariff", cut in place. */
static bool read_arguments(char *text, struct query_file *query)
{
    char *rest = NULL;
    for (char *word = strtok_r(text, " ", &rest); word != NULL; word = strtok_r(NULL, " ", &rest)) {
        char *equals = strchr(word, '=');
        if (query->takes_rest || query->argument_count == QUERY_ARGUMENTS_MAX)
            return false;
        if (equals != NULL)
            *equals++ = '\0';
        char *dots = strstr(word, "...");
        query->takes_rest = dots != NULL;
        if (dots != NULL)
            *dots = '\0';
        enum argument_kind kind = ARGUMENT_WORDS;
        char *colon = strchr(word, ':');
        if (colon != NULL && (query->takes_rest || !argument_kind_of(str_of(colon + 1), &kind)))
            return false;
        if (colon != NULL)
            *colon = '\0';
        query->argument[query->argument_count++] = (struct query_argument){word, kind, equals};
    }
    return true;
}

/* Reads the comment lines at the head; returns where the SQL begins, NULL where they don't fit. */
static char *read_head(char *text, struct query_file *query)
{
    while (strncmp(text, "-- ", 3) == 0) {
        char *line = text + 3;
        char *end = strchr(line, '\n');
        if (end == NULL)
            return NULL;
        *end = '\0';
        text = end + 1;
        if (strncmp(line, "asked by: ", 10) == 0) {
            query->asked_by = line + 10;
        } else if (strncmp(line, "arguments: ", 11) == 0) {
            if (!read_arguments(line + 11, query))
                return NULL;
        } else {
            query->question = line;
        }
    }
    return query->question == NULL || query->asked_by == NULL ? NULL : text;
}

static enum err_code refuse_head(const char *path, struct err *err)
{
    struct buf kinds;
    buf_init(&kinds, KINDS_BYTES);
    argument_kinds(&kinds);
    (void)err_set(err, ERR_CONFIG,
                  "%s: expected the comment lines \"-- QUESTION\", \"-- asked by: WHO\" and "
                  "\"-- arguments: NAME:KIND=DEFAULT NAME...=DEFAULT\" before the query (KIND is "
                  "%s)",
                  path, buf_text(&kinds));
    buf_release(&kinds);
    return ERR_CONFIG;
}

enum err_code query_file_read(const char *directory,
                              const char *name,
                              struct arena *arena,
                              struct query_file *query,
                              struct err *err)
{
    char path[4096];
    *query = (struct query_file){0};
    int len = snprintf(path, sizeof path, "%s/%s.sql", directory, name);
    if (name[strspn(name, NAME_LETTERS)] != '\0' || len < 0 || (size_t)len >= sizeof path)
        return err_set(err, ERR_CONFIG, "\"%s\" is no query's name (see gainsay query --list)",
                       name);
    char *text = read_file(path, arena);
    if (text == NULL)
        return err_set(err, ERR_CONFIG,
                       "cannot read query \"%s\" (%s): %s; see gainsay query "
                       "--list",
                       name, path, strerror(errno));
    query->name = arena_copy(arena, name, strlen(name));
    query->sql = read_head(text, query);
    return query->sql == NULL || query->name == NULL ? refuse_head(path, err) : ERR_OK;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct query_file *)a)->name, ((const struct query_file *)b)->name);
}

enum err_code query_file_list(const char *directory,
                              struct arena *arena,
                              struct query_file **queries,
                              size_t *count,
                              struct err *err)
{
    DIR *folder = opendir(directory);
    if (folder == NULL)
        return err_set(err, ERR_CONFIG, "cannot read the queries in %s: %s", directory,
                       strerror(errno));
    *queries = arena_array(arena, QUERIES_MAX, sizeof **queries);
    *count = 0;
    enum err_code code = ERR_OK;
    if (*queries == NULL) {
        (void)closedir(folder);
        return err_set(err, ERR_INTERNAL, "out of memory");
    }
    const struct dirent *entry;
    while (!code && *count < QUERIES_MAX && (entry = readdir(folder)) != NULL) {
        struct str file = str_of(entry->d_name);
        if (file.len <= 4 || strcmp(entry->d_name + file.len - 4, ".sql") != 0)
            continue;
        char *name = arena_copy(arena, entry->d_name, file.len - 4);
        code = name == NULL ? err_set(err, ERR_INTERNAL, "out of memory")
                            : query_file_read(directory, name, arena, &(*queries)[*count], err);
        *count += !code;
    }
    (void)closedir(folder);
    if (!code)
        qsort(*queries, *count, sizeof **queries, by_name);
    return code;
}
