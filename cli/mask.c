/* mask.c - see mask.h. */
#include "mask.h"

#include <string.h>

#include "utf8.h"

enum { SHORTEST_SECRET = 3 }; /* one of a character or two would blot out half of a text */

bool mask_covers(const mask *m, size_t draft_at) {
    for (size_t i = 0; !m->off && i < m->report->finding_count; i++) {
        const hp_finding *f = &m->report->findings[i];
        if (f->secret && f->has_span && draft_at >= f->start && draft_at < f->end) return true;
    }
    return false;
}

static void blot(output *to, hp_str s, size_t from, size_t bytes) {
    for (size_t i = from, n; i < from + bytes; i += n) {
        utf8_next(s, i, &n);
        out_z(to, MASK_SIGN);
    }
}

hp_str mask_span(mask *m, size_t start, size_t end) {
    out_clear(&m->scratch);
    for (size_t i = start, n; i < end; i += n) {
        utf8_next(m->draft, i, &n);
        if (mask_covers(m, i))
            out_z(&m->scratch, MASK_SIGN);
        else
            out_bytes(&m->scratch, m->draft.p + i, n);
    }
    return out_view(&m->scratch);
}

/* Bytes of a secret that starts at `at` of a text; 0: none does. */
static size_t secret_at(const mask *m, hp_str text, size_t at) {
    size_t longest = 0;
    for (size_t i = 0; i < m->report->finding_count; i++) {
        const hp_finding *f = &m->report->findings[i];
        size_t n = f->end - f->start;
        if (f->secret && f->has_span && n >= SHORTEST_SECRET && n > longest && n <= text.n - at &&
            memcmp(text.p + at, m->draft.p + f->start, n) == 0)
            longest = n;
    }
    return longest;
}

hp_str mask_text(mask *m, hp_str text) {
    bool any = false;
    for (size_t i = 0; i < m->report->finding_count; i++) any = any || m->report->findings[i].secret;
    if (m->off || !any) return text;
    out_clear(&m->scratch);
    for (size_t i = 0; i < text.n;) {
        size_t n = secret_at(m, text, i);
        if (n > 0) {
            blot(&m->scratch, text, i, n);
        } else {
            out_char(&m->scratch, text.p[i]);
            n = 1;
        }
        i += n;
    }
    return out_view(&m->scratch);
}

void mask_ask(mask *m, const hp_finding *f, output *to) {
    static const char sign[] = "{match}";
    enum { SIGN = sizeof(sign) - 1 };
    for (size_t i = 0; i < f->ask.n;) {
        if (f->ask.n - i < SIGN || memcmp(f->ask.p + i, sign, SIGN) != 0) {
            out_char(to, f->ask.p[i++]);
            continue;
        }
        out_str(to, f->has_span ? mask_span(m, f->start, f->end) : HP_STR("it"));
        i += SIGN;
    }
}
