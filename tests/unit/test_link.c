#include "consumers/link/link.h"

#include "consumers/link/link_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define DAY  86400LL
#define NOON (20200LL * DAY + 43200)

static struct arena arena;

/* What is denied and what was claimed, as the last denial_by() and claim_by() left it. */
static struct record no;
static struct record yes;

/* A statement about the two countries, said `days` after NOON. */
static struct link_statement statement(struct record *record,
                                       enum record_type type,
                                       const char *speaker,
                                       const char *side,
                                       enum matter matter,
                                       double days)
{
    *record =
        (struct record){.type = type, .speaker = speaker, .speaker_side = side, .matter = matter};
    (void)record_codes_add(&record->parties, "US");
    (void)record_codes_add(&record->parties, "CN");
    return (struct link_statement){
        .record = record,
        .item_id = "item",
        .lang = "en",
        .said_known = true,
        .said_at = NOON + (long long)(days * (double)DAY),
    };
}

static struct link_statement
denial_by(const char *speaker, const char *side, enum matter matter, double days)
{
    return statement(&no, RECORD_DENIAL, speaker, side, matter, days);
}

static struct link_statement
claim_by(const char *speaker, const char *side, enum matter matter, double days)
{
    return statement(&yes, RECORD_CLAIM, speaker, side, matter, days);
}

static size_t count_links(struct link_statement denial, struct link_statement claim)
{
    struct link_statement both[] = {denial, claim};
    struct link *links = NULL;
    return link_statements(both, 2, &arena, &links);
}

static void a_denial_meets_the_claim_of_the_same_matter_and_parties(void **state)
{
    (void)state;
    struct link_statement denial = denial_by("Lin", "CN", MATTER_CONTACT, 3);
    struct link_statement claim = claim_by("Carter", "US", MATTER_CONTACT, 0);
    struct link_statement both[] = {claim, denial};
    struct link *links = NULL;
    assert_int_equal(link_statements(both, 2, &arena, &links), 1);
    assert_int_equal(links[0].denial, 1);
    assert_int_equal(links[0].claim, 0);
    assert_true(links[0].score >= LINK_THRESHOLD && links[0].score <= 1);
    assert_non_null(strstr(links[0].reasons, "matter=same"));
}

static void what_rules_a_link_out(void **state)
{
    (void)state;
    struct link_statement denial = denial_by("Lin", "CN", MATTER_CONTACT, 3);
    struct link_statement claim = claim_by("Carter", "US", MATTER_CONTACT, 0);
    assert_int_equal(count_links(denial, claim), 1);

    yes.matter = MATTER_TRADE_EFFECT;
    assert_int_equal(count_links(denial, claim), 0);
    yes.matter = MATTER_CONTACT;

    yes.parties = (struct record_codes){{"MX", "US"}, 2};
    assert_int_equal(count_links(denial, claim), 0);
    yes.parties = no.parties;

    claim.said_at = denial.said_at + DAY;
    assert_int_equal(count_links(denial, claim), 0);
    claim.said_at = denial.said_at - LINK_WINDOW_BEFORE_S - 1;
    assert_int_equal(count_links(denial, claim), 0);
    claim.said_at = NOON;

    no.denies_side = "JP";
    assert_int_equal(count_links(denial, claim), 0);
    no.denies_side = NULL;

    yes.speaker = "Ms Lin";
    yes.speaker_side = "CN";
    assert_int_equal(count_links(denial, claim), 0);
}

static void a_bare_date_may_seem_to_precede_what_it_denies(void **state)
{
    (void)state;
    struct link_statement denial = denial_by("Lin", "CN", MATTER_TALKS, -0.5);
    struct link_statement claim = claim_by("Carter", "US", MATTER_TALKS, 0.4);
    assert_int_equal(denial.said_at % DAY, 0);
    assert_int_equal(count_links(denial, claim), 1);
    denial.said_at += 60;
    assert_int_equal(count_links(denial, claim), 0);
}

static void a_side_contradicts_its_own_only_by_name(void **state)
{
    (void)state;
    struct link_statement denial = denial_by("Moss", "US", MATTER_TARIFF_PLAN, 1);
    struct link_statement claim = claim_by("Bo Sayers", "US", MATTER_TARIFF_PLAN, 0);
    assert_int_equal(count_links(denial, claim), 0);
    no.denies = "Sayers";
    assert_int_equal(count_links(denial, claim), 1);
}

