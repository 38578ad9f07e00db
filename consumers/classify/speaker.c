#include "consumers/classify/document.h"

#include <string.h>

#define SUBJECT_REACH 40 /* tokens between a verb of saying and its subject */

static bool one_of(const struct document *document, size_t at, const char *const *words)
{
    for (; *words; words++)
        if (token_is(document, at, *words))
            return true;
    return false;
}

/* A capitalised word that the lexicon does not know as something else. */
static bool name_word(const struct document *document, uint32_t at, uint32_t end)
{
    static const enum tag_class other[] = {TAG_PLACE,   TAG_ROLE, TAG_BODY, TAG_MONTH,
                                           TAG_WEEKDAY, TAG_SAY,  TAG_STOP, TAG_NEGATION};
    if (at >= end || document->token[at].kind != TOKEN_WORD || !document->token[at].capital)
        return false;
    for (size_t i = 0; i < sizeof(other) / sizeof(other[0]); i++)
        if (tag_in(document, other[i], at, at + 1))
            return false;
    return true;
}

static uint32_t name_end(const struct document *document, uint32_t at, uint32_t end)
{
    while (name_word(document, at, end) ||
           (at > 0 && at + 1 < end && token_is(document, at, ".") &&
            name_word(document, at + 1, end) &&
            document->token[at].start - document->token[at - 1].start == 1))
        at++;
    return at;
}

/* The country a role or body belongs to: named just before it, or after "of". */
static const char *side_near(
    const struct document *document, uint32_t first, uint32_t at, uint32_t after, uint32_t end)
{
    uint32_t low = at;
    const char *side = NULL;
    while (low > first && at - low < 5 && document->token[low - 1].kind != TOKEN_MARK)
        low--;
    for (const struct tag *tag = tag_in(document, TAG_PLACE, low, at); tag;
         tag = tag_in(document, TAG_PLACE, tag->end, at))
        side = tag->entry->value;
    const struct tag *body = tag_in(document, TAG_BODY, low, at);
    if (!side && body)
        side = body->entry->value;
    if (side)
        return side;
    uint32_t high = after + 7 < end ? after + 7 : end;
    if (after < end && (token_is(document, after, "of") || token_is(document, after, "for") ||
                        token_is(document, after, "at"))) {
        const struct tag *place = tag_in(document, TAG_PLACE, after, high);
        body = tag_in(document, TAG_BODY, after, high);
        side = place ? place->entry->value : body ? body->entry->value : NULL;
    }
    return side ? side : document->author.side;
}

/* The country of a body named without one: the one it was named with elsewhere, or the text's. */
static const char *side_elsewhere(const struct document *document, const struct entry *entry)
{
    for (size_t i = 1; i < document->tag_count; i++) {
        const struct tag *tag = &document->tag[i];
        if (tag->entry != entry)
            continue;
        for (size_t k = i; k > 0 && tag->first - document->tag[k - 1].first < 4; k--)
            if (document->tag[k - 1].entry->class == TAG_PLACE &&
                document->tag[k - 1].end <= tag->first)
                return document->tag[k - 1].entry->value;
    }
    return document->home;
}

static uint32_t noun_start(const struct document *document, uint32_t first, uint32_t at)
{
    uint32_t low = at > first + 4 ? at - 4 : first;
    const struct tag *tag = tag_in(document, TAG_PLACE, low, at);
    return tag ? tag->first : at;
}

static bool role_actor(const struct document *document,
                       const struct tag *tag,
                       uint32_t first,
                       uint32_t end,
                       struct actor *actor)
{
    uint32_t start = noun_start(document, first, tag->first), stop = tag->end;
    const struct tag *body = NULL;
    if (token_is(document, stop, "of") || token_is(document, stop, "for")) {
        body = tag_in(document, TAG_BODY, stop, stop + 7 < end ? stop + 7 : end);
        if (body)
            stop = body->end;
    }
    actor->side = side_near(document, first, tag->first, tag->end, end);
    if (!actor->side)
        actor->side = tag->entry->note;
    if (!actor->side && !tag_value_is(tag, "official"))
        actor->side = side_elsewhere(document, tag->entry);
    actor->role = tag->entry->value;
    actor->first = start;
    actor->end = stop;
    uint32_t at = stop;
    if (at < end && token_is(document, at, ","))
        at++;
    uint32_t after = name_end(document, at, end);
    if (after > at && (at == stop || after >= at + 2)) {
        const struct tag *person = tag_in(document, TAG_PERSON, at, after);
        actor->name = token_text(document, at, after);
        actor->end = after;
        if (person && person->first == at) {
            actor->side = person->entry->value;
            actor->name = person->entry->note ? person->entry->note : actor->name;
        }
        return true;
    }
    if (start > first + 2 && token_is(document, start - 1, "the"))
        start--;
    if (start > first + 2 && token_is(document, start - 1, ",")) {
        uint32_t back = start - 1;
        while (back > first && name_word(document, back - 1, end))
            back--;
        if (back + 2 <= start - 1) {
            actor->name = token_text(document, back, start - 1);
            actor->first = back;
            return true;
        }
    }
    actor->name = token_text(document, actor->first, tag->end);
    for (size_t i = 0; i < document->actor_count && tag_value_is(tag, "head_of_state"); i++)
        if (actor->side && document->actor[i].side &&
            !strcmp(document->actor[i].side, actor->side) &&
            (!strcmp(document->actor[i].role, "person") ||
             !strcmp(document->actor[i].role, "head_of_state"))) {
            actor->name = document->actor[i].name;
            break;
        }
    return true;
}

