/* unicode.c - wraps utf8proc: checking, decoding, cleaning and folding. ASCII takes a path of its own. */
#include "text/unicode.h"

#include <string.h>

#include <utf8proc.h>

#include "base/str.h"
#include "text/lookalike.h"

/* ---- decoding ---- */

/* Length of the valid UTF-8 sequence at p, 0 when there is none (Unicode 15, table 3-7). */
static size_t sequence(const unsigned char *p, size_t n) {
    unsigned char c = p[0];
    if (c < 0x80) return c ? 1 : 0;
    size_t need = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : 2;
    if (c < 0xc2 || c > 0xf4 || need > n) return 0;
    unsigned char low = 0x80, high = 0xbf;
    if (c == 0xe0)
        low = 0xa0;
    else if (c == 0xed)
        high = 0x9f;
    else if (c == 0xf0)
        low = 0x90;
    else if (c == 0xf4)
        high = 0x8f;
    if (p[1] < low || p[1] > high) return 0;
    for (size_t i = 2; i < need; i++)
        if ((p[i] & 0xc0) != 0x80) return 0;
    return need;
}

size_t unicode_bad_byte(hp_str s) {
    const unsigned char *p = (const unsigned char *)s.p;
    const uint64_t ones = 0x0101010101010101u, high = ones << 7;
    for (size_t i = 0; i < s.n;) {
        uint64_t eight;
        if (s.n - i >= sizeof eight) {
            memcpy(&eight, p + i, sizeof eight);
            if (((eight | (eight - ones)) & high) == 0) { /* eight characters of ASCII, none of them 0 */
                i += sizeof eight;
                continue;
            }
        }
        size_t n = sequence(p + i, s.n - i);
        if (!n) return i;
        i += n;
    }
    return SIZE_MAX;
}

size_t unicode_next(hp_str s, size_t at, uint32_t *codepoint) {
    *codepoint = 0;
    if (at >= s.n) return 0;
    const unsigned char *p = (const unsigned char *)s.p + at;
    size_t n = p[0] < 0x80 ? 1 : p[0] >= 0xf0 ? 4 : p[0] >= 0xe0 ? 3 : 2;
    if (n > s.n - at) n = s.n - at;
    uint32_t c = n == 1 ? p[0] : p[0] & (0x7fu >> n);
    for (size_t i = 1; i < n; i++) c = c << 6 | (p[i] & 0x3fu);
    *codepoint = c;
    return n;
}

size_t unicode_put(uint32_t codepoint, char out[4]) {
    return (size_t)utf8proc_encode_char((utf8proc_int32_t)codepoint, (utf8proc_uint8_t *)out);
}

size_t unicode_count(hp_str s) {
    size_t count = 0;
    for (size_t i = 0; i < s.n; i++) count += ((unsigned char)s.p[i] & 0xc0) != 0x80;
    return count;
}

/* ---- classes ---- */

static utf8proc_category_t category(uint32_t c) {
    return utf8proc_category((utf8proc_int32_t)c);
}

bool unicode_is_letter(uint32_t c) {
    if (c < 0x80) return char_is_alpha((char)c);
    utf8proc_category_t k = category(c);
    return (k >= UTF8PROC_CATEGORY_LU && k <= UTF8PROC_CATEGORY_LO) || k == UTF8PROC_CATEGORY_MN ||
           k == UTF8PROC_CATEGORY_MC;
}

bool unicode_is_upper(uint32_t c) {
    if (c < 0x80) return char_is_upper((char)c);
    utf8proc_category_t k = category(c);
    return k == UTF8PROC_CATEGORY_LU || k == UTF8PROC_CATEGORY_LT;
}

bool unicode_is_lower(uint32_t c) {
    return c < 0x80 ? c >= 'a' && c <= 'z' : category(c) == UTF8PROC_CATEGORY_LL;
}

bool unicode_is_digit(uint32_t c) {
    return c < 0x80 ? char_is_digit((char)c) : category(c) == UTF8PROC_CATEGORY_ND;
}

bool unicode_is_space(uint32_t c) {
    if (c < 0x80) return char_is_space((char)c);
    utf8proc_category_t k = category(c);
    return k == UTF8PROC_CATEGORY_ZS || k == UTF8PROC_CATEGORY_ZL || k == UTF8PROC_CATEGORY_ZP || c == 0x85;
}

bool unicode_is_combining(uint32_t c) {
    if (c < 0x300) return false;
    utf8proc_category_t k = category(c);
    return k == UTF8PROC_CATEGORY_MN || k == UTF8PROC_CATEGORY_ME || k == UTF8PROC_CATEGORY_MC;
}

size_t unicode_compose(hp_str cluster, char *out, size_t room) {
    utf8proc_int32_t buffer[32];
    if (cluster.n > sizeof buffer / sizeof *buffer) return 0;
    const utf8proc_option_t options = UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT;
    utf8proc_ssize_t n =
        utf8proc_decompose((const utf8proc_uint8_t *)cluster.p, (utf8proc_ssize_t)cluster.n, buffer, 31, options);
    if (n <= 0 || n > 31) return 0;
    n = utf8proc_reencode(buffer, n, options); /* leaves UTF-8 in the buffer, NUL behind it */
    if (n <= 0 || (size_t)n > room) return 0;
    memcpy(out, buffer, (size_t)n);
    return (size_t)n;
}

