/* yaml_nodes.c - wraps libyaml: events to nodes, its texts put into an admin's words. */
#include "pack/yaml_nodes.h"

#include <string.h>

#include <yaml.h>

#include "base/limits.h"
#include "base/str.h"
#include "text/unicode.h"

typedef struct reader {
    arena *a;
    diagnoses *d;
    hp_str bytes;
    uint32_t source;
    yaml_parser_t parser;
    int depth;
    bool failed;
    size_t known_index, known_byte; /* libyaml counts characters: the byte of a character, remembered */
} reader;

static uint32_t counted(size_t n) {
    return n > UINT32_MAX - 1 ? UINT32_MAX - 1 : (uint32_t)n;
}

static pk_mark mark_of(const reader *r, yaml_mark_t from, yaml_mark_t to) {
    size_t width = from.line == to.line && to.column > from.column ? to.column - from.column : 1;
    return (pk_mark){r->source, counted(from.line + 1), counted(from.column + 1), counted(width)};
}

/* The byte offset of the character that libyaml numbers `index`; marks only move forward. */
static size_t byte_at(reader *r, size_t index) {
    if (index < r->known_index) r->known_index = r->known_byte = 0;
    while (r->known_index < index && r->known_byte < r->bytes.n) {
        uint64_t eight = UINT64_MAX;
        if (r->bytes.n - r->known_byte >= sizeof eight) memcpy(&eight, r->bytes.p + r->known_byte, sizeof eight);
        if (!(eight & 0x8080808080808080u)) { /* as many characters of ASCII */
            size_t most = index - r->known_index, step = most < sizeof eight ? most : sizeof eight;
            r->known_byte += step;
            r->known_index += step;
            continue;
        }
        r->known_byte++;
        while (r->known_byte < r->bytes.n && ((unsigned char)r->bytes.p[r->known_byte] & 0xc0) == 0x80) r->known_byte++;
        r->known_index++;
    }
    return r->known_byte;
}

static bool has(const char *text, const char *piece) {
    return text && strstr(text, piece);
}

/* ---- libyaml's problems in the words of somebody who edits rules */

/* A row tells of a problem that libyaml words like `why` (or, where that is NULL, while it was at `around`). */
typedef struct syntax_row {
    const char *why, *around;
    bool at_beginning; /* the place is where the thing began, not where it was found wanting */
    const char *told, *hint;
} syntax_row;

static const syntax_row syntax_rows[] = {
    {"tab", NULL, false, "a tab where YAML wants spaces", "indent with spaces, two for each level"},
    {"mapping values are not allowed", NULL, false, "a colon that YAML takes for the end of a key",
     "put the whole text in quotes: 'like: this'"},
    {"unknown escape", NULL, false, "a backslash in double quotes begins a sign of its own",
     "use single quotes, in which a backslash is a backslash"},
    {NULL, "quoted scalar", true, "a quote that is not closed",
     "close it, and double a single quote inside single quotes: 'don''t'"},
    {NULL, "flow sequence", true, "a bracket that is not closed, or a comma that is missing inside it",
     "lists stand in [ ], with a comma between their entries"},
    {NULL, "flow mapping", true, "a bracket that is not closed, or a comma that is missing inside it",
     "maps stand in { }, with a comma between their keys"},
    {"could not find expected ':'", NULL, true, "a key without its colon",
     "a key ends with a colon and a blank: title: Our policy"},
    {"alphabetic or numeric", NULL, true, "a text may not begin with * or &", "put the whole text in quotes"},
    {"<document start>", NULL, false, "something stands before the file's first key",
     "take lines that begin with % away; the first line is: hallpass: policy/1"},
    {"did not find expected '-' indicator", NULL, false, "a key or text among the entries of a list",
     "each entry begins with a dash in the same column"},
    {"did not find expected key", NULL, false, "a line that does not fit the indentation around it",
     "keys of one level begin in the same column"},
    {"block end", NULL, false, "a line that does not fit the indentation around it",
     "keys of one level begin in the same column"},
    {"cannot start any token", NULL, false, "a character that cannot begin a value", "put the value in quotes"},
};

/* The sign at a character of the file; 0: there is none. */
static char sign_at(reader *r, size_t index) {
    size_t byte = byte_at(r, index);
    return byte < r->bytes.n ? r->bytes.p[byte] : 0;
}

/* What libyaml's own words would hide: the text goes on behind a quote that an apostrophe has closed; a key stands too
 * far in. */
