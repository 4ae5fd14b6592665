/* pair.c - who x what: every statement looks for whom it may be about, and the policy's matrix weighs the two
 * (34 CFR 99.3(f): what is linked or linkable to one student). */
#include "judge/hearing.h"

#include "text/unicode.h"

enum {
    REACH = 64,    /* people looked at on either side of a statement: keeps a page of names from costing its square */
    SOME_CHILD = 1 /* I1: "a kid" may be any; what another sentence says need not be said of that one */
};

/* What one draft's pairs need, worked out once. */
typedef struct pairing {
    hearing *h;
    uint32_t *who; /* hits that say who, by start */
    size_t who_count;
    uint32_t **lit; /* per modifier: sentences in which a hit switches it on, rising */
    size_t *lit_count;
    uint32_t *since; /* per sentence: the furthest one before it whose named student it still speaks of; NULL: none */
    bool whole;      /* a short post is one window */
} pairing;

typedef struct match {
    uint32_t who; /* hit index + 1; 0: nobody */
    size_t gap;   /* bytes between the two */
    uint64_t modifiers;
    int confidence;
    uint8_t level, cell, severity, far;
} match;

static bool says_who(const hearing *h, const hit *t) {
    const pk_rule *rule = &h->rules[t->rule];
    return rule->who && rule->kind != RULE_GUARD && hit_pairs(h, t) &&
           (rule->kind != RULE_NAME || hit_is_person(rule, t));
}

static bool is_short(const hearing *h) {
    size_t most = h->policy->short_post;
    return h->d->clean.n <= most || (h->d->clean.n <= 4 * most && unicode_count(h->d->clean) <= most);
}

/* Sentences where each modifier is on; one that holds for the whole post is on in all of them. */
static hp_status light_modifiers(pairing *p) {
    hearing *h = p->h;
    size_t count = h->policy->modifiers.count, n = h->hits->n;
    p->lit = ARENA_ARRAY(h->a, uint32_t *, count);
    p->lit_count = ARENA_ARRAY(h->a, size_t, count);
    if (!p->lit || !p->lit_count) return HP_ERR_MEMORY;
    for (size_t i = 0; i < n; i++) {
        const hit *t = &h->hits->v[i];
        uint32_t m = h->rules[t->rule].modifier;
        if (!m || m > count || !hit_pairs(h, t)) continue;
        m--;
        if (!p->lit[m] && !(p->lit[m] = ARENA_ARRAY(h->a, uint32_t, n))) return HP_ERR_MEMORY;
        if (h->rules[t->rule].within == WITHIN_POST) p->lit_count[m] = SIZE_MAX;
        if (p->lit_count[m] == SIZE_MAX) continue;
        if (!p->lit_count[m] || p->lit[m][p->lit_count[m] - 1] != t->sentence)
            p->lit[m][p->lit_count[m]++] = t->sentence;
    }
    return HP_OK;
}

static bool is_lit(const pairing *p, size_t modifier, uint32_t at) {
    size_t low = 0, high = p->lit_count[modifier], near = p->h->policy->window;
    if (high == SIZE_MAX || (high && p->whole)) return true;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (p->lit[modifier][middle] + near < at)
            low = middle + 1;
        else
            high = middle;
    }
    return low < p->lit_count[modifier] && p->lit[modifier][low] <= at + near;
}

/* Bit per modifier of the policy that acts on what this sentence says. */
static uint64_t modifiers_on(const pairing *p, uint32_t at) {
    pk_range range = p->h->policy->modifiers;
    const pk_modifier *all = pack_modifiers(p->h->pack) + range.first;
    uint64_t on = 0;
    for (size_t m = 0; m < range.count && m < 64; m++)
        if (all[m].closed ? p->h->in->audience > 0 : is_lit(p, m, at)) on |= (uint64_t)1 << m;
    return on;
}

/* info, low -> note; medium -> review; high, critical -> hold; none -> off */
static uint8_t severity_of(int step) {
    static const uint8_t of_step[] = {0, HP_NOTE, HP_NOTE, HP_REVIEW, HP_HOLD, HP_HOLD};
    return of_step[step < 0 ? 0 : step > 5 ? 5 : step];
}

