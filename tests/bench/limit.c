/*
 * What gainsay-store could reach at most: the same tables from the same topic with nothing checked.
 * Consumes, copies messages in columns (as the store does, which is the cheapest way known) into a
 * temporary table, and merges with plain inserts, one after the other. No redaction, no revision
 * and no generation is weighed, no offset is kept in the transaction, nothing is linked: a message
 * that comes twice or late makes wrong tables. As much as librdkafka likes is read ahead.
 *
 *     bench_limit BROKERS CONNINFO GROUP
 */
#include "common/model/topic.h"
#include "consumers/store/prepared.h"

#include <libpq-fe.h>
#include <librdkafka/rdkafka.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#define BATCH_MAX   2000
#define BATCH_MS    50
#define ARENA_BYTES ((size_t)64 << 20)

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

static const char merge_sql[] =
    "INSERT INTO item (id, source, guid, first_seen, revision)"
    " SELECT item_id, source, guid, fetched::timestamptz, revision FROM staged_item"
    " ON CONFLICT DO NOTHING;"
    "INSERT INTO item_revision (item_id, revision, fetched, story, kind, country, lang, url, title,"
    " summary, text, author, published, published_raw, published_precision, published_from, "
    "updated,"
    " digest, classifier, lexicon, generation, classified, records)"
    " SELECT item_id, revision, fetched::timestamptz, story, kind, country, lang, url, title,"
    " summary, text, author, published::timestamptz, published_raw, published_precision,"
    " published_from, updated::timestamptz, '', classifier, lexicon, generation, classified, "
    "records"
    " FROM staged_item ON CONFLICT DO NOTHING;"
    "INSERT INTO sighting (item_id, story) SELECT item_id, story FROM staged_item"
    " WHERE story IS NOT NULL ON CONFLICT DO NOTHING;"
    "SELECT store_records(ARRAY(SELECT item_id FROM staged_item WHERE records <> '[]'))";

static void copy(PGconn *pg, const struct buf *rows)
{
    static const char header[19] = "PGCOPY\n\377\r\n";
    run(pg, prepared_results_sql, PGRES_COPY_IN);
    if (PQputCopyData(pg, header, sizeof header) != 1 ||
        PQputCopyData(pg, rows->ptr, (int)rows->len) != 1 ||
        PQputCopyData(pg, "\377\377", 2) != 1 || PQputCopyEnd(pg, NULL) != 1)
        die("copy", PQerrorMessage(pg));
    PGresult *result = NULL;
    while ((result = PQgetResult(pg)) != NULL) {
        if (PQresultStatus(result) != PGRES_COMMAND_OK)
            die("copy", PQerrorMessage(pg));
        PQclear(result);
    }
}

static void write_batch(PGconn *pg,
                        rd_kafka_message_t **messages,
                        size_t count,
                        struct prepared *prepared,
                        struct arena *arena)
{
    prepared_reset(prepared);
    for (size_t i = 0; i < count; i++) {
        const struct kafka_message message = {
            .topic = TOPIC_RECORDS, .value = messages[i]->payload, .value_len = messages[i]->len};
        prepared_add(prepared, &message, NULL, arena);
    }
    run(pg, "BEGIN", PGRES_COMMAND_OK);
    copy(pg, &prepared->results);
    run(pg, merge_sql, PGRES_TUPLES_OK);
    run(pg, "COMMIT", PGRES_COMMAND_OK);
}

static rd_kafka_t *subscribe(const char *brokers, const char *group)
{
    const char *const settings[][2] = {
        {"bootstrap.servers", brokers}, {"group.id", group}, {"auto.offset.reset", "earliest"}};
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
    (void)rd_kafka_topic_partition_list_add(topics, TOPIC_RECORDS, RD_KAFKA_PARTITION_UA);
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
    run(pg, "SELECT store_stage()", PGRES_TUPLES_OK);
    struct arena arena;
    struct prepared prepared;
    arena_init(&arena, ARENA_BYTES);
    prepared_init(&prepared, NULL);
    rd_kafka_message_t *batch[BATCH_MAX];
    size_t count = 0;
    rd_kafka_t *kafka = subscribe(argv[1], argv[3]);
    while (!stopping) {
        rd_kafka_message_t *message = rd_kafka_consumer_poll(kafka, BATCH_MS);
        if (message != NULL && !message->err)
            batch[count++] = message;
        else if (message != NULL)
            rd_kafka_message_destroy(message);
        if (count > 0 && (count == BATCH_MAX || message == NULL)) {
            write_batch(pg, batch, count, &prepared, &arena);
            while (count > 0)
                rd_kafka_message_destroy(batch[--count]);
        }
    }
    (void)rd_kafka_consumer_close(kafka);
    rd_kafka_destroy(kafka);
    PQfinish(pg);
    prepared_release(&prepared);
    arena_release(&arena);
    return 0;
}
