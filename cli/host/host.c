/* host.c - `hallpass host`: what the browser extension asks ("native messaging"). The browser starts it.
 *
 * A message that is the JSON text "policy" asks what channels there are; every other one is a draft, goes to the
 * shut-in half as it came, and its report comes back. This process never looks into one. Answers come in the order of
 * the questions. What could not be checked is {"error": "large" (the draft), "long" (the report), "late", "policy" or
 * "ended"}. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "brief.h"
#include "callers.h"
#include "frame.h"
#include "keeper.h"
#include "mem.h"
#include "programs.h"
#include "sandbox.h"
#include "setup.h"
#include "status.h"
#include "tell.h"

enum { CHECK_MS = 20 * 1000 };

static const option options[] = {
    {"manifest", "BROWSER", "chromium|firefox", "print what tells that browser about this program, and end"},
    {"path", "FILE", NULL, "with --manifest: where the program will be (default: where it is)"},
    KEEPER_OPTIONS,
    SETUP_OPTIONS,
};

static const char about[] =
    "The browser starts this program when hallpass's extension asks, and no other extension may.\n"
    "The draft comes from the browser, goes to a shut-in process on this computer, and is not\n"
    "stored. \"make install\" tells Chromium and Firefox about it; for one account alone:\n"
    "\n"
    "  hallpass host --manifest=chromium >~/.config/chromium/NativeMessagingHosts/hallpass.json\n"
    "  hallpass host --manifest=firefox >~/.mozilla/native-messaging-hosts/hallpass.json\n";

typedef struct host {
    const arguments *args;
    keeper *keeper;
    output question, brief;
} host;

static bool same(hp_str a, hp_str b) {
    return a.n == b.n && memcmp(a.p, b.p, a.n) == 0;
}

/* The extension asks when it starts: from then on the policy and class lists hold as they are now. */
static hp_str answer_policy(host *h) {
    out_clear(&h->brief);
    (void)brief_read(h->args, &h->brief); /* what is wrong stands in it */
    keeper_renew(h->keeper);
    return out_view(&h->brief);
}

static hp_str answer_draft(host *h) {
    hp_str report;
    if (!keeper_one_line(&h->question)) return HP_STR("{\"error\":\"empty\"}");
    switch (keeper_ask(h->keeper, out_view(&h->question), CHECK_MS, &report)) {
    case KEEPER_REPORT: return report;
    case KEEPER_LATE: return HP_STR("{\"error\":\"late\"}");
    case KEEPER_POLICY: return HP_STR("{\"error\":\"policy\"}");
    case KEEPER_ENDED: break;
    }
    return HP_STR("{\"error\":\"ended\"}");
}

static hp_str answer(host *h, frame_kind kind) {
    if (kind == FRAME_LARGE) return HP_STR("{\"error\":\"large\"}");
    return same(out_view(&h->question), HP_STR("\"policy\"")) ? answer_policy(h) : answer_draft(h);
}

static int reply(hp_str message) {
    int error = frame_write(STDOUT_FILENO, message);
    return error == EMSGSIZE ? frame_write(STDOUT_FILENO, HP_STR("{\"error\":\"long\"}")) : error;
}

static int serve(host *h) {
    for (;;) {
        frame_kind kind = frame_read(STDIN_FILENO, &h->question);
        if (kind == FRAME_END) return STATUS_CLEAN;
        if (kind == FRAME_BROKEN) {
            tell("this is no message of a browser");
            return STATUS_WRONG;
        }
        int error = reply(answer(h, kind));
        if (error) return error == EPIPE ? STATUS_CLEAN : STATUS_WRONG; /* the browser has gone */
    }
}

static int answer_browser(const arguments *args) {
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    const char *why;
    sigaction(SIGPIPE, &ignore, NULL);
    if (!sandbox_stay_home(&why)) tell("running without the sandbox: %s", why);
    host h = {.args = args, .keeper = keeper_new(args), .question = OUT_MEMORY, .brief = OUT_MEMORY};
    int status = serve(&h);
    keeper_free(h.keeper);
    out_free(&h.question);
    out_free(&h.brief);
    return status;
}

static int print_manifest(const arguments *args) {
    output to = OUT_TO(STDOUT_FILENO);
    char *here = program_path("host");
    callers_manifest(&to, options_value(args, "manifest", ""), options_value(args, "path", here));
    free(here);
    return out_end(&to);
}

static int run(const arguments *args) {
    if (options_has(args, "manifest")) return print_manifest(args);
    if (!callers_know(args->operands, args->operand_count)) {
        tell("only hallpass's extension in a browser can ask this program; "
             "to check a draft yourself: hallpass check FILE, or hallpass serve --open");
        return STATUS_WRONG;
    }
    return answer_browser(args);
}

static const command host_command = {"host", "[EXTENSION]", "Answers the browser extension; the browser starts it.",
                                     about,  options,       sizeof(options) / sizeof(options[0]),
                                     run};

int main(int argc, char **argv) {
    arguments args;
    int status = STATUS_WRONG;
    if (options_parse(&host_command, argc - 1, argv + 1, &args)) {
        if (args.help) {
            output to = OUT_TO(STDOUT_FILENO);
            options_help(&to, &host_command, NULL, 0);
            status = out_end(&to);
        } else {
            status = run(&args);
        }
    }
    options_free(&args);
    return status;
}
