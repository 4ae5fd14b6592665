/* milter_main.c - hallpass-milter: a school's own mail server asks it about each message that is handed in. */
#include <malloc.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "hooks/hook_gate.h"
#include "milter.h"
#include "setup.h"
#include "status.h"
#include "tell.h"

static const option options[] = {
    {"socket", "ADDRESS", NULL,
     "where the mail server asks: inet:PORT@HOST or unix:/PATH (default: inet:8891@127.0.0.1)"},
    GATE_OPTIONS,
    SETUP_OPTIONS,
};

static const char about[] =
    "Postfix and Sendmail ask it about each mail, by the milter protocol: subject, texts and\n"
    "names of attachments are checked before the mail is taken. What is held is refused (550)\n"
    "with what was found and in which line, without a word of the mail; what could not be\n"
    "checked whole is put off (451). Nothing is logged.\n"
    "\n"
    "A writer may give a reason in a header \"X-Hallpass-Reason\" where the policy allows one;\n"
    "the header is taken off. Mails that need a second look are refused too, unless --fail-on\n"
    "is hold. Without hallpass Postfix puts mail off: leave milter_default_action as it is.\n";

/* An address without a host would be every address of the machine. */
static bool fits(const char *address) {
    bool inet = strncmp(address, "inet:", 5) == 0 || strncmp(address, "inet6:", 6) == 0;
    if (inet ? strchr(address, '@') != NULL : strncmp(address, "unix:/", 6) == 0) return true;
    tell("\"%s\" is no address: write inet:8891@127.0.0.1 or unix:/run/hallpass/milter", address);
    return false;
}

/* Mails stay out of core dumps, of other programs and of memory that was freed. */
static void keep_to_itself(void) {
    struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
    prctl(PR_SET_DUMPABLE, 0);
    mallopt(M_PERTURB, 0xA5);
    signal(SIGPIPE, SIG_IGN);
}

static int run(const arguments *args) {
    const char *address = options_value(args, "socket", "inet:8891@127.0.0.1");
    if (args->operand_count > 0) {
        tell("\"milter\" takes no file: name the address with --socket");
        return STATUS_WRONG;
    }
    if (!fits(address)) return STATUS_WRONG;
    keep_to_itself();
    return milter_serve(args, address);
}

static const command cmd_milter = {"milter", "",      "Answers a school's mail server about each mail.",
                                   about,    options, sizeof(options) / sizeof(options[0]),
                                   run};

static int print_help(void) {
    output to = OUT_TO(STDOUT_FILENO);
    options_help(&to, &cmd_milter, NULL, 0);
    return out_end(&to);
}

int main(int argc, char **argv) {
    arguments args;
    int status = STATUS_WRONG;
    if (options_parse(&cmd_milter, argc - 1, argv + 1, &args)) status = args.help ? print_help() : run(&args);
    options_free(&args);
    return status;
}
