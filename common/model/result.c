#include "common/model/result.h"

#include "common/model/codec.h"

#include <math.h>
#include <string.h>

static void put_number(cJSON *object, const char *name, struct record_number number)
{
    if (number.known)
        (void)cJSON_AddNumberToObject(object, name, number.value);
    else
        (void)cJSON_AddNullToObject(object, name);
}

cJSON *codec_codes(const struct record_codes *codes)
{
    cJSON *array = cJSON_CreateArray();
    for (size_t i = 0; i < codes->count; i++)
        (void)cJSON_AddItemToArray(array, cJSON_CreateString(codes->code[i]));
    return array;
}

static void put_statement(cJSON *object, const struct record *record)
{
    json_put_or_empty(object, "speaker", record->speaker);
    json_put_or_empty(object, "speaker_side", record->speaker_side);
    json_put(object, "speaker_role", record->speaker_role);
    json_put(object, "speaker_actor", record->speaker_actor);
    json_put(object, "organization", record->organization);
    json_put(object, "matter", matter_name(record->matter));
    (void)cJSON_AddItemToObject(object, "parties", codec_codes(&record->parties));
    json_put(object, "initiator", record->initiator);
    json_put(object, "event_date", record->event_date);
    if (record->from_question)
        (void)cJSON_AddTrueToObject(object, "from_question");
    if (record->type == RECORD_DENIAL) {
        json_put_or_empty(object, "denies", record->denies);
        json_put(object, "denies_side", record->denies_side);
        json_put(object, "denies_actor", record->denies_actor);
        if (record->denial_kind != DENIAL_NONE)
            json_put(object, "denial_kind", denial_kind_name(record->denial_kind));
    }
}

static void put_tariff_change(cJSON *object, const struct record *record)
{
    json_put_or_empty(object, "imposer", record->imposer);
    (void)cJSON_AddItemToObject(object, "targets", codec_codes(&record->targets));
    if (record->excluded.count > 0)
        (void)cJSON_AddItemToObject(object, "excluded", codec_codes(&record->excluded));
    json_put_or_empty(object, "products", record->products);
    json_put(object, "action", tariff_action_name(record->action));
    json_put(object, "status", tariff_status_name(record->status));
    put_number(object, "rate", record->rate);
    put_number(object, "rate_from", record->rate_from);
    put_number(object, "rate_points", record->rate_points);
    if (record->rate_operator != RATE_EQ)
        json_put(object, "rate_operator", rate_operator_name(record->rate_operator));
    if (record->effective != NULL)
        json_put(object, "effective", record->effective);
    else
        (void)cJSON_AddNullToObject(object, "effective");
    json_put(object, "expires", record->expires);
    json_put(object, "announced", record->announced);
    json_put(object, "instrument", record->instrument);
    json_put(object, "value_basis", record->value_basis);
    json_put(object, "exempt_from", record->exempt_from);
    json_put(object, "condition", record->condition);
    if (record->hs_count > 0) {
        cJSON *hs = cJSON_AddArrayToObject(object, "hs");
        for (size_t i = 0; i < record->hs_count; i++)
            (void)cJSON_AddItemToArray(hs, cJSON_CreateString(record->hs[i]));
        (void)cJSON_AddBoolToObject(object, "hs_stated", record->hs_stated);
    }
    if (record->retaliation)
        (void)cJSON_AddTrueToObject(object, "retaliation");
}

cJSON *codec_record(const struct record *record)
{
    cJSON *object = cJSON_CreateObject();
    json_put(object, "type", record_type_name(record->type));
    if (record->type == RECORD_TARIFF_CHANGE)
        put_tariff_change(object, record);
    else
        put_statement(object, record);
    if (record->certainty != CERTAINTY_UNKNOWN)
        json_put(object, "certainty", certainty_name(record->certainty));
    json_put(object, "temporality", temporality_name(record->temporality));
    json_put(object, "rules", record->rules);
    /* Four digits: enough to mean something, and the same on every machine. */
    (void)cJSON_AddNumberToObject(object, "confidence", round(record->confidence * 1e4) / 1e4);
    return object;
}

