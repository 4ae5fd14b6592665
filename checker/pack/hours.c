/* hours.c - days of the week, hours, holidays: what a schedule closes, what it leaves free. */
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/str.h"
#include "pack/compiler.h"

int hours_day(hp_str text) {
    static const char *const names[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    for (int i = 0; i < 7; i++)
        if (str_eq_z(text, names[i])) return i;
    return -1;
}

int hours_minute(hp_str text) {
    uint64_t hour, minute;
    size_t colon = str_find(text, HP_STR(":"), 0);
    if (colon == SIZE_MAX || !str_number(str_sub(text, 0, colon), 24, &hour) ||
        !str_number(str_sub(text, colon + 1, text.n), 59, &minute) || text.n - colon != 3 ||
        hour * 60 + minute > DAY_MINUTES)
        return -1;
    return (int)(hour * 60 + minute);
}

uint8_t hours_days(hp_str text) {
    size_t dash = str_find(text, HP_STR("-"), 0);
    int first = hours_day(str_sub(text, 0, dash == SIZE_MAX ? text.n : dash));
    int last = dash == SIZE_MAX ? first : hours_day(str_sub(text, dash + 1, text.n));
    uint8_t days = 0;
    for (int day = first; first >= 0 && day <= last; day++) days = (uint8_t)(days | 1u << day);
    return days;
}

static uint8_t read_days(compiler *c, const node *n) {
    const node *texts[16];
    size_t count = schema_texts(c, n, texts, 16);
    uint8_t days = 0;
    for (size_t i = 0; i < count; i++) {
        uint8_t some = hours_days(texts[i]->text);
        days |= some;
        if (some) continue;
        diagnose(&c->d, texts[i]->at, "HP016", "unknown day \"%.*s\"", STR_FMT(texts[i]->text));
        diagnose_hint(&c->d, "days are mon tue wed thu fri sat sun, or mon-fri");
    }
    return days;
}

static int read_minute(compiler *c, const node *map, const char *key) {
    const node *n = node_get(map, key);
    hp_str text;
    if (!n || !schema_text(c, n, &text)) return -1;
    int minute = hours_minute(text);
    if (minute >= 0) return minute;
    diagnose(&c->d, n->at, "HP016", "cannot read the time of day \"%.*s\"", STR_FMT(text));
    diagnose_hint(&c->d, "write it as \"07:45\", from 00:00 to 24:00");
    return -1;
}

static void read_one(compiler *c, const node *n, bool free) {
    hp_str note;
    if (!schema_check(c, n, &grammar_hours)) return;
    uint8_t days = node_get(n, "days") ? read_days(c, node_get(n, "days")) : 0x7f;
    int from = read_minute(c, n, "from"), until = read_minute(c, n, "to");
    schema_text(c, node_get(n, "note"), &note);
    if (from < 0 || until < 0) return;
    if (until <= from) {
        const node *to = node_get(n, "to");
        diagnose(&c->d, to->at, "HP016", "the hours end before they begin: %.*s to %.*s",
                 STR_FMT(node_get(n, "from")->text), STR_FMT(to->text));
        hp_str early = to->text, late = node_get(n, "from")->text;
        diagnose_hint(
            &c->d,
            "hours past midnight are two: [{ from: \"%.*s\", to: \"24:00\" }, { from: \"00:00\", to: \"%.*s\" }], "
            "the second with the days after",
            STR_FMT(late), STR_FMT(early));
        return;
    }
    pk_str told = build_str(&c->b, note);
    pk_hours *h = VEC_ADD(c->a, &c->b.hours, pk_hours);
    if (h) *h = (pk_hours){told, (uint16_t)from, (uint16_t)until, days, free};
}

static void read_all(compiler *c, const node *n, bool free) {
    if (n && n->kind == NODE_LIST) {
        NODE_EACH(child, n) read_one(c, child, free);
    } else if (n)
        read_one(c, n, free);
}

pk_range hours_read(compiler *c, const node *when, const node *free) {
    pk_range r = {(uint32_t)c->b.hours.n, 0};
    read_all(c, when, false);
    read_all(c, free, true);
    r.count = (uint32_t)c->b.hours.n - r.first;
    return r;
}

pk_range hours_join(compiler *c, pk_range old, bool keep_free, pk_range added) {
    pk_range r = {(uint32_t)c->b.hours.n, 0};
    for (uint32_t k = 0; k < old.count + added.count; k++) {
        bool is_old = k < old.count;
        pk_hours one = c->b.hours.v[is_old ? old.first + k : added.first + k - old.count];
        if (is_old && (one.free != 0) != keep_free) continue;
        pk_hours *place = VEC_ADD(c->a, &c->b.hours, pk_hours);
        if (place) *place = one;
    }
    r.count = (uint32_t)c->b.hours.n - r.first;
    return r;
}

/* ---- holidays */

typedef VEC(uint32_t) day_list;

static void add_day(compiler *c, day_list *list, int32_t day) {
    uint32_t *place = VEC_ADD(c->a, list, uint32_t);
    if (place) *place = (uint32_t)day;
}

/* "2026-11-26", "2026-12-21..2027-01-03"; false: it is none. */
static bool add_days(compiler *c, day_list *list, hp_str text) {
    enum { LONGEST = 200 }; /* a summer */
    size_t dots = str_find(text, HP_STR(".."), 0);
    int32_t first = calendar_day(str_trim(str_sub(text, 0, dots == SIZE_MAX ? text.n : dots)));
    int32_t last = dots == SIZE_MAX ? first : calendar_day(str_trim(str_sub(text, dots + 2, text.n)));
    if (first == NO_DAY || first < 0 || last < first || last - first > LONGEST) return false;
    for (int32_t day = first; day <= last; day++) add_day(c, list, day);
    return true;
}

static void tell_day(compiler *c, pk_mark at, hp_str text) {
    diagnose(&c->d, at, "HP017", "\"%.*s\" is no day of the calendar", STR_FMT(text));
    diagnose_hint(&c->d, "write it as 2027-06-30, or 2026-12-21..2027-01-03 for the days from one to the other");
}

/* A file: one day or span of days a line, what stands behind a comma or a # is a remark. */
static void read_file(compiler *c, uint32_t from, const node *n, day_list *list) {
    uint32_t index = load_file(c, from, n->text, n->at);
    if (!index) return;
    hp_str rest = c->sources.v[index - 1].bytes, line;
    uint32_t number = 0;
    while (str_split(&rest, '\n', &line)) {
        number++;
        for (size_t i = 0; i < line.n; i++)
            if (line.p[i] == ',' || line.p[i] == '#') line = str_sub(line, 0, i);
        line = str_trim(line);
        bool heading = number == 1 && line.n && char_is_alpha(line.p[0]);
        if (!line.n || heading || add_days(c, list, line)) continue;
        tell_day(c, (pk_mark){index - 1, number, 1, (uint32_t)line.n}, line);
    }
}

static int by_day(const void *a, const void *b) {
    const uint32_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

pk_range holidays_read(compiler *c, uint32_t from, const node *n) {
    day_list list = {0};
    const node *texts[400];
    size_t count = schema_texts(c, n, texts, 400);
    for (size_t i = 0; i < count; i++) {
        bool day = texts[i]->text.n && char_is_digit(texts[i]->text.p[0]);
        if (!day)
            read_file(c, from, texts[i], &list);
        else if (!add_days(c, &list, texts[i]->text))
            tell_day(c, texts[i]->at, texts[i]->text);
    }
    if (list.n > 1) qsort(list.v, list.n, sizeof *list.v, by_day);
    return build_index_range(&c->b, list.v, list.n);
}

pk_range holidays_join(compiler *c, pk_range a, pk_range b) {
    day_list list = {0};
    for (uint32_t i = 0; i < a.count + b.count; i++)
        add_day(c, &list, (int32_t)c->b.index.v[i < a.count ? a.first + i : b.first + i - a.count]);
    if (list.n > 1) qsort(list.v, list.n, sizeof *list.v, by_day);
    return build_index_range(&c->b, list.v, list.n);
}

/* ---- which of two schedules closes more */

enum { WEEK_BYTES = 7 * DAY_MINUTES / 8 };

static void closed_minutes(const compiler *c, pk_range hours, uint8_t out[WEEK_BYTES]) {
    memset(out, 0, WEEK_BYTES);
    for (int free = 0; free < 2; free++)
        for (uint32_t i = 0; i < hours.count; i++) {
            const pk_hours *h = &c->b.hours.v[hours.first + i];
            if (h->free != free) continue;
            for (int day = 0; day < 7; day++)
                for (int m = h->from; h->days >> day & 1 && m < h->until; m++) {
                    int bit = day * DAY_MINUTES + m;
                    uint8_t one = (uint8_t)(1u << bit % 8);
                    out[bit / 8] = (uint8_t)(free ? out[bit / 8] & ~one : out[bit / 8] | one);
                }
        }
}

turn hours_turn(const compiler *c, pk_range from, pk_range to) {
    uint8_t before[WEEK_BYTES], after[WEEK_BYTES];
    bool more = false;
    closed_minutes(c, from, before);
    closed_minutes(c, to, after);
    for (size_t i = 0; i < WEEK_BYTES; i++) {
        if (before[i] & ~after[i]) return TURN_LOOSER;
        more |= (after[i] & ~before[i]) != 0;
    }
    return more ? TURN_STRICTER : TURN_SAME;
}

turn holidays_turn(const compiler *c, pk_range from, pk_range to) {
    const uint32_t *v = c->b.index.v;
    for (uint32_t i = 0; i < to.count; i++) {
        uint32_t k = 0;
        while (k < from.count && v[from.first + k] != v[to.first + i]) k++;
        if (k == from.count) return TURN_LOOSER;
    }
    return to.count < from.count ? TURN_STRICTER : TURN_SAME;
}
