# shellcheck shell=bash disable=SC2154  # a part of run, which sets the variables
# hallpass init: a teacher's first questions, on real terminals.
own() { echo "$HOME/.config/hallpass/policies/mine.yaml"; }

# What is on PATH decides what is asked: nothing of this computer's, but what a case puts into bin/.
unasked() { apart env PATH="$PWD/bin" "$HALLPASS" init "$@"; }
asked() { # STATUS [WORDS ANSWER]...: the terminal's text is left in "said"
    local status=$1
    shift
    typing "$@" -- env NO_COLOR=1 PATH="$PWD/bin" "${PROGRAM:-$HALLPASS}" init >said
    local got=$?
    cat said
    [ "$got" -eq "$status" ]
}
said_is() { tr -s '\n ' ' ' <said | grep -qF -- "$1" || { echo "says nothing of: $1"; return 1; }; }
ENTERS=('address [none]' '\n' 'Number [' '\n' 'list'"'"'s file [none]' '\n')
export TZ

enters_are_a_set_up() {
    TZ=America/Chicago asked 0 "${ENTERS[@]}" || return 1
    cat "$(own)"
    said_is "wrote $(own)" && said_is 'Hold: A phone number' && said_is 'policies/worked/district.yaml' && grep -qx 'time-zone: America/Chicago' "$(own)" &&
        [ "$(find "$HOME" -type f)" = "$(own)" ] && "$HALLPASS" policy check mine && echo 'We planted beans.' | "$HALLPASS" check -
}
yes_asks_nothing() {
    TZ=Europe/London says 0 'uk-trust.yaml' unasked --yes || return 1
    ! grep -q '\[none\]' said && grep -qx 'time-zone: Europe/London' "$(own)" && said_is 'Hold: A phone number' &&
        said_is 'systemctl --user enable --now hallpass-clip'
}
yes_guesses_no_clock() {
    TZ=UTC says 0 'mine.yaml' unasked --yes || return 1
    cat "$(own)"
    ! grep -q '^time-zone' "$(own)" && "$HALLPASS" policy check mine && says 0 'It stays as it is' unasked --yes
}
nobody_to_ask() {
    says 2 'hallpass init --yes' unasked && [ -z "$(ls -A "$HOME")" ] && says 2 'asks for what it needs' unasked now && says 2 'no home folder' env -u HOME "$HALLPASS" init --yes
}
another_country() { # whose clocks are not this computer's
    TZ=Australia/Sydney asked 0 'address [none]' '\n' 'Number [4]' '9\n' 'Number [4]' '3\n' 'clock counts? [America/Toronto]' 'America/Vancouver\n' 'file [none]' '\n' &&
        grep -qx 'time-zone: America/Vancouver' "$(own)" && said_is ontario-board.yaml
}
no_such_clock() {
    TZ=Australia/Sydney asked 0 'address [none]' '\n' 'Number [4]' '1\n' 'clock counts?' '../../etc/passwd\n' 'clock counts?' '\n' 'file [none]' '\n' &&
        said_is 'knows no such time zone' && grep -qx 'time-zone: America/New_York' "$(own)"
}
elsewhere_is_this_clock() {
    TZ=Pacific/Auckland asked 0 'address [none]' '\n' 'Number [5]' '\n' 'file [none]' '\n' && grep -qx 'time-zone: Pacific/Auckland' "$(own)"
}
again_changes_nothing() {
    TZ=America/Chicago unasked --yes >/dev/null || return 1
    stat -c '%i %Y %s' "$(own)" >before
    asked 0 'Change any of it? [y/N]' '\n' && said_is 'clock America/Chicago' && said_is "policy $(own)" || return 1
    says 0 'It stays as it is' unasked --yes || return 1
    TZ=America/Denver asked 0 'Change any of it?' 'y\n' 'address [none]' '\n' 'Number [1]' '\n' 'clock counts? [America/Chicago]' '\n' 'file [none]' '\n' &&
        stat -c '%i %Y %s' "$(own)" | diff before - && ! grep -q '^wrote' said
}
again_changes_what_is_asked() {
    TZ=America/Chicago unasked --yes >/dev/null || return 1
    TZ=America/Chicago asked 0 'Change any of it?' 'y\n' 'address [none]' '\n' 'Number [1]' '2\n' 'clock counts? [Europe/London]' '\n' 'file [none]' '\n' &&
        grep -qx 'time-zone: Europe/London' "$(own)" && said_is "wrote $(own)"
}
an_edited_policy_stays() {
    TZ=America/Chicago unasked --yes >/dev/null || return 1
    printf 'contact: ask me\n' >>"$(own)"
    cp "$(own)" before
    asked 0 'Change any of it?' 'y\n' 'address [none]' '\n' 'file [none]' '\n' && cmp before "$(own)"
}
another_policy_says_whose_clock() {
    mkdir -p "$(dirname "$(own)")"
    printf 'hallpass: policy/1\nid: ours\ntitle: Ours\nversion: 1\nlayer: school\nextends: [{ id: base }]\ntime-zone: America/Denver\n' >"$(dirname "$(own)")/school.yaml"
    asked 0 'Change any of it?' 'y\n' 'address [none]' '\n' 'file [none]' '\n' && [ ! -e "$(own)" ] && said_is 'school.yaml'
}
# shellcheck disable=SC2088  # hallpass is to expand the tilde
a_list_is_taken_in() { # typed as people do: dropped in quotes, from the home folder on; one that cannot be read is asked for again
    mkdir "$HOME/Downloads"
    export_class >"$HOME/Downloads/Period 3.csv"
    TZ=America/Chicago asked 0 'address [none]' '\n' 'Number [' '\n' 'file [none]' 'nowhere.csv\n' 'Another one' "'~/Downloads/Period 3.csv'"'\n' 'Another one' '~/Downloads/Period\\ 3.csv\n' 'Another one' '\n' || return 1
    said_is 'cannot read roster "nowhere.csv"' && said_is 'class list period-3, 3 students' && said_is 'nothing has changed' && [ -e "$(lists)/period-3.csv" ]
}
programs_are_asked_about() { # those that are here, and not those that ask already
    mkdir bin
    printf '#!/bin/sh\n' >bin/toot
    chmod +x bin/toot
    TZ=America/Chicago asked 0 "${ENTERS[@]}" 'before "toot" posts? [y/N]' '\n' && [ ! -e "$HOME/.local" ] || return 1
    TZ=America/Chicago asked 0 'Change any of it?' 'y\n' "${ENTERS[@]:0:4}" 'file [none]' '\n' 'before "toot" posts?' 'y\n' || return 1
    said_is "wrote \"$HOME/.local/bin/toot\"" && said_is 'comes first on your PATH' && grep -q "client='$PWD/bin/toot'" "$HOME/.local/bin/toot" || return 1
    ! grep -q msmtp said && mv "$HOME/.local/bin/toot" bin/ && says 0 'asks first toot' apart sh -c "env PATH='$PWD/bin' '$HALLPASS' init --yes | tr -s ' '"
}
browsers_are_asked_about() {
    mkdir -p "$HOME/.config/chromium" "$HOME/.mozilla/native-messaging-hosts"
    echo mine >"$HOME/.mozilla/native-messaging-hosts/hallpass.json"
    TZ=America/Chicago asked 0 "${ENTERS[@]}" "Chromium's extension" 'y\n' || return 1
    "$HALLPASS" host --manifest=chromium | cmp - "$HOME/.config/chromium/NativeMessagingHosts/hallpass.json" &&
        ! grep -q 'Firefox.s extension' said && [ "$(cat "$HOME/.mozilla/native-messaging-hosts/hallpass.json")" = mine ]
}

