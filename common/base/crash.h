/*
 * Named places where a test may end or freeze the process. They exist only in builds with
 * GAINSAY_CRASH_POINTS (CMake option; preset "faults"); elsewhere a crash point is nothing.
 *
 *     CRASH_POINT("store:before_commit");
 *
 * GAINSAY_CRASH="POINT ACTION NTH" tells which one is armed: at its NTH pass the process kills
 * itself (ACTION kill) or stops until SIGCONT (ACTION stop), once.
 */
#ifndef GAINSAY_BASE_CRASH_H
#define GAINSAY_BASE_CRASH_H

#ifdef GAINSAY_CRASH_POINTS
/* For one thread only: the loops that have crash points have one. */
void crash_point(const char *name);
#define CRASH_POINT(name) crash_point(name)
#else
#define CRASH_POINT(name) ((void)0)
#endif

#endif
