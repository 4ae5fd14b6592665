/* markdown.c - wraps md4c: visible text, then link targets, alt texts and titles.
 *
 * md4c promises no offsets, but a text pointer inside the input is one; what it made itself (entities, soft breaks,
 * NUL) is placed between its neighbours. HTML comes in runs of lines or tags, which are gathered and then read as HTML.
 * A link definition that nothing refers to is told by nobody: it is looked for where no text was read. */
#include <string.h>

#include <md4c.h>

#include "base/limits.h"
#include "base/str.h"
#include "text/markup.h"
#include "text/unicode.h"

typedef struct reader {
    arena *a;
    hp_str draft;
    piece_list *out;
    piece_list links;
    piece_list html; /* the run that is being gathered */
    arena *scratch;  /* for reading it; made with the first one */
    char *seen;      /* for each byte of the draft: 1 where it was read; NULL when nothing is to be looked for */
    size_t last;     /* draft offset behind the last located text */
    int depth, in_image;
    bool too_deep, failed;
} reader;

static bool inside(const reader *r, const char *p, size_t n) {
    return p >= r->draft.p && p + n <= r->draft.p + r->draft.n;
}

static void need(reader *r, bool ok) {
    if (!ok) r->failed = true;
}

static void add_newline(reader *r) {
    if (r->out->n && !str_eq_z(r->out->v[r->out->n - 1].text, "\n"))
        need(r, piece_made(r->a, r->out, HP_STR("\n"), r->last, r->last, false));
}

/* Text that stands nowhere in the draft as it is, for the character behind the last one that does. */
static void add_made(reader *r, piece_list *to, hp_str text, bool link) {
    uint32_t skipped;
    size_t end = r->last + unicode_next(r->draft, r->last, &skipped);
    need(r, piece_made(r->a, to, text, r->last, end, link));
}

/* ---- HTML ---- */

static void mark(reader *r, size_t start, size_t end) {
    if (r->seen && start < end) memset(r->seen + start, 1, end - start);
}

static void gather_html(reader *r, hp_str text) {
    if (!inside(r, text.p, text.n)) { /* newlines and the indent of a block */
        need(r, piece_made(r->a, &r->html, arena_copy(r->a, text), r->last, r->last, false));
        return;
    }
    size_t start = (size_t)(text.p - r->draft.p);
    need(r, piece_verbatim(r->a, &r->html, r->draft, start, start + text.n, false));
    mark(r, start, start + text.n);
    r->last = start + text.n;
}

/* Reads the HTML that was gathered; every event but more of it comes here first. */
static void end_html(reader *r) {
    if (!r->html.n || r->failed) return;
    if (!r->scratch) r->scratch = arena_new(LIMIT_CHECK_ARENA);
    hp_status status =
        r->scratch ? html_run(r->a, r->scratch, &r->html, r->in_image ? &r->links : r->out, &r->links) : HP_ERR_MEMORY;
    r->html.n = 0;
    if (status == HP_ERR_LIMIT) r->too_deep = true;
    if (status) r->failed = true;
}

/* ---- events ---- */

/* An attribute is a list of substrings; those inside the draft are verbatim. */
static void add_attribute(reader *r, const MD_ATTRIBUTE *at) {
    if (!at->text || !at->size) return;
    need(r, piece_made(r->a, &r->links, HP_STR("\n"), r->last, r->last, true));
    if (inside(r, at->text, at->size)) {
        size_t start = (size_t)(at->text - r->draft.p);
        need(r, piece_verbatim(r->a, &r->links, r->draft, start, start + at->size, true));
        return;
    }
    hp_str text = arena_copy(r->a, (hp_str){at->text, at->size});
    size_t found = str_find(r->draft, text, r->last);
    if (found == SIZE_MAX) found = str_find(r->draft, text, 0);
    if (found != SIZE_MAX)
        need(r, piece_verbatim(r->a, &r->links, r->draft, found, found + text.n, true));
    else
        add_made(r, &r->links, text, true);
}

static int enter_block(MD_BLOCKTYPE type, void *detail, void *user) {
    reader *r = user;
    end_html(r);
    if (type == MD_BLOCK_CODE) add_attribute(r, &((MD_BLOCK_CODE_DETAIL *)detail)->info);
    if (++r->depth > LIMIT_MARKUP_DEPTH) r->too_deep = true;
    return r->too_deep || r->failed;
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *user) {
    (void)detail;
    reader *r = user;
    end_html(r);
    r->depth--;
    if (type == MD_BLOCK_TD || type == MD_BLOCK_TH)
        need(r, piece_made(r->a, r->out, HP_STR(" "), r->last, r->last, false));
    else
        add_newline(r);
    if (type == MD_BLOCK_P || type == MD_BLOCK_H)
        need(r, piece_made(r->a, r->out, HP_STR("\n"), r->last, r->last, false));
    return r->failed;
}

