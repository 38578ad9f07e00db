/*
 * What systemd is told (sd_notify(3)): that the service has started, what state it is in, that its
 * loop is alive. All of it does nothing where no supervisor listens ($NOTIFY_SOCKET is not set), so
 * that the programs run as well without systemd. Used by service.c only.
 *
 * "Started" is not "ready": a service without its database is started, waits, and must not be
 * restarted for that.
 */
#ifndef GAINSAY_SERVICE_SUPERVISOR_H
#define GAINSAY_SERVICE_SUPERVISOR_H

#include <stdbool.h>

/* Settings were fine, signals are heard. Also learns how often the watchdog wants to hear from us.
 */
void supervisor_started(void);
/* One line for `systemctl status`. */
void supervisor_status(bool ready, const char *why);
/* The loop is alive. Cheap enough for each turn: it tells systemd four times a watchdog's period.
 * now_ms: of service_clock_ms(). */
void supervisor_alive(long long now_ms);
/* The drain begins. Only the first call tells. */
void supervisor_stopping(void);

#endif
