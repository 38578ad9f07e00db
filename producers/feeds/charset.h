/*
 * From bytes of any charset to UTF-8. The order of evidence: BOM, the caller's hint, a byte pattern
 * that only UTF-16/32 or EBCDIC can have, strict UTF-8 (or nothing but a few bytes of a document
 * that is none), the document's declaration, the header's, windows-1252. Labels mean what browsers
 * take them for (WHATWG Encoding): gb2312 is GB18030, iso-8859-1 is windows-1252; a label outside
 * the table is passed over.
 */
#ifndef GAINSAY_FEEDS_CHARSET_H
#define GAINSAY_FEEDS_CHARSET_H

#include "common/base/arena.h"
#include "common/base/err.h"

struct charset {
    struct str text;  /* well-formed UTF-8 without BOM; malformed bytes became U+FFFD,
                         or what they are in a declared windows-1252 */
    const char *name; /* "UTF-8", "GB18030", "WINDOWS-1252", ... */
    const char *from; /* bom, hint, bytes, declaration, header, fallback */
};

/* hint and content_type may be NULL. ERR_TOO_LARGE: over the arena's ceiling. */
enum err_code charset_decode(struct str bytes,
                             const char *hint,
                             const char *content_type,
                             struct arena *arena,
                             struct charset *charset,
                             struct err *err);

#endif
