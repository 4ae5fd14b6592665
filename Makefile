# hallpass: `make demo` and `make test` do everything on a fresh Debian 12; `make help` lists the rest.
.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SUFFIXES:

# ---- where things go
BUILD  ?= build
PREFIX ?= /usr/local
SHARE  := $(PREFIX)/share/hallpass
# Where Debian's browsers look for programs and extensions; used when PREFIX is below /usr.
CHROMIUM_HOSTS     ?= /etc/chromium/native-messaging-hosts
CHROMIUM_EXTENSION ?= /usr/share/chromium/extensions/hallpass
FIREFOX_HOSTS      ?= /usr/lib/mozilla/native-messaging-hosts
FIREFOX_EXTENSION  ?= /usr/share/mozilla/extensions/{ec8030f7-c20a-464f-9b0e-13a3a9e97384}/{67c66c7b-1229-4888-9a25-e83eb13b2011}

# ---- the compiler
CC       ?= gcc
WARN     := -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wvla -Wstrict-prototypes -Wmissing-prototypes -Werror
HARDEN   := -fstack-protector-strong -D_FORTIFY_SOURCE=2 -fPIE
OPT      ?= -O2 $(HARDEN)
SANITIZE ?=
# `make V=1` shows every command.
Q        := $(if $(V),,@)
say       = $(if $(V),,@echo '  $(1)  $(2)')
CFLAGS   += -std=c11 -g $(OPT) $(SANITIZE) $(WARN) -Ichecker -MMD -MP -fvisibility=hidden
CLI_CFLAGS := -iquote cli -D_GNU_SOURCE -DHALLPASS_SHARE='"$(SHARE)"'
LDFLAGS  += -pie -Wl,--as-needed,-z,relro,-z,now $(SANITIZE)

