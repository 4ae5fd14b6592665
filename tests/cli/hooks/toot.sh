# shellcheck shell=bash disable=SC2154,SC2016,SC2034  # a part of run, which sets the variables
# toot: Debian's own, its script before it on PATH, and a fake Mastodon server on loopback that keeps what reaches it.
# FINE and HELD stand in git.sh.

start_mastodon() {
    mkdir -p "$work/mastodon" "$work/bin" "$XDG_CONFIG_HOME/toot"
    python3 "$here/fake_mastodon.py" "$work/mastodon" &
    server=$!
    for _ in $(seq 100); do [ -e "$work/mastodon/port" ] && break; sleep 0.1; done
    local instance
    instance=127.0.0.1:$(cat "$work/mastodon/port")
    cat >"$XDG_CONFIG_HOME/toot/config.json" <<END
{"active_user": "teacher@$instance",
 "apps": {"$instance": {"instance": "$instance", "base_url": "http://$instance", "client_id": "x", "client_secret": "x"}},
 "users": {"teacher@$instance": {"username": "teacher", "instance": "$instance", "access_token": "x"}}}
END
    printf 'GIF89a' >"$work/photo.gif"
    printf '#!/bin/sh\nprintf "%%s" "$WRITTEN" >"$1"\nexit "${EDITOR_STATUS:-0}"\n' >"$work/editor"
    printf '#!/bin/sh\nfor file; do cp "$file" "%s/edited"; done\nprintf "%%s" "$WRITTEN" >"$1.new" && mv "$1.new" "$1"; touch "$1~"\n' "$work" >"$work/other-editor"
    chmod +x "$work/editor" "$work/other-editor"
    PATH=$work/bin:/usr/bin:/bin "$HALLPASS" hook install toot --bin "$work/bin" --yes >"$work/got" 2>&1
}
toot() { PATH=$work/bin:$PATH command toot "$@"; }
requests() { find "$work/mastodon" -name '[0-9]*.*' | wc -l; }
forget() { rm -f "$work"/mastodon/[0-9]*.*; }
# The post that arrived, as JSON's key; nothing more and nothing less than one.
posted() { python3 -c 'import glob, json, sys; f, = glob.glob(sys.argv[1] + "/mastodon/*.api-v1-statuses"); sys.stdout.write(json.load(open(f))[sys.argv[2]])' "$work" "$1"; }
status_is() { posted status >sent && printf '%s' "$1" >wanted && cmp sent wanted && [ "$(b2sum -l 256 <sent)" = "$(b2sum -l 256 <wanted)" ]; }
goes() { forget; "$@" && [ "$(ls "$work"/mastodon/*.api-v1-statuses | wc -l)" = 1 ]; }
stopped() { # COMMAND...: nothing at all reaches the server
    forget
    "$@" >told 2>&1
    local status=$?
    cat told
    [ "$status" -ne 0 ] && [ "$(requests)" = 0 ] && grep -q 'nothing was posted' told
}
piped() { local text=$1; shift; printf '%s' "$text" | apart env PATH="$work/bin:$PATH" toot "$@"; }
at_terminal() { PATH=$work/bin:$PATH typing "$@"; }

