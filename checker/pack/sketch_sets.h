/* sketch_sets.h - characters and sets of them in a regex, as symbols: for sketch.c. */
#ifndef HALLPASS_SKETCH_SETS_H
#define HALLPASS_SKETCH_SETS_H

#include "pack/sketch.h"

/* A regex while it is read. */
typedef struct set_reader {
    hp_str s;
    size_t at;
    bool caseless; /* (?i) */
    bool loose;    /* the set read last holds ASCII characters that the regex's may not */
    bool failed;   /* something that is not understood */
} set_reader;

bool reader_more(const set_reader *r);
char reader_peek(const set_reader *r); /* NUL at the end */
bool reader_next_is(set_reader *r, const char *text);

/* Behind a backslash: an escape for one of several characters; false: it is none, and nothing was read. */
bool reader_set(set_reader *r, pk_symbols *out);
/* Behind a backslash: \x41, \t and the like. The symbol; -1: it is none, and nothing was read. */
int reader_code(set_reader *r);
/* Behind the opening bracket of a class. */
void reader_class(set_reader *r, pk_symbols *out);
/* A character beyond ASCII, which must be next. */
int reader_character(set_reader *r);

void symbols_add(pk_symbols *s, unsigned symbol);
pk_symbols symbols_all(void);            /* every character */
pk_symbols symbols_word(void);           /* word characters of ASCII */
pk_symbols symbols_turned(pk_symbols s); /* every character that is not in it, and those beyond ASCII */
bool symbols_hold(const pk_symbols *s, const pk_symbols *part);

#endif
