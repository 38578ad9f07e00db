/*
 * Dead letters as table dead_letter has them: which ones are meant, and sending them again.
 */
#ifndef GAINSAY_CLI_LETTERS_H
#define GAINSAY_CLI_LETTERS_H

#include "common/kafka/settings.h"
#include "common/pg/pg.h"

#include <stdbool.h>

/* Which letters; an empty text or NULL leaves that open. */
struct letters_filter {
    const char *id;
    const char *state; /* "all": any */
    const char *service;
    const char *since; /* RFC 3339, or what else PostgreSQL reads as a time */
    const char *match; /* a part of the error, in any case */
    long long max;     /* 0: all */
};

/* Rows of the letters, oldest first; columns is an SQL list over dead_letter. The caller frees
 * *rows. */
enum err_code letters_find(struct pg *pg,
                           const struct letters_filter *filter,
                           const char *columns,
                           struct pg_result **rows,
                           struct err *err);

/*
 * Sends a waiting letter again to the topic it came from, for the service that failed only, and
 * marks it as retried in the same breath: the row stays locked until Kafka has acknowledged.
 * *sent is false where it is not waiting (any more). A crash between the two sends it twice, which
 * the services take for once.
 */
struct letters_sender;
enum err_code letters_sender_open(const struct kafka_settings *kafka,
                                  struct letters_sender **sender,
                                  struct err *err);
enum err_code letters_send(
    struct letters_sender *sender, struct pg *pg, const char *id, bool *sent, struct err *err);
void letters_sender_close(struct letters_sender *sender);

/* Marks as discarded; *done is false where the letter is discarded already or not there. */
enum err_code letters_discard(struct pg *pg, const char *id, bool *done, struct err *err);

#endif
