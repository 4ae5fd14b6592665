/* attach.h - the files that go out with a draft: those of --attach, and those that the "media" of a JSON draft names
 * beneath --media-dir. Nothing else is ever opened for a draft.
 *
 * They are opened and read by "hallpass-media" behind two pipes, which shuts itself in before the first byte of each
 * (media/worker.h). This side gets words, never a file, and asks from within the sandbox. What could not be read whole
 * is said in the draft's attachments (hp_media.unread), so that its check is not complete. */
#ifndef CLI_ATTACH_H
#define CLI_ATTACH_H

#include "json_in.h"
#include "options.h"

/* Rows of an option table that attach_open reads. */
#define ATTACH_OPTIONS                                                                                                 \
    {"attach", "FILE", NULL,                                                                                           \
     "a picture or document that goes out with the draft: what it says and tells is checked too (repeat)"},            \
    {                                                                                                                  \
        "media-dir", "DIR", NULL, "open the files that the \"media\" of a JSON draft names, beneath this folder only"  \
    }

typedef struct attach attach;

/* *out is NULL where neither option was given. false: told what is wrong. */
bool attach_open(const arguments *args, attach **out);
bool attach_has_files(const attach *a); /* --attach was given */
bool attach_has_folder(const attach *a);

/* What must stay open in the sandbox. */
enum { ATTACH_DESCRIPTORS = 2 };
void attach_descriptors(const attach *a, int list[ATTACH_DESCRIPTORS]);

/* The attachments of one draft; what the draft points to until attached_free. */
typedef struct attached {
    hp_media *media;
    struct attached_answer *answers; /* one for each that was read */
    size_t answer_count;
} attachments;

/* Opens and reads the attachments of a draft, and adds the files of --attach to them, of which `told` says what the
 * options do. Any number of threads; they take turns. */
void attach_read(attach *a, const hp_media *told, hp_draft *draft, attachments *out);
void attached_free(attachments *list);

void attach_close(attach *a); /* NULL is fine */

#endif
