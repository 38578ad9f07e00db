#include "producers/importer/reader.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BLOCK_BYTES ((size_t)256 << 10)

struct reader {
    struct archive *archive;
    bool many; /* a tar or zip */
};

static enum err_code damaged(const struct reader *reader, struct err *err)
{
    const char *why = archive_error_string(reader->archive);
    return err_set(err, ERR_BAD_INPUT, "%s", why == NULL ? "damaged" : why);
}

/* In the C locale, which every process begins with, libarchive has no name for a zip's member whose
 * name is not ASCII. The thread's alone is changed, and of it nothing but what characters are. */
static void read_names_as_utf8(void)
{
    static locale_t utf8;
    if (utf8 == (locale_t)0)
        utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    if (utf8 != (locale_t)0)
        (void)uselocale(utf8);
}

enum err_code reader_open(const char *path, struct reader **reader, struct err *err)
{
    struct reader *made = calloc(1, sizeof *made);
    struct archive *archive = archive_read_new();
    if (made == NULL || archive == NULL)
        abort();
    made->archive = archive;
    read_names_as_utf8();
    /* Not all that it knows: some of those filters start programs, and some wait for 128 kB. */
    (void)archive_read_support_filter_gzip(archive);
    (void)archive_read_support_filter_zstd(archive);
    (void)archive_read_support_filter_xz(archive);
    (void)archive_read_support_filter_bzip2(archive);
    (void)archive_read_support_format_tar(archive);
    (void)archive_read_support_format_zip(archive);
    (void)archive_read_support_format_raw(archive);
    (void)archive_read_support_format_empty(archive);
    bool standard = strcmp(path, "-") == 0;
    int status = standard ? archive_read_open_fd(archive, STDIN_FILENO, BLOCK_BYTES)
                          : archive_read_open_filename(archive, path, BLOCK_BYTES);
    if (status != ARCHIVE_OK) {
        const char *why = archive_error_string(archive);
        enum err_code code =
            err_set(err, archive_errno(archive) == ENOENT ? ERR_CONFIG : ERR_BAD_INPUT, "%s",
                    why == NULL ? "cannot be opened" : why);
        reader_close(made);
        return code;
    }
    *reader = made;
    return ERR_OK;
}

void reader_close(struct reader *reader)
{
    if (reader == NULL)
        return;
    (void)archive_read_free(reader->archive);
    free(reader);
}

enum err_code
reader_next(struct reader *reader, struct reader_member *member, bool *any, struct err *err)
{
    struct archive_entry *entry = NULL;
    int status = ARCHIVE_OK;
    do {
        status = archive_read_next_header(reader->archive, &entry);
        *any = status == ARCHIVE_OK || status == ARCHIVE_WARN;
        if (!*any)
            return status == ARCHIVE_EOF ? ERR_OK : damaged(reader, err);
        reader->many =
            (archive_format(reader->archive) & ARCHIVE_FORMAT_BASE_MASK) != ARCHIVE_FORMAT_RAW;
    } while (reader->many && archive_entry_filetype(entry) != AE_IFREG);
    *member = (struct reader_member){
        .path = reader->many ? archive_entry_pathname(entry) : NULL,
        .time_s = reader->many && archive_entry_mtime_is_set(entry)
                      ? (long long)archive_entry_mtime(entry)
                      : 0,
    };
    return ERR_OK;
}

enum err_code reader_block(struct reader *reader, struct str *block, struct err *err)
{
    const void *bytes = NULL;
    size_t len = 0;
    la_int64_t offset = 0;
    int status = ARCHIVE_OK;
    do
        status = archive_read_data_block(reader->archive, &bytes, &len, &offset);
    while (status == ARCHIVE_OK && len == 0);
    *block = (struct str){bytes, status == ARCHIVE_EOF ? 0 : len};
    return status == ARCHIVE_OK || status == ARCHIVE_WARN || status == ARCHIVE_EOF
               ? ERR_OK
               : damaged(reader, err);
}

long long reader_taken(const struct reader *reader)
{
    return (long long)archive_filter_bytes(reader->archive, -1);
}