bool unicode_is_ignorable(uint32_t c) {
    return c == 0xad || c == 0x34f || c == 0x61c || c == 0x180e || (c >= 0x200b && c <= 0x200f) ||
           (c >= 0x202a && c <= 0x202e) || (c >= 0x2060 && c <= 0x2069) || (c >= 0xfe00 && c <= 0xfe0f) ||
           c == 0xfeff || (c >= 0xe0100 && c <= 0xe01ef);
}

bool unicode_is_emoji(uint32_t c) {
    return (c >= 0x1f000 && c <= 0x1faff) || (c >= 0x2600 && c <= 0x27bf) || (c >= 0x2b00 && c <= 0x2bff) ||
           (c >= 0x2190 && c <= 0x21ff) || (c >= 0x2300 && c <= 0x23ff) || c == 0x20e3 ||
           (c >= 0xe0020 && c <= 0xe007f) || c == 0x3030 || c == 0x303d;
}

/* ---- folding ---- */

/* Letters that no decomposition takes apart, as people type them without. */
static const struct {
    uint32_t from;
    const char *to;
} flat[] = {{0xe6, "ae"}, {0xf0, "d"},  {0xf8, "o"},  {0xfe, "th"},  {0x111, "d"},  {0x127, "h"},
            {0x131, "i"}, {0x138, "k"}, {0x142, "l"}, {0x14b, "ng"}, {0x153, "oe"}, {0x167, "t"},
            {0x180, "b"}, {0x199, "k"}, {0x1b4, "y"}, {0x253, "b"},  {0x257, "d"},  {0x268, "i"}};

static bool is_apostrophe(uint32_t c) {
    return c == '\'' || c == '`' || c == 0xb4 || c == 0x2018 || c == 0x2019 || c == 0x201b || c == 0x2bb ||
           c == 0x2bc || c == 0x2bd || c == 0x2b9 || c == 0x2032 || c == 0xff07;
}

static hp_str fold_ascii(arena *a, hp_str s) {
    char *out = arena_alloc(a, s.n);
    if (!out) return (hp_str){NULL, 0};
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == '\'' || c == '`') continue;
        if (char_is_space(c)) {
            if (n && out[n - 1] != ' ') out[n++] = ' ';
        } else
            out[n++] = char_lower(c);
    }
    while (n && out[n - 1] == ' ') n--;
    return (hp_str){out, n};
}

typedef struct folder {
    char *out;
    size_t n, room;
    arena *a;
} folder;

static void emit(folder *f, const char *p, size_t n) {
    if (f->n + n > f->room) {
        size_t room = (f->n + n) * 2 + 16;
        char *wider = arena_alloc(f->a, room);
        if (!wider) return;
        if (f->n) memcpy(wider, f->out, f->n);
        f->out = wider;
        f->room = room;
    }
    memcpy(f->out + f->n, p, n);
    f->n += n;
}

static void fold_character(folder *f, uint32_t c) {
    for (size_t i = 0; i < sizeof flat / sizeof *flat; i++)
        if (flat[i].from == c) {
            emit(f, flat[i].to, strlen(flat[i].to));
            return;
        }
    if (unicode_is_space(c)) {
        if (f->n && f->out[f->n - 1] != ' ') emit(f, " ", 1);
        return;
    }
    utf8proc_category_t k = category(c);
    if (k == UTF8PROC_CATEGORY_MN || is_apostrophe(c) || unicode_is_ignorable(c)) return;
    char bytes[4];
    emit(f, bytes, unicode_put(c, bytes));
}

hp_str unicode_fold(arena *a, hp_str s) {
    size_t i = 0;
    while (i < s.n && (unsigned char)s.p[i] < 0x80) i++;
    if (i == s.n) return fold_ascii(a, s);
    s = lookalike_latin(a, s);
    folder f = {.a = a};
    for (i = 0; i < s.n;) {
        uint32_t c;
        i += unicode_next(s, i, &c);
        if (is_apostrophe(c)) continue;
        utf8proc_int32_t parts[32];
        int boundary = 0;
        utf8proc_ssize_t n = utf8proc_decompose_char(
            (utf8proc_int32_t)c, parts, 32, UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD, &boundary);
        for (utf8proc_ssize_t k = 0; k < n && k < 32; k++) fold_character(&f, (uint32_t)parts[k]);
    }
    while (f.n && f.out[f.n - 1] == ' ') f.n--;
    return (hp_str){f.out, f.n};
}

hp_str unicode_unleet(arena *a, hp_str fold) {
    static const char from[] = "0134578@$!|", to[] = "oieastbasil";
    size_t changed = 0;
    char *out = NULL;
    for (size_t i = 0; i < fold.n; i++) {
        const char *hit = memchr(from, fold.p[i], sizeof from - 1);
        if (!hit) continue;
        if (!changed++) {
            hp_str copy = arena_copy(a, fold);
            if (!copy.p) return fold;
            out = (char *)(uintptr_t)copy.p;
        }
        out[i] = to[hit - from];
    }
    return changed ? (hp_str){out, fold.n} : fold;
}
