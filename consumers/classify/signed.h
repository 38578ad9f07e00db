/*
 * Whose hand a text is from: the office in it or in its title, its last line.
 */
#ifndef GAINSAY_CLASSIFY_SIGNED_H
#define GAINSAY_CLASSIFY_SIGNED_H

#include "consumers/classify/speech.h"

/* "By the authority vested in me as President": who holds the office on the item's date. */
const struct lex_entry *signed_by_office(const struct document *doc);
/* "Adjusting Imports of Copper", "A Proclamation on Copper": the title of what a head of state
 * signs, or NULL. */
const struct lex_entry *signed_title(const struct document *title);
/* "Yours faithfully, Camilo Restrepo, Minister-Counsellor": who signed a letter, or NULL. */
const struct mention *signed_letter(const struct document *doc);
/* "Marisol Quintana", alone on the last line: the name; empty: there is none. */
struct str signed_name(const struct document *doc);
/* "Joint statement of Japan and Chile": the countries that a title names are its authors together;
 * where it names but one, or none, the house whose text it is and whom it names first. False where
 * it is no joint text of two. */
bool signed_jointly(const struct document *doc,
                    const struct document *title,
                    const char *home,
                    struct author *author);

#endif
