/* serve.c - `hallpass serve`: a page on this computer that checks a draft as it is written.
 *
 * This process hands bytes from the browser to the shut-in half and back; it reads policies in a process of their own
 * and never looks into a draft. Before the first one comes it gives up every way to another machine. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "answers.h"
#include "mem.h"
#include "opener.h"
#include "sandbox.h"
#include "setup.h"
#include "status.h"
#include "tell.h"

enum { MOST_IDLE = 7 * 24 * 60 }; /* minutes */

static const option options[] = {
    {"open", NULL, NULL, "open the page in the browser (else its address is printed)"},
    {"idle", "MINUTES", NULL, "end when no page has been open for so long (default: never)"},
    KEEPER_OPTIONS,
    SETUP_OPTIONS,
};

static const char about[] = "The page is for you alone: it can be reached from this computer only, and only with the\n"
                            "address that is printed here, which changes every time. The draft goes from the browser\n"
                            "to hallpass on this computer and nowhere else; it is not stored. Ctrl-C ends it.\n"
                            "\n"
                            "A reloaded page takes up changes of policies and class lists.\n";

/* The signal handlers write to it; the server waits for it. */
static int wake = -1;

static void on_signal(int number) {
    int before = errno;
    uint64_t one = 1;
    (void)number;
    (void)!write(wake, &one, sizeof one);
    errno = before;
}

static bool hear_signals(void) {
    static const int endings[] = {SIGINT, SIGTERM, SIGHUP};
    wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (wake < 0) {
        tell("cannot make an event: %s", strerror(errno));
        return false;
    }
    struct sigaction act = {.sa_handler = on_signal, .sa_flags = SA_RESTART}, ignore = {.sa_handler = SIG_IGN};
    for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) sigaction(endings[i], &act, NULL);
    sigaction(SIGPIPE, &ignore, NULL);
    return true;
}

static bool is_told_to_end(void) {
    uint64_t count;
    return read(wake, &count, sizeof count) == (ssize_t)sizeof count;
}

static bool read_idle(const arguments *args, int64_t *seconds) {
    const char *text = options_value(args, "idle", NULL);
    *seconds = 0;
    if (!text) return true;
    char *end;
    unsigned long minutes = strtoul(text, &end, 10);
    if (text[0] < '1' || text[0] > '9' || *end || minutes > MOST_IDLE) {
        tell("\"%s\" is no number of minutes for --idle: choose 1 to %d", text, MOST_IDLE);
        return false;
    }
    *seconds = (int64_t)minutes * 60;
    return true;
}

/* The address on standard output, for a person or a program that opens it. */
static bool print_address(const char *address) {
    output to = OUT_TO(STDOUT_FILENO);
    out_z(&to, address);
    out_char(&to, '\n');
    out_flush(&to);
    int error = to.error;
    out_free(&to);
    if (error) tell("cannot write the address: %s", strerror(error));
    return !error;
}

static bool show(const arguments *args, const gate *g, char **file) {
    char *address = mem_text("%s/#%s", g->origin, g->token);
    bool open = options_has(args, "open"), ok = !open || opener_show(address, file);
    if (ok && !open) ok = print_address(address);
    free(address);
    if (ok)
        tell(open ? "the page opens in your browser; Ctrl-C here ends it"
                  : "open this address in a browser on this computer; Ctrl-C ends it");
    return ok;
}

static void serve(http_server *server, answers *a, int64_t idle, char **file) {
    while (!is_told_to_end()) {
        int64_t left = idle ? a->last + idle - answers_clock() : 0;
        if (idle && left <= 0) {
            tell("no page has been open for %d minutes", (int)(idle / 60));
            return;
        }
        http_turn(server, wake, idle ? (int)(left * 1000) : -1);
        if (a->met) opener_forget(file);
    }
}

static int serve_page(const arguments *args, int64_t idle) {
    answers a = {.args = args, .keeper = keeper_new(args), .brief = OUT_MEMORY, .line = OUT_MEMORY};
    http_callbacks callbacks = answers_callbacks(&a);
    unsigned port = 0;
    char *file = NULL;
    const char *why;
    http_server *server = gate_open(&a.gate) ? http_open(&callbacks, &port) : NULL;
    int status = STATUS_WRONG;
    if (server) {
        gate_name(&a.gate, port);
        if (show(args, &a.gate, &file)) {
            if (!sandbox_stay_home(&why)) tell("running without the sandbox: %s", why);
            keeper_renew(a.keeper);
            serve(server, &a, idle, &file);
            status = STATUS_CLEAN;
        }
    }
    opener_forget(&file);
    http_close(server);
    keeper_free(a.keeper);
    out_free(&a.brief);
    out_free(&a.line);
    return status;
}

static int run(const arguments *args) {
    int64_t idle;
    if (args->operand_count > 0) {
        tell("the page takes no file: paste the draft into it, or drop the file on it");
        return STATUS_WRONG;
    }
    if (!read_idle(args, &idle) || !hear_signals()) return STATUS_WRONG;
    return serve_page(args, idle);
}

static const command serve_command = {"serve", "",      "Opens a page in the browser that checks a draft as you type.",
                                      about,   options, sizeof(options) / sizeof(options[0]),
                                      run};

int main(int argc, char **argv) {
    arguments args;
    int status = STATUS_WRONG;
    if (options_parse(&serve_command, argc - 1, argv + 1, &args)) {
        if (args.help) {
            output to = OUT_TO(STDOUT_FILENO);
            options_help(&to, &serve_command, NULL, 0);
            out_flush(&to);
            status = to.error ? STATUS_WRONG : STATUS_CLEAN;
            out_free(&to);
        } else {
            status = run(&args);
        }
    }
    options_free(&args);
    return status;
}
