/* browsers.h - the browsers that the extension runs in, and the files that tell each where hallpass-host is. */
#ifndef CLI_BROWSERS_H
#define CLI_BROWSERS_H

#include "out.h"

typedef struct browser {
    const char *name;   /* "Chromium" */
    const char *kind;   /* what "hallpass host --manifest" calls it */
    const char *home;   /* its folder in the person's home */
    const char *own;    /* the manifest, below that */
    const char *shared; /* the manifest for everyone on this computer */
} browser;

/* The table's row at `at`; NULL after the last. */
const browser *browser_at(size_t at);

/* Whether the person has used it: its folder is there. */
bool browser_used(const browser *b);

/* Path of the person's manifest, there or not, which the caller frees; NULL: there is no home folder. */
char *browser_manifest(const browser *b);

/* What a manifest says for the program at `host` (NULL: where hallpass-host is). false: told why. */
bool browser_manifest_text(const browser *b, const char *host, output *out);

#endif
