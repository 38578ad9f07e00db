#include "producers/poller/poller.h"

#include "common/kafka/producer.h"
#include "common/model/topic.h"
#include "common/service/log.h"
#include "common/service/sending.h"
#include "producers/poller/engine.h"
#include "producers/poller/membership.h"
#include "producers/poller/poll.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#define CLIENT_ID "gainsay-poller"

/* Past so many messages that Kafka has not acknowledged, nothing new is fetched. */
#define PENDING_MAX 5000

#define TURN_MS         1000 /* the longest the wheel rests */
#define TURN_PENDING_MS 20   /* while something is to be acknowledged or joined */
#define OPEN_RETRY_MS   2000

long long engine_now_s(void)
{
    return (long long)time(NULL);
}

/* xorshift64*; what it decides is only how waits are spread. */
double engine_chance(struct engine *engine)
{
    engine->random ^= engine->random >> 12;
    engine->random ^= engine->random << 25;
    engine->random ^= engine->random >> 27;
    return (double)((engine->random * 2685821657736338717ULL) >> 11) / 9007199254740992.0;
}

void engine_schedule(struct engine *engine, struct task *task, const char *host, long long wait_ms)
{
    task->job.owner = task;
    schedule_put(engine->schedule, &task->job, host, service_clock_ms() + wait_ms);
}

void engine_release(struct engine *engine, struct task *task, long long gap_ms)
{
    schedule_release(engine->schedule, &task->job, service_clock_ms(), gap_ms);
}

void engine_plan(struct run *run)
{
    struct engine *engine = run->engine;
    if (run->poll != NULL || (engine->settings->once && run->polled))
        return;
    if (run->task.job.host != NULL)
        schedule_remove(engine->schedule, &run->task.job);
    run->task.job.slow = run->slow;
    long long wait_s = engine->settings->once ? 0 : run->state.next_poll_s - engine_now_s();
    engine_schedule(engine, &run->task, run->host, wait_s < 0 ? 0 : wait_s * 1000);
}

void engine_watch(struct run *run, enum http_outcome outcome)
{
    struct engine *engine = run->engine;
    bool unreached =
        outcome == HTTP_UNRESOLVED || outcome == HTTP_UNREACHABLE || outcome == HTTP_TIMED_OUT;
    if (!unreached) {
        if (outage_is_on(&engine->outage))
            log_event(LOG_INFO, "network.back", LOG_TEXT("host", run->host));
        outage_answered(&engine->outage);
    } else if (outage_failed(&engine->outage, run->host, run)) {
        log_event(LOG_WARNING, "network.away", LOG_TEXT("host", run->host));
        for (size_t i = 0; i + 1 < OUTAGE_HOSTS; i++) {
            struct run *wronged = engine->outage.suspect[i].owner;
            if (wronged->poll != NULL)
                continue;
            judge_forgive(&wronged->state, engine_now_s());
            if (wronged->owned)
                engine_plan(wronged);
        }
    }
    metrics_set(engine->tally.outage, NULL, outage_is_on(&engine->outage));
}

static int by_id(const void *id, const void *run)
{
    return strcmp(id, ((const struct run *)run)->source->id);
}

static struct run *run_named(const struct engine *engine, const char *id)
{
    return bsearch(id, engine->run, engine->run_count, sizeof *engine->run, by_id);
}

static void on_state(void *context, const char *json, size_t len)
{
    struct engine *engine = context;
    struct source_state state = {0};
    struct err err = {0};
    if (source_state_from_json(json, len, &state, &err)) {
        log_event(LOG_WARNING, "state.unreadable", LOG_TEXT("error", err.text));
        return;
    }
    struct run *run = run_named(engine, state.source);
    bool in_use = run != NULL && run->poll != NULL && !run->poll->lost;
    /* Our own of before a rebalance may be ahead of what the topic has. */
    if (run != NULL && !in_use && state.polled_s >= run->state.polled_s) {
        source_state_release(&run->state);
        judge_adopt(&state, engine_now_s());
        run->state = state;
        return;
    }
    source_state_release(&state);
}

static void on_gained(void *context, int partition)
{
    struct engine *engine = context;
    log_event(LOG_INFO, "partition.gained", LOG_INT("partition", partition));
    for (size_t i = 0; i < engine->run_count; i++) {
        struct run *run = &engine->run[i];
        if (run->partition != partition)
            continue;
        run->owned = true;
        tally_state(&engine->tally, &run->state);
        engine_plan(run);
    }
}

