/* fix_screen.c - see fix_screen.h. */
#include "fix_screen.h"

#include <stdlib.h>
#include <string.h>

#include "excerpt.h"
#include "hooks/question.h"
#include "mem.h"
#include "show.h"
#include "utf8.h"
#include "wrap.h"

/* Drafts are shown as the text report shows them on a terminal: unmasked. */
static show open_page(const fix_screen *s, output *to, hp_str text, const hp_report *report) {
    return (show){
        .to = to, .style = &s->style, .hidden = {.draft = text, .report = report, .off = true, .scratch = OUT_MEMORY}};
}

static void close_page(show *p) {
    out_flush(p->to);
    out_free(p->to);
    out_free(&p->hidden.scratch);
}

void fix_screen_say(const fix_screen *s, const char *color, message m) {
    output to = OUT_TO(s->terminal);
    show p = open_page(s, &to, HP_STR(""), NULL);
    show_line(&p, color, m);
    close_page(&p);
}

/* ---- a finding */

typedef struct choice {
    fix_answer answer;
    message label; /* its key stands between brackets */
} choice;

enum { CHOICES = 6 };

static size_t choices_for(const hp_finding *f, bool can_undo, choice out[CHOICES]) {
    size_t n = 0;
    bool cuts = f->replaces && f->replacement.n == 0;
    if (f->replaces && f->has_span) out[n++] = (choice){FIX_ACCEPT, MESSAGE_FIX_ACCEPT};
    if (f->has_span) out[n++] = (choice){FIX_WRITE, MESSAGE_FIX_WRITE};
    if (f->has_span && !cuts) out[n++] = (choice){FIX_TAKE, MESSAGE_FIX_TAKE};
    out[n++] = (choice){FIX_LEAVE, MESSAGE_FIX_LEAVE};
    if (can_undo) out[n++] = (choice){FIX_UNDO, MESSAGE_FIX_UNDO};
    out[n++] = (choice){FIX_QUIT, MESSAGE_FIX_QUIT};
    return n;
}

/* As many labels in a line as fit. */
static void write_menu(const fix_screen *s, const choice *list, size_t count, output *to) {
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        hp_str label = view(message_text(list[i].label));
        size_t cells = wrap_cells(label), gap = used > 0 ? 2 : 0;
        if (used > 0 && used + gap + cells > s->style.width) {
            out_char(to, '\n');
            used = gap = 0;
        }
        out_fill(to, " ", gap);
        out_str(to, label);
        used += gap + cells;
    }
    out_char(to, '\n');
}

static char key_of(message label) {
    const char *bracket = strchr(message_text(label), '[');
    return bracket ? bracket[1] : 0;
}

/* "> accept": what was pressed, for whoever looks back. */
static void echo_choice(const fix_screen *s, message label) {
    output to = OUT_TO(s->terminal);
    out_z(&to, "> ");
    for (const char *c = message_text(label); *c; c++)
        if (*c != '[' && *c != ']') out_char(&to, *c);
    out_char(&to, '\n');
    out_flush(&to);
    out_free(&to);
}

/* Writes the question, ending in the choices, and waits until one of them is pressed. The last one is Ctrl-D, too. */
static fix_answer ask_choice(const fix_screen *s, output *question, const choice *list, size_t count) {
    enum { CTRL_D = 4 };
    fix_answer answer = FIX_GONE;
    write_menu(s, list, count, question);
    for (bool waiting = true; waiting;) {
        char key = question_key(s->terminal, out_view(question));
        out_clear(question); /* it stands there already */
        waiting = key != 0;
        for (size_t i = 0; i < count && waiting; i++) {
            if (key != key_of(list[i].label) && !(key == CTRL_D && i + 1 == count)) continue;
            echo_choice(s, list[i].label);
            answer = list[i].answer;
            waiting = false;
        }
    }
    return answer;
}

fix_answer fix_screen_ask(const fix_screen *s, hp_str text, const hp_finding *f, size_t to_go, bool can_undo) {
    output to = OUT_MEMORY;
    const hp_report one = {.findings = f, .finding_count = 1};
    show p = open_page(s, &to, text, &one);
    char *left = mem_text("%zu %s", to_go, message_text(MESSAGE_FIX_TO_GO));
    out_char(&to, '\n');
    show_painted(&p, SHOW_FAINT, left);
    out_char(&to, '\n');
    free(left);
    show_heading(&p, f);
    show_words(&p, f);
    show_labelled(&p, MESSAGE_WHY, f->why);
    show_labelled(&p, MESSAGE_DO, f->todo);
    show_ask(&p, f);
    show_instead(&p, f);
    choice list[CHOICES];
    fix_answer answer = ask_choice(s, &to, list, choices_for(f, can_undo, list));
    close_page(&p);
    return answer;
}

size_t fix_screen_words(const fix_screen *s, char *line, size_t room) {
    size_t n = question_line(s->terminal, message_text(MESSAGE_FIX_WORDS), line, room);
    for (size_t i = 0, step; i < n; i += step)
        if (utf8_unsafe(utf8_next((hp_str){line, n}, i, &step))) return 0;
    return n;
}

/* ---- changes */

void fix_screen_changed(const fix_screen *s, hp_str text, size_t start, size_t end) {
    output to = OUT_TO(s->terminal);
    const hp_report none = {0};
    show p = open_page(s, &to, text, &none);
    excerpt_mark mark = {start, end, '+', s->style.color ? SHOW_GREEN : ""};
    if (end > start) excerpt_print(&to, &p.hidden, &mark, 1, s->style.width);
    close_page(&p);
}

/* "  - Maya Hernandez" */
static void show_side(show *p, const char *color, const char *sign, hp_str text) {
    enum { COLUMN = 4 };
    if (text.n == 0) return;
    show_painted(p, color, sign);
    wrap_text(p->to, text, COLUMN, p->style->width);
}

fix_answer fix_screen_keep(const fix_screen *s, const fix_draft *d, message question) {
    static const choice answers[] = {
        {FIX_YES, MESSAGE_FIX_YES}, {FIX_UNDO, MESSAGE_FIX_UNDO}, {FIX_NO, MESSAGE_FIX_NO}};
    output to = OUT_MEMORY;
    show p = open_page(s, &to, HP_STR(""), NULL);
    out_char(&to, '\n');
    show_line(&p, SHOW_BOLD, MESSAGE_FIX_CHANGES);
    for (size_t i = 0; i < fix_draft_changes(d); i++) {
        fix_change c = fix_draft_change_at(d, i);
        char *where = mem_text("%s %zu\n", message_text(MESSAGE_LINE), c.line);
        show_painted(&p, SHOW_FAINT, where);
        free(where);
        show_side(&p, SHOW_RED, "  - ", c.was);
        show_side(&p, SHOW_GREEN, "  + ", c.is);
    }
    out_char(&to, '\n');
    show_line(&p, SHOW_BOLD, question);
    fix_answer answer = ask_choice(s, &to, answers, sizeof(answers) / sizeof(answers[0]));
    close_page(&p);
    return answer;
}
