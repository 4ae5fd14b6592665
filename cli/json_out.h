/* json_out.h - writes JSON directly, without a tree: strings escaped so that a terminal can show them, broken UTF-8
 * replaced, commas where they belong.
 */
#ifndef CLI_JSON_OUT_H
#define CLI_JSON_OUT_H

#include "out.h"

typedef struct json_out {
    output *to;
    bool pretty;  /* one value a line, indented; else all on one line */
    bool started; /* a value stands before the next one on this level */
    bool keyed;   /* a key has just been written */
    int depth;
} json_out;

void json_put_open(json_out *j, char bracket); /* '{' or '[' */
void json_put_close(json_out *j, char bracket);
void json_put_key(json_out *j, const char *key);
void json_put_text(json_out *j, hp_str text);
void json_put_number(json_out *j, int64_t number);
void json_put_bool(json_out *j, bool value);
void json_put_null(json_out *j);
/* Whether a text comes out of JSON as it went in: it is UTF-8 and holds no NUL. */
bool json_carries(hp_str text);
/* A number's digits as they are. */
void json_put_digits(json_out *j, hp_str digits);

#endif
