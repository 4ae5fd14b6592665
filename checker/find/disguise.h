/* disguise.h - names of the roster as people write them so that no search finds them: leet, stretched, spaced, spelled,
 * in letters of another script or shape. */
#ifndef HALLPASS_DISGUISE_H
#define HALLPASS_DISGUISE_H

#include "find/people.h"

/* The key (lexicon_key) of a token; a word all in look-alike letters of another script has its Latin one. */
hp_str disguise_key(const doc *d, const token *t);

/* Two keys behind one another. */
hp_str disguise_join(arena *a, hp_str x, hp_str y);

/* Can the token begin a disguised name? Names and words of letters, and flags whose letters spell one. */
bool disguise_starts(const doc *d, const token *t);

/* Was token i written so that it does not look like the word it reads as: M-a-y-a, small capitals, another script? A
 * common word in a fancy font is a style, and so are small capitals that go on in the next word. */
bool disguise_is_spelled(const finder *f, const doc *d, size_t i);

/* The roster name that begins at token i in disguise; *count tokens of the draft. */
roster_match disguise_find(const finder *f, const doc *d, size_t i, size_t *count, hp_str *key);

/* A given name that no class list has and that begins at token i in disguise: with signs or digits for letters
 * ("cass!dy"), with stars or pictures for vowels ("s*nt*g*"), spaced ("l i n h"); *count tokens of the draft. False
 * where it may be read as a plain word or as somebody in public life. */
bool disguise_of_given(const finder *f, const doc *d, size_t i, size_t *count, hp_str *key);

/* A tag or handle whose digits stand for letters, "#TeamM4y4": the tag's words without its sign, one after another from
 * *at (0 first); false when there is no more. *text has letters for digits and stands at clean_start. */
bool disguise_next_leet(const doc *d, const token *t, size_t *at, hp_str *text, size_t *clean_start);

#endif
