/* reading.h - what was read of a file, in one part: its words, what it tells beside them, what could not be read. */
#ifndef MEDIA_READING_H
#define MEDIA_READING_H

#include "out.h"

/* Where words stand. */
typedef enum reading_place { IN_TEXT = 0, IN_DATA, IN_NOTES, READING_PLACES } reading_place;

/* What a file tells, as the rule language calls it (`tells:`): bits. */
enum { TELLS_PLACE = 1, TELLS_TIME = 2, TELLS_OWNER = 4, TELLS_DEVICE = 8, TELLS_CHANGES = 16 };

typedef struct reading {
    const char *type;   /* "image", "document"; NULL: not known */
    const char *markup; /* of IN_TEXT: "text", "markdown", "html"; NULL: text */
    unsigned tells;
    output words[READING_PLACES]; /* OUT_MEMORY, UTF-8 */
    output unread;                /* why not all was read; empty: all was */
} reading;

#define READING_INIT                                                                                                   \
    { .words = {OUT_MEMORY, OUT_MEMORY, OUT_MEMORY}, .unread = OUT_MEMORY }

/* Adds words of their own line; of more than BOUND_TEXT_BYTES the rest is not read, which is said. Bytes that are no
 * UTF-8 become U+FFFD, NUL ends them. */
void reading_words(reading *r, reading_place in, hp_str words);
/* The same with an empty line behind: words that have nothing to do with the next ones. */
void reading_paragraph(reading *r, reading_place in, hp_str words);

/* Says what could not be read, once. */
void reading_lacks(reading *r, const char *what);

/* Sends the part as one line of JSON and empties it. */
void reading_send(reading *r, output *to);
void reading_free(reading *r);

#endif
