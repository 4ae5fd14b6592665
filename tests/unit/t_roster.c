/* t_roster.c - class lists as images: opened again they answer as before, tell nothing without their key, and do no
 * harm when damaged. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/cipher.h"
#include "base/str.h"
#include "find/roster.h"

static const unsigned char key[HP_ROSTER_KEY] = "sixteen letters", other_key[HP_ROSTER_KEY] = "sixteen lettres";

enum { PEOPLE = 4 };

/* Keys, and how near the last of them are. */
static const char *const asked[] = {"maya",      "mayahernandezlopez",
                                    "hernandez", "lopezmaya",
                                    "mh",        "mayam",
                                    "jay",       "miller",
                                    "mayao",     "jaydenm",
                                    "nobody",    "jm",
                                    "okonkwo",   "okonkow",
                                    "jaydne",    "milller",
                                    "hernandze", "mayden",
                                    "xyzzyx"};
enum { ASKED = sizeof asked / sizeof *asked };

typedef struct answer {
    roster_match match, near;
    uint32_t others[PEOPLE];
    size_t other_count;
} answer;

static answer ask(const hp_roster *r, const char *name) {
    answer a = {.match = roster_find(r, str_hash(str_of(name))), .near = roster_near(r, str_of(name))};
    uint32_t person, more = a.match.more;
    while (a.other_count < PEOPLE && roster_also(r, &more, &person)) a.others[a.other_count++] = person;
    return a;
}

static hp_roster *build(void) {
    const hp_person people[PEOPLE] = {
        {.given = HP_STR("Maya"), .family = HP_STR("Hernandez-Lopez"), .id = HP_STR(" S-10088 "), .release = true},
        {.given = HP_STR("Jayden"), .preferred = HP_STR("Jay"), .family = HP_STR("Miller"), .opt_out = true},
        {.given = HP_STR("Maya"), .family = HP_STR("Okonkwo"), .username = HP_STR("maya.o"), .id = HP_STR("S-2")},
        {.given = HP_STR("Maya"), .family = HP_STR("Miller")},
    };
    hp_roster *r;
    assert_int_equal(hp_roster_build(people, PEOPLE, &r), HP_OK);
    return r;
}

static char *image_of(const hp_roster *r, size_t *n) {
    *n = hp_roster_image_size(r);
    char *bytes = malloc(*n);
    assert_non_null(bytes);
    hp_roster_image(r, key, bytes);
    return bytes;
}

static void knows_who_bears_a_name(void **state) {
    (void)state;
    hp_roster *r = build();
    answer maya = ask(r, "maya"), full = ask(r, "mayahernandezlopez"), typed = ask(r, "okonkow");
    assert_int_equal(maya.match.kind, ROSTER_GIVEN);
    assert_int_equal(maya.match.person, 0);
    assert_int_equal(maya.other_count, 2);
    assert_int_equal(maya.others[0], 3);
    assert_int_equal(maya.others[1], 2);
    assert_int_equal(full.match.kind, ROSTER_FULL);
    assert_int_equal(full.other_count, 0);
    assert_int_equal(typed.match.kind, ROSTER_NONE);
    assert_int_equal(typed.near.kind, ROSTER_FAMILY);
    assert_int_equal(typed.near.person, 2);
    assert_int_equal(ask(r, "nobody").match.kind, ROSTER_NONE);
    assert_int_equal(hp_roster_size(r), PEOPLE);
    hp_roster_free(r);
}

static void hold_alike(const hp_roster *a, const hp_roster *b) {
    arena *room = arena_new(0);
    assert_int_equal(hp_roster_size(a), hp_roster_size(b));
    for (size_t i = 0; i < ASKED; i++) {
        answer x = ask(a, asked[i]), y = ask(b, asked[i]);
        if (memcmp(&x, &y, sizeof x) != 0) fail_msg("\"%s\" is answered otherwise", asked[i]);
    }
    for (uint32_t i = 0; i < PEOPLE; i++) {
        roster_person x = roster_get(a, i, room), y = roster_get(b, i, room);
        assert_true(str_eq(x.id, y.id) && x.release == y.release && x.opt_out == y.opt_out);
    }
    arena_free(room);
}

