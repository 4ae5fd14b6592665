/* cmd_roster.c - `hallpass roster`: class lists taken in, looked at, taken away. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "commands.h"
#include "files.h"
#include "hooks/question.h"
#include "mem.h"
#include "roster_csv.h"
#include "roster_store.h"
#include "roster_told.h"
#include "status.h"
#include "tell.h"

/* ---- import ------------------------------------------------------------------------------------------------------ */

/* The list's name, which the caller frees; NULL: told what is wrong with it. */
static char *name_for(const arguments *args, const char *file) {
    const char *told = options_value(args, "name", NULL);
    if (!told) return roster_store_name(file);
    if (files_is_name(told)) return mem_text("%s", told);
    tell("\"%s\" is no name for a class list: letters, digits, \"-\", \"_\" and \".\" make one", told);
    return NULL;
}

static int keep(const char *file, const char *name, const people *all) {
    char *path = roster_store_path(name);
    roster_change change;
    const char *why;
    int status = STATUS_WRONG;
    if (!path) {
        tell("there is no home folder to keep a class list in");
    } else if (!roster_store_keep(path, all, &change, &why)) {
        tell("cannot keep the class list \"%s\": %s", path, why);
    } else {
        output to = OUT_TO(STDOUT_FILENO);
        roster_told_import(&to, &(roster_import){file, name, path, all, &change});
        status = out_end(&to);
    }
    free(path);
    return status;
}

static int run_import(const arguments *args) {
    if (args->operand_count != 1) {
        tell("name the export: hallpass roster import FILE [--name NAME]");
        return STATUS_WRONG;
    }
    const char *file = args->operands[0];
    people all = {0};
    char *name = name_for(args, file);
    int status = name && people_load(&all, file) ? keep(file, name, &all) : STATUS_WRONG;
    people_free(&all);
    free(name);
    return status;
}

static const option import_options[] = {
    {"name", "NAME", NULL, "what the list is called here (default: after the file)"},
};

static const char import_about[] = "Read are the exports of OneRoster, Clever, PowerSchool, Google Admin and Canvas,\n"
                                   "tables with headers such as \"First Name\" and \"Last Name\", and plain lists of\n"
                                   "names, one a line; as CSV in UTF-8. Kept are names, username, id, mail, grade,\n"
                                   "photo release and directory opt-out, in a file that only you can read. The same\n"
                                   "list again changes nothing; a new one of the same name takes its place.\n";

const command cmd_roster_import = {
    "roster import", "FILE",         "Takes a class list in: from then on every check knows its students.",
    import_about,    import_options, sizeof(import_options) / sizeof(import_options[0]),
    run_import};

/* ---- list -------------------------------------------------------------------------------------------------------- */

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

static int list_files(const arguments *args) {
    people all = {0};
    output to = OUT_TO(STDOUT_FILENO);
    int status = STATUS_CLEAN;
    for (size_t i = 0; i < args->operand_count; i++)
        if (!people_load(&all, args->operands[i])) status = STATUS_WRONG;
    if (all.count > 0) out_z(&to, "family\tgiven\tgoes by\tusername\tid\tgrade\n");
    for (size_t i = 0; i < all.count; i++) list_person(&to, &all.list[i]);
    int written = out_end(&to);
    if (written == STATUS_CLEAN)
        tell("%zu student%s, %zu other row%s passed over", all.students, all.students == 1 ? "" : "s", all.passed_over,
             all.passed_over == 1 ? "" : "s");
    people_free(&all);
    return status_worse(status, written);
}

/* "period-3" of ".../period-3.csv" */
static hp_str name_of(const char *path) {
    const char *slash = strrchr(path, '/'), *base = slash ? slash + 1 : path;
    return (hp_str){base, strlen(base) - strlen(".csv")};
}

/* The day on which a list was taken in, where the person is. */
static void put_day(output *to, const char *path) {
    struct stat st;
    struct tm day;
    char text[sizeof("2026-11-28")] = "";
    if (stat(path, &st) == 0 && localtime_r(&st.st_mtime, &day)) strftime(text, sizeof text, "%Y-%m-%d", &day);
    out_z(to, text);
}

static int list_kept(void) {
    size_t count;
    int status = STATUS_CLEAN;
    output to = OUT_TO(STDOUT_FILENO);
    char **paths = files_configured("rosters", ".csv", &count);
    if (count == 0) tell("no class list has been taken in: hallpass roster import FILE");
    if (count > 0) out_z(&to, "name\tstudents\tsince\n");
    for (size_t i = 0; i < count; i++) {
        people one = {0};
        if (people_load(&one, paths[i])) {
            cell(&to, name_of(paths[i]), '\t');
            out_number(&to, (int64_t)one.students);
            out_char(&to, '\t');
            put_day(&to, paths[i]);
            out_char(&to, '\n');
        } else {
            status = STATUS_WRONG;
        }
        people_free(&one);
    }
    files_free_list(paths, count);
    return status_worse(status, out_end(&to));
}

static int run_list(const arguments *args) {
    return args->operand_count > 0 ? list_files(args) : list_kept();
}

const command cmd_roster_list = {
    "roster list",
    "[FILE]...",
    "Shows what a class list was understood to say: family and given name, the name a student goes by, username, id, "
    "grade. Without FILE: the lists that were taken in, with their students' number and the day.",
    NULL,
    NULL,
    0,
    run_list};

/* ---- remove ------------------------------------------------------------------------------------------------------ */

static bool agreed(const arguments *args, const char *name) {
    if (options_has(args, "yes")) return true;
    int terminal = question_open();
    char *question = mem_text("Remove the class list \"%s\"? [y/N] ", name);
    bool yes = terminal >= 0 && question_yes(terminal, question);
    if (terminal < 0)
        tell("nothing was removed: there is no terminal to ask you on, so say --yes");
    else if (!yes)
        tell("nothing was removed");
    if (terminal >= 0) close(terminal);
    free(question);
    return yes;
}

static int run_remove(const arguments *args) {
    const char *name = args->operand_count == 1 ? args->operands[0] : "";
    char *path = files_is_name(name) ? roster_store_path(name) : NULL;
    int status = STATUS_WRONG;
    if (args->operand_count != 1) {
        tell("name the list: hallpass roster remove NAME");
    } else if (!path || access(path, F_OK) != 0) {
        tell("you have no class list \"%s\": \"hallpass roster list\" tells which there are", name);
    } else if (agreed(args, name)) {
        status = unlink(path) == 0 ? STATUS_CLEAN : STATUS_WRONG;
        if (status == STATUS_CLEAN)
            tell("removed \"%s\"", path);
        else
            tell("cannot remove \"%s\": %s", path, strerror(errno));
    }
    free(path);
    return status;
}

static const option remove_options[] = {
    {"yes", NULL, NULL, "remove it without asking"},
};

const command cmd_roster_remove = {"roster remove",
                                   "NAME",
                                   "Deletes a list that was taken in, after asking.",
                                   NULL,
                                   remove_options,
                                   sizeof(remove_options) / sizeof(remove_options[0]),
                                   run_remove};

const command cmd_roster = {"roster", "VERB ...", "Takes class lists in, shows and removes them.", NULL, NULL, 0, NULL};
