#include "deploy/cli/explain.h"

#include "consumers/classify/explain.h"

#include <string.h>

#define WORDS_MAX 200

/* Text of others on somebody's terminal: control characters become spaces. */
static void add_plain(struct buf *out, const char *text, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        (void)buf_add_char(out, (unsigned char)text[i] < ' ' || text[i] == 0x7F ? ' ' : text[i]);
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
    return out->full ? err_set(err, ERR_TOO_LARGE, "the answer is too large") : ERR_OK;
}
