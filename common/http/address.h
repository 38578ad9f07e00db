/*
 * Which network addresses a fetcher may talk to. A feed or a redirect names any host it likes, and
 * a name may resolve to another address at the second look-up, so the only check that holds is the
 * one on the address that is about to be connected to.
 *
 * Public is what is left of the address space without the special-purpose registries of RFC 6890
 * and its successors. An IPv6 address that carries an IPv4 one (v4-mapped, NAT64, 6to4) is judged
 * by the address inside.
 */
#ifndef GAINSAY_HTTP_ADDRESS_H
#define GAINSAY_HTTP_ADDRESS_H

#include "common/base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>

#define ADDRESS_BLOCKS_MAX 32

/* One CIDR block. */
struct address_block {
    int family; /* AF_INET or AF_INET6 */
    unsigned char bytes[16];
    unsigned bits;
};

struct address_list {
    struct address_block block[ADDRESS_BLOCKS_MAX];
    size_t count;
};

/* Reads "127.0.0.0/8, ::1"; an address without a length is one host. Of "" or NULL: the empty
 * list. ERR_CONFIG: a block that is none, one with bits set behind its length, or more than
 * ADDRESS_BLOCKS_MAX. */
enum err_code address_list_parse(const char *text, struct address_list *list, struct err *err);

/* Of AF_INET and AF_INET6; every other family is neither public nor listed. */
bool address_is_public(const struct sockaddr *address);
/* A v4-mapped address is in the list's IPv4 blocks. */
bool address_is_listed(const struct sockaddr *address, const struct address_list *list);

unsigned address_port(const struct sockaddr *address);

#define ADDRESS_TEXT_BYTES 64
/* "192.0.2.1" or "2001:db8::1", for messages. */
void address_to_text(const struct sockaddr *address, char text[ADDRESS_TEXT_BYTES]);

#endif
