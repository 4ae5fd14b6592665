/* cmd_audit.c - `hallpass audit`: what an archive of posts comes to, in numbers. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "audit_print.h"
#include "commands.h"
#include "context.h"
#include "crew.h"
#include "mem.h"
#include "run.h"
#include "status.h"
#include "tell.h"
#include "term.h"

enum { SAMPLE_USUAL = 5 };

static const option options[] = {
    {"input", "KIND", FEED_ARCHIVES, "what the archives are written in (default: by their names)"},
    {"column", "NAME", NULL, "the column of a CSV archive that holds the text (default: text, content, body, ...)"},
    {"format", "FORMAT", AUDIT_FORMATS, "how to print the counts (default: text)"},
    {"own", NULL, NULL, "the archive is your own: count by account too, whatever the account"},
    {"baseline", "FILE", NULL, "write a baseline there: fingerprints of what was found, no text; the key: FILE.key"},
    {"since-baseline", "FILE", NULL, "count only what that baseline does not hold"},
    {"sample", "FILE", NULL, "write some findings of each rule there, with their words, for review; for you alone"},
    {"sample-size", "K", NULL, "so many of each rule (default: 5, at most 100)"},
    {"seed", "N", NULL, "which ones: the same number draws the same (default: 1)"},
    SETUP_OPTIONS,
    {"channel", "NAME", NULL, "where posts went whose archive does not say it (the policy's channels)"},
    {"audience", "NAME", NULL, "who read posts whose archive does not say it"},
    {"account", "KIND", "personal|professional|class|school", "whose account posted them"},
    {"role", "ROLE", "teacher|aide|admin|spokesperson", "who the author is at school"},
    {"fail-on", "LEVEL", "review|hold", "what makes the exit status 1 (default: hold)"},
    {"exit-zero", NULL, NULL, "exit with 0 whatever was found (wrong usage and unreadable input still give 2)"},
    {"jobs", "N", NULL, "check N posts at a time (default: 1); the counts are the same"},
};

static const char about[] = "ARCHIVE is an outbox.json of Mastodon, a tweets.js of X, a CSV file with a header, or\n"
                            "JSON Lines as \"hallpass check\" reads them; \"-\" is standard input, with --input.\n"
                            "Archives are read as they come and never held in memory.\n"
                            "\n"
                            "The counts hold no word of a post. Accounts are counted one by one only with --own,\n"
                            "or when the policy lists them as the school's (allow: handles): a table of\n"
                            "colleagues would be a watch list, and what a person wrote is that person's.\n"
                            "\n"
                            "Exit status: 0 nothing at or above --fail-on; 1 findings; 2 wrong usage,\n"
                            "unreadable input or a bad policy; 3 not every post was fully checked.\n";

/* ---- options */

static bool read_number(const arguments *args, const char *name, uint64_t least, uint64_t most, uint64_t *out) {
    const char *text = options_value(args, name, NULL);
    if (!text) return true;
    char *end;
    unsigned long long n = strtoull(text, &end, 10);
    bool ok = text[0] >= '0' && text[0] <= '9' && strlen(text) < 19 && *end == 0 && n >= least && n <= most;
    if (!ok)
        tell("\"%s\" is no value of --%s: choose a number from %llu to %llu", text, name, (unsigned long long)least,
             (unsigned long long)most);
    if (ok) *out = n;
    return ok;
}

static bool options_agree(const arguments *args) {
    const char *written = options_value(args, "baseline", NULL), *known = options_value(args, "since-baseline", NULL);
    if (args->operand_count == 0) {
        tell("name an archive: hallpass audit ARCHIVE (an outbox.json, a tweets.js, a CSV file, JSON Lines)");
        return false;
    }
    if (written && known && strcmp(written, known) == 0) {
        tell("--baseline would write over what --since-baseline reads: choose another name");
        return false;
    }
    if (!options_has(args, "sample") && (options_has(args, "sample-size") || options_has(args, "seed"))) {
        tell("say where the sample is to be written: --sample FILE");
        return false;
    }
    return true;
}

/* ---- whose accounts count */

/* The accounts that the policy lists as the school's: "@Name" as "name". */
static bool read_handles(const arguments *args, audit_accounts *out) {
    hp_pack *pack = setup_origins(args);
    size_t room = 0, count = pack ? hp_pack_value_count(pack) : 0;
    for (size_t i = 0; i < count; i++) {
        hp_value v = hp_pack_value(pack, i);
        if (!view_is(v.path, "allow.handles") || v.value.n < 2) continue;
        bool at = v.value.p[0] == '@';
        char *name = mem_text("%.*s", (int)(v.value.n - at), v.value.p + at);
        for (char *c = name; *c; c++) *c = (char)tolower((unsigned char)*c);
        out->handles = mem_grow(out->handles, &room, out->count + 1, sizeof(*out->handles));
        out->handles[out->count++] = name;
    }
    hp_pack_free(pack);
    return pack;
}

