/* features.c - what a token and a run of tokens are made of, for the person tagger. */
#include "find/features.h"

#include <string.h>

#include "base/str.h"
#include "text/unicode.h"

/* ---- words ---- */

/* Upper, lower and digit runs, each at most two long: DeShawn -> XxXxx. */
static uint32_t shape_of(hp_str text) {
    uint32_t h = 7;
    char last = 0;
    int run = 0, kept = 0;
    for (size_t i = 0; i < text.n && kept < 8; i++) {
        unsigned char c = (unsigned char)text.p[i];
        if ((c & 0xc0) == 0x80) continue;
        char s = char_is_digit((char)c)                ? 'd'
                 : char_is_upper((char)c)              ? 'X'
                 : char_is_alpha((char)c) || c >= 0x80 ? 'x'
                                                       : (char)c;
        run = s == last ? run + 1 : 1;
        last = s;
        if (run > 2) continue;
        h = mix(h, (uint32_t)s);
        kept++;
    }
    return h;
}

/* Hashes of the first 2 and 3 bytes and of the last 1 to 4: of all, where a word has fewer. */
static void ends_of(hp_str fold, tag_letters *w) {
    uint32_t head = 'p', tail = 's';
    for (size_t k = 0; k < 3; k++) {
        if (k < fold.n) head = mix(head, (unsigned char)fold.p[k]);
        if (k > 0) w->prefix[k - 1] = head;
    }
    for (size_t k = 0; k < 4; k++) {
        if (k < fold.n) tail = mix(tail, (unsigned char)fold.p[fold.n - 1 - k]);
        w->suffix[k] = tail;
    }
}

static uint32_t coarse_class(lexicon_entry e) {
    bool word = (e.flags & (LEXICON_WORD_EN | LEXICON_WORD_ES)) != 0, proper = (e.flags & LEXICON_PROPER) != 0;
    uint32_t given = e.given == 0 ? 0 : e.given < 4 ? 1 : 2, family = e.family == 0 ? 0 : e.family < 4 ? 1 : 2;
    bool place = (e.flags & LEXICON_PLACE) != 0, acronym = (e.flags & LEXICON_ACRONYM) != 0;
    return given | family << 2 | (uint32_t)word << 4 | (uint32_t)proper << 5 | (uint32_t)place << 6 |
           (uint32_t)acronym << 7 | lexicon_cue(e) << 8;
}

/* The classes of a lexicon_entry in a list. */
static uint32_t given_of(uint32_t list) {
    return list & 15;
}

static uint32_t family_of(uint32_t list) {
    return list >> 4 & 15;
}

static uint32_t case_of(uint8_t flags) {
    return flags & (TOKEN_CAPITAL | TOKEN_ALLCAPS);
}

static void classify(tag_word *w) {
    w->class = w->coarse << 8 | (uint32_t)w->kind << 4 | case_of(w->flags);
}

void tagger_unlist(tag_word *w) {
    w->list &= 0xff00u;
    w->coarse &= ~0x0fu;
    classify(w);
}

static uint32_t cue_of(const tag_word *w) {
    return w->coarse >> 8;
}

static bool holds_digit(hp_str s) {
    for (size_t i = 0; i < s.n; i++)
        if (char_is_digit(s.p[i])) return true;
    return false;
}

/* A word of English that hardly anybody is called. */
static bool is_plain_word(lexicon_entry e) {
    const int borne = 3; /* classes of lexicon_entry */
    return e.flags & LEXICON_PLAIN || (e.flags & LEXICON_WORD_EN && !(e.flags & (LEXICON_PROPER | LEXICON_KNOWN)) &&
                                       e.given < borne && e.family < borne);
}

/* A name begins with a capital or is a name that no dictionary takes for a word; particles and initials stand between.
 */
