#include "consumers/classify/feature.h"

#include "consumers/classify/answering.h"
#include "consumers/classify/context.h"
#include "consumers/classify/familiar.h"
#include "consumers/classify/mention.h"
#include "consumers/classify/teller.h"

#include <stdio.h>
#include <string.h>

#define FEATURE_BYTES 160
#define CUE_LIGHT     1
#define CUE_PLAIN     5 /* from which a sentence tells its matter itself: see matter.c */
#define WEIGHT_TOP    8

void tell_two(const struct teller *teller, const char *kind, const char *one, const char *two)
{
    if (teller->watch != NULL) {
        char feature[FEATURE_BYTES];
        int len = snprintf(feature, sizeof feature, "%s:%s%s%s", kind, one, two == NULL ? "" : "/",
                           two == NULL ? "" : two);
        teller->watch->told(teller->watch->context, feature,
                            len < (int)sizeof feature ? (size_t)len : sizeof feature - 1);
        return;
    }
    weights_found(teller->batch,
                  familiar_feature(teller->familiar, teller->batch->weights, kind, one, two));
}

static void tell_number(const struct teller *teller, const char *kind, const char *a, unsigned b)
{
    static const char *const digits[] = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};
    tell_two(teller, kind, a, digits[b > 9 ? 9 : b]);
}

static void tell_speaker(const struct reader *reader,
                         uint32_t i,
                         const struct reading *reading,
                         const struct teller *teller)
{
    static const char *const kinds[] = {"country", "person", "role", "body", "pronoun", "outlet"};
    const struct voice *voice = &reader->voices[i];
    const struct speaker *speaker = reading->speaker;
    tell(teller, "k", kinds[speaker->kind]);
    tell(teller, "k", speaker->side == NULL ? "nowhere" : "side");
    if (speaker->role != NULL)
        tell(teller, "role", speaker->role);
    tell(teller, "f",
         voice->asked      ? "asked"
         : voice->reported ? "reported"
         : voice->turn     ? "turn"
                           : "author");
    tell(teller, "f", reader->press ? "press" : reader->social ? "social" : "official");
    if (reading->verb != NULL) {
        tell(teller, "v", reading->verb->entry->text[0]);
        tell_two(teller, "v2", reading->verb->entry->text[0], reading->verb->entry->text[1]);
        tell(teller, "vs", reading->verb->entry->surface);
    }
    if (reader->doc->quote_at[reading->first < reading->end ? reading->first : reading->from] !=
        NO_INDEX)
        tell(teller, "f", "quoted");
}

/* What a sentence that tells no matter itself leans on: the question it answers, else the sentence
 * before. */
static void tell_before(const struct reader *reader, uint32_t i, const struct teller *teller)
{
    const struct document *doc = reader->doc;
    struct context near = context_of(reader, i);
    uint32_t from = i > near.first ? i - 1 : i;
    for (uint32_t back = i; back > near.first; back--) {
        if (reader->voices[back - 1].asked) {
            from = back - 1;
            break;
        }
    }
    if (from == i)
        return;
    const struct sentence *before = &doc->sentence[from];
    for (uint32_t at = before->first; at < before->end; at++) {
        struct word word;
        if (doc->token[at].kind == TOKEN_WORD && word_of(doc, at, teller, &word))
            tell_word(teller, 'q', &word);
    }
    struct matter_guess guess = matter_guess(doc, before->first, before->end, CUE_LIGHT);
    tell(teller, "qm", matter_name(guess.matter));
    tell_number(teller, "qw", matter_name(guess.matter),
                guess.weight > WEIGHT_TOP ? WEIGHT_TOP : guess.weight);
}

/* Whether a part names a side other than the speaker's. */
static bool names_other(const struct document *doc, const struct reading *reading)
{
    for (size_t m = mention_from(doc, reading->first);
         m < doc->mention_count && doc->mention[m].first < reading->end; m++) {
        const char *side = doc->mention[m].side;
        if (side != NULL &&
            (reading->speaker->side == NULL || strcmp(side, reading->speaker->side) != 0))
            return true;
    }
    return false;
}

