#include "common/model/label.h"
#include "common/text/date.h"
#include "consumers/link/link.h"
#include "deploy/cli/command.h"
#include "deploy/cli/lines.h"
#include "deploy/cli/rules.h"

#include <stdint.h>

static const char help[] =
    "Usage: gainsay link [--lexicon DIR] [FILE ...]\n\n"
    "Reads stories as JSON Lines from the files, or from standard input ({\"id\", \"items\": "
    "[item, ...]}; labels, records\n"
    "and links in the input are ignored), classifies each item, and prints one line a story:\n"
    "{\"id\", \"items\": [{\"records\": [...]}], \"links\": [{\"denial\": [i, r], \"claim\": [i, "
    "r]}]}.\n"
    "A bad line is named on standard error and passed over; the exit code is then 1.\n\n"
    "  --lexicon DIR   read the rules' data files from DIR\n";

/* A story's statements, and where each comes from. */
struct gathered {
    struct link_statement *statements;
    struct label_link *places; /* denial_item and denial_record hold the place of either type */
    size_t count;
};

static void set_time(struct link_statement *statement, const struct item *item)
{
    const char *when = item->published != NULL ? item->published : item->fetched;
    statement->said_known = when != NULL && date_from_rfc3339(str_of(when), &statement->said_at);
}

static bool gather(const struct label_story *story,
                   const struct record_list *lists,
                   struct arena *arena,
                   struct gathered *gathered)
{
    size_t most = story->count * RECORDS_MAX;
    gathered->statements = arena_array(arena, most + 1, sizeof *gathered->statements);
    gathered->places = arena_array(arena, most + 1, sizeof *gathered->places);
    if (gathered->statements == NULL || gathered->places == NULL)
        return false;
    for (size_t i = 0; i < story->count; i++) {
        const struct item *item = &story->items[i];
        for (size_t r = 0; r < lists[i].count; r++) {
            const struct record *record = &lists[i].record[r];
            if (record->type == RECORD_TARIFF_CHANGE)
                continue;
            struct link_statement *statement = &gathered->statements[gathered->count];
            *statement = (struct link_statement){
                .record = record,
                .evidence = record_evidence(arena, record, item->text),
                .item_id = item->id,
                .lang = item->lang,
            };
            set_time(statement, item);
            gathered->places[gathered->count++] =
                (struct label_link){.denial_item = i, .denial_record = r};
        }
    }
    return true;
}

/* Links by index into the statements to links by item and record. */
static struct label_link *place_links(const struct gathered *gathered,
                                      const struct link *links,
                                      size_t count,
                                      struct arena *arena)
{
    struct label_link *placed = arena_array(arena, count + 1, sizeof *placed);
    for (size_t i = 0; placed != NULL && i < count; i++) {
        const struct label_link *denial = &gathered->places[links[i].denial];
        const struct label_link *claim = &gathered->places[links[i].claim];
        placed[i] = (struct label_link){
            .denial_item = denial->denial_item,
            .denial_record = denial->denial_record,
            .claim_item = claim->denial_item,
            .claim_record = claim->denial_record,
            .score = links[i].score,
            .reasons = links[i].reasons,
        };
    }
    return placed;
}

static enum err_code link_line(void *context,
                               const char *line,
                               size_t len,
                               struct arena *arena,
                               struct lines_answer *answer,
                               struct err *err)
{
    struct rules *rules = context;
    struct label_story story;
    enum err_code code = label_story_from_json(arena, line, len, &story, err);
    if (code)
        return code;
    struct record_list *lists = arena_array(arena, story.count + 1, sizeof *lists);
    if (lists == NULL)
        return err_set(err, ERR_TOO_LARGE, "story is too large");
    for (size_t i = 0; i < story.count; i++) {
        bool classified = false;
        if (classify_item(rules->classifier, &story.items[i], arena, &lists[i], &classified, err))
            return err_in(err, "items[%zu]", i);
    }
    struct gathered gathered = {0};
    struct link *links = NULL;
    size_t count = SIZE_MAX;
    if (gather(&story, lists, arena, &gathered))
        count = link_statements(gathered.statements, gathered.count, arena, &links);
    if (count == SIZE_MAX)
        return err_set(err, ERR_TOO_LARGE, "story is too large");
    struct label_link *placed = place_links(&gathered, links, count, arena);
    if (placed == NULL)
        return err_set(err, ERR_TOO_LARGE, "story is too large");
    return label_story_to_json(&story, lists, placed, count, &answer->out, err);
}

int command_link(int argc, char **argv)
{
    struct rules rules;
    int status = 0;
    if (!rules_open(argc, argv, help, &rules, &status))
        return status;
    status = lines_run("gainsay link", rules.files, rules.file_count, link_line, &rules);
    rules_close(&rules);
    return status;
}
