/*
 * The project's own lexicon, read once for all tests of a file, and an arena for what they make of
 * it. For one source file of a program: cmocka_run_group_tests(tests, lexicon_set_up,
 * lexicon_tear_down).
 */
#ifndef GAINSAY_TESTS_LEXICON_H
#define GAINSAY_TESTS_LEXICON_H

#include "common/base/arena.h"
#include "consumers/classify/lexicon.h"

#include <stdio.h>
#include <stdlib.h>

#define ARENA_BYTES ((size_t)4 << 20)

static struct lexicon *lexicon;
static struct arena arena;

static int lexicon_set_up(void **state)
{
    (void)state;
    struct err err = {0};
    char dir[4096];
    const char *source = getenv("GAINSAY_SOURCE_DIR");
    (void)snprintf(dir, sizeof dir, "%s/consumers/classify/lexicon", source == NULL ? "." : source);
    arena_init(&arena, ARENA_BYTES);
    return lexicon_load(dir, &lexicon, &err) == ERR_OK ? 0 : -1;
}

static int lexicon_tear_down(void **state)
{
    (void)state;
    lexicon_free(lexicon);
    arena_release(&arena);
    return 0;
}

#endif
