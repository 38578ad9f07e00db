#include "deploy/cli/lines.h"

#include "deploy/cli/plain.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define ARENA_BYTES  ((size_t)256 << 20)
#define ANSWER_BYTES ((size_t)64 << 20)
#define REMARK_BYTES 4096
#define CHUNK_BYTES  4096

struct lines {
    const char *command;
    lines_take *take;
    void *context;
    struct arena arena;
    struct buf line;
    struct lines_answer answer;
};

/* The texts quote what they are about, which is anybody's. */
static void tell(const struct lines *lines, const char *file, long number, const char *text)
{
    (void)fprintf(stderr, "%s: %s:%ld: ", lines->command, file, number);
    plain_print(text, stderr);
    (void)fputc('\n', stderr);
}

static int answer_line(struct lines *lines, const char *file, long number)
{
    struct err err = {0};
    struct lines_answer *answer = &lines->answer;
    buf_reset(&answer->out);
    buf_reset(&answer->remark);
    enum err_code code = lines->take(lines->context, buf_text(&lines->line), lines->line.len,
                                     &lines->arena, answer, &err);
    if (!code && !buf_add_char(&answer->out, '\n'))
        code = err_set(&err, ERR_TOO_LARGE, "the answer is too large");
    if (code)
        tell(lines, file, number, err.text);
    else if (answer->remark.len > 0)
        tell(lines, file, number, buf_text(&answer->remark));
    if (!code)
        (void)fwrite(answer->out.ptr, 1, answer->out.len, stdout);
    arena_reset(&lines->arena);
    return code ? 1 : 0;
}

/* The next line without its end; of one that is too long the buffer is full. False at the file's
 * end. */
static bool read_line(FILE *in, struct buf *line)
{
    char chunk[CHUNK_BYTES];
    size_t len = 0;
    int c = 0;
    buf_reset(line);
    while ((c = getc_unlocked(in)) != EOF && c != '\n') {
        if (len == sizeof chunk) {
            (void)buf_add(line, chunk, len);
            len = 0;
        }
        chunk[len++] = (char)c;
    }
    (void)buf_add(line, chunk, len);
    while (line->len > 0 && line->ptr[line->len - 1] == '\r')
        line->ptr[--line->len] = '\0';
    return c != EOF || line->len > 0 || line->full;
}

static int run_stream(struct lines *lines, const char *file, FILE *in)
{
    int status = 0;
    for (long number = 1; read_line(in, &lines->line); number++) {
        if (lines->line.full) {
            char text[80];
            (void)snprintf(text, sizeof text, "the line is longer than %zu bytes; passed over",
                           LINES_LINE_BYTES);
            tell(lines, file, number, text);
            status = 1;
        } else if (lines->line.len > 0) {
            status |= answer_line(lines, file, number);
        }
    }
    if (ferror(in)) {
        (void)fprintf(stderr, "%s: %s: %s\n", lines->command, file, strerror(errno));
        status = 1;
    }
    return status;
}

static int run_file(struct lines *lines, const char *file)
{
    if (strcmp(file, "-") == 0)
        return run_stream(lines, "standard input", stdin);
    FILE *in = fopen(file, "re");
    if (in == NULL) {
        (void)fprintf(stderr, "%s: cannot open \"%s\": %s\n", lines->command, file,
                      strerror(errno));
        return 1;
    }
    int status = run_stream(lines, file, in);
    (void)fclose(in);
    return status;
}

int lines_run(const char *command, char **files, size_t count, lines_take *take, void *context)
{
    struct lines lines = {.command = command, .take = take, .context = context};
    arena_init(&lines.arena, ARENA_BYTES);
    buf_init(&lines.line, LINES_LINE_BYTES);
    buf_init(&lines.answer.out, ANSWER_BYTES);
    buf_init(&lines.answer.remark, REMARK_BYTES);
    int status = count == 0 ? run_file(&lines, "-") : 0;
    for (size_t i = 0; i < count; i++)
        status |= run_file(&lines, files[i]);
    arena_release(&lines.arena);
    buf_release(&lines.line);
    buf_release(&lines.answer.out);
    buf_release(&lines.answer.remark);
    return status;
}
