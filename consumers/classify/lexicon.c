#include "consumers/classify/lexicon.h"

#include "common/base/buf.h"
#include "common/base/digest.h"
#include "consumers/classify/token.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LEXICON_BYTES_MAX ((size_t)8 << 20)
#define LEXICON_SLOTS     4096 /* a power of two, a few rows a slot */

struct lexicon {
    struct arena arena;
    struct entry *slot[LEXICON_SLOTS];
    char digest[DIGEST_HEX_BYTES];
};

static const char *const files[] = {"places.tsv",  "people.tsv",  "bodies.tsv",  "speech.tsv",
                                    "matters.tsv", "tariffs.tsv", "numbers.tsv", "texts.tsv"};

static const char *const class_names[TAG_CLASSES] = {
    [TAG_PLACE] = "place",
    [TAG_GROUP] = "group",
    [TAG_EVERYONE] = "everyone",
    [TAG_PERSON] = "person",
    [TAG_BODY] = "body",
    [TAG_ROLE] = "role",
    [TAG_COMPANY] = "company",
    [TAG_SOURCE] = "source",
    [TAG_QUESTIONER] = "questioner",
    [TAG_ANSWERER] = "answerer",
    [TAG_ABBREVIATION] = "abbreviation",
    [TAG_SAY] = "say",
    [TAG_DENY] = "deny",
    [TAG_FALSE] = "false",
    [TAG_NEGATION] = "negation",
    [TAG_NONDENIAL] = "nondenial",
    [TAG_MATTER] = "matter",
    [TAG_TRADE] = "trade",
    [TAG_MODIFIER] = "modifier",
    [TAG_WEAK] = "weak",
    [TAG_APPEAL] = "appeal",
    [TAG_TARIFF] = "tariff",
    [TAG_ACTION] = "action",
    [TAG_STATUS] = "status",
    [TAG_STOP] = "stop",
    [TAG_VETO] = "veto",
    [TAG_NUMBER] = "number",
    [TAG_PERCENT] = "percent",
    [TAG_POINTS] = "points",
    [TAG_MONTH] = "month",
    [TAG_WEEKDAY] = "weekday",
};

uint64_t lexicon_hash(const char *word, size_t len)
{
    uint64_t hash = 14695981039346656037u;
    for (size_t i = 0; i < len; i++)
        hash = (hash ^ (unsigned char)word[i]) * 1099511628211u;
    return hash ^ (hash >> 29);
}

const struct entry *lexicon_chain(const struct lexicon *lexicon, uint64_t hash)
{
    return lexicon->slot[hash & (LEXICON_SLOTS - 1)];
}

static enum err_code file_read(const char *path, struct buf *text, struct err *err)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return err_set(err, ERR_CONFIG, "cannot open \"%s\": %s", path, strerror(errno));
    char chunk[8192];
    size_t got;
    while ((got = fread(chunk, 1, sizeof(chunk), file)) > 0)
        buf_add(text, chunk, got);
    bool failed = ferror(file) != 0;
    fclose(file);
    if (failed)
        return err_set(err, ERR_CONFIG, "cannot read \"%s\"", path);
    if (text->full)
        return err_set(err, ERR_CONFIG, "lexicon is over %zu bytes", LEXICON_BYTES_MAX);
    return ERR_OK;
}

static const char *field_copy(struct lexicon *lexicon, struct str field)
{
    field = str_trim(field);
    return field.len == 0 || str_eq(field, STR("-")) ? NULL
                                                     : arena_copy_str(&lexicon->arena, field);
}

static enum err_code
phrase_parse(struct lexicon *lexicon, struct str phrase, struct entry *entry, struct err *err)
{
    struct token token[LEXICON_PHRASE_WORDS_MAX + 1];
    entry->open_end = phrase.len > 1 && phrase.ptr[phrase.len - 1] == '*';
    if (entry->open_end)
        phrase.len--;
    size_t count = 0;
    const char *text = arena_copy_str(&lexicon->arena, phrase);
    if (!text ||
        !token_scan(&lexicon->arena, text, phrase.len, token, LEXICON_PHRASE_WORDS_MAX + 1, &count))
        return err_set(err, ERR_CONFIG, "lexicon is over %zu bytes", LEXICON_BYTES_MAX);
    if (count == 0 || count > LEXICON_PHRASE_WORDS_MAX)
        return err_set(err, ERR_CONFIG, "phrase \"%s\" does not have 1 to %d words", text,
                       LEXICON_PHRASE_WORDS_MAX);
    for (size_t i = 0; i < count; i++)
        entry->word[i] = token[i].fold;
    entry->word_count = count;
    return ERR_OK;
}

