/*
 * How far an import is: lines on standard error, and metrics for whoever watches a long one.
 */
#ifndef GAINSAY_IMPORTER_PROGRESS_H
#define GAINSAY_IMPORTER_PROGRESS_H

#include "producers/importer/import.h"

/* Registers the metrics, once a process. */
void progress_open(void);

/* An item was acknowledged, or printed. */
void progress_item(void);
/* A line or a document was passed over. */
void progress_bad(void);
/* The metrics anew, and now and then a line. */
void progress_show(struct import *import);
/* The last line. */
void progress_end(const struct import *import);

#endif
