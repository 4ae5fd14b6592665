/* outlets.c - see outlets.h. */
#include "outlets.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "hooks/browsers.h"
#include "hooks/hook_child.h"
#include "hooks/scripts.h"
#include "hooks/wrapper.h"
#include "keep.h"
#include "mem.h"
#include "messages.h"
#include "programs.h"
#include "status.h"
#include "tell.h"

enum { SCRIPT_BYTES = 64 * 1024 };

/* Programs that a hook stands before, by the hook's name, which is theirs. */
static const struct {
    const char *name;
    message question;
} programs[] = {{"toot", MESSAGE_INIT_TOOT}, {"msmtp", MESSAGE_INIT_MAIL}, {"sendmail", MESSAGE_INIT_MAIL}};
enum { PROGRAMS = sizeof(programs) / sizeof(programs[0]) };

/* Whether its script comes first on PATH. */
static bool asks_already(const char *name) {
    char *first = wrapper_search(name, true);
    bool ours = first && scripts_are_ours(first);
    free(first);
    return ours;
}

static bool is_here(const char *name) {
    char *found = wrapper_search(name, false);
    free(found);
    return found;
}

/* What the script says is for those who install it themselves; that it was written is told on standard error. */
static int install(const char *name) {
    output shown = OUT_MEMORY;
    char *self = program_path(NULL);
    int status = child_read((const char *const[]){self, "hook", "install", name, "--yes", NULL}, SCRIPT_BYTES, &shown);
    out_free(&shown);
    free(self);
    return status == STATUS_CLEAN ? STATUS_CLEAN : STATUS_WRONG; /* told */
}

static int ask_programs(dialog *d) {
    int status = STATUS_CLEAN;
    for (size_t i = 0; i < PROGRAMS; i++) {
        if (!is_here(programs[i].name) || asks_already(programs[i].name)) continue;
        char *question = mem_text(message_text(programs[i].question), programs[i].name);
        if (dialog_yes(d, question, false)) status = status_worse(status, install(programs[i].name));
        free(question);
    }
    return status;
}

/* ---- browsers ---------------------------------------------------------------------------------------------------- */

static bool browser_asks(const browser *b) {
    char *own = browser_manifest(b);
    bool asks = access(b->shared, F_OK) == 0 || (own && access(own, F_OK) == 0);
    free(own);
    return asks;
}

static int write_manifest(dialog *d, const browser *b) {
    output text = OUT_MEMORY;
    char *path = browser_manifest(b), *folder = mem_text("%.*s", (int)(strrchr(path, '/') - path), path);
    const char *why = NULL;
    bool made = browser_manifest_text(b, NULL, &text);
    bool ok = made && keep_folder(folder, 0700, &why) && keep_file(path, out_view(&text), 0644, true, &why);
    if (ok) {
        dialog_row(d, message_text(MESSAGE_INIT_WROTE), path);
        dialog_say(d, message_text(MESSAGE_INIT_EXTENSION));
    } else if (made) {
        tell("cannot write \"%s\": %s", path, why);
    }
    free(folder);
    free(path);
    out_free(&text);
    return ok ? STATUS_CLEAN : STATUS_WRONG;
}

static int ask_browsers(dialog *d) {
    int status = STATUS_CLEAN;
    const browser *b;
    for (size_t i = 0; (b = browser_at(i)); i++) {
        if (!browser_used(b) || browser_asks(b)) continue;
        char *question = mem_text(message_text(MESSAGE_INIT_BROWSER), b->name);
        if (dialog_yes(d, question, false)) status = status_worse(status, write_manifest(d, b));
        free(question);
    }
    return status;
}

/* What is not a file alone, or belongs to one folder: told. */
static void tell_others(dialog *d) {
    static const struct {
        message what;
        const char *command;
    } others[] = {{MESSAGE_INIT_GIT, "hallpass hook install git"},
                  {MESSAGE_INIT_CLIP, "systemctl --user enable --now hallpass-clip"},
                  {MESSAGE_INIT_SERVE, "hallpass serve --open"}};
    out_char(&d->to, '\n');
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        dialog_say(d, message_text(others[i].what));
        dialog_command(d, others[i].command);
    }
}

int outlets_ask(dialog *d) {
    dialog_explain(d, message_text(MESSAGE_INIT_POSTING));
    int status = ask_programs(d);
    status = status_worse(status, ask_browsers(d));
    tell_others(d);
    return status;
}

char *outlets_told(void) {
    output list = OUT_MEMORY;
    const browser *b;
    for (size_t i = 0; i < PROGRAMS; i++) {
        if (!asks_already(programs[i].name)) continue;
        if (list.n > 0) out_z(&list, ", ");
        out_z(&list, programs[i].name);
    }
    for (size_t i = 0; (b = browser_at(i)); i++) {
        if (!browser_asks(b)) continue;
        if (list.n > 0) out_z(&list, ", ");
        out_z(&list, b->name);
    }
    out_char(&list, 0);
    return list.p;
}
