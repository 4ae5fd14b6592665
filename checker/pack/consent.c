/* consent.c - which students a family lets be named and which it does not: `consent:`, by the ids of the school's
 * records. Fewer releases are stricter, more opt-outs are. */
#include <stdlib.h>

#include "base/calendar.h"
#include "base/str.h"
#include "pack/compiler.h"
#include "text/unicode.h"

typedef VEC(pk_consent) consent_list;

/* One list of one layer while it is read. */
typedef struct reading {
    compiler *c;
    uint32_t source;
    uint32_t kind; /* CONSENT_ value */
    consent_list found;
    bool roster; /* the class list's own column counts */
} reading;

static void add(reading *r, hp_str id, int32_t last_day) {
    compiler *c = r->c;
    pk_str text = build_str(&c->b, unicode_fold(c->a, id));
    pk_consent *place = VEC_ADD(c->a, &r->found, pk_consent);
    if (place) *place = (pk_consent){text, last_day, r->kind};
}

/* ---- what a policy says */

static hp_str field(hp_str *rest) {
    size_t end = 0;
    while (end < rest->n && rest->p[end] != ',' && rest->p[end] != ';' && rest->p[end] != '\t') end++;
    hp_str text = str_trim(str_sub(*rest, 0, end));
    *rest = str_sub(*rest, end < rest->n ? end + 1 : end, rest->n);
    return text.n > 1 && text.p[0] == '"' && text.p[text.n - 1] == '"' ? str_sub(text, 1, text.n - 1) : text;
}

static bool has_digit(hp_str text) {
    for (size_t i = 0; i < text.n; i++)
        if (char_is_digit(text.p[i])) return true;
    return false;
}

static void read_line(reading *r, hp_str line, pk_mark at) {
    hp_str rest = line, id = field(&rest), until = field(&rest);
    int32_t day = calendar_day(until);
    bool header = at.line == 1 && (r->kind == CONSENT_RELEASE ? !has_digit(until) : !has_digit(id));
    if (!id.n || header) return;
    if (r->kind == CONSENT_RELEASE && day == NO_DAY) {
        diagnose(&r->c->d, at, "HP017", "\"%.*s\" is no day of the calendar", STR_FMT(until));
        diagnose_hint(&r->c->d, "a line of a release list is: id,2027-06-30");
        return;
    }
    add(r, id, r->kind == CONSENT_RELEASE ? day : NO_DAY);
}

/* A student a line: the id and, of a release, its last day; what stands behind is for its readers. */
static void read_file(reading *r, const node *n) {
    uint32_t index = load_file(r->c, r->source, n->text, n->at);
    if (!index) return;
    hp_str rest = r->c->sources.v[index - 1].bytes, line;
    if (str_starts(rest, HP_STR("\xef\xbb\xbf"))) rest = str_sub(rest, 3, rest.n);
    for (uint32_t number = 1; str_split(&rest, '\n', &line); number++) {
        line = str_trim(line);
        if (line.n && line.p[0] != '#')
            read_line(r, line, (pk_mark){index - 1, number, 1, (uint32_t)(line.n ? line.n : 1)});
    }
}

static void read_text(reading *r, const node *n) {
    if (str_eq_z(n->text, "roster")) {
        r->roster = true;
    } else if (str_find(n->text, HP_STR("."), 0) != SIZE_MAX) {
        read_file(r, n);
    } else if (r->kind == CONSENT_OPT_OUT) {
        add(r, n->text, NO_DAY);
    } else {
        diagnose(&r->c->d, n->at, "HP013", "a release has no \"until\": the day through which it is on file");
        diagnose_hint(&r->c->d, "{ id: %.*s, until: 2027-06-30 }, or name a file of such: releases.csv",
                      STR_FMT(n->text));
    }
}

static void read_entry(reading *r, const node *n) {
    hp_str id;
    int32_t day;
    if (n->kind == NODE_SCALAR) {
        read_text(r, n);
        return;
    }
    if (!schema_check(r->c, n, &grammar_release)) return;
    const node *until = node_get(n, "until");
    if (until && schema_day(r->c, until, &day) && schema_text(r->c, node_get(n, "id"), &id)) add(r, id, day);
}

/* ---- sets of entries, sorted */

