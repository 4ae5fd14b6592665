/* pack.c - compiling: the order of the steps; and what a pack says of itself. */
#include "pack/pack.h"

#include <string.h>

#include "base/str.h"
#include "pack/compiler.h"

/* What makes drafts fast takes most of the time: who asks for values checks none by the thousand, and what
 * conditions need, and the sketches, pay from some hundreds on, where a policy has but a few tests. */
static void make_fast(compiler *c) {
    enum { FEW_TESTS = 200 };
    if (c->o->keep_origins || c->o->only_sound) return;
    bool few = c->o->keep_tests && c->b.tests.n <= FEW_TESTS;
    needs_index(c, few);
    if (!few) sketches_keep(c);
}

/* With fragments put in, the texts of a pack come to about as many bytes as its sources. */
static void reserve_text(compiler *c) {
    size_t bytes = 0;
    for (size_t i = 0; i < c->sources.n; i++) bytes += c->sources.v[i].bytes.n;
    build_reserve_text(&c->b, 2 * bytes);
}

static void compile_all(compiler *c, const hp_source *sources, size_t count) {
    load_sources(c, sources, count);
    if (c->d.errors) return; /* half a file would only bring forth errors that are none */
    reserve_text(c);
    policy_merge(c);
    lists_declare(c);
    lists_compile(c);
    rules_declare(c);
    rules_compile(c);
    layers_apply(c);
    bypass_refuse(c);
    exceptions_read(c);
    switches_read(c);
    ledger_close(c);
    policy_clauses(c);
    if (!c->d.errors && c->o->keep_origins) origins_keep(c);
    tests_keep(c);
    lists_index(c);
    if (!c->d.errors) make_fast(c);
}

hp_status pack_compile(const hp_source *sources, size_t count, const hp_compile_options *options, try_pattern_fn *try,
                       hp_pack **out) {
    *out = NULL;
    if (!options || options->version != HP_COMPILE_OPTIONS_VERSION || !sources || !count) return HP_ERR_USAGE;
    compiler c = {.a = arena_new(0), .scratch = arena_new(0), .o = options, .try = try};
    hp_status status = c.a && c.scratch ? HP_OK : HP_ERR_MEMORY;
    hp_pack *pack = NULL;
    if (!status) {
        c.d.a = c.a;
        build_init(&c.b, c.a);
        c.b.only_sound = options->only_sound;
        compile_all(&c, sources, count);
        diagnose_tell(&c.d, c.sources.v, options->diag, options->diag_user);
        if (arena_failed(c.a) || arena_failed(c.scratch) || c.b.failed)
            status = HP_ERR_MEMORY;
        else if (c.d.errors)
            status = HP_ERR_SOURCE;
    }
    if (!status) {
        pack = raw_alloc(sizeof *pack);
        if (pack) pack->borrowed = false;
        if (pack) pack->head = build_finish(&c.b);
        if (!pack || !pack->head) {
            raw_free(pack);
            pack = NULL;
            status = HP_ERR_MEMORY;
        }
    }
    build_drop(&c.b);
    arena_free(c.a);
    arena_free(c.scratch);
    *out = pack;
    return status;
}

void hp_pack_free(hp_pack *pack) {
    if (!pack) return;
    if (!pack->borrowed) raw_free((void *)(uintptr_t)pack->head);
    raw_free(pack);
}

hp_str hp_pack_image(const hp_pack *pack) {
    return (hp_str){(const char *)pack->head, pack->head->total};
}

static bool is_image(hp_str image) {
    const pack_head *head = (const pack_head *)(const void *)image.p;
    if (image.n < sizeof *head || (uintptr_t)image.p % BUILD_ALIGN != 0) return false;
    if (memcmp(head->magic, BUILD_MAGIC, sizeof head->magic) != 0 || head->version != BUILD_VERSION) return false;
    if (head->total != image.n) return false;
    for (int t = 0; t < PACK_TABLES; t++)
        if (head->table[t].first > image.n ||
            head->table[t].count * build_item_size(t) > image.n - head->table[t].first)
            return false;
    return true;
}

hp_status hp_pack_open(hp_str image, hp_pack **out) {
    if (!out) return HP_ERR_USAGE;
    *out = NULL;
    if (!image.p || !is_image(image)) return HP_ERR_USAGE;
    hp_pack *pack = raw_alloc(sizeof *pack);
    if (!pack) return HP_ERR_MEMORY;
    *pack = (hp_pack){.head = (const pack_head *)(const void *)image.p, .borrowed = true};
    *out = pack;
    return HP_OK;
}

