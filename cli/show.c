/* show.c - see show.h. */
#include "show.h"

#include <string.h>

#include "excerpt.h"
#include "mem.h"
#include "report_words.h"
#include "wrap.h"

enum { LABEL_COLUMN = 9, MARGIN = 2 };

void show_painted(show *p, const char *color, const char *text) {
    if (p->style->color) out_z(p->to, color);
    out_z(p->to, text);
    if (p->style->color) out_z(p->to, SHOW_PLAIN);
}

void show_line(show *p, const char *color, message m) {
    show_painted(p, color, message_text(m));
    out_char(p->to, '\n');
}

void show_labelled(show *p, message label, hp_str text) {
    if (text.n == 0) return;
    const char *word = message_text(label);
    out_fill(p->to, " ", MARGIN);
    show_painted(p, SHOW_FAINT, word);
    size_t used = strlen(word);
    out_fill(p->to, " ", used < LABEL_COLUMN ? LABEL_COLUMN - used : 1);
    wrap_text(p->to, text, MARGIN + LABEL_COLUMN, p->style->width);
}

static const char *severity_color(hp_level level) {
    return level == HP_HOLD ? SHOW_RED : level == HP_REVIEW ? SHOW_YELLOW : SHOW_CYAN;
}

void show_heading(show *p, const hp_finding *f) {
    show_painted(p, severity_color(f->severity), message_text(words_severity(f->severity)));
    out_z(p->to, ": ");
    if (p->style->color) out_z(p->to, SHOW_BOLD);
    out_clean(p->to, f->title);
    if (f->read.n > 0) {
        out_z(p->to, ": \"");
        out_clean(p->to, f->read);
        out_char(p->to, '"');
    }
    if (p->style->color) out_z(p->to, SHOW_PLAIN);
    out_z(p->to, " (");
    out_z(p->to, message_text(words_sureness(f->confidence)));
    if (!f->has_span && !f->attached) {
        out_z(p->to, ", ");
        out_z(p->to, message_text(MESSAGE_WHOLE_POST));
    }
    out_z(p->to, ")\n");
}

void show_words(show *p, const hp_finding *f) {
    enum { MOST_MARKS = 16 };
    excerpt_mark marks[MOST_MARKS];
    size_t count = 0;
    const char *what = p->style->color ? severity_color(f->severity) : "", *who = p->style->color ? SHOW_BLUE : "";
    for (size_t i = 0; i < f->part_count && count < MOST_MARKS; i++)
        if (!words_is_who(&f->parts[i])) marks[count++] = (excerpt_mark){f->parts[i].start, f->parts[i].end, '^', what};
    for (size_t i = 0; i < f->part_count && count < MOST_MARKS; i++)
        if (words_is_who(&f->parts[i])) marks[count++] = (excerpt_mark){f->parts[i].start, f->parts[i].end, '~', who};
    if (count == 0 && f->has_span) marks[count++] = (excerpt_mark){f->start, f->end, '^', what};
    excerpt_print(p->to, &p->hidden, marks, count, p->style->width);
}

/* "post it from 2026-10-06 15:10" */
static void show_hour(show *p, const hp_finding *f) {
    enum { DAY = 10, STAMP = 16 };
    if (f->post_at.n != STAMP) return;
    output text = OUT_MEMORY;
    out_z(&text, message_text(MESSAGE_POST_FROM));
    out_char(&text, ' ');
    out_str(&text, (hp_str){f->post_at.p, DAY});
    out_char(&text, ' ');
    out_str(&text, (hp_str){f->post_at.p + DAY + 1, STAMP - DAY - 1});
    show_labelled(p, MESSAGE_INSTEAD, out_view(&text));
    out_free(&text);
}

void show_ask(show *p, const hp_finding *f) {
    output question = OUT_MEMORY;
    mask_ask(&p->hidden, f, &question);
    show_labelled(p, MESSAGE_ASK, out_view(&question));
    out_free(&question);
}

void show_instead(show *p, const hp_finding *f) {
    show_hour(p, f);
    if (!f->replaces) return;
    if (f->replacement.n == 0) {
        show_labelled(p, MESSAGE_INSTEAD, view(message_text(MESSAGE_TAKE_OUT)));
        return;
    }
    output quoted = OUT_MEMORY;
    out_char(&quoted, '"');
    out_str(&quoted, f->replacement);
    out_char(&quoted, '"');
    show_labelled(p, MESSAGE_INSTEAD, out_view(&quoted));
    out_free(&quoted);
}
