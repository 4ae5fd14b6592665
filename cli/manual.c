/* manual.c - see manual.h. The man page is mdoc(7). */
#include "manual.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "programs.h"

typedef struct table {
    output *to;
    const command *const *all;
    size_t count;
} table;

static bool is_verb(const command *cmd) {
    return strchr(cmd->name, ' ');
}

/* ---- man */

static void man_word(output *to, const char *word, size_t n, bool first) {
    if (first && (word[0] == '.' || word[0] == '\'')) out_z(to, "\\&");
    for (size_t i = 0; i < n; i++) {
        if (word[i] == '\\')
            out_z(to, "\\e");
        else if (word[i] == '-')
            out_z(to, "\\-");
        else
            out_char(to, word[i]);
    }
}

/* Text in lines that mdoc likes: short ones, and a new one for each sentence. What it would take for its own is told
 * not to be. */
static void man_text(output *to, const char *text, size_t n) {
    enum { WIDTH = 66 };
    size_t used = 0;
    for (size_t i = 0; i < n;) {
        size_t from = i;
        while (i < n && !strchr(" \n", text[i])) i++;
        if (i > from) {
            bool first = used == 0 || used + i - from > WIDTH;
            if (used) out_char(to, first ? '\n' : ' ');
            man_word(to, text + from, i - from, first);
            used = (first ? 0 : used) + i - from + 1;
            if (strchr(".?!", text[i - 1]) && i < n) {
                out_char(to, '\n');
                used = 0;
            }
        }
        i += i < n;
    }
    if (used) out_char(to, '\n');
}

/* Words of a macro line, each quoted so that none is a macro itself. */
static void man_words(output *to, const char *macro, const char *words) {
    out_z(to, macro);
    for (const char *p = words; *p; p += strspn(p, " ")) {
        size_t n = strcspn(p, " ");
        out_z(to, " ");
        out_z(to, n <= 3 ? "\\&" : "");
        out_bytes(to, p, n);
        p += n;
    }
    out_char(to, '\n');
}

static void man_paragraphs(output *to, const char *text) {
    while (*text) {
        const char *end = strstr(text, "\n\n");
        size_t n = end ? (size_t)(end - text) : strlen(text);
        out_z(to, ".Pp\n");
        man_text(to, text, n);
        text += n + (end ? 2 : 0);
    }
}

static void man_option(output *to, const option *o) {
    out_z(to, ".It Fl Fl ");
    out_z(to, o->name);
    if (o->value) {
        out_z(to, " Ar ");
        out_z(to, o->value);
    }
    out_char(to, '\n');
    man_text(to, o->help, strlen(o->help));
    if (!o->choices) return;
    out_z(to, "(one of: ");
    for (const char *p = o->choices; *p; p++) {
        if (*p == '|')
            out_z(to, ", ");
        else
            out_char(to, *p);
    }
    out_z(to, ")\n");
}

static void man_options(output *to, const command *cmd, size_t from, bool common) {
    const option *o = options_at(cmd, from);
    if (!o || (from == 0 && cmd->option_count == 0 && !common)) return;
    out_z(to, ".Bl -tag -width Ds\n");
    for (size_t i = from; (o = options_at(cmd, i)) && (common || i < cmd->option_count); i++) man_option(to, o);
    out_z(to, ".El\n");
}

static void man_command(const table *t, const command *cmd) {
    output *to = t->to;
    man_words(to, ".Ss hallpass", cmd->name);
    if (cmd->run && cmd->operands[0]) man_words(to, ".Ar", cmd->operands);
    if (cmd->run && cmd->operands[0]) out_z(to, ".Pp\n");
    man_text(to, cmd->summary, strlen(cmd->summary));
    if (cmd->about) man_paragraphs(to, cmd->about);
    if (cmd->run) man_options(to, cmd, 0, false);
    for (size_t i = 0; i < t->count; i++)
        if (options_verb(cmd, t->all[i])) man_command(t, t->all[i]);
}

