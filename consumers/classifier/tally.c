#include "consumers/classifier/tally.h"

#include "consumers/classify/classify.h"

#define NOT_OURS "for_another_service"

void tally_open(struct tally *tally)
{
    tally->read = metrics_counter("gainsay_classifier_read_total", "messages read", NULL);
    tally->items = metrics_counter("gainsay_classifier_items_total", "items classified", NULL);
    tally->empty = metrics_counter("gainsay_classifier_items_without_records_total",
                                   "items in which nothing was found", NULL);
    tally->dropped = metrics_counter("gainsay_classifier_dropped_total",
                                     "messages that gave no result, by the gate they met", "gate");
    tally->records = metrics_counter("gainsay_classifier_records_total", "records found", "type");
    tally->letters =
        metrics_counter("gainsay_classifier_dead_letters_total", "messages set aside", "class");
    tally->unclassified = metrics_counter("gainsay_classifier_unclassified_total",
                                          "items without a lexicon for their language, by what "
                                          "their bytes are, else by their tag",
                                          "lang");
    metrics_add(tally->dropped, NOT_OURS, 0);
    metrics_add(tally->dropped, err_name(ERR_BAD_INPUT), 0);
    metrics_add(tally->dropped, err_name(ERR_TOO_LARGE), 0);
    metrics_add(tally->dropped, err_name(ERR_INTERNAL), 0);
    metrics_add(tally->letters, err_name(ERR_BAD_INPUT), 0);
    metrics_add(tally->letters, err_name(ERR_TOO_LARGE), 0);
    metrics_add(tally->letters, err_name(ERR_INTERNAL), 0);
    for (int i = RECORD_CLAIM; i <= RECORD_TARIFF_CHANGE; i++)
        metrics_add(tally->records, record_type_name((enum record_type)i), 0);
}

void tally_result(struct tally *tally, const struct result *result)
{
    metrics_add(tally->items, NULL, 1);
    metrics_add(tally->empty, NULL, result->records.count == 0);
    if (!result->classified)
        metrics_add(tally->unclassified, classify_language(&result->item), 1);
    for (size_t i = 0; i < result->records.count; i++)
        metrics_add(tally->records, record_type_name(result->records.record[i].type), 1);
}

void tally_letter(struct tally *tally, enum err_code code)
{
    metrics_add(tally->letters, err_name(code), 1);
    metrics_add(tally->dropped, err_name(code), 1);
}

void tally_not_ours(struct tally *tally)
{
    metrics_add(tally->dropped, NOT_OURS, 1);
}
