/* plain.c - see plain.h. */
#include "plain.h"

#include <string.h>

#include "files.h"
#include "utf8.h"

static void put_point(output *to, uint32_t c) {
    if (c < 0x80) {
        out_char(to, (char)c);
        return;
    }
    if (c >= 0x10000) {
        out_char(to, (char)(0xF0 | c >> 18));
        out_char(to, (char)(0x80 | (c >> 12 & 0x3F)));
    } else if (c >= 0x800) {
        out_char(to, (char)(0xE0 | c >> 12));
    }
    if (c >= 0x800)
        out_char(to, (char)(0x80 | (c >> 6 & 0x3F)));
    else
        out_char(to, (char)(0xC0 | c >> 6));
    out_char(to, (char)(0x80 | (c & 0x3F)));
}

/* What Windows-1252 has where Latin-1 has controls. */
static uint32_t windows_1252(unsigned char byte) {
    static const uint16_t high[32] = {0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                      0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD,
                                      0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                      0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178};
    return byte >= 0x80 && byte < 0xA0 ? high[byte - 0x80] : byte;
}

static uint32_t unit_at(hp_str text, size_t at, plain_coding coding) {
    uint32_t first = (unsigned char)text.p[at], second = (unsigned char)text.p[at + 1];
    return coding == CODING_UTF16LE ? second << 8 | first : first << 8 | second;
}

static void from_utf16(hp_str text, plain_coding coding, output *to) {
    for (size_t i = 0; i + 1 < text.n; i += 2) {
        uint32_t c = unit_at(text, i, coding);
        if (c == 0) return;
        if ((c & 0xFC00) == 0xD800 && i + 3 < text.n) {
            uint32_t low = unit_at(text, i + 2, coding);
            if ((low & 0xFC00) == 0xDC00) {
                c = 0x10000 + ((c & 0x3FF) << 10 | (low & 0x3FF));
                i += 2;
            }
        }
        put_point(to, (c & 0xFFFFF800) == 0xD800 ? 0xFFFD : c);
    }
}

void plain_utf8(hp_str text, plain_coding coding, output *to) {
    if (coding != CODING_BYTES) {
        from_utf16(text, coding, to);
        return;
    }
    const char *end = text.n ? memchr(text.p, 0, text.n) : NULL;
    if (end) text.n = (size_t)(end - text.p);
    if (utf8_valid_until(text) == text.n) {
        out_str(to, text);
        return;
    }
    for (size_t i = 0; i < text.n; i++) put_point(to, windows_1252((unsigned char)text.p[i]));
}

static bool starts(hp_str file, const char *bytes, size_t n) {
    return file.n >= n && memcmp(file.p, bytes, n) == 0;
}

/* Skips the mark that says how it is written. */
static plain_coding coding_of(hp_str *file) {
    plain_coding coding = starts(*file, "\xFF\xFE", 2)   ? CODING_UTF16LE
                          : starts(*file, "\xFE\xFF", 2) ? CODING_UTF16BE
                                                         : CODING_BYTES;
    if (coding != CODING_BYTES) *file = (hp_str){file->p + 2, file->n - 2};
    if (starts(*file, "\xEF\xBB\xBF", 3)) *file = (hp_str){file->p + 3, file->n - 3};
    return coding;
}

bool plain_is_text(hp_str file) {
    if (coding_of(&file) != CODING_BYTES) return true;
    if (starts(file, "{\\rtf", 5)) return false;
    for (size_t i = 0; i < file.n; i++) {
        unsigned char c = (unsigned char)file.p[i];
        if (c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1B) return false;
    }
    return file.n > 0;
}

void plain_read(hp_str file, const char *path, reading *r) {
    static const struct {
        const char *ending, *markup;
    } endings[] = {{".md", "markdown"}, {".markdown", "markdown"}, {".html", "html"},
                   {".htm", "html"},    {".xhtml", "html"},        {".svg", "html"}};
    r->type = "document";
    for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++)
        if (files_ends_in(path, endings[i].ending)) r->markup = endings[i].markup;
    plain_coding coding = coding_of(&file);
    output text = OUT_MEMORY;
    plain_utf8(file, coding, &text);
    reading_words(r, IN_TEXT, out_view(&text));
    out_free(&text);
}
