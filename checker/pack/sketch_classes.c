/* sketch_classes.c - symbols that no place of a sketch tells apart, for machines with few columns. */
#include "pack/sketch_sets.h"

/* Parts what is in the set from what is not. */
static void part(pk_classes *k, const pk_symbols *set) {
    uint8_t other[SYMBOL_COUNT] = {0}; /* per class: where those of it go that are in the set; 0: none was met */
    bool split[SYMBOL_COUNT] = {false};
    for (unsigned c = 0; c < SYMBOL_COUNT; c++)
        if (!symbols_have(set, c)) split[k->of[c]] = true;
    for (unsigned c = 0; c < SYMBOL_COUNT; c++) {
        unsigned old = k->of[c];
        if (!symbols_have(set, c) || !split[old]) continue;
        if (!other[old]) other[old] = k->count++;
        k->of[c] = other[old];
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
    unsigned last = UINT32_MAX, sizes[SYMBOL_COUNT] = {0};
    met['\n'] = met[SYMBOL_FAR] = met[SYMBOL_END] = true;
    for (size_t at = 0; at < sketch.n;) {
        unsigned char op = code[at];
        bool set = op == SKETCH_SET || op == SKETCH_NEXT;
        unsigned number = set ? code[at + 1] | (unsigned)code[at + 2] << 8 : last;
        if (op <= SKETCH_FAR) met[op] = true;
        if (number != last) part(&k, &sets[number]);
        last = number;
        at += set || op == SKETCH_SPLIT || op == SKETCH_JUMP ? 3 : op == SKETCH_AFTER ? 2 : 1;
    }
    part(&k, &word);
    for (unsigned c = 0; c < SYMBOL_COUNT; c++) sizes[k.of[c]]++;
    for (unsigned c = 0; c < SYMBOL_COUNT; c++)
        if (met[c]) part_both(&k, c, sizes);
    return k;
}
