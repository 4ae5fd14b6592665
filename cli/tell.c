/* tell.c - see tell.h. */
#include "tell.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "fd.h"
#include "utf8.h"

enum { MESSAGE_BYTES = 4096 }; /* a message with two long paths in it */

/* Puts "?" for whatever must not reach a terminal, in place; returns the bytes that are left. */
static size_t clean(char *text, size_t n) {
    hp_str given = {text, n};
    size_t used = 0;
    for (size_t i = 0, step; i < n; i += step) {
        uint32_t c = utf8_next(given, i, &step);
        if (utf8_unsafe(c))
            text[used++] = '?';
        else
            for (size_t k = 0; k < step; k++) text[used++] = text[i + k];
    }
    return used;
}

void tell(const char *format, ...) {
    static const char who[] = "hallpass: ";
    char text[MESSAGE_BYTES];
    size_t n = sizeof(who) - 1;
    memcpy(text, who, n);
    va_list args;
    va_start(args, format);
    int more = vsnprintf(text + n, sizeof(text) - n - 1, format, args);
    va_end(args);
    if (more < 0) return;
    size_t end = n + (size_t)more;
    if (end > sizeof(text) - 2) end = sizeof(text) - 2;
    end = clean(text, end);
    text[end++] = '\n';
    (void)!fd_write(STDERR_FILENO, text, end); /* when nobody listens, nobody needs to know */
}
