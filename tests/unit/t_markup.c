/* t_markup.c - what is read of Markdown and HTML, and that every word of it has its exact way back to the draft. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "text/doc.h"

static int setup(void **state) {
    *state = arena_new(0);
    return *state ? 0 : -1;
}

static int teardown(void **state) {
    arena_free(*state);
    return 0;
}

static doc read_draft(arena *a, hp_markup markup, const char *draft) {
    doc d;
    size_t bad;
    hp_str why;
    arena_reset(a);
    assert_int_equal(doc_read(a, str_of(draft), markup, &d, &bad, &why), HP_OK);
    return d;
}

typedef struct row {
    const char *draft;
    size_t count; /* how often the word "Maya" is read; each is one of the draft's own */
} row;

/* Every place of the word in the clean text is one of the draft, and none is told twice. */
static void expect_places(arena *a, hp_markup markup, const row *rows, size_t count) {
    static const char word[] = "Maya";
    for (size_t i = 0; i < count; i++) {
        doc d = read_draft(a, markup, rows[i].draft);
        size_t found = 0, start, end, seen[16];
        for (size_t at = 0; (at = str_find(d.clean, HP_STR(word), at)) != SIZE_MAX; at += 4) {
            doc_draft_span(&d, at, at + 4, &start, &end);
            bool exact = end - start == 4 && memcmp(rows[i].draft + start, word, 4) == 0 && found < 16;
            for (size_t k = 0; exact && k < found; k++) exact = seen[k] != start;
            if (!exact) fail_msg("%s: read at %zu..%zu", rows[i].draft, start, end);
            seen[found++] = start;
        }
        if (found != rows[i].count) fail_msg("%s: read %zu times, not %zu", rows[i].draft, found, rows[i].count);
    }
}

#define EXPECT(state, markup, rows) expect_places(*(state), markup, rows, sizeof(rows) / sizeof *(rows))

static void html_is_read_to_the_last_byte(void **state) {
    static const row rows[] = {
        {"<p>Maya &amp; Maya</p>", 2},
        {"<p title=Maya alt='Maya' aria-label=\"Maya\" aria-description=Maya data-caption='so Maya'>x", 5},
        {"<input placeholder=Maya value=Maya><input type=submit value=Maya>", 3},
        {"<input type=hidden value='dear Maya'><input type=hidden value=Maya>", 1},
        {"<select><option label=Maya>Maya<option value=Maya></select>", 3},
        {"<meta name=description content=Maya><meta property=og:title content=Maya>", 2},
        {"<meta name=viewport content=Maya><meta http-equiv=x content='x Maya'>", 0},
        {"<title>Maya</title><template><b>Maya</b></template><noscript>Maya</noscript>", 3},
        {"<head><noscript><img alt=Maya></noscript></head><textarea><b>Maya</b></textarea>", 2},
        {"<!-- Maya --><p>x<!-- <b>Maya</b> --><!Maya><?Maya?><!-- Maya", 5},
        {"<script type='application/ld+json'>{\"name\":\"Maya\"}</script>", 1},
        {"<script>var x = 'Maya'</script><script type=text/javascript>Maya</script><style>Maya</style>", 0},
        {"<iframe srcdoc=\"<p>Maya</p>\">Maya</iframe>", 2},
        {"<iframe srcdoc='&lt;p title=&quot;Maya&quot;&gt;Maya&lt;!-- Maya --&gt;'></iframe>", 3},
        {"<svg><title>Maya</title><![CDATA[Maya]]></svg>", 2},
        /* what gumbo drops */
        {"Maya</td> Maya <frame title=Maya> Maya", 4},
        {"<td title=Maya>Maya</td><tr title='Maya'>", 3},
        {"<table>Maya<tr>Maya<td>Maya</td>Maya</table>", 4},
        {"<frameset>Maya</frameset><select>Maya<img alt=Maya></select>", 3},
        {"<colgroup>Maya</colgroup><body title=Maya><body title=Maya>", 3},
        {"<img alt=x alt=Maya><p title='Maya", 2},
        {"Maya <b Maya is here", 2},
        {"about <Maya> and <the Maya here> and <b Maya>", 3},
        {"<Video id=Maya/><Figure caption=Maya description='Maya'>", 2},
        {"<a-b Maya=x></a-b><p class=Maya id=Maya style='Maya'>", 0},
    };
    EXPECT(state, HP_MARKUP_HTML, rows);
}

