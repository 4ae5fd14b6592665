/* dialog.h - questions with a good answer each: Enter takes it. What is said goes to standard output, what is asked to
 * the terminal; where nobody is asked every question has its own answer. */
#ifndef CLI_INIT_DIALOG_H
#define CLI_INIT_DIALOG_H

#include "out.h"

typedef struct dialog {
    output to;
    int terminal; /* -1: nobody is asked */
    size_t width; /* columns */
} dialog;

/* `unasked`: every question has its own answer. false: there is no terminal to ask on. */
bool dialog_open(dialog *d, bool unasked);
/* STATUS_CLEAN, or STATUS_WRONG where standard output could not be written, which is told. */
int dialog_close(dialog *d);

void dialog_say(dialog *d, const char *text);     /* a paragraph */
void dialog_explain(dialog *d, const char *text); /* what a question is about: nothing where nobody is asked */
void dialog_command(dialog *d, const char *text); /* a line to be copied: never broken */
void dialog_row(dialog *d, const char *label, const char *text); /* a paragraph beside a label */
void dialog_send(dialog *d);                                     /* what was said stands on the screen now */

bool dialog_yes(dialog *d, const char *question, bool otherwise);

/* One line, which the caller frees; `otherwise` where nothing is written. */
char *dialog_line(dialog *d, const char *question, const char *otherwise);

/* One of `count` choices. */
size_t dialog_choice(dialog *d, const char *question, const char *const *choices, size_t count, size_t otherwise);

#endif
