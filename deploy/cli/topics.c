#include "deploy/cli/topics.h"

#include "common/model/topic.h"

#include <stdio.h>
#include <string.h>

/* docs/design.md: items and records are kept for ever, for a replay needs them. How long letters
 * are kept is anybody's choice, and so is what a broker does about compression. */
const struct topic_plan topic_plans[TOPICS_COUNT] = {
    {TOPIC_ITEMS,
     {{"retention.ms", "-1"},
      {"retention.bytes", "-1"},
      {"cleanup.policy", "delete"},
      {"compression.type", "producer"}},
     4,
     3},
    {TOPIC_RECORDS,
     {{"retention.ms", "-1"},
      {"retention.bytes", "-1"},
      {"cleanup.policy", "delete"},
      {"compression.type", "producer"}},
     4,
     3},
    {TOPIC_SOURCES, {{"cleanup.policy", "compact"}, {"compression.type", "producer"}}, 2, 1},
    {TOPIC_DEAD_LETTERS,
     {{"cleanup.policy", "delete"},
      {"retention.ms", "7776000000"}, /* 90 days */
      {"compression.type", "producer"}},
     3,
     1},
};

enum err_code topics_difference(struct kafka_admin *admin,
                                const struct topic_plan *plan,
                                char *text,
                                size_t room,
                                struct err *err)
{
    size_t used = 0;
    text[0] = '\0';
    for (size_t i = 0; i < plan->wanted_count; i++) {
        const struct kafka_header *want = &plan->setting[i];
        char value[64];
        enum err_code code =
            kafka_admin_setting(admin, plan->topic, want->name, value, sizeof value, err);
        if (code)
            return code;
        if (strcmp(value, want->value) == 0)
            continue;
        int len = snprintf(text + used, room - used, "%s%s is %s and should be %s",
                           used == 0 ? "" : ", ", want->name, value, want->value);
        used = (size_t)len < room - used ? used + (size_t)len : room - 1;
    }
    return ERR_OK;
}
