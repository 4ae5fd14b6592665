/* doc.h - a draft made readable for rules: checked, stripped, cleaned, cut into tokens and sentences, with an exact way
 * back to the draft's bytes.
 *
 *   draft   the bytes as given; never altered
 *   clean   what patterns run on: markup gone, NFKC (full-width digits, ligatures, mathematical letters), zero-width
 *           characters, soft hyphens, variation selectors and bidi controls removed, curly quotes and primes made ' and
 * ", every dash and minus made -, every space but newline made one ASCII space (count kept), CRLF and CR made LF,
 *           letters of other scripts that look Latin inside an otherwise Latin word made Latin. Case and diacritics
 * stay. fold    of a token: clean, case folded, diacritics stripped (o-slash, l-stroke, d-stroke, thorn ... too:
 * "soren", "zoe", "pena"), apostrophes dropped: what word lists, rosters and the lexicon are asked with.
 *
 * Where clean equals the draft (plain ASCII without markup), map is NULL and offsets are the same.
 * Invariants: tokens do not overlap and stand in order; every token lies in exactly one sentence; sentence k ends where
 * sentence k + 1 begins or before; every clean offset on a character boundary maps to a draft offset on one.
 */
#ifndef HALLPASS_DOC_H
#define HALLPASS_DOC_H

#include "base/arena.h"

typedef enum token_kind {
    TOKEN_WORD = 1, /* letters, with inner apostrophes and hyphens: D'Angelo, Mei-Ling, can't */
    TOKEN_CLITIC,   /* 's 're 'll n't, cut off the word before it */
    TOKEN_NUMBER,   /* 12 1,204 3.5 34% 504 */
    TOKEN_TIME,     /* 3:15, 9:40am, 10h15 */
    TOKEN_MIXED,    /* letters and digits: 4th, jsmith27, D3stiny, h4k2x7b */
    TOKEN_HASHTAG,  /* with its # */
    TOKEN_HANDLE,   /* with its @ (or $ for payment handles); user@instance handles too */
    TOKEN_URL,      /* with or without a scheme */
    TOKEN_EMAIL,
    TOKEN_EMOJI, /* a whole cluster: flags, skin tones, ZWJ sequences */
    TOKEN_PUNCT  /* one character; runs of the same one (..., !!!) are one token */
} token_kind;

/* flags */
enum {
    TOKEN_CAPITAL = 1,  /* first letter upper case */
    TOKEN_ALLCAPS = 2,  /* two letters or more, all upper case */
    TOKEN_INNERCAP = 4, /* an upper-case letter after a lower-case one: DeShawn, TeamMaya */
    TOKEN_FIRST = 8,    /* first word of its sentence, line, or list item */
    TOKEN_QUOTED = 16,  /* between quotation marks that open and close within three sentences */
    TOKEN_IN_LINK = 32, /* stands beside the visible text: a link target, an alt text, a comment */
    TOKEN_SPACE = 64    /* white space (or the start of the text) stands before it */
};

typedef struct token {
    size_t clean_start, clean_end;
    hp_str fold;   /* in the document's arena */
    uint64_t hash; /* str_hash(fold) */
    uint32_t sentence;
    uint8_t kind, flags;
} token;

/* Words inside a token: #TeamMaya -> Team, Maya; @maya_hernandez08 -> maya, hernandez; file and path words of a link;
 * the local part of a mail address. Cut at capitals, digits, underscores, dots and hyphens. Same fields as a token;
 * `sentence` is that of the parent. */
typedef struct token_part {
    token t;
    uint32_t parent; /* index of the token it stands in */
} token_part;

typedef struct sentence {
    size_t clean_start, clean_end;
    uint32_t token_first, token_count;
} sentence;

typedef struct doc {
    arena *a;
    hp_str draft;
    hp_str clean;
    const uint32_t
        *map; /* clean.n + 1 entries: the draft offset where the character of this clean byte begins; NULL: same */
    const uint32_t *map_end; /* clean.n + 1 entries: [i] is the draft offset where the character that ends at clean byte
                                i ends; NULL: same. doc_draft_span uses both. */
    token *tokens;
    size_t token_count;
    token_part *parts;
    size_t part_count;
    sentence *sentences;
    size_t sentence_count;
    size_t lines; /* newlines + 1 */
} doc;

/* Reads the draft into *out, all memory in `a`. On HP_ERR_ENCODING *bad is the draft offset of the first bad byte (or
 * NUL) and *why says in words what is wrong. HP_ERR_LIMIT: longer than LIMIT_DRAFT_BYTES, nested deeper than
 * LIMIT_MARKUP_DEPTH (*why says which). A leading BOM is skipped. */
HP_MUST_USE hp_status doc_read(arena *a, hp_str draft, hp_markup markup, doc *out, size_t *bad, hp_str *why);

/* Draft bytes of a clean span: begins with the character at clean_start, ends behind the character before clean_end. */
void doc_draft_span(const doc *d, size_t clean_start, size_t clean_end, size_t *draft_start, size_t *draft_end);

/* Line and column (both from 1, column in code points) of a draft offset. */
void doc_line_column(hp_str draft, size_t offset, size_t *line, size_t *column);

/* Index of the first token whose end is behind clean_offset; token_count when there is none. Binary search. */
size_t doc_token_at(const doc *d, size_t clean_offset);
size_t doc_sentence_at(const doc *d, size_t clean_offset);

/* The text of a token as it stands in clean. */
static inline hp_str doc_token_text(const doc *d, const token *t) {
    return (hp_str){d->clean.p + t->clean_start, t->clean_end - t->clean_start};
}

#endif
