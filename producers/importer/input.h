/*
 * The bytes of an archive: a file, or what is in it where it is compressed (gzip, zstd, xz, bzip2)
 * or a tar or zip of several. By libarchive; without that (input_plain.c) plain files only.
 *
 *     while (!(code = input_next(input, &document, &err)) && document.name != NULL)
 *         while (!(code = input_line(input, &line, &err)) && line.text.ptr != NULL)
 *             ...
 */
#ifndef GAINSAY_IMPORTER_INPUT_H
#define GAINSAY_IMPORTER_INPUT_H

#include "common/base/buf.h"
#include "common/base/err.h"
#include "common/base/str.h"

#include <stdbool.h>
#include <stddef.h>

/* A line over this is none of ours. */
#define INPUT_LINE_MAX_BYTES ((size_t)16 << 20)
/* A document that is read as a whole. */
#define INPUT_DOCUMENT_MAX_BYTES ((size_t)64 << 20)

struct input;

struct input_document {
    const char *name;  /* without folders; of a compressed file without its last extension */
    const char *place; /* for people: the path, and behind ':' the member of a tar or zip */
    long long time_s;  /* when it was last written */
};

struct input_line {
    struct str text; /* without its line end; ptr is NULL behind the last one */
    bool too_long;   /* over INPUT_LINE_MAX_BYTES: text is its beginning */
    long number;     /* from 1 */
};

/* "-" is standard input. ERR_CONFIG: it can't be opened. */
enum err_code input_open(const char *path, struct input **input, struct err *err);
/* Accepts NULL. */
void input_close(struct input *input);
/* The next document; document->name is NULL behind the last one. Valid until the next call.
 * ERR_BAD_INPUT: the file is damaged. */
enum err_code input_next(struct input *input, struct input_document *document, struct err *err);
/* The next line of the document, valid until the next call. ERR_BAD_INPUT: the file is cut off or
 * damaged. */
enum err_code input_line(struct input *input, struct input_line *line, struct err *err);
/* The bytes that come next, as many as are at hand, without taking them. */
enum err_code input_peek(struct input *input, struct str *block, struct err *err);
/* Appends what is left of the document. ERR_TOO_LARGE: over the buffer's ceiling. */
enum err_code input_rest(struct input *input, struct buf *bytes, struct err *err);
/* Bytes of the file that have been read, before decompression. */
long long input_taken(const struct input *input);

#endif
