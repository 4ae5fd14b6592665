/* marked.h - marked texts, as the trainers read them: what is named, where, and whose name it is. */
#ifndef MARKED_H
#define MARKED_H

#include "hallpass.h"

enum { MOST_TEXTS = 1 << 16, OTHER_KINDS = 6 };

typedef struct span {
    size_t start, end; /* bytes, half open */
    bool open;         /* may be a name or not, for the tagger */
    bool name;         /* names a person */
    uint8_t other;     /* names something else, of a kind from 1 (a place, a team) to OTHER_KINDS; 0: does not */
    int privately;     /* 1: of a private person, 0: of another or of nobody, -1: not told */
} span;

typedef struct text {
    hp_str bytes;
    span *spans;
    size_t span_count;
    bool others; /* all that is named is marked, not persons only */
} text;

/* Reads a file of JSON Lines, `{"text", "spans": [{"start", "end", "label"}]}` with offsets in UTF-8 bytes, into
 * texts[count ..]; the new count, at most MOST_TEXTS. PERSON, STUDENT_NAME and PRIVATE_NAME are names; PUBLIC_NAME may
 * be one or not and is left open. Ends the program when the file cannot be read. */
size_t read_texts(const char *path, text *texts, size_t count);

#endif
