/* notice.c - see notice.h. */
#include "notice.h"

#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "fd.h"
#include "mem.h"
#include "messages.h"

enum { SAID_BYTES = 4096, BRIEF_MS = 12000, GRAVE_MS = 30000, END_MS = 500 };

static const char show_name[] = "show", use_name[] = "use";

/* A notice's body is markup. */
static char *escaped(const char *text) {
    output o = OUT_MEMORY;
    for (; *text; text++) {
        if (*text == '&')
            out_z(&o, "&amp;");
        else if (*text == '<')
            out_z(&o, "&lt;");
        else if (*text == '>')
            out_z(&o, "&gt;");
        else
            out_char(&o, *text);
    }
    out_char(&o, 0);
    return o.p;
}

void notice_show(notice *n, const char *heading, const char *body, int actions, bool grave) {
    notice_close(n);
    char *expire = mem_text("--expire-time=%d", grave ? GRAVE_MS : BRIEF_MS);
    char *show = mem_text("--action=%s=%s", show_name, message_text(MESSAGE_CLIP_SHOW));
    char *use = mem_text("--action=%s=%s", use_name, message_text(MESSAGE_CLIP_USE));
    char *marked_up = escaped(body);
    /* The hints are the ways of different desktops to say "in the place of the last one". */
    const char *argv[16] = {"notify-send",
                            "--app-name=hallpass",
                            "--icon=dialog-warning",
                            "--transient",
                            "--hint=string:x-canonical-private-synchronous:hallpass",
                            "--hint=string:x-dunst-stack-tag:hallpass",
                            expire,
                            "--wait"};
    size_t at = 8;
    if (actions & NOTICE_SHOW) argv[at++] = show;
    if (actions & NOTICE_USE) argv[at++] = use;
    argv[at++] = "--";
    argv[at++] = heading;
    argv[at] = marked_up;
    if (!child_start(argv, CHILD_READ | CHILD_QUIET, &n->shown)) n->shown = CHILD_NONE;
    free(expire), free(show), free(use), free(marked_up);
}

int notice_fd(const notice *n) {
    return n->shown.out;
}

static bool said(const notice *n, const char *name) {
    size_t k = strlen(name);
    return n->said.n == k + 1 && memcmp(n->said.p, name, k) == 0;
}

notice_action notice_take(notice *n) {
    char step[256];
    ssize_t got = fd_read(n->shown.out, step, sizeof step);
    if (got > 0 && n->said.n < SAID_BYTES) out_bytes(&n->said, step, (size_t)got);
    if (got > 0) return NOTICE_NONE;
    int status = child_wait(&n->shown, clock_ms() + END_MS);
    notice_action chosen = status != 0          ? NOTICE_FAILED
                           : said(n, show_name) ? NOTICE_SHOW
                           : said(n, use_name)  ? NOTICE_USE
                                                : NOTICE_NONE;
    out_free(&n->said);
    return chosen;
}

void notice_close(notice *n) {
    (void)child_stop(&n->shown);
    out_free(&n->said);
}
