#include "common/base/arena.h"
#include "common/base/certificate.h"
#include "common/conf/conf.h"
#include "common/kafka/admin.h"
#include "common/model/topic.h"
#include "common/pg/pg.h"
#include "deploy/cli/command.h"
#include "deploy/cli/migrations.h"
#include "deploy/cli/topics.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <time.h>

#define CLOCK_SLACK_S   5
#define CERTIFICATE_DAY 30 /* days before its end at which a certificate is worth a word */

struct settings {
    struct kafka_settings kafka;
    struct pg_settings postgres;
    const char *classifier_group;
    const char *store_group;
    const char *directory;
    const char *disks;
    const char *certificates;
    long long free_percent;
};

static const struct conf_option options[] = {
    KAFKA_CONF_ROWS(struct settings, kafka),
    PG_CONF_ROWS(struct settings, postgres),
    {"classifier", "group", CONF_TEXT, offsetof(struct settings, classifier_group),
     "gainsay-classifier", NULL, "consumer group of the classifier"},
    {"store", "group", CONF_TEXT, offsetof(struct settings, store_group), "gainsay-store", NULL,
     "consumer group of the store"},
    {"migrate", "directory", CONF_TEXT, offsetof(struct settings, directory), NULL, NULL,
     "folder of the migrations, instead of the installed one"},
    {"doctor", "disks", CONF_TEXT, offsetof(struct settings, disks), "/", NULL,
     "folders whose file systems need room, separated by spaces"},
    {"doctor", "free", CONF_INTEGER, offsetof(struct settings, free_percent), "10", "0..100",
     "percent of a file system that has to be free"},
    {"doctor", "certificates", CONF_TEXT, offsetof(struct settings, certificates), "", NULL,
     "certificates to look at beside those of kafka.* and postgres.conninfo, separated by spaces"},
};

static const struct conf_program program = {
    .name = "gainsay doctor",
    .summary = "look at brokers, topics, schema, grants, clock, certificates and disks, and say "
               "what to do",
    .synopsis = "",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
    .is_tool = true,
    .own = "doctor",
};

/* Findings so far. */
struct doctor {
    const struct settings *settings;
    struct arena *arena;
    unsigned bad;
};

static void
tell(struct doctor *doctor, bool good, const char *what, const char *finding, const char *advice)
{
    (void)printf("%-4s  %-28s %s\n", good ? "ok" : "BAD", what, finding);
    if (!good && advice[0] != '\0')
        (void)printf("      %-28s -> %s\n", "", advice);
    doctor->bad += !good;
}

static void
look_at_topic(struct doctor *doctor, struct kafka_admin *admin, const struct topic_plan *plan)
{
    struct err err = {0};
    char finding[512];
    char advice[256] = "";
    int partitions = 0;
    enum err_code code = kafka_admin_partitions(admin, plan->topic, &partitions, &err);
    if (!code && partitions == 0) {
        tell(doctor, false, plan->topic, "is not there", "gainsay topics create");
        return;
    }
    int used = snprintf(finding, sizeof finding, "%d partitions", partitions);
    for (size_t i = 0; i < plan->wanted_count && !code; i++) {
        const struct kafka_header *setting = &plan->setting[i];
        char value[64] = "";
        code = kafka_admin_setting(admin, plan->topic, setting->name, value, sizeof value, &err);
        used += snprintf(finding + used, sizeof finding - (size_t)used, ", %s=%s", setting->name,
                         value);
        if (!code && strcmp(value, setting->value) != 0)
            (void)snprintf(advice, sizeof advice,
                           "kafka-configs --alter --topic %s --add-config %s=%s: messages may go "
                           "before they are read",
                           plan->topic, setting->name, setting->value);
    }
    tell(doctor, !code && advice[0] == '\0', plan->topic, code ? err.text : finding, advice);
}

/* A broker that answers may still lead no groups: Kafka 4.1.1 doesn't load a partition of its
 * offsets topic again after a full disk, and then the group's members wait for ever. */
