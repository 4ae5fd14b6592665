/* captions.h - words that stand in a picture's file beside EXIF and XMP: comments of JPEG and PNG, and the captions of
 * the press (IPTC). The only wrapper of zlib. */
#ifndef MEDIA_CAPTIONS_H
#define MEDIA_CAPTIONS_H

#include "reading.h"

void captions_read(hp_str file, reading *r);

#endif