static void html_in_markdown_is_read(void **state) {
    static const row rows[] = {
        {"<p>Maya</p>\n", 1},
        {"<div>\nMaya\n</div>\n\n<details><summary>Maya</summary>\n\nMaya\n\n</details>\n", 3},
        {"a <img alt=\"Maya\"> b <img\n  alt=\"Maya\"\n> <b>Maya</b>\n", 3},
        {"> <div title='Maya'>\n> Maya\n> </div>\n", 2},
        {"- x\n\n  <p>\n  Maya</p>\n\n  Maya <!-- Maya -->\n", 3},
        {"\t- x\n\n\t\t<p>Maya\n", 1},
        {"<!-- a\n\nMaya\n-->\n\n<td title=Maya>\n\nx\n", 2},
        {"<p title=\"Maya\n\nMaya\">\n", 2},
        {"![a <b>Maya</b>](x.png)\n\n| a |\n|---|\n| <i title=Maya>Maya</i> |\n", 3},
        {"# <a href='Maya'>Maya</a>\n\n    <code>Maya</code>\n\n`<b>Maya</b>`\n", 4},
        {"<script>\nMaya\n</script>\n\n<script type=\"application/ld+json\">\n{\"a\":\"Maya\"}\n</script>\n", 1},
        {"my student <Maya> and <my Maya here>\n", 2},
    };
    EXPECT(state, HP_MARKUP_MARKDOWN, rows);
    doc d = read_draft(*state, HP_MARKUP_MARKDOWN, "so <b>Ma</b>ya was<br>there &lt; here");
    assert_true(str_starts(d.clean, HP_STR("so Maya was\nthere < here")));
}

static void link_definitions_are_read(void **state) {
    static const row rows[] = {
        {"[a]: http://x \"Maya\"\n\nx\n", 1},
        {"[a]: http://x \"Maya\"\n\n[x][a]\n", 1},
        {"[a]: http://x\n  \"Maya\"\n[b]: Maya 'Maya'\nMaya [x][b]\n", 4},
        {"> [a]: </Maya> (Maya)\n\nx [a] ]: Maya\n", 3},
        {"[a]: x\n[a]: Maya\n\n[a]\n", 1},
        {"[Maya]: suspended\n", 1},
        {"``` js title=Maya\nMaya\n```\n", 2},
        {"\xc3\xa9[a]: \xc3\xa9 Maya\n\n[b]: \xc3\xa9Maya\n\xc3\xa9", 2},
    };
    EXPECT(state, HP_MARKUP_MARKDOWN, rows);
}

static void front_matter_is_read_but_for_its_keys(void **state) {
    static const row rows[] = {
        {"---\ntitle: Maya\ndescription: \"Maya\"\ntags: [x, Maya]\n---\nMaya\n", 4},
        {"---\r\ntitle: Maya\r\n---\r\nMaya\r\n", 2},
        {"---\ntags:\n  - Maya\n- Maya\nsummary: >-\n  Maya\n\n  name: Maya\n# Maya\n...\nMaya\n", 6},
        {"+++\ntitle = \"Maya\"\n[params]\nalt = 'Maya'\n+++\nMaya\n", 3},
        {"---\ntitle: 'Maya'\n---", 1},
        {"\xef\xbb\xbf---\ntitle: Maya\n---\n", 1},
        /* a rule across the page, and what stands under it */
        {"---\nMaya has an IEP\n\n---\nMaya\n", 2},
        {"---\nMaya: an IEP\nx: y\n---\n", 1},
        {"---\n- Maya\n- Maya\n---\n", 2},
        {"---\n# Maya\n---\n", 1},
        {"---\ntitle: Maya\nMaya\n", 2},
        {"---\n\nMaya\n\n---\n", 1},
    };
    EXPECT(state, HP_MARKUP_MARKDOWN, rows);
    static const char *const with_keys[] = {"---\nzebra: x\n---\ny\n", "---\n\"zebra\": x\nzebra:\n  - x\n---\ny\n",
                                            "+++\nzebra = 1\n+++\ny\n"};
    for (size_t i = 0; i < sizeof with_keys / sizeof *with_keys; i++) {
        doc d = read_draft(*state, HP_MARKUP_MARKDOWN, with_keys[i]);
        assert_int_equal(str_find(d.clean, HP_STR("zebra"), 0), SIZE_MAX);
    }
}

/* A page in a page in a page: each is shorter than the one before it, but parsing must end. */
static void pages_in_pages_end(void **state) {
    static char draft[60000];
    size_t n = 0;
    while (n + 40 < sizeof draft) {
        memcpy(draft + n, "<iframe/srcdoc=", 15);
        n += 15;
    }
    memcpy(draft + n, "Maya", 5);
    const row rows[] = {{draft, 1}, {"<!-- <!-- <!-- <!-- <!-- <b>Maya", 1}};
    EXPECT(state, HP_MARKUP_HTML, rows);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        T(html_is_read_to_the_last_byte),         T(html_in_markdown_is_read), T(link_definitions_are_read),
        T(front_matter_is_read_but_for_its_keys), T(pages_in_pages_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
