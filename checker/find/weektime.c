/* weektime.c - the calendar's part of ISO 8601 that schedules need. */
#include "find/weektime.h"

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

/* Sakamoto's congruence for the Gregorian calendar, turned so that Monday is 0. */
static int day_of_week(int year, int month, int day) {
    static const int shift[] = {0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4};
    if (month < 3) year--;
    return (year + year / 4 - year / 100 + year / 400 + shift[month - 1] + day + 6) % 7;
}

weektime weektime_read(hp_str iso) {
    const weektime unknown = {.day = WEEKTIME_UNKNOWN};
    int year = digits(iso, 0, 4), month = digits(iso, 5, 2), day = digits(iso, 8, 2);
    int hour = digits(iso, 11, 2), minute = digits(iso, 14, 2);
    if (year < 1 || month < 1 || month > 12 || day < 1 || day > 31 || hour < 0 || hour > 23 || minute < 0 ||
        minute > 59)
        return unknown;
    if (iso.p[4] != '-' || iso.p[7] != '-' || iso.p[13] != ':' || (iso.p[10] != 'T' && iso.p[10] != ' '))
        return unknown;
    return (weektime){(uint8_t)day_of_week(year, month, day), (uint16_t)(hour * 60 + minute)};
}