static enum err_code row_add(struct lexicon *lexicon, struct str line, struct err *err)
{
    struct str rest, class_name;
    struct str phrase = str_trim(str_split(line, '\t', &rest));
    class_name = str_trim(str_split(rest, '\t', &rest));
    struct str value = str_split(rest, '\t', &rest);
    struct entry *entry = arena_alloc(&lexicon->arena, sizeof(*entry));
    if (!entry)
        return err_set(err, ERR_CONFIG, "lexicon is over %zu bytes", LEXICON_BYTES_MAX);
    size_t class = 0;
    while (class < TAG_CLASSES && !str_eq(class_name, str_of(class_names[class])))
        class ++;
    if (class == TAG_CLASSES)
        return err_set(err, ERR_CONFIG, "unknown class \"%.*s\"", STR_ARG(class_name));
    entry->class = (enum tag_class) class;
    entry->value = field_copy(lexicon, value);
    entry->note = field_copy(lexicon, rest);
    enum err_code code = phrase_parse(lexicon, phrase, entry, err);
    if (code)
        return code;
    uint64_t hash = lexicon_hash(entry->word[0], strlen(entry->word[0]));
    struct entry **slot = &lexicon->slot[hash & (LEXICON_SLOTS - 1)];
    entry->next = *slot;
    *slot = entry;
    return ERR_OK;
}

static enum err_code
rows_add(struct lexicon *lexicon, const char *path, struct str text, struct err *err)
{
    int line_number = 0;
    while (text.len > 0) {
        struct str line = str_split(text, '\n', &text);
        line_number++;
        enum err_code code = ERR_OK;
        if (line_number == 1 && !str_eq(str_trim(line), STR("phrase\tclass\tvalue\tnote")))
            code = err_set(err, ERR_CONFIG, "the first line is not \"phrase class value note\"");
        else if (line_number > 1 && str_trim(line).len > 0 && line.ptr[0] != '#')
            code = row_add(lexicon, line, err);
        if (code)
            return err_in(err, "%s:%d", path, line_number);
    }
    return ERR_OK;
}

enum err_code lexicon_load(const char *dir, struct lexicon **out, struct err *err)
{
    struct lexicon *lexicon = calloc(1, sizeof(*lexicon));
    if (!lexicon)
        abort();
    arena_init(&lexicon->arena, LEXICON_BYTES_MAX);
    struct buf all;
    buf_init(&all, LEXICON_BYTES_MAX);
    enum err_code code = ERR_OK;
    for (size_t i = 0; !code && i < sizeof(files) / sizeof(files[0]); i++) {
        char path[4096];
        size_t before = all.len;
        int length = snprintf(path, sizeof(path), "%s/%s", dir, files[i]);
        if (length < 0 || (size_t)length >= sizeof(path))
            code = err_set(err, ERR_CONFIG, "lexicon directory \"%.80s...\" is too long", dir);
        if (!code)
            code = file_read(path, &all, err);
        if (!code)
            code = rows_add(lexicon, path, (struct str){all.ptr + before, all.len - before}, err);
    }
    digest_sha256_hex(buf_text(&all), all.len, lexicon->digest);
    buf_release(&all);
    if (code) {
        lexicon_free(lexicon);
        return code;
    }
    *out = lexicon;
    return ERR_OK;
}

const char *lexicon_digest(const struct lexicon *lexicon)
{
    return lexicon->digest;
}

void lexicon_free(struct lexicon *lexicon)
{
    if (!lexicon)
        return;
    arena_release(&lexicon->arena);
    free(lexicon);
}
