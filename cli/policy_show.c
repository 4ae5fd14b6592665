/* policy_show.c - see policy_show.h. */
#include "policy_show.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "json_out.h"
#include "mem.h"
#include "setup.h"
#include "status.h"
#include "tell.h"
#include "term.h"
#include "wrap.h"

enum { PATH_WIDTH = 44, VALUE_WIDTH = 28, LABEL_WIDTH = 12, CLAUSE_INDENT = 4 };

/* A column: at least two spaces behind what stands in it. */
static void column(output *to, hp_str text, size_t width) {
    out_clean(to, text);
    out_fill(to, " ", text.n + 2 < width ? width - text.n : 2);
}

static void place_of(output *to, hp_str file, size_t line) {
    out_clean(to, file);
    out_char(to, ':');
    out_number(to, (int64_t)line);
}

/* Who set it, its lock, the reason. */
static void ground_of(output *to, const hp_value *v) {
    if (v->line)
        place_of(to, v->file, v->line);
    else
        out_z(to, "(default)");
    if (v->lock[0]) {
        out_z(to, "  lock: ");
        out_z(to, v->lock);
        out_z(to, " (");
        place_of(to, v->lock_file, v->lock_line);
        out_char(to, ')');
    }
    if (v->reason.n) {
        out_z(to, "  reason: ");
        out_clean(to, v->reason);
    }
}

/* One line, for grep and its like. */
static void show_value(output *to, const hp_value *v) {
    column(to, v->path, PATH_WIDTH);
    column(to, v->value, VALUE_WIDTH);
    ground_of(to, v);
    out_char(to, '\n');
}

/* For a reader: the value below its path, then who set it, in lines that fit. */
static void show_wrapped(output *to, const hp_value *v, size_t width) {
    output ground = OUT_MEMORY;
    ground_of(&ground, v);
    out_clean(to, v->path);
    out_char(to, '\n');
    out_fill(to, " ", CLAUSE_INDENT);
    wrap_text(to, v->value, CLAUSE_INDENT, width);
    out_fill(to, " ", CLAUSE_INDENT);
    wrap_text(to, out_view(&ground), CLAUSE_INDENT, width);
    out_free(&ground);
}

/* Without its last part: "rules.a/b.severity" of "rules.a/b.severity.public"; itself where it is no severity. */
static hp_str stem_of(hp_str path) {
    const char mark[] = ".severity.";
    for (size_t i = 0; i + sizeof(mark) - 1 < path.n; i++)
        if (memcmp(path.p + i, mark, sizeof(mark) - 1) == 0) return (hp_str){path.p, i + sizeof(mark) - 2};
    return path;
}

static bool same_text(hp_str a, hp_str b) {
    return a.n == b.n && memcmp(a.p, b.p, a.n) == 0;
}

/* How many values from i on are one severity for every audience: set in one place to one thing. 1: no more than i. */
static size_t alike(const hp_pack *pack, size_t i) {
    hp_value first = hp_pack_value(pack, i);
    hp_str stem = stem_of(first.path);
    size_t n = 1;
    bool begins = i == 0 || !same_text(stem_of(hp_pack_value(pack, i - 1).path), stem);
    bool all = begins && stem.n < first.path.n;
    for (; all && i + n < hp_pack_value_count(pack); n++) {
        hp_value next = hp_pack_value(pack, i + n);
        if (!same_text(stem_of(next.path), stem)) break;
        all = same_text(next.value, first.value) && same_text(next.file, first.file) && next.line == first.line;
    }
    return all ? n : 1;
}

static void put_value(json_out *j, const hp_value *v) {
    const struct {
        const char *key;
        hp_str text;
    } texts[] = {{"path", v->path},     {"value", v->value},     {"file", v->file},
                 {"policy", v->policy}, {"lock", view(v->lock)}, {"reason", v->reason}};
    json_put_open(j, '{');
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        json_put_key(j, texts[i].key);
        json_put_text(j, texts[i].text);
    }
    json_put_key(j, "line");
    json_put_number(j, (int64_t)v->line);
    json_put_close(j, '}');
}

