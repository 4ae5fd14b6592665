/* audit_print.c - see audit_print.h: for people, for programs, for spreadsheets. The page: audit_html.c. */
#include "audit_print.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json_out.h"
#include "mem.h"
#include "term.h"
#include "utf8.h"

static const char *const verdicts[TALLY_LEVELS] = {"pass", "review", "hold"};
static const char *const severities[TALLY_LEVELS] = {"note", "review", "hold"};

const audit_format *audit_format_find(const char *name) {
    static const audit_format *const all[] = {&audit_text, &audit_json, &audit_html, &audit_csv};
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
        if (strcmp(all[i]->name, name) == 0) return all[i];
    return NULL;
}

bool audit_table_at(const audit_result *r, size_t i, audit_table *out) {
    const audit_table all[] = {{"rule", "By rule", &r->rules},
                               {"topic", "By topic", &r->topics},
                               {"month", "By month", &r->months},
                               {"account", "By account", &r->accounts}};
    if (i >= sizeof(all) / sizeof(all[0])) return false;
    *out = all[i];
    return true;
}

const char *audit_share(size_t part, size_t whole, char out[AUDIT_SHARE]) {
    snprintf(out, AUDIT_SHARE, "%.1f %%", whole ? 100.0 * (double)part / (double)whole : 0.0);
    return out;
}

static size_t all_findings(const audit_result *r) {
    return r->findings[0] + r->findings[1] + r->findings[2];
}

/* ---- for people */

