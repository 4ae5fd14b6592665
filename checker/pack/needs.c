/* needs.c - what each pattern cannot match without, as small programs over atoms, and the index from atoms to the
 * patterns they wake, laid out for one pass over a text (find/prefilter.c).
 *
 * Of every string that a pattern needs, its rarest piece is kept. A pattern is asked about when one of a few atoms of
 * which it needs one is met, the rarest such few; then its program says whether the rest is there too.
 */
#include <string.h>

#include "base/str.h"
#include "pack/atoms.h"
#include "pack/compiler.h"
#include "pack/literal_parts.h"

/* One of many: an atom of a set, or a pattern that a set wakes. */
typedef struct link {
    uint32_t from, to;
} link;

typedef struct known_set {
    uint64_t hash; /* of its atoms' keys, whatever their order */
    uint32_t set;
} known_set;

typedef struct indexer {
    compiler *c;
    VEC(link) members; /* atom -> set */
    VEC(link) wakings; /* set -> pattern */
    VEC(uint32_t) untriggered;
    known_set *sets; /* by hash */
    size_t set_slots;
    VEC(uint32_t) keys;     /* of the set that is being read */
    VEC(uint32_t) last_set; /* per atom: the last set that it was put into, + 1 */
} indexer;

/* ---- the rarest piece of a string ---- */

typedef struct piece {
    uint32_t key; /* 0: none */
    double share; /* of texts that hold it, roughly */
} piece;

/* How often a word of so many letters stands in a short text, roughly. */
static double share_of_word(size_t n) {
    static const double shares[] = {1, .5, .35, .12, .05, .025, .012, .007};
    return n < sizeof shares / sizeof *shares ? shares[n] : .004;
}

/* Of those that are as rare, the last: it says more. */
static void keep_rarer(piece *best, uint32_t key, double share) {
    if (!best->key || share <= best->share) *best = (piece){key, share};
}

static double least_of(double a, double b) {
    return a < b ? a : b;
}

/* The words of a string on the way from left to right. */
typedef struct words_read {
    uint32_t before, pair; /* the whole word, and the two, that end one sign before what is next; pair 0: none */
    size_t before_n;       /* letters of that word; 0: none */
    double pair_share;
} words_read;

/* A whole word of n letters behind `sign`. */
static void keep_word(piece *best, words_read *w, uint32_t h, size_t n, char sign) {
    double share = share_of_word(n);
    bool joined = w->before_n && (unsigned char)sign < 0x80;
    keep_rarer(best, atom_mixed(h, (uint32_t)ATOM_WORD), share);
    uint32_t pair = joined ? atom_pair(w->before, sign, h) : 0;
    double pair_share = 2 * share * share_of_word(w->before_n);
    if (pair) keep_rarer(best, pair, pair_share);
    if (pair && w->pair) keep_rarer(best, atom_triple(w->pair, sign, h), 2 * share * w->pair_share);
    w->pair = pair;
    w->pair_share = pair_share;
    w->before = h;
    w->before_n = n;
}

static piece rarest_piece(const need *n) {
    hp_str s = n->text;
    piece best = {0, 1};
    words_read w = {.pair = 0};
    for (size_t from = 0, to; from < s.n; from = to) {
        uint32_t h = ATOM_START;
        for (to = from; to < s.n && atom_is_word(s.p[to]); to++) h = atom_step(h, s.p[to]);
        size_t length = to - from;
        if (!length) {
            if (from && !atom_is_word(s.p[from - 1])) w.before_n = w.pair = 0;
            to = from + 1;
            continue;
        }
        bool left = from > 0 || n->left, right = to < s.n || n->right;
        char sign = from ? s.p[from - 1] : 0;
        bool joined = w.before_n && (unsigned char)sign < 0x80;
        double share = least_of(1, 1.5 * share_of_word(length));
        if (left && right) {
            keep_word(&best, &w, h, length, sign);
        } else if (left) {
            keep_rarer(&best, atom_mixed(h, (uint32_t)ATOM_PREFIX), share);
            if (joined) keep_rarer(&best, atom_behind(w.before, sign, h), 2 * share * share_of_word(w.before_n));
            if (joined && w.pair) keep_rarer(&best, atom_behind(w.pair, sign, h), 2 * share * w.pair_share);
        } else {
            for (size_t i = from; i + ATOM_GRAM_BYTES <= to; i++) keep_rarer(&best, atom_gram(s.p + i), .15);
        }
    }
    return best;
}

