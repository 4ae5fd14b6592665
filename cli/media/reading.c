/* reading.c - see reading.h. */
#include "reading.h"

#include <string.h>

#include "bounds.h"
#include "json_out.h"
#include "mem.h"

void reading_lacks(reading *r, const char *what) {
    if (r->unread.n >= strlen(what) && memmem(r->unread.p, r->unread.n, what, strlen(what))) return;
    if (r->unread.n > 0) out_z(&r->unread, "; ");
    out_z(&r->unread, what);
}

static bool add(reading *r, reading_place in, hp_str words) {
    const char *end = words.n ? memchr(words.p, 0, words.n) : NULL;
    if (end) words.n = (size_t)(end - words.p);
    if (words.n == 0) return false;
    output *to = &r->words[in];
    size_t room = to->n < BOUND_TEXT_BYTES ? BOUND_TEXT_BYTES - to->n : 0;
    if (words.n + 2 > room) {
        reading_lacks(r, "it holds more text than 1 MiB: check it in parts");
        return false;
    }
    out_str(to, words);
    return true;
}

void reading_words(reading *r, reading_place in, hp_str words) {
    if (add(r, in, words)) out_char(&r->words[in], '\n');
}

void reading_paragraph(reading *r, reading_place in, hp_str words) {
    if (add(r, in, words)) out_z(&r->words[in], "\n\n");
}

static void put_text(json_out *j, const char *key, hp_str text) {
    if (!text.n) return;
    json_put_key(j, key);
    json_put_text(j, text);
}

static void put_tells(json_out *j, unsigned tells) {
    static const char *const words[] = {"place", "time", "owner", "device", "changes"};
    output all = OUT_MEMORY;
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (!(tells & 1u << i)) continue;
        if (all.n > 0) out_char(&all, ' ');
        out_z(&all, words[i]);
    }
    put_text(j, "tells", out_view(&all));
    out_free(&all);
}

void reading_send(reading *r, output *to) {
    static const char *const places[READING_PLACES] = {"text", "data", "notes"};
    json_out j = {.to = to};
    json_put_open(&j, '{');
    put_text(&j, "type", view(r->type));
    put_tells(&j, r->tells);
    json_put_key(&j, "passages");
    json_put_open(&j, '[');
    for (size_t i = 0; i < READING_PLACES; i++) {
        if (r->words[i].n == 0) continue;
        json_put_open(&j, '{');
        put_text(&j, "in", view(places[i]));
        put_text(&j, "text", out_view(&r->words[i]));
        if (i == IN_TEXT) put_text(&j, "markup", view(r->markup));
        json_put_close(&j, '}');
        out_clear(&r->words[i]);
    }
    json_put_close(&j, ']');
    put_text(&j, "unread", out_view(&r->unread));
    json_put_close(&j, '}');
    out_char(to, '\n');
    out_flush(to);
    out_clear(&r->unread);
    r->tells = 0;
}

void reading_free(reading *r) {
    for (size_t i = 0; i < READING_PLACES; i++) out_free(&r->words[i]);
    out_free(&r->unread);
}
