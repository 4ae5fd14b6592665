/* cmd_hook.c - `hallpass hook`: asked by the programs that publish, before they do. */
#include <string.h>

#include "commands.h"
#include "hooks/hook.h"
#include "hooks/wrapper.h"
#include "setup.h"
#include "status.h"
#include "tell.h"

static const option options[] = {
    GATE_OPTIONS,
    SETUP_OPTIONS,
    {"client", "FILE", NULL, "toot, msmtp, sendmail: the program that publishes (default: the one on your PATH)"},
    {"bin", "FOLDER", NULL, "toot, msmtp, sendmail: where the script goes (default: ~/.local/bin)"},
    {"input", "KIND", "text|markdown|html", "client: what the text is written in (default: text)"},
    {"folder", "NAME", NULL,
     "git, pre-push: folders that hold posts, wherever they stand (repeat; default: _posts, _drafts, content, posts, "
     "post, blog; \".\" is every folder)"},
    {"all", NULL, NULL, "git: every post in the index, not only what the commit changes"},
    {"yes", NULL, NULL, "install: write without asking"},
};

static const char about[] = "Each hook asks hallpass before something is published. \"Look again\" is shown and\n"
                            "asked about on the terminal; a hold asks for a reason where the policy allows one,\n"
                            "and it is not stored. Whatever could not be fully checked is not published.\n"
                            "\n"
                            "    client    for any program: text on standard input, the JSON report on standard\n"
                            "              output, with your \"answer\" and \"reason\"; exit status 0: publish it\n"
                            "    git       the posts of a blog (Jekyll, Hugo) that a commit changes\n"
                            "    pre-push  the posts in all commits that a push would send\n"
                            "    toot      Mastodon from the command line: \"toot post\" and \"toot upload\"\n"
                            "    msmtp     mail: subject, texts and names of attachments of every message\n"
                            "    sendmail  the same for a program that expects sendmail\n"
                            "\n"
                            "\"install\" shows what it writes before it does, never overwrites what is not its own,\n"
                            "and keeps the options that it was given for every later run. \"test\" sends a harmless\n"
                            "and a held text through, to nobody.\n"
                            "\n"
                            "Exit status: 0 published, or may be; 1 held, or you said no; 2 wrong usage; 3 not\n"
                            "fully checked. Mail programs get 77 (refused) and 75 (not checked).\n";

static const hook *find_hook(const char *name) {
    enum { MOST = 16 };
    const char *names[MOST];
    size_t n = 0;
    for (const hook *h; n < MOST && (h = hook_at(n)); n++) {
        names[n] = h->name;
        if (strcmp(name, h->name) == 0) return h;
    }
    const char *near = options_nearest(name, names, n, sizeof(names[0]));
    if (near)
        tell("there is no hook \"%s\": did you mean \"%s\"?", name, near);
    else
        tell("there is no hook \"%s\": \"hallpass help hook\" lists them", name);
    return NULL;
}

static int change(const hook *h, const arguments *args, bool install) {
    if (!h->scripts) {
        tell("\"%s\" needs no installing: its client runs \"hallpass hook %s\"", h->name, h->name);
        return STATUS_CLEAN;
    }
    scripts s = {0};
    int status = STATUS_WRONG;
    if (h->scripts(args, install, &s)) status = install ? scripts_install(&s, args) : scripts_uninstall(&s);
    if (install && status == STATUS_CLEAN && s.client) wrapper_tell_path(&s);
    scripts_free(&s);
    return status;
}

static int test(const hook *h, const arguments *args) {
    hook_trial t = hook_try(h, args);
    tell("a harmless text %s (status %d)", t.went == 0 ? "went through" : "was stopped", t.went);
    tell("a text with a parent's number %s (status %d)", t.stayed == 0 ? "went through" : "was stopped", t.stayed);
    tell("\"%s\" %s; nothing was published", h->name, t.works ? "does what it should" : "does not do what it should");
    return t.works ? STATUS_CLEAN : STATUS_WRONG;
}

static int run(const arguments *args) {
    const char *first = args->operand_count > 0 ? args->operands[0] : NULL;
    if (!first) {
        tell("name a hook: \"hallpass help hook\" lists them");
        return STATUS_WRONG;
    }
    bool install = strcmp(first, "install") == 0, uninstall = strcmp(first, "uninstall") == 0,
         trial = strcmp(first, "test") == 0, order = install || uninstall || trial;
    if (order && args->operand_count != 2) {
        tell("name the hook: \"hallpass hook %s NAME\"", first);
        return STATUS_WRONG;
    }
    const hook *h = find_hook(args->operands[order]);
    if (!h) return STATUS_WRONG;
    if (trial) return test(h, args);
    if (order) return change(h, args, install);
    return h->run(&(hook_call){args, args->operands + 1, args->operand_count - 1});
}

const command cmd_hook = {"hook",
                          "NAME [-- WORDS...] | install NAME | uninstall NAME | test NAME",
                          "Checks what other programs are about to publish, and asks you.",
                          about,
                          options,
                          sizeof(options) / sizeof(options[0]),
                          run};
