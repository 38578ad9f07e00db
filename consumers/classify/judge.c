#include "consumers/classify/judge.h"

#include "consumers/classify/answering.h"
#include "consumers/classify/context.h"
#include "consumers/classify/feature.h"
#include "consumers/classify/negation.h"
#include "consumers/classify/weights.h"

/* Thousandths from which the model overrules what the rules say of a sentence. */
#define CHANGE_NEVER   (-3300)
#define CHANGE_SURE    300
#define CHANGE_CERTAIN 600

#define CLAIM_NEVER   (-3000)
#define CLAIM_WEAK    (-2000) /* by few words of a matter, and */
#define CLAIM_OWN     (-2250) /* where nobody is said to say it */
#define CLAIM_APART   (-300)  /* where no word of trade stands in the sentence or right before */
#define CLAIM_SURE    (-150)
#define CLAIM_LONG    (-1000) /* in a long text that is somebody's own */
#define CLAIM_LIKELY  (-1500) /* where the words of a matter are few, or it is plain: */
#define OWN_WEIGHT    6       /* of the words in a post or an answer that are enough */
#define PLAIN_SAID    2500    /* of what somebody is said to have said, and */
#define PLAIN_OWN     3500    /* of an answer or a post */
#define PLAIN_LEAST   4       /* tokens: what is asked before "Next." says nothing of it */
#define FORMAL_NEVER  (-4500) /* of what is a claim by its form */
#define FORMAL_SHARE  0.75
#define DENIAL_NEVER  (-1000)
#define RETORT_NEVER  (-4000)
#define RETORT_MAX    5 /* tokens of "this was quite untrue" */
#define FLAT_NEVER    (-4000)
#define FLAT_OWN      (-2500) /* in a text of one's own */
#define FLAT_WEIGHT   6
#define DENIAL_SURE   (-300)
#define DENIAL_OWN    (-400) /* of what is said in answer or in one's own short text */
#define MATTER_MARGIN 500    /* over the rules' own matter, and */
#define MATTER_SURE   300
#define MATTER_LEAST  (-900)  /* for want of any other */
#define MATTER_OWN    1000    /* by words that are no cue of their own */
#define MATTER_UNLIKE 1500    /* what the text around is about is not what the words are */
#define SHORT_TEXT    14      /* sentences of a text that is mostly about one thing */
#define ANSWER_SHORT  9       /* tokens of an answer that is no more than no */
#define ANSWER_BACK   3       /* sentences from a question */
#define TRADE_NEVER   (-4000) /* a claim of nothing that has to do with trade */
#define CUE_MIN       4       /* see matter.c */

/* The matter that the words speak for most. */
static enum matter matter_of(const int32_t sum[VERDICT_COUNT])
{
    size_t best = VERDICT_CONTACT;
    for (size_t v = VERDICT_CONTACT; v <= VERDICT_TRADE_EFFECT; v++) {
        if (sum[v] > sum[best])
            best = v;
    }
    return (enum matter)(MATTER_CONTACT + (best - VERDICT_CONTACT));
}

static int32_t verdict_of(const int32_t sum[VERDICT_COUNT], enum matter matter)
{
    return sum[VERDICT_CONTACT + (matter - MATTER_CONTACT)];
}

/* A denial has a word that denies, wherever the model sees one. */
static bool has_denying_word(const struct document *doc, const struct reading *reading)
{
    static const enum lex_class classes[] = {LEX_NEG, LEX_FALSEHOOD, LEX_DENY};
    for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++) {
        for (const struct hit *hit = hit_in(doc, reading->from, reading->to, classes[i]);
             hit != NULL; hit = hit_in(doc, hit->end, reading->to, classes[i])) {
            if (hit_over(doc, hit->first, LEX_NONEG) == NULL &&
                !negation_is_contrast(doc, reading->from, hit))
                return true;
        }
    }
    return reading->found && reading->type == RECORD_DENIAL;
}

/* "China has not signed a deal, the minister said": whatever else its words are like, who says in
 * so many words that a thing did not happen claims nothing. */
static bool is_flat(const struct reader *reader, uint32_t i, const struct reading *reading)
{
    const struct voice *voice = &reader->voices[i];
    bool denial = reading->found && reading->type == RECORD_DENIAL;
    /* A text of one's own of few sentences that says so was written to say it. */
    bool own = !voice->turn && !reader->press && !reader->social &&
               reader->author->speaker.side != NULL && reader->doc->sentence_count <= SHORT_TEXT;
    return (denial && reading->formal) ||
           (denial && reading->kind == DENIAL_FLAT && (voice->reported || own) &&
            reading->weight >= FLAT_WEIGHT &&
            (matter_happens(reading->matter) || reading->matter == MATTER_TARIFF_LEVEL));
}

