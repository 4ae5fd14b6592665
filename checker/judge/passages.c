/* passages.c - what a passage is about as a whole, beside what its words say one by one.
 *
 * The words of a rule say how much it may be trusted in general; the whole (find/whole.h) says how much this passage
 * reads like one in which that is said of somebody: "bombed the quiz" beside a named child, or in a joke about one's
 * own school days. So a finding is as sure as its topic is likely, and as it is likely that anything is to be looked at
 * here; and a passage that reads like one that may go out with care, or like one that must not, makes its findings a
 * step lighter or graver. What a class list or a rule is certain of stays as it is. And rules of kind gist speak where
 * no word gave a thing away, but the whole does. */
#include "judge/hearing.h"

#include <math.h>

#include "base/str.h"
#include "find/whole.h"

enum {
    STEP = GIST_TOKENS / 2,  /* passages overlap by half, so that a claim stands well inside one */
    CERTAIN = 97,            /* a confidence that nothing around it moves */
    MOST_FALL = 72,          /* points: the whole alone neither silences what a rule is sure of, */
    WHOLE = 36,              /* tokens, below which there is little to go by and it falls less, */
    MOST_RISE = GIST_RAISES, /* nor makes certain what is not */
    LEAST = 16,              /* tokens, below which the whole says nothing */
    SUREST = 80              /* of what only the whole says */
};

/* Chances, in per cent, from which it is told. Chosen on drafts that nothing had seen (tests/eval/train/README.md). */
enum {
    TOPIC_TOLD = 42,    /* a topic */
    ANYTHING_TOLD = 46, /* anything */
    HELD_LOWERED = 56,  /* below it what is held is told to be looked at again */
    HELD_RAISED = 88    /* from it what is to be looked at again is held */
};

typedef struct passage {
    float scores[GIST_LABELS];
    tally found;
    whole whole;
    bool read;
    bool has_held;   /* one of its claims is held, */
    uint32_t surest; /* or else its surest claim that may be + 1; 0: none */
} passage;

struct passages {
    gist_reader reader;
    gist_text text;
    passage *of; /* read when first asked for */
    size_t count;
};

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

bool passages_text(const hearing *h, gist_text *out) {
    *out = (gist_text){.d = h->d, .lexicon = h->in->lexicon, .marks = mark_tokens(h)};
    return out->marks != NULL;
}

/* NULL: without a gist reader, or without memory. */
static passages *passages_of(hearing *h) {
    if (h->passages || !h->in->lexicon || !h->in->lexicon->gist.n || !h->d->token_count) return h->passages;
    passages *p = ARENA_ARRAY(h->a, passages, 1);
    if (!p || gist_open(h->in->lexicon->gist, &p->reader) != HP_OK) return NULL;
    p->count = h->d->token_count <= GIST_TOKENS ? 1 : (h->d->token_count - GIST_TOKENS + STEP - 1) / STEP + 1;
    p->of = ARENA_ARRAY(h->a, passage, p->count);
    return h->passages = passages_text(h, &p->text) && p->of ? p : NULL;
}

/* ---- what the rules found of a passage */

static float odds_of(int confidence) {
    float p = (float)(confidence < 2 ? 2 : confidence > 98 ? 98 : confidence) / 100.0f;
    return logf(p / (1.0f - p));
}

static void keep_larger(float *of, float value) {
    if (value > *of) *of = value;
}

static void count_hit(const hearing *h, const gist_reader *r, const hit *t, tally *out) {
    const pk_rule *rule = &h->rules[t->rule];
    float odds = odds_of(t->confidence);
    bool person = hit_is_person(rule, t);
    if (rule->kind == RULE_GUARD || rule->kind == RULE_GIST || !hit_pairs(h, t)) return;
    if (person) keep_larger(&out->name, odds);
    if (rule->kind != RULE_NAME || person) keep_larger(&out->who, (float)rule->who);
    uint32_t label = gist_label(r, pack_str(h->pack, rule->topic));
    if (!label) return;
    keep_larger(&out->surest[label], odds);
    out->count[label]++;
}

