/* report_sarif.c - findings for code scanners and editors: SARIF 2.1.0 (OASIS), one run, a result a line, without a
 * word of a draft. Columns and characters are code points. Of a draft that stands in JSON the place in the draft is
 * told in words: a region would be one of the file. */
#include <stdlib.h>
#include <string.h>

#include "json_out.h"
#include "mem.h"
#include "messages.h"
#include "places.h"
#include "report.h"
#include "report_words.h"
#include "status.h"

#define SCHEMA "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"
#define UNCHECKED "hallpass/unchecked" /* the ids of what is no rule's finding */
#define NOTICE "hallpass/notice"

/* ---- objects */

static void text(json_out *j, const char *key, hp_str value) {
    if (value.n == 0) return;
    json_put_key(j, key);
    json_put_text(j, value);
}

static void number(json_out *j, const char *key, size_t value) {
    json_put_key(j, key);
    json_put_number(j, (int64_t)value);
}

static void open(json_out *j, const char *key, char bracket) {
    json_put_key(j, key);
    json_put_open(j, bracket);
}

/* "key": {"text": "..."} */
static void message_object(json_out *j, const char *key, hp_str value) {
    if (value.n == 0) return;
    open(j, key, '{');
    text(j, "text", value);
    json_put_close(j, '}');
}

static hp_str level_of(hp_level level) {
    return level == HP_HOLD ? HP_STR("error") : level == HP_REVIEW ? HP_STR("warning") : HP_STR("note");
}

/* Both texts, with a blank between them. */
static void add_sentence(output *to, hp_str sentence) {
    if (sentence.n == 0) return;
    if (to->n > 0) out_char(to, ' ');
    out_clean(to, sentence);
}

/* ---- rules */

static void put_rule(json_out *j, hp_str id, hp_str title, hp_str why, hp_str todo, hp_level severity) {
    output help = OUT_MEMORY;
    add_sentence(&help, why.n > 0 ? why : title);
    add_sentence(&help, todo);
    json_put_open(j, '{');
    text(j, "id", id);
    message_object(j, "shortDescription", title);
    message_object(j, "fullDescription", why);
    message_object(j, "help", out_view(&help));
    if (severity) {
        open(j, "defaultConfiguration", '{');
        text(j, "level", level_of(severity));
        json_put_close(j, '}');
    }
    json_put_close(j, '}');
    out_free(&help);
}

/* Every rule that may tell something, whether it does or not, so that what is told elsewhere of it needs no finding. */
static void put_rules(json_out *j, const hp_pack *pack) {
    hp_rule_info rule;
    open(j, "rules", '[');
    for (size_t i = 0; (rule = hp_pack_rule(pack, i)).id.n > 0; i++)
        if (!view_is(rule.kind, "guard")) put_rule(j, rule.id, rule.title, rule.why, rule.todo, rule.severity);
    put_rule(j, HP_STR(UNCHECKED), view(message_text(MESSAGE_UNCHECKED)), HP_STR(""),
             view(message_text(MESSAGE_NEXT_UNCHECKED)), HP_REVIEW);
    put_rule(j, HP_STR(NOTICE), view(message_text(MESSAGE_NOTICE)), HP_STR(""), HP_STR(""), HP_NOTE);
    json_put_close(j, ']');
}

/* ---- places */

typedef struct sheet {
    json_out j;
    const report_item *item;
    places *places; /* NULL: the draft is no file */
} sheet;

