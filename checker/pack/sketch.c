/* sketch.c - a reader of regexes that writes sketches as it goes.
 *
 * All offsets are relative, so that what was written can be moved, for a choice, and copied, for a repeat.
 */
#include "pack/sketch.h"

#include <string.h>

#include "base/str.h"
#include "pack/sketch_choice.h"
#include "pack/sketch_sets.h"

enum { DEPTH_MOST = 60, COPIES_MOST = 6, ARGUMENT = 2, STEP = 1 + ARGUMENT };

typedef struct writer {
    regex_reader r;
    int depth;
    number_set_fn *number_set;
    void *user;
    sketch_room *room;
    unsigned char *v; /* the room's code */
    size_t n;
    size_t ends; /* of branches, of all choices that are open */
} writer;

static void write_choice(writer *w);

/* ---- writing ---- */

static bool has_room(writer *w, size_t more) {
    if (w->n + more > SKETCH_MOST) w->r.failed = true;
    return !w->r.failed;
}

static void put(writer *w, unsigned char byte) {
    if (has_room(w, 1)) w->v[w->n++] = byte;
}

static void set_argument(writer *w, size_t at, ptrdiff_t value) {
    if (w->r.failed) return;
    w->v[at + 1] = (unsigned char)(value & 0xff);
    w->v[at + 2] = (unsigned char)(value >> 8 & 0xff);
}

static void put_step(writer *w, unsigned char op, ptrdiff_t argument) {
    if (!has_room(w, STEP)) return;
    w->v[w->n] = op;
    w->n += STEP;
    set_argument(w, w->n - STEP, argument);
}

/* Makes room for a step in front of what was written from `from`. */
static void put_step_before(writer *w, size_t from, unsigned char op, ptrdiff_t argument) {
    if (!has_room(w, STEP)) return;
    memmove(w->v + from + STEP, w->v + from, w->n - from);
    w->v[from] = op;
    w->n += STEP;
    set_argument(w, from, argument);
}

static void put_set(writer *w, unsigned char op, const pk_symbols *set) {
    int number = w->r.failed ? -1 : w->number_set(w->user, set);
    if (number < 0)
        w->r.failed = true;
    else
        put_step(w, op, number);
}

static void put_anything(writer *w) {
    pk_symbols all = symbols_all();
    put_step(w, SKETCH_SPLIT, 2 * STEP);
    put_set(w, SKETCH_SET, &all);
    put_step(w, SKETCH_JUMP, -3 * STEP);
}

static void put_next(writer *w, pk_symbols set, bool turn) {
    if (turn) set = symbols_turned(set);
    symbols_add(&set, SYMBOL_FAR);
    if (turn) symbols_add(&set, SYMBOL_END);
    put_set(w, SKETCH_NEXT, &set);
}

static void put_line_end(writer *w) {
    pk_symbols set = {{0}};
    symbols_add(&set, '\n');
    symbols_add(&set, SYMBOL_END);
    put_set(w, SKETCH_NEXT, &set);
}

static void put_after(writer *w, unsigned kinds) {
    put(w, SKETCH_AFTER);
    put(w, (unsigned char)kinds);
}

/* One character that stands for itself. */
static void put_character(writer *w, int c) {
    if (c >= SYMBOL_FAR) {
        put(w, SKETCH_FAR);
    } else if (!char_is_alpha((char)c) || w->r.caseless) {
        put(w, (unsigned char)char_lower((char)c));
    } else {
        pk_symbols one = {{0}};
        symbols_add(&one, (unsigned)c);
        put_set(w, SKETCH_SET, &one);
    }
}

/* Letters, digits and what else stands for itself. */
static void put_run(writer *w, hp_str run) {
    bool plain = w->r.caseless && has_room(w, run.n);
    for (size_t i = 0; i < run.n && plain; i++) w->v[w->n++] = (unsigned char)char_lower(run.p[i]);
    for (size_t i = 0; i < run.n && !plain; i++) put_character(w, run.p[i]);
}

/* ---- escapes ---- */

