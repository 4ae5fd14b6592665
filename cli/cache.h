/* cache.h - what takes long to make, kept between runs: files under the cache folder, mapped from then on.
 *
 * A file has a kind and a key, holds facts (what its body was made of: whoever asks says whether they still hold) and a
 * body. A damaged, foreign, older or half-written file is as good as none, and so is a folder that others may write.
 * Without a folder that can be written everything works, only slower.
 *
 * Head and facts are summed at each start, and the body until a start has sealed the file: it waits until the disk has
 * it, and sets its time to one that the head tells. Whoever writes to the file, restores it or changes its times breaks
 * the seal; while it holds, nobody has touched the body, and a start need not read it.
 */
#ifndef CLI_CACHE_H
#define CLI_CACHE_H

#include "hallpass.h"

/* A name for what is asked for: add every text that decides it. */
typedef struct cache_key {
    uint64_t hash;
} cache_key;
cache_key cache_key_new(void);
void cache_key_add(cache_key *key, const char *text);

/* Both begin at addresses that 8 divides, and stay until the program ends or cache_close. */
typedef struct cached {
    hp_str facts, body;
} cached;

/* kind: up to 7 letters. false: there is no file that counts. */
bool cache_open(const char *kind, cache_key key, cached *out);
void cache_close(cached *file);

/* Keeps a file, and the seven of its kind kept last before it; facts of a length that 8 divides. Does nothing where it
 * cannot. */
void cache_save(const char *kind, cache_key key, hp_str facts, hp_str body);

/* Takes all files of a kind away. */
void cache_clear(const char *kind);

/* How the cache folder is, which is made where it can be. */
typedef struct cache_state {
    char *folder;          /* the caller frees it; NULL: the person has none */
    const char *why;       /* nothing can be kept there; NULL: it can */
    bool untrusted;        /* because others may write it, or it is not the person's */
    size_t files, damaged; /* that are kept; those of them that do not count */
} cache_state;
cache_state cache_look(void);

#endif
