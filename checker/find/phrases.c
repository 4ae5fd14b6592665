/* phrases.c - one pass of a draft's words over the phrases of the pack, by their first words. */
#include "find/phrases.h"

#include <string.h>

#include "base/vec.h"
#include "pack/phrase_keys.h"
#include "text/unicode.h"

/* ---- comparing: a cursor over the normal form of the draft ---- */

/* Tokens of the draft, or of one hashtag. */
typedef struct word_run {
    const token *v;
    size_t n;
    bool tag; /* parts of a hashtag: each is a word of its own */
} word_run;

typedef struct pass {
    const hp_pack *pack;
    const uint32_t *slots;
    uint32_t mask; /* of slots */
    const doc *d;
    word_run run;
    VEC(phrase_spot) spots;
} pass;

typedef struct cursor {
    size_t token, fold; /* fold: bytes into the token's fold */
} cursor;

static bool blank_line_between(hp_str clean, size_t from, size_t to) {
    size_t lines = 0;
    for (size_t i = from; i < to; i++) lines += clean.p[i] == '\n';
    return lines > 1;
}

/* Goes on to the next word's token; false where a phrase must end. */
static bool to_next_word(const pass *p, cursor *c) {
    const token *v = p->run.v;
    size_t last = c->token, next = last + 1;
    if (p->run.tag) {
        *c = (cursor){next, 0};
        return next < p->run.n;
    }
    if (next + 1 < p->run.n && v[next].kind == TOKEN_PUNCT && v[next].clean_end - v[next].clean_start == 1 &&
        !((v[next].flags | v[next + 1].flags) & TOKEN_SPACE))
        next++;
    if (next >= p->run.n || v[next].kind == TOKEN_PUNCT) return false;
    *c = (cursor){next, 0};
    return !blank_line_between(p->d->clean, v[last].clean_end, v[next].clean_start);
}

static bool is_clitic(const pass *p, size_t token_index) {
    return !p->run.tag && token_index < p->run.n && p->run.v[token_index].kind == TOKEN_CLITIC;
}

/* The hyphen-cut piece of a token's fold that begins at c.fold. */
static hp_str piece_at(const pass *p, cursor c) {
    hp_str fold = p->run.v[c.token].fold;
    size_t cut = str_find(fold, HP_STR("-"), c.fold);
    return str_sub(fold, c.fold, cut == SIZE_MAX ? fold.n : cut);
}

/* Takes one word of the phrase at the cursor, with as many clitics as it has; `prefix`: any ending will do. On success
 * the cursor stands at the end of what was taken. */
static bool take_word(const pass *p, hp_str word, bool prefix, cursor *c) {
    for (;;) {
        hp_str piece = piece_at(p, *c);
        bool whole = word.n >= piece.n;
        if (!str_starts(whole ? word : piece, whole ? piece : word) || (!whole && !prefix)) return false;
        c->fold += piece.n;
        if (word.n <= piece.n) return true;
        word = str_sub(word, piece.n, word.n);
        if (c->fold < p->run.v[c->token].fold.n || !is_clitic(p, c->token + 1)) return false;
        *c = (cursor){c->token + 1, 0};
    }
}

/* From the end of a word to the start of the next one. */
static bool take_gap(const pass *p, cursor *c) {
    if (c->fold < p->run.v[c->token].fold.n) {
        c->fold++; /* the hyphen */
        return true;
    }
    return to_next_word(p, c);
}

static bool take_phrase(const pass *p, hp_str text, bool prefix, cursor *c) {
    hp_str rest = text, word;
    bool first = true;
    while (str_split(&rest, ' ', &word)) {
        if (!first && !take_gap(p, c)) return false;
        if (!take_word(p, word, prefix && !rest.p, c)) return false;
        first = false;
    }
    return true;
}

/* ---- where it stands in the draft ---- */

/* The clean offset of a place in a token's fold that is its start, its end, or beside a hyphen. */
static size_t clean_place(const pass *p, cursor c) {
    const token *t = &p->run.v[c.token];
    if (c.fold == 0) return t->clean_start;
    if (c.fold >= t->fold.n) return t->clean_end;
    bool behind = t->fold.p[c.fold] != '-'; /* behind a hyphen, else before it */
    size_t hyphens = 0, at = t->clean_start;
    for (size_t i = 0; i < c.fold; i++) hyphens += t->fold.p[i] == '-';
    for (hyphens += !behind; hyphens && at < t->clean_end; at++) hyphens -= p->d->clean.p[at] == '-';
    return at - (behind ? 0 : 1);
}

