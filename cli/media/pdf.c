/* pdf.c - see pdf.h. */
#include "pdf.h"

#include <poppler.h>

#include "bounds.h"
#include "mem.h"
#include "ocr.h"

enum { PAGE_LETTERS = 24 }; /* a page with a picture and fewer letters is one that was scanned */

static void take(gchar *words, reading_place in, reading *r) {
    reading_paragraph(r, in, view(words));
    g_free(words);
}

static void read_notes(PopplerPage *page, reading *r) {
    GList *notes = poppler_page_get_annot_mapping(page);
    for (const GList *at = notes; at; at = at->next) {
        const PopplerAnnotMapping *m = at->data;
        gchar *words = poppler_annot_get_contents(m->annot);
        if (words && *words) {
            r->tells |= TELLS_CHANGES;
            if (POPPLER_IS_ANNOT_MARKUP(m->annot))
                take(poppler_annot_markup_get_label(POPPLER_ANNOT_MARKUP(m->annot)), IN_NOTES, r);
        }
        take(words, IN_NOTES, r);
    }
    poppler_page_free_annot_mapping(notes);
}

/* What was typed into a form. */
static void read_fields(PopplerPage *page, reading *r) {
    GList *fields = poppler_page_get_form_field_mapping(page);
    for (const GList *at = fields; at; at = at->next) {
        PopplerFormField *field = ((const PopplerFormFieldMapping *)at->data)->field;
        if (poppler_form_field_get_field_type(field) == POPPLER_FORM_FIELD_TEXT)
            take(poppler_form_field_text_get_text(field), IN_TEXT, r);
    }
    poppler_page_free_form_field_mapping(fields);
}

static bool holds_pictures(PopplerPage *page) {
    GList *pictures = poppler_page_get_image_mapping(page);
    bool any = pictures;
    poppler_page_free_image_mapping(pictures);
    return any;
}

/* ---- pages that were scanned ---- */

/* Drawn as large as is worth reading. NULL: it has no size. */
static cairo_surface_t *draw(PopplerPage *page) {
    enum { POINTS = 72, DOTS = 200 };
    double width, height, scale = (double)DOTS / POINTS;
    poppler_page_get_size(page, &width, &height);
    double side = width > height ? width : height;
    if (side * scale > BOUND_READ_SIDE) scale = BOUND_READ_SIDE / side;
    if (!(width * scale >= 1 && height * scale >= 1)) return NULL;
    cairo_surface_t *paper =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)(width * scale), (int)(height * scale));
    cairo_t *pen = cairo_create(paper);
    cairo_set_source_rgb(pen, 1, 1, 1);
    cairo_paint(pen);
    cairo_scale(pen, scale, scale);
    poppler_page_render(page, pen);
    cairo_destroy(pen);
    cairo_surface_flush(paper);
    return paper;
}

static void read_scan(PopplerPage *page, reading *r) {
    cairo_surface_t *paper = draw(page);
    if (paper && cairo_surface_status(paper) == CAIRO_STATUS_SUCCESS)
        ocr_read_page((const uint32_t *)(const void *)cairo_image_surface_get_data(paper),
                      cairo_image_surface_get_width(paper), cairo_image_surface_get_height(paper), r);
    else
        reading_lacks(r, "a page of it is a picture that cannot be drawn");
    if (paper) cairo_surface_destroy(paper);
}

/* ---- pages ---- */

typedef struct scans {
    output *to;
    size_t count;
} scans;

/* What was read so far is sent first: drawing is where a page that was made to do harm would do it. */
static void read_page(PopplerPage *page, scans *s, reading *r) {
    gchar *words = poppler_page_get_text(page);
    size_t letters = 0;
    for (const char *p = words; p && *p; p++) letters += (unsigned char)*p > ' ';
    take(words, IN_TEXT, r);
    read_fields(page, r);
    read_notes(page, r);
    if (letters >= PAGE_LETTERS || !holds_pictures(page)) return;
    if (s->count++ == BOUND_PICTURES) reading_lacks(r, "only its first 24 scanned pages were read");
    if (s->count > BOUND_PICTURES) return;
    reading_send(r, s->to);
    read_scan(page, r);
}

static void read_head(PopplerDocument *d, reading *r) {
    gchar *author = poppler_document_get_author(d);
    if (author && *author) r->tells |= TELLS_OWNER;
    if (poppler_document_get_creation_date(d) > 0) r->tells |= TELLS_TIME;
    take(author, IN_DATA, r);
    take(poppler_document_get_title(d), IN_DATA, r);
    take(poppler_document_get_subject(d), IN_DATA, r);
    take(poppler_document_get_keywords(d), IN_DATA, r);
    if (poppler_document_has_attachments(d)) reading_lacks(r, "it holds other files, which were not read");
}

static void read_document(PopplerDocument *d, reading *r, output *to) {
    scans s = {.to = to};
    int pages = poppler_document_get_n_pages(d);
    read_head(d, r);
    if (pages <= 0) reading_lacks(r, "it is damaged: it has no pages");
    if (pages > BOUND_PAGES) reading_lacks(r, "only its first 200 pages were read");
    for (int i = 0; i < pages && i < BOUND_PAGES; i++) {
        PopplerPage *page = poppler_document_get_page(d, i);
        if (page)
            read_page(page, &s, r);
        else
            reading_lacks(r, "it is damaged: a page of it cannot be read");
        if (page) g_object_unref(page);
    }
}

void pdf_read(hp_str file, reading *r, output *to) {
    GError *error = NULL;
    GBytes *bytes = g_bytes_new_static(file.p, file.n);
    PopplerDocument *d = poppler_document_new_from_bytes(bytes, NULL, &error);
    r->type = "document";
    if (d)
        read_document(d, r, to);
    else
        reading_lacks(r, error->code == POPPLER_ERROR_ENCRYPTED ? "it is locked with a password"
                                                                : "it is damaged: it is no PDF that can be read");
    if (d) g_object_unref(d);
    g_bytes_unref(bytes);
    g_clear_error(&error);
}
