#include "common/text/date.h"

#include <assert.h>
#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What is read can be written and read again; what is found lies inside the text. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str text = {(const char *)data, size};
    static const enum date_order orders[] = {DATE_ORDER_ANY, DATE_ORDER_DMY, DATE_ORDER_MDY};
    for (size_t i = 0; i < sizeof orders / sizeof orders[0]; i++) {
        struct date_hints hints = {.zone = {.offset_s = 28800, .saving = DATE_SAVING_US},
                                   .order = orders[i]};
        struct date date;
        struct str where;
        char written[DATE_RFC3339_BYTES];
        long long again = 0;
        if (date_read(text, &hints, &date)) {
            assert(date_to_rfc3339(date.epoch_s, written));
            assert(date_from_rfc3339(str_of(written), &again));
            assert(again == date.epoch_s);
        }
        if (date_find(text, &hints, &date, &where)) {
            assert(where.ptr >= text.ptr && where.ptr + where.len <= text.ptr + text.len);
            assert(date.precision >= DATE_DAY);
        }
    }
    long long epoch_s = 0;
    struct date_zone zone;
    (void)date_from_rfc3339(text, &epoch_s);
    (void)date_zone_parse(text, &zone);
    return 0;
}