static void look_at_group(struct doctor *doctor, const char *group, const char *topic)
{
    struct err err = {0};
    char what[64];
    long long offset = 0;
    enum err_code code =
        kafka_admin_committed(&doctor->settings->kafka, group, topic, 0, &offset, &err);
    (void)snprintf(what, sizeof what, "group %s", group);
    tell(doctor, !code, what, code ? err.text : "its coordinator answers",
         "restart the broker that leads the group's partition of __consumer_offsets; its log says "
         "why it was not loaded");
}

static void look_at_kafka(struct doctor *doctor)
{
    struct kafka_admin *admin = NULL;
    struct err err = {0};
    int partitions = 0;
    enum err_code code = kafka_admin_open(&doctor->settings->kafka, &admin, &err);
    if (!code)
        code = kafka_admin_partitions(admin, TOPIC_ITEMS, &partitions, &err);
    tell(doctor, !code, "kafka", code ? err.text : doctor->settings->kafka.brokers,
         "see that a broker runs there, and what kafka.* says of TLS and SASL");
    for (size_t i = 0; i < TOPICS_COUNT && !code; i++)
        look_at_topic(doctor, admin, &topic_plans[i]);
    if (!code) {
        look_at_group(doctor, doctor->settings->classifier_group, TOPIC_ITEMS);
        look_at_group(doctor, doctor->settings->store_group, TOPIC_RECORDS);
    }
    kafka_admin_close(admin);
}

/* One row with one value, or NULL and the reason; the caller frees *rows. */
static const char *ask(struct pg *pg, const char *sql, struct pg_result **rows, struct err *err)
{
    return pg_query(pg, sql, NULL, 0, rows, err) || pg_row_count(*rows) == 0
               ? NULL
               : pg_value(*rows, 0, 0);
}

/* Whether there is a schema to look at the rest of. */
static bool look_at_schema(struct doctor *doctor, struct pg *pg)
{
    static struct migrations migrations;
    struct err err = {0};
    size_t applied = 0;
    char finding[64];
    enum err_code code =
        migrations_find(doctor->settings->directory, doctor->arena, &migrations, &err);
    if (!code)
        code = migrations_applied(pg, &migrations, &applied, &err);
    (void)snprintf(finding, sizeof finding, "%zu of %zu migrations", applied, migrations.count);
    /* ERR_CONFIG: what is there may not be looked at. */
    tell(doctor, !code && applied == migrations.count, "schema", code ? err.text : finding,
         code == ERR_CONFIG ? "see what the line names: another version of gainsay, or GRANT "
                              "gainsay_reader TO this user"
                            : "gainsay migrate");
    return !code && applied > 0;
}

static void look_at_grants(struct doctor *doctor, struct pg *pg)
{
    static const char sql[] =
        "SELECT string_agg(t, ' ' ORDER BY t) FROM unnest(ARRAY['item', 'item_revision',"
        " 'statement', 'tariff_change', 'contradiction', 'kafka_offset', 'dead_letter']) AS t"
        " WHERE to_regclass(t) IS NULL OR NOT has_table_privilege(t, 'INSERT')"
        " OR EXISTS (SELECT FROM pg_roles WHERE rolname = 'gainsay_writer') AND EXISTS (SELECT FROM"
        " pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND"
        " has_table_privilege('gainsay_writer', c.oid, 'INSERT') AND NOT"
        " has_table_privilege(c.oid, 'INSERT'))";
    struct pg_result *rows = NULL;
    struct err err = {0};
    const char *missing = ask(pg, sql, &rows, &err);
    bool good = err.code == ERR_OK && missing == NULL;
    char finding[256];
    (void)snprintf(finding, sizeof finding, "may not write %s", missing == NULL ? "" : missing);
    tell(doctor, good, "grants",
         good              ? "may write"
         : missing == NULL ? err.text
                           : finding,
         "GRANT gainsay_writer TO the store's user");
    pg_free(rows);
}