/* The cell's step moved by the modifiers; a pair that is in the matrix stays at least `info`. A narrower audience alone
 * takes nothing private about a child that can be told below what its own cell says. */
static uint8_t weigh(const hearing *h, uint8_t who, uint8_t what, uint64_t on) {
    uint8_t cell = h->policy->matrix[who][what];
    if (!cell) return 0;
    const pk_modifier *all = pack_modifiers(h->pack) + h->policy->modifiers.first;
    int open = cell, closed = 0;
    for (size_t m = 0; on; m++, on >>= 1) {
        if (!(on & 1)) continue;
        if (all[m].closed)
            closed += all[m].steps;
        else
            open += all[m].steps;
    }
    if (open < 1) open = 1;
    int step = open + closed < 1 ? 1 : open + closed;
    uint8_t severity = severity_of(step), least = severity_of(open < cell ? open : cell);
    bool told_and_private = who >= 2 && what >= 2;
    return told_and_private && severity < least ? least : severity;
}

static size_t gap_between(const hit *a, const hit *b) {
    if (a->clean_end <= b->clean_start) return b->clean_start - a->clean_end;
    if (b->clean_end <= a->clean_start) return a->clean_start - b->clean_end;
    return 0;
}

/* A graver pair first, then the same sentence, then the nearer, then the surer knowledge of who it is. */
static bool is_better(const match *a, const match *b) {
    if (!b->who || a->severity != b->severity) return !b->who || a->severity > b->severity;
    if (a->far != b->far) return !a->far;
    if (a->gap != b->gap) return a->gap < b->gap;
    if (a->level != b->level) return a->level > b->level;
    return a->confidence > b->confidence;
}

/* Weighs one pair and keeps it when it is the best so far. */
static void consider(const pairing *p, uint32_t what_index, uint32_t who_index, uint64_t on, match *best) {
    const hearing *h = p->h;
    const hit *what = &h->hits->v[what_index], *who = &h->hits->v[who_index];
    uint8_t level = (uint8_t)(h->rules[who->rule].who - 1), content = (uint8_t)(h->rules[what->rule].what - 1);
    match m = {.who = who_index + 1, .gap = gap_between(who, what), .modifiers = on, .level = level};
    m.far = who->sentence != what->sentence && m.gap > 0;
    if (m.far && level <= SOME_CHILD) return;
    m.confidence = 100 - (100 - who->confidence) * (100 - what->confidence) / 100;
    if (who_index == what_index) m.confidence = what->confidence; /* one witness, however much it says */
    if (m.far) m.confidence += PAIR_FAR_POINTS;
    m.cell = h->policy->matrix[level][content];
    m.severity = weigh(h, level, content, on);
    if (m.severity && m.confidence >= h->least && is_better(&m, best)) *best = m;
}

/* "Mateo is back. He sat by me all day. At lunch he cried. His dad was taken." Sentences with he or she, no more than
 * the policy's window apart, speak on of the student who was named before the first of them. */
static hp_status follow_pronouns(pairing *p) {
    const hearing *h = p->h;
    size_t count = h->d->sentence_count;
    uint32_t near = h->policy->window;
    bool *carried = NULL;
    for (size_t i = 0; i < h->hits->n && !p->whole; i++) {
        const hit *t = &h->hits->v[i];
        if (!h->rules[t->rule].carries || !hit_pairs(h, t) || t->sentence >= count) continue;
        if (!carried && !(carried = ARENA_ARRAY(h->a, bool, count))) return HP_ERR_MEMORY;
        carried[t->sentence] = true;
    }
    if (!carried) return HP_OK;
    p->since = ARENA_ARRAY(h->a, uint32_t, count);
    if (!p->since) return HP_ERR_MEMORY;
    for (uint32_t s = 0; s < count; s++) {
        p->since[s] = s > near ? s - near : 0;
        for (uint32_t k = p->since[s]; carried[s] && k < s; k++)
            if (carried[k] && p->since[k] < p->since[s]) p->since[s] = p->since[k];
    }
    return HP_OK;
}

