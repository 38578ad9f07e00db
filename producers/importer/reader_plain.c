/* Where libarchive was not there to build with: plain files, and what is compressed is named. */
#include "producers/importer/reader.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_BYTES ((size_t)256 << 10)

struct reader {
    FILE *file;
    long long taken;
    bool begun;
    char block[BLOCK_BYTES];
};

enum err_code reader_open(const char *path, struct reader **reader, struct err *err)
{
    struct reader *made = calloc(1, sizeof *made);
    if (made == NULL)
        abort();
    made->file = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
    if (made->file == NULL) {
        free(made);
        return err_set(err, ERR_CONFIG, "%s", strerror(errno));
    }
    *reader = made;
    return ERR_OK;
}

void reader_close(struct reader *reader)
{
    if (reader == NULL)
        return;
    if (reader->file != stdin)
        (void)fclose(reader->file);
    free(reader);
}

enum err_code
reader_next(struct reader *reader, struct reader_member *member, bool *any, struct err *err)
{
    (void)err;
    *any = !reader->begun;
    reader->begun = true;
    *member = (struct reader_member){0};
    return ERR_OK;
}

static bool is_compressed(struct str bytes)
{
    static const struct str magics[] = {{"\x1f\x8b", 2},
                                        {"\x28\xb5\x2f\xfd", 4},
                                        {"\xfd"
                                         "7zXZ",
                                         5},
                                        {"BZh", 3},
                                        {"PK\x03\x04", 4}};
    for (size_t i = 0; i < sizeof magics / sizeof magics[0]; i++) {
        if (str_starts_with(bytes, magics[i]))
            return true;
    }
    return false;
}

enum err_code reader_block(struct reader *reader, struct str *block, struct err *err)
{
    size_t len = fread(reader->block, 1, sizeof reader->block, reader->file);
    *block = (struct str){reader->block, len};
    if (ferror(reader->file))
        return err_set(err, ERR_BAD_INPUT, "%s", strerror(errno));
    if (reader->taken == 0 && is_compressed(*block))
        return err_set(
            err, ERR_CONFIG,
            "this gainsay-import was built without libarchive: decompress the file first, "
            "as in zstd -dc FILE | gainsay-import -");
    reader->taken += (long long)len;
    return ERR_OK;
}

long long reader_taken(const struct reader *reader)
{
    return reader->taken;
}
