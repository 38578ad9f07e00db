#include "consumers/classify/document.h"

#include <string.h>

static bool entry_matches(const struct document *document, const struct entry *entry, size_t at)
{
    if (at + entry->word_count > document->token_count)
        return false;
    for (size_t i = 0; i < entry->word_count; i++) {
        const char *word = document->token[at + i].fold;
        bool last = i + 1 == entry->word_count;
        if (last && entry->open_end ? strncmp(word, entry->word[i], strlen(entry->word[i])) != 0
                                    : strcmp(word, entry->word[i]) != 0)
            return false;
    }
    return true;
}

/* The longest entry of each class among those that a first word of hash leads to. */
static void best_of_chain(const struct document *document,
                          size_t at,
                          uint64_t hash,
                          const struct entry *best[TAG_CLASSES])
{
    const struct entry *entry = lexicon_chain(document->lexicon, hash);
    for (; entry; entry = entry->next) {
        const struct entry *have = best[entry->class];
        if (have && have->word_count >= entry->word_count && !have->open_end)
            continue;
        if (have && have->word_count > entry->word_count)
            continue;
        if (entry_matches(document, entry, at))
            best[entry->class] = entry;
    }
}

bool tag_find(struct document *document, struct tag **tags, size_t *count)
{
    uint32_t busy[TAG_CLASSES] = {0};
    size_t n = 0;
    for (size_t at = 0; at < document->token_count; at++) {
        const struct entry *best[TAG_CLASSES] = {0};
        const char *word = document->token[at].fold;
        size_t len = strlen(word);
        best_of_chain(document, at, lexicon_hash(word, len), best);
        /* Beginnings ("negotiat*"): bounded, no row has a beginning over 16 bytes. */
        for (size_t part = 3; part < len && part <= 16; part++)
            best_of_chain(document, at, lexicon_hash(word, part), best);
        for (size_t class = 0; class < TAG_CLASSES; class ++) {
            if (!best[class] || at < busy[class])
                continue;
            busy[class] = (uint32_t)(at + best[class]->word_count);
            if (tags)
                (*tags)[n] = (struct tag){(uint32_t)at, busy[class], best[class]};
            n++;
        }
    }
    *count = n;
    return true;
}

const struct tag *tag_next(const struct document *document,
                           const struct sentence *sentence,
                           enum tag_class class,
                           const struct tag *after)
{
    size_t i = after ? (size_t)(after - document->tag) + 1 : sentence->tag_first;
    for (; i < sentence->tag_end; i++)
        if (document->tag[i].entry->class == class)
            return &document->tag[i];
    return NULL;
}

/* Index of the first tag at or after a token. */
static size_t tag_lower(const struct document *document, uint32_t token)
{
    size_t low = 0, high = document->tag_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (document->tag[middle].first < token)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const struct tag *
tag_in(const struct document *document, enum tag_class class, uint32_t first, uint32_t end)
{
    for (size_t i = tag_lower(document, first);
         i < document->tag_count && document->tag[i].first < end; i++)
        if (document->tag[i].entry->class == class && document->tag[i].end <= end)
            return &document->tag[i];
    return NULL;
}

bool tag_value_is(const struct tag *tag, const char *value)
{
    return tag && tag->entry->value && strcmp(tag->entry->value, value) == 0;
}

bool tag_is_venue(const struct document *document, const struct tag *tag)
{
    return tag->first > 0 && tag->entry->note && strcmp(tag->entry->note, "capital") == 0 &&
           (token_is(document, tag->first - 1, "in") || token_is(document, tag->first - 1, "at") ||
            token_is(document, tag->first - 1, "from"));
}

bool token_is(const struct document *document, size_t at, const char *fold)
{
    return at < document->token_count && strcmp(document->token[at].fold, fold) == 0;
}

const char *token_text(const struct document *document, uint32_t first, uint32_t end)
{
    uint32_t start = document->token[first].start;
    return arena_copy(document->arena, document->text + start,
                      document->token[end - 1].end - start);
}
