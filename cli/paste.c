/* paste.c - see paste.h. */
#include "paste.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "fd.h"
#include "mem.h"
#include "out.h"
#include "utf8.h"

enum {
    PIECE = 4096,
    NAME_BYTES = 256,
    QUIET_MS = 50,         /* longer than a terminal pauses within a paste, shorter than anyone notices */
    PIECES_DROPPED = 10000 /* what never ends must not keep the program */
};

/* The one paste that is open: a signal must find it. */
static struct {
    volatile sig_atomic_t open;
    int fd;
    int echo; /* the terminal, to write to; -1: it echoes by itself */
    struct termios before;
} paste = {.fd = -1, .echo = -1};

/* ---- opening and closing -------------------------------------------------------------------------------------- */

/* A paste comes in pieces, and its rest would be the shell's: reads on until nothing has come for a moment. */
static void drop_rest(int fd) {
    char piece[PIECE];
    struct pollfd more = {.fd = fd, .events = POLLIN};
    for (int i = 0; i < PIECES_DROPPED && poll(&more, 1, QUIET_MS) > 0; i++)
        if (read(fd, piece, sizeof(piece)) <= 0) return;
}

/* Only calls that a signal's handler may make. Open until it is done: a signal meanwhile does it again. */
static void put_back(void) {
    if (!paste.open) return;
    drop_rest(paste.fd);
    tcsetattr(paste.fd, TCSAFLUSH, &paste.before);
    paste.open = 0;
}

static void end_by_signal(int number) {
    put_back();
    _exit(128 + number);
}

static void catch_exits(void) {
    static bool caught;
    static const int deadly[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
    struct sigaction act = {.sa_handler = end_by_signal};
    for (size_t i = 0; i < sizeof(deadly) / sizeof(deadly[0]); i++) sigaction(deadly[i], &act, NULL);
    if (!caught) caught = atexit(put_back) == 0;
}

/* Standard error may be a file, which must not get the draft: the terminal is opened by its name. */
static int open_echo(int fd) {
    char name[NAME_BYTES];
    int echo = ttyname_r(fd, name, sizeof(name)) == 0 ? open(name, O_WRONLY | O_NOCTTY | O_CLOEXEC) : -1;
    return echo < 0 && isatty(STDERR_FILENO) ? fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1) : echo;
}

bool paste_open(int fd) {
    struct termios raw;
    if (paste.open) return paste.fd == fd;
    if (tcgetattr(fd, &paste.before) != 0) return false;
    if (paste.echo < 0) paste.echo = open_echo(fd);
    raw = paste.before;
    raw.c_lflag &= ~(tcflag_t)ICANON;
    if (paste.echo >= 0) raw.c_lflag &= ~(tcflag_t)ECHO;
    raw.c_cc[VMIN] = 1;
    raw.c_cc[VTIME] = 0;
    raw.c_cc[VSUSP] = _POSIX_VDISABLE; /* a stopped program would leave the terminal like this */
    paste.fd = fd;
    catch_exits();
    paste.open = 1;
    if (tcsetattr(fd, TCSANOW, &raw) == 0) return true;
    paste.open = 0;
    return false;
}

void paste_close(void) {
    put_back();
}

int paste_descriptor(void) {
    return paste.echo;
}

void paste_say(const char *text) {
    if (paste.open) (void)!fd_write(paste.echo >= 0 ? paste.echo : STDERR_FILENO, text, strlen(text));
}

/* ---- reading -------------------------------------------------------------------------------------------------- */

/* A draft while it is typed: `shown` of its bytes stand on the terminal. */
typedef struct typing {
    char *text;
    size_t used, room, cap, shown;
    output echo;
} typing;

/* Where the last character of the text starts when it is not whole yet; else the text's end. */
static size_t whole_until(const typing *t) {
    size_t at = t->used, bytes;
    while (at > t->shown && t->used - at < 3 && ((unsigned char)t->text[at - 1] & 0xC0) == 0x80) at--;
    if (at == t->shown || (unsigned char)t->text[at - 1] < 0xC0) return t->used;
    return utf8_next((hp_str){t->text, t->used}, at - 1, &bytes) == UTF8_BROKEN ? at - 1 : t->used;
}

static void show(typing *t) {
    size_t end = whole_until(t);
    out_clean_lines(&t->echo, (hp_str){t->text + t->shown, end - t->shown});
    t->shown = end;
}

/* Takes back the last character of the line, or the line. */
static void erase(typing *t, bool line) {
    show(t);
    while (t->used > 0 && t->text[t->used - 1] != '\n') {
        do t->used--;
        while (t->used > 0 && ((unsigned char)t->text[t->used] & 0xC0) == 0x80);
        out_z(&t->echo, "\b \b");
        if (!line) break;
    }
    if (t->shown > t->used) t->shown = t->used;
}

/* One byte typed, for which there is room; false: the draft ends here. Over the cap nothing counts but the end. */
static bool take(typing *t, char c) {
    enum { CTRL_D = 4, CTRL_H = 8, CTRL_U = 21, DELETE = 127 };
    if (c == CTRL_D) return false;
    if (t->used > t->cap) return true;
    if (c == CTRL_H || c == DELETE || c == CTRL_U)
        erase(t, c == CTRL_U);
    else
        t->text[t->used++] = c;
    return true;
}

bool paste_read(int fd, size_t cap, char **bytes, size_t *n) {
    typing t = {.cap = cap};
    char piece[PIECE];
    bool open = paste_open(fd), more = open;
    ssize_t got = 0;
    t.echo = OUT_TO(paste.echo);
    while (more && (got = fd_read(fd, piece, sizeof(piece))) > 0) {
        t.text = mem_grow(t.text, &t.room, t.used + (size_t)got, 1);
        for (ssize_t i = 0; i < got && more; i++) more = take(&t, piece[i]);
        show(&t);
        out_flush(&t.echo);
    }
    if (t.used > 0 && t.text[t.used - 1] != '\n') out_char(&t.echo, '\n');
    out_flush(&t.echo);
    out_free(&t.echo);
    *bytes = t.text, *n = t.used;
    if (open && got >= 0) return true;
    free(t.text);
    *bytes = NULL, *n = 0;
    return false;
}
