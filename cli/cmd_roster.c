/* cmd_roster.c - `hallpass roster list`: what a class list was understood to say. */
#include <string.h>
#include <unistd.h>

#include "commands.h"
#include "roster_csv.h"
#include "status.h"
#include "tell.h"
#include "term.h"

static const char about[] =
    "list   prints the students that hallpass reads from each FILE: family and given name, the name they go by,\n"
    "       username, id, grade. Columns that hallpass has no use for are never kept.\n"
    "\n"
    "Read are the exports of OneRoster, Clever, PowerSchool, Google Admin and Canvas, tables with headers such as\n"
    "\"First Name\" and \"Last Name\", and plain lists of names, one a line; as CSV in UTF-8.\n";

static void cell(output *to, hp_str text, char end) {
    out_clean(to, text);
    out_char(to, end);
}

static void list_person(output *to, const hp_person *p) {
    cell(to, p->family, '\t');
    cell(to, p->given, '\t');
    cell(to, p->preferred, '\t');
    cell(to, p->username, '\t');
    cell(to, p->id, '\t');
    cell(to, p->grade, '\n');
}

static int run(const arguments *args) {
    if (args->operand_count < 2 || strcmp(args->operands[0], "list") != 0) {
        tell("write: hallpass roster list FILE");
        return STATUS_WRONG;
    }
    people all = {0};
    output to = OUT_TO(STDOUT_FILENO);
    int status = STATUS_CLEAN;
    for (size_t i = 1; i < args->operand_count; i++)
        if (!people_load(&all, args->operands[i])) status = STATUS_WRONG;
    if (all.count > 0) out_z(&to, "family\tgiven\tgoes by\tusername\tid\tgrade\n");
    for (size_t i = 0; i < all.count; i++) list_person(&to, &all.list[i]);
    out_flush(&to);
    if (to.error) {
        tell("cannot write: %s", strerror(to.error));
        status = STATUS_WRONG;
    } else {
        tell("%zu student%s, %zu other row%s passed over", all.count, all.count == 1 ? "" : "s", all.passed_over,
             all.passed_over == 1 ? "" : "s");
    }
    out_free(&to);
    people_free(&all);
    return status;
}

const command cmd_roster = {"roster", "list FILE...", "Shows what a class list was understood to say.", about, NULL, 0,
                            run};
