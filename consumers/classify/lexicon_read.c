/* Reads the lexicon's files. */
#include "consumers/classify/lexicon_build.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define LEXICON_FILE_MAX_BYTES ((size_t)8 << 20)
#define LEXICON_MAX_BYTES      ((size_t)256 << 20)
#define IRREGULAR_FILE         "irregular.tsv"
#define WEIGHTS_FILE           "weights.tsv"
#define CHINESE_FOLDER         "zh"

static struct str next_line(struct str *rest)
{
    struct str line = str_split(*rest, '\n', rest);
    if (line.len > 0 && line.ptr[line.len - 1] == '\r')
        line.len--;
    return line;
}

static enum err_code add_line(
    struct lexicon *lexicon, const char *file, unsigned number, struct str line, struct err *err)
{
    struct lexicon_row row = {.file = file, .line = number};
    struct str rest = line;
    row.surface = str_split(rest, '\t', &rest);
    row.class = str_split(rest, '\t', &rest);
    row.value = str_split(rest, '\t', &rest);
    row.flags = str_split(rest, '\t', &rest);
    if (rest.len > 0)
        return err_set(err, ERR_CONFIG, "more than four columns");
    if (strcmp(file, IRREGULAR_FILE) == 0)
        return lexicon_add_irregular(lexicon, row.surface, err);
    if (row.surface.len == 0 || row.class.len == 0)
        return err_set(err, ERR_CONFIG, "a row needs a surface and a class, with a tab between");
    return lexicon_add_row(lexicon, &row, err);
}

static enum err_code
add_file(struct lexicon *lexicon, const char *file, struct str bytes, struct err *err)
{
    if (strcmp(file, WEIGHTS_FILE) == 0)
        return weights_read(bytes, &lexicon->weights, err) ? err_in(err, "%s", file) : ERR_OK;
    const char *name = arena_copy_str(&lexicon->arena, str_of(file));
    bool header = false;
    unsigned number = 0;
    while (bytes.len > 0) {
        struct str line = next_line(&bytes);
        number++;
        if (str_trim(line).len == 0 || line.ptr[0] == '#')
            continue;
        if (!header) {
            header = true;
            continue;
        }
        enum err_code code = add_line(lexicon, name, number, line, err);
        if (code && lexicon->told == NULL)
            return err_in(err, "%s:%u", file, number);
        if (code)
            lexicon->told(lexicon->context, name, number, err->text);
    }
    return ERR_OK;
}

static enum err_code
read_file(const char *dir, const char *file, char **bytes, size_t *len, struct err *err)
{
    char path[4096];
    (void)snprintf(path, sizeof path, "%s/%s", dir, file);
    FILE *stream = fopen(path, "rb");
    if (stream == NULL)
        return err_set(err, ERR_CONFIG, "could not open \"%s\": %s", path, strerror(errno));
    char *read = malloc(LEXICON_FILE_MAX_BYTES);
    if (read == NULL)
        abort();
    size_t got = fread(read, 1, LEXICON_FILE_MAX_BYTES, stream);
    bool failed = ferror(stream) != 0 || got == LEXICON_FILE_MAX_BYTES;
    (void)fclose(stream);
    if (failed) {
        free(read);
        return err_set(err, ERR_CONFIG, "could not read \"%s\", or it is over %zu bytes", path,
                       LEXICON_FILE_MAX_BYTES);
    }
    *bytes = read;
    *len = got;
    return ERR_OK;
}

static int is_data_file(const struct dirent *entry)
{
    return str_ends_with(str_of(entry->d_name), STR(".tsv")) && entry->d_name[0] != '.';
}

/* irregular.tsv first, since the others need its forms; then by name, so that order is the same
 * everywhere (no locale). */
static int by_name(const struct dirent **a, const struct dirent **b)
{
    int first_a = strcmp((*a)->d_name, IRREGULAR_FILE) != 0;
    int first_b = strcmp((*b)->d_name, IRREGULAR_FILE) != 0;
    return first_a != first_b ? first_a - first_b : strcmp((*a)->d_name, (*b)->d_name);
}

