/*
 * trim_topic BROKERS TOPIC PARTITION OFFSET: deletes what a partition has before an offset, as
 * retention would. trim_topic BROKERS TOPIC: deletes the topic. trim_topic BROKERS TOPIC
 * NAME=VALUE: gives the topic this setting, and the broker's own for all others.
 */
#include <librdkafka/rdkafka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WAIT_MS 15000

static int trim(rd_kafka_t *handle, const char *topic, int partition, long long offset)
{
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(1);
    rd_kafka_topic_partition_list_add(list, topic, partition)->offset = offset;
    rd_kafka_DeleteRecords_t *request = rd_kafka_DeleteRecords_new(list);
    rd_kafka_queue_t *queue = rd_kafka_queue_new(handle);
    rd_kafka_DeleteRecords(handle, &request, 1, NULL, queue);
    rd_kafka_event_t *event = rd_kafka_queue_poll(queue, WAIT_MS);
    const rd_kafka_DeleteRecords_result_t *result =
        event == NULL ? NULL : rd_kafka_event_DeleteRecords_result(event);
    const rd_kafka_topic_partition_list_t *done =
        result == NULL ? NULL : rd_kafka_DeleteRecords_result_offsets(result);
    int status = done == NULL || done->elems[0].err != RD_KAFKA_RESP_ERR_NO_ERROR;
    if (status != 0)
        (void)fprintf(stderr, "trim_topic: %s[%d] was not trimmed to %lld\n", topic, partition,
                      offset);
    if (event != NULL)
        rd_kafka_event_destroy(event);
    rd_kafka_queue_destroy(queue);
    rd_kafka_DeleteRecords_destroy(request);
    rd_kafka_topic_partition_list_destroy(list);
    return status;
}

static int delete_topic(rd_kafka_t *handle, const char *topic)
{
    rd_kafka_DeleteTopic_t *request = rd_kafka_DeleteTopic_new(topic);
    rd_kafka_queue_t *queue = rd_kafka_queue_new(handle);
    rd_kafka_DeleteTopics(handle, &request, 1, NULL, queue);
    rd_kafka_event_t *event = rd_kafka_queue_poll(queue, WAIT_MS);
    const rd_kafka_DeleteTopics_result_t *result =
        event == NULL ? NULL : rd_kafka_event_DeleteTopics_result(event);
    size_t count = 0;
    const rd_kafka_topic_result_t **done =
        result == NULL ? NULL : rd_kafka_DeleteTopics_result_topics(result, &count);
    int status = count != 1 || rd_kafka_topic_result_error(done[0]) != RD_KAFKA_RESP_ERR_NO_ERROR;
    if (status != 0)
        (void)fprintf(stderr, "trim_topic: %s was not deleted\n", topic);
    if (event != NULL)
        rd_kafka_event_destroy(event);
    rd_kafka_queue_destroy(queue);
    rd_kafka_DeleteTopic_destroy(request);
    return status;
}

static int set(rd_kafka_t *handle, const char *topic, char *setting)
{
    char *value = strchr(setting, '=');
    if (value == NULL)
        return 2;
    *value++ = '\0';
    rd_kafka_ConfigResource_t *request =
        rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, topic);
    (void)rd_kafka_ConfigResource_set_config(request, setting, value);
    rd_kafka_queue_t *queue = rd_kafka_queue_new(handle);
    rd_kafka_AlterConfigs(handle, &request, 1, NULL, queue);
    rd_kafka_event_t *event = rd_kafka_queue_poll(queue, WAIT_MS);
    const rd_kafka_AlterConfigs_result_t *result =
        event == NULL ? NULL : rd_kafka_event_AlterConfigs_result(event);
    size_t count = 0;
    const rd_kafka_ConfigResource_t **done =
        result == NULL ? NULL : rd_kafka_AlterConfigs_result_resources(result, &count);
    int status = count != 1 || rd_kafka_ConfigResource_error(done[0]) != RD_KAFKA_RESP_ERR_NO_ERROR;
    if (status != 0)
        (void)fprintf(stderr, "trim_topic: %s of %s was not set\n", setting, topic);
    if (event != NULL)
        rd_kafka_event_destroy(event);
    rd_kafka_queue_destroy(queue);
    rd_kafka_ConfigResource_destroy(request);
    return status;
}

int main(int argc, char **argv)
{
    if (argc < 3 || argc > 5) {
        (void)fprintf(stderr, "usage: trim_topic BROKERS TOPIC [PARTITION OFFSET | NAME=VALUE]\n");
        return 2;
    }
    char reason[512];
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    if (rd_kafka_conf_set(conf, "bootstrap.servers", argv[1], reason, sizeof reason) !=
        RD_KAFKA_CONF_OK) {
        (void)fprintf(stderr, "trim_topic: %s\n", reason);
        return 2;
    }
    rd_kafka_t *handle = rd_kafka_new(RD_KAFKA_PRODUCER, conf, reason, sizeof reason);
    if (handle == NULL) {
        (void)fprintf(stderr, "trim_topic: %s\n", reason);
        return 2;
    }
    int status = argc == 3   ? delete_topic(handle, argv[2])
                 : argc == 4 ? set(handle, argv[2], argv[3])
                             : trim(handle, argv[2], (int)strtol(argv[3], NULL, 10),
                                    strtoll(argv[4], NULL, 10));
    rd_kafka_destroy(handle);
    return status;
}
