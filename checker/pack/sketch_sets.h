/* sketch_sets.h - characters and sets of them in a regex, as symbols: for sketch.c. */
#ifndef HALLPASS_SKETCH_SETS_H
#define HALLPASS_SKETCH_SETS_H

#include "pack/regex_reader.h"
#include "pack/sketch.h"

/* Behind a backslash: an escape for one of several characters; false: it is none, and nothing was read. */
bool reader_set(regex_reader *r, pk_symbols *out);
/* Behind the opening bracket of a class. */
void reader_class(regex_reader *r, pk_symbols *out);
/* A character beyond ASCII, which must be next. */
int reader_character(regex_reader *r);

void symbols_add(pk_symbols *s, unsigned symbol);
pk_symbols symbols_all(void);            /* every character */
pk_symbols symbols_word(void);           /* word characters of ASCII */
pk_symbols symbols_turned(pk_symbols s); /* every character that is not in it, and those beyond ASCII */
bool symbols_hold(const pk_symbols *s, const pk_symbols *part);

#endif
