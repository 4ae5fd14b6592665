/* gist_weigh.c - findings weighed against what the whole passage is about: "bombed the quiz" beside a named child, or
 * in a joke about one's own school days.
 *
 * The words of a rule say how much it may be trusted in general; the gist (find/gist.h) says how much this passage
 * reads like one in which that is said of somebody. Both are log-odds and are added, with weights learned on drafts
 * that neither had seen (tests/eval/train/README.md). What a class list or a rule is certain of stays as it is. */
#include "judge/hearing.h"

#include <math.h>

#include "base/str.h"
#include "find/gist.h"

enum {
    STEP = GIST_TOKENS / 2, /* passages overlap by half, so that a claim stands well inside one */
    MOST_FALL = 30,         /* points: the gist alone neither silences what a rule is sure of */
    MOST_RISE = GIST_RAISES, /* nor makes certain what is not */
    CERTAIN = 97            /* a confidence that nothing around it moves */
};

typedef struct reading {
    gist_reader reader;
    const uint8_t *marks;
    float (*scores)[GIST_LABELS]; /* per passage */
    bool *read;
} reading;

static gist_mark mark_of(const hearing *h, const hit *t) {
    const pk_rule *rule = &h->rules[t->rule];
    if (t->confidence < h->policy->report_at) return GIST_PLAIN;
    if (rule->kind == RULE_NAME) {
        static const uint8_t of_role[] = {GIST_PRIVATE, GIST_STUDENT, GIST_PRIVATE, GIST_PUBLIC, GIST_AUTHOR};
        return t->role < sizeof of_role ? of_role[t->role] : GIST_PLAIN;
    }
    bool datum = rule->kind == RULE_PATTERN && !category_is_statement(pack_str(h->pack, rule->category));
    return datum ? GIST_DATUM : GIST_PLAIN;
}

/* One mark a token; where hits overlap the first that begins has it. */
static const uint8_t *mark_tokens(const hearing *h) {
    const doc *d = h->d;
    uint8_t *marks = ARENA_ARRAY(h->a, uint8_t, d->token_count + 1);
    for (size_t i = 0; marks && i < h->hits->n; i++) {
        const hit *t = &h->hits->v[i];
        gist_mark mark = mark_of(h, t);
        if (mark == GIST_PLAIN || t->clean_end == t->clean_start) continue;
        for (size_t k = doc_token_at(d, t->clean_start); k < d->token_count && d->tokens[k].clean_start < t->clean_end;
             k++) {
            if (marks[k] != GIST_PLAIN) break;
            marks[k] = (uint8_t)mark;
            mark = GIST_MORE;
        }
    }
    return marks;
}

/* The scores of the passage in which a claim stands. */
static const float *scores_at(const hearing *h, reading *r, size_t clean_start) {
    static const float none[GIST_LABELS];
    const doc *d = h->d;
    size_t at = doc_token_at(d, clean_start), passage = at / STEP, count = (d->token_count + STEP - 1) / STEP;
    if (passage > 0 && at % STEP < STEP / 2) passage--; /* nearer to the middle of the one before */
    if (passage + 1 >= count && passage > 0) passage--; /* the last one is as long as the others */
    if (!r->scores) {
        r->scores = arena_alloc(h->a, (count + 1) * sizeof *r->scores);
        r->read = ARENA_ARRAY(h->a, bool, count + 1);
        if (!r->scores || !r->read) return none;
    }
    if (!r->read[passage]) {
        uint32_t features[GIST_FEATURES];
        size_t first = passage * STEP, end = first + GIST_TOKENS < d->token_count ? first + GIST_TOKENS : d->token_count;
        size_t n = gist_features(d, h->in->lexicon, r->marks, first, end, features);
        gist_read(&r->reader, features, n, r->scores[passage]);
        r->read[passage] = true;
    }
    return r->scores[passage];
}

static float log_odds(int confidence) {
    float p = (float)(confidence < 2 ? 2 : confidence > 98 ? 98 : confidence) / 100.0f;
    return logf(p / (1.0f - p));
}

static int confidence_of(float odds) {
    return (int)lroundf(100.0f / (1.0f + expf(-odds)));
}

/* What a claim's confidence becomes; what the gist knows nothing of stays. */
static int weighed(const hearing *h, reading *r, const claim *c) {
    const pk_rule *rule = &h->rules[c->rule];
    uint32_t label = gist_label(&r->reader, pack_str(h->pack, rule->topic));
    bool name = rule->kind == RULE_NAME && !label;
    if ((!label && !name) || c->confidence >= CERTAIN || c->clean_end == c->clean_start) return c->confidence;
    const float *scores = scores_at(h, r, c->clean_start), *m = r->reader.mix;
    float odds = log_odds(c->confidence);
    int now = name ? confidence_of(odds * m[4] + scores[0] * m[5] + m[6])
                   : confidence_of(odds * m[0] + scores[0] * m[1] + scores[label] * m[2] + m[3]);
    int least = c->confidence - MOST_FALL, most = c->confidence + (c->who ? MOST_RISE : 0);
    return now < least ? least : now > most ? most : now;
}

hp_status gist_weigh(hearing *h) {
    reading r = {0};
    size_t kept = 0;
    if (!h->in->lexicon || !h->claims.n || gist_open(h->in->lexicon->gist, &r.reader) != HP_OK) return HP_OK;
    r.marks = mark_tokens(h);
    if (!r.marks) return HP_ERR_MEMORY;
    for (size_t i = 0; i < h->claims.n; i++) {
        claim c = h->claims.v[i];
        int now = weighed(h, &r, &c);
        c.moved = (int8_t)(now - c.confidence);
        c.confidence = now;
        if (c.confidence >= h->policy->report_at) h->claims.v[kept++] = c;
    }
    h->claims.n = kept;
    return arena_failed(h->a) ? HP_ERR_MEMORY : HP_OK;
}
