/* question.c - see question.h. */
#include "question.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <strings.h>
#include <termios.h>
#include <unistd.h>

#include "fd.h"

int question_open(void) {
    int fd = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (fd < 0 || tcgetpgrp(fd) == getpgrp()) return fd;
    close(fd);
    return -1;
}

/* Mail programs leave the terminal without lines and echo; whoever asks needs both. */
static bool set_lines(int fd, struct termios *before) {
    if (tcgetattr(fd, before) != 0) return false;
    struct termios lines = *before;
    lines.c_lflag |= ICANON | ECHO | ECHOE | ECHOK | ISIG;
    lines.c_iflag |= ICRNL;
    lines.c_oflag |= OPOST | ONLCR;
    return tcsetattr(fd, TCSAFLUSH, &lines) == 0; /* also drops what was typed before */
}

/* The whole line is read, so that nothing of it is left for the next reader. */
static size_t read_line(int fd, char *line, size_t room) {
    size_t n = 0;
    char c;
    bool ended = false, fits = true;
    while (!ended && fd_read(fd, &c, 1) == 1) {
        ended = c == '\n';
        if (ended) break;
        fits = fits && n < room;
        if (fits) line[n++] = c;
    }
    return ended && fits ? n : 0;
}

static size_t trim(char *line, size_t n) {
    size_t from = 0;
    while (n > 0 && (line[n - 1] == ' ' || line[n - 1] == '\t' || line[n - 1] == '\r')) n--;
    while (from < n && (line[from] == ' ' || line[from] == '\t')) from++;
    memmove(line, line + from, n - from);
    return n - from;
}

size_t question_line(int terminal, const char *question, char *line, size_t room) {
    struct sigaction ignore = {.sa_handler = SIG_IGN}, before;
    struct termios modes;
    sigaction(SIGTTIN, &ignore, &before); /* put into the background meanwhile: no answer, no wait */
    size_t n = 0;
    if (set_lines(terminal, &modes)) {
        if (fd_write(terminal, question, strlen(question)) == 0) n = read_line(terminal, line, room);
        tcsetattr(terminal, TCSADRAIN, &modes);
    }
    sigaction(SIGTTIN, &before, NULL);
    return trim(line, n);
}

/* ---- one key */

enum { DEADLY = 4 };
static const int deadly[DEADLY] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
static volatile sig_atomic_t caught; /* the deadly signal that came while a key was waited for; 0: none */

typedef struct held {
    sigset_t mask;
    struct sigaction actions[DEADLY], background;
} held;

static void note_signal(int number) {
    caught = number;
}

/* Deadly signals come only while the key is waited for, and wait themselves until the terminal is as it was. */
static void hold_signals(held *h) {
    struct sigaction note = {.sa_handler = note_signal}, ignore = {.sa_handler = SIG_IGN};
    sigset_t block;
    sigemptyset(&block);
    for (int i = 0; i < DEADLY; i++) {
        sigaddset(&block, deadly[i]);
        sigaction(deadly[i], &note, &h->actions[i]);
    }
    sigaction(SIGTTIN, &ignore, &h->background);
    sigprocmask(SIG_BLOCK, &block, &h->mask);
    caught = 0;
}

static void release_signals(const held *h) {
    for (int i = 0; i < DEADLY; i++) sigaction(deadly[i], &h->actions[i], NULL);
    sigaction(SIGTTIN, &h->background, NULL);
    if (caught) raise((int)caught);
    sigprocmask(SIG_SETMASK, &h->mask, NULL);
}

static bool set_keys(int fd, struct termios *before) {
    if (tcgetattr(fd, before) != 0) return false;
    struct termios keys = *before;
    keys.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
    keys.c_lflag |= ISIG;
    keys.c_iflag |= ICRNL;
    keys.c_oflag |= OPOST | ONLCR;
    keys.c_cc[VMIN] = 1;
    keys.c_cc[VTIME] = 0;
    keys.c_cc[VSUSP] = _POSIX_VDISABLE; /* a stopped program would leave the terminal like this */
    return tcsetattr(fd, TCSAFLUSH, &keys) == 0;
}

/* What comes with one press is read at once. The first character of it, or Ctrl-D; 0: there is none. */
static char key_in(const char *press, size_t n) {
    enum { CTRL_D = 4, ESCAPE = 27, DELETE = 127 };
    for (size_t i = 0; i < n && press[i] != ESCAPE; i++)
        if (press[i] == CTRL_D || (press[i] > ' ' && press[i] < DELETE)) return (char)tolower((unsigned char)press[i]);
    return 0;
}

static char read_key(int fd, const sigset_t *mask) {
    enum { PRESS = 64 };
    for (char press[PRESS];;) {
        struct pollfd wanted = {.fd = fd, .events = POLLIN};
        int n = ppoll(&wanted, 1, NULL, mask);
        if (caught || (n < 0 && errno != EINTR)) return 0;
        if (n <= 0) continue;
        ssize_t got = read(fd, press, sizeof press);
        char key = got > 0 ? key_in(press, (size_t)got) : 0;
        if (got <= 0 || key) return key;
    }
}

char question_key(int terminal, hp_str question) {
    struct termios modes;
    held h;
    char key = 0;
    hold_signals(&h);
    if (set_keys(terminal, &modes)) {
        if (fd_write(terminal, question.p, question.n) == 0) key = read_key(terminal, &h.mask);
        tcsetattr(terminal, TCSADRAIN, &modes);
    }
    release_signals(&h);
    return key;
}

bool question_yes(int terminal, const char *question) {
    char line[8];
    size_t n = question_line(terminal, question, line, sizeof(line) - 1);
    line[n] = 0;
    return strcasecmp(line, "y") == 0 || strcasecmp(line, "yes") == 0;
}
