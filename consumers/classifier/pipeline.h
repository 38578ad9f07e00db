/*
 * Items in, results out: reads a batch, classifies it, waits until the results are acknowledged,
 * commits. A crash between the last two repeats the batch, byte for byte, which harms nobody.
 */
#ifndef GAINSAY_CLASSIFIER_PIPELINE_H
#define GAINSAY_CLASSIFIER_PIPELINE_H

#include "common/kafka/settings.h"
#include "common/service/service.h"

struct classifier_settings {
    struct kafka_settings kafka;
    struct service_settings service;
    const char *lexicon;
    const char *group;
    long long generation;
    long long batch;
    long long breaker; /* percent */
};

/* Runs until the service is to stop. The code says why it ended; ERR_OK after a drain. */
enum err_code pipeline_run(const struct classifier_settings *settings, struct err *err);

#endif
