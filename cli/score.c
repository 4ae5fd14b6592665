/* score.c - see score.h. */
#include "score.h"

#include <stdlib.h>
#include <string.h>

#include "json_in.h"
#include "mem.h"
#include "status.h"
#include "tell.h"

enum { GOLD_MOST = 1 << 30 };

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

typedef struct scorer {
    row *rows;
    size_t row_count, row_room;
    truth *truths;
    size_t truth_count, truth_room;
    size_t posts, bad_lines;
} scorer;

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

static void score_post(scorer *s, const hp_report *report, const json_gold *gold) {
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

/* ---- all posts */

static int score_line(scorer *s, hp_checker *checker, hp_str line, size_t number) {
    json_draft json;
    json_gold gold = {0};
    const hp_report *report;
    int status = STATUS_CLEAN;
    if (!json_draft_read(line, &json) || !json_gold_read(&json, &gold)) {
        tell("line %zu: %s", number, json.error);
        s->bad_lines++;
        status = STATUS_WRONG;
    } else {
        hp_status checked = hp_check(checker, &json.draft, &report);
        if (report)
            score_post(s, report, &gold);
        else
            tell("line %zu: %s", number, hp_status_text(checked));
    }
    json_gold_free(&gold);
    json_draft_free(&json);
    return status;
}

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

static void free_scorer(scorer *s) {
    for (size_t i = 0; i < s->row_count; i++) {
        free(s->rows[i].rule);
        free(s->rows[i].kind);
    }
    for (size_t i = 0; i < s->truth_count; i++) free(s->truths[i].kind);
    free(s->rows);
    free(s->truths);
}

static int score_all(const setup *set, hp_str bytes, output *to) {
    scorer s = {0};
    hp_checker *checker;
    hp_checker_options options = HP_CHECKER_OPTIONS_INIT;
    options.roster = set->roster;
    options.lexicon = set->has_lexicon ? &set->lexicon : NULL;
    options.jit = true;
    if (hp_checker_new(set->pack, &options, &checker) != HP_OK) return STATUS_WRONG;
    int status = STATUS_CLEAN;
    size_t number = 0;
    for (size_t at = 0; at < bytes.n;) {
        const char *end = memchr(bytes.p + at, '\n', bytes.n - at);
        size_t n = end ? (size_t)(end - bytes.p) - at : bytes.n - at;
        number++;
        if (n) status = status_worse(status, score_line(&s, checker, (hp_str){bytes.p + at, n}, number));
        at += n + 1;
    }
    print_rows(&s, to);
    char *end = mem_text(
        "\n%zu posts. right: share of what a rule told; share: of all that is marked of its kind; only: what no "
        "other rule found.\n",
        s.posts);
    out_z(to, end);
    free(end);
    free_scorer(&s);
    hp_checker_free(checker);
    return status;
}

int score_print(const setup *s, const char *gold, output *to) {
    char *bytes;
    size_t n;
    const char *why;
    if (!files_load(gold, GOLD_MOST, true, &bytes, &n, &why)) {
        tell("cannot read \"%s\": %s", gold, why);
        return STATUS_WRONG;
    }
    json_draft_start();
    int status = score_all(s, (hp_str){bytes, n}, to);
    free(bytes);
    return status;
}
