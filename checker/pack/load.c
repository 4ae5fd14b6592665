/* load.c - which files belong to the pack: what was passed in, what policies extend and use, what sets require. */
#include "base/str.h"
#include "pack/compiler.h"

static const set_info *find_set(const compiler *c, hp_str id) {
    for (size_t i = 0; i < c->sets.n; i++)
        if (str_eq(c->sets.v[i].id, id)) return &c->sets.v[i];
    return NULL;
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

/* `at`: where it is named. */
static void load_one(compiler *c, uint32_t source, pk_mark at, int depth);

/* "0.3", "0.3.1" as one number that can be compared; false: no such version. */
static bool engine_number(hp_str text, uint64_t *out) {
    hp_str piece;
    int parts = 0;
    for (*out = 0; str_split(&text, '.', &piece); parts++) {
        uint64_t part;
        if (parts == 3 || !str_number(piece, 9999, &part)) return false;
        *out = *out * 10000 + part;
    }
    for (int i = parts; i < 3; i++) *out *= 10000;
    return parts > 0;
}

/* `needs: ">=0.3"`: the oldest engine that understands the file. */
static void check_needs(compiler *c, const node *n) {
    uint64_t wanted, own = 0;
    hp_str text;
    if (!n || !schema_text(c, n, &text)) return;
    bool readable = str_starts(text, HP_STR(">=")) && engine_number(str_trim(str_sub(text, 2, text.n)), &wanted);
    if (!readable) {
        diagnose(&c->d, n->at, "HP014", "cannot read the version \"%.*s\"", STR_FMT(text));
        diagnose_hint(&c->d, "write it as \">=0.3\"");
    } else if (engine_number(HP_STR(HP_VERSION), &own) && own < wanted) {
        diagnose(&c->d, n->at, "HP056", "the file needs hallpass %.*s; this is %s", STR_FMT(text), HP_VERSION);
        diagnose_hint(&c->d, "install a newer hallpass, or use an older version of the file");
    }
}

/* `version: "2026.x"` of what is extended or used: alike up to the x. */
static void check_version(compiler *c, const node *wanted, uint32_t source) {
    hp_str want, got = {0};
    if (!wanted || !schema_text(c, wanted, &want)) return;
    const node *root = NULL;
    for (size_t i = 0; i < c->layers.n; i++)
        if (c->layers.v[i].source == source) root = c->layers.v[i].root;
    for (size_t i = 0; i < c->sets.n && !root; i++)
        if (c->sets.v[i].source == source) root = c->sets.v[i].root;
    const node *has = root ? node_get(root, "version") : NULL;
    if (!has || !schema_text(c, has, &got)) return;
    bool open = str_ends(want, HP_STR(".x"));
    if (open ? str_starts(got, str_sub(want, 0, want.n - 1)) : str_eq(got, want)) return;
    diagnose(&c->d, wanted->at, "HP057", "wanted version %.*s, but the file is version %.*s", STR_FMT(want),
             STR_FMT(got));
    diagnose_hint(&c->d, "%.*s:%u", STR_FMT(c->sources.v[source].name), has->at.line);
}

static void load_set(compiler *c, uint32_t source, const node *root, int depth) {
    hp_str id;
    if (!schema_check(c, root, &grammar_set)) return;
    if (!schema_text(c, node_get(root, "set"), &id) || find_set(c, id)) return;
    set_info *s = VEC_ADD(c->a, &c->sets, set_info);
    if (!s) return;
    *s = (set_info){.id = id, .root = root, .source = source, .builtin = c->in_builtin, .brought_by = c->bringing};
    check_needs(c, node_get(root, "needs"));
    const node *required = node_get(root, "requires");
    if (!required || required->kind != NODE_LIST) return;
    NODE_EACH(n, required) {
        if (n->kind != NODE_SCALAR || find_set(c, n->text)) continue;
        uint32_t file = load_file(c, source, arena_printf(c->a, "%.*s.rules.yaml", STR_FMT(n->text)), n->at);
        if (file) load_one(c, file - 1, n->at, depth + 1);
    }
}

static void load_uses(compiler *c, uint32_t source, const node *uses, int depth) {
    if (!uses || uses->kind != NODE_LIST) return;
    NODE_EACH(n, uses) {
        hp_str name;
        if (!schema_check(c, n, &grammar_use)) continue;
        const node *file = node_get(n, "file"), *set = node_get(n, "set");
        const set_info *there = set && set->kind == NODE_SCALAR ? find_set(c, set->text) : NULL;
        if (there) check_version(c, node_get(n, "version"), there->source);
        if (there) continue;
        if (file)
            schema_text(c, file, &name);
        else if (set && set->kind == NODE_SCALAR)
            name = arena_printf(c->a, "%.*s.rules.yaml", STR_FMT(set->text));
        else {
            schema_require(c, n, n->at, "an entry of \"use\"", "set");
            continue;
        }
        uint32_t index = load_file(c, source, name, n->at);
        if (!index) continue;
        load_one(c, index - 1, n->at, depth + 1);
        check_version(c, node_get(n, "version"), index - 1);
    }
}

/* A policy's own rules are a set of their own, whose rules are named without it. */
static void add_own_rules(compiler *c, uint32_t source, const node *root) {
    set_info *s = VEC_ADD(c->a, &c->sets, set_info);
    if (s) *s = (set_info){.root = root, .source = source, .brought_by = source + 1};
}

static void load_policy(compiler *c, uint32_t source, const node *root, int depth) {
    const node *bases = node_get(root, "extends");
    uint32_t extended[LIMIT_LAYERS];
    size_t count = 0;
    check_needs(c, node_get(root, "needs"));
    if (bases && bases->kind == NODE_LIST) {
        NODE_EACH(n, bases) {
            hp_str name;
            if (!schema_check(c, n, &grammar_extends)) continue;
            const node *file = node_get(n, "file") ? node_get(n, "file") : node_get(n, "id");
            if (!file)
                diagnose(&c->d, n->at, "HP013", "an entry of \"extends\" has neither \"file\" nor \"id\"");
            else if (schema_text(c, file, &name)) {
                uint32_t index = load_file(c, source, name, file->at);
                if (!index) continue;
                load_one(c, index - 1, n->at, depth + 1);
                check_version(c, node_get(n, "version"), index - 1);
                if (count < LIMIT_LAYERS)
                    extended[count++] = index - 1;
                else
                    diagnose(&c->d, n->at, "HP003", "more than %d policies extended", LIMIT_LAYERS);
            }
        }
    }
    layer_info *l = VEC_ADD(c->a, &c->layers, layer_info);
    if (!l) return;
    *l = (layer_info){.root = root, .source = source};
    schema_text(c, node_get(root, "id"), &l->id);
    layer_stand(c, l, extended, count);
    add_own_rules(c, source, root);
    bool outside = c->in_builtin;
    uint32_t brought = c->bringing;
    c->in_builtin = l->rank == RANK_BUILTIN;
    c->bringing = source + 1;
    load_uses(c, source, node_get(root, "use"), depth);
    c->in_builtin = outside;
    c->bringing = brought;
}

static bool already_read(const compiler *c, uint32_t source) {
    for (size_t i = 0; i < c->sets.n; i++)
        if (c->sets.v[i].source == source) return true;
    for (size_t i = 0; i < c->layers.n; i++)
        if (c->layers.v[i].source == source) return true;
    return false;
}

static void load_one(compiler *c, uint32_t source, pk_mark at, int depth) {
    if (already_read(c, source)) return;
    if (depth > LIMIT_LAYERS) {
        diagnose(&c->d, at, "HP054", "files include one another in a circle, or deeper than %d", LIMIT_LAYERS);
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
        load_one(c, index, (pk_mark){index, 1, 1, 1}, 0);
    }
    layers_rank(c);
    c->has_policy = c->layers.n > 0;
}
