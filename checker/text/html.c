/* html.c - wraps gumbo: visible text, then what stands beside it (alt texts, titles, link targets, comments), each with
 * its place in the source.
 *
 * Gumbo drops what stands where it may not (a cell outside a table, a tag that never ends), and its text nodes span the
 * tags that it dropped. So what it read is marked in the source, byte by byte, and what is left is read as it stands:
 * nothing of a page goes unread but its programs, its styles, and attributes that are settings. */
#include <string.h>

#include <gumbo.h>

#include "base/limits.h"
#include "base/str.h"
#include "text/markup.h"
#include "text/tags.h"

enum { MOST_INNER = 3 }; /* pages inside pages and comments that are parsed; further ones are read as plain text */

typedef struct reader {
    arena *a, *scratch;
    spliced source;
    piece_list *visible, *hidden; /* may be one list */
    char *seen;                   /* for each byte of the source: 1 where it was read */
    int inner;
    hp_status status;
} reader;

static hp_status read_page(arena *a, arena *scratch, const piece_list *source, piece_list *visible, piece_list *hidden,
                           int inner);

/* Elements that stand on lines of their own, or in boxes of their own. */
static bool is_block(GumboTag tag) {
    static const unsigned char blocks[] = {
        GUMBO_TAG_P,        GUMBO_TAG_DIV,    GUMBO_TAG_BR,       GUMBO_TAG_LI,         GUMBO_TAG_UL,
        GUMBO_TAG_OL,       GUMBO_TAG_H1,     GUMBO_TAG_H2,       GUMBO_TAG_H3,         GUMBO_TAG_H4,
        GUMBO_TAG_H5,       GUMBO_TAG_H6,     GUMBO_TAG_TR,       GUMBO_TAG_TD,         GUMBO_TAG_TH,
        GUMBO_TAG_CAPTION,  GUMBO_TAG_TABLE,  GUMBO_TAG_SECTION,  GUMBO_TAG_BLOCKQUOTE, GUMBO_TAG_ARTICLE,
        GUMBO_TAG_HEADER,   GUMBO_TAG_FOOTER, GUMBO_TAG_FIGURE,   GUMBO_TAG_FIGCAPTION, GUMBO_TAG_PRE,
        GUMBO_TAG_HR,       GUMBO_TAG_DL,     GUMBO_TAG_DT,       GUMBO_TAG_DD,         GUMBO_TAG_TITLE,
        GUMBO_TAG_MAIN,     GUMBO_TAG_NAV,    GUMBO_TAG_ASIDE,    GUMBO_TAG_ADDRESS,    GUMBO_TAG_DETAILS,
        GUMBO_TAG_SUMMARY,  GUMBO_TAG_FORM,   GUMBO_TAG_FIELDSET, GUMBO_TAG_LEGEND,     GUMBO_TAG_SELECT,
        GUMBO_TAG_OPTGROUP, GUMBO_TAG_OPTION, GUMBO_TAG_TEXTAREA, GUMBO_TAG_BUTTON,     GUMBO_TAG_TEMPLATE,
        GUMBO_TAG_IFRAME,   GUMBO_TAG_CENTER, GUMBO_TAG_NOFRAMES};
    for (size_t i = 0; i < sizeof blocks; i++)
        if (blocks[i] == tag) return true;
    return false;
}

/* Elements whose text holds no tags. */
static bool is_raw(GumboTag tag) {
    switch (tag) {
    case GUMBO_TAG_TEXTAREA:
    case GUMBO_TAG_TITLE:
    case GUMBO_TAG_IFRAME:
    case GUMBO_TAG_NOEMBED:
    case GUMBO_TAG_NOFRAMES:
    case GUMBO_TAG_XMP:
    case GUMBO_TAG_PLAINTEXT: return true;
    default: return false;
    }
}

/* ---- pieces ---- */

static void cut(reader *r, piece_list *to, size_t start, size_t end) {
    if (!splice_cut(r->a, &r->source, start, end, to, to == r->hidden)) r->status = HP_ERR_MEMORY;
}

