/* opener.c - see opener.h. */
#include "opener.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fd.h"
#include "mem.h"
#include "tell.h"

/* The person's own folder of this session, which is memory; else the one for all. */
static char *name_file(void) {
    const char *session = getenv("XDG_RUNTIME_DIR");
    return mem_text("%s/hallpass-XXXXXX.html", session && *session == '/' ? session : "/tmp");
}

static bool write_file(const char *address, char **file) {
    static const char ending[] = ".html";
    *file = name_file();
    int fd = mkstemps(*file, (int)sizeof(ending) - 1); /* 0600, and a new file */
    if (fd < 0) {
        tell("cannot write \"%s\": %s", *file, strerror(errno));
        free(*file);
        *file = NULL;
        return false;
    }
    char *page = mem_text("<!DOCTYPE html><html lang=\"en\"><meta charset=\"utf-8\"><title>hallpass</title>"
                          "<meta name=\"referrer\" content=\"no-referrer\">"
                          "<meta http-equiv=\"refresh\" content=\"0; url=%s\"><p><a href=\"%s\">hallpass</a></p>\n",
                          address, address);
    int error = fd_write(fd, page, strlen(page));
    free(page);
    close(fd);
    if (!error) return true;
    tell("cannot write \"%s\": %s", *file, strerror(error));
    opener_forget(file);
    return false;
}

/* The browser outlives this program and its terminal; what it has to say is not for the terminal. */
static _Noreturn void become_browser(const char *file, int failed) {
    int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
    setsid();
    if (fork() != 0) _exit(0);
    dup2(nowhere, STDIN_FILENO), dup2(nowhere, STDOUT_FILENO), dup2(nowhere, STDERR_FILENO);
    execlp("xdg-open", "xdg-open", file, (char *)NULL);
    int error = errno;
    (void)!write(failed, &error, sizeof error);
    _exit(127);
}

/* The errno of what went wrong; 0: the program runs. */
static int start_browser(const char *file) {
    int failed[2], error = 0, status;
    if (pipe2(failed, O_CLOEXEC) != 0) return errno;
    pid_t pid = fork();
    if (pid == 0) become_browser(file, failed[1]);
    if (pid < 0) error = errno;
    close(failed[1]);
    while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    if (!error && fd_read(failed[0], &error, sizeof error) != (ssize_t)sizeof error) error = 0;
    close(failed[0]);
    return error;
}

bool opener_show(const char *address, char **file) {
    if (!write_file(address, file)) return false;
    int error = start_browser(*file);
    if (!error) return true;
    tell("cannot run \"xdg-open\", which opens the browser: %s", strerror(error));
    opener_forget(file);
    return false;
}

void opener_forget(char **file) {
    if (*file) unlink(*file);
    free(*file);
    *file = NULL;
}
