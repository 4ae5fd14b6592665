/* clean.h - from pieces of the draft to the clean text with its map. */
#ifndef HALLPASS_CLEAN_H
#define HALLPASS_CLEAN_H

#include "base/vec.h"
#include "text/doc.h"

/* A piece of visible text, in order. Verbatim pieces stand in the draft as they are; the characters of others
 * (entities, attributes with escapes, inserted newlines) all map to the draft span. */
typedef struct text_piece {
    hp_str text;
    size_t draft_start, draft_end;
    bool verbatim;
    bool link; /* stands beside the visible text: a link target, alt text, title, comment */
} text_piece;

typedef VEC(text_piece) piece_list;

/* Clean bytes that came from link pieces, in order. */
typedef struct link_range {
    size_t clean_start, clean_end;
} link_range;

typedef struct clean_text {
    hp_str clean;
    uint32_t *map, *map_end; /* NULL: offsets are the draft's */
    link_range *links;
    size_t link_count;
} clean_text;

/* All memory in `a`. The draft is valid UTF-8. */
HP_MUST_USE hp_status clean_pieces(arena *a, hp_str draft, const piece_list *pieces, clean_text *out);

#endif
