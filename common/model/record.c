#include "common/model/record.h"

#include "common/base/buf.h"
#include "common/base/str.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *const types[] = {"claim", "denial", "tariff_change"};
static const char *const matters[] = {
    "", "contact", "talks", "deal", "tariff_level", "tariff_plan", "trade_conduct", "trade_effect"};
static const char *const actions[] = {"",        "impose", "raise",  "lower",
                                      "suspend", "exempt", "extend", "remove"};
static const char *const statuses[] = {"", "in_force", "announced", "proposed", "threatened"};
static const char *const certainties[] = {"unknown", "certain", "probable", "possible"};
static const char *const temporalities[] = {"current", "background", "future", "hypothetical"};
static const char *const denial_kinds[] = {"", "flat", "falsehood"};
static const char *const rate_operators[] = {"eq", "le", "ge", "about", "range"};

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

_Static_assert(COUNT(matters) == MATTER_COUNT, "a word for each matter");

/* The place of name in a vocabulary; 0 (its "none") where it is not in it. */
static size_t place(const char *const *table, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(table[i], name) == 0)
            return i;
    }
    return 0;
}

const char *record_type_name(enum record_type type)
{
    return types[type];
}

bool record_type_parse(const char *name, enum record_type *type)
{
    size_t at = place(types, COUNT(types), name);
    if (strcmp(types[at], name) != 0)
        return false;
    *type = (enum record_type)at;
    return true;
}

const char *matter_name(enum matter matter)
{
    return matters[matter];
}

enum matter matter_parse(const char *name)
{
    return (enum matter)place(matters, COUNT(matters), name);
}

const char *tariff_action_name(enum tariff_action action)
{
    return actions[action];
}

enum tariff_action tariff_action_parse(const char *name)
{
    return (enum tariff_action)place(actions, COUNT(actions), name);
}

const char *tariff_status_name(enum tariff_status status)
{
    return statuses[status];
}

enum tariff_status tariff_status_parse(const char *name)
{
    return (enum tariff_status)place(statuses, COUNT(statuses), name);
}

const char *certainty_name(enum certainty certainty)
{
    return certainties[certainty];
}

enum certainty certainty_parse(const char *name)
{
    return (enum certainty)place(certainties, COUNT(certainties), name);
}

const char *temporality_name(enum temporality temporality)
{
    return temporalities[temporality];
}

enum temporality temporality_parse(const char *name)
{
    return (enum temporality)place(temporalities, COUNT(temporalities), name);
}

const char *denial_kind_name(enum denial_kind kind)
{
    return denial_kinds[kind];
}

enum denial_kind denial_kind_parse(const char *name)
{
    return (enum denial_kind)place(denial_kinds, COUNT(denial_kinds), name);
}

const char *rate_operator_name(enum rate_operator op)
{
    return rate_operators[op];
}

enum rate_operator rate_operator_parse(const char *name)
{
    return (enum rate_operator)place(rate_operators, COUNT(rate_operators), name);
}

bool record_codes_add(struct record_codes *codes, const char *code)
{
    size_t at = 0;
    int order = 1;
    while (at < codes->count && (order = str_order(codes->code[at], code)) < 0)
        at++;
    if (at < codes->count && order == 0)
        return true;
    if (codes->count == RECORD_CODES_MAX)
        return false;
    memmove(&codes->code[at + 1], &codes->code[at], (codes->count - at) * sizeof codes->code[0]);
    codes->code[at] = code;
    codes->count++;
    return true;
}

bool record_codes_have(const struct record_codes *codes, const char *code)
{
    for (size_t i = 0; i < codes->count; i++) {
        if (str_same(codes->code[i], code))
            return true;
    }
    return false;
}

#define TWO(a, b) ((unsigned)(a) << 8 | (unsigned)(b))

