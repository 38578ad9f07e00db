/*
 * What a sentence leans on: the exchange of a transcript it belongs to, or its neighbours.
 */
#ifndef GAINSAY_CLASSIFY_CONTEXT_H
#define GAINSAY_CLASSIFY_CONTEXT_H

#include "consumers/classify/reading.h"

/* The sentences [first, end) around one: question and answer, or its neighbours. */
struct context {
    uint32_t first;
    uint32_t end;
};

struct context context_of(const struct reader *reader, uint32_t sentence);
/* The sentences [first, end) of the last question before a sentence, past what was said in answer
 * to it; empty where there is none. */
struct context context_question(const struct voice *voices, uint32_t sentence);
/* Whether the text around a sentence is about trade between countries. */
bool context_trade(const struct reader *reader, uint32_t sentence);
/* Whether tariffs, imports or exports are spoken of in a sentence or beside it. */
bool context_core(const struct reader *reader, uint32_t sentence);
/* Whether a sentence or the one before it speaks of tariffs, imports or exports themselves; a short
 * text's needs only be near. */
bool context_tariff(const struct reader *reader, uint32_t sentence);
/* Whether a text or its title speaks of goods that two sides deal in, though no word of trade does:
 * "talks on lithium". */
bool context_goods(const struct document *doc, const struct document *title);
/* What the sentences around one are about, nearest first: the question asked, what was said last,
 * what follows, the title. */
enum matter context_matter(const struct reader *reader, uint32_t sentence);
/* What a title is about. */
enum matter context_title(const struct document *title);
/* What the question that a sentence answers is surely about; MATTER_NONE where there is none. */
enum matter context_asked(const struct reader *reader, uint32_t sentence);

#endif
