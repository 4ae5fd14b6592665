/* ocr.c - see ocr.h. */
#include "ocr.h"

#include <leptonica/allheaders.h>
#include <stdlib.h>
#include <string.h>
#include <tesseract/capi.h>

#include "bounds.h"
#include "mem.h"

enum { SURE_ENOUGH = 55, GREY = 8, DOTS_PER_INCH = 200 }; /* below that confidence, leaves and bricks become words */

/* The languages of the default dictionaries; whichever are installed. */
static const char *const languages[] = {"eng+spa", "eng", "spa"};

static TessBaseAPI *reader; /* made before the workers, which each have a copy of their own */

void ocr_prepare(void) {
    setMsgSeverity(L_SEVERITY_NONE);
    for (size_t i = 0; i < sizeof(languages) / sizeof(languages[0]) && !reader; i++) {
        TessBaseAPI *made = TessBaseAPICreate();
        TessBaseAPISetVariable(made, "debug_file", "/dev/null");
        if (TessBaseAPIInit3(made, NULL, languages[i]) == 0)
            reader = made;
        else
            TessBaseAPIDelete(made);
    }
    if (reader) TessBaseAPISetPageSegMode(reader, PSM_SPARSE_TEXT);
}

void ocr_release(void) {
    if (reader) TessBaseAPIDelete(reader);
    reader = NULL;
}

/* Upright: EXIF's orientations without mirrors. */
static int quarters_of(int orientation) {
    return orientation == 3 ? 2 : orientation == 6 ? 1 : orientation == 8 ? 3 : 0;
}

static PIX *replace(PIX *before, PIX *after) {
    pixDestroy(&before);
    return after;
}

/* Upright and grey, no larger than is worth reading. NULL: it cannot be unpacked. */
static PIX *unpack(hp_str file, int orientation) {
    PIX *p = pixReadMem((const l_uint8 *)file.p, file.n);
    if (p) p = replace(p, pixRemoveAlpha(p));
    if (p) p = replace(p, pixConvertTo8(p, 0));
    if (!p) return NULL;
    l_int32 side = pixGetWidth(p) > pixGetHeight(p) ? pixGetWidth(p) : pixGetHeight(p);
    float scale = (float)BOUND_READ_SIDE / (float)side;
    if (side > BOUND_READ_SIDE) p = replace(p, pixScale(p, scale, scale));
    return p && quarters_of(orientation) ? replace(p, pixRotateOrth(p, quarters_of(orientation))) : p;
}

/* The words of which the reader is sure enough, a line each of theirs. */
static void take_words(reading *r) {
    output line = OUT_MEMORY;
    TessResultIterator *at = TessBaseAPIGetIterator(reader);
    for (bool more = at; more; more = TessResultIteratorNext(at, RIL_WORD)) {
        if (TessPageIteratorIsAtBeginningOf(TessResultIteratorGetPageIterator(at), RIL_TEXTLINE)) {
            reading_paragraph(r, IN_TEXT, out_view(&line));
            out_clear(&line);
        }
        char *word = TessResultIteratorGetUTF8Text(at, RIL_WORD);
        if (word && TessResultIteratorConfidence(at, RIL_WORD) >= SURE_ENOUGH) {
            if (line.n > 0) out_char(&line, ' ');
            out_z(&line, word);
        }
        TessDeleteText(word);
    }
    reading_paragraph(r, IN_TEXT, out_view(&line));
    if (at) TessResultIteratorDelete(at);
    out_free(&line);
}

/* false: not in time. */
static bool recognise(PIX *p) {
    ETEXT_DESC *monitor = TessMonitorCreate();
    TessMonitorSetDeadlineMSecs(monitor, BOUND_OCR_MS);
    TessBaseAPISetImage2(reader, p);
    TessBaseAPISetSourceResolution(reader, DOTS_PER_INCH);
    bool done = TessBaseAPIRecognize(reader, monitor) == 0;
    TessMonitorDelete(monitor);
    return done;
}

void ocr_read(hp_str file, int orientation, reading *r) {
    l_int32 format, width, height;
    if (!reader) {
        reading_lacks(r, "words in pictures are not read: the package tesseract-ocr-eng is not installed");
        return;
    }
    if (pixReadHeaderMem((const l_uint8 *)file.p, file.n, &format, &width, &height, NULL, NULL, NULL) != 0) {
        reading_lacks(r, "it is damaged: it cannot be shown");
        return;
    }
    if (width <= 0 || height <= 0 || (int64_t)width * height > BOUND_PIXELS) {
        reading_lacks(r, "it is larger than 120 million pixels");
        return;
    }
    PIX *p = unpack(file, orientation);
    if (!p)
        reading_lacks(r, "it is damaged: it cannot be shown");
    else if (!recognise(p))
        reading_lacks(r, "not all words in it were read in the time for it");
    if (p) take_words(r);
    pixDestroy(&p);
}
