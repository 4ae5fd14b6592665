/* child.h - the programs that this one starts: the desktop's own for notices and for Wayland's clipboard, and hallpass.
 *
 * A child ends when this program does (except a detached one), gets no signal mask, handler or descriptor of it beside
 * the three standard ones, and never a word of a draft in its arguments. */
#ifndef CLIP_CHILD_H
#define CLIP_CHILD_H

#include <sys/types.h>

#include "out.h"

typedef struct child {
    pid_t pid; /* 0: none */
    int in;    /* writes to its standard input; -1: it has none */
    int out;   /* reads its standard output; -1: it writes to ours */
} child;

#define CHILD_NONE ((child){0, -1, -1})

typedef enum child_pipes {
    CHILD_WRITE = 1,
    CHILD_READ = 2,
    CHILD_QUIET = 4 /* nothing of standard error */
} child_pipes;

/* Starts argv[0], found in PATH where it has no slash. false: errno says why. */
bool child_start(const char *const *argv, int pipes, child *out);

/* Ends it, if it still runs, and returns its exit status; -1 when a signal ended it or there was none. */
int child_stop(child *c);

/* Waits until it ends, at most until then (clock.h); else ends it. As child_stop. */
int child_wait(child *c, int64_t until_ms);

typedef enum child_end { CHILD_ENDED, CHILD_LATE, CHILD_LARGE } child_end;

/* Gives `input` to a child and takes all that it prints, at most `cap` bytes, until then. CHILD_ENDED: *status. */
child_end child_talk(const char *const *argv, hp_str input, size_t cap, int64_t until_ms, output *into, int *status);

/* Starts a program that outlives this one and needs nothing of it: a terminal's window. false: it cannot be run. */
bool child_detach(const char *const *argv);

/* Whether PATH has it. */
bool child_exists(const char *name);

#endif
