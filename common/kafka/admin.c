#include "common/kafka/admin.h"

#include "common/kafka/client.h"
#include "common/kafka/contact.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TIMEOUT_MS 10000
/* In which a refusal shows. */
#define BRIEF_MS 1000
#define TICK_MS  100

struct kafka_admin {
    rd_kafka_t *handle;
    struct contact contact;
};

/* What librdkafka would log is part of our error instead. */
static const struct kafka_property quiet[] = {{"log_level", "0"}};

static void on_trouble(rd_kafka_t *handle, int error, const char *reason, void *opaque)
{
    struct kafka_admin *admin = opaque;
    contact_hear(&admin->contact, handle, error, reason);
}

static enum err_code unanswered(struct kafka_admin *admin, struct err *err)
{
    (void)rd_kafka_poll(admin->handle, 0);
    if (admin->contact.trouble[0] == '\0')
        return err_set(err, ERR_UNAVAILABLE, "no broker answered within %d s", TIMEOUT_MS / 1000);
    return contact_fail(&admin->contact, admin->contact.refused ? ERR_CONFIG : ERR_UNAVAILABLE,
                        "no broker answered", err);
}

/* NULL: nobody answered in time, or somebody refused. */
static rd_kafka_event_t *await(struct kafka_admin *admin, rd_kafka_queue_t *queue, int timeout_ms)
{
    admin->contact.refused = false;
    for (int waited = 0; waited < timeout_ms; waited += TICK_MS) {
        rd_kafka_event_t *event = rd_kafka_queue_poll(queue, TICK_MS);
        if (event != NULL) {
            if (!rd_kafka_event_error(event))
                contact_made(&admin->contact);
            return event;
        }
        (void)rd_kafka_poll(admin->handle, 0);
        if (admin->contact.refused)
            return NULL;
    }
    return NULL;
}

enum err_code
kafka_admin_open(const struct kafka_settings *settings, struct kafka_admin **admin, struct err *err)
{
    rd_kafka_conf_t *conf = NULL;
    enum err_code code = client_conf(settings, "gainsay-admin", quiet, 1, &conf, err);
    if (code)
        return code;
    struct kafka_admin *made = calloc(1, sizeof *made);
    if (made == NULL)
        abort();
    rd_kafka_conf_set_opaque(conf, made);
    rd_kafka_conf_set_error_cb(conf, on_trouble);
    char reason[512];
    made->handle = rd_kafka_new(RD_KAFKA_PRODUCER, conf, reason, sizeof reason);
    if (made->handle == NULL) {
        rd_kafka_conf_destroy(conf);
        free(made);
        return err_set(err, ERR_CONFIG, "cannot start a Kafka client: %s", reason);
    }
    *admin = made;
    return ERR_OK;
}

void kafka_admin_close(struct kafka_admin *admin)
{
    if (admin == NULL)
        return;
    if (client_end(admin->handle))
        free(admin);
}

static enum err_code read_created(rd_kafka_event_t *event, bool *created, struct err *err)
{
    if (rd_kafka_event_error(event))
        return client_error(rd_kafka_event_error(event), rd_kafka_event_error_string(event), err);
    size_t count = 0;
    const rd_kafka_topic_result_t **results =
        rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(event), &count);
    rd_kafka_resp_err_t error =
        count == 0 ? RD_KAFKA_RESP_ERR_NO_ERROR : rd_kafka_topic_result_error(results[0]);
    if (error && error != RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS)
        return err_set(err, ERR_CONFIG, "topic %s: %s", rd_kafka_topic_result_name(results[0]),
                       rd_kafka_topic_result_error_string(results[0]));
    *created = !error;
    return ERR_OK;
}

enum err_code kafka_admin_create_topic(struct kafka_admin *admin,
                                       const struct kafka_topic *topic,
                                       bool *created,
                                       struct err *err)
{
    char reason[512];
    rd_kafka_NewTopic_t *wanted = rd_kafka_NewTopic_new(topic->name, topic->partitions,
                                                        topic->replicas, reason, sizeof reason);
    if (wanted == NULL)
        return err_set(err, ERR_CONFIG, "topic %s: %s", topic->name, reason);
    for (size_t i = 0; i < topic->setting_count; i++)
        (void)rd_kafka_NewTopic_set_config(wanted, topic->settings[i].name,
                                           topic->settings[i].value);
    rd_kafka_queue_t *queue = rd_kafka_queue_new(admin->handle);
    rd_kafka_AdminOptions_t *options =
        rd_kafka_AdminOptions_new(admin->handle, RD_KAFKA_ADMIN_OP_CREATETOPICS);
    (void)rd_kafka_AdminOptions_set_operation_timeout(options, TIMEOUT_MS, reason, sizeof reason);
    rd_kafka_CreateTopics(admin->handle, &wanted, 1, options, queue);
    rd_kafka_event_t *event = await(admin, queue, TIMEOUT_MS + 1000);
    enum err_code code = event == NULL ? unanswered(admin, err) : read_created(event, created, err);
    if (event != NULL)
        rd_kafka_event_destroy(event);
    rd_kafka_AdminOptions_destroy(options);
    rd_kafka_queue_destroy(queue);
    rd_kafka_NewTopic_destroy(wanted);
    return code;
}

static bool is_away(rd_kafka_resp_err_t error)
{
    return error == RD_KAFKA_RESP_ERR__TRANSPORT || error == RD_KAFKA_RESP_ERR__TIMED_OUT;
}