static int by_id(const compiler *c, const pk_consent *a, const pk_consent *b) {
    int order = str_cmp(build_text(&c->b, a->id), build_text(&c->b, b->id));
    return order ? order : (int)a->kind - (int)b->kind;
}

/* Heap sort: qsort of C11 takes no context, and lists come as long as a district is large. */
static void sift(const compiler *c, pk_consent *v, size_t at, size_t n) {
    for (size_t child; (child = 2 * at + 1) < n; at = child) {
        if (child + 1 < n && by_id(c, &v[child], &v[child + 1]) < 0) child++;
        if (by_id(c, &v[at], &v[child]) >= 0) return;
        pk_consent swapped = v[at];
        v[at] = v[child];
        v[child] = swapped;
    }
}

/* Sorted, each id once: the later end counts. */
static void settle(const compiler *c, consent_list *all) {
    for (size_t i = all->n / 2; i-- > 0;) sift(c, all->v, i, all->n);
    for (size_t n = all->n; n > 1; n--) {
        pk_consent last = all->v[0];
        all->v[0] = all->v[n - 1];
        all->v[n - 1] = last;
        sift(c, all->v, 0, n - 1);
    }
    size_t kept = 0;
    for (size_t i = 0; i < all->n; i++) {
        if (kept && by_id(c, &all->v[kept - 1], &all->v[i]) == 0) {
            if (all->v[i].last_day > all->v[kept - 1].last_day) all->v[kept - 1].last_day = all->v[i].last_day;
        } else {
            all->v[kept++] = all->v[i];
        }
    }
    all->n = kept;
}

/* Whether `a` has an entry that `b` has not, or has for a shorter time; both are settled. */
static bool has_more(const compiler *c, const consent_list *a, const consent_list *b) {
    size_t k = 0;
    for (size_t i = 0; i < a->n; i++) {
        while (k < b->n && by_id(c, &b->v[k], &a->v[i]) < 0) k++;
        if (k == b->n || by_id(c, &b->v[k], &a->v[i]) != 0 || a->v[i].last_day > b->v[k].last_day) return true;
    }
    return false;
}

static void copy_kind(compiler *c, const pk_consent *v, size_t n, uint32_t kind, bool same, consent_list *out) {
    for (size_t i = 0; i < n; i++) {
        pk_consent *place = (v[i].kind == kind) == same ? VEC_ADD(c->a, out, pk_consent) : NULL;
        if (place) *place = v[i];
    }
}

/* ---- one list of one layer */

static hp_str told(compiler *c, const node *n, const reading *r) {
    const node *texts[64];
    size_t count = 0;
    if (n->kind == NODE_SCALAR) texts[count++] = n;
    if (n->kind == NODE_LIST) NODE_EACH(child, n) {
            bool file = child->kind == NODE_SCALAR && str_find(child->text, HP_STR("."), 0) != SIZE_MAX;
            if (file && count < 64) texts[count++] = child;
        }
    const char *roster = r->roster && n->kind == NODE_LIST ? "the roster's column, " : "";
    hp_str files = schema_joined(c, texts, count);
    return arena_printf(c->a, "%s%.*s%s%zu in the lists", roster, STR_FMT(files), files.n ? ", " : "", r->found.n);
}