static bool could_be_name(const token *t, lexicon_entry e) {
    if (t->kind == TOKEN_HASHTAG && holds_digit(t->fold)) return false; /* #Room2, #May4 */
    if (t->kind == TOKEN_HASHTAG) return !(e.flags & LEXICON_WORD_EN) || e.given >= 4;
    if (t->kind != TOKEN_WORD && t->kind != TOKEN_MIXED) return false;
    if (lexicon_cue(e) == LEXICON_CUE_TITLE && e.given < 4) return false; /* Ms., Coach: stands before one */
    if (t->flags & (TOKEN_CAPITAL | TOKEN_INNERCAP)) return true;
    if (t->fold.n <= 1) return false;
    if (e.flags & LEXICON_WORD_EN && t->fold.n <= 3) return e.given > 0;
    if (e.flags & LEXICON_WORD_EN) return e.given >= 4 || e.family >= 4;
    return e.given > 0 || e.family > 0 || (e.flags & (LEXICON_WORD_ES | LEXICON_ACRONYM)) == 0;
}

/* Does a word with a capital of its own follow? "Paw Htoo", "Big Tony". */
static bool before_capital(const doc *d, size_t at) {
    const token *next = &d->tokens[at + 1];
    return at + 1 < d->token_count && next->kind == TOKEN_WORD && next->flags & TOKEN_CAPITAL &&
           !(next->flags & TOKEN_FIRST);
}

enum { COMMON = 4 }; /* class of lexicon_entry: a name that many have */

/* What the tagger would find to be none anyhow: the trainer learns from it, asking is left out. `behind_name`: the
 * token before it may be one. */
static bool hardly_name(const doc *d, size_t at, lexicon_entry e, bool behind_name) {
    const int frequent = 5;
    const token *t = &d->tokens[at];
    if (t->kind == TOKEN_HASHTAG) return false;
    if (t->kind == TOKEN_MIXED && char_is_digit(t->fold.p[0])) return true;                       /* 4th */
    if (t->fold.n == 1 && t->clean_end - t->clean_start == 1 && t->fold.p[0] == 'i') return true; /* "I", not "I." */
    if (t->flags & (TOKEN_FIRST | TOKEN_ALLCAPS)) return is_plain_word(e) && !before_capital(d, at);
    if (t->flags & (TOKEN_CAPITAL | TOKEN_INNERCAP))
        return e.flags & LEXICON_PLAIN && e.given < COMMON && e.family < COMMON && !behind_name &&
               !before_capital(d, at);
    if (e.flags & LEXICON_PLAIN) return true;
    bool borne = e.given >= frequent || (behind_name && (e.given >= COMMON || e.family >= COMMON));
    return e.flags & LEXICON_WORD_EN && !borne;
}

/* What the lists know of a token; of a hashtag, what they know of its words: those of `d` from *part on. */
static lexicon_entry entry_of(const doc *d, const hp_lexicon *lexicon, size_t at, size_t *part) {
    const token *t = &d->tokens[at];
    if (t->kind != TOKEN_HASHTAG) return lexicon_find(lexicon, t->hash);
    lexicon_entry all = {.flags = LEXICON_WORD_EN};
    while (*part < d->part_count && d->parts[*part].parent < at) ++*part;
    for (; *part < d->part_count && d->parts[*part].parent == at; ++*part) {
        lexicon_entry e = lexicon_find(lexicon, d->parts[*part].t.hash);
        if (e.given > all.given) all.given = e.given;
        all.family = e.family;
        all.cluster = e.cluster;
        all.leaning = e.leaning;
        all.flags &= e.flags;
    }
    return all;
}

/* "maya" -> ^ma may aya ya$, at most TAG_LETTERS of them. */
static void runs_of(hp_str fold, tag_letters *w) {
    uint32_t last[2] = {'^', 0};
    size_t seen = 0;
    for (size_t i = 0; i <= fold.n && w->run_count < TAG_LETTERS; i++) {
        uint32_t c = i < fold.n ? (unsigned char)fold.p[i] : '$';
        if (seen++ > 0) w->runs[w->run_count++] = mix(last[0] << 8 | last[1], c);
        last[0] = seen > 1 ? last[1] : '^';
        last[1] = c;
    }
}

enum { PLACES = 1024 };          /* slots for the words of one text; a longer one shares them */
enum { ELSEWHERE_ASKED = 0x80 }; /* beside TAG_ELSEWHERE_: it is a candidate somewhere */

