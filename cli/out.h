/* out.h - bytes on their way to a file descriptor, or kept in memory.
 *
 * Invariants: `n` bytes wait at `p`; with fd >= 0 they are written when many are waiting and at out_flush; with fd < 0
 * they stay until out_clear. After a failed write `error` is its errno and everything later is dropped. */
#ifndef CLI_OUT_H
#define CLI_OUT_H

#include "hallpass.h"

typedef struct output {
    char *p;
    size_t n, room;
    int fd;
    int error;
} output;

#define OUT_TO(descriptor) ((output){.fd = (descriptor)})
#define OUT_MEMORY ((output){.fd = -1})

void out_bytes(output *o, const char *p, size_t n);
void out_str(output *o, hp_str s);
void out_z(output *o, const char *s);
void out_char(output *o, char c);
void out_fill(output *o, const char *s, size_t times);
void out_number(output *o, int64_t number);
/* Text from a file or a draft, fit for a terminal: control characters, bidirectional overrides and broken UTF-8 become
 * U+FFFD, a tab or newline becomes a space. */
void out_clean(output *o, hp_str s);
/* The same with tabs and newlines kept. */
void out_clean_lines(output *o, hp_str s);

void out_flush(output *o);
void out_clear(output *o);
void out_free(output *o);
/* Writes what waits and frees it. STATUS_WRONG when it could not be written, which is told; else STATUS_CLEAN. */
int out_end(output *o);
hp_str out_view(const output *o);

#endif
