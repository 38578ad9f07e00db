#include "consumers/link/link.h"

#include "consumers/link/link_name.h"
#include "consumers/link/link_text.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* What each feature is worth. Chosen by hand after the feature table of the linking study; a pair
 * needs LINK_THRESHOLD. */
#define MATTER_SAME 0.40
#define MATTER_FAMILY                                                                              \
    (-0.20) /* only a denial of the named speaker in the same words can bridge it */
#define PARTIES_SAME    0.30
#define PARTIES_WITHIN  0.20
#define PARTIES_MANY    0.35 /* the same three or more: hardly by chance */
#define PARTIES_UNKNOWN 0.05
#define PARTIES_SHARED  0.05 /* the denier's own side among them, and the denial names who spoke */
#define TIME_BEFORE     0.15 /* on the same day, fading over the window */
#define DENIES_SPEAKER  0.30
#define DENIES_SIDE     0.15
#define DENIES_OTHER    (-0.40)
#define SAME_SIDE       (-0.25)
#define SAME_VOICE      (-0.40) /* one side in one item, and nobody says that they disagree */
#define INITIATOR_OTHER (-0.20)
#define WORDS_MANY      0.20
#define WORDS_SOME      0.05
#define WORDS_NONE      (-0.25)
#define WORDS_TOLD      (-0.10) /* where the denial tells whom it contradicts */
#define WORDS_FEW       1 /* words of its own in a denial that says little: "No such plan exists" */
#define FEW_DAYS        7 /* such a denial answers what was said just before */
#define FAMILY_NEAR                                                                                \
    0.35 /* a level and a plan of tariffs; an offer and a deal in the same words                   \
          */
#define WORDS_MANY_FROM 0.25
#define WORDS_SOME_FROM 0.12 /* one chance word of a long sentence is less */

#define NO_LINK (-10.0)

int link_matter_family(enum matter matter)
{
    switch (matter) {
    case MATTER_CONTACT:
    case MATTER_TALKS:
    case MATTER_DEAL:
        return 1;
    case MATTER_TARIFF_LEVEL:
    case MATTER_TARIFF_PLAN:
        return 2;
    case MATTER_TRADE_CONDUCT:
        return 3;
    case MATTER_TRADE_EFFECT:
        return 4;
    case MATTER_NONE:
        break;
    }
    return 0;
}

/* A statement with what is compared, made once for all its pairs, and only where a pair gets so
 * far. */
struct prepared {
    const struct link_statement *statement;
    struct link_words words;
    bool has_words;
};

/* A pair's reasons and their sum. Most pairs are no links: their reasons are not written down. */
struct weighing {
    double score;
    bool told;
    char reasons[192];
    size_t used;
};

/* Not by an initializer, which would clear the reasons for each of very many pairs. */
static void begin(struct weighing *weighing, bool told)
{
    weighing->score = 0;
    weighing->told = told;
    weighing->used = 0;
    weighing->reasons[0] = '\0';
}

static void weigh(struct weighing *weighing, const char *feature, const char *value, double worth)
{
    weighing->score += worth;
    if (!weighing->told)
        return;
    int len =
        snprintf(weighing->reasons + weighing->used, sizeof weighing->reasons - weighing->used,
                 "%s%s=%s", weighing->used == 0 ? "" : " ", feature, value);
    if (len > 0 && (size_t)len < sizeof weighing->reasons - weighing->used)
        weighing->used += (size_t)len;
}

static void weigh_matter(const struct record *denial,
                         const struct record *claim,
                         bool same_item,
                         struct weighing *w)
{
    if (denial->matter == claim->matter)
        weigh(w, "matter", "same", MATTER_SAME);
    else if (link_matter_family(denial->matter) == link_matter_family(claim->matter))
        weigh(w, "matter", "family", MATTER_FAMILY);
    else
        w->score = NO_LINK;
    /* What an item tells of a call and of talks, it tells apart. */
    bool met = denial->matter == MATTER_CONTACT || claim->matter == MATTER_CONTACT;
    if (same_item && met && denial->matter != claim->matter)
        w->score = NO_LINK;
}

/* Whether parties name a side: by its own code, or a member of the Union by that and the other way
 * round. "Jobs in Spain" and "the Union's growers" may be the same ones. */
