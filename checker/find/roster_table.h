/* roster_table.h - how a roster lies in memory and in its image: a head and, behind it, tables of plain rows, in this
 * machine's byte order. Rows are read one by one, so that a mapped image is touched only where it is asked; in an image
 * all behind the head is enciphered (base/cipher.h), and each row read is deciphered then.
 *
 * The rows of a damaged image may hold anything: whoever follows an index asks for a row that is not there and gets
 * zeros, and no chain is followed for ever.
 */
#ifndef HALLPASS_ROSTER_TABLE_H
#define HALLPASS_ROSTER_TABLE_H

#include "base/cipher.h"
#include "find/roster.h"

enum { ROSTER_ENTRIES, ROSTER_OTHERS, ROSTER_PERSONS, ROSTER_NEAR, ROSTER_TEXT, ROSTER_TABLES };

#define ROSTER_MAGIC "HPROSTER"
enum {
    ROSTER_VERSION = 1,
    ROSTER_NEAR_LEAST = 5,   /* shorter names have too many neighbours that are words */
    ROSTER_NEAR_LONGEST = 39 /* bytes */
};

typedef struct roster_head {
    char magic[8];
    uint32_t version, people;
    uint64_t proof; /* of an image: what only its key gives */
    uint32_t count[ROSTER_TABLES];
    uint32_t unused;
} roster_head;

/* ROSTER_ENTRIES: a hash table of keys, a power of two, probed in a row. */
typedef struct roster_entry {
    uint64_t hash; /* 0: empty */
    uint32_t person : 24, kind : 8;
    uint32_t more; /* index + 1 into the others: who else bears the name; 0: nobody */
} roster_entry;

/* ROSTER_OTHERS: the next one always stands before. */
typedef struct roster_other {
    uint32_t person, next; /* next: as roster_entry.more */
} roster_other;

/* ROSTER_PERSONS; the text's place is counted in words. */
typedef struct roster_row {
    uint32_t id;
    uint32_t id_bytes : 30, release : 1, opt_out : 1;
} roster_row;

/* ROSTER_NEAR: a hash table as the entries are, by the name with one byte left out and by the name itself. */
typedef struct roster_near_entry {
    uint64_t hash;
    uint32_t person : 24, kind : 8;
    uint32_t name : 26, name_bytes : 6; /* the text's place, in words */
} roster_near_entry;

/* ROSTER_TEXT: ids and names, each from the start of a word. */
typedef uint64_t roster_word;

struct hp_roster {
    roster_head head;
    const char *tables; /* all behind the head */
    void *own;          /* the block, where it was built and not opened */
    bool sealed;
    cipher_key key; /* of what is sealed */
};

size_t roster_row_size(int table);
/* Where a table begins, in bytes behind the head; of ROSTER_TABLES: how many bytes they are in all. */
size_t roster_table_at(const roster_head *head, int table);

#endif