static void make(reader *r, piece_list *to, hp_str text, size_t start, size_t end) {
    size_t draft_start, draft_end;
    splice_place(&r->source, start, end, &draft_start, &draft_end);
    if (!piece_made(r->a, to, text, draft_start, draft_end, to == r->hidden)) r->status = HP_ERR_MEMORY;
}

/* A run of source text: verbatim but for its entities. */
static void add_source(reader *r, piece_list *to, size_t start, size_t end) {
    hp_str s = r->source.text;
    size_t from = start;
    for (size_t i = start; i < end; i++) {
        if (s.p[i] != '&') continue;
        size_t stop = i + 1;
        while (stop < end && stop - i < 12 && s.p[stop] != ';' && !char_is_space(s.p[stop])) stop++;
        char bytes[4];
        size_t n = stop < end ? entity_text(str_sub(s, i, stop + 1), bytes) : 0;
        if (!n) continue;
        cut(r, to, from, i);
        make(r, to, arena_copy(r->a, (hp_str){bytes, n}), i, stop + 1);
        from = stop + 1;
        i = stop;
    }
    cut(r, to, from, end);
}

static void add_newline(reader *r, piece_list *to, size_t at) {
    if (to->n && str_eq_z(to->v[to->n - 1].text, "\n")) return;
    make(r, to, HP_STR("\n"), at, at);
}

/* What stands beside the text has nothing to do with what stood there before it. */
static void add_break(reader *r, size_t at) {
    if (r->hidden->n && str_eq_z(r->hidden->v[r->hidden->n - 1].text, "\n\n")) return;
    make(r, r->hidden, HP_STR("\n\n"), at, at);
}

static void mark(reader *r, size_t start, size_t end) {
    if (start < end) memset(r->seen + start, 1, end - start);
}

/* ---- what stands beside the text ---- */

/* A page or a comment inside this one; with further markup in it, it is parsed too. */
static void add_inner(reader *r, size_t start, size_t end, bool entities) {
    piece_list source = {0};
    add_break(r, start);
    if (entities)
        add_source(r, &source, start, end);
    else
        cut(r, &source, start, end);
    bool markup = false;
    for (size_t i = 0; i < source.n && !markup; i++)
        markup = source.v[i].text.n && memchr(source.v[i].text.p, '<', source.v[i].text.n);
    if (markup && r->inner < MOST_INNER) {
        hp_status status = read_page(r->a, r->scratch, &source, r->hidden, r->hidden, r->inner + 1);
        if (status) r->status = status;
        return;
    }
    for (size_t i = 0; i < source.n; i++) source.v[i].link = true;
    if (!piece_append(r->a, r->hidden, &source)) r->status = HP_ERR_MEMORY;
}

/* <!-- -->, and what a browser takes for one: <? >, <! >. */
static void add_comment(reader *r, size_t start, size_t end) {
    hp_str s = str_sub(r->source.text, start, end);
    size_t before = str_starts(s, HP_STR("<!--")) ? 4 : 2, behind = str_ends(s, HP_STR(">"));
    if (before == 4 && s.n >= 7 && str_ends(s, HP_STR("-->"))) behind = 3;
    if (before + behind < s.n) add_inner(r, start + before, end - behind, false);
}

/* Reads the attributes of the tag at `tag`; gives its end. */
static size_t add_attributes(reader *r, size_t tag) {
    hp_str s = r->source.text;
    tag_attribute a;
    size_t at = tag_name_end(s, tag);
    for (bool first = true; tag_next(s, &at, &a);) {
        tag_use use = tag_use_of(s, tag, &a);
        if (use == TAG_PAGE) add_inner(r, a.value_start, a.value_end, true);
        if (use != TAG_WORDS) continue;
        if (first)
            add_break(r, a.value_start);
        else
            add_newline(r, r->hidden, a.value_start);
        add_source(r, r->hidden, a.value_start, a.value_end);
        first = false;
    }
    return at;
}

/* ---- what gumbo dropped ---- */

static bool opens_markup(hp_str s, size_t at, size_t end) {
    return s.p[at] == '<' && at + 1 < end && (char_is_alpha(s.p[at + 1]) || memchr("/!?", s.p[at + 1], 3));
}

