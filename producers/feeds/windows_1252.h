/*
 * Windows-1252, the charset that most of those mean who say ISO 8859-1, and what goes wrong with
 * it.
 */
#ifndef GAINSAY_FEEDS_WINDOWS_1252_H
#define GAINSAY_FEEDS_WINDOWS_1252_H

#include "common/base/arena.h"

#include <stdint.h>

/* Its character for a byte; for the five that it leaves unassigned the control character of ISO
 * 8859-1, as browsers have it. */
uint32_t windows_1252_decode(unsigned char byte);

/* Text that was UTF-8, was taken for Windows-1252 (or ISO 8859-1), and was made UTF-8 once more, as
 * it was at first: each of its characters stands for a byte, and these are UTF-8 again. Any other
 * text, and text over the arena's ceiling, comes back as it is. */
const char *windows_1252_mend(struct arena *arena, const char *text);

#endif
