/*
 * What the classifier counts. Every message that it reads has one fate: in = out + dropped, gate by
 * gate, whatever comes.
 */
#ifndef GAINSAY_CLASSIFIER_TALLY_H
#define GAINSAY_CLASSIFIER_TALLY_H

#include "common/base/err.h"
#include "common/model/result.h"
#include "common/service/metrics.h"

struct tally {
    struct metric *read;
    struct metric *items;
    struct metric *empty;
    struct metric *dropped;
    struct metric *records;
    struct metric *letters;
    struct metric *unclassified;
};

void tally_open(struct tally *tally);
/* A result was sent. */
void tally_result(struct tally *tally, const struct result *result);
/* A message went to the dead letters. */
void tally_letter(struct tally *tally, enum err_code code);
/* It is a retry that is meant for another service. */
void tally_not_ours(struct tally *tally);

#endif