/* What has no piece holds a byte all the same: the one that is seen least. */
static byte_set rarest_byte(hp_str s) {
    static const char by_share[] = " etaoinsrhldcumfpgwybvkjxqz"; /* the commonest first; signs are rarer */
    byte_set set = {{0, 0}, 0};
    size_t best = 0, best_rank = 0;
    for (size_t i = 0; i < s.n; i++) {
        const char *place = (unsigned char)s.p[i] < 0x80 && s.p[i] ? strchr(by_share, s.p[i]) : NULL;
        size_t rank = place ? (size_t)(place - by_share) : sizeof by_share;
        if (i && rank <= best_rank) continue;
        best = i;
        best_rank = rank;
    }
    unsigned char c = (unsigned char)s.p[best];
    if (c >= 0x80) set.beyond = BEYOND_LETTERS | BEYOND_SIGNS;
    byte_set_add(&set, c);
    if (char_is_alpha((char)c)) byte_set_add(&set, (unsigned char)(c - 32));
    return set;
}

/* ---- how rare a need is ---- */

enum { NEVER = 1000, SLOTS_LEAST = 64, SETS_LEAST = 1 << 14 };

/* Tells of a need and all below it which atom stands for it, and how many texts meet one; NEVER: no atoms do. */
static void weigh(need *n) {
    double sum = 0, least = NEVER;
    for (need *k = n->first; k; k = k->next) {
        weigh(k);
        sum += k->share;
        least = least_of(least, k->share);
    }
    piece p = n->kind == NEED_TEXT ? rarest_piece(n) : (piece){0, 1};
    n->key = p.key;
    n->share = p.key ? p.share : n->kind == NEED_ALL ? least : n->kind == NEED_ANY ? least_of(sum, NEVER) : NEVER;
}

/* The slot of a key, or the free one where it belongs. */
static pk_slot *slot_of(const builder *b, uint32_t key) {
    size_t at = key & (b->slots.n - 1);
    while (b->slots.v[at].key && b->slots.v[at].key != key) at = (at + 1) & (b->slots.n - 1);
    return &b->slots.v[at];
}

/* Twice as many slots as there are atoms, and one more. */
static bool widen_slots(builder *b) {
    size_t size = b->slots.n ? 2 * b->slots.n : SLOTS_LEAST;
    b->slots.v = ARENA_ARRAY(b->a, pk_slot, size);
    if (!b->slots.v) return false;
    b->slots.n = b->slots.room = size;
    for (size_t i = 0; i < b->atoms.n; i++) *slot_of(b, b->atoms.v[i].key) = (pk_slot){b->atoms.v[i].key, (uint32_t)i};
    return true;
}

static uint32_t atom_of(indexer *x, uint32_t key) {
    builder *b = &x->c->b;
    if (!b->slots.n) return 0;
    pk_slot *slot = slot_of(b, key);
    if (slot->key) return slot->atom;
    pk_atom *made = VEC_ADD(b->a, &b->atoms, pk_atom);
    if (!made) return 0;
    made->key = key;
    uint32_t atom = (uint32_t)b->atoms.n - 1;
    *slot = (pk_slot){key, atom};
    if (2 * b->atoms.n > b->slots.n && !widen_slots(b)) b->slots.n = 0;
    return atom;
}

static bool widen_sets(indexer *x) {
    size_t before = x->set_slots;
    known_set *old = x->sets;
    x->set_slots = before ? before * 2 : SETS_LEAST;
    x->sets = ARENA_ARRAY(x->c->a, known_set, x->set_slots);
    for (size_t i = 0; i < before && x->sets; i++) {
        size_t at = old[i].hash & (x->set_slots - 1);
        if (!old[i].hash) continue;
        while (x->sets[at].hash) at = (at + 1) & (x->set_slots - 1);
        x->sets[at] = old[i];
    }
    return x->sets;
}

