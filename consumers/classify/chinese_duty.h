/*
 * What a sentence in Chinese tells of duties: rates, dates, who puts them on whose goods.
 */
#ifndef GAINSAY_CLASSIFY_CHINESE_DUTY_H
#define GAINSAY_CLASSIFY_CHINESE_DUTY_H

#include "consumers/classify/chinese.h"
#include "consumers/classify/rate.h"
#include "consumers/classify/when.h"

/* A number in digits or characters at a token; returns its end, or `at` where there is none. */
uint32_t chinese_number(const struct document *doc, uint32_t at, uint32_t end, double *value);

/* The percentages of tokens [first, end), by place, each with the part it plays for a duty. Where
 * it is one: chinese_tariff.c. */
size_t chinese_rates(const struct document *doc,
                     uint32_t first,
                     uint32_t end,
                     struct rate rates[RATES_MAX]);

/* The date at a token. */
struct when chinese_date(const struct document *doc, uint32_t at, uint32_t end);
/* The date in tokens [first, end) from which something applies, and up to which. */
struct when chinese_start(const struct document *doc, uint32_t first, uint32_t end);
struct when
chinese_expiry(const struct document *doc, uint32_t first, uint32_t end, const struct when *start);

/* A change of a duty while it is being read. */
struct chinese_change {
    uint32_t sentence;
    uint32_t last_sentence; /* of the evidence */
    uint32_t first;         /* tokens of the clause that the deed stands in, end exclusive */
    uint32_t end;
    uint32_t from; /* where this change's own words begin: past those of the one before */
    uint32_t at;   /* where it stands: the deed, or the rate where the deed is another clause's */
    const struct hit *act;
    const struct hit *duty;  /* the duty's noun, or NULL */
    const struct rate *rate; /* NULL where none is stated */
    const struct rate *old;
    const char *imposer; /* NULL where nobody can be told */
    struct record_codes targets;
    struct str products; /* empty: all goods */
    bool told;           /* by a speaker whom a frame or turn names */
    bool owns;           /* its own words say on what it falls */
};

/* Fills imposer, targets and products as the change's own sentence has them; false where it is no
 * change of a duty on goods. `speaker`: whose words they are. */
void chinese_duty(const struct chinese *chinese,
                  const struct speaker *speaker,
                  struct chinese_change *change);

/* A measure against dumping, subsidies or a flood of imports. */
bool chinese_duty_is_remedy(const struct document *doc, const struct chinese_change *change);
/* "原产于欧盟的白兰地存在倾销。…实施临时反倾销措施": the goods of a measure that names none are
 * those of its case, told before. */
void chinese_duty_of_case(const struct document *doc, struct chinese_change *change);

/* The sentence that is read, and what earlier ones leave for the next. */
struct chinese_scene {
    struct chinese *chinese;
    struct chinese_change last;
    bool have_last;
    struct when dated; /* by the head of a list, or the sentence before */
    uint32_t dated_at;
    struct when stated; /* the start that the sentence being read states */
};

/* Lines of a list below the line that dates it. */
#define CHINESE_LIST_MAX 12

/* Fills in the rest of a change and adds its record; false where the list is full. `speaker`: whose
 * words it is told in, or NULL. */
bool chinese_emit(struct chinese_scene *scene,
                  const struct speaker *speaker,
                  struct chinese_change *change);
/* Whether tokens [first, end) have a word for a status. */
bool chinese_has_stage(const struct document *doc,
                       uint32_t first,
                       uint32_t end,
                       const char *status);

#endif
