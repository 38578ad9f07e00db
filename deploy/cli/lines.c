#include "deploy/cli/lines.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ARENA_BYTES  ((size_t)256 << 20)
#define ANSWER_BYTES ((size_t)64 << 20)

struct lines {
    const char *command;
    lines_answer *answer;
    void *context;
    struct arena arena;
    struct buf out;
};

static int
answer_line(struct lines *lines, const char *file, long number, const char *line, size_t len)
{
    struct err err = {0};
    buf_reset(&lines->out);
    enum err_code code = lines->answer(lines->context, line, len, &lines->arena, &lines->out, &err);
    if (!code && !buf_add_char(&lines->out, '\n'))
        code = err_set(&err, ERR_TOO_LARGE, "the answer is too large");
    if (err.text[0] != '\0')
        (void)fprintf(stderr, "%s: %s:%ld: %s\n", lines->command, file, number, err.text);
    if (!code)
        (void)fwrite(lines->out.ptr, 1, lines->out.len, stdout);
    arena_reset(&lines->arena);
    return code ? 1 : 0;
}

static int run_stream(struct lines *lines, const char *file, FILE *in)
{
    char *line = NULL;
    size_t size = 0;
    ssize_t len = 0;
    int status = 0;
    for (long number = 1; (len = getline(&line, &size, in)) > 0; number++) {
        while (len > 0 && (line[len - 1] == '\n' || line[len - 1] == '\r'))
            len--;
        if (len > 0)
            status |= answer_line(lines, file, number, line, (size_t)len);
    }
    /* Without memory for the line it is neither: what follows would go missing. */
    if (ferror(in) || !feof(in)) {
        (void)fprintf(stderr, "%s: %s: %s\n", lines->command, file, strerror(errno));
        status = 1;
    }
    free(line);
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

int lines_run(const char *command, char **files, size_t count, lines_answer *answer, void *context)
{
    struct lines lines = {.command = command, .answer = answer, .context = context};
    arena_init(&lines.arena, ARENA_BYTES);
    buf_init(&lines.out, ANSWER_BYTES);
    int status = count == 0 ? run_file(&lines, "-") : 0;
    for (size_t i = 0; i < count; i++)
        status |= run_file(&lines, files[i]);
    arena_release(&lines.arena);
    buf_release(&lines.out);
    return status;
}
