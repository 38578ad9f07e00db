/*
 * The main text of a page.
 *
 * Each block of words is worth its characters less those in links (an ideograph counts as three);
 * a block that is short or mostly links is worth nothing. Worth goes to the element around a block
 * and, by half, to the one around that: the winner holds most paragraphs closest. From there up,
 * an element that holds much more of the page's worth takes over, so that sections stay together.
 */
#ifndef GAINSAY_FEEDS_PROSE_H
#define GAINSAY_FEEDS_PROSE_H

#include "common/base/arena.h"
#include "producers/feeds/select.h"

#include <libxml/tree.h>

/* Below this a page has no prose: a teaser, a menu, a notice. */
#define PROSE_MIN_WORTH 140

struct prose {
    const char *text; /* NULL where there is none */
    long worth;       /* of what was taken */
};

/* Finds the main text. drop: elements to leave out (may be empty). False over the arena's ceiling.
 */
bool prose_find(xmlNodePtr root,
                const struct selection *drop,
                struct arena *arena,
                struct prose *prose);

/* The text of the elements that a selector chose, one after the other. */
bool prose_take(const struct selection *chosen,
                const struct selection *drop,
                struct arena *arena,
                struct prose *prose);

/* What a text is worth. */
long prose_worth(struct str text);

#endif
