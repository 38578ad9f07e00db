/*
 * Reads one item and says what records it yields. Pure: the answer depends on the item, the lexicon
 * and this code only, never on clock, locale or earlier items. The rules are cues in data files
 * (lexicon/) and the few ways in which cues combine (statement.c, tariff.c).
 *
 *     struct lexicon *lexicon;
 *     if (lexicon_load("consumers/classify/lexicon", &lexicon, &err)) ...
 *     struct classifier *classifier = classify_new(lexicon);
 *     classify_item(classifier, &item, &arena, &records, &classified, &err);
 *
 * A lexicon is read-only once loaded: classifiers of several threads may share it, and it has to
 * outlive them.
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

/*
 * Reads every lexicon file of the directory. ERR_CONFIG names the file and line that is missing or
 * wrong; *lexicon is written on success only and freed with lexicon_free() (NULL is allowed).
 */
enum err_code lexicon_load(const char *dir, struct lexicon **lexicon, struct err *err);
/* SHA-256 over the files' bytes as hex: changes whenever a row does. */
const char *lexicon_digest(const struct lexicon *lexicon);
void lexicon_free(struct lexicon *lexicon);

struct classifier *classify_new(const struct lexicon *lexicon);
void classify_free(struct classifier *classifier);
/* Raised with every change of the rules' code. */
const char *classify_version(void);

/*
 * Fills records with the item's records, their ids included; strings belong to the arena or the
 * lexicon. *classified is false, and the list empty, where the item's language has no lexicon.
 * ERR_TOO_LARGE: the arena's ceiling was reached.
 */
enum err_code classify_item(struct classifier *classifier,
                            const struct item *item,
                            struct arena *arena,
                            struct record_list *records,
                            bool *classified,
                            struct err *err);

#endif
