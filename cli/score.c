/* score.c - see score.h. */
#include "score.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"

/* What a rule told of all posts. */
typedef struct row {
    char *rule, *kind; /* the label or the topic that it is about */
    size_t told, right, found, only;
} row;

/* How often a label is marked, or a topic raised, in all posts. */
typedef struct truth {
    char *kind;
    size_t count;
} truth;

struct scorer {
    row *rows;
    size_t row_count, row_room;
    truth *truths;
    size_t truth_count, truth_room;
    size_t posts;
};

scorer *scorer_new(void) {
    return mem_new(1, sizeof(scorer));
}

void scorer_free(scorer *s) {
    if (!s) return;
    for (size_t i = 0; i < s->row_count; i++) {
        free(s->rows[i].rule);
        free(s->rows[i].kind);
    }
    for (size_t i = 0; i < s->truth_count; i++) free(s->truths[i].kind);
    free(s->rows);
    free(s->truths);
    free(s);
}

/* ---- tables */

static row *row_of(scorer *s, hp_str rule) {
    for (size_t i = 0; i < s->row_count; i++)
        if (view_is(rule, s->rows[i].rule)) return &s->rows[i];
    s->rows = mem_grow(s->rows, &s->row_room, s->row_count + 1, sizeof(*s->rows));
    row *r = &s->rows[s->row_count++];
    *r = (row){.rule = mem_text("%.*s", (int)rule.n, rule.p)};
    return r;
}

static size_t *truth_of(scorer *s, const char *kind) {
    for (size_t i = 0; i < s->truth_count; i++)
        if (strcmp(kind, s->truths[i].kind) == 0) return &s->truths[i].count;
    s->truths = mem_grow(s->truths, &s->truth_room, s->truth_count + 1, sizeof(*s->truths));
    s->truths[s->truth_count] = (truth){mem_text("%s", kind), 0};
    return &s->truths[s->truth_count++].count;
}

/* ---- one post */

static bool is_statement(const hp_finding *f) {
    return view_is(f->category, "statement");
}

/* "student_name" is STUDENT_NAME; either private name answers for the other. */
static bool has_label(const hp_finding *f, const char *label) {
    size_t n = f->category.n;
    bool names = n > 5 && memcmp(f->category.p + n - 5, "_name", 5) == 0;
    if (names) return strcmp(label, "STUDENT_NAME") == 0 || strcmp(label, "PRIVATE_NAME") == 0;
    if (strlen(label) != n) return false;
    for (size_t i = 0; i < n; i++) {
        char c = f->category.p[i];
        if ((c >= 'a' && c <= 'z' ? (char)(c - 32) : c) != label[i]) return false;
    }
    return true;
}

static bool is_counted(const hp_finding *f) {
    return f->severity >= HP_REVIEW && (is_statement(f) ? f->topic.n > 0 : f->has_span);
}

static bool meets(const hp_finding *f, const json_mark *m) {
    return f->start < m->end && m->start < f->end && has_label(f, m->label);
}

static bool is_right(const hp_finding *f, const json_gold *gold) {
    if (is_statement(f)) {
        for (size_t i = 0; i < gold->topic_count; i++)
            if (view_is(f->topic, gold->topics[i])) return true;
        return false;
    }
    for (size_t i = 0; i < gold->mark_count; i++)
        if (meets(f, &gold->marks[i])) return true;
    return false;
}

static void count_told(scorer *s, const hp_report *report, const json_gold *gold) {
    for (size_t i = 0; i < report->finding_count; i++) {
        const hp_finding *f = &report->findings[i];
        if (!is_counted(f)) continue;
        row *r = row_of(s, f->rule);
        hp_str kind = is_statement(f) ? f->topic : f->category;
        if (!r->kind) {
            r->kind = mem_text("%.*s", (int)kind.n, kind.p);
            for (char *c = r->kind; *c; c++)
                if (*c >= 'a' && *c <= 'z') *c = (char)(*c - 32);
        }
        r->told++;
        r->right += is_right(f, gold);
    }
}

