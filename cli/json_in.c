/* json_in.c - see json_in.h. */
#include "json_in.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "digest.h"
#include "mem.h"

void json_draft_start(void) {
    size_t seed = 0;
    if (getrandom(&seed, sizeof(seed), 0) != (ssize_t)sizeof(seed) || seed == 0) seed = 1;
    json_object_seed(seed); /* else the library opens /dev/urandom at the first object */
}

/* The library's own texts quote the line, and a draft's words stand in no message. */
static const char *words_of(enum json_error_code code) {
    switch (code) {
    case json_error_duplicate_key: return "a key stands twice in one object";
    case json_error_invalid_utf8: return "it is not UTF-8";
    case json_error_premature_end_of_input: return "it ends too early";
    case json_error_end_of_input_expected: return "there is something behind the object";
    case json_error_null_character:
    case json_error_null_byte_in_key: return "it holds a NUL character";
    case json_error_stack_overflow: return "it is nested too deeply";
    case json_error_numeric_overflow: return "a number is too large";
    case json_error_out_of_memory: return "out of memory";
    default: return "it is not JSON";
    }
}

static bool fail(json_draft *out, const char *format, const char *word) {
    snprintf(out->error, sizeof(out->error), "%s\"%s\"", format, word);
    return false;
}

/* A text or null under `key`; true also when the key is missing. */
static bool take_text(json_draft *out, const json_t *object, const char *key, hp_str *into) {
    const json_t *v = json_object_get(object, key);
    if (!v || json_is_null(v)) return true;
    if (!json_is_string(v)) return fail(out, "a text is wanted for ", key);
    *into = (hp_str){json_string_value(v), json_string_length(v)};
    return true;
}

static bool take_markup(json_draft *out, const json_t *object) {
    static const char *const kinds[] = {
        [HP_MARKUP_NONE] = "text", [HP_MARKUP_MARKDOWN] = "markdown", [HP_MARKUP_HTML] = "html"};
    hp_str told = {NULL, 0};
    if (!take_text(out, object, "markup", &told)) return false;
    if (!told.p) return true;
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        out->draft.markup = (hp_markup)i;
        if (view_is(told, kinds[i])) return true;
    }
    return fail(out, "text, markdown or html is wanted for ", "markup");
}

static bool take_id(json_draft *out, const json_t *object) {
    const json_t *v = json_object_get(object, "id");
    if (v && json_is_integer(v)) {
        int n = snprintf(out->id_digits, sizeof(out->id_digits), "%" JSON_INTEGER_FORMAT, json_integer_value(v));
        out->id = (report_id){ID_NUMBER, {out->id_digits, n > 0 ? (size_t)n : 0}};
        return true;
    }
    if (!take_text(out, object, "id", &out->id.text)) return false;
    if (v && json_is_string(v)) out->id.kind = ID_TEXT;
    return true;
}

static bool take_media(json_draft *out, const json_t *object) {
    const json_t *list = json_object_get(object, "media");
    if (!list || json_is_null(list)) return true;
    if (!json_is_array(list)) return fail(out, "a list is wanted for ", "media");
    size_t count = json_array_size(list);
    out->media = mem_new(count, sizeof(*out->media));
    for (size_t i = 0; i < count; i++) {
        const json_t *item = json_array_get(list, i);
        hp_media *m = &out->media[i];
        if (!json_is_object(item)) return fail(out, "objects are wanted in ", "media");
        if (!take_text(out, item, "type", &m->type) || !take_text(out, item, "path", &m->path) ||
            !take_text(out, item, "alt", &m->alt) || !take_text(out, item, "people", &m->people) ||
            !take_text(out, item, "release", &m->release))
            return false;
    }
    out->draft.media = out->media;
    out->draft.media_count = count;
    return true;
}

static bool take_flags(json_draft *out, const json_t *object) {
    const json_t *list = json_object_get(object, "flags");
    if (!list || json_is_null(list)) return true;
    if (!json_is_array(list)) return fail(out, "a list is wanted for ", "flags");
    size_t count = json_array_size(list);
    out->flags = mem_new(count, sizeof(*out->flags));
    for (size_t i = 0; i < count; i++) {
        const json_t *item = json_array_get(list, i);
        if (!json_is_string(item)) return fail(out, "texts are wanted in ", "flags");
        out->flags[i] = (hp_str){json_string_value(item), json_string_length(item)};
    }
    out->draft.flags = out->flags;
    out->draft.flag_count = count;
    return true;
}

static bool is_answer(hp_str is) {
    hp_str known;
    for (size_t i = 0; (known = hp_answer_name(i)).n > 0; i++)
        if (known.n == is.n && memcmp(known.p, is.p, is.n) == 0) return true;
    return false;
}