/* A path as a URI: of an absolute one "file://...", else what the source root is put before. */
static void put_artifact(sheet *s, const char *key) {
    static const char hex[] = "0123456789ABCDEF", plain[] = "-._~/";
    hp_str path = s->item->name;
    bool absolute = path.n > 0 && path.p[0] == '/';
    output uri = OUT_MEMORY;
    if (absolute) out_z(&uri, "file://");
    for (size_t i = 0; i < path.n; i++) {
        unsigned char c = (unsigned char)path.p[i], lower = c | 0x20;
        if ((lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9') || memchr(plain, c, sizeof(plain) - 1))
            out_char(&uri, (char)c);
        else
            out_bytes(&uri, (char[]){'%', hex[c >> 4], hex[c & 15]}, 3);
    }
    open(&s->j, key, '{');
    text(&s->j, "uri", out_view(&uri));
    if (!absolute) text(&s->j, "uriBaseId", HP_STR("%SRCROOT%"));
    json_put_close(&s->j, '}');
    out_free(&uri);
}

/* The same stretch in each of the ways in which it may be told. */
static void put_region(sheet *s, const char *key, size_t start, size_t end) {
    spot from = places_of(s->places, start), to = places_of(s->places, end);
    open(&s->j, key, '{');
    number(&s->j, "startLine", from.line);
    number(&s->j, "startColumn", from.column);
    number(&s->j, "endLine", to.line);
    number(&s->j, "endColumn", to.column);
    number(&s->j, "charOffset", from.character);
    number(&s->j, "charLength", to.character - from.character);
    number(&s->j, "byteOffset", start);
    number(&s->j, "byteLength", end - start);
    json_put_close(&s->j, '}');
}

/* Where a finding stands that no region can tell of; empty: the file says it all. */
static void describe_place(const sheet *s, const hp_finding *f, output *to) {
    const report_item *item = s->item;
    if (!item->is_file) out_clean(to, item->name);
    if (!item->is_file && item->input_line) {
        out_char(to, ':');
        out_number(to, (int64_t)item->input_line);
    }
    if (s->places || !f || !f->has_span) return;
    if (to->n > 0) out_z(to, ", ");
    out_z(to, message_text(MESSAGE_LINE));
    out_char(to, ' ');
    out_number(to, (int64_t)f->line);
    out_z(to, ", ");
    out_z(to, message_text(MESSAGE_COLUMN));
    out_char(to, ' ');
    out_number(to, (int64_t)f->column);
}

static void put_physical(sheet *s, bool has_span, size_t start, size_t end) {
    open(&s->j, "physicalLocation", '{');
    put_artifact(s, "artifactLocation");
    if (s->places && has_span) {
        put_region(s, "region", start, end);
    } else if (s->item->input_line) {
        open(&s->j, "region", '{');
        number(&s->j, "startLine", s->item->input_line);
        json_put_close(&s->j, '}');
    }
    json_put_close(&s->j, '}');
}

/* f: NULL, the draft as a whole. */
static void put_location(sheet *s, const hp_finding *f) {
    output where = OUT_MEMORY;
    describe_place(s, f, &where);
    open(&s->j, "locations", '[');
    json_put_open(&s->j, '{');
    if (s->item->is_file) put_physical(s, f && f->has_span, f ? f->start : 0, f ? f->end : 0);
    message_object(&s->j, "message", out_view(&where));
    json_put_close(&s->j, '}');
    json_put_close(&s->j, ']');
    out_free(&where);
}

/* Whom it points to, and what it says, apart. */
static void put_parts(sheet *s, const hp_finding *f) {
    if (!s->places || f->part_count < 2) return;
    open(&s->j, "relatedLocations", '[');
    for (size_t i = 0; i < f->part_count; i++) {
        const hp_part *part = &f->parts[i];
        message said = words_is_who(part) ? MESSAGE_PAGE_WHO : MESSAGE_PAGE_WHAT;
        json_put_open(&s->j, '{');
        number(&s->j, "id", i + 1);
        put_physical(s, true, part->start, part->end);
        message_object(&s->j, "message", view(message_text(said)));
        json_put_close(&s->j, '}');
    }
    json_put_close(&s->j, ']');
}

/* ---- results */

/* "A phone number. Anyone can call ... Take the number out ... (B1; 34 CFR 99.3)" */
static void put_message(sheet *s, const hp_finding *f) {
    output said = OUT_MEMORY;
    out_clean(&said, f->title);
    out_char(&said, '.');
    add_sentence(&said, f->why);
    add_sentence(&said, f->todo);
    for (size_t i = 0; i < f->cite_count; i++) {
        const hp_cite *c = &f->cites[i];
        out_z(&said, i == 0 ? " (" : "; ");
        out_clean(&said, c->ref.n > 0 ? c->ref : c->source);
        if (i + 1 == f->cite_count) out_char(&said, ')');
    }
    message_object(&s->j, "message", out_view(&said));
    out_free(&said);
}

static void put_fix(sheet *s, const hp_finding *f) {
    json_out *j = &s->j;
    if (!f->replaces || !f->has_span || !s->places) return;
    open(j, "fixes", '[');
    json_put_open(j, '{');
    message_object(j, "description", f->todo);
    open(j, "artifactChanges", '[');
    json_put_open(j, '{');
    put_artifact(s, "artifactLocation");
    open(j, "replacements", '[');
    json_put_open(j, '{');
    put_region(s, "deletedRegion", f->replacement.n ? f->start : hp_cut_start(s->item->text, f->start, f->end), f->end);
    message_object(j, "insertedContent", f->replacement);
    for (int depth = 0; depth < 3; depth++) {
        json_put_close(j, '}');
        json_put_close(j, ']');
    }
}

/* What tells a finding from its like when lines move: it is the nth of its rule in the draft. No digest of its words,
 * which are often so few that they could be guessed. */
static void put_fingerprint(sheet *s, const hp_finding *f) {
    size_t nth = 1;
    for (const hp_finding *e = s->item->report->findings; e < f; e++)
        nth += e->rule.n == f->rule.n && memcmp(e->rule.p, f->rule.p, f->rule.n) == 0;
    char *value = mem_text("%zu", nth);
    open(&s->j, "partialFingerprints", '{');
    text(&s->j, "occurrence/v1", view(value));
    json_put_close(&s->j, '}');
    free(value);
}

static void put_properties(sheet *s, const hp_finding *f) {
    static const char *const overrides[] = {
        [HP_OVERRIDE_YES] = "yes", [HP_OVERRIDE_REASON] = "reason", [HP_OVERRIDE_NO] = "no"};
    open(&s->j, "properties", '{');
    if (!s->item->is_whole) text(&s->j, "id", s->item->id.text);
    text(&s->j, "category", f->category);
    text(&s->j, "topic", f->topic);
    text(&s->j, "override", view(overrides[f->override_]));
    json_put_close(&s->j, '}');
}

static void begin_result(sheet *s, hp_str rule, hp_level level) {
    out_z(s->j.to, report_sarif.between);
    out_char(s->j.to, '\n');
    s->j = (json_out){.to = s->j.to};
    json_put_open(&s->j, '{');
    text(&s->j, "ruleId", rule);
    text(&s->j, "level", level_of(level));
}

static void put_finding(sheet *s, const hp_finding *f) {
    begin_result(s, f->rule, f->severity);
    put_message(s, f);
    put_location(s, f);
    put_parts(s, f);
    put_fingerprint(s, f);
    put_fix(s, f);
    number(&s->j, "rank", (size_t)f->confidence);
    put_properties(s, f);
    json_put_close(&s->j, '}');
}

/* What is to be said of the draft as a whole, or why it was not checked. */
static void put_remark(sheet *s, hp_str says) {
    bool complete = report_complete(s->item);
    begin_result(s, complete ? HP_STR(NOTICE) : HP_STR(UNCHECKED), complete ? HP_NOTE : HP_REVIEW);
    message_object(&s->j, "message", says);
    put_location(s, NULL);
    json_put_close(&s->j, '}');
}

static void print_results(output *to, const report_style *style, const report_item *item) {
    const hp_report *r = item->report;
    sheet s = {
        .j = {.to = to}, .item = item, .places = item->is_file && item->is_whole && r ? places_new(item->text) : NULL};
    (void)style;
    if (item->error.n > 0) put_remark(&s, item->error);
    for (size_t i = 0; r && item->error.n == 0 && i < r->problem_count; i++) put_remark(&s, r->problems[i]);
    for (size_t i = 0; r && i < r->finding_count; i++) put_finding(&s, &r->findings[i]);
    places_free(s.places);
}

/* ---- the run */

static void begin_run(output *to, const report_style *style) {
    json_out j = {.to = to};
    json_put_open(&j, '{');
    text(&j, "$schema", HP_STR(SCHEMA));
    text(&j, "version", HP_STR("2.1.0"));
    open(&j, "runs", '[');
    json_put_open(&j, '{');
    open(&j, "tool", '{');
    open(&j, "driver", '{');
    text(&j, "name", HP_STR("hallpass"));
    text(&j, "version", HP_STR(HP_VERSION));
    text(&j, "semanticVersion", HP_STR(HP_VERSION));
    put_rules(&j, style->pack);
    json_put_close(&j, '}');
    json_put_close(&j, '}');
    open(&j, "policies", '[');
    json_put_open(&j, '{');
    text(&j, "name", style->policy.policy_id);
    text(&j, "version", style->policy.policy_version);
    open(&j, "properties", '{');
    text(&j, "digest", view(style->policy_digest));
    json_put_close(&j, '}');
    json_put_close(&j, '}');
    json_put_close(&j, ']');
    text(&j, "columnKind", HP_STR("unicodeCodePoints"));
    text(&j, "defaultEncoding", HP_STR("UTF-8"));
    open(&j, "results", '[');
}

static void put_notification(json_out *j, const char *key, const char *level, hp_str says) {
    open(j, key, '[');
    json_put_open(j, '{');
    text(j, "level", view(level));
    message_object(j, "message", says);
    json_put_close(j, '}');
    json_put_close(j, ']');
}

static void end_run(output *to, const report_style *style, int status) {
    json_out j = {.to = to, .started = true};
    bool good = status <= STATUS_FOUND;
    out_char(to, '\n');
    json_put_close(&j, ']');
    open(&j, "invocations", '[');
    json_put_open(&j, '{');
    json_put_key(&j, "executionSuccessful");
    json_put_bool(&j, good);
    if (!good) put_notification(&j, "toolExecutionNotifications", "error", view(message_text(MESSAGE_PAGE_PARTLY)));
    if (style->notice) put_notification(&j, "toolConfigurationNotifications", "warning", view(style->notice));
    json_put_close(&j, '}');
    json_put_close(&j, ']');
    json_put_close(&j, '}');
    json_put_close(&j, ']');
    json_put_close(&j, '}');
    out_char(to, '\n');
}

const report_format report_sarif = {
    .name = "sarif", .digests = true, .between = ",", .begin = begin_run, .print = print_results, .end = end_run};
