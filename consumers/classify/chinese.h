/*
 * The reader of Chinese. It makes the same records as the English one, out of the same document
 * (document.h), whose tokens are characters here and whose rows are those of lexicon/zh.
 *
 *     chinese_sentence.c   sentences, clauses
 *     chinese_mention.c    who is named, with office and side
 *     chinese_voice.c      who says what: turns, frames ("X said, ..."), quotations, the author
 *     chinese_statement.c  claims and denials in what is said; chinese_record.c fills them in
 *     chinese_tariff.c     changes of duties: chinese_rate.c, chinese_when.c, chinese_duty.c
 * (whose, on what), chinese_change.c (their records)
 *
 * Function words (prepositions, pronouns) are named in C, as words.h does for English; everything
 * open is a row.
 */
#ifndef GAINSAY_CLASSIFY_CHINESE_H
#define GAINSAY_CLASSIFY_CHINESE_H

#include "consumers/classify/speech.h"

/* What one speaker says in one sentence, or in a part of it. */
struct chinese_span {
    struct speaker speaker; /* without a name: nobody who could make a statement */
    const struct hit *verb; /* of saying or denying, where the sentence has it; else NULL */
    uint32_t sentence;
    uint32_t first; /* tokens of what is said, end exclusive */
    uint32_t end;
    bool denies; /* the verb is one of denying */
    bool asked;  /* within a reporter's question */
    bool turn;   /* within a turn of a transcript */
};

/* Work memory, kept between items. Zero before use. */
struct chinese {
    struct document *doc;
    const struct document *title;
    struct author author;
    struct chinese_span *span;
    size_t span_count;
    size_t span_capacity;
    bool *duty; /* of each sentence: the change of a duty was read there */
    size_t duty_capacity;
    bool *trade; /* of each sentence: it speaks of trade */
    size_t trade_capacity;
};

/* Adds the records of a document that document_read() has read, with its title. `author`: as far as
 * the source tells. */
void chinese_read(struct chinese *chinese,
                  struct document *doc,
                  const struct document *title,
                  const struct author *author);
void chinese_release(struct chinese *chinese);

/* For document_read(): fill doc->sentence; doc->mention, doc->person and doc->country. */
void chinese_sentences(struct document *doc);
void chinese_mentions(struct document *doc);

/* The end of the clause that a token lies in: after its comma, semicolon or stop, at most `end`. */
uint32_t chinese_clause_end(const struct document *doc, uint32_t at, uint32_t end);
/* `first`, but no further before `end` than any rule looks back. */
uint32_t chinese_near(uint32_t first, uint32_t end);
/* The token is this one character. */
bool chinese_is(const struct document *doc, uint32_t token, const char *character);

/* Who a mention is as a speaker. */
struct speaker chinese_speaker(const struct document *doc, const struct mention *mention);
/* Completes the author by title and first sentences: whose briefing or release it is. */
void chinese_author(struct chinese *chinese);

/* Fill chinese->span, by place. */
void chinese_voices(struct chinese *chinese);

/* Add the records. Changes of duties come first, since a bare change is no claim. */
void chinese_tariffs(struct chinese *chinese);
void chinese_statements(struct chinese *chinese);

#endif
