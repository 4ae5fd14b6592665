/* markup.h - what a reader sees of Markdown and HTML, and what stands beside it (links, alt texts, comments, what only
 * a screen reader or a preview shows), as pieces of the draft. */
#ifndef HALLPASS_MARKUP_H
#define HALLPASS_MARKUP_H

#include "text/clean.h"

/* HP_ERR_LIMIT: nested deeper than LIMIT_MARKUP_DEPTH. Pieces point into the draft or into `a`. */
HP_MUST_USE hp_status markdown_pieces(arena *a, hp_str draft, piece_list *out);
HP_MUST_USE hp_status html_pieces(arena *a, hp_str draft, piece_list *out);

/* Reads a run of HTML that is put together from pieces of the draft: what is seen goes to `visible`, the rest to
 * `hidden` (both may be one list). `scratch` holds the tree and is forgotten afterwards. */
HP_MUST_USE hp_status html_run(arena *a, arena *scratch, const piece_list *source, piece_list *visible,
                               piece_list *hidden);

/* Length of the YAML or TOML that stands before a page, 0 when the draft begins with anything else. Its free texts go
 * to `out`, its keys do not. */
size_t front_matter(arena *a, hp_str draft, piece_list *out);

/* A piece that stands in the draft as it is. */
bool piece_verbatim(arena *a, piece_list *out, hp_str draft, size_t start, size_t end, bool link);
/* A piece of another text that stands for a draft span. */
bool piece_made(arena *a, piece_list *out, hp_str text, size_t start, size_t end, bool link);
/* All pieces of `more`, behind those of `out`. */
bool piece_append(arena *a, piece_list *out, const piece_list *more);

/* A text put together from pieces, so that a span of it has its way back to the draft. `from` must outlive it; what is
 * cut from it does not need it any more. */
typedef struct spliced {
    hp_str text;
    const piece_list *from;
    size_t *starts; /* offset in `text` of each piece */
} spliced;

bool splice(arena *a, const piece_list *from, spliced *out);
/* The span as pieces of the draft. */
bool splice_cut(arena *a, const spliced *s, size_t start, size_t end, piece_list *out, bool link);
/* The draft span that a span of the text came from. */
void splice_place(const spliced *s, size_t start, size_t end, size_t *draft_start, size_t *draft_end);

/* The character that an entity (with & and ;) stands for, as UTF-8; its length, 0 when it is none of the common ones.
 */
size_t entity_text(hp_str entity, char out[4]);

#endif
