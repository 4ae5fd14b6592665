/* captions.c - see captions.h. */
#include "captions.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "bounds.h"
#include "mem.h"
#include "plain.h"

static size_t big_endian(const char *p, size_t bytes) {
    size_t n = 0;
    for (size_t i = 0; i < bytes; i++) n = n << 8 | (unsigned char)p[i];
    return n;
}

static hp_str behind(hp_str s, size_t n) {
    return n < s.n ? (hp_str){s.p + n, s.n - n} : (hp_str){NULL, 0};
}

static void take(hp_str words, reading *r) {
    output utf8 = OUT_MEMORY;
    plain_utf8(words, CODING_BYTES, &utf8);
    reading_paragraph(r, IN_DATA, out_view(&utf8));
    out_free(&utf8);
}

/* ---- PNG (W3C, section 11.3.3): tEXt, zTXt, iTXt: a keyword, NUL, and the words ---- */

static void take_packed(hp_str packed, reading *r) {
    uLongf n = BOUND_COMMENT_BYTES;
    char *words = mem_new(n, 1);
    if (uncompress((Bytef *)words, &n, (const Bytef *)packed.p, (uLong)packed.n) == Z_OK)
        take((hp_str){words, n}, r);
    else
        reading_lacks(r, "a comment in it cannot be unpacked");
    free(words);
}

/* Behind NUL; nothing: there is none. */
static hp_str behind_word(hp_str s) {
    const char *end = s.n ? memchr(s.p, 0, s.n) : NULL;
    return end ? behind(s, (size_t)(end - s.p) + 1) : (hp_str){NULL, 0};
}

/* iTXt: packed or not, how, the language, the keyword in that language, the words. */
static void take_international(hp_str s, reading *r) {
    if (s.n < 3) return;
    bool packed = s.p[0];
    hp_str words = behind_word(behind_word(behind(s, 2)));
    if (packed)
        take_packed(words, r);
    else
        take(words, r);
}

static void take_chunk(const char *type, hp_str data, reading *r) {
    hp_str words = behind_word(data);
    bool xmp = data.n > 4 && memcmp(data.p, "XML:", 4) == 0; /* xmp.h reads it */
    if (memcmp(type, "tIME", 4) == 0) r->tells |= TELLS_TIME;
    if (memcmp(type, "tEXt", 4) == 0) take(words, r);
    if (memcmp(type, "zTXt", 4) == 0 && words.n > 1) take_packed(behind(words, 1), r);
    if (memcmp(type, "iTXt", 4) == 0 && !xmp) take_international(words, r);
}

static void read_png(hp_str file, reading *r) {
    enum { HEAD = 8, CHECK = 4 };
    for (hp_str at = behind(file, HEAD); at.n >= HEAD;) {
        size_t n = big_endian(at.p, 4);
        if (n > at.n - HEAD) return;
        take_chunk(at.p + 4, (hp_str){at.p + HEAD, n}, r);
        at = behind(at, HEAD + n + CHECK);
    }
}

/* ---- JPEG (ITU T.81, annex B): segments up to the picture itself ---- */

enum { MARK_COMMENT = 0xFE, MARK_PRESS = 0xED, MARK_SCAN = 0xDA };

/* IPTC IIM, record 2: what its data sets mean. */
static void take_caption(unsigned set, hp_str words, reading *r) {
    static const struct {
        unsigned set, tells;
        bool words;
    } known[] = {{5, 0, true},
                 {25, 0, true},
                 {40, 0, true},
                 {55, TELLS_TIME, false},
                 {80, TELLS_OWNER, true},
                 {85, 0, true},
                 {90, TELLS_PLACE, true},
                 {92, TELLS_PLACE, true},
                 {105, 0, true},
                 {110, TELLS_OWNER, true},
                 {116, TELLS_OWNER, true},
                 {118, TELLS_OWNER, true},
                 {120, 0, true},
                 {122, TELLS_OWNER, true}};
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        if (known[i].set != set || !words.n) continue;
        r->tells |= known[i].tells;
        if (known[i].words) take(words, r);
    }
}

static void read_captions(hp_str s, reading *r) {
    enum { HEAD = 5, MARK = 0x1C, RECORD = 2 };
    while (s.n > HEAD && s.p[0] == MARK) {
        size_t n = big_endian(s.p + 3, 2);
        if (n > s.n - HEAD) return;
        if (s.p[1] == RECORD) take_caption((unsigned char)s.p[2], (hp_str){s.p + HEAD, n}, r);
        s = behind(s, HEAD + n);
    }
}

/* Photoshop's blocks: "8BIM", a number of 2 bytes, a name, the size; number 0x0404 holds the captions. */
static void read_press(hp_str s, reading *r) {
    static const char sign[] = "8BIM\4\4";
    const char *block = s.n ? memmem(s.p, s.n, sign, sizeof(sign) - 1) : NULL;
    if (!block) return;
    s = behind(s, (size_t)(block - s.p) + sizeof(sign) - 1);
    if (!s.n) return;
    size_t name = ((size_t)(unsigned char)s.p[0] + 2) & ~(size_t)1; /* its length counts, and it is even */
    read_captions(behind(s, name + 4), r);
}

static void read_jpeg(hp_str file, reading *r) {
    for (hp_str at = behind(file, 2); at.n > 4 && (unsigned char)at.p[0] == 0xFF;) {
        unsigned mark = (unsigned char)at.p[1];
        size_t n = big_endian(at.p + 2, 2);
        if (mark == MARK_SCAN || n < 2 || n > at.n - 2) return;
        hp_str data = {at.p + 4, n - 2};
        if (mark == MARK_COMMENT) take(data, r);
        if (mark == MARK_PRESS) read_press(data, r);
        at = behind(at, 2 + n);
    }
}

void captions_read(hp_str file, reading *r) {
    if (file.n > 8 && memcmp(file.p, "\x89PNG", 4) == 0) read_png(file, r);
    if (file.n > 4 && memcmp(file.p, "\xFF\xD8", 2) == 0) read_jpeg(file, r);
}
