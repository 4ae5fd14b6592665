/* html.c - wraps gumbo: visible text, then alt texts, titles and link targets, each with its place in the source. */
#include <string.h>

#include <gumbo.h>

#include "base/limits.h"
#include "base/str.h"
#include "text/markup.h"

typedef struct reader {
    arena *a;
    hp_str draft;
    piece_list *out;
    piece_list links; /* follow the visible text */
    bool too_deep;
} reader;

static bool is_block(GumboTag tag) {
    switch (tag) {
    case GUMBO_TAG_P:
    case GUMBO_TAG_DIV:
    case GUMBO_TAG_BR:
    case GUMBO_TAG_LI:
    case GUMBO_TAG_UL:
    case GUMBO_TAG_OL:
    case GUMBO_TAG_H1:
    case GUMBO_TAG_H2:
    case GUMBO_TAG_H3:
    case GUMBO_TAG_H4:
    case GUMBO_TAG_H5:
    case GUMBO_TAG_H6:
    case GUMBO_TAG_TR:
    case GUMBO_TAG_TD:
    case GUMBO_TAG_TH:
    case GUMBO_TAG_CAPTION:
    case GUMBO_TAG_TABLE:
    case GUMBO_TAG_BLOCKQUOTE:
    case GUMBO_TAG_SECTION:
    case GUMBO_TAG_ARTICLE:
    case GUMBO_TAG_HEADER:
    case GUMBO_TAG_FOOTER:
    case GUMBO_TAG_FIGURE:
    case GUMBO_TAG_FIGCAPTION:
    case GUMBO_TAG_PRE:
    case GUMBO_TAG_HR:
    case GUMBO_TAG_DT:
    case GUMBO_TAG_DD: return true;
    default: return false;
    }
}

/* A run of source text: verbatim but for its entities. */
static void add_source(reader *r, piece_list *to, size_t start, size_t end, bool link) {
    size_t from = start;
    for (size_t i = start; i < end; i++) {
        if (r->draft.p[i] != '&') continue;
        size_t stop = i + 1;
        while (stop < end && stop - i < 12 && r->draft.p[stop] != ';' && !char_is_space(r->draft.p[stop])) stop++;
        char bytes[4];
        size_t n = stop < end ? entity_text(str_sub(r->draft, i, stop + 1), bytes) : 0;
        if (!n) continue;
        piece_verbatim(r->a, to, r->draft, from, i, link);
        piece_made(r->a, to, arena_copy(r->a, (hp_str){bytes, n}), i, stop + 1, link);
        from = stop + 1;
        i = stop;
    }
    piece_verbatim(r->a, to, r->draft, from, end, link);
}

static void add_newline(reader *r, piece_list *to, size_t at) {
    if (to->n && str_eq_z(to->v[to->n - 1].text, "\n")) return;
    piece_made(r->a, to, HP_STR("\n"), at, at, to == &r->links);
}

static void add_attribute(reader *r, const GumboElement *e, const char *name) {
    const GumboAttribute *at = gumbo_get_attribute(&e->attributes, name);
    if (!at || !at->original_value.length) return;
    size_t start = (size_t)(at->original_value.data - r->draft.p), end = start + at->original_value.length;
    if (end > r->draft.n) return;
    char quote = r->draft.p[start];
    if ((quote == '"' || quote == '\'') && end - start >= 2) start++, end--;
    add_newline(r, &r->links, start);
    add_source(r, &r->links, start, end, true);
}

static size_t element_start(const reader *r, const GumboElement *e) {
    return e->original_tag.data ? (size_t)(e->original_tag.data - r->draft.p) : 0;
}

static void walk(reader *r, const GumboNode *node, int depth) {
    if (depth > LIMIT_MARKUP_DEPTH) {
        r->too_deep = true;
        return;
    }
    if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE || node->type == GUMBO_NODE_CDATA) {
        const GumboText *t = &node->v.text;
        size_t start = (size_t)(t->original_text.data - r->draft.p);
        if (t->original_text.data && start + t->original_text.length <= r->draft.n)
            add_source(r, r->out, start, start + t->original_text.length, false);
        return;
    }
    if (node->type != GUMBO_NODE_ELEMENT && node->type != GUMBO_NODE_DOCUMENT) return;
    const GumboVector *children =
        node->type == GUMBO_NODE_ELEMENT ? &node->v.element.children : &node->v.document.children;
    bool block = false;
    if (node->type == GUMBO_NODE_ELEMENT) {
        const GumboElement *e = &node->v.element;
        if (e->tag == GUMBO_TAG_SCRIPT || e->tag == GUMBO_TAG_STYLE) return;
        block = is_block(e->tag);
        if (block) add_newline(r, r->out, element_start(r, e));
        add_attribute(r, e, "alt");
        add_attribute(r, e, "title");
        add_attribute(r, e, "href");
        add_attribute(r, e, "src");
    }
    for (unsigned i = 0; i < children->length && !r->too_deep; i++) walk(r, children->data[i], depth + 1);
    if (block && r->out->n) add_newline(r, r->out, r->out->v[r->out->n - 1].draft_end);
}

/* Gumbo builds its tree without recursion but frees it with some; tags are counted first, so that a hostile page does
 * not come so far. Unclosed inline tags nest, so every open tag without its end counts. */
static bool nests_too_deep(hp_str s) {
    enum { MOST_OPEN = 20000 };
    size_t open = 0;
    for (size_t i = 0; i + 1 < s.n; i++)
        if (s.p[i] == '<') {
            if (char_is_alpha(s.p[i + 1]))
                open++;
            else if (s.p[i + 1] == '/' && open)
                open--;
        }
    return open > MOST_OPEN;
}

static void *take(void *user, size_t n) {
    return arena_alloc(user, n);
}

static void drop(void *user, void *p) {
    (void)user, (void)p;
}

hp_status html_pieces(arena *a, hp_str draft, piece_list *out) {
    if (nests_too_deep(draft)) return HP_ERR_LIMIT;
    GumboOptions options = kGumboDefaultOptions;
    options.allocator = take;
    options.deallocator = drop;
    options.userdata = a;
    options.max_errors = 0;
    GumboOutput *tree = gumbo_parse_with_options(&options, draft.p ? draft.p : "", draft.n);
    if (!tree || arena_failed(a)) return HP_ERR_MEMORY;
    reader r = {.a = a, .draft = draft, .out = out};
    walk(&r, tree->document, 0);
    for (size_t i = 0; i < r.links.n; i++) {
        text_piece *p = VEC_ADD(a, out, text_piece);
        if (p) *p = r.links.v[i];
    }
    if (arena_failed(a)) return HP_ERR_MEMORY;
    return r.too_deep ? HP_ERR_LIMIT : HP_OK;
}
