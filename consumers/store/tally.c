#include "consumers/store/tally.h"

static const char *const gate_names[] = {"stored_before", "read_again", "halted", "dead_letter",
                                         "passed_over"};

#define GATES (sizeof gate_names / sizeof gate_names[0])

static void open_ledger(struct tally *tally)
{
    tally->read = metrics_counter("gainsay_store_read_total", "messages read", NULL);
    tally->results = metrics_counter("gainsay_store_results_total", "results merged", NULL);
    tally->sources =
        metrics_counter("gainsay_store_source_states_total", "states of sources merged", NULL);
    tally->entered = metrics_counter("gainsay_store_letters_entered_total",
                                     "letters of other services entered", NULL);
    tally->dropped = metrics_counter("gainsay_store_dropped_total",
                                     "messages not stored, by the gate they met", "gate");
    tally->held =
        metrics_gauge("gainsay_store_held_messages", "messages of the batch at hand", NULL);
    for (size_t i = 0; i < GATES; i++)
        metrics_add(tally->dropped, gate_names[i], 0);
}

void tally_open(struct tally *tally)
{
    open_ledger(tally);
    tally->changed = metrics_counter("gainsay_store_items_changed_total",
                                     "items whose records were made anew", NULL);
    tally->letters =
        metrics_counter("gainsay_store_dead_letters_total", "messages set aside", NULL);
    tally->links =
        metrics_counter("gainsay_store_contradictions_total", "contradictions written", NULL);
    tally->refusals =
        metrics_counter("gainsay_store_refusals_total", "transactions that lost to another", NULL);
    tally->retries =
        metrics_counter("gainsay_store_retries_total", "waits for PostgreSQL or Kafka", "class");
    tally->waited = metrics_counter("gainsay_store_waiting_seconds_total",
                                    "time of these waits together", "class");
    tally->gaps = metrics_counter("gainsay_store_gap_offsets_total",
                                  "offsets gone before they were read", NULL);
    tally->halted = metrics_gauge("gainsay_store_halted_partitions",
                                  "partitions that wait for a person's decision", NULL);
    tally->seconds =
        metrics_histogram("gainsay_store_transaction_seconds", "time of a transaction");
    tally->published = metrics_histogram("gainsay_store_published_to_stored_seconds",
                                         "from an item's publication to its rows");
    tally->fetched = metrics_histogram("gainsay_store_fetched_to_stored_seconds",
                                       "from an item's fetching to its rows");
    metrics_add(tally->retries, err_name(ERR_UNAVAILABLE), 0);
    metrics_add(tally->retries, err_name(ERR_CONFLICT), 0);
    metrics_add(tally->retries, err_name(ERR_CONFIG), 0);
}

void tally_dropped(struct tally *tally, enum gate gate, size_t count)
{
    metrics_add(tally->dropped, gate_names[gate], (double)count);
}

void tally_committed(struct tally *tally, const struct batch_outcome *outcome, size_t count)
{
    size_t stored = outcome->results + outcome->sources + outcome->entered;
    metrics_add(tally->results, NULL, (double)outcome->results);
    metrics_add(tally->sources, NULL, (double)outcome->sources);
    metrics_add(tally->entered, NULL, (double)outcome->entered);
    metrics_add(tally->letters, NULL, (double)outcome->letters);
    metrics_add(tally->changed, NULL, (double)outcome->changed);
    metrics_add(tally->links, NULL, (double)outcome->links);
    tally_dropped(tally, GATE_DEAD_LETTER, outcome->letters);
    tally_dropped(tally, GATE_PASSED_OVER, count - stored - outcome->letters);
}

void tally_wait(struct tally *tally, enum err_code code, long long wait_ms)
{
    metrics_add(tally->retries, err_name(code), 1);
    metrics_add(tally->waited, err_name(code), (double)wait_ms / 1000);
}

void tally_fresh(struct tally *tally, const struct freshness *freshness)
{
    freshness_observe(freshness, lag_now_ms() / 1000, tally->published, tally->fetched);
}

void tally_show(struct tally *tally,
                struct positions *positions,
                const struct kafka_consumer *consumer,
                size_t held)
{
    metrics_set(tally->held, NULL, (double)held);
    for (size_t i = 0; i < positions->count; i++) {
        struct position *position = &positions->list[i];
        lag_show(&position->lag, position->topic, position->partition,
                 position->row ? position->stored : -1,
                 kafka_consumer_end(consumer, position->topic, position->partition), lag_now_ms());
    }
}
