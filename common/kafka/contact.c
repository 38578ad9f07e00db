#include "common/kafka/contact.h"

#include "common/kafka/client.h"

#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

/* A broker that starts or ends may break a handshake off; what is asked for again so long is meant.
 */
#define REFUSED_MS 5000
/* librdkafka 2.6.1 is the first whose SCRAM brokers of Kafka 4 accept: those before repeat their
 * nonce in the last message, which RFC 5802 forbids and Kafka 3 let pass. */
#define SCRAM_OF_KAFKA_4 0x02060100

static atomic_bool let_in;

/* A broker that wants another certificate says so by an alert, as it cuts the connection. */
static bool is_refusal(rd_kafka_resp_err_t error, const char *reason)
{
    return error == RD_KAFKA_RESP_ERR__AUTHENTICATION ||
           strstr(reason, "certificate verify failed") != NULL ||
           strstr(reason, "SSL alert") != NULL;
}

static bool is_of_broker(rd_kafka_resp_err_t error)
{
    return error == RD_KAFKA_RESP_ERR__TRANSPORT || error == RD_KAFKA_RESP_ERR__SSL ||
           error == RD_KAFKA_RESP_ERR__RESOLVE || error == RD_KAFKA_RESP_ERR__TIMED_OUT;
}

void contact_hear(struct contact *contact,
                  const rd_kafka_t *handle,
                  rd_kafka_resp_err_t error,
                  const char *reason)
{
    bool refused = is_refusal(error, reason);
    /* The library's log has told those of a single broker. */
    if (!refused && !is_of_broker(error))
        client_tell(rd_kafka_name(handle), "ERROR", reason);
    if (error == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN || error == RD_KAFKA_RESP_ERR__FATAL ||
        contact->refused || (contact->trouble[0] != '\0' && !refused))
        return;
    if (refused)
        contact->refused_ms = client_clock_ms();
    contact->refused = refused;
    (void)snprintf(contact->trouble, sizeof contact->trouble, "%s", reason);
    /* How long it took, and how often it was the same. */
    char *after = strstr(contact->trouble, " (after ");
    if (after != NULL)
        *after = '\0';
}

void contact_made(struct contact *contact)
{
    if (contact->refused || contact->trouble[0] != '\0')
        *contact = (struct contact){0};
    atomic_store(&let_in, true);
}

enum err_code contact_check(const struct contact *contact, struct err *err)
{
    if (atomic_load(&let_in) || !contact->refused ||
        client_clock_ms() - contact->refused_ms < REFUSED_MS)
        return ERR_OK;
    return contact_fail(contact, ERR_CONFIG, "no broker lets us in", err);
}

enum err_code
contact_fail(const struct contact *contact, enum err_code code, const char *what, struct err *err)
{
    bool scram = strstr(contact->trouble, "SCRAM") != NULL && rd_kafka_version() < SCRAM_OF_KAFKA_4;
    return err_set(err, code, "%s%s%s%s%s%s", what, contact->trouble[0] == '\0' ? "" : ": ",
                   contact->trouble, scram ? " (if the password is right: librdkafka " : "",
                   scram ? rd_kafka_version_str() : "",
                   scram ? " knows SCRAM up to Kafka 3 only; use 2.6.1 or later, PLAIN over TLS, "
                           "or certificates)"
                         : "");
}
