/* tag.c - everything recognised, as spans: evidence folded like findings, but nobody asks whose it is. */
#include "base/str.h"
#include "judge/hearing.h"

static bool is_person(const pk_rule *rule, hp_str category) {
    return rule->kind == RULE_NAME || category_is_name(category);
}

static bool is_tagged(const hearing *h, const hit *t) {
    const pk_rule *rule = &h->rules[t->rule];
    if (t->confidence < h->policy->report_at) return false;
    if (rule->kind == RULE_NAME) return t->role != ROLE_WORD;
    return rule->kind == RULE_PATTERN && !category_is_statement(pack_str(h->pack, rule->category));
}

static const char *role_text(uint8_t role) {
    static const char *const texts[] = {"unknown", "student", "private", "public", "author"};
    return texts[role < sizeof texts / sizeof *texts ? role : 0];
}

/* A category in capitals. */
static hp_str capitals(arena *a, hp_str s) {
    hp_str copy = arena_copy(a, s);
    char *p = (char *)(uintptr_t)copy.p; /* our own bytes, just made */
    for (size_t i = 0; i < copy.n; i++)
        if (p[i] >= 'a' && p[i] <= 'z') p[i] = (char)(p[i] - 'a' + 'A');
    return copy;
}

static void fill_tag(const hearing *h, const claim *c, hp_tag_span *tag) {
    const hit *t = &h->hits->v[c->hit];
    hp_str category = pack_str(h->pack, h->rules[c->rule].category);
    bool person = is_person(&h->rules[c->rule], category);
    doc_draft_span(h->d, c->clean_start, c->clean_end, &tag->start, &tag->end);
    tag->label = person ? HP_STR("PERSON") : capitals(h->a, category);
    tag->role = person ? role_text(t->role) : NULL;
    tag->confidence = c->confidence;
}

hp_status judge_tag(const judge_input *in, hp_tags *out) {
    hearing h;
    hearing_open(in, &h);
    hp_status status = hearing_sort(&h);
    for (uint32_t i = 0; i < h.hits->n && status == HP_OK; i++) {
        const hit *t = &h.hits->v[i];
        if (is_tagged(&h, t)) status = claim_add(&h, i, HP_NOTE);
    }
    if (status == HP_OK) status = fold_claims(&h);
    if (status != HP_OK) return status;
    hp_tag_span *spans = ARENA_ARRAY(h.a, hp_tag_span, h.claims.n);
    if (!spans) return HP_ERR_MEMORY;
    for (size_t i = 0; i < h.claims.n; i++)
        if (!h.claims.v[i].into) fill_tag(&h, &h.claims.v[i], &spans[out->count++]);
    out->spans = spans;
    out->complete = in->problems->n == 0;
    return arena_failed(h.a) ? HP_ERR_MEMORY : HP_OK;
}