static void on_lost(void *context, int partition)
{
    struct engine *engine = context;
    log_event(LOG_INFO, "partition.lost", LOG_INT("partition", partition));
    for (size_t i = 0; i < engine->run_count; i++) {
        struct run *run = &engine->run[i];
        if (run->partition != partition)
            continue;
        run->owned = false;
        tally_leave(&engine->tally, run->source->id);
        if (run->poll != NULL)
            run->poll->lost = true;
        if (run->task.job.host != NULL && !run->task.job.taken)
            schedule_remove(engine->schedule, &run->task.job);
    }
}

static void show_states(struct engine *engine)
{
    long long now_s = engine_now_s();
    if (now_s == engine->shown_s)
        return;
    engine->shown_s = now_s;
    size_t count[SOURCE_CONDITIONS] = {0};
    for (size_t i = 0; i < engine->run_count; i++)
        count[engine->run[i].state.condition] += engine->run[i].owned;
    size_t waiting = 0;
    for (const struct poll *poll = engine->polls; poll != NULL; poll = poll->next)
        waiting += poll->pages_left;
    metrics_set(engine->tally.waiting, NULL, (double)waiting);
    sending_pending(delivery_pending(engine->delivery));
    for (int i = 0; i < SOURCE_CONDITIONS; i++)
        metrics_set(engine->tally.states, source_condition_name((enum source_condition)i),
                    (double)count[i]);
}

static enum err_code make_runs(struct engine *engine, struct err *err)
{
    size_t enabled = 0;
    for (size_t i = 0; i < engine->catalogue.count; i++)
        enabled += engine->catalogue.source[i].enabled;
    if (enabled == 0)
        return err_set(err, ERR_CONFIG, "\"%s\" has no source that is enabled",
                       engine->settings->sources);
    tally_open(&engine->tally, enabled);
    engine->run = calloc(enabled, sizeof *engine->run);
    if (engine->run == NULL)
        abort();
    for (size_t i = 0; i < engine->catalogue.count; i++) {
        const struct catalogue_source *source = &engine->catalogue.source[i];
        if (!source->enabled)
            continue;
        struct run *run = &engine->run[engine->run_count++];
        run->engine = engine;
        run->source = source;
        run->task.start = poll_start;
        run->task.self = run;
        weburl_host(source->url, run->host);
        source_state_init(&run->state, source->id);
        tally_source(&engine->tally, source->id);
    }
    return ERR_OK;
}

static enum err_code open_fetcher(struct engine *engine, struct err *err)
{
    struct http_settings http;
    enum err_code code = poller_http_settings(engine->settings, &http, err);
    if (!code)
        engine->fetcher = fetcher_new(&http);
    return code;
}

/* Transfers at once, as far as the process may open files for them and for what it keeps open. */
static size_t places(const struct poller_settings *settings)
{
    const rlim_t others = 512; /* idle connections, Kafka's, the log's */
    rlim_t wanted = (rlim_t)settings->parallel + others;
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur >= wanted)
        return (size_t)settings->parallel;
    files.rlim_cur = files.rlim_max < wanted ? files.rlim_max : wanted;
    if (setrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur == wanted)
        return (size_t)settings->parallel;
    size_t left = files.rlim_cur > 2 * others ? (size_t)(files.rlim_cur - others) : 64;
    log_event(LOG_WARNING, "files.few", LOG_INT("limit", files.rlim_cur),
              LOG_INT("parallel", left));
    return left;
}

static enum err_code open_engine(struct engine *engine, struct err *err)
{
    arena_init(&engine->arena, FEED_ARENA_BYTES);
    engine->random = (unsigned long long)time(NULL) * 2654435761ULL + (unsigned)getpid();
    sending_open();
    feed_setup();
    enum err_code code = catalogue_read(engine->settings->sources, &engine->catalogue, err);
    if (!code)
        code = make_runs(engine, err);
    if (!code)
        code = open_fetcher(engine, err);
    if (!code)
        code = delivery_open(&engine->settings->kafka, CLIENT_ID, &engine->delivery, err);
    engine->schedule = schedule_new(places(engine->settings));
    engine->robots = robots_cache_new();
    return code;
}

static void drain(struct delivery *delivery, long long stop_ms)
{
    while (delivery_pending(delivery) > 0 && service_clock_ms() < stop_ms &&
           !delivery_serve(delivery, 100, NULL))
        service_beat();
}

/* First the items, then the states that say they were sent. The polls hold the tickets of what is
 * on its way, so they go after the producer. */
static void end_polls(struct engine *engine)
{
    long long stop_ms = service_clock_ms() + SERVICE_DRAIN_MS;
    drain(engine->delivery, stop_ms);
    poll_settle(engine);
    poll_leave_all(engine);
    drain(engine->delivery, stop_ms);
}

