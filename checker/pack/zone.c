/* zone.c - TZif files: the listed changes of the clocks, and behind them the rule of the footer, worked out until 2099.
 */
#include "pack/zone.h"

#include <string.h>

#include "base/calendar.h"

enum { HEAD_BYTES = 44, HOUR = 3600, DAY = 86400, FIRST_YEAR = 2000, LAST_YEAR = 2099, MOST_SHIFTS = 2000 };

/* ---- big-endian numbers */

static uint32_t word(const char *p) {
    const unsigned char *b = (const unsigned char *)p;
    return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

static int64_t long_word(const char *p) {
    return (int64_t)((uint64_t)word(p) << 32 | word(p + 4));
}

static bool add(arena *a, shift_list *out, int64_t at, int32_t offset) {
    if (out->n && out->v[out->n - 1].offset == offset) return true;
    pk_shift *place = out->n < MOST_SHIFTS ? VEC_ADD(a, out, pk_shift) : NULL;
    if (place) *place = (pk_shift){.at = at, .offset = offset};
    return place;
}

/* ---- the footer: "CST6CDT,M3.2.0,M11.1.0" (POSIX 8.3, with the hours beyond 24 of RFC 9636) */

typedef struct turn {
    char kind; /* M: week `b` of month `a`, weekday `c`; J: day a of 365; 0: day a from 0 */
    int a, b, c;
    int32_t second; /* of the day, by the clock that ends */
} turn;

static bool number(hp_str *s, int most, int *out) {
    size_t i = 0;
    *out = 0;
    while (i < s->n && i < 4 && char_is_digit(s->p[i])) *out = *out * 10 + (s->p[i++] - '0');
    *s = str_sub(*s, i, s->n);
    return i > 0 && *out <= most;
}

static bool skip(hp_str *s, char c) {
    if (!s->n || s->p[0] != c) return false;
    *s = str_sub(*s, 1, s->n);
    return true;
}

/* "CST", "<-03>" */
static bool skip_name(hp_str *s) {
    size_t i = 0;
    if (skip(s, '<')) {
        while (i < s->n && s->p[i] != '>') i++;
        *s = str_sub(*s, i, s->n);
        return skip(s, '>');
    }
    while (i < s->n && char_is_alpha(s->p[i])) i++;
    *s = str_sub(*s, i, s->n);
    return i >= 3;
}

/* "6", "-5:30", "2:00:00" in seconds */
static bool clock_of(hp_str *s, int32_t *out) {
    int part[3] = {0};
    bool minus = skip(s, '-');
    if (!minus) skip(s, '+');
    if (!number(s, 167, &part[0])) return false;
    for (int i = 1; i < 3 && skip(s, ':'); i++)
        if (!number(s, 59, &part[i])) return false;
    *out = (minus ? -1 : 1) * (part[0] * HOUR + part[1] * 60 + part[2]);
    return true;
}

static bool read_turn(hp_str *s, turn *t) {
    *t = (turn){.second = 2 * HOUR};
    if (!skip(s, ',')) return false;
    if (skip(s, 'M')) {
        t->kind = 'M';
        if (!number(s, 12, &t->a) || !skip(s, '.') || !number(s, 5, &t->b) || !skip(s, '.') || !number(s, 6, &t->c) ||
            t->a < 1 || t->b < 1)
            return false;
    } else {
        if (skip(s, 'J')) t->kind = 'J';
        if (!number(s, 365, &t->a)) return false;
    }
    return !skip(s, '/') || clock_of(s, &t->second);
}

/* Seconds since 1970 of a turn in a year, by a clock that is `offset` ahead. */
static int64_t turn_at(const turn *t, int year, int32_t offset) {
    int32_t day;
    if (t->kind == 'M') {
        int32_t first = calendar_number(year, t->a, 1);
        int32_t next = t->a == 12 ? calendar_number(year + 1, 1, 1) : calendar_number(year, t->a + 1, 1);
        int sunday_first = (calendar_weekday(first) + 1) % 7;
        day = first + (t->c - sunday_first + 7) % 7 + 7 * (t->b - 1);
        while (day >= next) day -= 7;
    } else {
        day = calendar_number(year, 1, 1) + t->a - (t->kind == 'J');
        bool leap = calendar_number(year + 1, 1, 1) - calendar_number(year, 1, 1) == 366;
        if (t->kind == 'J' && leap && t->a >= 60) day++;
    }
    return (int64_t)day * DAY + t->second - offset;
}

/* Every change that the rule brings behind the last listed one. */
static bool follow_rule(arena *a, hp_str rule, shift_list *out) {
    int32_t winter, summer;
    turn to_summer, to_winter;
    if (!skip_name(&rule) || !clock_of(&rule, &winter)) return false;
    winter = -winter;
    int64_t listed = out->n ? out->v[out->n - 1].at : INT64_MIN;
    if (!rule.n) return out->n || add(a, out, listed, winter);
    if (!skip_name(&rule)) return false;
    summer = winter + HOUR;
    if (rule.n && rule.p[0] != ',') {
        if (!clock_of(&rule, &summer)) return false;
        summer = -summer;
    }
    if (!read_turn(&rule, &to_summer) || !read_turn(&rule, &to_winter) || rule.n) return false;
    if (!out->n && !add(a, out, INT64_MIN, winter)) return false;
    for (int year = FIRST_YEAR; year <= LAST_YEAR; year++) {
        int64_t up = turn_at(&to_summer, year, winter), down = turn_at(&to_winter, year, summer);
        for (int k = 0; k < 2; k++) {
            bool is_up = (up < down) == (k == 0);
            int64_t at = is_up ? up : down;
            if (at > listed && !add(a, out, at, is_up ? summer : winter)) return false;
        }
    }
    return true;
}

/* ---- the blocks */

typedef struct block {
    uint32_t is_ut, is_std, leaps, times, types, chars;
} block;

static bool read_head(hp_str s, block *b) {
    if (s.n < HEAD_BYTES || memcmp(s.p, "TZif", 4) != 0) return false;
    *b = (block){word(s.p + 20), word(s.p + 24), word(s.p + 28), word(s.p + 32), word(s.p + 36), word(s.p + 40)};
    const uint32_t most = 1u << 16; /* far beyond any real file; keeps the sums below from overflowing */
    return b->is_ut < most && b->is_std < most && b->leaps < most && b->times < most && b->types > 0 &&
           b->types < most && b->chars < most;
}

static size_t body_bytes(const block *b, size_t wide) {
    return b->times * (wide + 1) + b->types * 6u + b->chars + b->leaps * (wide + 4) + b->is_std + b->is_ut;
}

static bool read_body(arena *a, hp_str s, const block *b, size_t wide, shift_list *out) {
    if (body_bytes(b, wide) > s.n) return false;
    const char *times = s.p, *kinds = times + b->times * wide, *types = kinds + b->times;
    if (!add(a, out, INT64_MIN, (int32_t)word(types))) return false;
    for (uint32_t i = 0; i < b->times; i++) {
        int64_t at = wide == 8 ? long_word(times + i * wide) : (int32_t)word(times + i * wide);
        unsigned kind = (unsigned char)kinds[i];
        if (kind >= b->types || at < out->v[out->n - 1].at) return false;
        if (!add(a, out, at, (int32_t)word(types + kind * 6u))) return false;
    }
    return true;
}

static bool plausible(const shift_list *list) {
    for (size_t i = 0; i < list->n; i++)
        if (list->v[i].offset < -DAY || list->v[i].offset > DAY) return false;
    return list->n > 0;
}

bool zone_read(arena *a, hp_str tzif, shift_list *out) {
    block b;
    *out = (shift_list){0};
    if (!read_head(tzif, &b)) return false;
    hp_str rest = str_sub(tzif, HEAD_BYTES, tzif.n);
    if (tzif.p[4] < '2') return read_body(a, rest, &b, 4, out) && plausible(out);
    size_t narrow = body_bytes(&b, 4);
    if (narrow > rest.n) return false;
    rest = str_sub(rest, narrow, rest.n);
    if (!read_head(rest, &b)) return false;
    rest = str_sub(rest, HEAD_BYTES, rest.n);
    if (!read_body(a, rest, &b, 8, out)) return false;
    rest = str_sub(rest, body_bytes(&b, 8), rest.n);
    if (!skip(&rest, '\n')) return false;
    size_t end = str_find(rest, HP_STR("\n"), 0);
    if (end == SIZE_MAX) return false;
    hp_str rule = str_sub(rest, 0, end);
    return (!rule.n || follow_rule(a, rule, out)) && plausible(out);
}