enum err_code result_to_json(const struct result *result, struct buf *out, struct err *err)
{
    cJSON *root = cJSON_CreateObject();
    json_put(root, "schema", RESULT_SCHEMA);
    (void)cJSON_AddItemToObject(root, "item", codec_item(&result->item));
    json_put(root, "classifier", result->classifier);
    json_put(root, "lexicon", result->lexicon);
    (void)cJSON_AddNumberToObject(root, "generation", (double)result->generation);
    (void)cJSON_AddBoolToObject(root, "classified", result->classified);
    cJSON *array = cJSON_AddArrayToObject(root, "records");
    for (size_t i = 0; i < result->records.count; i++) {
        const struct record *record = &result->records.record[i];
        cJSON *object = codec_record(record);
        json_put(object, "id", record->id);
        cJSON *spans = cJSON_AddArrayToObject(object, "evidence");
        for (size_t s = 0; s < record->evidence_count; s++) {
            cJSON *span = cJSON_CreateArray();
            (void)cJSON_AddItemToArray(span, cJSON_CreateNumber(record->evidence[s].start));
            (void)cJSON_AddItemToArray(span, cJSON_CreateNumber(record->evidence[s].end));
            (void)cJSON_AddItemToArray(spans, span);
        }
        (void)cJSON_AddItemToArray(array, object);
    }
    return json_print(root, out, err);
}

/* A double holds every whole number up to 2^53, and the configuration allows fewer. */
#define GENERATION_MAX 9e15

struct reader {
    struct arena *arena;
    const cJSON *object;
    struct err *err;
    enum err_code code; /* the first failure; later reads do nothing */
};

static const char *read_text(struct reader *reader, const char *name)
{
    const char *value = NULL;
    if (!reader->code)
        reader->code = json_text(reader->arena, reader->object, name, false, &value, reader->err);
    return value != NULL && value[0] == '\0' ? NULL : value;
}

/* A word of a vocabulary, "" where absent. */
static const char *read_word(struct reader *reader, const char *name)
{
    const char *value = read_text(reader, name);
    return value == NULL ? "" : value;
}

static void read_number(struct reader *reader, const char *name, struct record_number *number)
{
    if (!reader->code)
        reader->code =
            json_number(reader->object, name, &number->known, &number->value, reader->err);
}

static void read_codes(struct reader *reader, const char *name, struct record_codes *codes)
{
    const cJSON *array = cJSON_GetObjectItemCaseSensitive(reader->object, name);
    const cJSON *code = NULL;
    cJSON_ArrayForEach(code, array)
    {
        if (reader->code)
            return;
        if (!cJSON_IsString(code) || strlen(code->valuestring) > 8) {
            reader->code = err_set(reader->err, ERR_BAD_INPUT, "member \"%s\" holds no code", name);
            return;
        }
        const char *copy = arena_copy_str(reader->arena, str_of(code->valuestring));
        if (copy == NULL || !record_codes_add(codes, copy))
            reader->code = err_set(reader->err, ERR_TOO_LARGE, "member \"%s\" is too long", name);
    }
}

static void read_hs(struct reader *reader, struct record *record)
{
    const cJSON *array = cJSON_GetObjectItemCaseSensitive(reader->object, "hs");
    const cJSON *heading = NULL;
    cJSON_ArrayForEach(heading, array)
    {
        if (cJSON_IsString(heading) && record->hs_count < RECORD_SPANS_MAX)
            record->hs[record->hs_count++] =
                arena_copy_str(reader->arena, str_of(heading->valuestring));
    }
    record->hs_stated = json_flag(reader->object, "hs_stated");
}

static void read_evidence(struct reader *reader, size_t text_len, struct record *record)
{
    const cJSON *spans = cJSON_GetObjectItemCaseSensitive(reader->object, "evidence");
    const cJSON *span = NULL;
    cJSON_ArrayForEach(span, spans)
    {
        const cJSON *start = cJSON_GetArrayItem(span, 0);
        const cJSON *end = cJSON_GetArrayItem(span, 1);
        if (record->evidence_count == RECORD_SPANS_MAX || !cJSON_IsNumber(start) ||
            !cJSON_IsNumber(end) || start->valuedouble < 0 ||
            end->valuedouble < start->valuedouble || end->valuedouble > (double)text_len) {
            reader->code =
                err_set(reader->err, ERR_BAD_INPUT, "evidence is not a list of ranges of the text");
            return;
        }
        record->evidence[record->evidence_count++] =
            (struct record_span){(uint32_t)start->valuedouble, (uint32_t)end->valuedouble};
    }
}

