/* spelling.c - see spelling.h. */
#include "find/spelling.h"

#include "base/str.h"

size_t spelling_runs(hp_str fold, uint32_t *out) {
    char letters[SPELLING_LETTERS + 2];
    size_t n = 0, count = 0;
    letters[n++] = '^';
    for (size_t i = 0; i < fold.n && i < SPELLING_LETTERS; i++) letters[n++] = fold.p[i];
    letters[n++] = '$';
    for (size_t i = 0; i < n; i++) {
        uint32_t run = mix(0x811c9dc5u, (unsigned char)letters[i]);
        for (size_t k = i + 1; k < n && k < i + SPELLING_RUN; k++) {
            run = mix(run, (unsigned char)letters[k]);
            out[count++] = run ^ run >> 15;
        }
    }
    return count;
}

uint8_t spelling_class(const spelling *s, hp_str fold) {
    enum { MIDDLE = SPELLING_CLASSES / 2 };
    if (!s || !s->weights) return 0;
    uint32_t runs[SPELLING_RUNS];
    size_t n = spelling_runs(fold, runs);
    int sum = 0;
    for (size_t i = 0; i < n; i++) sum += s->weights[runs[i] & s->mask];
    float odds = (float)sum * s->scale; /* one class a unit of log odds */
    odds = odds < -MIDDLE ? -MIDDLE : odds > MIDDLE ? MIDDLE : odds;
    return (uint8_t)(odds + MIDDLE + 1.5f);
}
