/*
 * Tariff changes: who puts which duty on whose goods, and how firm that is.
 *
 * A sentence is cut into changes: one for each new rate (rated.c, part.c), or for each deed where
 * no rate is stated (deed.c). Each is then filled in (change.c): what is done (act.c), who imposes
 * on whom (slots.c, target.c), on which goods (product.h), from when (when.h), how firm it is
 * (stage.c), and what else is said of it (extra.c). merge.c drops what the document has told
 * before.
 */
#ifndef GAINSAY_CLASSIFY_TARIFF_H
#define GAINSAY_CLASSIFY_TARIFF_H

#include "consumers/classify/rate.h"
#include "consumers/classify/speech.h"
#include "consumers/classify/when.h"

/* What is done to a duty. Zeroed: nothing is said to be done. */
struct act {
    const struct hit *verb; /* or noun */
    const struct hit *noun; /* that it does, or NULL: "extend the pause" */
    enum tariff_action action;
    bool of_noun; /* its subject is a deed: "the suspension is prolonged" */
    bool spares;  /* it or its object is an exemption */
    bool lasts;   /* keeps it for longer than was said */
    bool averts;  /* does away with what was to be done: its rate will not come */
    bool keeps;   /* leaves the duty as it is */
    bool pays;    /* its subject bears the duty: "faces" */
    bool passive; /* its subject is what it falls on: "was imposed" */
    bool future;  /* "will", "to be" */
    bool done;    /* "has raised", "raised" */
    bool may;     /* "may raise", "could raise" */
};

/* One change while it is being read. Token ranges, end exclusive. */
struct change {
    uint32_t sentence;
    uint32_t last_sentence; /* of the evidence */
    uint32_t first;         /* its clause, which changes of one sentence share */
    uint32_t end;
    uint32_t own_first; /* the part of the clause that is this rate's alone */
    uint32_t own_end;
    bool shares;   /* nothing but the rate is its own: the rest is that of the change before */
    bool backward; /* goods and targets stand before its rate */
    const struct hit *duty; /* the duty's noun, or NULL */
    struct act act;
    const struct rate *rate; /* NULL where none is stated */
    const struct rate *old;
    enum tariff_action action;
    enum tariff_status status;
    const char *imposer;
    struct record_codes targets;
    struct str products;  /* empty: all goods */
    bool named_targets;   /* the clause itself names them */
    bool owned;           /* the duty is called its imposer's: "Canada's 25% tariff" */
    bool stepped;         /* its old rate is that of the step before it */
    const char *asker;    /* who asks for the deed, whose goods bear it where none are named */
    bool leaves;          /* its rate is what is left when another part is suspended */
    uint32_t date_end;    /* end of the words that may date it alone */
    uint32_t rates_first; /* the first rate of its sentence, and the end of the last one */
    uint32_t rates_end;
    bool dated;         /* when it takes effect is known */
    bool dated_by_last; /* ... from the day of the change before */
    long long day;
    bool planned;  /* what is put off was to come on a day that is stated */
    bool listed;   /* goods or targets were dealt out by "respectively" */
    bool given_up; /* what another duty is to make its imposer take back */
    bool stands;   /* it stays as it is, for no time that is told */
    bool details;  /* one rate of a move told before without one */
    const char *rule;
};

/* What the rules know beside the sentence itself. */
struct tariff_scene {
    struct document *doc;
    const struct document *title;
    const struct author *author;
    const struct voice *voices;
    struct change last; /* the change read last */
    bool have_last;
    bool speaks_of_duties;  /* somewhere in title or text */
    bool denies;            /* the text calls something untrue */
    const struct rate *old; /* the only rate of the clause, which is the earlier one; or NULL */
    bool tells_level;       /* the sentence that is being read tells how high another's duty is */
    const char *answerer;   /* who answers the change that is being read (answer.h), or NULL */
};

/* What speaks for reading a sentence as one of duties that change. */
struct change_gates {
    uint32_t sentence;
    uint32_t first; /* tokens of its clause, end exclusive */
    uint32_t end;
    size_t rates;
    bool duty;    /* names a duty */
    bool follows; /* the sentence before told a change */
    bool none;    /* called untrue, asked, supposed */
    bool open;    /* the rules would read it */
};

