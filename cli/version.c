/* version.c - see version.h. */
#include "version.h"

enum { NUMBERS = 6, DIGITS = 9 };

/* Reads up to NUMBERS numbers; the rest are 0. */
static bool read(hp_str text, uint32_t out[NUMBERS]) {
    size_t at = 0, count = 0;
    for (size_t i = 0; i < NUMBERS; i++) out[i] = 0;
    if (text.n > VERSION_BYTES) return false;
    for (;;) {
        size_t from = at;
        if (count == NUMBERS) return false;
        while (at < text.n && text.p[at] >= '0' && text.p[at] <= '9' && at - from < DIGITS)
            out[count] = out[count] * 10 + (uint32_t)(text.p[at++] - '0');
        if (at == from || (text.p[from] == '0' && at - from > 1)) return false;
        count++;
        if (at == text.n) return true;
        if (text.p[at++] != '.') return false;
    }
}

bool version_valid(hp_str text) {
    uint32_t numbers[NUMBERS];
    return read(text, numbers);
}

int version_compare(hp_str a, hp_str b) {
    uint32_t x[NUMBERS], y[NUMBERS];
    (void)read(a, x);
    (void)read(b, y);
    for (size_t i = 0; i < NUMBERS; i++)
        if (x[i] != y[i]) return x[i] < y[i] ? -1 : 1;
    return 0;
}

bool version_of_needs(hp_str needs, hp_str *out) {
    *out = (hp_str){0};
    size_t at = 2;
    if (needs.n < 3 || needs.p[0] != '>' || needs.p[1] != '=') return false;
    while (at < needs.n && needs.p[at] == ' ') at++;
    *out = (hp_str){needs.p + at, needs.n - at};
    return version_valid(*out);
}