/* "asked about the growers' charge": whether what is denied here or right before is an accusation.
 */
static bool is_accused(const struct document *doc, uint32_t i)
{
    uint32_t end = doc->sentence[i].end;
    for (const struct hit *hit =
             hit_in(doc, doc->sentence[i > 0 ? i - 1 : i].first, end, LEX_REPORT);
         hit != NULL; hit = hit_in(doc, hit->end, end, LEX_REPORT)) {
        if (hit_is(hit, 0, "accuse"))
            return true;
    }
    return false;
}

/* "What was said there is not true.": a denial without a word of what it is about is about what the
 * text around it is. */
static enum matter leaning_matter(const struct reader *reader,
                                  uint32_t i,
                                  const struct reading *reading,
                                  bool denial,
                                  const int32_t sum[VERDICT_COUNT])
{
    int32_t best = verdict_of(sum, matter_of(sum));
    const struct sentence *sentence = &reader->doc->sentence[i];
    const struct voice *voice = &reader->voices[i];
    bool brief =
        denial && voice->turn && !voice->asked && sentence->end - voice->first <= ANSWER_SHORT &&
        matter_guess(reader->doc, voice->first, sentence->end, CUE_MIN).matter == MATTER_NONE;
    enum matter asked = brief ? context_asked(reader, i) : MATTER_NONE;
    if (asked != MATTER_NONE)
        return asked;
    if (!denial || best >= MATTER_OWN ||
        matter_guess(reader->doc, sentence->first, sentence->end, CUE_MIN).matter != MATTER_NONE)
        return reading->matter;
    if (is_accused(reader->doc, i))
        return MATTER_TRADE_CONDUCT;
    enum matter near = context_matter(reader, i);
    bool unlike = near == MATTER_NONE || best - verdict_of(sum, near) > MATTER_UNLIKE;
    return unlike ? reading->matter : near;
}

/* "Will you sign?": what is not done yet is no denial. */
static bool asks_intent(const struct reader *reader, uint32_t i)
{
    static const enum grammar_word words[] = {W_WILL, W_WOULD, W_CAN, W_COULD, W_SHOULD, W_SHALL};
    for (size_t w = 0; w < sizeof words / sizeof words[0]; w++) {
        if (word_is(reader->doc, reader->voices[i].first, words[w]))
            return true;
    }
    return false;
}

/* Whether a sentence is one that is often a denial: what somebody says in their own short text, or
 * in answer to a question; not "No." to "Is that a lie?". */
static bool may_deny(const struct reader *reader, uint32_t i)
{
    const struct voice *voices = reader->voices;
    if (reader->doc->sentence_count > SHORT_TEXT || (reader->press && voices[i].reported))
        return false;
    if (!voices[i].turn)
        return true;
    struct context question = context_question(voices, i);
    if (question.first == question.end || i - question.end >= ANSWER_BACK)
        return false;
    const struct sentence *asked = &reader->doc->sentence[question.end - 1];
    return !asks_intent(reader, question.end - 1) &&
           hit_in(reader->doc, asked->first, asked->end, LEX_FALSEHOOD) == NULL;
}

/* "The jobs package is offense", in a long answer: said without anybody else, and trade is spoken
 * of elsewhere. A post is about one thing. */
static bool is_apart(const struct reader *reader, uint32_t i)
{
    const struct document *doc = reader->doc;
    uint32_t before = i > 0 ? i - 1 : 0;
    return !reader->voices[i].reported && !reader->social &&
           !matter_trade(doc, doc->sentence[before].first, doc->sentence[i].end);
}

/* What a claim has to weigh: more where the rules don't say the same, or by few words of what
 * somebody says for themselves. */
static int32_t
least_of_claim(const struct reader *reader, uint32_t i, const struct reading *reading, bool same)
{
    if (!same)
        return CLAIM_SURE;
    if (reading->formal)
        return FORMAL_NEVER;
    if (is_apart(reader, i))
        return CLAIM_APART;
    /* "She is running point, and leads these discussions": who talks for long, says much. */
    if (!reader->voices[i].reported && !reader->social && reader->doc->sentence_count > SHORT_TEXT)
        return CLAIM_LONG;
    bool weak = reading->weight < OWN_WEIGHT;
    /* Words of a duty may be those of its change. */
    if (reader->voices[i].reported)
        return weak ? CLAIM_WEAK : reader->duty[i] ? CLAIM_OWN : CLAIM_NEVER;
    return weak ? CLAIM_LIKELY : CLAIM_OWN;
}

