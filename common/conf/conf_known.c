#include "common/conf/conf_known.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

/* Each section that the shared file may have, with the keys that programs read there; "*": any.
 * test_cli compares it with what the programs say of themselves. */
static const struct {
    const char *section;
    const char *keys;
} known[] = {
    {"kafka", "brokers *"},
    {"postgres", "conninfo password_file"},
    {"log", "level format"},
    {"http", "listen"},
    {"poller", "sources group user_agent allow parallel connect_timeout timeout stall body_max "
               "once"},
    {"classifier", "lexicon generation group batch breaker"},
    {"store", "group batch wait breaker"},
    {"import", "format source lang zone map delimiter dry_run listen"},
    {"replay", "lexicon name source since until from_offset rate dry_run listen"},
    {"letters", "state service since match max rate dry_run"},
    {"doctor", "disks free certificates"},
    {"export", "format since until type source output author author_url"},
    {"migrate", "directory dry_run"},
    {"query", "directory format list"},
    {"rebuild", "fresh compare accept_loss"},
    {"redact", "by why ahead"},
    {"status", "services watch interval json max_lag max_wait max_letters max_troubled"},
    {"topics", "partitions replicas"},
};

#define KNOWN_COUNT (sizeof known / sizeof known[0])
#define NAME_BYTES  96 /* longer ones are nobody's slip */
#define SLIP        2  /* letters, at most */

const struct conf_option *
conf_find_option(const struct conf_program *program, const char *section, const char *key)
{
    const struct conf_option *rest = NULL;
    for (size_t i = 0; i < program->option_count; i++) {
        const struct conf_option *option = &program->options[i];
        if (strcmp(option->section, section) != 0)
            continue;
        if (option->kind == CONF_REST)
            rest = option;
        else if (strcmp(option->key, key) == 0)
            return option;
    }
    return rest;
}

bool conf_has_section(const struct conf_program *program, const char *section)
{
    for (size_t i = 0; i < program->option_count; i++) {
        if (strcmp(program->options[i].section, section) == 0)
            return true;
    }
    return false;
}

/* The next of the keys, without a "*"; false behind the last. */
static bool next_key(const char **keys, char key[NAME_BYTES])
{
    size_t len = strcspn(*keys, " ");
    (void)snprintf(key, NAME_BYTES, "%.*s", (int)len, *keys);
    *keys += len + (*(*keys + len) == ' ');
    return len > 0 && strcmp(key, "*") != 0;
}

bool conf_is_known(const char *section, const char *key)
{
    for (size_t i = 0; i < KNOWN_COUNT; i++) {
        if (strcmp(known[i].section, section) != 0)
            continue;
        if (key == NULL || strchr(known[i].keys, '*') != NULL)
            return true;
        char one[NAME_BYTES];
        for (const char *keys = known[i].keys; next_key(&keys, one);) {
            if (strcmp(one, key) == 0)
                return true;
        }
    }
    return false;
}

/* How many letters have to be put in, left out or changed (Levenshtein). */
static size_t distance_of(const char *a, const char *b)
{
    size_t row[NAME_BYTES + 1];
    size_t len = strlen(b);
    for (size_t j = 0; j <= len; j++)
        row[j] = j;
    for (size_t i = 1; a[i - 1] != '\0'; i++) {
        size_t corner = row[0];
        row[0] = i;
        for (size_t j = 1; j <= len; j++) {
            size_t change = corner + (a[i - 1] != b[j - 1]);
            corner = row[j];
            size_t shift = (row[j] < row[j - 1] ? row[j] : row[j - 1]) + 1;
            row[j] = change < shift ? change : shift;
        }
    }
    return row[len];
}

struct search {
    char word[NAME_BYTES];
    char best[NAME_BYTES];
    size_t distance; /* of the best; a farther one is none */
};

static void search_begin(struct search *search, const char *word, size_t len)
{
    *search = (struct search){.distance = len / 2 + 1};
    if (len < NAME_BYTES)
        (void)snprintf(search->word, NAME_BYTES, "%.*s", (int)len, word);
    else
        search->distance = 0;
}

static void
consider(struct search *search, const char *before, const char *section, const char *key)
{
    char name[NAME_BYTES];
    int len = snprintf(name, sizeof name, "%s%s%s%s", before, section,
                       section[0] == '\0' ? "" : ".", key);
    size_t distance = len < NAME_BYTES ? distance_of(search->word, name) : NAME_BYTES;
    if (distance >= search->distance)
        return;
    search->distance = distance;
    memcpy(search->best, name, sizeof name);
}

static void write_hint(const struct search *search, char hint[CONF_HINT_BYTES])
{
    (void)snprintf(hint, CONF_HINT_BYTES, "%s%s",
                   search->best[0] == '\0' ? "" : "; the nearest is ", search->best);
}

void conf_hint_option(const struct conf_program *program,
                      const char *word,
                      char hint[CONF_HINT_BYTES])
{
    static const char *const fixed[] = {"config", "check", "example", "version", "help"};
    struct search search;
    search_begin(&search, word, strcspn(word, "="));
    for (size_t i = 0; i < program->option_count; i++) {
        const struct conf_option *option = &program->options[i];
        if (option->kind == CONF_REST)
            continue;
        consider(&search, "--", option->section, option->key);
        if (program->own == NULL || strcmp(program->own, option->section) != 0)
            continue;
        char key[NAME_BYTES];
        (void)snprintf(key, sizeof key, "%s", option->key);
        for (char *c = key; *c != '\0'; c++)
            *c = *c == '_' ? '-' : *c;
        consider(&search, "--", "", key);
    }
    for (size_t i = 0; i < sizeof fixed / sizeof fixed[0]; i++)
        consider(&search, "--", "", fixed[i]);
    write_hint(&search, hint);
}

static void search_known(struct search *search, const char *section, const char *key)
{
    char word[NAME_BYTES];
    int len = snprintf(word, sizeof word, "%s.%s", section, key);
    search_begin(search, word, len < NAME_BYTES ? (size_t)len : NAME_BYTES);
    for (size_t i = 0; i < KNOWN_COUNT; i++) {
        char one[NAME_BYTES];
        for (const char *keys = known[i].keys; next_key(&keys, one);)
            consider(search, "", known[i].section, one);
    }
}

void conf_hint_setting(const char *section, const char *key, char hint[CONF_HINT_BYTES])
{
    struct search search;
    search_known(&search, section, key);
    write_hint(&search, hint);
}

bool conf_hint_variable(const char *section, const char *key, char hint[CONF_HINT_BYTES])
{
    struct search search;
    search_known(&search, section, key);
    for (char *c = search.best; *c != '\0'; c++)
        *c = *c == '.' ? '_' : (char)toupper((unsigned char)*c);
    (void)snprintf(hint, CONF_HINT_BYTES, "; the nearest is GAINSAY_%s", search.best);
    if (search.best[0] == '\0')
        hint[0] = '\0';
    return search.best[0] != '\0' && search.distance <= SLIP;
}
