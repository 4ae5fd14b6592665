/* clean.c - NFKC, one kind of space, dash, quote and newline, nothing invisible; every byte knows where it came from.
 */
#include "text/clean.h"

#include <string.h>

#include "base/str.h"
#include "text/lookalike.h"
#include "text/unicode.h"

typedef struct cleaner {
    arena *a;
    char *out;
    uint32_t *map, *map_end;
    size_t n, room;
    bool failed;
} cleaner;

static void make_room(cleaner *c, size_t more) {
    if (c->n + more < c->room) return;
    size_t room = (c->n + more) * 2 + 64;
    char *out = arena_alloc(c->a, room);
    uint32_t *map = ARENA_ARRAY(c->a, uint32_t, room), *map_end = ARENA_ARRAY(c->a, uint32_t, room);
    if (!out || !map || !map_end) {
        c->failed = true;
        return;
    }
    if (c->n) {
        memcpy(out, c->out, c->n);
        memcpy(map, c->map, c->n * sizeof *map);
        memcpy(map_end, c->map_end, (c->n + 1) * sizeof *map_end);
    }
    c->out = out;
    c->map = map;
    c->map_end = map_end;
    c->room = room;
}

/* Appends bytes that came from the draft span [start, end). */
static void put(cleaner *c, const char *p, size_t n, size_t start, size_t end) {
    make_room(c, n);
    if (c->failed) return;
    for (size_t i = 0; i < n; i++) {
        c->out[c->n] = p[i];
        c->map[c->n] = (uint32_t)start;
        c->map_end[c->n + 1] = (uint32_t)end;
        c->n++;
    }
}

/* What a character becomes before NFKC is asked; 0: ask it. */
static char plain_form(uint32_t c) {
    switch (c) {
    case 0x2018:
    case 0x2019:
    case 0x201a:
    case 0x201b:
    case 0x2032:
    case 0x2bb:
    case 0x2bc:
    case 0xb4:
    case 0x60: return '\'';
    case 0x201c:
    case 0x201d:
    case 0x201e:
    case 0x201f:
    case 0x2033:
    case 0xab:
    case 0xbb: return '"';
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015:
    case 0x2212:
    case 0xfe58:
    case 0xfe63:
    case 0xff0d: return '-';
    case 0x2028:
    case 0x2029:
    case 0x85: return '\n';
    default: return unicode_is_space(c) ? ' ' : 0;
    }
}

static size_t draft_at(const text_piece *p, size_t i) {
    return p->verbatim ? p->draft_start + i : p->draft_start;
}

static size_t draft_behind(const text_piece *p, size_t i) {
    return p->verbatim ? p->draft_start + i : p->draft_end;
}

/* One ASCII character that no mark follows. */
static size_t clean_ascii(cleaner *c, const text_piece *p, size_t i) {
    char ch = p->text.p[i];
    size_t n = 1;
    if (ch == '\r') {
        n += i + 1 < p->text.n && p->text.p[i + 1] == '\n';
        ch = '\n';
    } else if (ch == '`')
        ch = '\'';
    else if (ch != '\n' && char_is_space(ch))
        ch = ' ';
    put(c, &ch, 1, draft_at(p, i), draft_behind(p, i + n));
    return n;
}

static bool joins_emoji(hp_str s, size_t at, size_t size, uint32_t before) {
    uint32_t next;
    return unicode_next(s, at + size, &next) && unicode_is_emoji(next) && unicode_is_emoji(before);
}

static void clean_piece(cleaner *c, const text_piece *p) {
    size_t word_end = 0;
    bool mixed = false;
    uint32_t last = 0;
    for (size_t i = 0; i < p->text.n && !c->failed;) {
        bool marked = i + 1 < p->text.n && (unsigned char)p->text.p[i + 1] >= 0x80;
        if ((unsigned char)p->text.p[i] < 0x80 && !marked) {
            i += clean_ascii(c, p, i);
            last = 0;
            continue;
        }
        uint32_t ch, mark;
        size_t size = unicode_next(p->text, i, &ch), end = i + size;
        if (unicode_is_ignorable(ch) && !(ch == 0x200d && joins_emoji(p->text, i, size, last))) {
            i = end;
            continue;
        }
        for (size_t n;
             (n = unicode_next(p->text, end, &mark)) != 0 && unicode_is_combining(mark) && !unicode_is_ignorable(mark);)
            end += n;
        size_t from = draft_at(p, i), to = draft_behind(p, end);
        uint32_t latin = lookalike_of(ch);
        if (latin && i >= word_end) mixed = lookalike_mixed_word(p->text, i, &word_end);
        char plain = end == i + size ? plain_form(ch) : 0;
        if (ch < 0x80 && end == i + size) {
            i += clean_ascii(c, p, i);
            last = 0;
            continue;
        }
        if (latin && mixed && end == i + size) plain = (char)latin;
        if (plain)
            put(c, &plain, 1, from, to);
        else {
            char form[64];
            size_t n = unicode_compose(str_sub(p->text, i, end), form, sizeof form);
            put(c, n ? form : p->text.p + i, n ? n : end - i, from, to);
        }
        last = ch;
        i = end;
    }
}

static bool is_plain(hp_str s) {
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c >= 0x80 || c == '`' || (c < ' ' && c != '\n')) return false;
    }
    return true;
}

hp_status clean_pieces(arena *a, hp_str draft, const piece_list *pieces, clean_text *out) {
    *out = (clean_text){0};
    if (pieces->n == 1 && pieces->v[0].verbatim && pieces->v[0].draft_start == 0 && pieces->v[0].text.n == draft.n &&
        is_plain(draft)) {
        out->clean = draft;
        return HP_OK;
    }
    cleaner c = {.a = a};
    make_room(&c, draft.n + 1);
    out->links = ARENA_ARRAY(a, link_range, pieces->n + 1);
    if (c.failed || !out->links) return HP_ERR_MEMORY;
    c.map_end[0] = 0;
    for (size_t i = 0; i < pieces->n; i++) {
        size_t start = c.n;
        clean_piece(&c, &pieces->v[i]);
        if (pieces->v[i].link && c.n > start) out->links[out->link_count++] = (link_range){start, c.n};
    }
    make_room(&c, 1);
    if (c.failed) return HP_ERR_MEMORY;
    c.map[c.n] = c.n ? c.map_end[c.n] : 0;
    out->clean = (hp_str){c.out, c.n};
    out->map = c.map;
    out->map_end = c.map_end;
    return HP_OK;
}
