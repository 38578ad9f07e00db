#include "common/kafka/attempts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define READING "reading "
#define TRYING  "trying "

struct numbers {
    long long offset;
    int times;
    long long count;
};

/* The numbers behind a word; false where the note is another one, or somebody else's. */
static bool read_note(const char *note, const char *word, struct numbers *numbers)
{
    char *end = NULL;
    if (strncmp(note, word, strlen(word)) != 0)
        return false;
    const char *text = note + strlen(word);
    numbers->offset = strtoll(text, &end, 10);
    bool any = end != text;
    numbers->times = (int)strtol(end, &end, 10);
    numbers->count = strtoll(end, NULL, 10);
    if (numbers->count < 1)
        numbers->count = 1;
    return any;
}

static void note_trying(struct attempts *attempts)
{
    (void)snprintf(attempts->note, sizeof attempts->note, TRYING "%lld %d %lld", attempts->tried,
                   attempts->times, attempts->tried_end - attempts->tried);
}

void attempts_begin(struct attempts *attempts, const char *note, long long next, long long end)
{
    struct numbers last = {0};
    *attempts = (struct attempts){
        .begun = true, .careful_until = -1, .single_until = -1, .tried = -1, .tried_end = -1};
    if (read_note(note, TRYING, &last) && last.offset >= next) {
        attempts->tried = last.offset;
        attempts->tried_end = last.offset + last.count;
        attempts->times = last.times;
        attempts->single_until = attempts->tried_end;
        attempts->careful_until = end > attempts->tried_end ? end : attempts->tried_end;
    } else if (read_note(note, READING, &last) && last.offset == next) {
        attempts->careful_until = end;
    }
    /* Until we have them in hand ourselves the messages keep their count, whatever ends us before.
     */
    if (attempts->times > 0)
        note_trying(attempts);
    else
        attempts_done(attempts, next);
}

void attempts_until(struct attempts *attempts, long long end)
{
    if (end < attempts->careful_until)
        attempts->careful_until = end;
}

bool attempts_is_careful(const struct attempts *attempts, long long offset)
{
    return attempts->begun && offset < attempts->careful_until;
}

bool attempts_is_spent(const struct attempts *attempts, long long offset, struct err *why)
{
    if (offset != attempts->tried || attempts->tried_end != attempts->tried + 1 ||
        attempts->times < ATTEMPTS_MAX)
        return false;
    (void)err_set(why, ERR_INTERNAL,
                  "%d processes ended one after the other while they had this message in hand",
                  attempts->times);
    return true;
}

void attempts_try(struct attempts *attempts, long long offset)
{
    long long end = offset + (offset < attempts->single_until ? 1 : ATTEMPTS_TOGETHER);
    if (end > attempts->careful_until)
        end = attempts->careful_until;
    if (offset != attempts->tried || end != attempts->tried_end)
        attempts->times = 0;
    attempts->tried = offset;
    attempts->tried_end = end;
    attempts->times++;
    attempts->trying = true;
    note_trying(attempts);
}

void attempts_done(struct attempts *attempts, long long next)
{
    /* We are still there: this time doesn't count. */
    if (attempts->trying)
        attempts->times--;
    attempts->trying = false;
    (void)snprintf(attempts->note, sizeof attempts->note, READING "%lld", next);
}

bool attempts_holds(const struct attempts *attempts, long long offset)
{
    return attempts->trying && offset >= attempts->tried && offset < attempts->tried_end;
}
