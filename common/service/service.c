#include "common/service/service.h"

#include "common/service/endpoint.h"
#include "common/service/log.h"
#include "common/service/process.h"
#include "common/service/supervisor.h"
#include "gainsay_version.h"

#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define WHY_BYTES     ENDPOINT_TEXT_BYTES
#define STALE_MS      60000
#define SLEEP_STEP_MS 50
#define GIVE_BACK_MS  60000

static struct {
    char late[160]; /* made beforehand: a handler can't format */
    volatile sig_atomic_t signals;
    atomic_llong signalled_ms;
    atomic_llong beat_ms;
    atomic_llong given_back_ms;
    pthread_mutex_t lock;
    bool ready;
    char why[WHY_BYTES];
    struct endpoint *endpoint;
} service = {.lock = PTHREAD_MUTEX_INITIALIZER, .why = "starting"};

long long service_clock_ms(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void on_signal(int number)
{
    (void)number;
    if (service.signals++ > 0)
        _exit(130);
    atomic_store(&service.signalled_ms, service_clock_ms());
    (void)alarm(SERVICE_STOP_S);
}

/* librdkafka 2.0.2 may wait for ever for a thread of its own when brokers have been away for
 * minutes. Nothing is lost: what has not been committed is done again. */
static void on_late(int number)
{
    (void)number;
    (void)!write(STDERR_FILENO, service.late, strlen(service.late));
    _exit(0);
}

static sigset_t stop_signals(void)
{
    sigset_t set;
    (void)sigemptyset(&set);
    (void)sigaddset(&set, SIGTERM);
    (void)sigaddset(&set, SIGINT);
    return set;
}

void service_hold_signals(void)
{
    sigset_t set = stop_signals();
    (void)pthread_sigmask(SIG_BLOCK, &set, NULL);
}

static void hear_signals(const char *name, const char *log_format)
{
    (void)snprintf(
        service.late, sizeof service.late,
        strcmp(log_format, "json") == 0
            ? "{\"level\":\"warning\",\"service\":\"%s\",\"event\":\"service.cut_short\"}\n"
            : "level=warning service=%s event=service.cut_short\n",
        name);
    struct sigaction stop = {.sa_handler = on_signal};
    struct sigaction late = {.sa_handler = on_late};
    (void)sigemptyset(&stop.sa_mask);
    (void)sigemptyset(&late.sa_mask);
    (void)sigaction(SIGTERM, &stop, NULL);
    (void)sigaction(SIGINT, &stop, NULL);
    (void)sigaction(SIGALRM, &late, NULL);
    (void)signal(SIGPIPE, SIG_IGN);
    sigset_t set = stop_signals();
    (void)pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}

static bool is_healthy(char *text)
{
    long long age_ms = service_clock_ms() - atomic_load(&service.beat_ms);
    (void)snprintf(text, WHY_BYTES, "%s: last beat %lld ms ago",
                   age_ms < STALE_MS ? "alive" : "stuck", age_ms);
    return age_ms < STALE_MS;
}

static bool is_ready(char *text)
{
    (void)pthread_mutex_lock(&service.lock);
    bool ready = service.ready;
    (void)snprintf(text, WHY_BYTES, "%s", ready ? "ready" : service.why);
    (void)pthread_mutex_unlock(&service.lock);
    return ready;
}

enum err_code
service_open(const char *name, const struct service_settings *settings, struct err *err)
{
    static const struct endpoint_checks checks = {is_healthy, is_ready};
    log_open(name, settings->log_level, settings->log_format);
    service_beat();
    hear_signals(name, settings->log_format);
    enum err_code code = ERR_OK;
    process_open();
    if (settings->listen[0] != '\0')
        code = endpoint_open(settings->listen, &checks, &service.endpoint, err);
    if (!code)
        supervisor_started();
    if (!code)
        log_event(LOG_INFO, "service.started", LOG_TEXT("version", GAINSAY_VERSION),
                  LOG_TEXT("commit", GAINSAY_COMMIT), LOG_TEXT("listen", settings->listen));
    return code;
}

void service_close(void)
{
    endpoint_close(service.endpoint);
    service.endpoint = NULL;
    log_event(LOG_INFO, "service.stopped", LOG_INT("signals", service.signals));
}

bool service_stopping(void)
{
    bool stopping = service.signals > 0;
    if (stopping)
        supervisor_stopping();
    return stopping;
}

bool service_drain_over(void)
{
    return service_stopping() &&
           service_clock_ms() - atomic_load(&service.signalled_ms) > SERVICE_DRAIN_MS;
}

/* What a burst took glibc's allocator keeps, in pieces between what is in use: a service that runs
 * for months would hold the most that it ever needed. */
static void give_back(long long now_ms)
{
    long long last_ms = atomic_load(&service.given_back_ms);
    if (now_ms - last_ms >= GIVE_BACK_MS &&
        atomic_compare_exchange_strong(&service.given_back_ms, &last_ms, now_ms))
        (void)malloc_trim(0);
}

void service_beat(void)
{
    long long now_ms = service_clock_ms();
    atomic_store(&service.beat_ms, now_ms);
    supervisor_alive(now_ms);
    give_back(now_ms);
}

void service_set_ready(bool ready, const char *why)
{
    (void)pthread_mutex_lock(&service.lock);
    bool changed =
        service.ready != ready || (!ready && strncmp(service.why, why, WHY_BYTES - 1) != 0);
    service.ready = ready;
    (void)snprintf(service.why, sizeof service.why, "%s", why);
    (void)pthread_mutex_unlock(&service.lock);
    if (changed)
        supervisor_status(ready, why);
    if (changed)
        log_event(ready ? LOG_INFO : LOG_WARNING, ready ? "service.ready" : "service.not_ready",
                  LOG_TEXT("why", why));
}

void service_sleep_ms(long long wait_ms)
{
    long long until_ms = service_clock_ms() + wait_ms;
    while (!service_stopping()) {
        long long left_ms = until_ms - service_clock_ms();
        if (left_ms <= 0)
            break;
        if (left_ms > SLEEP_STEP_MS)
            left_ms = SLEEP_STEP_MS;
        struct timespec step = {0, (long)left_ms * 1000000};
        (void)nanosleep(&step, NULL);
        service_beat();
    }
}
