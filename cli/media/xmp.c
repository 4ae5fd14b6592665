/* xmp.c - see xmp.h. A property is an element or an attribute of one; a list of texts stands within its element. */
#include "xmp.h"

#include <string.h>

#include "xml.h"

enum { DEEPEST = 64 }; /* elements within each other: a list in a structure in a list has a dozen */

typedef struct property {
    const char *name;
    unsigned tells;
    bool words;
} property;

static const property known[] = {
    {"exif:GPSLatitude", TELLS_PLACE, false},
    {"exif:GPSLongitude", TELLS_PLACE, false},
    {"photoshop:City", TELLS_PLACE, true},
    {"Iptc4xmpCore:Location", TELLS_PLACE, true},
    {"Iptc4xmpExt:City", TELLS_PLACE, true},
    {"Iptc4xmpExt:Sublocation", TELLS_PLACE, true},
    {"xmp:CreateDate", TELLS_TIME, false},
    {"photoshop:DateCreated", TELLS_TIME, false},
    {"exif:DateTimeOriginal", TELLS_TIME, false},
    {"dc:creator", TELLS_OWNER, true},
    {"dc:rights", TELLS_OWNER, true},
    {"photoshop:Credit", TELLS_OWNER, true},
    {"photoshop:CaptionWriter", TELLS_OWNER, true},
    {"xmpRights:Owner", TELLS_OWNER, true},
    {"aux:OwnerName", TELLS_OWNER, true},
    {"exifEX:CameraOwnerName", TELLS_OWNER, true},
    {"tiff:Artist", TELLS_OWNER, true},
    {"aux:SerialNumber", TELLS_DEVICE, false},
    {"aux:LensSerialNumber", TELLS_DEVICE, false},
    {"exifEX:BodySerialNumber", TELLS_DEVICE, false},
    {"exifEX:LensSerialNumber", TELLS_DEVICE, false},
    {"dc:title", 0, true},
    {"dc:description", 0, true},
    {"dc:subject", 0, true},
    {"photoshop:Headline", 0, true},
    {"photoshop:Instructions", 0, true},
    {"exif:UserComment", 0, true},
    {"Iptc4xmpExt:PersonInImage", 0, true},
    {"Iptc4xmpExt:Event", 0, true},
    {"mwg-rs:Name", 0, true}, /* of a face that was marked */
    {"MPReg:PersonDisplayName", 0, true},
    {"digiKam:TagsList", 0, true},
    {"lr:hierarchicalSubject", 0, true},
};

typedef struct walk {
    reading *r;
    const property *open[DEEPEST]; /* of each element around, the nearest property */
    size_t depth;
    output text;
} walk;

static const property *find(const char *name) {
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
        if (strcmp(known[i].name, name) == 0) return &known[i];
    return NULL;
}

static void take(walk *w, const property *p, hp_str value) {
    while (value.n > 0 && (unsigned char)*value.p <= ' ') value.p++, value.n--;
    if (!value.n) return;
    w->r->tells |= p->tells;
    if (p->words) reading_paragraph(w->r, IN_DATA, value);
}

static const property *around(const walk *w) {
    return w->depth > 0 && w->depth <= DEEPEST ? w->open[w->depth - 1] : NULL;
}

static void on_open(void *user, const char *name, const char **attributes) {
    walk *w = user;
    const property *own = find(name), *outer = around(w);
    for (size_t i = 0; attributes[i]; i += 2) {
        const property *p = find(attributes[i]);
        if (p) take(w, p, (hp_str){attributes[i + 1], strlen(attributes[i + 1])});
    }
    if (w->depth < DEEPEST) w->open[w->depth] = own ? own : outer;
    w->depth++;
    out_clear(&w->text);
}

static void on_text(void *user, hp_str text) {
    walk *w = user;
    if (around(w)) out_str(&w->text, text);
}

static void on_close(void *user, const char *name) {
    walk *w = user;
    (void)name;
    if (around(w)) take(w, around(w), out_view(&w->text));
    out_clear(&w->text);
    w->depth--;
}

void xmp_read(hp_str packet, reading *r) {
    walk w = {.r = r, .text = OUT_MEMORY};
    if (!xml_walk(packet, &(xml_handler){on_open, on_text, on_close, &w}))
        reading_lacks(r, "what programs wrote into it (XMP) is damaged");
    out_free(&w.text);
}
