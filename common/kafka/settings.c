#include "common/kafka/client.h"

#include <string.h>

static enum err_code
set(rd_kafka_conf_t *conf, const char *name, const char *value, struct err *err)
{
    char reason[512];
    if (rd_kafka_conf_set(conf, name, value, reason, sizeof reason) != RD_KAFKA_CONF_OK)
        return err_set(err, ERR_CONFIG, "kafka.%s: %s", name, reason);
    return ERR_OK;
}

enum err_code client_conf(const struct kafka_settings *settings,
                          const char *client_id,
                          const struct kafka_property *properties,
                          size_t count,
                          rd_kafka_conf_t **conf,
                          struct err *err)
{
    rd_kafka_conf_t *made = rd_kafka_conf_new();
    enum err_code code = set(made, "bootstrap.servers", settings->brokers, err);
    if (!code)
        code = set(made, "client.id", client_id, err);
    /* Half-open connections end, and a broker that comes back is found within ten seconds. */
    if (!code)
        code = set(made, "socket.keepalive.enable", "true", err);
    if (!code)
        code = set(made, "reconnect.backoff.max.ms", "10000", err);
    /* Its own lines go to standard error past our log: errors only. What matters reaches the
     * caller. */
    if (!code)
        code = set(made, "log_level", "3", err);
    for (size_t i = 0; i < count && !code; i++)
        code = set(made, properties[i].name, properties[i].value, err);
    for (size_t i = 0; i < settings->properties.count && !code; i++) {
        const char *name = settings->properties.pair[i].key;
        /* These two carry the promise that nothing is lost. */
        if (strcmp(name, "enable.auto.commit") == 0 || strcmp(name, "enable.idempotence") == 0)
            code = err_set(err, ERR_CONFIG,
                           "kafka.%s is not yours to set: gainsay's promises rest on it", name);
        else
            code = set(made, name, settings->properties.pair[i].value, err);
    }
    if (code) {
        rd_kafka_conf_destroy(made);
        return code;
    }
    *conf = made;
    return ERR_OK;
}

enum err_code client_error(rd_kafka_resp_err_t error, const char *what, struct err *err)
{
    switch (error) {
    case RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC:
    case RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART:
        return err_set(err, ERR_CONFIG, "%s: %s (run gainsay topics create)", what,
                       rd_kafka_err2str(error));
    case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED:
        return err_set(err, ERR_CONFIG, "%s: %s", what, rd_kafka_err2str(error));
    case RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE:
    case RD_KAFKA_RESP_ERR_INVALID_MSG_SIZE:
        return err_set(err, ERR_TOO_LARGE, "%s: %s", what, rd_kafka_err2str(error));
    default:
        return err_set(err, ERR_UNAVAILABLE, "%s: %s", what, rd_kafka_err2str(error));
    }
}
