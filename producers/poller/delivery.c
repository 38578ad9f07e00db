#include "producers/poller/delivery.h"

#include "common/base/crash.h"
#include "common/kafka/event.h"
#include "common/model/topic.h"
#include "common/service/sending.h"
#include "common/service/service.h"

#include <stdlib.h>
#include <string.h>

/* An item's text is capped well below; what is over this is not fit for the topic. */
#define MESSAGE_BYTES ((size_t)1000000)

#define FULL_WAIT_MS 100

struct delivery {
    struct kafka_producer *producer;
    const char *client_id;
    struct buf json;
};

static void on_delivered(void *context, void *opaque, const char *error)
{
    (void)context;
    struct ticket *ticket = opaque;
    if (error != NULL)
        sending_failed();
    if (ticket == NULL)
        return;
    ticket->unacknowledged--;
    if (error != NULL)
        ticket->failed = true;
}

enum err_code delivery_open(const struct kafka_settings *settings,
                            const char *client_id,
                            struct delivery **delivery,
                            struct err *err)
{
    struct delivery *made = calloc(1, sizeof *made);
    if (made == NULL)
        abort();
    made->client_id = client_id;
    buf_init(&made->json, MESSAGE_BYTES);
    enum err_code code =
        kafka_producer_open(settings, client_id, on_delivered, made, &made->producer, err);
    if (code)
        delivery_close(made);
    else
        *delivery = made;
    return code;
}

static enum err_code send(struct delivery *delivery, const struct kafka_out *out, struct err *err)
{
    enum err_code code;
    while ((code = kafka_producer_send(delivery->producer, out, err)) == ERR_UNAVAILABLE &&
           !service_stopping()) {
        code = kafka_producer_check(delivery->producer, err);
        if (code)
            return code;
        kafka_producer_poll(delivery->producer, FULL_WAIT_MS);
        sending_waited(FULL_WAIT_MS);
        service_beat();
    }
    return code;
}

enum err_code delivery_item(struct delivery *delivery,
                            const struct item *item,
                            struct ticket *ticket,
                            struct err *err)
{
    buf_reset(&delivery->json);
    enum err_code code = item_to_json(item, &delivery->json, err);
    if (code)
        return code;
    const struct kafka_event event = {
        .type = "gainsay.item.v1",
        .source = delivery->client_id,
        .id = item->revision,
        .subject = item->id,
        .backfill = ticket->backfill,
    };
    struct kafka_event_headers headers;
    struct kafka_out out;
    kafka_event_out(&event, TOPIC_ITEMS, buf_str(&delivery->json), &headers, &out);
    out.opaque = ticket;
    ticket->unacknowledged++;
    code = send(delivery, &out, err);
    CRASH_POINT("poller:item_sent");
    if (code)
        ticket->unacknowledged--;
    return code;
}

enum err_code
delivery_state(struct delivery *delivery, const struct source_state *state, struct err *err)
{
    buf_reset(&delivery->json);
    enum err_code code = source_state_to_json(state, &delivery->json, err);
    if (code)
        return code;
    const struct kafka_header headers[] = {{"content-type", "application/json"}};
    const struct kafka_out out = {
        .topic = TOPIC_SOURCES,
        .key = state->source,
        .key_len = strlen(state->source),
        .value = delivery->json.ptr,
        .value_len = delivery->json.len,
        .headers = headers,
        .header_count = 1,
    };
    return send(delivery, &out, err);
}

enum err_code delivery_serve(struct delivery *delivery, int wait_ms, struct err *err)
{
    kafka_producer_poll(delivery->producer, wait_ms);
    return kafka_producer_check(delivery->producer, err);
}

int delivery_pending(const struct delivery *delivery)
{
    return kafka_producer_pending(delivery->producer);
}

void delivery_close(struct delivery *delivery)
{
    if (delivery == NULL)
        return;
    kafka_producer_close(delivery->producer);
    buf_release(&delivery->json);
    free(delivery);
}