/* Whether the draft has the phrase in the case that its list asks for. */
static bool fits_case(const pass *p, const pk_phrase *phrase, size_t clean_start, size_t clean_end) {
    hp_str text = str_sub(p->d->clean, clean_start, clean_end);
    uint32_t c = 0;
    if (phrase->flags & PHRASE_CASE_EXACT) {
        hp_str written = pack_str(p->pack, phrase->written);
        if (phrase->flags & PHRASE_PREFIX) return str_starts(text, str_sub(written, 0, written.n - 1));
        return str_eq(text, written);
    }
    if (phrase->flags & PHRASE_CASE_TITLE) return unicode_next(text, 0, &c) && unicode_is_upper(c);
    return true;
}

static bool try_phrase(pass *p, uint32_t index, cursor from) {
    const pk_phrase *phrase = &pack_phrases(p->pack)[index];
    cursor end = from;
    if (!take_phrase(p, pack_str(p->pack, phrase->text), phrase->flags & PHRASE_PREFIX, &end)) return true;
    size_t clean_start = clean_place(p, from), clean_end = clean_place(p, end);
    if (!fits_case(p, phrase, clean_start, clean_end)) return true;
    phrase_spot *spot = VEC_ADD(p->d->a, &p->spots, phrase_spot);
    if (!spot) return false;
    *spot = (phrase_spot){(uint32_t)clean_start, (uint32_t)clean_end, phrase->list, index};
    return true;
}

static bool try_chain(pass *p, uint32_t key, cursor from) {
    const pk_phrase *phrases = pack_phrases(p->pack);
    for (uint32_t at = p->slots[key & p->mask]; at; at = phrases[at - 1].next)
        if (phrases[at - 1].key == key && !try_phrase(p, at - 1, from)) return false;
    return true;
}

/* The first byte of the word behind the end of another; 0: none may follow. */
static uint8_t byte_behind(const pass *p, cursor end) {
    if (!take_gap(p, &end)) return 0;
    hp_str piece = piece_at(p, end);
    if (!piece.n && is_clitic(p, end.token + 1)) piece = p->run.v[end.token + 1].fold;
    return piece.n ? (uint8_t)piece.p[0] : 0;
}

/* All phrases whose first word has the hash and ends there. */
static bool try_first(pass *p, uint64_t hash, cursor end, cursor from) {
    uint8_t second = byte_behind(p, end);
    return try_chain(p, phrase_key(hash, 0), from) && (!second || try_chain(p, phrase_key(hash, second), from));
}

/* ---- the pass ---- */

/* Phrases of one word with any ending. */
static bool try_heads(pass *p, hp_str head, cursor at) {
    for (size_t n = 1; n <= head.n && n <= PHRASE_HEAD_BYTES; n++)
        if (!try_chain(p, phrase_head_key(str_sub(head, 0, n)), at)) return false;
    return true;
}

/* The word at the cursor as it is, with its clitics, and as a beginning. */
static bool try_word(pass *p, cursor at) {
    enum { LONGEST = 64 };
    const token *t = &p->run.v[at.token];
    hp_str piece = piece_at(p, at);
    cursor end = {at.token, at.fold + piece.n};
    if (piece.n == 0) return true;
    uint64_t hash = piece.n == t->fold.n ? t->hash : str_hash(piece);
    if (!try_first(p, hash, end, at)) return false;
    char joined[LONGEST];
    size_t n = piece.n;
    if (n > LONGEST || end.fold < t->fold.n) return try_heads(p, piece, at);
    memcpy(joined, piece.p, n);
    for (size_t i = at.token + 1; is_clitic(p, i) && n + p->run.v[i].fold.n <= LONGEST; i++) {
        hp_str clitic = p->run.v[i].fold;
        if (clitic.n) memcpy(joined + n, clitic.p, clitic.n);
        n += clitic.n;
        hash = str_hash((hp_str){joined, n});
        if (!try_first(p, hash, (cursor){i, clitic.n}, at)) return false;
    }
    return try_heads(p, (hp_str){joined, n}, at);
}

