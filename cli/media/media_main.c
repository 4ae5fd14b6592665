/* media_main.c - hallpass-media: opens the files that go out with a draft and says what they hold. `hallpass check`
 * starts it, and asks it line by line from within its own sandbox:
 *
 *     {"attached":"0"}             the file number 0 of its arguments
 *     {"beneath":"trip/a.jpg"}     a file beneath the folder of --beneath; no symbolic link leads out of it
 *
 * Each answer is one line (attach.c reads it). This process never looks into a file: each is read by a process of its
 * own (worker.h). It is the only program of hallpass that links libraries for pictures and documents. */
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "fd.h"
#include "files.h"
#include "json_in.h"
#include "mem.h"
#include "ocr.h"
#include "options.h"
#include "sandbox.h"
#include "status.h"
#include "tell.h"
#include "worker.h"

static const option options[] = {
    {"beneath", "DIR", NULL, "the folder of the files that are asked for by their name"},
};

static const char about[] = "\"hallpass check --attach FILE\" and \"--media-dir DIR\" start it and ask it on standard\n"
                            "input; there is no need to run it by hand.\n";

/* What may be asked for: open descriptors, or -1. */
typedef struct shelf {
    const arguments *args;
    int *files; /* one for each operand */
    int folder;
} shelf;

static void open_shelf(const arguments *args, shelf *s) {
    const char *folder = options_value(args, "beneath", NULL), *why;
    *s = (shelf){.args = args, .files = mem_new(args->operand_count, sizeof(*s->files)), .folder = -1};
    for (size_t i = 0; i < args->operand_count; i++) s->files[i] = files_open(args->operands[i], false, &why);
    if (folder) s->folder = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

static void close_shelf(shelf *s) {
    for (size_t i = 0; i < s->args->operand_count; i++)
        if (s->files[i] >= 0) close(s->files[i]);
    if (s->folder >= 0) close(s->folder);
    free(s->files);
}

/* ---- beneath the folder */

static const char *open_reason(int error) {
    return error == EXDEV    ? "it was not opened: its path leads out of the folder of --media-dir"
           : error == ENOENT ? "it was not opened: there is no such file in the folder of --media-dir"
           : error == ENOSYS ? "it was not opened: this system cannot keep paths within a folder"
                             : "it was not opened: it cannot be opened";
}

static int open_beneath(int folder, const char *path, const char **why) {
    struct open_how how = {.flags = O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK,
                           .resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS};
    struct stat st;
    int fd = (int)syscall(SYS_openat2, folder, path, &how, sizeof(how));
    *why = fd < 0 ? open_reason(errno) : NULL;
    if (fd < 0 || (fstat(fd, &st) == 0 && S_ISREG(st.st_mode))) return fd;
    *why = "it was not opened: it is no ordinary file";
    close(fd);
    return -1;
}

static void answer_beneath(const shelf *s, hp_str path, output *to) {
    const char *why = "it was not opened: its name is none";
    char *name = mem_text("%.*s", (int)path.n, path.p);
    int fd = strlen(name) == path.n && s->folder >= 0 ? open_beneath(s->folder, name, &why) : -1;
    if (fd >= 0) {
        worker_read(fd, name, to);
        close(fd);
    } else {
        worker_refuse(why, to);
    }
    free(name);
}

/* ---- answers */

static void answer_attached(const shelf *s, hp_str number, output *to) {
    size_t at = 0;
    for (size_t i = 0; i < number.n; i++) at = at * 10 + (size_t)(number.p[i] - '0');
    if (at >= s->args->operand_count || s->files[at] < 0)
        worker_refuse("it was not opened: it is gone", to);
    else
        worker_read(s->files[at], s->args->operands[at], to);
}

static void answer(const shelf *s, hp_str line, output *to) {
    json_draft asked = {0};
    hp_str attached = {NULL, 0}, beneath = {NULL, 0};
    if (json_node_read(line, "attached", &asked)) {
        attached = json_node_text(json_node_at(asked.root, "attached"));
        beneath = json_node_text(json_node_at(asked.root, "beneath"));
    }
    if (attached.n)
        answer_attached(s, attached, to);
    else if (beneath.n)
        answer_beneath(s, beneath, to);
    else
        worker_refuse("it was not opened: the question was not understood", to);
    json_draft_free(&asked);
}

static int serve(const arguments *args) {
    output to = OUT_TO(STDOUT_FILENO);
    shelf s;
    const char *why;
    char *line = NULL;
    size_t room = 0;
    fd_close_others(NULL, 0);
    if (!sandbox_stay_home(&why)) tell("running without the sandbox: %s", why);
    signal(SIGPIPE, SIG_IGN);
    open_shelf(args, &s);
    ocr_prepare();
    for (ssize_t n; (n = getline(&line, &room, stdin)) > 0 && !to.error;) {
        answer(&s, (hp_str){line, (size_t)n}, &to);
        out_flush(&to);
    }
    free(line);
    close_shelf(&s);
    ocr_release();
    return out_end(&to);
}

static const command cmd_media = {"media", "[FILE]...", "Reads the files of \"check --attach\", which starts it.",
                                  about,   options,     sizeof(options) / sizeof(options[0]),
                                  serve};

static int print_help(void) {
    output to = OUT_TO(STDOUT_FILENO);
    options_help(&to, &cmd_media, NULL, 0);
    return out_end(&to);
}

int main(int argc, char **argv) {
    arguments args;
    int status = STATUS_WRONG;
    if (options_parse(&cmd_media, argc - 1, argv + 1, &args)) status = args.help ? print_help() : serve(&args);
    options_free(&args);
    return status;
}