# Archives where Debian has them, so that a start maps few shared objects; md4c comes as a shared object only.
CORE_LIBS := -l:libpcre2-8.a -l:libyaml.a -l:libutf8proc.a -l:libgumbo.a -lmd4c -lm
CLI_LIBS  := -l:libjansson.a -l:libsodium.a -lpthread
# The other programs: cli/NAME/*.c is hallpass-NAME, which links NAME_LIBS beside what all share.
OTHERS    := $(foreach name,serve host clip fetch media milter,$(if $(wildcard cli/$(name)/*.c),$(name)))
clip_LIBS := -lXfixes -lX11
milter_LIBS := -lmilter
# Pictures and documents: hallpass-media alone links these. GLib's headers are not ours to warn about.
media_LIBS := -lexif -llept -lpoppler-glib -lgobject-2.0 -lglib-2.0 -lcairo -larchive -lexpat -lz
media_CFLAGS = $(patsubst -I%,-isystem %,$(shell pkg-config --cflags poppler-glib))
serve_LIBS := -lmicrohttpd
fetch_LIBS := -lcurl
UNIT_LIBS := -lcmocka

# ---- sources: every .c of a folder belongs to it
CORE_SRC := $(wildcard checker/*.c checker/*/*.c)
CLI_SRC  := $(filter-out cli/main.c cli/mklexicon.c,$(wildcard cli/*.c cli/hooks/*.c cli/fix/*.c cli/init/*.c cli/doctor/*.c))
UNIT_SRC := $(wildcard tests/unit/t_*.c)
FUZZ_SRC := $(wildcard tests/fuzz/fuzz_*.c)
CORE_OBJ := $(CORE_SRC:%.c=$(BUILD)/obj/%.o)
CLI_OBJ  := $(CLI_SRC:%.c=$(BUILD)/obj/%.o)
UNIT_BIN := $(UNIT_SRC:tests/unit/%.c=$(BUILD)/unit/%)
REPLAY   := $(FUZZ_SRC:tests/fuzz/%.c=$(BUILD)/replay/%)
RULES    := $(wildcard rules/*.yaml rules/*/*.txt policies/*.yaml policies/worked/*)

LIB     := $(BUILD)/libhallpass.a
CLI_LIB := $(BUILD)/libcli.a
PROGRAM := $(BUILD)/hallpass
OTHER_PROGRAMS := $(OTHERS:%=$(BUILD)/hallpass-%)
LEXICON := $(BUILD)/share/lexicon.bin
# The browser extension: its own files, and what it shares with the local page.
EXTENSION := $(BUILD)/share/extension
EXTENSION_SRC := $(wildcard cli/extension/*.* cli/extension/page/* cli/extension/_locales/*/*) $(addprefix cli/serve/page/,icon.svg messages.js offsets.js places.js style.css verdict.js words.js)
# What the program's own tables make: pages and completions, the schema for editors.
MANUAL  := $(addprefix $(BUILD)/share/,hallpass.1 hallpass.bash _hallpass hallpass.fish hallpass.schema.json)

.PHONY: all demo test test-built unit cases rules-test cli-test replay lint format check-asan check-valgrind fuzz bench eval \
        install deb deps deps-test deps-lint deps-desktop deps-bench deps-deb test-desktop help clean
all: $(PROGRAM) $(OTHER_PROGRAMS) $(LEXICON) $(MANUAL) $(EXTENSION)/manifest.json

help:
	@echo 'make demo            install what is missing, build, check an example draft'
	@echo 'make test            install what the tests need, build, run all tests'
	@echo 'make test-desktop    the tests that need a browser, a display or a mail server'
	@echo 'make                 build only (build/hallpass)'
	@echo 'make lint format     the house rules; spacing by clang-format'
	@echo 'make check-asan check-valgrind fuzz   sanitizers, memory, fuzzing'
	@echo 'make bench eval      speed beside its peers; detection on marked posts'
	@echo 'make install DESTDIR= PREFIX=/usr/local'
	@echo 'make deb             a Debian package of it, in build/'

# ---- packages: the one list of them is cli/deb/packages
deps:
	@cli/deb/install-packages build
deps-test:
	@cli/deb/install-packages build test
deps-lint:
	@cli/deb/install-packages build test lint
deps-desktop:
	@cli/deb/install-packages build test desktop
deps-bench:
	@cli/deb/install-packages build lint bench
deps-deb:
	@cli/deb/install-packages build deb

# ---- the program
$(BUILD)/obj/cli/%.o: cli/%.c
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(CFLAGS) $(CLI_CFLAGS) -c $< -o $@
$(BUILD)/obj/cli/media/pdf.o: CLI_CFLAGS += $(media_CFLAGS)
$(BUILD)/obj/%.o: %.c
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(CFLAGS) -c $< -o $@

$(LIB): $(CORE_OBJ)
$(CLI_LIB): $(CLI_OBJ)
$(LIB) $(CLI_LIB):
	@rm -f $@
	$(call say,AR,$@)
	$(Q)$(AR) rcs $@ $^
$(PROGRAM): $(BUILD)/obj/cli/main.o $(CLI_LIB) $(LIB)
	$(call say,LD,$@)
	$(Q)$(CC) $(LDFLAGS) $^ $(CORE_LIBS) $(CLI_LIBS) -o $@
objects_of = $(patsubst %.c,$(BUILD)/obj/%.o,$(wildcard cli/$(1)/*.c))
.SECONDEXPANSION:
$(OTHER_PROGRAMS): $(BUILD)/hallpass-%: $$(call objects_of,$$*) $(CLI_LIB) $(LIB)
	$(call say,LD,$@)
	$(Q)$(CC) $(LDFLAGS) $^ $($*_LIBS) $(CORE_LIBS) $(CLI_LIBS) -o $@

# The local page stands in the program that serves it.
$(BUILD)/obj/cli/serve/assets.o: $(wildcard cli/serve/page/*)

$(BUILD)/share/hallpass.1: TELLS := help --format=man
$(BUILD)/share/hallpass.bash: TELLS := help --format=bash
$(BUILD)/share/_hallpass: TELLS := help --format=zsh
$(BUILD)/share/hallpass.fish: TELLS := help --format=fish
$(BUILD)/share/hallpass.schema.json: TELLS := policy schema
$(MANUAL): $(PROGRAM)
	@mkdir -p $(@D)
	$(Q)$(PROGRAM) $(TELLS) >$@

$(EXTENSION)/manifest.json: $(EXTENSION_SRC)
	@mkdir -p $(@D)
	$(Q)for f in $^; do to=$${f#cli/extension/}; install -D -m644 $$f $(@D)/$${to#cli/serve/page/}; done

# ---- the lexicon: dictionaries expanded once, at build time
DICTIONARIES := /usr/share/hunspell
LISTS        := $(addprefix rules/names/,given.txt family.txt places.txt known.txt figures.txt cues.txt clusters.txt leanings.txt tagger.bin codes.bin gist.bin)
$(BUILD)/mklexicon: $(BUILD)/obj/cli/mklexicon.o $(LIB)
	$(call say,LD,$@)
	$(Q)$(CC) $(LDFLAGS) $^ $(CORE_LIBS) -lhunspell-1.7 -o $@
$(LEXICON): $(BUILD)/mklexicon $(LISTS)
	@mkdir -p $(@D)
	$(call say,LEX,$@)
	$(Q)$(BUILD)/mklexicon $@.new --dict $(DICTIONARIES)/en_US:en --dict $(DICTIONARIES)/en_GB:en --dict $(DICTIONARIES)/es_ES:es \
	    --given rules/names/given.txt --family rules/names/family.txt --places rules/names/places.txt \
	    --known rules/names/known.txt --known rules/names/figures.txt --cues rules/names/cues.txt --clusters rules/names/clusters.txt --leanings rules/names/leanings.txt \
	    --tagger rules/names/tagger.bin --codes rules/names/codes.bin --gist rules/names/gist.bin && mv $@.new $@

# The trainers of the person tagger, the code reader and the gist reader, and what makes clusters.txt and leanings.txt; tests/eval/train tells more.
$(BUILD)/train $(BUILD)/train_codes $(BUILD)/train_gist $(BUILD)/cluster $(BUILD)/leanings: $(BUILD)/%: tests/eval/train/%.c $(CLI_LIB) $(LIB)
	$(call say,LD,$@)
	$(Q)$(CC) $(CFLAGS) -Icli -D_GNU_SOURCE $(filter %.c,$^) $(filter %.a,$^) $(LDFLAGS) $(CORE_LIBS) $(CLI_LIBS) -o $@
$(BUILD)/train: tests/eval/train/learn_spelling.c tests/eval/train/marked.c
$(BUILD)/cluster: tests/eval/train/vectors.c
$(BUILD)/leanings: tests/eval/train/vectors.c tests/eval/train/marked.c
$(BUILD)/train_gist: tests/eval/train/learn_grove.c

# ---- the two commands
demo: deps
	@$(MAKE) --no-print-directory -j$$(nproc) all
	@echo; echo '$$ hallpass check tests/example/draft.txt --roster tests/example/class.csv --channel twitter'
	@$(PROGRAM) check tests/example/draft.txt --roster tests/example/class.csv --channel twitter --exit-zero
test: deps-test
	@$(MAKE) --no-print-directory -j$$(nproc) all $(UNIT_BIN) $(REPLAY)
	@$(MAKE) --no-print-directory test-built

# ---- tests: each part writes a line a failing case and a count; tests/run adds them up
test-built: all $(UNIT_BIN) $(REPLAY)
	@BUILD=$(BUILD) tests/run unit replay rules cases cli
unit replay cases: all $(UNIT_BIN) $(REPLAY)
	@BUILD=$(BUILD) tests/run $@
rules-test: all
	@BUILD=$(BUILD) tests/run rules
cli-test: all
	@BUILD=$(BUILD) tests/run cli
test-desktop: deps-desktop
	@$(MAKE) --no-print-directory -j$$(nproc) all
	@BUILD=$(BUILD) tests/run desktop

# What is pure in the other programs has its unit tests too.
$(BUILD)/unit/t_clip: $(BUILD)/obj/cli/clip/offer.o $(BUILD)/obj/cli/clip/worth.o $(CLI_LIB)
$(BUILD)/unit/t_fix: $(CLI_LIB)
$(BUILD)/unit/t_fix: UNIT_LIBS += $(CLI_LIBS)
$(BUILD)/unit/t_fetch: $(BUILD)/obj/cli/fetch/pace.o $(BUILD)/obj/cli/fetch/take.o $(CLI_LIB)
$(BUILD)/unit/t_fetch: UNIT_LIBS += $(CLI_LIBS)
$(BUILD)/unit/t_grammar: LDFLAGS += -Wl,--wrap=node_get,--wrap=schema_check
$(BUILD)/unit/%: tests/unit/%.c $(LIB)
	@mkdir -p $(@D)
	$(call say,LD,$@)
	$(Q)$(CC) $(CFLAGS) -Icli $< $(filter %.o,$^) $(filter-out $(LIB),$(filter %.a,$^)) $(LIB) $(LDFLAGS) $(CORE_LIBS) $(UNIT_LIBS) -o $@
# Of the other programs what is read by own code has a target too.
MEDIA_READERS := $(addprefix cli/media/,captions.c picture.c plain.c reading.c story.c xml.c xmp.c)
$(BUILD)/replay/fuzz_media: $(MEDIA_READERS:%.c=$(BUILD)/obj/%.o)
$(BUILD)/replay/fuzz_media: CLI_LIBS += -lexpat -lz
$(BUILD)/replay/%: tests/fuzz/%.c tests/fuzz/replay.c $(CLI_LIB) $(LIB)
	@mkdir -p $(@D)
	$(call say,LD,$@)
	$(Q)$(CC) $(CFLAGS) -Icli $< tests/fuzz/replay.c $(filter %.o,$^) $(CLI_LIB) $(LIB) $(LDFLAGS) $(CORE_LIBS) $(CLI_LIBS) -o $@

# ---- other ways to look at it
check-asan: deps-test
	@$(MAKE) --no-print-directory -j$$(nproc) BUILD=$(BUILD)/asan OPT=-O1 \
	    SANITIZE='-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer' test-built
check-valgrind: deps-lint
	@$(MAKE) --no-print-directory -j$$(nproc) all $(UNIT_BIN)
	@BUILD=$(BUILD) WRAP='valgrind -q --error-exitcode=99 --leak-check=full' tests/run unit
FUZZ_SECONDS ?= 60
fuzz: deps-lint
	@FUZZ_SECONDS=$(FUZZ_SECONDS) CORE_LIBS='$(CORE_LIBS) $(CLI_LIBS) -lexpat -lz' SOURCES='$(CORE_SRC) $(CLI_SRC) $(MEDIA_READERS)' tests/fuzz/run $(BUILD)/fuzz
# DATA names a folder of marked data, as for eval: the corpus of the bars is made of it.
bench: deps-bench
	@$(MAKE) --no-print-directory -j$$(nproc) all
	@BUILD=$(BUILD) CORE_LIBS='$(CORE_LIBS)' tests/bench/run
# POSTS and NER name folders of marked data; without them only the examples of the project are scored.
eval: deps-lint
	@$(MAKE) --no-print-directory -j$$(nproc) all
	@BUILD=$(BUILD) tests/eval/run

lint: deps-lint
	@$(MAKE) --no-print-directory -j$$(nproc) $(LIB)
	@BUILD=$(BUILD) tests/lint
format:
	@clang-format -i $$(git ls-files '*.c' '*.h')

install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(SHARE)/rules/names $(DESTDIR)$(SHARE)/policies/worked
	install -m755 $(PROGRAM) $(OTHER_PROGRAMS) $(DESTDIR)$(PREFIX)/bin
	install -m644 $(LEXICON) $(DESTDIR)$(SHARE)/lexicon.bin
	install -m644 $(wildcard rules/*.yaml) $(DESTDIR)$(SHARE)/rules
	install -m644 rules/names/brands.txt rules/names/eponyms.txt $(DESTDIR)$(SHARE)/rules/names
	install -m644 $(wildcard policies/worked/*) $(DESTDIR)$(SHARE)/policies/worked
	install -d $(DESTDIR)$(PREFIX)/lib/systemd/user $(DESTDIR)$(SHARE)/doc
	install -m644 $(wildcard cli/doc/*.md) $(DESTDIR)$(SHARE)/doc
	install -d $(DESTDIR)$(PREFIX)/share/applications $(DESTDIR)$(PREFIX)/share/icons/hicolor/scalable/apps
	install -m644 cli/serve/page/icon.svg $(DESTDIR)$(PREFIX)/share/icons/hicolor/scalable/apps/hallpass.svg
	sed 's|@PREFIX@|$(PREFIX)|' cli/serve/hallpass.desktop >$(DESTDIR)$(PREFIX)/share/applications/hallpass.desktop
	sed 's|@PREFIX@|$(PREFIX)|; s|@SHARE@|$(SHARE)|' cli/clip/hallpass-clip.service >$(DESTDIR)$(PREFIX)/lib/systemd/user/hallpass-clip.service
	install -m644 $(wildcard policies/*.yaml) $(BUILD)/share/hallpass.schema.json $(DESTDIR)$(SHARE)/policies
	install -D -m644 $(BUILD)/share/hallpass.1 $(DESTDIR)$(PREFIX)/share/man/man1/hallpass.1
	install -D -m644 $(BUILD)/share/hallpass.bash $(DESTDIR)$(PREFIX)/share/bash-completion/completions/hallpass
	install -D -m644 $(BUILD)/share/_hallpass $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_hallpass
	install -D -m644 $(BUILD)/share/hallpass.fish $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/hallpass.fish
	install -d $(DESTDIR)$(PREFIX)/lib/systemd/system
	sed 's|@PREFIX@|$(PREFIX)|; s|@SHARE@|$(SHARE)|' cli/milter/hallpass-milter.service >$(DESTDIR)$(PREFIX)/lib/systemd/system/hallpass-milter.service
	for f in hallpass-fetch.service hallpass-fetch.timer; do sed 's|@PREFIX@|$(PREFIX)|; s|@SHARE@|$(SHARE)|' cli/fetch/$$f >$(DESTDIR)$(PREFIX)/lib/systemd/user/$$f; done
	sed 's|@PREFIX@|$(PREFIX)|' cli/fetch/hallpass-fetch.cron >$(DESTDIR)$(SHARE)/hallpass-fetch.cron
	cp -R $(EXTENSION) $(DESTDIR)$(SHARE)/
	install -d $(DESTDIR)$(SHARE)/wordpress
	install -m644 $(wildcard cli/wordpress/*) $(DESTDIR)$(SHARE)/wordpress
ifneq ($(filter /usr /usr/%,$(PREFIX)),)
	install -d $(DESTDIR)$(CHROMIUM_HOSTS) $(DESTDIR)$(FIREFOX_HOSTS) $(DESTDIR)$(dir $(CHROMIUM_EXTENSION)) $(DESTDIR)$(dir $(FIREFOX_EXTENSION))
	$(BUILD)/hallpass-host --manifest=chromium --path=$(PREFIX)/bin/hallpass-host >$(DESTDIR)$(CHROMIUM_HOSTS)/hallpass.json
	$(BUILD)/hallpass-host --manifest=firefox --path=$(PREFIX)/bin/hallpass-host >$(DESTDIR)$(FIREFOX_HOSTS)/hallpass.json
	ln -sfn $(SHARE)/extension $(DESTDIR)$(CHROMIUM_EXTENSION)
	ln -sfn $(SHARE)/extension $(DESTDIR)$(FIREFOX_EXTENSION)
endif

# build/hallpass_VERSION_ARCHITECTURE.deb
deb: deps-deb
	@$(MAKE) --no-print-directory -j$$(nproc) all
	@rm -rf $(BUILD)/deb
	@$(MAKE) --no-print-directory install DESTDIR=$(BUILD)/deb PREFIX=/usr >/dev/null
	@version=$$($(PROGRAM) --version | sed -n '1s/^hallpass \([^ ]*\).*/\1/p') && \
	    cli/deb/make-deb $(BUILD)/deb "$$version" "$(BUILD)/hallpass_$${version}_$$(dpkg --print-architecture).deb"

clean:
	rm -rf $(BUILD)

-include $(CORE_OBJ:.o=.d) $(CLI_OBJ:.o=.d) $(wildcard $(BUILD)/obj/cli/*/*.d) $(BUILD)/obj/cli/main.d $(BUILD)/obj/cli/mklexicon.d $(wildcard $(BUILD)/unit/*.d $(BUILD)/replay/*.d)