static uint32_t furthest(const pairing *p, const hit *what) {
    uint32_t near = p->h->policy->window;
    if (p->whole) return 0;
    if (p->since && what->sentence < p->h->d->sentence_count) return p->since[what->sentence];
    return what->sentence > near ? what->sentence - near : 0;
}

static bool in_reach(const pairing *p, const hit *what, const hit *who) {
    uint32_t apart = what->sentence > who->sentence ? what->sentence - who->sentence : who->sentence - what->sentence;
    bool carried = who->sentence < what->sentence && who->role == ROLE_STUDENT && who->sentence >= furthest(p, what);
    return p->whole || apart <= p->h->policy->window || carried;
}

/* The best person for a statement: those nearest on either side are asked. */
static match find_who(const pairing *p, uint32_t what_index) {
    const hits *all = p->h->hits;
    const hit *what = &all->v[what_index];
    match best = {.who = 0};
    uint64_t on = modifiers_on(p, what->sentence);
    size_t low = 0, high = p->who_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (p->who[middle] < what_index)
            low = middle + 1;
        else
            high = middle;
    }
    uint32_t least = furthest(p, what);
    for (size_t i = low, n = 0; i > 0 && n < REACH && all->v[p->who[i - 1]].sentence >= least; i--, n++)
        if (in_reach(p, what, &all->v[p->who[i - 1]])) consider(p, what_index, p->who[i - 1], on, &best);
    for (size_t i = low, n = 0; i < p->who_count && n < REACH && in_reach(p, what, &all->v[p->who[i]]); i++, n++)
        consider(p, what_index, p->who[i], on, &best);
    return best;
}

/* What the rule says for itself to this audience; a step may have set it for this hit, but never switches on what is
 * off; a switch of the policy raises it. */
static uint8_t own_severity(const hearing *h, const hit *t) {
    uint8_t severity = h->rules[t->rule].severity[h->in->audience];
    if (severity && t->unbending) return HP_HOLD;
    if (h->raised && h->raised[t->rule] > severity) return h->raised[t->rule];
    return severity && t->severity ? t->severity : severity;
}

/* Of a name by itself, where nothing is said of its bearer: one whom the family lets be named is told as a note, unless
 * a switch raises the rule; one whom it does not is held. */
static uint8_t with_consent(const hearing *h, const hit *t, uint8_t severity) {
    if (severity && t->consent == CONSENT_REFUSED) return HP_HOLD;
    bool free = t->consent == CONSENT_RELEASED || t->consent == CONSENT_LISTED;
    bool raised = h->raised && h->raised[t->rule];
    return free && !raised && severity > HP_NOTE ? HP_NOTE : severity;
}

/* Directory information is told as a note where it stands in one sentence with names that may be told, and with nobody
 * else. A rule that is locked in full stays as it is. */
static uint8_t with_directory(const hearing *h, const hit *t, uint8_t severity) {
    const pk_rule *rule = &h->rules[t->rule];
    bool open = rule->directory & h->policy->consent && rule->lock != LOCK_FULL && !(h->raised && h->raised[t->rule]);
    bool named = false;
    for (size_t i = 0; i < h->hits->n && open; i++) {
        const hit *who = &h->hits->v[i];
        if (who == t || who->sentence != t->sentence || !says_who(h, who)) continue;
        bool free = who->consent == CONSENT_RELEASED || who->consent == CONSENT_LISTED;
        open = free && h->rules[who->rule].kind == RULE_NAME;
        named = true;
    }
    return open && named && severity > HP_NOTE ? HP_NOTE : severity;
}