/* One marked thing, or one topic when `mark` is NULL: who finds it, and who alone. */
static void count_found(scorer *s, const hp_report *report, const json_mark *mark, const char *topic) {
    const hp_finding *first = NULL;
    bool several = false;
    for (size_t i = 0; i < report->finding_count; i++) {
        const hp_finding *f = &report->findings[i];
        if (!is_counted(f) || is_statement(f) != (mark == NULL)) continue;
        if (mark ? !meets(f, mark) : !view_is(f->topic, topic)) continue;
        bool again = false;
        for (size_t k = 0; k < i && !again; k++) {
            const hp_finding *e = &report->findings[k];
            again = is_counted(e) && is_statement(e) == (mark == NULL) && (mark ? meets(e, mark) : true) &&
                    e->rule.n == f->rule.n && memcmp(e->rule.p, f->rule.p, f->rule.n) == 0;
        }
        if (again) continue;
        row_of(s, f->rule)->found++;
        several |= first != NULL;
        if (!first) first = f;
    }
    if (first && !several) row_of(s, first->rule)->only++;
}

void scorer_post(scorer *s, const hp_report *report, const json_gold *gold) {
    s->posts++;
    count_told(s, report, gold);
    for (size_t i = 0; i < gold->mark_count; i++) {
        ++*truth_of(s, gold->marks[i].label);
        count_found(s, report, &gold->marks[i], NULL);
    }
    for (size_t i = 0; i < gold->topic_count; i++) {
        ++*truth_of(s, gold->topics[i]);
        count_found(s, report, NULL, gold->topics[i]);
    }
}

/* ---- the table */

static int by_wrong(const void *a, const void *b) {
    const row *x = a, *y = b;
    size_t left = x->told - x->right, right = y->told - y->right;
    if (left != right) return left < right ? 1 : -1;
    return strcmp(x->rule, y->rule);
}

static void print_share(output *to, size_t part, size_t whole) {
    size_t per_cent = whole ? (200 * part + whole) / (2 * whole) : 0;
    char *text = whole ? mem_text("%5zu %%", per_cent) : mem_text("%7s", "-");
    out_z(to, text);
    free(text);
}

/* All that is marked of a kind; of either private name, both. */
static size_t all_of(scorer *s, const char *kind) {
    bool names = strcmp(kind, "STUDENT_NAME") == 0 || strcmp(kind, "PRIVATE_NAME") == 0;
    return names ? *truth_of(s, "STUDENT_NAME") + *truth_of(s, "PRIVATE_NAME") : *truth_of(s, kind);
}

static void print_rows(scorer *s, output *to) {
    int widest = 4;
    if (s->row_count) qsort(s->rows, s->row_count, sizeof(*s->rows), by_wrong);
    for (size_t i = 0; i < s->row_count; i++)
        if ((int)strlen(s->rows[i].rule) > widest) widest = (int)strlen(s->rows[i].rule);
    char *head = mem_text("%-*s %6s %6s %7s  %-20s %6s %6s %7s %6s\n", widest, "rule", "told", "wrong", "right",
                          "about", "found", "of", "share", "only");
    out_z(to, head);
    free(head);
    for (size_t i = 0; i < s->row_count; i++) {
        const row *r = &s->rows[i];
        size_t all = r->kind ? all_of(s, r->kind) : 0;
        char *left = mem_text("%-*s %6zu %6zu ", widest, r->rule, r->told, r->told - r->right);
        char *middle = mem_text("  %-20s %6zu %6zu ", r->kind ? r->kind : "", r->found, all);
        char *right = mem_text(" %6zu\n", r->only);
        out_z(to, left);
        print_share(to, r->right, r->told);
        out_z(to, middle);
        print_share(to, r->found, all);
        out_z(to, right);
        free(left);
        free(middle);
        free(right);
    }
}

void scorer_print(scorer *s, output *to) {
    if (!s->posts) return;
    print_rows(s, to);
    char *end =
        mem_text("\n%zu posts. right: share of what a rule told; share: of all that is marked of its kind; only: what "
                 "no other rule found.\n",
                 s->posts);
    out_z(to, end);
    free(end);
}
