/* passages.c - what a passage is about as a whole, beside what its words say one by one.
 *
 * The words of a rule say how much it may be trusted in general; the gist (find/gist.h) says how much this passage
 * reads like one in which that is said of somebody: "bombed the quiz" beside a named child, or in a joke about one's
 * own school days. Both are log-odds and are added, with weights learned on drafts that neither had seen
 * (tests/eval/train/README.md). What a class list or a rule is certain of stays as it is. And rules of kind gist speak
 * where no word gave a thing away, but the whole does. */
#include "judge/hearing.h"

#include <math.h>

#include "base/str.h"
#include "find/gist.h"

enum {
    STEP = GIST_TOKENS / 2,  /* passages overlap by half, so that a claim stands well inside one */
    SIGHTED = 45,            /* a confidence from which what a rule found counts for the whole */
    CERTAIN = 97,            /* a confidence that nothing around it moves */
    MOST_FALL = 45,          /* points: the gist alone neither silences what a rule is sure of, */
    WHOLE = 30,              /* tokens, below which there is little to go by and it falls less, */
    MOST_RISE = GIST_RAISES, /* nor makes certain what is not */
    LEAST = 16,              /* tokens, below which the whole says nothing */
    SUREST = 80              /* of what only the gist says */
};

struct passages {
    gist_reader reader;
    gist_text text;
    float (*scores)[GIST_LABELS]; /* per passage, read when first asked for */
    bool *read;
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

/* Is anybody spoken of, by name or in a way that tells who it is? */
static bool has_somebody(const hearing *h) {
    for (size_t i = 0; i < h->hits->n; i++) {
        const hit *t = &h->hits->v[i];
        const pk_rule *rule = &h->rules[t->rule];
        if (hit_pairs(h, t) && (hit_is_person(rule, t) || rule->who)) return true;
    }
    return false;
}

/* What the rules found, each by its own name and by its topic; a sure sight is another than one in doubt, and one in a
 * draft that speaks of somebody another than one in a draft that does not. */
static bool sight_of(const hearing *h, const hit *t, bool somebody, uint32_t keys[2]) {
    const pk_rule *rule = &h->rules[t->rule];
    if (t->dropped || rule->kind == RULE_NAME || rule->kind == RULE_GIST || t->clean_end == t->clean_start)
        return false;
    if (t->confidence < SIGHTED) return false;
    bool sure = t->confidence >= h->policy->report_at;
    keys[0] = mix((uint32_t)str_hash(pack_str(h->pack, rule->id)), sure);
    keys[1] =
        rule->topic.len ? mix((uint32_t)str_hash(pack_str(h->pack, rule->topic)), 2u + sure + 2u * somebody) : keys[0];
    return true;
}

static void note_sights(const hearing *h, gist_text *text) {
    gist_sight *sights = ARENA_ARRAY(h->a, gist_sight, 2 * h->hits->n + 1);
    bool somebody = has_somebody(h);
    for (size_t i = 0; sights && i < h->hits->n; i++) {
        uint32_t keys[2], at = (uint32_t)doc_token_at(h->d, h->hits->v[i].clean_start);
        if (!sight_of(h, &h->hits->v[i], somebody, keys)) continue;
        for (size_t k = 0; k < 2; k++) sights[text->sight_count++] = (gist_sight){at, keys[k]};
    }
    text->sights = sights;
}

bool passages_text(const hearing *h, gist_text *out) {
    *out = (gist_text){.d = h->d, .lexicon = h->in->lexicon, .marks = mark_tokens(h)};
    note_sights(h, out);
    return out->marks && out->sights;
}

/* NULL: without a gist reader, or without memory. */
static passages *passages_of(hearing *h) {
    if (h->passages || !h->in->lexicon || !h->in->lexicon->gist.n || !h->d->token_count) return h->passages;
    passages *p = ARENA_ARRAY(h->a, passages, 1);
    if (!p || gist_open(h->in->lexicon->gist, &p->reader) != HP_OK) return NULL;
    p->count = h->d->token_count <= GIST_TOKENS ? 1 : (h->d->token_count - GIST_TOKENS + STEP - 1) / STEP + 1;
    p->scores = arena_alloc(h->a, p->count * sizeof *p->scores);
    p->read = ARENA_ARRAY(h->a, bool, p->count);
    return h->passages = passages_text(h, &p->text) && p->scores && p->read ? p : NULL;
}

static window tokens_of(const hearing *h, size_t passage) {
    size_t first = passage * STEP, end = first + GIST_TOKENS;
    return (window){first, end < h->d->token_count ? end : h->d->token_count};
}

static const float *scores_of(const hearing *h, passages *p, size_t passage) {
    if (!p->read[passage]) {
        uint32_t features[GIST_FEATURES];
        window w = tokens_of(h, passage);
        size_t n = gist_features(&p->text, w.clean_start, w.clean_end, features);
        gist_read(&p->reader, features, n, p->scores[passage]);
        p->read[passage] = true;
    }
    return p->scores[passage];
}

/* The passage in whose middle a place stands. */
static size_t passage_at(const hearing *h, const passages *p, size_t clean_start) {
    size_t at = doc_token_at(h->d, clean_start), passage = at < STEP / 2 ? 0 : (at - STEP / 2) / STEP;
    return passage < p->count ? passage : p->count - 1;
}

/* ---- claims weighed */

bool claim_moves(const hearing *h, const claim *c) {
    const pk_rule *rule = &h->rules[c->rule];
    if (rule->kind == RULE_GIST || rule->plain || c->confidence >= CERTAIN || c->clean_end == c->clean_start)
        return false;
    return rule->topic.len || rule->kind == RULE_NAME;
}

float claim_odds(const claim *c) {
    float p = (float)(c->confidence < 2 ? 2 : c->confidence > 98 ? 98 : c->confidence) / 100.0f;
    return logf(p / (1.0f - p));
}

static float chance_of(float odds) {
    return 1.0f / (1.0f + expf(-odds));
}

/* What a claim's confidence becomes; what the gist knows nothing of stays. */
static int weighed(const hearing *h, passages *p, const claim *c) {
    hp_str topic = pack_str(h->pack, h->rules[c->rule].topic);
    uint32_t label = gist_label(&p->reader, topic);
    if (!claim_moves(h, c) || (topic.n && !label)) return c->confidence;
    size_t passage = passage_at(h, p, c->clean_start);
    const float *scores = scores_of(h, p, passage), *m = p->reader.mix;
    float odds = claim_odds(c);
    odds = label ? odds * m[0] + scores[0] * m[1] + scores[label] * m[2] + m[3] : odds * m[4] + scores[0] * m[5] + m[6];
    int now = (int)(100.0f * chance_of(odds) + 0.5f);
    window w = tokens_of(h, passage);
    size_t known = w.clean_end - w.clean_start < WHOLE ? w.clean_end - w.clean_start : WHOLE;
    int least = c->confidence - MOST_FALL * (int)known / WHOLE, most = c->confidence + (c->who ? MOST_RISE : 0);
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

static hp_status say(hearing *h, passages *p, uint32_t rule_index, size_t passage, uint32_t label) {
    const pk_rule *rule = &h->rules[rule_index];
    window w = tokens_of(h, passage);
    float chance = chance_of(scores_of(h, p, passage)[label]), from = (float)rule->from / 100.0f;
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