static void add_grammar_words(struct lexicon *lexicon)
{
    static const char *const spelling[] = {
#define X(id, text) text,
        GRAMMAR_WORDS(X)
#undef X
    };
    for (size_t i = 0; i < sizeof spelling / sizeof spelling[0]; i++)
        (void)lexicon_intern(lexicon, spelling[i], strlen(spelling[i]));
}

static enum err_code load_files(struct lexicon *lexicon,
                                const char *dir,
                                const char *prefix,
                                struct dirent **files,
                                int count,
                                struct err *err)
{
    char digest[DIGEST_HEX_BYTES] = "";
    for (int i = 0; i < count; i++) {
        char *bytes = NULL;
        size_t len = 0;
        enum err_code code = read_file(dir, files[i]->d_name, &bytes, &len, err);
        if (code)
            return code;
        char name[512];
        (void)snprintf(name, sizeof name, "%s%s", prefix, files[i]->d_name);
        code = add_file(lexicon, name, (struct str){bytes, len}, err);
        /* The digest of a file chains the one before, so order and borders count. */
        char chained[2 * DIGEST_HEX_BYTES];
        char own[DIGEST_HEX_BYTES];
        digest_sha256_hex(bytes, len, own);
        (void)snprintf(chained, sizeof chained, "%s%s", digest, own);
        digest_sha256_hex(chained, strlen(chained), digest);
        free(bytes);
        if (code)
            return code;
    }
    memcpy(lexicon->digest, digest, sizeof digest);
    return ERR_OK;
}

enum err_code lexicon_load(const char *dir, struct lexicon **lexicon, struct err *err)
{
    return lexicon_read(dir, NULL, NULL, lexicon, err);
}

/* The files of one folder; `prefix` goes before their names where they are told of. */
static enum err_code
read_folder(struct lexicon *lexicon, const char *dir, const char *prefix, struct err *err)
{
    struct dirent **files = NULL;
    int count = scandir(dir, &files, is_data_file, by_name);
    if (count < 0)
        return err_set(err, ERR_CONFIG, "could not read lexicon directory \"%s\": %s", dir,
                       strerror(errno));
    arena_init(&lexicon->arena, LEXICON_MAX_BYTES);
    lexicon->words.arena = &lexicon->arena;
    add_grammar_words(lexicon);
    enum err_code code = load_files(lexicon, dir, prefix, files, count, err);
    if (!code && lexicon->entry_count == 0 && lexicon->told == NULL)
        code = err_set(err, ERR_CONFIG, "lexicon directory \"%s\" has no rows", dir);
    for (int i = 0; i < count; i++)
        free(files[i]);
    free(files);
    return code;
}

static struct lexicon *lexicon_new(lexicon_told *told, void *context)
{
    struct lexicon *made = calloc(1, sizeof *made);
    if (made == NULL)
        abort();
    made->told = told;
    made->context = context;
    return made;
}

/* The folder's rows of Chinese, where it has some; the digest is then of both. */
static enum err_code read_chinese(struct lexicon *lexicon, const char *dir, struct err *err)
{
    char path[4096];
    struct stat stat_of;
    (void)snprintf(path, sizeof path, "%s/%s", dir, CHINESE_FOLDER);
    if (stat(path, &stat_of) != 0 && errno == ENOENT)
        return ERR_OK;
    lexicon->chinese = lexicon_new(lexicon->told, lexicon->context);
    lexicon->chinese->by_character = true;
    enum err_code code = read_folder(lexicon->chinese, path, CHINESE_FOLDER "/", err);
    char chained[2 * DIGEST_HEX_BYTES];
    (void)snprintf(chained, sizeof chained, "%s%s", lexicon->digest, lexicon->chinese->digest);
    digest_sha256_hex(chained, strlen(chained), lexicon->digest);
    return code;
}

enum err_code lexicon_read(
    const char *dir, lexicon_told *told, void *context, struct lexicon **lexicon, struct err *err)
{
    struct lexicon *made = lexicon_new(told, context);
    enum err_code code = read_folder(made, dir, "", err);
    if (!code)
        code = read_chinese(made, dir, err);
    if (code)
        lexicon_free(made);
    else
        *lexicon = made;
    return code;
}
