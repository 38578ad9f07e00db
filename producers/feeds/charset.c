#include "producers/feeds/charset.h"

#include "common/text/utf8.h"
#include "producers/feeds/windows_1252.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

/* How far into a document its declaration is looked for; HTML gives it 1024 bytes. */
#define DECLARATION_BYTES 1024
#define LABEL_BYTES       32
/* So many sequences of UTF-8 for each byte that is none make a document one of UTF-8. */
#define MOSTLY 8

/* What a label means to iconv(3). Only these are opened: a label comes from outside, and some of
 * the C library's converters (ISO-2022-CN-EXT) have had holes. */
static const struct {
    const char *label;
    const char *name;
} labels[] = {
    {"utf-8", "UTF-8"},
    {"utf8", "UTF-8"},
    {"gb2312", "GB18030"},
    {"gb_2312-80", "GB18030"},
    {"gbk", "GB18030"},
    {"x-gbk", "GB18030"},
    {"cp936", "GB18030"},
    {"gb18030", "GB18030"},
    {"big5", "BIG5-HKSCS"},
    {"big5-hkscs", "BIG5-HKSCS"},
    {"x-x-big5", "BIG5-HKSCS"},
    {"euc-jp", "EUC-JP"},
    {"x-euc-jp", "EUC-JP"},
    {"shift_jis", "CP932"},
    {"shift-jis", "CP932"},
    {"sjis", "CP932"},
    {"x-sjis", "CP932"},
    {"windows-31j", "CP932"},
    {"iso-2022-jp", "ISO-2022-JP"},
    {"euc-kr", "CP949"},
    {"ks_c_5601-1987", "CP949"},
    {"cp949", "CP949"},
    {"iso-8859-1", "WINDOWS-1252"},
    {"iso8859-1", "WINDOWS-1252"},
    {"latin1", "WINDOWS-1252"},
    {"us-ascii", "WINDOWS-1252"},
    {"ascii", "WINDOWS-1252"},
    {"windows-1252", "WINDOWS-1252"},
    {"cp1252", "WINDOWS-1252"},
    {"iso-8859-2", "ISO-8859-2"},
    {"iso-8859-3", "ISO-8859-3"},
    {"iso-8859-4", "ISO-8859-4"},
    {"iso-8859-5", "ISO-8859-5"},
    {"iso-8859-6", "ISO-8859-6"},
    {"iso-8859-7", "ISO-8859-7"},
    {"iso-8859-8", "ISO-8859-8"},
    {"iso-8859-9", "WINDOWS-1254"},
    {"iso-8859-10", "ISO-8859-10"},
    {"iso-8859-11", "CP874"},
    {"iso-8859-13", "ISO-8859-13"},
    {"iso-8859-14", "ISO-8859-14"},
    {"iso-8859-15", "ISO-8859-15"},
    {"iso-8859-16", "ISO-8859-16"},
    {"windows-1250", "WINDOWS-1250"},
    {"windows-1251", "WINDOWS-1251"},
    {"cp1251", "WINDOWS-1251"},
    {"windows-1253", "WINDOWS-1253"},
    {"windows-1254", "WINDOWS-1254"},
    {"windows-1255", "WINDOWS-1255"},
    {"windows-1256", "WINDOWS-1256"},
    {"windows-1257", "WINDOWS-1257"},
    {"windows-1258", "WINDOWS-1258"},
    {"windows-874", "CP874"},
    {"tis-620", "CP874"},
    {"koi8-r", "KOI8-R"},
    {"koi8-u", "KOI8-U"},
    {"ibm866", "IBM866"},
    {"cp866", "IBM866"},
    {"macintosh", "MACINTOSH"},
    {"x-mac-cyrillic", "MAC-CYRILLIC"},
    {"utf-16", "UTF-16LE"},
    {"utf-16le", "UTF-16LE"},
    {"utf-16be", "UTF-16BE"},
    {"utf-32le", "UTF-32LE"},
    {"utf-32be", "UTF-32BE"},
    {"ibm037", "IBM037"},
    {"ebcdic-cp-us", "IBM037"},
};