/* Notes how a word stands, for its like in the rest of the text. */
static void note_stand(const doc *d, size_t at, uint8_t *seen) {
    const token *t = &d->tokens[at];
    if (t->kind != TOKEN_WORD) return;
    uint8_t *s = &seen[t->hash & (PLACES - 1)];
    if (!(t->flags & TOKEN_CAPITAL)) *s |= TAG_ELSEWHERE_SMALL;
    if (t->flags & TOKEN_CAPITAL && !(t->flags & TOKEN_FIRST)) *s |= TAG_ELSEWHERE_CAPITAL;
    if (at + 1 < d->token_count && t[1].kind == TOKEN_CLITIC) *s |= TAG_ELSEWHERE_OWNER;
}

enum { LONGEST_PAIR = 64 };

/* Whether a word and the next one name somebody in public life. */
static bool is_known_pair(const doc *d, const hp_lexicon *lexicon, const tag_word *words, size_t at) {
    char key[LONGEST_PAIR];
    size_t n = 0;
    if (!(words[at].opens_known && words[at + 1].ends_known)) return false;
    for (size_t k = at; k < at + 2; k++) {
        hp_str fold = d->tokens[k].fold;
        for (size_t c = 0; c < fold.n && n < LONGEST_PAIR; c++)
            if (fold.p[c] != '-' && fold.p[c] != '.') key[n++] = fold.p[c];
    }
    return lexicon_find(lexicon, str_hash((hp_str){key, n})).flags & LEXICON_KNOWN;
}

/* The name of a file, CrudeStocks.pdf: its words are cut off one another nowhere. */
static bool names_file(const doc *d, size_t at) {
    static const char *const endings[] = {"pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "jpg", "jpeg",
                                          "png", "gif", "mp3",  "mp4", "txt",  "csv", "zip",  "htm", "html"};
    if (at + 2 >= d->token_count) return false;
    const token *point = &d->tokens[at + 1], *ending = point + 1;
    if (point->kind != TOKEN_PUNCT || (point->flags | ending->flags) & TOKEN_SPACE) return false;
    if (!str_eq_z(doc_token_text(d, point), ".")) return false;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (str_eq_z(ending->fold, endings[i])) return true;
    return false;
}

static bool breaks_line(const doc *d, size_t from, size_t end) {
    return end > from && memchr(d->clean.p + from, '\n', end - from) != NULL;
}

/* What any token is to the candidates beside it; of a word that the lexicon does not know, its kind and its case. */
static void describe(const token *t, lexicon_entry e, tag_word *w) {
    static const tag_letters none;
    const uint16_t not_listed = LEXICON_PLAIN | LEXICON_OPENS | LEXICON_ENDS;
    const uint32_t sorts = 4, unknown = 1u << 16 | (uint32_t)t->kind << 4 | case_of(t->flags);
    *w = (tag_word){
        .letters = &none,
        .word = t->hash,
        .kind = t->kind,
        .flags = t->flags,
        .list = (uint32_t)e.given | (uint32_t)e.family << 4 | (uint32_t)(e.flags & ~not_listed) << 8,
        .coarse = coarse_class(e),
        .company = e.cluster ? e.cluster - 1u : unknown,
        .sort = e.cluster ? (e.cluster - 1u) >> sorts : unknown,
        .own = e.leaning ? leaning_own(e.leaning) : unknown,
        .before = e.leaning ? leaning_before(e.leaning) : unknown,
        .behind = e.leaning ? leaning_behind(e.leaning) : unknown,
        .opens_known = (e.flags & LEXICON_OPENS) != 0,
        .ends_known = (e.flags & LEXICON_ENDS) != 0,
    };
    classify(w);
}

/* What a candidate alone is asked for; false without memory. */
static bool describe_candidate(const doc *d, size_t at, const spelling *spelled, tag_word *w) {
    const token *t = &d->tokens[at];
    tag_letters *letters = ARENA_NEW(d->a, tag_letters);
    if (!letters) return false;
    w->new_line = at > 0 && breaks_line(d, t[-1].clean_end, t->clean_start);
    letters->shape = shape_of(doc_token_text(d, t));
    ends_of(t->fold, letters);
    runs_of(t->fold, letters);
    w->letters = letters;
    bool listed = given_of(w->list) >= 2 || family_of(w->list) >= 2;
    if (!listed && t->kind != TOKEN_HASHTAG) w->spelled = spelling_class(spelled, t->fold);
    return true;
}

