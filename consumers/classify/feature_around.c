/* The words of the title and of the sentences around one, as the linear model is told of them: what
 * a denial denies stands often beside it, or in the question that it answers. What a claim is about
 * stands in it, and there they only mislead. */
#include "consumers/classify/teller.h"

#define AROUND_BACK  3 /* sentences */
#define AROUND_AHEAD 2

/* What a sentence's words add up to is kept, for those beside it ask for the same. */
static void add_sentence(const struct document *doc, uint32_t sentence, const struct teller *teller)
{
    const struct sentence *one = &doc->sentence[sentence];
    struct words_sum *kept = &doc->around_sum[sentence];
    if (teller->watch != NULL) {
        for (uint32_t at = one->first; at < one->end; at++) {
            struct word word;
            if (doc->token[at].kind == TOKEN_WORD && word_of(doc, at, teller, &word))
                tell_word(teller, 'a', &word);
        }
        return;
    }
    if (kept->first != one->first) {
        struct weights_batch batch;
        *kept = (struct words_sum){.first = one->first, .end = one->end};
        weights_begin(&batch, teller->batch->weights, kept->sum);
        for (uint32_t at = one->first; at < one->end; at++) {
            if (doc->token[at].kind == TOKEN_WORD && doc->stem[at].piece.hash != 0)
                weights_later(&batch, weights_join('a' * WEIGHTS_BASE + ':', doc->stem[at].piece));
        }
        weights_settle(&batch);
    }
    for (size_t v = 0; v < VERDICT_COUNT; v++)
        teller->batch->sum[v] += kept->sum[v];
}

void feature_of_place(const struct reader *reader,
                      uint32_t i,
                      const struct feature_watch *watch,
                      const struct weights *weights,
                      int32_t sum[VERDICT_COUNT])
{
    struct weights_batch batch;
    struct teller teller = {watch, &batch, reader->doc->familiar};
    uint32_t count = (uint32_t)reader->doc->sentence_count;
    weights_begin(&batch, weights, sum);
    for (uint32_t t = 0; t < reader->title->sentence_count; t++)
        add_sentence(reader->title, t, &teller);
    uint32_t first = i > AROUND_BACK ? i - AROUND_BACK : 0;
    for (uint32_t s = first; s < count && s <= i + AROUND_AHEAD; s++)
        add_sentence(reader->doc, s, &teller);
}
