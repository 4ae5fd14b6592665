/* pieces.c - what the Markdown and the HTML reader share: making pieces, texts put together from them, entities. */
#include <string.h>

#include "base/str.h"
#include "text/markup.h"
#include "text/unicode.h"

bool piece_verbatim(arena *a, piece_list *out, hp_str draft, size_t start, size_t end, bool link) {
    if (start >= end) return true;
    text_piece *p = VEC_ADD(a, out, text_piece);
    if (p) *p = (text_piece){str_sub(draft, start, end), start, end, true, link};
    return p != NULL;
}

bool piece_made(arena *a, piece_list *out, hp_str text, size_t start, size_t end, bool link) {
    text_piece *p = VEC_ADD(a, out, text_piece);
    if (p) *p = (text_piece){text, start, end, false, link};
    return p != NULL;
}

bool piece_append(arena *a, piece_list *out, const piece_list *more) {
    for (size_t i = 0; i < more->n; i++) {
        text_piece *p = VEC_ADD(a, out, text_piece);
        if (!p) return false;
        *p = more->v[i];
    }
    return true;
}

/* ---- texts put together from pieces ---- */

bool splice(arena *a, const piece_list *from, spliced *out) {
    *out = (spliced){.from = from, .starts = ARENA_ARRAY(a, size_t, from->n + 1)};
    if (!out->starts) return false;
    if (from->n == 1) {
        out->text = from->v[0].text;
        return true;
    }
    size_t n = 0;
    for (size_t i = 0; i < from->n; i++) n += from->v[i].text.n;
    char *text = arena_alloc(a, n);
    if (!text) return false;
    n = 0;
    for (size_t i = 0; i < from->n; i++) {
        out->starts[i] = n;
        if (from->v[i].text.n) memcpy(text + n, from->v[i].text.p, from->v[i].text.n);
        n += from->v[i].text.n;
    }
    out->text = (hp_str){text, n};
    return true;
}

/* The last piece that begins at or before `at`. */
static size_t piece_at(const spliced *s, size_t at) {
    size_t low = 0, high = s->from->n;
    while (high - low > 1) {
        size_t mid = low + (high - low) / 2;
        if (s->starts[mid] <= at)
            low = mid;
        else
            high = mid;
    }
    return low;
}

bool splice_cut(arena *a, const spliced *s, size_t start, size_t end, piece_list *out, bool link) {
    for (size_t i = piece_at(s, start); start < end && i < s->from->n; i++) {
        const text_piece *p = &s->from->v[i];
        size_t from = start - s->starts[i], to = end - s->starts[i];
        if (to > p->text.n) to = p->text.n;
        if (from >= to) continue;
        text_piece *piece = VEC_ADD(a, out, text_piece);
        if (!piece) return false;
        *piece = (text_piece){str_sub(p->text, from, to), p->draft_start, p->draft_end, p->verbatim, link};
        if (p->verbatim) {
            piece->draft_end = p->draft_start + to;
            piece->draft_start += from;
        }
        start += to - from;
    }
    return true;
}

void splice_place(const spliced *s, size_t start, size_t end, size_t *draft_start, size_t *draft_end) {
    *draft_start = *draft_end = 0;
    if (!s->from->n) return;
    size_t i = piece_at(s, start), k = piece_at(s, end > start ? end - 1 : start);
    const text_piece *first = &s->from->v[i], *last = &s->from->v[k];
    *draft_start = first->verbatim ? first->draft_start + (start - s->starts[i]) : first->draft_start;
    *draft_end = end <= start     ? *draft_start
                 : last->verbatim ? last->draft_start + (end - s->starts[k])
                                  : last->draft_end;
}

/* ---- entities ---- */

size_t entity_text(hp_str entity, char out[4]) {
    static const struct {
        const char *name;
        uint16_t c;
    } names[] = {{"amp", '&'},       {"lt", '<'},       {"gt", '>'},       {"quot", '"'},     {"apos", '\''},
                 {"nbsp", 0xa0},     {"shy", 0xad},     {"commat", '@'},   {"period", '.'},   {"lsquo", 0x2018},
                 {"rsquo", 0x2019},  {"ldquo", 0x201c}, {"rdquo", 0x201d}, {"ndash", 0x2013}, {"mdash", 0x2014},
                 {"hellip", 0x2026}, {"eacute", 0xe9},  {"egrave", 0xe8},  {"aacute", 0xe1},  {"iacute", 0xed},
                 {"oacute", 0xf3},   {"uacute", 0xfa},  {"ntilde", 0xf1},  {"ccedil", 0xe7},  {"uuml", 0xfc},
                 {"ouml", 0xf6},     {"auml", 0xe4},    {"oslash", 0xf8},  {"aring", 0xe5},   {"szlig", 0xdf}};
    if (entity.n < 4 || entity.p[0] != '&' || entity.p[entity.n - 1] != ';') return 0;
    hp_str name = str_sub(entity, 1, entity.n - 1);
    if (name.p[0] == '#') {
        bool hex = name.n > 2 && char_lower(name.p[1]) == 'x';
        uint32_t c = 0;
        for (size_t i = hex ? 2 : 1; i < name.n && c <= 0x10ffff; i++) {
            char d = char_lower(name.p[i]);
            uint32_t value = char_is_digit(d)              ? (uint32_t)(d - '0')
                             : hex && d >= 'a' && d <= 'f' ? (uint32_t)(d - 'a') + 10
                                                           : 99;
            if (value == 99) return 0;
            c = c * (hex ? 16 : 10) + value;
        }
        return c == 0 || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff) ? 0 : unicode_put(c, out);
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq_z(name, names[i].name)) return unicode_put(names[i].c, out);
    return 0;
}
