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
#define NAME_BYTES  NEAREST_BYTES
#define SLIP        2 /* letters, at most */

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

static void
consider(struct nearest *nearest, const char *before, const char *section, const char *key)
{
    char name[3 * NAME_BYTES];
    (void)snprintf(name, sizeof name, "%s%s%s%s", before, section, section[0] == '\0' ? "" : ".",
                   key);
    nearest_consider(nearest, name);
}

void conf_near_option(const struct conf_program *program, const char *word, struct nearest *nearest)
{
    static const char *const fixed[] = {"config", "check", "example", "version", "help"};
    nearest_begin(nearest, (struct str){word, strcspn(word, "=")});
    for (size_t i = 0; i < program->option_count; i++) {
        const struct conf_option *option = &program->options[i];
        if (option->kind == CONF_REST)
            continue;
        consider(nearest, "--", option->section, option->key);
        if (program->own == NULL || strcmp(program->own, option->section) != 0)
            continue;
        char key[NAME_BYTES];
        (void)snprintf(key, sizeof key, "%s", option->key);
        for (char *c = key; *c != '\0'; c++)
            *c = *c == '_' ? '-' : *c;
        consider(nearest, "--", "", key);
    }
    for (size_t i = 0; i < sizeof fixed / sizeof fixed[0]; i++)
        consider(nearest, "--", "", fixed[i]);
}

void conf_near_section(const char *section, struct nearest *nearest)
{
    nearest_begin(nearest, str_of(section));
    for (size_t i = 0; i < KNOWN_COUNT; i++)
        nearest_consider(nearest, known[i].section);
}

void conf_near_setting(const char *section, const char *key, struct nearest *nearest)
{
    char word[2 * NAME_BYTES];
    (void)snprintf(word, sizeof word, "%s.%s", section, key);
    nearest_begin(nearest, str_of(word));
    for (size_t i = 0; i < KNOWN_COUNT; i++) {
        char one[NAME_BYTES];
        for (const char *keys = known[i].keys; next_key(&keys, one);)
            consider(nearest, "", known[i].section, one);
    }
}

bool conf_near_variable(const char *section, const char *key, struct nearest *nearest)
{
    struct nearest setting;
    conf_near_setting(section, key, &setting);
    *nearest = (struct nearest){.distance = setting.distance};
    if (setting.best[0] == '\0')
        return false;
    for (char *c = setting.best; *c != '\0'; c++)
        *c = *c == '.' ? '_' : (char)toupper((unsigned char)*c);
    (void)snprintf(nearest->best, sizeof nearest->best, "GAINSAY_%.80s", setting.best);
    return setting.distance <= SLIP;
}
