/* weighing.h - what carried the person tagger's decision, in words for whoever wrote the draft: "a capital letter in
 * mid-sentence, "my student" before it, in no dictionary; against it: how it is spelled".
 *
 * What each feature says is summed by what it speaks of (the kinds of features.h); the weightiest few are told. Words
 * around a name are quoted only when they are plain ones: no number, password or other name gets into an explanation.
 */
#ifndef HALLPASS_WEIGHING_H
#define HALLPASS_WEIGHING_H

#include "find/tagger.h"

typedef struct weighing {
    const tagger *t;
    const doc *d;
    const hp_lexicon *lexicon;
    const tag_word *words; /* tagger_words of d */
} weighing;

/* Why a run is a name, and why it is a private person's (or, below 50, somebody public's). In the document's arena;
 * empty when no one thing weighs enough to be told, and without memory. */
hp_str weighing_of_name(const weighing *w, const tag_run *run);
hp_str weighing_of_owner(const weighing *w, const tag_run *run);

#endif
