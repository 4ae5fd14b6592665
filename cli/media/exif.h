/* exif.h - what a camera wrote into a picture (EXIF). The only wrapper of libexif. */
#ifndef MEDIA_EXIF_H
#define MEDIA_EXIF_H

#include "reading.h"

/* Reads one block, which begins with the TIFF header. Returns how the camera was held: 1..8, or 0: not told. */
int exif_read(hp_str block, reading *r);

#endif
