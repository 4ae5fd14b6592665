/* out.c - see out.h. */
#include "out.h"

#include <stdlib.h>
#include <string.h>

#include "fd.h"
#include "mem.h"
#include "status.h"
#include "tell.h"
#include "utf8.h"

enum { FLUSH_AT = 64 * 1024 };

void out_flush(output *o) {
    if (o->fd < 0) return;
    if (!o->error) o->error = fd_write(o->fd, o->p, o->n);
    o->n = 0;
}

void out_bytes(output *o, const char *p, size_t n) {
    if (n == 0 || o->error) return;
    o->p = mem_grow(o->p, &o->room, o->n + n, 1);
    memcpy(o->p + o->n, p, n);
    o->n += n;
    if (o->fd >= 0 && o->n >= FLUSH_AT) out_flush(o);
}

void out_str(output *o, hp_str s) {
    out_bytes(o, s.p, s.n);
}

void out_z(output *o, const char *s) {
    out_bytes(o, s, strlen(s));
}

void out_char(output *o, char c) {
    out_bytes(o, &c, 1);
}

void out_fill(output *o, const char *s, size_t times) {
    while (times--) out_z(o, s);
}

void out_number(output *o, int64_t number) {
    char digits[24];
    size_t at = sizeof(digits);
    uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    do digits[--at] = (char)('0' + rest % 10);
    while (rest /= 10);
    if (number < 0) digits[--at] = '-';
    out_bytes(o, digits + at, sizeof(digits) - at);
}

static void clean(output *o, hp_str s, bool lines) {
    for (size_t i = 0, n; i < s.n; i += n) {
        uint32_t c = utf8_next(s, i, &n);
        if (c == '\t' || c == '\n')
            out_char(o, lines ? (char)c : ' ');
        else if (c == '\r')
            ; /* the other half of a line end */
        else if (utf8_unsafe(c))
            out_z(o, "\xEF\xBF\xBD");
        else
            out_bytes(o, s.p + i, n);
    }
}

void out_clean(output *o, hp_str s) {
    clean(o, s, false);
}

void out_clean_lines(output *o, hp_str s) {
    clean(o, s, true);
}

void out_clear(output *o) {
    o->n = 0;
}

void out_free(output *o) {
    free(o->p);
    *o = (output){.fd = o->fd, .error = o->error};
}

int out_end(output *o) {
    out_flush(o);
    int error = o->error;
    out_free(o);
    if (error) tell("cannot write: %s", strerror(error));
    return error ? STATUS_WRONG : STATUS_CLEAN;
}

hp_str out_view(const output *o) {
    return (hp_str){o->p, o->n};
}