/* Describes the candidates, and tells each what its word is in the rest of the text and beside the next one. */
static bool describe_candidates(const doc *d, const hp_lexicon *lexicon, const spelling *spelled, const uint8_t *seen,
                                tag_word *words) {
    for (size_t i = 0; i < d->token_count; i++) {
        if (!words[i].candidate) continue;
        if (!describe_candidate(d, i, spelled, &words[i])) return false;
        words[i].elsewhere = seen[d->tokens[i].hash & (PLACES - 1)] & (ELSEWHERE_ASKED - 1);
        if (i + 1 == d->token_count || !words[i + 1].candidate || !is_known_pair(d, lexicon, words, i)) continue;
        words[i].known |= TAG_KNOWN_NEXT;
        words[i + 1].known |= TAG_KNOWN_LAST;
    }
    return true;
}

/* A word and the one before it are candidates where they name somebody in public life: "hulk hogan". */
static void ask_known(const doc *d, const hp_lexicon *lexicon, size_t at, tag_word *words) {
    tag_word *a = &words[at], *b = a + 1;
    if ((a->candidate && b->candidate) || !(a->candidate || b->candidate || a->common || b->common)) return;
    if (!is_known_pair(d, lexicon, words, at)) return;
    a->candidate |= a->kind == TOKEN_WORD;
    b->candidate |= b->kind == TOKEN_WORD;
}

/* A common name that is asked for in one place is asked for in others: "Serge: stop. Geo and serge ...". */
static void ask_alike(const doc *d, const uint8_t *seen, tag_word *words) {
    for (size_t i = 0; i < d->token_count; i++)
        words[i].candidate |= words[i].common && seen[d->tokens[i].hash & (PLACES - 1)] & ELSEWHERE_ASKED;
}

tag_word *tagger_words(const doc *d, const hp_lexicon *lexicon, const spelling *spelled, const bool *listed,
                       bool hardly) {
    tag_word *words = arena_take(d->a, (d->token_count + 1) * sizeof *words);
    uint8_t *seen = ARENA_ARRAY(d->a, uint8_t, PLACES);
    if (!words || !seen) return NULL;
    size_t part = 0;
    for (size_t i = 0; i < d->token_count; i++) lexicon_expect(lexicon, d->tokens[i].hash);
    for (size_t i = 0; i < d->token_count; i++) {
        lexicon_entry e = entry_of(d, lexicon, i, &part);
        describe(&d->tokens[i], e, &words[i]);
        note_stand(d, i, seen);
        bool borne = e.given > 0 || e.family > 0, behind_name = i > 0 && words[i - 1].candidate;
        bool could = could_be_name(&d->tokens[i], e) && (borne || !names_file(d, i));
        words[i].candidate = could && (hardly || (listed && listed[i]) || !hardly_name(d, i, e, behind_name));
        words[i].common = could && e.given >= COMMON && !(e.flags & LEXICON_PLAIN);
        if (words[i].candidate) seen[d->tokens[i].hash & (PLACES - 1)] |= ELSEWHERE_ASKED;
        if (i > 0) ask_known(d, lexicon, i - 1, words);
    }
    ask_alike(d, seen, words);
    return describe_candidates(d, lexicon, spelled, seen, words) ? words : NULL;
}

/* ---- features ---- */

/* Where features go: into `out`, with what they come from in `from` unless that is NULL; or, where `out` is NULL, what
 * they weigh onto the sums. Known where it is inlined, so that none pays for another. */
typedef struct sink {
    uint32_t *out;
    tag_origin *from;
    size_t n;
    const tag_slots *slots;
    uint32_t even, odd;
    const role_weights *roles;
    int role;
} sink;

/* Its bytes as one number: summed up side by side in 16 bits each, those of TAG_FEATURES fit. */
static inline uint32_t slot_of(const tag_slots *slots, uint32_t feature) {
    uint32_t slot;
    memcpy(&slot, slots->v + (size_t)(feature & slots->mask) * TAG_SLOT, sizeof slot);
    return slot;
}