static bool try_token(pass *p, size_t index) {
    hp_str fold = p->run.v[index].fold;
    cursor at = {index, 0};
    while (at.fold < fold.n) {
        if (!try_word(p, at)) return false;
        size_t cut = str_find(fold, HP_STR("-"), at.fold);
        if (cut == SIZE_MAX) break;
        at.fold = cut + 1;
    }
    return true;
}

/* The words of the hashtag `tag`, as a run of their own. `part` goes on behind them. */
static bool try_hashtag(pass *p, size_t tag, size_t *part) {
    enum { MOST = 16 };
    const doc *d = p->d;
    token words[MOST];
    size_t n = 0;
    while (*part < d->part_count && d->parts[*part].parent < tag) ++*part;
    for (; *part < d->part_count && d->parts[*part].parent == tag; ++*part)
        if (n < MOST) words[n++] = d->parts[*part].t;
    word_run whole = p->run;
    p->run = (word_run){words, n, true};
    bool ok = true;
    for (size_t i = 0; i < n && ok; i++) ok = try_token(p, i);
    p->run = whole;
    return ok;
}

/* Start, then longest first, then phrase: only near neighbours are out of place. */
static bool stands_before(const phrase_spot *x, const phrase_spot *y) {
    if (x->clean_start != y->clean_start) return x->clean_start < y->clean_start;
    if (x->clean_end != y->clean_end) return x->clean_end > y->clean_end;
    return x->phrase < y->phrase;
}

/* Spots in the order of the pass become spots by list. */
static hp_status sort_by_list(const pass *p, phrase_spots *out) {
    size_t lists = p->pack->head->table[PACK_LISTS].count;
    uint32_t *first = ARENA_ARRAY(p->d->a, uint32_t, lists + 2);
    phrase_spot *v = ARENA_ARRAY(p->d->a, phrase_spot, p->spots.n);
    if (!first || !v) return HP_ERR_MEMORY;
    uint32_t *place = first + 1; /* place[i]: where list i goes on; ends as the start of list i + 1 */
    for (size_t i = 0; i < p->spots.n; i++) place[p->spots.v[i].list + 1]++;
    for (size_t i = 1; i <= lists; i++) place[i] += place[i - 1];
    for (size_t i = 0; i < p->spots.n; i++) {
        phrase_spot spot = p->spots.v[i];
        uint32_t at = place[spot.list]++;
        for (; at > 0 && v[at - 1].list == spot.list && stands_before(&spot, &v[at - 1]); at--) v[at] = v[at - 1];
        v[at] = spot;
    }
    *out = (phrase_spots){.v = v, .first = first, .lists = lists};
    return HP_OK;
}

hp_status phrases_find(const hp_pack *pack, const doc *d, phrase_spots *out) {
    pass p = {.pack = pack, .d = d, .run = {d->tokens, d->token_count, false}};
    p.slots = pack_phrase_slots(pack);
    p.mask = pack->head->table[PACK_PHRASE_SLOTS].count - 1;
    size_t part = 0;
    *out = (phrase_spots){NULL, NULL, 0};
    for (size_t i = 0; i < d->token_count; i++) {
        uint8_t kind = d->tokens[i].kind;
        if (kind == TOKEN_PUNCT) continue;
        if (!try_token(&p, i)) return HP_ERR_MEMORY;
        if (kind == TOKEN_HASHTAG && !try_hashtag(&p, i, &part)) return HP_ERR_MEMORY;
    }
    return sort_by_list(&p, out);
}

/* ---- asking ---- */

const phrase_spot *phrases_beside(const phrase_spots *spots, uint32_t list, size_t clean_start, size_t clean_end,
                                  size_t hole_start, size_t hole_end) {
    size_t count, low = 0;
    const phrase_spot *v = phrases_of(spots, list, &count);
    for (size_t high = count; low < high;) {
        size_t mid = low + (high - low) / 2;
        if (v[mid].clean_start >= clean_start)
            high = mid;
        else
            low = mid + 1;
    }
    for (; low < count && v[low].clean_start < clean_end; low++) {
        bool in_hole = v[low].clean_start >= hole_start && v[low].clean_end <= hole_end;
        if (v[low].clean_end <= clean_end && !in_hole) return &v[low];
    }
    return NULL;
}

const phrase_spot *phrases_within(const phrase_spots *spots, uint32_t list, size_t clean_start, size_t clean_end) {
    return phrases_beside(spots, list, clean_start, clean_end, SIZE_MAX, 0);
}
