/* picture.c - see picture.h. EXIF and XMP stand in pictures of all kinds as blocks that say of themselves where they
 * begin: they are looked for in the bytes, so that none is missed that another program would find. */
#include "picture.h"

#include <string.h>

#include "bounds.h"
#include "captions.h"
#include "exif.h"
#include "ocr.h"
#include "xmp.h"

static hp_str from(hp_str file, size_t at) {
    return (hp_str){file.p + at, file.n - at};
}

static bool is_tiff(hp_str s) {
    return s.n >= 8 && (memcmp(s.p, "II*\0", 4) == 0 || memcmp(s.p, "MM\0*", 4) == 0);
}

/* The TIFF block that such a word announces: at once in PNG ("eXIf"), behind two NUL in JPEG and HEIC ("Exif"), behind
 * a length in WebP ("EXIF"). Nothing: there is none. */
static hp_str announced(hp_str word) {
    static const size_t behind[] = {4, 6, 8, 14};
    if (memcmp(word.p, "Exif", 4) != 0 && memcmp(word.p, "eXIf", 4) != 0 && memcmp(word.p, "EXIF", 4) != 0)
        return (hp_str){NULL, 0};
    for (size_t i = 0; i < sizeof(behind) / sizeof(behind[0]); i++)
        if (word.n > behind[i] && is_tiff(from(word, behind[i]))) return from(word, behind[i]);
    return (hp_str){NULL, 0};
}

/* Returns the orientation. */
static int read_exif_blocks(hp_str file, reading *r) {
    int orientation = is_tiff(file) ? exif_read(file, r) : 0;
    size_t blocks = 0;
    for (size_t i = 0; i + 4 < file.n && blocks < BOUND_DATA_BLOCKS; i++) {
        hp_str block = announced(from(file, i));
        if (!block.n) continue;
        int held = exif_read(block, r);
        if (!orientation) orientation = held;
        blocks++;
    }
    if (blocks == BOUND_DATA_BLOCKS) reading_lacks(r, "it holds more blocks of data than a picture has");
    return orientation;
}

static void read_xmp_packets(hp_str file, reading *r) {
    static const char first[] = "<rdf:RDF", last[] = "</rdf:RDF>";
    size_t packets = 0;
    while (packets < BOUND_DATA_BLOCKS) {
        const char *begin = memmem(file.p, file.n, first, sizeof(first) - 1);
        if (!begin) return;
        file = from(file, (size_t)(begin - file.p));
        const char *end = memmem(file.p, file.n, last, sizeof(last) - 1);
        size_t n = end ? (size_t)(end - file.p) + sizeof(last) - 1 : file.n;
        xmp_read((hp_str){file.p, n}, r);
        file = from(file, n);
        packets++;
    }
    reading_lacks(r, "it holds more blocks of data than a picture has");
}

void picture_read(hp_str file, bool shown, reading *r, output *to) {
    r->type = "image";
    int orientation = read_exif_blocks(file, r);
    read_xmp_packets(file, r);
    captions_read(file, r);
    reading_send(r, to);
    if (shown)
        ocr_read(file, orientation, r);
    else
        reading_lacks(r, "words in a picture of its kind are not read: save it as JPEG or PNG");
}