/* Alike for the same keys in any order. */
static uint64_t hash_keys(const uint32_t *keys, size_t n) {
    uint64_t sum = n, mixed = 0;
    for (size_t i = 0; i < n; i++) {
        uint64_t h = (keys[i] + 1) * 0x9e3779b97f4a7c15u;
        h = (h ^ h >> 29) * 0xbf58476d1ce4e5b9u;
        sum += h;
        mixed ^= h >> 7;
    }
    return (sum ^ mixed * 0x94d049bb133111ebu) | 1; /* 0 marks a free slot */
}

static void add_member(indexer *x, uint32_t atom, uint32_t set) {
    while (x->last_set.n <= atom)
        if (!VEC_ADD(x->c->a, &x->last_set, uint32_t)) return;
    if (x->last_set.v[atom] == set + 1) return;
    x->last_set.v[atom] = set + 1;
    link *member = VEC_ADD(x->c->a, &x->members, link);
    if (member) *member = (link){atom, set};
}

static uint32_t add_set(indexer *x, size_t at, uint64_t hash) {
    compiler *c = x->c;
    x->sets[at] = (known_set){hash, (uint32_t)c->b.atom_sets.n};
    for (size_t i = 0; i < x->keys.n; i++) add_member(x, atom_of(x, x->keys.v[i]), x->sets[at].set);
    (void)!VEC_ADD(c->a, &c->b.atom_sets, pk_atom_set);
    return x->sets[at].set;
}

/* The set of the keys that were gathered; the same keys give the same set. */
static uint32_t set_of_keys(indexer *x) {
    if (2 * x->c->b.atom_sets.n >= x->set_slots && !widen_sets(x)) return 0;
    uint64_t hash = hash_keys(x->keys.v, x->keys.n);
    size_t at = hash & (x->set_slots - 1);
    while (x->sets[at].hash && x->sets[at].hash != hash) at = (at + 1) & (x->set_slots - 1);
    return x->sets[at].hash ? x->sets[at].set : add_set(x, at, hash);
}

static void gather(indexer *x, uint32_t key) {
    uint32_t *place = VEC_ADD(x->c->a, &x->keys, uint32_t);
    if (place) *place = key;
}

static void add_waking(indexer *x, uint32_t pattern) {
    link *w = x->keys.n ? VEC_ADD(x->c->a, &x->wakings, link) : NULL;
    if (w) *w = (link){set_of_keys(x), pattern};
    x->keys.n = 0;
}

/* The sets of atoms of which one is met in every text with a match: of a need that must hold whole, its rarest part's.
 */
static void add_wakings(indexer *x, const need *n, uint32_t pattern) {
    const need *best = n->first;
    double least = NEVER;
    if (n->kind == NEED_TEXT) gather(x, n->key);
    for (const need *k = n->first; k && n->kind == NEED_ALL; k = k->next) {
        double own = k->share;
        if (own < least) best = k, least = own;
    }
    for (const need *k = n->first; k && n->kind == NEED_ANY; k = k->next)
        if (k->kind == NEED_TEXT) gather(x, k->key);
    add_waking(x, pattern);
    if (n->kind == NEED_ALL) add_wakings(x, best, pattern);
    for (const need *k = n->first; k && n->kind == NEED_ANY; k = k->next)
        if (k->kind != NEED_TEXT) add_wakings(x, k, pattern);
}

/* ---- programs ---- */

static void put(indexer *x, uint32_t word) {
    uint32_t *place = VEC_ADD(x->c->a, &x->c->b.needs, uint32_t);
    if (place) *place = word;
}

static size_t put_head(indexer *x) {
    put(x, 0);
    return x->c->b.needs.n - 1;
}

static void close_head(indexer *x, size_t head, uint32_t op) {
    if (head < x->c->b.needs.n) x->c->b.needs.v[head] = op << 24 | (uint32_t)(x->c->b.needs.n - head - 1);
}

/* As close_head, where one operation stands for itself. */
static void close_any(indexer *x, size_t head) {
    builder *b = &x->c->b;
    size_t n = head < b->needs.n ? b->needs.n - head - 1 : 0;
    if (!n || n != 1 + (b->needs.v[head + 1] & 0xffffff)) {
        close_head(x, head, NEEDS_ANY);
        return;
    }
    memmove(b->needs.v + head, b->needs.v + head + 1, n * sizeof *b->needs.v);
    b->needs.n--;
}

