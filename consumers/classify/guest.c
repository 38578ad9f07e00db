/* Who is received: the foreign official of joint remarks, whom the title names by the office. */
#include "consumers/classify/mention.h"
#include "consumers/classify/speech.h"

#include <string.h>

void guest_read(const struct document *title, const char *home, struct author *author)
{
    author->title = title;
    if (home == NULL)
        return;
    const struct mention *guest = NULL;
    for (size_t i = 0; i < title->mention_count; i++) {
        const struct mention *mention = &title->mention[i];
        if (mention->kind != MENTION_ROLE || mention->entry == NULL || mention->generic ||
            mention->side == NULL || strcmp(mention->side, home) == 0)
            continue;
        if (guest != NULL)
            return;
        guest = mention;
    }
    if (guest == NULL || guest->person != NO_INDEX)
        return;
    author->guest = guest->side;
    author->guest_role = guest->entry->text[0];
}

static bool is_in_title(const struct document *title, struct str name)
{
    for (uint32_t at = 0; at < title->token_count; at++) {
        if (str_eq_nocase(document_span(title, at, at + 1), name))
            return true;
    }
    return false;
}

const char *guest_side(const struct document *doc,
                       const struct author *author,
                       const struct mention *label,
                       uint32_t end)
{
    if (author->guest == NULL || label->person == NO_INDEX || label->named_side || end == 0)
        return NULL;
    const struct lex_entry *role = doc->person[label->person].role;
    bool same = role != NULL && strcmp(role->text[0], author->guest_role) == 0;
    bool listed = hit_over(doc, end - 1, LEX_PERSON) != NULL;
    return same && !listed && !is_in_title(author->title, document_span(doc, end - 1, end))
               ? author->guest
               : NULL;
}
