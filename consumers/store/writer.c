#include "consumers/store/writer.h"

#include "common/kafka/trace.h"
#include "common/service/log.h"
#include "common/service/service.h"
#include "consumers/store/batch.h"

#include <string.h>

#define ARENA_BYTES ((size_t)128 << 20)

void writer_open(struct writer *writer,
                 const char *group,
                 struct tally *tally,
                 struct breaker *breaker)
{
    *writer = (struct writer){.group = group, .tally = tally, .breaker = breaker};
    arena_init(&writer->arena, ARENA_BYTES);
}

void writer_close(struct writer *writer)
{
    arena_release(&writer->arena);
    freshness_release(&writer->freshness);
}

static void note_moves(struct writer *writer, const struct positions *positions)
{
    writer->moving.count = 0;
    for (size_t i = 0; i < positions->count; i++) {
        if (positions->list[i].known && positions->list[i].pending > positions->list[i].stored)
            writer->moving.list[writer->moving.count++] = positions->list[i];
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
                  struct positions *positions,
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
            position = positions_find(positions, messages[i].topic, messages[i].partition);
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
                               struct positions *positions,
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
    arrive(positions, move, only->pending);
    count(writer, &outcome, &writer->freshness, positions, message, 1);
    return ERR_OK;
}

static enum err_code write_singly(struct writer *writer,
                                  struct pg *pg,
                                  struct held *batch,
                                  struct positions *positions,
                                  struct err *err)
{
    enum err_code code = ERR_OK;
    size_t done = 0;
    while (!code && done < batch->count) {
        code = write_one(writer, pg, &batch->message[done], positions, err);
        done += !code;
    }
    if (code)
        held_shift(batch, done);
    return code;
}

enum err_code writer_write(struct writer *writer,
                           struct pg *pg,
                           struct held *batch,
                           struct positions *positions,
                           struct err *err)
{
    struct batch_outcome outcome;
    long long start_ms = service_clock_ms();
    note_moves(writer, positions);
    enum err_code code = batch_store(pg, writer->group, batch->message, &batch->prepared,
                                     &writer->moving, &writer->arena, &outcome, err);
    if (err_class_of(code) == ERR_CLASS_DROP) {
        code = write_singly(writer, pg, batch, positions, err);
    } else if (!code) {
        for (size_t i = 0; i < writer->moving.count; i++)
            arrive(positions, &writer->moving.list[i], writer->moving.list[i].pending);
        count(writer, &outcome, batch->prepared.freshness, positions, batch->message, batch->count);
    }
    if (code == ERR_CONFLICT)
        metrics_add(writer->tally->refusals, NULL, 1);
    if (code)
        return code;
    metrics_observe(writer->tally->seconds, (double)(service_clock_ms() - start_ms) / 1000);
    held_shift(batch, batch->count);
    return ERR_OK;
}
