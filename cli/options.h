/* options.h - the table of a command's options, and what it makes: the parser and the help page (the man page and the
 * completions: manual.h).
 *
 * One style: --name VALUE or --name=VALUE, -h for --help and, where a command has them, -o for --output and -W for
 * --no-passphrase (minisign's letters); "--" ends the options; a single "-" is an operand. */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include "out.h"

typedef struct option {
    const char *name;    /* without the dashes */
    const char *value;   /* how the help calls its argument; NULL: a switch */
    const char *choices; /* the only arguments, between bars: "text|json"; NULL: any */
    const char *help;    /* one sentence, in lower case, without a full stop */
} option;

typedef struct arguments arguments;

/* A subcommand: one constant each, listed in main.c. One without `run` is a group: the commands whose names begin with
 * its own ("policy check" of "policy") are its verbs, each with a table of its own. */
typedef struct command {
    const char *name;
    const char *operands; /* "[FILE|-]..." */
    const char *summary;  /* one line */
    const char *about;    /* paragraphs of the help page; NULL: none */
    const option *options;
    size_t option_count;
    int (*run)(const arguments *args); /* the exit status; NULL: a group */
} command;

typedef struct given {
    const option *option;
    const char *value;
} given;

/* What stood on the command line; views of argv. */
struct arguments {
    const command *command;
    given *given;
    size_t given_count;
    const char **operands;
    size_t operand_count;
    bool help; /* --help stood somewhere */
};

/* Parses argv after the command's name. On a mistake tells what and how to mend it, and is false. */
bool options_parse(const command *cmd, int argc, char **argv, arguments *out);
void options_free(arguments *args);

/* The last value of an option; `otherwise` when it was not given. */
const char *options_value(const arguments *args, const char *name, const char *otherwise);
bool options_has(const arguments *args, const char *name);
/* The values of a repeated option one by one: start with *at = 0; NULL after the last. */
const char *options_each(const arguments *args, const char *name, size_t *at);

/* The option number i of a command, its own first, then those that all have; NULL: there are no more. */
const option *options_at(const command *cmd, size_t i);

/* "check" when the command is "policy check" and `group` is "policy"; NULL: it is none of the group's verbs. */
const char *options_verb(const command *group, const command *cmd);

/* The help page; of a group with its verbs, found among `count` commands. */
void options_help(output *to, const command *cmd, const command *const *all, size_t count);
bool options_is_help(const char *arg); /* --help or -h */

/* The nearest of `count` words (each found `stride` bytes after the one before) to a mistyped one; NULL: none is near.
 */
const char *options_nearest(const char *word, const void *first, size_t count, size_t stride);

#endif
