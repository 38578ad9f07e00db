/*
 * What an archive says of when an item was published, changed and fetched.
 */
#ifndef GAINSAY_IMPORTER_DATES_H
#define GAINSAY_IMPORTER_DATES_H

#include "producers/importer/import.h"

/* Times in UTC, as the item's contract has it. A date of publication that is none or impossible is
 * named and becomes null; without a time of fetching the item counts as fetched when it was
 * published, or when the document was written. */
void import_settle_times(struct import *import, struct item *item);

#endif
