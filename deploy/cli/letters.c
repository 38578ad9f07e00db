#include "deploy/cli/letters.h"

#include "common/kafka/dead_letter.h"
#include "common/kafka/producer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SQL_BYTES 1024
#define ACK_MS    30000

struct letters_sender {
    struct kafka_producer *producer;
    const char *refused; /* why Kafka gave the message up, or NULL */
};

static const char *or_null(const char *text)
{
    return text == NULL || text[0] == '\0' ? NULL : text;
}

enum err_code letters_find(struct pg *pg,
                           const struct letters_filter *filter,
                           const char *columns,
                           struct pg_result **rows,
                           struct err *err)
{
    static const char where[] =
        " FROM dead_letter WHERE ($1::text IS NULL OR id = $1) AND ($2 = 'all' OR state = $2)"
        " AND ($3::text IS NULL OR service = $3)"
        " AND ($4::timestamptz IS NULL OR first_at >= $4)"
        " AND ($5::text IS NULL OR position(lower($5) IN lower(error)) > 0)"
        " ORDER BY first_at, id LIMIT nullif($6::bigint, 0)";
    char sql[SQL_BYTES];
    char max[32];
    (void)snprintf(sql, sizeof sql, "SELECT %s%s", columns, where);
    (void)snprintf(max, sizeof max, "%lld", filter->max);
    const char *values[] = {or_null(filter->id),      filter->state,
                            or_null(filter->service), or_null(filter->since),
                            or_null(filter->match),   max};
    return pg_query(pg, sql, values, 6, rows, err);
}

static void on_delivered(void *context, void *opaque, const char *error)
{
    (void)opaque;
    struct letters_sender *sender = context;
    if (error != NULL)
        sender->refused = error;
}

enum err_code letters_sender_open(const struct kafka_settings *kafka,
                                  struct letters_sender **sender,
                                  struct err *err)
{
    *sender = calloc(1, sizeof **sender);
    if (*sender == NULL)
        return err_set(err, ERR_INTERNAL, "out of memory");
    return kafka_producer_open(kafka, "gainsay-dead-letters", on_delivered, *sender,
                               &(*sender)->producer, err);
}

void letters_sender_close(struct letters_sender *sender)
{
    if (sender != NULL)
        kafka_producer_close(sender->producer);
    free(sender);
}

/* The bytes that hexadecimal digits stand for, in their place. */
static size_t from_hex(char *hex)
{
    size_t len = strlen(hex) / 2;
    for (size_t i = 0; i < len; i++) {
        char pair[] = {hex[2 * i], hex[2 * i + 1], '\0'};
        hex[i] = (char)strtoul(pair, NULL, 16);
    }
    return len;
}

enum column { TOPIC, KEY, VALUE, SERVICE };

/* The message's own, to which ours are added. */
static enum err_code find_headers(struct pg *pg,
                                  const char *id,
                                  struct kafka_header headers[KAFKA_HEADERS_MAX],
                                  size_t *count,
                                  struct pg_result **rows,
                                  struct err *err)
{
    enum err_code code = pg_query(pg,
                                  "SELECT h.key, h.value FROM dead_letter,"
                                  " jsonb_each_text(headers) AS h WHERE id = $1 AND"
                                  " h.value IS NOT NULL",
                                  &id, 1, rows, err);
    int found = code ? 0 : pg_row_count(*rows);
    for (int i = 0; i < found && *count < KAFKA_HEADERS_MAX; i++)
        headers[(*count)++] = (struct kafka_header){pg_value(*rows, i, 0), pg_value(*rows, i, 1)};
    return code;
}

static enum err_code produce(struct letters_sender *sender,
                             const struct pg_result *row,
                             const struct kafka_header *headers,
                             size_t header_count,
                             struct err *err)
{
    char *value = strdup(pg_value(row, 0, VALUE));
    if (value == NULL)
        return err_set(err, ERR_INTERNAL, "out of memory");
    const char *key = pg_value(row, 0, KEY);
    const struct kafka_out out = {
        .topic = pg_value(row, 0, TOPIC),
        .key = key,
        .key_len = key == NULL ? 0 : strlen(key),
        .value = value,
        .value_len = from_hex(value),
        .headers = headers,
        .header_count = header_count,
    };
    sender->refused = NULL;
    enum err_code code = kafka_producer_send(sender->producer, &out, err);
    if (!code)
        code = kafka_producer_flush(sender->producer, ACK_MS, err);
    if (!code && sender->refused != NULL)
        code = err_set(err, ERR_UNAVAILABLE, "Kafka gave it up: %s", sender->refused);
    free(value);
    return code;
}

enum err_code letters_send(
    struct letters_sender *sender, struct pg *pg, const char *id, bool *sent, struct err *err)
{
    struct pg_result *row = NULL;
    struct pg_result *own = NULL;
    *sent = false;
    enum err_code code = pg_run(pg, "BEGIN", err);
    if (!code)
        code = pg_query(pg,
                        "SELECT topic, key, encode(value, 'hex'), service FROM dead_letter"
                        " WHERE id = $1 AND state = 'waiting' FOR UPDATE SKIP LOCKED",
                        &id, 1, &row, err);
    if (!code && pg_row_count(row) == 1) {
        struct kafka_header headers[KAFKA_HEADERS_MAX] = {
            {DEAD_LETTER_RETRY_OF, id},
            {DEAD_LETTER_RETRY_SERVICE, pg_value(row, 0, SERVICE)},
        };
        size_t count = 2;
        code = find_headers(pg, id, headers, &count, &own, err);
        if (!code)
            code = produce(sender, row, headers, count, err);
        *sent = !code;
    }
    pg_free(own);
    pg_free(row);
    row = NULL;
    if (*sent)
        code = pg_query(pg,
                        "UPDATE dead_letter SET state = 'retried', retries = retries + 1,"
                        " changed_at = now() WHERE id = $1",
                        &id, 1, &row, err);
    pg_free(row);
    if (!code)
        code = pg_run(pg, "COMMIT", err);
    if (code)
        pg_rollback(pg);
    return code ? err_in(err, "%s", id) : ERR_OK;
}

enum err_code letters_discard(struct pg *pg, const char *id, bool *done, struct err *err)
{
    struct pg_result *row = NULL;
    enum err_code code = pg_query(pg,
                                  "UPDATE dead_letter SET state = 'discarded', changed_at = now()"
                                  " WHERE id = $1 AND state <> 'discarded'",
                                  &id, 1, &row, err);
    *done = !code && pg_affected(row) == 1;
    pg_free(row);
    return code;
}
