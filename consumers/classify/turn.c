#include "consumers/classify/document.h"

#include <string.h>

/* "MS. PSAKI:", "Q:", "Guo Jiakun:": the token after the colon, or 0. */
uint32_t turn_read(struct document *document,
                   const struct sentence *sentence,
                   struct actor *turn,
                   bool *asked)
{
    uint32_t colon = sentence->first;
    if (sentence->line_start && token_is(document, colon, "q") && document->token[colon].capital &&
        document->token[colon].kind == TOKEN_WORD && !token_is(document, colon + 1, ":")) {
        *asked = true;
        *turn = (struct actor){0};
        return colon + 1;
    }
    while (colon < sentence->end && colon < sentence->first + 9 && !token_is(document, colon, ":"))
        colon++;
    if (!sentence->line_start || !token_is(document, colon, ":") || colon == sentence->first)
        return 0;
    if (tag_in(document, TAG_QUESTIONER, sentence->first, sentence->first + 2)) {
        *asked = true;
        *turn = (struct actor){0};
        return colon + 1;
    }
    if (colon <= sentence->first + 2 &&
        tag_in(document, TAG_ANSWERER, sentence->first, sentence->first + 2)) {
        *asked = false;
        *turn = document->author;
        return colon + 1;
    }
    const struct tag *person = tag_in(document, TAG_PERSON, sentence->first, colon);
    if (!document->transcript && !person && !tag_in(document, TAG_ROLE, sentence->first, colon))
        return 0;
    if (colon > sentence->first + 6 || tag_in(document, TAG_TARIFF, sentence->first, colon))
        return 0;
    for (uint32_t i = sentence->first; i < colon; i++)
        if (document->token[i].kind == TOKEN_WORD && !document->token[i].capital)
            return 0;
    struct actor actor;
    if (speaker_actor_at(document, sentence->first, colon, true, &actor) && actor.role &&
        strcmp(actor.role, "country") != 0) {
        *turn = actor;
    } else if (speaker_known(document, colon - 1, &actor)) {
        *turn = actor;
    } else if (colon >= sentence->first + 2) {
        *turn = (struct actor){token_text(document, sentence->first, colon), document->home,
                               "person", sentence->first, colon};
    } else {
        return 0;
    }
    *asked = false;
    speaker_remember(document, turn);
    return colon + 1;
}

/* Whether a text has the labels of question and answer. */
bool turn_is_transcript(const struct document *document)
{
    if (document->item->source && strstr(document->item->source, "transcript"))
        return true;
    for (size_t i = 0; i < document->sentence_count; i++) {
        const struct sentence *sentence = &document->sentence[i];
        uint32_t first = sentence->first;
        if (sentence->line_start && token_is(document, first, "q") &&
            document->token[first].capital)
            return true;
        if (sentence->line_start &&
            (token_is(document, first + 1, ":") || token_is(document, first + 2, ":")) &&
            (tag_in(document, TAG_QUESTIONER, first, first + 2) ||
             tag_in(document, TAG_ANSWERER, first, first + 2)))
            return true;
    }
    return false;
}
