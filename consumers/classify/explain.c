#include "consumers/classify/explain.h"

#include "consumers/classify/document.h"
#include "consumers/classify/language.h"

#include <string.h>

static bool is_code(const struct record_codes *codes, const char *code)
{
    return code[0] != '\0' && record_codes_have(codes, code);
}

static bool same(const char *slot, const char *value)
{
    return slot != NULL && strcmp(slot, value) == 0;
}

static const char *slot_of_side(const struct record *record, const char *code)
{
    if (record->type == RECORD_TARIFF_CHANGE)
        return same(record->imposer, code)        ? "imposer"
               : is_code(&record->targets, code)  ? "targets"
               : is_code(&record->excluded, code) ? "excluded"
                                                  : NULL;
    return same(record->speaker_side, code)  ? "speaker_side"
           : is_code(&record->parties, code) ? "parties"
                                             : NULL;
}

static const char *slot_of_statement(const struct record *record, const struct hit *hit)
{
    switch (hit->class) {
    case LEX_SAY:
    case LEX_ACCORD:
        return "speaker";
    case LEX_DENY:
    case LEX_FALSEHOOD:
    case LEX_NEG:
        return record->type == RECORD_DENIAL ? "type" : NULL;
    case LEX_CONTACT:
        return record->matter == MATTER_CONTACT ? "matter" : NULL;
    case LEX_TALKS:
        return record->matter == MATTER_TALKS ? "matter" : NULL;
    case LEX_DEAL:
        return record->matter == MATTER_DEAL ? "matter" : NULL;
    case LEX_LEVEL:
        return record->matter == MATTER_TARIFF_LEVEL ? "matter" : NULL;
    case LEX_INTENT:
        return record->matter == MATTER_TARIFF_PLAN ? "matter" : NULL;
    case LEX_CONDUCT:
        return record->matter == MATTER_TRADE_CONDUCT ? "matter" : NULL;
    case LEX_EFFECT:
        return record->matter == MATTER_TRADE_EFFECT ? "matter" : NULL;
    default:
        return NULL;
    }
}

static const char *slot_of_change(const struct record *record, const struct hit *hit)
{
    switch (hit->class) {
    case LEX_TARIFF:
        return "type";
    case LEX_ACT:
        return same(tariff_action_name(record->action), hit->entry->text[0]) ? "action" : NULL;
    case LEX_STAGE:
        return same(tariff_status_name(record->status), hit->entry->text[0]) ? "status" : NULL;
    case LEX_PERCENT:
        return record->rate.known || record->rate_from.known || record->rate_points.known ? "rate"
                                                                                          : NULL;
    case LEX_PRODUCT:
    case LEX_GOODS:
        return "products";
    case LEX_MONTH:
    case LEX_WEEKDAY:
    case LEX_DATE:
        return record->effective != NULL || record->expires != NULL ? "effective" : NULL;
    case LEX_INSTRUMENT:
        return record->instrument != NULL ? "instrument" : NULL;
    case LEX_RETALIATION:
        return record->retaliation ? "retaliation" : NULL;
    default:
        return NULL;
    }
}

static const char *slot_of(const struct record *record, const struct hit *hit)
{
    switch (hit->class) {
    case LEX_COUNTRY:
    case LEX_DEMONYM:
    case LEX_CAPITAL:
    case LEX_ORG:
        return slot_of_side(record, hit->entry->text[0]);
    case LEX_PERSON:
        return same(record->speaker, hit->entry->text[1])
                   ? "speaker"
                   : slot_of_side(record, hit->entry->text[0]);
    default:
        return record->type == RECORD_TARIFF_CHANGE ? slot_of_change(record, hit)
                                                    : slot_of_statement(record, hit);
    }
}

static bool in_evidence(const struct record *record, uint32_t start, uint32_t end)
{
    for (size_t i = 0; i < record->evidence_count; i++) {
        if (record->evidence[i].start <= start && end <= record->evidence[i].end)
            return true;
    }
    return false;
}

size_t explain_record(const struct lexicon *lexicon,
                      const struct item *item,
                      const struct record *record,
                      struct explain_word *words,
                      size_t max)
{
    struct document doc = {.lexicon = lexicon, .item = item};
    size_t count = 0;
    const char *tag;
    if (language_of(item, &tag) == LANGUAGE_CHINESE && lexicon_chinese(lexicon) != NULL)
        doc.lexicon = lexicon_chinese(lexicon);
    document_read(&doc, item->text, strlen(item->text));
    for (size_t h = 0; h < doc.hit_count && count < max; h++) {
        const struct hit *hit = &doc.hit[h];
        uint32_t start = doc.token[hit->first].start;
        uint32_t end = doc.token[hit->end - 1].end;
        const char *slot = in_evidence(record, start, end) ? slot_of(record, hit) : NULL;
        if (slot != NULL)
            words[count++] = (struct explain_word){slot, start, end, hit->entry};
    }
    document_release(&doc);
    return count;
}
