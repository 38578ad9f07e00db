#include "deploy/cli/explain.h"

#include "consumers/classify/explain.h"
#include "consumers/classify/explain_model.h"
#include "deploy/cli/plain.h"

#include <stdlib.h>
#include <string.h>

#define WORDS_MAX   200
#define QUOTE_BYTES 72 /* of a stretch of text that the model weighed */

static void add_plain(struct buf *out, const char *text, size_t from, size_t to)
{
    plain_add(out, (struct str){text + from, to - from});
}

static void add_value(struct buf *out, const char *slot, const char *value)
{
    if (value == NULL || value[0] == '\0')
        return;
    (void)buf_addf(out, "  %s=", slot);
    add_plain(out, value, 0, strlen(value));
}

static void add_codes(struct buf *out, const char *slot, const struct record_codes *codes)
{
    for (size_t i = 0; i < codes->count; i++) {
        if (i == 0)
            (void)buf_addf(out, "  %s=%s", slot, codes->code[i]);
        else
            (void)buf_addf(out, ",%s", codes->code[i]);
    }
}

static void add_number(struct buf *out, const char *slot, const struct record_number *number)
{
    if (number->known)
        (void)buf_addf(out, "  %s=%g", slot, number->value);
}

static void add_slots(struct buf *out, const struct record *record)
{
    (void)buf_addf(out, "%s  confidence=%.2f", record_type_name(record->type), record->confidence);
    if (record->type == RECORD_TARIFF_CHANGE) {
        add_value(out, "imposer", record->imposer);
        add_codes(out, "targets", &record->targets);
        add_value(out, "action", tariff_action_name(record->action));
        add_value(out, "status", tariff_status_name(record->status));
        add_number(out, "rate", &record->rate);
        add_number(out, "rate_from", &record->rate_from);
        add_number(out, "rate_points", &record->rate_points);
        add_value(out, "products", record->products);
        add_value(out, "effective", record->effective);
    } else {
        add_value(out, "speaker", record->speaker);
        add_value(out, "speaker_side", record->speaker_side);
        add_value(out, "matter", matter_name(record->matter));
        add_codes(out, "parties", &record->parties);
    }
    add_value(out, "\n  rules", record->rules);
    (void)buf_add_char(out, '\n');
}

static void add_evidence(struct buf *out,
                         const char *text,
                         const struct record_span *span,
                         const struct explain_word *words,
                         size_t count,
                         bool terminal)
{
    size_t at = span->start;
    (void)buf_add_text(out, "  | ");
    for (size_t i = 0; i < count; i++) {
        if (words[i].start < at || words[i].end > span->end)
            continue;
        add_plain(out, text, at, words[i].start);
        (void)buf_add_text(out, terminal ? "\033[1m" : "[");
        add_plain(out, text, words[i].start, words[i].end);
        (void)buf_add_text(out, terminal ? "\033[0m" : "]");
        at = words[i].end;
    }
    add_plain(out, text, at, span->end);
    (void)buf_add_char(out, '\n');
}

static void add_features(struct buf *out, const char *head, const struct explain_feature *list)
{
    for (size_t i = 0; i < EXPLAIN_HEAVIEST && list[i].weight != 0; i++) {
        (void)buf_addf(out, "%s  ", i == 0 ? head : "");
        add_plain(out, list[i].name, 0, strlen(list[i].name));
        (void)buf_addf(out, " %+.2f", list[i].weight / 1000.0);
    }
    if (list[0].weight != 0)
        (void)buf_add_char(out, '\n');
}

static void
add_sum(struct buf *out, const struct explain_stretch *one, enum weights_verdict verdict)
{
    (void)buf_addf(out, "  %s %+.2f", weights_verdict_name(verdict), one->sum[verdict] / 1000.0);
}

/* What one stretch of text weighs, in units of the model, and what of it most. */
static void add_stretch(struct buf *out, const char *text, const struct explain_stretch *one)
{
    size_t end = one->end - one->start > QUOTE_BYTES ? one->start + QUOTE_BYTES : one->end;
    while (end < one->end && end > one->start && ((unsigned char)text[end] & 0xC0) == 0x80)
        end--;
    (void)buf_add_text(out, "  ~ ");
    add_plain(out, text, one->start, end);
    (void)buf_add_text(out, end < one->end ? "...\n   " : "\n   ");
    add_sum(out, one, one->verdict);
    (void)buf_addf(out, " (%.2f)", weights_share(one->sum[one->verdict]));
    if (one->verdict != VERDICT_CHANGE) {
        enum weights_verdict matter = VERDICT_CONTACT;
        for (int v = VERDICT_CONTACT; v <= VERDICT_TRADE_EFFECT; v++) {
            if (one->sum[v] > one->sum[matter])
                matter = (enum weights_verdict)v;
        }
        add_sum(out, one, one->verdict == VERDICT_CLAIM ? VERDICT_DENIAL : VERDICT_CLAIM);
        add_sum(out, one, matter);
    }
    (void)buf_add_char(out, '\n');
    add_features(out, "      for    ", one->above);
    add_features(out, "      against", one->below);
}

static enum err_code
add_model(struct buf *out, const struct lexicon *lexicon, const struct item *item, struct err *err)
{
    struct explain_stretch *stretches = calloc(EXPLAIN_STRETCH_MAX, sizeof *stretches);
    size_t count = 0;
    if (stretches == NULL)
        abort();
    enum err_code code = explain_model(lexicon, item, stretches, &count, err);
    if (!code && count > 0)
        (void)buf_add_text(out, "\nwhat the model weighs, by sentence:\n");
    for (size_t i = 0; i < count && !code; i++)
        add_stretch(out, item->text, &stretches[i]);
    free(stretches);
    return code;
}

enum err_code explain_item(const struct lexicon *lexicon,
                           const struct item *item,
                           const struct record_list *records,
                           bool terminal,
                           struct buf *out,
                           struct err *err)
{
    const char *id = item->id == NULL ? "" : item->id;
    add_plain(out, id, 0, strlen(id));
    (void)buf_addf(out, ": %zu records\n", records->count);
    for (size_t r = 0; r < records->count; r++) {
        const struct record *record = &records->record[r];
        struct explain_word words[WORDS_MAX];
        size_t count = explain_record(lexicon, item, record, words, WORDS_MAX);
        (void)buf_add_char(out, '\n');
        add_slots(out, record);
        for (size_t i = 0; i < record->evidence_count; i++)
            add_evidence(out, item->text, &record->evidence[i], words, count, terminal);
        for (size_t i = 0; i < count; i++) {
            (void)buf_addf(out, "    %-12s <- \"", words[i].slot);
            add_plain(out, item->text, words[i].start, words[i].end);
            (void)buf_addf(out, "\"  %s, %s:%u\n", lex_class_name(words[i].entry->class),
                           words[i].entry->file, words[i].entry->line);
        }
    }
    enum err_code code = add_model(out, lexicon, item, err);
    if (code)
        return code;
    return out->full ? err_set(err, ERR_TOO_LARGE, "the answer is too large") : ERR_OK;
}
