/*
 * What gainsay-store could reach at most: the same tables from the same topic with nothing checked.
 * Consumes, copies each message into a temporary table, and merges with plain inserts. No message
 * is looked at, no redaction, no revision and no generation is weighed, no offset is kept in the
 * transaction, nothing is linked: a message that comes twice or late makes wrong tables.
 *
 *     bench_limit BROKERS CONNINFO GROUP
 */
#include <libpq-fe.h>
#include <librdkafka/rdkafka.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BATCH_MAX  2000
#define BATCH_MS   50
#define TEXT_BYTES ((size_t)64 << 20)

static volatile sig_atomic_t stopping;

static void on_signal(int number)
{
    (void)number;
    stopping = 1;
}

static void die(const char *what, const char *why)
{
    (void)fprintf(stderr, "bench_limit: %s: %s\n", what, why);
    exit(1);
}

static void run(PGconn *pg, const char *sql, ExecStatusType wanted)
{
    PGresult *result = PQexec(pg, sql);
    if (PQresultStatus(result) != wanted)
        die(sql, PQerrorMessage(pg));
    PQclear(result);
}

/* COPY's text format. */
static size_t escape(const char *from, size_t len, char *to)
{
    size_t out = 0;
    for (size_t i = 0; i < len; i++) {
        if (from[i] == '\\')
            to[out++] = '\\';
        to[out++] = from[i];
    }
    to[out++] = '\n';
    return out;
}

static const char merge_sql[] =
    "INSERT INTO item (id, source, guid, first_seen, revision)"
    " SELECT i ->> 'id', i ->> 'source', i ->> 'guid', (i ->> 'fetched')::timestamptz, i ->> "
    "'revision' FROM (SELECT value -> 'item' AS i FROM limit_stage OFFSET 0) AS s"
    " ON CONFLICT DO NOTHING;"
    "INSERT INTO item_revision"
    " SELECT i ->> 'id', i ->> 'revision', (i ->> 'fetched')::timestamptz, i ->> 'story', i ->> "
    "'kind', i ->> 'country', i ->> 'lang', i ->> 'url', i ->> 'title', i ->> 'summary', i ->> "
    "'text', i ->> 'author', (i ->> 'published')::timestamptz, i ->> 'published_raw', i ->> "
    "'published_precision', i ->> 'published_from', (i ->> 'updated')::timestamptz, '', value ->> "
    "'classifier', value ->> 'lexicon', (value ->> 'generation')::bigint,"
    " (value ->> 'classified')::boolean, value -> 'records'"
    " FROM (SELECT value, value -> 'item' AS i FROM limit_stage OFFSET 0) AS s"
    " ON CONFLICT DO NOTHING;"
    "SELECT store_apply(ARRAY(SELECT value -> 'item' ->> 'id' FROM limit_stage))";

static void write_batch(PGconn *pg, rd_kafka_message_t **messages, size_t count, char *text)
{
    run(pg, "BEGIN", PGRES_COMMAND_OK);
    run(pg, "COPY limit_stage (value) FROM STDIN", PGRES_COPY_IN);
    size_t len = 0;
    for (size_t i = 0; i < count; i++) {
        if (len + 2 * messages[i]->len + 1 > TEXT_BYTES)
            die("copy", "the batch is too large");
        len += escape(messages[i]->payload, messages[i]->len, text + len);
    }
    if (PQputCopyData(pg, text, (int)len) != 1 || PQputCopyEnd(pg, NULL) != 1)
        die("copy", PQerrorMessage(pg));
    PGresult *result = NULL;
    while ((result = PQgetResult(pg)) != NULL) {
        if (PQresultStatus(result) != PGRES_COMMAND_OK)
            die("copy", PQerrorMessage(pg));
        PQclear(result);
    }
    run(pg, merge_sql, PGRES_TUPLES_OK);
    run(pg, "COMMIT", PGRES_COMMAND_OK);
}

static rd_kafka_t *subscribe(const char *brokers, const char *group)
{
    const char *const settings[][2] = {{"bootstrap.servers", brokers},
                                       {"group.id", group},
                                       {"auto.offset.reset", "earliest"},
                                       {"queued.max.messages.kbytes", "16384"}};
    char why[512];
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    for (size_t i = 0; i < sizeof settings / sizeof settings[0]; i++) {
        if (rd_kafka_conf_set(conf, settings[i][0], settings[i][1], why, sizeof why))
            die(settings[i][0], why);
    }
    rd_kafka_t *kafka = rd_kafka_new(RD_KAFKA_CONSUMER, conf, why, sizeof why);
    if (kafka == NULL)
        die("consumer", why);
    (void)rd_kafka_poll_set_consumer(kafka);
    rd_kafka_topic_partition_list_t *topics = rd_kafka_topic_partition_list_new(1);
    (void)rd_kafka_topic_partition_list_add(topics, "gainsay.records", RD_KAFKA_PARTITION_UA);
    if (rd_kafka_subscribe(kafka, topics))
        die("subscribe", "refused");
    rd_kafka_topic_partition_list_destroy(topics);
    return kafka;
}

int main(int argc, char **argv)
{
    if (argc != 4)
        die("usage", "bench_limit BROKERS CONNINFO GROUP");
    (void)signal(SIGTERM, on_signal);
    PGconn *pg = PQconnectdb(argv[2]);
    if (PQstatus(pg) != CONNECTION_OK)
        die("connect", PQerrorMessage(pg));
    run(pg, "SET client_min_messages = warning", PGRES_COMMAND_OK);
    run(pg, "CREATE TEMP TABLE limit_stage (value jsonb NOT NULL) ON COMMIT DELETE ROWS",
        PGRES_COMMAND_OK);
    char *text = malloc(TEXT_BYTES);
    rd_kafka_message_t *batch[BATCH_MAX];
    size_t count = 0;
    rd_kafka_t *kafka = subscribe(argv[1], argv[3]);
    while (!stopping && text != NULL) {
        rd_kafka_message_t *message = rd_kafka_consumer_poll(kafka, BATCH_MS);
        if (message != NULL && !message->err)
            batch[count++] = message;
        else if (message != NULL)
            rd_kafka_message_destroy(message);
        if (count > 0 && (count == BATCH_MAX || message == NULL)) {
            write_batch(pg, batch, count, text);
            while (count > 0)
                rd_kafka_message_destroy(batch[--count]);
        }
    }
    (void)rd_kafka_consumer_close(kafka);
    rd_kafka_destroy(kafka);
    PQfinish(pg);
    free(text);
    return 0;
}
