/* options.c - see options.h. */
#include "options.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "tell.h"
#include "wrap.h"

/* What every command takes. */
static const option common[] = {
    {"color", "WHEN", "auto|always|never",
     "colour in messages and text reports (auto: on a terminal, unless NO_COLOR is set)"},
    {"help", NULL, NULL, "this page (-h is the same)"},
};
enum { COMMON = sizeof(common) / sizeof(common[0]) };

enum { LONGEST_WORD = 40, HELP_INDENT = 4, HELP_WIDTH = 78 };

static size_t least(size_t a, size_t b) {
    return a < b ? a : b;
}

/* Insertions, deletions, changes and swaps of neighbours that make one word of another. */
static size_t distance(const char *a, const char *b) {
    size_t n = strlen(a), m = strlen(b), row[3][LONGEST_WORD + 1];
    if (n > LONGEST_WORD || m > LONGEST_WORD) return LONGEST_WORD;
    for (size_t j = 0; j <= m; j++) row[0][j] = j;
    for (size_t i = 1; i <= n; i++) {
        size_t *now = row[i % 3], *last = row[(i + 2) % 3], *before = row[(i + 1) % 3];
        now[0] = i;
        for (size_t j = 1; j <= m; j++) {
            now[j] = least(last[j - 1] + (a[i - 1] != b[j - 1]), least(last[j], now[j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                now[j] = least(now[j], before[j - 2] + 1);
        }
    }
    return row[n % 3][m];
}

const char *options_nearest(const char *word, const void *first, size_t count, size_t stride) {
    const char *best = NULL;
    size_t best_distance = 3; /* two slips are a typing mistake, three another word */
    for (size_t i = 0; i < count; i++) {
        const char *name = *(const char *const *)((const char *)first + i * stride);
        size_t d = distance(word, name);
        if (strlen(word) >= 3 && strncmp(word, name, strlen(word)) == 0) d = least(d, 1); /* the beginning of it */
        if (d < best_distance && d < strlen(name)) best_distance = d, best = name;
    }
    return best;
}

const option *options_at(const command *cmd, size_t i) {
    if (i < cmd->option_count) return &cmd->options[i];
    return i - cmd->option_count < COMMON ? &common[i - cmd->option_count] : NULL;
}

static const option *find_option(const command *cmd, const char *name, size_t n) {
    const option *o = NULL;
    for (size_t i = 0; (o = options_at(cmd, i)); i++)
        if (strlen(o->name) == n && memcmp(o->name, name, n) == 0) return o;
    return NULL;
}

static void tell_unknown(const command *cmd, const char *arg) {
    char *name = mem_text("%s", arg + strspn(arg, "-"));
    name[strcspn(name, "=")] = 0;
    const char *near =
        cmd->options ? options_nearest(name, &cmd->options[0].name, cmd->option_count, sizeof(option)) : NULL;
    if (!near) near = options_nearest(name, &common[0].name, COMMON, sizeof(option));
    int shown = (int)strcspn(arg, "=");
    if (near)
        tell("unknown option \"%.*s\": did you mean \"--%s\"?", shown, arg, near);
    else
        tell("unknown option \"%.*s\": \"hallpass help %s\" lists them", shown, arg, cmd->name);
    free(name);
}

static bool is_choice(const char *choices, const char *value) {
    size_t n = strlen(value);
    for (const char *p = choices; *p; p += strcspn(p, "|"), p += *p == '|')
        if (strcspn(p, "|") == n && memcmp(p, value, n) == 0) return true;
    return false;
}

/* "a, b or c" of "a|b|c". */
static char *spell_choices(const char *choices) {
    output o = OUT_MEMORY;
    for (const char *p = choices; *p; p += *p == '|') {
        size_t n = strcspn(p, "|");
        out_bytes(&o, p, n);
        p += n;
        if (*p) out_z(&o, strchr(p + 1, '|') ? ", " : " or ");
    }
    out_char(&o, 0);
    return o.p;
}

static bool take_value(const option *o, const char *value) {
    if (!o->choices || is_choice(o->choices, value)) return true;
    char *list = spell_choices(o->choices);
    tell("\"%s\" is no value of --%s: choose %s", value, o->name, list);
    free(list);
    return false;
}

bool options_is_help(const char *arg) {
    return strcmp(arg, "--help") == 0 || strcmp(arg, "-h") == 0;
}

/* The names of one letter. */
static const char *long_name(const char *arg) {
    if (options_is_help(arg)) return "--help";
    if (strcmp(arg, "-o") == 0) return "--output";
    return strcmp(arg, "-W") == 0 ? "--no-passphrase" : arg;
}

/* One argument that starts with a dash; *next is the argument behind it and is passed when it was the value. */
static bool take_option(arguments *args, char ***next, char **end) {
    const char *arg = long_name(**next);
    ++*next;
    size_t n = strcspn(arg, "=");
    const option *o = strncmp(arg, "--", 2) == 0 ? find_option(args->command, arg + 2, n - 2) : NULL;
    if (!o) {
        tell_unknown(args->command, (*next)[-1]);
        return false;
    }
    const char *value = NULL;
    if (!o->value) {
        if (arg[n]) {
            tell("\"--%s\" takes no value", o->name);
            return false;
        }
    } else if (arg[n]) {
        value = arg + n + 1;
    } else if (*next < end) {
        value = *(*next)++;
    } else {
        tell("\"--%s\" needs a value: --%s %s", o->name, o->name, o->value);
        return false;
    }
    if (value && !take_value(o, value)) return false;
    if (strcmp(o->name, "help") == 0) args->help = true;
    args->given[args->given_count++] = (given){o, value};
    return true;
}

bool options_parse(const command *cmd, int argc, char **argv, arguments *out) {
    *out = (arguments){.command = cmd,
                       .given = mem_new((size_t)argc, sizeof(given)),
                       .operands = mem_new((size_t)argc, sizeof(char *))};
    char **end = argv + argc;
    bool options_end = false;
    for (char **next = argv; next < end;) {
        if (options_end || (*next)[0] != '-' || (*next)[1] == 0)
            out->operands[out->operand_count++] = *next++;
        else if (strcmp(*next, "--") == 0)
            options_end = true, next++;
        else if (!take_option(out, &next, end))
            return false;
    }
    return true;
}

void options_free(arguments *args) {
    free(args->given);
    free(args->operands);
}

const char *options_value(const arguments *args, const char *name, const char *otherwise) {
    for (size_t i = args->given_count; i-- > 0;)
        if (strcmp(args->given[i].option->name, name) == 0) return args->given[i].value;
    return otherwise;
}

bool options_has(const arguments *args, const char *name) {
    for (size_t i = 0; i < args->given_count; i++)
        if (strcmp(args->given[i].option->name, name) == 0) return true;
    return false;
}

const char *options_each(const arguments *args, const char *name, size_t *at) {
    while (*at < args->given_count) {
        const given *g = &args->given[(*at)++];
        if (strcmp(g->option->name, name) == 0) return g->value;
    }
    return NULL;
}

static void help_of_option(output *to, const option *o) {
    out_fill(to, " ", HELP_INDENT);
    out_z(to, "--");
    out_z(to, o->name);
    if (o->value) {
        out_char(to, ' ');
        out_z(to, o->value);
    }
    out_char(to, '\n');
    out_fill(to, " ", 2 * HELP_INDENT);
    if (o->choices) {
        char *list = spell_choices(o->choices), *text = mem_text("%s: %s", o->help, list);
        wrap_text(to, view(text), 2 * HELP_INDENT, HELP_WIDTH);
        free(text);
        free(list);
    } else {
        wrap_text(to, view(o->help), 2 * HELP_INDENT, HELP_WIDTH);
    }
}

const char *options_verb(const command *group, const command *cmd) {
    size_t n = strlen(group->name);
    return strncmp(cmd->name, group->name, n) == 0 && cmd->name[n] == ' ' ? cmd->name + n + 1 : NULL;
}

static void help_of_verb(output *to, const command *cmd) {
    out_z(to, "\nhallpass ");
    out_z(to, cmd->name);
    out_char(to, ' ');
    out_z(to, cmd->operands);
    out_char(to, '\n');
    out_fill(to, " ", HELP_INDENT);
    wrap_text(to, view(cmd->summary), HELP_INDENT, HELP_WIDTH);
    for (size_t i = 0; i < cmd->option_count; i++) help_of_option(to, &cmd->options[i]);
}

static void help_of_group(output *to, const command *group, const command *const *all, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (options_verb(group, all[i])) help_of_verb(to, all[i]);
    out_z(to, "\nEach takes too:\n");
    for (size_t i = 0; i < COMMON; i++) help_of_option(to, &common[i]);
}

void options_help(output *to, const command *cmd, const command *const *all, size_t count) {
    out_z(to, "usage: hallpass ");
    out_z(to, cmd->name);
    out_z(to, cmd->run ? " [options] " : " ");
    out_z(to, cmd->operands);
    out_z(to, "\n\n");
    wrap_text(to, view(cmd->summary), 0, HELP_WIDTH);
    if (cmd->about) {
        out_char(to, '\n');
        out_z(to, cmd->about);
    }
    if (!cmd->run) {
        help_of_group(to, cmd, all, count);
        return;
    }
    out_z(to, "\nOptions:\n");
    const option *o = NULL;
    for (size_t i = 0; (o = options_at(cmd, i)); i++) help_of_option(to, o);
}
