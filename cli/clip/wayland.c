/* wayland.c - see wayland.h.
 *
 * "wl-paste --watch echo" prints a line for each copy; what it is, is asked for afterwards, its forms first. With
 * "--type text" no picture is fetched to be thrown away. (The text of each copy goes into a pipe that echo never reads:
 * wl-paste cannot be told to leave that out.) */
#include "wayland.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "child.h"
#include "clock.h"
#include "mem.h"

enum { NAME_BYTES = 64 * 1024, REFUSAL_MS = 400 };

typedef struct wayland {
    board base;
    child watcher;
} wayland;

static bool changed(board *b) {
    wayland *w = (wayland *)b;
    char lines[256];
    bool any = false;
    for (;;) {
        ssize_t got = read(w->watcher.out, lines, sizeof lines);
        if (got > 0) any = true;
        if (got == 0) w->base.has_gone = true;
        if (got <= 0 && !(got < 0 && errno == EINTR)) return any;
    }
}

/* wl-paste ends with 1 when there is nothing, or not in that form. */
static board_status paste(const char *const *argv, size_t cap, int64_t until_ms, output *into) {
    int status;
    child_end end = child_talk(argv, (hp_str){"", 0}, cap, until_ms, into, &status);
    if (end == CHILD_ENDED) return status == 0 ? BOARD_OK : BOARD_NOTHING;
    return end == CHILD_LATE ? BOARD_LATE : BOARD_LARGE;
}

static board_status read_names(board *b, int64_t until_ms, board_names *out) {
    (void)b;
    static const char *const argv[] = {"wl-paste", "--list-types", NULL};
    output lines = OUT_MEMORY;
    *out = (board_names){.count = 0};
    board_status status = paste(argv, NAME_BYTES, until_ms, &lines);
    out_char(&lines, 0);
    for (char *p = lines.p; status == BOARD_OK && *p && out->count < BOARD_NAMES;) {
        size_t n = strcspn(p, "\n");
        if (n > 0) out->list[out->count++] = mem_text("%.*s", (int)n, p);
        p += n;
        p += *p == '\n';
    }
    out_free(&lines);
    return status;
}

static board_status read_form(board *b, const char *name, size_t cap, int64_t until_ms, output *into) {
    (void)b;
    const char *argv[] = {"wl-paste", "--no-newline", "--type", name, NULL};
    return paste(argv, cap, until_ms, into);
}

/* wl-copy goes into the background when it owns the clipboard, and ends with the next copy. */
static bool put(board *b, hp_str text) {
    (void)b;
    enum { WAIT_MS = 2000 };
    static const char *const argv[] = {"wl-copy", "--type", "text/plain;charset=utf-8", NULL};
    child c;
    if (!child_start(argv, CHILD_WRITE | CHILD_QUIET, &c)) return false;
    fcntl(c.in, F_SETFL, O_NONBLOCK);
    int64_t until = clock_ms() + WAIT_MS;
    while (text.n > 0) {
        ssize_t wrote = write(c.in, text.p, text.n);
        if (wrote > 0) text.p += wrote, text.n -= (size_t)wrote;
        if (wrote < 0 && errno != EAGAIN && errno != EINTR) break;
        struct pollfd p = {.fd = c.in, .events = POLLOUT};
        if (wrote < 0 && poll(&p, 1, clock_left(until)) <= 0) break;
    }
    return child_wait(&c, until) == 0 && text.n == 0;
}

static bool serving(board *b) {
    (void)b;
    return false;
}

static void close_watcher(board *b) {
    wayland *w = (wayland *)b;
    child_stop(&w->watcher);
    free(w);
}

static const board_kind kind = {changed, read_names, read_form, put, serving, close_watcher};

/* A compositor that does not let it watch shows by wl-paste's ending at once. */
static bool is_refused(const child *c) {
    struct pollfd p = {.fd = c->out, .events = POLLIN};
    char first;
    return poll(&p, 1, REFUSAL_MS) > 0 && read(c->out, &first, 1) == 0;
}

board *wayland_open(const char **why) {
    static const char *const argv[] = {"wl-paste", "--type", "text", "--watch", "echo", NULL};
    child c;
    *why = "wl-paste is not installed (package wl-clipboard)";
    if (!child_exists("wl-paste") || !child_exists("wl-copy") || !child_start(argv, CHILD_READ | CHILD_QUIET, &c))
        return NULL;
    *why = "this compositor lets no program watch its clipboard";
    if (is_refused(&c)) {
        child_stop(&c);
        return NULL;
    }
    fcntl(c.out, F_SETFL, O_NONBLOCK);
    wayland *w = mem_new(1, sizeof(*w));
    *w = (wayland){.base = {.kind = &kind, .fd = c.out}, .watcher = c};
    return &w->base;
}
