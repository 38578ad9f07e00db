#include "producers/poller/permission.h"

#include <stdlib.h>
#include <string.h>

struct question {
    struct engine *engine;
    permission_done *done;
    void *context;
    struct arena arena;
    const char *origin;
    const char *path;
};

static void answer(struct question *question, const struct permission_answer *answer)
{
    question->done(question->context, answer);
    arena_release(&question->arena);
    free(question);
}

static void answer_by(struct question *question, const struct robots *robots)
{
    answer(question, &(struct permission_answer){
                         .permission = robots_allows(robots, question->path) ? PERMISSION_GIVEN
                                                                             : PERMISSION_DENIED,
                         .delay_ms = robots->delay_ms,
                     });
}

static void on_robots(void *context, const struct http_response *response)
{
    struct question *question = context;
    bool unanswered = response->outcome == HTTP_UNRESOLVED ||
                      response->outcome == HTTP_UNREACHABLE ||
                      response->outcome == HTTP_UNTRUSTED || response->outcome == HTTP_TIMED_OUT;
    if (unanswered) {
        answer(question, &(struct permission_answer){.permission = PERMISSION_UNKNOWN,
                                                     .outcome = response->outcome,
                                                     .error = response->error});
        return;
    }
    struct robots robots;
    /* Too many redirects count as no file (RFC 9309, 2.3.1.2); one that can't be read as a server
     * that fails. */
    int status = response->outcome == HTTP_ANSWERED  ? response->status
                 : response->outcome == HTTP_REFUSED ? 404
                                                     : 0;
    robots_from_answer(status, response->body, ROBOTS_TOKEN, &robots);
    answer_by(question, robots_cache_take(question->engine->robots, question->origin, &robots,
                                          engine_now_s()));
}

static void fetch_robots(struct question *question)
{
    struct err err = {0};
    const char *url = arena_format(&question->arena, "%s/robots.txt", question->origin);
    const struct http_request request = {
        .url = url,
        .accept = "text/plain, */*;q=0.1",
        .body_max_bytes = 4 * (long long)ROBOTS_MAX_BYTES,
    };
    if (fetcher_start(question->engine->fetcher, &request, on_robots, question, &err))
        answer(question, &(struct permission_answer){.permission = PERMISSION_UNKNOWN,
                                                     .outcome = HTTP_REFUSED,
                                                     .error = err.text});
}

void permission_ask(struct engine *engine, const char *url, permission_done *done, void *context)
{
    struct question *question = calloc(1, sizeof *question);
    if (question == NULL)
        abort();
    *question = (struct question){.engine = engine, .done = done, .context = context};
    arena_init(&question->arena, (size_t)64 << 10);
    question->origin = weburl_origin(&question->arena, url);
    question->path = weburl_path(&question->arena, url);
    if (question->origin == NULL || question->path == NULL) {
        answer(question, &(struct permission_answer){.permission = PERMISSION_UNKNOWN,
                                                     .outcome = HTTP_REFUSED,
                                                     .error = "not a web address"});
        return;
    }
    const struct robots *robots =
        robots_cache_get(engine->robots, question->origin, engine_now_s());
    if (robots != NULL)
        answer_by(question, robots);
    else
        fetch_robots(question);
}
