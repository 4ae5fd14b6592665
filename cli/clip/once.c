/* once.c - what is on the clipboard now, for a terminal or a keyboard shortcut. */
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clip.h"
#include "clock.h"
#include "fd.h"
#include "mem.h"
#include "messages.h"
#include "programs.h"
#include "status.h"
#include "tell.h"

enum { CHECK_MS = 60000 /* a check ends itself far earlier */ };

/* ---- the report ----------------------------------------------------------------------------------------------- */

/* "hallpass check -" prints it; the text goes through a pipe. */
static int report(const clip_options *o, hp_str text, const char *input) {
    size_t count = 0;
    while (o->check[count]) count++;
    const char **argv = mem_new(count + 5, sizeof(*argv));
    char *path = program_path(NULL);
    argv[0] = path, argv[1] = "check", argv[2] = "-", argv[3] = input;
    memcpy(argv + 4, o->check, count * sizeof(*argv));
    child c;
    int status = -1;
    if (child_start(argv, CHILD_WRITE, &c)) {
        (void)fd_write(c.in, text.p, text.n); /* one that ended early has said why */
        status = child_wait(&c, clock_ms() + CHECK_MS);
    }
    free(argv);
    free(path);
    return status < 0 ? STATUS_UNCHECKED : status;
}

static void say(int fd, const char *text) {
    output to = OUT_TO(fd);
    out_z(&to, text);
    out_char(&to, '\n');
    out_flush(&to);
    out_free(&to);
}

/* The HTML of a copy mostly says the same again: it is shown only where it holds more. */
static int report_all(const clip_options *o, const copy *c) {
    int status = c->text.p ? report(o, c->text, "--input=text") : STATUS_CLEAN;
    if (c->html_too_large) {
        say(STDOUT_FILENO, "");
        say(STDOUT_FILENO, message_text(MESSAGE_CLIP_FORMATTED));
        say(STDOUT_FILENO, message_text(MESSAGE_CLIP_LARGE));
        return status_worse(status, STATUS_UNCHECKED);
    }
    if (!c->html.p) return status;
    answer both = {.formatting_only = true};
    asker *a = c->text.p ? asker_new(o->check) : NULL;
    if (a) asker_ask(a, c, &both);
    if (both.formatting_only || both.broken || !both.complete) {
        if (c->text.p) say(STDOUT_FILENO, "");
        if (c->text.p) say(STDOUT_FILENO, message_text(MESSAGE_CLIP_FORMATTED));
        status = status_worse(status, report(o, c->html, "--input=html"));
    }
    answer_free(&both);
    if (a) asker_free(a);
    return status;
}

/* ---- the suggested wording ------------------------------------------------------------------------------------ */

/* A process of its own serves the text until the next copy; it keeps nothing open but the display. */
static void serve_on(board *b) {
    if (!b->kind->serving(b) || fork() != 0) return;
    setsid();
    int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    for (int fd = STDIN_FILENO; nothing >= 0 && fd <= STDERR_FILENO; fd++) dup2(nothing, fd);
    for (;;) {
        (void)b->kind->changed(b);
        if (!b->kind->serving(b)) _exit(STATUS_CLEAN);
        struct pollfd p = {.fd = b->fd, .events = POLLIN};
        poll(&p, 1, -1);
    }
}

static int status_of(const answer *a) {
    if (!a->complete) return STATUS_UNCHECKED;
    return a->verdict == HP_VERDICT_HOLD ? STATUS_FOUND : STATUS_CLEAN;
}

static void show(const clip_options *o, const char *heading, const char *body, bool grave) {
    if (!o->notify) {
        output to = OUT_TO(STDOUT_FILENO);
        out_z(&to, heading);
        out_z(&to, *body ? ". " : "");
        out_z(&to, body);
        out_char(&to, '\n');
        out_flush(&to);
        out_free(&to);
        return;
    }
    notice n = NOTICE_INIT;
    notice_show(&n, heading, body, 0, grave);
    if (notice_fd(&n) < 0) tell("notices need notify-send (package libnotify-bin)");
    enum { SHOWN_MS = 300 }; /* until the desktop has it */
    struct pollfd p = {.fd = notice_fd(&n), .events = POLLIN};
    if (poll(&p, 1, SHOWN_MS) > 0 && notice_take(&n) == NOTICE_FAILED)
        tell("the notice could not be shown: no notification service answers");
    notice_close(&n);
}

static int answer_in_a_line(const clip_options *o, board *b, const copy *c) {
    char *heading, *body;
    answer a;
    asker *asked = asker_new(o->check);
    asker_ask(asked, c, &a);
    int status = status_of(&a);
    bool replace = o->replace && a.verdict != HP_PASS && a.complete;
    if (replace)
        status = clip_replace(b, asked, &a, c, &heading, &body) ? STATUS_CLEAN : STATUS_FOUND;
    else
        clip_word(&a, c->html_too_large, &heading, &body);
    asker_free(asked);
    if (replace) serve_on(b);
    show(o, heading, body, a.verdict == HP_VERDICT_HOLD);
    free(heading);
    free(body);
    answer_free(&a);
    return status;
}

/* ---- */

static int status_unread(copy_state state) {
    return state == COPY_OWN ? STATUS_CLEAN : state == COPY_NOTHING ? STATUS_WRONG : STATUS_UNCHECKED;
}

static int check_copy(const clip_options *o, board *b) {
    copy c;
    copy_state state = copy_read(b, &c);
    if (state != COPY_READ) {
        if (o->notify)
            show(o, clip_why_unread(state), "", false);
        else
            say(STDERR_FILENO, clip_why_unread(state));
        return status_unread(state);
    }
    int status = o->replace || o->notify ? answer_in_a_line(o, b, &c) : report_all(o, &c);
    copy_free(&c);
    return status;
}

int clip_once(const clip_options *o) {
    const char *note;
    board *b = board_open(&note);
    if (!b) return STATUS_WRONG;
    int status = check_copy(o, b);
    if (o->pause) {
        char line[64];
        say(STDOUT_FILENO, "");
        say(STDOUT_FILENO, message_text(MESSAGE_CLIP_CLOSE));
        (void)fd_read(STDIN_FILENO, line, sizeof line);
    }
    if (!b->kind->serving(b)) b->kind->close(b);
    return status;
}
