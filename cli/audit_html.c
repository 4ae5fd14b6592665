/* audit_html.c - an audit's counts as one page (html_out.h). See audit_print.h. */
#include <stdlib.h>
#include <string.h>

#include "audit_print.h"
#include "html_out.h"
#include "mem.h"

static const char style[] =
    "p { color: var(--soft) }\n"
    ".sums { display: flex; flex-wrap: wrap; gap: .5rem; margin: 1rem 0; padding: 0; list-style: none }\n"
    ".sums li { flex: 1 1 8rem; border: 1px solid var(--line); border-radius: .5rem; padding: .5rem .75rem;\n"
    "  color: var(--soft) }\n"
    ".sums b { display: block; font-size: 1.5rem; color: var(--ink) } .hold b { color: var(--hold) }\n"
    ".review b { color: var(--review) }\n"
    ".wide { overflow-x: auto } table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums }\n"
    "th, td { padding: .25rem .5rem; border-bottom: 1px solid var(--line); text-align: right }\n"
    "th:first-child, td:first-child { text-align: left; overflow-wrap: break-word }\n"
    "th { color: var(--soft); font-weight: 600 }\n"
    "td.n { background-image: linear-gradient(var(--bar), var(--bar)); background-repeat: no-repeat;\n"
    "  background-position: right }\n"
    "@media (max-width: 34rem) { table { font-size: .85rem } th, td { padding: .25rem .3rem } }\n";

/* A name of a row: a narrow screen breaks those of rules behind their slash. */
static void put_name(output *to, hp_str name) {
    const char *slash = name.n ? memchr(name.p, '/', name.n) : NULL;
    size_t first = slash ? (size_t)(slash - name.p) + 1 : 0;
    html_text(to, (hp_str){name.p, first});
    if (slash) out_z(to, "<wbr>");
    html_text(to, (hp_str){name.p + first, name.n - first});
}

static void put_number(output *to, size_t n) {
    out_number(to, (int64_t)n);
}

static void put_sum(output *to, const char *name, const char *what, size_t n, const char *share) {
    out_z(to, "<li class=\"");
    out_z(to, name);
    out_z(to, "\"><b>");
    put_number(to, n);
    out_z(to, "</b>");
    out_z(to, what);
    if (share) {
        out_z(to, ", ");
        out_z(to, share);
    }
    out_z(to, "</li>\n");
}

static void put_sums(output *to, const audit_result *r) {
    char share[AUDIT_SHARE];
    out_z(to, "<ul class=\"sums\">\n");
    put_sum(to, "all", "posts checked", r->posts, NULL);
    put_sum(to, "hold", "hold", r->verdicts[2], audit_share(r->verdicts[2], r->posts, share));
    put_sum(to, "review", "look again", r->verdicts[1], audit_share(r->verdicts[1], r->posts, share));
    put_sum(to, "pass", "pass", r->verdicts[0], audit_share(r->verdicts[0], r->posts, share));
    if (r->unchecked) put_sum(to, "part", "not checked to the end", r->unchecked, NULL);
    if (r->broken) put_sum(to, "broken", "could not be read", r->broken, NULL);
    if (r->others) put_sum(to, "others", "reposts, passed over", r->others, NULL);
    if (r->pictures) put_sum(to, "pictures", "pictures without a description", r->undescribed, NULL);
    out_z(to, "</ul>\n");
}

/* The first number of a row is drawn as a bar, too, of its share of the largest. */
static void put_row(output *to, const tally_row *row, size_t most) {
    size_t found = tally_findings(row);
    char *bar = mem_text("</td><td class=\"n\" style=\"background-size: %zu%% 100%%\">", most ? found * 100 / most : 0);
    const size_t rest[] = {row->posts, row->verdicts[2], row->verdicts[1], row->verdicts[0]};
    out_z(to, "<tr><td>");
    put_name(to, view(row->name));
    out_z(to, bar);
    put_number(to, found);
    for (size_t i = 0; i < sizeof(rest) / sizeof(rest[0]); i++) {
        out_z(to, "</td><td>");
        put_number(to, rest[i]);
    }
    out_z(to, "</td></tr>\n");
    free(bar);
}

static void put_table(output *to, const audit_table *t) {
    size_t most = 0;
    if (t->rows->count == 0) return;
    for (size_t i = 0; i < t->rows->count; i++)
        if (tally_findings(&t->rows->rows[i]) > most) most = tally_findings(&t->rows->rows[i]);
    out_z(to, "<h2>");
    out_z(to, t->title);
    out_z(to, "</h2>\n<div class=\"wide\"><table>\n<thead><tr><th scope=\"col\">");
    out_z(to, t->id);
    out_z(to, "</th><th scope=\"col\">findings</th><th scope=\"col\">posts</th><th scope=\"col\">hold</th>"
              "<th scope=\"col\">look again</th><th scope=\"col\">pass</th></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < t->rows->count; i++) put_row(to, &t->rows->rows[i], most);
    out_z(to, "</tbody></table></div>\n");
}

static void print_html(output *to, const audit_about *about, const audit_result *r) {
    audit_table table;
    html_begin(to, "hallpass audit", style);
    out_z(to, "<h1>hallpass audit</h1>\n<p>Policy ");
    html_text(to, about->policy.policy_id);
    out_char(to, ' ');
    html_text(to, about->policy.policy_version);
    out_z(to, about->since ? ". Counted is what the baseline does not hold; it holds " : ". ");
    if (about->since) {
        put_number(to, r->known);
        out_z(to, " findings more. ");
    }
    out_z(to, "This page holds numbers only, no word of a post. hold, look again and pass count posts.</p>\n");
    put_sums(to, r);
    for (size_t i = 0; audit_table_at(r, i, &table); i++) put_table(to, &table);
    html_end(to);
}

const audit_format audit_html = {"html", print_html};
