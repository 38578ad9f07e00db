/*
 * What every program that sends to Kafka shows alike.
 */
#ifndef GAINSAY_SERVICE_SENDING_H
#define GAINSAY_SERVICE_SENDING_H

/* Registers the metrics; before all others, once a process. */
void sending_open(void);

/* So many messages are not acknowledged now. */
void sending_pending(int count);
/* The service had to wait for Kafka for so long. */
void sending_waited(long long wait_ms);
/* A message was given up. */
void sending_failed(void);

#endif
