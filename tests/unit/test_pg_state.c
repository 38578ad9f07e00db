#include "common/pg/pg_state.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void an_outage_is_waited_out_and_a_bad_value_is_set_aside(void **state)
{
    (void)state;
    static const struct {
        const char *sqlstate;
        enum err_class class;
    } cases[] = {
        {"08006", ERR_CLASS_RETRY}, {"53100", ERR_CLASS_RETRY}, {"57P01", ERR_CLASS_RETRY},
        {"25006", ERR_CLASS_RETRY}, {"40001", ERR_CLASS_RETRY}, {"40P01", ERR_CLASS_RETRY},
        {"55P03", ERR_CLASS_RETRY}, {"22P05", ERR_CLASS_DROP},  {"23514", ERR_CLASS_DROP},
        {"42P01", ERR_CLASS_FATAL}, {"28P01", ERR_CLASS_FATAL}, {"25001", ERR_CLASS_FATAL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(err_class_of(pg_state_code(cases[i].sqlstate)), cases[i].class);
    assert_int_equal(pg_state_code(NULL), ERR_UNAVAILABLE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_outage_is_waited_out_and_a_bad_value_is_set_aside),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
