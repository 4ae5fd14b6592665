/* str.c - views of bytes: comparing, searching, splitting, hashing. */
#include "base/str.h"

#include <string.h>

hp_str str_of(const char *z) {
    return z ? (hp_str){z, strlen(z)} : (hp_str){NULL, 0};
}

hp_str str_sub(hp_str s, size_t from, size_t to) {
    if (to > s.n) to = s.n;
    if (from >= to) return (hp_str){s.p ? s.p + (from < s.n ? from : s.n) : NULL, 0};
    return (hp_str){s.p + from, to - from};
}

bool str_eq(hp_str a, hp_str b) {
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

bool str_eq_z(hp_str a, const char *z) {
    return str_eq(a, str_of(z));
}

bool str_eq_nocase(hp_str a, hp_str b) {
    if (a.n != b.n) return false;
    for (size_t i = 0; i < a.n; i++)
        if (char_lower(a.p[i]) != char_lower(b.p[i])) return false;
    return true;
}

int str_cmp(hp_str a, hp_str b) {
    size_t n = a.n < b.n ? a.n : b.n;
    int order = n ? memcmp(a.p, b.p, n) : 0;
    return order ? order : (a.n > b.n) - (a.n < b.n);
}

bool str_starts(hp_str s, hp_str prefix) {
    return s.n >= prefix.n && str_eq(str_sub(s, 0, prefix.n), prefix);
}

bool str_ends(hp_str s, hp_str suffix) {
    return s.n >= suffix.n && str_eq(str_sub(s, s.n - suffix.n, s.n), suffix);
}

size_t str_find(hp_str s, hp_str needle, size_t from) {
    if (needle.n == 0) return from <= s.n ? from : SIZE_MAX;
    while (from + needle.n <= s.n) {
        const char *hit = memchr(s.p + from, needle.p[0], s.n - from - needle.n + 1);
        if (!hit) return SIZE_MAX;
        from = (size_t)(hit - s.p);
        if (memcmp(hit, needle.p, needle.n) == 0) return from;
        from++;
    }
    return SIZE_MAX;
}

hp_str str_trim(hp_str s) {
    while (s.n && char_is_space(s.p[0])) s.p++, s.n--;
    while (s.n && char_is_space(s.p[s.n - 1])) s.n--;
    return s;
}

bool str_split(hp_str *rest, char sep, hp_str *piece) {
    if (!rest->p) return false;
    const char *cut = rest->n ? memchr(rest->p, sep, rest->n) : NULL;
    size_t n = cut ? (size_t)(cut - rest->p) : rest->n;
    *piece = (hp_str){rest->p, n};
    *rest = cut ? (hp_str){cut + 1, rest->n - n - 1} : (hp_str){NULL, 0};
    return true;
}

bool str_number(hp_str s, uint64_t max, uint64_t *out) {
    *out = 0;
    if (!s.n) return false;
    uint64_t value = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (!char_is_digit(s.p[i])) return false;
        uint64_t digit = (uint64_t)(s.p[i] - '0');
        if (value > (max - digit) / 10 || digit > max) return false;
        value = value * 10 + digit;
    }
    *out = value;
    return true;
}

/* The finaliser of MurmurHash3 (public domain): low and high halves become independent enough to serve as slot and
 * fingerprint. */
static uint64_t finished(uint64_t h) {
    h ^= h >> 33;
    h *= 0xff51afd7ed558ccdu;
    h ^= h >> 33;
    h *= 0xc4ceb9fe1a85ec53u;
    return h ^ (h >> 33);
}

/* FNV-1a over the bytes (public domain). */
uint64_t str_hash(hp_str s) {
    uint64_t h = 0xcbf29ce484222325u;
    for (size_t i = 0; i < s.n; i++) h = (h ^ (unsigned char)s.p[i]) * 0x100000001b3u;
    return finished(h);
}

/* Two sums beside one another, as neither need wait for the other. */
uint64_t str_slot_hash(hp_str s) {
    const uint64_t odd = 0x9e3779b97f4a7c15u;
    uint64_t h[2] = {s.n, ~(uint64_t)s.n}, piece[2];
    for (; s.n >= sizeof piece; s.p += sizeof piece, s.n -= sizeof piece) {
        memcpy(piece, s.p, sizeof piece);
        h[0] = (h[0] ^ piece[0]) * odd;
        h[1] = (h[1] ^ piece[1]) * odd;
        h[0] ^= h[0] >> 32;
        h[1] ^= h[1] >> 32;
    }
    memset(piece, 0, sizeof piece);
    if (s.n) memcpy(piece, s.p, s.n);
    return finished(h[0] ^ piece[0]) + finished(h[1] ^ piece[1]) * odd;
}

static size_t least(size_t a, size_t b) {
    return a < b ? a : b;
}

/* Damerau's distance restricted to adjacent swaps, on three rolling rows; texts longer than the rows count as far. */
size_t str_distance(hp_str a, hp_str b, size_t most) {
    enum { LONGEST = 64 };
    size_t rows[3][LONGEST + 1];
    size_t gap = a.n > b.n ? a.n - b.n : b.n - a.n;
    if (gap > most || a.n > LONGEST || b.n > LONGEST) return most + 1;
    size_t *before = rows[0], *last = rows[1], *row = rows[2];
    for (size_t j = 0; j <= b.n; j++) last[j] = j;
    for (size_t i = 1; i <= a.n; i++) {
        size_t best = row[0] = i;
        for (size_t j = 1; j <= b.n; j++) {
            size_t cost = a.p[i - 1] != b.p[j - 1];
            row[j] = least(least(row[j - 1], last[j]) + 1, last[j - 1] + cost);
            if (i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] && a.p[i - 2] == b.p[j - 1])
                row[j] = least(row[j], before[j - 2] + 1);
            best = least(best, row[j]);
        }
        if (best > most) return most + 1;
        size_t *spare = before;
        before = last;
        last = row;
        row = spare;
    }
    return last[b.n];
}
