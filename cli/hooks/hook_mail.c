/* hook_mail.c - a gate before a program that sends mail as sendmail does: the message on standard input is read whole,
 * checked, and handed on byte for byte. */
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "hook.h"
#include "hook_child.h"
#include "mem.h"
#include "mime.h"
#include "status.h"
#include "tell.h"
#include "wrapper.h"

/* EX_TEMPFAIL (75): the mail program keeps the message and may try again; EX_NOPERM (77): it must not. */
enum { MESSAGE_BYTES = 64 << 20, MEDIA_MOST = 64, HTML_MOST = 64 };

static const gate_kind kind = {.channel = "email", .nothing = "nothing was sent"};

/* What a message says, sorted for the check. */
typedef struct letter {
    gate *g;
    output heading; /* the subject, and the like */
    output plain;   /* all plain texts */
    output html[HTML_MOST];
    size_t html_count;
    char *names[MEDIA_MOST]; /* of attachments */
    size_t name_count;
    size_t unread; /* attachments that are no text */
} letter;

static void take_heading(void *user, hp_str text) {
    letter *l = user;
    out_str(&l->heading, text);
    out_char(&l->heading, '\n');
}

static void take_text(void *user, hp_str text, bool html) {
    letter *l = user;
    if (html && l->html_count == HTML_MOST) {
        gate_cannot(l->g, NULL, "it has too many texts");
        return;
    }
    output *to = html ? &l->html[l->html_count++] : &l->plain;
    if (!html) out_char(to, '\n');
    out_str(to, text);
}

static void take_attachment(void *user, hp_str name, bool unread) {
    letter *l = user;
    char *copy = mem_text("%.*s", (int)name.n, name.n ? name.p : "");
    if (unread) l->unread++;
    if (l->name_count < MEDIA_MOST) {
        l->names[l->name_count++] = copy;
        return;
    }
    gate_cannot(l->g, NULL, "it has too many attachments");
    free(copy);
}

static void take_problem(void *user, const char *why) {
    gate_cannot(((letter *)user)->g, NULL, why);
}

static void put_escaped(output *to, hp_str text) {
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (c == '<' || c == '>' || c == '&')
            out_z(to, c == '<' ? "&lt;" : c == '>' ? "&gt;" : "&amp;");
        else
            out_char(to, c);
    }
}

/* Without their names, which are words of the letter: this may end in a log. */
static void tell_unread(const letter *l) {
    if (l->unread == 1) tell("an attachment goes along unread: hallpass reads the texts of a mail only");
    if (l->unread > 1) tell("%zu attachments go along unread: hallpass reads the texts of a mail only", l->unread);
}

/* The subject is read with each text: who may stand in the one, what in the other. */
static void check_letter(const letter *l) {
    hp_media media[MEDIA_MOST];
    for (size_t i = 0; i < l->name_count; i++) media[i] = (hp_media){.path = view(l->names[i])};
    output text = OUT_MEMORY;
    out_str(&text, out_view(&l->heading));
    out_str(&text, out_view(&l->plain));
    gate_check(l->g, &(gate_draft){.name = l->html_count ? "the subject and the plain text" : NULL,
                                   .text = out_view(&text),
                                   .media = media,
                                   .media_count = l->name_count});
    for (size_t i = 0; i < l->html_count; i++) {
        out_clear(&text);
        out_z(&text, "<p>");
        put_escaped(&text, out_view(&l->heading));
        out_z(&text, "</p>\n");
        out_str(&text, out_view(&l->html[i]));
        gate_check(l->g, &(gate_draft){.name = "the HTML text", .text = out_view(&text), .markup = "html"});
    }
    out_free(&text);
}

static void free_letter(letter *l) {
    out_free(&l->heading);
    out_free(&l->plain);
    for (size_t i = 0; i < l->html_count; i++) out_free(&l->html[i]);
    for (size_t i = 0; i < l->name_count; i++) free(l->names[i]);
}

/* EX_OK, or why it is not sent. */
static int ask(const hook_call *call, hp_str message) {
    gate *g = gate_new(call->args, &kind);
    if (!g) return EX_TEMPFAIL;
    letter l = {.g = g, .heading = OUT_MEMORY, .plain = OUT_MEMORY};
    for (size_t i = 0; i < HTML_MOST; i++) l.html[i] = OUT_MEMORY;
    mime_sink sink = {&l, take_heading, take_text, take_attachment, take_problem};
    if (message.n > MESSAGE_BYTES)
        gate_cannot(g, NULL, "it is larger than 64 MiB");
    else
        mime_read(message, &sink);
    tell_unread(&l);
    check_letter(&l);
    int status = gate_decide(g);
    free_letter(&l);
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
    } else if (client && wrapper_read(MESSAGE_BYTES, &message, &bytes)) {
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
