/* hook_client.c - for any program that publishes: text in, the report out, with what the person answered. */
#include <stdlib.h>
#include <unistd.h>

#include "hook.h"
#include "json_out.h"
#include "mem.h"
#include "status.h"
#include "tell.h"
#include "wrapper.h"

enum { TEXT_BYTES = 1 << 20 }; /* the library's own cap on a draft */

static const gate_kind kind = {.nothing = "nothing is to be published", .to_program = true};

/* The report's object with two more keys: it ends in "}". */
static void print_answer(const gate *g, int status) {
    hp_str report = gate_report(g), reason = gate_reason(g);
    output to = OUT_TO(STDOUT_FILENO);
    if (report.n > 0) {
        out_bytes(&to, report.p, report.n - 1);
        out_z(&to, status == STATUS_CLEAN ? ",\"answer\":\"publish\",\"reason\":" : ",\"answer\":\"stop\",\"reason\":");
        json_out j = {.to = &to};
        if (status == STATUS_CLEAN && reason.n > 0)
            json_put_text(&j, reason);
        else
            json_put_null(&j);
        out_z(&to, "}\n");
    }
    out_flush(&to);
    out_free(&to);
}

static int run(const hook_call *call) {
    hp_str text;
    char *bytes = NULL;
    if (call->word_count > 0) {
        tell("the text is read from standard input, never from an argument");
        return STATUS_WRONG;
    }
    gate *g = gate_new(call->args, &kind);
    int status = STATUS_WRONG;
    if (g && wrapper_read(TEXT_BYTES, &text, &bytes)) {
        gate_check(g, &(gate_draft){.text = text, .markup = options_value(call->args, "input", NULL)});
        status = gate_decide(g);
        print_answer(g, status);
    }
    free(bytes);
    gate_free(g);
    return status;
}

static int attempt(const arguments *args, hp_str text) {
    return wrapper_run_apart(args, hook_client.name, NULL, (const char *const[]){NULL}, text);
}

const hook hook_client = {"client", run, NULL, attempt};
