#include "consumers/store/writer.h"

#include "common/base/crash.h"
#include "common/kafka/trace.h"
#include "common/service/log.h"
#include "common/service/service.h"
#include "consumers/store/start.h"

#include <string.h>

#define ARENA_BYTES ((size_t)128 << 20)

void writer_open(struct writer *writer,
                 const struct pg_settings *postgres,
                 const char *group,
                 struct tally *tally,
                 struct breaker *breaker,
                 struct positions *positions)
{
    *writer = (struct writer){.postgres = postgres,
                              .group = group,
                              .tally = tally,
                              .breaker = breaker,
                              .positions = positions};
    arena_init(&writer->arena, ARENA_BYTES);
}

void writer_close(struct writer *writer)
{
    for (int i = 0; i < 2; i++)
        pg_close(writer->pg[i]);
    arena_release(&writer->arena);
    freshness_release(&writer->freshness);
}

enum err_code writer_connect(struct writer *writer, bool ask, struct err *err)
{
    enum err_code code = ERR_OK;
    bool quiet = writer->flight.batch == NULL;
    for (int i = 0; i < 2 && !code; i++) {
        if (writer->pg[i] == NULL)
            code = start_open(writer->postgres, &writer->pg[i], err);
        else if (ask && quiet && pg_is_finished(writer->pg[i]))
            code = pg_run(writer->pg[i], "SELECT 1", err);
    }
    writer->connected = writer->connected || !code;
    return code == ERR_CONFIG && writer->connected ? ERR_UNAVAILABLE : code;
}

struct pg *writer_pg(struct writer *writer)
{
    return writer->pg[writer->turn];
}

static void note_moves(struct writer *writer)
{
    writer->moving.count = 0;
    for (size_t i = 0; i < writer->positions->count; i++) {
        struct position *position = &writer->positions->list[i];
        if (!position->known || position->pending <= position->closed)
            continue;
        struct position *move = &writer->moving.list[writer->moving.count++];
        *move = *position;
        /* What is on its way will be there before this is. */
        move->row = position->row || position->closed > position->stored;
        move->stored = position->closed;
        position->closed = position->pending;
    }
}

/* The move is in the tables. A partition that was taken from us meanwhile, or has to be looked at
 * again, learns from PostgreSQL where it is. */
static void arrive(struct positions *positions, struct position *move, long long offset)
{
    struct position *position = positions_find(positions, move->topic, move->partition);
    if (position != NULL && position->known && position->stored == move->stored) {
        position->stored = offset;
        position->row = true;
    }
    move->stored = offset;
    move->row = true;
}

/* These messages are behind us. */
static void count(struct writer *writer,
                  const struct batch_outcome *outcome,
                  const struct freshness *freshness,
                  const struct kafka_message *messages,
                  size_t size)
{
    tally_committed(writer->tally, outcome, size);
    tally_fresh(writer->tally, freshness);
    struct position *position = NULL;
    for (size_t i = 0; i < size; i++) {
        /* They come in runs of one partition. */
        if (i == 0 || messages[i].partition != messages[i - 1].partition ||
            messages[i].topic != messages[i - 1].topic)
            position = positions_find(writer->positions, messages[i].topic, messages[i].partition);
        if (position != NULL)
            lag_read(&position->lag, messages[i].timestamp_ms);
    }
    long long taken = (long long)outcome->results + (long long)outcome->letters;
    (void)breaker_count(writer->breaker, taken, (long long)outcome->letters, NULL);
    log_event(LOG_DEBUG, "store.committed", LOG_INT("results", outcome->results),
              LOG_INT("sources", outcome->sources), LOG_INT("letters", outcome->letters),
              LOG_INT("changed", outcome->changed), LOG_INT("links", outcome->links));
}

/* A batch of one. What PostgreSQL refuses is set aside. */
static enum err_code write_one(struct writer *writer,
                               struct pg *pg,
                               const struct kafka_message *message,
                               struct err *err)
{
    struct batch_outcome outcome;
    struct positions single = {0};
    struct position *move = positions_find(&writer->moving, message->topic, message->partition);
    if (move == NULL)
        return err_set(err, ERR_INTERNAL, "%s[%d] is in the batch and has no position",
                       message->topic, message->partition);
    struct position *only = positions_get(&single, move->topic, move->partition);
    *only = *move;
    only->pending = message->offset + 1;
    struct err why = {0};
    enum err_code code = batch_write(pg, writer->group, message, 1, &single, NULL, &writer->arena,
                                     &writer->freshness, &outcome, &why);
    if (err_class_of(code) == ERR_CLASS_DROP) {
        log_event(LOG_WARNING, "message.dead_letter", LOG_TEXT("topic", message->topic),
                  LOG_INT("partition", message->partition), LOG_INT("offset", message->offset),
                  LOG_TEXT("error", why.text),
                  LOG_TEXT("traceparent", kafka_message_header(message, TRACE_PARENT)));
        code = batch_write(pg, writer->group, message, 1, &single, &why, &writer->arena,
                           &writer->freshness, &outcome, err);
    } else if (code) {
        *err = why;
    }
    if (code)
        return code;
    arrive(writer->positions, move, only->pending);
    count(writer, &outcome, &writer->freshness, message, 1);
    return ERR_OK;
}