static int enter_span(MD_SPANTYPE type, void *detail, void *user) {
    reader *r = user;
    end_html(r);
    if (++r->depth > LIMIT_MARKUP_DEPTH) r->too_deep = true;
    if (type == MD_SPAN_A) {
        add_attribute(r, &((MD_SPAN_A_DETAIL *)detail)->href);
        add_attribute(r, &((MD_SPAN_A_DETAIL *)detail)->title);
    } else if (type == MD_SPAN_IMG) {
        add_attribute(r, &((MD_SPAN_IMG_DETAIL *)detail)->src);
        add_attribute(r, &((MD_SPAN_IMG_DETAIL *)detail)->title);
        need(r, piece_made(r->a, &r->links, HP_STR("\n"), r->last, r->last, true));
        r->in_image++;
    }
    return r->too_deep || r->failed;
}

static int leave_span(MD_SPANTYPE type, void *detail, void *user) {
    (void)detail;
    reader *r = user;
    end_html(r);
    r->depth--;
    if (type == MD_SPAN_IMG) r->in_image--;
    return r->failed;
}

static int add_text(MD_TEXTTYPE type, const MD_CHAR *p, MD_SIZE size, void *user) {
    reader *r = user;
    piece_list *to = r->in_image ? &r->links : r->out;
    bool link = r->in_image > 0;
    if (type == MD_TEXT_HTML) {
        gather_html(r, (hp_str){p, size});
        return r->failed;
    }
    end_html(r);
    if (type == MD_TEXT_BR || type == MD_TEXT_SOFTBR) {
        need(r, piece_made(r->a, to, HP_STR("\n"), r->last, r->last, link));
        return r->failed;
    }
    if (!inside(r, p, size)) {
        hp_str text = arena_copy(r->a, (hp_str){p, size});
        size_t found = str_find(r->draft, text, r->last);
        if (found == SIZE_MAX)
            add_made(r, to, text, link);
        else {
            need(r, piece_verbatim(r->a, to, r->draft, found, found + text.n, link));
            r->last = found + text.n;
        }
        return r->failed;
    }
    size_t start = (size_t)(p - r->draft.p);
    char bytes[4];
    size_t n = type == MD_TEXT_ENTITY ? entity_text(str_sub(r->draft, start, start + size), bytes) : 0;
    if (n)
        need(r, piece_made(r->a, to, arena_copy(r->a, (hp_str){bytes, n}), start, start + size, link));
    else
        need(r, piece_verbatim(r->a, to, r->draft, start, start + size, link));
    r->last = start + size;
    return r->failed;
}

/* ---- link definitions that nothing refers to ---- */

static void mark_pieces(reader *r, const piece_list *list) {
    for (size_t i = 0; i < list->n; i++) mark(r, list->v[i].draft_start, list->v[i].draft_end);
}

/* From `[label]:` to where something was read, or a blank line. */
static size_t definition_end(const reader *r, size_t at) {
    hp_str s = r->draft;
    size_t line = at;
    for (; at < s.n && !r->seen[at]; at++) {
        if (s.p[at] != '\n') continue;
        if (!str_trim(str_sub(s, line, at)).n) break;
        line = at + 1;
    }
    return at;
}

static void add_unused(reader *r) {
    mark_pieces(r, r->out);
    mark_pieces(r, &r->links);
    for (size_t at = 0, from = 0; (at = str_find(r->draft, HP_STR("]:"), at)) != SIZE_MAX; at = from) {
        size_t label = at, before = from;
        from = at + 2;
        if (r->seen[at]) continue;
        while (label > before && !r->seen[label - 1] && r->draft.p[label] != '[') label--;
        from = definition_end(r, at + 2);
        if (str_trim(str_sub(r->draft, at + 2, from)).n < 2) continue; /* one that was used, its target read */
        need(r, piece_made(r->a, &r->links, HP_STR("\n"), label, label, true));
        need(r, piece_verbatim(r->a, &r->links, r->draft, label, from, true));
    }
}

hp_status markdown_pieces(arena *a, hp_str draft, piece_list *out) {
    size_t skip = front_matter(a, draft, out);
    reader r = {.a = a, .draft = draft, .out = out, .last = skip};
    if (str_find(draft, HP_STR("]:"), skip) != SIZE_MAX) r.seen = arena_alloc(a, draft.n);
    const MD_PARSER parser = {0,           MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_TASKLISTS,
                              enter_block, leave_block,
                              enter_span,  leave_span,
                              add_text,    NULL,
                              NULL};
    int answer = md_parse(draft.p ? draft.p + skip : "", (MD_SIZE)(draft.n - skip), &parser, &r);
    arena_free(r.scratch);
    if (r.too_deep) return HP_ERR_LIMIT;
    if (r.failed || answer != 0 || arena_failed(a)) return HP_ERR_MEMORY;
    mark(&r, 0, skip);
    if (r.seen) add_unused(&r);
    return !r.failed && piece_append(a, out, &r.links) ? HP_OK : HP_ERR_MEMORY;
}
