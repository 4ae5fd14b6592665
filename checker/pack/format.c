/* format.c - a rule set or policy in the house form. The source's lines are moved, never written anew: libyaml tells
 * where keys, dashes and texts stand, and drops the comments.
 *
 * Each line gets a new indentation (place_pieces, place_comments), then the blocks of the top level get their order.
 * What comes out is read once more and must be the same. */
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "pack/compiler.h"

enum { STEP = 2 };

typedef enum line_kind {
    LINE_BLANK = 0,
    LINE_COMMENT,
    LINE_BLOCK, /* a key or a dash begins it */
    LINE_MORE,  /* goes on with a value */
    LINE_TEXT,  /* of a block scalar: every blank counts */
    LINE_FIXED  /* --- */
} line_kind;

typedef struct line {
    hp_str text; /* without its end */
    line_kind kind;
    size_t old, new;         /* indentation in blanks */
    size_t gap_from, gap_to; /* blanks behind a dash that become one; gap_to 0: none */
    bool within;             /* between the brackets of a value */
    bool top;                /* a key of the top level begins here */
} line;

/* A block of keys or entries. */
typedef struct block {
    size_t old, new; /* the column of its keys or dashes */
    bool list, bare; /* bare: a list whose dashes stand in the column of its key */
} block;

typedef struct formatter {
    arena *a;
    VEC(line) lines;
    VEC(block) blocks;
    size_t flow;                 /* open brackets */
    size_t reached;              /* lines before it have their place */
    size_t shift_old, shift_new; /* of the last line with a key or dash */
    size_t dash_line, dash;      /* of the last dash: its line + 1 and column */
    size_t dash_new;             /* where that dash comes to stand */
} formatter;

/* ---- lines */

static size_t blanks_before(hp_str text) {
    size_t n = 0;
    while (n < text.n && text.p[n] == ' ') n++;
    return n;
}

static bool is_blank(hp_str text) {
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] != ' ' && text.p[i] != '\t') return false;
    return true;
}

static bool cut_lines(formatter *f, hp_str bytes) {
    hp_str text;
    while (str_split(&bytes, '\n', &text)) {
        if (text.n && text.p[text.n - 1] == '\r') text.n--;
        size_t indent = blanks_before(text);
        bool comment = indent < text.n && text.p[indent] == '#';
        line *place = VEC_ADD(f->a, &f->lines, line);
        if (!place) return false;
        *place = (line){.text = text, .old = indent, .new = indent, .kind = comment ? LINE_COMMENT : LINE_BLANK};
    }
    return true;
}

/* ---- where keys, dashes and values come to stand */

static block *innermost(formatter *f) {
    return f->blocks.n ? &f->blocks.v[f->blocks.n - 1] : NULL;
}

static size_t child_column(formatter *f) {
    const block *b = innermost(f);
    return b ? b->new + STEP : 0;
}

static void open_block(formatter *f, const yaml_piece *p, bool list, bool bare) {
    size_t column = f->dash_line == p->line + 1u && !bare ? f->dash_new + STEP : child_column(f);
    block *place = VEC_ADD(f->a, &f->blocks, block);
    if (place) *place = (block){p->column, column, list, bare};
}

static void close_bare(formatter *f) {
    if (f->blocks.n && innermost(f)->bare) f->blocks.n--;
}

static size_t most(size_t a, size_t b) {
    return a > b ? a : b;
}

/* A line that goes on with a value moves with the line of its key, and stays behind the key's column. */
static void place_more(formatter *f, line *l) {
    size_t moved = l->old + f->shift_new > f->shift_old ? l->old + f->shift_new - f->shift_old : 0;
    l->kind = LINE_MORE;
    l->new = f->blocks.n ? most(moved, child_column(f)) : l->old;
}

/* The first piece of a line decides where it goes; lines since the last piece lie within brackets or are none of its.
 */
static void reach(formatter *f, const yaml_piece *p, bool block_piece) {
    if (p->line < f->reached || p->line >= f->lines.n) return;
    for (size_t i = f->reached; i < p->line && f->flow; i++) {
        f->lines.v[i].within = true;
        if (f->lines.v[i].kind == LINE_COMMENT) place_more(f, &f->lines.v[i]);
    }
    line *l = &f->lines.v[p->line];
    f->reached = p->line + 1;
    if (p->kind == PIECE_DOCUMENT) {
        l->kind = LINE_FIXED;
    } else if (block_piece) {
        l->kind = LINE_BLOCK;
        l->new = innermost(f) ? innermost(f)->new : 0;
        l->top = f->blocks.n == 1 && p->kind == PIECE_KEY;
        f->shift_old = l->old;
        f->shift_new = l->new;
    } else
        place_more(f, l);
}

