/* passphrase.c - see passphrase.h. */
#include "passphrase.h"

#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "fd.h"
#include "tell.h"

enum { CTRL_C = 3 };

/* Ctrl-C is read here, as the end of a line, so that the terminal gets its echo back. */
static bool hide(struct termios *before) {
    if (tcgetattr(STDIN_FILENO, before) != 0) return false;
    struct termios hidden = *before;
    hidden.c_lflag &= (tcflag_t) ~(ECHO | ISIG);
    hidden.c_cc[VEOL] = CTRL_C;
    return tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden) == 0;
}

/* Byte by byte: what stands behind the line is not ours. false: nothing came, or it was broken off. */
static bool read_line(char out[PASSPHRASE_BYTES], size_t *n) {
    char c = 0;
    for (*n = 0; fd_read(STDIN_FILENO, &c, 1) == 1 && c != '\n' && c != CTRL_C;)
        if (*n < PASSPHRASE_BYTES) out[(*n)++] = c;
    return c != CTRL_C && (*n > 0 || c == '\n');
}

bool passphrase_ask(const char *question, char out[PASSPHRASE_BYTES], hp_str *passphrase) {
    struct termios before;
    size_t n;
    bool hidden = hide(&before);
    if (hidden) {
        (void)!fd_write(STDERR_FILENO, question, strlen(question));
        (void)!fd_write(STDERR_FILENO, ": ", 2);
    }
    bool ok = read_line(out, &n);
    if (hidden) {
        (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
        (void)!fd_write(STDERR_FILENO, "\n", 1);
    }
    if (!ok)
        tell("no passphrase was given");
    else if (n == PASSPHRASE_BYTES)
        tell("the passphrase is longer than %d bytes", PASSPHRASE_BYTES - 1);
    *passphrase = (hp_str){out, n};
    return ok && n < PASSPHRASE_BYTES;
}
