/* t_clip.c - what is a draft among copies, what is done with a copy's forms, how their bytes are read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "clip/offer.h"
#include "clip/worth.h"

static hp_str text_of(const char *z) {
    return (hp_str){z, strlen(z)};
}

/* ---- what is a draft */

static const struct {
    const char *text;
    worth answer;
} copies[] = {
    {"", WORTH_SHORT},
    {" \n\t ", WORTH_SHORT},
    {"Maya Hernandez", WORTH_SHORT},
    {"correct-horse-battery-staple", WORTH_SHORT},
    {"92%", WORTH_SHORT},
    {"Maya failed math again", WORTH_CHECKING},
    {"Don't tell Maya", WORTH_SHORT},
    {"https://example.org/a", WORTH_SHORT},
    {"k9#Lm$2x!Qz%4 w.x.y.z", WORTH_SHORT},
    {"https://example.org/a www.example.org tel:555-0147 mailto:a@example.org", WORTH_ADDRESSES},
    {"https://example.org/a is what Maya failed", WORTH_CHECKING},
    {"a@example.org, b@example.org; c@example.org d@example.org", WORTH_ADDRESSES},
    {"Maya@example.org failed math again", WORTH_CHECKING},
    {"/home/ann/Letter to the class.odt", WORTH_ADDRESSES},
    {"~/school/Letter to class four.odt\n/home/ann/x.odt\n", WORTH_ADDRESSES},
    {"C:\\Users\\ann\\Letter to the class.docx", WORTH_ADDRESSES},
    {"/rant Maya failed/skipped math/science again. Her mom called.", WORTH_CHECKING},
    {"Maya\t92\tpassed\nTy\t41\tfailed\n", WORTH_TABLE},
    {"Maya Hernandez\t92% passed again\n", WORTH_TABLE},
    {"1.\tMaya failed math again\n2.\tTy passed it", WORTH_CHECKING},
    {"\xE2\x80\xA2\tMaya failed math again", WORTH_CHECKING},
    {"1\tMaya\t92\t-\n2\tTy\t41\t-", WORTH_TABLE},
    {"for (int i = 0; i < n; i++) {\n    total += marks[i];\n}\n", WORTH_CODE},
    {"import csv\nfrom os import path\ndef marks(name):\n    return table[name]\n", WORTH_CHECKING},
    {"#include <stdio.h>\nint main(void) {\n    return 0;\n}\n", WORTH_CODE},
    {"Today we wrote our first program:\nprint(\"hello\")\nMaya got it first!", WORTH_CHECKING},
    {"Maya got 41; she cried.", WORTH_CHECKING},
    {"\xE7\x8E\x9B\xE9\x9B\x85\xE7\x9A\x84\xE6\x95\xB0\xE5\xAD\xA6\xE6\xB2\xA1\xE5\x8F\x8A\xE6\xA0\xBC",
     WORTH_CHECKING}, /* eight ideographs */
    {"\xE7\x8E\x9B\xE9\x9B\x85", WORTH_SHORT},
    {"\xFF\xFE\xFF broken but long enough to read", WORTH_CHECKING},
};

static void drafts_are_told_from_other_copies(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof copies / sizeof *copies; i++) {
        worth got = worth_of(text_of(copies[i].text), 4);
        if (got != copies[i].answer) print_message("of \"%s\"\n", copies[i].text);
        assert_int_equal(got, copies[i].answer);
    }
}

static void the_least_counts_words(void **state) {
    (void)state;
    assert_int_equal(worth_of(text_of("Maya failed"), 2), WORTH_CHECKING);
    assert_int_equal(worth_of(text_of("Maya failed"), 3), WORTH_SHORT);
    assert_int_equal(worth_of(text_of(" "), 0), WORTH_SHORT);
    assert_int_equal(worth_words(text_of("Don\xE2\x80\x99t co-op \xC3\xA9t\xC3\xA9, - 3x\xE2\x80\x94y.")), 5);
}

/* ---- forms */

typedef struct forms {
    const char *names[6];
    offer_kind kind;
    const char *text;
    bool html;
} forms;