/* Adds the tariff_change records of the document (title: the item's title, read the same way). */
void tariff_extract(struct document *doc,
                    const struct document *title,
                    const struct author *author,
                    const struct voice *voices);

/* act.c: "will let its duty on wool run out": whether somebody lets a duty end by itself. */
bool act_is_let(const struct document *doc, uint32_t first, const struct hit *verb);

/* duty.c: the first noun of a customs duty in tokens [first, end), and the one nearest to a token;
 * NULL where there is none. */
const struct hit *duty_next(const struct document *doc, uint32_t first, uint32_t end);
const struct hit *
duty_nearest(const struct document *doc, uint32_t first, uint32_t end, uint32_t at);

/* "Coffee was exempted later.": whether goods that are named before the verb are what it spares. */
bool deed_spares_goods(const struct document *doc, uint32_t first, const struct hit *verb);

/* "Duties on softwood stand at 35%; Ottawa dropped its 25% duty on steel": where the words of a
 * rate's deed end, which are not those of a clause of its own before the next rate. */
uint32_t rated_deed_end(const struct document *doc, uint32_t rate, uint32_t next);

/* rated.c, deed.c: read the changes of sentence `i`, whose clause is tokens [first, end); false
 * where the list of records is full. `used`: the deed that a rate was read with, or NULL; `bare`:
 * no rate was read, so that deeds other than exemptions count too. */
bool rated_read(struct tariff_scene *scene,
                uint32_t i,
                uint32_t first,
                uint32_t end,
                const struct rate *rates,
                size_t count);
bool deed_read(struct tariff_scene *scene,
               uint32_t i,
               uint32_t first,
               uint32_t end,
               const struct hit *used,
               bool bare);

/* rated_was.c. "It had stood at seven percent.", "Rice has been paying 30 percent and wheat 20.":
 * whether a sentence, from token `first`, only tells how high what the last change took away or
 * moved was, and whether that has completed the last record. */
bool rated_is_what_was(const struct tariff_scene *scene,
                       uint32_t sentence,
                       uint32_t first,
                       const struct rate *rates,
                       size_t count);
bool rated_fills_last(const struct tariff_scene *scene, uint32_t first, const struct rate *rate);

/* further.c: reads what tokens [first, end) of sentence `i`, which has told a change, do to duties
 * that they only point to: "and scrapped the one on lead"; false where the list is full. */
bool further_read(struct tariff_scene *scene, uint32_t i, uint32_t first, uint32_t end);

/* plain.c: reads one change of a sentence that surely tells one, by its first deed, whatever that
 * is done to. */
bool plain_read(struct tariff_scene *scene, uint32_t i, uint32_t first, uint32_t end);

/* asked.c: a duty that others are asked to take back is told of as it is: whose it is, how high. */
void asked_read(const struct document *doc, uint32_t first, struct change *part);
/* "will put 200% on wine unless they drop their 50% duty on rum": who is to give in has a duty of
 * their own, on who threatens. */
void asked_to_give_in(const struct tariff_scene *scene, struct change *change);
/* change.c: completes a change and adds its record, unless nobody imposes it; false where the list
 * is full. */
bool change_emit(struct tariff_scene *scene, struct change *change);
void change_number(struct record_number *number, double value);
/* The last sentence of a change's evidence: sentence `i`, or one after it that only says from when
 * ("The new rate takes effect on Saturday."). */
uint32_t change_dated_by(const struct tariff_scene *scene, uint32_t i);
/* dating.c: the head of the list that sentence `i` is an item of ("The following duties apply:"),
 * or NULL. */
const struct sentence *dating_head(const struct document *doc, uint32_t i);
/* "has acted to protect them, including: - Imposing a duty on tin": the head of a list of deeds, of
 * which the change's sentence is one; or NULL. */