static const char man_head[] =
    ".Dd November 27, 2026\n.Dt HALLPASS 1\n.Os\n.Sh NAME\n.Nm hallpass\n"
    ".Nd read a draft before it is published and say what could identify a student\n"
    ".Sh SYNOPSIS\n.Nm\n.Ar command\n.Op Fl Fl option Ar value\n.Op Ar\n.Sh DESCRIPTION\n.Nm\n"
    "reads a teacher's draft before it is published and says what in it\n"
    "could identify a student, expose private data or break the school's\n"
    "written policy, why, and what to write instead.\n"
    "It runs on this computer only; drafts are not stored and not sent.\n.Pp\n"
    "The commands are:\n";
static const char man_tail[] =
    ".Sh ENVIRONMENT\n.Bl -tag -width Ds\n"
    ".It Ev XDG_CONFIG_HOME , XDG_CACHE_HOME\nwhere configuration, compiled policies and enciphered class lists are "
    "kept\n"
    ".Pq Pa ~/.config , ~/.cache\n"
    ".It Ev NO_COLOR\nno colour, unless it is asked for\n"
    ".It Ev HALLPASS_SHARE\nthe folder that holds\n.Pa rules\nand\n.Pa policies\n.El\n"
    ".Sh FILES\n.Bl -tag -width Ds\n"
    ".It Pa ~/.config/hallpass/policies/ , /etc/hallpass/policies/\npolicies that are used without being named\n"
    ".It Pa ~/.config/hallpass/rosters/ , /etc/hallpass/rosters/\nclass lists that are used without being named\n"
    ".It Pa ~/.config/hallpass/rosters/no-image , /etc/hallpass/rosters/no-image\nwhere it is, nothing of class lists "
    "is kept in the cache\n.El\n"
    ".Sh EXIT STATUS\n.Bl -tag -width Ds\n"
    ".It 0\nnothing at or above\n.Fl Fl fail-on\n"
    ".It 1\nfindings, or changes that were asked for\n"
    ".It 2\nwrong usage, unreadable input, or a mistake in a rule or policy file\n"
    ".It 3\nnot fully checked\n.El\n"
    ".Sh EXAMPLES\nCheck a draft that will be posted where everybody reads it:\n"
    ".Dl hallpass check post.txt --channel twitter\n.Pp\n"
    "Begin a policy, and see whether it is sound:\n"
    ".Dl hallpass policy new --layer school --output school.policy.yaml\n"
    ".Dl hallpass policy check school.policy.yaml\n";

static void print_man(const table *t) {
    out_z(t->to, man_head);
    for (size_t i = 0; i < t->count; i++)
        if (!is_verb(t->all[i])) man_command(t, t->all[i]);
    for (size_t i = 0; program_at(i); i++) {
        man_words(t->to, ".Ss hallpass", program_at(i)->name);
        man_text(t->to, program_at(i)->summary, strlen(program_at(i)->summary));
    }
    out_z(t->to, ".Ss Options of all commands\n");
    man_options(t->to, t->all[0], t->all[0]->option_count, true);
    out_z(t->to, man_tail);
}

/* ---- what shells need: "check", "policy", ... and of a group its verbs */

static void put_names(const table *t, const command *group) {
    bool any = false;
    for (size_t i = 0; i < t->count; i++) {
        const char *name = group ? options_verb(group, t->all[i]) : is_verb(t->all[i]) ? NULL : t->all[i]->name;
        if (!name) continue;
        if (any) out_char(t->to, ' ');
        out_z(t->to, name);
        any = true;
    }
    for (size_t i = 0; !group && program_at(i); i++) {
        out_char(t->to, ' ');
        out_z(t->to, program_at(i)->name);
    }
}

static void put_choices(output *to, const char *choices) {
    for (const char *p = choices; *p; p++) out_char(to, *p == '|' ? ' ' : *p);
}