static bool names_side(const struct record_codes *parties, const char *code)
{
    if (record_codes_have(parties, code) ||
        (record_in_union(code) && record_codes_have(parties, "EU")))
        return true;
    for (size_t i = 0; strcmp(code, "EU") == 0 && i < parties->count; i++) {
        if (record_in_union(parties->code[i]))
            return true;
    }
    return false;
}

/* Whether all of the one's parties are among the other's. */
static bool is_within(const struct record_codes *one, const struct record_codes *other)
{
    size_t there = 0;
    for (size_t i = 0; i < one->count; i++)
        there += names_side(other, one->code[i]);
    return there == one->count;
}

static void
weigh_parties(const struct record *denial, const struct record *claim, struct weighing *w)
{
    size_t both = 0;
    for (size_t i = 0; i < denial->parties.count; i++)
        both += record_codes_have(&claim->parties, denial->parties.code[i]);
    size_t fewer =
        denial->parties.count < claim->parties.count ? denial->parties.count : claim->parties.count;
    size_t more = denial->parties.count + claim->parties.count - fewer;
    if (fewer == 0)
        weigh(w, "parties", "unknown", PARTIES_UNKNOWN);
    else if (both == more)
        weigh(w, "parties", "same", both > 2 ? PARTIES_MANY : PARTIES_SAME);
    else if (is_within(&denial->parties, &claim->parties) ||
             is_within(&claim->parties, &denial->parties))
        weigh(w, "parties", "within", PARTIES_WITHIN);
    else if ((denial->speaker_side == NULL
                  ? both > 0
                  : record_codes_have(&claim->parties, denial->speaker_side)) &&
             link_same_person(denial->denies, denial->denies_actor, claim->speaker,
                              claim->speaker_actor))
        weigh(w, "parties", "shared", PARTIES_SHARED);
    else
        w->score = NO_LINK;
}

static bool is_date_only(long long said_at)
{
    return said_at % 86400 == 0;
}

static void weigh_time(const struct link_statement *denial,
                       const struct link_statement *claim,
                       struct weighing *w)
{
    if (!denial->said_known || !claim->said_known) {
        weigh(w, "time", "unknown", 0);
        return;
    }
    long long gap = denial->said_at - claim->said_at;
    /* A bare date is written as its midnight, so it may seem to lie before what was said earlier
     * that day. */
    long long slack = is_date_only(denial->said_at) || is_date_only(claim->said_at)
                          ? LINK_WINDOW_AFTER_S
                          : LINK_WINDOW_AFTER_S / 4;
    if (gap > LINK_WINDOW_BEFORE_S || gap < -slack) {
        w->score = NO_LINK;
        return;
    }
    char days[32] = "";
    if (w->told)
        (void)snprintf(days, sizeof days, "%lldd", gap / 86400);
    double age = gap < 0 ? 0 : (double)gap / (double)LINK_WINDOW_BEFORE_S;
    weigh(w, "time", days, TIME_BEFORE * (1 - age));
}

static bool same_text(const char *a, const char *b)
{
    return a != NULL && b != NULL && strcmp(a, b) == 0;
}

static void weigh_speakers(const struct record *denial,
                           const struct record *claim,
                           bool same_item,
                           struct weighing *w)
{
    bool named = link_same_person(denial->denies, denial->denies_actor, claim->speaker,
                                  claim->speaker_actor);
    /* Who takes back what they said says whose it was. */
    if (link_same_speaker(denial, claim) &&
        !(named && link_same_name(denial->denies, denial->speaker))) {
        w->score = NO_LINK;
        return;
    }
    if (named)
        weigh(w, "denies", "speaker", DENIES_SPEAKER);
    else if (same_text(denial->denies_side, claim->speaker_side))
        weigh(w, "denies", "side", DENIES_SIDE);
    else if (denial->denies_side != NULL && claim->speaker_side != NULL)
        weigh(w, "denies", "other", DENIES_OTHER);
    bool told = named || same_text(denial->denies_side, claim->speaker_side);
    if (!named && same_text(denial->speaker_side, claim->speaker_side))
        weigh(w, "side", "own", same_item && !told ? SAME_VOICE : SAME_SIDE);
    if (denial->initiator != NULL && claim->initiator != NULL &&
        !same_text(denial->initiator, claim->initiator))
        weigh(w, "initiator", "other", INITIATOR_OTHER);
}

