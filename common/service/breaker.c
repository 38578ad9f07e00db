#include "common/service/breaker.h"

enum err_code
breaker_count(struct breaker *breaker, long long taken, long long failed, struct err *err)
{
    breaker->taken += taken;
    breaker->failed += failed;
    if (breaker->percent > 0 && breaker->taken >= BREAKER_LEAST &&
        breaker->failed * 100 > breaker->taken * breaker->percent)
        return err_set(err, ERR_CONFIG,
                       "%lld of the last %lld messages went to the dead letters: the fault is in "
                       "this version, its settings or who sends them. Mend it; gainsay "
                       "dead-letters retry sends them again",
                       breaker->failed, breaker->taken);
    if (breaker->taken >= BREAKER_WINDOW)
        breaker->taken = breaker->failed = 0;
    return ERR_OK;
}
