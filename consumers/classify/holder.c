#include "consumers/classify/holder.h"

#include <string.h>

static bool holds(const struct document *doc, const struct lex_entry *entry, const char *side)
{
    return strcmp(entry->text[0], side) == 0 && doc->date_known &&
           doc->date_day >= entry->from_day && doc->date_day <= entry->to_day;
}

/* The row of an office of one word: "President". */
static const struct lex_entry *
holder_of(const struct document *doc, const char *office, const char *side)
{
    const struct lexicon *lexicon = doc->lexicon;
    uint32_t node = lexicon_step(lexicon, 0, lexicon_word(lexicon, office, strlen(office)));
    for (uint32_t index = node == 0 ? 0 : lexicon_entries(lexicon, node); index != 0;
         index = lexicon_fit(lexicon, index)->next) {
        if (lexicon_fit(lexicon, index)->class == LEX_HOLDER &&
            holds(doc, lexicon_entry(lexicon, index), side))
            return lexicon_entry(lexicon, index);
    }
    return NULL;
}

struct str holder_signs(const struct document *doc, const struct lex_entry *signer)
{
    if (signer->part[1].len > 0)
        return signer->part[1];
    const struct lex_entry *entry = holder_of(doc, "president", signer->text[0]);
    return entry != NULL ? entry->part[1] : (struct str){NULL, 0};
}

void holder_name(const struct document *doc, const struct author *author, struct speaker *speaker)
{
    const char *home = author->speaker.side;
    if (speaker->kind != MENTION_ROLE || speaker->person != NO_INDEX || speaker->entry == NULL ||
        author->press || author->social || !author->housed || home == NULL ||
        (speaker->side != NULL && strcmp(speaker->side, home) != 0))
        return;
    /* "Remarks by President Lind" tell who it is. */
    bool head = author->speaker.role != NULL && strcmp(author->speaker.role, "head") == 0;
    if (author->named && head)
        return;
    const struct lex_entry *entry = holder_of(doc, speaker->entry->surface, home);
    if (entry == NULL)
        return;
    speaker->name = entry->part[1];
    speaker->side = entry->text[0];
}
