/* roster_image.h - class lists kept between runs, in the form in which drafts are asked for their names (cache.h).
 *
 * What is kept is enciphered under a key that is drawn from the lists themselves each time: without the lists at hand,
 * as they were, nobody can read or try a name, and an image outlives no list. Where the configuration's rosters folder
 * has a file `no-image`, none is kept, and those that were kept are taken away.
 */
#ifndef CLI_ROSTER_IMAGE_H
#define CLI_ROSTER_IMAGE_H

#include "cache.h"

/* Class lists as they are before they are read. */
typedef struct roster_files {
    char **paths;
    size_t count;
    char *stamps; /* of program and lists; NULL: no image is kept of such lists */
    size_t stamp_bytes;
} roster_files;

/* Takes the paths over (files_free_list). */
roster_files roster_files_new(char **paths, size_t count);
void roster_files_free(roster_files *lists);

/* false: there is no image that counts. */
bool roster_image_load(const roster_files *lists, hp_roster **roster);

/* Keeps what was made of the lists. Does nothing where it cannot, or while a list is so new that a change in the same
 * moment could not be told from it. */
void roster_image_save(const roster_files *lists, const hp_roster *roster);

#endif