const struct sentence *dating_deed_head(const struct document *doc, const struct change *change);
/* The date that another sentence of the document gives, if any. */
struct when dating_of(const struct tariff_scene *scene, const struct change *change);
/* The day by which a change's own words say that a duty is to be lighter, if any. */
struct when dating_deadline(const struct tariff_scene *scene, const struct change *change);
/* Whether the day at token `at`, or a day found, is one that had been planned for what is dropped.
 */
bool dating_was_planned(const struct document *doc, const struct change *change, uint32_t at);
bool dating_is_dropped(const struct document *doc,
                       const struct change *change,
                       const struct when *when);
/* Whether the change before, in this sentence or the one before it, is dated. */
bool dating_has_last(const struct tariff_scene *scene, const struct change *change);
/* A date counted from that of the change before ("on the same day", "two weeks later"), in tokens
 * up to `end` that are the change's own, or in its sentence. */
struct when
dating_after_last(const struct tariff_scene *scene, const struct change *change, uint32_t end);
/* step.c: what is done to a duty, where how the rate stands to the earlier one tells more. */
enum tariff_action step_action(const struct tariff_scene *scene, struct change *change);
/* step_relief.c: "20%, twice what it charged until Monday", "19%, a point less than": RAISE or
 * LOWER, else what is done anyway. */
enum tariff_action step_multiple(const struct document *doc, const struct change *change);
/* "A year later the figure shall be 25.": RAISE or LOWER of what the sentence before told of, else
 * NONE. */
enum tariff_action step_later(const struct tariff_scene *scene, const struct change *change);
/* "15%, retroactive to August 7", "the first 100,000 cars enter at 10%": whether a
 * rate that is put on relieves who bears it. */
bool step_is_relief(const struct document *doc, const struct change *change);
/* Completes later steps of a duty by the rate that they start from. */
void step_complete(struct record_list *records);
/* goods.c: the goods of a change, as product.h has them. */
struct str change_goods(const struct tariff_scene *scene, const struct change *change);

/* "Final findings: opal glassware from China": what a title says comes from somewhere. */
struct str goods_of_title(const struct document *title);
/* goods_firm.c: the goods of the case, where `goods` name a firm that a rate of the case is for. */
struct str
goods_of_firm(const struct tariff_scene *scene, const struct change *change, struct str goods);
/* ... and those of a quota, whose change names what goes beyond it; empty where it doesn't. */
struct str goods_over_quota(const struct tariff_scene *scene, const struct change *change);

/* part.c: cuts tokens [first, end) into one part for each new rate; returns their number. Fills
 * first, end, own_first, own_end, shares, backward, rate, old. */
size_t part_cut(const struct document *doc,
                uint32_t first,
                uint32_t end,
                const struct rate *rates,
                size_t count,
                struct change parts[RATES_MAX]);
/* "will charge China 10 percent, and Mexico and Canada 25 percent": the countries are the objects
 * of one verb, each with its rate. */
void part_objects(const struct document *doc, struct change *parts, size_t count);
/* listed.c: "doubled its duties on our goods: wine now bears 40%, fruit 30%": what a colon lists is
 * done by who acts before it. The parts' deeds are known. */
void listed_read(const struct document *doc, uint32_t first, struct change *parts, size_t count);
/* Deals the goods or targets of a list with "respectively" out to its rates, in their order. */
void part_respectively(const struct document *doc, struct change *parts, size_t count);

/* act_on.c: the deed that token `at`, a rate or a duty's noun, is the object of. */
struct act act_on(const struct document *doc, uint32_t first, uint32_t end, uint32_t at);
/* Drops what is kept of it for who asks again. */
void act_forget(struct document *doc);
/* act.c: the deed that a verb or noun tells together with the noun that is its object ("extend the
 * pause"). */
struct act act_of(const struct document *doc, const struct hit *verb, uint32_t end);
/* act_real.c: whether the words behind a verb leave it a deed done to a duty: not "released data on
 * the 30% duty", "is no more popular". */
bool act_is_deed(const struct document *doc, const struct hit *verb);
/* act_real.c: whether a verb or noun tells something that happens: not negated, wished for or only
 * talked of.
 */
