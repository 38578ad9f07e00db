/* Who imposes a duty, told by what stands around the change's own sentence. */
#include "consumers/classify/imposer_part.h"
#include "consumers/classify/mention.h"
#include "consumers/classify/side.h"

#include <string.h>

/* "The new US duties cover toys. The rate is 10 percent.": whose duty the sentence before spoke of.
 */
static const char *owner_before(const struct document *doc, uint32_t sentence)
{
    const struct sentence *before = &doc->sentence[sentence] - 1;
    return sentence == 0 ? NULL : imposer_owner(doc, before->first, before->end);
}

/* A side, unless the change's sentence names it for what the duty falls on. */
static const char *
no_object_side(const struct document *doc, const struct change *change, const char *side)
{
    const struct sentence *sentence = &doc->sentence[change->sentence];
    for (uint32_t at = sentence->first; at < sentence->end && side != NULL; at++) {
        const struct hit *place = side_place(doc, at);
        if (place == NULL || strcmp(place->entry->text[0], side) != 0)
            continue;
        bool listed = place->end < sentence->end && doc->token[place->end].kind == TOKEN_NUMBER;
        /* "toy shops in Japan will close unless": where it is felt */
        uint32_t before = at > 0 && word_is(doc, at - 1, W_THE) ? at - 1 : at;
        bool venue = before > sentence->first && word_is(doc, before - 1, W_IN);
        /* "Swiss exporters woke up to a 39 percent tariff": who bears it */
        bool maker = place->entry->class == LEX_DEMONYM && side_is_maker(doc, place->end);
        if (listed || maker || (!venue && side_after_object(doc, sentence->first, at)))
            return NULL;
    }
    return side;
}

/* Whose official the sentence speaks of: "rates on a chart that the president held up". */
static const char *actor_side(const struct document *doc, const struct change *change)
{
    for (size_t i = mention_from(doc, doc->sentence[change->sentence].first);
         i < doc->mention_count && doc->mention[i].sentence == change->sentence; i++) {
        const struct mention *mention = &doc->mention[i];
        bool office = mention->kind == MENTION_PERSON || mention->kind == MENTION_ROLE;
        if (office && mention->side != NULL && !imposer_is_target(change, mention->side))
            return mention->side;
    }
    return NULL;
}

/* "a 39 percent tariff. The White House order": whose office the next sentence names. */
static const char *office_after(const struct document *doc, const struct change *change)
{
    uint32_t next = change->sentence + 1;
    for (size_t i = next < doc->sentence_count ? mention_from(doc, doc->sentence[next].first)
                                               : doc->mention_count;
         i < doc->mention_count && doc->mention[i].sentence == next; i++) {
        const struct mention *mention = &doc->mention[i];
        bool office = mention->kind == MENTION_PERSON || mention->kind == MENTION_ROLE ||
                      mention->kind == MENTION_BODY;
        if (office && mention->side != NULL && !imposer_is_target(change, mention->side))
            return mention->side;
    }
    return NULL;
}

/* "has shipped nothing to Japan since the duty rose": where the goods go that another side sends.
 */
static const char *market_side(const struct document *doc, const struct change *change)
{
    const struct sentence *sentence = &doc->sentence[change->sentence];
    for (uint32_t at = sentence->first + 1; at < sentence->end && change->targets.count > 0; at++) {
        const struct hit *place = hit_at(doc, at, LEX_COUNTRY);
        uint32_t to = word_is(doc, at - 1, W_THE) ? at - 2 : at - 1;
        if (place != NULL && (word_is(doc, to, W_TO) || word_is(doc, to, W_INTO)) &&
            !imposer_is_target(change, place->entry->text[0]))
            return place->entry->text[0];
    }
    return NULL;
}

/* "Under the deal with Oslo, our wool pays 5 percent", "Peru and Chile struck a deal by which
 * Chilean pears pay 5": the party to a deal that the duty does not fall on, where the sentence
 * names one alone. */