static void close_gap(formatter *f, const yaml_piece *p) {
    if (f->dash_line != p->line + 1u || p->column <= f->dash + 2 || p->kind == PIECE_END) return;
    line *l = &f->lines.v[p->line];
    if (l->gap_to) return; /* of "-   -  x" one at a time: the next run closes the other */
    l->gap_from = f->dash + 1;
    l->gap_to = p->column;
}

/* ---- texts of several lines */

static void place_text_lines(formatter *f, const yaml_piece *p) {
    for (size_t i = p->line + 1u; i <= p->end_line && i < f->lines.n; i++) {
        line *l = &f->lines.v[i];
        if (is_blank(l->text)) {
            l->within = true;
            l->kind = LINE_MORE;
            l->text.n = 0;
            l->new = 0;
        } else
            place_more(f, l);
        f->reached = i + 1;
    }
}

/* What stands behind | or >: a digit for the indentation, + for blank lines that count. */
static void read_indicator(const line *l, size_t column, size_t *digit, bool *keeps) {
    size_t at = 0;
    for (size_t i = 0; i < column && at < l->text.n; i++) /* the column counts characters */
        do at++;
        while (at < l->text.n && ((unsigned char)l->text.p[at] & 0xC0) == 0x80);
    *digit = 0;
    *keeps = false;
    for (size_t i = at + 1; i < l->text.n && i < at + 3; i++) {
        if (l->text.p[i] >= '1' && l->text.p[i] <= '9') *digit = (size_t)(l->text.p[i] - '0');
        if (l->text.p[i] == '+') *keeps = true;
    }
}

static void place_block_text(formatter *f, const yaml_piece *p) {
    size_t digit, end = p->end_column ? p->end_line + 1u : p->end_line, from = p->line + 1u, old = SIZE_MAX;
    bool keeps;
    read_indicator(&f->lines.v[p->line], p->column, &digit, &keeps);
    if (end > f->lines.n) end = f->lines.n;
    while (end > from && !keeps && is_blank(f->lines.v[end - 1].text)) end--;
    const block *b = innermost(f);
    const block *indents = b && b->bare && f->blocks.n > 1 ? b - 1 : b;
    if (digit) old = (indents ? indents->old : 0) + digit;
    for (size_t i = from; i < end && old == SIZE_MAX; i++)
        if (!is_blank(f->lines.v[i].text)) old = f->lines.v[i].old;
    if (old == SIZE_MAX) old = 0;
    size_t new = digit ? (b ? b->new : 0) + digit : b ? b->new + STEP : old;
    for (size_t i = from; i < end; i++) {
        line *l = &f->lines.v[i];
        l->kind = LINE_TEXT;
        if (l->old < old) l->text.n = 0; /* nothing but blanks, fewer than the text's own */
        l->new = l->text.n ? l->old - old + new : 0;
        if (l->text.n == l->old && l->old == old) l->text.n = 0, l->new = 0;
        f->reached = i + 1;
    }
}

/* ---- all pieces */

static void place_piece(formatter *f, const yaml_piece *p) {
    switch (p->kind) {
    case PIECE_MAP: open_block(f, p, false, false); return;
    case PIECE_LIST: open_block(f, p, true, false); return;
    case PIECE_END:
        close_bare(f);
        if (f->blocks.n) f->blocks.n--;
        return;
    default: break;
    }
    close_gap(f, p);
    bool open = f->flow == 0;
    if (open && p->kind == PIECE_KEY) close_bare(f);
    if (open && p->kind == PIECE_ENTRY && (!innermost(f) || !innermost(f)->list)) open_block(f, p, true, true);
    reach(f, p, open && (p->kind == PIECE_KEY || p->kind == PIECE_ENTRY || p->kind == PIECE_VALUE));
    if (open && p->kind == PIECE_ENTRY) {
        f->dash_line = p->line + 1u;
        f->dash = p->column;
        f->dash_new = innermost(f) ? innermost(f)->new : 0;
    } else if (f->dash_line == p->line + 1u && p->kind != PIECE_KEY)
        f->dash_line = 0;
    if (p->kind == PIECE_OPEN) f->flow++;
    if (p->kind == PIECE_CLOSE && f->flow) f->flow--;
    if (p->kind == PIECE_SCALAR) place_text_lines(f, p);
    if (p->kind == PIECE_BLOCK_SCALAR) place_block_text(f, p);
}