void passages_tally(const hearing *h, const gist_reader *r, const gist_text *text, window tokens, tally *out) {
    const doc *d = h->d;
    *out = tally_none();
    out->tokens = (float)(tokens.clean_end - tokens.clean_start);
    for (size_t i = tokens.clean_start; i < tokens.clean_end; i++) {
        out->students += text->marks[i] == GIST_STUDENT;
        out->others += text->marks[i] == GIST_PRIVATE;
    }
    if (tokens.clean_start == tokens.clean_end) return;
    size_t start = d->tokens[tokens.clean_start].clean_start, end = d->tokens[tokens.clean_end - 1].clean_end;
    for (size_t i = hearing_first(h, start); i < h->hits->n && h->hits->v[i].clean_start < end; i++)
        if (h->hits->v[i].clean_start >= start) count_hit(h, r, &h->hits->v[i], out);
}

static window tokens_of(const hearing *h, size_t index) {
    size_t first = index * STEP, end = first + GIST_TOKENS;
    return (window){first, end < h->d->token_count ? end : h->d->token_count};
}

static const passage *read_passage(const hearing *h, passages *p, size_t index) {
    passage *one = &p->of[index];
    if (!one->read) {
        uint32_t features[GIST_FEATURES];
        window w = tokens_of(h, index);
        size_t n = gist_features(&p->text, w.clean_start, w.clean_end, features);
        gist_read(&p->reader, features, n, one->scores);
        passages_tally(h, &p->reader, &p->text, w, &one->found);
        whole_read(&p->reader, one->scores, &one->found, &one->whole);
        one->read = true;
    }
    return one;
}

/* The passage in whose middle a place stands. */
static size_t passage_at(const hearing *h, const passages *p, size_t clean_start) {
    size_t at = doc_token_at(h->d, clean_start), index = at < STEP / 2 ? 0 : (at - STEP / 2) / STEP;
    return index < p->count ? index : p->count - 1;
}

/* ---- claims weighed */

static bool claim_moves(const hearing *h, const claim *c) {
    const pk_rule *rule = &h->rules[c->rule];
    if (rule->kind == RULE_GIST || rule->plain || c->confidence >= CERTAIN || c->clean_end == c->clean_start)
        return false;
    return rule->topic.len || rule->kind == RULE_NAME;
}

static float chance_of(float odds) {
    return 1.0f / (1.0f + expf(-odds));
}

/* Log-odds as a confidence: what is told from a chance of so many per cent on is as sure as the policy asks for. */
static int confidence_of(const hearing *h, float odds, int told) {
    return (int)(100.0f * chance_of(odds - odds_of(told) + odds_of(h->policy->report_at)) + 0.5f);
}

/* What a claim's confidence becomes; what the gist knows nothing of stays. */
static int weighed(const hearing *h, passages *p, const claim *c) {
    hp_str topic = pack_str(h->pack, h->rules[c->rule].topic);
    uint32_t label = gist_label(&p->reader, topic);
    if (!claim_moves(h, c) || (topic.n && !label)) return c->confidence;
    size_t index = passage_at(h, p, c->clean_start);
    const passage *one = read_passage(h, p, index);
    int now = confidence_of(h, one->whole.anything, ANYTHING_TOLD);
    if (label) {
        float odds = whole_topic(&p->reader, one->scores, &one->found, label, odds_of(c->confidence));
        int said = confidence_of(h, odds, TOPIC_TOLD);
        now = said < now ? said : now;
    }
    window w = tokens_of(h, index);
    size_t known = w.clean_end - w.clean_start < WHOLE ? w.clean_end - w.clean_start : WHOLE;
    int least = c->confidence - MOST_FALL * (int)(known * known) / (WHOLE * WHOLE),
        most = c->confidence + (c->who ? MOST_RISE : 0);
    return now < least ? least : now > most ? most : now;
}

static bool is_gist(const hearing *h, const claim *c) {
    return h->rules[c->rule].kind == RULE_GIST;
}

static bool is_general(const hearing *h, const claim *c) {
    return is_gist(h, c) && !h->rules[c->rule].topic.len;
}

