#include "consumers/classify/lexicon_build.h"

#include "consumers/classify/weights.h"

#include <stdlib.h>
#include <string.h>

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

void lexicon_fetch(const struct lexicon *lexicon, uint32_t node)
{
    trie_fetch(&lexicon->phrases, node);
}

void lexicon_fetch_next(const struct lexicon *lexicon, uint32_t node, uint32_t word)
{
    __builtin_prefetch(&lexicon->fits[lexicon->phrases.nodes[node].fit.next]);
    trie_fetch_edge(&lexicon->phrases, node, word);
}

uint32_t lexicon_step(const struct lexicon *lexicon, uint32_t node, uint32_t word)
{
    return trie_step(&lexicon->phrases, node, word);
}

uint32_t lexicon_entries(const struct lexicon *lexicon, uint32_t node)
{
    return lexicon->phrases.nodes[node].value;
}

const struct lex_fit *lexicon_first(const struct lexicon *lexicon, uint32_t node)
{
    return &lexicon->phrases.nodes[node].fit;
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
    for (uint32_t at = node; at != 0; at = lexicon->phrases.origins[at].parent)
        len += vocabulary_word(&lexicon->words, lexicon->phrases.origins[at].word).len + 1;
    if (len == 0 || len > size)
        return 0;
    size_t end = --len;
    out[end] = '\0';
    for (uint32_t at = node; at != 0; at = lexicon->phrases.origins[at].parent) {
        struct str word = vocabulary_word(&lexicon->words, lexicon->phrases.origins[at].word);
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
        (struct lex_fit){.index = index,
                         .cap_mask = entry->cap_mask,
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

void lexicon_settle(struct lexicon *lexicon)
{
    for (uint32_t node = 1; node <= lexicon->phrases.node_count; node++) {
        uint32_t first = lexicon->phrases.nodes[node].value;
        if (first != 0)
            lexicon->phrases.nodes[node].fit = lexicon->fits[first];
    }
}

struct arena *lexicon_arena(struct lexicon *lexicon)
{
    return &lexicon->arena;
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

uint32_t lexicon_together(const struct lexicon *lexicon, enum lex_class one, enum lex_class two)
{
    return lexicon->together[one][two];
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