/* `only`: what the paths begin with; NULL: all. */
static void show_effective(output *to, const hp_pack *pack, const char *only, bool json) {
    size_t count = hp_pack_value_count(pack), width = isatty(STDOUT_FILENO) ? term_width(STDOUT_FILENO) : 0;
    json_out j = {.to = to, .pretty = true};
    if (json) json_put_open(&j, '[');
    for (size_t i = 0, n; i < count; i += n) {
        hp_value v = hp_pack_value(pack, i);
        n = alike(pack, i);
        if (n > 1) v.path = stem_of(v.path);
        if (only && (v.path.n < strlen(only) || memcmp(v.path.p, only, strlen(only)) != 0)) continue;
        if (json)
            put_value(&j, &v);
        else if (width)
            show_wrapped(to, &v, width);
        else
            show_value(to, &v);
    }
    if (json) json_put_close(&j, ']');
    if (json) out_char(to, '\n');
}

/* Today's date where the person is: close enough to tell what has ended. */
static void today(char out[11]) {
    time_t now = time(NULL);
    struct tm local;
    if (!localtime_r(&now, &local) || strftime(out, 11, "%Y-%m-%d", &local) != 10) out[0] = 0;
}

static void show_exceptions(output *to, const hp_pack *pack, size_t width) {
    char day[11];
    size_t count = hp_pack_exception_count(pack);
    today(day);
    if (count > 0) out_z(to, "exceptions\n");
    for (size_t i = 0; i < count; i++) {
        hp_exception_info e = hp_pack_exception(pack, i);
        bool over = e.expires.n == 10 && memcmp(day, e.expires.p, 10) > 0;
        char *text = mem_text("%.*s (%.*s)", (int)e.reason.n, e.reason.p, (int)e.approved_by.n, e.approved_by.p);
        out_z(to, "  ");
        out_clean(to, e.id);
        out_z(to, over ? ", ended after " : ", through ");
        out_clean(to, e.expires);
        out_z(to, "  ");
        place_of(to, e.file, e.line);
        out_char(to, '\n');
        out_fill(to, " ", CLAUSE_INDENT);
        wrap_text(to, view(text), CLAUSE_INDENT, width);
        free(text);
    }
}

static void line_of(output *to, const char *name, hp_str text, size_t width) {
    if (!text.n) return;
    column(to, view(name), LABEL_WIDTH);
    wrap_text(to, text, LABEL_WIDTH, width);
}

/* The policy in short: what it is, what it says in its own words. */
static void show_short(output *to, const hp_pack *pack) {
    hp_pack_info info = hp_pack_describe(pack);
    size_t count = hp_pack_value_count(pack), width = term_width(STDOUT_FILENO);
    line_of(to, "policy", info.policy_id, width);
    line_of(to, "title", info.policy_title, width);
    line_of(to, "version", info.policy_version, width);
    line_of(to, "contact", info.contact, width);
    out_z(to, "rules       ");
    out_number(to, (int64_t)info.rules);
    out_z(to, "\nclauses\n");
    for (size_t i = 0; i < count; i++) {
        hp_value v = hp_pack_value(pack, i);
        if (v.path.n < 8 || memcmp(v.path.p, "clauses.", 8) != 0) continue;
        out_z(to, "  ");
        out_clean(to, (hp_str){v.path.p + 8, v.path.n - 8});
        out_char(to, '\n');
        out_fill(to, " ", CLAUSE_INDENT);
        wrap_text(to, v.value, CLAUSE_INDENT, width);
    }
    show_exceptions(to, pack, width);
}

int policy_show(const arguments *args) {
    if (args->operand_count == 0) {
        tell("name a policy: hallpass policy show [--effective] FILE|ID");
        return STATUS_WRONG;
    }
    place where = files_place();
    output to = OUT_TO(STDOUT_FILENO);
    sources *from = sources_new(&where, false);
    bool ok = true;
    int status = STATUS_WRONG;
    for (size_t i = 0; i < args->operand_count && ok; i++) ok = sources_add(from, args->operands[i]);
    hp_pack *pack = ok ? setup_compile(from, SETUP_ORIGINS, options_value(args, "color", "auto")) : NULL;
    bool json = strcmp(options_value(args, "format", "text"), "json") == 0;
    const char *only = options_value(args, "only", NULL);
    if (pack) {
        if (options_has(args, "effective") || only || json)
            show_effective(&to, pack, only, json);
        else
            show_short(&to, pack);
        out_flush(&to);
        status = to.error ? STATUS_WRONG : STATUS_CLEAN;
        if (to.error) tell("cannot write: %s", strerror(to.error));
    }
    out_free(&to);
    hp_pack_free(pack);
    sources_free(from);
    free(where.root);
    free(where.lexicon);
    return status;
}
