/*
 * Finds a message at which a process ends each time that it has it in hand: a fault of ours that
 * would otherwise stop its partition for ever. No process can tell of its own end, so that one
 * leaves notes that are committed with the group's offsets, for whoever has the partition next, on
 * whatever machine:
 *
 *     reading OFFSET               its owner began there
 *     trying OFFSET TIMES COUNT    its owner has these messages in hand and nothing else, for the
 *                                  so many'th time
 *
 * Whoever finds that the last owner began where it begins itself, and came no further, takes
 * ATTEMPTS_TOGETHER messages at a time, with a note before them, up to what that owner can have had
 * in hand; and those that an owner ended with one by one, for thousands one by one take minutes. A
 * message that ended ATTEMPTS_MAX processes while it was by itself is not read again. In ordinary
 * running there is no commit more than without this, but for one when a partition is new to us.
 */
#ifndef GAINSAY_KAFKA_ATTEMPTS_H
#define GAINSAY_KAFKA_ATTEMPTS_H

#include "common/kafka/consumer.h"

#define ATTEMPTS_MAX      3
#define ATTEMPTS_TOGETHER 64

/* Of a partition that is ours; zeroed where it is new. */
struct attempts {
    bool begun;                  /* the last owner's note was read */
    bool trying;                 /* our note says that we have messages in hand */
    long long careful_until;     /* messages before this offset are tried */
    long long single_until;      /* and before this one each by itself */
    long long tried;             /* the first message that processes ended with */
    long long tried_end;         /* behind the last one */
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
/* These two change the note, which the caller commits: before messages from offset on, as many as
 * attempts_holds() says, and where we are still there behind them, whether they were done or are to
 * be read again. */
void attempts_try(struct attempts *attempts, long long offset);
void attempts_done(struct attempts *attempts, long long next);
/* Whether the message is one of those that our note says we have in hand. */
bool attempts_holds(const struct attempts *attempts, long long offset);

#endif
