/* cmd_explain.c - `hallpass explain`: why one rule fired in a draft, or why it did not. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "commands.h"
#include "context.h"
#include "mem.h"
#include "run.h"
#include "status.h"
#include "tell.h"
#include "term.h"
#include "trial.h"

static const option options[] = {
    {"rule", "ID", NULL, "the rule, as reports with --explain and \"hallpass rules show\" call it: contacts/phone"},
    {"layers", NULL, NULL, "show first which policy set what of the rule, and where"},
    CONTEXT_OPTIONS,
    ATTACHED_OPTIONS,
    SETUP_OPTIONS,
    {"input", "KIND", "text|markdown|html|json",
     "what the draft is written in (default: by the file's ending, else text)"},
    {"unmask", NULL, NULL, "show passwords and numbers also where the report is not shown on a terminal"},
};

static const char about[] = "Without a FILE, or for \"-\", the draft is read from standard input. Points are\n"
                            "added up to the confidence (0 to 100); what ends below the policy's thresholds\n"
                            "is not told. Exit status: 0, whatever came; 2 wrong usage; 3 not fully checked.\n";

/* ---- which layer set what */

static bool is_of_rule(hp_str path, const char *rule) {
    const char lead[] = "rules.";
    size_t n = strlen(rule), from = sizeof(lead) - 1;
    return path.n >= from + n && memcmp(path.p, lead, from) == 0 && memcmp(path.p + from, rule, n) == 0 &&
           (path.n == from + n || path.p[from + n] == '.');
}

static void print_value(output *to, const hp_value *v, size_t skip) {
    out_z(to, "    ");
    out_clean(to, (hp_str){v->path.p + skip, v->path.n - skip});
    out_z(to, ": ");
    out_clean(to, v->value);
    out_z(to, v->policy.n ? "  set by " : "  ");
    out_clean(to, v->policy);
    if (v->line) {
        out_z(to, v->policy.n ? " in " : "in ");
        out_clean(to, v->file);
        out_char(to, ':');
        out_number(to, (int64_t)v->line);
    }
    if (v->lock && *v->lock) {
        out_z(to, ", locked (");
        out_z(to, v->lock);
        out_z(to, ") in ");
        out_clean(to, v->lock_file);
        out_char(to, ':');
        out_number(to, (int64_t)v->lock_line);
    }
    if (v->reason.n) {
        out_z(to, ": ");
        out_clean(to, v->reason);
    }
    out_char(to, '\n');
}

static bool add_policies(const arguments *args, sources *from) {
    size_t at = 0, count = 0;
    bool ok = true;
    for (const char *told = options_each(args, "policy", &at); told && ok; told = options_each(args, "policy", &at)) {
        ok = sources_add(from, told);
        count++;
    }
    if (count || !ok) return ok;
    char **list = files_configured("policies", ".yaml", &count);
    for (size_t i = 0; i < count && ok; i++) ok = sources_add(from, list[i]);
    files_free_list(list, count);
    return count ? ok : sources_add(from, "base");
}

static int print_layers(const arguments *args, const char *rule) {
    trial t;
    trial_open(&t, args);
    sources *from = sources_new(&t.where, false);
    hp_pack *pack =
        add_policies(args, from) ? setup_compile(from, SETUP_ORIGINS, options_value(args, "color", "auto")) : NULL;
    size_t told = 0;
    for (size_t i = 0; pack && i < hp_pack_value_count(pack); i++) {
        hp_value v = hp_pack_value(pack, i);
        if (!is_of_rule(v.path, rule)) continue;
        if (!told++) out_z(&t.to, "What the policies say of it:\n");
        size_t skip = strlen("rules.") + strlen(rule) + 1;
        print_value(&t.to, &v, skip < v.path.n ? skip : 0);
    }
    if (pack) out_z(&t.to, told ? "\n" : "No policy changes it: it is as its rule set has it.\n\n");
    int status = pack ? STATUS_CLEAN : STATUS_WRONG;
    hp_pack_free(pack);
    sources_free(from);
    return trial_close(&t, status);
}

/* ---- the rule */

static bool has_rule(const hp_pack *pack, const char *rule) {
    enum { MOST = 4096 };
    char *ids[MOST];
    size_t count = hp_pack_describe(pack).rules, n = 0;
    for (size_t i = 0; i < count; i++)
        if (view_is(hp_pack_rule(pack, i).id, rule)) return true;
    for (; n < count && n < MOST; n++) {
        hp_str id = hp_pack_rule(pack, n).id;
        ids[n] = mem_text("%.*s", (int)id.n, id.p);
    }
    const char *near = options_nearest(rule, ids, n, sizeof(ids[0]));
    if (near)
        tell("there is no rule \"%s\": did you mean \"%s\"?", rule, near);
    else
        tell("there is no rule \"%s\": \"hallpass rules show\" lists them", rule);
    for (size_t i = 0; i < n; i++) free(ids[i]);
    return false;
}

static int explain(const arguments *args, feed *from, const char *rule) {
    setup loaded = {0};
    context told = {.profile = NULL};
    int status = STATUS_WRONG;
    bool screen = isatty(STDOUT_FILENO);
    if (context_read(args, screen, &told)) status = setup_load(args, false, &loaded);
    if (status == STATUS_CLEAN && !has_rule(loaded.pack, rule)) status = STATUS_WRONG;
    if (status == STATUS_CLEAN && options_has(args, "layers")) status = print_layers(args, rule);
    if (status == STATUS_CLEAN) {
        term_know_characters();
        desk_rules rules = {.setup = &loaded, .defaults = told.draft, .attached = told.attached, .explained = rule};
        rules.style.width = term_width(STDOUT_FILENO);
        rules.style.unmask = screen || options_has(args, "unmask");
        status = run_drafts(&rules, from, 1);
    }
    setup_free(&loaded);
    context_free(&told);
    return status;
}

static int run(const arguments *args) {
    const char *rule = options_value(args, "rule", NULL);
    if (!rule || args->operand_count > 1) {
        tell("write: hallpass explain FILE --rule ID (a report with --explain tells the ids of its findings)");
        return STATUS_WRONG;
    }
    feed *from = feed_open(args->operands, args->operand_count, options_value(args, "input", NULL));
    int status = STATUS_WRONG;
    if (from && feed_has_lines(from))
        tell("\"explain\" tells of one draft, not of JSON Lines");
    else if (from)
        status = explain(args, from, rule);
    if (from) feed_close(from);
    return status;
}

const command cmd_explain = {"explain", "[FILE|-]", "Tells why a rule fired in a draft, or why it did not.",
                             about,     options,    sizeof(options) / sizeof(options[0]),
                             run};