static void an_image_answers_as_the_list(void **state) {
    (void)state;
    size_t n, again_n;
    hp_roster *built = build(), *opened, *twice;
    char *image = image_of(built, &n);
    assert_int_equal(hp_roster_open((hp_str){image, n}, key, &opened), HP_OK);
    hold_alike(built, opened);
    char *again = image_of(opened, &again_n); /* of one that is enciphered already */
    assert_int_equal(again_n, n);
    assert_memory_equal(again, image, n);
    assert_int_equal(hp_roster_open((hp_str){again, n}, key, &twice), HP_OK);
    hold_alike(built, twice);
    arena *room = arena_new(0);
    assert_true(str_eq_z(roster_get(opened, 0, room).id, "s-10088"));
    arena_free(room);
    hp_roster_free(built);
    hp_roster_free(opened);
    hp_roster_free(twice);
    free(image);
    free(again);
}

/* Whoever takes the image finds no name, no id, no hash of one, and nothing that stands there as often as a name. */
static void an_image_tells_nothing_without_its_key(void **state) {
    (void)state;
    size_t n;
    hp_roster *built = build(), *opened;
    char *image = image_of(built, &n);
    hp_str all = {image, n};
    assert_int_equal(hp_roster_open(all, other_key, &opened), HP_ERR_USAGE);
    assert_null(opened);
    for (size_t i = 0; i < ASKED; i++) {
        uint64_t hash = str_hash(str_of(asked[i]));
        if (strlen(asked[i]) > 3) assert_true(str_find(all, str_of(asked[i]), 0) == SIZE_MAX);
        assert_true(str_find(all, (hp_str){(const char *)&hash, sizeof hash}, 0) == SIZE_MAX);
    }
    enum { HEAD = 64 }; /* more than it */
    for (size_t at = HEAD; at + 8 <= n; at += 8)
        assert_true(str_find(all, str_sub(all, at, at + 8), at + 1) == SIZE_MAX);
    hp_roster_free(built);
    free(image);
}

static void a_cut_or_foreign_image_is_refused(void **state) {
    (void)state;
    size_t n;
    hp_roster *built = build(), *opened;
    char *image = image_of(built, &n);
    for (size_t cut = 0; cut < n; cut++)
        assert_int_equal(hp_roster_open((hp_str){image, cut}, key, &opened), HP_ERR_USAGE);
    enum { COUNTED = 8 + 4 }; /* magic and version */
    for (size_t at = 0; at < COUNTED; at++) {
        image[at] ^= 1;
        assert_int_equal(hp_roster_open((hp_str){image, n}, key, &opened), HP_ERR_USAGE);
        image[at] ^= 1;
    }
    hp_roster_free(built);
    free(image);
}

/* Every byte in turn, and all at once: an answer comes, whatever it is. */
static void a_damaged_image_does_no_harm(void **state) {
    (void)state;
    size_t n;
    hp_roster *built = build(), *opened;
    char *image = image_of(built, &n);
    enum { STEP = 7, HEAD = 48 };
    for (size_t at = 0; at < n; at += at < HEAD ? 1 : STEP) {
        image[at] = (char)~image[at];
        if (hp_roster_open((hp_str){image, n}, key, &opened) == HP_OK)
            for (size_t i = 0; i < ASKED; i++) ask(opened, asked[i]);
        hp_roster_free(opened);
        image[at] = (char)~image[at];
    }
    memset(image + HEAD, 'x', n - HEAD);
    assert_int_equal(hp_roster_open((hp_str){image, n}, key, &opened), HP_OK);
    arena *room = arena_new(0);
    for (size_t i = 0; i < ASKED; i++) ask(opened, asked[i]);
    for (uint32_t i = 0; i < 2 * PEOPLE; i++) roster_get(opened, i, room);
    arena_free(room);
    hp_roster_free(opened);
    hp_roster_free(built);
    free(image);
}

/* The vector for 8 bytes of the SipHash authors' own test. */
static void the_cipher_is_siphash(void **state) {
    (void)state;
    const unsigned char bytes[16] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15},
                        want[8] = {0x62, 0x24, 0x93, 0x9a, 0x79, 0xf5, 0xf5, 0x93};
    cipher_key k;
    uint64_t number, pad;
    memcpy(&k, bytes, sizeof k);
    memcpy(&number, bytes, sizeof number);
    pad = cipher_pad(&k, number);
    assert_memory_equal(&pad, want, sizeof want);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_who_bears_a_name),
        cmocka_unit_test(an_image_answers_as_the_list),
        cmocka_unit_test(an_image_tells_nothing_without_its_key),
        cmocka_unit_test(a_cut_or_foreign_image_is_refused),
        cmocka_unit_test(a_damaged_image_does_no_harm),
        cmocka_unit_test(the_cipher_is_siphash),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
