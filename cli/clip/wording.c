/* wording.c - what the clipboard's notices say (clip.h); the words themselves are in messages.c. */
#include <string.h>

#include "clip.h"
#include "mem.h"
#include "messages.h"

static const char *words(message m) {
    return message_text(m);
}

static void sentence(output *o, const char *text) {
    if (o->n > 0) out_char(o, ' ');
    out_z(o, text);
}

static void counted(output *o, size_t n, message what) {
    if (n == 0) return;
    if (o->n > 0) out_z(o, ", ");
    out_number(o, (int64_t)n);
    out_z(o, words(what));
}

static char *finished(output *o) {
    out_char(o, 0);
    return o->p;
}

static message heading_of(const answer *a) {
    if (a->verdict == HP_VERDICT_HOLD) return MESSAGE_CLIP_HOLD;
    if (a->broken || (!a->complete && a->holds + a->reviews == 0)) return MESSAGE_CLIP_UNCHECKED;
    return a->verdict == HP_PASS ? MESSAGE_CLIP_PASS : MESSAGE_CLIP_REVIEW;
}

void clip_word(const answer *a, bool html_too_large, char **heading, char **body) {
    output o = OUT_MEMORY;
    counted(&o, a->holds, MESSAGE_CLIP_TO_HOLD);
    counted(&o, a->reviews, MESSAGE_CLIP_TO_REVIEW);
    if (o.n > 0) {
        out_z(&o, ": ");
        out_z(&o, a->titles);
        out_char(&o, '.');
    }
    if (a->broken)
        sentence(&o, words(MESSAGE_CLIP_BROKEN));
    else if (html_too_large)
        sentence(&o, words(MESSAGE_CLIP_FORMATTED)), sentence(&o, words(MESSAGE_CLIP_LARGE));
    else if (!a->complete)
        sentence(&o, words(MESSAGE_CLIP_UNFINISHED));
    *heading = mem_text("%s", words(heading_of(a)));
    *body = finished(&o);
}

const char *clip_why_unread(copy_state state) {
    switch (state) {
    case COPY_LATE: return words(MESSAGE_CLIP_LATE);
    case COPY_LARGE: return words(MESSAGE_CLIP_LARGE);
    case COPY_SECRET: return words(MESSAGE_CLIP_SECRET);
    case COPY_OWN: return words(MESSAGE_CLIP_OWN);
    case COPY_NOTHING: return words(MESSAGE_CLIP_NOTHING);
    case COPY_CHANGED: return words(MESSAGE_CLIP_GONE);
    case COPY_READ: break;
    }
    return NULL;
}

bool clip_replace(board *b, asker *a, const answer *made, const copy *from, char **heading, char **body) {
    output o = OUT_MEMORY;
    bool ready = made->rewrite, done = false;
    if (ready) done = b->kind->put(b, (hp_str){made->rewrite, made->rewrite_bytes});
    if (done && from->html.p) sentence(&o, words(MESSAGE_CLIP_PLAIN));
    if (done) {
        answer left;
        asker_ask(a, &(copy){.text = {made->rewrite, made->rewrite_bytes}}, &left);
        if (left.broken || !left.complete) sentence(&o, words(MESSAGE_CLIP_UNFINISHED));
        if (left.holds + left.reviews > 0)
            sentence(&o, words(MESSAGE_CLIP_LEFT)), out_z(&o, left.titles), out_char(&o, '.');
        answer_free(&left);
    }
    message said = done ? MESSAGE_CLIP_REPLACED : ready ? MESSAGE_CLIP_NOT_PUT : MESSAGE_NO_REWRITE;
    *heading = mem_text("%s", words(said));
    *body = finished(&o);
    return done;
}
