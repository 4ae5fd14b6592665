/* mime_decode.c - see mime_decode.h. */
#include "mime_decode.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>
#include <strings.h>

enum { CHARSET_BYTES = 40, STEP = 4096 };

void mime_base64(hp_str text, output *out) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    uint32_t bits = 0;
    int have = 0;
    for (size_t i = 0; i < text.n; i++) {
        const char *digit = text.p[i] ? strchr(digits, text.p[i]) : NULL;
        if (text.p[i] == '=') bits = 0, have = 0; /* the end of a block; some programs go on with another */
        if (!digit) continue;
        bits = bits << 6 | (uint32_t)(digit - digits);
        have += 6;
        if (have < 8) continue;
        have -= 8;
        out_char(out, (char)(bits >> have & 0xFF));
    }
}

static int hex(char c) {
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                  : -1;
}

/* The byte that two digits at `at` spell; -1: they are none. */
static int pair(hp_str text, size_t at) {
    if (at + 1 >= text.n) return -1;
    int high = hex(text.p[at]), low = hex(text.p[at + 1]);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}

/* Bytes of a line end at `at`, with the blanks that mail programs leave before it; 0: there is none. */
static size_t line_end(hp_str text, size_t at) {
    size_t i = at;
    while (i < text.n && (text.p[i] == ' ' || text.p[i] == '\t')) i++;
    if (i < text.n && text.p[i] == '\r') i++;
    return i < text.n && text.p[i] == '\n' ? i + 1 - at : 0;
}

void mime_quoted(hp_str text, bool words, output *out) {
    for (size_t i = 0; i < text.n; i++) {
        int byte = text.p[i] == '=' ? pair(text, i + 1) : -1;
        size_t soft = text.p[i] == '=' && !words ? line_end(text, i + 1) : 0;
        if (byte >= 0) {
            out_char(out, (char)byte);
            i += 2;
        } else if (soft) {
            i += soft;
        } else {
            out_char(out, words && text.p[i] == '_' ? ' ' : text.p[i]);
        }
    }
}

void mime_percent(hp_str text, output *out) {
    for (size_t i = 0; i < text.n; i++) {
        int byte = text.p[i] == '%' ? pair(text, i + 1) : -1;
        out_char(out, byte >= 0 ? (char)byte : text.p[i]);
        if (byte >= 0) i += 2;
    }
}

/* ---- charsets ---------------------------------------------------------------------------------------------------- */

/* A name that iconv gets as it is: it would take an ending such as "//IGNORE" for an order. */
static bool charset_name(hp_str charset, char name[CHARSET_BYTES]) {
    if (charset.n >= CHARSET_BYTES) return false;
    for (size_t i = 0; i < charset.n; i++) {
        unsigned char c = (unsigned char)charset.p[i];
        bool fine = (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || strchr("-_.:", c);
        if (!fine || c == 0) return false;
        name[i] = (char)c;
    }
    name[charset.n] = 0;
    return true;
}

static bool convert(iconv_t how, hp_str text, output *out) {
    char step[STEP], *from = (char *)(uintptr_t)text.p; /* iconv reads it only */
    size_t left = text.n;
    for (bool last = false; !last;) {
        char *to = step;
        size_t room = sizeof step;
        last = left == 0; /* then what puts the charset back to its beginning */
        size_t done = last ? iconv(how, NULL, NULL, &to, &room) : iconv(how, &from, &left, &to, &room);
        if (done == (size_t)-1 && errno != E2BIG) return false;
        out_bytes(out, step, sizeof step - room);
    }
    return true;
}

bool mime_to_utf8(hp_str text, hp_str charset, output *out) {
    char name[CHARSET_BYTES];
    if (!charset_name(charset, name)) return false;
    if (!*name || strcasecmp(name, "us-ascii") == 0 || strcasecmp(name, "ascii") == 0 ||
        strcasecmp(name, "utf-8") == 0 || strcasecmp(name, "utf8") == 0) {
        out_str(out, text);
        return true;
    }
    iconv_t how = iconv_open("UTF-8", name);
    if (how == (iconv_t)-1) return false;
    bool ok = convert(how, text, out);
    iconv_close(how);
    return ok;
}
