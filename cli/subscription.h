/* subscription.h - the district's policy on this computer: where it comes from, whose signature it must bear, the
 * copies that were taken.
 *
 * Everything stands in one folder, hallpass/district of the person's data ($XDG_DATA_HOME or ~/.local/share), else of
 * the whole computer's (/var/lib): the copies as VERSION.bundle and VERSION.bundle.minisig, never changed once they are
 * there, and one file "subscription" that says which of them counts. That file is replaced in one step, so that at any
 * moment there is the old state or the new one; copies that it does not name are left-overs. */
#ifndef CLI_SUBSCRIPTION_H
#define CLI_SUBSCRIPTION_H

#include "out.h"

enum {
    SUBSCRIPTION_COPIES = 3,
    SUBSCRIPTION_KEYS = 4,
    SUBSCRIPTION_REVOKED = 32,
    SUBSCRIPTION_GOOD_FOR = 30, /* days, where the policy says nothing */
    SUBSCRIPTION_BYTES = 64 << 10
};

typedef struct subscription_copy {
    hp_str version, digest, key; /* of the bundle's bytes; id of the key that signed it */
    uint64_t good_for;           /* days; 0: the policy says nothing */
} subscription_copy;

/* Views of `bytes`, or of whatever whoever changes it keeps alive until it is saved. */
typedef struct subscription {
    char *folder, *bytes;
    bool shared; /* for everyone on this computer */
    hp_str url;
    bool local, follow;             /* file: and http on this computer, redirects to other hosts */
    hp_str authority;               /* path of a file with certificates; empty: the system's */
    uint64_t every;                 /* seconds between visits */
    hp_str keys[SUBSCRIPTION_KEYS]; /* public keys in Base64 */
    size_t key_count;
    hp_str revoked[SUBSCRIPTION_REVOKED]; /* ids */
    size_t revoked_count;
    hp_str id;                                     /* of the policy */
    hp_str highest;                                /* the newest version that was ever taken */
    hp_str current;                                /* the version that counts */
    hp_str held;                                   /* the version that a person rolled back from; empty: none */
    subscription_copy copies[SUBSCRIPTION_COPIES]; /* the newest first */
    size_t copy_count;
    hp_str etag, modified; /* what the server said of the newest copy */
    /* seconds since 1970; 0: never */
    int64_t tried;     /* the last visit */
    int64_t confirmed; /* the last visit that gave the policy, or word that it has not changed */
    int64_t next;      /* when a timer may visit again */
    uint64_t failures; /* visits in vain since then */
    hp_str error;      /* why the last one was in vain; empty: it was not */
} subscription;

typedef enum subscription_state {
    SUBSCRIPTION_NONE = 0,
    SUBSCRIPTION_GOOD,
    SUBSCRIPTION_BROKEN /* there is one, but it cannot be read or names no copy */
} subscription_state;

/* The folder of the person's subscription, or of the computer's; the caller frees it. NULL: there is no home. */
char *subscription_folder(bool shared);

/* The one that counts for this person. BROKEN: *why. Free it in any case. */
subscription_state subscription_find(subscription *out, const char **why);
/* The one in a folder; takes the folder over. */
subscription_state subscription_open(char *folder, subscription *out, const char **why);
void subscription_free(subscription *s);

/* Reads the text of the file. NULL, or what is wrong. `out` is zeroed but for what is read. */
const char *subscription_read(hp_str text, subscription *out);

/* Writes it to its folder. false: *why. */
bool subscription_save(const subscription *s, const char **why);

/* The copy of a version; NULL: there is none. */
const subscription_copy *subscription_copy_of(const subscription *s, hp_str version);
/* Its path, there or not; the caller frees it. */
char *subscription_path(const subscription *s, hp_str version);
/* The digest of the one that counts; empty: there is none. */
hp_str subscription_digest(const subscription *s);

/* Whole days since the policy was confirmed; -1: the clock shows a time before that. */
int64_t subscription_age(const subscription *s, int64_t now);
/* Days that the copy stays good without a word from the district. */
uint64_t subscription_good_for(const subscription *s);
/* What whoever checks a draft is told when the copy is older than it says it is good for, or its age cannot be known:
 * a sentence, which the caller frees. NULL: nothing. */
char *subscription_notice(const subscription *s, int64_t now);

#endif
