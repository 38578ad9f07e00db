#include "common/http/address.h"

#include "common/base/str.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

/* An address without its port, v4-mapped ones brought down to IPv4. */
struct host {
    int family;
    unsigned char bytes[16];
};

static const unsigned char mapped_prefix[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

static bool host_of(const struct sockaddr *address, struct host *host)
{
    *host = (struct host){.family = address->sa_family};
    if (address->sa_family == AF_INET) {
        struct sockaddr_in in;
        memcpy(&in, address, sizeof in);
        memcpy(host->bytes, &in.sin_addr, 4);
        return true;
    }
    if (address->sa_family != AF_INET6)
        return false;
    struct sockaddr_in6 in6;
    memcpy(&in6, address, sizeof in6);
    memcpy(host->bytes, &in6.sin6_addr, 16);
    if (memcmp(host->bytes, mapped_prefix, sizeof mapped_prefix) == 0) {
        host->family = AF_INET;
        memmove(host->bytes, host->bytes + 12, 4);
    }
    return true;
}

static bool in_block(const struct host *host, const struct address_block *block)
{
    if (host->family != block->family)
        return false;
    unsigned whole = block->bits / 8;
    if (memcmp(host->bytes, block->bytes, whole) != 0)
        return false;
    unsigned rest = block->bits % 8;
    if (rest == 0)
        return true;
    unsigned char mask = (unsigned char)(0xff << (8 - rest));
    return (host->bytes[whole] & mask) == (block->bytes[whole] & mask);
}

/* The IANA IPv4 Special-Purpose Address Registry, multicast and the reserved top. */
static const struct address_block v4_refused[] = {
    {AF_INET, {0}, 8}, /* this network */
    {AF_INET, {10}, 8},
    {AF_INET, {100, 64}, 10}, /* carrier-grade NAT */
    {AF_INET, {127}, 8},
    {AF_INET, {169, 254}, 16},
    {AF_INET, {172, 16}, 12},
    {AF_INET, {192, 0, 0}, 24},
    {AF_INET, {192, 0, 2}, 24},   /* documentation */
    {AF_INET, {192, 88, 99}, 24}, /* 6to4 relays */
    {AF_INET, {192, 168}, 16},
    {AF_INET, {198, 18}, 15},      /* benchmarks */
    {AF_INET, {198, 51, 100}, 24}, /* documentation */
    {AF_INET, {203, 0, 113}, 24},  /* documentation */
    {AF_INET, {224}, 4},           /* multicast */
    {AF_INET, {240}, 4},           /* reserved, broadcast */
};

/* IPv6 hands out global addresses in 2000::/3 only; these are the special parts of that. */
static const struct address_block v6_global = {AF_INET6, {0x20}, 3};
static const struct address_block v6_refused[] = {
    {AF_INET6, {0x20, 0x01}, 23},             /* protocol assignments: Teredo, ORCHID, ... */
    {AF_INET6, {0x20, 0x01, 0x0d, 0xb8}, 32}, /* documentation */
    {AF_INET6, {0x3f, 0xff}, 20},             /* documentation */
};
static const struct address_block v6_nat64 = {AF_INET6, {0x00, 0x64, 0xff, 0x9b}, 96};
static const struct address_block v6_6to4 = {AF_INET6, {0x20, 0x02}, 16};

static bool in_any(const struct host *host, const struct address_block *blocks, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (in_block(host, &blocks[i]))
            return true;
    }
    return false;
}

static bool v4_is_public(const unsigned char bytes[4])
{
    struct host host = {.family = AF_INET};
    memcpy(host.bytes, bytes, 4);
    return !in_any(&host, v4_refused, sizeof v4_refused / sizeof v4_refused[0]);
}

bool address_is_public(const struct sockaddr *address)
{
    struct host host;
    if (!host_of(address, &host))
        return false;
    if (host.family == AF_INET)
        return v4_is_public(host.bytes);
    if (in_block(&host, &v6_nat64))
        return v4_is_public(host.bytes + 12);
    if (in_block(&host, &v6_6to4))
        return v4_is_public(host.bytes + 2);
    return in_block(&host, &v6_global) &&
           !in_any(&host, v6_refused, sizeof v6_refused / sizeof v6_refused[0]);
}

bool address_is_listed(const struct sockaddr *address, const struct address_list *list)
{
    struct host host;
    return host_of(address, &host) && in_any(&host, list->block, list->count);
}

static bool parse_bits(struct str text, unsigned most, unsigned *bits)
{
    if (text.len == 0 || text.len > 3)
        return false;
    unsigned value = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9')
            return false;
        value = value * 10 + (unsigned)(text.ptr[i] - '0');
    }
    *bits = value;
    return value <= most;
}

static bool bits_behind(const struct address_block *block, unsigned width)
{
    for (unsigned bit = block->bits; bit < width; bit++) {
        if ((block->bytes[bit / 8] & (0x80 >> (bit % 8))) != 0)
            return true;
    }
    return false;
}

static bool parse_block(struct str text, struct address_block *block)
{
    struct str length;
    struct str head = str_split(text, '/', &length);
    char host[INET6_ADDRSTRLEN];
    if (head.len == 0 || head.len >= sizeof host)
        return false;
    memcpy(host, head.ptr, head.len);
    host[head.len] = '\0';

    *block = (struct address_block){.family = strchr(host, ':') == NULL ? AF_INET : AF_INET6};
    if (inet_pton(block->family, host, block->bytes) != 1)
        return false;
    unsigned width = block->family == AF_INET ? 32 : 128;
    block->bits = width;
    if (length.ptr != NULL && !parse_bits(length, width, &block->bits))
        return false;
    return !bits_behind(block, width);
}

enum err_code address_list_parse(const char *text, struct address_list *list, struct err *err)
{
    struct address_list read = {.count = 0};
    struct str rest = str_of(text);
    while (rest.len > 0) {
        struct str word = str_trim(str_split(rest, ',', &rest));
        if (word.len == 0)
            continue;
        if (read.count == ADDRESS_BLOCKS_MAX)
            return err_set(err, ERR_CONFIG, "more than %d address blocks", ADDRESS_BLOCKS_MAX);
        if (!parse_block(word, &read.block[read.count]))
            return err_set(err, ERR_CONFIG,
                           "\"%.*s\" is not an address block; write it as 127.0.0.0/8 or ::1/128, "
                           "with no bits set behind the length",
                           STR_ARG(word));
        read.count++;
    }
    *list = read;
    return ERR_OK;
}

unsigned address_port(const struct sockaddr *address)
{
    if (address->sa_family == AF_INET) {
        struct sockaddr_in in;
        memcpy(&in, address, sizeof in);
        return ntohs(in.sin_port);
    }
    if (address->sa_family == AF_INET6) {
        struct sockaddr_in6 in6;
        memcpy(&in6, address, sizeof in6);
        return ntohs(in6.sin6_port);
    }
    return 0;
}

void address_to_text(const struct sockaddr *address, char text[ADDRESS_TEXT_BYTES])
{
    struct host host;
    if (!host_of(address, &host) ||
        inet_ntop(host.family, host.bytes, text, ADDRESS_TEXT_BYTES) == NULL)
        (void)snprintf(text, ADDRESS_TEXT_BYTES, "address of family %d", (int)address->sa_family);
}
