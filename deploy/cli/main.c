/*
 * The `gainsay` command: built-in subcommands from one table; `gainsay X` runs `gainsay-X` where
 * there is no built-in.
 */
#include "common/base/printed.h"
#include "deploy/cli/command.h"

#include "gainsay_version.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct command {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *help;
};

static const struct command commands[] = {
    {"classify", command_classify, "read items as JSON Lines, print their records"},
    {"dead-letters", command_dead_letters,
     "what services gave up: look at it, send it again, discard it"},
    {"doctor", command_doctor, "look at everything that gainsay stands on, and say what to do"},
    {"export", command_export, "write records, or contradictions, for other programs"},
    {"feed", command_feed, "read a recorded feed, listing or sitemap, print its entries"},
    {"lexicon", command_lexicon, "check the rules' data files"},
    {"link", command_link, "read stories as JSON Lines, print records and contradictions"},
    {"migrate", command_migrate, "bring the database's schema up to this version"},
    {"query", command_query, "ask the database one of the cookbook's questions"},
    {"rebuild", command_rebuild, "make all tables anew from the topic, then swap"},
    {"redact", command_redact, "take an item down for good"},
    {"sources", command_sources,
     "show the catalogue, ask sources what they are like, tell how they do"},
    {"status", command_status, "how far each service is behind, and what there is"},
    {"topics", command_topics, "make the Kafka topics"},
    {"verify", command_verify, "compare the stored contradictions with a fresh linking"},
};

#define COMMAND_COUNT (sizeof commands / sizeof commands[0])

static void print_help(FILE *out)
{
    (void)fputs("gainsay: claims, denials and tariff changes, from feeds to SQL\n\n"
                "Usage: gainsay COMMAND [OPTION ...]\n\n",
                out);
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        (void)fprintf(out, "  %-16s %s\n", commands[i].name, commands[i].help);
    (void)fputs(
        "\n`gainsay COMMAND --help` says more. `gainsay X` runs the program gainsay-X where X is "
        "none of these: import, replay, poller, classifier, store.\n",
        out);
}

/* Looks for gainsay-NAME beside this program first, so that a build tree works uninstalled. */
static int run_program(char **argv)
{
    char path[4096];
    ssize_t len = readlink("/proc/self/exe", path, sizeof path - 1);
    if (len > 0) {
        path[len] = '\0';
        char *slash = strrchr(path, '/');
        size_t used = slash == NULL ? 0 : (size_t)(slash - path) + 1;
        size_t room = sizeof path - used;
        if ((size_t)snprintf(path + used, room, "gainsay-%s", argv[0]) < room)
            (void)execv(path, argv);
    }
    (void)snprintf(path, sizeof path, "gainsay-%s", argv[0]);
    (void)execvp(path, argv);
    if (errno == ENOENT)
        (void)fprintf(stderr, "gainsay: there is no command \"%s\" (see gainsay --help)\n",
                      argv[0]);
    else
        (void)fprintf(stderr, "gainsay: cannot run \"%s\": %s\n", path, strerror(errno));
    return 2;
}

static int finish(const char *name, int exit_code)
{
    struct err err = {0};
    if (!printed_check(&err))
        return exit_code;
    (void)fprintf(stderr, "gainsay %s: %s\n", name, err.text);
    return exit_code == 0 ? 1 : exit_code;
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        print_help(stderr);
        return 2;
    }
    const char *name = argv[1];
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0 || strcmp(name, "help") == 0) {
        print_help(stdout);
        return 0;
    }
    if (strcmp(name, "--version") == 0) {
        (void)printf("gainsay %s (%s)\n", GAINSAY_VERSION, GAINSAY_COMMIT);
        return 0;
    }
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        if (strcmp(commands[i].name, name) == 0)
            return finish(name, commands[i].run(argc - 1, argv + 1));
    }
    return run_program(argv + 1);
}