bool speaker_known(const struct document *document, uint32_t at, struct actor *actor)
{
    const char *word = document->token[at].fold;
    size_t len = document->token[at].end - document->token[at].start;
    if (len < 2 || !name_word(document, at, (uint32_t)document->token_count))
        return false;
    for (size_t i = 0; i < document->actor_count; i++) {
        const char *name = document->actor[i].name;
        const char *last = strrchr(name, ' ');
        const char *space = strchr(name, ' ');
        if (!space)
            continue;
        struct str text = {document->text + document->token[at].start, len};
        struct str family = {name, (size_t)(space - name)};
        if (str_eq_nocase(text, str_of(last + 1)) || (str_eq_nocase(text, family) && *word)) {
            *actor = document->actor[i];
            actor->first = at;
            actor->end = at + 1;
            return true;
        }
    }
    return false;
}

/* A name that no lexicon has: two capitalised words before a verb of saying or "of the ministry".
 */
static bool
stranger(const struct document *document, uint32_t at, uint32_t end, struct actor *actor)
{
    uint32_t after = name_end(document, at, end);
    if (after < at + 2 || after > at + 4)
        return false;
    uint32_t high = after + 6 < document->token_count ? after + 6 : (uint32_t)document->token_count;
    const struct tag *body = token_is(document, after, "of") || token_is(document, after, ",")
                                 ? tag_in(document, TAG_BODY, after, high)
                                 : NULL;
    const struct tag *say = tag_in(document, TAG_SAY, after, after + 1);
    if (say && tag_in(document, TAG_COMPANY, after - 1, after)) {
        *actor = (struct actor){token_text(document, at, after), "", "company", at, after};
        return true;
    }
    if (!body && !say)
        return false;
    const char *side =
        body ? body->entry->value ? body->entry->value : side_elsewhere(document, body->entry)
             : document->home;
    *actor = (struct actor){token_text(document, at, after), side, "person", at, after};
    return true;
}

/* The actor that begins at a token. */
bool speaker_actor_begin(
    const struct document *document, uint32_t first, uint32_t at, uint32_t end, struct actor *actor)
{
    const struct tag *tag = tag_in(document, TAG_PERSON, at, end);
    memset(actor, 0, sizeof(*actor));
    if (tag && tag->first == at) {
        uint32_t after = name_end(document, tag->end, end);
        *actor =
            (struct actor){tag->entry->note ? tag->entry->note : token_text(document, at, tag->end),
                           tag->entry->value, "person", at, after};
        return true;
    }
    const struct tag *body = tag_in(document, TAG_BODY, at, end);
    tag = tag_in(document, TAG_ROLE, at, end);
    bool longer = tag && body && body->first == at && body->end > tag->end;
    if (tag && tag->first == at && !longer)
        return role_actor(document, tag, first, end, actor);
    tag = body;
    if (tag && tag->first == at) {
        uint32_t start = noun_start(document, first, at);
        const char *side =
            tag->entry->value ? tag->entry->value : side_near(document, first, at, tag->end, end);
        side = side ? side : side_elsewhere(document, tag->entry);
        *actor =
            (struct actor){token_text(document, start, tag->end), side, "agency", start, tag->end};
        return true;
    }
    tag = tag_in(document, TAG_PLACE, at, end);
    if (tag && tag->first == at && !(tag->entry->note && !strcmp(tag->entry->note, "demonym")) &&
        !token_is(document, tag->end, "'s")) {
        *actor = (struct actor){token_text(document, at, tag->end), tag->entry->value, "country",
                                at, tag->end};
        return true;
    }
    return speaker_known(document, at, actor) || stranger(document, at, end, actor);
}

