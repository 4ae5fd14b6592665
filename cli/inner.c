/* inner.c - see inner.h. */
#include "inner.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "fd.h"
#include "mem.h"
#include "out.h"
#include "programs.h"
#include "status.h"
#include "tell.h"

extern char **environ;

struct inner {
    pid_t pid;
    int to, from; /* -1: closed */
    output answer;
};

enum { READ_STEP = 64 * 1024, GOES_MS = 5000 };

/* Both ends are closed in every program that is started later. */
static bool open_pipes(int to[2], int from[2]) {
    if (pipe2(to, O_CLOEXEC) != 0) return false;
    if (pipe2(from, O_CLOEXEC) == 0) return true;
    close(to[0]), close(to[1]);
    return false;
}

static int spawn(const char *path, char **argv, int in, int out, pid_t *pid) {
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
    int error = posix_spawn(pid, path, &actions, NULL, argv, environ);
    posix_spawn_file_actions_destroy(&actions);
    return error;
}

/* Runs `path` with these arguments (NULL at the end of both) behind two pipes. The end that it is asked by does not
 * wait, so that an inner half that stopped reading cannot hold the outer one. NULL: told why. */
static inner *start(const char *path, const char *const *first, const char *const *then) {
    size_t firsts = 0, thens = 0;
    while (first[firsts]) firsts++;
    while (then[thens]) thens++;
    const char **argv = mem_new(firsts + thens + 2, sizeof(*argv));
    argv[0] = path;
    memcpy(argv + 1, first, firsts * sizeof(*argv));
    memcpy(argv + 1 + firsts, then, thens * sizeof(*argv));

    inner *in = mem_new(1, sizeof(*in));
    *in = (inner){.answer = OUT_MEMORY};
    int to[2], from[2], error = 0;
    if (open_pipes(to, from)) {
        error = spawn(path, (char **)(uintptr_t)argv, to[0], from[1], &in->pid);
        close(to[0]), close(from[1]);
        in->to = to[1], in->from = from[0];
        fcntl(in->to, F_SETFL, O_NONBLOCK);
    } else {
        error = errno, in->to = in->from = -1;
    }
    if (error) tell("cannot run \"%s\": %s", path, strerror(error));
    free(argv);
    if (!error) return in;
    in->pid = 0;
    (void)inner_stop(in);
    return NULL;
}

inner *inner_start(const char *const *options) {
    static const char *const always[] = {"check", "-", "--input=jsonl", "--format=jsonl", "--jobs=1", NULL};
    char *path = program_path(NULL);
    inner *in = start(path, always, options);
    free(path);
    return in;
}

inner *inner_start_other(const char *name, const char *const *arguments) {
    static const char *const nothing[] = {NULL};
    char *path = program_path(name);
    inner *in = start(path, nothing, arguments);
    free(path);
    return in;
}

static int64_t now_ms(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static bool ready(int fd, short what, int64_t until) {
    for (;;) {
        int64_t left = until - now_ms();
        struct pollfd p = {.fd = fd, .events = what};
        int n = poll(&p, 1, left > 0 ? (int)left : 0);
        if (n > 0) return true;
        if (n == 0 || errno != EINTR) return false;
    }
}

/* A broken pipe is an answer, not a signal that ends the outer half. */
static int write_some(int fd, const char *p, size_t n, ssize_t *wrote) {
    struct sigaction ignore = {.sa_handler = SIG_IGN}, before;
    sigaction(SIGPIPE, &ignore, &before);
    *wrote = write(fd, p, n);
    int error = *wrote < 0 ? errno : 0;
    sigaction(SIGPIPE, &before, NULL);
    return error;
}

static inner_answer send_bytes(inner *in, hp_str bytes, int64_t until) {
    while (bytes.n > 0) {
        ssize_t wrote;
        int error = write_some(in->to, bytes.p, bytes.n, &wrote);
        if (!error) {
            bytes.p += wrote, bytes.n -= (size_t)wrote;
        } else if (error == EAGAIN) {
            if (!ready(in->to, POLLOUT, until)) return INNER_LATE;
        } else if (error != EINTR) {
            return INNER_ENDED;
        }
    }
    return INNER_REPORT;
}

static inner_answer receive_line(inner *in, int64_t until, hp_str *report) {
    char step[READ_STEP];
    for (;;) {
        if (!ready(in->from, POLLIN, until)) return INNER_LATE;
        ssize_t got = fd_read(in->from, step, sizeof step);
        if (got <= 0) return INNER_ENDED;
        out_bytes(&in->answer, step, (size_t)got);
        if (step[got - 1] != '\n') continue; /* one question, one line: nothing follows it */
        *report = out_view(&in->answer);
        report->n--;
        return INNER_REPORT;
    }
}

static void close_to(inner *in) {
    if (in->to >= 0) close(in->to);
    in->to = -1;
}

inner_answer inner_ask(inner *in, hp_str draft, int ms, hp_str *report) {
    *report = (hp_str){NULL, 0};
    if (in->to < 0) return INNER_ENDED;
    int64_t until = now_ms() + ms;
    out_clear(&in->answer);
    inner_answer answer = send_bytes(in, draft, until);
    if (answer == INNER_REPORT) answer = send_bytes(in, (hp_str){"\n", 1}, until);
    if (answer == INNER_REPORT) answer = receive_line(in, until, report);
    if (answer != INNER_REPORT) close_to(in);
    return answer;
}

/* Told that there is no more, it closes its end as it goes; one that stays has something else in mind. */
static bool goes(inner *in) {
    char step[READ_STEP];
    int64_t until = now_ms() + GOES_MS;
    while (ready(in->from, POLLIN, until)) {
        ssize_t got = fd_read(in->from, step, sizeof step);
        if (got <= 0) return got == 0;
    }
    return false;
}

void inner_descriptors(const inner *in, int both[2]) {
    both[0] = in ? in->to : -1, both[1] = in ? in->from : -1;
}

void inner_leave(inner *in) {
    if (!in) return;
    close_to(in);
    close(in->from);
    out_free(&in->answer);
    free(in);
}

int inner_stop(inner *in) {
    if (!in) return STATUS_UNCHECKED;
    int status = 0;
    bool late = in->to < 0;
    close_to(in);
    if (!late) late = !goes(in);
    if (in->from >= 0) close(in->from);
    if (in->pid > 0) {
        if (late) kill(in->pid, SIGKILL);
        while (waitpid(in->pid, &status, 0) < 0 && errno == EINTR) {
        }
    }
    bool ended = in->pid > 0 && WIFEXITED(status);
    out_free(&in->answer);
    free(in);
    return ended ? WEXITSTATUS(status) : STATUS_UNCHECKED;
}
