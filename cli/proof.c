/* proof.c - see proof.h. */
#include "proof.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "diag_print.h"
#include "fd.h"
#include "sandbox.h"
#include "setup.h"
#include "status.h"
#include "tell.h"
#include "term.h"

enum { PATIENCE_MS = 120 * 1000 };

static hp_pack *compile(const place *where, hp_str bytes, const char *name, const char *color) {
    sources *from = sources_new(where, false);
    hp_pack *pack = sources_add_bundle(from, name, bytes) ? setup_compile(from, SETUP_TESTS, color) : NULL;
    sources_free(from);
    return pack;
}

/* The child: from here on only the answer and the messages are open. */
static _Noreturn void prove(hp_str bytes, const char *name, const char *color, int answer) {
    place where = files_place();
    hp_str image;
    hp_lexicon lexicon;
    const char *why;
    hp_test_counts counts = {0};
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    bool has_lexicon = files_map(where.lexicon, &image, &why) && hp_lexicon_open(image, &lexicon) == HP_OK;
    hp_pack *pack = compile(&where, bytes, name, color);
    if (!pack) _exit(STATUS_WRONG);
    output messages = OUT_TO(STDERR_FILENO);
    diag_printer printer = {.to = &messages, .color = term_colored(STDERR_FILENO, color), .shut_in = true};
    fd_close_others(&answer, 1);
    if (!sandbox_enter((sandbox_needs){0}, &why)) tell("running the tests without the sandbox: %s", why);
    hp_status status = hp_pack_test_with(pack, has_lexicon ? &lexicon : NULL, diag_print, &printer, &counts);
    out_flush(&messages);
    (void)!fd_write(answer, &counts.passed, sizeof(counts.passed));
    _exit(status == HP_OK ? STATUS_CLEAN : STATUS_WRONG);
}

static int64_t now_ms(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* What the child counted; 0 when it ended without. false: it takes too long. */
static bool hear(int fd, size_t *passed) {
    int64_t until = now_ms() + PATIENCE_MS;
    *passed = 0;
    for (;;) {
        int64_t left = until - now_ms();
        struct pollfd p = {.fd = fd, .events = POLLIN};
        int n = poll(&p, 1, left > 0 ? (int)left : 0);
        if (n == 0) return false;
        if (n < 0 && errno != EINTR) return false;
        if (n < 0) continue;
        if (fd_read(fd, passed, sizeof(*passed)) != (ssize_t)sizeof(*passed)) *passed = 0;
        return true;
    }
}

proof_result proof_run(hp_str bytes, const char *name, const char *color, size_t *passed) {
    int ends[2], status = 0;
    *passed = 0;
    pid_t child = pipe2(ends, O_CLOEXEC) == 0 ? fork() : -1;
    if (child < 0) {
        tell("cannot run the tests: %s", strerror(errno));
        return PROOF_BAD;
    }
    if (child == 0) prove(bytes, name, color, ends[1]);
    close(ends[1]);
    bool heard = hear(ends[0], passed);
    close(ends[0]);
    if (!heard) kill(child, SIGKILL);
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
    if (!heard) return PROOF_LATE;
    if (WIFSIGNALED(status)) tell("the tests of \"%s\" were broken off: signal %d", name, WTERMSIG(status));
    return WIFEXITED(status) && WEXITSTATUS(status) == STATUS_CLEAN ? PROOF_GOOD : PROOF_BAD;
}
