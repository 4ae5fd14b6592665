/* letter.c - see letter.h. */
#include "letter.h"

#include <stdlib.h>

#include "mem.h"
#include "mime.h"

enum { MEDIA_MOST = 64, HTML_MOST = 64 };

/* What a message says, sorted for the check. */
typedef struct letter {
    gate *g;
    output heading; /* the subject, and the like */
    output plain;   /* all plain texts */
    output html[HTML_MOST];
    size_t html_count;
    char *names[MEDIA_MOST]; /* of attachments */
    size_t name_count;
    size_t unread; /* attachments that are no text */
} letter;

static void take_heading(void *user, hp_str text) {
    letter *l = user;
    out_str(&l->heading, text);
    out_char(&l->heading, '\n');
}

static void take_text(void *user, hp_str text, bool html) {
    letter *l = user;
    if (html && l->html_count == HTML_MOST) {
        gate_cannot(l->g, NULL, "it has too many texts");
        return;
    }
    output *to = html ? &l->html[l->html_count++] : &l->plain;
    if (!html) out_char(to, '\n');
    out_str(to, text);
}

static void take_attachment(void *user, hp_str name, bool unread) {
    letter *l = user;
    char *copy = mem_text("%.*s", (int)name.n, name.n ? name.p : "");
    if (unread) l->unread++;
    if (l->name_count < MEDIA_MOST) {
        l->names[l->name_count++] = copy;
        return;
    }
    gate_cannot(l->g, NULL, "it has too many attachments");
    free(copy);
}

static void take_problem(void *user, const char *why) {
    gate_cannot(((letter *)user)->g, NULL, why);
}

static void put_escaped(output *to, hp_str text) {
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (c == '<' || c == '>' || c == '&')
            out_z(to, c == '<' ? "&lt;" : c == '>' ? "&gt;" : "&amp;");
        else
            out_char(to, c);
    }
}

/* The subject is read with each text: who may stand in the one, what in the other. */
static void check_letter(const letter *l) {
    hp_media media[MEDIA_MOST];
    for (size_t i = 0; i < l->name_count; i++) media[i] = (hp_media){.path = view(l->names[i])};
    output text = OUT_MEMORY;
    out_str(&text, out_view(&l->heading));
    out_str(&text, out_view(&l->plain));
    gate_check(l->g, &(gate_draft){.name = l->html_count ? "the subject and the plain text" : NULL,
                                   .text = out_view(&text),
                                   .media = media,
                                   .media_count = l->name_count});
    for (size_t i = 0; i < l->html_count; i++) {
        out_clear(&text);
        out_z(&text, "<p>");
        put_escaped(&text, out_view(&l->heading));
        out_z(&text, "</p>\n");
        out_str(&text, out_view(&l->html[i]));
        gate_check(l->g, &(gate_draft){.name = "the HTML text", .text = out_view(&text), .markup = "html"});
    }
    out_free(&text);
}

static void free_letter(letter *l) {
    out_free(&l->heading);
    out_free(&l->plain);
    for (size_t i = 0; i < l->html_count; i++) out_free(&l->html[i]);
    for (size_t i = 0; i < l->name_count; i++) free(l->names[i]);
}

size_t letter_check(gate *g, hp_str message) {
    letter l = {.g = g, .heading = OUT_MEMORY, .plain = OUT_MEMORY};
    for (size_t i = 0; i < HTML_MOST; i++) l.html[i] = OUT_MEMORY;
    mime_sink sink = {&l, take_heading, take_text, take_attachment, take_problem};
    if (message.n > LETTER_BYTES)
        gate_cannot(g, NULL, "it is larger than 64 MiB");
    else
        mime_read(message, &sink);
    check_letter(&l);
    free_letter(&l);
    return l.unread;
}
