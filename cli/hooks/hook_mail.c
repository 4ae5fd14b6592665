/* hook_mail.c - a gate before a program that sends mail as sendmail does: the message on standard input is read whole,
 * checked, and handed on byte for byte. */
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "hook.h"
#include "hook_child.h"
#include "letter.h"
#include "mem.h"
#include "status.h"
#include "tell.h"
#include "wrapper.h"

/* EX_TEMPFAIL (75): the mail program keeps the message and may try again; EX_NOPERM (77): it must not. */

static const gate_kind kind = {.channel = "email", .nothing = "nothing was sent"};

/* Without their names, which are words of the letter: this may end in a log. */
static void tell_unread(size_t unread) {
    if (unread == 1) tell("an attachment goes along unread: hallpass reads the texts of a mail only");
    if (unread > 1) tell("%zu attachments go along unread: hallpass reads the texts of a mail only", unread);
}

/* EX_OK, or why it is not sent. */
static int ask(const hook_call *call, hp_str message) {
    gate *g = gate_new(call->args, &kind);
    if (!g) return EX_TEMPFAIL;
    tell_unread(letter_check(g, message));
    int status = gate_decide(g);
    gate_free(g);
    return status == STATUS_CLEAN ? EX_OK : status == STATUS_FOUND ? EX_NOPERM : EX_TEMPFAIL;
}

/* ---- the mail program ---------------------------------------------------------------------------------------------
 */

static bool among(const char *word, const char *const *list) {
    for (; *list; list++)
        if (strcmp(word, *list) == 0) return true;
    return false;
}

/* A call that sends nothing: for those standard input stays empty, so that nothing can go out by mistake. */
static bool sends_nothing(const hook_call *call) {
    static const char *const asks[] = {"--version", "--help", "-S",  "--serverinfo", "-P",  "--pretend", "-bp", "-bi",
                                       "-bv",       "-bt",    "-bd", "-bD",          "-bh", "-bH",       "-q",  NULL};
    for (size_t i = 0; i < call->word_count; i++) {
        const char *word = call->words[i];
        if (strcmp(word, "--") == 0) return false;
        if (among(word, asks) || strncmp(word, "--rmqs", 6) == 0 || strncmp(word, "--configure", 11) == 0) return true;
    }
    return false;
}

static bool speaks_smtp(const hook_call *call) {
    for (size_t i = 0; i < call->word_count; i++)
        if (strcmp(call->words[i], "-bs") == 0) return true;
    return false;
}

static void become_client(const hook_call *call, const char *client, hp_str message) {
    const char **argv = mem_new(call->word_count + 2, sizeof(*argv));
    argv[0] = client;
    for (size_t i = 0; i < call->word_count; i++) argv[i + 1] = call->words[i];
    child_become_with(argv, message);
    free(argv);
}

static int run(const hook_call *call, const char *name) {
    hp_str message = HP_STR("");
    char *bytes = NULL, *client = wrapper_find_client(call->args, name);
    int status = EX_TEMPFAIL;
    if (speaks_smtp(call)) {
        tell("mail that is handed over by SMTP on standard input (-bs) is not read here: %s", kind.nothing);
        status = EX_NOPERM;
    } else if (client && sends_nothing(call)) {
        become_client(call, client, message);
    } else if (client && wrapper_read(LETTER_BYTES, &message, &bytes)) {
        status = ask(call, message);
        if (status == EX_OK) {
            become_client(call, client, message);
            status = EX_TEMPFAIL;
        }
    }
    free(bytes);
    free(client);
    return status;
}

static bool find_scripts(const arguments *args, bool install, const char *name, scripts *out) {
    *out = (scripts){.name = name, .nothing = kind.nothing, .broken = EX_TEMPFAIL};
    return wrapper_scripts(args, install, out);
}

/* With a program in its place that reaches nobody. */
static int attempt(const arguments *args, const char *name, hp_str text) {
    output message = OUT_MEMORY;
    out_z(&message, "From: teacher@example.org\nTo: families@example.org\nSubject: A test\n\n");
    out_str(&message, text);
    int status = wrapper_run_apart(args, name, "true", (const char *const[]){"-t", NULL}, out_view(&message));
    out_free(&message);
    return status;
}

static int run_msmtp(const hook_call *call) {
    return run(call, "msmtp");
}
static bool find_msmtp(const arguments *args, bool install, scripts *out) {
    return find_scripts(args, install, "msmtp", out);
}
static int attempt_msmtp(const arguments *args, hp_str text) {
    return attempt(args, "msmtp", text);
}

static int run_sendmail(const hook_call *call) {
    return run(call, "sendmail");
}
static bool find_sendmail(const arguments *args, bool install, scripts *out) {
    return find_scripts(args, install, "sendmail", out);
}
static int attempt_sendmail(const arguments *args, hp_str text) {
    return attempt(args, "sendmail", text);
}

const hook hook_msmtp = {"msmtp", run_msmtp, find_msmtp, attempt_msmtp};
const hook hook_sendmail = {"sendmail", run_sendmail, find_sendmail, attempt_sendmail};
