/*
 * Finds a message at which a process ends each time that it has it in hand: a fault of ours that
 * would otherwise stop its partition for ever. No process can tell of its own end, so that one
 * leaves notes that are committed with the group's offsets, for whoever has the partition next, on
 * whatever machine:
 *
 *     reading OFFSET           its owner began there
 *     trying OFFSET TIMES      its owner has this one message in hand, for the so many'th time
 *
 * Whoever finds that the last owner began where it begins itself, and came no further, takes the
 * messages one by one, with a note before each, up to what that owner can have had in hand. A
 * message that ended ATTEMPTS_MAX processes so is not read again. In ordinary running there is no
 * commit more than without this, but for one when a partition is new to us.
 */
#ifndef GAINSAY_KAFKA_ATTEMPTS_H
#define GAINSAY_KAFKA_ATTEMPTS_H

#include "common/kafka/consumer.h"

#define ATTEMPTS_MAX 3

/* Of a partition that is ours; zeroed where it is new. */
struct attempts {
    bool begun;                  /* the last owner's note was read */
    bool trying;                 /* our note says that we have a message in hand */
    long long careful_until;     /* messages before this offset go one by one */
    long long tried;             /* the message that processes ended with */
    int times;                   /* how many did */
    char note[KAFKA_NOTE_BYTES]; /* goes with each commit */
};

/* next: the offset of the first message to read; end: of the first that the last owner can't have
 * had in hand. */
void attempts_begin(struct attempts *attempts, const char *note, long long next, long long end);
/* The topic's end, where it is not so far. */
void attempts_until(struct attempts *attempts, long long end);

bool attempts_is_careful(const struct attempts *attempts, long long offset);
/* Whether the message must not be read again; why says so. */
bool attempts_is_spent(const struct attempts *attempts, long long offset, struct err *why);
/* These two change the note, which the caller commits: before a message, and where we are still
 * there behind it, whether it was done or is to be read again. */
void attempts_try(struct attempts *attempts, long long offset);
void attempts_done(struct attempts *attempts, long long next);

#endif
