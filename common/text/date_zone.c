#include "common/text/date.h"
#include "common/text/date_words.h"

#include <string.h>

/* Zones by name for the catalogue's countries, with today's rules: enough for a date that a page
 * gives without a zone. A place that is missing is written as an offset in sources.conf. */
static const struct {
    const char *name;
    int offset_minutes;
    enum date_saving saving;
} places[] = {
    {"America/New_York", -300, DATE_SAVING_US},
    {"America/Toronto", -300, DATE_SAVING_US},
    {"America/Chicago", -360, DATE_SAVING_US},
    {"America/Denver", -420, DATE_SAVING_US},
    {"America/Los_Angeles", -480, DATE_SAVING_US},
    {"America/Mexico_City", -360, DATE_SAVING_NONE},
    {"America/Sao_Paulo", -180, DATE_SAVING_NONE},
    {"America/Argentina/Buenos_Aires", -180, DATE_SAVING_NONE},
    {"Europe/London", 0, DATE_SAVING_EU},
    {"Europe/Dublin", 0, DATE_SAVING_EU},
    {"Europe/Lisbon", 0, DATE_SAVING_EU},
    {"Europe/Brussels", 60, DATE_SAVING_EU},
    {"Europe/Paris", 60, DATE_SAVING_EU},
    {"Europe/Berlin", 60, DATE_SAVING_EU},
    {"Europe/Madrid", 60, DATE_SAVING_EU},
    {"Europe/Rome", 60, DATE_SAVING_EU},
    {"Europe/Vienna", 60, DATE_SAVING_EU},
    {"Europe/Zurich", 60, DATE_SAVING_EU},
    {"Europe/Amsterdam", 60, DATE_SAVING_EU},
    {"Europe/Warsaw", 60, DATE_SAVING_EU},
    {"Europe/Athens", 120, DATE_SAVING_EU},
    {"Europe/Kyiv", 120, DATE_SAVING_EU},
    {"Europe/Moscow", 180, DATE_SAVING_NONE},
    {"Europe/Istanbul", 180, DATE_SAVING_NONE},
    {"Africa/Johannesburg", 120, DATE_SAVING_NONE},
    {"Asia/Riyadh", 180, DATE_SAVING_NONE},
    {"Asia/Qatar", 180, DATE_SAVING_NONE},
    {"Asia/Dubai", 240, DATE_SAVING_NONE},
    {"Asia/Kolkata", 330, DATE_SAVING_NONE},
    {"Asia/Bangkok", 420, DATE_SAVING_NONE},
    {"Asia/Jakarta", 420, DATE_SAVING_NONE},
    {"Asia/Ho_Chi_Minh", 420, DATE_SAVING_NONE},
    {"Asia/Shanghai", 480, DATE_SAVING_NONE},
    {"Asia/Hong_Kong", 480, DATE_SAVING_NONE},
    {"Asia/Taipei", 480, DATE_SAVING_NONE},
    {"Asia/Singapore", 480, DATE_SAVING_NONE},
    {"Asia/Kuala_Lumpur", 480, DATE_SAVING_NONE},
    {"Asia/Manila", 480, DATE_SAVING_NONE},
    {"Asia/Tokyo", 540, DATE_SAVING_NONE},
    {"Asia/Seoul", 540, DATE_SAVING_NONE},
};

bool date_zone_of_season(struct str folded, struct date_zone *zone)
{
    static const char letters[] = "aecmp"; /* each an hour further west, from four hours on */
    const char *place = folded.len == 2 ? memchr(letters, folded.ptr[0], 5) : NULL;
    if (place == NULL || folded.ptr[1] != 't')
        return false;
    *zone = (struct date_zone){-(int)(4 + (place - letters)) * 3600, DATE_SAVING_US};
    return true;
}

/* "+08:00", "-0330", "+8" */
static bool read_offset(struct str text, int *offset_s)
{
    if (text.len < 2 || (text.ptr[0] != '+' && text.ptr[0] != '-'))
        return false;
    int digits[4] = {0};
    size_t count = 0;
    size_t hour_digits = 0;
    for (size_t i = 1; i < text.len; i++) {
        char c = text.ptr[i];
        if (c == ':' && hour_digits == 0 && count > 0 && count <= 2) {
            hour_digits = count;
            continue;
        }
        if (c < '0' || c > '9' || count == 4)
            return false;
        digits[count++] = c - '0';
    }
    if (hour_digits == 0)
        hour_digits = count > 2 ? count - 2 : count;
    if (count != hour_digits && count != hour_digits + 2)
        return false;
    int hours = hour_digits == 2 ? digits[0] * 10 + digits[1] : digits[0];
    int minutes = count > hour_digits ? digits[hour_digits] * 10 + digits[hour_digits + 1] : 0;
    if (hours > 23 || minutes > 59)
        return false;
    *offset_s = (text.ptr[0] == '-' ? -1 : 1) * (hours * 3600 + minutes * 60);
    return true;
}

bool date_zone_parse(struct str name, struct date_zone *zone)
{
    int offset_s = 0;
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        if (!str_eq_nocase(name, str_of(places[i].name)))
            continue;
        zone->offset_s = places[i].offset_minutes * 60;
        zone->saving = places[i].saving;
        return true;
    }
    char folded[8];
    size_t len = 0;
    for (; len < name.len && len < sizeof folded; len++) {
        char c = name.ptr[len];
        folded[len] = (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
    }
    if (len == name.len && date_zone_of_season((struct str){folded, len}, zone))
        return true;
    bool known = name.len > 0 && name.len < sizeof folded &&
                 date_word_zone((struct str){folded, len}, 0, &offset_s);
    if (!known && !read_offset(name, &offset_s))
        return false;
    zone->offset_s = offset_s;
    zone->saving = DATE_SAVING_NONE;
    return true;
}
