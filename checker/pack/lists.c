/* lists.c - word lists: in the file, beside it, or filled by the policy; cut by the same tokenizer as drafts, so that
 * they meet. */
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "pack/compiler.h"
#include "pack/phrase_keys.h"
#include "text/doc.h"
#include "text/unicode.h"

static uint32_t add_list(compiler *c, hp_str set, hp_str name, const node *n, uint32_t source) {
    list_info *l = VEC_ADD(c->a, &c->lists, list_info);
    pk_list *p = VEC_ADD(c->a, &c->b.lists, pk_list);
    if (!l || !p) return 0;
    *l = (list_info){.set = set, .name = name, .node = n, .source = source};
    p->name = build_str(&c->b, name.n ? arena_printf(c->a, "%.*s/%.*s", STR_FMT(set), STR_FMT(name)) : (hp_str){0});
    return (uint32_t)c->lists.n;
}

void lists_declare(compiler *c) {
    for (size_t s = 0; s < c->sets.n; s++) {
        const node *words = node_get(c->sets.v[s].root, "words");
        if (!words || words->kind != NODE_MAP || !c->sets.v[s].id.n) continue;
        NODE_EACH(n, words) add_list(c, c->sets.v[s].id, n->key->text, n, c->sets.v[s].source);
    }
    for (size_t i = 0; i < c->words.n; i++) /* for the policies' own rules */
        add_list(c, (hp_str){0}, c->words.v[i].name, NULL, c->layers.v[0].source);
}

/* ---- entries ---- */

static void add_entry(compiler *c, list_info *l, hp_str text) {
    hp_str *place = VEC_ADD(c->a, &l->entries, hp_str);
    if (place) *place = text;
}

static void read_entries(compiler *c, list_info *l, const node *n) {
    if (n->kind != NODE_LIST) {
        diagnose(&c->d, n->at, "HP010", "a word list must be a list");
        return;
    }
    VEC_RESERVE(c->a, &l->entries, n->count);
    NODE_EACH(child, n) {
        if (child->kind == NODE_SCALAR)
            add_entry(c, l, child->text);
        else
            diagnose(&c->d, child->at, "HP010", "an entry of a word list must be a plain value");
    }
}

/* One entry a line; # begins a comment; what stands behind a tab is a weight, which lists do not use. */
static void read_file(compiler *c, list_info *l, const node *n) {
    uint32_t index = n->kind == NODE_SCALAR ? load_file(c, l->source, n->text, n->at) : 0;
    if (!index) return;
    hp_str rest = c->sources.v[index - 1].bytes, line;
    if (rest.n > LIMIT_LIST_BYTES || unicode_bad_byte(rest) != SIZE_MAX) {
        diagnose(&c->d, n->at, "HP031", "\"%.*s\" is not a word list: UTF-8 and at most %u bytes", STR_FMT(n->text),
                 LIMIT_LIST_BYTES);
        return;
    }
    if (str_starts(rest, HP_STR("\xef\xbb\xbf"))) rest = str_sub(rest, 3, rest.n);
    while (str_split(&rest, '\n', &line)) {
        size_t cut = str_find(line, HP_STR("#"), 0), tab = str_find(line, HP_STR("\t"), 0);
        if (cut == 0 || (cut != SIZE_MAX && char_is_space(line.p[cut - 1]))) line = str_sub(line, 0, cut);
        if (tab != SIZE_MAX && tab < line.n) line = str_sub(line, 0, tab);
        line = str_trim(line);
        if (line.n) add_entry(c, l, line);
    }
}

static void read_from_policy(compiler *c, list_info *l) {
    const policy_words *w = words_find(c, l->name);
    for (size_t i = 0; w && i < w->entries.n; i++) add_entry(c, l, w->entries.v[i]->text);
}

static void read_list(compiler *c, list_info *l) {
    const node *n = l->node;
    if (n->kind == NODE_LIST) {
        read_entries(c, l, n);
        return;
    }
    if (!schema_check(c, n, &grammar_list)) return;
    const node *style = node_get(n, "case");
    int chosen = style ? schema_choice(c, style, "case", grammar_cases, 3) : 0;
    l->title = chosen == 1;
    l->exact = chosen == 2;
    if (node_get(n, "list")) read_entries(c, l, node_get(n, "list"));
    if (node_get(n, "file")) read_file(c, l, node_get(n, "file"));
    if (node_get(n, "from") && schema_choice(c, node_get(n, "from"), "origin", grammar_origins, 1) == 0)
        read_from_policy(c, l);
}

