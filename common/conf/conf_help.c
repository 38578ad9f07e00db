#include "common/conf/conf_print.h"

#include <stdio.h>
#include <string.h>

static const char *kind_name(enum conf_kind kind)
{
    switch (kind) {
    case CONF_TEXT:
        return "TEXT";
    case CONF_INTEGER:
        return "NUMBER";
    case CONF_BOOLEAN:
        return "yes|no";
    case CONF_DURATION:
        return "DURATION";
    case CONF_BYTES:
        return "SIZE";
    case CONF_CHOICE:
        return "WORD";
    case CONF_REST:
        break;
    }
    return "VALUE";
}

/* "--since=TEXT" of the program's own section, "--dry-run"; else "--kafka.brokers=TEXT". */
static void
write_name(const struct conf_program *program, const struct conf_option *option, char name[128])
{
    bool own = program->own != NULL && strcmp(option->section, program->own) == 0;
    const char *value = option->kind == CONF_CHOICE ? option->limits : kind_name(option->kind);
    if (!own) {
        (void)snprintf(name, 128, "--%s.%s=%s", option->section,
                       option->kind == CONF_REST ? "PROPERTY" : option->key, value);
        return;
    }
    bool flag = option->kind == CONF_BOOLEAN;
    (void)snprintf(name, 128, "--%s%s%s", option->key, flag ? "" : "=", flag ? "" : value);
    for (char *c = name; *c != '\0' && *c != '='; c++)
        *c = *c == '_' ? '-' : *c;
}

static void print_option(const struct conf_program *program, const struct conf_option *option)
{
    char name[128];
    write_name(program, option, name);
    (void)printf("  %-44s %s", name, option->help);
    if (option->limits != NULL && option->kind != CONF_CHOICE)
        (void)printf("; %s", option->limits);
    if (option->fallback != NULL && option->fallback[0] != '\0')
        (void)printf(" (%s)", option->fallback);
    (void)putchar('\n');
}

void conf_print_help(const struct conf_program *program)
{
    (void)printf("%s: %s\n\nUsage: %s [OPTION ...]%s%s\n\n", program->name, program->summary,
                 program->name, program->synopsis[0] == '\0' ? "" : " ", program->synopsis);
    (void)puts(
        "  --config FILE                                read FILE instead of $GAINSAY_CONFIG "
        "or /etc/gainsay/gainsay.conf\n"
        "  --check                                      read the configuration, say what is "
        "wrong with it, exit\n"
        "  --example                                    print a configuration file with every "
        "setting and its default\n"
        "  --version                                    print version and commit\n"
        "  --help                                       print this\n\n"
        "Settings, by their name in the file ([SECTION] KEY = VALUE), with the default in "
        "parentheses.\nThe environment overrides the file: GAINSAY_SECTION_KEY.\n");
    for (size_t i = 0; i < program->option_count; i++)
        print_option(program, &program->options[i]);
}

void conf_print_example(const struct conf_program *program)
{
    const char *section = "";
    for (size_t i = 0; i < program->option_count; i++) {
        const struct conf_option *option = &program->options[i];
        if (strcmp(section, option->section) != 0) {
            section = option->section;
            (void)printf("%s[%s]\n", i == 0 ? "" : "\n", section);
        }
        (void)printf("# %s", option->help);
        if (option->limits != NULL)
            (void)printf("; %s", option->limits);
        if (option->kind == CONF_REST)
            (void)printf("\n#PROPERTY =\n");
        else
            (void)printf("\n#%s = %s\n", option->key,
                         option->fallback == NULL ? "" : option->fallback);
    }
}