/* "Lula said this was untrue: ...": what stands right behind the verb of saying. */
static bool is_retort(const struct reader *reader, uint32_t i, const struct reading *reading)
{
    const struct document *doc = reader->doc;
    const struct sentence *sentence = &doc->sentence[i];
    const struct hit *verb = hit_in(doc, sentence->first, sentence->end, LEX_SAY);
    if (reading->kind != DENIAL_FALSEHOOD || verb == NULL || doc->quote_at[verb->first] != NO_INDEX)
        return false;
    uint32_t at = verb->end;
    at += word_is(doc, at, W_THAT) && at + 1 < sentence->end &&
          (word_is(doc, at + 1, W_THIS) || word_is(doc, at + 1, W_IT));
    uint32_t limit = at + RETORT_MAX < sentence->end ? at + RETORT_MAX : sentence->end;
    return (word_is(doc, at, W_THIS) || word_is(doc, at, W_THAT) || word_is(doc, at, W_IT)) &&
           hit_in(doc, at, limit, LEX_FALSEHOOD) != NULL;
}

static int32_t
least_of_denial(const struct reader *reader, uint32_t i, const struct reading *reading, bool same)
{
    if (!same)
        return may_deny(reader, i) ? DENIAL_OWN : DENIAL_SURE;
    return is_retort(reader, i, reading) ? RETORT_NEVER : DENIAL_NEVER;
}

/* "Sales there fell by a tenth, she noted": told by somebody in words that are plainly of one
 * matter, though they are not quite like a claim. */
static bool is_plain(const struct reader *reader,
                     uint32_t i,
                     const struct reading *reading,
                     const int32_t sum[VERDICT_COUNT])
{
    const struct voice *voice = &reader->voices[i];
    if (!reading->said || !reading->trade || reader->duty[i] ||
        reading->end - reading->first < PLAIN_LEAST || sum[VERDICT_CLAIM] <= CLAIM_LIKELY)
        return false;
    int32_t least = voice->reported ? PLAIN_SAID : PLAIN_OWN;
    return (voice->reported || voice->turn || reader->social) &&
           verdict_of(sum, matter_of(sum)) > least;
}

void judge_reading(const struct reader *reader, uint32_t i, struct reading *reading)
{
    const struct document *doc = reader->doc;
    if (doc->watch != NULL) {
        const struct sentence *sentence = &doc->sentence[i];
        doc->watch->stretch(doc->watch->context, "part", doc->token[sentence->first].start,
                            doc->token[sentence->end - 1].end, reading->speaker->name);
        feature_of_part(reader, i, reading, doc->watch, NULL, NULL);
        feature_of_place(reader, i, doc->watch, NULL, NULL);
        return;
    }
    const struct weights *weights = lexicon_weights(doc->lexicon);
    int32_t sum[VERDICT_COUNT] = {0};
    if (weights == NULL)
        return;
    feature_of_part(reader, i, reading, NULL, weights, sum);
    bool denial = sum[VERDICT_DENIAL] > sum[VERDICT_CLAIM] &&
                  (has_denying_word(doc, reading) || answering(reader, i)) &&
                  (!reader->voices[i].asked || reading->type == RECORD_DENIAL);
    int32_t never = reader->voices[i].reported || reader->voices[i].turn ? FLAT_NEVER : FLAT_OWN;
    if (is_flat(reader, i, reading) && sum[VERDICT_DENIAL] > never &&
        sum[VERDICT_CLAIM] > CLAIM_SURE)
        denial = true;
    bool flat = denial && is_flat(reader, i, reading);
    int32_t best = denial ? sum[VERDICT_DENIAL] : sum[VERDICT_CLAIM];
    bool same = reading->found && (reading->type == RECORD_DENIAL) == denial;
    if (reading->found && !same &&
        best < (denial ? least_of_denial(reader, i, reading, false) : CLAIM_SURE)) {
        /* Neither is the model sure of the other type: the rules' own stands or falls. */
        best = denial ? sum[VERDICT_CLAIM] : sum[VERDICT_DENIAL];
        denial = !denial;
        same = true;
    }
    int32_t least = denial ? least_of_denial(reader, i, reading, same)
                           : least_of_claim(reader, i, reading, same);
    reading->found = (flat && best > never) || best > least ||
                     (!denial && !same && is_plain(reader, i, reading, sum));
    if (!reading->found)
        return;
    if (denial)
        feature_of_place(reader, i, NULL, weights, sum);
    reading->judged = true;
    reading->share = weights_share(best);
    if (reading->formal && !denial && reading->share < FORMAL_SHARE)
        reading->share = FORMAL_SHARE;
    for (size_t m = MATTER_CONTACT; m < MATTER_COUNT; m++)
        reading->matters[m] = verdict_of(sum, (enum matter)m);
    reading->ruled = same;
    enum matter matter = matter_of(sum);
    if (!same || (verdict_of(sum, matter) > MATTER_SURE &&
                  verdict_of(sum, matter) - verdict_of(sum, reading->matter) > MATTER_MARGIN))
        reading->matter = matter;
    reading->matter = leaning_matter(reader, i, reading, denial, sum);
    if (same)
        return;
    reading->type = denial ? RECORD_DENIAL : RECORD_CLAIM;
    reading->rule = denial ? "denial.weighed" : "claim.weighed";
    reading->kind = !denial ? DENIAL_NONE
                    : hit_in(doc, reading->first, reading->end, LEX_FALSEHOOD) != NULL
                        ? DENIAL_FALSEHOOD
                        : DENIAL_FLAT;
}