/* The markup at `at`; a tag that never ends is text. */
static size_t add_markup(reader *r, piece_list *to, size_t at, size_t end) {
    hp_str s = str_sub(r->source.text, 0, end);
    if (s.p[at + 1] == '!' || s.p[at + 1] == '?') {
        size_t close = str_find(s, HP_STR(">"), at);
        size_t stop = close == SIZE_MAX ? end : close + 1;
        if (!str_eq_nocase(str_sub(s, at, at + 9), HP_STR("<!doctype"))) add_comment(r, at, stop);
        return stop;
    }
    tag_attribute skipped;
    size_t stop = tag_name_end(s, at);
    while (tag_next(s, &stop, &skipped)) {
    }
    bool ended = s.p[stop - 1] == '>';
    if (ended && !tag_is_prose(s, at)) return add_attributes(r, at);
    add_source(r, to, at, ended ? stop : end);
    return ended ? stop : end;
}

/* Text with markup in it that the tree does not know. */
static void add_mixed(reader *r, piece_list *to, size_t start, size_t end) {
    hp_str s = r->source.text;
    for (size_t at = start; at < end && !r->status;) {
        size_t stop = at;
        while (stop < end && !opens_markup(s, stop, end)) stop++;
        if (to != r->hidden || str_trim(str_sub(s, at, stop)).n) add_source(r, to, at, stop);
        at = stop < end ? add_markup(r, to, stop, end) : end;
    }
}

/* The end of the plain end tags and white space at `at`. */
static size_t skip_ends(hp_str s, size_t at, size_t end) {
    for (;;) {
        while (at < end && char_is_space(s.p[at])) at++;
        if (at + 2 >= end || s.p[at] != '<' || s.p[at + 1] != '/') return at;
        size_t name = tag_name_end(s, at);
        if (name >= end || s.p[name] != '>') return at;
        at = name + 1;
    }
}

static void add_unseen(reader *r) {
    size_t n = r->source.text.n;
    for (size_t at = 0, end; at < n && !r->status; at = end) {
        const char *next = r->seen[at] ? memchr(r->seen + at, 0, n - at) : memchr(r->seen + at, 1, n - at);
        end = next ? (size_t)(next - r->seen) : n;
        if (r->seen[at]) continue;
        at = skip_ends(r->source.text, at, end);
        if (at >= end) continue;
        add_break(r, at);
        add_mixed(r, r->hidden, at, end);
    }
}

/* ---- the tree ---- */

/* Where a part of the source stands in it; false for what gumbo made itself. */
static bool located(const reader *r, GumboStringPiece part, size_t *start, size_t *end) {
    if (!part.data || !part.length || part.data < r->source.text.p) return false;
    *start = (size_t)(part.data - r->source.text.p);
    *end = *start + part.length;
    return *end <= r->source.text.n;
}

static void read_text(reader *r, const GumboNode *node) {
    size_t start, end;
    if (!located(r, node->v.text.original_text, &start, &end)) return;
    mark(r, start, end);
    if (node->type == GUMBO_NODE_COMMENT) {
        add_comment(r, start, end);
        return;
    }
    if (node->type == GUMBO_NODE_CDATA && end - start >= 12) start += 9, end -= 3;
    const GumboNode *parent = node->parent;
    if (parent && parent->type == GUMBO_NODE_ELEMENT && is_raw(parent->v.element.tag))
        add_source(r, r->visible, start, end);
    else
        add_mixed(r, r->visible, start, end);
}

/* A script's or style's own text: read when it is data. */
static void read_program(reader *r, const GumboElement *e, bool data) {
    size_t start, end;
    for (unsigned i = 0; i < e->children.length; i++) {
        const GumboNode *child = e->children.data[i];
        if (!located(r, child->v.text.original_text, &start, &end)) continue;
        mark(r, start, end);
        if (data) add_inner(r, start, end, false);
    }
}