static hp_status add_pair(hearing *h, uint32_t hit_index, const match *m) {
    uint8_t own = own_severity(h, &h->hits->v[hit_index]);
    hp_status status = claim_add(h, hit_index, m->severity > own ? m->severity : own);
    if (status != HP_OK) return status;
    claim *c = &h->claims.v[h->claims.n - 1];
    c->who = m->who;
    c->confidence = m->confidence;
    c->cell = m->cell;
    c->far = m->far;
    c->modifiers = m->modifiers;
    return HP_OK;
}

/* What points at a child is told beside what is said of the child, and is as grave; claims on the same words fold. */
static hp_status add_pinned(hearing *h, const match *m) {
    const hit *who = &h->hits->v[m->who - 1];
    const pk_rule *rule = &h->rules[who->rule];
    if (rule->kind == RULE_NAME || !rule->alone || rule->what || m->severity < HP_REVIEW) return HP_OK;
    if (who->confidence < h->least || !own_severity(h, who)) return HP_OK;
    return claim_add(h, m->who - 1, m->severity);
}

/* What a rule says is told to its audiences only. */
static bool is_heard(const hearing *h, const pk_rule *rule) {
    return !rule->audiences || (rule->audiences >> h->in->audience & 1);
}

hp_status pair_claims(hearing *h) {
    pairing p = {.h = h, .whole = is_short(h)};
    p.who = ARENA_ARRAY(h->a, uint32_t, h->hits->n);
    if (!p.who) return HP_ERR_MEMORY;
    for (size_t i = 0; i < h->hits->n; i++)
        if (says_who(h, &h->hits->v[i])) p.who[p.who_count++] = (uint32_t)i;
    hp_status status = light_modifiers(&p);
    if (status == HP_OK) status = follow_pronouns(&p);
    for (uint32_t i = 0; i < h->hits->n && status == HP_OK; i++) {
        const hit *t = &h->hits->v[i];
        const pk_rule *rule = &h->rules[t->rule];
        if (!rule->what || rule->kind == RULE_GUARD || !hit_pairs(h, t) || !is_heard(h, rule)) continue;
        match best = find_who(&p, i);
        uint8_t own = rule->alone && t->confidence >= h->least ? own_severity(h, t) : 0;
        if (best.who) {
            status = add_pair(h, i, &best);
            if (status == HP_OK) status = add_pinned(h, &best);
        } else if (own) {
            status = claim_add(h, i, own);
        }
    }
    return status;
}

/* Is it a finding by itself? Evidence is not, unless its rule says so; a person's name always is. */
static bool stands_alone(const pk_rule *rule, const hit *t) {
    if (rule->kind == RULE_NAME) return hit_is_person(rule, t);
    if (rule->kind == RULE_GUARD || rule->what) return false;
    return !rule->who || rule->alone;
}

hp_status plain_claims(hearing *h) {
    hp_status status = HP_OK;
    for (uint32_t i = 0; i < h->hits->n && status == HP_OK; i++) {
        const hit *t = &h->hits->v[i];
        if (t->dropped || t->confidence < h->least || !stands_alone(&h->rules[t->rule], t)) continue;
        uint8_t own = with_directory(h, t, with_consent(h, t, own_severity(h, t)));
        if (own) status = claim_add(h, i, own);
        if (own && status == HP_OK) h->claims.v[h->claims.n - 1].consent = t->consent;
    }
    return status;
}

static bool says_private(const hearing *h) {
    for (size_t i = 0; i < h->claims.n; i++)
        if (h->rules[h->claims.v[i].rule].what && h->claims.v[i].severity > HP_NOTE) return true;
    return false;
}

/* A name that may be read by its audience when it stands by itself is none beside something private: those who are
 * named are told. A family's word stays. */
hp_status raise_names(hearing *h) {
    if (!says_private(h)) return HP_OK;
    for (size_t i = 0; i < h->claims.n; i++) {
        claim *c = &h->claims.v[i];
        bool free = c->consent == CONSENT_RELEASED || c->consent == CONSENT_LISTED;
        bool name = category_is_name(pack_str(h->pack, h->rules[c->rule].category));
        if (name && c->severity == HP_NOTE && !free) c->severity = HP_REVIEW;
    }
    return HP_OK;
}
