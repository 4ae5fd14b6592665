/* mklexicon.c - a build tool: expands hunspell dictionaries, adds name lists, writes the lexicon image
 * (text/lexicon.h).
 *
 * usage: mklexicon OUT [--dict PATH:en|es]... [--given FILE] [--family FILE] [--places FILE] [--known FILE]...
 *                  [--cues FILE] [--clusters FILE] [--leanings FILE] [--tagger FILE]
 *                  [--codes FILE] [--gist FILE]
 *
 * PATH.aff and PATH.dic are expanded here, since hunspell has no call that lists forms: each entry with each suffix,
 * each prefix, and both where they cross. Hunspell itself judges what came out: a form that it does not accept is left
 * out. Lists: a name a line; given.txt has a count behind a tab, family.txt a class from 1 to 6. The same input gives
 * the same bytes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <hunspell/hunspell.h>

#include "base/arena.h"
#include "base/str.h"
#include "base/vec.h"
#include "text/lexicon.h"
#include "text/unicode.h"

typedef struct affix {
    uint32_t flag;
    bool prefix, cross;
    hp_str strip, add, condition;
    int next; /* the next affix with the same flag, -1 */
} affix;

typedef struct dictionary {
    arena *a;
    VEC(affix) affixes;
    Hunhandle *judge;
    uint16_t word_flag;
} dictionary;

/* An entry of the table that is made here; the image packs it (lexicon_slot). */
typedef struct slot {
    uint32_t fingerprint;
    lexicon_entry e;
} slot;

typedef struct table {
    slot *v;
    uint32_t slots, used;
} table;

static void die(const char *what, const char *which) {
    fprintf(stderr, "mklexicon: %s: %s\n", which, what);
    exit(1);
}

static hp_str read_file(arena *a, const char *path) {
    FILE *f = fopen(path, "rb");
    if (!f) die("cannot be opened", path);
    size_t room = 8u << 20, n;
    char *p = arena_alloc(a, room);
    if (!p) die("no memory", path);
    n = fread(p, 1, room, f);
    if (n == room) die("longer than 8 MiB", path);
    fclose(f);
    return (hp_str){p, n};
}

/* ---- the table ---- */

static slot *place_of(table *t, uint64_t hash) {
    uint32_t fingerprint = lexicon_fingerprint(hash), at = (uint32_t)hash & (t->slots - 1);
    while (t->v[at].fingerprint && t->v[at].fingerprint != fingerprint) at = (at + 1) & (t->slots - 1);
    if (!t->v[at].fingerprint) {
        if (t->used + t->used / 4 >= t->slots) die("too many words for the table", "lexicon");
        t->v[at].fingerprint = fingerprint;
        t->used++;
    }
    return &t->v[at];
}

static slot *entry_of(table *t, arena *scratch, hp_str word) {
    arena_reset(scratch);
    hp_str fold = unicode_fold(scratch, word);
    return fold.n ? place_of(t, str_hash(fold)) : NULL;
}

/* A form of a dictionary, by its case: paris is no word, Paris is proper, NASA an acronym. */
static void add_form(table *t, arena *scratch, const dictionary *d, hp_str form) {
    uint32_t c;
    bool upper_first = unicode_next(form, 0, &c) && unicode_is_upper(c), all = upper_first;
    size_t letters = 0;
    for (size_t i = 0, n; (n = unicode_next(form, i, &c)) != 0; i += n)
        if (unicode_is_letter(c)) {
            letters++;
            all &= unicode_is_upper(c);
        }
    slot *s = letters ? entry_of(t, scratch, form) : NULL;
    if (s) s->e.flags |= !upper_first ? d->word_flag : all && letters > 1 ? LEXICON_ACRONYM : LEXICON_PROPER;
}

/* ---- affixes ---- */

static hp_str next_word(hp_str *rest) {
    *rest = str_trim(*rest);
    size_t n = 0;
    while (n < rest->n && !char_is_space(rest->p[n])) n++;
    hp_str word = {rest->p, n};
    *rest = str_sub(*rest, n, rest->n);
    return word;
}