/* The tag itself. False when its children are not to be walked. */
static bool read_tag(reader *r, const GumboElement *e) {
    size_t start, end;
    bool there = located(r, e->original_tag, &start, &end), data = false;
    if (there) {
        mark(r, start, end);
        hp_str name = str_sub(r->source.text, start + 1, tag_name_end(r->source.text, start));
        bool unknown = e->tag == GUMBO_TAG_UNKNOWN && e->tag_namespace == GUMBO_NAMESPACE_HTML &&
                       !memchr(name.p, '-', name.n) && !memchr(name.p, ':', name.n) &&
                       !memchr(r->source.text.p + start, '=', end - start); /* components have attributes */
        if (unknown || tag_is_prose(r->source.text, start))
            add_source(r, r->visible, start, end);
        else
            add_attributes(r, start);
        data = e->tag == GUMBO_TAG_SCRIPT && tag_holds_data(r->source.text, start);
    }
    if (located(r, e->original_end_tag, &start, &end) && !memchr(r->source.text.p + start, ' ', end - start))
        mark(r, start, end);
    if (e->tag != GUMBO_TAG_SCRIPT && e->tag != GUMBO_TAG_STYLE) return true;
    read_program(r, e, data);
    return false;
}

static void walk(reader *r, const GumboNode *node, int depth) {
    if (depth > LIMIT_MARKUP_DEPTH) r->status = HP_ERR_LIMIT;
    if (r->status) return;
    const GumboVector *children = &node->v.document.children;
    size_t start, end;
    bool block = false;
    if (node->type == GUMBO_NODE_ELEMENT || node->type == GUMBO_NODE_TEMPLATE) {
        const GumboElement *e = &node->v.element;
        block = is_block(e->tag);
        if (block) add_newline(r, r->visible, located(r, e->original_tag, &start, &end) ? start : 0);
        if (!read_tag(r, e)) return;
        children = &e->children;
    } else if (node->type != GUMBO_NODE_DOCUMENT) {
        read_text(r, node);
        return;
    }
    for (unsigned i = 0; i < children->length && !r->status; i++) walk(r, children->data[i], depth + 1);
    if (!block || !r->visible->n) return;
    if (!str_eq_z(r->visible->v[r->visible->n - 1].text, "\n")) {
        size_t at = r->visible->v[r->visible->n - 1].draft_end;
        if (!piece_made(r->a, r->visible, HP_STR("\n"), at, at, r->visible == r->hidden)) r->status = HP_ERR_MEMORY;
    }
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

static hp_status read_page(arena *a, arena *scratch, const piece_list *source, piece_list *visible, piece_list *hidden,
                           int inner) {
    reader r = {.a = a, .scratch = scratch, .visible = visible, .hidden = hidden, .inner = inner};
    arena_mark before = arena_at(scratch);
    if (!splice(scratch, source, &r.source)) return HP_ERR_MEMORY;
    if (nests_too_deep(r.source.text)) return HP_ERR_LIMIT;
    GumboOptions options = kGumboDefaultOptions;
    options.allocator = take;
    options.deallocator = drop;
    options.userdata = scratch;
    options.max_errors = 0;
    r.seen = arena_alloc(scratch, r.source.text.n);
    GumboOutput *tree = gumbo_parse_with_options(&options, r.source.text.p ? r.source.text.p : "", r.source.text.n);
    if (!r.seen || !tree || arena_failed(scratch)) return HP_ERR_MEMORY;
    walk(&r, tree->document, 0);
    if (!r.status) add_unseen(&r);
    if (inner) arena_restore(scratch, before);
    return arena_failed(a) ? HP_ERR_MEMORY : r.status;
}

hp_status html_run(arena *a, arena *scratch, const piece_list *source, piece_list *visible, piece_list *hidden) {
    hp_status status = read_page(a, scratch, source, visible, hidden, 0);
    arena_reset(scratch);
    return status;
}

hp_status html_pieces(arena *a, hp_str draft, piece_list *out) {
    piece_list source = {0}, hidden = {0};
    arena *scratch = arena_new(LIMIT_CHECK_ARENA);
    hp_status status = scratch && piece_verbatim(a, &source, draft, 0, draft.n, false) ? HP_OK : HP_ERR_MEMORY;
    if (!status) status = html_run(a, scratch, &source, out, &hidden);
    arena_free(scratch);
    if (!status && !piece_append(a, out, &hidden)) status = HP_ERR_MEMORY;
    return status;
}