static void write_escape(writer *w) {
    pk_symbols set;
    char c = reader_peek(&w->r);
    if (reader_set(&w->r, &set)) {
        put_set(w, SKETCH_SET, &set);
        return;
    }
    int code = reader_code(&w->r);
    if (code >= 0) {
        put_character(w, code);
        return;
    }
    w->r.at++;
    switch (c) {
    case 'b': put(w, SKETCH_EDGE); break;
    case 'A': put_after(w, 1u << BEHIND_LINE); break;
    case 'z':
    case 'Z': put_line_end(w); break;
    case 'B':
    case 'G': break;
    case 'R':
    case 'X': put_anything(w); break;
    case 'k':
        reader_skip_to(&w->r, reader_peek(&w->r) == '{' ? '}' : reader_peek(&w->r) == '<' ? '>' : '\'');
        put_anything(w);
        break;
    default:
        if (char_is_digit(c) && c != '0' && !char_is_digit(reader_peek(&w->r)))
            put_anything(w); /* what a group matched */
        else if (char_is_alpha(c) || char_is_digit(c) || (unsigned char)c >= 0x80)
            w->r.failed = true;
        else
            put_character(w, c);
    }
}

/* ---- groups ---- */

static void put_code(writer *w, const unsigned char *code, size_t n) {
    if (!has_room(w, n)) return;
    memcpy(w->v + w->n, code, n);
    w->n += n;
}

/* Up to the end of the group; what was set inside ends there. */
static void write_inside(writer *w) {
    bool extended = w->r.extended, caseless = w->r.caseless;
    size_t at = w->r.at, n = w->n;
    const known_group *known = groups_find(&w->room->groups, &w->r);
    if (known) {
        put_code(w, (const unsigned char *)known->code.p, known->code.n);
        w->r.at += known->text.n;
        return;
    }
    if (++w->depth > DEPTH_MOST) w->r.failed = true;
    if (!w->r.failed) write_choice(w);
    w->depth--;
    w->r.extended = extended;
    w->r.caseless = caseless;
    if (!reader_next_is(&w->r, ")")) w->r.failed = true;
    if (w->r.failed) return;
    groups_keep(&w->room->groups, &w->r, at, extended, caseless, (hp_str){(const char *)w->v + n, w->n - n});
}

/* The set of what is looked at when that is one character of a set, as in (?=[a-z]) or (?!\d); of what is forbidden, it
 * may be the first of several, as in (?!\d|x), but must be told exactly. */
static bool looks_at_one(const writer *w, bool wanted, pk_symbols *set) {
    regex_reader r = w->r;
    r.loose = false;
    if (w->r.extended) return false;
    if (reader_next_is(&r, "["))
        reader_class(&r, set);
    else if (!reader_next_is(&r, "\\") || !reader_set(&r, set))
        return false;
    if (r.failed || (r.loose && !wanted)) return false;
    return reader_peek(&r) == ')' || (!wanted && reader_peek(&r) == '|');
}

/* What is looked at is read and left out, but for what a whole regex ends by looking ahead at: nothing follows that
 * would have to stand at the same place. */
static void write_look(writer *w, bool wanted, bool behind) {
    pk_symbols set, word = symbols_word();
    bool one = looks_at_one(w, wanted, &set);
    size_t before = w->n;
    write_inside(w);
    if (wanted && !behind && w->r.at == w->r.s.n) return;
    if (!w->r.failed) w->n = before;
    if (one && !behind) put_next(w, set, !wanted);
    if (one && behind && !wanted && symbols_hold(&set, &word)) put_after(w, ~(1u << BEHIND_WORD) & 0xf);
}

static bool write_look_around(writer *w) {
    static const struct {
        const char *sign;
        bool wanted, behind;
    } looks[] = {{"<=", true, true}, {"<!", false, true}, {"=", true, false}, {"!", false, false}};
    for (size_t i = 0; i < sizeof looks / sizeof *looks; i++)
        if (reader_next_is(&w->r, looks[i].sign)) {
            write_look(w, looks[i].wanted, looks[i].behind);
            return true;
        }
    return false;
}

/* Behind (? and what it may begin with; false: no group follows. */
static bool open_group(writer *w) {
    if (reader_next_is(&w->r, "#")) {
        reader_skip_to(&w->r, ')');
        return false;
    }
    if (reader_next_is(&w->r, "P=")) { /* what a group matched */
        reader_skip_to(&w->r, ')');
        put_anything(w);
        return false;
    }
    if (reader_next_is(&w->r, "<") || reader_next_is(&w->r, "P<"))
        reader_skip_to(&w->r, '>');
    else if (reader_next_is(&w->r, "'"))
        reader_skip_to(&w->r, '\'');
    else if (!reader_next_is(&w->r, ":") && !reader_next_is(&w->r, "|") && !reader_next_is(&w->r, ">")) {
        reader_options(&w->r);
        if (reader_next_is(&w->r, ")")) return false; /* from here to the end of the group around it */
        if (!reader_next_is(&w->r, ":")) w->r.failed = true;
    }
    return true;
}

