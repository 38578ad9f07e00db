#include "common/service/supervisor.h"

#include <stdatomic.h>
#include <stdint.h>
#include <systemd/sd-daemon.h>

/* Tells a period, so that one beat that comes late is no reason to be killed. */
#define TELLS_A_PERIOD 4

static struct {
    long long every_ms; /* 0: no watchdog */
    atomic_llong told_ms;
    atomic_flag stopping;
} supervisor = {.stopping = ATOMIC_FLAG_INIT};

void supervisor_started(void)
{
    uint64_t period_us = 0;
    if (sd_watchdog_enabled(0, &period_us) > 0)
        supervisor.every_ms = (long long)(period_us / 1000 / TELLS_A_PERIOD);
    (void)sd_notify(0, "READY=1\nSTATUS=starting");
}

void supervisor_status(bool ready, const char *why)
{
    (void)sd_notifyf(0, "STATUS=%s%.200s", ready ? "ready" : "not ready: ", ready ? "" : why);
}

void supervisor_alive(long long now_ms)
{
    if (supervisor.every_ms == 0 || now_ms - atomic_load(&supervisor.told_ms) < supervisor.every_ms)
        return;
    atomic_store(&supervisor.told_ms, now_ms);
    (void)sd_notify(0, "WATCHDOG=1");
}

void supervisor_stopping(void)
{
    if (!atomic_flag_test_and_set(&supervisor.stopping))
        (void)sd_notify(0, "STOPPING=1\nSTATUS=draining");
}