static void nobodys_denial_meets_their_own_claim_but_one_who_takes_it_back(void **state)
{
    (void)state;
    struct link_statement denial = denial_by("Ana Soto", "PE", MATTER_DEAL, 1);
    struct link_statement claim = claim_by("Soto", "PE", MATTER_DEAL, 0);
    assert_int_equal(count_links(denial, claim), 0);
    no.denies = "Ana Soto";
    no.denies_side = "PE";
    assert_int_equal(count_links(denial, claim), 1);
    no.denies = NULL;
    no.denies_side = NULL;
    no.speaker_side = NULL;
    assert_int_equal(count_links(denial, claim), 0);
    yes.speaker = "Ana Soto";
    assert_int_equal(count_links(denial, claim), 0);
    no.speaker = "president";
    yes.speaker = "American president";
    assert_int_equal(count_links(denial, claim), 1);
}

static void which_deal_is_meant_is_told_by_the_words(void **state)
{
    (void)state;
    struct link_statement denial = denial_by("Lin", "CN", MATTER_DEAL, 1);
    struct link_statement claim = claim_by("Carter", "US", MATTER_DEAL, 0);
    denial.evidence = "We made no commitment on data rules, and it is not true that we did.";
    claim.evidence = "They agreed to buy twice as many almonds.";
    assert_int_equal(count_links(denial, claim), 0);
    claim.evidence = "They agreed to drop the data rules.";
    assert_int_equal(count_links(denial, claim), 1);
    claim.evidence = "They agreed to buy twice as many almonds.";
    claim.lang = "zh";
    assert_int_equal(count_links(denial, claim), 1);
}

static void other_words_of_a_denial_matter_less_where_it_names_whom_it_contradicts(void **state)
{
    (void)state;
    struct link_statement denial = denial_by("Lin", "CN", MATTER_DEAL, 2);
    struct link_statement claim = claim_by("Carter", "US", MATTER_DEAL, 0);
    denial.evidence = "She must be thinking of somebody else, and no hand was shaken in Jaipur.";
    claim.evidence = "They will open their visa lists to nurses.";
    yes.parties.count = 0;
    (void)record_codes_add(&yes.parties, "US");
    assert_int_equal(count_links(denial, claim), 0);
    no.denies = "Washington";
    no.denies_side = "US";
    assert_int_equal(count_links(denial, claim), 1);
}

static void a_denial_of_few_words_answers_what_was_just_said(void **state)
{
    (void)state;
    struct link_statement denial = denial_by("Lin", "CN", MATTER_DEAL, 1);
    struct link_statement claim = claim_by("Carter", "US", MATTER_DEAL, 0);
    denial.evidence = "That is untrue. No such assurance was given to anybody.";
    claim.evidence = "They agreed to buy twice as many almonds.";
    assert_int_equal(count_links(denial, claim), 1);
    claim.said_at -= 10 * DAY;
    assert_int_equal(count_links(denial, claim), 0);
    claim.said_at += 10 * DAY;
    denial.evidence = "These reports are misleading. No such concession has been discussed.";
    assert_int_equal(count_links(denial, claim), 1);
    denial.evidence = "We never promised to let cloud firms keep data of hospitals abroad.";
    assert_int_equal(count_links(denial, claim), 0);
}

static void of_one_side_in_one_item_a_claim_is_no_answer_to_a_denial(void **state)
{
    (void)state;
    struct link_statement denial = denial_by("Government of Canton", "CH", MATTER_CONTACT, 0);
    struct link_statement claim = claim_by("Urs Meili", "CH", MATTER_CONTACT, 0);
    assert_int_equal(count_links(denial, claim), 0);
    claim.item_id = "another";
    assert_int_equal(count_links(denial, claim), 1);
    claim.item_id = denial.item_id;
    no.denies = "Meili";
    assert_int_equal(count_links(denial, claim), 1);
}

