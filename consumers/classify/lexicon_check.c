#include "consumers/classify/lexicon_check.h"

#include "consumers/classify/lexicon_build.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SPELLING_BYTES 512
#define TEXT_BYTES     (SPELLING_BYTES + 256)

/* Whoever is told, and how often. */
struct check {
    lexicon_report *report;
    void *context;
    struct lexicon_sum *sum;
    const struct lexicon *lexicon;
    uint32_t *covered; /* of each entry: the earlier one that takes its words, or 0 */
    uint32_t *node;    /* of each entry: its words */
    uint32_t *size;    /* of each entry: how many spellings its row has */
};

static void tell(struct check *check,
                 enum lexicon_fault fault,
                 const char *file,
                 unsigned line,
                 const char *text)
{
    check->sum->faults[fault]++;
    check->report(check->context, fault, file, line, text);
}

static void tell_error(void *context, const char *file, unsigned line, const char *text)
{
    tell(context, LEXICON_ERROR, file, line, text);
}

static bool same_row(const struct lex_entry *a, const struct lex_entry *b)
{
    return a->line == b->line && strcmp(a->file, b->file) == 0;
}

/* A deed's noun is kept beside a verb of the same spelling: document.c tells which of the two it is
 * where it stands. */
static bool is_noun_of_verb(const struct lex_entry *noun, const struct lex_entry *verb)
{
    return noun->class == LEX_ACT && verb->class == LEX_ACT && str_eq(noun->part[1], STR("n")) &&
           !str_eq(verb->part[1], STR("n"));
}

/* Whether wherever b's words match, a's do, and a, which has the same words, is the one kept. */
static bool covers(const struct lex_entry *a, const struct lex_entry *b)
{
    bool veto = a->class == LEX_VETO && b->class != LEX_VETO &&
                (a->part[0].len == 0 || strcmp(a->text[0], lex_class_name(b->class)) == 0);
    return (veto || a->class == b->class) && !is_noun_of_verb(b, a) &&
           (a->cap_mask & ~b->cap_mask) == 0 && (!a->upper || b->upper) &&
           a->from_day <= b->from_day && a->to_day >= b->to_day;
}

static void find_covered(struct check *check, uint32_t node)
{
    const struct lexicon *lexicon = check->lexicon;
    uint32_t head = lexicon_entries(lexicon, node);
    for (uint32_t later = head; later != 0; later = lexicon_fit(lexicon, later)->next) {
        const struct lex_entry *entry = lexicon_entry(lexicon, later);
        check->node[later] = node;
        for (uint32_t one = head; one != 0 && check->covered[later] == 0;
             one = lexicon_fit(lexicon, one)->next) {
            const struct lex_entry *other = lexicon_entry(lexicon, one);
            /* A veto counts wherever its row stands. */
            if (one != later && (one < later || other->class != entry->class) &&
                covers(other, entry))
                check->covered[later] = one;
        }
    }
}

static bool same_value(const struct lex_entry *a, const struct lex_entry *b)
{
    for (size_t i = 0; i < LEX_PARTS_MAX; i++) {
        if (strcmp(a->text[i], b->text[i]) != 0)
            return false;
    }
    return a->class == b->class;
}

static void tell_shadowed(struct check *check, uint32_t index)
{
    const struct lex_entry *entry = lexicon_entry(check->lexicon, index);
    const struct lex_entry *other = lexicon_entry(check->lexicon, check->covered[index]);
    char spelling[SPELLING_BYTES];
    char text[TEXT_BYTES];
    if (lexicon_spelling(check->lexicon, check->node[index], spelling, sizeof spelling) == 0)
        return;
    (void)snprintf(text, sizeof text, "\"%s\" is %s \"%s\" by %s:%u", spelling,
                   lex_class_name(other->class), other->text[0], other->file, other->line);
    tell(check, LEXICON_SHADOWED, entry->file, entry->line, text);
}

/* What takes a spelling from a row on purpose: a veto, which is there for that, and a row of fewer
 * spellings, which stands before a wider one as its exception. */
static bool is_meant(const struct check *check, uint32_t taker, uint32_t index)
{
    return lexicon_entry(check->lexicon, taker)->class == LEX_VETO ||
           check->size[taker] < check->size[index];
}

/* The entries [first, end) of one row. */
static void check_row(struct check *check, uint32_t first, uint32_t end)
{
    const struct lex_entry *row = lexicon_entry(check->lexicon, first);
    uint32_t heard = 0;
    check->sum->rows++;
    check->sum->spellings += end - first;
    for (uint32_t i = first; i < end; i++)
        heard += check->covered[i] == 0;
    if (heard == 0) {
        const struct lex_entry *other = lexicon_entry(check->lexicon, check->covered[first]);
        char text[TEXT_BYTES];
        (void)snprintf(text, sizeof text, "\"%s\" is never heard, since %s:%u takes its words",
                       row->surface, other->file, other->line);
        tell(check, LEXICON_DEAD, row->file, row->line, text);
        return;
    }
    for (uint32_t i = first; i < end; i++) {
        const struct lex_entry *other =
            check->covered[i] == 0 ? NULL : lexicon_entry(check->lexicon, check->covered[i]);
        if (other != NULL && !same_row(other, row) && !same_value(other, row) &&
            !is_meant(check, check->covered[i], i))
            tell_shadowed(check, i);
    }
}

/* Behind the last entry of the row that begins with `first`: a row's spellings were added one after
 * the other. */
static uint32_t row_end(const struct lexicon *lexicon, uint32_t first, uint32_t count)
{
    const struct lex_entry *row = lexicon_entry(lexicon, first);
    uint32_t end = first + 1;
    while (end <= count && same_row(lexicon_entry(lexicon, end), row))
        end++;
    return end;
}

static void check_rows(struct check *check, const struct lexicon *lexicon)
{
    check->lexicon = lexicon;
    uint32_t count = (uint32_t)lexicon_entry_count(check->lexicon);
    check->covered = calloc((size_t)count + 1, sizeof *check->covered);
    check->node = calloc((size_t)count + 1, sizeof *check->node);
    check->size = calloc((size_t)count + 1, sizeof *check->size);
    if (check->covered == NULL || check->node == NULL || check->size == NULL)
        abort();
    for (uint32_t node = 1; node <= lexicon_node_count(check->lexicon); node++)
        find_covered(check, node);
    for (uint32_t first = 1, end; first <= count; first = end) {
        end = row_end(lexicon, first, count);
        for (uint32_t i = first; i < end; i++)
            check->size[i] = end - first;
    }
    for (uint32_t first = 1, end; first <= count; first = end) {
        end = row_end(lexicon, first, count);
        check_row(check, first, end);
    }
    free(check->covered);
    free(check->node);
    free(check->size);
}

enum err_code lexicon_check(const char *dir,
                            lexicon_report *report,
                            void *context,
                            struct lexicon_sum *sum,
                            struct err *err)
{
    struct lexicon *lexicon = NULL;
    *sum = (struct lexicon_sum){0};
    struct check check = {.report = report, .context = context, .sum = sum};
    enum err_code code = lexicon_read(dir, tell_error, &check, &lexicon, err);
    if (code)
        return code;
    check_rows(&check, lexicon);
    if (lexicon_chinese(lexicon) != NULL)
        check_rows(&check, lexicon_chinese(lexicon));
    lexicon_free(lexicon);
    return ERR_OK;
}
