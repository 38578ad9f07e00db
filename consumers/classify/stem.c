#include "consumers/classify/stem.h"

#include <string.h>

#define STEM_MIN 4 /* bytes that a stem keeps */

static size_t cut_ending(char *word, size_t len)
{
    static const struct {
        const char *ending;
        size_t cut;
        const char *put;
        size_t least; /* bytes of the word */
    } endings[] = {{"ies", 3, "y", STEM_MIN + 2}, {"ied", 3, "y", STEM_MIN + 2},
                   {"ing", 3, "", STEM_MIN + 3},  {"es", 2, "", STEM_MIN + 2},
                   {"ed", 2, "", STEM_MIN + 2},   {"s", 1, "", STEM_MIN + 1},
                   {"e", 1, "", STEM_MIN + 1}};
    if (len <= STEM_MIN || strchr("sdge", word[len - 1]) == NULL)
        return len;
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        size_t cut = endings[i].cut;
        if (len < endings[i].least || memcmp(word + len - cut, endings[i].ending, cut) != 0 ||
            (cut == 1 && word[len - 2] == 's'))
            continue;
        if (endings[i].put[0] == '\0')
            return len - cut;
        word[len - cut] = endings[i].put[0];
        return len - cut + 1;
    }
    return len;
}

size_t stem_of(const struct token *token, char word[FOLD_MAX_BYTES], size_t len)
{
    if (token->kind == TOKEN_WORD)
        return cut_ending(word, len);
    word[0] = '\0';
    if (token->kind == TOKEN_NUMBER)
        word[0] = '#';
    else if (token->kind == TOKEN_QUOTE)
        word[0] = '"';
    else if (token->kind == TOKEN_PUNCT && (token->mark == '%' || token->mark == '$'))
        word[0] = token->mark;
    return word[0] != '\0';
}