static void bash_command(const table *t, const command *cmd) {
    const option *o = NULL;
    output *to = t->to;
    out_z(to, "    '");
    out_z(to, cmd->name);
    out_z(to, "')\n        options='");
    for (size_t i = 0; (o = options_at(cmd, i)); i++) {
        out_z(to, i ? " --" : "--");
        out_z(to, o->name);
    }
    out_z(to, "'\n        case $before in\n");
    for (size_t i = 0; (o = options_at(cmd, i)); i++) {
        if (!o->value) continue;
        out_z(to, "        --");
        out_z(to, o->name);
        out_z(to, ") value=yes words='");
        if (o->choices) put_choices(to, o->choices);
        out_z(to, "' ;;\n");
    }
    out_z(to, "        esac ;;\n");
}

static void print_bash(const table *t) {
    output *to = t->to;
    out_z(to, "# bash completion of hallpass\n"
              "_hallpass() {\n"
              "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command=${COMP_WORDS[1]}\n"
              "    local options='' words='' value='' verbs=''\n"
              "    COMPREPLY=()\n"
              "    if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
              "        mapfile -t COMPREPLY < <(compgen -W '");
    put_names(t, NULL);
    out_z(to, " --version --help' -- \"$word\")\n        return\n    fi\n    case $command in\n");
    for (size_t i = 0; i < t->count; i++) {
        if (t->all[i]->run) continue;
        out_z(to, "    ");
        out_z(to, t->all[i]->name);
        out_z(to, ") verbs='");
        put_names(t, t->all[i]);
        out_z(to, "' ;;\n");
    }
    out_z(to, "    esac\n"
              "    if [ -n \"$verbs\" ] && [ \"$COMP_CWORD\" -eq 2 ]; then\n"
              "        mapfile -t COMPREPLY < <(compgen -W \"$verbs --help\" -- \"$word\")\n        return\n    fi\n"
              "    [ -z \"$verbs\" ] || command=\"$command ${COMP_WORDS[2]}\"\n"
              "    case $command in\n");
    for (size_t i = 0; i < t->count; i++)
        if (t->all[i]->run) bash_command(t, t->all[i]);
    out_z(to, "    esac\n"
              "    if [ -n \"$words\" ]; then\n"
              "        mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$word\")\n"
              "    elif [ -z \"$value\" ] && [ \"${word#-}\" != \"$word\" ]; then\n"
              "        mapfile -t COMPREPLY < <(compgen -W \"$options\" -- \"$word\")\n"
              "    else\n"
              "        mapfile -t COMPREPLY < <(compgen -f -- \"$word\")\n"
              "    fi\n"
              "}\n"
              "complete -o filenames -F _hallpass hallpass\n");
}

/* A text between single quotes; zsh and fish both end it at a quote, zsh's _arguments wants more kept from it. */
static void shell_text(output *to, const char *text, const char *kept) {
    for (const char *p = text; *p; p++) {
        if (*p == '\'')
            out_z(to, "'\\''");
        else {
            if (strchr(kept, *p)) out_char(to, '\\');
            out_char(to, *p);
        }
    }
}

static void zsh_command(const table *t, const command *cmd) {
    static const char kept[] = "[]:\\";
    const option *o = NULL;
    output *to = t->to;
    out_z(to, "    '");
    out_z(to, cmd->name);
    out_z(to, "') _arguments");
    for (size_t i = 0; (o = options_at(cmd, i)); i++) {
        out_z(to, " \\\n        '*--");
        out_z(to, o->name);
        out_z(to, o->value ? "=[" : "[");
        shell_text(to, o->help, kept);
        out_z(to, "]");
        if (o->value) {
            out_char(to, ':');
            shell_text(to, o->value, kept);
            out_z(to, o->choices ? ":(" : ":_files");
        }
        if (o->choices) {
            put_choices(to, o->choices);
            out_char(to, ')');
        }
        out_char(to, '\'');
    }
    out_z(to, " \\\n        '*:file:_files' ;;\n");
}

