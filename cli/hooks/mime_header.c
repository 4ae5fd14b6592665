/* mime_header.c - see mime_header.h. */
#include "mime_header.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "mem.h"
#include "mime_decode.h"

enum { PIECES_MOST = 64 };

bool mime_same(hp_str text, const char *word) {
    return text.n == strlen(word) && (text.n == 0 || strncasecmp(text.p, word, text.n) == 0);
}

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static hp_str trim(hp_str s) {
    while (s.n > 0 && is_blank(s.p[s.n - 1])) s.n--;
    while (s.n > 0 && is_blank(*s.p)) s.p++, s.n--;
    return s;
}

/* Takes a line off the front, without its end. */
static hp_str take_line(hp_str *rest) {
    const char *newline = memchr(rest->p, '\n', rest->n);
    hp_str line = {rest->p, newline ? (size_t)(newline - rest->p) : rest->n};
    size_t taken = newline ? line.n + 1 : line.n;
    rest->p += taken, rest->n -= taken;
    if (line.n > 0 && line.p[line.n - 1] == '\r') line.n--;
    return line;
}

/* "Name: value" */
static bool is_field(hp_str line) {
    const char *colon = memchr(line.p, ':', line.n);
    if (!colon || colon == line.p) return false;
    for (const char *p = line.p; p < colon; p++)
        if (*p < 33 || *p > 126) return p > line.p && trim((hp_str){p, (size_t)(colon - p)}).n == 0;
    return true;
}

bool mime_headers(hp_str *entity, hp_str *headers) {
    *headers = (hp_str){entity->p, 0};
    bool first = true;
    while (entity->n > 0) {
        hp_str line = take_line(entity);
        if (line.n == 0) return true;
        bool folded = line.p[0] == ' ' || line.p[0] == '\t';
        if ((folded && first) || (!folded && !is_field(line)) || memchr(line.p, '\r', line.n)) return false;
        headers->n = (size_t)(entity->p - headers->p);
        first = false;
    }
    return true;
}

bool mime_header(hp_str headers, const char *name, size_t at, output *value) {
    bool wanted = false, found = false;
    out_clear(value);
    while (headers.n > 0) {
        hp_str line = take_line(&headers);
        if (line.n > 0 && (line.p[0] == ' ' || line.p[0] == '\t')) {
            if (wanted) out_str(value, line);
            continue;
        }
        if (found) break;
        const char *colon = memchr(line.p, ':', line.n);
        size_t n = colon ? (size_t)(colon - line.p) : 0;
        wanted = colon && mime_same(trim((hp_str){line.p, n}), name) && at-- == 0;
        if (wanted) out_bytes(value, colon + 1, line.n - n - 1);
        found = found || wanted;
    }
    return found;
}

hp_str mime_token(hp_str value) {
    const char *end = value.n ? memchr(value.p, ';', value.n) : NULL;
    return trim((hp_str){value.p, end ? (size_t)(end - value.p) : value.n});
}

/* ---- parameters -------------------------------------------------------------------------------------------------- */

/* Takes "; name=value" off the front; the value unquoted. false: there are no more. */
static bool take_parameter(hp_str *rest, hp_str *name, output *value) {
    const char *semicolon = rest->n ? memchr(rest->p, ';', rest->n) : NULL;
    if (!semicolon) return false;
    const char *p = semicolon + 1, *end = rest->p + rest->n, *start = p;
    while (p < end && *p != '=' && *p != ';') p++;
    *name = trim((hp_str){start, (size_t)(p - start)});
    out_clear(value);
    if (p < end && *p == '=') p++;
    while (p < end && is_blank(*p)) p++;
    bool quoted = p < end && *p == '"';
    if (quoted) p++;
    for (; p < end && (quoted ? *p != '"' : *p != ';'); p++) {
        if (quoted && *p == '\\' && p + 1 < end) p++;
        out_char(value, *p);
    }
    if (!quoted) value->n = trim(out_view(value)).n;
    rest->n = (size_t)(end - p), rest->p = p;
    return true;
}

static bool find_parameter(hp_str value, const char *name, output *out) {
    hp_str key;
    while (take_parameter(&value, &key, out))
        if (mime_same(key, name)) return true;
    out_clear(out);
    return false;
}

