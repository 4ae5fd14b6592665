/* copy.c - see copy.h. */
#include "copy.h"

#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "offer.h"

enum { NAMES_MS = 1000, READ_MS = 3000 /* 5 MB in steps took 14 ms */ };

static copy_state state_of(board_status status) {
    switch (status) {
    case BOARD_OK: return COPY_READ;
    case BOARD_NOTHING: return COPY_NOTHING;
    case BOARD_LATE: return COPY_LATE;
    case BOARD_LARGE: return COPY_LARGE;
    case BOARD_CHANGED: return COPY_CHANGED;
    }
    return COPY_NOTHING;
}

static copy_state read_offer(board *b, offer *out) {
    board_names names;
    board_status status = b->kind->names(b, clock_ms() + NAMES_MS, &names);
    if (status == BOARD_OK) *out = offer_of((const char *const *)names.list, names.count);
    board_names_free(&names);
    if (status != BOARD_OK) return state_of(status);
    switch (out->kind) {
    case OFFER_TEXT: return COPY_READ;
    case OFFER_SECRET: return COPY_SECRET;
    case OFFER_OWN: return COPY_OWN;
    case OFFER_NOTHING:
    case OFFER_FILES:
    case OFFER_PICTURE: break;
    }
    return COPY_NOTHING;
}

static board_status read_form(board *b, const char *form, int64_t until, hp_str *out) {
    output raw = OUT_MEMORY;
    board_status status = b->kind->read(b, form, COPY_BYTES, until, &raw);
    if (status == BOARD_OK) out->p = offer_decode(form, out_view(&raw), &out->n);
    board_wipe(&raw);
    return status;
}

copy_state copy_read(board *b, copy *out) {
    offer what = {0};
    *out = (copy){0};
    copy_state state = read_offer(b, &what);
    if (state != COPY_READ) return state;
    int64_t until = clock_ms() + READ_MS;
    board_status text = what.text ? read_form(b, what.text, until, &out->text) : BOARD_NOTHING;
    board_status html = BOARD_NOTHING;
    bool go_on = text == BOARD_OK || text == BOARD_NOTHING;
    if (go_on && what.html) html = read_form(b, what.html, until, &out->html);
    out->html_too_large = html == BOARD_LARGE && text == BOARD_OK;
    if (go_on && (html == BOARD_LATE || html == BOARD_CHANGED || (html == BOARD_LARGE && text != BOARD_OK)))
        state = state_of(html);
    else if (text != BOARD_OK && html != BOARD_OK)
        state = state_of(text);
    if (state != COPY_READ) copy_free(out);
    return state;
}

static void wipe(hp_str *s) {
    char *p = (char *)(uintptr_t)s->p;
    if (p) explicit_bzero(p, s->n);
    free(p);
    *s = (hp_str){NULL, 0};
}

void copy_free(copy *c) {
    wipe(&c->text);
    wipe(&c->html);
}
