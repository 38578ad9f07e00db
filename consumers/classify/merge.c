/* One record for each imposer, action, product group and rate, however often the text tells it. */
#include "consumers/classify/tariff.h"

#include <string.h>

#define WORD_MIN 3 /* bytes of a word that says what goods are */

static bool same_number(struct record_number a, struct record_number b)
{
    return a.known == b.known && (!a.known || a.value == b.value);
}

static bool has_rate(const struct record *record)
{
    return record->rate.known || record->rate_points.known;
}

static bool is_everybody(const struct record_codes *codes)
{
    return codes->count == 0 || (codes->count == 1 && strcmp(codes->code[0], "*") == 0);
}

static bool targets_meet(const struct record *a, const struct record *b)
{
    if (is_everybody(&a->targets) || is_everybody(&b->targets))
        return true;
    for (size_t i = 0; i < a->targets.count; i++) {
        if (record_codes_have(&b->targets, a->targets.code[i]))
            return true;
    }
    return false;
}

static bool same_targets(const struct record *a, const struct record *b)
{
    if (a->targets.count != b->targets.count)
        return false;
    for (size_t i = 0; i < a->targets.count; i++) {
        if (strcmp(a->targets.code[i], b->targets.code[i]) != 0)
            return false;
    }
    return true;
}

static bool is_common(const char *word, size_t len)
{
    static const char *const common[] = {"goods",   "imports", "products",    "articles",
                                         "certain", "from",    "originating", "all",
                                         "some",    "of",      "the",         "and"};
    for (size_t i = 0; i < sizeof common / sizeof common[0]; i++) {
        if (strlen(common[i]) == len && memcmp(common[i], word, len) == 0)
            return true;
    }
    return false;
}

/* "certain Russian products" says no more than "all goods", but for the country's name. */
static bool is_general(const struct record *record)
{
    bool common = false;
    if (strcmp(record->products, "all goods") == 0)
        return true;
    for (const char *word = record->products; *word != '\0';) {
        size_t len = strcspn(word, " ");
        if (is_common(word, len))
            common = true;
        else if (word[0] < 'A' || word[0] > 'Z')
            return false;
        word += len + (word[len] == ' ');
    }
    return common;
}

static bool has_word(const char *phrase, const char *word, size_t len)
{
    for (const char *at = phrase; *at != '\0';) {
        size_t one = strcspn(at, " ");
        if (one == len && memcmp(at, word, len) == 0)
            return true;
        at += one + (at[one] == ' ');
    }
    return false;
}

/* The phrases share a word that says what they are: "copper" and "copper products". */
static bool products_meet(const struct record *a, const struct record *b)
{
    if (is_general(a) || is_general(b) || strcmp(a->products, b->products) == 0)
        return true;
    for (const char *word = a->products; *word != '\0';) {
        size_t len = strcspn(word, " ");
        /* "Danish butter" and "Danish pork" */
        bool name = word[0] >= 'A' && word[0] <= 'Z' && (word != a->products || word[len] == ' ');
        if (len >= WORD_MIN && !name && !is_common(word, len) && has_word(b->products, word, len))
            return true;
        word += len + (word[len] == ' ');
    }
    return false;
}

static int details(const struct record *record)
{
    return (record->effective != NULL) + (record->expires != NULL) + (record->instrument != NULL);
}

static bool is_burden(enum tariff_action action)
{
    return action == ACTION_IMPOSE || action == ACTION_RAISE;
}

static bool is_relief(enum tariff_action action)
{
    return action == ACTION_LOWER || action == ACTION_SUSPEND || action == ACTION_REMOVE;
}

static bool same_direction(enum tariff_action a, enum tariff_action b)
{
    return a == b || (is_burden(a) && is_burden(b)) || (is_relief(a) && is_relief(b));
}

/* "an additional 25% ..., bringing the total to 50%": the step and what it leads to. */
static bool is_total_of(const struct record *total, const struct record *step)
{
    /* "has charged 25% and will add another 20 points": a step that is yet to come */
    bool later = total->status == STATUS_IN_FORCE && step->status != STATUS_IN_FORCE;
    return !later && step->rate_points.known && !step->rate.known && total->rate.known &&
           !total->rate_points.known && total->rate.value > step->rate_points.value &&
           strcmp(total->products, step->products) == 0 && same_targets(total, step);
}

static bool is_of_parcels(const struct record *record)
{
    return record->instrument != NULL && strstr(record->instrument, "minimis") != NULL;
}

/* "25% on Indian goods", then "duties on cars": one is of one country, the other of some goods. */
static bool is_across(const struct record *a, const struct record *b)
{
    return !is_everybody(&a->targets) && is_general(a) && is_everybody(&b->targets) &&
           !is_general(b);
}

/* With a rate and without: one tells the other's only where the deed is the same, and one on all
 * goods goes before the rate on some, not after it. */
static bool is_retold(const struct record *a, const struct record *b)
{
    return a->action == b->action && !(has_rate(a) && is_general(b) && !is_general(a)) &&
           !is_across(a, b) && products_meet(a, b) && targets_meet(a, b);
}

