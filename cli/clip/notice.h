/* notice.h - the desktop's notices (org.freedesktop.Notifications), by notify-send of the package libnotify-bin.
 *
 * What is shown may be kept by the desktop, so it never holds a word of a draft: verdicts, counts, titles of rules. */
#ifndef CLIP_NOTICE_H
#define CLIP_NOTICE_H

#include "child.h"

typedef enum notice_action { NOTICE_NONE = 0, NOTICE_SHOW = 1, NOTICE_USE = 2, NOTICE_FAILED = 4 } notice_action;

typedef struct notice {
    child shown; /* waits for the answer of the last one */
    output said; /* what it has printed */
} notice;

#define NOTICE_INIT ((notice){.shown = CHILD_NONE, .said = OUT_MEMORY})

/* Shows a notice in the place of the last one, offering these actions (NOTICE_SHOW | NOTICE_USE), and does not wait.
 * `grave`: it stays longer. */
void notice_show(notice *n, const char *heading, const char *body, int actions, bool grave);

/* Readable when notice_take should be called; -1: nothing is waited for. */
int notice_fd(const notice *n);

/* What the person chose; NOTICE_FAILED: the notice could not be shown. */
notice_action notice_take(notice *n);

void notice_close(notice *n);

#endif