static void who_names_the_speaker_may_see_another_country_in_it(void **state)
{
    (void)state;
    struct link_statement denial = denial_by("Lin", "CN", MATTER_TRADE_CONDUCT, 1);
    struct link_statement claim = claim_by("Carter", "US", MATTER_TRADE_CONDUCT, 0);
    yes.parties = (struct record_codes){0};
    (void)record_codes_add(&yes.parties, "CN");
    (void)record_codes_add(&yes.parties, "VN");
    assert_int_equal(count_links(denial, claim), 0);
    no.denies = "Carter";
    assert_int_equal(count_links(denial, claim), 1);
    /* What he says of a third country is not the denier's. */
    yes.parties = (struct record_codes){0};
    (void)record_codes_add(&yes.parties, "US");
    (void)record_codes_add(&yes.parties, "VN");
    assert_int_equal(count_links(denial, claim), 0);
}

static void a_member_of_the_union_may_be_meant_by_it(void **state)
{
    (void)state;
    struct link_statement denial = denial_by("Idrissi", "MA", MATTER_TRADE_EFFECT, 2);
    struct link_statement claim = claim_by("Molina", "ES", MATTER_TRADE_EFFECT, 0);
    no.parties = (struct record_codes){{"ES", "MA"}, 2};
    yes.parties = (struct record_codes){{"EU", "MA"}, 2};
    assert_int_equal(count_links(denial, claim), 1);
    no.parties = (struct record_codes){{"CH", "MA"}, 2};
    assert_int_equal(count_links(denial, claim), 0);
}

static void a_firm_that_names_the_speaker_may_see_another_country_in_it(void **state)
{
    (void)state;
    struct link_statement denial = denial_by("Frio S.A.", NULL, MATTER_TRADE_CONDUCT, 1);
    struct link_statement claim =
        claim_by("Poultry Growers' League", NULL, MATTER_TRADE_CONDUCT, 0);
    no.parties = (struct record_codes){{"BR", "ZA"}, 2};
    yes.parties = (struct record_codes){{"BR", "TH"}, 2};
    assert_int_equal(count_links(denial, claim), 0);
    no.denies = "growers";
    assert_int_equal(count_links(denial, claim), 1);
}

static void what_a_tariff_is_and_will_be_can_be_one_thing(void **state)
{
    (void)state;
    struct link_statement denial = denial_by("Lin", "CN", MATTER_TARIFF_LEVEL, 1);
    struct link_statement claim = claim_by("Carter", "US", MATTER_TARIFF_PLAN, 0);
    denial.evidence = "It is not true that the duty on shrimp is gone.";
    claim.evidence = "They are going to lift the duty on shrimp.";
    assert_int_equal(count_links(denial, claim), 1);
    struct link_statement both[] = {denial, claim};
    bool wanted[2];
    link_find_wanted(both, 2, wanted);
    assert_true(wanted[0] && wanted[1]);
    no.matter = MATTER_CONTACT;
    yes.matter = MATTER_TALKS;
    assert_int_equal(count_links(denial, claim), 0);
    no.matter = MATTER_DEAL;
    assert_int_equal(count_links(denial, claim), 1);
    denial.evidence = "No deal has been signed, whatever the papers print.";
    assert_int_equal(count_links(denial, claim), 0);
}

static int by_score(const void *a, const void *b)
{
    double left = ((const struct link *)a)->score;
    double right = ((const struct link *)b)->score;
    return (left > right) - (left < right);
}

static void that_no_call_took_place_does_not_deny_a_meeting(void **state)
{
    (void)state;
    struct link_statement denial = denial_by("Lin", "CN", MATTER_CONTACT, 1);
    struct link_statement claim = claim_by("Carter", "US", MATTER_CONTACT, 0);
    denial.evidence = "There has been no phone call between the two leaders.";
    claim.evidence = "Officials of both sides met on Thursday.";
    no.denies = "Carter";
    assert_int_equal(count_links(denial, claim), 0);
    claim.evidence = "He called me last week.";
    assert_int_equal(count_links(denial, claim), 1);
    claim.evidence = "They called in the morning and met at noon.";
    assert_int_equal(count_links(denial, claim), 1);
    denial.evidence = "There has been no contact of any kind.";
    assert_int_equal(count_links(denial, claim), 1);
}

