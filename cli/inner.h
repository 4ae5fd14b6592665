/* inner.h - the shut-in half of a program that asks, shows or publishes: "hallpass check" of JSON Lines behind two
 * pipes. Or another program that answers in lines, for whoever is shut in itself.
 *
 * The outer half opens, converts and publishes; the inner one gets bytes, never a path, and has entered the sandbox
 * before the first. One draft at a time. */
#ifndef CLI_INNER_H
#define CLI_INNER_H

#include "hallpass.h"

typedef struct inner inner;

/* Starts it with these options of "check" (NULL at the end), beside the formats. NULL: told why. What is wrong with a
 * policy or class list shows at the first question, and is told by the inner half itself. */
inner *inner_start(const char *const *options);

/* Starts "hallpass-NAME" instead, with these arguments alone. NULL: told why. */
inner *inner_start_other(const char *name, const char *const *arguments);

typedef enum inner_answer {
    INNER_REPORT = 0, /* *report holds it */
    INNER_LATE,       /* none within the time; nothing more can be asked */
    INNER_ENDED       /* it is not there any more, or never was */
} inner_answer;

/* Sends one draft, a JSON object on one line without its newline (DESIGN.md section 4), and waits at most `ms`
 * milliseconds for its report, one JSON object without the newline, valid until the next question. */
inner_answer inner_ask(inner *in, hp_str draft, int ms, hp_str *report);

/* Ends it and returns its exit status, as "hallpass check" gives it; STATUS_UNCHECKED when it was killed. */
int inner_stop(inner *in);

/* For an asker that enters the sandbox itself, where nothing can be waited for: the descriptors that it needs there, -1
 * for none; and the end, upon which the other half ends by itself. */
void inner_descriptors(const inner *in, int both[2]);
void inner_leave(inner *in);

#endif
