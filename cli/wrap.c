/* wrap.c - see wrap.h. */
#include "wrap.h"

#include <string.h>

#include "term.h"
#include "utf8.h"

size_t wrap_cells(hp_str text) {
    size_t cells = 0;
    for (size_t i = 0, n; i < text.n; i += n) cells += term_cells(utf8_next(text, i, &n));
    return cells;
}

/* The next word from byte *at on, which is moved behind it; empty at the end. */
static hp_str next_word(hp_str text, size_t *at) {
    static const char blanks[] = " \n\r\t";
    while (*at < text.n && memchr(blanks, text.p[*at], sizeof(blanks) - 1)) ++*at;
    size_t start = *at;
    while (*at < text.n && !memchr(blanks, text.p[*at], sizeof(blanks) - 1)) ++*at;
    return (hp_str){text.p + start, *at - start};
}

void wrap_text(output *to, hp_str text, size_t column, size_t width) {
    size_t at = 0, used = column;
    for (hp_str word = next_word(text, &at); word.n > 0; word = next_word(text, &at)) {
        size_t cells = wrap_cells(word);
        if (used > column && used + 1 + cells > width) {
            out_char(to, '\n');
            out_fill(to, " ", column);
            used = column;
        } else if (used > column) {
            out_char(to, ' ');
            used++;
        }
        out_clean(to, word);
        used += cells;
    }
    out_char(to, '\n');
}

void wrap_beside(output *to, const char *label, hp_str text, size_t column, size_t width) {
    bool narrow = width < WRAP_NARROW;
    size_t cells = wrap_cells((hp_str){label, strlen(label)});
    out_z(to, label);
    if (narrow) out_char(to, '\n');
    out_fill(to, " ", narrow ? WRAP_INDENT : column > cells ? column - cells : 1);
    wrap_text(to, text, narrow ? WRAP_INDENT : column, width);
}
