#include "consumers/store/store.h"

#include "common/base/crash.h"
#include "common/kafka/consumer.h"
#include "common/model/topic.h"
#include "common/service/backoff.h"
#include "common/service/breaker.h"
#include "common/service/lag.h"
#include "common/service/log.h"
#include "consumers/store/batch.h"
#include "consumers/store/held.h"
#include "consumers/store/search.h"
#include "consumers/store/start.h"
#include "consumers/store/tally.h"
#include "consumers/store/trial.h"
#include "consumers/store/writer.h"
#include "gainsay_version.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#define POLL_MS     50
#define HINT_MS     5000 /* between two commits to Kafka */
#define ASK_MS      5000 /* between two questions whether PostgreSQL is there */
#define HALTED_MS   5000 /* between two looks whether a halted partition may go on */
#define SHOW_MS     1000 /* between two looks at the lag */
#define BATCHES     3    /* one is read, one merged, one committed */
#define READ_ON     50   /* messages between two looks at PostgreSQL */
#define READ_MS     5    /* between two looks at Kafka while PostgreSQL works */
#define LOOK_MS     1000 /* the same where the next batch is with PostgreSQL, too */
#define BATCH_BYTES ((size_t)4 << 20)

struct store {
    const struct store_settings *settings;
    struct kafka_consumer *consumer;
    struct writer writer;
    struct positions positions;
    struct held batches[BATCHES];
    struct held *held; /* the batch at hand; others are on their way to PostgreSQL, or empty */
    bool on_trial;     /* of messages that are tried by themselves (trial.h) */
    struct kafka_message waiting; /* is to be tried, when the batch at hand is written */
    struct backoff backoff;
    struct breaker breaker;
    long long hint_ms;
    long long halted_ms;
    long long shown_ms;
    long long asked_ms;      /* when PostgreSQL last had to answer */
    enum err_code read_code; /* what came of reading while a batch was written */
    struct err read_err;
    struct tally tally;
};

/* The literal behind a topic's name: it lives as long as the positions. */
static const char *literal(const char *topic)
{
    return strcmp(topic, TOPIC_SOURCES) == 0        ? TOPIC_SOURCES
           : strcmp(topic, TOPIC_DEAD_LETTERS) == 0 ? TOPIC_DEAD_LETTERS
                                                    : TOPIC_RECORDS;
}

static struct position *position_of(struct store *store, const struct kafka_message *message)
{
    return positions_get(&store->positions, literal(message->topic), message->partition);
}

/* Of one partition, or of all where topic is NULL. It is read again, by us or by whoever has the
 * partition then. */
static void forget_held(struct store *store, const char *topic, int partition)
{
    writer_forget(&store->writer, store->held);
    tally_dropped(&store->tally, GATE_READ_AGAIN, held_forget(store->held, topic, partition));
}

static long long on_assigned(void *context, const char *topic, int partition)
{
    struct store *store = context;
    log_event(LOG_INFO, "kafka.assigned", LOG_TEXT("topic", topic),
              LOG_INT("partition", partition));
    struct position *position = positions_get(&store->positions, literal(topic), partition);
    if (position != NULL)
        lag_begin(&position->lag, lag_now_ms());
    /* The hint is never ahead of the truth; what lies between the two is passed over. */
    return KAFKA_OFFSET_COMMITTED;
}

static void on_revoked(void *context, const char *topic, int partition)
{
    struct store *store = context;
    log_event(LOG_INFO, "kafka.revoked", LOG_TEXT("topic", topic), LOG_INT("partition", partition));
    forget_held(store, topic, partition);
    lag_forget(topic, partition);
    positions_remove(&store->positions, topic, partition);
}

static void show(struct store *store)
{
    if (service_clock_ms() - store->shown_ms < SHOW_MS)
        return;
    store->shown_ms = service_clock_ms();
    size_t held = 0;
    for (size_t i = 0; i < BATCHES; i++)
        held += store->batches[i].count;
    tally_show(&store->tally, &store->positions, store->consumer, held);
}

/* While PostgreSQL is away the group must keep us, so polling goes on. Nothing is paused: what
 * comes is let go and read again afterwards, for a partition that is taken from us while it is
 * paused may come back silent. */