static void read_affixes(dictionary *d, hp_str bytes) {
    hp_str line;
    while (str_split(&bytes, '\n', &line)) {
        hp_str kind = next_word(&line);
        bool prefix = str_eq_z(kind, "PFX");
        if (!prefix && !str_eq_z(kind, "SFX")) continue;
        hp_str flag = next_word(&line), strip = next_word(&line), add = next_word(&line), condition = next_word(&line);
        uint32_t code;
        unicode_next(flag, 0, &code);
        if (!condition.n) { /* the head of a group: flag, cross product, count */
            affix *head = VEC_ADD(d->a, &d->affixes, affix);
            if (head)
                *head =
                    (affix){.flag = code, .prefix = prefix, .cross = str_eq_z(strip, "Y"), .condition = HP_STR("\n")};
            continue;
        }
        bool cross = false;
        for (size_t i = 0; i < d->affixes.n; i++)
            if (d->affixes.v[i].flag == code && d->affixes.v[i].prefix == prefix) {
                cross = d->affixes.v[i].cross;
                break;
            }
        size_t continued = str_find(add, HP_STR("/"), 0);
        affix *x = VEC_ADD(d->a, &d->affixes, affix);
        if (!x) die("no memory", "affixes");
        *x = (affix){code,      prefix, cross, str_eq_z(strip, "0") ? (hp_str){0} : strip, str_sub(add, 0, continued),
                     condition, -1};
        if (str_eq_z(x->add, "0")) x->add = (hp_str){0};
    }
}

/* Whether one character fits the condition's item at *at, which is moved behind it. */
static bool fits_item(hp_str condition, size_t *at, uint32_t c) {
    uint32_t item;
    *at += unicode_next(condition, *at, &item);
    if (item == '.') return true;
    if (item != '[') return item == c;
    bool negate = false, found = false;
    while (*at < condition.n) {
        *at += unicode_next(condition, *at, &item);
        if (item == ']') break;
        if (item == '^')
            negate = true;
        else
            found |= item == c;
    }
    return found != negate;
}

static size_t items_in(hp_str condition) {
    size_t count = 0;
    for (size_t at = 0; at < condition.n; count++) fits_item(condition, &at, 0);
    return count;
}

/* Conditions look at the word's end for a suffix, at its start for a prefix. */
static bool fits(hp_str condition, hp_str word, bool prefix) {
    size_t items = items_in(condition), length = unicode_count(word), at = 0, from = 0;
    if (str_eq_z(condition, ".")) return true;
    if (items > length) return false;
    uint32_t c;
    for (size_t skip = prefix ? 0 : length - items; skip; skip--) from += unicode_next(word, from, &c);
    for (size_t i = 0; i < items; i++) {
        from += unicode_next(word, from, &c);
        if (!fits_item(condition, &at, c)) return false;
    }
    return true;
}

/* The word with an affix, in `out`; its length, 0 when the affix does not fit. */
static size_t attach(const affix *x, hp_str word, char *out, size_t room) {
    if (word.n + x->add.n >= room || !fits(x->condition, word, x->prefix)) return 0;
    if (x->prefix) {
        if (!str_starts(word, x->strip)) return 0;
        hp_str rest = str_sub(word, x->strip.n, word.n);
        if (x->add.n) memcpy(out, x->add.p, x->add.n);
        memcpy(out + x->add.n, rest.p, rest.n);
        return x->add.n + rest.n;
    }
    if (!str_ends(word, x->strip)) return 0;
    size_t kept = word.n - x->strip.n;
    memcpy(out, word.p, kept);
    if (x->add.n) memcpy(out + kept, x->add.p, x->add.n);
    return kept + x->add.n;
}

static bool accepted(const dictionary *d, const char *form, size_t n) {
    char z[256];
    if (n >= sizeof z) return false;
    memcpy(z, form, n);
    z[n] = 0;
    return Hunspell_spell(d->judge, z) != 0;
}