static inline __attribute__((always_inline)) void put(sink *s, uint32_t kind, size_t speaks_of, uint32_t value) {
    uint32_t feature = mix(value, kind_salt(kind) * 0x01000193u);
    if (s->out) {
        s->out[s->n] = feature;
    } else if (s->roles) {
        s->role += s->roles->v[feature & s->roles->mask];
    } else {
        const uint32_t every_other = 0x00ff00ff;
        uint32_t slot = slot_of(s->slots, feature);
        s->even += slot & every_other;
        s->odd += slot >> 8 & every_other;
    }
    if (s->from) s->from[s->n] = (tag_origin){(uint32_t)speaks_of, (uint16_t)kind};
    s->n++;
}
#define FEATURE(kind, value) put(&s, kind, at, value)

/* What stands before and behind a sentence. */
enum { BEFORE_TEXT = 0x5151, AFTER_TEXT = 0xa2a2 };
#define EDGE(number)                                                                                                   \
    {                                                                                                                  \
        .word = (number), .class = (number), .company = (number), .sort = (number), .own = (number),                   \
        .before = (number), .behind = (number)                                                                         \
    }
static const tag_word BEFORE_ALL = EDGE(BEFORE_TEXT), AFTER_ALL = EDGE(AFTER_TEXT);

static const tag_word *word_before(const tag_word *words, size_t first, size_t at, size_t steps) {
    return at < first + steps ? &BEFORE_ALL : &words[at - steps];
}

static const tag_word *word_after(const tag_word *words, size_t end, size_t at, size_t steps) {
    return at + steps >= end ? &AFTER_ALL : &words[at + steps];
}

