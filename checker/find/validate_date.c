/* validate_date.c - a real calendar day, in any of the orders in which people write one. */
#include "base/str.h"
#include "find/validate_parts.h"

enum { FIRST_YEAR = 1900, LAST_YEAR = 2100, MOST_FIELDS = 3 };

/* The numbers and the month's name in their order. */
typedef struct fields {
    unsigned value[MOST_FIELDS];
    size_t digits[MOST_FIELDS];
    size_t n;
    unsigned month;     /* by name; 0: none */
    size_t month_place; /* fields before it */
} fields;

/* Months by the first three letters of their English or Spanish name, without diacritics; 0: no month. */
static unsigned month_of(hp_str word) {
    static const char *const names[] = {"jan ene", "feb",     "mar",     "apr abr", "may", "jun",
                                        "jul",     "aug ago", "sep set", "oct",     "nov", "dec dic"};
    if (word.n < 3) return 0;
    for (unsigned i = 0; i < sizeof names / sizeof *names; i++) {
        hp_str rest = str_of(names[i]), name;
        while (str_split(&rest, ' ', &name))
            if (str_eq_nocase(name, str_sub(word, 0, 3))) return i + 1;
    }
    return 0;
}

static bool is_ordinal(hp_str word) {
    static const char *const endings[] = {"st", "nd", "rd", "th"};
    for (size_t i = 0; i < 4; i++)
        if (str_eq_nocase(word, str_of(endings[i]))) return true;
    return false;
}

/* A clock time behind the date, as in ISO 8601, is not looked at. */
static hp_str without_time(hp_str text) {
    for (size_t i = 8; i < text.n; i++)
        if (text.p[i] == 'T' && char_is_digit(text.p[i - 1])) return str_sub(text, 0, i);
    return text;
}

static bool take_number(fields *f, hp_str text, size_t *at) {
    size_t from = *at;
    while (*at < text.n && char_is_digit(text.p[*at])) ++*at;
    uint64_t value;
    if (f->n == MOST_FIELDS || !str_number(str_sub(text, from, *at), 99999999, &value)) return false;
    f->value[f->n] = (unsigned)value;
    f->digits[f->n++] = *at - from;
    return true;
}

/* A word: a month, an ordinal's ending, or filling such as "of" and "de"; two months are no date. */
static bool take_word(fields *f, hp_str text, size_t *at) {
    size_t from = *at;
    while (*at < text.n && (char_is_alpha(text.p[*at]) || (unsigned char)text.p[*at] >= 0x80)) ++*at;
    hp_str word = str_sub(text, from, *at);
    unsigned month = is_ordinal(word) ? 0 : month_of(word);
    if (month && f->month) return false;
    if (month) {
        f->month = month;
        f->month_place = f->n;
    }
    return true;
}

static bool read_fields(hp_str text, fields *f) {
    *f = (fields){.n = 0};
    for (size_t at = 0; at < text.n;) {
        bool ok = true;
        if (char_is_digit(text.p[at]))
            ok = take_number(f, text, &at);
        else if (char_is_alpha(text.p[at]) || (unsigned char)text.p[at] >= 0x80)
            ok = take_word(f, text, &at);
        else
            at++;
        if (!ok) return false;
    }
    return true;
}

static bool is_leap(unsigned year) {
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/* year 0: not told, any. */
static bool is_day(unsigned year, unsigned month, unsigned day) {
    static const unsigned char days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (month < 1 || month > 12 || day < 1 || day > days[month - 1]) return false;
    return month != 2 || day < 29 || year == 0 || is_leap(year);
}

/* The value of field i as a year; 0 when it cannot be one. Two digits are of this century or the last. */
static unsigned year_of(const fields *f, size_t i) {
    if (f->digits[i] == 2) return f->value[i] < 40 ? 2000 + f->value[i] : 1900 + f->value[i];
    return f->digits[i] == 4 && f->value[i] >= FIRST_YEAR && f->value[i] <= LAST_YEAR ? f->value[i] : 0;
}

static bool with_named_month(const fields *f) {
    const unsigned *v = f->value;
    if (f->n == 1) return is_day(0, f->month, v[0]) || (f->digits[0] == 4 && year_of(f, 0)); /* 5 May, May 2021 */
    if (f->n != 2) return false;
    if (f->digits[0] == 4) return year_of(f, 0) && is_day(year_of(f, 0), f->month, v[1]); /* 2021 May 5 */
    return year_of(f, 1) && is_day(year_of(f, 1), f->month, v[0]);                        /* 5 May 2021, May 5, 2021 */
}

static bool in_numbers(const fields *f) {
    const unsigned *v = f->value;
    if (f->n == 1 && f->digits[0] == 8) { /* 20210505, 05052021 */
        unsigned year = v[0] / 10000, end = v[0] % 10000, day_first = v[0] / 1000000, second = v[0] / 10000 % 100;
        bool front = year >= FIRST_YEAR && year <= LAST_YEAR && is_day(year, v[0] / 100 % 100, v[0] % 100);
        bool back =
            end >= FIRST_YEAR && end <= LAST_YEAR && (is_day(end, day_first, second) || is_day(end, second, day_first));
        return front || back;
    }
    if (f->n == 2) { /* 5/21, 21/5, 5/2021 */
        if (f->digits[1] == 4) return v[0] >= 1 && v[0] <= 12 && year_of(f, 1);
        return is_day(0, v[0], v[1]) || is_day(0, v[1], v[0]);
    }
    if (f->n != 3) return false;
    if (f->digits[0] == 4) return year_of(f, 0) && is_day(year_of(f, 0), v[1], v[2]); /* 2021-05-21 */
    unsigned year = year_of(f, 2);
    return year && (is_day(year, v[0], v[1]) || is_day(year, v[1], v[0]));
}

bool validate_date(hp_str text) {
    fields f;
    if (!read_fields(without_time(text), &f)) return false;
    return f.month ? with_named_month(&f) : in_numbers(&f);
}
