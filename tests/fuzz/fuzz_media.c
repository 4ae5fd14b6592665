/* fuzz_media.c - what hallpass reads of attached files by itself: blocks and comments of pictures, XMP, texts, the XML
 * of office documents. What libraries read stands aside: here they touch every byte that they are given. */
#include "media/exif.h"
#include "media/ocr.h"
#include "media/picture.h"
#include "media/plain.h"
#include "media/story.h"

#include <stdlib.h>

#include "media/bounds.h"
#include "utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int touch(hp_str bytes) {
    volatile int all = 0;
    for (size_t i = 0; i < bytes.n; i++) all = all ^ bytes.p[i];
    return all;
}

int exif_read(hp_str block, reading *r) {
    r->tells |= TELLS_PLACE;
    return touch(block) & 7;
}

void ocr_read(hp_str file, int orientation, reading *r) {
    if (orientation < 0 || orientation > 8) abort();
    reading_words(r, IN_TEXT, HP_STR("a word"));
    touch(file);
}

/* The first byte says as what the rest is read. */
static void read_as(unsigned char kind, hp_str rest, reading *r, output *to) {
    enum { PICTURE = 0, PLAIN, KINDS = PLAIN + STORY_PICTURE };
    kind %= KINDS;
    if (kind == PICTURE)
        picture_read(rest, true, r, to);
    else if (kind == PLAIN && plain_is_text(rest))
        plain_read(rest, "a.txt", r);
    else if (kind > PLAIN)
        story_read(rest, (story_kind)(STORY_TEXT + kind - PLAIN - 1), r);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    reading r = READING_INIT;
    output to = OUT_MEMORY;
    if (size == 0) return 0;
    read_as(data[0], (hp_str){(const char *)data + 1, size - 1}, &r, &to);
    for (size_t i = 0; i < READING_PLACES; i++)
        if (r.words[i].n > BOUND_TEXT_BYTES) abort();
    reading_send(&r, &to);
    hp_str said = out_view(&to);
    if (said.n == 0 || said.p[said.n - 1] != '\n' || utf8_valid_until(said) != said.n) abort();
    out_free(&to);
    reading_free(&r);
    return 0;
}
