/* fuzz_check.c - any bytes as a draft: the check must end, and its report must hold what hallpass.h promises. The first
 * byte chooses markup, place and options. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "hallpass.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char rules[] =
    "hallpass: rules/1\n"
    "set: fuzz\n"
    "version: 2026.1.0\n"
    "title: Rules for fuzzing\n"
    "rules:\n"
    "  number: { kind: pattern, title: t, why: w, do: d, severity: hold, category: phone, match: '\\d{3}-?\\d{4}',\n"
    "            fix: { mask: \"#\" }, tests: { flag: [\"[[555-0142]]\"], pass: [\"a\"] } }\n"
    "  mail: { kind: pattern, title: t, why: w, do: d, severity: review, category: email, match: '\\w+@\\w+',\n"
    "          fix: remove, tests: { flag: [\"[[a@b]]\"], pass: [\"a\"] } }\n"
    "  who: { kind: words, title: t, why: w, do: d, who: I3, match: [he, she, \"my kid\"], tests: { says: "
    "[\"[[he]]\"], pass: [\"a\"] } }\n"
    "  what: { kind: words, title: t, why: w, do: d, what: S3, match: [ill, late, \"in jail\"],\n"
    "          near: [{ any: [not], within: 3 words, lower: 30 }], tests: { says: [\"[[ill]]\"], pass: [\"a\"] } }\n"
    "  both: { kind: combine, title: t, why: w, do: d, severity: note, all: [fuzz/who, fuzz/number], within: "
    "sentence,\n"
    "          near: [{ any: [today], within: 3 words, lower: 30 }], unless: { regex: 'old|\\d{5}' },\n"
    "          tests: { flag: [\"[[he]] 555-0142\"], pass: [\"a\"] } }\n"
    "  guard: { kind: guard, title: t, why: w, takes: [fuzz/what], within: neighbours, match: ['novel|story'],\n"
    "           tests: { pass: [\"he is ill in the novel\"], flag: [\"novel 555-0142\"] } }\n";

static void need(int promise) {
    if (!promise) abort();
}

static hp_checker *make_checker(void) {
    const hp_source source = {HP_STR("fuzz.rules.yaml"), HP_STR(rules)};
    const hp_person people[] = {{.given = HP_STR("Maya"), .family = HP_STR("Hernandez")}, {.given = HP_STR("Will")}};
    hp_compile_options compile = HP_COMPILE_OPTIONS_INIT;
    hp_checker_options options = HP_CHECKER_OPTIONS_INIT;
    hp_pack *pack = NULL;
    hp_roster *roster = NULL;
    hp_checker *checker = NULL;
    need(hp_pack_compile(&source, 1, &compile, &pack) == HP_OK);
    need(hp_roster_build(people, 2, &roster) == HP_OK);
    options.roster = roster;
    options.explain = true;
    options.rewrite = true;
    options.work_limit = 1 << 28;
    need(hp_checker_new(pack, &options, &checker) == HP_OK);
    return checker;
}

static void hold_findings(const hp_report *report, hp_str text) {
    for (size_t i = 0; i < report->finding_count; i++) {
        const hp_finding *f = &report->findings[i];
        need(f->severity >= HP_NOTE && f->severity <= HP_HOLD);
        need(f->confidence >= 0 && f->confidence <= 100);
        need((int)f->severity <= (int)report->verdict || f->severity == HP_NOTE);
        need(f->start <= f->end && f->end <= text.n && f->text.n == f->end - f->start);
        need(f->line > 0 && f->column > 0 && f->rule.n > 0);
        for (size_t k = 0; k < f->part_count; k++)
            need(f->parts[k].start <= f->parts[k].end && f->parts[k].end <= text.n);
    }
    need(report->complete || report->verdict != HP_PASS);
    need(report->complete || report->problem_count > 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static hp_checker *checker;
    if (!checker) checker = make_checker();
    if (!size) return 0;
    char *copy = malloc(size); /* a draft of its own, so that a step past its end is seen */
    need(copy != NULL);
    memcpy(copy, data + 1, size - 1);
    hp_draft draft = {.text = {copy, size - 1}, .markup = (hp_markup)(data[0] % 3), .author = HP_STR("Ms. Vale")};
    if (data[0] & 8) draft.audience = HP_STR("closed");
    const hp_report *report = NULL;
    const hp_tags *tags = NULL;
    hp_status status = hp_check(checker, &draft, &report);
    need(status == HP_OK || status == HP_ERR_ENCODING || status == HP_ERR_LIMIT);
    need(report != NULL);
    hold_findings(report, draft.text);
    status = hp_tag(checker, &draft, &tags);
    need(status == HP_OK || status == HP_ERR_ENCODING || status == HP_ERR_LIMIT);
    for (size_t i = 0; tags && i < tags->count; i++)
        need(tags->spans[i].start <= tags->spans[i].end && tags->spans[i].end <= draft.text.n);
    free(copy);
    return 0;
}
