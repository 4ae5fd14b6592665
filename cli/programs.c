/* programs.c - see programs.h. */
#include "programs.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mem.h"
#include "status.h"
#include "tell.h"

static const program programs[] = {
    {"serve", "Opens a page in the browser that checks a draft as you type."},
    {"host", "Answers the browser extension; the browser starts it."},
    {"clip", "Watches the clipboard, or checks what was copied."},
    {"fetch", "Follows your district's policy: fetches it, verifies who signed it."},
    {"media", "Reads the files of \"check --attach\", which starts it."},
    {"milter", "Answers a school's mail server about each mail."},
    {NULL, NULL}, /* the end */
};

const program *program_at(size_t at) {
    return programs[at].name ? &programs[at] : NULL;
}

char *program_path(const char *name) {
    char self[PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
    self[n > 0 ? n : 0] = 0;
    char *slash = strrchr(self, '/');
    if (slash) *slash = 0;
    const char *folder = slash ? self : "/usr/bin";
    return name ? mem_text("%s/hallpass-%s", folder, name) : mem_text("%s/hallpass", folder);
}

int program_become(const char *name, char **arguments) {
    size_t count = 0;
    while (arguments[count]) count++;
    char *path = program_path(name);
    char **argv = mem_new(count + 2, sizeof(*argv));
    argv[0] = path;
    memcpy(argv + 1, arguments, count * sizeof(*argv));
    execv(path, argv);
    tell("cannot run \"%s\": %s; it is installed beside hallpass, or built by \"make\"", path, strerror(errno));
    free(argv);
    free(path);
    return STATUS_WRONG;
}
