/*
 * From an item's message to its result's: what the classifier and a replay do alike.
 */
#ifndef GAINSAY_CLASSIFIER_CLASSIFIED_H
#define GAINSAY_CLASSIFIER_CLASSIFIED_H

#include "common/base/buf.h"
#include "common/kafka/event.h"
#include "common/model/result.h"
#include "consumers/classify/classify.h"

struct classified {
    struct lexicon *lexicon;
    struct classifier *classifier;
    long long generation;
    struct arena arena; /* of the message at hand */
    struct buf json;    /* the result's document */
    struct result result;
};

/* Reads the lexicon. ERR_CONFIG as lexicon_load(). */
enum err_code classified_open(struct classified *classified,
                              const char *lexicon,
                              long long generation,
                              struct err *err);
/* Accepts a zeroed struct. */
void classified_close(struct classified *classified);

/* Reads the item alone into result, for who may not want it. Errors of class DROP are the message's
 * fault, here and below. */
enum err_code classified_item(struct classified *classified,
                              const struct kafka_message *message,
                              struct err *err);
/* Classifies the item that was read: fills result and json, which hold until the next call. */
enum err_code classified_result(struct classified *classified, struct err *err);
/* Both. */
enum err_code classified_read(struct classified *classified,
                              const struct kafka_message *message,
                              struct err *err);

/* The result as a message made from the item's. */
void classified_out(const struct classified *classified,
                    const char *source,
                    const struct kafka_message *cause,
                    struct kafka_event_headers *headers,
                    struct kafka_out *out);

#endif