/* Whether two sides met or talk is told by who they are; which deal, duty or deed is meant, by the
 * words. */
static bool words_matter(enum matter matter)
{
    return matter != MATTER_CONTACT && matter != MATTER_TALKS;
}

static bool same_language(const char *a, const char *b)
{
    return a == NULL || b == NULL || strncmp(a, b, 2) == 0;
}

static void find_words(struct prepared *prepared)
{
    const struct link_statement *statement = prepared->statement;
    if (!prepared->has_words && statement->evidence != NULL) {
        link_words_of(statement->evidence, &prepared->words);
        if (statement->record->speaker != NULL)
            link_words_drop(&prepared->words, statement->record->speaker);
    }
    prepared->has_words = true;
}

/* Whether a denial names who made a claim, or for whom. */
static bool is_named(const struct record *denial, const struct record *claim)
{
    return link_same_person(denial->denies, denial->denies_actor, claim->speaker,
                            claim->speaker_actor) ||
           same_text(denial->denies_side, claim->speaker_side);
}

/* What it tells that a denial shares no word with a claim: little where it names who made it, and
 * nothing where it says no more than that something is not so, and answers what was said just
 * before. */
static double worth_of_none(const struct prepared *denial, const struct prepared *claim)
{
    double none =
        is_named(denial->statement->record, claim->statement->record) ? WORDS_TOLD : WORDS_NONE;
    if (denial->words.own > WORDS_FEW)
        return none;
    long long gap = denial->statement->said_at - claim->statement->said_at;
    bool known = denial->statement->said_known && claim->statement->said_known;
    double days = known && gap > 0 ? (double)gap / 86400 : 0;
    return none * (days < FEW_DAYS ? days / FEW_DAYS : 1);
}

/* Whether two matters of one family can be one thing told in two ways: what a tariff is and what it
 * is to be, what was offered and what was agreed. That two sides met is neither. */
static bool is_near(const struct record *denial, const struct record *claim, double shared)
{
    if (denial->matter == claim->matter || denial->matter == MATTER_CONTACT ||
        claim->matter == MATTER_CONTACT)
        return false;
    return link_matter_family(claim->matter) == link_matter_family(MATTER_TARIFF_LEVEL) ||
           shared >= WORDS_MANY_FROM;
}

/* What two statements of different matters share beside the words of these, which a sentence that
 * denies both has: "There were no talks and there is no deal". */
static double shared_beside(const struct prepared *denial, const struct prepared *claim)
{
    struct link_words beside = denial->words;
    link_words_drop(&beside, "talks talked negotiations negotiating consultations discussions "
                             "deal deals agreement agreed accord pact call called met meeting");
    return link_words_shared(&beside, &claim->words);
}

static void
weigh_words(const struct prepared *denial, const struct prepared *claim, struct weighing *w)
{
    double shared = link_words_shared(&denial->words, &claim->words);
    bool other = denial->statement->record->matter != claim->statement->record->matter;
    if (is_near(denial->statement->record, claim->statement->record,
                other ? shared_beside(denial, claim) : shared))
        weigh(w, "kind", "near", FAMILY_NEAR);
    if (denial->words.count == 0 || claim->words.count == 0 ||
        denial->words.han != claim->words.han ||
        !same_language(denial->statement->lang, claim->statement->lang))
        return;
    char share[16] = "";
    if (w->told)
        (void)snprintf(share, sizeof share, "%.2f", shared);
    bool strict = words_matter(claim->statement->record->matter);
    if (shared >= WORDS_MANY_FROM)
        weigh(w, "words", share, strict ? WORDS_MANY : WORDS_SOME);
    else if (shared >= WORDS_SOME_FROM)
        weigh(w, "words", share, WORDS_SOME);
    else
        weigh(w, "words", share, strict ? worth_of_none(denial, claim) : 0);
}

/* That no call took place says nothing about a meeting. */
static void
weigh_means(const struct prepared *denial, const struct prepared *claim, struct weighing *w)
{
    if (claim->statement->record->matter == MATTER_CONTACT && denial->words.means != 0 &&
        claim->words.means != 0 && (denial->words.means & claim->words.means) == 0)
        w->score = NO_LINK;
}

