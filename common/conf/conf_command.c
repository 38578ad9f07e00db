#include "common/conf/conf_command.h"

#include <stdio.h>
#include <string.h>

static bool take_word(const char *argument, struct conf_command *command)
{
    if (strcmp(argument, "--check") == 0)
        command->check = true;
    else if (strcmp(argument, "--example") == 0)
        command->example = true;
    else if (strcmp(argument, "--help") == 0 || strcmp(argument, "-h") == 0)
        command->help = true;
    else if (strcmp(argument, "--version") == 0)
        command->version = true;
    else
        return false;
    return true;
}

static bool same_key(const char *key, const char *word, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (key[i] != (word[i] == '-' ? '_' : word[i]))
            return false;
    }
    return key[len] == '\0';
}

/* The setting of the program's own section that "--key" or "--key=value" names. */
static const struct conf_option *own_option(const struct conf_program *program,
                                            const char *argument)
{
    size_t len = strcspn(argument + 2, "=");
    for (size_t i = 0; i < program->option_count && program->own != NULL; i++) {
        const struct conf_option *option = &program->options[i];
        if (strcmp(option->section, program->own) == 0 && same_key(option->key, argument + 2, len))
            return option;
    }
    return NULL;
}

/* Writes it out as "--section.key=value"; *i moves on where the value is the next word. */
static enum err_code spell_out(struct arena *arena,
                               const struct conf_option *option,
                               int argc,
                               char **argv,
                               int *i,
                               char **setting,
                               struct err *err)
{
    const char *value = strchr(argv[*i], '=');
    if (value != NULL)
        value++;
    else if (option->kind == CONF_BOOLEAN)
        value = "yes";
    else if (*i + 1 < argc)
        value = argv[++*i];
    else
        return err_set(err, ERR_CONFIG, "option \"%s\" wants a value", argv[*i]);
    size_t room = strlen(option->section) + strlen(option->key) + strlen(value) + 5;
    *setting = arena_alloc(arena, room);
    if (*setting == NULL)
        return err_set(err, ERR_CONFIG, "the command line is too long");
    (void)snprintf(*setting, room, "--%s.%s=%s", option->section, option->key, value);
    return ERR_OK;
}

enum err_code conf_command_read(const struct conf_program *program,
                                struct arena *arena,
                                int argc,
                                char **argv,
                                struct conf_command *command,
                                struct conf_run *run,
                                struct err *err)
{
    command->settings = arena_array(arena, (size_t)argc + 1, sizeof *command->settings);
    run->args = arena_array(arena, (size_t)argc + 1, sizeof *run->args);
    if (command->settings == NULL || run->args == NULL)
        return err_set(err, ERR_CONFIG, "the command line is too long");
    bool options_end = false;
    for (int i = 1; i < argc; i++) {
        char *argument = argv[i];
        const struct conf_option *own =
            strncmp(argument, "--", 2) == 0 ? own_option(program, argument) : NULL;
        if (own != NULL && !options_end) {
            char **setting = &command->settings[command->setting_count++];
            enum err_code code = spell_out(arena, own, argc, argv, &i, setting, err);
            if (code)
                return code;
        } else if (options_end || strncmp(argument, "-", 1) != 0 || strcmp(argument, "-") == 0) {
            run->args[run->arg_count++] = argument;
        } else if (strcmp(argument, "--") == 0) {
            options_end = true;
        } else if (strcmp(argument, "--config") == 0) {
            if (i + 1 == argc)
                return err_set(err, ERR_CONFIG, "option \"--config\" wants a file");
            command->config = argv[++i];
        } else if (strncmp(argument, "--config=", 9) == 0) {
            command->config = argument + 9;
        } else if (!take_word(argument, command)) {
            command->settings[command->setting_count++] = argument;
        }
    }
    return ERR_OK;
}
