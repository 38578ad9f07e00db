/*
 * What those share who build the lexicon: lexicon.c keeps it, lexicon_read.c and lexicon_row.c fill
 * it from files. Nobody else includes this.
 */
#ifndef GAINSAY_CLASSIFY_LEXICON_BUILD_H
#define GAINSAY_CLASSIFY_LEXICON_BUILD_H

#include "common/base/arena.h"
#include "consumers/classify/lexicon.h"
#include "consumers/classify/trie.h"
#include "consumers/classify/vocabulary.h"

struct lexicon_row {
    struct str surface;
    struct str class;
    struct str value;
    struct str flags;
    const char *file;
    unsigned line;
};

/* Told of a row that cannot be read. */
typedef void lexicon_told(void *context, const char *file, unsigned line, const char *text);

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
    uint32_t together[LEX_CLASS_COUNT][LEX_CLASS_COUNT]; /* see lexicon_together() */
    struct lexicon *chinese;
    bool by_character;
    char digest[DIGEST_HEX_BYTES];
    lexicon_told *told; /* while it is read: of bad rows, or NULL */
    void *context;
};

/* As lexicon_load(); where somebody is told of rows that cannot be read, these are passed over. */
enum err_code lexicon_read(
    const char *dir, lexicon_told *told, void *context, struct lexicon **lexicon, struct err *err);

/* Adds a row in all its spellings and forms. ERR_CONFIG: an unknown class or flag, a value that the
 * class cannot have, a bad date, more than LEXICON_FORMS_MAX spellings. */
#define LEXICON_FORMS_MAX 512
enum err_code
lexicon_add_row(struct lexicon *lexicon, const struct lexicon_row *row, struct err *err);
/* When all rows are added. */
void lexicon_settle(struct lexicon *lexicon);
/* Adds a row of irregular.tsv: base form, then the others, space between. */
enum err_code lexicon_add_irregular(struct lexicon *lexicon, struct str forms, struct err *err);

/* Adds one spelling; words are folded ids. */
void lexicon_insert(struct lexicon *lexicon,
                    const struct lex_entry *entry,
                    const uint32_t *words,
                    size_t count);
/* The id of a folded word, made where new. */
uint32_t lexicon_intern(struct lexicon *lexicon, const char *folded, size_t len);
struct arena *lexicon_arena(struct lexicon *lexicon);
/* The forms of a base form by irregular.tsv, or NULL. */
const struct str *lexicon_irregular(const struct lexicon *lexicon, struct str base);
void lexicon_set_irregular(struct lexicon *lexicon, struct str base, struct str forms);

#endif