/* What "<?xm" or "<rss", or a BOM, looks like in each: XML 1.0, appendix F. */
static const struct pattern {
    const char *bytes;
    size_t len;
    size_t skip; /* bytes of BOM */
    const char *name;
} patterns[] = {
    {"\xFF\xFE\0\0", 4, 4, "UTF-32LE"}, {"\0\0\xFE\xFF", 4, 4, "UTF-32BE"},
    {"\xEF\xBB\xBF", 3, 3, "UTF-8"},    {"\xFF\xFE", 2, 2, "UTF-16LE"},
    {"\xFE\xFF", 2, 2, "UTF-16BE"},     {"<\0\0\0", 4, 0, "UTF-32LE"},
    {"\0\0\0<", 4, 0, "UTF-32BE"},      {"<\0?\0", 4, 0, "UTF-16LE"},
    {"\0<\0?", 4, 0, "UTF-16BE"},       {"<\0r\0", 4, 0, "UTF-16LE"},
    {"\0<\0r", 4, 0, "UTF-16BE"},       {"<\0f\0", 4, 0, "UTF-16LE"},
    {"\0<\0f", 4, 0, "UTF-16BE"},       {"\x4C\x6F\xA7\x94", 4, 0, "IBM037"},
};

static const struct pattern *pattern_of(struct str bytes)
{
    for (size_t i = 0; i < sizeof patterns / sizeof patterns[0]; i++)
        if (bytes.len >= patterns[i].len &&
            memcmp(bytes.ptr, patterns[i].bytes, patterns[i].len) == 0)
            return &patterns[i];
    return NULL;
}

static const char *name_of_label(struct str label)
{
    label = str_trim(label);
    for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++)
        if (str_eq_nocase(label, str_of(labels[i].label)))
            return labels[i].name;
    return NULL;
}

static ptrdiff_t find_nocase(struct str text, struct str needle)
{
    for (size_t i = 0; i + needle.len <= text.len; i++)
        if (str_eq_nocase((struct str){text.ptr + i, needle.len}, needle))
            return (ptrdiff_t)i;
    return -1;
}

/* The label after "encoding=" or "charset=", quoted or not. */
static const char *label_after(struct str text, const char *word)
{
    ptrdiff_t at = find_nocase(text, str_of(word));
    if (at < 0)
        return NULL;
    struct str rest = {text.ptr + at + strlen(word), text.len - (size_t)at - strlen(word)};
    rest = str_trim(rest);
    if (rest.len == 0 || rest.ptr[0] != '=')
        return NULL;
    rest = str_trim((struct str){rest.ptr + 1, rest.len - 1});
    while (rest.len > 0 && (rest.ptr[0] == '"' || rest.ptr[0] == '\''))
        rest = (struct str){rest.ptr + 1, rest.len - 1};
    size_t len = 0;
    while (len < rest.len && len < LABEL_BYTES &&
           memchr("\"' \t\r\n;>?/", rest.ptr[len], 11) == NULL)
        len++;
    return name_of_label((struct str){rest.ptr, len});
}

static const char *declared(struct str bytes)
{
    struct str head = {bytes.ptr, bytes.len < DECLARATION_BYTES ? bytes.len : DECLARATION_BYTES};
    ptrdiff_t xml = find_nocase(head, STR("<?xml"));
    if (xml >= 0) {
        struct str declaration = {head.ptr + xml, head.len - (size_t)xml};
        ptrdiff_t end = str_find(declaration, STR("?>"));
        if (end >= 0)
            declaration.len = (size_t)end;
        const char *name = label_after(declaration, "encoding");
        if (name != NULL)
            return name;
    }
    return label_after(head, "charset");
}

/* Bytes that are no UTF-8, and well-formed sequences of more than one byte. */
static void count_utf8(struct str bytes, size_t *bad, size_t *good)
{
    *bad = *good = 0;
    for (size_t at = 0; at < bytes.len;) {
        if ((unsigned char)bytes.ptr[at] < 0x80) {
            at++;
            continue;
        }
        uint32_t c = 0;
        size_t used = utf8_decode(bytes.ptr + at, bytes.len - at, &c);
        *(used == 1 ? bad : good) += 1;
        at += used;
    }
}

/* Malformed bytes become U+FFFD, or what they are in Windows-1252. */
static enum err_code replace_malformed(
    struct str bytes, bool mixed, struct arena *arena, struct str *text, struct err *err)
{
    size_t bad = 0, good = 0;
    if (utf8_valid_prefix(bytes.ptr, bytes.len) == bytes.len) {
        *text = bytes;
        return ERR_OK;
    }
    count_utf8(bytes, &bad, &good);
    char *out = arena_alloc(arena, bytes.len + 2 * bad + 1);
    if (out == NULL)
        return err_set(err, ERR_TOO_LARGE, "document of %zu bytes is too large to decode",
                       bytes.len);
    size_t len = 0;
    for (size_t at = 0; at < bytes.len;) {
        uint32_t c = 0;
        unsigned char byte = (unsigned char)bytes.ptr[at];
        size_t used = utf8_decode(bytes.ptr + at, bytes.len - at, &c);
        if (mixed && used == 1 && byte >= 0x80)
            c = windows_1252_decode(byte);
        at += used;
        len += utf8_encode(c, out + len);
    }
    *text = (struct str){out, len};
    return ERR_OK;
}

