/* show.h - findings as a terminal shows them: what it is, the words in their line, what to do. The text report and the
 * questions of --fix are made of these. */
#ifndef CLI_SHOW_H
#define CLI_SHOW_H

#include "mask.h"
#include "messages.h"
#include "report.h"

#define SHOW_BOLD "\033[1m"
#define SHOW_FAINT "\033[2m"
#define SHOW_RED "\033[1;31m"
#define SHOW_YELLOW "\033[1;33m"
#define SHOW_CYAN "\033[1;36m"
#define SHOW_GREEN "\033[1;32m"
#define SHOW_BLUE "\033[1;34m"
#define SHOW_PLAIN "\033[0m"

typedef struct show {
    output *to;
    const report_style *style; /* colour and width count */
    mask hidden;
} show;

/* A text in a colour, where there are any. */
void show_painted(show *p, const char *color, const char *text);
/* A line of its own. */
void show_line(show *p, const char *color, message m);
/* "  why      Because ...", wrapped; nothing for no text. */
void show_labelled(show *p, message label, hp_str text);

/* Of a finding: "Hold: A phone number (likely)"; its lines, underlined; its question; the suggested wording. */
void show_heading(show *p, const hp_finding *f);
void show_words(show *p, const hp_finding *f);
void show_ask(show *p, const hp_finding *f);
void show_instead(show *p, const hp_finding *f);

#endif
