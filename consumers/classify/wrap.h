/*
 * Text that was wrapped by hand or by a mailer: line breaks that stand where the next word did not
 * fit any more say nothing, and neither do those before a word in lower case.
 */
#ifndef GAINSAY_CLASSIFY_WRAP_H
#define GAINSAY_CLASSIFY_WRAP_H

struct document;

/* Takes TOKEN_LINE off the tokens of doc->token that only go on with the line before. */
void wrap_join(struct document *doc);

#endif
