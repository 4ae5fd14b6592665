/* sampler.c - see sampler.h. */
#include "sampler.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "digest.h"
#include "json_out.h"
#include "mask.h"
#include "mem.h"
#include "report.h"
#include "secrets.h"
#include "tell.h"

enum { AROUND = 200, LONGEST = 200 }; /* bytes of a post that are shown on each side of what was found, and of that */

typedef struct sample {
    uint64_t rank;
    const char *name; /* of the archive; lives as long as the feed */
    size_t line;
    hp_level severity;
    int confidence;
    char *found, *text;
} sample;

typedef struct drawer { /* of one rule */
    char *rule;
    sample *samples; /* in the order of their ranks */
    size_t count;
} drawer;

struct sampler {
    char *path;
    int fd;
    unsigned char key[SECRETS_KEY];
    size_t per_rule;
    drawer *drawers; /* in the order of the rules */
    size_t count, room;
};

sampler *sampler_new(const char *path, size_t per_rule, uint64_t seed) {
    sampler *s = mem_new(1, sizeof(*s));
    digest_start();
    *s = (sampler){.path = mem_text("%s", path), .per_rule = per_rule};
    memcpy(s->key, &seed, sizeof(seed));
    s->fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (s->fd >= 0) return s;
    if (errno == EEXIST)
        tell("\"%s\" is there already: choose another name for the sample, or delete it", path);
    else
        tell("cannot write the sample \"%s\": %s", path, strerror(errno));
    sampler_free(s);
    return NULL;
}

static void free_sample(sample *one) {
    free(one->found);
    free(one->text);
}

void sampler_free(sampler *s) {
    if (!s) return;
    if (s->fd >= 0) close(s->fd);
    for (size_t i = 0; i < s->count; i++) {
        for (size_t k = 0; k < s->drawers[i].count; k++) free_sample(&s->drawers[i].samples[k]);
        free(s->drawers[i].samples);
        free(s->drawers[i].rule);
    }
    free(s->drawers);
    free(s->path);
    free(s);
}

int sampler_descriptor(const sampler *s) {
    return s ? s->fd : -1;
}

uint64_t sampler_rank(const sampler *s, hp_str rule, hp_str post, size_t start) {
    uint64_t at = start;
    hp_str texts[] = {rule, post, {(const char *)&at, sizeof(at)}};
    return secrets_mark(s->key, texts, sizeof(texts) / sizeof(texts[0]));
}

static drawer *drawer_of(sampler *s, hp_str rule) {
    size_t at = 0;
    int order = 1;
    for (; at < s->count; at++) {
        size_t n = strlen(s->drawers[at].rule);
        order = memcmp(s->drawers[at].rule, rule.p, n < rule.n ? n : rule.n);
        if (!order) order = (n > rule.n) - (n < rule.n);
        if (order >= 0) break;
    }
    if (at < s->count && order == 0) return &s->drawers[at];
    s->drawers = mem_grow(s->drawers, &s->room, s->count + 1, sizeof(*s->drawers));
    memmove(s->drawers + at + 1, s->drawers + at, (s->count++ - at) * sizeof(*s->drawers));
    s->drawers[at] = (drawer){mem_text("%.*s", (int)rule.n, rule.p), mem_new(s->per_rule, sizeof(sample)), 0};
    return &s->drawers[at];
}

/* The first byte of the character that `at` is in. */
static size_t whole(hp_str text, size_t at) {
    while (at > 0 && at < text.n && ((unsigned char)text.p[at] & 0xC0) == 0x80) at--;
    return at;
}

static char *copied(mask *hidden, size_t start, size_t end) {
    hp_str shown = mask_span(hidden, start, end);
    return mem_text("%.*s", (int)shown.n, shown.p ? shown.p : "");
}

static bool is_before(sampler_place place, const sample *one) {
    int order = strcmp(place.name, one->name);
    return order < 0 || (order == 0 && place.line < one->line);
}

void sampler_offer(sampler *s, uint64_t rank, sampler_place place, hp_str text, const hp_report *report,
                   const hp_finding *f) {
    drawer *d = drawer_of(s, f->rule);
    size_t at = 0;
    while (at < d->count && d->samples[at].rank < rank) at++;
    if (at == s->per_rule) return;
    if (at < d->count && d->samples[at].rank == rank) { /* the same words again: the first place counts */
        if (is_before(place, &d->samples[at])) d->samples[at].name = place.name, d->samples[at].line = place.line;
        return;
    }
    mask hidden = {.draft = text, .report = report, .scratch = OUT_MEMORY};
    size_t start = f->has_span ? f->start : 0, end = f->has_span ? f->end : 0;
    size_t from = whole(text, start > AROUND ? start - AROUND : 0);
    size_t shown = whole(text, end - start > LONGEST ? start + LONGEST : end);
    size_t to = whole(text, text.n - shown > AROUND ? shown + AROUND : text.n);
    if (d->count == s->per_rule) free_sample(&d->samples[--d->count]);
    memmove(d->samples + at + 1, d->samples + at, (d->count++ - at) * sizeof(*d->samples));
    d->samples[at] = (sample){rank, place.name, place.line, f->severity, f->confidence, NULL, NULL};
    d->samples[at].found = copied(&hidden, start, shown);
    d->samples[at].text = copied(&hidden, from, to);
    out_free(&hidden.scratch);
}

static void put(output *to, const char *rule, const sample *one) {
    json_out j = {.to = to};
    json_put_open(&j, '{');
    json_put_key(&j, "rule");
    json_put_text(&j, view(rule));
    json_put_key(&j, "severity");
    json_put_text(&j, view(report_level(one->severity)));
    json_put_key(&j, "confidence");
    json_put_number(&j, one->confidence);
    json_put_key(&j, "archive");
    json_put_text(&j, view(one->name));
    json_put_key(&j, "line");
    json_put_number(&j, (int64_t)one->line);
    json_put_key(&j, "found");
    json_put_text(&j, view(one->found));
    json_put_key(&j, "text");
    json_put_text(&j, view(one->text));
    json_put_key(&j, "right"); /* for the reviewer */
    json_put_null(&j);
    json_put_close(&j, '}');
    out_char(to, '\n');
}

bool sampler_write(sampler *s) {
    output to = OUT_TO(s->fd);
    for (size_t i = 0; i < s->count; i++)
        for (size_t k = 0; k < s->drawers[i].count; k++) put(&to, s->drawers[i].rule, &s->drawers[i].samples[k]);
    out_flush(&to);
    if (to.error) tell("cannot write the sample \"%s\": %s", s->path, strerror(to.error));
    bool ok = !to.error;
    out_free(&to);
    return ok;
}
