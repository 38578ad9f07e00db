#include "common/conf/conf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

struct settings {
    const char *brokers;
    const char *format;
    long long batch;
    long long wait_ms;
    long long memory_bytes;
    bool strict;
    struct conf_pairs kafka;
};

static const struct conf_option options[] = {
    {"kafka", "brokers", CONF_TEXT, offsetof(struct settings, brokers), "127.0.0.1:9092", NULL,
     "brokers"},
    {"kafka", "*", CONF_REST, offsetof(struct settings, kafka), NULL, NULL,
     "any librdkafka property"},
    {"store", "batch", CONF_INTEGER, offsetof(struct settings, batch), "500", "1..1000", "records"},
    {"store", "wait", CONF_DURATION, offsetof(struct settings, wait_ms), "2s", "10ms..1m", "wait"},
    {"store", "memory", CONF_BYTES, offsetof(struct settings, memory_bytes), "64k", NULL, "memory"},
    {"store", "strict", CONF_BOOLEAN, offsetof(struct settings, strict), "no", NULL, "strictness"},
    {"log", "format", CONF_CHOICE, offsetof(struct settings, format), "logfmt", "logfmt|json",
     "form"},
};

static const struct conf_program program = {
    .name = "gainsay-test",
    .summary = "a program for tests",
    .synopsis = "",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
};

#define PATH "test_conf.ini"

static struct arena arena;
static struct err err;

static enum err_code load_as(const struct conf_program *as,
                             const char *file,
                             struct settings *settings,
                             const char *argument)
{
    FILE *out = fopen(PATH, "we");
    assert_non_null(out);
    assert_true(fputs(file, out) >= 0);
    assert_int_equal(fclose(out), 0);
    char name[] = "gainsay-test";
    char config[] = "--config";
    char path[] = PATH;
    char option[128];
    (void)snprintf(option, sizeof option, "%s", argument == NULL ? "" : argument);
    char *argv[] = {name, config, path, option, NULL};
    struct conf_run run;
    memset(settings, 0, sizeof *settings);
    enum err_code code =
        conf_load(as, argument == NULL ? 3 : 4, argv, &arena, settings, &run, &err);
    (void)unlink(PATH);
    return code;
}

static enum err_code load(const char *file, struct settings *settings, const char *argument)
{
    return load_as(&program, file, settings, argument);
}

static void each_setting_has_its_fallback_and_its_unit(void **state)
{
    (void)state;
    struct settings settings;
    assert_int_equal(load("", &settings, NULL), ERR_OK);
    assert_string_equal(settings.brokers, "127.0.0.1:9092");
    assert_int_equal(settings.batch, 500);
    assert_int_equal(settings.wait_ms, 2000);
    assert_int_equal(settings.memory_bytes, 65536);
    assert_false(settings.strict);
}

static void the_command_line_beats_the_environment_which_beats_the_file(void **state)
{
    (void)state;
    struct settings settings;
    assert_int_equal(load("[store]\nbatch = 7\n", &settings, NULL), ERR_OK);
    assert_int_equal(settings.batch, 7);
    assert_int_equal(setenv("GAINSAY_STORE_BATCH", "8", 1), 0);
    assert_int_equal(load("[store]\nbatch = 7\n", &settings, NULL), ERR_OK);
    assert_int_equal(settings.batch, 8);
    assert_int_equal(load("[store]\nbatch = 7\n", &settings, "--store.batch=9"), ERR_OK);
    assert_int_equal(settings.batch, 9);
    assert_int_equal(unsetenv("GAINSAY_STORE_BATCH"), 0);
}

static void other_keys_of_a_pass_through_section_are_kept_as_they_are(void **state)
{
    (void)state;
    struct settings settings;
    assert_int_equal(setenv("GAINSAY_KAFKA_SECURITY_PROTOCOL", "SSL", 1), 0);
    assert_int_equal(load("[kafka]\nbrokers = b:1 ; c\nlinger.ms = 5\n", &settings, NULL), ERR_OK);
    assert_int_equal(unsetenv("GAINSAY_KAFKA_SECURITY_PROTOCOL"), 0);
    assert_string_equal(settings.brokers, "b:1 ; c");
    assert_int_equal(settings.kafka.count, 2);
    assert_string_equal(settings.kafka.pair[0].key, "linger.ms");
    assert_string_equal(settings.kafka.pair[0].value, "5");
    assert_string_equal(settings.kafka.pair[1].key, "security.protocol");
}