/* charset'language'%41%42 */
static bool split_extended(hp_str text, hp_str *charset, hp_str *rest) {
    const char *first = text.n ? memchr(text.p, '\'', text.n) : NULL;
    const char *second = first ? memchr(first + 1, '\'', (size_t)(text.p + text.n - first - 1)) : NULL;
    if (!second) return false;
    *charset = (hp_str){text.p, (size_t)(first - text.p)};
    *rest = (hp_str){second + 1, (size_t)(text.p + text.n - second - 1)};
    return true;
}

/* name*=..., or name*0=... name*1*=... until one is missing; `charset` is kept for the pieces behind the first. */
static bool read_pieces(hp_str value, const char *name, output *bytes, output *charset, bool *broken) {
    output piece = OUT_MEMORY;
    char key[64];
    bool any = false;
    for (int i = -1; i < PIECES_MOST; i++) {
        char number[16] = "";
        if (i >= 0) snprintf(number, sizeof number, "*%d", i);
        snprintf(key, sizeof key, "%s%s*", name, number);
        bool extended = find_parameter(value, key, &piece);
        snprintf(key, sizeof key, "%s%s", name, number);
        bool plain = !extended && i >= 0 && find_parameter(value, key, &piece);
        hp_str text = out_view(&piece), set;
        if (extended && i <= 0) {
            if (split_extended(text, &set, &text))
                out_str(charset, set);
            else
                *broken = true;
        }
        if (extended)
            mime_percent(text, bytes);
        else if (plain)
            out_str(bytes, text);
        else if (i >= 0)
            break;
        any = any || extended || plain;
        if (extended && i < 0) break;
    }
    out_free(&piece);
    return any;
}

bool mime_parameter(hp_str value, const char *name, output *out, bool *broken) {
    output bytes = OUT_MEMORY, charset = OUT_MEMORY;
    out_clear(out);
    *broken = false;
    bool found = read_pieces(value, name, &bytes, &charset, broken);
    if (found) {
        if (!mime_to_utf8(out_view(&bytes), out_view(&charset), out)) *broken = true;
    } else if (find_parameter(value, name, &bytes)) {
        found = true; /* encoded words do not belong here, and stand here all the same */
        if (!mime_words(out_view(&bytes), out)) *broken = true;
    }
    out_free(&bytes);
    out_free(&charset);
    return found;
}

/* ---- encoded words ----------------------------------------------------------------------------------------------- */

/* =?charset?B?text?= at the front of a text: its length, 0 where there is none. */
static size_t encoded_word(hp_str s, hp_str *charset, char *encoding, hp_str *text) {
    if (s.n < 8 || memcmp(s.p, "=?", 2) != 0) return 0;
    const char *end = s.p + s.n, *set = s.p + 2, *mark = memchr(set, '?', (size_t)(end - set));
    if (!mark || end - mark < 5 || mark[2] != '?') return 0;
    const char *body = mark + 3, *close = memmem(body, (size_t)(end - body), "?=", 2);
    if (!close || memchr(set, ' ', (size_t)(mark - set)) || memchr(body, ' ', (size_t)(close - body))) return 0;
    *charset = (hp_str){set, (size_t)(mark - set)};
    const char *language = memchr(set, '*', charset->n); /* RFC 2231: charset*language */
    if (language) charset->n = (size_t)(language - set);
    *encoding = (char)(mark[1] | 32);
    *text = (hp_str){body, (size_t)(close - body)};
    return (size_t)(close + 2 - s.p);
}

static bool decode_word(hp_str charset, char encoding, hp_str text, output *out) {
    output bytes = OUT_MEMORY;
    bool ok = encoding == 'b' || encoding == 'q';
    if (encoding == 'b') mime_base64(text, &bytes);
    if (encoding == 'q') mime_quoted(text, true, &bytes);
    ok = ok && mime_to_utf8(out_view(&bytes), charset, out);
    out_free(&bytes);
    return ok;
}

bool mime_words(hp_str value, output *out) {
    bool after_word = false, ok = true;
    value = trim(value);
    for (size_t i = 0; i < value.n;) {
        hp_str rest = {value.p + i, value.n - i}, charset, text;
        char encoding;
        size_t blanks = 0;
        while (blanks < rest.n && is_blank(rest.p[blanks])) blanks++;
        hp_str behind = {rest.p + blanks, rest.n - blanks};
        size_t n = encoded_word(behind, &charset, &encoding, &text);
        if (n && (blanks == 0 || after_word)) { /* blanks between two encoded words are not part of the text */
            ok = decode_word(charset, encoding, text, out) && ok;
            i += blanks + n;
            after_word = true;
        } else {
            out_char(out, value.p[i++]);
            after_word = false;
        }
    }
    return ok;
}
