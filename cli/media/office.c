/* office.c - see office.h. */
#include "office.h"

#include <archive.h>
#include <archive_entry.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "bounds.h"
#include "convert.h"
#include "mem.h"
#include "story.h"

/* The files of an archive by their names, and what they hold. */
static const struct {
    const char *name;
    story_kind kind;
} members[] = {{"word/document.xml", STORY_TEXT},
               {"word/header*.xml", STORY_TEXT},
               {"word/footer*.xml", STORY_TEXT},
               {"word/footnotes.xml", STORY_TEXT},
               {"word/endnotes.xml", STORY_TEXT},
               {"word/comments.xml", STORY_NOTES},
               {"ppt/slides/slide*.xml", STORY_TEXT},
               {"ppt/notesSlides/notesSlide*.xml", STORY_NOTES},
               {"ppt/comments/*.xml", STORY_NOTES},
               {"content.xml", STORY_OPEN},
               {"styles.xml", STORY_OPEN}, /* heads and feet of pages */
               {"meta.xml", STORY_HEAD},
               {"docProps/core.xml", STORY_HEAD},
               {"docProps/app.xml", STORY_HEAD},
               {"word/media/*", STORY_PICTURE},
               {"ppt/media/*", STORY_PICTURE},
               {"Pictures/*", STORY_PICTURE}};

static story_kind kind_of(const char *name) {
    for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++)
        if (fnmatch(members[i].name, name, 0) == 0) return members[i].kind;
    return STORY_NONE;
}

typedef struct pack {
    struct archive *a;
    size_t unpacked, pictures;
    bool has_story;
    reading *r;
    output *to;
} pack;

static const char too_large[] = "it unpacks to more than a document holds";
static const char damaged[] = "it is damaged: not all of it can be unpacked";

/* One file of the archive. false: it cannot be unpacked whole, which was said. */
static bool unpack(pack *p, output *into) {
    char step[64 * 1024];
    la_ssize_t got;
    while ((got = archive_read_data(p->a, step, sizeof(step))) > 0) {
        p->unpacked += (size_t)got;
        if (into->n + (size_t)got > BOUND_ENTRY_BYTES || p->unpacked > BOUND_UNPACKED) {
            reading_lacks(p->r, too_large);
            return false;
        }
        out_bytes(into, step, (size_t)got);
    }
    if (got < 0) reading_lacks(p->r, damaged);
    return got == 0;
}

static void read_picture(pack *p, hp_str file) {
    if (p->pictures++ >= BOUND_PICTURES) {
        reading_lacks(p->r, "only its first 24 pictures were read");
        return;
    }
    reading own = READING_INIT;
    if (convert_picture(file, &own, p->to))
        reading_send(&own, p->to);
    else
        reading_lacks(p->r, "a picture in it is of a kind that is not read");
    reading_free(&own);
}

static void read_member(pack *p, story_kind kind) {
    output bytes = OUT_MEMORY;
    if (unpack(p, &bytes)) {
        p->has_story |= kind == STORY_TEXT || kind == STORY_OPEN;
        if (kind == STORY_PICTURE)
            read_picture(p, out_view(&bytes));
        else
            story_read(out_view(&bytes), kind, p->r);
    }
    out_free(&bytes);
}

/* false: there are no more, or none can be read. */
static bool next_member(pack *p, struct archive_entry **entry) {
    int status = archive_read_next_header(p->a, entry);
    if (status == ARCHIVE_EOF) return false;
    if (status < ARCHIVE_WARN) {
        reading_lacks(p->r, damaged);
        return false;
    }
    if (!archive_entry_is_encrypted(*entry)) return true;
    reading_lacks(p->r, "it is locked with a password");
    return false;
}

static void read_members(pack *p) {
    struct archive_entry *entry;
    for (size_t n = 0; next_member(p, &entry); n++) {
        const char *name = archive_entry_pathname(entry);
        story_kind kind = name ? kind_of(name) : STORY_NONE;
        if (n == BOUND_ENTRIES || p->unpacked > BOUND_UNPACKED) {
            reading_lacks(p->r, too_large);
            return;
        }
        if (kind != STORY_NONE) read_member(p, kind);
    }
}

void office_read(hp_str file, reading *r, output *to) {
    pack p = {.a = archive_read_new(), .r = r, .to = to};
    r->type = "document";
    archive_read_support_format_zip(p.a);
    if (archive_read_open_memory(p.a, file.p, file.n) == ARCHIVE_OK)
        read_members(&p);
    else
        reading_lacks(r, damaged);
    if (!p.has_story && r->unread.n == 0)
        reading_lacks(
            r, "files of its kind are not read: of a table save the sheet as .csv, of an archive attach its files");
    archive_read_free(p.a);
}
