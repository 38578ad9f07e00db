/*
 * Errors: a code that a loop can act on, and a sentence that a person can.
 *
 * Every function that can fail returns an enum err_code and takes a caller-owned struct err as its
 * last parameter (NULL is allowed where the caller needs no text). The struct is written on failure
 * only. Messages follow PostgreSQL's manner: lower case, no full stop, the offending value quoted,
 * and a hint where one helps.
 *
 *     if (strlen(id) > ITEM_ID_MAX)
 *         return err_set(err, ERR_BAD_INPUT, "item id \"%.40s...\" is longer than %d bytes", id,
 * ITEM_ID_MAX);
 *
 * Each layer adds what only it knows, outermost first:
 *
 *     if (item_from_json(..., err))
 *         return err_in(err, "%s[%d]@%lld", topic, partition, offset);
 */
#ifndef GAINSAY_BASE_ERR_H
#define GAINSAY_BASE_ERR_H

#define ERR_TEXT_BYTES 1024

enum err_code {
    ERR_OK = 0,
    ERR_BAD_INPUT,   /* the bytes at hand are wrong and will stay wrong */
    ERR_TOO_LARGE,   /* a declared ceiling was reached */
    ERR_UNAVAILABLE, /* a peer (Kafka, PostgreSQL, a web server) is away; the same call may work
                        later */
    ERR_CONFLICT,    /* somebody else got there first: read the state again, then go on */
    ERR_CONFIG,      /* settings, grants or schema are wrong: a person has to act */
    ERR_INTERNAL     /* our own mistake */
};

/* What a service's loop does about a code. */
enum err_class { ERR_CLASS_NONE, ERR_CLASS_RETRY, ERR_CLASS_DROP, ERR_CLASS_FATAL };

struct err {
    enum err_code code;
    char text[ERR_TEXT_BYTES];
};

/* Writes code and text (cut at ERR_TEXT_BYTES) and returns code. */
enum err_code err_set(struct err *err, enum err_code code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Puts "context: " before the text that is there and returns the code that is there. */
enum err_code err_in(struct err *err, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

enum err_class err_class_of(enum err_code code);
/* A stable word for logs, metrics and dead-letter headers: "bad-input", "unavailable", ... */
const char *err_name(enum err_code code);

#endif