static const forms rows[] = {
    {{NULL}, OFFER_NOTHING, NULL, false},
    {{"TARGETS", "TIMESTAMP"}, OFFER_NOTHING, NULL, false},
    {{"TARGETS", "UTF8_STRING"}, OFFER_TEXT, "UTF8_STRING", false},
    {{"STRING", "text/plain", "text/plain;charset=utf-8"}, OFFER_TEXT, "text/plain;charset=utf-8", false},
    {{"STRING", "TEXT"}, OFFER_TEXT, "STRING", false},
    {{"text/html", "text/plain", "UTF8_STRING"}, OFFER_TEXT, "UTF8_STRING", true},
    {{"text/html"}, OFFER_TEXT, NULL, true},
    {{"UTF8_STRING", "x-kde-passwordManagerHint"}, OFFER_SECRET, NULL, false},
    {{OFFER_MARK, "x-kde-passwordManagerHint"}, OFFER_SECRET, NULL, false},
    {{"UTF8_STRING", OFFER_MARK}, OFFER_OWN, NULL, false},
    {{"image/png", "text/html"}, OFFER_PICTURE, NULL, false},
    {{"image/png", "image/bmp"}, OFFER_PICTURE, NULL, false},
    {{"image/png", "text/html", "UTF8_STRING"}, OFFER_TEXT, "UTF8_STRING", true}, /* LibreOffice's text */
    {{"x-special/gnome-copied-files", "text/uri-list", "UTF8_STRING"}, OFFER_FILES, NULL, false},
};

static void forms_tell_what_to_do(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t count = 0;
        while (count < 6 && rows[i].names[count]) count++;
        offer got = offer_of(rows[i].names, count);
        assert_int_equal(got.kind, rows[i].kind);
        if (rows[i].text)
            assert_string_equal(got.text, rows[i].text);
        else
            assert_null(got.text);
        assert_int_equal(got.html != NULL, rows[i].html);
    }
}

#define BYTES(literal)                                                                                                 \
    { (literal), sizeof(literal) - 1 }

static const struct {
    const char *form;
    hp_str bytes, utf8;
} encoded[] = {
    {"UTF8_STRING", BYTES("caf\xC3\xA9"), BYTES("caf\xC3\xA9")},
    {"UTF8_STRING", BYTES("end\0\0"), BYTES("end")},
    {"UTF8_STRING", BYTES(""), BYTES("")},
    {"STRING", BYTES("caf\xE9 \xFF\xFE"), BYTES("caf\xC3\xA9 \xC3\xBF\xC3\xBE")},
    {"text/html", BYTES("\xFF\xFE<\0p\0\xE9\0"), BYTES("<p\xC3\xA9")},
    {"text/html", BYTES("\xFE\xFF\0<\x20\xAC"), BYTES("<\xE2\x82\xAC")},
    {"text/html", BYTES("\xFF\xFE\x3D\xD8\x00\xDE"), BYTES("\xF0\x9F\x98\x80")},
    {"text/html", BYTES("\xFF\xFE\x3D\xD8\x41\x00"), BYTES("\xEF\xBF\xBD\x41")},
    {"text/html", BYTES("\xFF\xFE\x00\xDE"), BYTES("\xEF\xBF\xBD")},
    {"text/html", BYTES("\xFF\xFE\x3D\xD8"), BYTES("\xEF\xBF\xBD")},
    {"text/html", BYTES("\xFF\xFE\x41"), BYTES("\xEF\xBF\xBD")},
    {"STRING", BYTES("\xFF\xFF\xFF\xFF\xFF\xFF\xFF"),
     BYTES("\xC3\xBF\xC3\xBF\xC3\xBF\xC3\xBF\xC3\xBF\xC3\xBF\xC3\xBF")},
};

static void bytes_become_utf8(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof encoded / sizeof *encoded; i++) {
        size_t n;
        char *got = offer_decode(encoded[i].form, encoded[i].bytes, &n);
        assert_int_equal(n, encoded[i].utf8.n);
        assert_memory_equal(got, encoded[i].utf8.p, n);
        free(got);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(drafts_are_told_from_other_copies),
        cmocka_unit_test(the_least_counts_words),
        cmocka_unit_test(forms_tell_what_to_do),
        cmocka_unit_test(bytes_become_utf8),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
