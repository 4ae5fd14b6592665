/* options.h - the table of a command's options, and what it makes: the parser and the help page.
 *
 * One style: --name VALUE or --name=VALUE, and -h for --help; "--" ends the options; a single "-" is an operand. */
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

/* A subcommand: one constant each, listed in main.c. */
typedef struct command {
    const char *name;
    const char *operands; /* "[FILE|-]..." */
    const char *summary;  /* one line */
    const char *about;    /* paragraphs of the help page; NULL: none */
    const option *options;
    size_t option_count;
    int (*run)(const arguments *args); /* the exit status */
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

void options_help(output *to, const command *cmd);
bool options_is_help(const char *arg); /* --help or -h */

/* The nearest of `count` words (each found `stride` bytes after the one before) to a mistyped one; NULL: none is near.
 */
const char *options_nearest(const char *word, const void *first, size_t count, size_t stride);

#endif
