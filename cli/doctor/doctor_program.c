/* doctor_program.c - the program and its data: found, whole and of one version; its kept files. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cache.h"
#include "doctor.h"
#include "hooks/wrapper.h"
#include "mem.h"
#include "programs.h"
#include "schema_json.h"

static const char program_[] = "program", words_[] = "word lists", cache_[] = "kept files";

static char *again(void) {
    return mem_text("install hallpass again");
}

/* The schema is made by the program itself: another one lies there when the data are of another version. */
static void look_at_version(doctor *d) {
    enum { SCHEMA_BYTES = 4 << 20 };
    char *path = mem_text("%s/policies/hallpass.schema.json", d->where.root), *bytes;
    const char *why;
    hp_str there = {0};
    output own = OUT_MEMORY;
    schema_json(&own);
    if (files_load(path, SCHEMA_BYTES, false, &bytes, &there.n, &why) &&
        !(there.n == own.n && memcmp(bytes, own.p, own.n) == 0))
        doctor_add(d, program_, HEALTH_MEND, mem_text("its data are of another version"), again());
    free(bytes);
    free(path);
    out_free(&own);
}

/* Which program of that name a person gets, and whether it is this one. */
static void look_on_path(doctor *d) {
    char *self = program_path(NULL), *found = wrapper_search("hallpass", true);
    char *here = realpath(self, NULL), *there = found ? realpath(found, NULL) : NULL;
    if (!found)
        doctor_add(d, program_, HEALTH_NOTE, mem_text("\"hallpass\" is not on your PATH: it is \"%s\"", self), NULL);
    else if (here && there && strcmp(here, there) != 0)
        doctor_add(d, program_, HEALTH_NOTE,
                   mem_text("your PATH finds another one, \"%s\"; this is \"%s\"", found, self), NULL);
    free(there);
    free(here);
    free(found);
    free(self);
}

static void look_beside(doctor *d) {
    output missing = OUT_MEMORY;
    const program *p;
    for (size_t i = 0; (p = program_at(i)); i++) {
        char *path = program_path(p->name);
        if (access(path, X_OK) != 0) {
            if (missing.n > 0) out_z(&missing, ", ");
            out_z(&missing, p->name);
        }
        free(path);
    }
    if (missing.n > 0)
        doctor_add(d, program_, HEALTH_NOTE,
                   mem_text("not installed beside it: %.*s; everything else works", (int)missing.n, missing.p), NULL);
    out_free(&missing);
}

/* A word of each language whose dictionary the lists are made of. */
static void look_into(doctor *d, const hp_lexicon *lexicon) {
    bool english = hp_lexicon_is_word(lexicon, HP_STR("window")),
         spanish = hp_lexicon_is_word(lexicon, HP_STR("ventana"));
    if (!english || !spanish)
        doctor_add(d, words_, HEALTH_MEND,
                   mem_text("they were built without the %s dictionary", english ? "Spanish" : "English"),
                   mem_text("sudo apt install hunspell-en-us hunspell-en-gb hunspell-es, then build hallpass again"));
    if (lexicon->tagger.n == 0 || lexicon->codes.n == 0 || lexicon->gist.n == 0)
        doctor_add(d, words_, HEALTH_MEND, mem_text("what was learned of names, codes and topics is not in them"),
                   again());
}

static void look_at_words(doctor *d) {
    hp_str image;
    hp_lexicon lexicon;
    const char *why;
    if (!files_map(d->where.lexicon, &image, &why))
        doctor_add(d, words_, HEALTH_MEND,
                   mem_text("\"%s\": %s; names that no class list holds are not looked for", d->where.lexicon, why),
                   again());
    else if (hp_lexicon_open(image, &lexicon) != HP_OK)
        doctor_add(d, words_, HEALTH_MEND, mem_text("\"%s\" is damaged or of another version", d->where.lexicon),
                   again());
    else
        look_into(d, &lexicon);
    doctor_fine(d, words_, mem_text("of this version, with the English and Spanish dictionaries"));
}

void doctor_program(doctor *d) {
    char *base = mem_text("%s/policies/base.yaml", d->where.root);
    if (!files_exist(base))
        doctor_add(d, program_, HEALTH_MEND, mem_text("its rules and policies are not in \"%s\"", d->where.root),
                   getenv("HALLPASS_SHARE") ? mem_text("unset HALLPASS_SHARE") : again());
    doctor_fine(d, program_, mem_text("hallpass " HP_VERSION ", with its data in \"%s\"", d->where.root));
    free(base);
    look_at_version(d);
    look_on_path(d);
    look_beside(d);
    look_at_words(d);
}

void doctor_cache(doctor *d) {
    cache_state c = cache_look();
    if (!c.folder)
        doctor_add(d, cache_, HEALTH_NOTE, mem_text("there is no cache folder, so each check takes longer"), NULL);
    else if (c.why)
        doctor_add(d, cache_, HEALTH_MEND, mem_text("%s: %s; each check takes longer", c.folder, c.why),
                   c.untrusted ? mem_text("chmod go-w %s", c.folder)
                               : mem_text("export XDG_CACHE_HOME=FOLDER, one that you can write"));
    else if (c.damaged > 0)
        doctor_add(d, cache_, HEALTH_MEND,
                   mem_text("%zu of %zu files in %s do not count: damaged, or others may write them", c.damaged,
                            c.files, c.folder),
                   mem_text("rm %s/*.img", c.folder));
    else
        doctor_add(d, cache_, HEALTH_FINE, mem_text("%zu in %s", c.files, c.folder), NULL);
    free(c.folder);
}