static void wait_polling(struct store *store, long long wait_ms)
{
    long long until_ms = service_clock_ms() + wait_ms;
    while (!service_stopping() && service_clock_ms() < until_ms) {
        struct kafka_message message;
        service_beat();
        show(store);
        (void)kafka_consumer_poll(store->consumer, POLL_MS, &message, NULL);
        if (message.held != NULL) {
            struct position *position = position_of(store, &message);
            if (position != NULL)
                position->known = false;
            metrics_add(store->tally.read, NULL, 1);
            tally_dropped(&store->tally, GATE_READ_AGAIN, 1);
            kafka_message_release(&message);
        }
    }
}

/* An answer that passes by itself is waited out; the batch at hand is read again, for an offset may
 * have moved. Of class "config" is what waits for a person (writer_connect()). */
static enum err_code back_off(struct store *store, enum err_code code, struct err *err)
{
    trial_end(store->consumer, &store->positions, false);
    store->on_trial = false;
    kafka_message_release(&store->waiting);
    if (err_class_of(code) != ERR_CLASS_RETRY)
        return code;
    long long wait_ms = backoff_next_ms(&store->backoff);
    log_event(LOG_WARNING, "store.retry", LOG_TEXT("class", err_name(err->code)),
              LOG_TEXT("error", err->text), LOG_INT("wait_ms", wait_ms));
    tally_wait(&store->tally, err->code, wait_ms);
    service_set_ready(false, err->text);
    writer_reset(&store->writer);
    for (size_t i = 0; i < BATCHES; i++) {
        store->batches[i].begun = false;
        tally_dropped(&store->tally, GATE_READ_AGAIN, held_forget(&store->batches[i], NULL, 0));
    }
    for (size_t i = 0; i < store->positions.count; i++)
        store->positions.list[i].known = false;
    wait_polling(store, wait_ms);
    return ERR_OK;
}

/* A person may have decided meanwhile. */
static void look_at_halted(struct store *store)
{
    if (service_clock_ms() - store->halted_ms < HALTED_MS)
        return;
    store->halted_ms = service_clock_ms();
    for (size_t i = 0; i < store->positions.count; i++) {
        if (store->positions.list[i].halted)
            store->positions.list[i].known = false;
    }
}

static void show_readiness(struct store *store)
{
    size_t halted = 0;
    for (size_t i = 0; i < store->positions.count; i++)
        halted += store->positions.list[i].halted;
    metrics_set(store->tally.halted, NULL, (double)halted);
    bool away = kafka_consumer_is_away(store->consumer, service_clock_ms());
    service_set_ready(halted == 0 && !away,
                      halted > 0 ? "a partition of " TOPIC_RECORDS
                                   " no longer has what comes next (see event store.halted)"
                      : away ? kafka_consumer_why(store->consumer)
                             : "");
}

/* A partition is new to us: where it begins has to be asked first. */
static bool must_settle(const struct store *store)
{
    for (size_t i = 0; i < store->positions.count; i++) {
        if (!store->positions.list[i].known)
            return true;
    }
    return false;
}

/* Puts each partition that is new to us where PostgreSQL says. */
static enum err_code find_positions(struct store *store, struct err *err)
{
    /* What is on its way moves offsets, and what was begun keeps its connection. */
    enum err_code code = writer_land(&store->writer, NULL, NULL, err);
    writer_forget(&store->writer, store->held);
    for (size_t i = 0; i < store->positions.count && !code && !service_stopping(); i++) {
        if (!store->positions.list[i].known)
            code = start_find(store->consumer, writer_pg(&store->writer), store->settings->group,
                              &store->positions.list[i], store->tally.gaps, err);
        if (!code && !store->positions.list[i].halted)
            trial_begin(store->consumer, &store->positions.list[i],
                        BATCHES * store->settings->batch);
    }
    return code;
}

/* A store that has nothing to write hears of an outage in no other way than by asking. */
static enum err_code settle(struct store *store, struct err *err)
{
    bool ask = service_clock_ms() - store->asked_ms >= ASK_MS && !store->held->begun;
    if (ask)
        store->asked_ms = service_clock_ms();
    enum err_code code = writer_connect(&store->writer, ask, err);
    look_at_halted(store);
    if (!code && must_settle(store))
        code = find_positions(store, err);
    if (!code)
        show_readiness(store);
    return code;
}