static bool take_answers(json_draft *out, const json_t *object) {
    const json_t *list = json_object_get(object, "answers");
    if (!list || json_is_null(list)) return true;
    if (!json_is_array(list)) return fail(out, "a list is wanted for ", "answers");
    size_t count = json_array_size(list);
    out->answers = mem_new(count, sizeof(*out->answers));
    for (size_t i = 0; i < count; i++) {
        const json_t *item = json_array_get(list, i);
        hp_answer *a = &out->answers[i];
        if (!json_is_object(item)) return fail(out, "objects are wanted in ", "answers");
        if (!take_text(out, item, "text", &a->text) || !take_text(out, item, "is", &a->is)) return false;
        if (!is_answer(a->is)) return fail(out, "not-a-person, adult or allowed is wanted for ", "is");
    }
    out->draft.answers = out->answers;
    out->draft.answer_count = count;
    return true;
}

/* One object, which `out` owns from then on. */
static bool read_object(hp_str bytes, json_draft *out, const char *wanted) {
    *out = (json_draft){0};
    if (bytes.n == 0) {
        snprintf(out->error, sizeof(out->error), "there is nothing");
        return false;
    }
    json_error_t error;
    json_t *root = json_loadb(bytes.p, bytes.n, JSON_REJECT_DUPLICATES, &error);
    out->root = root;
    if (!root) {
        snprintf(out->error, sizeof(out->error), "%s (at byte %d)", words_of(json_error_code(&error)), error.position);
        return false;
    }
    return json_is_object(root) || fail(out, "an object is wanted, with ", wanted);
}

bool json_draft_read(hp_str bytes, json_draft *out) {
    if (!read_object(bytes, out, "text")) return false;
    json_t *root = out->root;
    hp_draft *d = &out->draft;
    const struct {
        const char *key;
        hp_str *into;
    } texts[] = {{"text", &d->text},       {"channel", &d->channel},    {"audience", &d->audience},
                 {"account", &d->account}, {"role", &d->role},          {"author", &d->author},
                 {"profile", &d->profile}, {"posted_at", &d->posted_at}};
    if (!take_id(out, root) || !take_markup(out, root)) return false;
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        if (!take_text(out, root, texts[i].key, texts[i].into)) return false;
    if (!d->text.p) return fail(out, "there is no ", "text");
    return take_flags(out, root) && take_answers(out, root) && take_media(out, root);
}

void json_draft_free(json_draft *d) {
    json_decref(d->root);
    free(d->media);
    free(d->flags);
    free(d->answers);
    *d = (json_draft){0};
}

/* ---- other objects */

bool json_node_read(hp_str bytes, const char *wanted, json_draft *out) {
    return read_object(bytes, out, wanted);
}

json_node json_node_at(json_node object, const char *key) {
    return json_object_get(object, key);
}

json_node json_node_item(json_node list, size_t at) {
    return json_array_get(list, at);
}

size_t json_node_count(json_node list) {
    return json_array_size(list);
}

hp_str json_node_text(json_node value) {
    const json_t *v = value;
    return json_is_string(v) ? (hp_str){json_string_value(v), json_string_length(v)} : (hp_str){NULL, 0};
}

bool json_node_is_object(json_node value) {
    const json_t *v = value;
    return json_is_object(v);
}

/* ---- reports */

static hp_str text_of(const json_t *object, const char *key) {
    return json_node_text(json_object_get(object, key));
}

/* "note", "review", "hold"; 0: another word. */
static hp_level level_of(hp_str word) {
    for (hp_level level = HP_NOTE; level <= HP_HOLD; level++)
        if (view_is(word, report_level(level))) return level;
    return 0;
}

/* "yes", "reason"; whatever else it is, it is not for one person to decide. */
static hp_override override_of(hp_str word) {
    return view_is(word, "yes") ? HP_OVERRIDE_YES : view_is(word, "reason") ? HP_OVERRIDE_REASON : HP_OVERRIDE_NO;
}

static size_t count_of(const json_t *object, const char *key) {
    json_int_t n = json_integer_value(json_object_get(object, key));
    return n > 0 ? (size_t)n : 0;
}

/* false: it ends before it starts. */
static bool read_parts(const json_t *list, hp_part *out, size_t *count) {
    *count = json_array_size(list);
    for (size_t i = 0; i < *count; i++) {
        const json_t *item = json_array_get(list, i);
        bool who = view_is(text_of(item, "role"), "who");
        out[i] = (hp_part){count_of(item, "start"), count_of(item, "end"), who ? "who" : "what"};
        if (out[i].end < out[i].start) return false;
    }
    return true;
}

static hp_finding finding_of(const json_t *item) {
    const json_t *span = json_object_get(item, "span");
    return (hp_finding){.rule = text_of(item, "rule"),
                        .severity = level_of(text_of(item, "severity")),
                        .confidence = (int)count_of(item, "confidence"),
                        .override_ = override_of(text_of(item, "override")),
                        .has_span = json_is_object(span),
                        .start = count_of(span, "start"),
                        .end = count_of(span, "end"),
                        .line = count_of(span, "line"),
                        .column = count_of(span, "column"),
                        .text = text_of(item, "text"),
                        .title = text_of(item, "title"),
                        .why = text_of(item, "why"),
                        .todo = text_of(item, "do"),
                        .ask = text_of(item, "ask"),
                        .replaces = json_is_string(json_object_get(item, "replacement")),
                        .replacement = text_of(item, "replacement"),
                        .post_at = text_of(item, "post_at")};
}

