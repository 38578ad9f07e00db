/*
 * How far each partition that is ours has been read and stored.
 */
#ifndef GAINSAY_STORE_POSITIONS_H
#define GAINSAY_STORE_POSITIONS_H

#include "common/kafka/attempts.h"
#include "common/service/lag.h"

#include <stdbool.h>
#include <stddef.h>

#define POSITIONS_MAX 1024

struct position {
    const char *topic; /* one of the store's literals */
    int partition;
    bool known;  /* stored is what PostgreSQL says; false after an assignment or a lost race */
    bool row;    /* PostgreSQL has a row for the partition */
    bool halted; /* the topic no longer has what comes next: a person has to decide */
    long long moved_ms; /* when PostgreSQL's offset last moved, since the epoch */
    long long sound;    /* offsets missing before this one were no messages: it was asked */
    long long stored;   /* first offset that is not in the tables */
    long long closed;   /* first offset that is in no batch on its way to PostgreSQL */
    /* First offset that is not in the batch at hand: stored <= closed <= pending. */
    long long pending;
    struct lag lag;
    struct attempts attempts;
};

struct positions {
    struct position list[POSITIONS_MAX]; /* sorted by topic and partition */
    size_t count;
};

/* The partition's position, made unknown where it is new; NULL past POSITIONS_MAX. The topic is
 * borrowed. */
struct position *positions_get(struct positions *positions, const char *topic, int partition);
/* NULL where there is none. */
struct position *positions_find(struct positions *positions, const char *topic, int partition);
void positions_remove(struct positions *positions, const char *topic, int partition);

#endif
