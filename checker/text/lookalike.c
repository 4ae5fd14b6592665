/* lookalike.c - a small table of our own: only letters that a reader takes for Latin ones at a glance. */
#include "text/lookalike.h"

#include <string.h>

#include "base/str.h"
#include "text/unicode.h"

static const struct {
    uint16_t from;
    char to;
} table[] = {{0x391, 'A'}, {0x392, 'B'}, {0x395, 'E'}, {0x396, 'Z'}, {0x397, 'H'}, {0x399, 'I'}, {0x39a, 'K'},
             {0x39c, 'M'}, {0x39d, 'N'}, {0x39f, 'O'}, {0x3a1, 'P'}, {0x3a4, 'T'}, {0x3a5, 'Y'}, {0x3a7, 'X'},
             {0x3b1, 'a'}, {0x3b9, 'i'}, {0x3bd, 'v'}, {0x3bf, 'o'}, {0x3c1, 'p'}, {0x3c5, 'u'}, {0x405, 'S'},
             {0x406, 'I'}, {0x408, 'J'}, {0x410, 'A'}, {0x412, 'B'}, {0x415, 'E'}, {0x41a, 'K'}, {0x41c, 'M'},
             {0x41d, 'H'}, {0x41e, 'O'}, {0x420, 'P'}, {0x421, 'C'}, {0x422, 'T'}, {0x423, 'Y'}, {0x425, 'X'},
             {0x430, 'a'}, {0x435, 'e'}, {0x43e, 'o'}, {0x440, 'p'}, {0x441, 'c'}, {0x443, 'y'}, {0x445, 'x'},
             {0x455, 's'}, {0x456, 'i'}, {0x458, 'j'}, {0x501, 'd'}, {0x51b, 'q'}, {0x51d, 'w'}};

uint32_t lookalike_of(uint32_t codepoint) {
    if (codepoint < 0x391 || codepoint > 0x51d) return 0;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (table[i].from == codepoint) return (uint32_t)table[i].to;
    return 0;
}

bool lookalike_mixed_word(hp_str s, size_t at, size_t *word_end) {
    size_t from = at;
    while (from > 0) { /* back over letters; a character begins where no continuation byte stands */
        size_t before = from - 1;
        while (before > 0 && ((unsigned char)s.p[before] & 0xc0) == 0x80) before--;
        uint32_t c;
        unicode_next(s, before, &c);
        if (!unicode_is_letter(c)) break;
        from = before;
    }
    bool latin = false;
    size_t i = from;
    for (uint32_t c; i < s.n;) {
        size_t n = unicode_next(s, i, &c);
        if (!unicode_is_letter(c)) break;
        latin |= c < 0x250;
        i += n;
    }
    *word_end = i;
    return latin;
}

hp_str lookalike_latin(arena *a, hp_str s) {
    char *out = NULL;
    size_t n = 0, known_to = 0;
    bool mixed = false;
    for (size_t i = 0; i < s.n;) {
        uint32_t c, latin;
        size_t size = unicode_next(s, i, &c);
        if ((latin = lookalike_of(c)) != 0) {
            if (i >= known_to) mixed = lookalike_mixed_word(s, i, &known_to);
            if (mixed && !out) {
                out = arena_alloc(a, s.n);
                if (!out) return s;
                memcpy(out, s.p, i);
                n = i;
            }
        }
        if (out && latin && mixed)
            out[n++] = (char)latin;
        else if (out) {
            memcpy(out + n, s.p + i, size);
            n += size;
        }
        i += size;
    }
    return out ? (hp_str){out, n} : s;
}
