#include "common/conf/conf.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct unit {
    const char *name;
    long long factor;
};

static const struct unit durations[] = {
    {"ms", 1}, {"s", 1000}, {"m", 60LL * 1000}, {"h", 3600LL * 1000}, {"d", 86400LL * 1000},
};

static const struct unit sizes[] = {
    {"", 1},
    {"k", 1LL << 10},
    {"M", 1LL << 20},
    {"G", 1LL << 30},
};

static const struct unit plain[] = {
    {"", 1},
};

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static const struct unit *units_of(enum conf_kind kind, size_t *count)
{
    switch (kind) {
    case CONF_DURATION:
        *count = COUNT(durations);
        return durations;
    case CONF_BYTES:
        *count = COUNT(sizes);
        return sizes;
    default:
        *count = COUNT(plain);
        return plain;
    }
}

/* "90s" by its kind's units; *end is where the unit ends. */
static bool read_amount(enum conf_kind kind, const char *text, long long *value, const char **end)
{
    char *after = NULL;
    errno = 0;
    long long amount = strtoll(text, &after, 10);
    if (after == text || errno != 0)
        return false;
    size_t unit_len = strcspn(after, ".");
    size_t count = 0;
    const struct unit *units = units_of(kind, &count);
    for (size_t i = 0; i < count; i++) {
        if (strlen(units[i].name) != unit_len || strncmp(units[i].name, after, unit_len) != 0)
            continue;
        if (amount > LLONG_MAX / units[i].factor || amount < LLONG_MIN / units[i].factor)
            return false;
        *value = amount * units[i].factor;
        *end = after + unit_len;
        return true;
    }
    return false;
}

static const char *const examples[] = {
    [CONF_INTEGER] = "a whole number",
    [CONF_DURATION] = "a duration such as 500ms, 5s, 2m, 6h or 1d",
    [CONF_BYTES] = "a size such as 4096, 64k or 8M",
};

static enum err_code parse_amount(
    enum conf_kind kind, const char *limits, const char *text, long long *value, struct err *err)
{
    long long amount = 0;
    const char *end = NULL;
    if (!read_amount(kind, text, &amount, &end) || *end != '\0')
        return err_set(err, ERR_CONFIG, "\"%s\" is not %s", text, examples[kind]);
    if (limits != NULL) {
        long long low = 0;
        long long high = 0;
        const char *at = NULL;
        /* The table is ours, so its limits read well; see test_conf. */
        if (read_amount(kind, limits, &low, &at) && strncmp(at, "..", 2) == 0 &&
            read_amount(kind, at + 2, &high, &at) && (amount < low || amount > high))
            return err_set(err, ERR_CONFIG, "\"%s\" is outside %s", text, limits);
    }
    *value = amount;
    return ERR_OK;
}

static enum err_code parse_boolean(const char *text, bool *value, struct err *err)
{
    static const char *const words[] = {"no", "yes", "false", "true", "off", "on", "0", "1"};
    for (size_t i = 0; i < COUNT(words); i++) {
        if (strcasecmp(text, words[i]) == 0) {
            *value = i % 2 == 1;
            return ERR_OK;
        }
    }
    return err_set(err, ERR_CONFIG, "\"%s\" is neither yes nor no", text);
}

static enum err_code
parse_choice(const char *limits, const char *text, const char **value, struct err *err)
{
    size_t len = strlen(text);
    for (const char *word = limits; word != NULL; word = strchr(word, '|')) {
        word += *word == '|';
        if (strncmp(word, text, len) == 0 && (word[len] == '|' || word[len] == '\0')) {
            *value = text;
            return ERR_OK;
        }
    }
    return err_set(err, ERR_CONFIG, "\"%s\" is none of %s", text, limits);
}

enum err_code conf_parse_value(
    enum conf_kind kind, const char *limits, const char *text, void *value, struct err *err)
{
    switch (kind) {
    case CONF_INTEGER:
    case CONF_DURATION:
    case CONF_BYTES:
        return parse_amount(kind, limits, text, value, err);
    case CONF_BOOLEAN:
        return parse_boolean(text, value, err);
    case CONF_CHOICE:
        return parse_choice(limits, text, value, err);
    case CONF_TEXT:
    case CONF_REST:
        break;
    }
    *(const char **)value = text;
    return ERR_OK;
}