static void say(output *to, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void say(output *to, const char *format, ...) {
    char line[256];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(line, sizeof(line), format, args);
    va_end(args);
    if (n > 0) out_bytes(to, line, (size_t)n < sizeof(line) ? (size_t)n : sizeof(line) - 1);
}

static size_t cells_of(const char *name) {
    hp_str text = view(name);
    size_t cells = 0;
    for (size_t i = 0, n; i < text.n; i += n) {
        uint32_t c = utf8_next(text, i, &n);
        cells += utf8_unsafe(c) ? 1 : term_cells(c);
    }
    return cells;
}

static void text_table(output *to, const audit_table *t) {
    size_t widest = 16;
    if (t->rows->count == 0) return;
    for (size_t i = 0; i < t->rows->count; i++) {
        size_t cells = cells_of(t->rows->rows[i].name);
        if (cells > widest) widest = cells;
    }
    say(to, "\n%s", t->id);
    out_fill(to, " ", widest - strlen(t->id));
    say(to, "%10s%10s%10s%10s%10s\n", "findings", "posts", "hold", "review", "pass");
    for (size_t i = 0; i < t->rows->count; i++) {
        const tally_row *row = &t->rows->rows[i];
        out_clean(to, view(row->name));
        out_fill(to, " ", widest - cells_of(row->name));
        say(to, "%10zu%10zu%10zu%10zu%10zu\n", tally_findings(row), row->posts, row->verdicts[2], row->verdicts[1],
            row->verdicts[0]);
    }
}

static void print_text(output *to, const audit_about *about, const audit_result *r) {
    char share[AUDIT_SHARE];
    audit_table table;
    say(to, "%zu archive%s, ", about->archive_count, about->archive_count == 1 ? "" : "s");
    say(to, "%zu post%s checked under the policy ", r->posts, r->posts == 1 ? "" : "s");
    out_clean(to, about->policy.policy_id);
    out_char(to, ' ');
    out_clean(to, about->policy.policy_version);
    out_char(to, '\n');
    if (about->since) say(to, "counted is what the baseline does not hold; it holds %zu findings more\n", r->known);
    say(to, "\n");
    for (size_t i = TALLY_LEVELS; i-- > 0;)
        say(to, "%-16s%10zu  %s\n", verdicts[i], r->verdicts[i], audit_share(r->verdicts[i], r->posts, share));
    if (r->unchecked) say(to, "%zu of them could not be checked to the end\n", r->unchecked);
    say(to, "\n%-16s%10zu  (hold %zu, review %zu, note %zu)\n", "findings", all_findings(r), r->findings[2],
        r->findings[1], r->findings[0]);
    if (r->others) say(to, "%-16s%10zu  reposts of others' words, passed over\n", "not counted", r->others);
    if (r->broken) say(to, "%-16s%10zu  could not be read\n", "broken", r->broken);
    if (r->pictures)
        say(to, "%-16s%10zu  %zu without a description, in %zu posts\n", "pictures", r->pictures, r->undescribed,
            r->posts_undescribed);
    for (size_t i = 0; audit_table_at(r, i, &table); i++) text_table(to, &table);
}

const audit_format audit_text = {"text", print_text};

/* ---- for programs */

static void json_count(json_out *j, const char *key, size_t n) {
    json_put_key(j, key);
    json_put_number(j, (int64_t)n);
}

static void json_levels(json_out *j, const char *key, const char *const *names, const size_t counts[TALLY_LEVELS]) {
    json_put_key(j, key);
    json_put_open(j, '{');
    for (size_t i = 0; i < TALLY_LEVELS; i++) json_count(j, names[i], counts[i]);
    json_put_close(j, '}');
}

static void json_table(json_out *j, const audit_table *t) {
    char *key = mem_text("%ss", t->id);
    json_put_key(j, key);
    free(key);
    json_put_open(j, '[');
    for (size_t i = 0; i < t->rows->count; i++) {
        const tally_row *row = &t->rows->rows[i];
        json_put_open(j, '{');
        json_put_key(j, t->id);
        json_put_text(j, view(row->name));
        json_count(j, "posts", row->posts);
        json_levels(j, "verdicts", verdicts, row->verdicts);
        json_levels(j, "findings", severities, row->findings);
        json_put_close(j, '}');
    }
    json_put_close(j, ']');
}

static void json_policy(json_out *j, const audit_about *about) {
    json_put_key(j, "policy");
    json_put_open(j, '{');
    json_put_key(j, "id");
    json_put_text(j, about->policy.policy_id);
    json_put_key(j, "version");
    json_put_text(j, about->policy.policy_version);
    json_put_key(j, "digest");
    json_put_text(j, view(about->policy_digest));
    json_put_close(j, '}');
}

static void print_json(output *to, const audit_about *about, const audit_result *r) {
    json_out j = {.to = to, .pretty = true};
    audit_table table;
    json_put_open(&j, '{');
    json_put_key(&j, "schema");
    json_put_text(&j, HP_STR("hallpass.audit/1"));
    json_policy(&j, about);
    json_count(&j, "archives", about->archive_count);
    json_count(&j, "posts", r->posts);
    json_levels(&j, "verdicts", verdicts, r->verdicts);
    json_levels(&j, "findings", severities, r->findings);
    json_count(&j, "unchecked", r->unchecked);
    json_count(&j, "reposts", r->others);
    json_count(&j, "broken", r->broken);
    json_put_key(&j, "since_baseline");
    json_put_bool(&j, about->since);
    json_count(&j, "known", r->known);
    json_count(&j, "pictures", r->pictures);
    json_count(&j, "undescribed", r->undescribed);
    for (size_t i = 0; audit_table_at(r, i, &table); i++) json_table(&j, &table);
    json_put_close(&j, '}');
    out_char(to, '\n');
}

const audit_format audit_json = {"json", print_json};

/* ---- for spreadsheets */

/* A cell that a spreadsheet takes as text: what would begin a formula there gets an apostrophe (OWASP, "CSV
 * Injection"), quotes are doubled. */
static void csv_cell(output *to, const char *text) {
    out_char(to, '"');
    if (*text && strchr("=+-@\t\r", *text)) out_char(to, '\'');
    for (size_t n; *text; text += n) {
        n = strcspn(text, "\"");
        out_clean(to, (hp_str){text, n});
        if (text[n]) out_z(to, "\"\""), n++;
    }
    out_char(to, '"');
}

static void csv_row(output *to, const char *table, const char *name, size_t posts, const size_t in[TALLY_LEVELS],
                    const size_t found[TALLY_LEVELS]) {
    csv_cell(to, table);
    out_char(to, ',');
    csv_cell(to, name);
    say(to, ",%zu,%zu,%zu,%zu,%zu,%zu,%zu\r\n", posts, in[0], in[1], in[2], found[0], found[1], found[2]);
}

static void print_csv(output *to, const audit_about *about, const audit_result *r) {
    audit_table table;
    (void)about;
    out_z(to, "table,name,posts,pass,review,hold,notes found,reviews found,holds found\r\n");
    csv_row(to, "all", "all", r->posts, r->verdicts, r->findings);
    for (size_t i = 0; audit_table_at(r, i, &table); i++)
        for (size_t k = 0; k < table.rows->count; k++) {
            const tally_row *row = &table.rows->rows[k];
            csv_row(to, table.id, row->name, row->posts, row->verdicts, row->findings);
        }
}

const audit_format audit_csv = {"csv", print_csv};