static bool tell_guessed(reader *r, pk_mark mark, size_t index) {
    char before = index ? sign_at(r, index - 1) : 0;
    if (has(r->parser.problem, "did not find expected key") && (before == '\'' || before == '"')) {
        diagnose(r->d, mark, "HP001", "the text goes on behind its closing quote");
        diagnose_hint(r->d, "double a single quote inside single quotes: 'don''t'; or use double quotes");
        return true;
    }
    if (!has(r->parser.problem, "mapping values are not allowed")) return false;
    size_t at = byte_at(r, index), from = at;
    while (from > 0 && r->bytes.p[from - 1] != '\n') from--;
    hp_str key = str_trim(str_sub(r->bytes, from, at));
    for (size_t i = 0; i < key.n; i++)
        if (!char_is_alpha(key.p[i]) && key.p[i] != '-') return false;
    if (!key.n || key.n == at - from) return false;
    diagnose(r->d, mark, "HP001", "a key that stands further in than the one above it, which has its text already");
    diagnose_hint(r->d, "keys of one level begin in the same column");
    return true;
}

/* A character that no text may hold: libyaml tells its byte. */
static void tell_control(reader *r) {
    pk_mark mark = {r->source, 1, 1, 1};
    for (size_t i = 0; i < r->parser.problem_offset && i < r->bytes.n; i++) {
        bool ends = r->bytes.p[i] == '\n';
        mark.line += ends;
        mark.column = ends ? 1 : mark.column + (((unsigned char)r->bytes.p[i] & 0xC0) != 0x80);
    }
    diagnose(r->d, mark, "HP001", "a character that nobody can see (0x%02x)", (unsigned)r->parser.problem_value);
    diagnose_hint(r->d, "take it out");
}

static void tell_syntax(reader *r) {
    const yaml_parser_t *p = &r->parser;
    const char *why = p->problem;
    if (p->error == YAML_READER_ERROR) {
        tell_control(r);
        return;
    }
    pk_mark mark = {r->source, counted(p->problem_mark.line + 1), counted(p->problem_mark.column + 1), 1};
    pk_mark beginning = {r->source, counted(p->context_mark.line + 1), counted(p->context_mark.column + 1), 1};
    if (tell_guessed(r, mark, p->problem_mark.index)) return;
    if (has(why, "cannot start any token") && sign_at(r, p->problem_mark.index) == '\t') why = "tab";
    for (size_t i = 0; i < sizeof syntax_rows / sizeof *syntax_rows; i++) {
        const syntax_row *row = &syntax_rows[i];
        if (row->why ? !has(why, row->why) : !has(p->context, row->around)) continue;
        diagnose(r->d, row->at_beginning ? beginning : mark, "HP001", "%s", row->told);
        diagnose_hint(r->d, "%s", row->hint);
        return;
    }
    diagnose(r->d, mark, "HP001", "not YAML: %s", why ? why : "unreadable");
}

static node *new_node(reader *r, node_kind kind, const yaml_event_t *e) {
    node *n = arena_take(r->a, sizeof *n);
    if (n)
        *n = (node){.kind = (uint8_t)kind, .at = mark_of(r, e->start_mark, e->end_mark)};
    else
        r->failed = true;
    return n;
}

/* A plain text that a ` #` cut short: the rest of the line was taken for a comment. `end`: the byte behind it. */
static void refuse_cut(reader *r, const node *n, size_t end) {
    if (!n->plain || n->text.n < 2 || end + 2 >= r->bytes.n || memcmp(r->bytes.p + end, " #", 2) != 0 ||
        r->bytes.p[end + 2] == ' ')
        return;
    diagnose(r->d, n->at, "HP007", "the text ends at \" #\", which YAML takes for a comment");
    diagnose_hint(r->d, "put the whole text in quotes");
}

static node *read_scalar(reader *r, const yaml_event_t *e) {
    node *n = new_node(r, NODE_SCALAR, e);
    if (!n) return NULL;
    n->plain = e->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    n->double_quoted = e->data.scalar.style == YAML_DOUBLE_QUOTED_SCALAR_STYLE;
    size_t from = byte_at(r, e->start_mark.index), to = byte_at(r, e->end_mark.index);
    n->escaped = n->double_quoted && to > from && memchr(r->bytes.p + from, '\\', to - from);
    hp_str text = {(const char *)e->data.scalar.value, e->data.scalar.length};
    hp_str written = str_sub(r->bytes, from + !n->plain, from + !n->plain + text.n); /* most stand there as they are */
    n->text = str_eq(text, written) ? written : arena_copy(r->a, text);
    refuse_cut(r, n, to);
    return n;
}

static bool next_event(reader *r, yaml_event_t *e) {
    if (r->failed) return false;
    if (yaml_parser_parse(&r->parser, e)) return true;
    tell_syntax(r);
    r->failed = true;
    return false;
}

