/* xmp.h - what programs wrote into a picture (XMP, IPTC). */
#ifndef MEDIA_XMP_H
#define MEDIA_XMP_H

#include "reading.h"

/* One packet, from <rdf:RDF to its end. */
void xmp_read(hp_str packet, reading *r);

#endif
