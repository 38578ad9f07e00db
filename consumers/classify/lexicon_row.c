/* Rows of data files: choices spelled out, verbs and nouns inflected, flags read. */
#include "common/text/date.h"
#include "consumers/classify/han.h"
#include "consumers/classify/lexicon_build.h"
#include "consumers/classify/token.h"

#include <stdio.h>
#include <string.h>

#define SURFACE_MAX_BYTES 256
#define SURFACE_WORDS_MAX 32

static const char *const class_names[] = {"",
#define X(id, name) name,
                                          LEX_CLASSES(X)
#undef X
};

const char *lex_class_name(enum lex_class class)
{
    return class_names[class];
}

static enum lex_class class_of(struct str name)
{
    for (int i = 1; i < LEX_CLASS_COUNT; i++) {
        if (str_eq(name, str_of(class_names[i])))
            return (enum lex_class)i;
    }
    return LEX_NONE;
}

struct form {
    bool verb;
    bool noun;
    bool cap;
};

static bool is_vowel(char c)
{
    return c != '\0' && strchr("aeiou", c) != NULL;
}

/* Adds an English ending to word[0..len): -s or -es, -y to -ies. Returns the new length. */
static size_t add_s(char *word, size_t len)
{
    char last = word[len - 1];
    char before = len > 1 ? word[len - 2] : '\0';
    if (last == 'y' && !is_vowel(before)) {
        memcpy(word + len - 1, "ies", 3);
        return len + 2;
    }
    if (last == 's' || last == 'x' || last == 'z' ||
        (last == 'h' && (before == 'c' || before == 's')))
        word[len++] = 'e';
    word[len++] = 's';
    return len;
}

/* -ed or -ing. A final e goes; a final consonant of a short word is doubled only by irregular.tsv,
 * since spelling doesn't show where the stress lies. */
static size_t add_ending(char *word, size_t len, const char *ending)
{
    char last = word[len - 1];
    char before = len > 1 ? word[len - 2] : '\0';
    bool ing = ending[0] == 'i';
    if (last == 'e' && (!ing || before != 'e'))
        len--;
    else if (!ing && last == 'y' && !is_vowel(before))
        word[len - 1] = 'i';
    size_t ending_len = strlen(ending);
    memcpy(word + len, ending, ending_len);
    return len + ending_len;
}

static void insert_spelling(struct lexicon *lexicon,
                            const struct lex_entry *entry,
                            struct form form,
                            struct str surface)
{
    uint32_t words[SURFACE_WORDS_MAX];
    size_t count = 0;
    struct lex_entry spelled = *entry;
    bool characters = lexicon_by_character(lexicon);
    struct token_reader reader = {
        .text = surface.ptr, .len = surface.len, .characters = characters};
    struct token token;
    while (count < SURFACE_WORDS_MAX && token_read(&reader, &token, 1) > 0) {
        char folded[FOLD_MAX_BYTES];
        size_t len = characters ? han_fold(surface.ptr, &token, folded)
                                : token_fold(surface.ptr, &token, folded);
        if (form.cap && (token.flags & TOKEN_CAPITAL) && count < 31)
            spelled.cap_mask |= 1u << count;
        words[count++] = lexicon_intern(lexicon, folded, len);
    }
    if (count > 0)
        lexicon_insert(lexicon, &spelled, words, count);
}

/* Puts form in place of the word [at, at + len) of surface and inserts that. */
static void insert_form(struct lexicon *lexicon,
                        const struct lex_entry *entry,
                        struct form form,
                        struct str surface,
                        struct str word,
                        struct str other)
{
    char spelled[2 * SURFACE_MAX_BYTES];
    size_t at = (size_t)(word.ptr - surface.ptr);
    size_t tail = surface.len - at - word.len;
    if (at + other.len + tail > sizeof spelled)
        return;
    memcpy(spelled, surface.ptr, at);
    memcpy(spelled + at, other.ptr, other.len);
    memcpy(spelled + at + other.len, word.ptr + word.len, tail);
    insert_spelling(lexicon, entry, form, (struct str){spelled, at + other.len + tail});
}

