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
#define HEADER                 "surface\tclass\tvalue\tflags"
#define IRREGULAR_HEADER       "forms"
#define HEADER_SEEN_BYTES      ((size_t)64 << 10) /* where a header is looked for */

/* Those of the lexicon that comes along; others may join them. */
static const char expected_files[] =
    "bodies, goods, irregular, matters, numbers, pairs, people, places, rates, speech, tariffs and "
    "weights";

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

static bool is_comment(struct str line)
{
    return str_trim(line).len == 0 || line.ptr[0] == '#';
}

static enum err_code check_header(const char *file, struct str line, struct err *err)
{
    bool irregular = strcmp(file, IRREGULAR_FILE) == 0;
    if (str_eq(str_trim(line), irregular ? STR(IRREGULAR_HEADER) : STR(HEADER)))
        return ERR_OK;
    return err_set(err, ERR_CONFIG, "expected the header \"%s\"%s; the file is not read",
                   irregular ? IRREGULAR_HEADER : "surface class value flags",
                   irregular ? "" : ", with tabs between");
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
        if (is_comment(line))
            continue;
        enum err_code code =
            header ? add_line(lexicon, name, number, line, err) : check_header(file, line, err);
        if (code && lexicon->told == NULL)
            return err_in(err, "%s:%u", file, number);
        if (code)
            lexicon->told(lexicon->context, name, number, err->text);
        if (code && !header)
            return ERR_OK;
        header = true;
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

/* Whether a file's first line that is no comment is the header of rows. */
static bool has_header(const char *dir, const char *file)
{
    char path[4096];
    (void)snprintf(path, sizeof path, "%s/%s", dir, file);
    FILE *stream = fopen(path, "rb");
    if (stream == NULL)
        return false;
    char *read = malloc(HEADER_SEEN_BYTES);
    if (read == NULL)
        abort();
    struct str bytes = {read, fread(read, 1, HEADER_SEEN_BYTES, stream)};
    (void)fclose(stream);
    struct str line = {0};
    do {
        line = next_line(&bytes);
    } while (bytes.len > 0 && is_comment(line));
    bool found = str_eq(str_trim(line), STR(HEADER));
    free(read);
    return found;
}

/* A folder of something else would give an error for each of its lines. */
static enum err_code
check_folder(const char *dir, struct dirent **files, int count, struct err *err)
{
    for (int i = 0; i < count; i++) {
        if (has_header(dir, files[i]->d_name))
            return ERR_OK;
    }
    return err_set(err, ERR_CONFIG,
                   "\"%s\" is no lexicon: none of its %d files *.tsv begins with the header "
                   "\"surface class value flags\" (tabs between); expected are %s, each .tsv",
                   dir, count, expected_files);
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
    enum err_code code = check_folder(dir, files, count, err);
    if (!code)
        code = load_files(lexicon, dir, prefix, files, count, err);
    if (!code && lexicon->entry_count == 0 && lexicon->told == NULL)
        code = err_set(err, ERR_CONFIG, "lexicon directory \"%s\" has no rows", dir);
    lexicon_settle(lexicon);
    for (int i = 0; i < count; i++)
        free(files[i]);
    free(files);
    return code;
}

/* Those of the model's features that are the lexicon's alone, when all of it is read. */
static void find_features(struct lexicon *lexicon)
{
    for (size_t i = 1; i <= lexicon->entry_count; i++) {
        struct lex_entry *entry = &lexicon->entries[i];
        uint64_t key = weights_key(weights_key(WEIGHTS_KEY, "c:"), lex_class_name(entry->class));
        key = weights_key(weights_key(key, "/"), entry->text[0]);
        entry->feature = weights_find(lexicon->weights, key);
    }
    for (int one = LEX_NONE + 1; one < LEX_CLASS_COUNT; one++) {
        uint64_t first = weights_key(weights_key(WEIGHTS_KEY, "cc:"), lex_class_name(one));
        for (int two = one + 1; two < LEX_CLASS_COUNT; two++) {
            uint64_t key = weights_key(weights_key(first, "/"), lex_class_name(two));
            lexicon->together[one][two] = weights_find(lexicon->weights, key);
        }
    }
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
        find_features(made);
    if (!code)
        code = read_chinese(made, dir, err);
    if (code)
        lexicon_free(made);
    else
        *lexicon = made;
    return code;
}
