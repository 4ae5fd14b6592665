/* image.h - compiled packs kept between runs: a file under the cache folder, mapped instead of compiling again.
 *
 * An image belongs to a key (which files were asked for) and lists every file that went into it, every place where one
 * was looked for in vain, and every folder that was searched; it counts only while all of them are as they were. A
 * damaged, foreign, older or half-written image is as good as none, and so is a folder that others may write. Without a
 * folder that can be written everything works, only slower.
 */
#ifndef CLI_IMAGE_H
#define CLI_IMAGE_H

#include "digest.h"
#include "sources.h"

/* A name for what is asked for: add every text that decides it. */
typedef struct image_key {
    uint64_t hash;
} image_key;
image_key image_key_new(void);
void image_key_add(image_key *key, const char *text);

/* The pack and its policy's digest; false: there is no image that counts. */
bool image_load(image_key key, hp_pack **pack, char policy_digest[DIGEST_TEXT]);

/* Keeps a pack that was compiled from `from`, and the seven kept last before it. Does nothing where it cannot, or while
 * a file is so new that a change in the same moment could not be told from it. */
void image_save(image_key key, const hp_pack *pack, const sources *from, const char policy_digest[DIGEST_TEXT]);

#endif
