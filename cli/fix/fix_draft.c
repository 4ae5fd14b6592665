/* fix_draft.c - see fix_draft.h. */
#include "fix_draft.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"

/* A finding that was left as it is. */
typedef struct left {
    char *rule; /* owned by the draft's list of names */
    bool has_span;
    size_t start, end;
} left;

typedef struct lefts {
    left *list;
    size_t count, room;
} lefts;

typedef struct step {
    bool changes;
    size_t at, line;
    char *was, *is; /* of a change */
    size_t was_bytes, is_bytes;
    lefts before;
} step;

struct fix_draft {
    char *text;
    size_t n;
    lefts left;
    step *steps;
    size_t count, room;
    char **names;
    size_t name_count, name_room;
};

static char *copy(const char *p, size_t n) {
    char *bytes = mem_new(n + 1, 1);
    if (n > 0) memcpy(bytes, p, n);
    return bytes;
}

static void forget(char *bytes, size_t n) {
    if (bytes) explicit_bzero(bytes, n);
    free(bytes);
}

fix_draft *fix_draft_new(hp_str text) {
    fix_draft *d = mem_new(1, sizeof(*d));
    d->text = copy(text.p, text.n);
    d->n = text.n;
    return d;
}

static void free_step(step *s) {
    forget(s->was, s->was_bytes);
    forget(s->is, s->is_bytes);
    free(s->before.list);
}

void fix_draft_free(fix_draft *d) {
    if (!d) return;
    for (size_t i = 0; i < d->count; i++) free_step(&d->steps[i]);
    for (size_t i = 0; i < d->name_count; i++) free(d->names[i]);
    forget(d->text, d->n);
    free(d->left.list);
    free(d->steps);
    free(d->names);
    free(d);
}

hp_str fix_draft_text(const fix_draft *d) {
    return (hp_str){d->text, d->n};
}

/* ---- what was left */

static void add_left(lefts *l, left one) {
    l->list = mem_grow(l->list, &l->room, l->count + 1, sizeof(*l->list));
    l->list[l->count++] = one;
}

static lefts copy_lefts(const lefts *l) {
    lefts c = {0};
    for (size_t i = 0; i < l->count; i++) add_left(&c, l->list[i]);
    return c;
}

/* Those behind a change move with it; those that it touches are asked about anew. */
static void move_lefts(lefts *l, size_t start, size_t end, size_t bytes) {
    size_t kept = 0;
    for (size_t i = 0; i < l->count; i++) {
        left one = l->list[i];
        bool behind = one.has_span && one.start >= end, touched = one.has_span && !behind && one.end > start;
        if (touched) continue;
        if (behind) one.start += start + bytes - end, one.end += start + bytes - end;
        l->list[kept++] = one;
    }
    l->count = kept;
}

static char *name_of(fix_draft *d, hp_str rule) {
    for (size_t i = 0; i < d->name_count; i++)
        if (view_is(rule, d->names[i])) return d->names[i];
    d->names = mem_grow(d->names, &d->name_room, d->name_count + 1, sizeof(*d->names));
    return d->names[d->name_count++] = copy(rule.p, rule.n);
}

bool fix_draft_is_left(const fix_draft *d, const hp_finding *f) {
    for (size_t i = 0; i < d->left.count; i++) {
        const left *l = &d->left.list[i];
        bool same_place = l->has_span == f->has_span && (!f->has_span || (l->start == f->start && l->end == f->end));
        if (same_place && view_is(f->rule, l->rule)) return true;
    }
    return false;
}

/* ---- steps */

static step *add_step(fix_draft *d) {
    d->steps = mem_grow(d->steps, &d->room, d->count + 1, sizeof(*d->steps));
    step *s = &d->steps[d->count++];
    *s = (step){.before = copy_lefts(&d->left)};
    return s;
}

void fix_draft_leave(fix_draft *d, const hp_finding *f) {
    add_step(d);
    add_left(&d->left, (left){name_of(d, f->rule), f->has_span, f->start, f->end});
}

static void splice(fix_draft *d, size_t start, size_t end, hp_str with) {
    size_t n = d->n - (end - start) + with.n;
    char *text = mem_new(n + 1, 1);
    memcpy(text, d->text, start);
    if (with.n > 0) memcpy(text + start, with.p, with.n);
    memcpy(text + start + with.n, d->text + end, d->n - end);
    forget(d->text, d->n);
    d->text = text;
    d->n = n;
}

static size_t line_of(const fix_draft *d, size_t at) {
    size_t line = 1;
    for (size_t i = 0; i < at; i++) line += d->text[i] == '\n';
    return line;
}

size_t fix_draft_change(fix_draft *d, size_t start, size_t end, hp_str with) {
    if (with.n == 0) start = hp_cut_start(fix_draft_text(d), start, end);
    step *s = add_step(d);
    s->changes = true;
    s->at = start;
    s->line = line_of(d, start);
    s->was_bytes = end - start;
    s->was = copy(d->text + start, s->was_bytes);
    s->is_bytes = with.n;
    s->is = copy(with.p, with.n);
    splice(d, start, end, with);
    move_lefts(&d->left, start, end, with.n);
    return start;
}

bool fix_draft_can_undo(const fix_draft *d) {
    return d->count > 0;
}

bool fix_draft_undo(fix_draft *d) {
    if (d->count == 0) return false;
    step *s = &d->steps[--d->count];
    if (s->changes) splice(d, s->at, s->at + s->is_bytes, (hp_str){s->was, s->was_bytes});
    free(d->left.list);
    d->left = s->before;
    s->before = (lefts){0};
    free_step(s);
    return true;
}

size_t fix_draft_changes(const fix_draft *d) {
    size_t n = 0;
    for (size_t i = 0; i < d->count; i++) n += d->steps[i].changes;
    return n;
}

fix_change fix_draft_change_at(const fix_draft *d, size_t i) {
    size_t n = 0;
    for (size_t k = 0; k < d->count; k++) {
        const step *s = &d->steps[k];
        if (s->changes && n++ == i) return (fix_change){s->line, {s->was, s->was_bytes}, {s->is, s->is_bytes}};
    }
    return (fix_change){0};
}