/* Takes a message into the batch unless it is stored already, or not ours. What is to be tried
 * waits where the batch has others, or another one is being written; and so does what comes while
 * others are tried. */
static void take(struct store *store, struct kafka_message *message, bool writing)
{
    struct position *position = position_of(store, message);
    bool known = position != NULL && position->known;
    bool tried = known && trial_is_for(position, message->offset);
    bool goes_on = store->on_trial && known && trial_goes_on(position, message->offset);
    if ((tried || store->on_trial) && !goes_on && (writing || store->held->count > 0)) {
        store->waiting = *message;
        *message = (struct kafka_message){0};
        return;
    }
    metrics_add(store->tally.read, NULL, 1);
    if (known && start_is_behind(position, message->offset)) {
        forget_held(store, position->topic, position->partition);
        position->known = false;
    }
    if (!known || position->halted || message->offset < position->pending) {
        tally_dropped(&store->tally,
                      !known             ? GATE_READ_AGAIN
                      : position->halted ? GATE_HALTED
                                         : GATE_STORED_BEFORE,
                      1);
        kafka_message_release(message);
        return;
    }
    if (start_is_doubtful(position, message->offset)) {
        /* Whether it was deleted is asked now; then the message comes again. */
        forget_held(store, position->topic, position->partition);
        position->known = false;
        position->sound = message->offset;
        tally_dropped(&store->tally, GATE_READ_AGAIN, 1);
        kafka_message_release(message);
        return;
    }
    position->pending = message->offset + 1;
    trial_take(store->consumer, position, message, store->held);
    store->on_trial = tried;
}

/* More is likely to wait. */
static bool is_full(const struct store *store)
{
    return store->held->count >= (size_t)store->settings->batch ||
           store->held->bytes >= BATCH_BYTES ||
           (store->on_trial && store->held->count > 0 && trial_is_whole(&store->positions));
}

static void take_waiting(struct store *store)
{
    struct kafka_message message = store->waiting;
    store->waiting = (struct kafka_message){0};
    if (message.held != NULL)
        take(store, &message, false);
}

static enum err_code fill(struct store *store, struct err *err)
{
    long long until_ms = service_clock_ms() + store->settings->wait_ms;
    if (store->held->count == 0)
        take_waiting(store);
    while (!service_stopping() && !is_full(store) && store->waiting.held == NULL &&
           service_clock_ms() < until_ms) {
        struct kafka_message message;
        enum err_code code = kafka_consumer_poll(store->consumer, POLL_MS, &message, err);
        if (code)
            return code;
        if (message.held != NULL)
            take(store, &message, false);
        if (must_settle(store))
            return ERR_OK;
    }
    return ERR_OK;
}

/* While PostgreSQL works on a batch, the next one is read and made ready. */
static int read_on(void *context)
{
    struct store *store = context;
    struct kafka_message message;
    for (int i = 0; i < READ_ON; i++) {
        if (is_full(store))
            writer_begin(&store->writer, store->held);
        if (service_stopping() || store->read_code || is_full(store) || store->on_trial ||
            store->waiting.held != NULL || must_settle(store))
            return is_full(store) && store->held->begun ? LOOK_MS : READ_MS;
        store->read_code = kafka_consumer_poll(store->consumer, 0, &message, &store->read_err);
        if (store->read_code || message.held == NULL)
            return READ_MS;
        take(store, &message, true);
    }
    return 0;
}

static struct held *empty_batch(struct store *store)
{
    size_t at = 0;
    while (at < BATCHES - 1 && store->batches[at].count > 0)
        at++;
    return &store->batches[at];
}

