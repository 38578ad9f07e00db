#include "consumers/classifier/classified.h"

#include "common/base/crash.h"
#include "common/model/topic.h"

#define ARENA_BYTES  ((size_t)64 << 20)
#define RESULT_BYTES ((size_t)8 << 20)

enum err_code classified_open(struct classified *classified,
                              const char *lexicon,
                              long long generation,
                              struct err *err)
{
    *classified = (struct classified){.generation = generation};
    arena_init(&classified->arena, ARENA_BYTES);
    buf_init(&classified->json, RESULT_BYTES);
    enum err_code code = lexicon_load(lexicon, &classified->lexicon, err);
    if (!code)
        classified->classifier = classify_new(classified->lexicon);
    return code;
}

void classified_close(struct classified *classified)
{
    classify_free(classified->classifier);
    lexicon_free(classified->lexicon);
    buf_release(&classified->json);
    arena_release(&classified->arena);
}

enum err_code
classified_item(struct classified *classified, const struct kafka_message *message, struct err *err)
{
    arena_reset(&classified->arena);
    buf_reset(&classified->json);
    classified->result = (struct result){0};
    if (message->value == NULL)
        return err_set(err, ERR_BAD_INPUT, "the message has no value");
    CRASH_AT(message->value, message->value_len);
    return item_from_json(&classified->arena, message->value, message->value_len,
                          &classified->result.item, err);
}

enum err_code classified_result(struct classified *classified, struct err *err)
{
    struct result *result = &classified->result;
    result->classifier = classify_version();
    result->lexicon = lexicon_digest(classified->lexicon);
    result->generation = classified->generation;
    enum err_code code = classify_item(classified->classifier, &result->item, &classified->arena,
                                       &result->records, &result->classified, err);
    return code ? code : result_to_json(result, &classified->json, err);
}

enum err_code
classified_read(struct classified *classified, const struct kafka_message *message, struct err *err)
{
    enum err_code code = classified_item(classified, message, err);
    return code ? code : classified_result(classified, err);
}

void classified_out(const struct classified *classified,
                    const char *source,
                    const struct kafka_message *cause,
                    struct kafka_event_headers *headers,
                    struct kafka_out *out)
{
    const struct item *item = &classified->result.item;
    const struct kafka_event event = {
        .type = "gainsay.record.v1",
        .source = source,
        .id = item->revision,
        .subject = item->id,
        .cause = cause,
    };
    kafka_event_out(&event, TOPIC_RECORDS, buf_str(&classified->json), headers, out);
}
