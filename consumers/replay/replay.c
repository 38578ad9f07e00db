#include "consumers/replay/replay.h"

#include "common/base/printed.h"
#include "common/kafka/admin.h"
#include "common/kafka/range.h"
#include "common/model/topic.h"
#include "common/service/sending.h"
#include "common/service/service.h"
#include "common/text/date.h"
#include "consumers/classifier/classified.h"
#include "consumers/replay/difference.h"
#include "consumers/replay/progress.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define POLL_MS      100
#define COMMIT_EVERY 1000
#define SECOND_MS    1000
#define FLUSH_MS     1000

struct replay {
    const struct replay_settings *settings;
    struct classified classified;
    struct kafka_range range; /* up to where the topic ended when we began */
    struct kafka_producer *producer;
    struct pg *pg;
    int part_count;
    long long since_s;
    long long until_s;
    long long sent;
    long long passed_over;
    long long of_source; /* whenever they were fetched */
    long long bad;
    long long undelivered;
    long long total;
    long long start_ms;
    struct difference difference;
};

static void on_delivered(void *context, void *opaque, const char *error)
{
    (void)opaque;
    struct replay *replay = context;
    replay->undelivered += error != NULL;
    if (error != NULL)
        sending_failed();
}

static enum err_code
read_time(const char *name, const char *text, long long unset, long long *epoch_s, struct err *err)
{
    *epoch_s = unset;
    if (text[0] == '\0' || date_from_rfc3339(str_of(text), epoch_s))
        return ERR_OK;
    static const struct date_hints utc = {0};
    struct date date;
    if (!date_read(str_of(text), &utc, &date))
        return err_set(err, ERR_CONFIG,
                       "replay.%s: \"%s\" is no time such as 2025-04-01T00:00:00Z or 2025-04-01",
                       name, text);
    *epoch_s = date.epoch_s;
    return ERR_OK;
}

/* "N", of every partition, or "PARTITION:N,..."; a partition that is not named begins at its
 * beginning. -1: no offset was given. */
static enum err_code
read_from(const struct replay *replay, int partition, long long *from, struct err *err)
{
    struct str rest = str_of(replay->settings->from_offset);
    *from = -1;
    while (rest.len > 0) {
        struct str part = str_trim(str_split(rest, ',', &rest));
        const char *colon = memchr(part.ptr, ':', part.len);
        char *end = NULL;
        long long of = colon == NULL ? partition : strtoll(part.ptr, &end, 10);
        bool fine = colon == NULL || (end == colon && of >= 0 && of < replay->part_count);
        const char *digits = colon == NULL ? part.ptr : colon + 1;
        long long offset = strtoll(digits, &end, 10);
        if (!fine || end == digits || end != part.ptr + part.len || offset < 0)
            return err_set(err, ERR_CONFIG,
                           "replay.from_offset: \"%.*s\" is neither an offset nor PARTITION:OFFSET "
                           "with a partition up to %d",
                           STR_ARG(part), replay->part_count - 1);
        if (of == partition)
            *from = offset;
    }
    return ERR_OK;
}

/* Where the topic ends now: what comes later is the live classifier's. A name that was used before
 * goes on. */
static enum err_code find_ends(struct replay *replay, struct err *err)
{
    struct kafka_admin *admin = NULL;
    enum err_code code = kafka_admin_open(&replay->settings->kafka, &admin, err);
    if (!code)
        code = kafka_admin_partitions(admin, TOPIC_ITEMS, &replay->part_count, err);
    if (!code && replay->part_count <= 0)
        code = err_set(err, ERR_CONFIG, "there is no topic " TOPIC_ITEMS);
    for (int i = 0; i < replay->part_count && !code; i++) {
        long long low = 0;
        long long next = 0;
        long long end = 0;
        long long from = -1;
        code = kafka_admin_watermarks(admin, TOPIC_ITEMS, i, &low, &end, err);
        if (!code)
            code = kafka_admin_committed(&replay->settings->kafka, replay->settings->name,
                                         TOPIC_ITEMS, i, &next, err);
        if (!code)
            code = read_from(replay, i, &from, err);
        long long first = from > low ? from : low;
        if (replay->settings->dry_run || next < first)
            next = first;
        if (!code)
            code = kafka_range_set(&replay->range, i, next, end, err);
    }
    kafka_admin_close(admin);
    replay->total = kafka_range_left(&replay->range);
    return code;
}

