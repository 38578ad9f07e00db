/*
 * Named places where a test may end or freeze the process. They exist only in builds with
 * GAINSAY_CRASH_POINTS (CMake option; preset "faults"); elsewhere a crash point is nothing.
 *
 *     CRASH_POINT("store:before_commit");
 *
 * GAINSAY_CRASH="POINT ACTION NTH" tells which one is armed: at its NTH pass the process kills
 * itself (ACTION kill) or stops until SIGCONT (ACTION stop), once.
 *
 *     CRASH_AT(message->value, message->value_len);
 *
 * kills the process where the bytes hold the text of GAINSAY_CRASH_AT, each time.
 */
#ifndef GAINSAY_BASE_CRASH_H
#define GAINSAY_BASE_CRASH_H

#ifdef GAINSAY_CRASH_POINTS
#include <stddef.h>

/* For one thread only: the loops that have crash points have one. */
void crash_point(const char *name);
void crash_at(const char *bytes, size_t len);
#define CRASH_POINT(name)    crash_point(name)
#define CRASH_AT(bytes, len) crash_at(bytes, len)
#else
#define CRASH_POINT(name)    ((void)0)
#define CRASH_AT(bytes, len) ((void)0)
#endif

#endif
