/*
 * How old news is when it reaches its rows. What a batch brings is noted before the transaction,
 * kept where it changed an item, and observed when the transaction is committed. Items of the past
 * (backfill) and replays tell nothing about that and are left out.
 */
#ifndef GAINSAY_STORE_FRESHNESS_H
#define GAINSAY_STORE_FRESHNESS_H

#include "common/base/digest.h"
#include "common/kafka/consumer.h"
#include "common/model/item.h"
#include "common/service/metrics.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Zeroed at first. */
struct freshness {
    struct freshness_item {
        char id[DIGEST_ID_BYTES];
        uint64_t key;          /* what the id begins with: most ids differ there */
        long long published_s; /* 0: not known to the second */
        long long fetched_s;
        bool changed;
    } * item;
    size_t count;
    size_t capacity;
};

void freshness_begin(struct freshness *freshness);
void freshness_note(struct freshness *freshness,
                    const struct kafka_message *message,
                    const struct item *item);
/* After all notes, and before the first change. */
void freshness_sort(struct freshness *freshness);
/* An item of the batch reads differently now. */
void freshness_change(struct freshness *freshness, const char *id);
void freshness_change_all(struct freshness *freshness);
void freshness_observe(const struct freshness *freshness,
                       long long now_s,
                       struct metric *published,
                       struct metric *fetched);
/* Accepts a zeroed struct. */
void freshness_release(struct freshness *freshness);

#endif
