/*
 * How far a replay is, as metrics: every message that is read has one fate, so that
 * read = results + dropped at any time.
 */
#ifndef GAINSAY_REPLAY_PROGRESS_H
#define GAINSAY_REPLAY_PROGRESS_H

enum progress_gate { PROGRESS_BAD, PROGRESS_PASSED_OVER };

/* Registers the metrics, once a process. */
void progress_open(void);

void progress_read(void);
/* Sent, or compared with the tables. */
void progress_result(void);
void progress_dropped(enum progress_gate gate);
/* So many messages of the partition are before us. */
void progress_left(int partition, long long messages);

#endif
