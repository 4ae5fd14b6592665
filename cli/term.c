/* term.c - see term.h. */
#include "term.h"

#include <errno.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

#include "mem.h"

enum { WIDTH_UNKNOWN = 80, WIDTH_LEAST = 40, WIDTH_MOST = 120, PASTE_STEP = 4096 };

bool term_colored(int fd, const char *when) {
    if (strcmp(when, "always") == 0) return true;
    if (strcmp(when, "never") == 0) return false;
    const char *no = getenv("NO_COLOR"), *term = getenv("TERM");
    return !(no && *no) && isatty(fd) && !(term && strcmp(term, "dumb") == 0);
}

size_t term_width(int fd) {
    struct winsize size;
    if (ioctl(fd, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return WIDTH_UNKNOWN;
    return size.ws_col < WIDTH_LEAST ? WIDTH_LEAST : size.ws_col > WIDTH_MOST ? WIDTH_MOST : size.ws_col;
}

void term_know_characters(void) {
    setlocale(LC_CTYPE, "C.UTF-8");
}

size_t term_cells(uint32_t c) {
    if (c < 0x80) return 1;
    int cells = wcwidth((wchar_t)c);
    return cells < 0 ? 1 : (size_t)cells;
}

/* ---- pasting -------------------------------------------------------------------------------------------------- */

/* The one paste that is open: a signal must find it. */
static struct {
    volatile sig_atomic_t open;
    int fd;
    struct termios before;
} paste;

static void put_back(void) {
    if (!paste.open) return;
    paste.open = 0;
    tcsetattr(paste.fd, TCSANOW, &paste.before);
}

static void end_by_signal(int number) {
    put_back();
    _exit(128 + number);
}

bool term_begin_paste(int fd) {
    struct termios raw;
    if (tcgetattr(fd, &paste.before) != 0) return false;
    raw = paste.before;
    raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
    raw.c_cc[VMIN] = 1;
    raw.c_cc[VTIME] = 0;
    raw.c_cc[VSUSP] = _POSIX_VDISABLE; /* a stopped program would leave the terminal like this */
    paste.fd = fd;
    struct sigaction act = {.sa_handler = end_by_signal};
    static const int deadly[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
    for (size_t i = 0; i < sizeof(deadly) / sizeof(deadly[0]); i++) sigaction(deadly[i], &act, NULL);
    paste.open = 1;
    if (tcsetattr(fd, TCSANOW, &raw) == 0) return true;
    paste.open = 0;
    return false;
}

void term_end_paste(void) {
    put_back();
}

/* What is typed shows on standard error: the terminal itself no longer echoes. */
static void show(const char *p, size_t n) {
    while (n > 0) {
        ssize_t wrote = write(STDERR_FILENO, p, n);
        if (wrote <= 0) return;
        p += wrote, n -= (size_t)wrote;
    }
}

/* Takes back the last character of the line, or the line. */
static size_t erase(const char *text, size_t n, bool line) {
    while (n > 0 && text[n - 1] != '\n') {
        do n--;
        while (n > 0 && ((unsigned char)text[n] & 0xC0) == 0x80);
        show("\b \b", 3);
        if (!line) break;
    }
    return n;
}

bool term_read_paste(int fd, size_t cap, char **bytes, size_t *n) {
    enum { CTRL_D = 4, CTRL_H = 8, CTRL_U = 21, DELETE = 127 };
    char *text = NULL, piece[PASTE_STEP];
    size_t used = 0, room = 0;
    bool end = false;
    while (!end && used <= cap) {
        ssize_t got = read(fd, piece, sizeof(piece));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) {
            free(text);
            *bytes = NULL, *n = 0;
            return false;
        }
        if (got == 0) break;
        text = mem_grow(text, &room, used + (size_t)got, 1);
        for (ssize_t i = 0; i < got && !end; i++) {
            char c = piece[i];
            if (c == CTRL_D)
                end = true;
            else if (c == CTRL_H || c == DELETE)
                used = erase(text, used, false);
            else if (c == CTRL_U)
                used = erase(text, used, true);
            else {
                text[used++] = c;
                if ((unsigned char)c >= ' ' || c == '\n' || c == '\t') show(&c, 1);
            }
        }
    }
    if (used > 0 && text[used - 1] != '\n') show("\n", 1);
    *bytes = text, *n = used;
    return true;
}
