/*
 * The full-text index, written behind the tables: a thread with a connection of its own, so that no
 * transaction of the store waits for it. How far it is behind is a metric. Whatever goes wrong is
 * logged and tried again; nothing else in the store rests on it.
 */
#ifndef GAINSAY_STORE_SEARCH_H
#define GAINSAY_STORE_SEARCH_H

#include "common/pg/pg.h"

#include <stdbool.h>

struct search;

/* settings must outlive the thread. */
enum err_code
search_start(const struct pg_settings *settings, struct search **search, struct err *err);
/* Whether the store has a backlog: then the index waits, as it does while others write a thousand
 * items in two seconds, but not for longer than five minutes. */
void search_give_way(struct search *search, bool busy);
/* Waits for the batch under way. Accepts NULL. */
void search_stop(struct search *search);

#endif
