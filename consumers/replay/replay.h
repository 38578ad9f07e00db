/*
 * Items of the past through today's classifier: reads topic gainsay.items up to where it ends now,
 * and sends results to gainsay.records beside live traffic, or only says what they would change in
 * the tables.
 *
 * Progress is committed under the replay's name, so that an interrupted one goes on where it
 * stopped when it is run again with that name. Results carry the header "replay"; which
 * classification wins is told by the generation.
 */
#ifndef GAINSAY_REPLAY_REPLAY_H
#define GAINSAY_REPLAY_REPLAY_H

#include "common/kafka/settings.h"
#include "common/pg/pg.h"

struct replay_settings {
    struct kafka_settings kafka;
    struct pg_settings postgres; /* of a dry run */
    const char *lexicon;
    const char *other_lexicon; /* "": lexicon */
    long long generation;
    const char *name;
    const char *source;      /* only items of this one; "": all */
    const char *since;       /* only items fetched from then on, RFC 3339; "": all */
    const char *until;       /* and before then */
    const char *from_offset; /* begin there: "N" or "PARTITION:N,..."; "": at the beginning */
    long long rate;          /* items a second at most; 0: as fast as it goes */
    bool dry_run;
    const char *listen; /* of the metrics; "": none */
};

/* Prints progress on standard error and a report (of a dry run each change, too) on standard
 * output. */
enum err_code replay_run(const struct replay_settings *settings, struct err *err);

#endif