/* Does words' own claim tell what the gist says, in the same passage? */
static bool told_by(const hearing *h, const claim *words, const claim *gist) {
    const pk_rule *of_words = &h->rules[words->rule], *of_gist = &h->rules[gist->rule];
    if (!of_gist->topic.len) return false; /* that something private is said, no words tell */
    if (of_words->kind == RULE_GIST || !str_eq(pack_str(h->pack, of_words->topic), pack_str(h->pack, of_gist->topic)))
        return false;
    size_t a = doc_token_at(h->d, words->clean_start), b = doc_token_at(h->d, gist->clean_start);
    return (a > b ? a - b : b - a) < GIST_TOKENS;
}

/* What the gist says is told only where words do not, and that something is said of somebody only where nothing else
 * is: a name alone tells as much, but not what is to be weighed with it. */
static void drop_told(hearing *h) {
    size_t kept = 0, plain = 0, names = 0;
    for (size_t i = 0; i < h->claims.n; i++) {
        bool name = h->rules[h->claims.v[i].rule].kind == RULE_NAME;
        names += name;
        plain += !name && !is_general(h, &h->claims.v[i]);
    }
    for (size_t i = 0; i < h->claims.n; i++) {
        claim *c = &h->claims.v[i];
        bool told = is_general(h, c) && (plain || (names && !h->rules[c->rule].what));
        for (size_t k = 0; k < h->claims.n && is_gist(h, c) && !told; k++) told = told_by(h, &h->claims.v[k], c);
        c->into = told; /* for the moment */
    }
    for (size_t i = 0; i < h->claims.n; i++)
        if (!h->claims.v[i].into) h->claims.v[kept++] = h->claims.v[i];
    h->claims.n = kept;
}

/* Names go where the whole draft is let be; beside anything that is told they are told as well. */
static void keep_names(hearing *h) {
    int least = h->policy->report_at;
    bool told = false;
    for (size_t i = 0; i < h->claims.n && !told; i++) {
        const claim *c = &h->claims.v[i];
        told = c->confidence >= least && c->severity >= HP_REVIEW && !is_general(h, c);
    }
    for (size_t i = 0; i < h->claims.n && told; i++) {
        claim *c = &h->claims.v[i];
        if (h->rules[c->rule].kind != RULE_NAME || c->confidence >= least) continue;
        c->confidence -= c->moved;
        c->moved = 0;
    }
}

static void drop_unsure(hearing *h) {
    size_t kept = 0;
    for (size_t i = 0; i < h->claims.n; i++)
        if (h->claims.v[i].confidence >= h->policy->report_at) h->claims.v[kept++] = h->claims.v[i];
    h->claims.n = kept;
}

/* May the whole say how grave it is? Not where a school's own policy said so, a rule is locked or a switch raised it,
 * not of what nobody may go on with, nor of what words say of a child whom the class list names. */
static bool bends(const hearing *h, const claim *c) {
    const pk_rule *rule = &h->rules[c->rule];
    const hit *who = c->who ? &h->hits->v[c->who - 1] : NULL;
    bool listed = (who && who->roster) || h->hits->v[c->hit].roster;
    bool sure = (listed && !is_gist(h, c)) || c->consent == CONSENT_REFUSED;
    bool said = rule->ruled || rule->brought || rule->lock == LOCK_FULL || (h->raised && h->raised[c->rule]);
    return !sure && !said && !h->hits->v[c->hit].unbending && (claim_moves(h, c) || is_gist(h, c));
}

static void lower_held(const hearing *h, passages *p, claim *c) {
    if (c->severity != HP_HOLD || !bends(h, c)) return;
    if (read_passage(h, p, passage_at(h, p, c->clean_start))->whole.held >= odds_of(HELD_LOWERED)) return;
    c->severity = HP_REVIEW;
    c->graver = -1;
}

