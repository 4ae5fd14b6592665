/* status.h - what the program's exit status means. The worst of several inputs counts: 2 beats 3 beats 1 beats 0. */
#ifndef CLI_STATUS_H
#define CLI_STATUS_H

enum {
    STATUS_CLEAN = 0,    /* nothing at or above --fail-on */
    STATUS_FOUND = 1,    /* findings at or above it */
    STATUS_WRONG = 2,    /* wrong usage, unreadable input, a bad rule or policy file, no way to write the report */
    STATUS_UNCHECKED = 3 /* not fully checked */
};

static inline int status_worse(int a, int b) {
    static const int rank[] = {[STATUS_CLEAN] = 0, [STATUS_FOUND] = 1, [STATUS_UNCHECKED] = 2, [STATUS_WRONG] = 3};
    return rank[a] >= rank[b] ? a : b;
}

#endif
