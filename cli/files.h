/* files.h - reading whole files with a cap, and where the program's own data lies. */
#ifndef CLI_FILES_H
#define CLI_FILES_H

#include "hallpass.h"

/* Opens a file for reading, close-on-exec, without waiting for a pipe's writer unless `pipes`. Returns the descriptor,
 * or -1 and *why: what is wrong with it, for a message. A directory or device is refused. */
int files_open(const char *path, bool pipes, const char **why);

/* Everything up to `cap` + 1 bytes of a descriptor, so that a longer file shows. false: *why says what went wrong. The
 * caller frees *bytes; the descriptor stays open. */
bool files_read_all(int fd, size_t cap, char **bytes, size_t *n, const char **why);

/* A file of at most `cap` bytes, or, with `pipes`, what a pipe gives until its end. false: *why. */
bool files_load(const char *path, size_t cap, bool pipes, char **bytes, size_t *n, const char **why);

/* A file's bytes mapped for reading until the program ends; false: *why. */
bool files_map(const char *path, hp_str *bytes, const char **why);

/* Has the pages of a part of a mapped file come at once, where the system can: one by one they cost a fault each. */
void files_expect(hp_str part);

bool files_exist(const char *path);

/* A file or folder as it was at a moment; all zero: there was none. Whoever changes one and puts its times back cannot
 * put `changed` back. */
typedef struct file_stamp {
    uint64_t present, device, inode, size;
    int64_t modified, modified_ns, changed, changed_ns;
} file_stamp;

file_stamp files_stamp(const char *path);

/* The running program as a path: what it keeps for itself counts for this build only. */
#define FILES_PROGRAM "/proc/self/exe"

/* Whether every change from now on gives another stamp; not so in the moment of the last one, as clocks tick. */
bool files_settled(const file_stamp *stamp);

/* Where the program's data lies: policies/, rules/ and the lexicon. */
typedef struct place {
    char *root;    /* has policies/ and rules/ */
    char *lexicon; /* path of lexicon.bin; the file may be missing */
} place;

/* In this order: the folder named by HALLPASS_SHARE; the tree that the running program was built in; share/hallpass
 * beside the program's bin/; the folder fixed at build time. The caller frees both texts. */
place files_place(void);

/* The folders that may hold the configuration's DIR, in the order in which they count: the person's own (NULL: there is
 * none), everyone's. The caller frees them. */
enum { FILES_CONFIG_FOLDERS = 2 };
void files_config_folders(const char *dir, char *folders[FILES_CONFIG_FOLDERS]);

/* Paths of the files DIR/NAME in the person's configuration folder, or, where it has none, in /etc/hallpass, that end
 * in `ending`, sorted. The caller frees each and the list. */
char **files_configured(const char *dir, const char *ending, size_t *count);

/* Files of one folder that end in `ending`, sorted; as above. */
char **files_list(const char *dir, const char *ending, size_t *count);

void files_free_list(char **list, size_t count);

/* Whether a file of the configuration may be called so: 1 to 64 letters, digits, "-", "_" and ".", no "." first. */
bool files_is_name(const char *name);

bool files_ends_in(const char *path, const char *ending);

#endif