/* What kind of text it is, who speaks how in it, and of whom, each beside the matter. */
static void tell_setting(const struct reader *reader,
                         uint32_t i,
                         const struct reading *reading,
                         enum matter matter,
                         const struct teller *teller)
{
    const struct document *doc = reader->doc;
    const struct voice *voice = &reader->voices[i];
    static const char *const much[READER_WORDS_MAX + 1] = {"none", "one", "some", "some", "much"};
    static const char *const settings[][4] = {
        {"press asked", "press reported", "press turn", "press author"},
        {"social asked", "social reported", "social turn", "social author"},
        {"official asked", "official reported", "official turn", "official author"}};
    size_t style = reader->press ? 0 : reader->social ? 1 : 2;
    size_t form = voice->asked ? 0 : voice->reported ? 1 : voice->turn ? 2 : 3;
    const char *setting = settings[style][form];
    const char *name = matter_name(matter);
    const char *duties = much[reader->tariffs];
    const char *trade = much[reader->trades];
    tell(teller, "dt", duties);
    tell_two(teller, "dt", duties, name);
    tell(teller, "dd", trade);
    tell_two(teller, "dd", trade, name);
    tell_two(teller, "dc", much[reader->plain], setting);
    tell_two(teller, "dc", much[reader->plain], name);
    tell_two(teller, "sf", setting, name);
    tell_two(teller, "sk", setting, reading->speaker->kind == MENTION_PERSON ? "person" : "other");
    /* Who posts, posts of everything: how much is of trade tells more there than elsewhere. */
    if (reader->social) {
        tell_two(teller, "sd", duties, trade);
        tell_two(teller, "sr", reading->found ? reading->rule : "none", matter_name(matter));
        tell_two(teller, "st", reading->trade ? "trade" : "far", matter_name(matter));
    }
    if (reader->duty[i]) {
        tell_two(teller, "du", setting, name);
        tell_two(teller, "du", "rule", reading->found ? reading->rule : "none");
    }
    tell_two(teller, "an", answering(reader, i) ? "answers" : "tells", setting);
    const char *whose = names_other(doc, reading) ? "other" : "own";
    tell_two(teller, "so", whose, name);
    tell_two(teller, "so", whose, setting);
    tell_number(teller, "len", "tokens", (reading->end - reading->first) / 8);
    tell_number(teller, "len", "sentences", (unsigned)(doc->sentence_count / 6));
}

static void tell_rules(const struct reader *reader,
                       uint32_t i,
                       const struct reading *reading,
                       const struct teller *teller)
{
    const struct document *doc = reader->doc;
    struct matter_guess guess = matter_guess(doc, reading->first, reading->end, CUE_LIGHT);
    struct record_codes parties = {0};
    matter_parties(doc, reading->first, reading->end, &parties);
    if (reading->found) {
        const char *type = reading->type == RECORD_DENIAL ? "denial" : "claim";
        tell(teller, "r", type);
        tell(teller, "r", reading->rule);
        tell_two(teller, "rm", type, matter_name(reading->matter));
        tell_number(teller, "rw", type,
                    reading->weight > WEIGHT_TOP ? WEIGHT_TOP : reading->weight);
    } else {
        tell(teller, "r", reading->negated ? "negated" : "none");
    }
    tell(teller, "m", matter_name(guess.matter));
    tell_number(teller, "mw", matter_name(guess.matter),
                guess.weight > WEIGHT_TOP ? WEIGHT_TOP : guess.weight);
    tell(teller, "x", matter_name(context_matter(reader, i)));
    if (guess.weight < CUE_PLAIN || reading->anaphoric)
        tell_before(reader, i, teller);
    tell_number(teller, "p", "parties", parties.count > 3 ? 3 : (unsigned)parties.count);
    if (reader->duty[i])
        tell(teller, "f", "duty");
    if (doc->sentence[i].question)
        tell(teller, "f", "question");
    tell(teller, "f", reading->trade ? "trade" : "far");
    tell(teller, "f", reading->said ? "said" : "asks");
    if (reading->anaphoric)
        tell(teller, "f", "anaphoric");
    if (i > 0 && reader->voices[i - 1].asked)
        tell(teller, "f", "answer");
    tell(teller, "f", "any");
    tell_setting(reader, i, reading, guess.matter, teller);
}

void feature_of_part(const struct reader *reader,
                     uint32_t i,
                     const struct reading *reading,
                     const struct feature_watch *watch,
                     const struct weights *weights,
                     int32_t sum[VERDICT_COUNT])
{
    struct weights_batch batch;
    struct teller teller = {watch, &batch, reader->doc->familiar};
    weights_begin(&batch, weights, sum);
    tell_stretch(reader->doc, i, reading->first, reading->end, &teller);
    tell_together(reader->doc, reading->first, reading->end, &teller);
    tell_speaker(reader, i, reading, &teller);
    tell_rules(reader, i, reading, &teller);
    weights_settle(&batch);
}

void feature_of_change(const struct tariff_scene *scene,
                       const struct change_gates *gates,
                       const struct feature_watch *watch,
                       const struct weights *weights,
                       int32_t sum[VERDICT_COUNT])
{
    struct weights_batch batch;
    struct teller teller = {watch, &batch, scene->doc->familiar};
    const struct document *doc = scene->doc;
    const struct voice *voice = &scene->voices[gates->sentence];
    weights_begin(&batch, weights, sum);
    tell_stretch(doc, gates->sentence, gates->first, gates->end, &teller);
    tell_number(&teller, "g", "rates", gates->rates > 3 ? 3 : (unsigned)gates->rates);
    tell(&teller, "g", gates->duty ? "duty" : "no duty");
    tell(&teller, "g", gates->open ? "open" : gates->none ? "none" : "shut");
    if (gates->follows)
        tell(&teller, "g", "follows");
    if (scene->speaks_of_duties)
        tell(&teller, "g", "duties");
    tell(&teller, "g",
         voice->asked      ? "asked"
         : voice->reported ? "reported"
         : voice->turn     ? "turn"
                           : "author");
    tell(&teller, "g",
         scene->author->press    ? "press"
         : scene->author->social ? "social"
                                 : "official");
    if (voice->reported && voice->verb != NULL)
        tell(&teller, "gv", voice->verb->entry->text[0]);
    if (doc->sentence[gates->sentence].question)
        tell(&teller, "g", "question");
    tell(&teller, "g", "any");
    weights_settle(&batch);
}
