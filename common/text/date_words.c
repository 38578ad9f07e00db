#include "common/text/date_words.h"

#include <assert.h>
#include <limits.h>
#include <pthread.h>
#include <stdint.h>
#include <string.h>

/* One meaning of one or more words, separated by spaces. Of months each word is worth one more
 * than the word before it; "-" keeps the place of a word that stands elsewhere. */
struct row {
    enum date_word_kind kind;
    int value;
    const char *words;
};

/* clang-format off */
static const struct row rows[] = {
    /* English */
    {WORD_MONTH, 0, "january february march april may june july august september october november "
     "december"},
    {WORD_MONTH, 0, "jan feb mar apr may jun jul aug sep oct nov dec"},
    {WORD_MONTH, 0, "janv febr - apri may june july augu sept octo nove dece"},
    /* day names */
    {WORD_WEEKDAY, 0, "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed "
     "wednes thu thur thurs fri sat sun"},
    /* zones; of names in double use the commoner first */
    {WORD_ZONE, 0, "ut utc gmt z wet"},
    {WORD_ZONE, -240, "edt ast clt vet"},
    {WORD_ZONE, -300, "est cdt cot pet"},
    {WORD_ZONE, -360, "cst mdt"},
    {WORD_ZONE, -420, "mst pdt"},
    {WORD_ZONE, -480, "pst akdt"},
    {WORD_ZONE, -540, "akst hdt"},
    {WORD_ZONE, -600, "hst"},
    {WORD_ZONE, -180, "adt brt art clst"},
    {WORD_ZONE, -120, "brst"},
    {WORD_ZONE, -150, "ndt"},
    {WORD_ZONE, -210, "nst"},
    {WORD_ZONE, 60, "west bst cet met mez wat"},
    {WORD_ZONE, 330, "ist"},
    {WORD_ZONE, 120, "cest mest mesz eet sast cat ist"},
    {WORD_ZONE, 180, "eest msk trt eat ast"},
    {WORD_ZONE, 240, "msd gst"},
    {WORD_ZONE, 300, "pkt"},
    {WORD_ZONE, 345, "npt"},
    {WORD_ZONE, 360, "bdt"},
    {WORD_ZONE, 390, "mmt"},
    {WORD_ZONE, 420, "ict wib"},
    {WORD_ZONE, 480, "wita cst sgt hkt pht myt awst"},
    {WORD_ZONE, 540, "wit jst kst"},
    {WORD_ZONE, 570, "acst"},
    {WORD_ZONE, 600, "aest"},
    {WORD_ZONE, 630, "acdt"},
    {WORD_ZONE, 660, "aedt"},
    {WORD_ZONE, 720, "nzst"},
    {WORD_ZONE, 780, "nzdt"},
    /* French */
    {WORD_MONTH, 0, "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre "
     "decembre"},
    {WORD_MONTH, 0, "janv fevr mars avr mai juin juil aout sept oct nov dec"},
    {WORD_MONTH, 0, "jan fev mar avr mai jui juill aou sep oct nov dec"},
    /* German */
    {WORD_MONTH, 0, "januar februar marz april mai juni juli august september oktober november "
     "dezember"},
    {WORD_MONTH, 0, "jan feb mar apr mai jun jul aug sep okt nov dez"},
    {WORD_MONTH, 0, "janner feber maerz apr mai juni juli aug sept okt nov dez"},
    /* Spanish */
    {WORD_MONTH, 0, "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre "
     "diciembre"},
    {WORD_MONTH, 0, "ene feb mar abr may jun jul ago set oct nov dic"},
    {WORD_MONTH, 0, "ene febr mzo abr may jun jul agto setiembre oct nov dic"},
    /* Portuguese */
    {WORD_MONTH, 0, "janeiro fevereiro marco abril maio junho julho agosto setembro outubro "
     "novembro dezembro"},
    {WORD_MONTH, 0, "jan fev mar abr mai jun jul ago set out nov dez"},
    /* Italian */
    {WORD_MONTH, 0, "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre "
     "novembre dicembre"},
    {WORD_MONTH, 0, "gen feb mar apr mag giu lug ago set ott nov dic"},
    /* Dutch */
    {WORD_MONTH, 0, "januari februari maart april mei juni juli augustus september oktober november "
     "december"},
    {WORD_MONTH, 0, "jan feb mrt apr mei jun jul aug sep okt nov dec"},
    /* Danish, Norwegian, Swedish */
    {WORD_MONTH, 0, "januar februar marts april maj juni juli august september oktober november "
     "december"},
    {WORD_MONTH, 0, "januar februar mars april mai juni juli augusti september oktober november "
     "desember"},
    /* Indonesian, Malay */
    {WORD_MONTH, 0, "januari februari maret april mei juni juli agustus september oktober november "
     "desember"},
    {WORD_MONTH, 0, "januari februari mac april mei jun julai ogos september oktober november "
     "disember"},
    {WORD_MONTH, 0, "jan feb mar apr mei jun jul agu sep okt nov des"},
    /* Polish */
    {WORD_MONTH, 0, "stycznia lutego marca kwietnia maja czerwca lipca sierpnia wrzesnia "
     "pazdziernika listopada grudnia"},
    {WORD_MONTH, 0, "styczen luty marzec kwiecien maj czerwiec lipiec sierpien wrzesien pazdziernik "
     "listopad grudzien"},
    {WORD_MONTH, 0, "sty lut mar kwi maj cze lip sie wrz paz lis gru"},
    /* Czech */
    {WORD_MONTH, 0, "ledna unora brezna dubna kvetna cervna cervence srpna zari rijna listopadu "
     "prosince"},
    {WORD_MONTH, 0, "leden unor brezen duben kveten cerven cervenec srpen zari rijen listopad "
     "prosinec"},
    /* Slovak */
    {WORD_MONTH, 0, "januara februara marca aprila maja juna jula augusta septembra oktobra "
     "novembra decembra"},
    /* Hungarian */
    {WORD_MONTH, 0, "januar februar marcius aprilis majus junius julius augusztus szeptember "
     "oktober november december"},
    {WORD_MONTH, 0, "jan febr marc apr maj jun jul aug szept okt nov dec"},
    /* Romanian */
    {WORD_MONTH, 0, "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie "
     "noiembrie decembrie"},
    {WORD_MONTH, 0, "ian feb mar apr mai iun iul aug sept oct noi dec"},
    /* Turkish */
    {WORD_MONTH, 0, "ocak subat mart nisan mayıs haziran temmuz agustos eylul ekim kasım aralık"},
    {WORD_MONTH, 0, "oca sub mar nis may haz tem agu eyl eki kas ara"},
    {WORD_MONTH, 0, "ocak subat mart nisan mayis haziran temmuz agustos eylul ekim kasim aralik"},
    /* Finnish */
    {WORD_MONTH, 0, "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesakuuta heinakuuta "
     "elokuuta syyskuuta lokakuuta marraskuuta joulukuuta"},
    {WORD_MONTH, 0, "tammi helmi maalis huhti touko kesa heina elo syys loka marras joulu"},
    /* Russian */
    {WORD_MONTH, 0, "января февраля марта апреля мая июня июля августа сентября октября ноября "
     "декабря"},
    {WORD_MONTH, 0, "январь февраль март апрель маи июнь июль август сентябрь октябрь ноябрь "
     "декабрь"},
    {WORD_MONTH, 0, "янв фев мар апр маи июн июл авг сен окт ноя дек"},
    {WORD_MONTH, 0, "янв февр март апр мая июн июл авг сент окт нояб дек"},
    /* Ukrainian */
    {WORD_MONTH, 0, "січня лютого березня квітня травня червня липня серпня вересня жовтня "
     "листопада грудня"},
    /* Bulgarian, Serbian */
    {WORD_MONTH, 0, "януари февруари март април маи юни юли август септември октомври ноември "
     "декември"},
    {WORD_MONTH, 0, "јануар фебруар март април мај јун јул август септембар октобар новембар "
     "децембар"},
    /* Greek */
    {WORD_MONTH, 0, "ιανουαριου φεβρουαριου μαρτιου απριλιου μαιου ιουνιου ιουλιου αυγουστου "
     "σεπτεμβριου οκτωβριου νοεμβριου δεκεμβριου"},
    {WORD_MONTH, 0, "ιανουαριοσ φεβρουαριοσ μαρτιοσ απριλιοσ μαιοσ ιουνιοσ ιουλιοσ αυγουστοσ "
     "σεπτεμβριοσ οκτωβριοσ νοεμβριοσ δεκεμβριοσ"},
    {WORD_MONTH, 0, "ιαν φεβ μαρ απρ μαι ιουν ιουλ αυγ σεπ οκτ νοε δεκ"},
    {WORD_MONTH, 0, "ιαν φεβρ μαρ απρ μαι ιουν ιουλ αυγ σεπτ οκτ νοε δεκ"},
    /* Arabic */
    {WORD_MONTH, 0, "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر"},
    {WORD_MONTH, 0, "يناير فبراير مارس ابريل مايو يونيه يوليه اغسطس سبتمبر اكتوبر نوفمبر ديسمبر"},
    /* Hindi */
    {WORD_MONTH, 0, "जनवरी फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर"},
    /* Thai */
    {WORD_MONTH, 0, "มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน "
     "ตุลาคม พฤศจิกายน ธันวาคม"},
    {WORD_MONTH, 0, "มค กพ มีค เมย พค มิย กค สค กย ตค พย ธค"},
    /* day names of the other languages */
    {WORD_WEEKDAY, 0, "lundi mardi mercredi jeudi vendredi samedi dimanche lun mer jeu ven sam dim "
     "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi "
     "do fr sa so die mit don fre son lunes martes miercoles jueves viernes sabado "
     "domingo mie jue vie sab dom segunda terca quarta quinta sexta feira seg ter "
     "qua qui sex lunedi martedi mercoledi giovedi venerdi sabato domenica gio "
     "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag ma wo vr za zo "
     "poniedziałek wtorek sroda czwartek piatek sobota niedziela pon wto sro czw pia "
     "sob nie pn wt sr cz pt nd pondeli utery streda ctvrtek patek nedele hetfo kedd "
     "szerda csutortok pentek szombat vasarnap pazartesi salı carsamba persembe cuma "
     "cumartesi pazar pzt sal car per cum cmt понедельник вторник среда четверг "
     "пятница суббота воскресенье пн вт ср чт пт сб вс понеділок вівторок середа "
     "пятниця субота неділя δευτερα τριτη τεταρτη πεμπτη παρασκευη σαββατο κυριακη "
     "δευ τρι τετ πεμ παρ σαβ κυρ senin selasa rabu kamis jumat sabtu minggu isnin "
     "khamis jumaat ahad mandag tirsdag onsdag torsdag fredag lørdag søndag tisdag "
     "lordag sondag 월요일 화요일 수요일 목요일 금요일 토요일 일요일 화 수 목 금 토 hai ba bay chu nhat"},
    /* what stands between numbers */
    {WORD_FILLER, 0, "一 二 三 四 五 六 七 天 of at on the de del a le la el um uhr kl ore ure as las los dia den dne t st "
     "rd th er re eme e o os in alle klo godz om г года году в ob from va luc pukul "
     "jam w and 火 水 木 金 土 周 星 期 曜 国 國 和 成 午 갈 ที่ วัน"},
    /* halves of the day */
    {WORD_AM, 0, "am 上 前 오전 sang oo"},
    {WORD_PM, 0, "pm 下 後 后 오후 chieu toi oos μμ"},
    /* eras */
    {WORD_ERA, 1911, "民"},
    /* eras */
    {WORD_ERA, 2018, "令"},
    /* eras */
    {WORD_ERA, 1988, "平"},
    /* eras */
    {WORD_ERA, 1925, "昭"},
    /* eras */
    {WORD_ERA, -543, "พศ be"},
    /* units */
    {WORD_YEAR, 0, "年 년"},
    {WORD_MONTH_UNIT, 0, "月 월"},
    {WORD_DAY, 0, "日 号 號 일"},
    {WORD_HOUR, 0, "时 時 点 點 시 h"},
    {WORD_MINUTE, 0, "分 분 min"},
    {WORD_SECOND, 0, "秒 초 s"},
    /* units that stand before their number */
    {WORD_YEAR_NEXT, 0, "nam"},
    {WORD_MONTH_NEXT, 0, "thang"},
    {WORD_DAY_NEXT, 0, "ngay"},
};
/* clang-format on */

