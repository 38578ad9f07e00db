#include "consumers/classify/weights.h"

#include <stdlib.h>
#include <string.h>

#define FEATURES_MAX 131072
#define WEIGHT_MAX   32000
#define SHARE_STEP   500 /* thousandths between two entries of the table */
#define KNOWN_SHIFT  4   /* two to the power of this are sixteen */
#define CACHE_LINE   64  /* bytes; two slots share one, and none lies across two */
#define SLOT_WORDS   3   /* of four weights each */
#define SLOT_BITS    4   /* at least, so that the known bits are whole words */

struct slot {
    _Alignas(32) uint64_t key; /* 0: free; it weighs nothing */
    uint64_t weight[SLOT_WORDS];
};

struct weights {
    unsigned bits; /* there are two to the power of so many slots */
    struct slot *slots;
    uint64_t *known; /* bits, sixteen a slot: most features of a text are none of the file's, and
                        this tells so without touching the slots, which no near cache holds */
};

_Static_assert(VERDICT_COUNT <= 4 * SLOT_WORDS, "a slot has room for all verdicts");

/* Weights are kept four a word, each so much above what it is that it is never below zero: then a
 * word's are added with those of another by twos. */
#define WEIGHT_RAISED 32768u
#define ALL_RAISED    UINT64_C(0x8000800080008000)
#define TWO_OF_FOUR   UINT64_C(0x0000FFFF0000FFFF)

struct tally {
    size_t count;
    uint64_t even[SLOT_WORDS]; /* of each word its first and third, in halves */
    uint64_t odd[SLOT_WORDS];  /* the others */
};

static inline void tally_slot(struct tally *tally, const struct slot *slot)
{
    tally->count++;
    for (size_t i = 0; i < SLOT_WORDS; i++) {
        tally->even[i] += slot->weight[i] & TWO_OF_FOUR;
        tally->odd[i] += slot->weight[i] >> 16 & TWO_OF_FOUR;
    }
}

static int32_t tally_sum(const struct tally *tally, size_t verdict)
{
    uint64_t halves = verdict % 2 == 0 ? tally->even[verdict / 4] : tally->odd[verdict / 4];
    uint64_t sum = verdict % 4 < 2 ? halves & UINT32_MAX : halves >> 32;
    return (int32_t)((int64_t)sum - (int64_t)(tally->count * WEIGHT_RAISED));
}

static const char *const verdict_names[] = {
#define X(id, name) name,
    WEIGHTS_VERDICTS(X)
#undef X
};

const char *weights_verdict_name(enum weights_verdict verdict)
{
    return verdict_names[verdict];
}

struct weights_piece weights_piece(const char *text, size_t len)
{
    struct weights_piece piece = {0, 1};
    for (size_t i = 0; i < len; i++) {
        piece.hash = piece.hash * WEIGHTS_BASE + (unsigned char)text[i];
        piece.power *= WEIGHTS_BASE;
    }
    return piece;
}

/* A key's low bits are those of its bytes; these are of all of them, the first ones best. */
static uint64_t mixed(uint64_t key)
{
    return (key ^ key >> 32) * 0xd6e8feb86659fd93u;
}

static size_t place_of(const struct weights *weights, uint64_t key)
{
    return (size_t)(mixed(key) >> (64 - weights->bits));
}

static struct slot *slot_of(const struct weights *weights, uint64_t key)
{
    size_t mask = ((size_t)1 << weights->bits) - 1;
    size_t at = place_of(weights, key);
    while (weights->slots[at].key != 0 && weights->slots[at].key != key)
        at = (at + 1) & mask;
    return &weights->slots[at];
}

/* The word of `known` that has a key's bit. */
static uint64_t *known_of(const struct weights *weights, uint64_t key, uint64_t *bit)
{
    uint64_t at = mixed(key) >> (64 - weights->bits - KNOWN_SHIFT);
    *bit = UINT64_C(1) << (at & 63);
    return &weights->known[at >> 6];
}

static bool read_number(struct str text, int32_t *number)
{
    bool negative = text.len > 0 && text.ptr[0] == '-';
    int32_t value = 0;
    for (size_t i = negative; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9' || value > WEIGHT_MAX)
            return false;
        value = value * 10 + (text.ptr[i] - '0');
    }
    if (text.len == (size_t)negative || value > WEIGHT_MAX)
        return false;
    *number = negative ? -value : value;
    return true;
}

static enum err_code check_header(struct str line, struct err *err)
{
    struct str rest = line;
    if (!str_eq(str_split(rest, '\t', &rest), STR("feature")))
        return err_set(err, ERR_CONFIG, "the header begins with \"feature\"");
    for (size_t v = 0; v < VERDICT_COUNT; v++) {
        struct str name = str_split(rest, '\t', &rest);
        if (!str_eq(name, str_of(verdict_names[v])))
            return err_set(err, ERR_CONFIG, "column %zu is \"%.*s\", not \"%s\"", v + 2,
                           STR_ARG(name), verdict_names[v]);
    }
    return ERR_OK;
}

