#include "common/base/arena.h"
#include "common/conf/conf.h"
#include "common/kafka/admin.h"
#include "common/model/topic.h"
#include "deploy/cli/command.h"

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
    .summary = "make the topics that are not there yet; leave the others as they are",
    .synopsis = "create",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
};

static const struct kafka_header keep[] = {
    {"retention.ms", "-1"},
    {"compression.type", "producer"},
};

static const struct kafka_header compact[] = {
    {"cleanup.policy", "compact"},
    {"compression.type", "producer"},
};

static const struct kafka_header letters[] = {
    {"retention.ms", "7776000000"}, /* 90 days */
    {"compression.type", "producer"},
};

#define SETTINGS(list) (list), sizeof(list) / sizeof((list)[0])

static enum err_code create(const struct settings *settings, struct err *err)
{
    const int partitions = (int)settings->partitions;
    const int replicas = (int)settings->replicas;
    const struct kafka_topic topics[] = {
        {TOPIC_ITEMS, partitions, replicas, SETTINGS(keep)},
        {TOPIC_RECORDS, partitions, replicas, SETTINGS(keep)},
        {TOPIC_SOURCES, partitions, replicas, SETTINGS(compact)},
        {TOPIC_DEAD_LETTERS, partitions, replicas, SETTINGS(letters)},
    };
    struct kafka_admin *admin = NULL;
    enum err_code code = kafka_admin_open(&settings->kafka, &admin, err);
    for (size_t i = 0; i < sizeof topics / sizeof topics[0] && !code; i++) {
        bool created = false;
        int there = partitions;
        code = kafka_admin_create_topic(admin, &topics[i], &created, err);
        if (!code && !created)
            code = kafka_admin_partitions(admin, topics[i].name, &there, err);
        if (!code)
            (void)printf("%-22s %s, %d partitions%s\n", topics[i].name,
                         created ? "created" : "is there", there,
                         there == partitions
                             ? ""
                             : " (the configuration says otherwise; they are left alone)");
    }
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
