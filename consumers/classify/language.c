#include "consumers/classify/language.h"

#include "common/text/utf8.h"
#include "consumers/classify/han.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* A text is East Asian where its characters are at least this share of its bytes, ... */
#define EAST_BYTES_PART 8
/* ... and where no more than so many Latin letters stand to one of them: an English text of the
 * same length has about five. */
#define LATIN_PER_HAN 4
/* Of the characters of a script to make a text Japanese or Korean, a twentieth. */
#define SCRIPT_PART 20
/* One word in so many is one of the commonest English ones in every English text. */
#define COMMON_PART 12

/* Frequent characters that one of the two ways of writing has alone, in order: simplified ones,
 * such as those of "these, country, say, tax", and the traditional ones of the same words. */
static const uint16_t simplified[] = {
    0x4E0E, 0x4E1A, 0x4E1C, 0x4E24, 0x4E3A, 0x4E89, 0x4EA7, 0x4EEC, 0x4F1A, 0x5173, 0x519C, 0x52A8,
    0x52BF, 0x534F, 0x53CC, 0x53D1, 0x540E, 0x56FD, 0x590D, 0x5B9E, 0x5BF9, 0x5E94, 0x5F00, 0x5F20,
    0x6218, 0x65F6, 0x6765, 0x6837, 0x6CA1, 0x73B0, 0x79CD, 0x79F0, 0x7A0E, 0x7ECF, 0x7ED9, 0x89C1,
    0x8BA4, 0x8BA9, 0x8BAE, 0x8BC1, 0x8BDD, 0x8BE5, 0x8BF4, 0x8C08, 0x8C23, 0x8D38, 0x8F66, 0x8FC7,
    0x8FD8, 0x8FD9, 0x8FDB, 0x94A2, 0x94C1, 0x94DD, 0x957F, 0x95E8, 0x95EE, 0x95F4, 0x9645, 0x9898,
};
static const uint16_t traditional[] = {
    0x4F86, 0x5011, 0x5169, 0x52D5, 0x52E2, 0x5354, 0x554F, 0x570B, 0x5BE6, 0x5C0D, 0x5F35,
    0x5F8C, 0x5FB5, 0x61C9, 0x6230, 0x6642, 0x6703, 0x6771, 0x696D, 0x6A23, 0x6C92, 0x70BA,
    0x722D, 0x73FE, 0x7522, 0x767C, 0x7A05, 0x7A2E, 0x7A31, 0x7D66, 0x7D93, 0x8207, 0x8907,
    0x898B, 0x8A71, 0x8A72, 0x8A8D, 0x8AAA, 0x8AC7, 0x8B20, 0x8B49, 0x8B70, 0x8B93, 0x8CBF,
    0x8ECA, 0x8FB2, 0x9019, 0x9032, 0x904E, 0x9084, 0x92C1, 0x92FC, 0x9435, 0x9577, 0x9580,
    0x958B, 0x9593, 0x95DC, 0x969B, 0x96D9, 0x984C,
};

struct scripts {
    size_t han;
    size_t kana;
    size_t hangul;
    size_t latin;
    size_t simplified;
    size_t traditional;
};

static bool tagged(const char *lang, const char *language)
{
    size_t len = strlen(language);
    return lang != NULL && strncmp(lang, language, len) == 0 &&
           (lang[len] == '\0' || lang[len] == '-');
}

/* Leading bytes of kana, Han, hangul: a quick look that most texts end with. Those of a run are
 * counted in a byte, which compilers do for many bytes at once. */
static bool is_east(const char *text, size_t len)
{
    size_t east = 0;
    for (size_t at = 0; at < len;) {
        size_t end = len - at < UINT8_MAX ? len : at + UINT8_MAX;
        uint8_t some = 0;
        for (; at < end; at++)
            some += (unsigned char)text[at] >= 0xE3;
        east += some;
    }
    return east > 0 && east * EAST_BYTES_PART >= len;
}

static bool has(const uint16_t *characters, size_t count, uint32_t c)
{
    size_t low = 0;
    while (low < count) {
        size_t middle = low + (count - low) / 2;
        if (characters[middle] == c)
            return true;
        if (characters[middle] < c)
            low = middle + 1;
        else
            count = middle;
    }
    return false;
}

static void count_scripts(const char *text, size_t len, struct scripts *scripts)
{
    for (size_t at = 0; at < len;) {
        uint32_t c;
        size_t width = utf8_decode(text + at, len - at, &c);
        if (han_is_character(c)) {
            scripts->han++;
            scripts->simplified += has(simplified, sizeof simplified / sizeof simplified[0], c);
            scripts->traditional += has(traditional, sizeof traditional / sizeof traditional[0], c);
        }
        scripts->kana += c >= 0x3041 && c <= 0x30FA;
        scripts->hangul += c >= 0xAC00 && c <= 0xD7A3;
        scripts->latin += (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        at += width;
    }
}

static bool is_common(const char *word, size_t len)
{
    static const char *const common[] = {"the", "of", "and", "to", "in", "for", "that", "on"};
    for (size_t i = 0; i < sizeof common / sizeof common[0]; i++) {
        if (strlen(common[i]) == len && memcmp(common[i], word, len) == 0)
            return true;
    }
    return false;
}

static bool looks_english(const char *text)
{
    size_t words = 0;
    size_t common = 0;
    for (const char *at = text; *at != '\0';) {
        size_t len = 0;
        while ((at[len] | 0x20) >= 'a' && (at[len] | 0x20) <= 'z')
            len++;
        words += len > 0;
        common += len > 0 && is_common(at, len);
        at += len > 0 ? len : 1;
    }
    return common > 0 && common * COMMON_PART >= words;
}

/* Han characters, or kana or hangul among them. */
static enum language
east_language(const struct scripts *scripts, const char *lang, const char **tag)
{
    size_t all = scripts->han + scripts->kana + scripts->hangul;
    if (scripts->kana * SCRIPT_PART > all) {
        *tag = "ja";
        return LANGUAGE_OTHER;
    }
    if (scripts->hangul * SCRIPT_PART > all) {
        *tag = "ko";
        return LANGUAGE_OTHER;
    }
    bool other = scripts->simplified == scripts->traditional &&
                 (tagged(lang, "zh-Hant") || tagged(lang, "zh-TW") || tagged(lang, "zh-HK") ||
                  tagged(lang, "ja") || tagged(lang, "ko"));
    if (scripts->traditional > scripts->simplified || other) {
        *tag = other ? lang : "zh-Hant";
        return LANGUAGE_OTHER;
    }
    *tag = "zh";
    return LANGUAGE_CHINESE;
}

enum language language_of(const struct item *item, const char **tag)
{
    const char *lang = item->lang;
    const char *text = item->text != NULL && item->text[0] != '\0' ? item->text
                       : item->title != NULL                       ? item->title
                                                                   : "";
    size_t len = strlen(text);
    if (is_east(text, len)) {
        struct scripts scripts = {0};
        count_scripts(text, len, &scripts);
        size_t all = scripts.han + scripts.kana + scripts.hangul;
        if (all > 0 && scripts.latin <= all * LATIN_PER_HAN)
            return east_language(&scripts, lang, tag);
    }
    bool unsure = tagged(lang, "und") || tagged(lang, "zh");
    if (lang == NULL || tagged(lang, "en") || (unsure && looks_english(text))) {
        *tag = "en";
        return LANGUAGE_ENGLISH;
    }
    *tag = lang[0] == '\0' ? "und" : lang;
    return LANGUAGE_OTHER;
}