/* "Goods that are sent through others": some, told by a clause of their own. */
static bool is_told_apart(const struct record *record)
{
    return strstr(record->products, " that ") != NULL;
}

/* Two tellings of one change; *keep_second: the second is the fuller. */
static bool is_repeat(const struct record *a, const struct record *b, bool *keep_second)
{
    if (strcmp(a->imposer, b->imposer) != 0 || !same_direction(a->action, b->action))
        return false;
    /* The end of free entry for parcels is no telling of the duties on goods. */
    if (is_of_parcels(a) != is_of_parcels(b))
        return false;
    bool same_clause = a->evidence[0].start == b->evidence[0].start;
    /* "the one for Sunday is called off, that of March is cut" */
    bool apart = a->action == ACTION_SUSPEND || b->action == ACTION_SUSPEND;
    if (a->action != b->action && !is_burden(a->action) && (same_clause || apart))
        return false;
    bool fuller = details(b) > details(a) || (is_general(a) && !is_general(b));
    *keep_second = has_rate(b) ? !has_rate(a) : !has_rate(a) && fuller;
    if (same_clause && (is_total_of(a, b) || is_total_of(b, a))) {
        *keep_second = is_total_of(b, a);
        return is_burden(a->action);
    }
    /* "Goods that are sent through others pay 40%, too." */
    if (!same_clause && is_told_apart(a) != is_told_apart(b))
        return false;
    if (has_rate(a) && has_rate(b)) {
        bool same = same_number(a->rate, b->rate) && same_number(a->rate_points, b->rate_points);
        if (same_clause && is_general(a) != is_general(b))
            return false; /* one duty on all goods and another on some */
        /* "duties of 50% on goods from Asia. Cars will pay 50%, up from 20%." */
        if (is_general(a) && !is_general(b) && b->rate_from.known && !a->rate_from.known)
            return false;
        return same && products_meet(a, b) &&
               (same_targets(a, b) || (!same_clause && targets_meet(a, b)));
    }
    if (has_rate(a) != has_rate(b))
        return is_retold(a, b) && (!same_clause || same_targets(a, b));
    bool one_rule =
        a->instrument != NULL && b->instrument != NULL && strcmp(a->instrument, b->instrument) == 0;
    /* "spared in January, are spared again" */
    bool again = strcmp(a->products, b->products) == 0 && same_targets(a, b);
    return a->action == b->action && (one_rule || products_meet(a, b)) && same_targets(a, b) &&
           (!same_clause || again);
}

static void take_missing(struct record *kept, const struct record *dropped)
{
    if (is_everybody(&kept->targets) && !is_everybody(&dropped->targets) && !has_rate(kept))
        kept->targets = dropped->targets;
    if (is_general(kept) && !is_general(dropped) && !has_rate(dropped))
        kept->products = dropped->products;
    if (kept->effective == NULL)
        kept->effective = dropped->effective;
    if (kept->expires == NULL)
        kept->expires = dropped->expires;
    if (kept->instrument == NULL)
        kept->instrument = dropped->instrument;
    if (!kept->rate_from.known && same_number(kept->rate, dropped->rate))
        kept->rate_from = dropped->rate_from;
}

/* "decided to maintain the duties. They range between 59.2% and 75%": how high what is kept is. */
static bool tells_height(const struct record *kept, const struct record *height)
{
    return kept->action == ACTION_EXTEND && height->action == ACTION_IMPOSE && !has_rate(kept) &&
           height->rate.known && !height->rate_from.known &&
           strcmp(kept->imposer, height->imposer) == 0 &&
           strcmp(kept->products, height->products) == 0 && same_targets(kept, height) &&
           kept->evidence[0].start != height->evidence[0].start;
}

static void drop(struct record_list *records, size_t i)
{
    memmove(&records->record[i], &records->record[i + 1],
            (records->count - i - 1) * sizeof *records->record);
    records->count--;
}

void merge_repeats(struct record_list *records)
{
    for (size_t a = 0; a < records->count; a++) {
        for (size_t b = a + 1; b < records->count;) {
            bool second = false;
            if (records->record[a].type == RECORD_TARIFF_CHANGE && b == a + 1 &&
                records->record[b].type == RECORD_TARIFF_CHANGE &&
                tells_height(&records->record[a], &records->record[b])) {
                records->record[a].rate = records->record[b].rate;
                drop(records, b);
                continue;
            }
            if (records->record[a].type != RECORD_TARIFF_CHANGE ||
                records->record[b].type != RECORD_TARIFF_CHANGE ||
                !is_repeat(&records->record[a], &records->record[b], &second)) {
                b++;
                continue;
            }
            if (second) {
                struct record first = records->record[a];
                records->record[a] = records->record[b];
                take_missing(&records->record[a], &first);
            } else {
                take_missing(&records->record[a], &records->record[b]);
            }
            drop(records, b);
        }
    }
}