/* ---- phrases ---- */

/* An entry of plain words, of which no more is to be known than their small letters: most are. False: another. */
static bool fold_plain(compiler *c, hp_str entry, hp_str *phrase, uint16_t *words) {
    char *folded = arena_take(c->scratch, entry.n);
    *words = 1;
    for (size_t i = 0; folded && i < entry.n; i++) {
        bool space = entry.p[i] == ' ', parts = space && i > 0 && i + 1 < entry.n && entry.p[i - 1] != ' ';
        if (!char_is_alpha(entry.p[i]) && !parts) return false;
        folded[i] = char_lower(entry.p[i]);
        *words = (uint16_t)(*words + space);
    }
    *phrase = (hp_str){folded, entry.n};
    return folded && entry.n;
}

/* The words of an entry, cut as a draft's are and at hyphens; signs do not count. */
static hp_str fold_cut(compiler *c, hp_str entry) {
    doc d;
    size_t bad;
    hp_str why;
    if (doc_read(c->scratch, entry, HP_MARKUP_NONE, &d, &bad, &why) != HP_OK) return (hp_str){0};
    VEC(char) out = {0};
    for (size_t i = 0; i < d.token_count; i++) {
        const token *t = &d.tokens[i];
        if (t->kind == TOKEN_PUNCT) continue;
        bool joins = t->kind == TOKEN_CLITIC && out.n;
        for (size_t k = 0; k < t->fold.n + !joins; k++) {
            char ch = !joins && k == 0 ? ' ' : t->fold.p[k - !joins];
            if (ch == '-') ch = ' ';
            if (ch == ' ' && (!out.n || out.v[out.n - 1] == ' ')) continue;
            char *place = VEC_ADD(c->scratch, &out, char);
            if (place) *place = ch;
        }
    }
    return str_trim((hp_str){out.v, out.n});
}

/* Returns the folded phrase, in scratch, and how many words it has; none: `*words` is 0. */
static hp_str fold_phrase(compiler *c, hp_str entry, uint16_t *words) {
    hp_str phrase, word;
    arena_reset(c->scratch);
    if (fold_plain(c, entry, &phrase, words)) return phrase;
    phrase = fold_cut(c, entry);
    hp_str rest = phrase;
    for (*words = 0; phrase.n && str_split(&rest, ' ', &word);) ++*words;
    return phrase;
}

/* The key of a folded phrase; `any_ending`: it is one word that stands for all that begin with it. */
static uint32_t key_of(hp_str phrase, bool any_ending) {
    hp_str rest = phrase, word;
    if (any_ending)
        return phrase_head_key(str_sub(phrase, 0, phrase.n < PHRASE_HEAD_BYTES ? phrase.n : PHRASE_HEAD_BYTES));
    (void)str_split(&rest, ' ', &word);
    return phrase_key(str_hash(word), rest.n ? (uint8_t)rest.p[0] : 0);
}

static void add_phrase(compiler *c, const list_info *l, uint32_t index, hp_str entry) {
    uint16_t words;
    bool prefix = str_ends(entry, HP_STR("*")) && entry.n > 1;
    hp_str text = fold_phrase(c, str_sub(entry, 0, entry.n - prefix), &words);
    if (!words) return;
    pk_phrase *p = VEC_ADD(c->a, &c->b.phrases, pk_phrase);
    if (!p) return;
    pk_str folded = build_str(&c->b, text), written = l->exact ? build_str(&c->b, entry) : (pk_str){0};
    *p = (pk_phrase){.text = folded, .written = written, .words = words, .list = index};
    p->key = key_of(text, prefix && words == 1);
    p->flags = (uint16_t)((l->title ? PHRASE_CASE_TITLE : 0) | (l->exact ? PHRASE_CASE_EXACT : 0) |
                          (prefix ? PHRASE_PREFIX : 0));
}

