#include "common/model/label.h"
#include "common/text/date.h"
#include "deploy/cli/command.h"
#include "deploy/cli/explain.h"
#include "deploy/cli/lines.h"
#include "deploy/cli/rules.h"

#include <unistd.h>

static const char help[] =
    "Usage: gainsay classify [--lexicon DIR] [--explain] [FILE ...]\n\n"
    "Reads items as JSON Lines from the files, or from standard input (members id, source, lang, "
    "published,\n"
    "title, text; others are ignored), and prints one line an item: {\"id\", \"labels\", "
    "\"records\": [...]}.\n"
    "A bad line is named on standard error and passed over; the exit code is then 1.\n\n"
    "  --lexicon DIR   read the rules' data files from DIR\n"
    "  --explain       rather than JSON, show each record with the words that speak for its "
    "slots, and what the model weighs\n";

/* The rules count days from it, so that one which can't be read is told. */
static void remark_on_date(const struct item *item, struct buf *remark)
{
    long long day = 0;
    if (item->published != NULL && item->published[0] != '\0' &&
        !date_written_day(item->published, &day))
        (void)buf_addf(
            remark,
            "\"published\" is no date as in 2025-04-28T08:00:00Z: \"%.60s\"; read without one",
            item->published);
}

static enum err_code classify_line(void *context,
                                   const char *line,
                                   size_t len,
                                   struct arena *arena,
                                   struct lines_answer *answer,
                                   struct err *err)
{
    struct rules *rules = context;
    struct item item;
    struct record_list records;
    bool classified = false;
    enum err_code code = item_from_line(arena, line, len, true, &item, err);
    if (!code)
        code = classify_item(rules->classifier, &item, arena, &records, &classified, err);
    if (!code)
        remark_on_date(&item, &answer->remark);
    if (!code && rules->explain)
        return explain_item(rules->lexicon, &item, &records, isatty(STDOUT_FILENO) == 1,
                            &answer->out, err);
    return code ? code : label_item_to_json(&item, &records, &answer->out, err);
}

int command_classify(int argc, char **argv)
{
    struct rules rules;
    int status = 0;
    if (!rules_open(argc, argv, help, &rules, &status))
        return status;
    status = lines_run("gainsay classify", rules.files, rules.file_count, classify_line, &rules);
    rules_close(&rules);
    return status;
}
