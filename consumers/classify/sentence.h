/*
 * Sentences. A line ends one, unless the text is wrapped (wrap.h); so does a full stop that is no
 * abbreviation's, and a bullet. Marks that close (quotation marks, brackets) belong to the sentence
 * they close.
 */
#ifndef GAINSAY_CLASSIFY_SENTENCE_H
#define GAINSAY_CLASSIFY_SENTENCE_H

struct document;

/* Fills doc->sentence from tokens and hits. */
void sentence_read(struct document *doc);

#endif
