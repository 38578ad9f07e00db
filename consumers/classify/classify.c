#include "consumers/classify/classify.h"

#include "common/text/date.h"
#include "consumers/classify/chinese.h"
#include "consumers/classify/document.h"
#include "consumers/classify/familiar.h"
#include "consumers/classify/language.h"
#include "consumers/classify/statement.h"
#include "consumers/classify/tariff.h"

#include <stdlib.h>
#include <string.h>

/* Raised whenever the rules in C change what they find; the lexicon has a digest of its own. */
#define CLASSIFY_VERSION "rules/2"

struct classifier {
    const struct lexicon *lexicon;
    const struct feature_watch *watch;
    struct familiar *familiar;
    struct document text;
    struct document title;
    struct document source;
    struct voice *voice; /* of each sentence of the text */
    size_t voice_capacity;
    bool *duty;
    size_t duty_capacity;
    uint8_t *matter;
    size_t matter_capacity;
    struct chinese chinese;
    struct record found[RECORDS_MAX];
};

const char *classify_version(void)
{
    return CLASSIFY_VERSION;
}

struct classifier *classify_new(const struct lexicon *lexicon)
{
    struct classifier *classifier = calloc(1, sizeof *classifier);
    if (classifier == NULL)
        abort();
    classifier->lexicon = lexicon;
    classifier->familiar = familiar_new();
    return classifier;
}

void classify_free(struct classifier *classifier)
{
    if (classifier == NULL)
        return;
    familiar_free(classifier->familiar);
    document_release(&classifier->text);
    document_release(&classifier->title);
    document_release(&classifier->source);
    free(classifier->voice);
    free(classifier->duty);
    free(classifier->matter);
    chinese_release(&classifier->chinese);
    free(classifier);
}

void classify_watch(struct classifier *classifier, const struct feature_watch *watch)
{
    classifier->watch = watch;
}

static void prepare(struct document *doc,
                    const struct classifier *classifier,
                    const struct item *item,
                    struct arena *arena,
                    struct record_list *records)
{
    doc->person_count = 0;
    doc->home = doc->lead = NULL;
    doc->country[0] = doc->country[1] = NULL;
    doc->lexicon = classifier->lexicon;
    doc->familiar = classifier->familiar;
    doc->watch = classifier->watch;
    doc->arena = arena;
    doc->item = item;
    doc->records = records;
    doc->date_known = date_written_day(item->published, &doc->date_day) ||
                      date_written_day(item->fetched, &doc->date_day);
}

/* "Sri Lanka: India to waive duty on tea": whose word a title gives. */
static const char *title_lead(const struct document *title)
{
    const struct mention *first = title->mention_count > 0 ? &title->mention[0] : NULL;
    bool leads = first != NULL && first->first == 0 && first->kind == MENTION_COUNTRY &&
                 mark_is(title, first->end, ':');
    return leads ? first->side : NULL;
}

static void read_item(struct classifier *classifier,
                      const struct item *item,
                      struct arena *arena,
                      struct record_list *records)
{
    struct document *doc = &classifier->text;
    struct document *title = &classifier->title;
    struct document *source = &classifier->source;
    const char *title_text = item->title == NULL ? "" : item->title;
    const char *source_text = item->source == NULL ? "" : item->source;
    const char *text = item->text == NULL ? "" : item->text;
    prepare(doc, classifier, item, arena, records);
    prepare(title, classifier, item, arena, records);
    prepare(source, classifier, item, arena, records);
    document_read(source, source_text, strlen(source_text));
    struct author author = author_of_source(source);
    title->home = author.speaker.side;
    doc->home = author.speaker.side;
    document_read(title, title_text, strlen(title_text));
    if (author.speaker.side == NULL && !author.press)
        author.speaker.side = doc->home = author_home(title);
    doc->lead = title_lead(title);
    document_read(doc, text, strlen(text));
    author = author_of_text(doc, title, author);
    classifier->voice = document_grow(classifier->voice, &classifier->voice_capacity,
                                      doc->sentence_count + 1, sizeof *classifier->voice);
    classifier->duty = document_grow(classifier->duty, &classifier->duty_capacity,
                                     doc->sentence_count + 1, sizeof *classifier->duty);
    classifier->matter = document_grow(classifier->matter, &classifier->matter_capacity,
                                       doc->sentence_count + 1, sizeof *classifier->matter);
    speech_assign(doc, &author, classifier->voice);
    tariff_extract(doc, title, &author, classifier->voice);
    statement_extract(doc, title, &author, classifier->voice, classifier->duty, classifier->matter);
}

