/*
 * Topics: making them with the settings that gainsay's promises need, and telling how far behind a
 * group is.
 */
#ifndef GAINSAY_KAFKA_ADMIN_H
#define GAINSAY_KAFKA_ADMIN_H

#include "common/kafka/settings.h"

#include <stdbool.h>
#include <stddef.h>

struct kafka_topic {
    const char *name;
    int partitions;
    int replicas;
    const struct kafka_header *settings; /* name and value of topic settings */
    size_t setting_count;
};

struct kafka_admin;

enum err_code kafka_admin_open(const struct kafka_settings *settings,
                               struct kafka_admin **admin,
                               struct err *err);
/* Accepts NULL. */
void kafka_admin_close(struct kafka_admin *admin);

/* *created is false where the topic is there already (its settings are left as they are). */
enum err_code kafka_admin_create_topic(struct kafka_admin *admin,
                                       const struct kafka_topic *topic,
                                       bool *created,
                                       struct err *err);

/* Number of partitions; 0: there is no such topic. */
enum err_code
kafka_admin_partitions(struct kafka_admin *admin, const char *topic, int *count, struct err *err);

/* First offset kept, and the offset that the next message gets. */
enum err_code kafka_admin_watermarks(struct kafka_admin *admin,
                                     const char *topic,
                                     int partition,
                                     long long *low,
                                     long long *high,
                                     struct err *err);

/* The value of a topic's setting, such as "cleanup.policy", whoever set it. ERR_TOO_LARGE: it does
 * not fit. */
enum err_code kafka_admin_setting(struct kafka_admin *admin,
                                  const char *topic,
                                  const char *name,
                                  char *value,
                                  size_t room,
                                  struct err *err);

/* Offset committed by a group; -1: none. */
enum err_code kafka_admin_committed(const struct kafka_settings *settings,
                                    const char *group,
                                    const char *topic,
                                    int partition,
                                    long long *offset,
                                    struct err *err);
/* The same of partitions 0 to partitions - 1, by one client. */
enum err_code kafka_admin_committed_all(const struct kafka_settings *settings,
                                        const char *group,
                                        const char *topic,
                                        int partitions,
                                        long long *offsets,
                                        struct err *err);

#endif
