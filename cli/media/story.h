/* story.h - the words of one XML file of an office document. */
#ifndef MEDIA_STORY_H
#define MEDIA_STORY_H

#include "reading.h"

typedef enum story_kind {
    STORY_NONE = 0,
    STORY_TEXT,   /* ECMA-376: words stand in elements "t" */
    STORY_NOTES,  /* the same, beside the text */
    STORY_OPEN,   /* OpenDocument: words stand everywhere in the body; notes and changes within it */
    STORY_HEAD,   /* who wrote it, when, about what */
    STORY_PICTURE /* no XML: convert.h reads it */
} story_kind;

void story_read(hp_str document, story_kind kind, reading *r);

#endif
