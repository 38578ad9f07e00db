#include "common/kafka/trace.h"

#include "common/base/digest.h"

#include <stdio.h>
#include <string.h>

#define TRACE_HEX  32
#define PARENT_HEX 16

/* So many lower-case hex digits, not all of them zero unless that is allowed. */
static bool is_hex(const char *text, size_t count, bool may_be_zero)
{
    return strspn(text, "0123456789abcdef") >= count && (may_be_zero || strspn(text, "0") < count);
}

bool trace_is_valid(const char *parent)
{
    /* version "-" trace "-" parent "-" flags; a later version may have more behind. */
    if (parent == NULL || strlen(parent) < TRACE_PARENT_BYTES - 1 || !is_hex(parent, 2, true) ||
        strncmp(parent, "ff", 2) == 0)
        return false;
    const char *rest = parent + TRACE_PARENT_BYTES - 1;
    bool ends = strncmp(parent, "00", 2) == 0 ? *rest == '\0' : *rest == '\0' || *rest == '-';
    return ends && parent[2] == '-' && is_hex(parent + 3, TRACE_HEX, false) &&
           parent[3 + TRACE_HEX] == '-' && is_hex(parent + 4 + TRACE_HEX, PARENT_HEX, false) &&
           parent[4 + TRACE_HEX + PARENT_HEX] == '-' &&
           is_hex(parent + 5 + TRACE_HEX + PARENT_HEX, 2, true);
}

void trace_begin(const char *subject, const char *id, char parent[TRACE_PARENT_BYTES])
{
    const struct str trace[] = {STR("trace"), str_of(subject), str_of(id)};
    const struct str span[] = {STR("span"), str_of(subject), str_of(id)};
    char trace_id[DIGEST_ID_BYTES];
    char span_id[DIGEST_ID_BYTES];
    digest_id(trace, sizeof trace / sizeof trace[0], trace_id);
    digest_id(span, sizeof span / sizeof span[0], span_id);
    (void)snprintf(parent, TRACE_PARENT_BYTES, "00-%.32s-%.16s-01", trace_id, span_id);
}
