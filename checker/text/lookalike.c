/* lookalike.c - small tables of our own: letters that a reader takes for Latin ones at a glance, and Latin ones in
 * another shape. */
#include "text/lookalike.h"

#include <string.h>

#include "base/str.h"
#include "text/unicode.h"

typedef struct lookalike {
    uint16_t from;
    char to;
} lookalike;

/* Latin letters in another shape: small capitals, and two that only phonetics tells apart. */
static const lookalike shapes[] = {
    {0x251, 'a'},  {0x261, 'g'},  {0x262, 'g'},  {0x26a, 'i'},  {0x274, 'n'},  {0x280, 'r'},  {0x28f, 'y'},
    {0x299, 'b'},  {0x29c, 'h'},  {0x29f, 'l'},  {0x1d00, 'a'}, {0x1d04, 'c'}, {0x1d05, 'd'}, {0x1d07, 'e'},
    {0x1d0a, 'j'}, {0x1d0b, 'k'}, {0x1d0d, 'm'}, {0x1d0f, 'o'}, {0x1d18, 'p'}, {0x1d1b, 't'}, {0x1d1c, 'u'},
    {0x1d20, 'v'}, {0x1d21, 'w'}, {0x1d22, 'z'}, {0xa730, 'f'}, {0xa731, 's'}, {0xa7af, 'q'}};

static const lookalike table[] = {
    {0x391, 'A'}, {0x392, 'B'}, {0x395, 'E'}, {0x396, 'Z'}, {0x397, 'H'}, {0x399, 'I'}, {0x39a, 'K'}, {0x39c, 'M'},
    {0x39d, 'N'}, {0x39f, 'O'}, {0x3a1, 'P'}, {0x3a4, 'T'}, {0x3a5, 'Y'}, {0x3a7, 'X'}, {0x3b1, 'a'}, {0x3b9, 'i'},
    {0x3bd, 'v'}, {0x3bf, 'o'}, {0x3c1, 'p'}, {0x3c5, 'u'}, {0x405, 'S'}, {0x406, 'I'}, {0x408, 'J'}, {0x410, 'A'},
    {0x412, 'B'}, {0x415, 'E'}, {0x41a, 'K'}, {0x41c, 'M'}, {0x41d, 'H'}, {0x41e, 'O'}, {0x420, 'P'}, {0x421, 'C'},
    {0x422, 'T'}, {0x423, 'Y'}, {0x425, 'X'}, {0x430, 'a'}, {0x435, 'e'}, {0x43e, 'o'}, {0x440, 'p'}, {0x441, 'c'},
    {0x443, 'y'}, {0x445, 'x'}, {0x455, 's'}, {0x456, 'i'}, {0x458, 'j'}, {0x501, 'd'}, {0x51b, 'q'}, {0x51d, 'w'}};

static uint32_t find(const lookalike *list, size_t count, uint32_t c) {
    for (size_t i = 0; i < count; i++)
        if (list[i].from == c) return (uint32_t)list[i].to;
    return 0;
}

static uint32_t shape_of(uint32_t c) {
    if (c >= 0x1f150 && c <= 0x1f169) return 'A' + (c - 0x1f150); /* white in a dark circle */
    if (c >= 0x1f170 && c <= 0x1f189) return 'A' + (c - 0x1f170); /* white in a dark square */
    bool near = (c >= 0x251 && c <= 0x29f) || (c >= 0x1d00 && c <= 0x1d22) || (c >= 0xa730 && c <= 0xa7af);
    return near ? find(shapes, sizeof shapes / sizeof *shapes, c) : 0;
}

uint32_t lookalike_of(uint32_t codepoint) {
    if (codepoint < 0x391 || codepoint > 0x51d) return shape_of(codepoint);
    return find(table, sizeof table / sizeof *table, codepoint);
}

hp_str lookalike_whole(arena *a, hp_str word) {
    char *out = arena_alloc(a, word.n);
    size_t n = 0, step;
    uint32_t c;
    for (size_t i = 0; out && (step = unicode_next(word, i, &c)) != 0; i += step) {
        uint32_t latin = c == '-' || c == '\'' ? c : lookalike_of(c);
        if (!latin) return (hp_str){0};
        out[n++] = (char)latin;
    }
    return (hp_str){out, n};
}

bool lookalike_mixed_word(hp_str s, size_t at, size_t *word_end) {
    size_t from = at;
    while (from > 0) { /* back over letters; a character begins where no continuation byte stands */
        size_t before = from - 1;
        while (before > 0 && ((unsigned char)s.p[before] & 0xc0) == 0x80) before--;
        uint32_t c;
        unicode_next(s, before, &c);
        if (!unicode_is_letter(c) && !shape_of(c)) break;
        from = before;
    }
    bool latin = false;
    size_t i = from;
    for (uint32_t c; i < s.n;) {
        size_t n = unicode_next(s, i, &c);
        bool shape = shape_of(c) != 0;
        if (!unicode_is_letter(c) && !shape) break;
        latin |= c < 0x250 || shape;
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
