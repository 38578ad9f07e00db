/*
 * The classifier: one item in, its claims, denials and tariff changes out. Pure: no clock, locale,
 * files or global state; the same item and lexicon give the same records on every machine.
 *
 *     struct lexicon *lexicon;
 *     if (lexicon_load(dir, &lexicon, &err))
 *         ...
 *     struct classifier *classifier = classify_new(lexicon);
 *     struct record_list records;
 *     bool classified;
 *     for each item, with a fresh or reset arena:
 *         if (classify_item(classifier, &item, &arena, &records, &classified, &err))
 *             ...
 *     classify_free(classifier);
 *     lexicon_free(lexicon);
 *
 * A lexicon may be shared by threads; a classifier belongs to one. A classifier keeps its work
 * memory between items, so that items no longer than those before cost no allocation.
 */
#ifndef GAINSAY_CLASSIFY_CLASSIFY_H
#define GAINSAY_CLASSIFY_CLASSIFY_H

#include "common/base/arena.h"
#include "common/base/err.h"
#include "common/model/item.h"
#include "common/model/record.h"

#include <stdbool.h>

struct lexicon;
struct classifier;

/* Reads every *.tsv of a directory (see docs/lexicon.md). ERR_CONFIG names file and line. */
enum err_code lexicon_load(const char *dir, struct lexicon **lexicon, struct err *err);
/* 64 hex digits over all rows: equal digests give equal records. Lives as long as the lexicon. */
const char *lexicon_digest(const struct lexicon *lexicon);
void lexicon_free(struct lexicon *lexicon);

/* The lexicon must outlive the classifier. */
struct classifier *classify_new(const struct lexicon *lexicon);
void classify_free(struct classifier *classifier);

/* The BCP 47 tag of the language an item is in: as it is tagged, unless its bytes tell otherwise;
 * "und" where neither does. Borrowed from the item, or static. */
const char *classify_language(const struct item *item);

/* For tests/eval/train: somebody is told of the features of each item from now on (feature.h). */
struct feature_watch;
void classify_watch(struct classifier *classifier, const struct feature_watch *watch);

/*
 * Fills records (ids included) with strings and array in the arena. `classified` is false, and
 * records are none, where the item's language has no lexicon. ERR_TOO_LARGE: text or title over
 * CLASSIFY_TEXT_MAX_BYTES, which is more than an item on a topic may have, or over the arena's
 * ceiling.
 */
#define CLASSIFY_TEXT_MAX_BYTES ((size_t)1 << 20)

enum err_code classify_item(struct classifier *classifier,
                            const struct item *item,
                            struct arena *arena,
                            struct record_list *records,
                            bool *classified,
                            struct err *err);

/* The version of the rules: changes when the same bytes and lexicon may give other records. */
const char *classify_version(void);

#endif
