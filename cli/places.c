/* places.c - see places.h. The spot of every STRIDEth byte, or the character's that follows it, is kept; from there it
 * is counted. */
#include "places.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "utf8.h"

enum { STRIDE = 1024, BOM_BYTES = 3 };

typedef struct milestone {
    size_t at;
    spot spot;
} milestone;

struct places {
    hp_str draft;
    milestone *stones;
    size_t count;
};

/* Moves on by one character. */
static void move(hp_str draft, milestone *m) {
    size_t n;
    uint32_t c = utf8_next(draft, m->at, &n);
    m->at += n;
    m->spot.character++;
    m->spot.column++;
    if (c == '\n') m->spot.line++, m->spot.column = 1;
}

places *places_new(hp_str draft) {
    places *p = mem_new(1, sizeof(*p));
    bool marked = draft.n >= BOM_BYTES && memcmp(draft.p, "\xEF\xBB\xBF", BOM_BYTES) == 0;
    milestone now = {marked ? BOM_BYTES : 0, {1, 1, 0}};
    *p = (places){.draft = draft, .stones = mem_new(draft.n / STRIDE + 1, sizeof(*p->stones))};
    for (p->stones[p->count++] = now; now.at < draft.n; move(draft, &now))
        if (now.at >= p->count * STRIDE) p->stones[p->count++] = now;
    return p;
}

void places_free(places *p) {
    if (!p) return;
    free(p->stones);
    free(p);
}

spot places_of(const places *p, size_t at) {
    size_t stone = at / STRIDE;
    if (stone >= p->count) stone = p->count - 1;
    while (stone > 0 && p->stones[stone].at > at) stone--;
    milestone now = p->stones[stone];
    while (now.at < at) move(p->draft, &now);
    return now.spot;
}
