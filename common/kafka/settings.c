#include "common/kafka/client.h"

#include "common/conf/conf_secret.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>

static kafka_trouble *hearer;

void kafka_hear_trouble(kafka_trouble *hear)
{
    hearer = hear;
}

struct kafka_settings kafka_settings_behind(const struct conf_pair *defaults,
                                            size_t count,
                                            const struct kafka_settings *settings,
                                            struct conf_pair pairs[KAFKA_PAIRS_MAX])
{
    const struct conf_pairs *own = &settings->properties;
    struct kafka_settings all = *settings;
    memcpy(pairs, defaults, count * sizeof *pairs);
    for (size_t i = 0; i < own->count && count < KAFKA_PAIRS_MAX; i++)
        pairs[count++] = own->pair[i];
    all.properties = (struct conf_pairs){pairs, count};
    return all;
}

void client_tell(const char *client, const char *what, const char *text)
{
    if (hearer != NULL)
        hearer(client, what, text);
}

static void on_log(const rd_kafka_t *handle, int level, const char *what, const char *text)
{
    (void)level;
    /* "[thrd:NAME]: " says where in librdkafka; the client is named beside it. */
    const char *rest = strncmp(text, "[thrd:", 6) == 0 ? strstr(text, "]: ") : NULL;
    client_tell(handle == NULL ? "" : rd_kafka_name(handle), what, rest == NULL ? text : rest + 3);
}

static enum err_code
set(rd_kafka_conf_t *conf, const char *name, const char *value, struct err *err)
{
    char reason[512];
    if (rd_kafka_conf_set(conf, name, value, reason, sizeof reason) != RD_KAFKA_CONF_OK)
        return err_set(err, ERR_CONFIG, "kafka.%s: %s", name, reason);
    return ERR_OK;
}

/* librdkafka's properties that are passwords; each is given by the name of its file: NAME_file. */
static const char *const secrets[] = {"sasl.password", "ssl.key.password", "ssl.keystore.password",
                                      "sasl.oauthbearer.client.secret"};

/* The secret that a property names or holds, or NULL; *by_file: it names the secret's file. A
 * variable of the environment can't tell "_file" from ".file". */
static const char *find_secret(const char *name, bool *by_file)
{
    for (size_t i = 0; i < sizeof secrets / sizeof secrets[0]; i++) {
        size_t len = strlen(secrets[i]);
        const char *rest = name + len;
        if (strncmp(name, secrets[i], len) != 0)
            continue;
        *by_file = strcmp(rest, "_file") == 0 || strcmp(rest, ".file") == 0;
        if (*by_file || *rest == '\0')
            return secrets[i];
    }
    return NULL;
}

static enum err_code refuse_secret(const char *name, struct err *err)
{
    return err_set(err, ERR_CONFIG,
                   "kafka.%s is a password: put it into a file (mode 0400) and name that by "
                   "kafka.%s_file",
                   name, name);
}

static enum err_code
set_secret(rd_kafka_conf_t *conf, const char *name, const char *path, struct err *err)
{
    char text[CONF_SECRET_BYTES];
    if (conf_secret_read(path, text, err))
        return err_in(err, "kafka.%s_file", name);
    return set(conf, name, text, err);
}

/* A property of the configuration. */
static enum err_code
set_configured(rd_kafka_conf_t *conf, const char *key, const char *value, struct err *err)
{
    /* These two carry the promise that nothing is lost. */
    if (strcmp(key, "enable.auto.commit") == 0 || strcmp(key, "enable.idempotence") == 0)
        return err_set(err, ERR_CONFIG,
                       "kafka.%s is not yours to set: gainsay's promises rest on it", key);
    return set(conf, key, value, err);
}

static enum err_code set_pair(rd_kafka_conf_t *conf, const struct conf_pair *pair, struct err *err)
{
    bool by_file = false;
    const char *secret = find_secret(pair->key, &by_file);
    if (secret == NULL)
        return set_configured(conf, pair->key, pair->value, err);
    return by_file ? set_secret(conf, secret, pair->value, err) : refuse_secret(secret, err);
}

