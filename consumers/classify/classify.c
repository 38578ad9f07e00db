#include "consumers/classify/classify.h"

#include "common/text/date.h"
#include "consumers/classify/document.h"

#include <stdlib.h>
#include <string.h>

struct classifier {
    const struct lexicon *lexicon;
};

struct classifier *classify_new(const struct lexicon *lexicon)
{
    struct classifier *classifier = malloc(sizeof(*classifier));
    if (!classifier)
        abort();
    classifier->lexicon = lexicon;
    return classifier;
}

void classify_free(struct classifier *classifier)
{
    free(classifier);
}

const char *classify_version(void)
{
    return "1";
}

struct record *document_record(struct document *document, enum record_type type, size_t index)
{
    struct record_list *list = document->records;
    if (list->count == RECORDS_MAX) {
        list->full = true;
        return NULL;
    }
    const struct sentence *sentence = &document->sentence[index];
    struct record *record = &list->record[list->count++];
    memset(record, 0, sizeof(*record));
    record->type = type;
    record->evidence[0].start = document->token[sentence->first].start;
    record->evidence[0].end = document->token[sentence->end - 1].end;
    record->evidence_count = 1;
    return record;
}

/* The two places named most often, the first named first where counts are equal. */
static void rank_places(struct document *document)
{
    const char *code[64];
    size_t times[64], count = 0;
    for (size_t i = 0; i < document->tag_count; i++) {
        const struct entry *entry = document->tag[i].entry;
        if ((entry->class != TAG_PLACE && entry->class != TAG_PERSON) || !entry->value)
            continue;
        size_t k = 0;
        while (k < count && strcmp(code[k], entry->value) != 0)
            k++;
        if (k == count && count < 64) {
            code[count] = entry->value;
            times[count++] = 0;
        }
        if (k < count)
            times[k]++;
    }
    for (size_t rank = 0; rank < 2; rank++) {
        size_t best = count;
        for (size_t k = 0; k < count; k++)
            if (times[k] > 0 && (best == count || times[k] > times[best]))
                best = k;
        document->place_rank[rank] = best < count ? code[best] : NULL;
        if (best < count)
            times[best] = 0;
    }
}

/* Whom a denial contradicts, where an item reports the claim on the same matter itself. */
static void denials_address(struct record_list *records)
{
    for (size_t d = 0; d < records->count; d++) {
        struct record *denial = &records->record[d];
        for (size_t c = 0; c < records->count && denial->type == RECORD_DENIAL; c++) {
            const struct record *claim = &records->record[c];
            if (claim->type == RECORD_CLAIM && !denial->denies &&
                (claim->matter == denial->matter || claim->from_question) &&
                !str_eq(str_of(claim->speaker_side), str_of(denial->speaker_side))) {
                denial->denies = claim->speaker;
                denial->denies_side = claim->speaker_side;
            }
        }
    }
}

/* A measure told without its rate is a repeat where the same text gives it with one. */
static void rateless_drop(struct record_list *records)
{
    size_t kept = 0;
    for (size_t i = 0; i < records->count; i++) {
        const struct record *one = &records->record[i];
        bool repeat = false;
        bool bare =
            one->type == RECORD_TARIFF_CHANGE && !one->rate.known && !one->rate_points.known;
        for (size_t k = 0; bare && k < records->count; k++) {
            const struct record *other = &records->record[k];
            repeat =
                repeat ||
                (other->type == RECORD_TARIFF_CHANGE && other->action == one->action &&
                 strcmp(other->imposer, one->imposer) == 0 &&
                 (other->rate.known || other->rate_points.known) && one->action != ACTION_EXEMPT);
        }
        if (!repeat)
            records->record[kept++] = *one;
    }
    records->count = kept;
}

static bool document_open(struct document *document)
{
    size_t len = strlen(document->text), count = 0;
    if (!token_scan(document->arena, document->text, len, NULL, DOCUMENT_TOKENS_MAX, &count))
        return false;
    document->token = arena_array(document->arena, count + 1, sizeof(*document->token));
    if (!document->token || !token_scan(document->arena, document->text, len, document->token,
                                        count, &document->token_count))
        return false;
    tag_find(document, NULL, &document->tag_count);
    document->tag = arena_array(document->arena, document->tag_count + 1, sizeof(*document->tag));
    if (!document->tag || !tag_find(document, &document->tag, &document->tag_count))
        return false;
    rank_places(document);
    return sentence_split(document);
}

static enum err_code read_text(struct document *document, struct err *err)
{
    if (!document_open(document))
        return err_set(err, ERR_TOO_LARGE, "item needs more memory than its arena may take");
    speaker_author(document);
    uint32_t end = (uint32_t)document->token_count;
    document->of_trade =
        tag_in(document, TAG_TRADE, 0, end) || tag_in(document, TAG_TARIFF, 0, end);
    speaker_assign(document);
    for (size_t i = 0; i < document->sentence_count; i++) {
        bool has_tariff = tariff_read(document, i);
        statement_read(document, i, has_tariff);
    }
    rateless_drop(document->records);
    denials_address(document->records);
    for (size_t i = 0; i < document->records->count; i++)
        record_make_id(&document->records->record[i], document->item->id ? document->item->id : "",
                       document->text);
    return ERR_OK;
}

enum err_code classify_item(struct classifier *classifier,
                            const struct item *item,
                            struct arena *arena,
                            struct record_list *records,
                            bool *classified,
                            struct err *err)
{
    struct document document = {
        .lexicon = classifier->lexicon, .item = item, .arena = arena, .text = item->text};
    *records = (struct record_list){0};
    *classified = !item->lang || strncmp(item->lang, "en", 2) == 0;
    if (!*classified || !item->text)
        return ERR_OK;
    records->record = arena_array(arena, RECORDS_MAX, sizeof(*records->record));
    if (!records->record)
        return err_set(err, ERR_TOO_LARGE, "item needs more memory than its arena may take");
    document.records = records;
    long long published_s;
    document.published_day = -1;
    if (item->published && date_from_rfc3339(str_of(item->published), &published_s))
        document.published_day = published_s / 86400;
    return read_text(&document, err);
}
