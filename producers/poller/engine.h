/*
 * What the parts of the running poller share: poll.c polls a source, intake.c takes in what it
 * answers, follow.c fetches further documents and pages.c the pages that entries link to,
 * permission.c asks robots.txt, conclude.c keeps what is known now, tally.c counts, poller.c turns
 * the wheel.
 */
#ifndef GAINSAY_POLLER_ENGINE_H
#define GAINSAY_POLLER_ENGINE_H

#include "common/http/fetcher.h"
#include "common/http/weburl.h"
#include "common/model/source_state.h"
#include "producers/poller/catalogue.h"
#include "producers/poller/delivery.h"
#include "producers/poller/outage.h"
#include "producers/poller/poller.h"
#include "producers/poller/robots_cache.h"
#include "producers/poller/schedule.h"
#include "producers/poller/tally.h"

#define ROBOTS_TOKEN "gainsay"

struct poll;

/* Something that waits in the schedule for its time and its host. */
struct task {
    struct job job;
    void (*start)(struct task *task);
    void *self;
};

/* A source and how it does. */
struct run {
    struct engine *engine;
    const struct catalogue_source *source;
    struct source_state state;
    struct task task;
    struct poll *poll; /* under way, or NULL */
    int partition;     /* of topic gainsay.sources that its state lies in */
    bool owned;
    bool polled; /* at least once by this process */
    bool slow;   /* its last answer took long, or did not come */
    long long saved_s;
    char host[WEBURL_HOST_BYTES];
};

struct engine {
    const struct poller_settings *settings;
    struct catalogue catalogue;
    struct run *run; /* one for each enabled source, in the catalogue's order */
    size_t run_count;
    struct fetcher *fetcher;
    struct schedule *schedule;
    struct delivery *delivery;
    struct robots_cache *robots;
    struct outage outage;
    struct arena arena; /* of the document at hand */
    struct poll *polls; /* under way */
    unsigned long long random;
    long long shown_s;     /* when the gauges were last set */
    bool hindered;         /* Kafka refuses what only a person can mend */
    enum err_code failure; /* why the wheel has to stop; ERR_OK: it need not */
    struct err failure_err;
    struct tally tally;
};

long long engine_now_s(void);
/* From [0, 1). */
double engine_chance(struct engine *engine);
void engine_schedule(struct engine *engine, struct task *task, const char *host, long long wait_ms);
/* The task's host may be asked again after gap_ms. */
void engine_release(struct engine *engine, struct task *task, long long gap_ms);
/* Puts the source's next poll where its state says. */
void engine_plan(struct run *run);
/* From here on a host that takes longer keeps none of the places that belong to the quick ones. */
#define ENGINE_SLOW_MS 2000

/* Tells the outage watch what came of asking the source's host. */
void engine_watch(struct run *run, enum http_outcome outcome);

#endif