/* Of a passage that is to be held the surest claim, where none in it is held yet. */
static void raise_surest(hearing *h, passages *p) {
    for (size_t i = 0; i < h->claims.n; i++) {
        const claim *c = &h->claims.v[i];
        passage *one = &p->of[passage_at(h, p, c->clean_start)];
        bool may = c->severity == HP_REVIEW && bends(h, c);
        one->has_held |= c->severity == HP_HOLD;
        if (may && (!one->surest || c->confidence > h->claims.v[one->surest - 1].confidence))
            one->surest = (uint32_t)i + 1;
    }
    for (size_t i = 0; i < p->count; i++) {
        const passage *one = &p->of[i];
        if (!one->surest || one->has_held || read_passage(h, p, i)->whole.held < odds_of(HELD_RAISED)) continue;
        h->claims.v[one->surest - 1].severity = HP_HOLD;
        h->claims.v[one->surest - 1].graver = 1;
    }
}

hp_status passages_weigh(hearing *h) {
    passages *p = h->claims.n ? passages_of(h) : NULL;
    for (size_t i = 0; i < h->claims.n && p; i++) {
        claim *c = &h->claims.v[i];
        int now = weighed(h, p, c);
        c->moved = (int8_t)(now - c->confidence);
        c->confidence = now;
    }
    keep_names(h);
    drop_unsure(h);
    drop_told(h);
    for (size_t i = 0; i < h->claims.n && p; i++) lower_held(h, p, &h->claims.v[i]);
    if (p) raise_surest(h, p);
    return arena_failed(h->a) ? HP_ERR_MEMORY : HP_OK;
}

/* ---- what only the whole says */

/* The sentence of a passage that says most of it. */
static size_t telling_sentence(const hearing *h, const passages *p, window w, uint32_t label) {
    const doc *d = h->d;
    size_t best = doc_sentence_at(d, d->tokens[w.clean_start].clean_start);
    float most = -INFINITY;
    for (size_t i = w.clean_start; i < w.clean_end;) {
        uint32_t features[GIST_FEATURES];
        float scores[GIST_LABELS];
        size_t s = doc_sentence_at(d, d->tokens[i].clean_start), end = i + 1;
        while (end < w.clean_end && doc_sentence_at(d, d->tokens[end].clean_start) == s) end++;
        size_t n = gist_features(&p->text, i, end, features);
        gist_read(&p->reader, features, n, scores);
        if (scores[label] > most) most = scores[label], best = s;
        i = end;
    }
    return best;
}

static hp_status say(hearing *h, passages *p, uint32_t rule_index, size_t index, uint32_t label) {
    const pk_rule *rule = &h->rules[rule_index];
    window w = tokens_of(h, index);
    const passage *one = read_passage(h, p, index);
    float chance = chance_of(label ? one->whole.topics[label] : one->whole.anything), from = (float)rule->from / 100.0f;
    if (w.clean_end - w.clean_start < LEAST || chance < from) return HP_OK;
    size_t s = telling_sentence(h, p, w, label);
    int least = h->policy->report_at;
    bool stands;
    hit said = {.rule = rule_index,
                .sentence = (uint32_t)s,
                .clean_start = h->d->sentences[s].clean_start,
                .clean_end = h->d->sentences[s].clean_end,
                .confidence = least + (int)((chance - from) / (1.0f - from) * (float)(SUREST - least))};
    hp_status status = hit_weigh(h, &said, &stands);
    if (status != HP_OK || !stands) return status;
    hit *t = VEC_ADD(h->a, h->hits, hit);
    if (!t) return HP_ERR_MEMORY;
    *t = said;
    return HP_OK;
}

hp_status passages_say(hearing *h) {
    size_t before = h->hits->n;
    hp_status status = HP_OK;
    for (uint32_t r = 0; r < pack_rule_count(h->pack) && status == HP_OK; r++) {
        const pk_rule *rule = &h->rules[r];
        passages *p = rule->kind == RULE_GIST && !rule->off ? passages_of(h) : NULL;
        if (!p || !hearing_concerns(h, rule)) continue;
        uint32_t label = gist_label(&p->reader, pack_str(h->pack, rule->topic));
        if (rule->topic.len && !label) continue;
        for (size_t i = 0; i < p->count && status == HP_OK; i++) status = say(h, p, r, i, label);
    }
    if (status != HP_OK || h->hits->n == before) return status;
    status = hearing_sort(h);
    return status == HP_OK ? guards_apply(h) : status;
}
