/* feed.c - see feed.h. */
#include "feed.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fd.h"
#include "files.h"
#include "mem.h"
#include "messages.h"
#include "paste.h"
#include "tell.h"

enum {
    DRAFT_BYTES = 1 << 20, /* the library's own cap: it tells who is over it */
    JSON_BYTES = 8 << 20,  /* a draft at the cap with every character escaped */
    LINE_STEP = 256 * 1024,
    FEW_INPUTS = 64 /* always allowed, beside what a program has open anyway */
};

typedef struct input {
    const char *name;
    int fd;
    input_kind kind;
    bool is_file, terminal;
    const char *problem;
} input;

struct feed {
    input *inputs;
    size_t count, at;
    void (*idle)(void *user);
    void *idle_user;
    char *buffer; /* of a whole draft, or of lines not handed out yet */
    size_t used, room, taken;
    size_t line;
    bool ended;          /* the lines' input gives no more */
    const char *problem; /* and not because it is over; told, not handed out yet */
};

static input_kind kind_by_name(const char *kind) {
    static const char *const names[] = {"text", "markdown", "html", "json", "jsonl"};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (strcmp(kind, names[i]) == 0) return (input_kind)i;
    return INPUT_TEXT;
}

static input_kind kind_by_ending(const char *path) {
    static const struct {
        const char *ending;
        input_kind kind;
    } endings[] = {{".md", INPUT_MARKDOWN}, {".markdown", INPUT_MARKDOWN}, {".html", INPUT_HTML},
                   {".htm", INPUT_HTML},    {".xhtml", INPUT_HTML},        {".json", INPUT_JSON},
                   {".jsonl", INPUT_JSONL}, {".ndjson", INPUT_JSONL}};
    for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++)
        if (files_ends_in(path, endings[i].ending)) return endings[i].kind;
    return INPUT_TEXT;
}

/* Each input keeps a descriptor until its turn; false: the system allows fewer. */
static bool enough_descriptors(size_t count) {
    struct rlimit limit;
    if (count < FEW_INPUTS || getrlimit(RLIMIT_NOFILE, &limit) != 0) return true;
    limit.rlim_cur = limit.rlim_max;
    if (setrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur < count + FEW_INPUTS) {
        tell("%zu files are more than this system lets a program open: check them in parts, or as JSON Lines", count);
        return false;
    }
    return true;
}

static input open_input(const char *operand, const char *kind) {
    bool standard = strcmp(operand, "-") == 0;
    input in = {.name = standard ? "standard input" : operand, .is_file = !standard};
    in.kind = kind ? kind_by_name(kind) : standard ? INPUT_TEXT : kind_by_ending(operand);
    in.fd = standard ? STDIN_FILENO : files_open(operand, true, &in.problem);
    if (standard && fcntl(STDIN_FILENO, F_GETFD) < 0) in.problem = "it is closed";
    if (in.problem) tell("cannot read \"%s\": %s", in.name, in.problem);
    in.terminal = !in.problem && standard && isatty(in.fd) && paste_open(in.fd);
    return in;
}

feed *feed_open(const char **operands, size_t count, const char *kind) {
    static const char *standard[] = {"-"};
    if (count == 0) operands = standard, count = 1;
    if (!enough_descriptors(count)) return NULL;
    feed *f = mem_new(1, sizeof(*f));
    f->inputs = mem_new(count, sizeof(*f->inputs));
    f->count = count;
    for (size_t i = 0; i < count; i++) f->inputs[i] = open_input(operands[i], kind);
    return f;
}

void feed_ask(const feed *f) {
    if (feed_from_terminal(f)) paste_say(message_text(MESSAGE_PASTE));
}

void feed_on_idle(feed *f, void (*idle)(void *user), void *user) {
    f->idle = idle;
    f->idle_user = user;
}

void feed_close(feed *f) {
    if (!f) return;
    paste_close();
    free(f->buffer);
    free(f->inputs);
    free(f);
}

size_t feed_inputs(const feed *f) {
    return f->count;
}

bool feed_has_lines(const feed *f) {
    for (size_t i = 0; i < f->count; i++)
        if (f->inputs[i].kind == INPUT_JSONL) return true;
    return false;
}

bool feed_has_json(const feed *f) {
    for (size_t i = 0; i < f->count; i++)
        if (f->inputs[i].kind >= INPUT_JSON) return true;
    return false;
}

bool feed_from_terminal(const feed *f) {
    for (size_t i = 0; i < f->count; i++)
        if (f->inputs[i].terminal) return true;
    return false;
}

int *feed_descriptors(const feed *f, size_t *count) {
    int *list = mem_new(f->count + 1, sizeof(*list));
    *count = 0;
    for (size_t i = f->at; i < f->count; i++)
        if (f->inputs[i].fd >= 0) list[(*count)++] = f->inputs[i].fd;
    if (paste_descriptor() >= 0) list[(*count)++] = paste_descriptor();
    return list;
}

/* ---- whole drafts --------------------------------------------------------------------------------------------- */

