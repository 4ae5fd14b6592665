/* literal_parts.c - see literal_parts.h. */
#include "pack/literal_parts.h"

#include <string.h>

#include "base/str.h"
#include "pack/atoms.h"

enum { EXACT_MOST = 16, LISTED_MOST = 2000, EXACT_BYTES = 60, RUN_MOST = 64 };

/* Bits of letters in the second half of ASCII. */
#define LETTERS_FROM(first) ((((uint64_t)1 << 26) - 1) << ((first)-64))
static const uint64_t upper = LETTERS_FROM('A'), lower = LETTERS_FROM('a');

void byte_set_fold(byte_set *s) {
    uint64_t *half = &s->ascii[1];
    *half |= (*half & upper) << ('a' - 'A') | (*half & lower) >> ('a' - 'A');
}

/* ---- making parts ---- */

part part_open(void) {
    return (part){.empty = true};
}

static void add(arena *a, literal_set *set, hp_str text) {
    if (set->n < set->room || vec_widen(a, set, sizeof *set->v)) set->v[set->n++] = text;
}

/* The part that is the one text of a set. */
static part part_of(hp_str *text) {
    part p = {.exact = true, .set = {text, 1, 1}, .empty = text->n == 0};
    p.sign_first = !text->n || !atom_is_word(text->p[0]);
    p.sign_last = !text->n || !atom_is_word(text->p[text->n - 1]);
    p.fence = text->n && p.sign_last;
    return p;
}

part part_text(arena *a, hp_str text) {
    hp_str *place = arena_take(a, sizeof *place);
    if (!place) return part_open();
    *place = text;
    return part_of(place);
}

/* The set of the empty text alone; sets are shared, and one that grows is a new one. */
static literal_set nothing(void) {
    static const hp_str empty = {"", 0};
    return (literal_set){(hp_str *)(uintptr_t)&empty, 1, 1};
}

static bool is_nothing(const literal_set *set) {
    return set->n == 1 && !set->v[0].n;
}

part part_empty(void) {
    return (part){.exact = true, .set = nothing(), .empty = true, .sign_first = true, .sign_last = true};
}

part part_edge(void) {
    part p = part_empty();
    p.edge_left = p.edge_right = p.fence = true;
    return p;
}

/* Hardly a text is without one of these. */
static bool tells_nothing(const byte_set *s) {
    static const char common[] = " etaoinsrhldu";
    for (size_t i = 0; common[i]; i++)
        if (byte_set_has(s, (unsigned char)common[i])) return true;
    return false;
}

static need *need_new(arena *a, need_kind kind) {
    need *n = ARENA_NEW(a, need);
    if (n) n->kind = (uint8_t)kind;
    return n;
}

/* A letter, a digit or _. */
static bool holds_word(const byte_set *s) {
    const uint64_t digits = (uint64_t)0x3ff << '0';
    return (s->ascii[0] & digits) || (s->ascii[1] & (upper | lower)) || byte_set_has(s, '_');
}

part part_single(arena *a, byte_set bytes) {
    part p = {.single = true, .bytes = bytes};
    p.sign_first = p.sign_last = p.fence = !holds_word(&bytes);
    p.wanted = tells_nothing(&bytes) ? NULL : need_new(a, NEED_BYTES);
    if (p.wanted) p.wanted->bytes = bytes;
    return p;
}

/* ---- needs ---- */

static void adopt(need *parent, need *child) {
    if (parent->last)
        parent->last->next = child;
    else
        parent->first = child;
    parent->last = child;
}

static void add_tail(need **tails, need *more) {
    while (*tails) tails = &(*tails)->tail;
    *tails = more;
}

/* What follows says whether the texts at the end end a word. */
static void settle(need **tails, bool right) {
    for (need *n = *tails; n;) {
        need *next = n->tail;
        n->right = right;
        n->tail = NULL;
        n = next;
    }
    *tails = NULL;
}

/* One of the strings; with `tails`, it is not known yet what follows. */
static need *need_of_set(arena *a, const literal_set *set, bool left, bool right, need **tails) {
    need *any = set->n == 1 ? NULL : need_new(a, NEED_ANY), *texts = ARENA_ARRAY(a, need, set->n);
    for (size_t i = 0; i < set->n; i++) {
        need *n = set->v[i].n && texts ? &texts[i] : NULL;
        if (!n) {
            if (tails) *tails = NULL;
            return NULL;
        }
        n->kind = NEED_TEXT;
        n->text = set->v[i];
        n->left = left;
        n->right = right;
        if (tails) {
            n->tail = *tails;
            *tails = n;
        }
        if (!any) return n;
        adopt(any, n);
    }
    return any;
}

need *part_need(arena *a, const part *p, bool before) {
    if (!p->exact) return p->wanted;
    return need_of_set(a, &p->set, before || p->edge_left, p->edge_right, NULL);
}

