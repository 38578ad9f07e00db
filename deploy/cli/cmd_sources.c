#include "common/base/arena.h"
#include "deploy/cli/check.h"
#include "deploy/cli/command.h"
#include "deploy/cli/exchange.h"
#include "deploy/cli/states.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct conf_option options[] = {
    KAFKA_CONF_ROWS(struct poller_settings, kafka),
    POLLER_CONF_ROWS(struct poller_settings),
};

static const struct conf_program program = {
    .name = "gainsay sources",
    .summary = "show the catalogue, ask sources what they are like today, or tell how they do",
    .synopsis = "list | check [ID | URL | FILE ...] | states | import OPML | export [OPML]",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
    .is_tool = true,
};

static int list(const struct catalogue *catalogue)
{
    size_t enabled = 0;
    (void)printf("%-28s %-7s %-16s %-8s %-9s %8s  %s\n", "id", "country", "tier", "language",
                 "kind", "every", "url");
    for (size_t i = 0; i < catalogue->count; i++) {
        const struct catalogue_source *source = &catalogue->source[i];
        (void)printf("%-28s %-7s %-16s %-8s %-9s %6lld m  %s\n", source->id,
                     source->country == NULL ? "-" : source->country,
                     source->tier == NULL ? "-" : source->tier, source->lang, source->kind,
                     source->interval_ms / 60000, source->url);
        if (!source->enabled)
            (void)printf("%-28s not enabled: %s\n", "", source->reason);
        enabled += source->enabled;
    }
    (void)printf("%zu sources, %zu enabled\n", catalogue->count, enabled);
    return 0;
}

/* What a word of `check` names. */
struct choice {
    const struct catalogue_source **sources;
    size_t count;
    size_t bad;
};

static bool is_address(const char *word)
{
    return strncmp(word, "http://", 7) == 0 || strncmp(word, "https://", 8) == 0;
}

static enum err_code choose(const struct catalogue *catalogue,
                            const char *word,
                            struct arena *arena,
                            struct choice *choice,
                            struct err *err)
{
    const struct catalogue_source *known = catalogue_find(catalogue, word);
    for (size_t i = 0; known == NULL && i < catalogue->count; i++) {
        if (strcmp(catalogue->source[i].url, word) == 0)
            known = &catalogue->source[i];
    }
    if (known != NULL) {
        choice->sources[choice->count++] = known;
        return ERR_OK;
    }
    struct catalogue_source *made = arena_alloc(arena, sizeof *made);
    if (made == NULL)
        return err_set(err, ERR_TOO_LARGE, "too many words");
    *made = catalogue_source_of(word);
    if (is_address(word)) {
        choice->sources[choice->count++] = made;
    } else if (access(word, R_OK) == 0) {
        choice->bad += !check_file(word, made);
    } else {
        return err_set(err, ERR_BAD_INPUT,
                       "\"%s\" is neither a source of the catalogue nor an address nor a file",
                       word);
    }
    return ERR_OK;
}

static int check(const struct poller_settings *settings,
                 const struct catalogue *catalogue,
                 const struct conf_run *run,
                 struct arena *arena,
                 struct err *err)
{
    size_t most = run->arg_count + catalogue->count + 1;
    const struct catalogue_source **sources =
        arena_array(arena, most, sizeof *sources); // NOLINT(bugprone-sizeof-expression): pointers
    if (sources == NULL) {
        (void)err_set(err, ERR_TOO_LARGE, "too many sources");
        return 2;
    }
    struct choice choice = {.sources = sources};
    enum err_code code = ERR_OK;
    for (size_t i = 1; !code && i < run->arg_count; i++)
        code = choose(catalogue, run->args[i], arena, &choice, err);
    for (size_t i = 0; !code && run->arg_count == 1 && i < catalogue->count; i++) {
        if (catalogue->source[i].enabled)
            choice.sources[choice.count++] = &catalogue->source[i];
    }
    struct states states = {.count = 0};
    bool compare = choice.count > 0 && conf_is_given(&program, run, "kafka", "brokers");
    struct err why = {0};
    if (!code && compare && states_read(&settings->kafka, &states, &why)) {
        (void)fprintf(stderr, "gainsay sources: the poller's states are not compared: %s\n",
                      why.text);
        compare = false;
    }
    if (!code && choice.count > 0)
        choice.bad +=
            check_sources(settings, choice.sources, choice.count, compare ? &states : NULL, err);
    states_release(&states);
    if (code || (err->code != ERR_OK))
        return 2;
    return choice.bad > 0;
}

static int dispatch(struct poller_settings *settings,
                    const struct conf_run *run,
                    struct arena *arena,
                    struct err *err)
{
    struct catalogue catalogue = {0};
    const char *verb = run->arg_count > 0 ? run->args[0] : "";
    if (strcmp(verb, "states") == 0)
        return states_print(&settings->kafka, err) ? 1 : 0;
    if (access(settings->sources, R_OK) != 0 &&
        strcmp(settings->sources, GAINSAY_DATA_DIR "/sources.conf") == 0)
        settings->sources = GAINSAY_SOURCE_SOURCES;
    if (catalogue_read(settings->sources, &catalogue, err))
        return 2;
    feed_setup();
    int exit_code = 0;
    if (strcmp(verb, "list") == 0) {
        exit_code = list(&catalogue);
    } else if (strcmp(verb, "check") == 0) {
        exit_code = check(settings, &catalogue, run, arena, err);
    } else if (strcmp(verb, "export") == 0 && run->arg_count <= 2) {
        const char *path = run->arg_count == 2 ? run->args[1] : NULL;
        exit_code = exchange_export(&catalogue, path, err) ? 1 : 0;
    } else if (strcmp(verb, "import") == 0 && run->arg_count == 2) {
        exit_code = exchange_import(run->args[1], &catalogue, err) ? 1 : 0;
    } else {
        (void)err_set(err, ERR_BAD_INPUT,
                      "say list, check, states, import FILE or export [FILE] (see gainsay sources "
                      "--help)");
        exit_code = 2;
    }
    catalogue_release(&catalogue);
    return exit_code;
}

int command_sources(int argc, char **argv)
{
    struct arena arena;
    struct poller_settings settings = {0};
    struct conf_run run;
    struct err err = {0};
    int exit_code = 0;
    arena_init(&arena, (size_t)64 << 20);
    if (command_load(&program, argc, argv, &arena, &settings, &run, &err))
        exit_code = 2;
    else if (run.action == CONF_RUN)
        exit_code = dispatch(&settings, &run, &arena, &err);
    if (err.code != ERR_OK)
        (void)fprintf(stderr, "gainsay sources: %s\n", err.text);
    arena_release(&arena);
    return exit_code;
}