enum matter judge_matter(const struct reader *reader,
                         uint32_t sentence,
                         const struct speaker *speaker,
                         uint32_t first,
                         uint32_t end,
                         enum matter *likeliest)
{
    const struct weights *weights = lexicon_weights(reader->doc->lexicon);
    struct matter_guess guess = matter_guess(reader->doc, first, end, CUE_MIN);
    struct reading told = {.found = guess.matter != MATTER_NONE,
                           .trade = true,
                           .said = true,
                           .type = RECORD_CLAIM,
                           .matter = guess.matter,
                           .rule = "claim.reported",
                           .weight = guess.weight,
                           .speaker = speaker,
                           .from = first,
                           .to = end,
                           .first = first,
                           .end = end};
    int32_t sum[VERDICT_COUNT] = {0};
    if (likeliest != NULL)
        *likeliest = guess.matter;
    if (weights == NULL || reader->doc->watch != NULL)
        return guess.matter;
    feature_of_part(reader, sentence, &told, NULL, weights, sum);
    enum matter best = matter_of(sum);
    if (likeliest != NULL && guess.matter == MATTER_NONE && verdict_of(sum, best) > MATTER_LEAST)
        *likeliest = best;
    int32_t own = guess.matter == MATTER_NONE ? 0 : verdict_of(sum, guess.matter);
    if (verdict_of(sum, best) > MATTER_SURE && verdict_of(sum, best) - own > MATTER_MARGIN)
        return best;
    if (guess.matter != MATTER_NONE)
        return guess.matter;
    /* "Koper holds back Serbian raspberries": what is charged without a word of duties. */
    bool goods = hit_in(reader->doc, first, end, LEX_PRODUCT) != NULL ||
                 hit_in(reader->doc, first, end, LEX_GOODS) != NULL;
    bool duty = hit_in(reader->doc, first, end, LEX_TARIFF) != NULL;
    if (verdict_of(sum, best) < MATTER_SURE && sum[VERDICT_CLAIM] < TRADE_NEVER)
        return MATTER_NONE;
    struct record_codes parties = {0};
    matter_parties(reader->doc, first, end, &parties);
    return goods && !duty && parties.count > 0 ? MATTER_TRADE_CONDUCT : best;
}

bool judge_change(const struct tariff_scene *scene, const struct change_gates *gates, bool *certain)
{
    const struct document *doc = scene->doc;
    *certain = false;
    if (doc->watch != NULL) {
        const struct sentence *sentence = &doc->sentence[gates->sentence];
        doc->watch->stretch(doc->watch->context, "sentence", doc->token[sentence->first].start,
                            doc->token[sentence->end - 1].end, (struct str){NULL, 0});
        feature_of_change(scene, gates, doc->watch, NULL, NULL);
        return gates->open;
    }
    const struct weights *weights = lexicon_weights(doc->lexicon);
    int32_t sum[VERDICT_COUNT] = {0};
    if (weights == NULL)
        return gates->open;
    feature_of_change(scene, gates, NULL, weights, sum);
    *certain = sum[VERDICT_CHANGE] > CHANGE_CERTAIN && !gates->none;
    return sum[VERDICT_CHANGE] > (gates->open ? CHANGE_NEVER : CHANGE_SURE);
}
