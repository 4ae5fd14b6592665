/* watch.c - stays and tells of each copied draft that had better not be posted as it is.
 *
 * Nothing of a copy is kept but a digest of the last one: whoever wants to see the report, or to have the suggested
 * wording, gets it of what is on the clipboard then. Without copies nothing runs: poll waits without a time. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "clip.h"
#include "clock.h"
#include "digest.h"
#include "mem.h"
#include "messages.h"
#include "programs.h"
#include "status.h"
#include "tell.h"
#include "worth.h"

enum {
    QUIET_MS = 80,   /* a burst of copies is one: the last counts */
    BURST_MS = 800,  /* but not longer than this */
    REST_MS = 60000, /* without a copy, until the shut-in half ends */
    SAME_MS = 60000  /* a clipboard manager copies again what was copied: not told twice */
};

typedef struct watch {
    const clip_options *o;
    board *b;
    asker *a;
    notice n;
    int64_t first, due;     /* of a burst: when it began, when it is looked at; 0: there is none */
    int64_t rest;           /* when the shut-in half ends; 0: it has */
    char told[DIGEST_TEXT]; /* the copy of the last notice */
    char put[DIGEST_TEXT];  /* the wording that was put there last, for a clipboard without marks */
    int64_t told_at;
    bool terminal; /* somebody reads standard error */
    bool failure_told;
} watch;

/* ---- notices -------------------------------------------------------------------------------------------------- */

static const char *const terminals[][2] = {{"xdg-terminal-exec", NULL}, {"x-terminal-emulator", "-e"}, {"xterm", "-e"}};
enum { TERMINALS = sizeof(terminals) / sizeof(terminals[0]) };

static size_t find_terminal(void) {
    size_t i = 0;
    while (i < TERMINALS && !child_exists(terminals[i][0])) i++;
    return i;
}

/* A window with the report of what is copied now. */
static void show_report(const watch *w) {
    size_t terminal = find_terminal(), count = 0, at = 0;
    if (terminal == TERMINALS) return;
    while (w->o->check[count]) count++;
    const char **argv = mem_new(count + 6, sizeof(*argv));
    char *path = program_path("clip");
    argv[at++] = terminals[terminal][0];
    if (terminals[terminal][1]) argv[at++] = terminals[terminal][1];
    argv[at++] = path, argv[at++] = "--once", argv[at++] = "--pause";
    memcpy(argv + at, w->o->check, count * sizeof(*argv));
    if (!child_detach(argv)) tell("cannot run \"%s\"", argv[0]);
    free(argv);
    free(path);
}

static void show(watch *w, const char *heading, const char *body, int actions, bool grave) {
    if (w->terminal) tell("%s%s%s", heading, *body ? ": " : "", body);
    notice_show(&w->n, heading, body, actions, grave);
}

static void tell_failure(watch *w) {
    if (!w->failure_told) tell("a notice could not be shown: no notification service answers");
    w->failure_told = true;
}

/* ---- one copy ------------------------------------------------------------------------------------------------- */

static bool is_worth(const watch *w, const copy *c) {
    if (!c->text.p) return true; /* HTML alone: whoever wrote it knows */
    if (w->o->everything) return worth_words(c->text) > 0;
    return worth_of(c->text, w->o->least_words) == WORTH_CHECKING;
}

static void digest_copy(const copy *c, char out[DIGEST_TEXT]) {
    digest_of(c->text.p ? c->text : c->html, out);
}

static bool told_already(const watch *w, const char sum[DIGEST_TEXT]) {
    return strcmp(sum, w->told) == 0 && clock_ms() < w->told_at + SAME_MS;
}

static void tell_answer(watch *w, const answer *a, const copy *c, const char sum[DIGEST_TEXT]) {
    if (a->verdict == HP_PASS) return;
    if (a->complete && (int)a->verdict < (int)w->o->tell_from) return;
    char *heading, *body;
    int actions = find_terminal() < TERMINALS ? NOTICE_SHOW : 0;
    if (w->o->replace && a->rewrite) actions |= NOTICE_USE;
    clip_word(a, c->html_too_large, &heading, &body);
    show(w, heading, body, actions, a->verdict == HP_VERDICT_HOLD);
    free(heading);
    free(body);
    memcpy(w->told, sum, DIGEST_TEXT);
    w->told_at = clock_ms();
}

static void check_copy(watch *w) {
    copy c;
    char sum[DIGEST_TEXT];
    copy_state state = copy_read(w->b, &c);
    if (state == COPY_LATE || state == COPY_LARGE)
        show(w, message_text(MESSAGE_CLIP_UNCHECKED), clip_why_unread(state), 0, false);
    if (state != COPY_READ) return; /* one that came in between is looked at next */
    digest_copy(&c, sum);
    if (is_worth(w, &c) && !told_already(w, sum) && strcmp(sum, w->put) != 0) {
        answer a;
        asker_ask(w->a, &c, &a);
        tell_answer(w, &a, &c, sum);
        answer_free(&a);
        w->rest = clock_ms() + REST_MS;
    }
    copy_free(&c);
}

