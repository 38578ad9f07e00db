#include "common/base/nearest.h"

#include <stdio.h>
#include <string.h>

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Letters to put in, leave out, change or swap with the next one; of words shorter than
 * NEAREST_BYTES. rows[i % 3][j]: between a's first i letters and b's first j. */
static size_t distance_of(const char *a, const char *b)
{
    size_t rows[3][NEAREST_BYTES];
    size_t a_len = strlen(a);
    size_t b_len = strlen(b);
    for (size_t j = 0; j <= b_len; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= a_len; i++) {
        size_t *row = rows[i % 3];
        const size_t *before = rows[(i - 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= b_len; j++) {
            row[j] =
                least(before[j - 1] + (a[i - 1] != b[j - 1]), least(before[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = least(row[j], rows[(i - 2) % 3][j - 2] + 1);
        }
    }
    return rows[a_len % 3][b_len];
}

void nearest_begin(struct nearest *nearest, struct str word)
{
    *nearest = (struct nearest){.distance = word.len / 2 + 1};
    if (word.len < NEAREST_BYTES)
        memcpy(nearest->word, word.ptr, word.len);
    else
        nearest->distance = 0;
}

void nearest_consider(struct nearest *nearest, const char *name)
{
    if (nearest->distance == 0 || strlen(name) >= NEAREST_BYTES)
        return;
    size_t distance = distance_of(nearest->word, name);
    if (distance >= nearest->distance)
        return;
    nearest->distance = distance;
    (void)snprintf(nearest->best, sizeof nearest->best, "%s", name);
}

const char *nearest_hint(struct nearest *nearest)
{
    nearest->hint[0] = '\0';
    if (nearest->best[0] != '\0')
        (void)snprintf(nearest->hint, sizeof nearest->hint, "; the nearest is %s", nearest->best);
    return nearest->hint;
}
