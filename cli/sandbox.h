/* sandbox.h - from here on the process can read what it has open (run.c closes what it does not need), use memory,
 * write its report and end; nothing else.
 *
 * No file can be opened, no socket made, no program started, no memory made executable, no core dump written. The
 * kernel ends a process that tries. Entered before the first byte of a draft is read. */
#ifndef CLI_SANDBOX_H
#define CLI_SANDBOX_H

#include <stdbool.h>
#include <stddef.h>

typedef struct sandbox_needs {
    bool terminal;  /* a terminal's settings must be put back later */
    bool libraries; /* others' code asks for more than it needs, a file or a thread: it is refused, and not ended */
} sandbox_needs;

/* Shuts every thread of the process in. false: the kernel refused and *why says so; nothing has changed then except
 * that core dumps are off and new privileges cannot be gained. */
bool sandbox_enter(sandbox_needs needs, const char **why);

/* The weaker half, for a program that hands drafts on and starts others: neither it nor what it starts from here on can
 * make a socket or send to a new place; those that are open stay. No core dump is written, and no other process of the
 * person can look into this one. false: as above. */
bool sandbox_stay_home(const char **why);

/* Caps what a process that reads others' files may use: bytes of addresses, seconds of the processor and of the clock;
 * it writes no file. One that uses more is ended by the kernel, or gets no memory. */
bool sandbox_bound(size_t memory, unsigned cpu_seconds, unsigned seconds);

#endif
