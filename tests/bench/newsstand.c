/*
 * The sources that tests/bench/poller polls: thousands of hosts behind one port of the loopback
 * interface, told apart by the address that a client connects to (source n is
 * 127.64.n/250.n%250+1).
 *
 *     newsstand PORT SOURCES SLOW SILENT PUBLISH [SLOW_S]
 *
 * Of each hundred sources, SLOW answer after SLOW_S seconds and SILENT never do. The others answer
 * 304 to who knows their ETag. PUBLISH entries a second are new, at random sources; the guid of
 * each says when it was published, and a line of standard output when it was first served:
 *
 *     served GUID PUBLISHED_MS SERVED_MS
 *
 * SIGTERM ends it; its last line counts the answers.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define WINDOW        20 /* entries of a document */
#define REQUEST_BYTES 4096
#define BODY_BYTES    65536
#define FDS_MAX       65536
#define FIRST_HOST    0x7f400000u
#define HOSTS_A_BYTE  250u

struct source {
    long published_ms[WINDOW]; /* of entry k: [k % WINDOW] */
    unsigned entries;          /* published so far */
    unsigned served;           /* entries that a line was printed for */
};

struct client {
    bool open;
    unsigned source;
    long answer_ms; /* 0: nothing is held back */
    size_t len;
    char request[REQUEST_BYTES];
};

static struct source *sources;
static unsigned source_count;
static unsigned slow_pct;
static unsigned silent_pct;
static long slow_ms = 5000;
static struct client *clients[FDS_MAX];
static long answers_200;
static long answers_304;
static volatile sig_atomic_t stop;

static void on_term(int number)
{
    (void)number;
    stop = 1;
}

static void die(const char *what)
{
    perror(what);
    exit(1);
}

static long clock_ms(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_REALTIME, &now);
    return now.tv_sec * 1000L + now.tv_nsec / 1000000;
}

static void publish(unsigned which)
{
    struct source *source = &sources[which];
    source->published_ms[source->entries % WINDOW] = clock_ms();
    source->entries++;
}

static bool is_slow(unsigned which)
{
    return which % 100 < slow_pct;
}

static bool is_silent(unsigned which)
{
    return which % 100 >= slow_pct && which % 100 < slow_pct + silent_pct;
}

/* What a document of each kind looks like; in an entry $ is its guid and @ its date. */
static const struct kind {
    const char *type, *head, *entry, *between, *tail;
} kinds[] = {
    {"application/rss+xml",
     "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>News</title>",
     "<item><guid isPermaLink=\"false\">$</guid><title>Notice $ of the ministry on duties</title>"
     "<link>http://example.org/$</link><pubDate>@</pubDate><description>The ministry said on "
     "Monday "
     "that no consultations on tariffs had taken place, and that reports of a call were not true."
     "</description></item>",
     "", "</channel></rss>"},
    {"application/atom+xml",
     "<?xml version=\"1.0\"?><feed xmlns=\"http://www.w3.org/2005/Atom\"><title>News</title>",
     "<entry><id>$</id><title>Notice $ of the ministry on duties</title><link "
     "href=\"http://example.org/$\"/><updated>@</updated><content>The ministry said on Monday that "
     "no "
     "consultations on tariffs had taken place, and that reports of a call were not true.</content>"
     "</entry>",
     "", "</feed>"},
    {"application/feed+json",
     "{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"News\",\"items\":[",
     "{\"id\":\"$\",\"title\":\"Notice $ of the ministry on "
     "duties\",\"url\":\"http://example.org/$\","
     "\"date_published\":\"@\",\"content_text\":\"The ministry said on Monday that no "
     "consultations on "
     "tariffs had taken place, and that reports of a call were not true.\"}",
     ",", "]}"},
    {"application/xml",
     "<?xml version=\"1.0\"?><urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" "
     "xmlns:news=\"http://www.google.com/schemas/sitemap-news/0.9\">",
     "<url><loc>http://example.org/$</loc><news:news><news:title>Notice $ of the ministry on "
     "duties, "
     "number $</news:title><news:publication_date>@</news:publication_date></news:news></url>",
     "", "</urlset>"},
};