/* A comment stands like the line below it; one that is further in belongs to the block above. */
static void place_comments(formatter *f) {
    const line *next = NULL;
    for (size_t i = f->lines.n; i-- > 0;) {
        line *l = &f->lines.v[i];
        if (l->kind == LINE_BLOCK || l->kind == LINE_MORE || l->kind == LINE_FIXED) next = l;
        if (l->kind != LINE_COMMENT) continue;
        if (next ? l->old <= next->old : l->old == 0) {
            l->new = next ? next->new : 0;
            continue;
        }
        for (size_t k = i; k-- > 0;) {
            const line *above = &f->lines.v[k];
            if (above->kind != LINE_BLOCK || above->old > l->old) continue;
            l->new = above->new + (above->old == l->old ? 0 : STEP);
            break;
        }
    }
}

/* ---- the order of the top level */

typedef struct part {
    size_t from, to; /* lines */
    size_t rank, order;
} part;

static int by_rank(const void *left, const void *right) {
    const part *a = left, *b = right;
    if (a->rank != b->rank) return a->rank < b->rank ? -1 : 1;
    return (a->order > b->order) - (a->order < b->order);
}

static bool is_loose(const line *l) { /* may stand above a key */
    return l->kind == LINE_BLANK || (l->kind == LINE_COMMENT && l->old == 0);
}

static size_t rank_of(const hp_schema_map *map, hp_str key) {
    size_t i = 0;
    while (i < map->key_count && !str_eq_z(key, map->keys[i].name)) i++;
    return i;
}

typedef VEC(part) parts;

/* The blocks of the top level, each with the comments above it. What stands before the first and behind the last stays
 * there: it speaks of the file. */
static bool find_parts(formatter *f, const node *root, const hp_schema_map *map, parts *out) {
    const node *key = root->first;
    size_t from = 0, end = f->lines.n;
    while (end > 0 && is_loose(&f->lines.v[end - 1])) end--;
    for (size_t i = 0; i < end; i++) {
        if (!f->lines.v[i].top) continue;
        size_t above = i;
        while (out->n && above > from && is_loose(&f->lines.v[above - 1])) above--;
        if (out->n) out->v[out->n - 1].to = above;
        part *place = VEC_ADD(f->a, out, part);
        if (!place || !key) return false;
        *place = (part){above, end, rank_of(map, key->key->text), out->n};
        key = key->next;
        from = i + 1;
    }
    return true;
}

/* ---- writing */

typedef struct writer {
    arena *a;
    VEC(char) out;
    bool blank; /* an empty line waits: written before the next one that is not */
} writer;

static void put(writer *w, hp_str s) {
    for (size_t i = 0; i < s.n; i++) {
        char *place = VEC_ADD(w->a, &w->out, char);
        if (place) *place = s.p[i];
    }
}

static void put_line(writer *w, const line *l) {
    hp_str rest = str_sub(l->text, l->kind == LINE_TEXT || l->text.n ? blanks_before(l->text) : 0, l->text.n);
    if (l->kind == LINE_BLANK) {
        w->blank = w->out.n > 0;
        return;
    }
    if (w->blank) put(w, HP_STR("\n"));
    w->blank = false;
    while (l->kind != LINE_TEXT && rest.n && (rest.p[rest.n - 1] == ' ' || rest.p[rest.n - 1] == '\t') &&
           !(rest.n > 1 && rest.p[rest.n - 2] == '\\'))
        rest.n--;
    for (size_t i = 0; i < l->new; i++) put(w, HP_STR(" "));
    if (l->gap_to) {
        put(w, str_sub(l->text, l->old, l->gap_from));
        put(w, HP_STR(" "));
        rest = str_sub(rest, l->gap_to - l->old, rest.n);
    }
    put(w, rest);
    put(w, HP_STR("\n"));
}

static void put_lines(writer *w, const formatter *f, size_t from, size_t to) {
    for (size_t i = from; i < to; i++) put_line(w, &f->lines.v[i]);
}

/* ---- the whole */

