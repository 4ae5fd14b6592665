/* doctor_machine.c - what hallpass needs of the computer: the sandbox, the terminal's characters, time zones. */
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "doctor.h"
#include "fd.h"
#include "mem.h"
#include "sandbox.h"
#include "sources.h"

enum { WHY_BYTES = 256 };

/* In a process of its own, which ends there; says nothing where all is well, else why not. */
static size_t try_sandbox(char why_not[WHY_BYTES]) {
    int ends[2];
    const char *why = "it cannot be tried";
    if (pipe(ends) != 0) return (size_t)snprintf(why_not, WHY_BYTES, "%s", why);
    pid_t pid = fork();
    if (pid == 0) {
        bool in = sandbox_enter((sandbox_needs){.terminal = false}, &why);
        if (!in) (void)!fd_write(ends[1], why, strlen(why));
        _exit(0);
    }
    close(ends[1]);
    ssize_t n = pid > 0 ? fd_read(ends[0], why_not, WHY_BYTES) : snprintf(why_not, WHY_BYTES, "%s", why);
    close(ends[0]);
    if (pid > 0) waitpid(pid, NULL, 0);
    return n > 0 ? (size_t)n : 0;
}

static void look_at_sandbox(doctor *d) {
    char why[WHY_BYTES];
    size_t n = try_sandbox(why);
    if (n > 0)
        doctor_add(
            d, "sandbox", HEALTH_MEND, mem_text("drafts are checked without it: seccomp: %.*s", (int)n, why),
            mem_text("uname -r, for whoever runs this computer: its kernel or container must allow seccomp filters"));
    else
        doctor_add(d, "sandbox", HEALTH_FINE,
                   mem_text("a check can reach no network and open no file once it reads a draft"), NULL);
}

static void look_at_terminal(doctor *d) {
    setlocale(LC_CTYPE, "");
    bool utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0, screen = isatty(STDOUT_FILENO);
    if (utf8)
        doctor_add(d, "terminal", HEALTH_FINE, mem_text("it is told that texts are UTF-8"), NULL);
    else
        doctor_add(d, "terminal", screen ? HEALTH_MEND : HEALTH_NOTE,
                   mem_text("its language settings are for \"%s\", and hallpass writes UTF-8", nl_langinfo(CODESET)),
                   mem_text("export LANG=C.UTF-8"));
}

static void look_at_zones(doctor *d) {
    if (files_exist(SOURCES_ZONES "/zone.tab"))
        doctor_add(d, "time zones", HEALTH_FINE, mem_text("in " SOURCES_ZONES), NULL);
    else
        doctor_add(d, "time zones", HEALTH_MEND,
                   mem_text("their database is not in " SOURCES_ZONES ": a policy that names a zone cannot be used"),
                   mem_text("sudo apt install tzdata"));
}

void doctor_machine(doctor *d) {
    look_at_sandbox(d);
    look_at_terminal(d);
    look_at_zones(d);
}
