#include "common/base/arena.h"
#include "common/conf/conf.h"
#include "deploy/cli/command.h"
#include "deploy/cli/topics.h"

#include <stdio.h>
#include <string.h>

struct settings {
    struct kafka_settings kafka;
    long long partitions;
    long long replicas;
};

static const struct conf_option options[] = {
    KAFKA_CONF_ROWS(struct settings, kafka),
    {"topics", "partitions", CONF_INTEGER, offsetof(struct settings, partitions), "4", "1..1000",
     "partitions of a new topic: as many as services may share it"},
    {"topics", "replicas", CONF_INTEGER, offsetof(struct settings, replicas), "1", "1..10",
     "copies of a new topic: 3 where there are three brokers"},
};

static const struct conf_program program = {
    .name = "gainsay topics",
    .summary = "make the topics that are not there yet; leave the others as they are, and say what "
               "differs",
    .synopsis = "create",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
};

static enum err_code create_one(struct kafka_admin *admin,
                                const struct settings *settings,
                                const struct topic_plan *plan,
                                struct err *err)
{
    const struct kafka_topic topic = {plan->topic, (int)settings->partitions,
                                      (int)settings->replicas, plan->setting, plan->setting_count};
    bool created = false;
    int there = topic.partitions;
    char difference[256] = "";
    enum err_code code = kafka_admin_create_topic(admin, &topic, &created, err);
    if (!code && !created)
        code = kafka_admin_partitions(admin, topic.name, &there, err);
    if (!code && !created)
        code = topics_difference(admin, plan, difference, sizeof difference, err);
    if (code)
        return code;
    (void)printf("%-22s %s, %d partitions%s\n", topic.name, created ? "created" : "is there", there,
                 there == topic.partitions
                     ? ""
                     : " (the configuration says otherwise; they are left alone)");
    if (difference[0] != '\0')
        (void)printf("%-22s %s: messages may go before they are read (gainsay doctor says more)\n",
                     "", difference);
    return ERR_OK;
}

static enum err_code create(const struct settings *settings, struct err *err)
{
    struct kafka_admin *admin = NULL;
    enum err_code code = kafka_admin_open(&settings->kafka, &admin, err);
    for (size_t i = 0; i < TOPICS_COUNT && !code; i++)
        code = create_one(admin, settings, &topic_plans[i], err);
    kafka_admin_close(admin);
    return code;
}

int command_topics(int argc, char **argv)
{
    struct arena arena;
    arena_init(&arena, (size_t)1 << 20);
    struct settings settings = {0};
    struct conf_run run;
    struct err err = {0};
    enum err_code code = command_load(&program, argc, argv, &arena, &settings, &run, &err);
    int status = 0;
    if (!code && run.action == CONF_RUN) {
        if (run.arg_count == 1 && strcmp(run.args[0], "create") == 0) {
            code = create(&settings, &err);
        } else {
            (void)fputs("gainsay topics: expected \"create\" (see gainsay topics --help)\n",
                        stderr);
            status = 2;
        }
    }
    if (code)
        (void)fprintf(stderr, "gainsay topics: %s\n", err.text);
    arena_release(&arena);
    return code ? 1 : status;
}
