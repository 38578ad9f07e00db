#include "common/pg/pg_state.h"

#include <stddef.h>
#include <string.h>

struct meaning {
    const char *prefix; /* of the SQLSTATE; the first row that fits is taken */
    enum err_code code;
};

static const struct meaning meanings[] = {
    {"08", ERR_UNAVAILABLE},    /* connection exception */
    {"25006", ERR_UNAVAILABLE}, /* read-only: we are on a standby after a failover */
    {"53", ERR_UNAVAILABLE},    /* disk full, out of memory, too many connections */
    {"57014", ERR_UNAVAILABLE}, /* cancelled by a timeout or a person */
    {"57P", ERR_UNAVAILABLE},   /* shutting down, starting up */
    {"58", ERR_UNAVAILABLE},    /* I/O error outside PostgreSQL */
    {"40", ERR_CONFLICT},       /* serialization failure, deadlock */
    {"55P03", ERR_CONFLICT},    /* lock not available */
    {"21", ERR_BAD_INPUT},      /* cardinality */
    {"22", ERR_BAD_INPUT},      /* data exception */
    {"23", ERR_BAD_INPUT},      /* constraint */
};

enum err_code pg_state_code(const char *sqlstate)
{
    if (sqlstate == NULL)
        return ERR_UNAVAILABLE;
    for (size_t i = 0; i < sizeof meanings / sizeof meanings[0]; i++) {
        if (strncmp(meanings[i].prefix, sqlstate, strlen(meanings[i].prefix)) == 0)
            return meanings[i].code;
    }
    return ERR_CONFIG;
}
