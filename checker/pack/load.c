/* load.c - which files belong to the pack: what was passed in, what policies extend and use, what sets require. */
#include "base/str.h"
#include "pack/compiler.h"

static bool same_set(const compiler *c, hp_str id) {
    for (size_t i = 0; i < c->sets.n; i++)
        if (str_eq(c->sets.v[i].id, id)) return true;
    return false;
}

static uint32_t add_source(compiler *c, const hp_source *source) {
    for (size_t i = 0; i < c->sources.n; i++)
        if (str_eq(c->sources.v[i].name, source->name)) return (uint32_t)i;
    hp_source *place = VEC_ADD(c->a, &c->sources, hp_source);
    if (place) *place = *source;
    return (uint32_t)c->sources.n - 1;
}

uint32_t load_file(compiler *c, uint32_t from, hp_str name, pk_mark at) {
    hp_source found = {0};
    if (c->sources.n >= LIMIT_SOURCES) {
        diagnose(&c->d, at, "HP003", "more than %d files", LIMIT_SOURCES);
        return 0;
    }
    if (!c->o->include || c->o->include(c->o->include_user, c->sources.v[from].name, name, &found) != HP_OK) {
        diagnose(&c->d, at, "HP053", "cannot find \"%.*s\"", STR_FMT(name));
        diagnose_hint(&c->d, "files are looked for beside the one that names them, then among the bundled ones");
        return 0;
    }
    return add_source(c, &found) + 1;
}

static void load_one(compiler *c, uint32_t source, int depth);

static void load_set(compiler *c, uint32_t source, const node *root, int depth) {
    static const key_row keys[] = {{"hallpass", NODE_SCALAR}, {"set", NODE_SCALAR},   {"version", NODE_SCALAR},
                                   {"title", NODE_SCALAR},    {"needs", NODE_SCALAR}, {"license", NODE_SCALAR},
                                   {"requires", NODE_LIST},   {"define", NODE_MAP},   {"words", NODE_MAP},
                                   {"rules", NODE_MAP}};
    hp_str id;
    if (!schema_check(c, root, "a rule set", keys, sizeof keys / sizeof *keys)) return;
    schema_require(c, root, root->at, "the rule set", "set");
    schema_require(c, root, root->at, "the rule set", "rules");
    if (!schema_text(c, node_get(root, "set"), &id) || same_set(c, id)) return;
    set_info *s = VEC_ADD(c->a, &c->sets, set_info);
    if (!s) return;
    *s = (set_info){.id = id, .root = root, .source = source};
    const node *required = node_get(root, "requires");
    if (!required || required->kind != NODE_LIST) return;
    NODE_EACH(n, required) {
        if (n->kind != NODE_SCALAR || same_set(c, n->text)) continue;
        uint32_t file = load_file(c, source, arena_printf(c->a, "%.*s.rules.yaml", STR_FMT(n->text)), n->at);
        if (file) load_one(c, file - 1, depth + 1);
    }
}

static void load_uses(compiler *c, uint32_t source, const node *uses, int depth) {
    static const key_row keys[] = {{"set", NODE_SCALAR}, {"version", NODE_SCALAR}, {"file", NODE_SCALAR}};
    if (!uses || uses->kind != NODE_LIST) return;
    NODE_EACH(n, uses) {
        hp_str name;
        if (!schema_check(c, n, "an entry of \"use\"", keys, 3)) continue;
        const node *file = node_get(n, "file"), *set = node_get(n, "set");
        if (set && set->kind == NODE_SCALAR && same_set(c, set->text)) continue;
        if (file)
            schema_text(c, file, &name);
        else if (set && set->kind == NODE_SCALAR)
            name = arena_printf(c->a, "%.*s.rules.yaml", STR_FMT(set->text));
        else {
            schema_require(c, n, n->at, "an entry of \"use\"", "set");
            continue;
        }
        uint32_t index = load_file(c, source, name, n->at);
        if (index) load_one(c, index - 1, depth + 1);
    }
}

static void load_policy(compiler *c, uint32_t source, const node *root, int depth) {
    static const key_row keys[] = {{"file", NODE_SCALAR}, {"id", NODE_SCALAR}, {"version", NODE_SCALAR}};
    const node *bases = node_get(root, "extends");
    if (bases && bases->kind == NODE_LIST) {
        NODE_EACH(n, bases) {
            hp_str name;
            if (!schema_check(c, n, "an entry of \"extends\"", keys, 3)) continue;
            const node *file = node_get(n, "file") ? node_get(n, "file") : node_get(n, "id");
            if (!file)
                diagnose(&c->d, n->at, "HP013", "an entry of \"extends\" has neither \"file\" nor \"id\"");
            else if (schema_text(c, file, &name)) {
                uint32_t index = load_file(c, source, name, file->at);
                if (index) load_one(c, index - 1, depth + 1);
            }
        }
    }
    layer *l = VEC_ADD(c->a, &c->layers, layer);
    if (!l) return;
    *l = (layer){.root = root, .source = source};
    schema_text(c, node_get(root, "id"), &l->id);
    load_uses(c, source, node_get(root, "use"), depth);
}

static bool already_read(const compiler *c, uint32_t source) {
    for (size_t i = 0; i < c->sets.n; i++)
        if (c->sets.v[i].source == source) return true;
    for (size_t i = 0; i < c->layers.n; i++)
        if (c->layers.v[i].source == source) return true;
    return false;
}

static void load_one(compiler *c, uint32_t source, int depth) {
    if (already_read(c, source)) return;
    if (depth > LIMIT_LAYERS) {
        diagnose(&c->d, (pk_mark){.source = source, .width = 1}, "HP054",
                 "files include one another in a circle, or deeper than %d", LIMIT_LAYERS);
        return;
    }
    hp_source bytes = c->sources.v[source];
    const node *root = yaml_read(c->a, &c->d, &bytes, source), *head = node_get(root, "hallpass");
    if (!root) return;
    if (head && head->kind == NODE_SCALAR && str_eq_z(head->text, "rules/1"))
        load_set(c, source, root, depth);
    else if (head && head->kind == NODE_SCALAR && str_eq_z(head->text, "policy/1"))
        load_policy(c, source, root, depth);
    else {
        diagnose(&c->d, head ? head->at : root->at, "HP055", "neither a rule set nor a policy");
        diagnose_hint(&c->d, "begin the file with \"hallpass: rules/1\" or \"hallpass: policy/1\"");
    }
}

void load_sources(compiler *c, const hp_source *sources, size_t count) {
    for (size_t i = 0; i < count; i++) {
        uint32_t index = add_source(c, &sources[i]);
        load_one(c, index, 0);
    }
    c->has_policy = c->layers.n > 0;
}
