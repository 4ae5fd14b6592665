/* calendar.c - the proleptic Gregorian calendar in whole days. */
#include "base/calendar.h"

/* `n` digits at `at`, -1 when they are none. */
static int digits(hp_str s, size_t at, size_t n) {
    int value = 0;
    if (at + n > s.n) return -1;
    for (size_t i = at; i < at + n; i++) {
        if (!char_is_digit(s.p[i])) return -1;
        value = value * 10 + (s.p[i] - '0');
    }
    return value;
}

/* Years begin in March here, so that a leap day is the last of its year. */
int32_t calendar_number(int year, int month, int day) {
    int y = month < 3 ? year - 1 : year;
    int era = (y >= 0 ? y : y - 399) / 400, in_era = y - era * 400;
    int in_year = (153 * (month + (month < 3 ? 9 : -3)) + 2) / 5 + day - 1;
    return era * 146097 + in_era * 365 + in_era / 4 - in_era / 100 + in_year - 719468;
}

static void split(int32_t number, int *year, int *month, int *day) {
    int32_t z = number + 719468, era = (z >= 0 ? z : z - 146096) / 146097, in_era = z - era * 146097;
    int32_t of = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
    int32_t in_year = in_era - (365 * of + of / 4 - of / 100), m = (5 * in_year + 2) / 153;
    *day = in_year - (153 * m + 2) / 5 + 1;
    *month = m + (m < 10 ? 3 : -9);
    *year = of + era * 400 + (*month < 3);
}

int32_t calendar_day(hp_str text) {
    static const int days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int year = digits(text, 0, 4), month = digits(text, 5, 2), day = digits(text, 8, 2);
    if (text.n != DAY_BYTES || text.p[4] != '-' || text.p[7] != '-') return NO_DAY;
    if (year < 1 || month < 1 || month > 12 || day < 1 || day > days[month - 1]) return NO_DAY;
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && day == 29 && !leap ? NO_DAY : calendar_number(year, month, day);
}

int calendar_weekday(int32_t day) {
    int since = (int)((day + 3) % 7); /* 1970-01-01 was a Thursday */
    return since < 0 ? since + 7 : since;
}

const char *calendar_weekday_name(int weekday) {
    static const char *const names[] = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
    return names[weekday % 7];
}

int calendar_year(int32_t day) {
    int year, month, of_month;
    split(day, &year, &month, &of_month);
    return year;
}

void calendar_text(int32_t day, char out[DAY_BYTES]) {
    int parts[3];
    static const int places[] = {0, 5, 8}, widths[] = {4, 2, 2};
    split(day, &parts[0], &parts[1], &parts[2]);
    for (int i = 0; i < DAY_BYTES; i++) out[i] = '-';
    for (int i = 0; i < 3; i++)
        for (int k = widths[i]; k-- > 0; parts[i] /= 10) out[places[i] + k] = (char)('0' + parts[i] % 10);
}

/* "+05:30", "-0600", "Z" behind the time of day. */
static void read_offset(hp_str rest, wall_time *t) {
    while (rest.n && (char_is_digit(rest.p[0]) || rest.p[0] == ':' || rest.p[0] == '.'))
        rest = str_sub(rest, 1, rest.n);
    if (str_eq_z(rest, "Z") || str_eq_z(rest, "z")) {
        t->has_offset = t->utc = true;
        return;
    }
    if (rest.n < 5 || (rest.p[0] != '+' && rest.p[0] != '-')) return;
    int hours = digits(rest, 1, 2), minutes = digits(rest, rest.p[3] == ':' ? 4 : 3, 2);
    if (hours < 0 || hours > 15 || minutes < 0 || minutes > 59) return;
    t->has_offset = true;
    t->offset = (rest.p[0] == '-' ? -1 : 1) * (hours * 60 + minutes);
}

wall_time calendar_read(hp_str iso) {
    wall_time t = {.day = NO_DAY};
    int hour = digits(iso, 11, 2), minute = digits(iso, 14, 2);
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59) return t;
    if (iso.p[13] != ':' || (iso.p[10] != 'T' && iso.p[10] != ' ')) return t;
    t.day = calendar_day(str_sub(iso, 0, DAY_BYTES));
    t.minute = hour * 60 + minute;
    read_offset(str_sub(iso, 16, iso.n), &t);
    return t;
}
