/* tags.h - the inside of one HTML tag, byte by byte: its attributes, and which of them a page publishes as words. */
#ifndef HALLPASS_TAGS_H
#define HALLPASS_TAGS_H

#include "hallpass.h"

/* Offsets in the text that the tag stands in; an attribute without a value has an empty one. */
typedef struct tag_attribute {
    size_t name_start, name_end, value_start, value_end;
} tag_attribute;

typedef enum tag_use {
    TAG_SKIPPED,
    TAG_WORDS, /* read as text: alt, title, aria-label, a link's target, .. */
    TAG_PAGE   /* a page of its own: srcdoc */
} tag_use;

/* Where the name of the tag at `at` (its <) ends. */
size_t tag_name_end(hp_str s, size_t at);

/* The next attribute at or behind *at; false at the tag's end, *at then stands behind its > or, where there is none, at
 * the end of s. Begin at tag_name_end. */
bool tag_next(hp_str s, size_t *at, tag_attribute *out);

/* What to do with the value of an attribute of the tag at `tag`. */
tag_use tag_use_of(hp_str s, size_t tag, const tag_attribute *attribute);

/* Is it rather something written between < and > than a tag: "<the Maya who ...>"? A word that begins with a capital
 * stands in it where an attribute would. */
bool tag_is_prose(hp_str s, size_t tag);

/* Does the script at `tag` hold data or a template, and not a program? */
bool tag_holds_data(hp_str s, size_t tag);

#endif
