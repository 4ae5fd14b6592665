/* image.h - compiled packs kept between runs, mapped instead of compiling again (cache.h).
 *
 * An image belongs to a key (which files were asked for) and lists every file that went into it, every place where one
 * was looked for in vain, and every folder that was searched; it counts only while all of them are as they were.
 */
#ifndef CLI_IMAGE_H
#define CLI_IMAGE_H

#include "cache.h"
#include "digest.h"
#include "sources.h"

/* The pack and its policy's digest; false: there is no image that counts. */
bool image_load(cache_key key, hp_pack **pack, char policy_digest[DIGEST_TEXT]);

/* Keeps a pack that was compiled from `from`. Does nothing where it cannot, or while a file is so new that a change in
 * the same moment could not be told from it. */
void image_save(cache_key key, const hp_pack *pack, const sources *from, const char policy_digest[DIGEST_TEXT]);

#endif
