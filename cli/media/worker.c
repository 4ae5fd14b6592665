/* worker.c - see worker.h. */
#include "worker.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bounds.h"
#include "convert.h"
#include "fd.h"
#include "files.h"
#include "json_out.h"
#include "mem.h"
#include "sandbox.h"

/* Libraries print what they think of a file, and quote it. */
static void hush(void) {
    int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
    dup2(nowhere, STDIN_FILENO);
    dup2(nowhere, STDOUT_FILENO);
    dup2(nowhere, STDERR_FILENO);
}

static bool shut_in(int fd, int out) {
    const char *why;
    int needed[] = {fd, out};
    hush();
    fd_close_others(needed, sizeof(needed) / sizeof(needed[0]));
    return prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && sandbox_bound(BOUND_MEMORY, BOUND_CPU_SECONDS, BOUND_SECONDS) &&
           sandbox_enter((sandbox_needs){.libraries = true}, &why);
}

enum { WORKED = 0, NOT_SHUT_IN = 3 };

static void work(int fd, int out, const char *path) {
    if (!shut_in(fd, out)) _exit(NOT_SHUT_IN);
    output to = OUT_TO(out);
    reading r = READING_INIT;
    char *bytes;
    size_t n;
    const char *why;
    if (!files_read_all(fd, BOUND_FILE_BYTES, &bytes, &n, &why))
        reading_lacks(&r, "it cannot be read from the disk");
    else if (n > BOUND_FILE_BYTES)
        reading_lacks(&r, "it is larger than 64 MiB");
    else
        convert_file((hp_str){bytes, n}, path, &r, &to);
    reading_send(&r, &to);
    _exit(to.error ? NOT_SHUT_IN : WORKED);
}

/* Everything that it says; false: more than it may. */
static bool collect(int from, output *parts) {
    char step[64 * 1024];
    for (ssize_t got; (got = fd_read(from, step, sizeof(step))) > 0;) {
        if (parts->n + (size_t)got > BOUND_ANSWER_BYTES) return false;
        out_bytes(parts, step, (size_t)got);
    }
    return true;
}

/* Why the file was not read to its end; NULL: it was. */
static const char *reason_of(int status, bool fits) {
    if (!fits) return "it says more than a file can";
    if (WIFEXITED(status) && WEXITSTATUS(status) == WORKED) return NULL;
    if (WIFEXITED(status) && WEXITSTATUS(status) == NOT_SHUT_IN)
        return "it was not opened: its reader cannot be shut in on this computer";
    if (WIFSIGNALED(status) && (WTERMSIG(status) == SIGALRM || WTERMSIG(status) == SIGXCPU))
        return "it takes longer than a minute to read";
    return "it could not be read to its end: it is damaged, too large, or made to do harm";
}

/* The complete lines of `parts` as the entries of a list; a line that broke off is left out. */
static void put_parts(const output *parts, const char *unread, output *to) {
    size_t end = parts->n;
    while (end > 0 && parts->p[end - 1] != '\n') end--;
    out_z(to, "{\"parts\":[");
    for (size_t i = 0; i < end; i++)
        if (parts->p[i] != '\n')
            out_char(to, parts->p[i]);
        else if (i + 1 < end)
            out_char(to, ',');
    out_z(to, "],\"unread\":");
    json_out j = {.to = to};
    json_put_text(&j, view(unread));
    out_z(to, "}\n");
}

void worker_refuse(const char *why, output *to) {
    output none = OUT_MEMORY;
    put_parts(&none, why, to);
}

void worker_read(int fd, const char *path, output *to) {
    int ends[2], status = 0;
    pid_t pid = -1;
    if (pipe2(ends, O_CLOEXEC) == 0) {
        pid = fork();
        if (pid == 0) work(fd, ends[1], path);
        close(ends[1]);
        if (pid < 0) close(ends[0]);
    }
    if (pid < 0) {
        worker_refuse("it was not opened: no more programs can be started", to);
        return;
    }
    output parts = OUT_MEMORY;
    bool fits = collect(ends[0], &parts);
    close(ends[0]);
    if (!fits) kill(pid, SIGKILL);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    put_parts(&parts, reason_of(status, fits), to);
    out_free(&parts);
}