static enum err_code add_line(struct weights *weights, struct str line, struct err *err)
{
    struct str rest = line;
    struct str feature = str_split(rest, '\t', &rest);
    uint64_t key = weights_piece(feature.ptr, feature.len).hash;
    struct slot *slot = slot_of(weights, key);
    if (slot->key != 0)
        return err_set(err, ERR_CONFIG, "\"%.*s\" stands twice", STR_ARG(feature));
    slot->key = key;
    uint64_t bit;
    uint64_t *known = known_of(weights, key, &bit);
    *known |= bit;
    for (size_t v = 0; v < VERDICT_COUNT; v++) {
        struct str number = str_split(rest, '\t', &rest);
        int32_t weight;
        if (!read_number(number, &weight))
            return err_set(err, ERR_CONFIG, "\"%.*s\" is no whole number of at most %d",
                           STR_ARG(number), WEIGHT_MAX);
        slot->weight[v / 4] += (uint64_t)(int64_t)weight << (v % 4 * 16);
    }
    if (rest.len > 0)
        return err_set(err, ERR_CONFIG, "more than %d columns", VERDICT_COUNT + 1);
    return ERR_OK;
}

enum err_code weights_read(struct str bytes, struct weights **weights, struct err *err)
{
    size_t lines = 1;
    for (size_t i = 0; i < bytes.len; i++)
        lines += bytes.ptr[i] == '\n';
    if (lines > FEATURES_MAX)
        return err_set(err, ERR_CONFIG, "more than %d lines", FEATURES_MAX);
    struct weights *made = calloc(1, sizeof *made);
    if (made == NULL)
        abort();
    made->bits = SLOT_BITS;
    while (((size_t)3 << made->bits) < 4 * lines)
        made->bits++;
    made->slots = aligned_alloc(CACHE_LINE, sizeof *made->slots << made->bits);
    made->known = calloc((size_t)1 << (made->bits + KNOWN_SHIFT - 6), sizeof *made->known);
    if (made->slots == NULL || made->known == NULL)
        abort();
    for (size_t i = 0; i < (size_t)1 << made->bits; i++)
        made->slots[i] = (struct slot){.weight = {ALL_RAISED, ALL_RAISED, ALL_RAISED}};
    enum err_code code = ERR_OK;
    unsigned number = 0;
    bool header = false;
    while (bytes.len > 0 && !code) {
        struct str line = str_split(bytes, '\n', &bytes);
        number++;
        if (str_trim(line).len == 0 || line.ptr[0] == '#')
            continue;
        code = header ? add_line(made, line, err) : check_header(line, err);
        header = true;
    }
    if (code) {
        weights_free(made);
        return err_in(err, "line %u", number);
    }
    *weights = made;
    return ERR_OK;
}

void weights_free(struct weights *weights)
{
    if (weights == NULL)
        return;
    free(weights->slots);
    free(weights->known);
    free(weights);
}

void weights_add(const struct weights *weights, uint64_t key, int32_t sum[VERDICT_COUNT])
{
    uint64_t bit;
    if ((*known_of(weights, key, &bit) & bit) == 0)
        return;
    struct tally tally = {0};
    tally_slot(&tally, slot_of(weights, key));
    for (size_t v = 0; v < VERDICT_COUNT; v++)
        sum[v] += tally_sum(&tally, v);
}

uint32_t weights_find(const struct weights *weights, uint64_t key)
{
    uint64_t bit;
    if (weights == NULL || (*known_of(weights, key, &bit) & bit) == 0)
        return 0;
    const struct slot *slot = slot_of(weights, key);
    return slot->key == 0 ? 0 : (uint32_t)(slot - weights->slots) + 1;
}

/* Of the keys those that the file may have, with their slots, go first; returns how many. */
static size_t sift_keys(struct weights_batch *batch, uint32_t place[WEIGHTS_WAITING])
{
    const struct weights *weights = batch->weights;
    const unsigned known_shift = 64 - weights->bits - KNOWN_SHIFT;
    size_t known = 0;
    /* Without a branch, which would be guessed wrong for every other key of an unlike text. */
    for (size_t i = 0; i < batch->key_count; i++) {
        uint64_t key = batch->key[i];
        uint64_t at = mixed(key) >> known_shift;
        batch->key[known] = key;
        place[known] = (uint32_t)(at >> KNOWN_SHIFT);
        __builtin_prefetch(&weights->slots[place[known]]);
        known += weights->known[at >> 6] >> (at & 63) & 1;
    }
    return known;
}

void weights_settle(struct weights_batch *batch)
{
    const struct weights *weights = batch->weights;
    if (batch->key_count + batch->found_count == 0)
        return;
    struct tally tally = {0};
    uint32_t place[WEIGHTS_WAITING] = {0};
    for (size_t i = 0; i < batch->found_count; i++)
        __builtin_prefetch(&weights->slots[batch->found[i] - 1]);
    size_t known = sift_keys(batch, place);
    for (size_t i = 0; i < batch->found_count; i++)
        tally_slot(&tally, &weights->slots[batch->found[i] - 1]);
    for (size_t i = 0; i < known; i++) {
        const struct slot *slot = &weights->slots[place[i]];
        tally_slot(&tally, slot->key == batch->key[i] ? slot : slot_of(weights, batch->key[i]));
    }
    for (size_t v = 0; v < VERDICT_COUNT; v++)
        batch->sum[v] += tally_sum(&tally, v);
    batch->key_count = batch->found_count = 0;
}

double weights_share(int32_t sum)
{
    /* 1000 / (1 + exp(-x)) for x = 0, 0.5, ... 6 */
    static const int table[] = {500, 622, 731, 818, 881, 924, 953, 971, 982, 989, 993, 996, 998};
    int32_t size = sum < 0 ? -sum : sum;
    int32_t last = (int32_t)(sizeof table / sizeof table[0]) - 1;
    int32_t at = size / SHARE_STEP;
    int share = at >= last ? table[last]
                           : table[at] + (table[at + 1] - table[at]) * (int)(size % SHARE_STEP) /
                                             SHARE_STEP;
    return (sum < 0 ? 1000 - share : share) / 1000.0;
}
