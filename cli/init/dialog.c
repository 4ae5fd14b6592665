/* dialog.c - see dialog.h. */
#include "dialog.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "hooks/question.h"
#include "mem.h"
#include "term.h"
#include "wrap.h"

enum { LINE_BYTES = 4096, LABEL = 13, TRIES = 3 };

bool dialog_open(dialog *d, bool unasked) {
    term_know_characters();
    *d = (dialog){.to = OUT_TO(STDOUT_FILENO), .terminal = unasked ? -1 : question_open()};
    d->width = term_width(STDOUT_FILENO);
    return unasked || d->terminal >= 0;
}

int dialog_close(dialog *d) {
    if (d->terminal >= 0) close(d->terminal);
    return out_end(&d->to);
}

void dialog_say(dialog *d, const char *text) {
    wrap_text(&d->to, view(text), 0, d->width);
}

void dialog_explain(dialog *d, const char *text) {
    if (d->terminal < 0) return;
    out_char(&d->to, '\n');
    dialog_say(d, text);
}

void dialog_command(dialog *d, const char *text) {
    out_fill(&d->to, " ", WRAP_INDENT);
    out_clean(&d->to, view(text));
    out_char(&d->to, '\n');
}

void dialog_row(dialog *d, const char *label, const char *text) {
    wrap_beside(&d->to, label, view(text), LABEL, d->width);
}

void dialog_send(dialog *d) {
    out_flush(&d->to);
}

char *dialog_line(dialog *d, const char *question, const char *otherwise) {
    char line[LINE_BYTES];
    dialog_send(d);
    size_t n = d->terminal >= 0 ? question_line(d->terminal, question, line, sizeof(line)) : 0;
    return n ? mem_text("%.*s", (int)n, line) : mem_text("%s", otherwise);
}

bool dialog_yes(dialog *d, const char *question, bool otherwise) {
    char *asked = mem_text("%s [%s] ", question, otherwise ? "Y/n" : "y/N"),
         *line = dialog_line(d, asked, otherwise ? "y" : "n");
    bool yes = strcasecmp(line, "y") == 0 || strcasecmp(line, "yes") == 0;
    free(line);
    free(asked);
    return yes;
}

size_t dialog_choice(dialog *d, const char *question, const char *const *choices, size_t count, size_t otherwise) {
    char *asked = mem_text("%s [%zu] ", question, otherwise + 1);
    size_t chosen = 0;
    for (size_t i = 0; i < count && d->terminal >= 0; i++) {
        char *choice = mem_text("%zu  %s", i + 1, choices[i]);
        dialog_command(d, choice);
        free(choice);
    }
    for (int tried = 0; tried < TRIES && (chosen < 1 || chosen > count); tried++) {
        char *line = dialog_line(d, asked, ""), *end;
        chosen = line[0] ? strtoul(line, &end, 10) : otherwise + 1;
        if (line[0] && *end) chosen = 0;
        free(line);
    }
    free(asked);
    return chosen >= 1 && chosen <= count ? chosen - 1 : otherwise;
}
