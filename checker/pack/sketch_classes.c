/* sketch_classes.c - symbols that no place of a sketch tells apart, for machines with few columns. */
#include "pack/sketch_sets.h"

/* The members of a set in their order; their number. */
static size_t list_members(const pk_symbols *set, uint8_t list[SYMBOL_COUNT]) {
    size_t n = 0;
    for (unsigned w = 0; w < sizeof set->bits / sizeof *set->bits; w++)
        for (uint32_t bits = set->bits[w]; bits; bits &= bits - 1)
            list[n++] = (uint8_t)(32 * w + (unsigned)__builtin_ctz(bits));
    return n;
}

/* Parts what is in the set from what is not: the members of each class that has others too get a new one. */
static void part(pk_classes *k, const pk_symbols *set, unsigned sizes[SYMBOL_COUNT]) {
    uint8_t list[SYMBOL_COUNT], met[SYMBOL_COUNT] = {0}, other[SYMBOL_COUNT] = {0};
    size_t n = list_members(set, list);
    for (size_t i = 0; i < n; i++) met[k->of[list[i]]]++;
    for (size_t i = 0; i < n; i++) {
        unsigned old = k->of[list[i]];
        if (!other[old] && met[old] == sizes[old]) continue;
        if (!other[old]) other[old] = k->count++;
        k->of[list[i]] = other[old];
        sizes[old]--;
        sizes[other[old]]++;
    }
}

/* A character gets a class of its own; done last, when no set is to come. */
static void part_one(pk_classes *k, unsigned c, unsigned sizes[SYMBOL_COUNT]) {
    if (sizes[k->of[c]] == 1) return;
    sizes[k->of[c]]--;
    sizes[k->count] = 1;
    k->of[c] = k->count++;
}

/* A character and its capital get a class of their own, or two where something tells them apart. */
static void part_both(pk_classes *k, unsigned c, unsigned sizes[SYMBOL_COUNT]) {
    bool letter = c >= 'a' && c <= 'z';
    if (!letter || k->of[c] != k->of[c - 32]) {
        part_one(k, c, sizes);
        if (letter) part_one(k, c - 32, sizes);
    } else if (sizes[k->of[c]] > 2) {
        sizes[k->of[c]] -= 2;
        sizes[k->count] = 2;
        k->of[c] = k->of[c - 32] = k->count++;
    }
}

/* What a place behind a symbol knows of it is told apart, too: a line's end, a word, what lies beyond ASCII. */
pk_classes sketch_classes(hp_str sketch, const pk_symbols *sets) {
    pk_classes k = {.count = 1};
    pk_symbols word = symbols_word();
    const unsigned char *code = (const unsigned char *)sketch.p;
    bool met[SYMBOL_COUNT] = {false};
    enum { RECENT = 64 };
    unsigned recent[RECENT] = {0},
             sizes[SYMBOL_COUNT] = {SYMBOL_COUNT}; /* recent: sets that have parted the classes, + 1 */
    met['\n'] = met[SYMBOL_FAR] = met[SYMBOL_END] = true;
    for (size_t at = 0; at < sketch.n;) {
        unsigned char op = code[at];
        bool set = op == SKETCH_SET || op == SKETCH_NEXT;
        unsigned number = set ? code[at + 1] | (unsigned)code[at + 2] << 8 : 0;
        if (op <= SKETCH_FAR) met[op] = true;
        if (set && recent[number % RECENT] != number + 1) {
            part(&k, &sets[number], sizes);
            recent[number % RECENT] = number + 1;
        }
        at += set || op == SKETCH_SPLIT || op == SKETCH_JUMP ? 3 : op == SKETCH_AFTER ? 2 : 1;
    }
    part(&k, &word, sizes);
    for (unsigned c = 0; c < SYMBOL_COUNT; c++)
        if (met[c]) part_both(&k, c, sizes);
    return k;
}
