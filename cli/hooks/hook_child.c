/* hook_child.c - see hook_child.h. */
#include "hook_child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fd.h"
#include "tell.h"

extern char **environ;

enum { STEP = 64 * 1024, SIGNALLED = 128 };

static char **words_of(const char *const *argv) {
    return (char **)(uintptr_t)argv; /* as execve has it: it changes none of them */
}

static void tell_missing(const char *name, int error) {
    tell("cannot run \"%s\": %s", name, strerror(error));
}

static int wait_for(pid_t pid) {
    int status = 0;
    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR) return CHILD_NONE;
    return WIFEXITED(status) ? WEXITSTATUS(status) : SIGNALLED + WTERMSIG(status);
}

/* What differs between the ways to run a program. */
typedef struct setting {
    const char *folder; /* NULL: here */
    int in, out;        /* descriptors; -1: as ours */
    bool nothing;       /* nothing to read, instead of `in` */
    bool apart;         /* in a session of its own, without a terminal */
    bool signals;       /* Ctrl-C is for the program alone, as system(3) has it */
} setting;

static pid_t start(const char *const *argv, const setting *how) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    if (how->nothing) posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    if (how->in >= 0) posix_spawn_file_actions_adddup2(&actions, how->in, STDIN_FILENO);
    if (how->out >= 0) posix_spawn_file_actions_adddup2(&actions, how->out, STDOUT_FILENO);
    if (how->folder) posix_spawn_file_actions_addchdir_np(&actions, how->folder);
    if (how->apart) posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID);
    if (how->signals) {
        sigset_t usual;
        sigemptyset(&usual);
        sigaddset(&usual, SIGINT);
        sigaddset(&usual, SIGQUIT);
        posix_spawnattr_setsigdefault(&attributes, &usual);
        posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
    }
    pid_t pid = 0;
    int error = posix_spawnp(&pid, argv[0], &actions, &attributes, words_of(argv), environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    if (error) tell_missing(argv[0], error);
    return error ? -1 : pid;
}

/* true: it ended by itself, within the cap. */
static bool drain(int from, size_t cap, output *out) {
    char step[STEP];
    ssize_t got;
    while ((got = fd_read(from, step, sizeof step)) > 0) {
        if (out->n + (size_t)got > cap) return false;
        out_bytes(out, step, (size_t)got);
    }
    return got == 0;
}

int child_read(const char *const *argv, size_t cap, output *out) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) {
        tell_missing(argv[0], errno);
        return CHILD_NONE;
    }
    pid_t pid = start(argv, &(setting){.in = -1, .out = ends[1], .nothing = true});
    close(ends[1]);
    bool whole = pid > 0 && drain(ends[0], cap, out);
    close(ends[0]);
    if (pid < 0) return CHILD_NONE;
    if (!whole) kill(pid, SIGKILL);
    int status = wait_for(pid);
    return whole ? status : CHILD_TOO_LONG;
}

static int run_here(const char *const *argv, int in) {
    struct sigaction ignore = {.sa_handler = SIG_IGN}, on_interrupt, on_quit;
    sigaction(SIGINT, &ignore, &on_interrupt);
    sigaction(SIGQUIT, &ignore, &on_quit);
    pid_t pid = start(argv, &(setting){.in = in, .out = -1, .signals = true});
    int status = pid < 0 ? CHILD_NONE : wait_for(pid);
    sigaction(SIGINT, &on_interrupt, NULL);
    sigaction(SIGQUIT, &on_quit, NULL);
    return status;
}

/* A descriptor of memory that holds the bytes, to be read from the start and never written again; -1 and errno. */
static int seal(hp_str bytes) {
    int fd = memfd_create("hallpass", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (fd < 0) return -1;
    errno = fd_write(fd, bytes.p, bytes.n);
    if (errno == 0 && lseek(fd, 0, SEEK_SET) == 0 &&
        fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL) == 0)
        return fd;
    close(fd);
    return -1;
}

int child_run(const char *const *argv) {
    return run_here(argv, -1);
}

int child_run_with(const char *const *argv, hp_str input) {
    int in = seal(input);
    if (in < 0) tell_missing(argv[0], errno);
    int status = in < 0 ? CHILD_NONE : run_here(argv, in);
    if (in >= 0) close(in);
    return status;
}

int child_run_apart(const char *const *argv, const char *folder, hp_str input) {
    int in = seal(input);
    if (in < 0) tell_missing(argv[0], errno);
    pid_t pid = in < 0 ? -1 : start(argv, &(setting){.folder = folder, .in = in, .out = -1, .apart = true});
    if (in >= 0) close(in);
    return pid < 0 ? CHILD_NONE : wait_for(pid);
}

void child_become(const char *const *argv) {
    execvp(argv[0], words_of(argv));
    tell_missing(argv[0], errno);
}

void child_become_with(const char *const *argv, hp_str input) {
    int in = seal(input);
    if (in >= 0 && dup2(in, STDIN_FILENO) == STDIN_FILENO)
        child_become(argv);
    else
        tell_missing(argv[0], errno);
}