static void insert_verb(struct lexicon *lexicon,
                        const struct lex_entry *entry,
                        struct form form,
                        struct str surface)
{
    struct str rest;
    struct str base = str_split(surface, ' ', &rest);
    char other[SURFACE_MAX_BYTES + 8];
    const struct str *irregular = lexicon_irregular(lexicon, base);
    for (struct str left = irregular == NULL ? (struct str){NULL, 0} : *irregular; left.len > 0;)
        insert_form(lexicon, entry, form, surface, base, str_split(left, ' ', &left));
    memcpy(other, base.ptr, base.len);
    size_t len = add_s(other, base.len);
    insert_form(lexicon, entry, form, surface, base, (struct str){other, len});
    if (irregular != NULL)
        return;
    static const char *const endings[] = {"ed", "ing"};
    for (size_t i = 0; i < 2; i++) {
        memcpy(other, base.ptr, base.len);
        len = add_ending(other, base.len, endings[i]);
        insert_form(lexicon, entry, form, surface, base, (struct str){other, len});
    }
}

static void insert_forms(struct lexicon *lexicon,
                         const struct lex_entry *entry,
                         struct form form,
                         struct str surface)
{
    insert_spelling(lexicon, entry, form, surface);
    if (form.verb)
        insert_verb(lexicon, entry, form, surface);
    if (form.noun) {
        char plural[SURFACE_MAX_BYTES + 8];
        memcpy(plural, surface.ptr, surface.len);
        size_t len = add_s(plural, surface.len);
        insert_spelling(lexicon, entry, form, (struct str){plural, len});
    }
}

/* Spells out the choices of a surface, odometer-wise. */
static enum err_code insert_choices(struct lexicon *lexicon,
                                    const struct lex_entry *entry,
                                    struct form form,
                                    struct str surface,
                                    struct err *err)
{
    struct str slot[SURFACE_WORDS_MAX];
    size_t choices[SURFACE_WORDS_MAX];
    size_t slots = 0;
    size_t spellings = 1;
    for (struct str rest = surface; rest.len > 0;) {
        if (slots == SURFACE_WORDS_MAX)
            return err_set(err, ERR_CONFIG, "a surface has more than %d words", SURFACE_WORDS_MAX);
        struct str word = str_split(rest, ' ', &rest);
        choices[slots] = 1;
        if (word.len > 0 && word.ptr[0] == '(' && word.ptr[word.len - 1] != ')')
            return err_set(err, ERR_CONFIG, "a choice of more than one word in \"%.*s\"",
                           (int)surface.len, surface.ptr);
        if (word.len > 1 && word.ptr[0] == '(' && word.ptr[word.len - 1] == ')') {
            word = (struct str){word.ptr + 1, word.len - 2};
            for (size_t i = 0; i < word.len; i++)
                choices[slots] += word.ptr[i] == '|';
        }
        slot[slots] = word;
        spellings *= choices[slots++];
        if (spellings > LEXICON_FORMS_MAX)
            return err_set(err, ERR_CONFIG, "a surface has more than %d spellings",
                           LEXICON_FORMS_MAX);
    }
    for (size_t n = 0; n < spellings; n++) {
        char spelled[SURFACE_MAX_BYTES];
        size_t len = 0;
        size_t left = n;
        for (size_t i = 0; i < slots; i++) {
            struct str rest = slot[i];
            struct str word = choices[i] == 1 ? rest : str_split(rest, '|', &rest);
            for (size_t skip = left % choices[i]; skip > 0; skip--)
                word = str_split(rest, '|', &rest);
            left /= choices[i];
            if (word.len == 0)
                continue;
            if (len > 0)
                spelled[len++] = ' ';
            memcpy(spelled + len, word.ptr, word.len);
            len += word.len;
        }
        if (len > 0)
            insert_forms(lexicon, entry, form, (struct str){spelled, len});
    }
    return ERR_OK;
}

static bool read_day(struct str text, int64_t *day)
{
    char stamp[32];
    long long epoch_s;
    int len = snprintf(stamp, sizeof stamp, "%.*sT00:00:00Z", STR_ARG(text));
    if (len >= (int)sizeof stamp || !date_from_rfc3339((struct str){stamp, (size_t)len}, &epoch_s))
        return false;
    /* Floor division: days before 1970 are negative. */
    *day = epoch_s / 86400 - (epoch_s % 86400 < 0);
    return true;
}

static enum err_code
read_flags(struct str flags, struct lex_entry *entry, struct form *form, struct err *err)
{
    while (flags.len > 0) {
        struct str flag = str_split(flags, ' ', &flags);
        bool known = true;
        if (str_eq(flag, STR("v")))
            form->verb = true;
        else if (str_eq(flag, STR("n")))
            form->noun = true;
        else if (str_eq(flag, STR("cap")))
            form->cap = true;
        else if (str_eq(flag, STR("upper")))
            entry->upper = true;
        else if (str_starts_with(flag, STR("from=")))
            known = read_day((struct str){flag.ptr + 5, flag.len - 5}, &entry->from_day);
        else if (str_starts_with(flag, STR("to=")))
            known = read_day((struct str){flag.ptr + 3, flag.len - 3}, &entry->to_day);
        else
            known = false;
        if (!known)
            return err_set(err, ERR_CONFIG, "unknown flag \"%.*s\"", STR_ARG(flag));
    }
    return ERR_OK;
}

