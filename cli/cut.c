/* cut.c - see cut.h. */
#include "cut.h"

#include <string.h>

static bool is_blank(char ch) {
    return ch == ' ' || ch == '\t' || ch == '\n' || ch == '\r';
}

static void begin(cutter *c) {
    c->under_way = true;
    c->begin = c->at;
}

/* ---- lists of JSON */

/* One byte of a text; what stands on the outermost level may be the list's key. */
static void pass_text(cutter *c, char ch) {
    if (!c->escaped && ch == '"') {
        c->string = false;
        return;
    }
    c->escaped = !c->escaped && ch == '\\';
    if (!c->inside && c->depth == 1 && c->key_bytes < sizeof(c->key)) c->key[c->key_bytes++] = ch;
}

static bool is_wanted_list(const cutter *c) {
    static const char wanted[] = "orderedItems";
    if (c->form == CUT_LIST) return true;
    return c->depth == 1 && c->is_key && c->key_bytes == sizeof(wanted) - 1 &&
           memcmp(c->key, wanted, sizeof(wanted) - 1) == 0;
}

/* One byte before the list. */
static void seek_list(cutter *c, char ch) {
    switch (ch) {
    case '"':
        c->string = true;
        if (c->depth == 1) c->key_bytes = 0, c->is_key = false;
        break;
    case ':':
        if (c->depth == 1) c->is_key = true;
        break;
    case '[':
        c->inside = is_wanted_list(c);
        c->depth = c->inside ? 0 : c->depth + 1;
        break;
    case '{': c->depth++; break;
    case '}':
    case ']':
        if (c->depth > 0) c->depth--;
        break;
    default: break;
    }
}

/* One byte of a post; true: it is the last one. */
static bool is_last(cutter *c, char ch) {
    if (ch == '"') c->string = true;
    if (ch == '{' || ch == '[') c->depth++;
    if ((ch != '}' && ch != ']') || c->depth == 0) return false;
    return --c->depth == 0;
}

static cut_found give(cutter *c, hp_str held, size_t end, hp_str *one) {
    *one = (hp_str){held.p + c->begin, end - c->begin};
    c->under_way = false;
    c->depth = 0;
    return CUT_ONE;
}

static cut_found next_of_list(cutter *c, hp_str held, bool ended, hp_str *one) {
    for (; c->at < held.n; c->at++) {
        char ch = held.p[c->at];
        if (c->string) {
            pass_text(c, ch);
            continue;
        }
        if (!c->inside) {
            seek_list(c, ch);
            continue;
        }
        if (!c->under_way) {
            if (is_blank(ch) || ch == ',') continue;
            if (ch == ']') return CUT_END;
            begin(c);
            c->number++;
        }
        /* What is no object ends where the next post may begin. */
        if (c->depth == 0 && (ch == ',' || ch == ']')) return give(c, held, c->at, one);
        if (is_last(c, ch)) return give(c, held, ++c->at, one);
    }
    if (!ended) return CUT_MORE;
    if (!c->under_way) return c->inside ? CUT_SHORT : CUT_NO_LIST;
    return give(c, held, held.n, one);
}

/* ---- records */

static bool is_separator(const cutter *c, char ch) {
    return c->separator ? ch == c->separator : ch == ',' || ch == ';' || ch == '\t';
}

/* A line's end; the two of "\r\n" are one. */
static void count_line(cutter *c, char ch) {
    if (!(ch == '\n' && c->after_return)) c->lines++;
    c->after_return = ch == '\r';
}

/* One byte of a record behind its first one; quotes open only where a field starts, as csv.c has it. */
static void pass_field(cutter *c, char ch) {
    if (c->quoted) {
        c->quoted = ch != '"';
        c->after_quote = ch == '"';
    } else {
        c->quoted = ch == '"' && (c->field_starts || c->after_quote);
        c->after_quote = false;
    }
    bool mark = c->lines == 0 && c->at - c->begin < 3 && (unsigned char)ch >= 0xBB; /* the byte order mark */
    c->field_starts = (!c->quoted && is_separator(c, ch)) || (mark && c->field_starts);
}

static cut_found next_record(cutter *c, hp_str held, bool ended, hp_str *one) {
    for (; c->at < held.n; c->at++) {
        char ch = held.p[c->at];
        bool line_end = ch == '\n' || ch == '\r';
        if (!c->under_way && !line_end) {
            begin(c);
            c->number = c->lines + 1;
            c->field_starts = true, c->quoted = c->after_quote = false;
        }
        if (line_end && c->under_way && !c->quoted) return give(c, held, c->at, one); /* and the line is counted next */
        if (line_end)
            count_line(c, ch);
        else
            c->after_return = false;
        if (c->under_way) pass_field(c, ch);
    }
    if (!ended) return CUT_MORE;
    return c->under_way ? give(c, held, held.n, one) : CUT_END;
}

/* ---- both */

cut_found cut_next(cutter *c, hp_str held, bool ended, hp_str *one) {
    *one = (hp_str){NULL, 0};
    return c->form == CUT_RECORDS ? next_record(c, held, ended, one) : next_of_list(c, held, ended, one);
}

size_t cut_drop(cutter *c) {
    size_t n = c->under_way ? c->begin : c->at;
    c->at -= n;
    c->begin = 0;
    return n;
}

size_t cut_pending(const cutter *c) {
    return c->under_way ? c->at - c->begin : 0;
}

size_t cut_forget(cutter *c) {
    size_t n = c->at;
    c->at = c->begin = 0;
    return n;
}
