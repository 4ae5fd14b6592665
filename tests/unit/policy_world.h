/* policy_world.h - a rule set, a base policy and what compiles policies over them, all from texts. */
#ifndef POLICY_WORLD_H
#define POLICY_WORLD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"

static const char rules_text[] = "hallpass: rules/1\n"
                                 "set: demo\n"
                                 "version: 2026.1.0\n"
                                 "title: Rules for tests\n"
                                 "rules:\n"
                                 "  number:\n"
                                 "    kind: pattern\n"
                                 "    title: a number\n"
                                 "    why: It is a number.\n"
                                 "    do: Leave it out.\n"
                                 "    severity: review\n"
                                 "    override: reason\n"
                                 "    confidence: 70\n"
                                 "    channels: [square]\n"
                                 "    accounts: [personal]\n"
                                 "    roles: [teacher]\n"
                                 "    match: '\\b555-01\\d\\d\\b'\n"
                                 "    unless: [{ any: [order], within: sentence, reason: an order }]\n"
                                 "    tests: { flag: [\"[[555-0142]]\"], pass: [\"none\"] }\n"
                                 "  loud:\n"
                                 "    kind: limit\n"
                                 "    title: too many tags\n"
                                 "    why: It is loud.\n"
                                 "    do: Keep some.\n"
                                 "    severity: note\n"
                                 "    count: hashtag\n"
                                 "    max: 4\n"
                                 "    tests: { flag: [\"#a #b #c #d [[#e]]\"], pass: [\"#a\"] }\n"
                                 "  hours:\n"
                                 "    kind: schedule\n"
                                 "    title: in class\n"
                                 "    why: It is the hour.\n"
                                 "    do: Wait until {to}.\n"
                                 "    severity: note\n"
                                 "    when: { days: mon-fri, from: \"08:00\", to: \"15:00\" }\n"
                                 "    not-when: { from: \"12:00\", to: \"12:30\" }\n"
                                 "    except: [2026-11-26]\n"
                                 "    tests: { flag: [{ text: a, at: \"2026-11-25T09:00\" }], pass: [\"a\"] }\n"
                                 "  mine:\n"
                                 "    kind: guard\n"
                                 "    title: the author\n"
                                 "    why: It is the author's own.\n"
                                 "    takes: [demo/number]\n"
                                 "    match: '\\bmy own\\b'\n"
                                 "    tests: { pass: [\"my own 555-0142\"], flag: [\"555-0142\"] }\n";

static const char base_text[] = "hallpass: policy/1\n"
                                "id: base\n"
                                "title: base\n"
                                "version: 1\n"
                                "layer: builtin\n"
                                "audiences: [public, families, class]\n"
                                "channels: { square: { audience: public }, room: { audience: class },\n"
                                "            hall: { audience: families, max-chars: 300 } }\n"
                                "use: [{ set: demo }]\n";

/* ---- compiling from texts */
typedef struct files {
    const char *name[6], *text[6];
    char code[8]; /* of the first error */
    char message[400];
    size_t errors;
    hp_zone_fn *zone;
} files;

static inline hp_status include(void *user, hp_str from, hp_str name, hp_source *out) {
    const files *f = user;
    (void)from;
    for (size_t i = 0; i < 6 && f->name[i]; i++)
        if (str_eq_z(name, f->name[i])) {
            *out = (hp_source){name, str_of(f->text[i])};
            return HP_OK;
        }
    return HP_ERR_USAGE;
}

static inline void collect(void *user, const hp_diag *d) {
    files *f = user;
    if (d->warning) return;
    if (!f->errors++) {
        snprintf(f->code, sizeof f->code, "%s", d->code);
        snprintf(f->message, sizeof f->message, "%.*s:%zu:%zu: %.*s = %.*s", (int)d->file.n, d->file.p, d->line,
                 d->column, (int)d->message.n, d->message.p, (int)d->hint.n, d->hint.p);
    }
    assert_true(d->line > 0 && d->column > 0);
}

/* `keep`: the pack, with its tests and where its values come from; NULL: only whether it compiles. */
static inline bool compiles(files *f, const char *top, hp_pack **keep) {
    hp_compile_options o = HP_COMPILE_OPTIONS_INIT;
    o.diag = collect;
    o.diag_user = o.include_user = f;
    o.include = include;
    o.keep_tests = keep != NULL;
    o.zone = f->zone;
    hp_source source = {HP_STR("top.yaml"), str_of(top)};
    hp_pack *pack = NULL;
    f->errors = 0;
    f->code[0] = f->message[0] = 0;
    hp_status status = hp_pack_compile(&source, 1, &o, &pack);
    assert_true(status == HP_OK || status == HP_ERR_SOURCE);
    if (keep)
        *keep = pack;
    else
        hp_pack_free(pack);
    return status == HP_OK;
}

#endif