static void look_at_clock(struct doctor *doctor, struct pg *pg)
{
    struct pg_result *rows = NULL;
    struct err err = {0};
    const char *answer = ask(pg, "SELECT extract(epoch FROM clock_timestamp())", &rows, &err);
    struct timespec now;
    (void)clock_gettime(CLOCK_REALTIME, &now);
    double here = (double)now.tv_sec + (double)now.tv_nsec / 1e9;
    double gap = answer == NULL ? 0 : strtod(answer, NULL) - here;
    char finding[128];
    (void)snprintf(finding, sizeof finding, "%+.0f s to PostgreSQL's", gap);
    tell(doctor, answer != NULL && gap < CLOCK_SLACK_S && gap > -CLOCK_SLACK_S, "clock",
         answer == NULL ? err.text : finding, "set one of the two by NTP");
    pg_free(rows);
}

static void look_at_postgres(struct doctor *doctor)
{
    struct pg *pg = NULL;
    struct err err = {0};
    enum err_code code = pg_open(&doctor->settings->postgres, "gainsay-doctor", &pg, &err);
    tell(doctor, !code, "postgres", code ? err.text : "answers",
         "see that the server runs, and what postgres.conninfo says");
    if (!code) {
        if (look_at_schema(doctor, pg))
            look_at_grants(doctor, pg);
        look_at_clock(doctor, pg);
    }
    pg_close(pg);
}

static void look_at_certificate(struct doctor *doctor, const char *path)
{
    struct err err = {0};
    int days = 0;
    enum err_code code = certificate_days_left(path, &days, &err);
    char finding[256];
    (void)snprintf(finding, sizeof finding, "%.160s ends in %d days", path, days);
    tell(doctor, !code && days >= CERTIFICATE_DAY, "certificate", code ? err.text : finding,
         code ? "see that the file is there, and that this user can read it" : "renew it");
}

/* Each word of a list that spaces separate. */
static void each_word(struct doctor *doctor,
                      const char *list,
                      void (*look)(struct doctor *doctor, const char *word))
{
    char word[512];
    for (list += strspn(list, " "); *list != '\0'; list += strspn(list, " ")) {
        size_t len = strcspn(list, " ");
        (void)snprintf(word, sizeof word, "%.*s", (int)len, list);
        look(doctor, word);
        list += len;
    }
}

static void look_at_certificates(struct doctor *doctor)
{
    const struct conf_pairs *properties = &doctor->settings->kafka.properties;
    for (size_t i = 0; i < properties->count; i++) {
        if (strcmp(properties->pair[i].key, "ssl.certificate.location") == 0 ||
            strcmp(properties->pair[i].key, "ssl.ca.location") == 0)
            look_at_certificate(doctor, properties->pair[i].value);
    }
    static const char *const keywords[] = {"sslcert", "sslrootcert"};
    for (size_t i = 0; i < sizeof keywords / sizeof keywords[0]; i++) {
        char path[512];
        if (pg_conninfo_value(&doctor->settings->postgres, keywords[i], path, sizeof path))
            look_at_certificate(doctor, path);
    }
    each_word(doctor, doctor->settings->certificates, look_at_certificate);
}

static void look_at_disk(struct doctor *doctor, const char *path)
{
    struct statvfs disk;
    char finding[640];
    if (statvfs(path, &disk) != 0 || disk.f_blocks == 0) {
        tell(doctor, false, "disk", path, "there is no such file system");
        return;
    }
    double percent = 100.0 * (double)disk.f_bavail / (double)disk.f_blocks;
    (void)snprintf(finding, sizeof finding, "%s: %.0f %% free", path, percent);
    tell(doctor, percent >= (double)doctor->settings->free_percent, "disk", finding,
         "make room: a full disk stops PostgreSQL and Kafka");
}

int command_doctor(int argc, char **argv)
{
    struct arena arena;
    struct settings settings = {0};
    struct conf_run run;
    struct err err = {0};
    arena_init(&arena, (size_t)1 << 20);
    struct doctor doctor = {.settings = &settings, .arena = &arena};
    enum err_code code = command_load(&program, argc, argv, &arena, &settings, &run, &err);
    if (code) {
        (void)fprintf(stderr, "gainsay doctor: %s\n", err.text);
    } else if (run.action == CONF_RUN) {
        look_at_kafka(&doctor);
        look_at_postgres(&doctor);
        look_at_certificates(&doctor);
        each_word(&doctor, settings.disks, look_at_disk);
    }
    arena_release(&arena);
    return code || doctor.bad > 0 ? 1 : 0;
}
