/* toot_words.h - the words that toot was called with, understood as toot 0.34.1 does, and written anew for it: it gets
 * what was understood here, never what was not. */
#ifndef CLI_TOOT_WORDS_H
#define CLI_TOOT_WORDS_H

#include "hook.h"

enum { TOOT_MOST = 64, TOOT_MEDIA = 4 };

typedef struct toot_words {
    bool upload;        /* "toot upload", else "toot post" */
    bool help;          /* only its help page is asked for */
    bool edit;          /* -e */
    const char *editor; /* its value; NULL: none */
    const char *text;   /* the operand: a text to post or a file to upload; NULL: none */
    const char *spoiler, *content_type;
    const char *media[TOOT_MEDIA], *descriptions[TOOT_MEDIA];
    size_t media_count, description_count;
    char *words[TOOT_MOST + 1]; /* the options anew, as "--name=value"; NULL at the end */
    size_t count;
} toot_words;

/* Reads the words behind "post" or "upload". false: told what is wrong. Free it in either case. */
bool toot_read(const hook_call *call, toot_words *out);
void toot_free(toot_words *t);

/* Whether a command of toot's is known to publish no text: timeline, favourite, login, ... */
bool toot_publishes_nothing(const char *verb);

#endif
