/* ocr.c - see ocr.h. */
#include "ocr.h"

#include <ctype.h>
#include <leptonica/allheaders.h>
#include <stdlib.h>
#include <string.h>

#include "bounds.h"
#include "mem.h"
#include "tesseract.h"

enum { SURE_ENOUGH = 55, GREY = 8, DOTS_PER_INCH = 200 }; /* below that confidence, leaves and bricks become words */

/* The languages of the default dictionaries; whichever are installed. */
static const char *const languages[] = {"eng+spa", "eng", "spa"};

static const tesseract *tess;
static TessBaseAPI *reader; /* made before the workers, which each have a copy of their own */

void ocr_prepare(void) {
    setMsgSeverity(L_SEVERITY_NONE);
    tess = tesseract_load();
    if (!tess) return;
    for (size_t i = 0; i < sizeof(languages) / sizeof(languages[0]) && !reader; i++) {
        TessBaseAPI *made = tess->BaseAPICreate();
        tess->BaseAPISetVariable(made, "debug_file", "/dev/null");
        if (tess->BaseAPIInit3(made, NULL, languages[i]) == 0)
            reader = made;
        else
            tess->BaseAPIDelete(made);
    }
    if (!reader) return;
    tess->BaseAPISetPageSegMode(reader, PSM_SPARSE_TEXT); /* words wherever they stand: cards, signs, screens */
}

