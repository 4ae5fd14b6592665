/* convert.h - what kind of file it is, by its first bytes, and who reads it. */
#ifndef MEDIA_CONVERT_H
#define MEDIA_CONVERT_H

#include "reading.h"

/* Reads a file part by part, each sent as it is done, so that a later one that fails takes none of the earlier ones
 * along; the last one is left in `r`. `path`: its ending says what a text is written in. */
void convert_file(hp_str file, const char *path, reading *r, output *to);

/* A picture within a document. false: it is none that is read. */
bool convert_picture(hp_str file, reading *r, output *to);

#endif
