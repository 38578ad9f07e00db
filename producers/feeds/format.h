/*
 * The readers of the formats: one file each. Each fills context->doc (kind is set already) and adds
 * its entries; none decides on the verdict of a document without entries.
 */
#ifndef GAINSAY_FEEDS_FORMAT_H
#define GAINSAY_FEEDS_FORMAT_H

#include "producers/feeds/draft.h"
#include "producers/feeds/xml.h"

/* RSS 0.91 to 2.0; RDF too, where items lie beside their channel; and CDF. */
enum err_code rss_read(xmlNodePtr root, struct draft_context *context, struct err *err);
enum err_code atom_read(xmlNodePtr root, struct draft_context *context, struct err *err);
/* Sitemaps with Google's news extension, and indexes of sitemaps. */
enum err_code sitemap_read(xmlNodePtr root, struct draft_context *context, struct err *err);
/* JSON Feed, or an API by mapping; sets the kind. */
enum err_code json_read(struct str text, struct draft_context *context, struct err *err);
/* An HTML page by context->hints->listing. */
enum err_code listing_read(struct str html, struct draft_context *context, struct err *err);

#endif
