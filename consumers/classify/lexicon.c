#include "consumers/classify/lexicon_build.h"

#include "consumers/classify/trie.h"
#include "consumers/classify/vocabulary.h"
#include "consumers/classify/weights.h"

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

struct lexicon {
    struct arena arena;
    struct vocabulary words;
    struct trie phrases;   /* a node's value is the first entry of its words */
    struct str *irregular; /* by word: its other forms, space between */
    size_t irregular_capacity;
    struct lex_entry *entries; /* entries[0] is no entry */
    struct lex_fit *fits;      /* of each of them */
    size_t entry_capacity;
    size_t fit_capacity;
    size_t entry_count;
    struct weights *weights;
    struct lexicon *chinese;
    bool by_character;
    char digest[DIGEST_HEX_BYTES];
    lexicon_told *told; /* while it is read: of bad rows, or NULL */
    void *context;
};

static void *grown(void *array, size_t *capacity, size_t need, size_t size)
{
    if (need <= *capacity)
        return array;
    size_t wide = need < 1024 ? 1024 : need * 2;
    void *more = realloc(array, wide * size);
    if (more == NULL)
        abort();
    memset((char *)more + *capacity * size, 0, (wide - *capacity) * size);
    *capacity = wide;
    return more;
}

uint32_t lexicon_intern(struct lexicon *lexicon, const char *folded, size_t len)
{
    return vocabulary_intern(&lexicon->words, (struct str){folded, len});
}

uint32_t lexicon_word(const struct lexicon *lexicon, const char *folded, size_t len)
{
    return vocabulary_find(&lexicon->words, (struct str){folded, len});
}

const struct str *lexicon_irregular(const struct lexicon *lexicon, struct str base)
{
    uint32_t word = vocabulary_find(&lexicon->words, base);
    return word >= lexicon->irregular_capacity || lexicon->irregular[word].len == 0
               ? NULL
               : &lexicon->irregular[word];
}

void lexicon_set_irregular(struct lexicon *lexicon, struct str base, struct str forms)
{
    uint32_t word = vocabulary_intern(&lexicon->words, base);
    lexicon->irregular = grown(lexicon->irregular, &lexicon->irregular_capacity, (size_t)word + 1,
                               sizeof *lexicon->irregular);
    lexicon->irregular[word] = (struct str){arena_copy_str(&lexicon->arena, forms), forms.len};
}

uint64_t lexicon_seek(const struct lexicon *lexicon, const char *folded, size_t len)
{
    return vocabulary_seek(&lexicon->words, (struct str){folded, len});
}

uint32_t lexicon_found(const struct lexicon *lexicon, const char *folded, size_t len, uint64_t hash)
{
    return vocabulary_found(&lexicon->words, (struct str){folded, len}, hash);
}

void lexicon_fetch(const struct lexicon *lexicon, uint32_t word)
{
    trie_fetch(&lexicon->phrases, word);
}

void lexicon_fetch_next(const struct lexicon *lexicon, uint32_t word, uint32_t next)
{
    uint32_t node = trie_step(&lexicon->phrases, 0, word);
    if (node != 0)
        __builtin_prefetch(&lexicon->fits[lexicon->phrases.nodes[node].value]);
    trie_fetch_edge(&lexicon->phrases, word, next);
}

uint32_t lexicon_step(const struct lexicon *lexicon, uint32_t node, uint32_t word)
{
    return trie_step(&lexicon->phrases, node, word);
}

uint32_t lexicon_entries(const struct lexicon *lexicon, uint32_t node)
{
    return lexicon->phrases.nodes[node].value;
}

const struct lex_entry *lexicon_entry(const struct lexicon *lexicon, uint32_t index)
{
    return &lexicon->entries[index];
}

const struct lex_fit *lexicon_fit(const struct lexicon *lexicon, uint32_t index)
{
    return &lexicon->fits[index];
}

size_t lexicon_entry_count(const struct lexicon *lexicon)
{
    return lexicon->entry_count;
}

uint32_t lexicon_node_count(const struct lexicon *lexicon)
{
    return lexicon->phrases.node_count;
}

size_t lexicon_spelling(const struct lexicon *lexicon, uint32_t node, char *out, size_t size)
{
    size_t len = 0;
    for (uint32_t at = node; at != 0; at = lexicon->phrases.nodes[at].parent)
        len += vocabulary_word(&lexicon->words, lexicon->phrases.nodes[at].word).len + 1;
    if (len == 0 || len > size)
        return 0;
    size_t end = --len;
    out[end] = '\0';
    for (uint32_t at = node; at != 0; at = lexicon->phrases.nodes[at].parent) {
        struct str word = vocabulary_word(&lexicon->words, lexicon->phrases.nodes[at].word);
        end -= word.len;
        memcpy(out + end, word.ptr, word.len);
        if (end > 0)
            out[--end] = ' ';
    }
    return len;
}

void lexicon_insert(struct lexicon *lexicon,
                    const struct lex_entry *entry,
                    const uint32_t *words,
                    size_t count)
{
    uint32_t node = trie_insert(&lexicon->phrases, words, count);
    lexicon->entries = grown(lexicon->entries, &lexicon->entry_capacity, lexicon->entry_count + 2,
                             sizeof *lexicon->entries);
    uint32_t index = (uint32_t)++lexicon->entry_count;
    lexicon->fits =
        grown(lexicon->fits, &lexicon->fit_capacity, (size_t)index + 1, sizeof *lexicon->fits);
    lexicon->fits[index] =
        (struct lex_fit){.cap_mask = entry->cap_mask,
                         .words = (uint16_t)count,
                         .class = (uint8_t)entry->class,
                         .upper = entry->upper,
                         .dated = entry->from_day != INT64_MIN || entry->to_day != INT64_MAX};
    lexicon->entries[index] = *entry;
    lexicon->entries[index].words = (uint32_t)count;
    /* Rows keep the order of their files: the first of a class wins. */
    uint32_t *link = &lexicon->phrases.nodes[node].value;
    while (*link != 0)
        link = &lexicon->fits[*link].next;
    *link = index;
}

struct arena *lexicon_arena(struct lexicon *lexicon)
{
    return &lexicon->arena;
}

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

const struct lexicon *lexicon_chinese(const struct lexicon *lexicon)
{
    return lexicon->chinese;
}

bool lexicon_by_character(const struct lexicon *lexicon)
{
    return lexicon->by_character;
}

const char *lexicon_digest(const struct lexicon *lexicon)
{
    return lexicon->digest;
}

const struct weights *lexicon_weights(const struct lexicon *lexicon)
{
    return lexicon->weights;
}

static void free_one(struct lexicon *lexicon)
{
    arena_release(&lexicon->arena);
    vocabulary_release(&lexicon->words);
    trie_release(&lexicon->phrases);
    weights_free(lexicon->weights);
    free(lexicon->irregular);
    free(lexicon->entries);
    free(lexicon->fits);
    free(lexicon);
}

void lexicon_free(struct lexicon *lexicon)
{
    if (lexicon == NULL)
        return;
    if (lexicon->chinese != NULL)
        free_one(lexicon->chinese);
    free_one(lexicon);
}