static void read_list(compiler *c, uint32_t layer, const node *n, const char *field_name, uint32_t kind, uint8_t bit) {
    reading r = {.c = c, .source = c->layers.v[layer].source, .kind = kind};
    consent_list old = {0}, rest = {0};
    bool adds = str_starts(n->key->text, HP_STR("+")), replaces = str_starts(n->key->text, HP_STR("="));
    size_t errors = c->d.errors;
    if (n->kind == NODE_SCALAR) read_text(&r, n);
    if (n->kind == NODE_LIST) NODE_EACH(child, n) read_entry(&r, child);
    if (c->d.errors != errors) return;
    bool was = (c->b.policy.consent & bit) != 0;
    copy_kind(c, c->b.consents.v, c->b.consents.n, kind, true, &old);
    copy_kind(c, c->b.consents.v, c->b.consents.n, kind, false, &rest);
    if (adds) copy_kind(c, old.v, old.n, kind, true, &r.found);
    if (adds) r.roster |= was;
    settle(c, &r.found);
    bool more = has_more(c, &r.found, &old) || (r.roster && !was);
    bool fewer = has_more(c, &old, &r.found) || (was && !r.roster);
    bool looser = kind == CONSENT_RELEASE ? more : fewer, stricter = kind == CONSENT_RELEASE ? fewer : more;
    const ledger_entry *before = ledger_get(c, ledger_path(c, HP_STR("consent"), str_of(field_name)));
    bool differs = (old.n || was) && (more || fewer);
    if (!words_may_set(c, n->key, adds, replaces, differs, before ? before->at : n->at)) return;
    const ledger_change x = {.layer = layer,
                             .scope = HP_STR("consent"),
                             .field = str_of(field_name),
                             .value = told(c, n, &r),
                             .at = n->key->at,
                             .turn = looser     ? TURN_LOOSER
                                     : stricter ? TURN_STRICTER
                                                : TURN_SAME};
    if (!ledger_set(c, &x)) return;
    c->b.policy.consent = (uint8_t)((c->b.policy.consent & ~bit) | (r.roster ? bit : 0));
    copy_kind(c, r.found.v, r.found.n, kind, true, &rest);
    settle(c, &rest);
    c->b.consents.n = 0;
    for (size_t i = 0; i < rest.n; i++) {
        pk_consent *place = VEC_ADD(c->a, &c->b.consents, pk_consent);
        if (place) *place = rest.v[i];
    }
}

enum { DIRECTORY_FIELDS = 6 };

uint8_t consent_field(hp_str word) {
    for (size_t i = 0; i < DIRECTORY_FIELDS; i++)
        if (str_eq_z(word, grammar_directory[i])) return (uint8_t)(CONSENT_DIRECTORY_NAMES << i);
    return 0;
}

/* What every listed student may be told of who has not opted out. */
static void read_directory(compiler *c, uint32_t layer, const node *n) {
    const uint8_t fields = (uint8_t) ~(CONSENT_ROSTER_RELEASES | CONSENT_ROSTER_OPT_OUTS);
    const node *texts[2 * DIRECTORY_FIELDS];
    bool adds = str_starts(n->key->text, HP_STR("+")), replaces = str_starts(n->key->text, HP_STR("="));
    uint8_t was = c->b.policy.consent & fields, to = adds ? was : 0;
    size_t count = schema_texts(c, n, texts, 2 * DIRECTORY_FIELDS);
    for (size_t i = 0; i < count; i++) to |= consent_field(texts[i]->text);
    if (to && !(to & CONSENT_DIRECTORY_NAMES)) {
        diagnose(&c->d, n->at, "HP013",
                 "\"directory\" has no \"name\": the rest stands beside a name that may be told");
        return;
    }
    const ledger_entry *before = ledger_get(c, HP_STR("consent.directory"));
    if (!words_may_set(c, n->key, adds, replaces, was && was != to, before ? before->at : n->at)) return;
    const ledger_change x = {.layer = layer,
                             .scope = HP_STR("consent"),
                             .field = HP_STR("directory"),
                             .value = schema_joined(c, texts, count),
                             .at = n->key->at,
                             .turn = to & ~was   ? TURN_LOOSER
                                     : to != was ? TURN_STRICTER
                                                 : TURN_SAME};
    if (ledger_set(c, &x)) c->b.policy.consent = (uint8_t)((c->b.policy.consent & ~fields) | to);
}

void consent_merge(compiler *c, uint32_t layer) {
    const node *consent = node_get(c->layers.v[layer].root, "consent");
    if (!consent || !schema_check(c, consent, &grammar_consent)) return;
    NODE_EACH(n, consent) {
        if (str_ends(n->key->text, HP_STR("releases")))
            read_list(c, layer, n, "releases", CONSENT_RELEASE, CONSENT_ROSTER_RELEASES);
        if (str_ends(n->key->text, HP_STR("opt-out")))
            read_list(c, layer, n, "opt-out", CONSENT_OPT_OUT, CONSENT_ROSTER_OPT_OUTS);
        if (str_ends(n->key->text, HP_STR("directory"))) read_directory(c, layer, n);
    }
    if (node_get(consent, "lock")) ledger_lock(c, layer, HP_STR("consent"), node_get(consent, "lock"));
}
