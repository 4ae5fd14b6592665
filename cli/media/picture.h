/* picture.h - a picture: what its data tell, then the words that can be read in it. */
#ifndef MEDIA_PICTURE_H
#define MEDIA_PICTURE_H

#include "reading.h"

/* Sends the data as a part; the words are left in `r`. `shown`: it is of a kind that can be unpacked here. */
void picture_read(hp_str file, bool shown, reading *r, output *to);

#endif