/* Inlined into its callers: see sink. */
static inline __attribute__((always_inline)) sink features_of(const tag_word *words, size_t first, size_t end,
                                                              size_t at, sink s) {
    const tag_word *w = &words[at];
    const tag_letters *l = w->letters;
    const tag_word *b1 = word_before(words, first, at, 1), *a1 = word_after(words, end, at, 1);
    const tag_word *b2 = word_before(words, first, at, 2), *a2 = word_after(words, end, at, 2);
    uint32_t me = (uint32_t)w->word, before = (uint32_t)b1->word, after = (uint32_t)a1->word;
    uint32_t before2 = (uint32_t)b2->word, after2 = (uint32_t)a2->word;
    uint32_t c0 = w->class, cm1 = b1->class, c1 = a1->class, cm2 = b2->class, c2 = a2->class;
    uint32_t stand = w->flags & (TOKEN_FIRST | TOKEN_QUOTED | TOKEN_ALLCAPS | TOKEN_CAPITAL);
    FEATURE(TAG_ALWAYS, 0);
    FEATURE(TAG_WORD, me);
    FEATURE(TAG_SHAPE, l->shape);
    FEATURE(TAG_PREFIX, l->prefix[0]);
    FEATURE(TAG_PREFIX, l->prefix[1]);
    for (size_t k = 0; k < 4; k++) FEATURE(TAG_SUFFIX, l->suffix[k]);
    FEATURE(TAG_BEFORE, before);
    FEATURE(TAG_AFTER, after);
    FEATURE(TAG_SECOND_BEFORE, before2);
    FEATURE(TAG_SECOND_AFTER, after2);
    FEATURE(TAG_BEFORE_WORD, mix(before, me));
    FEATURE(TAG_WORD_AFTER, mix(me, after));
    FEATURE(TAG_TWO_BEFORE, mix(before2, before));
    FEATURE(TAG_TWO_AFTER, mix(after, after2));
    FEATURE(TAG_LISTS, w->list);
    FEATURE(TAG_LISTS_SHAPE, mix(w->list, l->shape));
    FEATURE(TAG_CLASS_STAND, mix(c0, stand));
    FEATURE(TAG_CLASS_BEFORE, mix(cm1, c0));
    FEATURE(TAG_CLASS_AFTER, mix(c0, c1));
    FEATURE(TAG_CLASS_AROUND, mix(mix(cm1, c0), c1));
    FEATURE(TAG_BEFORE_CLASS, mix(before, c0));
    FEATURE(TAG_AFTER_CLASS, mix(c0, after));
    FEATURE(TAG_TWO_BEFORE_CLASS, mix(before2, mix(before, c0)));
    FEATURE(TAG_TWO_AFTER_CLASS, mix(c0, mix(after, after2)));
    FEATURE(TAG_SHAPE_STAND, mix(l->shape, stand));
    FEATURE(TAG_KIND_BEFORE, cm1);
    FEATURE(TAG_KIND_AFTER, c1);
    FEATURE(TAG_KINDS_BEFORE, mix(cm2, cm1));
    FEATURE(TAG_KINDS_AFTER, mix(c1, c2));
    FEATURE(TAG_AROUND, mix(before, after));
    FEATURE(TAG_AROUND_CLASS, mix(mix(before, c0), after));
    FEATURE(TAG_WORD_STAND, mix(me, stand));
    FEATURE(TAG_BEFORE_SHAPE, mix(before, l->shape));
    FEATURE(TAG_AFTER_SHAPE, mix(after, l->shape));
    FEATURE(TAG_ENDING_CLASS, mix(l->suffix[2], c0));
    FEATURE(TAG_CLASSES_AFTER, mix(mix(c0, c1), c2));
    FEATURE(TAG_CLASSES_BEFORE, mix(mix(cm2, cm1), c0));
    FEATURE(TAG_ELSEWHERE, mix(c0, w->elsewhere));
    FEATURE(TAG_CLASS_SECOND_BEFORE, mix(cm2, c0));
    FEATURE(TAG_CLASS_SECOND_AFTER, mix(c0, c2));
    FEATURE(TAG_THIRD_BEFORE, (uint32_t)word_before(words, first, at, 3)->word);
    FEATURE(TAG_THIRD_AFTER, (uint32_t)word_after(words, end, at, 3)->word);
    for (size_t k = 0; k < l->run_count; k++) FEATURE(TAG_TRIPLES, l->runs[k]);
    FEATURE(TAG_COMPANY, w->company);
    FEATURE(TAG_COMPANY_BEFORE, b1->company);
    FEATURE(TAG_COMPANY_AFTER, a1->company);
    FEATURE(TAG_COMPANY_STAND, mix(w->company, stand));
    FEATURE(TAG_COMPANY_BEFORE_CLASS, mix(b1->company, c0));
    FEATURE(TAG_COMPANY_AFTER_CLASS, mix(c0, a1->company));
    FEATURE(TAG_SORT_STAND, mix(w->sort, stand));
    FEATURE(TAG_SORT_BEFORE, mix(b1->sort, w->sort));
    FEATURE(TAG_SORT_AFTER, mix(w->sort, a1->sort));
    FEATURE(TAG_SORT_AROUND, mix(mix(b1->sort, w->sort), a1->sort));
    FEATURE(TAG_COMPANY_SECOND_BEFORE, mix(b2->company, c0));
    FEATURE(TAG_COMPANY_SECOND_AFTER, mix(c0, a2->company));
    FEATURE(TAG_SORT_CLASS, mix(w->sort, c0));
    FEATURE(TAG_SORTS_AROUND, mix(mix(b1->sort, c0), a1->sort));
    FEATURE(TAG_COMPANIES_BEFORE, mix(b1->company, w->company));
    FEATURE(TAG_COMPANIES_AFTER, mix(w->company, a1->company));
    FEATURE(TAG_LEAN, w->own);
    FEATURE(TAG_LEAN_STAND, mix(w->own, stand));
    FEATURE(TAG_LEAN_CLASS, mix(w->own, c0));
    FEATURE(TAG_LEAN_LISTS, mix(w->own, w->list));
    FEATURE(TAG_LEAN_SHAPE, mix(w->own, l->shape));
    FEATURE(TAG_LEAN_BEFORE, b1->before);
    FEATURE(TAG_LEAN_AFTER, a1->behind);
    FEATURE(TAG_LEAN_BEFORE_CLASS, mix(b1->before, c0));
    FEATURE(TAG_LEAN_AFTER_CLASS, mix(a1->behind, c0));
    FEATURE(TAG_LEAN_AROUND, mix(mix(b1->before, w->own), a1->behind));
    FEATURE(TAG_LEANS_BEFORE, mix(b1->own, w->own));
    FEATURE(TAG_LEANS_AFTER, mix(w->own, a1->own));
    FEATURE(TAG_HALF_LEAN_BEFORE, mix(b1->before / 2, w->own / 2));
    FEATURE(TAG_HALF_LEAN_AFTER, mix(w->own / 2, a1->behind / 2));
    FEATURE(TAG_HALF_LEAN_AROUND, mix(mix(b1->before / 2, c0), a1->behind / 2));
    if (w->known) FEATURE(TAG_KNOWN, w->known);
    if (!w->spelled) return s;
    FEATURE(TAG_SPELLED, w->spelled);
    FEATURE(TAG_SPELLED_STAND, mix(w->spelled, stand));
    FEATURE(TAG_SPELLED_CLASS, mix(w->spelled, c0));
    FEATURE(TAG_SPELLED_SHAPE, mix(w->spelled, l->shape));
    FEATURE(TAG_SPELLED_AROUND, mix(w->spelled, mix(cm1, c1)));
    return s;
}

