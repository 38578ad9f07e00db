#include "common/base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum err_code err_set(struct err *err, enum err_code code, const char *format, ...)
{
    if (err == NULL)
        return code;
    err->code = code;
    va_list args;
    va_start(args, format);
    (void)vsnprintf(err->text, sizeof err->text, format, args);
    va_end(args);
    return code;
}

enum err_code err_in(struct err *err, const char *format, ...)
{
    if (err == NULL)
        return ERR_INTERNAL;
    char inner[ERR_TEXT_BYTES];
    memcpy(inner, err->text, sizeof inner);

    va_list args;
    va_start(args, format);
    int used = vsnprintf(err->text, sizeof err->text, format, args);
    va_end(args);
    if (used >= 0 && (size_t)used < sizeof err->text &&
        snprintf(err->text + used, sizeof err->text - (size_t)used, ": %s", inner) < 0)
        err->text[used] = '\0';
    return err->code;
}

enum err_class err_class_of(enum err_code code)
{
    switch (code) {
    case ERR_OK:
        return ERR_CLASS_NONE;
    case ERR_BAD_INPUT:
    case ERR_TOO_LARGE:
        return ERR_CLASS_DROP;
    case ERR_UNAVAILABLE:
    case ERR_CONFLICT:
        return ERR_CLASS_RETRY;
    case ERR_CONFIG:
    case ERR_INTERNAL:
        break;
    }
    return ERR_CLASS_FATAL;
}

const char *err_name(enum err_code code)
{
    switch (code) {
    case ERR_OK:
        return "ok";
    case ERR_BAD_INPUT:
        return "bad-input";
    case ERR_TOO_LARGE:
        return "too-large";
    case ERR_UNAVAILABLE:
        return "unavailable";
    case ERR_CONFLICT:
        return "conflict";
    case ERR_CONFIG:
        return "config";
    case ERR_INTERNAL:
        break;
    }
    return "internal";
}
