/*
 * What Prometheus's own clients show of a process, under their names: memory, descriptors, start,
 * and which build it is.
 */
#ifndef GAINSAY_SERVICE_PROCESS_H
#define GAINSAY_SERVICE_PROCESS_H

/* Registers the gauges, once a process. */
void process_open(void);
/* Reads them anew; before process_open() it does nothing. */
void process_show(void);

#endif
