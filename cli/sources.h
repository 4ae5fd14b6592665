/* sources.h - the policy and rule files of one pack: found, read, kept alive, digested in the order they were loaded.
 */
#ifndef CLI_SOURCES_H
#define CLI_SOURCES_H

#include "digest.h"
#include "files.h"

typedef struct sources sources;

/* `digested`: keep a digest over the files. The place must outlive it. */
sources *sources_new(const place *where, bool digested);
void sources_free(sources *s);

/* Adds an outermost file, told as a path or as the id of a policy that is found among the configured, the fetched and
 * the bundled ones. A bundle (bundle.h) is read where it lies, as if it were a folder. false: a message has told why.
 */
bool sources_add(sources *s, const char *told);

/* The same with the copy of a district's policy that has this digest, and no other. */
bool sources_add_copy(sources *s, const char *path, hp_str expected);

/* The same with the bytes of a bundle, which messages call `name`. */
bool sources_add_bundle(sources *s, const char *name, hp_str bytes);

const hp_source *sources_list(const sources *s, size_t *count);

/* The include callback of hp_compile_options; `user` is the sources. A name is looked for beside the file that names
 * it, then among the bundled policies and rules, then as an id. */
hp_status sources_include(void *user, hp_str from, hp_str name, hp_source *out);

#define SOURCES_ZONES "/usr/share/zoneinfo" /* the system's zone database */

/* The zone callback: files of the system's zone database, which count among the files looked at. */
hp_status sources_zone(void *user, hp_str name, hp_str *tzif);

/* Whether a file is a rule set that came with the program and was not named itself: its patterns were tried before it
 * was handed out. The `trusted` of hp_compile_options; `user` is the sources. */
bool sources_bundled(void *user, hp_str name);

/* The path of file number i that was read; NULL: there are no more. */
const char *sources_file(const sources *s, size_t i);

/* The bytes of the file that messages call `name`; empty: there is none. They live as long as the sources. */
hp_str sources_bytes(const sources *s, hp_str name);

/* Path number i of all that were looked at, and how each was before that: files that were read, places where there was
 * none, folders that were searched. NULL: there are no more. */
const char *sources_seen(const sources *s, size_t i, file_stamp *stamp);

/* Whether any change since then would show in the stamps. */
bool sources_settled(const sources *s);

/* The digest over all files loaded until now; ends it. */
void sources_digest(sources *s, char out[DIGEST_TEXT]);

#endif
