/* question.c - see question.h. */
#include "question.h"

#include <fcntl.h>
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

bool question_yes(int terminal, const char *question) {
    char line[8];
    size_t n = question_line(terminal, question, line, sizeof(line) - 1);
    line[n] = 0;
    return strcasecmp(line, "y") == 0 || strcasecmp(line, "yes") == 0;
}