/* ---- repeats and looks ---- */

static bool only(const byte_set *s, unsigned char first, unsigned char last) {
    for (unsigned char c = 0; c < 0x80; c++)
        if (byte_set_has(s, c) && (c < first || c > last)) return false;
    return true;
}

static part run_of(arena *a, part p, size_t least) {
    bool digits = only(&p.bytes, '0', '9'), capitals = only(&p.bytes, 'A', 'Z');
    bool none = !p.bytes.ascii[0] && !p.bytes.ascii[1];
    if (least < 2 || none || (!digits && !capitals) || p.bytes.beyond & BEYOND_SIGNS) return p;
    need *n = need_new(a, NEED_RUN);
    if (!n) return p;
    n->run_of = digits ? RUN_DIGITS : RUN_CAPITALS;
    n->run = (uint8_t)(least < RUN_MOST ? least : RUN_MOST);
    p.wanted = n;
    return p;
}

part part_repeated(arena *a, part p, size_t least, size_t most, bool before) {
    if (least == 1 && most == 1) return p;
    if (least == 0 && most == 1 && p.exact && p.set.n < EXACT_MOST) {
        part q = p;
        q.set = (literal_set){0}; /* sets are shared: a new one grows */
        for (size_t i = 0; i < p.set.n; i++) add(a, &q.set, p.set.v[i]);
        if (!p.empty) add(a, &q.set, (hp_str){"", 0});
        q.empty = true;
        q.edge_left = q.edge_right = q.fence = false;
        return q;
    }
    if (p.exact && least == most && least > 0 && least <= 4 && p.set.n <= 4) {
        sequence q = sequence_open(before);
        for (size_t i = 0; i < least; i++) sequence_follow(a, &q, &p);
        return sequence_close(a, &q);
    }
    part q = {.empty = p.empty || least == 0, .sign_first = p.sign_first, .sign_last = p.sign_last};
    if (least == 0) return q;
    q.fence = p.fence && !p.empty;
    q.wanted = part_need(a, &p, before); /* of the first time */
    settle(&p.tails, false);
    return p.single ? (q.bytes = p.bytes, run_of(a, q, least)) : q;
}

part part_looked(arena *a, part p, bool before) {
    part q = {.empty = true, .sign_first = true, .sign_last = true};
    q.wanted = part_need(a, &p, before);
    settle(&p.tails, false);
    return q;
}

/* ---- sequences ---- */

sequence sequence_open(bool before) {
    return (sequence){.run = nothing(),
                      .run_left = before,
                      .before = before,
                      .whole = true,
                      .empty = true,
                      .sign_first = true,
                      .sign_last = true};
}

static bool can_join(const literal_set *x, const literal_set *y) {
    size_t longest = 0, longest_more = 0;
    if (x->n * y->n > EXACT_MOST && !is_nothing(x)) return false;
    for (size_t i = 0; i < x->n; i++)
        if (x->v[i].n > longest) longest = x->v[i].n;
    for (size_t i = 0; i < y->n; i++)
        if (y->v[i].n > longest_more) longest_more = y->v[i].n;
    return longest + longest_more <= EXACT_BYTES;
}

static literal_set join(arena *a, const literal_set *x, const literal_set *y) {
    literal_set out = {0};
    if (is_nothing(x)) return *y;
    if (is_nothing(y)) return *x;
    for (size_t i = 0; i < x->n; i++)
        for (size_t k = 0; k < y->n; k++) {
            char *text = arena_take(a, x->v[i].n + y->v[k].n);
            if (!text) return out;
            if (x->v[i].n) memcpy(text, x->v[i].p, x->v[i].n);
            if (y->v[k].n) memcpy(text + x->v[i].n, y->v[k].p, y->v[k].n);
            add(a, &out, (hp_str){text, x->v[i].n + y->v[k].n});
        }
    return out;
}

static void want(arena *a, sequence *q, need *n) {
    if (!n) return;
    if (!q->all) q->all = need_new(a, NEED_ALL);
    if (q->all) adopt(q->all, n);
}

/* The run becomes a need; `next`: what follows it, NULL: not known yet. */
static void flush(arena *a, sequence *q, const part *next) {
    need *tails = NULL;
    need *n = need_of_set(a, &q->run, q->run_left, false, &tails);
    want(a, q, n);
    if (!n)
        settle(&tails, false);
    else if (q->edge || (next && next->sign_first && !next->empty))
        settle(&tails, true);
    else if (next && !next->sign_first)
        settle(&tails, false);
    add_tail(&q->tails, tails);
    q->run = nothing();
    q->edge = false;
    q->whole = false;
}

static bool is_edge(const part *p) {
    return p->exact && is_nothing(&p->set) && p->edge_left;
}

