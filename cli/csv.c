/* csv.c - see csv.h. */
#include "csv.h"

#include <string.h>

#include "mem.h"

static char guess_separator(const char *p, const char *end) {
    size_t commas = 0, semicolons = 0, tabs = 0;
    bool quoted = false;
    for (; p < end && (quoted || (*p != '\n' && *p != '\r')); p++) {
        if (*p == '"') quoted = !quoted;
        if (quoted) continue;
        commas += *p == ',', semicolons += *p == ';', tabs += *p == '\t';
    }
    return tabs > commas && tabs > semicolons ? '\t' : semicolons > commas ? ';' : ',';
}

/* Passes one line end; '\r', '\n' and both together. */
static void pass_newline(csv *c) {
    if (c->p < c->end && *c->p == '\r') c->p++;
    if (c->p < c->end && *c->p == '\n') c->p++;
    c->next_line++;
}

void csv_start(csv *c, char *bytes, size_t n) {
    *c = (csv){.p = bytes, .end = bytes + n, .next_line = 1};
    if (n >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) c->p += 3;
    /* Some spreadsheets say their separator in a line before the header. */
    if (c->end - c->p >= 5 && memcmp(c->p, "sep=", 4) == 0 &&
        (c->end - c->p == 5 || c->p[5] == '\r' || c->p[5] == '\n')) {
        c->separator = c->p[4];
        c->p += 5;
        pass_newline(c);
    } else {
        c->separator = guess_separator(c->p, c->end);
    }
}

static bool is_blank(char ch) {
    return ch == ' ' || ch == '\t';
}

static hp_str trimmed(const char *p, const char *end) {
    while (p < end && is_blank(*p)) p++;
    while (end > p && is_blank(end[-1])) end--;
    return (hp_str){p, (size_t)(end - p)};
}

/* A field that opens with a quote, read from behind it; doubled quotes are written back as one. */
static bool quoted_field(csv *c, hp_str *field) {
    char *start = c->p, *to = c->p;
    for (;; c->p++) {
        if (c->p == c->end) {
            c->problem = "a quote is never closed";
            return false;
        }
        if (*c->p == '"') {
            if (c->p + 1 == c->end || c->p[1] != '"') break;
            c->p++;
        } else if (*c->p == '\n') {
            c->next_line++;
        }
        *to++ = *c->p;
    }
    c->p++;
    while (c->p < c->end && is_blank(*c->p) && *c->p != c->separator) c->p++;
    if (c->p < c->end && *c->p != c->separator && *c->p != '\r' && *c->p != '\n') {
        c->problem = "there is text behind a closing quote";
        return false;
    }
    *field = trimmed(start, to);
    return true;
}

static hp_str bare_field(csv *c) {
    const char *start = c->p;
    while (c->p < c->end && *c->p != c->separator && *c->p != '\r' && *c->p != '\n') c->p++;
    return trimmed(start, c->p);
}

static bool read_record(csv *c) {
    c->count = 0;
    c->line = c->next_line;
    for (;;) {
        if (c->count == CSV_FIELDS) {
            c->problem = "there are more than 256 columns";
            return false;
        }
        hp_str *field = &c->fields[c->count++];
        if (c->p < c->end && *c->p == '"') {
            c->p++;
            if (!quoted_field(c, field)) return false;
        } else {
            *field = bare_field(c);
        }
        if (c->p == c->end || *c->p != c->separator) break;
        c->p++;
    }
    pass_newline(c);
    return true;
}

bool csv_next(csv *c) {
    c->problem = NULL;
    while (c->p < c->end) {
        if (!read_record(c)) return false;
        for (size_t i = 0; i < c->count; i++)
            if (c->fields[i].n > 0) return true;
        c->blank++;
    }
    return false;
}
