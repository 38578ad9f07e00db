#include "consumers/classify/stem.h"
#include "consumers/classify/weights.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define HEADER                                                                                     \
    "feature\tclaim\tdenial\tcontact\ttalks\tdeal\ttariff_level\ttariff_plan\ttrade_conduct\t"     \
    "trade_effect\ttariff_change\n"
#define ZEROS "\t0\t0\t0\t0\t0\t0\t0\t0"

static enum err_code read_text(const char *text, struct weights **weights, struct err *err)
{
    *err = (struct err){0};
    return weights_read(str_of(text), weights, err);
}

static void weights_of_a_feature_are_added_to_every_verdict(void **state)
{
    (void)state;
    struct weights *weights = NULL;
    struct err err;
    assert_int_equal(read_text("# why\n" HEADER "w:call\t250\t-40" ZEROS "\n", &weights, &err),
                     ERR_OK);
    int32_t sum[VERDICT_COUNT] = {0};
    uint64_t key = weights_key(weights_key(WEIGHTS_KEY, "w:"), "call");
    assert_true(key == weights_key(WEIGHTS_KEY, "w:call"));
    weights_add(weights, key, sum);
    weights_add(weights, key, sum);
    weights_add(weights, weights_key(WEIGHTS_KEY, "w:cal"), sum);
    assert_int_equal(sum[VERDICT_CLAIM], 500);
    assert_int_equal(sum[VERDICT_DENIAL], -80);
    assert_int_equal(sum[VERDICT_CHANGE], 0);
    weights_free(weights);
}

static void a_key_is_made_of_pieces_that_were_keyed_before(void **state)
{
    (void)state;
    uint64_t whole = weights_key(WEIGHTS_KEY, "b:trade/talk");
    uint64_t key = weights_join(weights_key(WEIGHTS_KEY, "b:"), weights_piece("trade", 5));
    key = weights_join(weights_key(key, "/"), weights_piece("talk", 4));
    assert_true(key == whole);
    assert_true(weights_join(whole, weights_piece("", 0)) == whole);
    assert_true(weights_key(WEIGHTS_KEY, "b:talk/trade") != whole);
}

static void a_token_s_stem_has_no_ending(void **state)
{
    (void)state;
    static const struct {
        const char *word;
        const char *stem;
    } cases[] = {{"calling", "call"},  {"called", "call"},   {"calls", "call"},
                 {"levies", "levy"},   {"duties", "duty"},   {"ties", "ties"},
                 {"press", "press"},   {"use", "use"},       {"imposing", "impos"},
                 {"imposes", "impos"}, {"impose", "impose"}, {"s", "s"},
                 {"denied", "deny"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char word[FOLD_MAX_BYTES];
        memcpy(word, cases[i].word, strlen(cases[i].word));
        struct token token = {.kind = TOKEN_WORD};
        size_t len = stem_of(&token, word, strlen(cases[i].word));
        assert_int_equal(len, strlen(cases[i].stem));
        assert_memory_equal(word, cases[i].stem, len);
    }
}

static void a_mark_has_a_stem_only_where_it_says_something(void **state)
{
    (void)state;
    char word[FOLD_MAX_BYTES] = "1234";
    assert_int_equal(stem_of(&(struct token){.kind = TOKEN_NUMBER}, word, 4), 1);
    assert_int_equal(word[0], '#');
    assert_int_equal(stem_of(&(struct token){.kind = TOKEN_PUNCT, .mark = '%'}, word, 1), 1);
    assert_int_equal(word[0], '%');
    assert_int_equal(stem_of(&(struct token){.kind = TOKEN_PUNCT, .mark = ','}, word, 1), 0);
}

static void a_bad_file_is_refused_with_its_line(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *says;
    } cases[] = {
        {"w:call\t1\n", "line 1: the header begins with"},
        {"feature\tclaim\tcontact\n", "line 1: column 3 is \"contact\", not \"denial\""},
        {HEADER "w:call\t1\n", "line 2: \"\" is no whole number"},
        {HEADER "w:call\t1.5\t0" ZEROS "\n", "line 2: \"1.5\" is no whole number"},
        {HEADER "w:call\t32001\t0" ZEROS "\n", "line 2: \"32001\" is no whole number"},
        {HEADER "w:call\t1\t0" ZEROS "\t7\n", "line 2: more than"},
        {HEADER "\n# twice\nw:call\t1\t0" ZEROS "\nw:call\t1\t0" ZEROS "\n",
         "line 5: \"w:call\" stands twice"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct weights *weights = NULL;
        struct err err;
        assert_int_equal(read_text(cases[i].text, &weights, &err), ERR_CONFIG);
        assert_null(weights);
        if (strstr(err.text, cases[i].says) != err.text)
            fail_msg("\"%s\" does not begin with \"%s\"", err.text, cases[i].says);
    }
}

static void a_share_grows_with_its_sum_and_mirrors_it(void **state)
{
    (void)state;
    assert_true(weights_share(0) == 0.5);
    double last = 0;
    for (int32_t sum = -9000; sum <= 9000; sum += 50) {
        double share = weights_share(sum);
        assert_true(share >= last && share > 0 && share < 1);
        assert_true(share + weights_share(-sum) > 0.999 && share + weights_share(-sum) < 1.001);
        last = share;
    }
    /* 1 / (1 + exp(-2)) */
    assert_true(weights_share(2000) > 0.880 && weights_share(2000) < 0.882);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(weights_of_a_feature_are_added_to_every_verdict),
        cmocka_unit_test(a_key_is_made_of_pieces_that_were_keyed_before),
        cmocka_unit_test(a_token_s_stem_has_no_ending),
        cmocka_unit_test(a_mark_has_a_stem_only_where_it_says_something),
        cmocka_unit_test(a_bad_file_is_refused_with_its_line),
        cmocka_unit_test(a_share_grows_with_its_sum_and_mirrors_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