static const char *deal_side(const struct document *doc, const struct change *change)
{
    const struct sentence *sentence = &doc->sentence[change->sentence];
    const struct hit *deal = hit_in(doc, sentence->first, sentence->end, LEX_DEAL);
    uint32_t limit = change->rate != NULL ? change->rate->first : sentence->end;
    const char *side = NULL;
    if (deal == NULL || deal->first > limit || change->targets.count != 1)
        return NULL;
    for (size_t i = mention_from(doc, sentence->first);
         i < doc->mention_count && doc->mention[i].sentence == change->sentence; i++) {
        const struct mention *mention = &doc->mention[i];
        if (mention->kind != MENTION_COUNTRY || mention->side == NULL ||
            imposer_is_target(change, mention->side))
            continue;
        if (side != NULL && strcmp(side, mention->side) != 0)
            return NULL;
        side = mention->side;
    }
    return side;
}

/* "the reciprocal tariff on our goods": whose duties alone are called so. */
static const char *regime_side(const struct document *doc, const struct change *change)
{
    const struct sentence *sentence = &doc->sentence[change->sentence];
    const struct hit *regime = hit_in(doc, sentence->first, sentence->end, LEX_REGIME);
    return regime != NULL ? regime->entry->text[0] : NULL;
}

/* "Foreign tin will pay 25% under proclamations signed on Monday", in the news of a country that is
 * named somewhere: whose duties the news speaks of when it doesn't say. */
static const char *usual_side(const struct tariff_scene *scene, const struct change *change)
{
    bool named = mention_names_side(scene->doc, UINT32_MAX, IMPOSER_USUAL) ||
                 mention_names_side(scene->title, UINT32_MAX, IMPOSER_USUAL);
    return scene->author->press && named ? no_object_side(scene->doc, change, IMPOSER_USUAL) : NULL;
}

static bool is_company(const struct speaker *speaker)
{
    return speaker->role != NULL && strcmp(speaker->role, "company") == 0;
}

/* "India will cut its tariff on whisky. Cars will pay 10%": goods that bear a duty in the sentence
 * after another's, which names nobody. */
static const char *going_on(const struct tariff_scene *scene, const struct change *change)
{
    const struct document *doc = scene->doc;
    const struct sentence *sentence = &doc->sentence[change->sentence];
    size_t i = mention_from(doc, sentence->first);
    bool named = i < doc->mention_count && doc->mention[i].first < sentence->end;
    return scene->have_last && scene->last.sentence + 1 == change->sentence && change->act.pays &&
                   !named && hit_in(doc, sentence->first, sentence->end, LEX_COUNTRY) == NULL
               ? scene->last.imposer
               : NULL;
}

/* Who acts where the sentence doesn't say: the author's country, the one that acted before, the
 * title's, the speaker's. */
const char *imposer_implied(const struct tariff_scene *scene, const struct change *change)
{
    const struct document *doc = scene->doc;
    const struct document *title = scene->title;
    const struct voice *voice = &scene->voices[change->sentence];
    bool first_person = imposer_is_us(doc, change->first, change->end);
    const char *guess[] = {
        first_person ? voice->speaker.side : NULL,
        regime_side(doc, change),
        scene->have_last && change->act.spares ? scene->last.imposer : NULL,
        going_on(scene, change),
        !scene->author->press && voice->reported ? voice->speaker.side : NULL,
        !scene->author->press && !voice->turn && !is_company(&scene->author->speaker)
            ? scene->author->speaker.side
            : NULL,
        side_subject(doc, doc->sentence[change->sentence].first, change->first),
        imposer_destination(doc, change),
        owner_before(doc, change->sentence),
        scene->have_last ? scene->last.imposer : NULL,
        imposer_owner(title, 0, (uint32_t)title->token_count),
        side_subject(title, 0, (uint32_t)title->token_count),
        voice->speaker.side,
        doc->home,
        actor_side(doc, change),
        scene->author->press ? deal_side(doc, change) : NULL,
        change->targets.count > 0 ? office_after(doc, change) : NULL,
        usual_side(scene, change),
        no_object_side(doc, change, doc->country[0]),
        no_object_side(doc, change, doc->country[1]),
        market_side(doc, change),
    };
    for (size_t i = 0; i < sizeof guess / sizeof guess[0]; i++) {
        if (guess[i] != NULL && strcmp(guess[i], "WTO") != 0 &&
            !imposer_is_target(change, guess[i]))
            return guess[i];
    }
    return NULL;
}
