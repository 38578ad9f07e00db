/*
 * Which claim does a denial contradict, and why?
 *
 * A pure library over statements. Whether two statements are linked, and with what score, depends
 * on these two alone: not on the order they came in, nor on what else is known. So the links of any
 * set are the union of its pairs' links, and a store that fetches only candidates
 * (link_matter_family() and the time window below) finds the same links as a fresh linking of
 * everything.
 */
#ifndef GAINSAY_LINK_LINK_H
#define GAINSAY_LINK_LINK_H

#include "common/base/arena.h"
#include "common/model/record.h"

#include <stdbool.h>
#include <stddef.h>

/* A claim may lie this far before its denial, */
#define LINK_WINDOW_BEFORE_S (30LL * 86400)
/* and this far after it: sources lag, and many give a date without a time. */
#define LINK_WINDOW_AFTER_S (24LL * 3600)

/* At least this score makes a link. */
#define LINK_THRESHOLD 0.6

struct link_statement {
    const struct record *record; /* a claim or a denial; tariff changes are passed over */
    const char *evidence;        /* record_evidence(); NULL: the wording is not compared */
    const char *item_id;
    const char *lang;  /* BCP 47; NULL: unknown. Wording is compared within a language only */
    bool settled;      /* no link is looked for between two that are */
    bool said_known;   /* false: neither published nor fetched is known */
    long long said_at; /* seconds since the epoch: published, else fetched */
};

struct link {
    size_t denial; /* index into the statements */
    size_t claim;
    double score; /* LINK_THRESHOLD to 1, four decimal places */
    const char
        *reasons; /* "matter=same parties=same denies=speaker time=2d words=0.40", in the arena */
};

/* Statements of different families are never linked. Claims and denials of one family are each
 * other's candidates. */
int link_matter_family(enum matter matter);

/*
 * Which of the statements could be linked to another one whatever the words of both: their evidence
 * and language need not be there yet, and those of the others need not be fetched at all.
 */
void link_find_wanted(const struct link_statement *statements, size_t count, bool *wanted);

/*
 * Links every denial with each claim it contradicts, ordered by denial, then claim. Memory comes
 * from the arena; NULL links and SIZE_MAX when its ceiling is reached.
 */
size_t link_statements(const struct link_statement *statements,
                       size_t count,
                       struct arena *arena,
                       struct link **links);

#endif
