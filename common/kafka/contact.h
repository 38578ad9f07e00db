/*
 * What a client knows of its brokers: whether one of them ever answered, and what stands in the
 * way. A refusal (a certificate, a password) is what no waiting mends. Inside this room only.
 */
#ifndef GAINSAY_KAFKA_CONTACT_H
#define GAINSAY_KAFKA_CONTACT_H

#include "common/base/err.h"

#include <librdkafka/rdkafka.h>
#include <stdbool.h>

#define CONTACT_BYTES 320

struct contact {
    bool refused;                /* the trouble is a refusal, */
    long long refused_ms;        /* and has been for so long */
    char trouble[CONTACT_BYTES]; /* in the way since a broker last answered; empty: nothing */
};

/* For the client's error callback. The first trouble is kept until a broker answers, so that it is
 * told once; only a refusal takes its place. */
void contact_hear(struct contact *contact,
                  const rd_kafka_t *handle,
                  rd_kafka_resp_err_t error,
                  const char *reason);
/* A broker has answered. All clients of a process have the same settings: one that is let in speaks
 * for all. */
void contact_made(struct contact *contact);
/* ERR_CONFIG: no broker has answered any client of this process, and for some seconds one has
 * refused. Once one has answered, the settings are right and something else changed, which is
 * waited for. */
enum err_code contact_check(const struct contact *contact, struct err *err);
/* Says what is in the way, and of SCRAM what its true reason may be; returns code. */
enum err_code
contact_fail(const struct contact *contact, enum err_code code, const char *what, struct err *err);

#endif
