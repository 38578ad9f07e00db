#include "common/kafka/attempts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define READING "reading "
#define TRYING  "trying "

/* The numbers behind a word; false where the note is another one, or somebody else's. */
static bool read_note(const char *note, const char *word, long long *offset, int *times)
{
    char *end = NULL;
    if (strncmp(note, word, strlen(word)) != 0)
        return false;
    *offset = strtoll(note + strlen(word), &end, 10);
    *times = (int)strtol(end, NULL, 10);
    return end != note + strlen(word);
}

static void note_trying(struct attempts *attempts)
{
    (void)snprintf(attempts->note, sizeof attempts->note, TRYING "%lld %d", attempts->tried,
                   attempts->times);
}

void attempts_begin(struct attempts *attempts, const char *note, long long next, long long end)
{
    long long offset = -1;
    int times = 0;
    *attempts = (struct attempts){.begun = true, .careful_until = -1, .tried = -1};
    if (read_note(note, TRYING, &offset, &times) && offset >= next) {
        attempts->tried = offset;
        attempts->times = times;
        attempts->careful_until = end > offset ? end : offset + 1;
    } else if (read_note(note, READING, &offset, &times) && offset == next) {
        attempts->careful_until = end;
    }
    /* Until we have it in hand ourselves the message keeps its count, whatever ends us before. */
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
    if (offset != attempts->tried || attempts->times < ATTEMPTS_MAX)
        return false;
    (void)err_set(why, ERR_INTERNAL,
                  "%d processes ended one after the other while they had this message in hand",
                  attempts->times);
    return true;
}

void attempts_try(struct attempts *attempts, long long offset)
{
    if (offset != attempts->tried)
        attempts->times = 0;
    attempts->tried = offset;
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
