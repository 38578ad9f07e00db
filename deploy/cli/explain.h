/*
 * `gainsay classify --explain`: records for people, with the words that speak for each slot.
 */
#ifndef GAINSAY_CLI_EXPLAIN_H
#define GAINSAY_CLI_EXPLAIN_H

#include "common/base/buf.h"
#include "common/base/err.h"
#include "common/model/item.h"
#include "common/model/record.h"
#include "consumers/classify/lexicon.h"

#include <stdbool.h>

/* Appends a paragraph for each record. Words are marked in bold for a terminal, else in brackets.
 */
enum err_code explain_item(const struct lexicon *lexicon,
                           const struct item *item,
                           const struct record_list *records,
                           bool terminal,
                           struct buf *out,
                           struct err *err);

#endif