static bool has_flag(hp_str flags, uint32_t flag) {
    uint32_t c;
    for (size_t i = 0, n; (n = unicode_next(flags, i, &c)) != 0; i += n)
        if (c == flag) return true;
    return false;
}

static void expand(table *t, arena *scratch, const dictionary *d, hp_str word, hp_str flags) {
    char form[256], both[256];
    if (word.n < sizeof form && accepted(d, word.p, word.n)) add_form(t, scratch, d, word);
    for (size_t i = 0; i < d->affixes.n && flags.n; i++) {
        const affix *x = &d->affixes.v[i];
        if (str_eq_z(x->condition, "\n") || !has_flag(flags, x->flag)) continue;
        size_t n = attach(x, word, form, sizeof form);
        if (!n || !accepted(d, form, n)) continue;
        add_form(t, scratch, d, (hp_str){form, n});
        if (x->prefix || !x->cross) continue;
        for (size_t k = 0; k < d->affixes.n; k++) {
            const affix *p = &d->affixes.v[k];
            if (!p->prefix || !p->cross || str_eq_z(p->condition, "\n") || !has_flag(flags, p->flag)) continue;
            size_t m = attach(p, (hp_str){form, n}, both, sizeof both);
            if (m && accepted(d, both, m)) add_form(t, scratch, d, (hp_str){both, m});
        }
    }
}

static void add_dictionary(table *t, arena *scratch, char *spec) {
    char *colon = strrchr(spec, ':'), aff[512], dic[512];
    if (!colon) die("needs PATH:en or PATH:es", spec);
    *colon = 0;
    snprintf(aff, sizeof aff, "%s.aff", spec);
    snprintf(dic, sizeof dic, "%s.dic", spec);
    dictionary d = {.a = arena_new(0),
                    .judge = Hunspell_create(aff, dic),
                    .word_flag = strcmp(colon + 1, "es") == 0 ? LEXICON_WORD_ES : LEXICON_WORD_EN};
    if (!d.a || !d.judge) die("no memory", spec);
    hp_str bytes = read_file(d.a, dic), line;
    if (unicode_bad_byte(bytes) != SIZE_MAX) die("is not UTF-8, which is the only encoding known here", dic);
    read_affixes(&d, read_file(d.a, aff));
    uint32_t before = t->used;
    while (str_split(&bytes, '\n', &line)) {
        line = next_word(&line);
        size_t slash = str_find(line, HP_STR("/"), 1);
        hp_str word = str_sub(line, 0, slash),
               flags = slash == SIZE_MAX ? (hp_str){0} : str_sub(line, slash + 1, line.n);
        if (word.n && !char_is_digit(word.p[0])) expand(t, scratch, &d, word, flags);
    }
    printf("%s: %u new words\n", spec, t->used - before);
    Hunspell_destroy(d.judge);
    arena_free(d.a);
}

/* ---- lists ---- */

static uint8_t count_class(uint64_t count) {
    uint8_t class = 1;
    for (uint64_t bound = 10; class < 7 && count >= bound; bound *= 10) class ++;
    return class;
}

/* Notes a word of a known name, as it is and as its key has it: j.k., jk. */
static void add_end(table *t, arena *scratch, hp_str word, uint16_t end) {
    hp_str fold = unicode_fold(scratch, word), key = lexicon_key(scratch, fold);
    if (!fold.n || !key.n) return;
    place_of(t, str_hash(fold))->e.flags |= end;
    place_of(t, str_hash(key))->e.flags |= end;
}

/* A known name of two words has its ends noted, so that few other pairs are looked for. */
static void add_ends(table *t, arena *scratch, hp_str name) {
    hp_str first = next_word(&name), last = next_word(&name);
    if (!last.n || str_trim(name).n) return;
    add_end(t, scratch, first, LEXICON_OPENS);
    add_end(t, scratch, last, LEXICON_ENDS);
}