static size_t fill_in(const char *form, const char *guid, const char *date, char *out, size_t room)
{
    size_t len = 0;
    for (; *form != '\0' && len + 100 < room; form++) {
        const char *put = *form == '$' ? guid : *form == '@' ? date : NULL;
        if (put == NULL)
            out[len++] = *form;
        else
            len += (size_t)snprintf(out + len, room - len, "%s", put);
    }
    return len;
}

static size_t write_body(unsigned which, char *body)
{
    const struct source *source = &sources[which];
    const struct kind *kind = &kinds[which % 4];
    unsigned first = source->entries > WINDOW ? source->entries - WINDOW : 0;
    size_t len = (size_t)snprintf(body, BODY_BYTES, "%s", kind->head);
    for (unsigned k = source->entries; k-- > first;) {
        long ms = source->published_ms[k % WINDOW];
        char guid[80];
        char date[64];
        time_t seconds = ms / 1000;
        struct tm tm;
        (void)gmtime_r(&seconds, &tm);
        (void)snprintf(guid, sizeof guid, "n-%u-%u-%ld", which, k, ms);
        (void)strftime(date, sizeof date,
                       which % 4 == 0 ? "%a, %d %b %Y %H:%M:%S GMT" : "%Y-%m-%dT%H:%M:%SZ", &tm);
        len += fill_in(kind->entry, guid, date, body + len, BODY_BYTES - len);
        if (k > first)
            len += (size_t)snprintf(body + len, BODY_BYTES - len, "%s", kind->between);
    }
    return len + (size_t)snprintf(body + len, BODY_BYTES - len, "%s", kind->tail);
}

static void say_served(unsigned which)
{
    struct source *source = &sources[which];
    if (source->entries - source->served > WINDOW)
        source->served = source->entries - WINDOW;
    for (; source->served < source->entries; source->served++) {
        long ms = source->published_ms[source->served % WINDOW];
        if (source->served >= WINDOW)
            (void)printf("served n-%u-%u-%ld %ld %ld\n", which, source->served, ms, ms, clock_ms());
    }
}

static void hang_up(int fd)
{
    (void)close(fd);
    clients[fd]->open = false;
}

static void answer(int fd)
{
    static char out[BODY_BYTES + 512];
    static char body[BODY_BYTES];
    struct client *client = clients[fd];
    char etag[96];
    (void)snprintf(etag, sizeof etag, "\"%u-%u\"", client->source, sources[client->source].entries);
    const char *asked = strstr(client->request, "If-None-Match: ");
    size_t len;
    if (asked != NULL && strncmp(asked + 15, etag, strlen(etag)) == 0) {
        answers_304++;
        len = (size_t)snprintf(out, sizeof out, "HTTP/1.1 304 Not Modified\r\nETag: %s\r\n\r\n",
                               etag);
    } else {
        answers_200++;
        size_t body_len = write_body(client->source, body);
        len = (size_t)snprintf(out, sizeof out,
                               "HTTP/1.1 200 OK\r\nETag: %s\r\nContent-Type: %s\r\n"
                               "Content-Length: %zu\r\n\r\n",
                               etag, kinds[client->source % 4].type, body_len);
        memcpy(out + len, body, body_len);
        len += body_len;
        say_served(client->source);
    }
    client->len = 0;
    client->answer_ms = 0;
    /* A document fits into the socket's buffer; one that does not is a client that is gone. */
    if (send(fd, out, len, MSG_NOSIGNAL) != (ssize_t)len)
        hang_up(fd);
}

static void read_request(int fd)
{
    struct client *client = clients[fd];
    ssize_t got = recv(fd, client->request + client->len, REQUEST_BYTES - 1 - client->len, 0);
    if (got < 0 && errno == EAGAIN)
        return;
    if (got <= 0) {
        hang_up(fd);
        return;
    }
    client->len += (size_t)got;
    client->request[client->len] = '\0';
    if (strstr(client->request, "\r\n\r\n") == NULL)
        return;
    if (is_slow(client->source))
        client->answer_ms = clock_ms() + slow_ms;
    else if (!is_silent(client->source))
        answer(fd);
}

