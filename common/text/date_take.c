#include "common/text/date_take.h"

#include "common/text/date_number.h"

/* +08:00, -0500, +8 after a time or after "GMT" */
static size_t take_offset(struct reading *r, size_t at)
{
    const struct date_token *number = reading_token(r, at + 1);
    if (r->hour < 0 || !reading_is_number(r, at + 1, 4) || number->spaced)
        return 0;
    int sign = r->token[at].sign == '-' ? -1 : 1;
    long long hours = number->value, minutes = 0;
    size_t used = 2;
    if (number->digits > 2) {
        minutes = hours % 100;
        hours /= 100;
    } else if (reading_is_sign(r, at + 2, ':') && reading_is_number(r, at + 3, 2)) {
        minutes = r->token[at + 3].value;
        used = 4;
    }
    r->bad = hours > 23 || minutes > 59;
    r->zone = true;
    r->offset_s = sign * (int)(hours * 3600 + minutes * 60);
    return used;
}

static size_t take_unit_before(struct reading *r, size_t at, enum date_word_kind kind)
{
    if (!reading_is_number(r, at + 1, 4))
        return kind == WORD_DAY_NEXT ? 1 : 0; /* "ngày" before a bare date */
    const struct date_token *number = &r->token[at + 1];
    if (kind == WORD_DAY_NEXT && number->digits <= 2) {
        size_t used = date_number_triple(r, at + 1);
        if (used > 0)
            return used + 1;
        reading_set_day(r, number->value);
    } else if (kind == WORD_MONTH_NEXT) {
        reading_set_month(r, number->value);
    } else if (kind == WORD_YEAR_NEXT) {
        reading_set_year(r, number);
    } else {
        return 0;
    }
    return 2;
}

static size_t take_unknown_word(struct reading *r, size_t at)
{
    if (r->whole && at > 0 && reading_is_sign(r, at - 1, '(')) /* RFC 5322's comments */
        return 1;
    if (reading_is_fresh(r) && r->hour < 0)
        return r->whole ? 1 : 0;
    if (r->hour < 0 || r->zone || !r->token[at].capitals || r->token[at].folded_len > 5)
        return 0;
    r->zone = true;
    return 1;
}

/* ET and its like, in capitals: "et" and "at" are words. */
static bool take_zone_of_season(struct reading *r, size_t at)
{
    const struct date_token *token = &r->token[at];
    struct date_zone zone;
    if (r->zone || r->hour < 0 || !token->capitals ||
        !date_zone_of_season((struct str){token->folded, token->folded_len}, &zone))
        return false;
    r->zone = true;
    r->offset_s = zone.offset_s;
    r->saving = zone.saving;
    return true;
}

static size_t take_word(struct reading *r, size_t at)
{
    const struct date_token *token = &r->token[at];
    if (take_zone_of_season(r, at))
        return 1;
    struct date_word word = reading_word(r, at);
    if (reading_is_sign(r, at + 1, '.') && reading_is_word(r, at + 2, "m") &&
        (reading_is_word(r, at, "a") || reading_is_word(r, at, "p"))) { /* Spanish "p. m." */
        r->half = token->folded[0] == 'a' ? WORD_AM : WORD_PM;
        return 3;
    }
    switch (word.kind) {
    case WORD_MONTH:
        if (r->month >= 0 && !r->whole)
            return 0;
        /* A second month's name: the first was a short day's name, as French "mar." */
        r->month = word.value;
        return 1;
    case WORD_AM:
    case WORD_PM:
        r->half = (int)word.kind;
        return 1;
    case WORD_ZONE:
        if (r->zone || r->hour < 0)
            return 1;
        r->zone = date_word_zone((struct str){token->folded, token->folded_len},
                                 r->hints->zone.offset_s, &r->offset_s);
        return 1;
    case WORD_ERA:
        r->era = word.value;
        return 1;
    case WORD_YEAR_NEXT:
    case WORD_MONTH_NEXT:
    case WORD_DAY_NEXT:
        return take_unit_before(r, at, word.kind);
    case WORD_UNKNOWN:
        return take_unknown_word(r, at);
    default:
        return 1;
    }
}

size_t date_take(struct reading *r, size_t at)
{
    size_t end = at;
    while (at < r->count && !r->bad) {
        size_t used = 0;
        bool counts = true;
        if (r->token[at].kind == TOKEN_NUMBER) {
            used = date_number_take(r, at);
        } else if (r->token[at].kind == TOKEN_WORD) {
            used = take_word(r, at);
        } else {
            if (reading_is_sign(r, at, '+') || reading_is_sign(r, at, '-'))
                used = take_offset(r, at);
            counts = used > 0;
            if (used == 0)
                used = 1;
        }
        if (used == 0)
            break;
        at += used;
        if (counts)
            end = at;
    }
    return end;
}