enum err_code
kafka_admin_partitions(struct kafka_admin *admin, const char *topic, int *count, struct err *err)
{
    rd_kafka_topic_t *handle = rd_kafka_topic_new(admin->handle, topic, NULL);
    const rd_kafka_metadata_t *metadata = NULL;
    admin->contact.refused = false;
    rd_kafka_resp_err_t error = rd_kafka_metadata(admin->handle, 0, handle, &metadata, BRIEF_MS);
    /* Troubles that a long run has seen are not kept waiting, either. */
    (void)rd_kafka_poll(admin->handle, 0);
    if (is_away(error) && !admin->contact.refused)
        error = rd_kafka_metadata(admin->handle, 0, handle, &metadata, TIMEOUT_MS - BRIEF_MS);
    rd_kafka_topic_destroy(handle);
    if (is_away(error))
        return unanswered(admin, err);
    if (error)
        return client_error(error, "cannot read metadata", err);
    contact_made(&admin->contact);
    *count = metadata->topic_cnt == 1 && !metadata->topics[0].err
                 ? metadata->topics[0].partition_cnt
                 : 0;
    rd_kafka_metadata_destroy(metadata);
    return ERR_OK;
}

enum err_code kafka_admin_watermarks(struct kafka_admin *admin,
                                     const char *topic,
                                     int partition,
                                     long long *low,
                                     long long *high,
                                     struct err *err)
{
    return client_watermarks(admin->handle, topic, partition, TIMEOUT_MS, low, high, err);
}

static enum err_code
read_setting(rd_kafka_event_t *event, const char *name, char *value, size_t room, struct err *err)
{
    if (rd_kafka_event_error(event))
        return client_error(rd_kafka_event_error(event), rd_kafka_event_error_string(event), err);
    size_t count = 0;
    const rd_kafka_ConfigResource_t **resources = rd_kafka_DescribeConfigs_result_resources(
        rd_kafka_event_DescribeConfigs_result(event), &count);
    if (count != 1 || rd_kafka_ConfigResource_error(resources[0]))
        return err_set(err, ERR_CONFIG, "cannot read the topic's settings: %s",
                       count != 1 ? "no answer"
                                  : rd_kafka_ConfigResource_error_string(resources[0]));
    const rd_kafka_ConfigEntry_t **entries = rd_kafka_ConfigResource_configs(resources[0], &count);
    for (size_t i = 0; i < count; i++) {
        const char *found = rd_kafka_ConfigEntry_value(entries[i]);
        if (strcmp(rd_kafka_ConfigEntry_name(entries[i]), name) != 0 || found == NULL)
            continue;
        if (strlen(found) >= room)
            return err_set(err, ERR_TOO_LARGE, "the value of %s is too long", name);
        memcpy(value, found, strlen(found) + 1);
        return ERR_OK;
    }
    return err_set(err, ERR_CONFIG, "the topic has no setting %s", name);
}

enum err_code kafka_admin_setting(struct kafka_admin *admin,
                                  const char *topic,
                                  const char *name,
                                  char *value,
                                  size_t room,
                                  struct err *err)
{
    rd_kafka_ConfigResource_t *resource =
        rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, topic);
    rd_kafka_queue_t *queue = rd_kafka_queue_new(admin->handle);
    rd_kafka_DescribeConfigs(admin->handle, &resource, 1, NULL, queue);
    rd_kafka_event_t *event = await(admin, queue, TIMEOUT_MS);
    enum err_code code =
        event == NULL ? unanswered(admin, err) : read_setting(event, name, value, room, err);
    if (event != NULL)
        rd_kafka_event_destroy(event);
    rd_kafka_queue_destroy(queue);
    rd_kafka_ConfigResource_destroy(resource);
    return code;
}

static enum err_code read_committed(const struct kafka_settings *settings,
                                    const char *group,
                                    rd_kafka_topic_partition_list_t *list,
                                    struct err *err)
{
    const struct kafka_property properties[] = {{"group.id", group}};
    rd_kafka_conf_t *conf = NULL;
    enum err_code code = client_conf(settings, "gainsay-admin", properties, 1, &conf, err);
    if (code)
        return code;
    char reason[512];
    rd_kafka_t *handle = rd_kafka_new(RD_KAFKA_CONSUMER, conf, reason, sizeof reason);
    if (handle == NULL) {
        rd_kafka_conf_destroy(conf);
        return err_set(err, ERR_CONFIG, "cannot start a Kafka client: %s", reason);
    }
    rd_kafka_resp_err_t error = rd_kafka_committed(handle, list, TIMEOUT_MS);
    (void)client_end(handle);
    /* A partition that can't be told must not pass for one of which nothing is committed. */
    for (int i = 0; i < list->cnt && !error; i++)
        error = list->elems[i].err;
    return error ? client_error(error, "cannot read committed offsets", err) : ERR_OK;
}

enum err_code kafka_admin_committed_all(const struct kafka_settings *settings,
                                        const char *group,
                                        const char *topic,
                                        int partitions,
                                        long long *offsets,
                                        struct err *err)
{
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(partitions);
    for (int i = 0; i < partitions; i++)
        (void)rd_kafka_topic_partition_list_add(list, topic, i);
    enum err_code code = read_committed(settings, group, list, err);
    for (int i = 0; !code && i < partitions; i++)
        offsets[i] = list->elems[i].offset < 0 ? -1 : list->elems[i].offset;
    rd_kafka_topic_partition_list_destroy(list);
    return code;
}

enum err_code kafka_admin_committed(const struct kafka_settings *settings,
                                    const char *group,
                                    const char *topic,
                                    int partition,
                                    long long *offset,
                                    struct err *err)
{
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(1);
    (void)rd_kafka_topic_partition_list_add(list, topic, partition);
    enum err_code code = read_committed(settings, group, list, err);
    if (!code)
        *offset = list->elems[0].offset < 0 ? -1 : list->elems[0].offset;
    rd_kafka_topic_partition_list_destroy(list);
    return code;
}