# The same program beside another hallpass-fetch, which only says what it was asked.
other_fetch() { # STATUS
    mkdir -p other share
    cp "$HALLPASS" other/hallpass
    printf '#!/bin/sh\nprintf "%%s " "$@" >"%s/fetched"\nexit %s\n' "$PWD" "$1" >other/hallpass-fetch
    chmod +x other/hallpass-fetch
    ln -sfn "$here/../../../policies" share/policies
    ln -sfn "$here/../../../rules" share/rules
    ln -sfn "$(dirname "$HALLPASS")/share/lexicon.bin" share/lexicon.bin
    export PROGRAM=$PWD/other/hallpass HALLPASS_SHARE=$PWD/share
}
a_district_is_followed() { # which says whose clock counts
    other_fetch 0
    asked 0 'address [none]' 'https://policies.example/p.bundle\n' "or the key's file" 'RWexample\n' 'file [none]' '\n' &&
        [ "$(cat fetched)" = 'subscribe https://policies.example/p.bundle --key RWexample ' ] && [ ! -e "$(own)" ]
}
a_district_that_fails() { # is told, and the rest is done
    other_fetch 2
    TZ=America/Chicago asked 2 'address [none]' 'https://policies.example/p.bundle\n' "or the key's file" 'RWexample\n' 'Number [' '\n' 'file [none]' '\n' &&
        said_is 'Something could not be done' && [ -e "$(own)" ]
}
a_district_without_a_key() {
    other_fetch 0
    TZ=America/Chicago asked 0 'address [none]' 'https://policies.example/p.bundle\n' "or the key's file" '\n' 'Number [' '\n' 'file [none]' '\n' &&
        [ ! -e fetched ] && said_is 'Without a key'
}
home_is_read_only() {
    # shellcheck disable=SC2016  # for sh -c
    TZ=America/Chicago says 2 'Read-only file system' unshare -Urm sh -c 'mount -t tmpfs -o ro none "$HOME" && exec setsid -w "$1" init --yes' sh "$HALLPASS" && said_is 'Something could not be done'
}

check_questions() {
    check "Enter, Enter, Enter is a sound set-up" enters_are_a_set_up
    check "--yes asks nothing" yes_asks_nothing
    check "--yes guesses no clock" yes_guesses_no_clock
    check "without a terminal nothing is set up" nobody_to_ask
    check "another country's clock is asked for" another_country
    check "a clock that does not exist" no_such_clock
    check "elsewhere this computer's clock counts" elsewhere_is_this_clock
    check "a second run changes nothing" again_changes_nothing
    check "a second run changes what is asked" again_changes_what_is_asked
    check "an edited policy of one's own stays" an_edited_policy_stays
    check "beside another policy none is written" another_policy_says_whose_clock
    check "a class list is taken in" a_list_is_taken_in
    check "programs that post are asked about" programs_are_asked_about
    check "browsers are asked about" browsers_are_asked_about
    check "a district's policy is followed" a_district_is_followed
    check "a district's policy that does not come" a_district_that_fails
    check "a district's address without a key" a_district_without_a_key
    if unshare -Urm true 2>/dev/null; then check "a home that is read-only" home_is_read_only
    else skip "a home that is read-only" "no namespaces here"; fi
}
