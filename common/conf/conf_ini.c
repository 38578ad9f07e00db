#include "common/conf/conf.h"

#include <errno.h>
#include <ini.h>
#include <stdio.h>
#include <string.h>

/* inih counts lines but does not hand the number to its handler, so we count while it reads. */
struct ini_walk {
    FILE *file;
    int line;
    conf_visit *visit;
    void *context;
    enum err_code code; /* the first failure; inih itself would go on */
    int failed_line;
    struct err *err;
};

#define LINE_BYTES 16384

static char *next_line(char *text, int size, void *stream)
{
    struct ini_walk *walk = stream;
    if (walk->code || fgets(text, size, walk->file) == NULL)
        return NULL;
    walk->line++;
    if (strchr(text, '\n') == NULL && !feof(walk->file)) {
        walk->code = err_set(walk->err, ERR_CONFIG, "the line is longer than %d bytes", size - 2);
        walk->failed_line = walk->line;
        return NULL;
    }
    return text;
}

static int on_key(void *user, const char *section, const char *key, const char *value)
{
    struct ini_walk *walk = user;
    if (walk->code)
        return 0;
    walk->code = walk->visit(walk->context, section, key, value, walk->line, walk->err);
    if (walk->code)
        walk->failed_line = walk->line;
    return walk->code == ERR_OK;
}

enum err_code conf_ini_read(const char *path, conf_visit *visit, void *context, struct err *err)
{
    struct ini_walk walk = {.visit = visit, .context = context, .err = err};
    walk.file = fopen(path, "re");
    if (walk.file == NULL)
        return err_set(err, ERR_CONFIG, "cannot open configuration file \"%s\": %s", path,
                       strerror(errno));
    /* inih's defaults are 200-byte lines, and ";" cutting values short. */
    ini_max_line = LINE_BYTES;
    ini_allow_inline_comments = false;
    ini_allow_multiline = false;
    int bad_line = ini_parse_stream(next_line, &walk, on_key, &walk);
    /* A folder opens like a file, and only reading it fails. */
    bool unread = ferror(walk.file) != 0;
    (void)fclose(walk.file);
    if (walk.code)
        return err_in(err, "%s:%d", path, walk.failed_line);
    if (bad_line > 0)
        return err_set(err, ERR_CONFIG, "%s:%d: expected \"key = value\" or \"[section]\"", path,
                       bad_line);
    if (bad_line < 0 || unread)
        return err_set(err, ERR_CONFIG, "cannot read configuration file \"%s\"", path);
    return ERR_OK;
}