void ocr_release(void) {
    if (reader) tess->BaseAPIDelete(reader);
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

static PIX *fit(PIX *p, int side) {
    l_int32 longest = pixGetWidth(p) > pixGetHeight(p) ? pixGetWidth(p) : pixGetHeight(p);
    float scale = (float)side / (float)longest;
    return longest > side ? pixScale(p, scale, scale) : pixClone(p);
}

/* Upright and grey, no larger than is worth reading. NULL: it cannot be unpacked. */
static PIX *unpack(hp_str file, int orientation) {
    PIX *p = pixReadMem((const l_uint8 *)file.p, file.n);
    if (p) p = replace(p, pixRemoveAlpha(p));
    if (p) p = replace(p, pixConvertTo8(p, 0));
    if (!p) return NULL;
    p = replace(p, fit(p, BOUND_READ_SIDE));
    return p && quarters_of(orientation) ? replace(p, pixRotateOrth(p, quarters_of(orientation))) : p;
}

/* ---- the words, line by line ---- */

/* What stands close together on one height. */
typedef struct line {
    output text;
    int left, top, right, bottom; /* pixels */
    size_t words;                 /* without strokes */
    bool taken;                   /* into a row */
} line;

typedef struct page {
    line *lines;
    size_t count, room;
    size_t before; /* of these, what earlier passes have read */
    int width;     /* of the picture as it is read now, to which lines are measured */
} page;

enum { CELL_WORDS = 4 }; /* a name, a mark: more is a text in columns, each of which is read by itself */

/* A stroke: between words it is the letter I, within one an l, before one the edge of a card. */
static void put_word(output *to, const char *word) {
    bool alone = strcmp(word, "|") == 0;
    if (to->n > 0) out_char(to, ' ');
    if (alone) out_char(to, 'I');
    while (*word == '|') word++;
    for (; *word; word++) out_char(to, *word == '|' ? 'l' : *word);
}

/* Whether an earlier pass has read words there. */
static bool is_read(const page *p, const line *l) {
    int x = (l->left + l->right) / 2, y = (l->top + l->bottom) / 2;
    for (size_t i = 0; i < p->before; i++) {
        const line *b = &p->lines[i];
        if (b->words && x >= b->left && x <= b->right && y >= b->top && y <= b->bottom) return true;
    }
    return false;
}

static void take_word(page *p, const TessResultIterator *at) {
    char *word = tess->ResultIteratorGetUTF8Text(at, RIL_WORD);
    if (word && p->count > 0 && tess->ResultIteratorConfidence(at, RIL_WORD) >= SURE_ENOUGH) {
        put_word(&p->lines[p->count - 1].text, word);
        p->lines[p->count - 1].words += strcmp(word, "|") != 0;
    }
    tess->DeleteText(word);
}

/* Where the line stands, in parts of the picture's width, so that passes can be compared. */
static line start_line(const page *p, const TessPageIterator *at) {
    enum { MEASURE = 10000 };
    line l = {.text = OUT_MEMORY};
    tess->PageIteratorBoundingBox(at, RIL_TEXTLINE, &l.left, &l.top, &l.right, &l.bottom);
    int *const sides[] = {&l.left, &l.top, &l.right, &l.bottom};
    for (size_t i = 0; i < sizeof(sides) / sizeof(sides[0]); i++) *sides[i] = *sides[i] * MEASURE / p->width;
    return l;
}

static void take_lines(page *p) {
    TessResultIterator *at = tess->BaseAPIGetIterator(reader);
    bool known = true;
    for (bool more = at && p->count < BOUND_LINES; more; more = tess->ResultIteratorNext(at, RIL_WORD)) {
        const TessPageIterator *place = tess->ResultIteratorGetPageIteratorConst(at);
        if (tess->PageIteratorIsAtBeginningOf(place, RIL_TEXTLINE)) {
            line l = start_line(p, place);
            known = is_read(p, &l);
            if (!known) p->lines = mem_grow(p->lines, &p->room, p->count + 1, sizeof(*p->lines));
            if (!known) p->lines[p->count++] = l;
        }
        if (!known) take_word(p, at);
        if (p->count == BOUND_LINES) break;
    }
    if (at) tess->ResultIteratorDelete(at);
}

/* ---- rows: cells of a table, each of which is a line of its own ---- */

static bool share_row(const line *a, const line *b) {
    int top = a->top > b->top ? a->top : b->top, bottom = a->bottom < b->bottom ? a->bottom : b->bottom;
    int least = a->bottom - a->top < b->bottom - b->top ? a->bottom - a->top : b->bottom - b->top;
    return a->words <= CELL_WORDS && b->words <= CELL_WORDS && 2 * (bottom - top) > least;
}

/* The leftmost of a row that is not taken; NULL: there are no more. */
static line *next_cell(page *p, const line *first) {
    line *best = NULL;
    for (size_t i = 0; i < p->count; i++) {
        line *l = &p->lines[i];
        if (!l->taken && l->words && (l == first || share_row(first, l)) && (!best || l->left < best->left)) best = l;
    }
    return best;
}

/* Leaves and bricks are read as a letter or two; words and numbers have three. */
static bool holds_word(hp_str row) {
    enum {
        LETTERS = 3,
        FIRST_ACCENTED = 0xC3,
        FIRST_SIGN = 0xE2
    }; /* its first byte in UTF-8; a dash begins with 0xE2 */
    size_t letters = 0;
    for (size_t i = 0; i < row.n && letters < LETTERS; i++) {
        unsigned char c = (unsigned char)row.p[i];
        bool letter = isalnum(c) || (c >= FIRST_ACCENTED && c < FIRST_SIGN), rest = c >= 0x80 && c < 0xC0;
        letters = letter ? letters + 1 : rest ? letters : 0;
    }
    return letters == LETTERS;
}

static void say_rows(page *p, reading *r) {
    output row = OUT_MEMORY;
    for (size_t i = 0; i < p->count; i++) {
        if (p->lines[i].taken || !p->lines[i].words) continue;
        for (line *cell; (cell = next_cell(p, &p->lines[i]));) {
            if (row.n > 0) out_z(&row, ", ");
            out_str(&row, out_view(&cell->text));
            cell->taken = true;
        }
        if (holds_word(out_view(&row))) reading_paragraph(r, IN_TEXT, out_view(&row));
        out_clear(&row);
    }
    out_free(&row);
}

/* ---- passes ---- */

/* What one misses another finds: small print on white, and large letters on cards before something darker. */
static const struct {
    int side;               /* pixels of the longer one */
    const char *thresholds; /* 0: one for the whole (Otsu), 2: one for each place (Sauvola) */
} passes[] = {{BOUND_READ_SIDE, "0"}, {BOUND_READ_SIDE / 2, "2"}, {BOUND_READ_SIDE / 3, "2"}};

/* false: not in time. */
static bool recognise(PIX *p, const char *thresholds) {
    ETEXT_DESC *monitor = tess->MonitorCreate();
    tess->MonitorSetDeadlineMSecs(monitor, BOUND_PASS_MS);
    tess->BaseAPISetVariable(reader, "thresholding_method", thresholds);
    tess->BaseAPISetImage2(reader, p);
    tess->BaseAPISetSourceResolution(reader, DOTS_PER_INCH);
    bool done = tess->BaseAPIRecognize(reader, monitor) == 0;
    tess->MonitorDelete(monitor);
    return done;
}

static void read_words(PIX *whole, reading *r) {
    page p = {.lines = NULL};
    for (size_t i = 0; i < sizeof(passes) / sizeof(passes[0]); i++) {
        PIX *fitted = fit(whole, passes[i].side);
        if (!fitted || !recognise(fitted, passes[i].thresholds))
            reading_lacks(r, "not all words in it were read in the time for it");
        p.width = fitted ? pixGetWidth(fitted) : 1;
        take_lines(&p);
        p.before = p.count;
        pixDestroy(&fitted);
    }
    say_rows(&p, r);
    if (p.count == BOUND_LINES) reading_lacks(r, "it holds more lines than are read");
    for (size_t i = 0; i < p.count; i++) out_free(&p.lines[i].text);
    free(p.lines);
}

static bool can_read(reading *r) {
    if (!reader) reading_lacks(r, "words in pictures are not read: the package tesseract-ocr-eng is not installed");
    return reader;
}

void ocr_read_page(const uint32_t *pixels, int width, int height, reading *r) {
    PIX *p = can_read(r) ? pixCreate(width, height, 32) : NULL;
    if (!p) return;
    l_uint32 *to = pixGetData(p); /* 0xRRGGBB00, a row of 32 bits a pixel is never padded */
    for (size_t i = 0; i < (size_t)width * (size_t)height; i++) to[i] = pixels[i] << 8;
    p = replace(p, pixConvertTo8(p, 0));
    if (p) read_words(p, r);
    pixDestroy(&p);
}

void ocr_read(hp_str file, int orientation, reading *r) {
    l_int32 format, width, height;
    if (!can_read(r)) return;
    if (pixReadHeaderMem((const l_uint8 *)file.p, file.n, &format, &width, &height, NULL, NULL, NULL) != 0) {
        reading_lacks(r, "it is damaged: it cannot be shown");
        return;
    }
    if (width <= 0 || height <= 0 || (int64_t)width * height > BOUND_PIXELS) {
        reading_lacks(r, "it is larger than 120 million pixels");
        return;
    }
    PIX *p = unpack(file, orientation);
    if (p)
        read_words(p, r);
    else
        reading_lacks(r, "it is damaged: it cannot be shown");
    pixDestroy(&p);
}