static void a_wrong_line_is_refused_by_file_and_line(void **state)
{
    (void)state;
    static const struct {
        const char *file;
        const char *message;
    } cases[] = {
        {"[store]\n\nbatch = many\n", PATH ":3: store.batch: \"many\" is not a whole number"},
        {"[store]\nbatch = 1001\n", PATH ":2: store.batch: \"1001\" is outside 1..1000"},
        {"[store]\nwait = 5\n", PATH ":2: store.wait: \"5\" is not a duration"},
        {"[store]\nwait = 2m\n", PATH ":2: store.wait: \"2m\" is outside 10ms..1m"},
        {"[store]\nbtach = 1\n",
         PATH ":2: section \"store\" has no setting \"btach\"; the nearest is store.batch"},
        {"[stroe]\nbatch = 1\n", PATH ":2: there is no section \"stroe\"; the nearest is store"},
        {"[store]\nxyzzyxyzzyxyzzy = 1\n",
         PATH ":2: section \"store\" has no setting \"xyzzyxyzzyxyzzy\""},
        {"[log]\nformat = xml\n", PATH ":2: log.format: \"xml\" is none of logfmt|json"},
        {"[store]\nstrict = maybe\n", PATH ":2: store.strict: \"maybe\" is neither yes nor no"},
        {"[store]\nbatch\n", PATH ":2: expected \"key = value\""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct settings settings;
        assert_int_equal(load(cases[i].file, &settings, NULL), ERR_CONFIG);
        assert_memory_equal(err.text, cases[i].message, strlen(cases[i].message));
    }
}

static void sections_of_other_services_are_passed_over(void **state)
{
    (void)state;
    struct settings settings;
    assert_int_equal(load("[poller]\nagent = x\n[store]\nbatch = 3\n", &settings, NULL), ERR_OK);
    assert_int_equal(settings.batch, 3);
}

static void an_option_nobody_knows_is_refused_with_the_nearest_and_without_its_value(void **state)
{
    (void)state;
    static const struct {
        const char *option;
        const char *message;
    } cases[] = {
        {"--verbose", "unknown option \"--verbose\"; the nearest is --version"},
        {"--store.bacth=secret", "unknown option \"--store.bacth\"; the nearest is --store.batch"},
        {"--stroe.batch=secret", "unknown option \"--stroe.batch\"; the nearest is --store.batch"},
        {"--poller.agent=secret", "unknown option \"--poller.agent\""},
        {"--store.batch", "unknown option \"--store.batch\"; the nearest is --store.batch"},
        {"-x.y=secret", "unknown option \"-x.y\""},
        {"--xyzzy=secret", "unknown option \"--xyzzy\" (see gainsay-test --help)"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct settings settings;
        assert_int_equal(load("", &settings, cases[i].option), ERR_CONFIG);
        assert_memory_equal(err.text, cases[i].message, strlen(cases[i].message));
        assert_null(strstr(err.text, "secret"));
    }
}

static void a_variable_that_can_only_be_a_slip_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        const char *nearest; /* NULL: it is not ours */
    } cases[] = {
        {"GAINSAY_STORE_BTACH", "GAINSAY_STORE_BATCH"},
        {"GAINSAY_STROE_BATCH", "GAINSAY_STORE_BATCH"},
        {"GAINSAY_KAFAK_BROKERS", "GAINSAY_KAFKA_BROKERS"},
        {"GAINSAY_POLLER_ONCE", NULL},
        {"GAINSAY_TEST_ROUNDS", NULL},
        {"GAINSAY_LEXICON", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct settings settings;
        assert_int_equal(setenv(cases[i].name, "1", 1), 0);
        enum err_code code = load("", &settings, NULL);
        assert_int_equal(unsetenv(cases[i].name), 0);
        assert_int_equal(code, cases[i].nearest == NULL ? ERR_OK : ERR_CONFIG);
        if (cases[i].nearest != NULL)
            assert_non_null(strstr(err.text, cases[i].nearest));
    }
}

/* Its own section is "replay"; of "classifier" it borrows the lexicon. */
static void a_tool_passes_over_what_services_know_and_nothing_else(void **state)
{
    (void)state;
    static const struct conf_option rows[] = {
        {"classifier", "lexicon", CONF_TEXT, offsetof(struct settings, brokers), NULL, NULL, ""},
        {"replay", "dry_run", CONF_BOOLEAN, offsetof(struct settings, strict), "no", NULL, ""},
    };
    const struct conf_program tool = {.name = "gainsay-tool",
                                      .summary = "",
                                      .synopsis = "",
                                      .options = rows,
                                      .option_count = 2,
                                      .is_tool = true,
                                      .own = "replay"};
    static const struct {
        const char *file;
        const char *option;
        const char *message; /* NULL: it is taken */
    } cases[] = {
        {"[classifier]\ngroup = a\n[doctor]\ndisks = /\n[kafka]\nlinger.ms = 5\n", NULL, NULL},
        {"[classifier]\ngrup = a\n", NULL,
         "has no setting \"grup\"; the nearest is classifier.group"},
        {"[store]\nbtach = 1\n", NULL, "has no setting \"btach\"; the nearest is store.batch"},
        {"[replay]\ndry_rum = yes\n", NULL,
         "has no setting \"dry_rum\"; the nearest is replay.dry_run"},
        {"", "--classifier.group=a", "unknown option \"--classifier.group\""},
        {"", "--dry-rum", "unknown option \"--dry-rum\"; the nearest is --dry-run"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct settings settings;
        enum err_code code = load_as(&tool, cases[i].file, &settings, cases[i].option);
        assert_int_equal(code, cases[i].message == NULL ? ERR_OK : ERR_CONFIG);
        if (cases[i].message != NULL)
            assert_non_null(strstr(err.text, cases[i].message));
    }
}

static void a_tool_takes_the_settings_of_its_own_section_by_their_short_names(void **state)
{
    (void)state;
    struct conf_program tool = program;
    tool.own = "store";
    tool.synopsis = "[FILE]";
    struct settings settings = {0};
    struct conf_run run;
    char name[] = "tool", strict[] = "--strict", batch[] = "--batch", number[] = "12",
         wait[] = "--wait=3s", file[] = "file";
    char *argv[] = {name, strict, batch, number, wait, file, NULL};
    assert_int_equal(conf_load(&tool, 6, argv, &arena, &settings, &run, &err), ERR_OK);
    assert_true(settings.strict);
    assert_int_equal(settings.batch, 12);
    assert_int_equal(settings.wait_ms, 3000);
    assert_int_equal(run.arg_count, 1);
    assert_true(conf_is_given(&tool, &run, "store", "batch"));
    assert_false(conf_is_given(&tool, &run, "kafka", "brokers"));
    assert_false(conf_is_given(&tool, &run, "kafka", "nothing"));
    assert_int_equal(conf_load(&tool, 3, argv, &arena, &settings, &run, &err), ERR_CONFIG);
    assert_non_null(strstr(err.text, "wants a value"));
}

static void words_are_refused_where_none_may_follow_the_settings(void **state)
{
    (void)state;
    struct settings settings;
    assert_int_equal(load("", &settings, "extra"), ERR_CONFIG);
    assert_string_equal(err.text, "\"extra\" is no setting (see gainsay-test --help)");
}

static enum err_code
refuse_secrets(const char *section, const char *key, const char *value, struct err *out)
{
    (void)section;
    return strcmp(value, "secret") == 0 ? err_set(out, ERR_CONFIG, "%s is a secret", key) : ERR_OK;
}

static void every_check_that_a_program_has_is_asked(void **state)
{
    (void)state;
    struct settings settings = {0};
    struct conf_run run;
    char name[] = "checked", brokers[] = "--kafka.brokers=secret";
    char *argv[] = {name, brokers, NULL};
    for (size_t i = 0; i < CONF_CHECKS; i++) {
        struct conf_program checked = program;
        checked.checks[i] = refuse_secrets;
        assert_int_equal(conf_load(&checked, 2, argv, &arena, &settings, &run, &err), ERR_CONFIG);
        assert_non_null(strstr(err.text, "brokers is a secret"));
    }
}

static int setup(void **state)
{
    (void)state;
    arena_init(&arena, 1 << 20);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_setting_has_its_fallback_and_its_unit),
        cmocka_unit_test(the_command_line_beats_the_environment_which_beats_the_file),
        cmocka_unit_test(other_keys_of_a_pass_through_section_are_kept_as_they_are),
        cmocka_unit_test(a_wrong_line_is_refused_by_file_and_line),
        cmocka_unit_test(sections_of_other_services_are_passed_over),
        cmocka_unit_test(an_option_nobody_knows_is_refused_with_the_nearest_and_without_its_value),
        cmocka_unit_test(a_variable_that_can_only_be_a_slip_is_refused),
        cmocka_unit_test(a_tool_passes_over_what_services_know_and_nothing_else),
        cmocka_unit_test(words_are_refused_where_none_may_follow_the_settings),
        cmocka_unit_test(every_check_that_a_program_has_is_asked),
        cmocka_unit_test(a_tool_takes_the_settings_of_its_own_section_by_their_short_names),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
