#include "consumers/classify/chinese.h"

#include <stdlib.h>

void chinese_read(struct chinese *chinese,
                  struct document *doc,
                  const struct document *title,
                  const struct author *author)
{
    chinese->doc = doc;
    chinese->title = title;
    chinese->author = *author;
    chinese_author(chinese);
    chinese_voices(chinese);
    chinese->duty = document_grow(chinese->duty, &chinese->duty_capacity, doc->sentence_count + 1,
                                  sizeof *chinese->duty);
    chinese->trade = document_grow(chinese->trade, &chinese->trade_capacity,
                                   doc->sentence_count + 1, sizeof *chinese->trade);
    chinese_tariffs(chinese);
    if (doc->sentence_count > 0)
        chinese_statements(chinese);
}

void chinese_release(struct chinese *chinese)
{
    free(chinese->span);
    free(chinese->duty);
    free(chinese->trade);
    *chinese = (struct chinese){0};
}
