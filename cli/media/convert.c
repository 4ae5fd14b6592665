/* convert.c - see convert.h. */
#include "convert.h"

#include <string.h>

#include "office.h"
#include "pdf.h"
#include "picture.h"
#include "plain.h"

typedef enum form {
    FORM_UNKNOWN = 0,
    FORM_SHOWN,  /* a picture whose words can be read */
    FORM_HIDDEN, /* a picture of which only the data can be read */
    FORM_PDF,
    FORM_ZIP,
    FORM_OLD_OFFICE,
    FORM_TEXT
} form;

static bool has_at(hp_str file, size_t at, const char *bytes, size_t n) {
    return file.n >= at + n && memcmp(file.p + at, bytes, n) == 0;
}

static form form_of(hp_str file) {
    static const struct {
        size_t at, n;
        const char *bytes;
        form form;
    } known[] = {{0, 3, "\xFF\xD8\xFF", FORM_SHOWN},
                 {0, 8, "\x89PNG\r\n\x1A\n", FORM_SHOWN},
                 {8, 4, "WEBP", FORM_SHOWN},
                 {0, 6, "GIF87a", FORM_HIDDEN},
                 {0, 6, "GIF89a", FORM_HIDDEN},
                 {0, 4, "II*\0", FORM_HIDDEN},
                 {0, 4, "MM\0*", FORM_HIDDEN},
                 {4, 8, "ftypheic", FORM_HIDDEN},
                 {4, 8, "ftypheix", FORM_HIDDEN},
                 {4, 8, "ftypmif1", FORM_HIDDEN},
                 {4, 8, "ftypavif", FORM_HIDDEN},
                 {0, 5, "%PDF-", FORM_PDF},
                 {0, 4, "PK\3\4", FORM_ZIP},
                 {0, 4, "PK\5\6", FORM_ZIP},
                 {0, 8, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", FORM_OLD_OFFICE}};
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
        if (has_at(file, known[i].at, known[i].bytes, known[i].n)) return known[i].form;
    return plain_is_text(file) ? FORM_TEXT : FORM_UNKNOWN;
}

void convert_file(hp_str file, const char *path, reading *r, output *to) {
    switch (form_of(file)) {
    case FORM_SHOWN: picture_read(file, true, r, to); return;
    case FORM_HIDDEN: picture_read(file, false, r, to); return;
    case FORM_PDF: pdf_read(file, r, to); return;
    case FORM_ZIP: office_read(file, r, to); return;
    case FORM_TEXT: plain_read(file, path, r); return;
    case FORM_OLD_OFFICE:
        reading_lacks(r,
                      "it is an old Office file, or a locked one: save it as .docx, .pptx or .pdf without a password");
        return;
    default: reading_lacks(r, file.n ? "files of its kind are not read: look into it yourself" : "it is empty"); return;
    }
}

bool convert_picture(hp_str file, reading *r, output *to) {
    if (form_of(file) != FORM_SHOWN) return false;
    picture_read(file, true, r, to);
    return true;
}
