/* offer.c - see offer.h. */
#include "offer.h"

#include <string.h>

#include "mem.h"

/* The best first; "text/plain" alone leaves the encoding open and is UTF-8 with everyone who offers nothing better. */
static const char latin1[] = "STRING";
static const char *const texts[] = {"UTF8_STRING", "text/plain;charset=utf-8", "text/plain;charset=UTF-8", "text/plain",
                                    latin1};
static const char html[] = "text/html";

enum { TEXTS = sizeof(texts) / sizeof(texts[0]) };

/* GNOME's, MATE's and KDE's file managers name copied files so; the text beside them is their paths. */
static const char *const files[] = {"x-special/gnome-copied-files", "x-special/mate-copied-files",
                                    "x-special/nautilus-clipboard", "application/x-kde-cutselection"};
/* What KeePassXC, KWallet, Bitwarden and other password managers put beside a password, whatever its value. */
static const char hint[] = "x-kde-passwordManagerHint";

static bool offers(const char *const *names, size_t count, const char *name) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(names[i], name) == 0) return true;
    return false;
}

static bool offers_picture(const char *const *names, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (strncmp(names[i], "image/", 6) == 0) return true;
    return false;
}

static bool offers_files(const char *const *names, size_t count) {
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
        if (offers(names, count, files[i])) return true;
    return false;
}

offer offer_of(const char *const *names, size_t count) {
    offer found = {OFFER_NOTHING, NULL, NULL};
    if (offers(names, count, hint)) return (offer){OFFER_SECRET, NULL, NULL};
    if (offers(names, count, OFFER_MARK)) return (offer){OFFER_OWN, NULL, NULL};
    if (offers_files(names, count)) return (offer){OFFER_FILES, NULL, NULL};
    for (size_t i = 0; i < TEXTS && !found.text; i++)
        if (offers(names, count, texts[i])) found.text = texts[i];
    if (offers(names, count, html)) found.html = html;
    /* A picture copied in a browser brings HTML that only names it, and is pasted as a picture. */
    if (!found.text && offers_picture(names, count)) return (offer){OFFER_PICTURE, NULL, NULL};
    if (found.text || found.html) found.kind = OFFER_TEXT;
    return found;
}

/* ---- bytes ---------------------------------------------------------------------------------------------------- */

static size_t put(char *out, size_t n, uint32_t c) {
    if (c < 0x80) {
        out[n++] = (char)c;
    } else if (c < 0x800) {
        out[n++] = (char)(0xC0 | c >> 6), out[n++] = (char)(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        out[n++] = (char)(0xE0 | c >> 12), out[n++] = (char)(0x80 | (c >> 6 & 0x3F));
        out[n++] = (char)(0x80 | (c & 0x3F));
    } else {
        out[n++] = (char)(0xF0 | c >> 18), out[n++] = (char)(0x80 | (c >> 12 & 0x3F));
        out[n++] = (char)(0x80 | (c >> 6 & 0x3F)), out[n++] = (char)(0x80 | (c & 0x3F));
    }
    return n;
}

static size_t of_latin1(hp_str bytes, char *out) {
    size_t n = 0;
    for (size_t i = 0; i < bytes.n; i++) n = put(out, n, (unsigned char)bytes.p[i]);
    return n;
}

/* Behind its mark; a lone surrogate or half a unit becomes U+FFFD. */
static size_t of_utf16(hp_str bytes, bool big, char *out) {
    size_t n = 0;
    uint32_t high = 0;
    for (size_t i = 2; i + 1 < bytes.n; i += 2) {
        uint32_t a = (unsigned char)bytes.p[i], b = (unsigned char)bytes.p[i + 1], unit = big ? a << 8 | b : b << 8 | a;
        bool low = unit >= 0xDC00 && unit < 0xE000;
        if (high && low) {
            n = put(out, n, 0x10000 + ((high - 0xD800) << 10) + (unit - 0xDC00));
            high = 0;
            continue;
        }
        if (high) n = put(out, n, 0xFFFD);
        high = unit >= 0xD800 && unit < 0xDC00 ? unit : 0;
        if (!high) n = put(out, n, low ? 0xFFFD : unit);
    }
    return high || bytes.n % 2 ? put(out, n, 0xFFFD) : n;
}

static int mark_of(hp_str bytes) {
    if (bytes.n < 2) return 0;
    if (memcmp(bytes.p, "\xFF\xFE", 2) == 0) return 'l';
    return memcmp(bytes.p, "\xFE\xFF", 2) == 0 ? 'b' : 0;
}

char *offer_decode(const char *form, hp_str bytes, size_t *n) {
    enum { MOST = 3 }; /* bytes of UTF-8 for one of UTF-16's units, or two for one of Latin-1 */
    char *out = mem_new(bytes.n * MOST / 2 + bytes.n + MOST, 1);
    int mark = mark_of(bytes);
    if (strcmp(form, latin1) == 0) {
        *n = of_latin1(bytes, out);
    } else if (mark) {
        *n = of_utf16(bytes, mark == 'b', out);
    } else {
        if (bytes.n > 0) memcpy(out, bytes.p, bytes.n);
        *n = bytes.n;
    }
    while (*n > 0 && out[*n - 1] == 0) --*n;
    return out;
}