static void print_zsh(const table *t) {
    output *to = t->to;
    out_z(to, "#compdef hallpass\n"
              "_hallpass() {\n"
              "    local command=$words[2]\n"
              "    if (( CURRENT == 2 )); then\n        compadd -- ");
    put_names(t, NULL);
    out_z(to, "\n        return\n    fi\n    case $command in\n");
    for (size_t i = 0; i < t->count; i++) {
        if (t->all[i]->run) continue;
        out_z(to, "    ");
        out_z(to, t->all[i]->name);
        out_z(to, ")\n        if (( CURRENT == 3 )); then\n            compadd -- ");
        put_names(t, t->all[i]);
        out_z(to, "\n            return\n        fi\n        command=\"$command $words[3]\"\n        shift words\n"
                  "        (( CURRENT-- )) ;;\n");
    }
    out_z(to, "    esac\n    shift words\n    (( CURRENT-- ))\n    case $command in\n");
    for (size_t i = 0; i < t->count; i++)
        if (t->all[i]->run) zsh_command(t, t->all[i]);
    out_z(to, "    esac\n}\n_hallpass \"$@\"\n");
}

static void fish_command(const table *t, const command *cmd) {
    const option *o = NULL;
    output *to = t->to;
    for (size_t i = 0; (o = options_at(cmd, i)); i++) {
        out_z(to, "complete -c hallpass -n '__hallpass_in ");
        out_z(to, cmd->name);
        out_z(to, "' -l ");
        out_z(to, o->name);
        if (o->choices) {
            out_z(to, " -x -a '");
            put_choices(to, o->choices);
            out_char(to, '\'');
        } else if (o->value) {
            out_z(to, " -r");
        }
        out_z(to, " -d '");
        shell_text(to, o->help, "\\");
        out_z(to, "'\n");
    }
}

static void fish_name(const table *t, const char *when, const char *name, const char *summary) {
    out_z(t->to, "complete -c hallpass -f -n '");
    out_z(t->to, when);
    out_z(t->to, "' -a ");
    out_z(t->to, name);
    out_z(t->to, " -d '");
    shell_text(t->to, summary, "\\");
    out_z(t->to, "'\n");
}

static void print_fish(const table *t) {
    out_z(t->to, "# fish completion of hallpass\n"
                 "function __hallpass_in\n"
                 "    set -l words (commandline -opc)\n"
                 "    set -e words[1]\n"
                 "    set -l n (count $argv)\n"
                 "    test (count $words) -ge $n; and test \"$words[1..$n]\" = \"$argv\"\n"
                 "end\n"
                 "function __hallpass_is\n"
                 "    set -l words (commandline -opc)\n"
                 "    set -e words[1]\n"
                 "    test \"$words\" = \"$argv\"\n"
                 "end\n");
    for (size_t i = 0; i < t->count; i++) {
        const command *cmd = t->all[i];
        if (!is_verb(cmd)) fish_name(t, "__hallpass_is", cmd->name, cmd->summary);
        for (size_t k = 0; !cmd->run && k < t->count; k++) {
            if (!options_verb(cmd, t->all[k])) continue;
            char *when = mem_text("__hallpass_is %s", cmd->name);
            fish_name(t, when, options_verb(cmd, t->all[k]), t->all[k]->summary);
            free(when);
        }
    }
    for (size_t i = 0; program_at(i); i++) fish_name(t, "__hallpass_is", program_at(i)->name, program_at(i)->summary);
    for (size_t i = 0; i < t->count; i++)
        if (t->all[i]->run) fish_command(t, t->all[i]);
}

void manual_print(output *to, const char *format, const command *const *all, size_t count) {
    const table t = {to, all, count};
    if (strcmp(format, "man") == 0) print_man(&t);
    if (strcmp(format, "bash") == 0) print_bash(&t);
    if (strcmp(format, "zsh") == 0) print_zsh(&t);
    if (strcmp(format, "fish") == 0) print_fish(&t);
}
