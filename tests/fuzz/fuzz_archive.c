/* fuzz_archive.c - an archive of posts: cut anywhere into pieces it gives the same posts, each of them a part of it;
 * and whatever a post holds, what was read of it stands there. */
#include <stdlib.h>
#include <string.h>

#include "archive.h"
#include "cut.h"
#include "mem.h"

enum { MOST_POSTS = 4096 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct posts {
    hp_str list[MOST_POSTS]; /* views of the whole */
    size_t numbers[MOST_POSTS], count;
    cut_found end;
} posts;

static const cut_form forms[] = {CUT_LIST, CUT_ORDERED, CUT_RECORDS};
static const input_kind kinds[] = {INPUT_X, INPUT_MASTODON, INPUT_CSV};

/* Holds what a reader would hold: what was dropped is gone, `step` bytes come at a time. */
static void cut_up(cut_form form, hp_str whole, size_t step, posts *out) {
    cutter c = CUT_OF(form);
    size_t from = 0, to = 0;
    out->count = 0;
    for (;;) {
        hp_str one;
        cut_found found = cut_next(&c, (hp_str){whole.p + from, to - from}, to == whole.n, &one);
        from += cut_drop(&c);
        if (from > to || cut_pending(&c) > to - from) abort();
        if (found == CUT_MORE && to == whole.n) abort();
        out->end = found;
        if (found == CUT_MORE)
            to = whole.n - to < step ? whole.n : to + step;
        else if (found != CUT_ONE || out->count == MOST_POSTS)
            return;
        else {
            if (one.p < whole.p || one.p + one.n > whole.p + to) abort();
            out->numbers[out->count] = c.number;
            out->list[out->count++] = one;
        }
    }
}

static void same(const posts *a, const posts *b) {
    if (a->count != b->count || a->end != b->end) abort();
    for (size_t i = 0; i < a->count; i++)
        if (a->list[i].p != b->list[i].p || a->list[i].n != b->list[i].n || a->numbers[i] != b->numbers[i]) abort();
}

/* Reads every byte: a sanitizer sees what lies outside. */
static void touch(hp_str text) {
    volatile char last = 0;
    for (size_t i = 0; i < text.n; i++) last = text.p[i];
    (void)last;
}

static void read_all(input_kind kind, const posts *all) {
    archive_columns columns = {.separator = ',', .time = 1, .account = 2, .channel = 3, .alt = 4};
    if (kind == INPUT_CSV && all->count > 0) (void)archive_header(all->list[0], 0, NULL, &columns);
    for (size_t i = 0; i < all->count && i < 64; i++) {
        archive_post post;
        task job = {.kind = kind, .bytes = all->list[i], .columns = &columns};
        if (archive_read(&job, &post) == ARCHIVE_BROKEN && !post.json.error[0]) abort();
        touch(post.json.draft.text);
        touch(post.account);
        for (size_t k = 0; k < post.json.draft.media_count; k++) touch(post.json.draft.media[k].alt);
        if (post.undescribed > post.pictures) abort();
        archive_free(&post);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static posts whole, small;
    char *copy = mem_new(size + 1, 1);
    if (size) memcpy(copy, data, size);
    for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
        cut_up(forms[i], (hp_str){copy, size}, SIZE_MAX, &whole);
        cut_up(forms[i], (hp_str){copy, size}, 1, &small);
        same(&whole, &small);
        cut_up(forms[i], (hp_str){copy, size}, 7, &small);
        same(&whole, &small);
        read_all(kinds[i], &whole);
    }
    free(copy);
    return 0;
}