bool record_in_union(const char *code)
{
    if (code[0] == '\0' || code[1] == '\0' || code[2] != '\0')
        return false;
    switch (TWO((unsigned char)code[0], (unsigned char)code[1])) {
    case TWO('A', 'T'):
    case TWO('B', 'E'):
    case TWO('B', 'G'):
    case TWO('C', 'Y'):
    case TWO('C', 'Z'):
    case TWO('D', 'E'):
    case TWO('D', 'K'):
    case TWO('E', 'E'):
    case TWO('E', 'S'):
    case TWO('F', 'I'):
    case TWO('F', 'R'):
    case TWO('G', 'R'):
    case TWO('H', 'R'):
    case TWO('H', 'U'):
    case TWO('I', 'E'):
    case TWO('I', 'T'):
    case TWO('L', 'T'):
    case TWO('L', 'U'):
    case TWO('L', 'V'):
    case TWO('M', 'T'):
    case TWO('N', 'L'):
    case TWO('P', 'L'):
    case TWO('P', 'T'):
    case TWO('R', 'O'):
    case TWO('S', 'E'):
    case TWO('S', 'I'):
    case TWO('S', 'K'):
        return true;
    default:
        return false;
    }
}

char *record_evidence(struct arena *arena, const struct record *record, const char *text)
{
    size_t len = 0;
    for (size_t i = 0; i < record->evidence_count; i++)
        len += record->evidence[i].end - record->evidence[i].start + 1;
    char *joined = arena_alloc(arena, len + 1);
    if (joined == NULL)
        return NULL;
    char *to = joined;
    for (size_t i = 0; i < record->evidence_count; i++) {
        const struct record_span *span = &record->evidence[i];
        if (i > 0)
            *to++ = ' ';
        memcpy(to, text + span->start, span->end - span->start);
        to += span->end - span->start;
    }
    *to = '\0';
    return joined;
}

#define ID_PARTS_MAX (8 + RECORD_SPANS_MAX + RECORD_CODES_MAX)
#define RATES_BYTES  48
#define WHOLE_BYTES  15 /* " 1 999999.0000" and its end */

/* "25.0000" of 25, which has at most six digits; returns the length. */
static size_t write_whole(unsigned value, char *out)
{
    char digit[6];
    size_t count = 0;
    size_t len = 0;
    do {
        digit[count++] = (char)('0' + value % 10);
        value /= 10;
    } while (value > 0);
    while (count > 0)
        out[len++] = digit[--count];
    memcpy(out + len, ".0000", 6);
    return len + 5;
}

/* "1 25.0000 0 0.0000": the rate and the points, each after whether it is known. */
static void write_rates(const struct record *record, char out[RATES_BYTES])
{
    const struct record_number *numbers[] = {&record->rate, &record->rate_points};
    size_t len = 0;
    for (size_t i = 0; i < 2 && len < RATES_BYTES; i++) {
        double value = numbers[i]->value;
        bool known = numbers[i]->known;
        const char *space = i == 0 ? "" : " ";
        /* Most are unknown, or whole, and written without snprintf(), which is slow. */
        bool whole = value >= 0 && value < 1e6 && value == (unsigned)value && !signbit(value);
        if (whole && len + WHOLE_BYTES <= RATES_BYTES) {
            out[len] = ' ';
            len += i;
            out[len++] = known ? '1' : '0';
            out[len++] = ' ';
            len += write_whole((unsigned)value, out + len);
            continue;
        }
        int more = snprintf(out + len, RATES_BYTES - len, "%s%d %.4f", space, known, value);
        len += more > 0 ? (size_t)more : 0;
    }
}

void record_make_id(struct record *record, const char *item_id, const char *text)
{
    struct str parts[ID_PARTS_MAX];
    size_t count = 0;
    char number[RATES_BYTES];
    parts[count++] = str_of(item_id);
    parts[count++] = str_of(record_type_name(record->type));
    for (size_t i = 0; i < record->evidence_count; i++) {
        const struct record_span *span = &record->evidence[i];
        parts[count++] = (struct str){text + span->start, span->end - span->start};
    }
    const struct record_codes *codes = &record->parties;
    if (record->type == RECORD_TARIFF_CHANGE) {
        write_rates(record, number);
        parts[count++] = str_of(record->imposer);
        parts[count++] = str_of(tariff_action_name(record->action));
        parts[count++] = str_of(record->products);
        parts[count++] = str_of(number);
        codes = &record->targets;
    } else {
        parts[count++] = str_of(record->speaker);
        parts[count++] = str_of(matter_name(record->matter));
    }
    for (size_t i = 0; i < codes->count; i++)
        parts[count++] = str_of(codes->code[i]);
    digest_id(parts, count, record->id);
}
