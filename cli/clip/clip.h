/* clip.h - the two ways of `hallpass clip`: staying to watch, and once. */
#ifndef CLIP_CLIP_H
#define CLIP_CLIP_H

#include "answer.h"
#include "notice.h"

typedef struct clip_options {
    const char **check; /* options that are handed on to "hallpass check"; NULL at the end */
    size_t least_words; /* fewer are not checked while watching */
    bool everything;    /* nor are links, tables and program lines passed over */
    hp_level tell_from; /* notices from this level on */
    bool replace;       /* the suggested wording may be put on the clipboard */
    bool notify;        /* once: the answer is a notice */
    bool pause;         /* once: wait for Enter at the end */
} clip_options;

/* Until a signal, the end of the display, or an error. Returns the exit status. */
int clip_watch(const clip_options *o);

/* Checks what is copied now: prints the report, or puts the suggested wording there. Returns the exit status. */
int clip_once(const clip_options *o);

/* Heading and body of a notice about an answer; the caller frees both. `pass` in words too. */
void clip_word(const answer *a, bool html_too_large, char **heading, char **body);

/* Of a copy that could not be read: why, in one sentence; NULL: nothing has to be said. */
const char *clip_why_unread(copy_state state);

/* Puts an answer's wording on the clipboard and says how that went; the caller frees both texts. `from`: the copy that
 * it was made of. */
bool clip_replace(board *b, asker *a, const answer *made, const copy *from, char **heading, char **body);

#endif