/* ---- the run */

/* What is opened before the sandbox. */
static bool open_files(const arguments *args, audit_options *o) {
    const char *known = options_value(args, "since-baseline", NULL), *written = options_value(args, "baseline", NULL),
               *sample = options_value(args, "sample", NULL);
    uint64_t size = SAMPLE_USUAL, seed = 1;
    if (!read_number(args, "sample-size", 1, SAMPLER_MOST, &size) || !read_number(args, "seed", 0, INT64_MAX, &seed))
        return false;
    if (known && !(o->known = baseline_open(known))) return false;
    if (written && !(o->written = baseline_new(written))) return false;
    if (!sample || (o->sample = sampler_new(sample, (size_t)size, seed))) return true;
    baseline_withdraw(o->written);
    return false;
}

static bool write_files(const audit_options *o) {
    bool written = !o->written || baseline_write(o->written);
    return (!o->sample || sampler_write(o->sample)) && written;
}

static void close_files(audit_options *o) {
    baseline_free(o->known);
    baseline_free(o->written);
    sampler_free(o->sample);
    for (size_t i = 0; i < o->accounts.count; i++) free(o->accounts.handles[i]);
    free(o->accounts.handles);
}

static int print(const arguments *args, const setup *loaded, audit *counts) {
    output to = OUT_TO(STDOUT_FILENO);
    audit_about told = {.archive_count = args->operand_count,
                        .policy = hp_pack_describe(loaded->pack),
                        .policy_digest = loaded->policy_digest,
                        .since = options_has(args, "since-baseline")};
    audit_format_find(options_value(args, "format", "text"))->print(&to, &told, audit_results(counts));
    return out_end(&to);
}

static int count_all(const arguments *args, const setup *loaded, const hp_draft *defaults, feed *from, size_t jobs,
                     const audit_options *o) {
    audit *counts = audit_new(o);
    int kept[] = {baseline_descriptor(o->written), sampler_descriptor(o->sample)};
    desk_rules rules = {.setup = loaded,
                        .defaults = *defaults,
                        .fail_on = o->fail_on,
                        .many = true,
                        .audit = counts,
                        .kept = kept,
                        .kept_count = sizeof(kept) / sizeof(kept[0])};
    int status = run_drafts(&rules, from, jobs);
    audit_close(counts);
    if (!write_files(o)) status = STATUS_WRONG;
    status = status_worse(status, print(args, loaded, counts));
    audit_free(counts);
    return status;
}

static int run(const arguments *args) {
    setup loaded = {0};
    context told = {.profile = NULL};
    uint64_t jobs = 1;
    audit_options o = {.accounts = {.all = options_has(args, "own")}};
    if (!options_agree(args) || !read_number(args, "jobs", 1, CREW_MOST, &jobs)) return STATUS_WRONG;
    o.fail_on = strcmp(options_value(args, "fail-on", "hold"), "hold") == 0 ? HP_HOLD : HP_REVIEW;
    feed *from = feed_open_archives(args->operands, args->operand_count, options_value(args, "input", NULL),
                                    options_value(args, "column", NULL));
    int status = from && context_read(args, false, &told) ? setup_load(args, true, &loaded) : STATUS_WRONG;
    if (status == STATUS_CLEAN && !o.accounts.all && !read_handles(args, &o.accounts)) status = STATUS_WRONG;
    if (status == STATUS_CLEAN && !open_files(args, &o)) status = STATUS_WRONG;
    if (status == STATUS_CLEAN) {
        if (loaded.notice) tell("%s", loaded.notice);
        term_know_characters();
        o.bytes = feed_size(from);
        o.progress = isatty(STDERR_FILENO);
        status = count_all(args, &loaded, &told.draft, from, (size_t)jobs, &o);
    }
    if (from) feed_close(from);
    close_files(&o);
    setup_free(&loaded);
    context_free(&told);
    return options_has(args, "exit-zero") && status != STATUS_WRONG ? STATUS_CLEAN : status;
}

const command cmd_audit = {
    "audit", "ARCHIVE...", "Counts what an archive of posts holds, by rule, topic and month, without their words.",
    about,   options,      sizeof(options) / sizeof(options[0]),
    run};
