/* offer.h - what to do with a copy, told from the names of the forms it is offered in, before a byte of it is read. */
#ifndef CLIP_OFFER_H
#define CLIP_OFFER_H

#include "hallpass.h"

/* Offered beside the text that hallpass itself puts on the clipboard: whoever watches leaves it alone. */
#define OFFER_MARK "application/x-hallpass-checked"

typedef enum offer_kind {
    OFFER_NOTHING = 0, /* no form that is known */
    OFFER_TEXT,        /* read it */
    OFFER_SECRET,      /* a password manager's: never read */
    OFFER_OWN,         /* hallpass put it there */
    OFFER_FILES,       /* files, to be pasted in a folder */
    OFFER_PICTURE      /* a picture without a text: never fetched */
} offer_kind;

typedef struct offer {
    offer_kind kind;
    const char *text; /* the form to read as plain text; NULL: there is none */
    const char *html; /* as HTML, where alone links and descriptions of pictures stand; NULL: none */
} offer;

/* Of the names of X11 targets, which on Wayland are MIME types; the answer's names live for ever. */
offer offer_of(const char *const *names, size_t count);

/* Makes UTF-8 of a form's bytes as it came: "STRING" is Latin-1, a byte order mark tells UTF-16, NULs at the end are
 * dropped. Whatever is broken beyond that stays, for the check to refuse. Returns bytes that the caller frees. */
char *offer_decode(const char *form, hp_str bytes, size_t *n);

#endif