static void take_clients(int listener, int poll_fd)
{
    for (int fd; (fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0;) {
        struct sockaddr_in here;
        socklen_t size = sizeof here;
        unsigned host = 0;
        if (getsockname(fd, (struct sockaddr *)&here, &size) == 0)
            host = ntohl(here.sin_addr.s_addr) - FIRST_HOST;
        unsigned which = (host >> 8) * HOSTS_A_BYTE + (host & 255u) - 1;
        if (fd >= FDS_MAX || which >= source_count) {
            (void)close(fd);
            continue;
        }
        int on = 1;
        (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        if (clients[fd] == NULL && (clients[fd] = malloc(sizeof *clients[fd])) == NULL)
            die("malloc");
        clients[fd]->open = true;
        clients[fd]->source = which;
        clients[fd]->answer_ms = 0;
        clients[fd]->len = 0;
        struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
        if (epoll_ctl(poll_fd, EPOLL_CTL_ADD, fd, &event) != 0)
            die("epoll_ctl");
    }
}

static void answer_slow_ones(long now_ms)
{
    static long looked_ms;
    if (now_ms - looked_ms < 50)
        return;
    looked_ms = now_ms;
    for (int fd = 0; fd < FDS_MAX; fd++) {
        if (clients[fd] != NULL && clients[fd]->open && clients[fd]->answer_ms != 0 &&
            clients[fd]->answer_ms <= now_ms)
            answer(fd);
    }
}

/* Loopback only, though it answers to thousands of addresses. */
static int listen_at(int port)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    int on = 1;
    struct sockaddr_in any = {.sin_family = AF_INET,
                              .sin_port = htons((unsigned short)port),
                              .sin_addr.s_addr = htonl(INADDR_ANY)};
    if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
        setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, "lo", 3) != 0 ||
        bind(fd, (struct sockaddr *)&any, sizeof any) != 0 || listen(fd, 4096) != 0)
        die("listening");
    return fd;
}

static void serve(int listener, double rate)
{
    int poll_fd = epoll_create1(0);
    struct epoll_event event = {.events = EPOLLIN, .data.fd = listener};
    if (poll_fd < 0 || epoll_ctl(poll_fd, EPOLL_CTL_ADD, listener, &event) != 0)
        die("epoll");
    double next_ms = (double)clock_ms();
    while (!stop) {
        struct epoll_event events[256];
        int count = epoll_wait(poll_fd, events, 256, 20);
        for (int i = 0; i < count; i++) {
            int fd = events[i].data.fd;
            if (fd == listener)
                take_clients(listener, poll_fd);
            else
                read_request(fd);
        }
        long now_ms = clock_ms();
        for (; rate > 0 && next_ms <= (double)now_ms; next_ms += 1000 / rate) {
            unsigned which = (unsigned)(random() % source_count);
            if (!is_slow(which) && !is_silent(which))
                publish(which);
        }
        answer_slow_ones(now_ms);
    }
    (void)close(poll_fd);
}

int main(int argc, char **argv)
{
    if (argc < 6)
        die("usage: newsstand PORT SOURCES SLOW SILENT PUBLISH [SLOW_S]");
    struct rlimit files = {FDS_MAX, FDS_MAX};
    (void)setrlimit(RLIMIT_NOFILE, &files);
    (void)signal(SIGTERM, on_term);
    source_count = (unsigned)strtoul(argv[2], NULL, 10);
    slow_pct = (unsigned)strtoul(argv[3], NULL, 10);
    silent_pct = (unsigned)strtoul(argv[4], NULL, 10);
    if (argc > 6)
        slow_ms = strtol(argv[6], NULL, 10) * 1000;
    sources = calloc(source_count, sizeof *sources);
    if (sources == NULL)
        die("calloc");
    for (unsigned i = 0; i < source_count; i++) {
        for (unsigned k = 0; k < WINDOW; k++)
            publish(i);
    }
    int listener = listen_at((int)strtol(argv[1], NULL, 10));
    (void)setvbuf(stdout, NULL, _IOLBF, 0);
    (void)puts("ready");
    serve(listener, strtod(argv[5], NULL));
    (void)printf("answers %ld %ld\n", answers_200, answers_304);
    return 0;
}