static bool same_node(const node *a, const node *b, bool ordered) {
    if (a->kind != b->kind || a->count != b->count || !str_eq(a->text, b->text)) return false;
    const node *y = b->first;
    for (const node *x = a->first; x; x = x->next) {
        if (!ordered)
            for (y = b->first; y && !str_eq(x->key->text, y->key->text);) y = y->next;
        if (!y || !same_node(x, y, true) || (x->key && !str_eq(x->key->text, y->key->text))) return false;
        y = y->next;
    }
    return true;
}

static bool format_once(arena *a, hp_str bytes, const node *root, const hp_schema_map *map, hp_str *out) {
    formatter f = {.a = a};
    yaml_pieces pieces = {0};
    parts found = {0};
    writer w = {.a = a};
    if (!cut_lines(&f, bytes) || !yaml_take_apart(a, bytes, &pieces)) return false;
    for (size_t i = 0; i < pieces.n; i++) place_piece(&f, &pieces.v[i]);
    place_comments(&f);
    if (!find_parts(&f, root, map, &found)) return false;
    size_t head = found.n ? found.v[0].from : f.lines.n, end = found.n ? found.v[found.n - 1].to : f.lines.n;
    if (found.n > 1) qsort(found.v, found.n, sizeof *found.v, by_rank);
    put_lines(&w, &f, 0, head);
    for (size_t i = 0; i < found.n; i++) put_lines(&w, &f, found.v[i].from, found.v[i].to);
    put_lines(&w, &f, end, f.lines.n);
    *out = (hp_str){w.out.v, w.out.n};
    return !arena_failed(a);
}

/* Until nothing changes any more: a line with several dashes takes a run for each. */
static bool format_bytes(arena *a, hp_str bytes, const hp_schema_map *map, hp_str *out) {
    for (int run = 0; run < LIMIT_YAML_DEPTH; run++) {
        diagnoses unheard = {.a = a};
        hp_source source = {.bytes = bytes};
        const node *root = yaml_read(a, &unheard, &source, 0);
        if (!root || !format_once(a, bytes, root, map, out)) return false;
        if (str_eq(bytes, *out)) return true;
        bytes = *out;
    }
    return false;
}

static const hp_schema_map *read_head(compiler *c, const node *root) {
    const node *head = node_get(root, "hallpass");
    const hp_schema_map *map = head && head->kind == NODE_SCALAR ? hp_schema(head->text) : NULL;
    if (map) return map;
    diagnose(&c->d, head ? head->at : root->at, "HP055", "neither a rule set nor a policy");
    diagnose_hint(&c->d, "begin the file with \"hallpass: rules/1\" or \"hallpass: policy/1\"");
    return NULL;
}

static hp_status format_source(compiler *c, const hp_source *source, hp_str *out) {
    const node *root = yaml_read(c->a, &c->d, source, 0);
    const hp_schema_map *map = root ? read_head(c, root) : NULL;
    if (map) schema_check_deep(c, root, map);
    if (c->d.errors) return HP_ERR_SOURCE;
    hp_str bytes = source->bytes;
    if (str_starts(bytes, HP_STR("\xef\xbb\xbf"))) bytes = str_sub(bytes, 3, bytes.n);
    if (!format_bytes(c->a, bytes, map, out)) return arena_failed(c->a) ? HP_ERR_MEMORY : HP_ERR_INTERNAL;
    diagnoses unheard = {.a = c->a};
    hp_source after = {source->name, *out};
    const node *again = yaml_read(c->a, &unheard, &after, 0);
    return again && !unheard.errors && same_node(root, again, false) ? HP_OK : HP_ERR_INTERNAL;
}

hp_status hp_format(const hp_source *source, hp_diag_fn *diag, void *diag_user,
                    void (*give)(void *user, hp_str formatted), void *give_user) {
    if (!source || !give) return HP_ERR_USAGE;
    hp_compile_options options = HP_COMPILE_OPTIONS_INIT;
    compiler c = {.a = arena_new(0), .o = &options};
    hp_str out = {0};
    if (!c.a) return HP_ERR_MEMORY;
    c.d.a = c.a;
    hp_status status = format_source(&c, source, &out);
    diagnose_tell(&c.d, source, diag, diag_user);
    if (status == HP_OK && arena_failed(c.a)) status = HP_ERR_MEMORY;
    if (status == HP_OK) give(give_user, out);
    arena_free(c.a);
    return status;
}
