/* yaml_nodes.h - a YAML document as nodes that know their place; what hallpass does not allow of YAML is an error. */
#ifndef HALLPASS_YAML_NODES_H
#define HALLPASS_YAML_NODES_H

#include "pack/diagnose.h"

typedef enum node_kind { NODE_SCALAR = 1, NODE_LIST, NODE_MAP } node_kind;

/* Children of a list and values of a map stand in order; a map's values carry their keys. Immutable once read. */
typedef struct node {
    hp_str text; /* scalars: a view of the source where it stands there as it is */
    const struct node *key;
    const struct node *first, *next;
    pk_mark at;
    uint32_t count; /* children */
    uint16_t look;  /* of the key: keys that are alike have one look, most others another */
    uint8_t kind;   /* node_kind */
    bool plain : 1; /* written without quotes and not as a block */
    bool double_quoted : 1;
    bool escaped : 1; /* double-quoted with a backslash */
} node;

/* Reads one document; NULL when it has errors (told) or is empty. `index` is the source's, whose bytes must live as
 * long as the nodes. */
const node *yaml_read(arena *a, diagnoses *d, const hp_source *source, uint32_t index);

/* What a document is written with, for whoever writes it anew. */
typedef enum yaml_piece_kind {
    PIECE_MAP, /* a block of keys begins; its first key follows */
    PIECE_LIST,
    PIECE_END, /* the block begun last ends */
    PIECE_KEY,
    PIECE_ENTRY, /* the dash of an entry */
    PIECE_VALUE, /* the colon behind a key */
    PIECE_SCALAR,
    PIECE_BLOCK_SCALAR, /* after | or > */
    PIECE_OPEN,         /* { or [ */
    PIECE_CLOSE,
    PIECE_DOCUMENT /* --- or ... */
} yaml_piece_kind;

/* Lines and columns from 0, in code points; the end is the place behind the last character. */
typedef struct yaml_piece {
    yaml_piece_kind kind;
    uint32_t line, column, end_line, end_column;
} yaml_piece;

typedef VEC(yaml_piece) yaml_pieces;

/* The pieces of a document that yaml_read could read, in order. False: it could not be read, or memory ran out. */
bool yaml_take_apart(arena *a, hp_str bytes, yaml_pieces *out);

/* The value of a key; NULL. */
const node *node_get(const node *map, const char *key);

#define NODE_EACH(child, parent) for (const node *child = (parent)->first; child; child = child->next)

#endif
