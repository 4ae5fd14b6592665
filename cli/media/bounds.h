/* bounds.h - every cap on what is read of an attached file, each with its reason. Reaching one is said, and the check
 * is not complete then. */
#ifndef MEDIA_BOUNDS_H
#define MEDIA_BOUNDS_H

#define BOUND_FILE_BYTES (64u << 20)  /* a photo has 5 MB, a term's newsletter 30; channels take no more */
#define BOUND_PIXELS (120u << 20)     /* the largest phone cameras have 108 million; a bit more than 100 MB as grey */
#define BOUND_READ_SIDE 3000          /* pixels of the longer side that are read: letters of a page are then 20 high */
#define BOUND_PAGES 200               /* of a PDF: a handbook; a textbook is not posted */
#define BOUND_ENTRIES 4000            /* files in an office document: one of 1,000 slides has 3,000 */
#define BOUND_ENTRY_BYTES (32u << 20) /* one of them, unpacked */
#define BOUND_UNPACKED (256u << 20)   /* all of them: a zip bomb stops here */
#define BOUND_PICTURES 24             /* of a document, and scanned pages, that are read: a second each */
#define BOUND_TEXT_BYTES (1u << 20)   /* the library's own cap on a draft */
#define BOUND_DATA_BLOCKS 16          /* EXIF or XMP blocks in one file: a picture has one or two of each */
#define BOUND_COMMENT_BYTES (64u << 10) /* one comment of a picture, unpacked */
#define BOUND_LINES 2000                /* read in one picture: a page of small print has 200 */
#define BOUND_PASS_MS 15000             /* for the words of one picture, three times; a full page takes 3 s */
#define BOUND_SECONDS 60                /* for one file, by the clock */
#define BOUND_CPU_SECONDS 60            /* and of the processor */
#define BOUND_MEMORY (1536u << 20)      /* of one reader, its libraries (400 MB of addresses) counted */
#define BOUND_ANSWER_BYTES (16u << 20)  /* what a reader may say of one file */

#endif
