/*
 * The topics, by name. Keys: item id, item id, source id, the original key.
 */
#ifndef GAINSAY_MODEL_TOPIC_H
#define GAINSAY_MODEL_TOPIC_H

#define TOPIC_ITEMS        "gainsay.items"
#define TOPIC_RECORDS      "gainsay.records"
#define TOPIC_SOURCES      "gainsay.sources"
#define TOPIC_DEAD_LETTERS "gainsay.dead-letters"

#endif