#define ROW_COUNT (sizeof rows / sizeof rows[0])

/* The place of a word in a row, counted from 0, or -1. */
static int place_of(const char *words, struct str word)
{
    int place = 0;
    while (*words != '\0') {
        size_t len = strcspn(words, " ");
        if (len == word.len && memcmp(words, word.ptr, len) == 0)
            return place;
        words += len + (words[len] == ' ');
        place++;
    }
    return -1;
}

/* Every word with its first meaning, by hash: a date is read faster than the rows are gone through
 * for one word. Filled once, whoever comes first. */
#define SLOTS 4096 /* a power of two, twice the words and more; fill_slots() checks */

static struct slot {
    const char *word;
    unsigned char len;
    unsigned char row;
    unsigned char place;
} slots[SLOTS];

/* FNV-1a */
static struct slot *slot_of(const char *word, size_t len)
{
    uint32_t hash = 2166136261U;
    for (size_t i = 0; i < len; i++)
        hash = (hash ^ (unsigned char)word[i]) * 16777619U;
    size_t at = hash % SLOTS;
    while (slots[at].word != NULL &&
           (slots[at].len != len || memcmp(slots[at].word, word, len) != 0))
        at = (at + 1) % SLOTS;
    return &slots[at];
}

static void fill_slots(void)
{
    size_t filled = 0;
    for (size_t i = 0; i < ROW_COUNT; i++) {
        const char *at = rows[i].words;
        for (size_t place = 0; *at != '\0'; place++) {
            size_t len = strcspn(at, " ");
            struct slot *slot = slot_of(at, len);
            if (slot->word == NULL) {
                *slot =
                    (struct slot){at, (unsigned char)len, (unsigned char)i, (unsigned char)place};
                filled++;
            }
            at += len + (at[len] == ' ');
        }
    }
    assert(2 * filled <= SLOTS && ROW_COUNT <= UCHAR_MAX);
    (void)filled;
}

bool date_word_find(struct str folded, struct date_word *word)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    (void)pthread_once(&once, fill_slots);
    const struct slot *slot = slot_of(folded.ptr, folded.len);
    if (slot->word == NULL)
        return false;
    const struct row *row = &rows[slot->row];
    word->kind = row->kind;
    word->value = row->kind == WORD_MONTH ? slot->place + 1 : row->value;
    return true;
}

bool date_word_zone(struct str folded, int prefer_s, int *offset_s)
{
    bool found = false;
    for (size_t i = 0; i < ROW_COUNT; i++) {
        if (rows[i].kind != WORD_ZONE || place_of(rows[i].words, folded) < 0)
            continue;
        if (!found || rows[i].value * 60 == prefer_s)
            *offset_s = rows[i].value * 60;
        found = true;
    }
    return found;
}

const char *date_words_of_row(size_t index)
{
    return index < ROW_COUNT ? rows[index].words : NULL;
}