bool act_is_real(const struct document *doc, const struct hit *verb, uint32_t first);
/* Whether a verb or noun stands in the name of an order: "Order 14193 (Imposing Duties To ...)". */
bool act_in_title(const struct document *doc, const struct hit *hit, uint32_t first);

/* Who imposes the duty, as the change's own sentence says (imposer.c; sets change->owned), and as
 * the rest of the document tells (imposer_implied.c); NULL where neither does. */
const char *
imposer_stated(const struct document *doc, const struct voice *voice, struct change *change);
const char *imposer_implied(const struct tariff_scene *scene, const struct change *change);
/* Whose duties are meant where nobody says whose they are: who alone puts duties on all countries,
 * and one on all the goods of a country. */
#define IMPOSER_USUAL "US"
/* "A statement from the delegation in Oslo": whose country or capital the title or else the text
 * names first, other than one's own. */
const char *imposer_other(const struct tariff_scene *scene, const char *home);
/* "The delegation reports that the tariff on goods from Chile is put off", of Chile: whether a side
 * that speaks of a duty bears it. */
bool imposer_is_hit(const struct tariff_scene *scene,
                    const struct change *change,
                    const char *side);
/* Whether the duty falls on a side's goods; of NULL: false. */
bool imposer_is_target(const struct change *change, const char *side);

/* "Chile and Norway were let off", "Mali will lose its free entry": a duty is spared or laid on the
 * subject, other than "the duty will not apply". */
bool imposer_spares(const struct document *doc, const struct change *change);

/* "Peru has requested consultations with Chile over the 10%": who imposes what is complained of,
 * and in *asker whose goods bear it; or NULL. */
const char *
imposer_consulted(const struct document *doc, uint32_t first, uint32_t end, const char **asker);

/* whose.c: imposer and target of a change whose subject is a pronoun ("they'll pay 15"); false
 * where no pronoun tells. */
bool whose_fill(const struct tariff_scene *scene, struct change *change);

/* mutual.c: the side that does the same to whoever imposes ("each side takes 20 points off"), or
 * NULL. */
const char *mutual_other(const struct tariff_scene *scene, const struct change *change);

/* "gave it to Korean outfits", "the WTO said so", "since Malaysia": nobody whose goods "theirs"
 * are.
 */
bool whom_is_aside(const struct document *doc, const struct mention *mention);
/* whom.c: the targets of a change that is surely about one country (a post, a case, "what they sell
 * us"): the one named last, or the one that nearly the whole document is about. */
void whom_add(const struct tariff_scene *scene, struct change *change);
/* "Our wheat will go in at zero", in a post: whose customs take it, or NULL. */
const char *whom_takes_ours(const struct tariff_scene *scene, const struct change *change);
/* "under the deal with Japan": the target of a change whose sentence names none but a partner. */
void whom_add_partner(const struct document *doc, struct change *change);
/* Whether a sentence is about a case: against dumping or subsidies, or under section 301. */
bool whom_is_case(const struct tariff_scene *scene, uint32_t sentence);

/* slots.c: imposer and targets. Leaves change->imposer NULL where nobody can be told. */
void slots_fill(const struct tariff_scene *scene, struct change *change);

/* stage.c: the action, from deed and rates (ACTION_NONE: nothing that changes a duty), and how firm
 * it is. */
enum tariff_action stage_action(const struct change *change);
enum tariff_status stage_status(const struct tariff_scene *scene,
                                const struct change *change,
                                bool dated,
                                long long effective_day);

/* stage_threat.c: whether it is only threatened; and whether what is said at token `at` is said of
 * its earlier rate. */
bool stage_is_threat(const struct tariff_scene *scene, const struct change *change);
bool stage_is_of_old(const struct document *doc, const struct change *change, uint32_t at);

/* extra.c: what else the sentence says: instrument, end, condition, exceptions, headings. */
void extra_fill(const struct tariff_scene *scene,
                const struct change *change,
                struct record *record);

/* merge.c: drops records that the document tells twice, keeping the fuller one. */
void merge_repeats(struct record_list *records);

#endif
