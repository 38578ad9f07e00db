#include "common/conf/conf.h"

#include "common/conf/conf_command.h"
#include "common/conf/conf_known.h"
#include "common/conf/conf_print.h"
#include "gainsay_version.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DEFAULT_PATH "/etc/gainsay/gainsay.conf"
#define ENVIRONMENT  "GAINSAY_"
#define PAIRS_MAX    256

extern char **environ;

struct loader {
    const struct conf_program *program;
    struct arena *arena;
    char *settings;
    bool *given; /* of each option; NULL while the fallbacks are set */
};

static void *member(const struct loader *loader, const struct conf_option *option)
{
    return loader->settings + option->offset;
}

/* A later value of the same key replaces the earlier one. */
static enum err_code set_pair(struct arena *arena,
                              struct conf_pairs *pairs,
                              const char *key,
                              const char *value,
                              struct err *err)
{
    if (pairs->pair == NULL)
        pairs->pair = arena_array(arena, PAIRS_MAX, sizeof *pairs->pair);
    const char *key_copy = arena_copy_str(arena, str_of(key));
    if (pairs->pair == NULL || key_copy == NULL)
        return err_set(err, ERR_CONFIG, "the configuration is too large");
    for (size_t i = 0; i < pairs->count; i++) {
        if (strcmp(pairs->pair[i].key, key) == 0) {
            pairs->pair[i].value = value;
            return ERR_OK;
        }
    }
    if (pairs->count == PAIRS_MAX)
        return err_set(err, ERR_CONFIG, "more than %d extra properties", PAIRS_MAX);
    pairs->pair[pairs->count++] = (struct conf_pair){key_copy, value};
    return ERR_OK;
}

static enum err_code set_option(const struct loader *loader,
                                const struct conf_option *option,
                                const char *key,
                                const char *text,
                                struct err *err)
{
    const char *copy = arena_copy_str(loader->arena, str_of(text));
    if (copy == NULL)
        return err_set(err, ERR_CONFIG, "the configuration is too large");
    enum err_code code = ERR_OK;
    for (size_t i = 0; i < CONF_CHECKS && !code; i++) {
        if (loader->program->checks[i] != NULL)
            code = loader->program->checks[i](option->section, key, copy, err);
    }
    if (code)
        return code;
    if (option->kind == CONF_REST)
        return set_pair(loader->arena, member(loader, option), key, copy, err);
    if (conf_parse_value(option->kind, option->limits, copy, member(loader, option), err))
        return err_in(err, "%s.%s", option->section, option->key);
    if (loader->given != NULL)
        loader->given[option - loader->program->options] = true;
    return ERR_OK;
}

/* Whether a setting that the program does not have is to be passed over. A service leaves the
 * sections that it has nothing in to those who have, whose own --check reads them; a tool, which
 * borrows some settings of them, passes over no more than what they have. */
static bool is_for_others(const struct loader *loader, const char *section, const char *key)
{
    const struct conf_program *program = loader->program;
    if (program->is_tool)
        return conf_is_known(section, key);
    return conf_is_known(section, NULL) && !conf_has_section(program, section);
}

static enum err_code set_named(const struct loader *loader,
                               const char *section,
                               const char *key,
                               const char *text,
                               struct err *err)
{
    const struct conf_option *option = conf_find_option(loader->program, section, key);
    if (option != NULL)
        return set_option(loader, option, key, text, err);
    if (is_for_others(loader, section, key))
        return ERR_OK;
    struct nearest nearest;
    if (!conf_is_known(section, NULL) && !conf_has_section(loader->program, section)) {
        conf_near_section(section, &nearest);
        return err_set(err, ERR_CONFIG, "there is no section \"%s\"%s", section,
                       nearest_hint(&nearest));
    }
    conf_near_setting(section, key, &nearest);
    return err_set(err, ERR_CONFIG, "section \"%s\" has no setting \"%s\"%s", section, key,
                   nearest_hint(&nearest));
}

static enum err_code set_fallbacks(const struct loader *loader, struct err *err)
{
    for (size_t i = 0; i < loader->program->option_count; i++) {
        const struct conf_option *option = &loader->program->options[i];
        if (option->kind == CONF_REST || option->fallback == NULL)
            continue;
        enum err_code code = set_option(loader, option, option->key, option->fallback, err);
        if (code)
            return code;
    }
    return ERR_OK;
}

static enum err_code visit_file(void *context,
                                const char *section,
                                const char *key,
                                const char *value,
                                int line,
                                struct err *err)
{
    (void)line;
    return set_named(context, section, key, value, err);
}

/* One that is no setting of the program. Much that is not ours begins with GAINSAY_, so that what
 * is no known section's is refused only where it can hardly be meant for anything else. */
static enum err_code judge_variable(const struct loader *loader,
                                    const char *name,
                                    const char *section,
                                    const char *key,
                                    struct err *err)
{
    struct nearest nearest;
    bool slip = conf_near_variable(section, key, &nearest);
    bool ours = conf_has_section(loader->program, section);
    if (ours ? is_for_others(loader, section, key) : conf_is_known(section, NULL) || !slip)
        return ERR_OK;
    return err_set(err, ERR_CONFIG, "environment variable " ENVIRONMENT "%s names no setting%s",
                   name, nearest_hint(&nearest));
}

/* "KAFKA_SASL_USERNAME" of the environment to section "kafka" and key "sasl.username" or
 * "sasl_username". */
