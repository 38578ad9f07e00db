/*
 * What every service does alike: starts its log and its HTTP endpoint, hears signals, and says
 * whether it is alive and ready.
 *
 *     if (service_open("gainsay-store", &settings.service, &err)) ...
 *     while (!service_stopping()) {
 *         service_beat();
 *         ...
 *         service_set_ready(connected, connected ? "" : err.text);
 *     }
 *     service_close();
 *
 * Under systemd it also tells the supervisor that it has started, its state, and, where the unit
 * has a watchdog, that the loop beats.
 *
 * SIGTERM and SIGINT ask for a drain: service_stopping() turns true, and the program finishes what
 * it holds. A second one ends the process at once. The state is the process's own, so there is one
 * service a process.
 */
#ifndef GAINSAY_SERVICE_SERVICE_H
#define GAINSAY_SERVICE_SERVICE_H

#include "common/base/err.h"
#include "common/conf/conf.h"

#include <stdbool.h>

/* A drain that takes longer is given up: what was not finished is done again by whoever comes next.
 * With what closing takes it is ten seconds. */
#define SERVICE_DRAIN_MS 6000
/* So long after the signal the process ends, whatever it still waits for; with 0, for nothing is
 * lost by it. */
#define SERVICE_STOP_S 20

struct service_settings {
    const char *log_level;
    const char *log_format;
    const char *listen;
};

/* Rows of a program's option table for its struct service_settings member. */
#define SERVICE_CONF_ROWS(type, member)                                                            \
    {"log",                                                                                        \
     "level",                                                                                      \
     CONF_CHOICE,                                                                                  \
     offsetof(type, member.log_level),                                                             \
     "info",                                                                                       \
     "error|warning|info|debug",                                                                   \
     "least weight of a line that is written"},                                                    \
        {"log",    "format",      CONF_CHOICE,     offsetof(type, member.log_format),              \
         "logfmt", "logfmt|json", "form of a line"},                                               \
    {                                                                                              \
        "http", "listen", CONF_TEXT, offsetof(type, member.listen), "", NULL,                      \
            "ADDRESS:PORT of /metrics, /healthz and /readyz; empty: none"                          \
    }

/* Holds SIGTERM and SIGINT back until service_open(): one that comes while settings are read is a
 * drain, too. Before the first thread. */
void service_hold_signals(void);
/* name outlives the service. ERR_CONFIG: settings->listen is no address, or taken; the log is open
 * then, too. */
enum err_code
service_open(const char *name, const struct service_settings *settings, struct err *err);
/* Also after service_open() has failed. */
void service_close(void);

/* A signal asked for the drain. */
bool service_stopping(void);
/* SERVICE_DRAIN_MS have gone by since the signal: what is not finished now is left. */
bool service_drain_over(void);
/* The loop is alive; /healthz fails when it has not said so for a minute. */
void service_beat(void);
/* For /readyz; why is copied. Not ready until first told otherwise. A change is logged. */
void service_set_ready(bool ready, const char *why);

/* Waits, in short steps, until the time is over or the service is to stop. */
void service_sleep_ms(long long wait_ms);
/* Milliseconds of a clock that no correction moves. */
long long service_clock_ms(void);

#endif