static void read_statement(struct reader *reader, struct record *record)
{
    record->speaker = read_text(reader, "speaker");
    record->speaker_side = read_text(reader, "speaker_side");
    record->speaker_role = read_text(reader, "speaker_role");
    record->speaker_actor = read_text(reader, "speaker_actor");
    record->organization = read_text(reader, "organization");
    record->matter = matter_parse(read_word(reader, "matter"));
    read_codes(reader, "parties", &record->parties);
    record->denies = read_text(reader, "denies");
    record->denies_side = read_text(reader, "denies_side");
    record->denies_actor = read_text(reader, "denies_actor");
    record->denial_kind = denial_kind_parse(read_word(reader, "denial_kind"));
    record->initiator = read_text(reader, "initiator");
    record->event_date = read_text(reader, "event_date");
    record->from_question = json_flag(reader->object, "from_question");
    if (!reader->code && record->matter == MATTER_NONE)
        reader->code = err_set(reader->err, ERR_BAD_INPUT, "member \"matter\" is no known matter");
}

static void read_tariff_change(struct reader *reader, struct record *record)
{
    record->imposer = read_text(reader, "imposer");
    read_codes(reader, "targets", &record->targets);
    read_codes(reader, "excluded", &record->excluded);
    record->products = read_text(reader, "products");
    record->action = tariff_action_parse(read_word(reader, "action"));
    record->status = tariff_status_parse(read_word(reader, "status"));
    read_number(reader, "rate", &record->rate);
    read_number(reader, "rate_from", &record->rate_from);
    read_number(reader, "rate_points", &record->rate_points);
    record->rate_operator = rate_operator_parse(read_word(reader, "rate_operator"));
    record->effective = read_text(reader, "effective");
    record->expires = read_text(reader, "expires");
    record->announced = read_text(reader, "announced");
    record->instrument = read_text(reader, "instrument");
    record->value_basis = read_text(reader, "value_basis");
    record->exempt_from = read_text(reader, "exempt_from");
    record->condition = read_text(reader, "condition");
    read_hs(reader, record);
    record->retaliation = json_flag(reader->object, "retaliation");
    if (!reader->code && (record->action == ACTION_NONE || record->status == STATUS_NONE))
        reader->code =
            err_set(reader->err, ERR_BAD_INPUT, "member \"action\" or \"status\" is no known word");
}

static enum err_code read_record(struct reader *reader, size_t text_len, struct record *record)
{
    if (!record_type_parse(read_word(reader, "type"), &record->type) && !reader->code)
        return err_set(reader->err, ERR_BAD_INPUT, "member \"type\" is no known record type");
    const char *id = read_word(reader, "id");
    if (!reader->code && strlen(id) != DIGEST_ID_BYTES - 1)
        return err_set(reader->err, ERR_BAD_INPUT, "record id \"%.40s\" is not 32 hex digits", id);
    memcpy(record->id, id, strlen(id) + 1);
    read_evidence(reader, text_len, record);
    if (record->type == RECORD_TARIFF_CHANGE)
        read_tariff_change(reader, record);
    else
        read_statement(reader, record);
    record->certainty = certainty_parse(read_word(reader, "certainty"));
    record->temporality = temporality_parse(read_word(reader, "temporality"));
    record->rules = read_text(reader, "rules");
    struct record_number confidence = {0};
    read_number(reader, "confidence", &confidence);
    record->confidence = confidence.value;
    return reader->code;
}

static enum err_code
read_list(struct arena *arena, const cJSON *array, struct result *result, struct err *err)
{
    int count = cJSON_GetArraySize(array);
    if (count > RECORDS_MAX)
        return err_set(err, ERR_BAD_INPUT, "member \"records\" is no list of at most %d",
                       RECORDS_MAX);
    result->records.record = arena_array(arena, (size_t)count + 1, sizeof *result->records.record);
    if (result->records.record == NULL)
        return err_set(err, ERR_TOO_LARGE, "result is too large");
    size_t text_len = strlen(result->item.text);
    const cJSON *object = NULL;
    cJSON_ArrayForEach(object, array)
    {
        struct reader reader = {.arena = arena, .object = object, .err = err};
        size_t at = result->records.count;
        if (read_record(&reader, text_len, &result->records.record[at]))
            return err_in(err, "records[%zu]", at);
        result->records.count++;
    }
    return ERR_OK;
}