hp_pack_info hp_pack_describe(const hp_pack *pack) {
    const pk_policy *p = pack_policy(pack);
    hp_pack_info info = {.policy_id = pack_str(pack, p->id),
                         .policy_version = pack_str(pack, p->version),
                         .policy_title = pack_str(pack, p->title),
                         .contact = pack_str(pack, p->contact),
                         .needs = pack_str(pack, p->needs),
                         .good_for = p->good_for,
                         .rules = pack_rule_count(pack),
                         .patterns = pack->head->table[PACK_PATTERNS].count,
                         .tests = pack->head->table[PACK_TESTS].count,
                         .image_bytes = pack->head->total};
    for (size_t i = 0; i < info.rules; i++) info.guards += pack_rules(pack)[i].kind == RULE_GUARD;
    return info;
}

hp_str hp_pack_audience(const hp_pack *pack, size_t index) {
    pk_range names = pack_policy(pack)->audiences;
    return index < names.count ? pack_str(pack, pack_strs(pack)[names.first + index]) : (hp_str){0};
}

hp_channel_info hp_pack_channel(const hp_pack *pack, size_t index) {
    pk_range channels = pack_policy(pack)->channels;
    if (index >= channels.count) return (hp_channel_info){0};
    const pk_channel *c = &pack_channels(pack)[channels.first + index];
    return (hp_channel_info){pack_str(pack, c->name), hp_pack_audience(pack, c->audience)};
}

hp_str hp_answer_name(size_t index) {
    size_t i = 0;
    while (i < index && grammar_answers[i]) i++;
    return grammar_answers[i] ? str_of(grammar_answers[i]) : (hp_str){0};
}

hp_flag_info hp_pack_flag(const hp_pack *pack, size_t index) {
    if (index >= pack->head->table[PACK_FLAGS].count) return (hp_flag_info){0};
    const pk_flag *f = &pack_flags(pack)[index];
    return (hp_flag_info){pack_str(pack, f->name), pack_str(pack, f->reason)};
}

hp_rule_info hp_pack_rule(const hp_pack *pack, size_t index) {
    static const char *const kinds[] = {"",      "pattern", "name",  "guard",    "combine",
                                        "media", "require", "limit", "schedule", "gist"};
    if (index >= pack_rule_count(pack)) return (hp_rule_info){0};
    const pk_rule *r = &pack_rules(pack)[index];
    return (hp_rule_info){.id = pack_str(pack, r->id),
                          .kind = str_of(kinds[r->kind]),
                          .title = pack_str(pack, r->title),
                          .why = pack_str(pack, r->why),
                          .todo = pack_str(pack, r->todo),
                          .severity = (hp_level)r->severity[0],
                          .file = pack_str(pack, r->file),
                          .line = r->line};
}

size_t hp_pack_value_count(const hp_pack *pack) {
    return pack->head->table[PACK_VALUES].count;
}

hp_value hp_pack_value(const hp_pack *pack, size_t index) {
    if (index >= hp_pack_value_count(pack)) return (hp_value){0};
    const pk_value *v = &pack_values(pack)[index];
    return (hp_value){.path = pack_str(pack, v->path),
                      .value = pack_str(pack, v->value),
                      .file = pack_str(pack, v->file),
                      .line = v->line,
                      .column = v->column,
                      .policy = pack_str(pack, v->policy),
                      .reason = pack_str(pack, v->reason),
                      .lock = v->lock == LOCK_FULL    ? "full"
                              : v->lock == LOCK_FLOOR ? "floor"
                                                      : "",
                      .lock_file = pack_str(pack, v->lock_file),
                      .lock_line = v->lock_line};
}

size_t hp_pack_exception_count(const hp_pack *pack) {
    return pack->head->table[PACK_EXCEPTIONS].count;
}

hp_exception_info hp_pack_exception(const hp_pack *pack, size_t index) {
    if (index >= hp_pack_exception_count(pack)) return (hp_exception_info){0};
    const pk_exception *e = &pack_exceptions(pack)[index];
    return (hp_exception_info){.id = pack_str(pack, e->id),
                               .reason = pack_str(pack, e->reason),
                               .approved_by = pack_str(pack, e->approved_by),
                               .expires = pack_str(pack, e->expires),
                               .file = pack_str(pack, e->file),
                               .line = e->line};
}
