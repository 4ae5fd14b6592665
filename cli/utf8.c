/* utf8.c - see utf8.h. The ranges are those of the Unicode standard, table 3-7 (well-formed UTF-8). */
#include "utf8.h"

uint32_t utf8_next(hp_str s, size_t at, size_t *bytes) {
    const unsigned char *p = (const unsigned char *)s.p + at;
    size_t left = s.n - at;
    *bytes = 1;
    if (p[0] < 0x80) return p[0];
    size_t n = p[0] >= 0xF0 ? 4 : p[0] >= 0xE0 ? 3 : 2;
    if (p[0] < 0xC2 || p[0] > 0xF4 || left < n) return UTF8_BROKEN;
    unsigned char low = p[0] == 0xE0 ? 0xA0 : p[0] == 0xF0 ? 0x90 : 0x80;
    unsigned char high = p[0] == 0xED ? 0x9F : p[0] == 0xF4 ? 0x8F : 0xBF;
    if (p[1] < low || p[1] > high) return UTF8_BROKEN;
    uint32_t c = p[0] & (0x7Fu >> n);
    for (size_t i = 1; i < n; i++) {
        if ((p[i] & 0xC0) != 0x80) return UTF8_BROKEN;
        c = c << 6 | (p[i] & 0x3Fu);
    }
    *bytes = n;
    return c;
}

size_t utf8_valid_until(hp_str s) {
    for (size_t i = 0, n; i < s.n; i += n)
        if (utf8_next(s, i, &n) == UTF8_BROKEN) return i;
    return s.n;
}

bool utf8_unsafe(uint32_t c) {
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) ||
           c == UTF8_BROKEN;
}
