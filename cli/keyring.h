/* keyring.h - keys as people name them, and where pinned ones lie: keys/NAME.pub of the configuration. */
#ifndef CLI_KEYRING_H
#define CLI_KEYRING_H

#include "minisign.h"

/* The public key that `told` names: itself in Base64, a key file, or the name of a pinned key. false: told why. */
bool keyring_find(const char *told, minisign_key *out);

/* The pinned keys: paths of their files. The caller gives them to files_free_list. */
char **keyring_pinned(size_t *count);

/* Reads one key file. false: told why. */
bool keyring_read(const char *path, minisign_key *out);

/* Pins a key under a name of letters, digits, "-", "_" and ".". false: told why. */
bool keyring_pin(const minisign_key *key, const char *name);

/* Reads a secret key, asking for its passphrase where it has one. false: told why. */
bool keyring_secret(const char *path, minisign_secret *out);

/* Writes a new pair to NAME.key and NAME.pub, neither of which may be there; `open`: without a passphrase. false: told
 * why. */
bool keyring_make(const char *name, bool open, minisign_key *out);

#endif
