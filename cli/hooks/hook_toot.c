/* hook_toot.c - toot, Mastodon from the command line: its text (argument, standard input, editor, terminal), its
 * warning and its descriptions are checked as one post, and handed to toot on standard input.
 *
 * The editor is run here: toot would send the pictures before it, and goes on whatever its exit status. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "files.h"
#include "hook.h"
#include "hook_child.h"
#include "mem.h"
#include "paste.h"
#include "scratch.h"
#include "status.h"
#include "tell.h"
#include "toot_words.h"
#include "utf8.h"
#include "wrapper.h"

enum { POST_BYTES = 1 << 20 };

static const gate_kind kind = {.channel = "mastodon", .nothing = "nothing was posted"};

/* ---- the text --------------------------------------------------------------------------------------------------- */

/* What Python's rstrip() takes off. */
static bool is_blank(uint32_t c) {
    return (c >= 9 && c <= 13) || (c >= 0x1C && c <= 0x20) || c == 0x85 || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

/* As toot will read it from its standard input: one kind of line end, no blanks at the end. */
static void put_as_read(output *to, hp_str text) {
    size_t end = 0;
    for (size_t i = 0, n; i < text.n; i += n)
        if (!is_blank(utf8_next(text, i, &n))) end = i + n;
    for (size_t i = 0; i < end; i++) {
        bool crlf = text.p[i] == '\r' && i + 1 < end && text.p[i + 1] == '\n';
        if (!crlf) out_char(to, text.p[i] == '\r' ? '\n' : text.p[i]);
    }
}

static bool read_edited(const char *path, output *text) {
    char *bytes;
    size_t n;
    const char *why;
    if (!files_load(path, POST_BYTES, false, &bytes, &n, &why)) {
        tell("cannot read what was written: %s", why);
        return false;
    }
    put_as_read(text, (hp_str){bytes, n});
    free(bytes);
    return true;
}

static bool edit(const toot_words *t, output *text) {
    const char *editor = t->editor ? t->editor : getenv("EDITOR");
    if (!editor || !*editor) {
        tell("name an editor: --editor=NAME, or set EDITOR");
        return false;
    }
    if (!isatty(STDIN_FILENO)) {
        tell("an editor needs the terminal: leave --editor out, or do not pipe a text in");
        return false;
    }
    char *folder = scratch_make(true), *path = folder ? mem_text("%s/post.toot", folder) : NULL;
    if (!folder) return false;
    bool ok = scratch_put(path, view(t->text));
    if (ok) {
        int status = child_run((const char *const[]){editor, path, NULL});
        if (status > 0) tell("the editor ended with status %d", status);
        ok = status == 0 && read_edited(path, text);
    }
    free(path);
    scratch_remove(folder);
    return ok;
}

static bool read_terminal(output *text) {
    char *bytes = NULL;
    size_t n = 0;
    if (!paste_open(STDIN_FILENO)) return false;
    paste_say("Write or paste your toot, then press Ctrl-D.\n");
    bool ok = paste_read(STDIN_FILENO, POST_BYTES, &bytes, &n);
    paste_close();
    if (ok) put_as_read(text, (hp_str){bytes, n});
    free(bytes);
    return ok;
}

static bool read_text(const toot_words *t, output *text) {
    hp_str piped;
    char *bytes = NULL;
    if (t->edit) return edit(t, text);
    if (t->text && *t->text) {
        put_as_read(text, view(t->text));
        return true;
    }
    if (isatty(STDIN_FILENO)) return read_terminal(text);
    bool ok = wrapper_read(POST_BYTES, &piped, &bytes);
    if (ok) put_as_read(text, piped);
    free(bytes);
    return ok;
}

/* ---- checking --------------------------------------------------------------------------------------------------- */

/* Only the name of a file leaves the machine with it. */
static hp_str name_of(const char *path) {
    const char *slash = strrchr(path, '/');
    return view(slash ? slash + 1 : path);
}

static const char *markup_of(const toot_words *t) {
    if (!t->content_type) return NULL;
    return strcmp(t->content_type, "text/html") == 0       ? "html"
           : strcmp(t->content_type, "text/markdown") == 0 ? "markdown"
                                                           : NULL;
}

/* The warning and the text are read together, as one post: who may stand in the one, what in the other. */
static int ask(const hook_call *call, const toot_words *t, hp_str text) {
    hp_media media[TOOT_MEDIA] = {{.path = {NULL, 0}}};
    size_t count = 0;
    if (t->upload) media[count++].path = name_of(t->text ? t->text : "");
    for (size_t i = 0; i < t->media_count; i++) media[count++].path = name_of(t->media[i]);
    if (count < t->description_count) count = t->description_count;
    for (size_t i = 0; i < t->description_count; i++) media[i].alt = view(t->descriptions[i]);
    output whole = OUT_MEMORY;
    if (t->spoiler) {
        out_z(&whole, t->spoiler);
        out_z(&whole, "\n\n");
    }
    out_str(&whole, text);
    gate *g = gate_new(call->args, &kind);
    int status = STATUS_WRONG;
    if (g) {
        gate_check(
            g, &(gate_draft){.text = out_view(&whole), .markup = markup_of(t), .media = media, .media_count = count});
        status = gate_decide(g);
    }
    gate_free(g);
    out_free(&whole);
    return status;
}

/* ---- handing on ------------------------------------------------------------------------------------------------- */

static void become_toot(const char *client, const toot_words *t, hp_str text) {
    const char *argv[TOOT_MOST + 8] = {client, t->upload ? "upload" : "post"};
    size_t n = 2;
    for (size_t i = 0; i < t->count; i++) argv[n++] = t->words[i];
    if (t->help) argv[n++] = "--help";
    if (t->upload && t->text) argv[n++] = "--", argv[n++] = t->text;
    setenv("PYTHONUTF8", "1", 1); /* it must read what was checked, whatever the locale */
    setenv("PYTHONIOENCODING", "utf-8:strict", 1);
    if (t->upload)
        child_become(argv);
    else
        child_become_with(argv, text);
}

static int publish(const hook_call *call, const toot_words *t, const char *client) {
    output text = OUT_MEMORY;
    int status = STATUS_WRONG;
    if (!t->help && !t->upload && !read_text(t, &text)) {
        tell("%s", kind.nothing);
    } else if (!t->help && !t->upload && text.n == 0 && t->media_count == 0) {
        tell("there is no text: nothing was posted");
    } else {
        status = t->help ? STATUS_CLEAN : ask(call, t, out_view(&text));
        if (status == STATUS_CLEAN) {
            become_toot(client, t, out_view(&text));
            status = STATUS_WRONG; /* it could not be run */
        }
    }
    out_free(&text);
    return status;
}

static int run_other(const hook_call *call, const char *client) {
    const char *verb = call->word_count > 0 ? call->words[0] : NULL;
    const char **argv = mem_new(call->word_count + 2, sizeof(*argv));
    argv[0] = client;
    for (size_t i = 0; i < call->word_count; i++) argv[i + 1] = call->words[i];
    if (!verb || toot_publishes_nothing(verb))
        child_become(argv);
    else
        tell("\"toot %s\" may post without asking hallpass, so it is not run; \"%s %s\" runs it all the same", verb,
             client, verb);
    free(argv);
    return STATUS_WRONG;
}

static int run(const hook_call *call) {
    const char *verb = call->word_count > 0 ? call->words[0] : "";
    char *client = wrapper_find_client(call->args, "toot");
    int status = STATUS_WRONG;
    if (client && strcmp(verb, "post") != 0 && strcmp(verb, "upload") != 0) {
        status = run_other(call, client);
    } else if (client) {
        toot_words t;
        if (toot_read(call, &t))
            status = publish(call, &t, client);
        else
            tell("%s", kind.nothing);
        toot_free(&t);
    }
    free(client);
    return status;
}

static bool find_scripts(const arguments *args, bool install, scripts *out) {
    *out = (scripts){.name = "toot", .nothing = kind.nothing, .broken = STATUS_UNCHECKED};
    return wrapper_scripts(args, install, out);
}

/* With a program in toot's place that reaches nobody. */
static int attempt(const arguments *args, hp_str text) {
    return wrapper_run_apart(args, "toot", "true", (const char *const[]){"post", NULL}, text);
}

const hook hook_toot = {"toot", run, find_scripts, attempt};