static enum err_code
convert(struct str bytes, const char *name, struct arena *arena, struct str *text, struct err *err)
{
    iconv_t converter = iconv_open("UTF-8", name);
    if (converter == (iconv_t)-1)
        return err_set(err, ERR_CONFIG, "iconv cannot read \"%s\" on this machine", name);

    /* No charset here takes more than four bytes of UTF-8 a unit; HKSCS has pairs for one byte
     * pair, still within four a byte. */
    size_t room = bytes.len * 4 + 16;
    char *out = arena_alloc(arena, room);
    enum err_code code = ERR_OK;
    if (out == NULL) {
        code =
            err_set(err, ERR_TOO_LARGE, "document of %zu bytes is too large to decode", bytes.len);
        goto out;
    }
    char *in_at = (char *)bytes.ptr, *out_at = out;
    size_t in_left = bytes.len, out_left = room - 4;
    while (in_left > 0 && iconv(converter, &in_at, &in_left, &out_at, &out_left) == (size_t)-1) {
        if (errno == E2BIG)
            break;
        size_t written = utf8_encode(0xFFFD, out_at);
        out_at += written;
        out_left -= written < out_left ? written : out_left;
        in_at++;
        in_left--;
    }
    *text = (struct str){out, (size_t)(out_at - out)};
out:
    iconv_close(converter);
    return code;
}

static bool has_escape(struct str bytes)
{
    return memchr(bytes.ptr, 0x1B, bytes.len) != NULL;
}

/* Chooses name and from. *mixed: what is no UTF-8 in it is in Windows-1252. */
static void choose(struct str bytes,
                   const char *hint,
                   const char *content_type,
                   struct charset *charset,
                   bool *mixed)
{
    const char *in_document = declared(bytes);
    const char *in_header =
        content_type == NULL ? NULL : label_after(str_of(content_type), "charset");
    const char *hinted = hint == NULL ? NULL : name_of_label(str_of(hint));
    size_t bad = 0, good = 0;
    if (utf8_valid_prefix(bytes.ptr, bytes.len) < bytes.len)
        count_utf8(bytes, &bad, &good);

    charset->from = "bytes";
    charset->name = "UTF-8";
    if (hinted != NULL) {
        charset->name = hinted;
        charset->from = "hint";
    } else if (bad == 0) {
        /* ISO-2022-JP is made of ASCII bytes. */
        if (in_document != NULL && strcmp(in_document, "ISO-2022-JP") == 0 && has_escape(bytes))
            charset->name = in_document;
    } else if (good > MOSTLY * bad) {
        /* Hardly anything else is by chance, whatever is declared: parts of two charsets in one. */
        *mixed = in_document != NULL && strcmp(in_document, "WINDOWS-1252") == 0;
    } else if (in_document != NULL && strcmp(in_document, "UTF-8") != 0) {
        charset->name = in_document;
        charset->from = "declaration";
    } else if (in_header != NULL && strcmp(in_header, "UTF-8") != 0) {
        charset->name = in_header;
        charset->from = "header";
    } else if (good < bad) { /* else: UTF-8 with a few bytes cut or mixed in */
        charset->name = "WINDOWS-1252";
        charset->from = "fallback";
    }
    /* A declaration that was read byte by byte can't be one of two-byte units. */
    if (strncmp(charset->name, "UTF-16", 6) == 0 || strncmp(charset->name, "UTF-32", 6) == 0) {
        charset->name = "WINDOWS-1252";
        charset->from = "fallback";
    }
}

enum err_code charset_decode(struct str bytes,
                             const char *hint,
                             const char *content_type,
                             struct arena *arena,
                             struct charset *charset,
                             struct err *err)
{
    const struct pattern *pattern = pattern_of(bytes);
    bool mixed = false;
    if (pattern != NULL) {
        charset->name = pattern->name;
        charset->from = pattern->skip > 0 ? "bom" : "bytes";
        bytes = (struct str){bytes.ptr + pattern->skip, bytes.len - pattern->skip};
    } else {
        choose(bytes, hint, content_type, charset, &mixed);
    }
    if (strcmp(charset->name, "UTF-8") == 0)
        return replace_malformed(bytes, mixed, arena, &charset->text, err);
    return convert(bytes, charset->name, arena, &charset->text, err);
}
