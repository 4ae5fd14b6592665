/* git_posts.h - the posts of a blog in a git repository, as git's objects hold them; the work tree is never looked at.
 */
#ifndef CLI_GIT_POSTS_H
#define CLI_GIT_POSTS_H

#include "hook_gate.h"

/* Checks every post that a listing of "git diff --raw -z" or "git log --raw -z" (see GIT_RAW) adds or changes: files in
 * one of the folders of --folder whose ending is that of a text. One blob is checked once, however often it is listed.
 * What cannot be read is told to the gate. */
void git_check_listing(gate *g, const arguments *args, hp_str listing);

/* The options under which git lists whole names, blobs by their full ids, and nothing that a configuration adds. */
#define GIT_RAW                                                                                                        \
    "--raw", "-z", "--no-abbrev", "--no-renames", "--no-ext-diff", "--no-textconv", "--no-relative", "--no-color",     \
        "--diff-filter=ACMRTUX"

enum { GIT_LISTING_BYTES = 64 << 20 }; /* half a million files */

#endif