/* The batch at hand goes to PostgreSQL, and another one takes its place. */
static enum err_code write_batch(struct store *store, struct err *err)
{
    struct held *batch = store->held;
    store->held = empty_batch(store);
    store->read_code = ERR_OK;
    enum err_code code = writer_write(&store->writer, batch, read_on, store, err);
    /* Without another full one there is time to wait for the end; and none is under way when a
     * message is tried, or that one would be blamed for it. */
    if (!code && (store->on_trial || store->waiting.held != NULL || !is_full(store)))
        code = writer_land(&store->writer, read_on, store, err);
    if (!code)
        backoff_reset(&store->backoff);
    if (!code && store->on_trial) {
        trial_end(store->consumer, &store->positions, true);
        store->on_trial = false;
    }
    if (!code && store->read_code) {
        *err = store->read_err;
        code = store->read_code;
    }
    return code;
}

/* Tells Kafka how far we are, for those who watch lag there. It may fail; nothing rests on it. */
static void hint(struct store *store, bool now)
{
    if ((!now && service_clock_ms() - store->hint_ms < HINT_MS) ||
        kafka_consumer_is_away(store->consumer, service_clock_ms()))
        return;
    store->hint_ms = service_clock_ms();
    CRASH_POINT("store:before_hint");
    /* Where Kafka is away each one waits for it: the first that fails is enough. */
    enum err_code code = ERR_OK;
    for (size_t i = 0; i < store->positions.count && code != ERR_UNAVAILABLE; i++) {
        const struct position *position = &store->positions.list[i];
        if (position->known && position->row)
            code = kafka_consumer_commit(store->consumer, position->topic, position->partition,
                                         position->stored, position->attempts.note, NULL);
    }
}

/* Whether more than a batch waits on the topic, as far as the last fetch has told. A store without
 * partitions can't tell, and would take the processor from the one that has them. */
static bool has_backlog(const struct store *store)
{
    long long behind = store->positions.count == 0 ? LLONG_MAX / 2 : 0;
    for (size_t i = 0; i < store->positions.count; i++) {
        const struct position *position = &store->positions.list[i];
        long long end = kafka_consumer_end(store->consumer, position->topic, position->partition);
        if (position->known && !position->halted && end > position->stored)
            behind += end - position->stored;
    }
    return is_full(store) || behind > store->settings->batch;
}

static enum err_code open_all(struct store *store, struct err *err)
{
    const struct kafka_consumer_events events = {
        .assigned = on_assigned,
        .revoked = on_revoked,
        .context = store,
        .without_attributes = true,
        .attributes_of = TOPIC_DEAD_LETTERS,
    };
    static const char *const topics[] = {TOPIC_RECORDS, TOPIC_SOURCES, TOPIC_DEAD_LETTERS};
    lag_open();
    tally_open(&store->tally);
    enum err_code code =
        kafka_consumer_open(&store->settings->kafka, "gainsay-store", store->settings->group,
                            &events, &store->consumer, err);
    return code ? code : kafka_consumer_subscribe(store->consumer, topics, 3, err);
}

enum err_code store_run(const struct store_settings *settings, struct err *err)
{
    static struct store store;
    store = (struct store){.settings = settings,
                           .backoff = {.first_ms = 100, .cap_ms = 10000},
                           .breaker.percent = settings->breaker};
    writer_open(&store.writer, &settings->postgres, settings->group, &store.tally, &store.breaker,
                &store.positions);
    for (size_t i = 0; i < BATCHES; i++)
        held_open(&store.batches[i], (size_t)settings->batch + 1);
    store.held = &store.batches[0];
    struct search *search = NULL;
    enum err_code code = open_all(&store, err);
    if (!code)
        code = search_start(&settings->postgres, &search, err);
    while (!code && !service_stopping()) {
        service_beat();
        code = settle(&store, err);
        if (!code)
            code = fill(&store, err);
        search_give_way(search, has_backlog(&store));
        if (!code && store.held->count > 0)
            code = write_batch(&store, err);
        if (!code)
            code = breaker_count(&store.breaker, 0, 0, err);
        if (code)
            code = back_off(&store, code, err);
        else
            hint(&store, false);
        show(&store);
    }
    search_stop(search);
    kafka_message_release(&store.waiting);
    if (!code)
        code = writer_land(&store.writer, NULL, NULL, err);
    for (size_t i = 0; i < BATCHES; i++)
        held_close(&store.batches[i]);
    if (!code)
        hint(&store, true);
    kafka_consumer_close(store.consumer);
    writer_close(&store.writer);
    return code;
}