/* A known person's name is one key, whole: its words' folds without what stands between (lexicon.h). */
static void add_known(table *t, arena *scratch, const char *path) {
    arena *a = arena_new(0);
    hp_str bytes = read_file(a, path), line;
    while (str_split(&bytes, '\n', &line)) {
        line = str_trim(line);
        if (!line.n || line.p[0] == '#') continue;
        arena_reset(scratch);
        hp_str key = lexicon_key(scratch, unicode_fold(scratch, line));
        if (key.n) place_of(t, str_hash(key))->e.flags |= LEXICON_KNOWN;
        add_ends(t, scratch, line);
    }
    arena_free(a);
}

/* A line a cluster, in their order: its words, the most frequent first. */
static void add_clusters(table *t, arena *scratch, const char *path) {
    arena *a = arena_new(0);
    hp_str bytes = read_file(a, path), line;
    uint16_t number = 0;
    while (str_split(&bytes, '\n', &line)) {
        if (!line.n || line.p[0] == '#') continue;
        number++;
        for (hp_str word = next_word(&line); word.n; word = next_word(&line)) {
            slot *s = entry_of(t, scratch, word);
            if (s && !s->e.cluster) s->e.cluster = number;
        }
    }
    arena_free(a);
}

/* A line for all words that lean alike: three digits, a tab, the words. */
static void add_leanings(table *t, arena *scratch, const char *path) {
    arena *a = arena_new(0);
    hp_str bytes = read_file(a, path), line, digits;
    while (str_split(&bytes, '\n', &line)) {
        if (!line.n || line.p[0] == '#') continue;
        uint16_t leaning = 0;
        str_split(&line, '\t', &digits);
        for (size_t i = 0; i < digits.n; i++) {
            if (!char_is_digit(digits.p[i])) die("holds a line without its digits", path);
            leaning = (uint16_t)((unsigned)leaning << LEANING_BITS | (unsigned)(digits.p[i] - '0'));
        }
        for (hp_str word = next_word(&line); word.n; word = next_word(&line)) {
            slot *s = entry_of(t, scratch, word);
            if (s) s->e.leaning = leaning;
        }
    }
    arena_free(a);
}

enum { MOST_CUES = 15 };

/* What a line of the cues says of its words: their kind, or a flag of its own. */
static uint16_t cue_named(hp_str name, uint16_t *kinds, const char *path) {
    if (str_eq_z(name, "+tells")) return LEXICON_TELLS;
    if (str_eq_z(name, "+closes")) return LEXICON_CLOSES;
    if (str_eq_z(name, "+plain")) return LEXICON_PLAIN;
    if (name.n && name.p[0] == '+') die("marks words with a line that is not known", path);
    if (++*kinds > MOST_CUES) die("holds too many kinds", path);
    return (uint16_t)(*kinds << LEXICON_CUE_BIT);
}

/* A line a kind: its name, a tab, its words. The first kind is 1; a word keeps its first. */
static void add_cues(table *t, arena *scratch, const char *path) {
    arena *a = arena_new(0);
    hp_str bytes = read_file(a, path), line, name;
    uint16_t kinds = 0;
    while (str_split(&bytes, '\n', &line)) {
        if (!line.n || line.p[0] == '#') continue;
        str_split(&line, '\t', &name);
        uint16_t says = cue_named(name, &kinds, path);
        bool kind = says >> LEXICON_CUE_BIT != 0;
        for (hp_str word = next_word(&line); word.n; word = next_word(&line)) {
            slot *s = entry_of(t, scratch, word);
            if (s && !(kind && s->e.flags >> LEXICON_CUE_BIT)) s->e.flags |= says;
        }
    }
    arena_free(a);
}