static void what_one_item_tells_of_a_call_and_of_talks_is_told_apart(void **state)
{
    (void)state;
    struct link_statement denial = denial_by("Lin", "CN", MATTER_CONTACT, 0);
    struct link_statement claim = claim_by("Carter", "US", MATTER_TALKS, 0);
    no.denies = "Carter";
    denial.evidence = "There has been no call between the two presidents about soybean tariffs.";
    claim.evidence = "The two presidents talk every day about soybean tariffs, Carter said.";
    assert_int_equal(count_links(denial, claim), 0);
    claim.item_id = "another";
    assert_int_equal(count_links(denial, claim), 1);
    claim.item_id = denial.item_id;
    yes.matter = MATTER_CONTACT;
    assert_int_equal(count_links(denial, claim), 1);
}

static void the_order_of_arrival_changes_no_link(void **state)
{
    (void)state;
    enum { COUNT = 24 };
    static const enum matter matters[] = {MATTER_CONTACT, MATTER_TALKS, MATTER_DEAL};
    static const char *const sides[] = {"US", "CN", "EU"};
    struct record records[COUNT];
    struct link_statement statements[COUNT];
    for (int i = 0; i < COUNT; i++) {
        static const char *const names[] = {"Ames", "Bell", "Cole", "Drew"};
        statements[i] = statement(&records[i], i % 3 == 0 ? RECORD_DENIAL : RECORD_CLAIM,
                                  names[i % 4], sides[i % 3], matters[(i / 2) % 3], i * 0.7);
    }
    struct link *first = NULL;
    size_t count = link_statements(statements, COUNT, &arena, &first);
    assert_true(count > 0);
    qsort(first, count, sizeof *first, by_score);
    unsigned seed = 7;
    for (int round = 0; round < 50; round++) {
        for (int i = COUNT - 1; i > 0; i--) {
            seed = seed * 1103515245u + 12345u;
            int other = (int)((seed >> 16) % (unsigned)(i + 1));
            struct link_statement swap = statements[i];
            statements[i] = statements[other];
            statements[other] = swap;
        }
        struct link *again = NULL;
        assert_int_equal(link_statements(statements, COUNT, &arena, &again), count);
        qsort(again, count, sizeof *again, by_score);
        for (size_t i = 0; i < count; i++)
            assert_true(first[i].score == again[i].score);
    }
}

static void words_of_every_trade_sentence_are_no_likeness(void **state)
{
    (void)state;
    struct link_words a;
    struct link_words b;
    link_words_of("The President said that your tariffs, your trade and your claims would be wrong",
                  &a);
    assert_int_equal(a.count, 0);
    link_words_of("Agreed prices for beef", &a);
    link_words_of("an AGREEMENT on beef", &b);
    assert_true(link_words_shared(&a, &b) == 1.0);
}