/* The sources' ids are read by the rows of English first: whose country, which kind. */
static struct author chinese_source(struct classifier *classifier, const char *source_text)
{
    struct document *source = &classifier->source;
    document_read(source, source_text, strlen(source_text));
    struct author author = author_of_source(source);
    source->lexicon = lexicon_chinese(classifier->lexicon);
    source->familiar = NULL;
    document_read(source, source_text, strlen(source_text));
    struct author own = author_of_source(source);
    author.press = author.press || own.press;
    author.social = author.social || own.social;
    if (own.speaker.side != NULL)
        author.speaker.side = own.speaker.side;
    author.speaker.name = own.speaker.name;
    return author;
}

static void read_chinese(struct classifier *classifier,
                         const struct item *item,
                         struct arena *arena,
                         struct record_list *records)
{
    struct document *doc = &classifier->text;
    struct document *title = &classifier->title;
    const char *title_text = item->title == NULL ? "" : item->title;
    const char *text = item->text == NULL ? "" : item->text;
    prepare(doc, classifier, item, arena, records);
    prepare(title, classifier, item, arena, records);
    prepare(&classifier->source, classifier, item, arena, records);
    struct author author = chinese_source(classifier, item->source == NULL ? "" : item->source);
    doc->lexicon = title->lexicon = lexicon_chinese(classifier->lexicon);
    doc->familiar = title->familiar = NULL;
    doc->watch = title->watch = NULL;
    doc->home = title->home = author.speaker.side;
    document_read(title, title_text, strlen(title_text));
    /* Whom the title names is known in the text. */
    doc->person = document_grow(doc->person, &doc->person_capacity, title->person_count + 1,
                                sizeof *doc->person);
    if (title->person_count > 0)
        memcpy(doc->person, title->person, title->person_count * sizeof *doc->person);
    doc->person_count = title->person_count;
    document_read(doc, text, strlen(text));
    chinese_read(&classifier->chinese, doc, title, &author);
}

const char *classify_language(const struct item *item)
{
    const char *tag;
    (void)language_of(item, &tag);
    return tag;
}

enum err_code classify_item(struct classifier *classifier,
                            const struct item *item,
                            struct arena *arena,
                            struct record_list *records,
                            bool *classified,
                            struct err *err)
{
    const char *text = item->text == NULL ? "" : item->text;
    const char *title = item->title == NULL ? "" : item->title;
    size_t len = strlen(text);
    size_t title_len = strlen(title);
    if (len > CLASSIFY_TEXT_MAX_BYTES || title_len > CLASSIFY_TEXT_MAX_BYTES)
        return err_set(err, ERR_TOO_LARGE, "item text of %zu bytes is over %zu", len + title_len,
                       CLASSIFY_TEXT_MAX_BYTES);
    struct record_list found = {.record = classifier->found};
    const char *tag;
    enum language language = language_of(item, &tag);
    bool chinese = language == LANGUAGE_CHINESE && lexicon_chinese(classifier->lexicon) != NULL;
    *classified = language == LANGUAGE_ENGLISH || chinese;
    if (chinese)
        read_chinese(classifier, item, arena, &found);
    else if (*classified)
        read_item(classifier, item, arena, &found);
    for (size_t i = 0; i < found.count; i++)
        record_make_id(&found.record[i], item->id == NULL ? "" : item->id, text);
    *records = found;
    records->record = arena_room(arena, found.count * sizeof *found.record);
    if (records->record == NULL)
        return err_set(err, ERR_TOO_LARGE, "no room for records in the arena");
    memcpy(records->record, found.record, found.count * sizeof *found.record);
    return ERR_OK;
}
