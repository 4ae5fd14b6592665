/* json_out.c - see json_out.h. */
#include "json_out.h"

#include <string.h>

#include "mem.h"
#include "utf8.h"

static void new_line(json_out *j) {
    out_char(j->to, '\n');
    out_fill(j->to, "  ", (size_t)j->depth);
}

/* What stands before a value or key: a comma, a line of its own. */
static void lead(json_out *j) {
    if (j->keyed) {
        j->keyed = false;
        return;
    }
    if (j->started) out_char(j->to, ',');
    if (j->pretty && j->depth > 0) new_line(j);
    j->started = true;
}

void json_put_open(json_out *j, char bracket) {
    lead(j);
    out_char(j->to, bracket);
    j->depth++;
    j->started = false;
}

void json_put_close(json_out *j, char bracket) {
    j->depth--;
    if (j->pretty && j->started) new_line(j);
    out_char(j->to, bracket);
    j->started = true;
}

static void quoted(output *to, hp_str s) {
    static const char hex[] = "0123456789abcdef";
    out_char(to, '"');
    size_t kept = 0; /* everything before it is written */
    for (size_t i = 0, n; i < s.n; i += n) {
        uint32_t c = utf8_next(s, i, &n);
        /* U+2028 and U+2029 end a line for some readers of JSON Lines */
        bool plain = !utf8_unsafe(c) && c != '"' && c != '\\' && c != 0x2028 && c != 0x2029;
        if (plain) continue;
        out_bytes(to, s.p + kept, i - kept);
        kept = i + n;
        if (c == '"' || c == '\\') {
            out_char(to, '\\');
            out_char(to, (char)c);
        } else if (c == '\n') {
            out_z(to, "\\n");
        } else {
            uint32_t unit = c == UTF8_BROKEN ? 0xFFFD : c;
            out_z(to, "\\u");
            for (int shift = 12; shift >= 0; shift -= 4) out_char(to, hex[unit >> shift & 15]);
        }
    }
    out_bytes(to, s.p + kept, s.n - kept);
    out_char(to, '"');
}

void json_put_key(json_out *j, const char *key) {
    lead(j);
    quoted(j->to, view(key));
    out_z(j->to, j->pretty ? ": " : ":");
    j->keyed = true;
}

void json_put_text(json_out *j, hp_str text) {
    lead(j);
    quoted(j->to, text);
}

void json_put_number(json_out *j, int64_t number) {
    lead(j);
    out_number(j->to, number);
}

void json_put_bool(json_out *j, bool value) {
    lead(j);
    out_z(j->to, value ? "true" : "false");
}

void json_put_null(json_out *j) {
    lead(j);
    out_z(j->to, "null");
}

bool json_carries(hp_str text) {
    return utf8_valid_until(text) == text.n && (text.n == 0 || !memchr(text.p, 0, text.n));
}

void json_put_digits(json_out *j, hp_str digits) {
    lead(j);
    out_str(j->to, digits);
}
