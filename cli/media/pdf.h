/* pdf.h - a PDF: its text, the notes in it, who wrote it. The only wrapper of Poppler. */
#ifndef MEDIA_PDF_H
#define MEDIA_PDF_H

#include "reading.h"

/* A page that was scanned is drawn and read as a picture; what stands before it is sent as a part. */
void pdf_read(hp_str file, reading *r, output *to);

#endif