static int setup(void **state)
{
    (void)state;
    arena_init(&arena, (size_t)16 << 20);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

static void a_speaker_is_one_in_both_languages(void **state)
{
    (void)state;
    struct link_statement denial = denial_by("毛宁", "CN", MATTER_CONTACT, 3);
    struct link_statement claim = claim_by("Donald Trump", "US", MATTER_CONTACT, 0);
    denial.lang = "zh";
    no.speaker_actor = "Mao Ning";
    no.denies = "特朗普";
    no.denies_actor = "Donald Trump";
    struct link_statement both[] = {denial, claim};
    struct link *links = NULL;
    assert_int_equal(link_statements(both, 2, &arena, &links), 1);
    assert_non_null(strstr(links[0].reasons, "denies=speaker"));
    /* Nobody contradicts themselves, in whatever script. */
    yes.speaker = "Mao Ning";
    yes.speaker_side = "CN";
    no.denies = no.denies_actor = NULL;
    assert_int_equal(count_links(denial, claim), 0);
    no.speaker_actor = NULL;
    no.denies_side = "CN";
    assert_int_equal(count_links(denial, claim), 1);
}

static void words_of_chinese_are_pairs_of_characters(void **state)
{
    (void)state;
    struct link_words one;
    struct link_words two;
    link_words_of("双方没有就大豆采购达成协议。", &one);
    link_words_of("特朗普称，大豆采购协议已经达成。", &two);
    assert_true(link_words_shared(&one, &two) > 0.4);
    link_words_of("美方同意对钢铁免除关税。", &two);
    assert_true(link_words_shared(&one, &two) < 0.1);
    link_words_of("两国元首没有通话。", &one);
    assert_int_equal(one.means, LINK_MEANS_CALL);
    link_words_of("Trump says that Xi 来电", &one);
    assert_int_equal(one.means, LINK_MEANS_CALL);
    link_words_of("\xe4\xb8", &one);
    link_words_of("中", &one);
    assert_int_equal(one.count, 0);
}

static void settled_statements_are_not_linked_to_each_other(void **state)
{
    (void)state;
    struct link_statement denial = denial_by("Lin", "CN", MATTER_CONTACT, 3);
    struct link_statement claim = claim_by("Carter", "US", MATTER_CONTACT, 0);
    denial.settled = true;
    assert_int_equal(count_links(denial, claim), 1);
    claim.settled = true;
    assert_int_equal(count_links(denial, claim), 0);
}

static void evidence_is_wanted_of_those_alone_that_words_could_link(void **state)
{
    (void)state;
    struct record records[4];
    bool wanted[4];
    struct link *links = NULL;
    struct link_statement all[] = {
        statement(&records[0], RECORD_DENIAL, "Lin", "CN", MATTER_DEAL, 3),
        statement(&records[1], RECORD_CLAIM, "Carter", "US", MATTER_DEAL, 0),
        statement(&records[2], RECORD_CLAIM, "Carter", "US", MATTER_TRADE_EFFECT, 0),
        statement(&records[3], RECORD_CLAIM, "Carter", "US", MATTER_DEAL, -40),
    };
    link_find_wanted(all, 4, wanted);
    assert_true(wanted[0] && wanted[1] && !wanted[2] && !wanted[3]);
    /* Words that have nothing in common would take the link away, so they had to be asked for. */
    all[0].evidence = "Beijing never agreed to purchases of soybeans.";
    all[1].evidence = "Washington secured fentanyl commitments yesterday evening.";
    assert_int_equal(link_statements(all, 4, &arena, &links), 0);
    all[0].settled = all[1].settled = true;
    link_find_wanted(all, 4, wanted);
    assert_false(wanted[0] || wanted[1] || wanted[2] || wanted[3]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_denial_meets_the_claim_of_the_same_matter_and_parties),
        cmocka_unit_test(what_rules_a_link_out),
        cmocka_unit_test(a_speaker_is_one_in_both_languages),
        cmocka_unit_test(words_of_chinese_are_pairs_of_characters),
        cmocka_unit_test(a_bare_date_may_seem_to_precede_what_it_denies),
        cmocka_unit_test(a_side_contradicts_its_own_only_by_name),
        cmocka_unit_test(nobodys_denial_meets_their_own_claim_but_one_who_takes_it_back),
        cmocka_unit_test(which_deal_is_meant_is_told_by_the_words),
        cmocka_unit_test(other_words_of_a_denial_matter_less_where_it_names_whom_it_contradicts),
        cmocka_unit_test(a_denial_of_few_words_answers_what_was_just_said),
        cmocka_unit_test(of_one_side_in_one_item_a_claim_is_no_answer_to_a_denial),
        cmocka_unit_test(who_names_the_speaker_may_see_another_country_in_it),
        cmocka_unit_test(a_member_of_the_union_may_be_meant_by_it),
        cmocka_unit_test(a_firm_that_names_the_speaker_may_see_another_country_in_it),
        cmocka_unit_test(what_a_tariff_is_and_will_be_can_be_one_thing),
        cmocka_unit_test(that_no_call_took_place_does_not_deny_a_meeting),
        cmocka_unit_test(what_one_item_tells_of_a_call_and_of_talks_is_told_apart),
        cmocka_unit_test(the_order_of_arrival_changes_no_link),
        cmocka_unit_test(settled_statements_are_not_linked_to_each_other),
        cmocka_unit_test(evidence_is_wanted_of_those_alone_that_words_could_link),
        cmocka_unit_test(words_of_every_trade_sentence_are_no_likeness),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
