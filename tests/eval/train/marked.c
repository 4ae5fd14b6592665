/* marked.c - see marked.h. */
#include "marked.h"

#include <string.h>

#include <jansson.h>

#include "base/str.h"
#include "training.h"

static const char *const OTHERS[OTHER_KINDS] = {"LOCATION", "ORGANIZATION", "GROUP", "PRODUCT", "WORK", "MISC"};

static span span_of(size_t start, size_t end, const char *label) {
    bool person = !strcmp(label, "PERSON"), public = !strcmp(label, "PUBLIC_NAME"), word = !strcmp(label, "WORD");
    bool private = !strcmp(label, "STUDENT_NAME") || !strcmp(label, "PRIVATE_NAME");
    uint8_t other = 0;
    for (size_t i = 0; i < OTHER_KINDS; i++)
        if (!strcmp(label, OTHERS[i])) other = (uint8_t)(i + 1);
    return (span){start, end, public, person || public || private, other, private ? 1 : public || word ? 0 : -1};
}

size_t read_texts(const char *path, text *texts, size_t count) {
    FILE *f = fopen(path, "r");
    if (!f) die("cannot be opened", path);
    char *line = NULL;
    size_t room = 0, before = count;
    bool others = false;
    while (getline(&line, &room, f) > 0 && count < MOST_TEXTS) {
        json_t *row = json_loads(line, 0, NULL);
        if (!row) die("holds a line that is no JSON", path);
        const char *bytes = json_string_value(json_object_get(row, "text"));
        json_t *spans = json_object_get(row, "spans");
        text *x = &texts[count++];
        x->bytes = str_of(strdup(bytes));
        x->spans = calloc(json_array_size(spans) + 1, sizeof *x->spans);
        size_t i;
        json_t *s;
        json_array_foreach(spans, i, s) {
            span made = span_of((size_t)json_integer_value(json_object_get(s, "start")),
                                (size_t)json_integer_value(json_object_get(s, "end")),
                                json_string_value(json_object_get(s, "label")));
            others |= made.other != 0;
            if (made.name || made.other || made.privately >= 0) x->spans[x->span_count++] = made;
        }
        json_decref(row);
    }
    for (size_t i = before; i < count; i++) texts[i].others = others;
    free(line);
    fclose(f);
    return count;
}