static void add_list(table *t, arena *scratch, const char *path, char which) {
    arena *a = arena_new(0);
    hp_str bytes = read_file(a, path), line, name, weight;
    while (str_split(&bytes, '\n', &line)) {
        if (!line.n || line.p[0] == '#') continue;
        hp_str rest = line;
        uint64_t value = 0;
        str_split(&rest, '\t', &name);
        if (str_split(&rest, '\t', &weight)) str_number(str_trim(weight), UINT32_MAX, &value);
        slot *s = entry_of(t, scratch, str_trim(name));
        if (!s) continue;
        uint8_t class = which == 'g' ? count_class(value) : value > 6 ? 6 : value ? (uint8_t)value : 1;
        if (which == 'g' && class > s->e.given) s->e.given = class;
        if (which == 'f' && class > s->e.family) s->e.family = class;
        if (which == 'p') s->e.flags |= LEXICON_PLACE;
    }
    arena_free(a);
}

static void write_image(const table *t, hp_str tagger, hp_str codes, hp_str gist, const char *path) {
    size_t body = (size_t)t->slots * sizeof(lexicon_slot);
    lexicon_slot *packed = calloc(t->slots, sizeof *packed);
    if (!packed) die("no memory", path);
    for (size_t i = 0; i < t->slots; i++) packed[i] = lexicon_pack(t->v[i].fingerprint, t->v[i].e);
    uint64_t hash = str_hash((hp_str){(const char *)packed, body}), tagger_bytes = tagger.n, codes_bytes = codes.n;
    char head[LEXICON_HEADER];
    memcpy(head, LEXICON_MAGIC, 8);
    memcpy(head + 8, &t->slots, 4);
    memcpy(head + 12, &t->used, 4);
    memcpy(head + 16, &hash, 8);
    memcpy(head + 24, &tagger_bytes, 8);
    memcpy(head + 32, &codes_bytes, 8);
    FILE *f = fopen(path, "wb");
    if (!f || fwrite(head, 1, sizeof head, f) != sizeof head || fwrite(packed, 1, body, f) != body ||
        fwrite(tagger.p, 1, tagger.n, f) != tagger.n || fwrite(codes.p, 1, codes.n, f) != codes.n ||
        fwrite(gist.p, 1, gist.n, f) != gist.n || fclose(f) != 0)
        die("cannot be written", path);
    free(packed);
    printf("%s: %u entries, %zu bytes\n", path, t->used, body + sizeof head);
}

int main(int argc, char **argv) {
    table t = {calloc(1u << 21, sizeof(slot)), 1u << 21, 0};
    arena *scratch = arena_new(0);
    arena *kept = arena_new(0);
    hp_str tagger = {"", 0}, codes = {"", 0}, gist = {"", 0};
    if (argc < 2 || !t.v || !scratch) die("needs OUT", "usage");
    for (int i = 2; i + 1 < argc; i += 2) {
        if (strcmp(argv[i], "--dict") == 0)
            add_dictionary(&t, scratch, argv[i + 1]);
        else if (strcmp(argv[i], "--given") == 0)
            add_list(&t, scratch, argv[i + 1], 'g');
        else if (strcmp(argv[i], "--family") == 0)
            add_list(&t, scratch, argv[i + 1], 'f');
        else if (strcmp(argv[i], "--places") == 0)
            add_list(&t, scratch, argv[i + 1], 'p');
        else if (strcmp(argv[i], "--known") == 0)
            add_known(&t, scratch, argv[i + 1]);
        else if (strcmp(argv[i], "--cues") == 0)
            add_cues(&t, scratch, argv[i + 1]);
        else if (strcmp(argv[i], "--clusters") == 0)
            add_clusters(&t, scratch, argv[i + 1]);
        else if (strcmp(argv[i], "--leanings") == 0)
            add_leanings(&t, scratch, argv[i + 1]);
        else if (strcmp(argv[i], "--tagger") == 0)
            tagger = read_file(kept, argv[i + 1]);
        else if (strcmp(argv[i], "--codes") == 0)
            codes = read_file(kept, argv[i + 1]);
        else if (strcmp(argv[i], "--gist") == 0)
            gist = read_file(kept, argv[i + 1]);
        else
            die("unknown option", argv[i]);
    }
    write_image(&t, tagger, codes, gist, argv[1]);
    arena_free(kept);
    arena_free(scratch);
    free(t.v);
    return 0;
}