static bool read_findings(const json_t *list, json_report *out) {
    size_t parts = 0;
    out->finding_count = json_array_size(list);
    for (size_t i = 0; i < out->finding_count; i++)
        parts += json_array_size(json_object_get(json_array_get(list, i), "parts"));
    out->findings = mem_new(out->finding_count, sizeof(*out->findings));
    hp_part *next = out->parts = mem_new(parts, sizeof(*out->parts));
    for (size_t i = 0; i < out->finding_count; i++) {
        const json_t *item = json_array_get(list, i);
        hp_finding *f = &out->findings[i];
        *f = finding_of(item);
        f->parts = next;
        if (!read_parts(json_object_get(item, "parts"), next, &f->part_count)) return false;
        next += f->part_count;
        if (!f->severity || f->end < f->start) return false;
    }
    return json_is_array(list);
}

/* Why a report is not complete, as far as it says. */
static hp_str problem_of(const json_t *root) {
    const json_t *first = json_array_get(json_object_get(root, "problems"), 0);
    hp_str error = text_of(root, "error");
    if (error.n > 0 || !json_is_string(first)) return error;
    return (hp_str){json_string_value(first), json_string_length(first)};
}

bool json_report_read(hp_str bytes, json_report *out) {
    *out = (json_report){.verdict = HP_VERDICT_REVIEW};
    json_error_t error;
    json_t *root = out->root = json_loadb(bytes.p ? bytes.p : "", bytes.n, JSON_REJECT_DUPLICATES, &error);
    if (!json_is_object(root) || !view_is(text_of(root, "schema"), "hallpass.report/1")) return false;
    if (!read_findings(json_object_get(root, "findings"), out)) return false;
    hp_str verdict = text_of(root, "verdict");
    bool passed = view_is(verdict, "pass");
    if (!passed && !level_of(verdict)) return false;
    out->verdict = passed ? HP_PASS : level_of(verdict) == HP_HOLD ? HP_VERDICT_HOLD : HP_VERDICT_REVIEW;
    out->complete = json_is_true(json_object_get(root, "complete")) && !json_object_get(root, "error");
    out->problem = problem_of(root);
    out->digest = text_of(root, "digest");
    out->shown = text_of(root, "shown");
    out->has_rewrite = json_is_string(json_object_get(root, "rewrite"));
    out->rewrite = text_of(root, "rewrite");
    return true;
}

/* Whoever reads a hostile draft may be led astray: no place beyond the text's end is believed. */
static bool lies_within(const json_report *r, size_t end) {
    for (size_t i = 0; i < r->finding_count; i++) {
        const hp_finding *f = &r->findings[i];
        if (f->end > end) return false;
        for (size_t k = 0; k < f->part_count; k++)
            if (f->parts[k].end > end) return false;
    }
    return true;
}

hp_str json_report_read_of(hp_str bytes, hp_str text, json_report *out) {
    char hex[DIGEST_TEXT];
    if (!json_report_read(bytes, out)) return HP_STR("what the check answered is no report");
    if (!out->complete) return out->problem.n > 0 ? out->problem : HP_STR("the check did not get to its end");
    digest_of(text, hex);
    bool same = view_is(out->digest, hex) && lies_within(out, text.n);
    return same ? HP_STR("") : HP_STR("the report is about another text");
}

void json_report_free(json_report *r) {
    json_decref(r->root);
    free(r->findings);
    free(r->parts);
    *r = (json_report){0};
}

/* ---- marked truth */

static bool take_mark(const json_t *item, json_mark *out) {
    const json_t *start = json_object_get(item, "start"), *end = json_object_get(item, "end"),
                 *label = json_object_get(item, "label");
    if (!json_is_integer(start) || !json_is_integer(end) || !json_is_string(label)) return false;
    *out = (json_mark){(size_t)json_integer_value(start), (size_t)json_integer_value(end), json_string_value(label)};
    return true;
}

bool json_gold_read(json_draft *d, json_gold *out) {
    const json_t *spans = json_object_get(d->root, "spans"), *topics = json_object_get(d->root, "topics");
    out->marks = mem_new(json_array_size(spans) + 1, sizeof(*out->marks));
    out->topics = mem_new(json_array_size(topics) + 1, sizeof(*out->topics));
    for (size_t i = 0; i < json_array_size(spans); i++)
        if (!take_mark(json_array_get(spans, i), &out->marks[out->mark_count++]))
            return fail(d, "start, end and label are wanted in ", "spans");
    for (size_t i = 0; i < json_array_size(topics); i++) {
        const char *topic = json_string_value(json_array_get(topics, i));
        if (!topic) return fail(d, "texts are wanted in ", "topics");
        out->topics[out->topic_count++] = topic;
    }
    return true;
}

void json_gold_free(json_gold *gold) {
    free(gold->marks);
    free(gold->topics);
}
