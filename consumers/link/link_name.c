#include "consumers/link/link_name.h"

#include <ctype.h>
#include <string.h>

/* The last word of a name: the family name, or the noun of an office. */
static struct str last_word(const char *name)
{
    size_t end = strlen(name);
    while (end > 0 && !isalnum((unsigned char)name[end - 1]) && (unsigned char)name[end - 1] < 0x80)
        end--;
    size_t start = end;
    while (start > 0 && name[start - 1] != ' ')
        start--;
    return (struct str){name + start, end - start};
}

static bool has_word(const char *name, struct str word)
{
    for (const char *at = name; *at != '\0';) {
        size_t len = strcspn(at, " ");
        size_t bare = len;
        /* "Growers' League" */
        while (bare > 0 && (unsigned char)at[bare - 1] < 0x80 &&
               !isalnum((unsigned char)at[bare - 1]))
            bare--;
        if (str_eq_nocase((struct str){at, bare}, word))
            return true;
        at += len;
        at += strspn(at, " ");
    }
    return false;
}

bool link_same_name(const char *a, const char *b)
{
    if (a == NULL || b == NULL)
        return false;
    struct str end_a = last_word(a);
    struct str end_b = last_word(b);
    return (end_a.len > 0 && has_word(b, end_a)) || (end_b.len > 0 && has_word(a, end_b));
}

bool link_same_person(const char *a, const char *a_actor, const char *b, const char *b_actor)
{
    return link_same_name(a, b) || link_same_name(a_actor, b) || link_same_name(a, b_actor) ||
           link_same_name(a_actor, b_actor);
}

/* "Blythe" and "Warren Blythe": a family name alone, not "the president". */
static bool is_family_name(const char *name, const char *whole)
{
    return isupper((unsigned char)name[0]) && strchr(name, ' ') == NULL &&
           link_same_name(name, whole) && isupper((unsigned char)last_word(whole).ptr[0]);
}

bool link_same_speaker(const struct record *a, const struct record *b)
{
    if (a->speaker == NULL || b->speaker == NULL)
        return false;
    if (a->speaker_side != NULL && b->speaker_side != NULL)
        return strcmp(a->speaker_side, b->speaker_side) == 0 &&
               link_same_person(a->speaker, a->speaker_actor, b->speaker, b->speaker_actor);
    return str_eq_nocase(str_of(a->speaker), str_of(b->speaker)) ||
           is_family_name(a->speaker, b->speaker) || is_family_name(b->speaker, a->speaker);
}
