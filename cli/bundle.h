/* bundle.h - a policy with all its files in one file, as a district ships it.
 *
 *     hallpass-bundle 1
 *     id us-il/riverbend-usd
 *     version 2026.11.0
 *     needs 0.3                                the oldest engine that understands it (may be missing)
 *     good-for 30                              days that a copy stays good without a word from the district (may be
 * missing) policy riverbend.policy.yaml             the outermost file previous-key RWQ...                      the
 * public key that signed before this one (may be missing) next-key RWQ...                          a key that may sign
 * from now on too (may be missing) revoked-key 0123456789ABCDEF             id of a key that counts no more (up to 8)
 *     file 2312 9f86d081... riverbend.policy.yaml
 *     file 400 60303ae2... riverbend/names.txt
 *
 *     (the files' bytes, one behind the other)
 *
 * The lines come in this order, the files in the order of their paths: the same files give the same bytes. Nothing is
 * compressed, so that no bundle is larger than it looks, and nothing is unpacked: the files are read where they stand.
 * Digests are BLAKE2b-256. A path has at most 200 bytes: letters, digits, ".", "_", "-" and "/", and none of its parts
 * begins with a dot. */
#ifndef CLI_BUNDLE_H
#define CLI_BUNDLE_H

#include "out.h"

enum {
    BUNDLE_BYTES = 8 << 20, /* of a whole bundle: a district's policy has some 100 kB */
    BUNDLE_MANIFEST_BYTES = 64 << 10,
    BUNDLE_FILES = 200, /* what one pack may be made of */
    BUNDLE_REVOKED = 8,
    BUNDLE_PATH_BYTES = 200,
    BUNDLE_ID_BYTES = 100,
    BUNDLE_GOOD_FOR_DAYS = 3650,
    BUNDLE_DIGEST = 64 /* digits */
};

typedef struct bundle_file {
    hp_str path, digest, bytes;
} bundle_file;

/* All views: of the bundle's bytes once it was read; of the caller's before it is written. */
typedef struct bundle {
    hp_str id, version, needs, policy, previous_key, next_key;
    uint64_t good_for; /* days; 0: not told */
    hp_str revoked[BUNDLE_REVOKED];
    size_t revoked_count;
    bundle_file files[BUNDLE_FILES];
    size_t file_count;
} bundle;

/* Whether bytes begin as a bundle does. */
bool bundle_is(hp_str bytes);

/* Reads a bundle and checks every size; not the digests, which bundle_sound does. false: *why says in lower case,
 * without a full stop, what is wrong. Touches nothing but its arguments. */
bool bundle_read(hp_str bytes, bundle *out, const char **why);

/* Whether each file is the one that its digest names. digest_start() before it. */
bool bundle_sound(const bundle *b, const char **why);

bool bundle_path_valid(hp_str path);
bool bundle_id_valid(hp_str id);

/* The file with a path; NULL: there is none. */
const bundle_file *bundle_find(const bundle *b, hp_str path);

/* Puts the files in order, fills their digests (into `digests`, BUNDLE_FILES x DIGEST_TEXT bytes that live as long as
 * the bundle) and writes the whole. */
void bundle_write(bundle *b, char *digests, output *to);

#endif
