/*
 * Messages that a service can't use go to the dead-letter topic as they are, with headers that say
 * where they came from and what is wrong (in the manner of KIP-298).
 */
#ifndef GAINSAY_KAFKA_DEAD_LETTER_H
#define GAINSAY_KAFKA_DEAD_LETTER_H

#include "common/kafka/consumer.h"
#include "common/kafka/producer.h"

#define DEAD_LETTER_RETRY_OF "gainsay.retry.of" /* id of the letter that is sent again */
#define DEAD_LETTER_RETRY_SERVICE                                                                  \
    "gainsay.retry.service" /* the only service that is to take it                                 \
                             */

/* Headers that belong to a message, wherever it is sent: its CloudEvents attributes, its trace, the
 * mark of a replay or an archive. */
#define DEAD_LETTER_KEPT 11
extern const char *const dead_letter_kept[DEAD_LETTER_KEPT];

/* What the headers of a message of the dead-letter topic say; a view of the message. */
struct dead_letter {
    const char *service;
    const char *version;
    const char *topic;
    const char *partition;
    const char *offset;
    const char *error_class;
    const char *error;
    const char *retry_of; /* NULL: it had not been sent again */
};

/* ERR_BAD_INPUT: not a letter of ours, a header is missing. */
enum err_code
dead_letter_read(const struct kafka_message *message, struct dead_letter *letter, struct err *err);
/* Whether a message was sent again for another service than this one, which passes it over. */
bool dead_letter_is_for_other(const struct kafka_message *message, const char *service);

/* Sends the message's own bytes, key and kept headers; reason is the error it failed with. Errors
 * as kafka_producer_send(). */
enum err_code dead_letter_send(struct kafka_producer *producer,
                               const char *topic,
                               const char *service,
                               const char *version,
                               const struct kafka_message *message,
                               const struct err *reason,
                               struct err *err);

#endif
