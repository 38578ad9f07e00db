/*
 * Sending items and source states to Kafka, and telling the sender when all of what one poll found
 * is acknowledged: only then may its validators be kept, or a crash in between would lose entries
 * for good.
 */
#ifndef GAINSAY_POLLER_DELIVERY_H
#define GAINSAY_POLLER_DELIVERY_H

#include "common/kafka/settings.h"
#include "common/model/item.h"
#include "common/model/source_state.h"

#include <stdbool.h>
#include <stddef.h>

struct delivery;

/* What belongs together. Zeroed at first; outlives what was sent with it. */
struct ticket {
    size_t unacknowledged;
    bool failed;   /* librdkafka gave a message up */
    bool backfill; /* its items are of before the source was first polled */
};

enum err_code delivery_open(const struct kafka_settings *settings,
                            const char *client_id,
                            struct delivery **delivery,
                            struct err *err);

/* Both wait while the queue is full, and end that wait with ERR_UNAVAILABLE when the service is to
 * stop. ERR_TOO_LARGE: the message is over Kafka's limit. */
enum err_code delivery_item(struct delivery *delivery,
                            const struct item *item,
                            struct ticket *ticket,
                            struct err *err);
enum err_code
delivery_state(struct delivery *delivery, const struct source_state *state, struct err *err);

/* Serves acknowledgements. ERR_INTERNAL: the producer gave up for good. */
enum err_code delivery_serve(struct delivery *delivery, int wait_ms, struct err *err);
/* Messages not acknowledged yet. */
int delivery_pending(const struct delivery *delivery);
/* Accepts NULL. */
void delivery_close(struct delivery *delivery);

#endif