static void put_bytes(indexer *x, const byte_set *s) {
    size_t head = put_head(x);
    for (int i = 0; i < 2; i++) {
        put(x, (uint32_t)s->ascii[i]);
        put(x, (uint32_t)(s->ascii[i] >> 32));
    }
    put(x, s->beyond);
    close_head(x, head, NEEDS_BYTES);
}

/* Hardly a text is without one of them. */
static bool is_common(const byte_set *s) {
    static const char common[] = " etaoinsrhldu";
    for (size_t i = 0; common[i]; i++)
        if (s->ascii[common[i] >> 6] >> (common[i] & 63) & 1) return true;
    return false;
}

static bool emit(indexer *x, const need *n);

/* The texts among the children as one list of atoms, what is only known by a byte as one set of bytes. */
static bool emit_any(indexer *x, const need *n) {
    byte_set bytes = {{0, 0}, 0};
    bool some_bytes = false;
    size_t whole = put_head(x);
    x->keys.n = 0;
    for (const need *k = n->first; k; k = k->next) {
        if (k->kind == NEED_ANY || k->kind == NEED_ALL || k->kind == NEED_RUN) continue;
        if (k->key) {
            gather(x, k->key);
            continue;
        }
        byte_set own = k->kind == NEED_TEXT ? rarest_byte(k->text) : k->bytes;
        bytes.ascii[0] |= own.ascii[0];
        bytes.ascii[1] |= own.ascii[1];
        bytes.beyond |= own.beyond;
        some_bytes = true;
    }
    if (some_bytes && is_common(&bytes)) {
        x->keys.n = 0;
        return false;
    }
    if (x->keys.n) {
        size_t head = put_head(x);
        put(x, set_of_keys(x));
        close_head(x, head, NEEDS_WORDS);
    }
    x->keys.n = 0;
    if (some_bytes) put_bytes(x, &bytes);
    for (const need *k = n->first; k; k = k->next)
        if ((k->kind == NEED_ANY || k->kind == NEED_ALL || k->kind == NEED_RUN) && !emit(x, k)) return false;
    close_any(x, whole);
    return true;
}

/* What it costs to ask and how often it is answered with yes. */
static double asking(const need *n) {
    return n->kind == NEED_RUN ? .3 : n->kind == NEED_BYTES ? .4 : n->share;
}

/* The first child that is next in the order of asking, behind those told already. */
static const need *rarest_behind(const need *n, double told, double *next) {
    const need *best = NULL;
    for (const need *k = n->first; k; k = k->next) {
        double own = asking(k);
        if (own > told && (!best || own < *next)) best = k, *next = own;
    }
    return best;
}

/* The program of a need; false: it asks for nothing, and what was put must be taken back. */
static bool emit(indexer *x, const need *n) {
    size_t head = x->c->b.needs.n;
    need alone = {.kind = NEED_ANY};
    bool some = false;
    switch (n->kind) {
    case NEED_RUN:
        put_head(x);
        put(x, (uint32_t)n->run_of << 8 | n->run);
        close_head(x, head, NEEDS_RUN);
        return true;
    case NEED_ALL: {
        put_head(x);
        double told = -1, next = 0;
        for (const need *k; (k = rarest_behind(n, told, &next)); told = next) /* rarest first */
            for (; k; k = k->next) {
                size_t before = x->c->b.needs.n;
                if (asking(k) != next) continue;
                if (emit(x, k))
                    some = true;
                else
                    x->c->b.needs.n = before;
            }
        close_head(x, head, NEEDS_ALL);
        return some;
    }
    case NEED_ANY: return emit_any(x, n);
    default: {
        need only = *n;
        only.next = NULL;
        alone.first = &only;
        return emit_any(x, &alone);
    }
    }
}

/* ---- the index ---- */

/* Links from each of `count` numbers: where they go, one range behind another. Those of one number stand in the order
 * of where they go already, as sets and patterns were read in their order. In scratch; NULL without memory. */
