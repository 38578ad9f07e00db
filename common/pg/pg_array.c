#include "common/pg/pg_array.h"

bool pg_array_add(struct buf *array, const char *text)
{
    (void)buf_add_text(array, array->len == 0 ? "{\"" : ",\"");
    for (const char *at = text; *at != '\0'; at++) {
        if (*at == '"' || *at == '\\')
            (void)buf_add_char(array, '\\');
        (void)buf_add_char(array, *at);
    }
    return buf_add_char(array, '"');
}

const char *pg_array_end(struct buf *array)
{
    if (array->len == 0)
        (void)buf_add_char(array, '{');
    return buf_add_char(array, '}') ? buf_text(array) : NULL;
}
