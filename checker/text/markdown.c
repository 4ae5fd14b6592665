/* markdown.c - wraps md4c: visible text, then link targets, alt texts and titles.
 *
 * md4c promises no offsets, but a text pointer inside the input is one; what it made itself (entities, soft breaks,
 * NUL) is placed between its neighbours. */
#include <string.h>

#include <md4c.h>

#include "base/limits.h"
#include "base/str.h"
#include "text/markup.h"

typedef struct reader {
    arena *a;
    hp_str draft;
    piece_list *out;
    piece_list links;
    size_t last; /* draft offset behind the last located text */
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

static int enter_block(MD_BLOCKTYPE type, void *detail, void *user) {
    (void)type, (void)detail;
    reader *r = user;
    if (++r->depth > LIMIT_MARKUP_DEPTH) r->too_deep = true;
    return r->too_deep || r->failed;
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *user) {
    (void)detail;
    reader *r = user;
    r->depth--;
    if (type == MD_BLOCK_TD || type == MD_BLOCK_TH)
        need(r, piece_made(r->a, r->out, HP_STR(" "), r->last, r->last, false));
    else
        add_newline(r);
    if (type == MD_BLOCK_P || type == MD_BLOCK_H)
        need(r, piece_made(r->a, r->out, HP_STR("\n"), r->last, r->last, false));
    return r->failed;
}

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
        need(r, piece_made(r->a, &r->links, text, r->last, r->last < r->draft.n ? r->last + 1 : r->last, true));
}

static int enter_span(MD_SPANTYPE type, void *detail, void *user) {
    reader *r = user;
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
    r->depth--;
    if (type == MD_SPAN_IMG) r->in_image--;
    return 0;
}

static int add_text(MD_TEXTTYPE type, const MD_CHAR *p, MD_SIZE size, void *user) {
    reader *r = user;
    piece_list *to = r->in_image ? &r->links : r->out;
    bool link = r->in_image > 0;
    if (type == MD_TEXT_HTML) return 0;
    if (type == MD_TEXT_BR || type == MD_TEXT_SOFTBR) {
        need(r, piece_made(r->a, to, HP_STR("\n"), r->last, r->last, link));
        return r->failed;
    }
    if (!inside(r, p, size)) {
        hp_str text = arena_copy(r->a, (hp_str){p, size});
        size_t found = str_find(r->draft, text, r->last);
        if (found == SIZE_MAX)
            need(r, piece_made(r->a, to, text, r->last, r->last < r->draft.n ? r->last + 1 : r->last, link));
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

/* Length of YAML front matter: from a first line of --- to the next. */
static size_t front_matter(hp_str s) {
    if (!str_starts(s, HP_STR("---\n")) && !str_starts(s, HP_STR("---\r\n"))) return 0;
    size_t end = str_find(s, HP_STR("\n---"), 3);
    if (end == SIZE_MAX) return 0;
    size_t line = str_find(s, HP_STR("\n"), end + 1);
    return line == SIZE_MAX ? s.n : line + 1;
}

hp_status markdown_pieces(arena *a, hp_str draft, piece_list *out) {
    size_t skip = front_matter(draft);
    reader r = {.a = a, .draft = draft, .out = out, .last = skip};
    const MD_PARSER parser = {0,           MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_TASKLISTS,
                              enter_block, leave_block,
                              enter_span,  leave_span,
                              add_text,    NULL,
                              NULL};
    int answer = md_parse(draft.p ? draft.p + skip : "", (MD_SIZE)(draft.n - skip), &parser, &r);
    if (r.too_deep) return HP_ERR_LIMIT;
    if (r.failed || answer != 0) return HP_ERR_MEMORY;
    for (size_t i = 0; i < r.links.n; i++) {
        text_piece *p = VEC_ADD(a, out, text_piece);
        if (!p) return HP_ERR_MEMORY;
        *p = r.links.v[i];
    }
    return HP_OK;
}
