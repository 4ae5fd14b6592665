/* assets.h - the page's files, which stand in the program: nothing is looked for on disk while it serves. */
#ifndef CLI_SERVE_ASSETS_H
#define CLI_SERVE_ASSETS_H

#include "hallpass.h"

typedef struct asset {
    const char *path; /* "/" is the page itself */
    const char *type;
    hp_str bytes;
} asset;

/* false: there is none at that path. */
bool asset_find(const char *path, asset *out);

#endif