size_t tagger_features(const tag_word *words, size_t first, size_t end, size_t at, uint32_t *out) {
    return features_of(words, first, end, at, (sink){.out = out}).n;
}

size_t tagger_features_of(const tag_word *words, size_t first, size_t end, size_t at, uint32_t *out, tag_origin *from) {
    return features_of(words, first, end, at, (sink){.out = out, .from = from}).n;
}

tag_sum tagger_sum(const tag_word *words, size_t first, size_t end, size_t at, const tag_slots *slots) {
    const sink s = features_of(words, first, end, at, (sink){.slots = slots});
    const int zero = (int)s.n * TAG_ZERO;
    return (tag_sum){{(int)(s.even & 0xffff) - zero, (int)(s.odd & 0xffff) - zero, (int)(s.even >> 16) - zero}};
}

/* ---- whose name it is ---- */

static bool is_known_whole(const doc *d, const hp_lexicon *lexicon, const token *from, const token *to) {
    hp_str text = {d->clean.p + from->clean_start, to->clean_end - from->clean_start};
    uint64_t whole = str_hash(lexicon_key(d->a, unicode_fold(d->a, text)));
    return (lexicon_find(lexicon, whole).flags & LEXICON_KNOWN) != 0;
}

/* A whole name, or its last word, that stands in the list of people in public life. What the words' own entries tell is
 * at hand; the whole is looked for where they leave it open. */
uint32_t tagger_known(const doc *d, const hp_lexicon *lexicon, size_t first, size_t count) {
    const token *from = &d->tokens[first], *to = from + count - 1;
    uint16_t of_last = lexicon_find(lexicon, to->hash).flags;
    bool last = (of_last & LEXICON_KNOWN) != 0, all = last;
    bool plain = memchr(to->fold.p, '-', to->fold.n) == NULL && memchr(to->fold.p, '.', to->fold.n) == NULL;
    if (count == 2)
        all = of_last & LEXICON_ENDS && lexicon_find(lexicon, from->hash).flags & LEXICON_OPENS &&
              is_known_whole(d, lexicon, from, to);
    else if (count > 2 || !plain)
        all = is_known_whole(d, lexicon, from, to);
    return (uint32_t)all | (uint32_t)last << 1;
}