enum err_code
kafka_setting_check(const char *section, const char *key, const char *value, struct err *err)
{
    if (strcmp(section, "kafka") != 0 || strcmp(key, "brokers") == 0)
        return ERR_OK;
    bool by_file = false;
    const char *secret = find_secret(key, &by_file);
    if (secret != NULL)
        return by_file ? ERR_OK : refuse_secret(secret, err);
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    enum err_code code = set_configured(conf, key, value, err);
    rd_kafka_conf_destroy(conf);
    return code;
}

/* Who waits for an answer sends nothing, and hears of a peer that is gone without a word by probes
 * only; the kernel's own begin after two hours. Half a minute at most, as for PostgreSQL. */
static int open_socket(int domain, int type, int protocol, void *opaque)
{
    (void)opaque;
    const int on = 1;
    const int idle_s = 10;
    const int between_s = 5;
    const int probes = 4;
    int made = socket(domain, type | SOCK_CLOEXEC, protocol);
    if (made >= 0) {
        (void)setsockopt(made, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
        (void)setsockopt(made, IPPROTO_TCP, TCP_KEEPIDLE, &idle_s, sizeof idle_s);
        (void)setsockopt(made, IPPROTO_TCP, TCP_KEEPINTVL, &between_s, sizeof between_s);
        (void)setsockopt(made, IPPROTO_TCP, TCP_KEEPCNT, &probes, sizeof probes);
    }
    return made;
}

enum err_code client_conf(const struct kafka_settings *settings,
                          const char *client_id,
                          const struct kafka_property *properties,
                          size_t count,
                          rd_kafka_conf_t **conf,
                          struct err *err)
{
    rd_kafka_conf_t *made = rd_kafka_conf_new();
    rd_kafka_conf_set_socket_cb(made, open_socket);
    enum err_code code = set(made, "bootstrap.servers", settings->brokers, err);
    if (!code)
        code = set(made, "client.id", client_id, err);
    /* Half-open connections end, and a broker that comes back is found within ten seconds. */
    if (!code)
        code = set(made, "socket.keepalive.enable", "true", err);
    if (!code)
        code = set(made, "reconnect.backoff.max.ms", "10000", err);
    rd_kafka_conf_set_log_cb(made, on_log);
    /* Errors only. */
    if (!code)
        code = set(made, "log_level", "3", err);
    for (size_t i = 0; i < count && !code; i++)
        code = set(made, properties[i].name, properties[i].value, err);
    for (size_t i = 0; i < settings->properties.count && !code; i++)
        code = set_pair(made, &settings->properties.pair[i], err);
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

/* rd_kafka_query_watermark_offsets() of librdkafka 2.0.2 takes its timeout for finding the leader
 * alone: where the broker goes away behind that, it waits until one is there again (mended in 2.3).
 * The same request goes out for a time, and the ends of a partition have times of their own. */
rd_kafka_resp_err_t client_offset_at(rd_kafka_t *handle,
                                     const char *topic,
                                     int partition,
                                     int64_t time,
                                     int timeout_ms,
                                     long long *at)
{
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(1);
    rd_kafka_topic_partition_list_add(list, topic, partition)->offset = time;
    rd_kafka_resp_err_t error = rd_kafka_offsets_for_times(handle, list, timeout_ms);
    if (!error)
        error = list->elems[0].err;
    /* Where nothing was answered it still has the time. */
    if (!error && list->elems[0].offset < 0)
        error = RD_KAFKA_RESP_ERR__TIMED_OUT;
    if (!error)
        *at = list->elems[0].offset;
    rd_kafka_topic_partition_list_destroy(list);
    return error;
}

enum err_code client_watermarks(rd_kafka_t *handle,
                                const char *topic,
                                int partition,
                                int timeout_ms,
                                long long *low,
                                long long *high,
                                struct err *err)
{
    long long first = 0;
    long long next = 0;
    long long until_ms = client_clock_ms() + timeout_ms;
    rd_kafka_resp_err_t error =
        client_offset_at(handle, topic, partition, RD_KAFKA_OFFSET_BEGINNING, timeout_ms, &first);
    long long left_ms = until_ms - client_clock_ms();
    if (!error)
        error = client_offset_at(handle, topic, partition, RD_KAFKA_OFFSET_END,
                                 left_ms > 0 ? (int)left_ms : 0, &next);
    if (error)
        return client_error(error, "cannot read the partition's bounds", err);
    *low = first;
    *high = next;
    return ERR_OK;
}
