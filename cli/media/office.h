/* office.h - documents and slides that are an archive of XML files: .docx, .pptx (ECMA-376), .odt, .odp (OpenDocument).
 * The only wrapper of libarchive. */
#ifndef MEDIA_OFFICE_H
#define MEDIA_OFFICE_H

#include "reading.h"

/* Pictures in it are read as parts of their own. */
void office_read(hp_str file, reading *r, output *to);

#endif