static void refuse_decoration(reader *r, const yaml_event_t *e, const yaml_char_t *anchor, const yaml_char_t *tag) {
    if (anchor)
        diagnose(r->d, mark_of(r, e->start_mark, e->start_mark), "HP005", "anchors (&name) are not allowed here");
    if (tag) diagnose(r->d, mark_of(r, e->start_mark, e->start_mark), "HP005", "tags (!name) are not allowed here");
}

static node *read_node(reader *r, yaml_event_t *e);

static void append(node *parent, node *child, const node **last) {
    node *before = (node *)(uintptr_t)*last;
    if (before)
        before->next = child;
    else
        parent->first = child;
    *last = child;
    parent->count++;
}

static void read_list(reader *r, node *list) {
    yaml_event_t e;
    const node *last = NULL;
    while (next_event(r, &e)) {
        bool end = e.type == YAML_SEQUENCE_END_EVENT;
        node *child = end ? NULL : read_node(r, &e);
        yaml_event_delete(&e);
        if (end || !child) return;
        append(list, child, &last);
    }
}

static uint16_t look_of(hp_str key) {
    if (!key.n) return 0;
    unsigned first = (unsigned char)key.p[0], last = (unsigned char)key.p[key.n - 1];
    return (uint16_t)((key.n & 15) | (first & 63) << 4 | (last & 63) << 10);
}

static const node *find_key(const node *map, hp_str key, uint16_t look) {
    NODE_EACH(child, map)
    if (child->look == look && str_eq(child->key->text, key)) return child;
    return NULL;
}

static void refuse_twice(reader *r, const node *map, const node *key, uint16_t look) {
    const node *other = find_key(map, key->text, look);
    if (!other) return;
    diagnose(r->d, key->at, "HP012", "\"%.*s\" stands here twice", STR_FMT(key->text));
    diagnose_hint(r->d, "the first is in line %u", other->key->at.line);
}

static void read_map(reader *r, node *map) {
    yaml_event_t e;
    const node *last = NULL;
    while (next_event(r, &e)) {
        bool end = e.type == YAML_MAPPING_END_EVENT;
        node *key = end ? NULL : read_node(r, &e);
        yaml_event_delete(&e);
        if (end || !key) return;
        if (key->kind != NODE_SCALAR) {
            diagnose(r->d, key->at, "HP010", "a key must be a word");
            r->failed = true;
            return;
        }
        if (str_eq_z(key->text, "<<")) diagnose(r->d, key->at, "HP005", "merging with << is not allowed here");
        uint16_t look = look_of(key->text);
        if (map->count < 4096) refuse_twice(r, map, key, look);
        if (!next_event(r, &e)) return;
        node *value = read_node(r, &e);
        yaml_event_delete(&e);
        if (!value) return;
        value->key = key;
        value->look = look;
        append(map, value, &last);
    }
}

static node *read_node(reader *r, yaml_event_t *e) {
    node *n = NULL;
    switch (e->type) {
    case YAML_SCALAR_EVENT:
        refuse_decoration(r, e, e->data.scalar.anchor, e->data.scalar.tag);
        return read_scalar(r, e);
    case YAML_SEQUENCE_START_EVENT:
        refuse_decoration(r, e, e->data.sequence_start.anchor, e->data.sequence_start.tag);
        n = new_node(r, NODE_LIST, e);
        break;
    case YAML_MAPPING_START_EVENT:
        refuse_decoration(r, e, e->data.mapping_start.anchor, e->data.mapping_start.tag);
        n = new_node(r, NODE_MAP, e);
        break;
    case YAML_ALIAS_EVENT:
        diagnose(r->d, mark_of(r, e->start_mark, e->end_mark), "HP005", "aliases (*name) are not allowed here");
        return new_node(r, NODE_SCALAR, e);
    default: r->failed = true; return NULL;
    }
    if (!n) return NULL;
    if (++r->depth > LIMIT_YAML_DEPTH) {
        diagnose(r->d, n->at, "HP004", "nested deeper than %d", LIMIT_YAML_DEPTH);
        r->failed = true;
        return NULL;
    }
    if (n->kind == NODE_LIST)
        read_list(r, n);
    else
        read_map(r, n);
    r->depth--;
    return r->failed ? NULL : n;
}

static const node *read_stream(reader *r) {
    const node *root = NULL;
    yaml_event_t e;
    for (bool more = true; more && next_event(r, &e);) {
        more = e.type != YAML_STREAM_END_EVENT;
        if (e.type == YAML_SCALAR_EVENT || e.type == YAML_SEQUENCE_START_EVENT || e.type == YAML_MAPPING_START_EVENT ||
            e.type == YAML_ALIAS_EVENT)
            root = read_node(r, &e);
        else if (e.type == YAML_DOCUMENT_START_EVENT && root) {
            diagnose(r->d, mark_of(r, e.start_mark, e.end_mark), "HP006", "a second document; one file holds one");
            r->failed = true;
        }
        yaml_event_delete(&e);
    }
    return r->failed ? NULL : root;
}

