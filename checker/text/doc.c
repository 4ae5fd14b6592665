/* doc.c - the order in which a draft is read, and the way back from clean to draft. */
#include "text/doc.h"

#include <string.h>

#include "base/limits.h"
#include "base/str.h"
#include "text/markup.h"
#include "text/tokens.h"
#include "text/unicode.h"

static const char bom[] = "\xef\xbb\xbf";

static hp_status check_bytes(arena *a, hp_str draft, size_t *bad, hp_str *why) {
    if (draft.n > LIMIT_DRAFT_BYTES) {
        *why = arena_printf(a, "the draft has %zu bytes, more than %u", draft.n, LIMIT_DRAFT_BYTES);
        return HP_ERR_LIMIT;
    }
    *bad = unicode_bad_byte(draft);
    if (*bad == SIZE_MAX) return HP_OK;
    unsigned byte = (unsigned char)draft.p[*bad];
    if (byte == 0)
        *why = HP_STR("a NUL byte, so this is not plain text");
    else
        *why = arena_printf(a, "byte 0x%02x is not UTF-8", byte);
    return HP_ERR_ENCODING;
}

static hp_status find_pieces(arena *a, hp_str draft, hp_markup markup, size_t skip, piece_list *pieces) {
    hp_str body = str_sub(draft, skip, draft.n);
    hp_status status = HP_OK;
    if (markup == HP_MARKUP_NONE) return piece_verbatim(a, pieces, draft, skip, draft.n, false) ? HP_OK : HP_ERR_MEMORY;
    status = markup == HP_MARKUP_MARKDOWN ? markdown_pieces(a, body, pieces) : html_pieces(a, body, pieces);
    for (size_t i = 0; i < pieces->n; i++) {
        pieces->v[i].draft_start += skip;
        pieces->v[i].draft_end += skip;
    }
    return status;
}

hp_status doc_read(arena *a, hp_str draft, hp_markup markup, doc *out, size_t *bad, hp_str *why) {
    *out = (doc){.a = a, .draft = draft, .lines = 1};
    *bad = 0;
    *why = (hp_str){0};
    hp_status status = check_bytes(a, draft, bad, why);
    if (status) return status;
    piece_list pieces = {0};
    clean_text clean = {0};
    size_t skip = str_starts(draft, HP_STR(bom)) ? 3 : 0;
    status = find_pieces(a, draft, markup, skip, &pieces);
    if (status == HP_ERR_LIMIT) *why = arena_printf(a, "elements are nested deeper than %d", LIMIT_MARKUP_DEPTH);
    if (!status) status = clean_pieces(a, draft, &pieces, &clean);
    if (status) return status;
    out->clean = clean.clean;
    out->map = clean.map;
    out->map_end = clean.map_end;
    for (size_t i = 0; i < draft.n; i++) out->lines += draft.p[i] == '\n';
    status = tokens_cut(out, clean.links, clean.link_count);
    if (status == HP_ERR_LIMIT) *why = HP_STR("the draft holds too many words");
    if (!status) status = sentences_cut(out);
    if (!status) status = parts_cut(out);
    return status;
}

void doc_draft_span(const doc *d, size_t clean_start, size_t clean_end, size_t *draft_start, size_t *draft_end) {
    if (!d->map) {
        *draft_start = clean_start;
        *draft_end = clean_end;
        return;
    }
    *draft_start = d->map[clean_start];
    *draft_end = clean_end > clean_start ? d->map_end[clean_end] : *draft_start;
    if (*draft_end < *draft_start) *draft_end = *draft_start; /* pieces out of the draft's order: link targets */
}

void doc_line_column(hp_str draft, size_t offset, size_t *line, size_t *column) {
    size_t start = 0;
    *line = 1;
    if (offset > draft.n) offset = draft.n;
    for (size_t i = 0; i < offset; i++)
        if (draft.p[i] == '\n') {
            ++*line;
            start = i + 1;
        }
    if (start == 0 && str_starts(draft, HP_STR(bom)) && offset >= 3) start = 3;
    *column = unicode_count(str_sub(draft, start, offset)) + 1;
}

size_t doc_token_at(const doc *d, size_t clean_offset) {
    size_t low = 0, high = d->token_count;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (d->tokens[mid].clean_end > clean_offset)
            high = mid;
        else
            low = mid + 1;
    }
    return low;
}

size_t doc_sentence_at(const doc *d, size_t clean_offset) {
    size_t low = 0, high = d->sentence_count;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (d->sentences[mid].clean_end > clean_offset)
            high = mid;
        else
            low = mid + 1;
    }
    return low < d->sentence_count ? low : d->sentence_count ? d->sentence_count - 1 : 0;
}