static enum err_code set_from_environment(const struct loader *loader,
                                          const char *name,
                                          const char *value,
                                          struct err *err)
{
    char lower[160];
    size_t len = strlen(name);
    if (len >= sizeof lower)
        return ERR_OK;
    for (size_t i = 0; i <= len; i++)
        lower[i] = (char)tolower((unsigned char)name[i]);
    char *key = strchr(lower, '_');
    if (key == NULL)
        return ERR_OK;
    *key++ = '\0';
    const struct conf_option *option = conf_find_option(loader->program, lower, key);
    if (option == NULL)
        return judge_variable(loader, name, lower, key, err);
    if (option->kind == CONF_REST) {
        for (char *c = key; *c != '\0'; c++)
            *c = *c == '_' ? '.' : *c;
    }
    if (set_option(loader, option, key, value, err))
        return err_in(err, "environment variable " ENVIRONMENT "%s", name);
    return ERR_OK;
}

static enum err_code read_environment(const struct loader *loader, struct err *err)
{
    for (char **entry = environ; *entry != NULL; entry++) {
        const char *equals = strchr(*entry, '=');
        if (equals == NULL || strncmp(*entry, ENVIRONMENT, strlen(ENVIRONMENT)) != 0)
            continue;
        const char *start = *entry + strlen(ENVIRONMENT);
        char *name = arena_copy(loader->arena, start, (size_t)(equals - start));
        if (name == NULL)
            return err_set(err, ERR_CONFIG, "the configuration is too large");
        enum err_code code = set_from_environment(loader, name, equals + 1, err);
        if (code)
            return code;
    }
    return ERR_OK;
}

/* "--store.batch=100" sets; the dot tells a setting from a word such as --check. */
static enum err_code
set_from_argument(const struct loader *loader, const char *argument, struct err *err)
{
    const char *equals = strchr(argument, '=');
    const char *dot = strchr(argument, '.');
    /* Without its value, which may be a secret. */
    int name_len = (int)strcspn(argument, "=");
    const struct conf_option *option = NULL;
    char *key = NULL;
    if (equals != NULL && dot != NULL && dot < equals && strncmp(argument, "--", 2) == 0) {
        char *section = arena_copy(loader->arena, argument + 2, (size_t)(dot - argument) - 2);
        key = arena_copy(loader->arena, dot + 1, (size_t)(equals - dot) - 1);
        if (section == NULL || key == NULL)
            return err_set(err, ERR_CONFIG, "the configuration is too large");
        option = conf_find_option(loader->program, section, key);
    }
    if (option == NULL) {
        struct nearest nearest;
        conf_near_option(loader->program, argument, &nearest);
        return err_set(err, ERR_CONFIG, "unknown option \"%.*s\"%s (see %s --help)", name_len,
                       argument, nearest_hint(&nearest), loader->program->name);
    }
    if (set_option(loader, option, key, equals + 1, err))
        return err_in(err, "option \"%.*s\"", name_len, argument);
    return ERR_OK;
}

static const char *config_path(const struct conf_command *command)
{
    if (command->config != NULL)
        return command->config;
    const char *named = getenv("GAINSAY_CONFIG");
    if (named != NULL && named[0] != '\0')
        return named;
    return access(DEFAULT_PATH, F_OK) == 0 ? DEFAULT_PATH : NULL;
}

static enum err_code read_all(struct loader *loader,
                              const struct conf_command *command,
                              struct conf_run *run,
                              struct err *err)
{
    enum err_code code = set_fallbacks(loader, err);
    size_t count = loader->program->option_count;
    loader->given = arena_array(loader->arena, count + 1, sizeof *loader->given);
    if (!code && loader->given == NULL)
        code = err_set(err, ERR_CONFIG, "the configuration is too large");
    run->given = loader->given;
    run->path = config_path(command);
    if (!code && run->path != NULL)
        code = conf_ini_read(run->path, visit_file, loader, err);
    if (!code)
        code = read_environment(loader, err);
    for (size_t i = 0; i < command->setting_count && !code; i++)
        code = set_from_argument(loader, command->settings[i], err);
    return code;
}

enum err_code conf_load(const struct conf_program *program,
                        int argc,
                        char **argv,
                        struct arena *arena,
                        void *settings,
                        struct conf_run *run,
                        struct err *err)
{
    struct conf_command command = {0};
    *run = (struct conf_run){.action = CONF_EXIT};
    enum err_code code = conf_command_read(program, arena, argc, argv, &command, run, err);
    if (code)
        return code;
    if (command.help) {
        conf_print_help(program);
        return ERR_OK;
    }
    if (command.version) {
        (void)printf("%s %s (%s)\n", program->name, GAINSAY_VERSION, GAINSAY_COMMIT);
        return ERR_OK;
    }
    if (command.example) {
        conf_print_example(program);
        return ERR_OK;
    }
    if (run->arg_count > 0 && program->synopsis[0] == '\0')
        return err_set(err, ERR_CONFIG, "\"%s\" is no setting (see %s --help)", run->args[0],
                       program->name);
    struct loader loader = {program, arena, settings, NULL};
    code = read_all(&loader, &command, run, err);
    if (!code && command.check && program->look != NULL)
        code = program->look(settings, err);
    if (code)
        return code;
    if (command.check)
        (void)printf("%s: configuration is fine%s%s\n", program->name,
                     run->path == NULL ? "" : ": ", run->path == NULL ? "" : run->path);
    else
        run->action = CONF_RUN;
    return ERR_OK;
}

bool conf_is_given(const struct conf_program *program,
                   const struct conf_run *run,
                   const char *section,
                   const char *key)
{
    const struct conf_option *option = conf_find_option(program, section, key);
    return option != NULL && run->given != NULL && run->given[option - program->options];
}
