/*
 * What input.c needs of whoever reads the file: reader_archive.c by libarchive, or reader_plain.c.
 */
#ifndef GAINSAY_IMPORTER_READER_H
#define GAINSAY_IMPORTER_READER_H

#include "common/base/err.h"
#include "common/base/str.h"

#include <stdbool.h>

struct reader;

struct reader_member {
    const char *path; /* of a tar's or zip's member; NULL where the file is the document */
    long long time_s; /* 0: not said */
};

enum err_code reader_open(const char *path, struct reader **reader, struct err *err);
void reader_close(struct reader *reader);
/* *any is false behind the last member. */
enum err_code
reader_next(struct reader *reader, struct reader_member *member, bool *any, struct err *err);
/* The member's next bytes, borrowed until the next call; empty at its end. */
enum err_code reader_block(struct reader *reader, struct str *block, struct err *err);
long long reader_taken(const struct reader *reader);

#endif
