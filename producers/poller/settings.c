#include "producers/poller/poller.h"

enum err_code poller_http_settings(const struct poller_settings *settings,
                                   struct http_settings *http,
                                   struct err *err)
{
    struct http_settings made = HTTP_SETTINGS_DEFAULT;
    if (address_list_parse(settings->allow, &made.allow, err))
        return err_in(err, "poller.allow");
    made.user_agent = settings->user_agent;
    made.connect_timeout_ms = settings->connect_timeout_ms;
    made.timeout_ms = settings->timeout_ms;
    made.stall_ms = settings->stall_ms;
    made.parallel = (int)settings->parallel;
    made.body_max_bytes = settings->body_max_bytes;
    *http = made;
    return ERR_OK;
}
