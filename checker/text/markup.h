/* markup.h - what a reader sees of Markdown and HTML, and what hides in links and alt texts, as pieces of the draft. */
#ifndef HALLPASS_MARKUP_H
#define HALLPASS_MARKUP_H

#include "text/clean.h"

/* HP_ERR_LIMIT: nested deeper than LIMIT_MARKUP_DEPTH. Pieces point into the draft or into `a`. */
HP_MUST_USE hp_status markdown_pieces(arena *a, hp_str draft, piece_list *out);
HP_MUST_USE hp_status html_pieces(arena *a, hp_str draft, piece_list *out);

/* A piece that stands in the draft as it is. */
bool piece_verbatim(arena *a, piece_list *out, hp_str draft, size_t start, size_t end, bool link);
/* A piece of another text that stands for a draft span. */
bool piece_made(arena *a, piece_list *out, hp_str text, size_t start, size_t end, bool link);

/* The character that an entity (with & and ;) stands for, as UTF-8; its length, 0 when it is none of the common ones.
 */
size_t entity_text(hp_str entity, char out[4]);

#endif