by_argument() { goes toot post "$FINE" </dev/null && status_is "$FINE" && stopped apart env PATH="$work/bin:$PATH" toot post "$HELD"; }
by_pipe() { goes piped "$FINE" post && status_is "$FINE" && stopped piped "$HELD" post; }
by_editor() {
    WRITTEN=$FINE goes at_terminal -- toot post -e "$work/editor" && status_is "$FINE" &&
        WRITTEN=$HELD stopped at_terminal 'Why may it' '\n' -- toot post -e "$work/editor" &&
        WRITTEN=$FINE EDITOR="$work/other-editor" goes at_terminal -- toot post "a beginning" -e && status_is "$FINE" &&
        [ "$(cat "$work/edited")" = 'a beginning' ] && [ -z "$(ls -d "$XDG_RUNTIME_DIR"/hallpass-* 2>/dev/null)" ]
}
by_warning() {
    goes piped "$FINE" post -p 'Beans' && status_is "$FINE" && [ "$(posted spoiler_text)" = Beans ] && stopped piped "$FINE" post -p "$HELD" &&
        stopped piped "$FINE" post "--spoiler-text=$HELD" && stopped piped "$FINE" post "-p$HELD"
}
by_description() {
    goes piped "$FINE" post -m "$work/photo.gif" -d 'Beans in pots' && status_is "$FINE" && grep -q 'Beans in pots' "$work"/mastodon/*media &&
        stopped piped "$FINE" post -m "$work/photo.gif" -d "$HELD" && stopped apart env PATH="$work/bin:$PATH" toot upload "$work/photo.gif" -d "$HELD"
}
by_terminal() {
    goes at_terminal 'Ctrl-D' "$FINE"'\n\x04' -- toot post && status_is "$FINE" &&
        stopped at_terminal 'Ctrl-D' "$HELD"'\n\x04' 'Why may it' '\n' -- toot post
}
upload_goes() { forget; apart env PATH="$work/bin:$PATH" toot upload "$work/photo.gif" -d 'Beans in pots' && [ "$(requests)" = 1 ]; }
who_and_what_apart() { # the one in the warning, the other in the text
    stopped piped 'She failed algebra again and was suspended.' post -p 'Maya Hernandez' &&
        goes piped 'It rained.' post -p 'Weather'
}
name_of_a_file() { # goes with the picture
    cp "$work/photo.gif" "312-555-0147 her dad.gif" && stopped piped "$FINE" post -m "312-555-0147 her dad.gif" -d 'Beans'
}
words_as_toot_reads_them() {
    local words
    goes piped "$FINE" post --visibility=private -s -l en --no-color && [ "$(posted visibility)" = private ] && [ "$(posted language)" = en ] &&
        goes apart env PATH="$work/bin:$PATH" toot post -- "- $FINE" && status_is "- $FINE" &&
        goes apart env PATH="$work/bin:$PATH" toot post "- $FINE" && status_is "- $FINE" &&
        stopped apart env PATH="$work/bin:$PATH" toot post one two || return 1
    for words in "--spoiler $FINE" "-sp x" "--spoiler-tex=x" "--unknown" "-m -" "--sensitive=yes" "--media"; do
        # shellcheck disable=SC2086  # split on purpose
        stopped piped "$FINE" post $words || { echo "words: $words"; return 1; }
    done
}
exact_bytes() { # what Python does to a text is done before it is checked
    goes piped $'Caf\xc3\xa9 \xf0\x9f\x98\x80 \xe2\x80\xafone\r\ntwo\rthree  \n\xc2\xa0\n' post && status_is $'Caf\xc3\xa9 \xf0\x9f\x98\x80 \xe2\x80\xafone\ntwo\nthree' &&
        LC_ALL=C LANG=C PYTHONIOENCODING=latin-1 goes piped $'Caf\xc3\xa9' post && status_is $'Caf\xc3\xa9'
}
toot_not_utf8() { forget; printf 'caf\351' | apart env PATH="$work/bin:$PATH" toot post; [ $? -eq 3 ] && [ "$(requests)" = 0 ]; }
editor_fails() { WRITTEN=$FINE EDITOR_STATUS=1 stopped at_terminal -- toot post -m "$work/photo.gif" -e "$work/editor"; }
editor_writes_nothing() { WRITTEN='' stopped at_terminal -- toot post -e "$work/editor"; }
editor_with_media_held() { WRITTEN=$HELD stopped at_terminal 'Why may it' '\n' -- toot post -m "$work/photo.gif" -d Beans -e "$work/editor"; }
editor_needs_a_terminal() { stopped piped "$FINE" post -e "$work/editor"; }
no_editor() { stopped at_terminal -- toot post -e; }
reason_goes_on() { goes at_terminal 'Ctrl-D' "$HELD"'\n\x04' 'Why may it' 'It is the office.\n' -- toot post && status_is "$HELD"; }
never_in_arguments() { # a text that was piped reaches the client on standard input only
    printf '#!/bin/sh\nprintf "%%s\\n" "$@" >"%s/arguments"; cat >"%s/input"\n' "$work" "$work" >"$work/recorder2"
    chmod +x "$work/recorder2"
    echo "$FINE" | apart "$HALLPASS" hook toot --client "$work/recorder2" -- post --quiet &&
        [ "$(cat "$work/arguments")" = "$(printf 'post\n--quiet')" ] && [ "$(cat "$work/input")" = "$FINE" ] &&
        apart "$HALLPASS" hook toot --client "$work/recorder2" -- post "$FINE" && [ "$(cat "$work/arguments")" = post ] && [ "$(cat "$work/input")" = "$FINE" ]
}
input_cannot_be_changed() { # by the client, or whoever else has it open
    printf '#!/bin/sh\necho more >>/proc/self/fd/0; echo more >/proc/self/fd/0; cat >"%s/input"\n' "$work" >"$work/recorder2"
    chmod +x "$work/recorder2"
    echo "$FINE" | apart "$HALLPASS" hook toot --client "$work/recorder2" -- post
    [ "$(cat "$work/input")" = "$FINE" ]
}
other_commands() {
    toot --help | grep -q 'toot' && toot auth | grep -q teacher && toot post --help | grep -q -- '--spoiler-text' || return 1
    local command
    for command in tui sing; do
        apart env PATH="$work/bin:$PATH" toot "$command" >told 2>&1
        [ $? -eq 2 ] && grep -q 'without asking hallpass' told || return 1
    done
    # every command that this toot has is known, or refused
    PATH=/usr/bin:/bin python3 -c 'from toot.console import COMMANDS; print("\n".join(c.name for c in COMMANDS))' >commands || /usr/bin/python3 -c 'from toot.console import COMMANDS; print("\n".join(c.name for c in COMMANDS))' >commands
    grep -vxE 'post|upload|tui' commands | while read -r command; do
        apart "$HALLPASS" hook toot --client=/bin/true -- "$command" </dev/null || { echo "$command"; exit 1; }
    done
}
real_one_missing() { stopped_with 'no program "toot"' env PATH="$work/bin" "$HALLPASS" hook toot -- post; }
stopped_with() {
    local words=$1
    shift
    echo "$FINE" | "$@" >told 2>&1
    [ $? -eq 2 ] && grep -qF "$words" told
}
installed_twice() {
    "$HALLPASS" hook install toot --bin bin --yes >told 2>&1 && grep -q "client='/usr/bin/toot'" bin/toot && grep -q 'comes first on your PATH' told &&
        "$HALLPASS" hook install toot --bin bin --yes 2>told && grep -q 'in place already' told &&
        PATH=$PWD/bin:$PATH "$HALLPASS" hook install toot --bin bin2 --yes >told 2>&1 && grep -q "client='/usr/bin/toot'" bin2/toot && # not itself
        "$HALLPASS" hook uninstall toot --bin bin && [ ! -e bin/toot ] && echo mine >bin/toot && ! "$HALLPASS" hook install toot --bin bin --yes && [ "$(cat bin/toot)" = mine ]
}

check_toot() {
    start_mastodon
    check "toot: an argument" by_argument
    check "toot: a pipe" by_pipe
    check "toot: an editor" by_editor
    check "toot: a warning" by_warning
    check "toot: a description" by_description
    check "toot: the terminal" by_terminal
    check "toot: upload" upload_goes
    check "toot: who and what apart" who_and_what_apart
    check "toot: the name of a file" name_of_a_file
    check "toot: words as toot reads them" words_as_toot_reads_them
    check "toot: exact bytes" exact_bytes
    check "toot: not UTF-8" toot_not_utf8
    check "toot: an editor that fails" editor_fails
    check "toot: an editor that writes nothing" editor_writes_nothing
    check "toot: an editor, a picture and a hold" editor_with_media_held
    check "toot: an editor needs a terminal" editor_needs_a_terminal
    check "toot: no editor" no_editor
    check "toot: a reason" reason_goes_on
    check "toot: no text in arguments" never_in_arguments
    check "toot: what was checked cannot be changed" input_cannot_be_changed
    check "toot: other commands" other_commands
    check "toot: no toot" real_one_missing
    check "toot: installed" installed_twice
}
