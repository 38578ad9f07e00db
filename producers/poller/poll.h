/*
 * One poll of one source, from the request to the state that is saved after it. The order is the
 * promise: first all items of the body are acknowledged, then the state with its validators is
 * sent; so a crash in between repeats, and loses nothing.
 */
#ifndef GAINSAY_POLLER_POLL_H
#define GAINSAY_POLLER_POLL_H

#include "common/model/item.h"
#include "producers/poller/engine.h"
#include "producers/poller/judge.h"

struct page;
struct follow;

#define POLL_ENTRIES_MAX   1000 /* more are cut, and counted */
#define POLL_DOCUMENTS_MAX 10

struct poll {
    struct poll *next; /* in the engine's list */
    struct run *run;
    struct ticket ticket;
    struct arena arena; /* what must last longer than the document */
    struct poll_facts facts;
    long long fetched_s;
    bool answered;  /* the document is dealt with; pages may be left */
    bool abandoned; /* something could not be sent: nothing of it is kept */
    bool lost;      /* its source was another poller's meanwhile, if only for a moment */
    bool asked_conditionally;
    long long delay_ms; /* that robots.txt asks for */

    const char *etag; /* of the answer */
    const char *last_modified;
    const char *moved_to; /* where the answer came from, had it moved for good; or NULL */
    bool whole;           /* a body came, and every entry of it was dealt with */

    bool incomplete; /* a further document could not be had: the next poll must see it again */

    struct source_seen *window; /* POLL_ENTRIES_MAX long; NULL before a body came */
    size_t window_count;
    struct page *pages; /* newest first */
    size_t pages_left;
    struct follow *follow[POLL_DOCUMENTS_MAX];
    size_t follow_count;
    size_t follows_left;
    long long items, revisions, cosmetic;
};

/* Starts to poll the run's source; its task is taken. */
void poll_start(struct task *task);

/* Whether robots.txt is asked before the source's documents are fetched. */
bool poll_asks_robots(const struct run *run);

/* Ends the polls that have nothing more to wait for. */
void poll_settle(struct engine *engine);

/* At the end of the process: keeps what was acknowledged of polls under way. */
void poll_leave_all(struct engine *engine);

/* Frees them, when no acknowledgement can come any more. */
void poll_drop_all(struct engine *engine);

#endif
