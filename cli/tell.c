/* tell.c - see tell.h. */
#include "tell.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "fd.h"

enum { MESSAGE_BYTES = 4096 }; /* a message with two long paths in it */

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
    for (size_t i = n; i < end; i++)
        if ((unsigned char)text[i] < 0x20 || text[i] == 0x7f) text[i] = '?';
    text[end++] = '\n';
    (void)!fd_write(STDERR_FILENO, text, end); /* when nobody listens, nobody needs to know */
}
