/*
 * Tariff changes: who puts which duty on whose goods, and how firm that is.
 */
#ifndef GAINSAY_CLASSIFY_TARIFF_H
#define GAINSAY_CLASSIFY_TARIFF_H

#include "consumers/classify/rate.h"
#include "consumers/classify/speech.h"

/* One change while it is being read. */
struct change {
    uint32_t first_sentence;
    uint32_t last_sentence;
    uint32_t first; /* tokens of its clause */
    uint32_t end;
    const struct hit *act; /* NULL where only a rate speaks */
    const struct rate *rate; /* NULL where none is stated */
    const struct rate *old;
    enum tariff_action action;
    enum tariff_status status;
    const char *imposer;
    struct record_codes targets;
    struct str products;
    bool named_targets; /* the clause itself names them */
    const char *rule;
};

/* Adds the tariff_change records of the document (title: the item's title, read the same way). */
void tariff_extract(struct document *doc,
                    const struct document *title,
                    const struct author *author,
                    const struct voice *voices);

/* slots.c: who imposes on whom, in the words of the change's sentence. */
void slots_fill(const struct document *doc,
                const struct document *title,
                const struct author *author,
                const struct voice *voice,
                const struct change *before,
                struct change *change);
/* stage.c: the action and how firm it is. */
enum tariff_action stage_action(const struct document *doc, const struct change *change);
enum tariff_status stage_status(const struct document *doc,
                                const struct author *author,
                                const struct change *change,
                                bool dated,
                                long long effective_day);

#endif
