/* assets.c - see assets.h. The assembler takes the files of page/ in as they are, from the folder that make runs in. */
#include "assets.h"

#include <string.h>

#define ASSET(name, file)                                                                                              \
    __asm__(".pushsection .rodata\n" #name ": .incbin \"cli/serve/page/" file "\"\n" #name "_end:\n.popsection\n");    \
    extern const char name[] __attribute__((visibility("hidden")));                                                    \
    extern const char name##_end[] __attribute__((visibility("hidden")))

ASSET(asset_page, "index.html");
ASSET(asset_style, "style.css");
ASSET(asset_icon, "icon.svg");
ASSET(asset_main, "main.js");
ASSET(asset_server, "server.js");
ASSET(asset_offsets, "offsets.js");
ASSET(asset_marks, "marks.js");
ASSET(asset_groups, "groups.js");
ASSET(asset_cards, "cards.js");
ASSET(asset_draft, "draft.js");
ASSET(asset_verdict, "verdict.js");
ASSET(asset_places, "places.js");
ASSET(asset_rewrite, "rewrite.js");
ASSET(asset_said, "said.js");
ASSET(asset_words, "words.js");
ASSET(asset_messages, "messages.js");

#define HTML "text/html; charset=utf-8"
#define CSS "text/css; charset=utf-8"
#define JAVASCRIPT "text/javascript; charset=utf-8"
#define SVG "image/svg+xml"

static const struct {
    const char *path, *type, *from, *end;
} assets[] = {
    {"/", HTML, asset_page, asset_page_end},
    {"/style.css", CSS, asset_style, asset_style_end},
    {"/icon.svg", SVG, asset_icon, asset_icon_end},
    {"/main.js", JAVASCRIPT, asset_main, asset_main_end},
    {"/server.js", JAVASCRIPT, asset_server, asset_server_end},
    {"/offsets.js", JAVASCRIPT, asset_offsets, asset_offsets_end},
    {"/marks.js", JAVASCRIPT, asset_marks, asset_marks_end},
    {"/groups.js", JAVASCRIPT, asset_groups, asset_groups_end},
    {"/cards.js", JAVASCRIPT, asset_cards, asset_cards_end},
    {"/draft.js", JAVASCRIPT, asset_draft, asset_draft_end},
    {"/verdict.js", JAVASCRIPT, asset_verdict, asset_verdict_end},
    {"/places.js", JAVASCRIPT, asset_places, asset_places_end},
    {"/rewrite.js", JAVASCRIPT, asset_rewrite, asset_rewrite_end},
    {"/said.js", JAVASCRIPT, asset_said, asset_said_end},
    {"/words.js", JAVASCRIPT, asset_words, asset_words_end},
    {"/messages.js", JAVASCRIPT, asset_messages, asset_messages_end},
};

bool asset_find(const char *path, asset *out) {
    for (size_t i = 0; i < sizeof(assets) / sizeof(assets[0]); i++)
        if (strcmp(assets[i].path, path) == 0) {
            *out = (asset){assets[i].path, assets[i].type, {assets[i].from, (size_t)(assets[i].end - assets[i].from)}};
            return true;
        }
    return false;
}