static enum err_code
write_singly(struct writer *writer, struct pg *pg, struct held *batch, struct err *err)
{
    enum err_code code = ERR_OK;
    size_t done = 0;
    while (!code && done < batch->count) {
        code = write_one(writer, pg, &batch->message[done], err);
        done += !code;
    }
    held_shift(batch, done);
    return code;
}

/* What came of the COMMIT. */
static void land(struct writer *writer)
{
    struct flight *flight = &writer->flight;
    flight->code = pg_finish(flight->pg, &flight->err);
    CRASH_POINT("store:after_commit");
    if (flight->code)
        return;
    for (size_t i = 0; i < flight->moving.count; i++)
        arrive(writer->positions, &flight->moving.list[i], flight->moving.list[i].pending);
    count(writer, &flight->outcome, flight->batch->prepared.freshness, flight->batch->message,
          flight->batch->count);
    metrics_observe(writer->tally->seconds, (double)(service_clock_ms() - flight->start_ms) / 1000);
    held_shift(flight->batch, flight->batch->count);
    flight->batch = NULL;
}

enum err_code writer_land(struct writer *writer, pg_idle *idle, void *context, struct err *err)
{
    struct flight *flight = &writer->flight;
    if (flight->batch != NULL && !flight->code) {
        pg_while_waiting(flight->pg, idle, context);
        land(writer);
        pg_while_waiting(flight->pg, NULL, NULL);
    }
    if (flight->code)
        *err = flight->err;
    return flight->code;
}

static void take_off(struct writer *writer, struct held *batch, struct pg *pg)
{
    struct flight *flight = &writer->flight;
    flight->batch = batch;
    flight->pg = pg;
    flight->code = ERR_OK;
    flight->moving.count = writer->moving.count;
    memcpy(flight->moving.list, writer->moving.list,
           writer->moving.count * sizeof writer->moving.list[0]);
}

enum err_code writer_write(
    struct writer *writer, struct held *batch, pg_idle *idle, void *context, struct err *err)
{
    struct batch_outcome outcome;
    struct err before = {0};
    struct pg *pg = writer->pg[writer->turn];
    long long start_ms = service_clock_ms();
    writer->turn ^= 1;
    note_moves(writer);
    pg_while_waiting(pg, idle, context);
    enum err_code code = batch_merge(pg, batch->message, &batch->prepared, batch->begun,
                                     &writer->arena, &outcome, err);
    batch->begun = false;
    if (writer_land(writer, NULL, NULL, &before)) {
        pg_while_waiting(pg, NULL, NULL);
        *err = before;
        return before.code;
    }
    if (!code)
        code = batch_link(pg, writer->group, &writer->moving, &writer->arena, &outcome, err);
    pg_while_waiting(pg, NULL, NULL);
    if (code == ERR_CONFLICT)
        metrics_add(writer->tally->refusals, NULL, 1);
    if (err_class_of(code) == ERR_CLASS_DROP) {
        pg_rollback(pg);
        return write_singly(writer, pg, batch, err);
    }
    if (!code)
        code = batch_commit(pg, err);
    if (code)
        return code;
    take_off(writer, batch, pg);
    writer->flight.outcome = outcome;
    writer->flight.start_ms = start_ms;
    return ERR_OK;
}

void writer_begin(struct writer *writer, struct held *batch)
{
    struct flight *flight = &writer->flight;
    struct pg *pg = writer->pg[writer->turn];
    if (flight->batch != NULL && flight->pg == pg && !flight->code && pg_is_finished(pg))
        land(writer);
    bool busy = flight->batch != NULL && (flight->pg == pg || flight->code);
    if (busy || batch->begun || !batch_can_begin(&batch->prepared))
        return;
    struct err err = {0};
    /* Whatever is wrong is found again when the batch is merged. */
    if (batch_begin(pg, &batch->prepared, &err))
        pg_rollback(pg);
    else
        batch->begun = true;
}

void writer_forget(struct writer *writer, struct held *batch)
{
    if (batch->begun)
        pg_rollback(writer->pg[writer->turn]);
    batch->begun = false;
}

void writer_reset(struct writer *writer)
{
    writer->flight.batch = NULL;
    writer->flight.code = ERR_OK;
    for (int i = 0; i < 2; i++) {
        if (writer->pg[i] != NULL)
            pg_rollback(writer->pg[i]);
        if (writer->pg[i] != NULL && pg_is_broken(writer->pg[i])) {
            pg_close(writer->pg[i]);
            writer->pg[i] = NULL;
        }
    }
}
