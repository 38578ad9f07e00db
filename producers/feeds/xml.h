/*
 * XML as feeds have it: made well-formed first where that can be done safely, then read by libxml2
 * with nothing switched on that reaches outside the bytes.
 *
 * Before parsing, text that every feed reader has to forgive is mended: junk before the document,
 * the declaration (the charset is known by now), characters that XML forbids, bare ampersands, and
 * entity references: those of HTML become their characters, all others become text. The DOCTYPE is
 * left out, so that no entity can be declared and none expanded. A DOCTYPE with an entity made of
 * other entities or of an outside resource has no honest use in a feed: that is `hostile`.
 *
 * Only where libxml2 finds the result ill-formed are the tags balanced (xml_balance.c) and the
 * document read again with recovery.
 */
#ifndef GAINSAY_FEEDS_XML_H
#define GAINSAY_FEEDS_XML_H

#include "common/base/arena.h"
#include "common/base/buf.h"
#include "common/base/err.h"

#include <libxml/tree.h>
#include <stdbool.h>

/* The vocabularies that matter to us. A prefix without its declaration counts as the namespace it
 * is usually bound to; an element in the root's own namespace is CORE, whatever that is. */
enum xml_space {
    SPACE_CORE,
    SPACE_ATOM,
    SPACE_RSS,
    SPACE_RDF,
    SPACE_DC,
    SPACE_DCTERMS,
    SPACE_CONTENT,
    SPACE_MEDIA,
    SPACE_ITUNES,
    SPACE_FEEDBURNER,
    SPACE_XHTML,
    SPACE_NEWS,
    SPACE_SYNDICATION,
    SPACE_OTHER
};

#define XML_LOCAL_BYTES 32

struct xml_name {
    enum xml_space space;
    char local[XML_LOCAL_BYTES]; /* lower case; longer names are cut */
};

struct xml_document {
    xmlDocPtr tree; /* NULL where nothing could be read */
    xmlNodePtr root;
    bool repaired;
    bool hostile;
    const char *problem; /* libxml2's words for the first syntax error, or NULL; in the arena */
};

/* ERR_TOO_LARGE: more than FEED_ELEMENTS_MAX elements, or over the arena's ceiling. The caller
 * xml_close()s a document that was read. */
enum err_code
xml_open(struct str text, struct arena *arena, struct xml_document *document, struct err *err);
/* Accepts a zeroed struct. */
void xml_close(struct xml_document *document);

struct xml_name xml_name_of(xmlNodePtr node);
bool xml_is(const struct xml_name *name, enum xml_space space, const char *local);

/* The next element among node and its later siblings, or NULL. */
xmlNodePtr xml_element(xmlNodePtr node);
/* The first child with that local name, in any namespace, or NULL. */
xmlNodePtr xml_child(xmlNodePtr parent, const char *local);

/* All character data below node, in the arena; NULL where there is none but white space. */
char *xml_text(struct arena *arena, xmlNodePtr node);
/* An attribute of that local name in any case and namespace; NULL where absent. Borrowed from the
 * tree. */
const char *xml_attribute(xmlNodePtr node, const char *local);
/* True where node has element children. */
bool xml_has_elements(xmlNodePtr node);
/* The base in force at node: xml:base attributes from the root down, resolved against base. */
const char *xml_base(struct arena *arena, xmlNodePtr node, const char *base);
/* True where an xml:base is in force at node. */
bool xml_has_base(xmlNodePtr node);
/* xml:lang in force at node, or NULL. Borrowed from the tree. */
const char *xml_lang(xmlNodePtr node);

/* The steps of xml_open(), for tests. */
struct xml_prepared {
    bool hostile;
    size_t elements;
};
/* Appends the mended text. */
void xml_prepare(struct str text, struct buf *out, struct xml_prepared *prepared);
/* Appends text with every start tag closed where its parent ends or the next entry begins, and end
 * tags without a start left out. */
void xml_balance(struct str text, struct buf *out);

#endif