/* Everything but the words. */
static void weigh_slots(const struct link_statement *denial,
                        const struct link_statement *claim,
                        struct weighing *w)
{
    bool same_item = same_text(denial->item_id, claim->item_id);
    weigh_matter(denial->record, claim->record, same_item, w);
    if (w->score > NO_LINK)
        weigh_parties(denial->record, claim->record, w);
    if (w->score > NO_LINK)
        weigh_time(denial, claim, w);
    if (w->score > NO_LINK)
        weigh_speakers(denial->record, claim->record, same_item, w);
}

static bool is_enough(double score)
{
    return score >= LINK_THRESHOLD - 1e-9;
}

/* Whether words could still make a link of it. */
static bool may_link(const struct link_statement *denial, const struct link_statement *claim)
{
    struct weighing w;
    begin(&w, false);
    weigh_slots(denial, claim, &w);
    double most = words_matter(claim->record->matter) ? WORDS_MANY : WORDS_SOME;
    if (is_near(denial->record, claim->record, 1))
        most += FAMILY_NEAR;
    return is_enough(w.score + most);
}

static void weigh_pair(struct prepared *denial, struct prepared *claim, struct weighing *w)
{
    weigh_slots(denial->statement, claim->statement, w);
    if (w->score <= NO_LINK)
        return;
    find_words(denial);
    find_words(claim);
    weigh_words(denial, claim, w);
    weigh_means(denial, claim, w);
}

static struct prepared *
prepare(const struct link_statement *statements, size_t count, struct arena *arena)
{
    struct prepared *prepared = arena_array(arena, count + 1, sizeof *prepared);
    for (size_t i = 0; prepared != NULL && i < count; i++)
        prepared[i].statement = &statements[i];
    return prepared;
}

struct found {
    struct link *links;
    size_t count;
    size_t capacity;
};

static bool keep(struct found *found, struct arena *arena, struct link link)
{
    if (found->count == found->capacity) {
        size_t capacity = found->capacity == 0 ? 16 : 2 * found->capacity;
        struct link *grown = arena_array(arena, capacity, sizeof *grown);
        if (grown == NULL)
            return false;
        if (found->count > 0)
            memcpy(grown, found->links, found->count * sizeof *grown);
        found->links = grown;
        found->capacity = capacity;
    }
    found->links[found->count++] = link;
    return true;
}

static bool is_pair(const struct link_statement *denial, const struct link_statement *claim)
{
    return claim->record->type == RECORD_CLAIM && !(denial->settled && claim->settled);
}

static bool link_denial(
    struct prepared *all, size_t count, size_t denial, struct arena *arena, struct found *found)
{
    for (size_t claim = 0; claim < count; claim++) {
        if (!is_pair(all[denial].statement, all[claim].statement) ||
            !may_link(all[denial].statement, all[claim].statement))
            continue;
        struct weighing weighing;
        begin(&weighing, false);
        weigh_pair(&all[denial], &all[claim], &weighing);
        if (!is_enough(weighing.score))
            continue;
        struct weighing told;
        begin(&told, true);
        weigh_pair(&all[denial], &all[claim], &told);
        double score = told.score > 1 ? 1 : round(told.score * 1e4) / 1e4;
        char *reasons = arena_copy(arena, told.reasons, told.used);
        if (reasons == NULL || !keep(found, arena, (struct link){denial, claim, score, reasons}))
            return false;
    }
    return true;
}

void link_find_wanted(const struct link_statement *statements, size_t count, bool *wanted)
{
    memset(wanted, 0, count * sizeof *wanted);
    for (size_t denial = 0; denial < count; denial++) {
        if (statements[denial].record->type != RECORD_DENIAL)
            continue;
        for (size_t claim = 0; claim < count; claim++) {
            if (is_pair(&statements[denial], &statements[claim]) &&
                may_link(&statements[denial], &statements[claim]))
                wanted[denial] = wanted[claim] = true;
        }
    }
}

size_t link_statements(const struct link_statement *statements,
                       size_t count,
                       struct arena *arena,
                       struct link **links)
{
    *links = NULL;
    struct prepared *all = prepare(statements, count, arena);
    if (all == NULL)
        return SIZE_MAX;
    struct found found = {0};
    for (size_t denial = 0; denial < count; denial++) {
        if (statements[denial].record->type == RECORD_DENIAL &&
            !link_denial(all, count, denial, arena, &found))
            return SIZE_MAX;
    }
    *links = found.links;
    return found.count;
}
