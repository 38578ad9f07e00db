#include "producers/importer/input.h"

#include "common/text/date.h"
#include "producers/importer/reader.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#define NAME_BYTES 4096

struct input {
    struct reader *reader;
    const char *path;
    long long file_time_s;
    char name[NAME_BYTES];
    char place[2 * NAME_BYTES];
    struct str left;  /* of the block at hand */
    struct buf carry; /* a line that goes over the end of a block */
    long line;
};

/* An archive may say anything of its members' times. */
static bool is_date(long long time_s)
{
    return time_s != 0 && time_s >= DATE_EPOCH_MIN_S && time_s <= DATE_EPOCH_MAX_S;
}

enum err_code input_open(const char *path, struct input **input, struct err *err)
{
    struct reader *reader = NULL;
    enum err_code code = reader_open(path, &reader, err);
    if (code)
        return err_in(err, "cannot read \"%s\"", path);
    struct input *made = calloc(1, sizeof *made);
    if (made == NULL)
        abort();
    struct stat about;
    made->reader = reader;
    made->path = path;
    made->file_time_s = stat(path, &about) == 0 ? (long long)about.st_mtime : 0;
    if (!is_date(made->file_time_s))
        made->file_time_s = (long long)time(NULL);
    buf_init(&made->carry, INPUT_LINE_MAX_BYTES);
    *input = made;
    return ERR_OK;
}

void input_close(struct input *input)
{
    if (input == NULL)
        return;
    reader_close(input->reader);
    buf_release(&input->carry);
    free(input);
}

static const char *base_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

/* What is inside "x.jsonl.zst" is "x.jsonl". */
static void cut_compression(char *name)
{
    static const char *const extensions[] = {".gz", ".zst", ".xz", ".bz2"};
    char *dot = strrchr(name, '.');
    for (size_t i = 0; dot != NULL && i < sizeof extensions / sizeof extensions[0]; i++) {
        if (strcmp(dot, extensions[i]) == 0) {
            *dot = '\0';
            return;
        }
    }
}

enum err_code input_next(struct input *input, struct input_document *document, struct err *err)
{
    struct reader_member member;
    bool any = false;
    *document = (struct input_document){0};
    input->left = (struct str){NULL, 0};
    input->line = 0;
    enum err_code code = reader_next(input->reader, &member, &any, err);
    if (code || !any)
        return code;
    (void)snprintf(input->name, sizeof input->name, "%s",
                   base_of(member.path == NULL ? input->path : member.path));
    cut_compression(input->name);
    (void)snprintf(input->place, sizeof input->place, "%s%s%s", input->path,
                   member.path == NULL ? "" : ":", member.path == NULL ? "" : member.path);
    *document = (struct input_document){
        .name = input->name,
        .place = input->place,
        .time_s = is_date(member.time_s) ? member.time_s : input->file_time_s,
    };
    return ERR_OK;
}

enum err_code input_peek(struct input *input, struct str *block, struct err *err)
{
    enum err_code code = ERR_OK;
    if (input->left.len == 0)
        code = reader_block(input->reader, &input->left, err);
    *block = input->left;
    return code;
}

/* The line goes on over the block's end: it is put together. What is over the ceiling is passed
 * over. */
static enum err_code
gather(struct input *input, struct str start, struct input_line *line, struct err *err)
{
    enum err_code code = ERR_OK;
    struct str block = start;
    const char *end = NULL;
    bool any = start.len > 0;
    buf_reset(&input->carry);
    do {
        if (!buf_add_str(&input->carry, block))
            line->too_long = true;
        code = reader_block(input->reader, &block, err);
        any = any || block.len > 0;
        end = block.len == 0 ? NULL : memchr(block.ptr, '\n', block.len);
    } while (!code && block.len > 0 && end == NULL);
    if (code)
        return code;
    if (end != NULL) {
        size_t len = (size_t)(end - block.ptr);
        if (!buf_add(&input->carry, block.ptr, len))
            line->too_long = true;
        input->left = (struct str){end + 1, block.len - len - 1};
    }
    line->text = any ? buf_str(&input->carry) : (struct str){NULL, 0};
    return ERR_OK;
}

enum err_code input_line(struct input *input, struct input_line *line, struct err *err)
{
    *line = (struct input_line){.number = ++input->line};
    struct str left = input->left;
    const char *end = left.len == 0 ? NULL : memchr(left.ptr, '\n', left.len);
    input->left = (struct str){NULL, 0};
    if (end == NULL) {
        enum err_code code = gather(input, left, line, err);
        if (code)
            return code;
    } else {
        size_t len = (size_t)(end - left.ptr);
        line->text = (struct str){left.ptr, len};
        input->left = (struct str){end + 1, left.len - len - 1};
    }
    while (line->text.len > 0 && line->text.ptr[line->text.len - 1] == '\r')
        line->text.len--;
    return ERR_OK;
}

enum err_code input_rest(struct input *input, struct buf *bytes, struct err *err)
{
    struct str block;
    enum err_code code = ERR_OK;
    while (!(code = input_peek(input, &block, err)) && block.len > 0) {
        if (!buf_add_str(bytes, block))
            return err_set(err, ERR_TOO_LARGE, "document is over %zu bytes", bytes->ceiling_bytes);
        input->left = (struct str){NULL, 0};
    }
    return code;
}

long long input_taken(const struct input *input)
{
    return reader_taken(input->reader);
}