static enum err_code
read_value(struct lexicon *lexicon, struct str value, struct lex_entry *entry, struct err *err)
{
    struct str rest = value;
    for (size_t i = 0; i < LEX_PARTS_MAX; i++) {
        struct str part = str_split(rest, '|', &rest);
        entry->text[i] = arena_copy_str(lexicon_arena(lexicon), part);
        entry->part[i] = str_of(entry->text[i]);
        entry->head[i] = lex_head(entry->text[i]);
    }
    return rest.len == 0
               ? ERR_OK
               : err_set(err, ERR_CONFIG, "a value has more than %d parts", LEX_PARTS_MAX);
}

/* Digits, a minus before them and one dot among them as the case may be. */
static bool is_number(struct str text)
{
    bool dot = false;
    size_t from = text.len > 0 && text.ptr[0] == '-';
    for (size_t i = from; i < text.len; i++) {
        bool digit = text.ptr[i] >= '0' && text.ptr[i] <= '9';
        if (!digit && (text.ptr[i] != '.' || dot))
            return false;
        dot = dot || !digit;
    }
    return text.len > from;
}

static bool is_code(struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < 'A' || text.ptr[i] > 'Z')
            return false;
    }
    return text.len == 2 || text.len == 3;
}

/* What rules in C read out of a value's first part; classes that are left out have words there. */
static enum err_code check_value(const struct lex_entry *entry, struct err *err)
{
    struct str first = entry->part[0];
    switch (entry->class) {
    case LEX_CONTACT:
    case LEX_TALKS:
    case LEX_DEAL:
    case LEX_CONDUCT:
    case LEX_EFFECT:
    case LEX_LEVEL:
    case LEX_INTENT:
        return first.len == 1 && first.ptr[0] >= '1' && first.ptr[0] <= '3'
                   ? ERR_OK
                   : err_set(err, ERR_CONFIG, "a cue's value is a weight from 1 to 3, not \"%.*s\"",
                             STR_ARG(first));
    case LEX_MONTH:
    case LEX_MONTH_DAY:
    case LEX_WEEKDAY:
    case LEX_NUMBER:
    case LEX_DATE:
    case LEX_PERIOD:
        return is_number(first) ? ERR_OK
                                : err_set(err, ERR_CONFIG, "the value is a number, not \"%.*s\"",
                                          STR_ARG(first));
    case LEX_COUNTRY:
    case LEX_DEMONYM:
    case LEX_CAPITAL:
        return is_code(first)
                   ? ERR_OK
                   : err_set(err, ERR_CONFIG, "the value is a country's code, not \"%.*s\"",
                             STR_ARG(first));
    default:
        return ERR_OK;
    }
}

enum err_code
lexicon_add_row(struct lexicon *lexicon, const struct lexicon_row *row, struct err *err)
{
    struct lex_entry entry = {.class = class_of(row->class),
                              .file = row->file,
                              .line = row->line,
                              .from_day = INT64_MIN,
                              .to_day = INT64_MAX};
    struct form form = {0};
    if (entry.class == LEX_NONE)
        return err_set(err, ERR_CONFIG, "unknown class \"%.*s\"", STR_ARG(row->class));
    if (row->surface.len >= SURFACE_MAX_BYTES)
        return err_set(err, ERR_CONFIG, "a surface is longer than %d bytes", SURFACE_MAX_BYTES);
    enum err_code code = read_flags(row->flags, &entry, &form, err);
    if (!code)
        code = read_value(lexicon, row->value, &entry, err);
    if (!code)
        code = check_value(&entry, err);
    if (!code && entry.from_day > entry.to_day)
        code = err_set(err, ERR_CONFIG, "the term ends before it begins");
    if (code)
        return code;
    entry.surface = arena_copy_str(lexicon_arena(lexicon), row->surface);
    return insert_choices(lexicon, &entry, form, row->surface, err);
}

enum err_code lexicon_add_irregular(struct lexicon *lexicon, struct str forms, struct err *err)
{
    struct str others;
    struct str base = str_split(forms, ' ', &others);
    if (base.len == 0 || others.len == 0)
        return err_set(err, ERR_CONFIG, "a row needs a base form and at least one other");
    lexicon_set_irregular(lexicon, base, others);
    return ERR_OK;
}
