#include "consumers/store/start.h"

#include "common/base/crash.h"
#include "common/model/topic.h"
#include "common/service/log.h"
#include "consumers/store/batch.h"

#include <string.h>

/* Kafka's times are its producers', ours PostgreSQL's. */
#define CLOCKS_DIFFER_MS 10000

/* Compaction takes old states of sources, and nothing is lost with them. */
static bool keeps_all(const struct position *position)
{
    return strcmp(position->topic, TOPIC_RECORDS) == 0;
}

bool start_is_doubtful(const struct position *position, long long offset)
{
    return keeps_all(position) && position->row && offset > position->pending &&
           offset != position->sound;
}

bool start_is_behind(const struct position *position, long long offset)
{
    return keeps_all(position) && position->row && offset < position->stored;
}

/* A lock that somebody holds for long must not keep the loop from its beat. And to
 * compile a query takes longer than any of ours runs, which the planner, who can't know how little
 * they find, does not see. What an administrator has set is left as it is. */
enum err_code start_open(const struct pg_settings *settings, struct pg **pg, struct err *err)
{
    static const char limit_sql[] =
        "SELECT set_config(name, value, false)"
        " FROM (VALUES ('lock_timeout', '10s'), ('jit', 'off')) AS limits (name, value)"
        " JOIN pg_settings USING (name) WHERE source = 'default'";
    enum err_code code = pg_open(settings, "gainsay-store", pg, err);
    return code ? code : pg_run(*pg, limit_sql, err);
}

static void tell_halted(const struct position *position, long long low, long long high)
{
    log_event(LOG_ERROR, "store.halted", LOG_TEXT("topic", position->topic),
              LOG_INT("partition", position->partition), LOG_INT("expected", position->stored),
              LOG_INT("first", low), LOG_INT("end", high));
}

/* Somebody made the topic anew, and it has grown past our offset since: all that it has is later
 * than our last move, though we should have read some of it. */
static enum err_code check_age(struct kafka_consumer *consumer,
                               struct position *position,
                               long long low,
                               struct err *err)
{
    long long later = -1;
    if (position->halted || !position->row || position->stored <= low)
        return ERR_OK;
    enum err_code code =
        kafka_consumer_offset_at(consumer, position->topic, position->partition,
                                 position->moved_ms + CLOCKS_DIFFER_MS, &later, err);
    position->halted = !code && later == low;
    return code;
}

static enum err_code check_bounds(struct kafka_consumer *consumer,
                                  struct position *position,
                                  struct metric *gaps,
                                  struct err *err)
{
    long long low = 0;
    long long high = 0;
    if (!keeps_all(position))
        return ERR_OK;
    enum err_code code =
        kafka_consumer_bounds_past(consumer, position->topic, position->partition,
                                   position->row ? position->stored : 0, &low, &high, err);
    if (code)
        return code;
    if (!position->row)
        position->stored = position->closed = position->pending = low;
    bool was_halted = position->halted;
    position->halted = position->stored < low || position->stored > high;
    code = check_age(consumer, position, low, err);
    if (position->halted && !was_halted) {
        tell_halted(position, low, high);
        if (position->stored < low)
            metrics_add(gaps, NULL, (double)(low - position->stored));
    }
    return code;
}

enum err_code start_find(struct kafka_consumer *consumer,
                         struct pg *pg,
                         const char *group,
                         struct position *position,
                         struct metric *gaps,
                         struct err *err)
{
    enum err_code code = batch_read_position(pg, group, position, err);
    if (!code)
        code = check_bounds(consumer, position, gaps, err);
    if (!code && !position->halted)
        code = kafka_consumer_seek(consumer, position->topic, position->partition, position->stored,
                                   err);
    if (code)
        position->known = false;
    else if (!position->halted)
        log_event(LOG_INFO, "store.position", LOG_TEXT("topic", position->topic),
                  LOG_INT("partition", position->partition), LOG_INT("offset", position->stored));
    CRASH_POINT("store:settled");
    return code;
}