const node *yaml_read(arena *a, diagnoses *d, const hp_source *source, uint32_t index) {
    pk_mark whole = {index, 1, 1, 1};
    if (source->bytes.n > LIMIT_SOURCE_BYTES) {
        diagnose(d, whole, "HP003", "the file has %zu bytes, more than %u", source->bytes.n, LIMIT_SOURCE_BYTES);
        return NULL;
    }
    size_t bad = unicode_bad_byte(source->bytes);
    if (bad != SIZE_MAX) {
        pk_mark at = {index, 1, 1, 1};
        for (size_t i = 0; i < bad; i++) {
            bool ends = source->bytes.p[i] == '\n';
            at.line += ends;
            at.column = ends ? 1 : at.column + (((unsigned char)source->bytes.p[i] & 0xC0) != 0x80);
        }
        diagnose(d, at, "HP002", "not UTF-8 (byte 0x%02x)", (unsigned)(unsigned char)source->bytes.p[bad]);
        diagnose_hint(d, "save the file as UTF-8");
        return NULL;
    }
    reader r = {.a = a, .d = d, .bytes = source->bytes, .source = index};
    if (!yaml_parser_initialize(&r.parser)) return NULL;
    yaml_parser_set_input_string(&r.parser, (const unsigned char *)source->bytes.p, source->bytes.n);
    yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
    size_t before = d->errors;
    const node *root = read_stream(&r);
    yaml_parser_delete(&r.parser);
    if (!root && d->errors == before) diagnose(d, whole, "HP001", "the file is empty");
    return root;
}

/* The kind of a token; false: it says nothing of the layout. */
static bool piece_of(const yaml_token_t *t, yaml_piece_kind *kind) {
    switch (t->type) {
    case YAML_BLOCK_MAPPING_START_TOKEN: *kind = PIECE_MAP; return true;
    case YAML_BLOCK_SEQUENCE_START_TOKEN: *kind = PIECE_LIST; return true;
    case YAML_BLOCK_END_TOKEN: *kind = PIECE_END; return true;
    case YAML_KEY_TOKEN: *kind = PIECE_KEY; return true;
    case YAML_BLOCK_ENTRY_TOKEN: *kind = PIECE_ENTRY; return true;
    case YAML_VALUE_TOKEN: *kind = PIECE_VALUE; return true;
    case YAML_FLOW_MAPPING_START_TOKEN:
    case YAML_FLOW_SEQUENCE_START_TOKEN: *kind = PIECE_OPEN; return true;
    case YAML_FLOW_MAPPING_END_TOKEN:
    case YAML_FLOW_SEQUENCE_END_TOKEN: *kind = PIECE_CLOSE; return true;
    case YAML_DOCUMENT_START_TOKEN:
    case YAML_DOCUMENT_END_TOKEN:
    case YAML_VERSION_DIRECTIVE_TOKEN: *kind = PIECE_DOCUMENT; return true;
    case YAML_SCALAR_TOKEN: {
        yaml_scalar_style_t style = t->data.scalar.style;
        bool block = style == YAML_LITERAL_SCALAR_STYLE || style == YAML_FOLDED_SCALAR_STYLE;
        *kind = block ? PIECE_BLOCK_SCALAR : PIECE_SCALAR;
        return true;
    }
    default: return false;
    }
}

bool yaml_take_apart(arena *a, hp_str bytes, yaml_pieces *out) {
    yaml_parser_t parser;
    yaml_token_t t;
    if (!yaml_parser_initialize(&parser)) return false;
    yaml_parser_set_input_string(&parser, (const unsigned char *)bytes.p, bytes.n);
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    bool ok = true;
    for (bool more = true; more && ok;) {
        ok = yaml_parser_scan(&parser, &t) == 1;
        if (!ok) break;
        more = t.type != YAML_STREAM_END_TOKEN;
        yaml_piece_kind kind;
        if (piece_of(&t, &kind)) {
            yaml_piece *place = VEC_ADD(a, out, yaml_piece);
            ok = place != NULL;
            if (place)
                *place = (yaml_piece){kind, counted(t.start_mark.line), counted(t.start_mark.column),
                                      counted(t.end_mark.line), counted(t.end_mark.column)};
        }
        yaml_token_delete(&t);
    }
    yaml_parser_delete(&parser);
    return ok;
}

const node *node_get(const node *map, const char *key) {
    if (!map || map->kind != NODE_MAP) return NULL;
    hp_str wanted = str_of(key);
    return find_key(map, wanted, look_of(wanted));
}
