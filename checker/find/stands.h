/* stands.h - words that are names by where they stand, though nothing about the words says so: "Reed flunks again, he
 * shrugged", "Poppy picked a poppy", "Marlo (real name Marlowe)", "go on Ottavia!", "K. when he". */
#ifndef HALLPASS_STANDS_H
#define HALLPASS_STANDS_H

#include "find/people.h"

/* Does token i stand where only a name can? */
bool stands_as_name(const finder *f, const doc *d, size_t i);

/* Is a plain word, token i, called by it at the start of a sentence: who does something there, with a "he" or "her"
 * behind it, or the same word in lower case? */
bool stands_as_person(const finder *f, const doc *d, size_t i);

/* Is the name in a hashtag's part, part `i`, cheered or claimed: #goOttavia, #Justice4Ottavia? */
bool stands_cheered(const finder *f, const doc *d, size_t i);

/* A name in a hashtag's part without capitals: #ottaviadances, #goottavia. Its place in the part's text is
 * [*from, *end). False where there is none, or it may be a word's or somebody's in public life. */
bool stands_in_tag(const finder *f, const token_part *p, size_t *from, size_t *end);

#endif
