/* cmd_doctor.c - `hallpass doctor`: whether the set-up is sound, and what mends it. It sends nothing anywhere. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "commands.h"
#include "doctor/doctor.h"
#include "json_out.h"
#include "mem.h"
#include "status.h"
#include "tell.h"
#include "term.h"
#include "wrap.h"

enum { ABOUT = 6, SAYS = 20, SAYS_NARROW = 6 };

static const char *const states[] = {[HEALTH_FINE] = "fine", [HEALTH_NOTE] = "note", [HEALTH_MEND] = "mend"};
static const char *const colors[] = {
    [HEALTH_FINE] = "\033[1;32m", [HEALTH_NOTE] = "\033[1;36m", [HEALTH_MEND] = "\033[1;31m"};

static size_t count(const doctor *d, health state) {
    size_t n = 0;
    for (size_t i = 0; i < d->count; i++) n += d->list[i].state == state;
    return n;
}

/* ---- for people -------------------------------------------------------------------------------------------------- */

static void print_remark(output *to, const remark *r, size_t width, bool color) {
    bool narrow = width < WRAP_NARROW;
    size_t column = narrow ? SAYS_NARROW : SAYS;
    if (color) out_z(to, colors[r->state]);
    out_z(to, states[r->state]);
    if (color) out_z(to, "\033[0m");
    out_fill(to, " ", ABOUT - strlen(states[r->state]));
    out_z(to, r->about);
    if (narrow) out_char(to, '\n');
    out_fill(to, " ", narrow ? column : column - ABOUT - strlen(r->about));
    wrap_text(to, view(r->says), column, width);
    if (!r->mend) return;
    out_fill(to, " ", column);
    out_clean(to, view(r->mend)); /* to be copied: never broken */
    out_char(to, '\n');
}

static void print_text(output *to, const doctor *d, bool color) {
    size_t width = term_width(STDOUT_FILENO), mend = count(d, HEALTH_MEND);
    for (size_t i = 0; i < d->count; i++) print_remark(to, &d->list[i], width, color);
    out_char(to, '\n');
    if (mend == 0) {
        wrap_text(to, HP_STR("All is well: drafts are checked as they should be."), 0, width);
    } else {
        char *sum =
            mem_text("%zu thing%s to mend; below each stands the command that does it.", mend, mend == 1 ? "" : "s");
        wrap_text(to, view(sum), 0, width);
        free(sum);
    }
}

/* ---- for a support desk ------------------------------------------------------------------------------------------ */

static void text(json_out *j, const char *key, const char *value) {
    json_put_key(j, key);
    if (value)
        json_put_text(j, view(value));
    else
        json_put_null(j);
}

static void print_json(output *to, const doctor *d) {
    json_out j = {.to = to, .pretty = true};
    json_put_open(&j, '{');
    text(&j, "schema", "hallpass.doctor/1");
    text(&j, "version", HP_VERSION);
    json_put_key(&j, "sound");
    json_put_bool(&j, count(d, HEALTH_MEND) == 0);
    json_put_key(&j, "remarks");
    json_put_open(&j, '[');
    for (size_t i = 0; i < d->count; i++) {
        json_put_open(&j, '{');
        text(&j, "about", d->list[i].about);
        text(&j, "state", states[d->list[i].state]);
        text(&j, "says", d->list[i].says);
        text(&j, "mend", d->list[i].mend);
        json_put_close(&j, '}');
    }
    json_put_close(&j, ']');
    json_put_close(&j, '}');
    out_char(to, '\n');
}

/* ---- the command ------------------------------------------------------------------------------------------------- */

static void examine(doctor *d) {
    static void (*const examinations[])(doctor *) = {doctor_program,  doctor_cache,     doctor_policies,
                                                     doctor_district, doctor_lists,     doctor_hooks,
                                                     doctor_browsers, doctor_clipboard, doctor_machine};
    for (size_t i = 0; i < sizeof(examinations) / sizeof(examinations[0]); i++) examinations[i](d);
}

static void release(doctor *d) {
    for (size_t i = 0; i < d->count; i++) {
        free(d->list[i].says);
        free(d->list[i].mend);
    }
    free(d->list);
    free(d->where.root);
    free(d->where.lexicon);
}

static int run(const arguments *args) {
    if (args->operand_count > 0) {
        tell("\"doctor\" looks at the whole set-up: write \"hallpass doctor\"");
        return STATUS_WRONG;
    }
    doctor d = {.where = files_place()};
    output to = OUT_TO(STDOUT_FILENO);
    term_know_characters();
    examine(&d);
    if (strcmp(options_value(args, "format", "text"), "json") == 0)
        print_json(&to, &d);
    else
        print_text(&to, &d, term_colored(STDOUT_FILENO, options_value(args, "color", "auto")));
    int status = status_worse(out_end(&to), count(&d, HEALTH_MEND) ? STATUS_FOUND : STATUS_CLEAN);
    release(&d);
    return status;
}

static const option options[] = {
    {"format", "FORMAT", "text|json", "how to tell; json is for a support desk: no draft, no names (default: text)"},
};

static const char about[] = "Looks at the program and its data, the kept files, policies, the district's\n"
                            "copy and its signature, class lists, hooks, browsers, the clipboard, the\n"
                            "sandbox, the terminal and the time zones, and tells of each whether it is well,\n"
                            "and the command that mends it. It changes nothing and sends nothing.\n"
                            "\n"
                            "Exit status: 0 all is well, or worth a note; 1 something is to be mended; 2\n"
                            "wrong usage.\n";

const command cmd_doctor = {"doctor", "",      "Tells whether the set-up is sound, and what mends it.",
                            about,    options, sizeof(options) / sizeof(options[0]),
                            run};
