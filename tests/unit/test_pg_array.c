#include "common/pg/pg_array.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void an_array_holds_any_text(void **state)
{
    (void)state;
    struct buf array;
    buf_init(&array, 1 << 10);
    assert_string_equal(pg_array_end(&array), "{}");
    buf_reset(&array);
    assert_true(pg_array_add(&array, "one"));
    assert_true(pg_array_add(&array, "say \"no\" to \\, {or} not"));
    assert_true(pg_array_add(&array, ""));
    assert_string_equal(pg_array_end(&array),
                        "{\"one\",\"say \\\"no\\\" to \\\\, {or} not\",\"\"}");
    buf_release(&array);
}

static void an_array_over_its_ceiling_is_none(void **state)
{
    (void)state;
    struct buf array;
    buf_init(&array, 8);
    (void)pg_array_add(&array, "much too long");
    assert_null(pg_array_end(&array));
    buf_release(&array);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_array_holds_any_text),
        cmocka_unit_test(an_array_over_its_ceiling_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