static void next_input(feed *f) {
    input *in = &f->inputs[f->at++];
    if (in->is_file && in->fd >= 0) close(in->fd);
    f->used = f->taken = f->line = 0;
    f->ended = false;
}

static void forget(feed *f) {
    free(f->buffer);
    f->buffer = NULL, f->room = f->used = f->taken = 0;
}

/* The terminal gets its settings back before anything is done with the draft. */
static bool read_paste(feed *f, const input *in, size_t cap, size_t *n, const char **why) {
    bool ok = paste_read(in->fd, cap, &f->buffer, n);
    paste_close();
    if (!ok) *why = "the terminal gives nothing";
    return ok;
}

static void read_whole(feed *f, const input *in, task *out) {
    size_t cap = in->kind == INPUT_JSON ? JSON_BYTES : DRAFT_BYTES, n = 0;
    forget(f);
    bool ok = in->terminal ? read_paste(f, in, cap, &n, &out->problem)
                           : files_read_all(in->fd, cap, &f->buffer, &n, &out->problem);
    if (!ok) tell("cannot read \"%s\": %s", in->name, out->problem);
    out->bytes = (hp_str){f->buffer, n};
    out->partial = n > cap;
}

/* ---- lines ---------------------------------------------------------------------------------------------------- */

/* Lines pasted into a terminal come all at once. */
static void paste_lines(feed *f, const input *in) {
    forget(f);
    f->ended = true;
    if (read_paste(f, in, JSON_BYTES, &f->used, &f->problem) && f->used > JSON_BYTES)
        f->problem = "it is longer than 8 MiB";
    f->room = f->used;
    if (f->problem) tell("cannot read all of \"%s\": %s", in->name, f->problem);
}

/* Reads more behind what is there; what is finished is sent off first when that means waiting. */
static void read_more(feed *f, const input *in) {
    if (in->terminal) {
        paste_lines(f, in);
        return;
    }
    struct pollfd ready = {.fd = in->fd, .events = POLLIN};
    if (f->idle && poll(&ready, 1, 0) == 0) f->idle(f->idle_user);
    if (f->taken > 0) {
        memmove(f->buffer, f->buffer + f->taken, f->used - f->taken);
        f->used -= f->taken;
        f->taken = 0;
    }
    f->buffer = mem_grow(f->buffer, &f->room, f->used + LINE_STEP, 1);
    ssize_t got = fd_read(in->fd, f->buffer + f->used, LINE_STEP);
    f->ended = got <= 0;
    if (got > 0) f->used += (size_t)got;
    if (got >= 0) return;
    f->problem = strerror(errno);
    tell("cannot read \"%s\": %s", in->name, f->problem);
}

/* Passes the rest of a line that is too long. */
static void skip_line(feed *f, const input *in) {
    for (;;) {
        char *newline = memchr(f->buffer + f->taken, '\n', f->used - f->taken);
        if (newline) {
            f->taken = (size_t)(newline - f->buffer) + 1;
            return;
        }
        f->taken = f->used;
        if (f->ended) return;
        read_more(f, in);
    }
}

/* The last task of an input that broke off: whatever else it held was not read, a line's beginning is no line. */
static bool end_lines(feed *f, task *out) {
    out->problem = f->problem;
    f->problem = NULL;
    f->taken = f->used;
    if (out->problem) out->line = ++f->line;
    return out->problem != NULL;
}

static bool read_line(feed *f, const input *in, task *out) {
    size_t seen = 0; /* bytes of the line that hold no newline */
    for (;;) {
        char *from = f->buffer ? f->buffer + f->taken : NULL;
        size_t have = f->used - f->taken;
        char *newline = have > seen ? memchr(from + seen, '\n', have - seen) : NULL;
        if (newline || (f->ended && have > 0 && !f->problem)) {
            out->bytes = (hp_str){from, newline ? (size_t)(newline - from) : have};
            f->taken += out->bytes.n + (newline != NULL);
            break;
        }
        if (f->ended) return end_lines(f, out);
        if (have > JSON_BYTES) {
            skip_line(f, in);
            out->partial = true;
            break;
        }
        seen = have;
        read_more(f, in);
    }
    out->line = ++f->line;
    if (f->line == 1 && out->bytes.n >= 3 && memcmp(out->bytes.p, "\xEF\xBB\xBF", 3) == 0)
        out->bytes = (hp_str){out->bytes.p + 3, out->bytes.n - 3};
    return true;
}

bool feed_next(feed *f, task *out) {
    while (f->at < f->count) {
        const input *in = &f->inputs[f->at];
        *out = (task){.name = in->name, .is_file = in->is_file, .kind = in->kind, .problem = in->problem};
        if (in->problem) {
            next_input(f);
            return true;
        }
        if (in->kind == INPUT_JSONL) {
            if (read_line(f, in, out)) return true;
            next_input(f);
            continue;
        }
        read_whole(f, in, out);
        next_input(f);
        return true;
    }
    return false;
}