/* The person wants the suggested wording of the copy that the notice was about: if it is still there. */
static void use_wording(watch *w) {
    copy c;
    char sum[DIGEST_TEXT] = "", *heading = NULL, *body = NULL;
    copy_state state = copy_read(w->b, &c);
    if (state == COPY_READ) digest_copy(&c, sum);
    if (state != COPY_READ || strcmp(sum, w->told) != 0) {
        show(w, message_text(MESSAGE_CLIP_GONE), "", 0, false);
    } else {
        answer a;
        asker_ask(w->a, &c, &a);
        if (clip_replace(w->b, w->a, &a, &c, &heading, &body) && !w->b->marks)
            digest_of((hp_str){a.rewrite, a.rewrite_bytes}, w->put);
        show(w, heading, body, 0, false);
        answer_free(&a);
        w->rest = clock_ms() + REST_MS;
    }
    free(heading);
    free(body);
    if (state == COPY_READ) copy_free(&c);
}

/* ---- waiting -------------------------------------------------------------------------------------------------- */

static int stop_pipe[2] = {-1, -1};

static void on_signal(int number) {
    (void)number;
    int error = errno;
    (void)!write(stop_pipe[1], "", 1);
    errno = error;
}

static bool catch_signals(void) {
    struct sigaction stop = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
    if (pipe2(stop_pipe, O_CLOEXEC | O_NONBLOCK) != 0) return false;
    sigaction(SIGTERM, &stop, NULL);
    sigaction(SIGINT, &stop, NULL);
    sigaction(SIGHUP, &stop, NULL);
    return true;
}

static int next_wait(const watch *w) {
    int64_t until = w->due && (!w->rest || w->due < w->rest) ? w->due : w->rest;
    return until ? clock_left(until) : -1;
}

static void note_copy(watch *w) {
    int64_t now = clock_ms();
    if (!w->due) w->first = now;
    w->due = now + QUIET_MS;
    if (w->due > w->first + BURST_MS) w->due = w->first + BURST_MS;
}

static void take_choice(watch *w) {
    notice_action chosen = notice_take(&w->n);
    if (chosen == NOTICE_SHOW) show_report(w);
    if (chosen == NOTICE_USE) use_wording(w);
    if (chosen == NOTICE_FAILED) tell_failure(w);
}

static int watch_on(watch *w) {
    for (;;) {
        if (w->b->kind->changed(w->b)) note_copy(w);
        if (w->b->has_gone) {
            tell("wl-paste has ended, so nothing is watched any more");
            return STATUS_WRONG;
        }
        struct pollfd fds[] = {{.fd = w->b->fd, .events = POLLIN},
                               {.fd = stop_pipe[0], .events = POLLIN},
                               {.fd = notice_fd(&w->n), .events = POLLIN}};
        int n = poll(fds, 3, next_wait(w));
        int64_t now = clock_ms();
        if (n > 0 && fds[1].revents) return STATUS_CLEAN;
        if (n > 0 && fds[2].revents) take_choice(w);
        if (n > 0 && fds[0].revents) continue;
        if (w->due && now >= w->due) {
            w->due = 0;
            check_copy(w);
        } else if (w->rest && now >= w->rest) {
            w->rest = 0;
            asker_rest(w->a);
        }
    }
}

/* ---- beginning ------------------------------------------------------------------------------------------------ */

/* One watcher a display: a lock on an empty file, held until the program ends. -1: there is one already, told. */
static int take_lock(void) {
    const char *folder = getenv("XDG_RUNTIME_DIR"), *wayland = getenv("WAYLAND_DISPLAY"), *x11 = getenv("DISPLAY");
    const char *display = wayland && *wayland ? wayland : x11 ? x11 : "";
    if (!folder || folder[0] != '/') {
        tell("XDG_RUNTIME_DIR is not set, so whether another watcher runs is not known");
        return STDIN_FILENO;
    }
    char *path = mem_text("%s/hallpass-clip-%s.lock", folder, display);
    for (char *p = path + strlen(folder) + 1; *p; p++)
        if (*p == '/') *p = '_'; /* a display may be named by a path */
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600), error = errno;
    if (fd < 0) tell("cannot make \"%s\": %s", path, strerror(error));
    if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) != 0) {
        tell("the clipboard of this display is watched already; \"hallpass clip --once\" checks what is copied now");
        close(fd);
        fd = -1;
    }
    free(path);
    return fd;
}

static int watch_board(const clip_options *o) {
    const char *note;
    watch w = {.o = o, .n = NOTICE_INIT, .terminal = isatty(STDERR_FILENO)};
    w.a = asker_new(o->check);
    w.b = asker_ready(w.a) ? board_open(&note) : NULL;
    int status = STATUS_WRONG;
    if (w.b) {
        if (note) tell("%s; it is watched through Xwayland, which is told of each copy", note);
        if (w.terminal) tell("watching the clipboard; Ctrl-C ends it");
        w.rest = clock_ms() + REST_MS;
        status = watch_on(&w);
        w.b->kind->close(w.b);
    }
    notice_close(&w.n);
    asker_free(w.a);
    return status;
}

int clip_watch(const clip_options *o) {
    if (!child_exists("notify-send")) {
        tell("notices need notify-send: install the package libnotify-bin, or use \"hallpass clip --once\"");
        return STATUS_WRONG;
    }
    digest_start();
    if (take_lock() < 0 || !catch_signals()) return STATUS_WRONG;
    return watch_board(o);
}
