/*
 * Which element fills which slot of an entry, as rows: a format's own elements, and the modules
 * that any XML feed may carry (Dublin Core, content, Media RSS, iTunes, Atom inside RSS, ...).
 */
#ifndef GAINSAY_FEEDS_FIELD_H
#define GAINSAY_FEEDS_FIELD_H

#include "producers/feeds/draft.h"
#include "producers/feeds/xml.h"

struct field {
    enum xml_space space;
    const char *local;
    enum draft_slot slot;
    int rank;
    enum draft_markup markup;
};

/* Puts the element into its slot; false where no row names it. */
bool field_take(const struct field *fields,
                size_t count,
                const struct xml_name *name,
                xmlNodePtr node,
                struct arena *arena,
                struct draft *draft);
/* The same with the modules' rows. */
bool field_take_module(const struct xml_name *name,
                       xmlNodePtr node,
                       struct arena *arena,
                       struct draft *draft);

/* An Atom text construct (RFC 4287, section 3.1; Atom 0.3's modes) into a slot. */
void field_take_construct(
    xmlNodePtr node, enum draft_slot slot, int rank, struct arena *arena, struct draft *draft);
/* An Atom link element into DRAFT_LINK, ranked by rel and type after first_rank. */
void field_take_atom_link(xmlNodePtr node, int first_rank, struct draft *draft);
/* An Atom person's name, else its text. */
void field_take_person(xmlNodePtr node, int rank, struct arena *arena, struct draft *draft);

/* A feed's own Atom link into the document: its site, its next page, its own address as a base. */
void field_take_site_link(xmlNodePtr node, struct draft_context *context);
/* Relative links of entries start at the site's page where the feed names it, as other readers have
 * it: a feed is often served from elsewhere. */
void field_prefer_site(struct draft_context *context);

/* True for rel=alternate and for no rel at all. */
bool field_is_alternate(xmlNodePtr link);

#endif