size_t tagger_own_features(const doc *d, const tag_word *words, const hp_lexicon *lexicon, size_t first, size_t count,
                           uint32_t *out, tag_origin *from) {
    sink s = {.out = out, .from = from};
    size_t at = first, last = first + count - 1, end = d->token_count;
    const tag_word *a = &words[first], *z = &words[last];
    uint32_t length = tagger_length(count), known = tagger_known(d, lexicon, first, count);
    const tag_word *before = word_before(words, 0, first, 1), *after = word_after(words, end, last, 1);
    uint32_t b1 = (uint32_t)before->word, b2 = (uint32_t)word_before(words, 0, first, 2)->word;
    uint32_t a1 = (uint32_t)after->word, a2 = (uint32_t)word_after(words, end, last, 2)->word;
    FEATURE(ROLE_LENGTH, length);
    FEATURE(ROLE_LENGTH_KNOWN, mix(length, known));
    FEATURE(ROLE_FIRST_LISTS, mix(length, a->list));
    FEATURE(ROLE_LAST_LISTS, mix(length, z->list));
    FEATURE(ROLE_CLASSES, mix(a->coarse, z->coarse));
    FEATURE(ROLE_FIRST_WORD, (uint32_t)a->word);
    FEATURE(ROLE_LAST_WORD, (uint32_t)z->word);
    FEATURE(ROLE_STAND, a->flags & (TOKEN_CAPITAL | TOKEN_ALLCAPS | TOKEN_FIRST | TOKEN_QUOTED));
    FEATURE(ROLE_ELSEWHERE, a->elsewhere);
    FEATURE(ROLE_BEFORE, b1);
    FEATURE(ROLE_SECOND_BEFORE, b2);
    FEATURE(ROLE_THIRD_BEFORE, (uint32_t)word_before(words, 0, first, 3)->word);
    FEATURE(ROLE_AFTER, a1);
    FEATURE(ROLE_SECOND_AFTER, a2);
    FEATURE(ROLE_THIRD_AFTER, (uint32_t)word_after(words, end, last, 3)->word);
    FEATURE(ROLE_TWO_BEFORE, mix(b2, b1));
    FEATURE(ROLE_TWO_AFTER, mix(a1, a2));
    FEATURE(ROLE_AROUND, mix(b1, a1));
    FEATURE(ROLE_KIND_BEFORE, before->class);
    FEATURE(ROLE_KIND_AFTER, after->class);
    FEATURE(ROLE_LENGTH_BEFORE, mix(length, b1));
    FEATURE(ROLE_LENGTH_AFTER, mix(length, a1));
    for (size_t k = 0; k < 4; k++) FEATURE(ROLE_SUFFIX, z->letters->suffix[k]);
    FEATURE(ROLE_FIRST_COMPANY, mix(length, a->company));
    FEATURE(ROLE_LAST_COMPANY, mix(length, z->company));
    FEATURE(ROLE_FIRST_SORT, a->sort);
    FEATURE(ROLE_LAST_SORT, z->sort);
    FEATURE(ROLE_LEANS, mix(mix(length, a->own), z->own));
    return s.n;
}

static inline __attribute__((always_inline)) sink near_features_of(const doc *d, const tag_word *words, size_t at,
                                                                   bool same, uint32_t length, sink s) {
    const token *t = &d->tokens[at];
    if (t->kind == TOKEN_PUNCT || t->kind == TOKEN_NUMBER) return s;
    FEATURE(same ? ROLE_NEAR : ROLE_FAR, (uint32_t)t->hash);
    FEATURE(same ? ROLE_NEAR_COMPANY : ROLE_FAR_COMPANY, words[at].company);
    FEATURE(same ? ROLE_NEAR_SORT : ROLE_FAR_SORT, words[at].sort);
    uint32_t cue = cue_of(&words[at]);
    if (!cue) return s;
    FEATURE(same ? ROLE_NEAR_CUE : ROLE_FAR_CUE, cue);
    FEATURE(same ? ROLE_NEAR_CUE_LENGTH : ROLE_FAR_CUE_LENGTH, mix(cue, length));
    return s;
}

size_t tagger_near_features(const doc *d, const tag_word *words, size_t at, bool same, uint32_t length, uint32_t *out,
                            tag_origin *from) {
    return near_features_of(d, words, at, same, length, (sink){.out = out, .from = from}).n;
}

void tagger_near_sum(const doc *d, const tag_word *words, size_t at, bool same, const role_weights *roles,
                     int32_t *by_length) {
    int sum = 0;
    for (uint32_t length = 1; length <= TAG_LENGTHS; length++) {
        if (length == 1 || cue_of(&words[at]))
            sum = near_features_of(d, words, at, same, length, (sink){.roles = roles}).role;
        by_length[length - 1] += sum;
    }
}

size_t tagger_role_features(const doc *d, const tag_word *words, const hp_lexicon *lexicon, size_t first, size_t count,
                            uint32_t *out, tag_origin *from) {
    size_t n = tagger_own_features(d, words, lexicon, first, count, out, from), last = first + count - 1;
    size_t near_first = first > TAG_ROLE_NEAR ? first - TAG_ROLE_NEAR : 0;
    size_t near_end = last + TAG_ROLE_NEAR < d->token_count ? last + TAG_ROLE_NEAR : d->token_count;
    for (size_t i = near_first; i < near_end; i++) {
        if (i >= first && i <= last) continue;
        bool same = d->tokens[i].sentence == d->tokens[first].sentence;
        n += tagger_near_features(d, words, i, same, tagger_length(count), out + n, from ? from + n : NULL);
    }
    return n;
}
