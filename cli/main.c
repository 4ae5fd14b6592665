/* main.c - finds the subcommand; help and version. */
#include <string.h>
#include <unistd.h>

#include "commands.h"
#include "manual.h"
#include "programs.h"
#include "status.h"
#include "tell.h"

static const command cmd_help;
static const command *const commands[] = {
    &cmd_check, &cmd_explain, &cmd_tag, &cmd_roster, &cmd_policy, &cmd_rules, &cmd_help,
    /* verbs of the groups, in the order of their help page */
    &cmd_policy_new, &cmd_policy_check, &cmd_policy_test, &cmd_policy_show, &cmd_policy_diff, &cmd_policy_fmt,
    &cmd_policy_schema, &cmd_rules_check, &cmd_rules_test, &cmd_rules_show, &cmd_rules_score, &cmd_rules_fmt};
enum { COMMANDS = sizeof(commands) / sizeof(commands[0]) };

static bool is_verb(const command *cmd) {
    return strchr(cmd->name, ' ');
}

static const command *find_command(const char *name) {
    for (size_t i = 0; i < COMMANDS; i++)
        if (!is_verb(commands[i]) && strcmp(commands[i]->name, name) == 0) return commands[i];
    return NULL;
}

/* "check" of the group "policy"; NULL: told what there is. `word` may be NULL. */
static const command *find_verb(const command *group, const char *word) {
    const char *words[COMMANDS];
    size_t count = 0;
    output all = OUT_MEMORY;
    for (size_t i = 0; i < COMMANDS; i++) {
        const char *verb = options_verb(group, commands[i]);
        if (!verb) continue;
        if (word && strcmp(word, verb) == 0) {
            out_free(&all);
            return commands[i];
        }
        if (count > 0) out_z(&all, ", ");
        out_z(&all, verb);
        words[count++] = verb;
    }
    out_char(&all, 0);
    const char *near = word ? options_nearest(word, words, count, sizeof(words[0])) : NULL;
    if (!word)
        tell("say what \"%s\" is to do, one of: %s", group->name, all.p);
    else if (near)
        tell("\"%s %s\" is nothing hallpass can do: did you mean \"%s %s\"?", group->name, word, group->name, near);
    else
        tell("\"%s %s\" is nothing hallpass can do: choose one of %s", group->name, word, all.p);
    out_free(&all);
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

static int finish(output *to) {
    out_flush(to);
    int error = to->error;
    out_free(to);
    if (error) tell("cannot write: %s", strerror(error));
    return error ? STATUS_WRONG : STATUS_CLEAN;
}

static int print_help(const command *cmd) {
    output to = OUT_TO(STDOUT_FILENO);
    if (cmd && cmd->run)
        options_help(&to, cmd);
    else if (cmd)
        options_help_group(&to, cmd, commands, COMMANDS);
    else
        print_overview(&to);
    return finish(&to);
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
    if (verb) cmd = find_verb(cmd, verb);
    return cmd ? print_help(cmd) : STATUS_WRONG;
}

static int print_manual(const char *format) {
    output to = OUT_TO(STDOUT_FILENO);
    manual_print(&to, format, commands, COMMANDS);
    return finish(&to);
}

static int run_help(const arguments *args) {
    const char *format = options_value(args, "format", "text");
    if (strcmp(format, "text") != 0) return print_manual(format);
    if (args->operand_count > 2) {
        tell("\"help\" tells of one command: name one");
        return STATUS_WRONG;
    }
    if (args->operand_count == 0) return print_help(NULL);
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
    return finish(&to);
}

static int run_command(const command *cmd, int argc, char **argv) {
    arguments args;
    int status = STATUS_WRONG;
    if (options_parse(cmd, argc, argv, &args)) status = args.help ? print_help(cmd) : cmd->run(&args);
    options_free(&args);
    return status;
}

/* The verb stands right behind its group. */
static int run_group(const command *group, int argc, char **argv) {
    const char *word = argc > 0 ? argv[0] : NULL;
    if (word && options_is_help(word)) return print_help(group);
    const command *verb = find_verb(group, word);
    return verb ? run_command(verb, argc - 1, argv + 1) : STATUS_WRONG;
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
    return cmd->run ? run_command(cmd, argc - 2, argv + 2) : run_group(cmd, argc - 2, argv + 2);
}