static void write_group(writer *w) {
    bool extended = w->r.extended, caseless = w->r.caseless;
    if (reader_peek(&w->r) == '*') w->r.failed = true;
    if (reader_next_is(&w->r, "?") && (write_look_around(w) || !open_group(w))) return;
    write_inside(w);
    w->r.extended = extended;
    w->r.caseless = caseless;
}

/* ---- sequences ---- */

static void write_atom(writer *w) {
    char c = reader_peek(&w->r);
    pk_symbols set;
    if ((unsigned char)c >= 0x80) {
        put_character(w, reader_character(&w->r));
        return;
    }
    w->r.at++;
    switch (c) {
    case '^': put_after(w, 1u << BEHIND_LINE); break;
    case '$': put_line_end(w); break;
    case '.':
        set = symbols_all();
        put_set(w, SKETCH_SET, &set);
        break;
    case '[':
        reader_class(&w->r, &set);
        put_set(w, SKETCH_SET, &set);
        break;
    case '(': write_group(w); break;
    case '\\': write_escape(w); break;
    default: put_character(w, c);
    }
}

/* Repeats what was written from `from`; above some copies there is no end of them, or they count as fewer. */
static void repeat(writer *w, size_t from, size_t least, size_t most) {
    ptrdiff_t n = (ptrdiff_t)(w->n - from);
    if (w->r.failed || (least == 1 && most == 1) || !n) return;
    size_t sure = least < COPIES_MOST ? least : COPIES_MOST;
    bool endless = most == SIZE_MAX || most - sure > COPIES_MOST / 2;
    if (most == 0) {
        w->n = from;
        return;
    }
    for (size_t i = 1; i < sure; i++) put_code(w, w->v + from, (size_t)n);
    if (endless && sure) { /* the last one again and again */
        put_step(w, SKETCH_SPLIT, -(n + STEP));
    } else if (endless) {
        put_step_before(w, from, SKETCH_SPLIT, n + STEP);
        put_step(w, SKETCH_JUMP, -(n + 2 * STEP));
    } else if (!sure) {
        put_step_before(w, from, SKETCH_SPLIT, n);
        for (size_t i = 1; i < most; i++) put_code(w, w->v + from, (size_t)n + STEP);
    } else {
        for (size_t i = sure; i < most; i++) {
            put_step(w, SKETCH_SPLIT, n);
            put_code(w, w->v + from, (size_t)n);
        }
    }
}

static void write_repeated(writer *w) {
    size_t from = w->n, least, most;
    write_atom(w);
    for (reader_skip_blank(&w->r); reader_repeat(&w->r, &least, &most); reader_skip_blank(&w->r))
        repeat(w, from, least, most);
}

static void write_sequence(writer *w) {
    regex_reader *r = &w->r;
    for (reader_skip_blank(r); !r->failed && !reader_ends_branch(r, r->at); reader_skip_blank(r)) {
        size_t plain = reader_plain_run(r);
        if (plain <= 1) {
            write_repeated(w);
            continue;
        }
        put_run(w, str_sub(r->s, r->at, r->at + plain));
        r->at += plain;
    }
}

/* The branches are written one behind another, then put together from a copy of them. */
static void write_choice(writer *w) {
    size_t from = w->n, first = w->ends;
    do {
        write_sequence(w);
        if (w->ends < SKETCH_MOST) w->room->ends[w->ends++] = (uint16_t)w->n;
    } while (reader_more(&w->r) && reader_next_is(&w->r, "|"));
    size_t count = w->ends - first, start = from;
    w->ends = first;
    if (count == 1 || w->r.failed) return;
    memcpy(w->room->copy + from, w->v + from, w->n - from);
    for (size_t i = 0; i < count; i++) {
        size_t end = w->room->ends[first + i];
        w->room->branches[i] = (branch){w->room->copy + start, (uint16_t)(end - start), 0};
        start = end;
    }
    size_t n = choice_write(w->v + from, SKETCH_MOST - from, w->room->branches, count);
    if (n == SIZE_MAX)
        w->r.failed = true;
    else
        w->n = from + n;
}

hp_str sketch_of(sketch_room *room, hp_str regex, number_set_fn *number_set, void *user) {
    writer w = {.r = {.s = regex}, .number_set = number_set, .user = user, .room = room, .v = room->code};
    write_choice(&w);
    put(&w, SKETCH_MATCH);
    if (w.r.failed || w.r.at < regex.n) return (hp_str){NULL, 0};
    return (hp_str){(const char *)w.v, w.n};
}
