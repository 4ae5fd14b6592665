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

#include "archive.h"
#include "cut.h"
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
    archive_columns columns; /* of a CSV file */
    bool has_columns;
} input;

struct feed {
    input *inputs;
    size_t count, at;
    size_t given; /* tasks handed out */
    void (*idle)(void *user);
    void *idle_user;
    char *buffer; /* of a whole draft, or of lines not handed out yet */
    size_t used, room, taken;
    size_t line;
    cutter cut;          /* of an archive */
    const char *column;  /* of its text */
    bool ended;          /* the lines' input gives no more */
    const char *problem; /* and not because it is over; told, not handed out yet */
};

static input_kind kind_by_name(const char *kind) {
    static const char *const names[] = {"text", "markdown", "html", "json", "jsonl", "mastodon", "x", "csv"};
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

/* As the services and spreadsheets name them; INPUT_TEXT: the name says nothing. */
static input_kind archive_by_name(const char *path) {
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    if (files_ends_in(path, ".jsonl") || files_ends_in(path, ".ndjson")) return INPUT_JSONL;
    if (files_ends_in(path, ".csv") || files_ends_in(path, ".tsv")) return INPUT_CSV;
    if (files_ends_in(path, ".js")) return INPUT_X;
    return strncmp(name, "outbox", 6) == 0 ? INPUT_MASTODON : INPUT_TEXT;
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

static input open_input(const char *operand, input_kind kind) {
    bool standard = strcmp(operand, "-") == 0;
    input in = {.name = standard ? "standard input" : operand, .is_file = !standard, .kind = kind};
    in.fd = standard ? STDIN_FILENO : files_open(operand, true, &in.problem);
    if (standard && fcntl(STDIN_FILENO, F_GETFD) < 0) in.problem = "it is closed";
    if (in.problem) tell("cannot read \"%s\": %s", in.name, in.problem);
    in.terminal = !in.problem && standard && isatty(in.fd) && paste_open(in.fd);
    return in;
}

/* What an operand is written in, whose name may say it. */
typedef input_kind kind_of(const char *operand);

static feed *open_all(const char **operands, size_t count, const char *kind, kind_of *by_name) {
    if (!enough_descriptors(count)) return NULL;
    feed *f = mem_new(1, sizeof(*f));
    f->inputs = mem_new(count, sizeof(*f->inputs));
    f->count = count;
    for (size_t i = 0; i < count; i++)
        f->inputs[i] = open_input(operands[i], kind ? kind_by_name(kind) : by_name(operands[i]));
    return f;
}

feed *feed_open(const char **operands, size_t count, const char *kind) {
    static const char *standard[] = {"-"};
    if (count == 0) operands = standard, count = 1;
    return open_all(operands, count, kind, kind_by_ending);
}

feed *feed_open_archives(const char **operands, size_t count, const char *kind, const char *column) {
    for (size_t i = 0; i < count && !kind; i++)
        if (archive_by_name(operands[i]) == INPUT_TEXT) {
            tell("\"%s\": say what it is written in, with --input=" FEED_ARCHIVES, operands[i]);
            return NULL;
        }
    feed *f = open_all(operands, count, kind, archive_by_name);
    if (f) f->column = column;
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

size_t feed_size(const feed *f) {
    size_t all = 0;
    struct stat st;
    for (size_t i = 0; i < f->count; i++)
        if (f->inputs[i].fd >= 0 && fstat(f->inputs[i].fd, &st) == 0 && S_ISREG(st.st_mode)) all += (size_t)st.st_size;
    return all;
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
    f->cut = (cutter){.form = CUT_LIST};
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

/* ---- archives ------------------------------------------------------------------------------------------------- */

/* The first record names the columns; some spreadsheets say their separator in a record before it. */
static void read_header(feed *f, input *in, hp_str record, task *out) {
    if (archive_separator(record, &f->cut.separator)) return;
    in->has_columns = true;
    out->problem = archive_header(record, f->cut.separator, f->column, &in->columns);
    f->cut.separator = in->columns.separator;
    if (out->problem) tell("cannot read \"%s\": %s", in->name, out->problem);
    f->ended = f->ended || out->problem;
}

/* The next post of an archive, as it stands there; false: there are no more. */
static bool cut_one(feed *f, const input *in, task *out) {
    bool too_long = false;
    for (;;) {
        hp_str held = {f->buffer ? f->buffer + f->taken : NULL, f->used - f->taken};
        cut_found found = cut_next(&f->cut, held, f->ended, &out->bytes);
        f->taken += cut_drop(&f->cut);
        out->line = f->cut.number;
        out->partial = too_long;
        if (found == CUT_ONE) return true;
        if (found != CUT_MORE) {
            out->problem = f->problem             ? f->problem
                           : found == CUT_SHORT   ? "it ends before its list of posts does"
                           : found == CUT_NO_LIST ? "there is no list of posts in it: see --input"
                                                  : NULL;
            if (out->problem && !f->problem) tell("cannot read all of \"%s\": %s", in->name, out->problem);
            f->problem = NULL;
            return out->problem;
        }
        if (cut_pending(&f->cut) > JSON_BYTES) too_long = true;
        if (too_long) f->taken += cut_forget(&f->cut);
        read_more(f, in);
    }
}

static bool read_archive(feed *f, input *in, task *out) {
    static const cut_form forms[] = {[INPUT_MASTODON] = CUT_ORDERED, [INPUT_X] = CUT_LIST, [INPUT_CSV] = CUT_RECORDS};
    f->cut.form = forms[in->kind];
    while (!out->problem && cut_one(f, in, out)) {
        if (out->problem || in->kind != INPUT_CSV || in->has_columns) {
            out->columns = &in->columns;
            return true;
        }
        read_header(f, in, out->bytes, out);
    }
    return out->problem;
}

static bool next_task(feed *f, task *out) {
    while (f->at < f->count) {
        input *in = &f->inputs[f->at];
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
        if (in->kind > INPUT_JSONL) {
            if (read_archive(f, in, out) && !out->problem) return true;
            next_input(f);
            if (out->problem) return true;
            continue;
        }
        read_whole(f, in, out);
        next_input(f);
        return true;
    }
    return false;
}

bool feed_next(feed *f, task *out) {
    if (!next_task(f, out)) return false;
    out->number = ++f->given;
    return true;
}