static bool is_wanted(struct replay *replay, const struct item *item)
{
    long long fetched_s = 0;
    if (replay->settings->source[0] != '\0' && strcmp(replay->settings->source, item->source) != 0)
        return false;
    replay->of_source++;
    return !date_from_rfc3339(str_of(item->fetched), &fetched_s) ||
           (fetched_s >= replay->since_s && fetched_s < replay->until_s);
}

static void show(const struct replay *replay, const char *why)
{
    const struct kafka_range *range = &replay->range;
    service_beat();
    service_set_ready(why == NULL, why == NULL ? "" : why);
    sending_pending(replay->producer == NULL ? 0 : kafka_producer_pending(replay->producer));
    for (int i = 0; i < range->part_count; i++)
        progress_left(i, range->part[i].end - range->part[i].next);
}

static void tell(struct replay *replay, bool now)
{
    double rate = 0;
    if (!kafka_range_due(&replay->range, service_clock_ms(), &rate) && !now)
        return;
    const char *why = replay->producer == NULL ? NULL : kafka_producer_trouble(replay->producer);
    show(replay, why);
    (void)fprintf(stderr, "gainsay-replay: %lld of %lld items, %.0f a second%s%s\n",
                  replay->range.read, replay->total, rate,
                  why == NULL ? "" : ", waiting for Kafka: ", why == NULL ? "" : why);
}

static enum err_code
send(struct replay *replay, const struct kafka_message *message, struct err *err)
{
    struct kafka_event_headers headers;
    struct kafka_out out;
    struct kafka_message marked = *message;
    struct kafka_header with_mark[KAFKA_HEADERS_MAX + 1];
    for (size_t i = 0; i < message->header_count; i++)
        with_mark[i] = message->headers[i];
    with_mark[marked.header_count++] = (struct kafka_header){"replay", replay->settings->name};
    marked.headers = with_mark;
    classified_out(&replay->classified, "gainsay-replay", &marked, &headers, &out);
    enum err_code code = ERR_OK;
    while ((code = kafka_producer_send(replay->producer, &out, err)) == ERR_UNAVAILABLE &&
           !service_stopping()) {
        kafka_producer_poll(replay->producer, POLL_MS);
        sending_waited(POLL_MS);
        tell(replay, false);
    }
    kafka_producer_poll(replay->producer, 0);
    return code;
}

/* Only what is wanted is classified: that takes most of the time. */
static enum err_code
handle(struct replay *replay, const struct kafka_message *message, struct err *err)
{
    struct classified *classified = &replay->classified;
    struct err why = {0};
    progress_read();
    enum err_code code = classified_item(classified, message, &why);
    bool wanted = !code && is_wanted(replay, &classified->result.item);
    if (wanted)
        code = classified_result(classified, &why);
    if (err_class_of(code) == ERR_CLASS_DROP) {
        (void)fprintf(stderr, "gainsay-replay: %s[%d]@%lld: %s\n", message->topic,
                      message->partition, message->offset, why.text);
        replay->bad++;
        progress_dropped(PROGRESS_BAD);
        return ERR_OK;
    }
    if (code) {
        *err = why;
        return code;
    }
    if (!wanted) {
        replay->passed_over++;
        progress_dropped(PROGRESS_PASSED_OVER);
        return ERR_OK;
    }
    replay->sent++;
    code = replay->settings->dry_run ? difference_print(replay->pg, &classified->result.item,
                                                        &classified->json, &replay->difference, err)
                                     : send(replay, message, err);
    if (!code)
        progress_result();
    return code;
}

/* What was read is done once its results are acknowledged. */
static enum err_code commit(struct replay *replay, struct err *err)
{
    /* Who has read nothing may not have joined the group yet, and has nothing to keep. */
    if (replay->settings->dry_run || replay->range.read == 0)
        return ERR_OK;
    while (kafka_producer_flush(replay->producer, FLUSH_MS, err)) {
        if (kafka_producer_check(replay->producer, err) || service_drain_over())
            return err->code;
        sending_waited(FLUSH_MS);
        tell(replay, false);
    }
    if (replay->undelivered > 0)
        return err_set(err, ERR_INTERNAL, "%lld results were not delivered", replay->undelivered);
    for (int i = 0; i < replay->part_count; i++) {
        struct err why = {0};
        if (kafka_consumer_commit(replay->range.consumer, TOPIC_ITEMS, i,
                                  replay->range.part[i].next, NULL, &why))
            (void)fprintf(stderr, "gainsay-replay: progress is not kept: %s\n", why.text);
    }
    return ERR_OK;
}