static void close_engine(struct engine *engine)
{
    fetcher_free(engine->fetcher);
    if (engine->delivery != NULL)
        end_polls(engine);
    delivery_close(engine->delivery);
    poll_drop_all(engine);
    for (size_t i = 0; i < engine->run_count; i++)
        source_state_release(&engine->run[i].state);
    free(engine->run);
    schedule_free(engine->schedule);
    robots_cache_free(engine->robots);
    catalogue_release(&engine->catalogue);
    arena_release(&engine->arena);
}

/* Waits for Kafka, for ever. */
static enum err_code join(struct engine *engine, struct membership **membership, struct err *err)
{
    const struct poller_settings *settings = engine->settings;
    const struct membership_events events = {on_state, on_gained, on_lost, engine};
    /* A single round has all partitions to itself, and takes them from nobody. */
    enum err_code code;
    while ((code = membership_open(&settings->kafka, CLIENT_ID, settings->group, settings->once,
                                   &events, membership, err)) == ERR_UNAVAILABLE &&
           !service_stopping()) {
        service_set_ready(false, err->text);
        service_sleep_ms(OPEN_RETRY_MS);
    }
    if (code)
        return code;
    int partitions = membership_partitions(*membership);
    for (size_t i = 0; i < engine->run_count; i++) {
        const char *id = engine->run[i].source->id;
        engine->run[i].partition = kafka_partition_of(id, strlen(id), partitions);
    }
    return ERR_OK;
}

static bool round_is_done(const struct engine *engine, const struct membership *membership)
{
    if (!membership_is_settled(membership))
        return false;
    for (size_t i = 0; i < engine->run_count; i++) {
        if (!engine->run[i].polled)
            return false;
    }
    return delivery_pending(engine->delivery) == 0;
}

static int rest_ms(const struct engine *engine, const struct membership *membership)
{
    long long wait_ms = schedule_wait_ms(engine->schedule, service_clock_ms());
    if (wait_ms < 0 || wait_ms > TURN_MS)
        wait_ms = TURN_MS;
    if (engine->settings->once && round_is_done(engine, membership))
        wait_ms = 0;
    bool busy = delivery_pending(engine->delivery) > 0 || !membership_is_settled(membership);
    if (busy && wait_ms > TURN_PENDING_MS)
        wait_ms = TURN_PENDING_MS;
    return (int)wait_ms;
}

/* What only a person can mend (grants, a topic that is gone) is waited for: others may be polled
 * meanwhile, and /readyz says what it is. */
static enum err_code
serve_membership(struct engine *engine, struct membership *membership, struct err *err)
{
    struct err why = {0};
    enum err_code code = membership_serve(membership, 0, &why);
    engine->hindered = code == ERR_CONFIG;
    if (engine->hindered) {
        service_set_ready(false, why.text);
        return ERR_OK;
    }
    if (code && err != NULL)
        *err = why;
    return code;
}

static void show_readiness(const struct engine *engine, const struct membership *membership)
{
    bool settled = membership_is_settled(membership);
    bool flows = delivery_pending(engine->delivery) < PENDING_MAX;
    bool away = membership_is_away(membership);
    if (!engine->hindered)
        service_set_ready(settled && flows && !away, away       ? membership_why(membership)
                                                     : !settled ? "no partition of " TOPIC_SOURCES
                                                                  " is ours yet"
                                                     : !flows ? "Kafka does not acknowledge"
                                                              : "");
}

/* One turn of the wheel. */
static enum err_code turn(struct engine *engine, struct membership *membership, struct err *err)
{
    enum err_code code = serve_membership(engine, membership, err);
    if (!code)
        code = delivery_serve(engine->delivery, 0, err);
    if (code)
        return code;
    struct job *job;
    while (delivery_pending(engine->delivery) < PENDING_MAX &&
           (job = schedule_take(engine->schedule, service_clock_ms())) != NULL) {
        struct task *task = job->owner;
        task->start(task);
    }
    fetcher_run(engine->fetcher, rest_ms(engine, membership));
    poll_settle(engine);
    show_states(engine);
    show_readiness(engine, membership);
    if (engine->failure && err != NULL)
        *err = engine->failure_err;
    return engine->failure;
}

enum err_code poller_run(const struct poller_settings *settings, struct err *err)
{
    struct engine engine = {.settings = settings};
    struct membership *membership = NULL;
    enum err_code code = open_engine(&engine, err);
    if (!code)
        code = join(&engine, &membership, err);
    while (!code && !service_stopping()) {
        service_beat();
        code = turn(&engine, membership, err);
        if (settings->once && round_is_done(&engine, membership))
            break;
    }
    if (service_stopping() && code == ERR_UNAVAILABLE)
        code = ERR_OK;
    close_engine(&engine);
    membership_close(membership);
    return code;
}
