/*
 * Messages of one batch made ready to be written: looked over once, as each is read, and turned
 * into rows of COPY. What can't be taken is kept with the reason.
 */
#ifndef GAINSAY_STORE_PREPARED_H
#define GAINSAY_STORE_PREPARED_H

#include "common/base/arena.h"
#include "common/base/buf.h"
#include "common/kafka/consumer.h"
#include "consumers/store/freshness.h"

#include <stddef.h>

#define PREPARED_SERVICE "gainsay-store"

/* What is to become of a message. A tombstone of the sources topic says that a source left the
 * catalogue: its last state stays in the table. */
enum fate {
    PASSED_OVER,
    RESULT,
    SOURCE,
    LETTER, /* of another service, or one of our own */
    SET_ASIDE
};

struct prepared {
    struct buf results; /* rows of prepared_results_sql, etc. */
    struct buf sources;
    size_t result_count;
    size_t source_count;
    struct prepared_fate {
        enum fate fate;
        struct err *why; /* of SET_ASIDE */
    } * fates;           /* in the order of the messages */
    size_t count;
    size_t capacity;
    struct freshness *freshness; /* borrowed; NULL: nobody asks */
};

extern const char prepared_results_sql[];
extern const char prepared_sources_sql[];

void prepared_init(struct prepared *prepared, struct freshness *freshness);
/* The next message; the arena is used and emptied. With set_aside_for a result or a source's state
 * is set aside for that reason, unread. */
void prepared_add(struct prepared *prepared,
                  const struct kafka_message *message,
                  const struct err *set_aside_for,
                  struct arena *arena);
/* For another batch, which gets the memory of this one unless that was an uncommonly large one. */
void prepared_reset(struct prepared *prepared);
/* Accepts a zeroed struct. */
void prepared_release(struct prepared *prepared);

#endif
