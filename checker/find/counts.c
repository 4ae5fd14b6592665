/* counts.c - see counts.h. */
#include "find/counts.h"

enum { CLASS_LEAST = 10 /* a shorter list is a group, and whoever is left out of it is nobody's secret */ };

static int word_value(hp_str word) {
    static const struct {
        const char *word;
        int value;
    } words[] = {{"one", 1},     {"two", 2},   {"both", 2},  {"couple", 2}, {"pair", 2}, {"three", 3},  {"four", 4},
                 {"five", 5},    {"six", 6},   {"seven", 7}, {"eight", 8},  {"nine", 9}, {"ten", 10},   {"eleven", 11},
                 {"twelve", 12}, {"una", 1},   {"uno", 1},   {"dos", 2},    {"tres", 3}, {"cuatro", 4}, {"cinco", 5},
                 {"seis", 6},    {"siete", 7}, {"ocho", 8},  {"nueve", 9},  {"diez", 10}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_eq_nocase(word, str_of(words[i].word))) return words[i].value;
    return -1;
}

int count_told(hp_str clean) {
    for (size_t at = 0, end; at < clean.n; at = end) {
        for (end = at; end < clean.n && (char_is_alpha(clean.p[end]) || char_is_digit(clean.p[end]));) end++;
        hp_str word = str_sub(clean, at, end);
        uint64_t number;
        if (word.n && str_number(word, 999, &number)) return (int)number;
        int value = word.n ? word_value(word) : -1;
        if (value >= 0) return value;
        if (!word.n) end = at + 1;
    }
    return -1;
}

bool count_is_small(int count, unsigned k, size_t class_size) {
    size_t told = (size_t)count;
    if (told < k) return true;
    return class_size >= CLASS_LEAST && told < class_size && class_size - told < k;
}