/* Waits as long as we are ahead of the rate. */
static void keep_rate(const struct replay *replay)
{
    if (replay->settings->rate > 0) {
        long long due_ms = replay->start_ms + replay->sent * SECOND_MS / replay->settings->rate;
        service_sleep_ms(due_ms - service_clock_ms());
    }
}

static enum err_code read_all(struct replay *replay, struct err *err)
{
    struct kafka_range *range = &replay->range;
    enum err_code code = ERR_OK;
    /* Also who asks before the first items came learns how many there are. */
    tell(replay, true);
    while (!code && !service_stopping() && kafka_range_left(range) > 0) {
        struct kafka_message message;
        code = kafka_range_read(range, POLL_MS, service_clock_ms(), &message, err);
        bool came = !code && message.held != NULL;
        if (came) {
            code = handle(replay, &message, err);
            keep_rate(replay);
        }
        kafka_message_release(&message);
        if (!code && came && range->read % COMMIT_EVERY == 0)
            code = commit(replay, err);
        tell(replay, false);
    }
    if (!code)
        code = commit(replay, err);
    if (!code)
        tell(replay, true);
    return code;
}

static void report(const struct replay *replay)
{
    const struct difference *sum = &replay->difference;
    if (sum->tied > 0)
        (void)fprintf(stderr,
                      "gainsay-replay: the tables have results of other rules and generation %lld "
                      "for %lld of these items; which of two stays is chance: raise "
                      "classifier.generation\n",
                      replay->settings->generation, sum->tied);
    (void)printf("%lld items read, %lld passed over, %lld bad; ", replay->range.read,
                 replay->passed_over, replay->bad);
    if (replay->settings->dry_run)
        (void)printf("records: %lld would appear, %lld vanish, %lld change, %lld stay, in %lld "
                     "items, %lld of them new; nothing would change in %lld items that were "
                     "taken down, %lld revised since, %lld of a greater generation\n",
                     sum->appear, sum->vanish, sum->change, sum->same, sum->items, sum->unknown,
                     sum->redacted, sum->superseded, sum->outranked);
    else
        (void)printf("%lld results sent\n", replay->sent);
    if (replay->settings->source[0] != '\0' && replay->of_source == 0 && replay->range.read > 0)
        (void)printf("none of them is of source \"%s\"\n", replay->settings->source);
    if (replay->total == 0 && !replay->settings->dry_run)
        (void)printf("nothing is left under the name \"%s\"; another one begins anew\n",
                     replay->settings->name);
    if (service_stopping())
        (void)printf("stopped before the end; the same command goes on from here\n");
}

static enum err_code open_all(struct replay *replay, struct err *err)
{
    const struct replay_settings *settings = replay->settings;
    enum err_code code =
        read_time("since", settings->since, DATE_EPOCH_MIN_S, &replay->since_s, err);
    if (!code)
        code = read_time("until", settings->until, DATE_EPOCH_MAX_S, &replay->until_s, err);
    if (!code)
        code = classified_open(&replay->classified, settings->lexicon, settings->generation, err);
    if (!code && settings->dry_run)
        code = pg_open(&settings->postgres, "gainsay-replay", &replay->pg, err);
    if (!code)
        code = find_ends(replay, err);
    if (!code)
        code = kafka_producer_open(&settings->kafka, "gainsay-replay", on_delivered, replay,
                                   &replay->producer, err);
    if (!code)
        kafka_producer_expect(replay->producer, TOPIC_RECORDS);
    return code ? code
                : kafka_range_open(&replay->range, &settings->kafka, "gainsay-replay",
                                   settings->name, err);
}

enum err_code replay_run(const struct replay_settings *settings, struct err *err)
{
    static struct replay replay;
    replay = (struct replay){.settings = settings, .start_ms = service_clock_ms()};
    kafka_range_init(&replay.range, TOPIC_ITEMS);
    progress_open();
    enum err_code code = open_all(&replay, err);
    if (!code)
        code = read_all(&replay, err);
    if (!code)
        report(&replay);
    if (!code)
        code = printed_check(err);
    kafka_range_close(&replay.range);
    kafka_producer_close(replay.producer);
    pg_close(replay.pg);
    classified_close(&replay.classified);
    return code;
}
