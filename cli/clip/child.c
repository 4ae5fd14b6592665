/* child.c - see child.h. */
#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clock.h"
#include "fd.h"
#include "mem.h"

enum { NOT_RUN = 127, READ_STEP = 64 * 1024 };

/* ---- starting ------------------------------------------------------------------------------------------------- */

static void put_on(int fd, int standard) {
    if (fd >= 0) dup2(fd, standard);
}

/* In the child: only what is safe after a fork. */
static _Noreturn void become(const char *const *argv, pid_t parent, int in, int out, int err) {
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    signal(SIGPIPE, SIG_DFL);
    if (parent) {
        prctl(PR_SET_PDEATHSIG, SIGTERM);
        if (getppid() != parent) _exit(NOT_RUN); /* it went before it was to be followed */
    }
    put_on(in, STDIN_FILENO), put_on(out, STDOUT_FILENO), put_on(err, STDERR_FILENO);
    execvp(argv[0], (char *const *)(uintptr_t)argv);
    _exit(NOT_RUN);
}

static void close_pair(int pair[2]) {
    for (int i = 0; i < 2; i++)
        if (pair[i] >= 0) close(pair[i]);
}

bool child_start(const char *const *argv, int pipes, child *out) {
    *out = CHILD_NONE;
    int in[2] = {-1, -1}, from[2] = {-1, -1};
    int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    bool ok = nothing >= 0 && (!(pipes & CHILD_WRITE) || pipe2(in, O_CLOEXEC) == 0) &&
              (!(pipes & CHILD_READ) || pipe2(from, O_CLOEXEC) == 0);
    pid_t self = getpid(), pid = ok ? fork() : -1;
    if (pid == 0)
        become(argv, self, pipes & CHILD_WRITE ? in[0] : nothing, from[1], pipes & CHILD_QUIET ? nothing : -1);
    int error = errno;
    if (pid > 0) {
        *out = (child){pid, in[1], from[0]};
        in[1] = from[0] = -1;
    }
    close_pair(in), close_pair(from);
    if (nothing >= 0) close(nothing);
    errno = error;
    return pid > 0;
}

bool child_detach(const char *const *argv) {
    pid_t pid = fork();
    if (pid == 0) {
        setsid();
        int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
        pid_t second = fork();
        if (second == 0) become(argv, 0, nothing, nothing, nothing);
        _exit(second < 0);
    }
    int status = -1;
    if (pid > 0)
        while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
        }
    return status == 0;
}

bool child_exists(const char *name) {
    const char *path = getenv("PATH");
    for (const char *p = path ? path : "/usr/bin:/bin"; *p;) {
        size_t n = strcspn(p, ":");
        char *full = mem_text("%.*s/%s", (int)n, p, name);
        bool there = n > 0 && access(full, X_OK) == 0;
        free(full);
        if (there) return true;
        p += n;
        p += *p == ':';
    }
    return false;
}

/* ---- ending --------------------------------------------------------------------------------------------------- */

static void close_pipes(child *c) {
    if (c->in >= 0) close(c->in);
    if (c->out >= 0) close(c->out);
    c->in = c->out = -1;
}

static int status_of(int status) {
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static int reap(child *c) {
    int status = 0;
    pid_t got;
    do got = waitpid(c->pid, &status, 0);
    while (got < 0 && errno == EINTR);
    *c = CHILD_NONE;
    return got > 0 ? status_of(status) : -1;
}

int child_stop(child *c) {
    close_pipes(c);
    if (c->pid <= 0) return -1;
    kill(c->pid, SIGTERM);
    return child_wait(c, clock_ms() + 500);
}

int child_wait(child *c, int64_t until_ms) {
    enum { STEP_MS = 5 };
    close_pipes(c);
    if (c->pid <= 0) return -1;
    for (int status;;) {
        pid_t got = waitpid(c->pid, &status, WNOHANG);
        if (got == c->pid) {
            *c = CHILD_NONE;
            return status_of(status);
        }
        if (clock_ms() >= until_ms) break;
        poll(NULL, 0, STEP_MS);
    }
    kill(c->pid, SIGKILL);
    return reap(c);
}

/* ---- talking -------------------------------------------------------------------------------------------------- */

/* Writes what fits; closes the pipe behind the last byte, or when nobody reads it. */
static void give(child *c, hp_str *input) {
    ssize_t wrote = write(c->in, input->p, input->n);
    if (wrote > 0) input->p += wrote, input->n -= (size_t)wrote;
    if (input->n > 0 && (wrote >= 0 || errno == EAGAIN || errno == EINTR)) return;
    close(c->in);
    c->in = -1;
}

child_end child_talk(const char *const *argv, hp_str input, size_t cap, int64_t until_ms, output *into, int *status) {
    child c;
    char step[READ_STEP];
    *status = -1;
    if (!child_start(argv, CHILD_WRITE | CHILD_READ | CHILD_QUIET, &c)) return CHILD_ENDED;
    fcntl(c.in, F_SETFL, O_NONBLOCK);
    child_end end = CHILD_ENDED;
    for (ssize_t got = 1; got > 0;) {
        struct pollfd fds[] = {{.fd = c.out, .events = POLLIN}, {.fd = c.in, .events = POLLOUT}};
        int n = poll(fds, 2, clock_left(until_ms));
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) end = CHILD_LATE;
        if (n <= 0) break;
        if (fds[1].revents) give(&c, &input);
        if (!fds[0].revents) continue;
        got = fd_read(c.out, step, sizeof step);
        if (got > 0) out_bytes(into, step, (size_t)got);
        if (into->n > cap) end = CHILD_LARGE;
        if (into->n > cap) break;
    }
    explicit_bzero(step, sizeof step);
    *status = end == CHILD_ENDED ? child_wait(&c, until_ms) : child_stop(&c);
    return end;
}