/* What is known of where the sequence stands, behind p. */
static void move_on(sequence *q, const part *p) {
    if (q->empty) q->sign_first = q->sign_first && p->sign_first;
    q->sign_last = p->empty ? q->sign_last && p->sign_last : p->sign_last;
    q->before = p->fence || (q->before && p->sign_last && p->empty);
    q->empty = q->empty && p->empty;
}

void sequence_follow(arena *a, sequence *q, const part *p) {
    bool none = is_nothing(&q->run);
    if (is_edge(p)) {
        settle(&q->tails, true);
        if (q->whole && none) q->edge_left = true;
        q->edge = q->before = true;
        if (none) q->run_left = true;
        return;
    }
    if (!p->empty || !p->sign_first) settle(&q->tails, (p->sign_first && !p->empty) || p->edge_left);
    if (!p->exact) {
        if (!none) flush(a, q, p);
        q->whole = q->edge = false;
        want(a, q, p->wanted);
        add_tail(&q->tails, p->tails);
        move_on(q, p);
        q->run_left = q->before;
        return;
    }
    if (!can_join(&q->run, &p->set)) {
        flush(a, q, p);
        none = true;
    }
    if (none) q->run_left = q->before || p->edge_left;
    q->run = join(a, &q->run, &p->set);
    q->edge = p->edge_right;
    move_on(q, p);
}

part sequence_close(arena *a, sequence *q) {
    part p = {.exact = q->whole,
              .empty = q->empty,
              .sign_first = q->sign_first,
              .sign_last = q->sign_last,
              .fence = q->before};
    if (q->whole) {
        p.set = q->run;
        p.edge_left = q->edge_left;
        p.edge_right = q->edge;
        return p;
    }
    if (!is_nothing(&q->run)) flush(a, q, NULL);
    p.wanted = q->all;
    p.tails = q->tails;
    return p;
}

/* ---- alternatives ---- */

choice choice_open(bool before) {
    return (choice){.before = before, .known = true};
}

/* The exact strings so far become needs like any other. */
static void open_up(arena *a, choice *c) {
    part q = {.empty = c->p.empty, .sign_first = c->p.sign_first, .sign_last = c->p.sign_last, .fence = c->p.fence};
    need *tails = NULL;
    need *n = need_of_set(a, &c->p.set, c->before || c->p.edge_left, c->p.edge_right, c->p.edge_right ? NULL : &tails);
    q.wanted = need_new(a, NEED_ANY);
    if (n && q.wanted)
        adopt(q.wanted, n);
    else
        c->known = false;
    q.tails = tails;
    c->p = q;
}

void choice_add(arena *a, choice *c, const part *p) {
    if (!c->count++) {
        c->p = c->only = *p;
        if (p->exact) { /* sets are shared: a new one grows */
            c->p.set = (literal_set){0};
            for (size_t i = 0; i < p->set.n; i++) add(a, &c->p.set, p->set.v[i]);
        } else {
            c->p.single = false;
            c->p.wanted = need_new(a, NEED_ANY);
            if (p->wanted && c->p.wanted)
                adopt(c->p.wanted, p->wanted);
            else
                c->known = false;
        }
        return;
    }
    part *all = &c->p;
    if (all->exact && (!p->exact || all->set.n + p->set.n > LISTED_MOST)) open_up(a, c);
    all->sign_first = all->sign_first && p->sign_first;
    all->sign_last = all->sign_last && p->sign_last;
    all->empty = all->empty || p->empty;
    all->fence = all->fence && p->fence;
    if (all->exact) {
        for (size_t i = 0; i < p->set.n; i++) add(a, &all->set, p->set.v[i]);
        all->edge_left = all->edge_left && p->edge_left;
        all->edge_right = all->edge_right && p->edge_right;
        return;
    }
    need *tails = p->tails;
    need *n = p->exact
                  ? need_of_set(a, &p->set, c->before || p->edge_left, p->edge_right, p->edge_right ? NULL : &tails)
                  : p->wanted;
    if (n && all->wanted)
        adopt(all->wanted, n);
    else
        c->known = false;
    add_tail(&all->tails, tails);
}

void choice_add_text(arena *a, choice *c, hp_str text) {
    part *all = &c->p, p = part_of(&text); /* of all but the first branch, the texts are taken and not the set */
    if (!all->exact || all->set.n >= LISTED_MOST) {
        choice_add(a, c, &p);
        return;
    }
    add(a, &all->set, text);
    all->sign_first = all->sign_first && p.sign_first;
    all->sign_last = all->sign_last && p.sign_last;
    all->fence = all->fence && p.fence;
    all->edge_left = all->edge_right = false;
}

part choice_close(arena *a, choice *c) {
    if (c->count == 1 && !c->p.exact) return c->only;
    if (c->p.exact && c->p.set.n > EXACT_MOST) open_up(a, c);
    if (!c->p.exact && !c->known) {
        c->p.wanted = NULL;
        settle(&c->p.tails, false);
    }
    return c->p;
}