bool speaker_actor_at(
    const struct document *document, uint32_t first, uint32_t end, bool last, struct actor *actor)
{
    static const char *const objects[] = {"in", "with",    "to",      "from", "on",
                                          "by", "between", "against", "for",  "about",
                                          "at", "of",      "than",    NULL};
    bool have = false, have_object = true;
    for (uint32_t at = first; at < end;) {
        struct actor one;
        if (!speaker_actor_begin(document, first, at, end, &one)) {
            at++;
            continue;
        }
        uint32_t before = one.first;
        if (before > first && token_is(document, before - 1, "the"))
            before--;
        bool object = before > first && one_of(document, before - 1, objects);
        if (!have || have_object || !object) {
            *actor = one;
            have_object = object;
            have = true;
        }
        if (have && !have_object && !last)
            return true;
        at = one.end > at ? one.end : at + 1;
    }
    return have;
}

void speaker_remember(struct document *document, const struct actor *actor)
{
    if (document->actor_count == DOCUMENT_ACTORS_MAX || !actor->name)
        return;
    for (size_t i = 0; i < document->actor_count; i++)
        if (!strcmp(document->actor[i].name, actor->name))
            return;
    document->actor[document->actor_count++] = *actor;
}

/* "what was said", and words that only look like verbs ("United States"). */
static bool
is_passive(const struct document *document, const struct sentence *sentence, const struct tag *say)
{
    static const char *const be[] = {"was", "were", "is", "are", "be", "been", "being", NULL};
    if (say->first == sentence->first)
        return false;
    return document->token[say->first].capital || one_of(document, say->first - 1, be);
}

/* Who says the SAY tag's verb. */
static bool subject_of(struct document *document,
                       const struct sentence *sentence,
                       uint32_t from,
                       const struct tag *say,
                       const struct actor *last,
                       struct actor *actor)
{
    static const char *const pronouns[] = {"he", "she", "they", "it", "who", NULL};
    uint32_t low = say->first > from + SUBJECT_REACH ? say->first - SUBJECT_REACH : from;
    for (uint32_t i = say->first; i > low && say->first - i < 4; i--)
        if (one_of(document, i - 1, pronouns) && !token_is(document, i - 1, "who")) {
            if (speaker_actor_at(document, from, i - 1, false, actor) && actor->role &&
                strcmp(actor->role, "country") != 0 && strcmp(actor->role, "agency") != 0)
                return true;
            *actor = *last;
            return last->name != NULL;
        }
    if (!tag_value_is(say, "after") && speaker_actor_at(document, low, say->first, true, actor))
        return true;
    uint32_t high = say->end + 9 < sentence->end ? say->end + 9 : sentence->end;
    if (speaker_actor_at(document, say->end, high, false, actor) &&
        (tag_value_is(say, "after") || actor->first <= say->end + 2))
        return true;
    uint32_t at = say->end, after = name_end(document, at, sentence->end);
    if (after >= at + 2) {
        *actor = (struct actor){token_text(document, at, after), last->side, "person", at, after};
        return true;
    }
    return false;
}

/* A release that tells of its own side's announcement speaks for itself. */
static bool announces(const struct document *document, const struct sentence *sentence)
{
    const struct tag *say = tag_next(document, sentence, TAG_SAY, NULL);
    return tag_value_is(say, "announce") && document->author.side &&
           strcmp(sentence->speaker.side, document->author.side) == 0;
}

void speaker_assign(struct document *document)
{
    document->transcript = turn_is_transcript(document);
    struct actor last = {0}, turn = {0};
    bool in_turn = false, asked = false;
    for (size_t i = 0; i < document->sentence_count; i++) {
        struct sentence *sentence = &document->sentence[i];
        uint32_t from = turn_read(document, sentence, &turn, &asked);
        in_turn = in_turn || from > 0;
        from = from ? from : sentence->first;
        sentence->asked = asked;
        struct actor actor;
        for (const struct tag *say = tag_next(document, sentence, TAG_SAY, NULL);
             say && !sentence->reported; say = tag_next(document, sentence, TAG_SAY, say))
            if (!is_passive(document, sentence, say) &&
                subject_of(document, sentence, from, say, &last, &actor) && actor.side) {
                sentence->speaker = actor;
                sentence->reported = true;
            }
        if (sentence->reported && document->author.name && !document->transcript &&
            announces(document, sentence)) {
            sentence->speaker = document->author;
            sentence->reported = false;
        }
        if (sentence->reported && in_turn && !asked && turn.side &&
            strcmp(turn.side, sentence->speaker.side) == 0) {
            sentence->speaker = turn;
            sentence->reported = false;
        }
        if (sentence->reported) {
            last = sentence->speaker;
            speaker_remember(document, &last);
        } else if (in_turn) {
            sentence->speaker = turn;
        } else if (sentence->quoted) {
            sentence->speaker = last;
        } else {
            sentence->speaker = document->author;
        }
    }
}

const char *speaker_counterpart(const struct document *document, const char *side)
{
    for (size_t i = 0; i < 2; i++)
        if (document->place_rank[i] && (!side || strcmp(document->place_rank[i], side) != 0))
            return document->place_rank[i];
    return NULL;
}