/* Most results have none; a tree is built of the others only. */
static enum err_code read_records(struct arena *arena,
                                  const struct json_value *records,
                                  struct result *result,
                                  struct err *err)
{
    if (records->kind != JSON_ARRAY)
        return err_set(err, ERR_BAD_INPUT, "member \"records\" is no list of at most %d",
                       RECORDS_MAX);
    result->records_json = records->text;
    if (records->text.len == strlen("[]"))
        return ERR_OK;
    cJSON *array = cJSON_ParseWithLength(records->text.ptr, records->text.len);
    enum err_code code = array == NULL
                             ? err_set(err, ERR_BAD_INPUT, "member \"records\" can't be read")
                             : read_list(arena, array, result, err);
    cJSON_Delete(array);
    return code;
}

static enum err_code
read_generation(const struct json_value *value, long long *generation, struct err *err)
{
    bool known = false;
    double number = 0;
    enum err_code code = json_value_number(value, "generation", &known, &number, err);
    if (!code && (!known || !(number >= 0 && number <= GENERATION_MAX) || number != floor(number)))
        code = err_set(err, ERR_BAD_INPUT, "member \"generation\" is no whole number up to %.0f",
                       GENERATION_MAX);
    if (!code)
        *generation = (long long)number;
    return code;
}

/* Members of a result that are no objects. */
enum { SCHEMA, CLASSIFIER, LEXICON, GENERATION, CLASSIFIED, RECORDS, RESULT_MEMBERS };

struct members {
    struct json_value value[RESULT_MEMBERS];
    struct codec_item item;
    bool has_item;
};

/* Of one that is there twice, the first. */
static void find_members(struct json_scan *scan, struct members *members)
{
    static const struct str names[RESULT_MEMBERS] = {{"schema", 6},      {"classifier", 10},
                                                     {"lexicon", 7},     {"generation", 10},
                                                     {"classified", 10}, {"records", 7}};
    struct json_value name;
    struct json_value value;
    while (json_scan_next(scan, &name)) {
        if (!members->has_item && json_value_is(&name, STR("item")) && json_scan_enter(scan)) {
            codec_item_scan(scan, &members->item);
            members->has_item = true;
            continue;
        }
        json_scan_value(scan, &value);
        size_t at = 0;
        while (at < RESULT_MEMBERS && !json_value_is(&name, names[at]))
            at++;
        if (at < RESULT_MEMBERS && members->value[at].kind == JSON_ABSENT)
            members->value[at] = value;
    }
}

static enum err_code read_result(struct arena *arena,
                                 const struct members *members,
                                 struct result *read,
                                 struct err *err)
{
    const struct json_value *values = members->value;
    enum err_code code = json_value_check_schema(&values[SCHEMA], RESULT_SCHEMA, err);
    if (!code && !members->has_item)
        code = err_set(err, ERR_BAD_INPUT, "member \"item\" is missing");
    if (!code && codec_item_read(&members->item, &read->item, err))
        code = err_in(err, "item");
    if (!code)
        code = json_value_text(&values[CLASSIFIER], "classifier", true, &read->classifier, err);
    if (!code)
        code = json_value_text(&values[LEXICON], "lexicon", true, &read->lexicon, err);
    if (!code)
        code = read_generation(&values[GENERATION], &read->generation, err);
    read->classified = values[CLASSIFIED].kind == JSON_TRUE;
    if (!code && !read->classified && values[CLASSIFIED].kind != JSON_FALSE)
        code = err_set(err, ERR_BAD_INPUT, "member \"classified\" is neither true nor false");
    return code ? code : read_records(arena, &values[RECORDS], read, err);
}

enum err_code result_from_json(
    struct arena *arena, const char *json, size_t len, struct result *result, struct err *err)
{
    struct result read = {0};
    struct members members = {0};
    struct json_scan scan;
    enum err_code code = json_scan_open(&scan, arena, json, len, err);
    if (code)
        return code;
    find_members(&scan, &members);
    code = json_scan_close(&scan, err);
    if (!code)
        code = read_result(arena, &members, &read, err);
    if (!code)
        *result = read;
    return code;
}