static void compile_list(compiler *c, uint32_t index) {
    list_info *l = &c->lists.v[index];
    if (l->ready) return;
    l->ready = true;
    if (l->node)
        read_list(c, l);
    else if (!l->set.n && l->name.n)
        read_from_policy(c, l);
    uint32_t first = (uint32_t)c->b.phrases.n;
    for (size_t i = 0; i < l->entries.n && !c->o->only_sound; i++) add_phrase(c, l, index, l->entries.v[i]);
    c->b.lists.v[index].phrases = (pk_range){first, (uint32_t)c->b.phrases.n - first};
}

void lists_compile(compiler *c) {
    size_t entries = 0;
    for (size_t i = 0; i < c->lists.n; i++) entries += c->lists.v[i].node ? c->lists.v[i].node->count : 0;
    VEC_RESERVE(c->a, &c->b.phrases, 2 * entries); /* and those of conditions, of files */
    for (size_t i = 0; i < c->lists.n; i++) compile_list(c, (uint32_t)i);
}

void lists_index(compiler *c) {
    builder *b = &c->b;
    uint32_t size = 16;
    while (size < 2 * b->phrases.n && size < (1u << 30)) size *= 2;
    b->phrase_slots.v = ARENA_ARRAY(b->a, uint32_t, size);
    if (!b->phrase_slots.v) return;
    b->phrase_slots.n = b->phrase_slots.room = size;
    for (uint32_t i = 0; i < b->phrases.n; i++) {
        uint32_t *head = &b->phrase_slots.v[b->phrases.v[i].key & (size - 1)];
        b->phrases.v[i].next = *head;
        *head = i + 1;
    }
}

static void tell_unknown(compiler *c, pk_mark at, hp_str set, hp_str name) {
    hp_str known[64];
    size_t count = 0;
    for (size_t i = 0; i < c->lists.n && count < 64; i++)
        if (str_eq(c->lists.v[i].set, set)) known[count++] = arena_printf(c->a, "@%.*s", STR_FMT(c->lists.v[i].name));
    diagnose(&c->d, at, "HP030", "unknown list \"@%.*s\"", STR_FMT(name));
    diagnose_nearest(&c->d, arena_printf(c->a, "@%.*s", STR_FMT(name)), known, count);
}

uint32_t lists_find(compiler *c, uint32_t set, const node *n, hp_str name) {
    hp_str wanted = str_sub(name, str_starts(name, HP_STR("@")), name.n), in = c->sets.v[set].id;
    size_t slash = str_find(wanted, HP_STR("/"), 0);
    if (slash != SIZE_MAX) {
        in = str_sub(wanted, 0, slash);
        wanted = str_sub(wanted, slash + 1, wanted.n);
    }
    for (size_t i = 0; i < c->lists.n; i++)
        if (str_eq(c->lists.v[i].name, wanted) && str_eq(c->lists.v[i].set, in)) return (uint32_t)i + 1;
    tell_unknown(c, n->at, in, wanted);
    return 0;
}

uint32_t lists_inline(compiler *c, uint32_t set, const node *const *phrases, size_t count) {
    uint32_t index = add_list(c, c->sets.v[set].id, (hp_str){0}, NULL, c->sets.v[set].source);
    if (!index) return 0;
    VEC_RESERVE(c->a, &c->lists.v[index - 1].entries, count);
    for (size_t i = 0; i < count; i++) add_entry(c, &c->lists.v[index - 1], phrases[i]->text);
    compile_list(c, index - 1);
    return index;
}

pk_range lists_refs(compiler *c, uint32_t set, const node *n) {
    enum { MOST = 512 };
    const node *all[MOST], *loose[MOST];
    uint32_t refs[MOST];
    size_t count = schema_texts(c, n, all, MOST), loose_count = 0, ref_count = 0;
    for (size_t i = 0; i < count; i++) {
        bool named = str_starts(all[i]->text, HP_STR("@")) && !all[i]->plain;
        uint32_t list = named ? lists_find(c, set, all[i], all[i]->text) : 0;
        if (list)
            refs[ref_count++] = list - 1;
        else if (!named)
            loose[loose_count++] = all[i];
    }
    uint32_t made = loose_count ? lists_inline(c, set, loose, loose_count) : 0;
    if (made && ref_count < MOST) refs[ref_count++] = made - 1;
    return build_index_range(&c->b, refs, ref_count);
}
