/* main.c - finds the subcommand; help and version. */
#include <string.h>
#include <unistd.h>

#include "commands.h"
#include "manual.h"
#include "programs.h"
#include "status.h"
#include "tell.h"
#include "verbs.h"

static const command cmd_help;
static const command *const commands[] = {&cmd_check, &cmd_explain, &cmd_tag, &cmd_roster, &cmd_policy, &cmd_rules,
                                          &cmd_audit, &cmd_hook, &cmd_init, &cmd_doctor, &cmd_help,
                                          /* verbs of the groups, in the order of their help page */
                                          &cmd_policy_new, &cmd_policy_check, &cmd_policy_test, &cmd_policy_show,
                                          &cmd_policy_diff, &cmd_policy_fmt, &cmd_policy_schema, &cmd_policy_bundle,
                                          &cmd_policy_sign, &cmd_policy_verify, &cmd_policy_keys, &cmd_rules_check,
                                          &cmd_rules_test, &cmd_rules_show, &cmd_rules_score, &cmd_rules_fmt,
                                          &cmd_roster_import, &cmd_roster_list, &cmd_roster_remove};
enum { COMMANDS = sizeof(commands) / sizeof(commands[0]) };

static bool is_verb(const command *cmd) {
    return strchr(cmd->name, ' ');
}

static const command *find_command(const char *name) {
    for (size_t i = 0; i < COMMANDS; i++)
        if (!is_verb(commands[i]) && strcmp(commands[i]->name, name) == 0) return commands[i];
    return NULL;
}

static const program *find_program(const char *name) {
    const program *p = NULL;
    for (size_t i = 0; (p = program_at(i)) && strcmp(p->name, name) != 0;) i++;
    return p;
}

static const char *nearest_name(const char *name) {
    enum { MOST = 64 };
    const char *names[MOST];
    size_t n = 0;
    for (size_t i = 0; i < COMMANDS; i++)
        if (!is_verb(commands[i])) names[n++] = commands[i]->name;
    for (size_t i = 0; n < MOST && program_at(i); i++) names[n++] = program_at(i)->name;
    return options_nearest(name, names, n, sizeof(names[0]));
}

static int tell_unknown(const char *name) {
    const char *near = nearest_name(name);
    if (near)
        tell("unknown command \"%s\": did you mean \"%s\"?", name, near);
    else
        tell("unknown command \"%s\": \"hallpass help\" lists them; a draft is checked by \"hallpass check FILE\"",
             name);
    return STATUS_WRONG;
}

static void print_row(output *to, const char *name, const char *summary) {
    out_z(to, "    ");
    out_z(to, name);
    out_fill(to, " ", 9 - strlen(name));
    out_z(to, summary);
    out_char(to, '\n');
}

static void print_overview(output *to) {
    out_z(to, "usage: hallpass COMMAND [options] [FILE]...\n\n"
              "Reads a draft before it is published and says what in it could identify a\n"
              "student or expose private data. It runs on this computer only; drafts are not\n"
              "stored and not sent.\n\nCommands:\n");
    for (size_t i = 0; i < COMMANDS; i++)
        if (!is_verb(commands[i])) print_row(to, commands[i]->name, commands[i]->summary);
    for (size_t i = 0; program_at(i); i++) print_row(to, program_at(i)->name, program_at(i)->summary);
    out_z(to, "\n\"hallpass help COMMAND\" tells the options of one.\n");
}

static int print_help(void) {
    output to = OUT_TO(STDOUT_FILENO);
    print_overview(&to);
    return out_end(&to);
}

static int help_of(const char *name, const char *verb) {
    const program *other = find_program(name);
    if (other && !verb) return program_become(other->name, (char *[]){(char *)(uintptr_t) "--help", NULL});
    const command *cmd = find_command(name);
    if (!cmd) return tell_unknown(name);
    if (verb && cmd->run) {
        tell("\"help\" tells of one command: name one");
        return STATUS_WRONG;
    }
    if (verb) cmd = verbs_find(cmd, commands, COMMANDS, verb);
    return cmd ? verbs_help(cmd, commands, COMMANDS) : STATUS_WRONG;
}

static int print_manual(const char *format) {
    output to = OUT_TO(STDOUT_FILENO);
    manual_print(&to, format, commands, COMMANDS);
    return out_end(&to);
}

static int run_help(const arguments *args) {
    const char *format = options_value(args, "format", "text");
    if (strcmp(format, "text") != 0) return print_manual(format);
    if (args->operand_count > 2) {
        tell("\"help\" tells of one command: name one");
        return STATUS_WRONG;
    }
    if (args->operand_count == 0) return print_help();
    return help_of(args->operands[0], args->operand_count > 1 ? args->operands[1] : NULL);
}

static const option help_options[] = {
    {"format", "FORMAT", MANUAL_FORMATS, "all commands as a man page, or as completions for a shell (default: text)"},
};

static const command cmd_help = {"help",  "[COMMAND]",  "Lists the commands, or tells all about one.",
                                 NULL,    help_options, sizeof(help_options) / sizeof(help_options[0]),
                                 run_help};

static int print_version(void) {
    output to = OUT_TO(STDOUT_FILENO);
    out_z(&to, "hallpass " HP_VERSION "\n");
    return out_end(&to);
}

int main(int argc, char **argv) {
    const char *name = argc > 1 ? argv[1] : NULL;
    if (!name) {
        tell("say what to do: \"hallpass check FILE\" checks a draft, \"hallpass help\" tells more");
        return STATUS_WRONG;
    }
    if (strcmp(name, "--version") == 0) return print_version();
    const program *other = find_program(name);
    if (other) return program_become(other->name, argv + 2);
    const command *cmd = options_is_help(name) ? &cmd_help : find_command(name);
    if (!cmd) return tell_unknown(name);
    return verbs_run(cmd, commands, COMMANDS, argc - 2, argv + 2);
}
