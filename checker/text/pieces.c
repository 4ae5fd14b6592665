/* pieces.c - what the Markdown and the HTML reader share: making pieces, reading entities. */
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
