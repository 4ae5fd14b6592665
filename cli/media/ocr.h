/* ocr.h - the words that can be read in a picture. The only wrapper of Tesseract and of Leptonica, which unpacks
 * pictures for it. */
#ifndef MEDIA_OCR_H
#define MEDIA_OCR_H

#include "reading.h"

/* Loads what reading needs, from files, before any worker starts. Without it no picture is read, which is said. */
void ocr_prepare(void);
void ocr_release(void);

/* Reads a JPEG, PNG or WebP file into IN_TEXT. `orientation`: how the camera was held (EXIF: 1..8; 0: not known). */
void ocr_read(hp_str file, int orientation, reading *r);

/* The same of a page that was drawn: rows of 0x00RRGGBB, from the top. */
void ocr_read_page(const uint32_t *pixels, int width, int height, reading *r);

#endif
