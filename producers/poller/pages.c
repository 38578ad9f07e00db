#include "producers/poller/pages.h"

#include "common/service/log.h"
#include "producers/poller/intake.h"
#include "producers/poller/itemize.h"
#include "producers/poller/permission.h"

#include <string.h>

/* Lives in its poll's arena. */
struct page {
    struct page *next;
    struct poll *poll;
    struct source_seen *slot;
    struct item item;
    struct task task;
    char host[WEBURL_HOST_BYTES];
    long long delay_ms; /* that robots.txt asks for */
    bool done;
};

static struct engine *engine_of(const struct page *page)
{
    return page->poll->run->engine;
}

/* The page is dealt with, one way or the other. */
static void finish(struct page *page, const char *outcome)
{
    struct engine *engine = engine_of(page);
    long long gap_ms = page->poll->run->source->gap_ms;
    metrics_add(engine->tally.pages, outcome, 1);
    engine_release(engine, &page->task, page->delay_ms > gap_ms ? page->delay_ms : gap_ms);
    intake_send(page->poll, page->slot, &page->item);
    page->poll->pages_left--;
    page->done = true;
}

/* It can't be had now; maybe later. */
static void fail(struct page *page, const char *outcome, const char *reason)
{
    if (++page->slot->tries >= PAGE_TRIES)
        page->slot->tries = 0;
    log_event(LOG_INFO, "page.failed", LOG_TEXT("source", page->poll->run->source->id),
              LOG_TEXT("url", page->item.url), LOG_TEXT("outcome", outcome),
              LOG_TEXT("error", reason));
    finish(page, outcome);
}

static void read_page(struct page *page, const struct http_response *response)
{
    struct engine *engine = engine_of(page);
    struct poll *poll = page->poll;
    const struct catalogue_source *source = poll->run->source;
    struct article article;
    struct err err = {0};
    const struct article_hints hints =
        catalogue_article_hints(source, response->url, response->content_type);
    enum err_code code = article_extract(response->body.ptr, response->body.len, &hints,
                                         &engine->arena, &article, &err);
    if (!code && source->article != NULL) {
        poll->facts.pages_read++;
        poll->facts.pages_missed += article.selector_missed;
    }
    if (!code && article.verdict == FEED_EMPTY) {
        /* A page of pictures or of links: asking again gives no more. */
        page->slot->tries = 0;
        finish(page, "empty");
    } else if (!code && article.verdict != FEED_OK) {
        fail(page, feed_verdict_name(article.verdict),
             article.reason == NULL ? "" : article.reason);
    } else {
        if (!code)
            code = itemize_page(&article, &engine->arena, &page->item, &err);
        page->slot->tries = 0;
        if (code)
            log_event(LOG_WARNING, "page.unusable", LOG_TEXT("source", source->id),
                      LOG_TEXT("url", page->item.url), LOG_TEXT("error", err.text));
        finish(page, code ? "unusable" : "read");
    }
    arena_reset(&engine->arena);
}

/* Its host asks us to wait, or has just asked so for another page of this poll: that says nothing
 * of the page, so it is no try. */
static void wait_for_host(struct page *page)
{
    if (page->slot->tries == 0)
        page->slot->tries = 1;
    finish(page, "limited");
}

static bool asks_to_wait(const struct http_response *response)
{
    return response->status == 429 || response->status == 503 ||
           (response->status >= 400 && response->retry_after_s > 0);
}

static void on_page(void *context, const struct http_response *response)
{
    struct page *page = context;
    metrics_add(engine_of(page)->tally.bytes, page->poll->run->source->id,
                (double)response->wire_bytes);
    if (response->outcome != HTTP_ANSWERED) {
        fail(page, http_outcome_name(response->outcome), response->error);
    } else if (asks_to_wait(response)) {
        page->poll->facts.pages_status = response->status;
        page->poll->facts.pages_wait_s = response->retry_after_s;
        wait_for_host(page);
    } else if (response->status < 200 || response->status > 299) {
        fail(page, "status", "the page is not served");
    } else {
        read_page(page, response);
    }
}

static void on_permission(void *context, const struct permission_answer *answer)
{
    struct page *page = context;
    struct err err = {0};
    page->delay_ms = answer->delay_ms;
    if (answer->permission == PERMISSION_DENIED) {
        page->slot->tries = 0;
        finish(page, "robots");
        return;
    }
    if (answer->permission == PERMISSION_UNKNOWN) {
        fail(page, http_outcome_name(answer->outcome), answer->error);
        return;
    }
    const struct http_request request = {
        .url = page->item.url,
        .accept = "text/html, application/xhtml+xml, */*;q=0.1",
        .ca_file = page->poll->run->source->ca_file,
    };
    if (fetcher_start(engine_of(page)->fetcher, &request, on_page, page, &err))
        fail(page, "refused", err.text);
}

static void start(struct task *task)
{
    struct page *page = task->self;
    if (page->poll->facts.pages_status != 0)
        wait_for_host(page);
    else
        permission_ask(engine_of(page), page->item.url, on_permission, page);
}

bool pages_add(struct poll *poll, struct source_seen *slot, const struct item *item)
{
    if (weburl_check(item->url, NULL))
        return false;
    struct page *page = arena_alloc(&poll->arena, sizeof *page);
    if (page == NULL || !itemize_copy(item, &poll->arena, &page->item))
        return false;
    page->poll = poll;
    page->slot = slot;
    page->next = poll->pages;
    poll->pages = page;
    poll->pages_left++;
    page->task.start = start;
    page->task.self = page;
    page->task.job.slow = poll->run->slow;
    weburl_host(item->url, page->host);
    engine_schedule(poll->run->engine, &page->task, page->host, 0);
    return true;
}

void pages_forget(struct poll *poll)
{
    for (struct page *page = poll->pages; page != NULL; page = page->next) {
        if (page->done)
            continue;
        /* No mark is like no other: the next poll takes the entry for changed. */
        page->slot->mark[0] = '\0';
        if (page->task.job.host != NULL && !page->task.job.taken)
            schedule_remove(poll->run->engine->schedule, &page->task.job);
    }
}