static pk_range *index_links(compiler *c, const link *v, size_t n, size_t count) {
    arena_reset(c->scratch);
    uint32_t *end = ARENA_ARRAY(c->scratch, uint32_t, count + 1), *to = arena_take(c->scratch, n * sizeof *to);
    pk_range *ranges = ARENA_ARRAY(c->scratch, pk_range, count);
    if (!end || !to || !ranges) return NULL;
    for (size_t i = 0; i < n; i++) end[v[i].from + 1]++;
    for (size_t i = 0; i < count; i++) end[i + 1] += end[i];
    for (size_t i = 0; i < n; i++) to[end[v[i].from]++] = v[i].to;
    VEC_RESERVE(c->a, &c->b.index, c->b.index.n + n);
    for (size_t i = 0, at = 0; i < count; i++) {
        ranges[i].first = (uint32_t)c->b.index.n;
        for (size_t first = at; at < end[i]; at++) {
            bool again = at > first && to[at] == to[at - 1];
            uint32_t *place = again ? NULL : VEC_ADD(c->a, &c->b.index, uint32_t);
            if (place) *place = to[at], ranges[i].count++;
        }
    }
    return ranges;
}

static void index_all(indexer *x) {
    builder *b = &x->c->b;
    const pk_range *sets = index_links(x->c, x->members.v, x->members.n, b->atoms.n);
    for (size_t i = 0; sets && i < b->atoms.n; i++) b->atoms.v[i].sets = sets[i];
    const pk_range *patterns = index_links(x->c, x->wakings.v, x->wakings.n, b->atom_sets.n);
    for (size_t i = 0; patterns && i < b->atom_sets.n; i++) b->atom_sets.v[i].patterns = patterns[i];
    b->untriggered = build_index_range(b, x->untriggered.v, x->untriggered.n);
}

/* The bits that spare the prefilter most probes of its slots. */
static void lay_out_bloom(builder *b) {
    b->bloom.v = ARENA_ARRAY(b->a, uint64_t, NEEDS_BLOOM_BITS / 64);
    if (!b->bloom.v) return;
    b->bloom.n = b->bloom.room = NEEDS_BLOOM_BITS / 64;
    for (size_t i = 0; i < b->atoms.n; i++) {
        uint32_t bit = b->atoms.v[i].key >> (32 - NEEDS_BLOOM_LOG);
        b->bloom.v[bit >> 6] |= (uint64_t)1 << (bit & 63);
    }
}

/* Room for what most patterns come to. */
static void reserve(indexer *x, size_t patterns) {
    compiler *c = x->c;
    enum { WORDS_EACH = 32, ATOMS_EACH = 16, MEMBERS_EACH = 32, WAKINGS_EACH = 8 };
    VEC_RESERVE(c->a, &c->b.needs, WORDS_EACH * patterns);
    VEC_RESERVE(c->a, &c->b.atoms, ATOMS_EACH * patterns);
    VEC_RESERVE(c->a, &x->last_set, ATOMS_EACH * patterns);
    VEC_RESERVE(c->a, &x->members, MEMBERS_EACH * patterns);
    VEC_RESERVE(c->a, &x->wakings, WAKINGS_EACH * patterns);
}

void needs_index(compiler *c, bool woken_only) {
    indexer x = {.c = c};
    size_t count = c->b.patterns.n;
    if (!widen_slots(&c->b)) return;
    reserve(&x, count);
    bool *asked = ARENA_ARRAY(c->a, bool, count); /* by conditions, of pieces of the text */
    for (size_t i = 0; asked && i < c->b.steps.n; i++)
        if (c->b.steps.v[i].pattern) asked[c->b.steps.v[i].pattern - 1] = true;
    for (size_t i = 0; asked && i < count; i++) {
        pk_pattern *p = &c->b.patterns.v[i];
        bool pieces = asked[i] || p->flags & PATTERN_FRAME;
        if (pieces && woken_only) continue;
        arena_reset(c->scratch);
        need *n = p->flags & PATTERN_ACROSS_POST ? NULL : needs_of(c->scratch, build_text(&c->b, p->regex), pieces);
        size_t first = c->b.needs.n;
        if (n) weigh(n);
        if (n && emit(&x, n))
            p->needs = (pk_range){(uint32_t)first, (uint32_t)(c->b.needs.n - first)};
        else
            c->b.needs.n = first;
        if (pieces) continue;
        if (p->needs.count && n->share < NEVER) {
            add_wakings(&x, n, (uint32_t)i);
            continue;
        }
        uint32_t *place = VEC_ADD(c->a, &x.untriggered, uint32_t);
        if (place) *place = (uint32_t)i;
    }
    index_all(&x);
    lay_out_bloom(&c->b);
}
