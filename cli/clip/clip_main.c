/* clip_main.c - `hallpass clip`: its options; and what keeps drafts in memory only. */
#include <malloc.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "clip.h"
#include "mem.h"
#include "options.h"
#include "setup.h"
#include "status.h"
#include "tell.h"

enum { LEAST_WORDS = 4, MOST_WORDS = 1000 };

/* Handed on to "hallpass check". */
static const char *const handed_on[] = {"channel", "audience", "account", "role",  "author",
                                        "profile", "flag",     "policy",  "roster"};
enum { HANDED_ON = sizeof(handed_on) / sizeof(handed_on[0]) };

static const option options[] = {
    {"once", NULL, NULL, "check what is on the clipboard now, print the report and end"},
    {"replace", NULL, NULL,
     "offer the suggested wording in the notice; with --once: put it on the clipboard, as plain text"},
    {"notify", NULL, NULL, "with --once: answer by a notice instead of the report (for a keyboard shortcut)"},
    {"words", "N", NULL, "while watching, leave copies of fewer words alone (default: 4)"},
    {"everything", NULL, NULL, "while watching, check short copies, links, paths, tables and program lines too"},
    {"tell", "LEVEL", "review|hold", "while watching, notices from this level on (default: review)"},
    {"pause", NULL, NULL, "with --once: wait for Enter at the end, so that a window stays open"},
    {"channel", "NAME", NULL, "where you mostly post: twitter, facebook, newsletter, ... (the policy's channels)"},
    {"audience", "NAME", NULL, "who will read it: public, families, class, staff, self or closed"},
    {"account", "KIND", "personal|professional|class|school", "whose account posts it"},
    {"role", "ROLE", "teacher|aide|admin|spokesperson", "who you are at school"},
    {"flag", "NAME", NULL, "what is said of it, as the policy asks: school-business, ... (repeat)"},
    {"author", "NAME", NULL, "your display name: you may name yourself"},
    {"profile", "FILE", NULL, "a file with the text of your profile"},
    SETUP_OPTIONS,
};

static const char about[] = "Without --once it stays and watches: when you copy a draft that had better not be\n"
                            "posted as it is, a notice says so, with counts and rule titles, never with a word\n"
                            "of it. Copies are checked in a sandbox and kept nowhere.\n"
                            "\n"
                            "Left alone: copies of fewer than 4 words (names, marks, passwords), links, mail\n"
                            "addresses and paths by themselves, rows of a table, program lines, files,\n"
                            "pictures, what a password manager copies (it is not read), and what you only\n"
                            "select (the primary selection). --words and --everything change that.\n"
                            "\n"
                            "It is told of each copy by X11 (XFixes) or by wl-paste where the compositor lets\n"
                            "it (sway, KDE, Hyprland); GNOME's does not, there it watches through Xwayland.\n"
                            "\n"
                            "Exit status of --once: 0 nothing to hold back; 1 findings; 2 no text, or wrong\n"
                            "usage; 3 not read or not fully checked.\n";

/* Nothing of a draft in a core dump, in another program's view of this one's memory, or in freed memory. */
static void keep_to_itself(void) {
    struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
    prctl(PR_SET_DUMPABLE, 0);
    mallopt(M_PERTURB, 0xA5); /* larger blocks are overwritten when they are freed, those of the libraries too */
    signal(SIGPIPE, SIG_IGN);
}

/* "--name=value" for each; a list that ends in NULL. */
static const char **hand_on(const arguments *args) {
    const char **list = mem_new(args->given_count + 1, sizeof(*list));
    size_t n = 0;
    for (size_t i = 0; i < HANDED_ON; i++) {
        size_t at = 0;
        for (const char *v; (v = options_each(args, handed_on[i], &at));)
            list[n++] = mem_text("--%s=%s", handed_on[i], v);
    }
    return list;
}

static void free_list(const char **list) {
    for (size_t i = 0; list[i]; i++) free((char *)(uintptr_t)list[i]);
    free(list);
}

static bool read_words(const arguments *args, size_t *words) {
    const char *text = options_value(args, "words", NULL);
    *words = LEAST_WORDS;
    if (!text) return true;
    char *end;
    unsigned long n = strtoul(text, &end, 10);
    bool ok = text[0] >= '0' && text[0] <= '9' && *end == 0 && n <= MOST_WORDS;
    if (!ok) tell("\"%s\" is no number of words: choose 0 to %d", text, MOST_WORDS);
    *words = n;
    return ok;
}

/* Options that mean nothing together are a mistake that nobody should find out by waiting. */
static bool options_agree(const arguments *args) {
    static const char *const once[] = {"notify", "pause"}, *const watching[] = {"words", "everything", "tell"};
    bool is_once = options_has(args, "once");
    if (args->operand_count > 0) {
        tell("\"clip\" takes no file: \"hallpass check %s\" checks one", args->operands[0]);
        return false;
    }
    for (size_t i = 0; i < 2; i++)
        if (!is_once && options_has(args, once[i])) {
            tell("--%s goes with --once", once[i]);
            return false;
        }
    for (size_t i = 0; i < 3; i++)
        if (is_once && options_has(args, watching[i])) {
            tell("--once checks whatever is copied: leave --%s out", watching[i]);
            return false;
        }
    return true;
}

static int run(const arguments *args) {
    clip_options o = {.everything = options_has(args, "everything"),
                      .tell_from = strcmp(options_value(args, "tell", "review"), "hold") == 0 ? HP_HOLD : HP_REVIEW,
                      .replace = options_has(args, "replace"),
                      .notify = options_has(args, "notify"),
                      .pause = options_has(args, "pause")};
    if (!options_agree(args) || !read_words(args, &o.least_words)) return STATUS_WRONG;
    keep_to_itself();
    o.check = hand_on(args);
    int status = options_has(args, "once") ? clip_once(&o) : clip_watch(&o);
    free_list(o.check);
    return status;
}

static const command cmd_clip = {"clip", "",      "Watches the clipboard for drafts, or checks what was copied.",
                                 about,  options, sizeof(options) / sizeof(options[0]),
                                 run};

static int print_help(void) {
    output to = OUT_TO(STDOUT_FILENO);
    options_help(&to, &cmd_clip, NULL, 0);
    out_flush(&to);
    int error = to.error;
    out_free(&to);
    return error ? STATUS_WRONG : STATUS_CLEAN;
}

int main(int argc, char **argv) {
    arguments args;
    int status = STATUS_WRONG;
    if (options_parse(&cmd_clip, argc - 1, argv + 1, &args)) status = args.help ? print_help() : run(&args);
    options_free(&args);
    return status;
}
