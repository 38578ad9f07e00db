#include "consumers/classify/vocabulary.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define SLOTS_MIN 4096

/* The hash stands beside the id, so that looking for a word that is not there, as most of a text's
 * are, touches nothing but the slot. */
struct vocabulary_slot {
    uint32_t hash;
    uint32_t id; /* 0: free */
};

/* A short word beside its length, so that comparing it touches one place. */
struct vocabulary_short {
    uint8_t len; /* 0: a longer one */
    char text[15];
};

/* Eight bytes at a time; the last ones overlap those before, or are read in part. Never stored, so
 * that the machine's byte order does not matter. */
static uint64_t hash_of(struct str word)
{
    const uint64_t factor = 0x9e3779b97f4a7c15u;
    const char *bytes = word.ptr;
    uint64_t hash = word.len * factor;
    uint64_t part = 0;
    for (size_t at = 0; at + 8 < word.len; at += 8) {
        memcpy(&part, bytes + at, 8);
        hash = (hash ^ part) * factor;
        hash ^= hash >> 32;
    }
    if (word.len >= 8) {
        memcpy(&part, bytes + word.len - 8, 8);
    } else if (word.len >= 4) {
        uint32_t low;
        uint32_t high;
        memcpy(&low, bytes, 4);
        memcpy(&high, bytes + word.len - 4, 4);
        part = (uint64_t)high << 32 | low;
    } else if (word.len > 0) {
        part = (uint64_t)(unsigned char)bytes[0] << 16 |
               (uint64_t)(unsigned char)bytes[word.len / 2] << 8 |
               (unsigned char)bytes[word.len - 1];
    }
    hash = (hash ^ part) * factor;
    return hash ^ hash >> 32;
}

static bool is_word(const struct vocabulary *vocabulary, uint32_t id, struct str word)
{
    const struct vocabulary_short *one = &vocabulary->shorts[id];
    if (word.len == 0 || word.len > sizeof one->text)
        return str_eq(vocabulary->words[id], word);
    return one->len == word.len && memcmp(one->text, word.ptr, word.len) == 0;
}

static struct vocabulary_slot *
slot_of(const struct vocabulary *vocabulary, struct str word, uint64_t hash)
{
    size_t mask = vocabulary->slot_capacity - 1;
    size_t at = hash & mask;
    for (;; at = (at + 1) & mask) {
        struct vocabulary_slot *slot = &vocabulary->slots[at];
        if (slot->id == 0 ||
            (slot->hash == (uint32_t)(hash >> 32) && is_word(vocabulary, slot->id, word)))
            return slot;
    }
}

static void widen_slots(struct vocabulary *vocabulary)
{
    free(vocabulary->slots);
    vocabulary->slot_capacity =
        vocabulary->slot_capacity == 0 ? SLOTS_MIN : vocabulary->slot_capacity * 2;
    vocabulary->slots = calloc(vocabulary->slot_capacity, sizeof *vocabulary->slots);
    if (vocabulary->slots == NULL)
        abort();
    for (uint32_t id = 1; id <= vocabulary->count; id++) {
        uint64_t hash = hash_of(vocabulary->words[id]);
        *slot_of(vocabulary, vocabulary->words[id], hash) =
            (struct vocabulary_slot){(uint32_t)(hash >> 32), id};
    }
}

static uint32_t add_word(struct vocabulary *vocabulary, struct str word)
{
    uint32_t id = ++vocabulary->count;
    if (id >= vocabulary->word_capacity) {
        vocabulary->word_capacity = id < SLOTS_MIN ? SLOTS_MIN : (size_t)id * 2;
        vocabulary->words =
            realloc(vocabulary->words, vocabulary->word_capacity * sizeof *vocabulary->words);
        vocabulary->shorts =
            realloc(vocabulary->shorts, vocabulary->word_capacity * sizeof *vocabulary->shorts);
        if (vocabulary->words == NULL || vocabulary->shorts == NULL)
            abort();
    }
    struct vocabulary_short *one = &vocabulary->shorts[id];
    *one = (struct vocabulary_short){0};
    if (word.len > 0 && word.len <= sizeof one->text) {
        one->len = (uint8_t)word.len;
        memcpy(one->text, word.ptr, word.len);
    }
    vocabulary->words[id] =
        (struct str){arena_copy(vocabulary->arena, word.ptr, word.len), word.len};
    return id;
}

uint32_t vocabulary_intern(struct vocabulary *vocabulary, struct str word)
{
    /* At most half full, so that a search ends soon. */
    if ((size_t)vocabulary->count * 2 >= vocabulary->slot_capacity)
        widen_slots(vocabulary);
    uint64_t hash = hash_of(word);
    struct vocabulary_slot *slot = slot_of(vocabulary, word, hash);
    if (slot->id == 0)
        *slot = (struct vocabulary_slot){(uint32_t)(hash >> 32), add_word(vocabulary, word)};
    return slot->id;
}

uint64_t vocabulary_seek(const struct vocabulary *vocabulary, struct str word)
{
    uint64_t hash = hash_of(word);
    if (vocabulary->slot_capacity > 0)
        __builtin_prefetch(&vocabulary->slots[hash & (vocabulary->slot_capacity - 1)]);
    return hash;
}

uint32_t vocabulary_found(const struct vocabulary *vocabulary, struct str word, uint64_t hash)
{
    return vocabulary->slot_capacity == 0 ? 0 : slot_of(vocabulary, word, hash)->id;
}

uint32_t vocabulary_find(const struct vocabulary *vocabulary, struct str word)
{
    return vocabulary_found(vocabulary, word, hash_of(word));
}

struct str vocabulary_word(const struct vocabulary *vocabulary, uint32_t id)
{
    return vocabulary->words[id];
}

void vocabulary_release(struct vocabulary *vocabulary)
{
    free(vocabulary->slots);
    free(vocabulary->words);
    free(vocabulary->shorts);
    *vocabulary = (struct vocabulary){0};
}
