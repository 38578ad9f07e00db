/* What else a sentence says of a change: instrument, end, conditions, exceptions, headings. */
#include "consumers/classify/tariff.h"
#include "consumers/classify/when.h"

#include <string.h>

#define OLD_DAYS     7 /* a change that took effect longer ago is background */
#define HEADINGS_MAX RECORD_SPANS_MAX

static const char *keep_span(const struct document *doc, uint32_t first, uint32_t end)
{
    struct str span = document_span(doc, first, end);
    return span.len > 0 ? arena_copy(doc->arena, span.ptr, span.len) : NULL;
}

/* "Executive Order 14257" takes its number along. */
static const char *read_instrument(const struct document *doc, uint32_t first, uint32_t end)
{
    const struct hit *hit = hit_in(doc, first, end, LEX_INSTRUMENT);
    if (hit == NULL)
        return NULL;
    if (!hit_is(hit, 1, "number"))
        return hit->entry->text[0];
    for (uint32_t at = hit->end; at < end && at < hit->end + 3; at++) {
        if (doc->token[at].kind == TOKEN_NUMBER)
            return keep_span(doc, hit->first, at + 1);
    }
    return NULL;
}

/* To the end of the clause that a token stands in. */
static uint32_t clause_end(const struct document *doc, uint32_t at, uint32_t end)
{
    while (at < end && doc->token[at].kind != TOKEN_PUNCT && doc->token[at].kind != TOKEN_QUOTE)
        at++;
    return at;
}

static void
read_excluded(const struct document *doc, uint32_t first, uint32_t end, struct record *record)
{
    const struct hit *cue = hit_in(doc, first, end, LEX_EXCEPTION);
    if (cue == NULL)
        return;
    for (uint32_t at = cue->end; at < end && at < cue->end + 16; at++) {
        const struct hit *place = hit_at(doc, at, LEX_COUNTRY);
        if (place == NULL)
            place = hit_at(doc, at, LEX_DEMONYM);
        if (hit_at(doc, at, LEX_ACT) != NULL || doc->token[at].mark == ';')
            return;
        if (place != NULL && !record_codes_have(&record->targets, place->entry->text[0]))
            (void)record_codes_add(&record->excluded, place->entry->text[0]);
    }
}

static void add_heading(struct record *record, const char *heading)
{
    for (size_t i = 0; i < record->hs_count; i++) {
        if (strcmp(record->hs[i], heading) == 0)
            return;
    }
    if (heading != NULL && record->hs_count < HEADINGS_MAX)
        record->hs[record->hs_count++] = heading;
}

/* "headings 8471, 8473.30 and 8542" */
static void
read_headings(const struct document *doc, uint32_t first, uint32_t end, struct record *record)
{
    const struct hit *cue = hit_in(doc, first, end, LEX_HEADING);
    for (uint32_t at = cue != NULL ? cue->end : end;
         at < end && at < cue->end + 4 * HEADINGS_MAX;) {
        if (doc->token[at].kind != TOKEN_NUMBER) {
            bool joins = doc->token[at].mark == ',' || word_is(doc, at, W_AND) ||
                         word_is(doc, at, W_OR) || hit_at(doc, at, LEX_HEADING) != NULL;
            if (!joins)
                break;
            at++;
            continue;
        }
        uint32_t from = at++;
        while (at + 1 < end && doc->token[at].mark == '.' &&
               (doc->token[at + 1].flags & TOKEN_GLUED) && doc->token[at + 1].kind == TOKEN_NUMBER)
            at += 2;
        add_heading(record, keep_span(doc, from, at));
        record->hs_stated = true;
    }
}

/* The first token that starts at a byte or after it. */
static size_t token_from(const struct document *doc, size_t byte)
{
    size_t low = 0;
    size_t high = doc->token_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (doc->token[middle].start < byte)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The chapters of the goods, where the text gives no headings. */
static void
infer_headings(const struct document *doc, const struct change *change, struct record *record)
{
    const char *start = change->products.ptr;
    if (start == NULL || start < doc->text || start >= doc->text + doc->len)
        return;
    size_t from = (size_t)(start - doc->text);
    for (size_t h = doc->start[token_from(doc, from)].first; h < doc->hit_count; h++) {
        const struct hit *hit = &doc->hit[h];
        if (doc->token[hit->first].start >= from + change->products.len)
            break;
        if (hit->class != LEX_PRODUCT)
            continue;
        const char *chapters = hit->entry->text[0];
        while (*chapters != '\0') {
            size_t len = strcspn(chapters, " ");
            add_heading(record, arena_copy(doc->arena, chapters, len));
            chapters += len + (chapters[len] == ' ');
        }
    }
}

/* What an exemption spares from: "from the reciprocal tariffs". */
static const char *read_exempt_from(const struct document *doc, const struct change *change)
{
    uint32_t from = change->act.verb != NULL ? change->act.verb->end : change->own_first;
    for (uint32_t at = from; at < change->own_end; at++) {
        if (!word_is(doc, at, W_FROM))
            continue;
        const struct hit *duty = hit_in(doc, at, change->own_end, LEX_TARIFF);
        if (duty != NULL && duty->first - at < 10)
            return keep_span(doc, at + 1, duty->end);
    }
    return NULL;
}

static enum temporality temporality_of(const struct document *doc,
                                       const struct change *change,
                                       const struct record *record,
                                       const struct when *when)
{
    if (record->status == STATUS_THREATENED)
        return TEMPORALITY_HYPOTHETICAL;
    if (record->status != STATUS_IN_FORCE)
        return TEMPORALITY_FUTURE;
    bool old = when->known && doc->date_known && when->day < doc->date_day - OLD_DAYS;
    return old || change->act.keeps ||
                   hit_in(doc, change->first, change->end, LEX_BACKGROUND) != NULL
               ? TEMPORALITY_BACKGROUND
               : TEMPORALITY_CURRENT;
}

void extra_fill(const struct tariff_scene *scene,
                const struct change *change,
                struct record *record)
{
    const struct document *doc = scene->doc;
    const struct sentence *sentence = &doc->sentence[change->sentence];
    uint32_t last = doc->sentence[change->last_sentence].end;
    struct when start = when_effective(doc, change->first, change->own_first, change->own_end);
    struct when end = when_expires(doc, sentence->first, last, &start);
    struct when told = when_announced(doc, sentence->first, sentence->end);
    if (end.known)
        record->expires = when_text(doc, end.day);
    if (told.known)
        record->announced = when_text(doc, told.day);
    record->instrument = read_instrument(doc, sentence->first, sentence->end);
    const struct hit *basis = hit_in(doc, sentence->first, last, LEX_BASIS);
    if (basis != NULL)
        record->value_basis = keep_span(doc, basis->first, basis->end);
    record->retaliation = hit_in(doc, sentence->first, sentence->end, LEX_RETALIATION) != NULL;
    read_excluded(doc, sentence->first, sentence->end, record);
    read_headings(doc, sentence->first, last, record);
    if (record->hs_count == 0)
        infer_headings(doc, change, record);
    if (record->action == ACTION_EXEMPT)
        record->exempt_from = read_exempt_from(doc, change);
    const struct hit *condition = hit_in(doc, sentence->first, sentence->end, LEX_CONDITION);
    if (record->status == STATUS_THREATENED && condition != NULL)
        record->condition =
            keep_span(doc, condition->first, clause_end(doc, condition->first, sentence->end));
    record->temporality = temporality_of(doc, change, record, &start);
}
