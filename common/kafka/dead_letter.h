/*
 * Messages that a service can't use go to the dead-letter topic as they are, with headers that say
 * where they came from and what is wrong (in the manner of KIP-298).
 */
#ifndef GAINSAY_KAFKA_DEAD_LETTER_H
#define GAINSAY_KAFKA_DEAD_LETTER_H

#include "common/kafka/consumer.h"
#include "common/kafka/producer.h"

/* Sends the message's own bytes and key; reason is the error it failed with. Errors as
 * kafka_producer_send(). */
enum err_code dead_letter_send(struct kafka_producer *producer,
                               const char *topic,
                               const char *service,
                               const char *version,
                               const struct kafka_message *message,
                               const struct err *reason,
                               struct err *err);

#endif
