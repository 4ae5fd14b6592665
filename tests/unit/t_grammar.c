/* t_grammar.c - the tables of the language and those who read files know the same keys: whatever is asked of a map
 * stands in its table, and whatever stands in a table is asked for.
 *
 * The linker lets this program look on when the library checks a map against its table and when it asks a map for a
 * key (the Makefile's --wrap). */
#include "shelf.h"

#include "pack/compiler.h"

enum { MAPS = 1 << 16, ASKED = 1 << 19, KEYS_MOST = 1024, KEY = 24 };

/* What one compilation checked and asked for; the nodes are compared only, never looked into afterwards. */
static struct {
    struct {
        const node *map;
        const hp_schema_map *as;
    } checked[MAPS];
    struct {
        const node *map;
        char key[KEY];
    } asked[ASKED];
    size_t checked_count, asked_count;
    bool checking; /* the table itself asks for what is required */
} seen;

/* Keys of tables that somebody asked for. */
static struct {
    const hp_schema_map *map;
    const hp_schema_key *key;
} known[KEYS_MOST];
static size_t known_count;

bool __real_schema_check(compiler *c, const node *map, const hp_schema_map *as);
bool __wrap_schema_check(compiler *c, const node *map, const hp_schema_map *as);
const node *__real_node_get(const node *map, const char *key);
const node *__wrap_node_get(const node *map, const char *key);

bool __wrap_schema_check(compiler *c, const node *map, const hp_schema_map *as) {
    assert_true(seen.checked_count < MAPS);
    seen.checked[seen.checked_count].map = map;
    seen.checked[seen.checked_count++].as = as;
    seen.checking = true;
    bool good = __real_schema_check(c, map, as);
    seen.checking = false;
    return good;
}

const node *__wrap_node_get(const node *map, const char *key) {
    if (!seen.checking && map) {
        assert_true(seen.asked_count < ASKED);
        seen.asked[seen.asked_count].map = map;
        snprintf(seen.asked[seen.asked_count++].key, KEY, "%s", key);
    }
    return __real_node_get(map, key);
}

static int by_map(const void *a, const void *b) {
    uintptr_t x = (uintptr_t) * (const node *const *)a, y = (uintptr_t) * (const node *const *)b;
    return (x > y) - (x < y);
}

static const hp_schema_key *find_key(const hp_schema_map *map, const char *name) {
    for (size_t i = 0; i < map->key_count; i++)
        if (strcmp(map->keys[i].name, name) == 0) return &map->keys[i];
    return NULL;
}

static bool is_known(const hp_schema_map *map, const hp_schema_key *key) {
    for (size_t i = 0; i < known_count; i++)
        if (known[i].map == map && known[i].key == key) return true;
    return false;
}

/* The table that a map was checked against under which it has the key; NULL: it was checked, but has none. */
static bool take(size_t first, const char *key, const hp_schema_map **last) {
    const node *map = seen.checked[first].map;
    for (size_t i = first; i < seen.checked_count && seen.checked[i].map == map; i++) {
        *last = seen.checked[i].as;
        const hp_schema_key *found = find_key(*last, key);
        if (!found) continue;
        if (!is_known(*last, found)) {
            assert_true(known_count < KEYS_MOST);
            known[known_count].map = *last;
            known[known_count++].key = found;
        }
        return true;
    }
    bool tells_which = *last == &grammar_change && strcmp(key, "kind") == 0; /* with a kind it is a rule */
    return (*last)->others || tells_which;
}

static void settle(const char *path) {
    size_t at = 0;
    qsort(seen.checked, seen.checked_count, sizeof *seen.checked, by_map);
    qsort(seen.asked, seen.asked_count, sizeof *seen.asked, by_map);
    for (size_t i = 0; i < seen.asked_count; i++) {
        const hp_schema_map *as = NULL;
        while (at < seen.checked_count && (uintptr_t)seen.checked[at].map < (uintptr_t)seen.asked[i].map) at++;
        if (at == seen.checked_count || seen.checked[at].map != seen.asked[i].map) continue;
        if (!take(at, seen.asked[i].key, &as))
            fail_msg("%s: \"%s\" is asked of %s, whose table has no such key", path, seen.asked[i].key, as->name);
    }
    seen.checked_count = seen.asked_count = 0;
}

/* Those whose readers go through what is there instead of asking: t_layers.c shows what each key of them does. */
static bool is_gone_through(const hp_schema_map *map) {
    return map == &grammar_change || map == &grammar_allow || map == &grammar_consent || map == &grammar_channels;
}

/* What is written for people and stays in the file. */
static bool is_for_people(const hp_schema_map *map, const char *key) {
    static const struct {
        const hp_schema_map *map;
        const char *key;
    } rows[] = {{&grammar_policy, "owner"},    {&grammar_source, "adopted"}, {&grammar_allowed, "on-file"},
                {&grammar_release, "on-file"}, {&grammar_set, "title"},      {&grammar_set, "license"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].map == map && strcmp(rows[i].key, key) == 0) return true;
    return false;
}

static const hp_schema_map *visited[KEYS_MOST];
static size_t visited_count;

/* Whether all keys of a table, and of those that stand in it, were asked for; "+key" and "=key" are the key. */
static size_t walk(const hp_schema_map *map) {
    size_t missing = 0;
    for (size_t i = 0; i < visited_count; i++)
        if (!map || visited[i] == map) return 0;
    if (!map) return 0;
    visited[visited_count++] = map;
    for (size_t i = 0; i < map->key_count; i++) {
        const hp_schema_key *key = &map->keys[i];
        if (is_for_people(map, key->name)) continue;
        if (!is_gone_through(map) && !is_known(map, key)) {
            print_message("nobody asks %s for \"%s\"\n", map->name, key->name);
            missing++;
        }
        missing += walk(key->map) + walk(key->own);
    }
    if (map->others) missing += walk(map->others->map) + walk(map->others->own);
    return missing;
}

static void tables_and_readers_know_the_same_keys(void **state) {
    static const char *const paths[] = {"policies/all-on.yaml",
                                        "policies/worked/school.yaml",
                                        "policies/worked/uk-trust.yaml",
                                        "policies/worked/ontario-board.yaml",
                                        "policies/worked/australia-department.yaml",
                                        "tests/unit/keys-district.yaml",
                                        "tests/unit/keys-person.yaml"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        hp_pack *pack = compile(*state, paths[i], true);
        if (!pack) fail_msg("%s: %s", paths[i], ((shelf *)*state)->told);
        hp_pack_free(pack);
        settle(paths[i]);
    }
    assert_int_equal(walk(hp_schema(HP_STR("rules/1"))) + walk(hp_schema(HP_STR("policy/1"))), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(tables_and_readers_know_the_same_keys, open_shelf, close_shelf),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
