/* exif.c - see exif.h. Tags and their values: CIPA DC-008 (Exif 2.32), section 4.6. */
#include "exif.h"

#include <libexif/exif-data.h>
#include <stdlib.h>
#include <string.h>

#include "bounds.h"
#include "mem.h"
#include "plain.h"

typedef enum form { FORM_NONE = 0, FORM_BYTES, FORM_WINDOWS, FORM_COMMENT } form; /* how its words are written */

typedef struct meaning {
    unsigned tag;
    unsigned tells;
    form words;
} meaning;

static const meaning of_picture[] = {
    {0x010E, 0, FORM_BYTES},             /* ImageDescription */
    {0x0132, TELLS_TIME, FORM_NONE},     /* DateTime */
    {0x013B, TELLS_OWNER, FORM_BYTES},   /* Artist */
    {0x8298, TELLS_OWNER, FORM_BYTES},   /* Copyright */
    {0x9003, TELLS_TIME, FORM_NONE},     /* DateTimeOriginal */
    {0x9004, TELLS_TIME, FORM_NONE},     /* DateTimeDigitized */
    {0x9286, 0, FORM_COMMENT},           /* UserComment */
    {0x9C9B, 0, FORM_WINDOWS},           /* XPTitle */
    {0x9C9C, 0, FORM_WINDOWS},           /* XPComment */
    {0x9C9D, TELLS_OWNER, FORM_WINDOWS}, /* XPAuthor */
    {0x9C9E, 0, FORM_WINDOWS},           /* XPKeywords */
    {0x9C9F, 0, FORM_WINDOWS},           /* XPSubject */
    {0xA430, TELLS_OWNER, FORM_BYTES},   /* CameraOwnerName */
    {0xA431, TELLS_DEVICE, FORM_NONE},   /* BodySerialNumber */
    {0xA435, TELLS_DEVICE, FORM_NONE},   /* LensSerialNumber */
};

/* In the GPS directory the tags have numbers of their own. */
static const meaning of_place[] = {
    {0x0002, TELLS_PLACE, FORM_NONE},    /* GPSLatitude */
    {0x0004, TELLS_PLACE, FORM_NONE},    /* GPSLongitude */
    {0x0014, TELLS_PLACE, FORM_NONE},    /* GPSDestLatitude */
    {0x001B, 0, FORM_COMMENT},           /* GPSProcessingMethod */
    {0x001C, TELLS_PLACE, FORM_COMMENT}, /* GPSAreaInformation */
    {0x001D, TELLS_TIME, FORM_NONE},     /* GPSDateStamp */
};

static const meaning *meaning_of(unsigned tag, bool place) {
    const meaning *list = place ? of_place : of_picture;
    size_t count = place ? sizeof(of_place) / sizeof(*of_place) : sizeof(of_picture) / sizeof(*of_picture);
    for (size_t i = 0; i < count; i++)
        if (list[i].tag == tag) return &list[i];
    return NULL;
}

/* Not only zeros and blanks: some cameras write the field and leave it so. */
static bool holds_something(const ExifEntry *e) {
    for (unsigned i = 0; e->data && i < e->size; i++)
        if (e->data[i] != 0 && e->data[i] != ' ' && e->data[i] != '0' && e->data[i] != ':') return true;
    return false;
}

/* Of a position: a numerator, that is every other number of 4 bytes. */
static bool is_somewhere(const ExifEntry *e) {
    for (unsigned i = 0; e->data && i + 8 <= e->size; i += 8)
        if (e->data[i] | e->data[i + 1] | e->data[i + 2] | e->data[i + 3]) return true;
    return false;
}

/* The first 8 bytes name the characters of a comment. */
static plain_coding comment_coding(hp_str *text, ExifByteOrder order) {
    enum { CODE = 8 };
    if (text->n < CODE) return CODING_BYTES;
    bool wide = memcmp(text->p, "UNICODE", CODE) == 0;
    bool named = wide || memcmp(text->p, "ASCII\0\0", CODE) == 0 || text->p[0] == 0;
    if (named) *text = (hp_str){text->p + CODE, text->n - CODE};
    return !wide ? CODING_BYTES : order == EXIF_BYTE_ORDER_INTEL ? CODING_UTF16LE : CODING_UTF16BE;
}

static void take_words(const ExifEntry *e, form words, reading *r) {
    hp_str text = {(const char *)e->data, e->size};
    plain_coding coding = words == FORM_WINDOWS   ? CODING_UTF16LE
                          : words == FORM_COMMENT ? comment_coding(&text, exif_data_get_byte_order(e->parent->parent))
                                                  : CODING_BYTES;
    output utf8 = OUT_MEMORY;
    plain_utf8(text, coding, &utf8);
    reading_paragraph(r, IN_DATA, out_view(&utf8));
    out_free(&utf8);
}

static void read_entry(ExifEntry *e, void *user) {
    reading *r = user;
    bool place = exif_entry_get_ifd(e) == EXIF_IFD_GPS;
    const meaning *m = meaning_of(e->tag, place);
    if (!m || !holds_something(e)) return;
    if (place && m->words == FORM_NONE && m->tells == TELLS_PLACE && !is_somewhere(e)) return;
    r->tells |= m->tells;
    if (m->words) take_words(e, m->words, r);
}

static void read_content(ExifContent *content, void *user) {
    exif_content_foreach_entry(content, read_entry, user);
}

static int orientation_of(ExifData *data) {
    const ExifEntry *e = exif_content_get_entry(data->ifd[EXIF_IFD_0], EXIF_TAG_ORIENTATION);
    if (!e || e->format != EXIF_FORMAT_SHORT || e->size < 2) return 0;
    return exif_get_short(e->data, exif_data_get_byte_order(data));
}

int exif_read(hp_str block, reading *r) {
    static const char head[] = {'E', 'x', 'i', 'f', 0, 0};
    size_t n = block.n < BOUND_TEXT_BYTES ? block.n : BOUND_TEXT_BYTES; /* of a camera: 64 KiB; of a TIFF file more */
    unsigned char *bytes = mem_new(sizeof(head) + n, 1);
    memcpy(bytes, head, sizeof(head));
    memcpy(bytes + sizeof(head), block.p, n);
    ExifData *data = exif_data_new();
    int orientation = 0;
    if (data) {
        exif_data_unset_option(data, EXIF_DATA_OPTION_FOLLOW_SPECIFICATION);
        exif_data_load_data(data, bytes, (unsigned)(sizeof(head) + n));
        exif_data_foreach_content(data, read_content, r);
        orientation = orientation_of(data);
        exif_data_unref(data);
    }
    free(bytes);
    return orientation;
}
