/* fix_screen.h - what a person sees and presses while a draft is mended, on the terminal, wherever standard input and
 * output go. */
#ifndef CLI_FIX_SCREEN_H
#define CLI_FIX_SCREEN_H

#include "fix_draft.h"
#include "messages.h"
#include "report.h"

typedef struct fix_screen {
    int terminal;
    report_style style; /* its colour and width */
} fix_screen;

typedef enum fix_answer {
    FIX_GONE = 0, /* the terminal gives no more */
    FIX_ACCEPT,
    FIX_WRITE,
    FIX_TAKE,
    FIX_LEAVE,
    FIX_UNDO,
    FIX_QUIT,
    FIX_YES,
    FIX_NO
} fix_answer;

/* Shows a finding of the text and asks what is to become of it. `to_go`: findings not yet asked about, with this one.
 */
fix_answer fix_screen_ask(const fix_screen *s, hp_str text, const hp_finding *f, size_t to_go, bool can_undo);

/* Asks for other words, in one line. Returns its bytes; 0: none, or what is no text. */
size_t fix_screen_words(const fix_screen *s, char *line, size_t room);

/* Shows the text's bytes from start to end, which are new. */
void fix_screen_changed(const fix_screen *s, hp_str text, size_t start, size_t end);

/* Shows every change and asks: FIX_YES, FIX_NO, FIX_UNDO; FIX_GONE. */
fix_answer fix_screen_keep(const fix_screen *s, const fix_draft *d, message question);

/* A line of its own. */
void fix_screen_say(const fix_screen *s, const char *color, message m);

#endif
