/*
 * What the poller knows of one source, as the compacted topic gainsay.sources carries it under the
 * source's id: how the source does and since when, where its next poll begins, and which entries it
 * has already sent on. Schema: docs/schema/source-1.json.
 *
 * A state owns its strings and its list of seen entries; source_state_release() frees them. Times
 * are seconds since the epoch, 0 where it has not happened yet.
 */
#ifndef GAINSAY_MODEL_SOURCE_STATE_H
#define GAINSAY_MODEL_SOURCE_STATE_H

#include "common/base/buf.h"
#include "common/base/digest.h"
#include "common/base/err.h"

#include <stdbool.h>
#include <stddef.h>

#define SOURCE_STATE_SCHEMA "source/1"

/* At under 100 bytes an entry a state stays far below a message's limit. */
#define SOURCE_SEEN_MAX 2000
/* What left the window is remembered for as long as there is room for two windows, or for so many
 * entries: some sources show an entry again. */
#define SOURCE_SEEN_LEAST 100

/* How a source does. Everything but OK has a reason. */
enum source_condition {
    SOURCE_OK,
    SOURCE_BACKING_OFF, /* it fails; polled ever less often, but for ever */
    SOURCE_LIMITED,     /* it asked us to wait */
    SOURCE_BLOCKED,     /* it shows us a challenge, log-in or error page */
    SOURCE_UNTRUSTED,   /* its certificate does not verify */
    SOURCE_MOVED,       /* an HTML page where a feed is due */
    SOURCE_DEGRADED, /* it answers, but not with what can be read: selector gone, document broken */
    SOURCE_SILENT,   /* it answers with no entries, having had some */
    SOURCE_STALE,    /* nothing new for far longer than is usual for it */
    SOURCE_OVERRUN,  /* its whole window turned over between two polls: entries may be missed */
    SOURCE_UNSTEADY  /* its guids are all alike, or new each time: entries are told apart otherwise
                      */
};

/* One entry that was sent on, or that waits for its page. */
struct source_seen {
    char id[DIGEST_ID_BYTES];       /* the item's */
    char revision[DIGEST_ID_BYTES]; /* of what was sent last; "" where nothing was yet */
    char mark[DIGEST_ID_BYTES];     /* digest of the entry as the feed shows it */
    int tries; /* how often its page could not be fetched; 0 once all is well */
};

struct source_state {
    char *source; /* id */
    /* From the catalogue, for those who read the topic without it. */
    char *name;
    char *country;
    char *tier;
    char *lang;
    char *url;

    enum source_condition condition;
    char *reason;      /* a sentence; NULL where OK */
    long long since_s; /* of this condition */

    char *etag;
    char *last_modified;
    char *moved_to;        /* where permanent redirects lead */
    long long moved_polls; /* how many polls in a row led there */

    long long polled_s;    /* the last poll, whatever came of it */
    long long answered_s;  /* the last that the source answered well, 304 included */
    long long validated_s; /* the last whole body */
    long long changed_s;   /* the last that brought a new entry */
    long long newest_s;    /* latest date any entry bore */
    long long next_poll_s;
    long long interval_s;  /* as adapted to how often the source brings something */
    long long usual_gap_s; /* 90 % of the gaps between its entries are shorter; 0: unknown */

    double failures;           /* weighted, in a row */
    long long limited_polls;   /* times it asked us to wait without saying how long, in a row */
    long long empty_polls;     /* in a row, of a source that had entries */
    long long selector_misses; /* polls in a row whose pages lacked what the selector names */
    bool confirms_unchanged;   /* it has answered 304 before */

    /* Since the state was begun. */
    long long items;
    long long revisions;
    long long cosmetic; /* entries that changed in what is not sent */
    long long overruns;

    struct source_seen *seen; /* newest last */
    size_t seen_count;
};

/* A source that was never polled; its id is copied. */
void source_state_init(struct source_state *state, const char *source);
/* Accepts a zeroed struct. */
void source_state_release(struct source_state *state);

/* Replaces a string of the state by a copy of value, which may be NULL. */
void source_state_set(char **slot, const char *value);

/* Enters a condition with its reason; since_s moves only where the condition is another. */
void source_state_enter(struct source_state *state,
                        enum source_condition condition,
                        const char *reason,
                        long long now_s);

/* The entry that was seen last under this id, or NULL; until `seen` is changed. */
struct source_seen *source_state_find(const struct source_state *state, const char *id);

/* Makes `seen` the entries of the window at hand, followed from behind by those remembered already
 * that the window lacks, as far as there is room. */
void source_state_see(struct source_state *state, const struct source_seen *window, size_t count);

/* Reads a message of the topic into a zeroed struct. Errors as item_from_json(). */
enum err_code
source_state_from_json(const char *json, size_t len, struct source_state *state, struct err *err);
/* Appends the message. ERR_TOO_LARGE: over out's ceiling. */
enum err_code
source_state_to_json(const struct source_state *state, struct buf *out, struct err *err);

/* ok, backing_off, limited, blocked, untrusted, moved, degraded, silent, stale, overrun,
 * unsteady */
const char *source_condition_name(enum source_condition condition);
bool source_condition_parse(const char *name, enum source_condition *condition);
#define SOURCE_CONDITIONS (SOURCE_UNSTEADY + 1)

#endif
