/* toot_words.c - see toot_words.h. */
#include "toot_words.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "tell.h"

typedef enum takes { TAKES_NOTHING = 0, TAKES_VALUE, TAKES_PERHAPS } takes;

typedef enum meaning { PASSED_ON = 0, MEDIA, DESCRIPTION, SPOILER, CONTENT_TYPE, EDITOR, HELP } meaning;

typedef struct toot_option {
    const char *name, *letter; /* NULL: it has none */
    takes takes;
    meaning meaning;
    bool of_upload; /* "toot upload" knows it too */
} toot_option;

static const toot_option options[] = {{"--media", "-m", TAKES_VALUE, MEDIA, false},
                                      {"--description", "-d", TAKES_VALUE, DESCRIPTION, true},
                                      {"--visibility", "-v", TAKES_VALUE, PASSED_ON, false},
                                      {"--sensitive", "-s", TAKES_NOTHING, PASSED_ON, false},
                                      {"--spoiler-text", "-p", TAKES_VALUE, SPOILER, false},
                                      {"--reply-to", "-r", TAKES_VALUE, PASSED_ON, false},
                                      {"--language", "-l", TAKES_VALUE, PASSED_ON, false},
                                      {"--editor", "-e", TAKES_PERHAPS, EDITOR, false},
                                      {"--scheduled-at", NULL, TAKES_VALUE, PASSED_ON, false},
                                      {"--scheduled-in", NULL, TAKES_VALUE, PASSED_ON, false},
                                      {"--content-type", "-t", TAKES_VALUE, CONTENT_TYPE, false},
                                      {"--no-color", NULL, TAKES_NOTHING, PASSED_ON, true},
                                      {"--quiet", NULL, TAKES_NOTHING, PASSED_ON, true},
                                      {"--debug", NULL, TAKES_NOTHING, PASSED_ON, true},
                                      {"--verbose", NULL, TAKES_NOTHING, PASSED_ON, true},
                                      {"--using", "-u", TAKES_VALUE, PASSED_ON, true},
                                      {"--help", "-h", TAKES_NOTHING, HELP, true}};

bool toot_publishes_nothing(const char *verb) {
    static const char *const known[] = {
        "--help",     "login",    "login_cli",    "activate",      "logout",      "auth",
        "env",        "whoami",   "whois",        "instance",      "search",      "notifications",
        "thread",     "timeline", "bookmarks",    "delete",        "favourite",   "unfavourite",
        "reblog",     "unreblog", "reblogged_by", "pin",           "unpin",       "bookmark",
        "unbookmark", "follow",   "unfollow",     "following",     "followers",   "mute",
        "unmute",     "block",    "unblock",      "tags_followed", "tags_follow", "tags_unfollow"};
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
        if (strcmp(known[i], verb) == 0) return true;
    return false;
}

/* "--name=value" and "--name" by the whole name, "-x" and "-xVALUE" by the letter. *value: what is attached, else NULL.
 */
static const toot_option *find(const char *word, bool upload, const char **value) {
    for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++) {
        const toot_option *o = &options[i];
        size_t n = strlen(o->name);
        if (upload && !o->of_upload) continue;
        *value = NULL;
        if (strncmp(word, o->name, n) == 0 && (word[n] == 0 || word[n] == '=')) {
            if (word[n]) *value = word + n + 1;
            return o;
        }
        if (o->letter && word[1] == o->letter[1]) {
            if (word[2]) *value = word + 2;
            return o;
        }
    }
    return NULL;
}

/* A word that starts with a dash and holds a blank is a text to toot, as "- milk" is. */
static bool is_option(const char *word) {
    return word[0] == '-' && word[1] != 0 && !strchr(word, ' ');
}

static bool add_word(toot_words *t, char *word) {
    t->words[t->count] = word;
    if (t->count < TOOT_MOST - 1) {
        t->count++;
        return true;
    }
    t->words[t->count] = NULL;
    free(word);
    tell("there are more than %d words", TOOT_MOST);
    return false;
}

static bool add_to(const char **list, size_t *count, const char *value, const char *what) {
    if (*count == TOOT_MEDIA) {
        tell("toot takes %d %s", TOOT_MEDIA, what);
        return false;
    }
    list[(*count)++] = value;
    return true;
}

static bool add_media(toot_words *t, const char *value) {
    if (strcmp(value, "-") != 0) return add_to(t->media, &t->media_count, value, "files");
    tell("standard input is for the text: name the file of --media");
    return false;
}

static bool keep(toot_words *t, const toot_option *o, const char *value) {
    switch (o->meaning) {
    case HELP: t->help = true; return true;
    case EDITOR: t->edit = true, t->editor = value; return true; /* it is run here, before anything is sent */
    case SPOILER: t->spoiler = value; break;
    case CONTENT_TYPE: t->content_type = value; break;
    case DESCRIPTION:
        if (!add_to(t->descriptions, &t->description_count, value, "descriptions")) return false;
        break;
    case MEDIA:
        if (!add_media(t, value)) return false;
        break;
    case PASSED_ON: break;
    }
    return add_word(t, value ? mem_text("%s=%s", o->name, value) : mem_text("%s", o->name));
}

static bool take_option(toot_words *t, const hook_call *call, size_t *at) {
    const char *word = call->words[*at], *value;
    const toot_option *o = find(word, t->upload, &value);
    const char *next = *at + 1 < call->word_count ? call->words[*at + 1] : NULL;
    if (!o || (o->takes == TAKES_NOTHING && value)) {
        tell("\"%.*s\" is not understood here, so it is not passed on: write the options of toot %s apart and in full",
             (int)strcspn(word, "="), word, t->upload ? "upload" : "post");
        return false;
    }
    if (o->takes != TAKES_NOTHING && !value && next && !is_option(next)) {
        value = next;
        ++*at;
    }
    if (o->takes == TAKES_VALUE && !value) {
        tell("\"%s\" needs a value: %s=VALUE", o->name, o->name);
        return false;
    }
    return keep(t, o, value);
}

bool toot_read(const hook_call *call, toot_words *out) {
    *out = (toot_words){.upload = strcmp(call->words[0], "upload") == 0};
    bool options_end = false;
    for (size_t at = 1; at < call->word_count; at++) {
        const char *word = call->words[at];
        if (!options_end && strcmp(word, "--") == 0) {
            options_end = true;
        } else if (!options_end && is_option(word)) {
            if (!take_option(out, call, &at)) return false;
        } else if (out->text) {
            tell("there is a second text: put it in quotes");
            return false;
        } else {
            out->text = word;
        }
    }
    return true;
}

void toot_free(toot_words *t) {
    for (size_t i = 0; i < t->count; i++) free(t->words[i]);
    *t = (toot_words){0};
}
