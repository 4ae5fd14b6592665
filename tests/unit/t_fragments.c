/* t_fragments.c - what patterns become once their fragments, lists and names stand in them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "pack/pack.h"

#define SET                                                                                                            \
    "hallpass: rules/1\nset: demo\nversion: 1\ntitle: Demo\n"                                                          \
    "define: { a: 'x|y', b: '(?&a)z', told: '{name} said', deep: '(?&b){2}', K: k }\n"                                 \
    "words: { some: [a.b, longest*, mid] }\n"                                                                          \
    "rules:\n  demo:\n    kind: name\n    role: student\n    title: t\n    why: w\n    do: d\n    severity: note\n"    \
    "    tests: { flag: [a], pass: [b] }\n    frames:\n"

enum { ROOM = 8192 };

static void tell(void *user, const hp_diag *d) {
    (void)user;
    print_error("%zu:%zu: %s %.*s\n", d->line, d->column, d->code, (int)d->message.n, d->message.p);
}

/* A frame, and a rule of two plain patterns, each of the same regex. */
static hp_pack *compile(const char *regex) {
    char text[ROOM];
    hp_pack *pack = NULL;
    hp_compile_options o = HP_COMPILE_OPTIONS_INIT;
    o.diag = tell;
    int n = snprintf(text, sizeof text,
                     SET "      - { match: '%s', points: 1 }\n"
                         "  plain:\n    kind: pattern\n    title: t\n    why: w\n    do: d\n    severity: note\n"
                         "    tests: { flag: [a], pass: [b] }\n    match: ['%s', '%s']\n",
                     regex, regex, regex);
    const hp_source source = {HP_STR("demo.rules.yaml"), {text, (size_t)n}};
    assert_int_equal(hp_pack_compile(&source, 1, &o, &pack), HP_OK);
    return pack;
}

static void fragments_are_put_in(void **state) {
    (void)state;
    static const struct {
        const char *regex, *frame, *plain; /* plain NULL: as in frames */
    } rows[] = {
        {"none", "none", NULL},
        {"", "", NULL},
        {"(?&a)", "(?:x|y)", NULL},
        {"1(?&a)2(?&b)3(?&a)", "1(?:x|y)2(?:(?:x|y)z)3(?:x|y)", NULL},
        {"(?&deep)(?&b)", "(?:(?:(?:x|y)z){2})(?:(?:x|y)z)", NULL},
        {"\\(?&a)", "\\(?&a)", NULL},
        {"\\\\(?&a)", "\\\\(?:x|y)", NULL},
        {"\\\\K(?&K)K", "\\\\K(?:k)K", NULL},
        {"a&b(?:&)?&", "a&b(?:&)?&", NULL},
        {"(?&@some)", "(?i:longest\\w*|a\\.b|mid)", NULL},
        {"{name} is", "\\x{E000} is", "{name} is"},
        {"\\{name} {name}", "\\{name} \\x{E000}", "\\{name} {name}"},
        {"(?&told) {2}", "(?:\\x{E000} said) {2}", "(?:{name} said) {2}"},
        {"{name}(?&a){name}", "\\x{E000}(?:x|y)\\x{E000}", "{name}(?:x|y){name}"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        hp_pack *pack = compile(rows[i].regex);
        const pk_pattern *p = pack_patterns(pack);
        for (size_t k = 0; k < 3; k++) {
            hp_str got = pack_str(pack, p[k].regex);
            const char *want = rows[i].plain && !(p[k].flags & PATTERN_FRAME) ? rows[i].plain : rows[i].frame;
            if (!str_eq_z(got, want)) fail_msg("\"%s\" became \"%.*s\"", rows[i].regex, STR_FMT(got));
        }
        hp_pack_free(pack);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(fragments_are_put_in)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
