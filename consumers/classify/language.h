/*
 * In which language an item is written: as it is tagged, unless its bytes tell otherwise. A feed
 * that is tagged "en" may well carry Chinese.
 */
#ifndef GAINSAY_CLASSIFY_LANGUAGE_H
#define GAINSAY_CLASSIFY_LANGUAGE_H

#include "common/model/item.h"

enum language {
    LANGUAGE_OTHER, /* no rules for it */
    LANGUAGE_ENGLISH,
    LANGUAGE_CHINESE /* in simplified characters */
};

/* `tag` becomes the BCP 47 tag of what the bytes are: "en", "zh", "zh-Hant", "ja", "ko", or the
 * item's own, "und" where it has none. */
enum language language_of(const struct item *item, const char **tag);

#endif
