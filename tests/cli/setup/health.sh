# shellcheck shell=bash disable=SC2154  # a part of run, which sets the variables
# hallpass doctor: what is told of a sound set-up, and of everything that may be wrong with one.
doctor() { env PATH="$PWD/bin:/usr/bin:/bin" "$HALLPASS" doctor "$@"; }
config() { echo "$HOME/.config/hallpass"; }

# remark ABOUT STATE WORDS: "doctor" says it; WORDS are of what it says or of what mends it. The exit status fits.
remark() {
    doctor --format=json >report.json 2>told
    local status=$?
    cat told
    python3 - "$status" "$@" <<'P'
import json, sys
status, about, state, words = int(sys.argv[1]), *sys.argv[2:]
report = json.load(open("report.json", encoding="utf-8"))
assert report["schema"] == "hallpass.doctor/1" and set(report) == {"schema", "version", "sound", "remarks"}
mend = [r for r in report["remarks"] if r["state"] == "mend"]
assert report["sound"] == (not mend) and status == (1 if mend else 0), (status, mend)
for r in report["remarks"]:
    print(r)
sys.exit(not any(r["about"] == about and r["state"] == state and words in r["says"] + "\n" + (r["mend"] or "") for r in report["remarks"]))
P
}

new_is_well() { # with a note on what would help
    says 0 'All is well' doctor && grep -q '^note *class lists' said && ! grep -q '^mend' said && remark 'class lists' note 'hallpass roster import FILE' &&
        remark policies fine 'base 2026' && remark 'word lists' fine English && remark 'kept files' fine hallpass && remark district fine 'no district' &&
        { grep -q __asan_init "$HALLPASS" || remark sandbox fine network; }
}
set_up_is_well() {
    export_class >'Zenobia Quillfeather.csv'
    TZ=America/Chicago unasked --yes >/dev/null && "$HALLPASS" roster import 'Zenobia Quillfeather.csv' >/dev/null || return 1
    remark 'class lists' fine '1, with 3 students' && remark policies fine 'mine 1' && ! grep -q '^note *class lists' said 2>/dev/null
}
desk_learns_no_names() { # of students, of lists, of the account; whatever is wrong
    export_class >'Zenobia Quillfeather.csv'
    "$HALLPASS" roster import 'Zenobia Quillfeather.csv' >/dev/null || return 1
    chmod 644 "$(lists)"/*
    touch -d '2 years ago' "$(lists)"/*
    printf 'broken' >"$(lists)/lindqvist.csv"
    doctor --format=json >report.json 2>/dev/null
    cat report.json
    ! grep -qiE 'zenobia|lindqvist|okonjo|cruz' report.json && ! grep -qF "$HOME" report.json && grep -qF 'chmod 600 ~/.config/hallpass/rosters/*.csv' report.json
}
wrong_usage() {
    says 2 'looks at the whole set-up' doctor now && says 2 'choose text or json' doctor --format=xml && doctor >/dev/full 2>told
    [ $? -eq 2 ] && grep -q 'cannot write' told
}
sends_nothing() {
    command -v strace >/dev/null || return 0
    strace -f -qq -e trace=socket,connect,sendto -o calls "$HALLPASS" doctor >/dev/null 2>&1
    cat calls
    ! grep -E 'AF_INET|connect\(|sendto\(' calls
}
changes_nothing() {
    mkdir -p "$(config)/policies" "$(lists)"
    export_class >"$(lists)/class.csv"
    find "$HOME" -printf '%p %m %T@ %s\n' | sort >before
    doctor >/dev/null 2>&1
    find "$HOME" -printf '%p %m %T@ %s\n' | sort | diff before -
}

# ---- class lists
private_lists() { mkdir -p "$(lists)" && chmod 700 "$(lists)"; }
open_lists() {
    export_class >class.csv
    "$HALLPASS" roster import class.csv >/dev/null || return 1
    chmod 640 "$(lists)/class.csv"
    remark 'class lists' mend 'chmod 600 ~/.config/hallpass/rosters/*.csv' && chmod 600 "$(lists)"/*.csv && remark 'class lists' fine 3 || return 1
    chmod 755 "$(lists)"
    remark 'class lists' mend 'chmod 700 ~/.config/hallpass/rosters' && chmod 700 "$(lists)" && remark 'class lists' fine 3
}
old_lists() {
    export_class >class.csv
    "$HALLPASS" roster import class.csv >/dev/null || return 1
    touch -d '290 days ago' "$(lists)/class.csv"
    remark 'class lists' fine '3 students' || return 1
    touch -d '310 days ago' "$(lists)/class.csv"
    remark 'class lists' mend 'older than a school year' && "$HALLPASS" roster import class.csv >/dev/null && remark 'class lists' fine '3 students'
}
broken_lists() {
    private_lists
    printf '\357\273\277First Name;Last Name\r\nZo;"Lee\r\n' >"$(lists)/class.csv"
    chmod 600 "$(lists)/class.csv"
    remark 'class lists' mend '1 of 1 cannot be read' && grep -q 'class.csv", line 2: a quote is never closed' told || return 1
    printf '\357\273\277First Name;Last Name\r\nZo;"Lee"\r\n' >"$(lists)/class.csv"
    remark 'class lists' fine '1, with 1 student'
}
raw_lists() {
    private_lists
    export_class >"$(lists)/class.csv"
    chmod 600 "$(lists)/class.csv"
    remark 'class lists' note 'more of students than hallpass uses' && "$HALLPASS" roster import "$(lists)/class.csv" >/dev/null && remark 'class lists' fine '3 students'
}

# ---- policies
policy_of() { # LINES: a school's policy with these lines
    mkdir -p "$(config)/policies"
    printf 'hallpass: policy/1\nid: ours\ntitle: Ours\nversion: 1\nlayer: school\nextends: [{ id: base }]\n%b\n' "$1" >"$(config)/policies/ours.yaml"
}
broken_policies() {
    policy_of 'rulez: {}'
    remark policies mend 'no draft is checked' && grep -q 'ours.yaml:7:1: error' told && policy_of '' && remark policies fine 'ours 1'
}
open_policies() {
    policy_of ''
    chmod 666 "$(config)/policies/ours.yaml"
    remark policies mend 'chmod -R go-w ~/.config/hallpass/policies'
}
policies_that_end() {
    local rows='allow: { names: [{ name: Tomas Ortiz, basis: staff-consent, on-file: HR-1, until: %s }] }'
    # shellcheck disable=SC2059  # the format is the row
    policy_of "$(printf "$rows" "$(date -d '-2 days' +%F)")"
    remark policies note '1 permission to name somebody ended' || return 1
    # shellcheck disable=SC2059
    policy_of "$(printf "$rows" "$(date -d '+20 days' +%F)")"
    remark policies note '1 permission to name somebody will end within 30 days' || return 1
    # shellcheck disable=SC2059
    policy_of "$(printf "$rows" "$(date -d '+40 days' +%F)")"
    remark policies fine 'ours 1'
}
exception_until() {
    policy_of "time-zone: America/Chicago\nexceptions:\n  - id: showcase\n    rule: people/student-name\n    set: { severity: note }\n    where: { channels: [newsletter], text: Winter Showcase }\n    reason: The families were told.\n    approved-by: The head\n    approved-on: $(date -d '-60 days' +%F)\n    expires: $(date -d "$1" +%F)"
}
exceptions_that_end() {
    exception_until '-3 days'
    remark policies note '1 exception ended' && exception_until '+9 days' && remark policies note '1 exception will end'
}
policies_on_trial() {
    policy_of 'mode: trial'
    remark policies note 'on trial'
}
broken_keys() {
    mkdir -p "$(config)/keys"
    echo nothing >"$(config)/keys/office.pub"
    remark policies mend 'rm ~/.config/hallpass/keys/office.pub'
}

# ---- the district
followed() { # a district's policy, signed, from a file of this computer
    mkdir policy
    printf 'hallpass: policy/1\nid: us/riverbend\ntitle: Riverbend\nversion: 2026.1\nlayer: district\nextends: [{ id: base }]\n' >policy/riverbend.policy.yaml
    "$HALLPASS" policy keys new office -W >/dev/null && "$HALLPASS" policy bundle policy -o p.bundle >/dev/null &&
        "$HALLPASS" policy sign p.bundle --key office.key >/dev/null &&
        "$HALLPASS" fetch subscribe "file://$PWD/p.bundle" --key office.pub --allow-local >/dev/null
}
district() { echo "$HOME/.local/share/hallpass/district"; }
district_is_well() {
    followed && remark district fine 'us/riverbend 2026.1, signed' && remark policies fine 'us/riverbend'
}
district_was_changed() {
    followed || return 1
    echo '# more' >>"$(district)/2026.1.bundle"
    remark district mend 'not what the district signed' && rm "$(district)/2026.1.bundle.minisig" && remark district mend 'hallpass fetch now'
}
district_is_broken() {
    followed || return 1
    echo broken >"$(district)/subscription"
    remark district mend 'cannot be used'
}
district_is_stale() {
    followed || return 1
    sed -i "s/^confirmed .*/confirmed $(($(date +%s) - 40 * 86400))/; s/^tried .*/tried $(($(date +%s) - 40 * 86400))/" "$(district)/subscription"
    remark district mend 'last heard of 40 days ago; it is good for 30' || return 1
    sed -i "s/^confirmed .*/confirmed $(($(date +%s) - 9 * 86400))/; s/^tried .*/tried $(($(date +%s) - 9 * 86400))/" "$(district)/subscription"
    remark district note 'systemctl --user enable --now hallpass-fetch.timer' || return 1
    sed -i "s/^confirmed .*/confirmed $(($(date +%s) + 9 * 86400))/" "$(district)/subscription"
    remark district mend 'clock shows a time before'
}

# ---- the program, its kept files
other_data() {
    HALLPASS_SHARE=$PWD/nowhere remark program mend 'unset HALLPASS_SHARE' && HALLPASS_SHARE=$PWD/nowhere remark 'word lists' mend nowhere || return 1
    mkdir -p share/policies
    cp "$here/../../../policies/base.yaml" share/policies/
    "$HALLPASS" policy schema >share/policies/hallpass.schema.json
    HALLPASS_SHARE=$PWD/share doctor --format=json | grep -q 'of another version' && return 1
    echo >>share/policies/hallpass.schema.json
    HALLPASS_SHARE=$PWD/share remark program mend 'are of another version' && rm -r share/policies || return 1
    ln -s "$here/../../../policies" share/policies
    ln -s "$here/../../../rules" share/rules
    head -c 5000 /dev/zero >share/lexicon.bin
    HALLPASS_SHARE=$PWD/share remark 'word lists' mend 'damaged or of another version'
}
other_program() {
    mkdir bin
    printf '#!/bin/sh\n' >bin/hallpass
    chmod +x bin/hallpass
    remark program note 'your PATH finds another one' || return 1
    ln -sf "$HALLPASS" bin/hallpass
    remark program fine 'hallpass 0' && ! grep -q 'PATH' report.json
}
kept_files() {
    local kept=$PWD/cache
    export XDG_CACHE_HOME=$kept
    echo 'We planted beans.' | "$HALLPASS" check - >/dev/null && remark 'kept files' fine "in $kept" || return 1
    local file=("$kept"/hallpass/*.img)
    printf XXXXXXXX | dd of="${file[0]}" bs=1 seek=300000 conv=notrunc 2>/dev/null
    remark 'kept files' mend '1 of 1 files' && rm "$kept"/hallpass/*.img && remark 'kept files' fine '0 in' || return 1
    chmod 777 "$kept/hallpass"
    remark 'kept files' mend "chmod go-w $kept/hallpass" && chmod 700 "$kept/hallpass" && remark 'kept files' fine '0 in' || return 1
    rm -r "$kept/hallpass"
    : >"$kept/hallpass"
    remark 'kept files' mend 'no folder of yours' && XDG_CACHE_HOME=/dev/null/x remark 'kept files' mend 'Not a directory'
}
# As on a computer with lists and policies for everyone: /etc is an empty one of our own.
for_everyone() {
    # shellcheck disable=SC2016  # for bash -c
    unshare -Urm bash -c 'mount -t tmpfs none /etc && mkdir -p /etc/hallpass/rosters /etc/hallpass/policies && cp class.csv /etc/hallpass/rosters/ &&
        printf "hallpass: policy/1\nid: ours\ntitle: Ours\nversion: 1\nlayer: school\nextends: [{ id: base }]\n" >/etc/hallpass/policies/ours.yaml && "$@"' bash "$@"
}
shared_first() { # nothing is written that would take the place of what is for everyone
    "$HALLPASS" init --yes >said && "$HALLPASS" roster list >>said
}
own_after_shared() {
    "$HALLPASS" roster import class.csv --name own >said && mkdir -p "$HOME/.config/hallpass/policies" && cp /etc/hallpass/policies/ours.yaml "$HOME/.config/hallpass/policies/" &&
        "$HALLPASS" doctor >>said
}
what_is_for_everyone() {
    export -f shared_first own_after_shared
    export HALLPASS
    export_class >class.csv
    for_everyone bash -c shared_first || return 1
    cat said
    said_is 'policy /etc/hallpass/policies/ours.yaml' && said_is 'Hold: A phone number' && grep -q '^class.3.20' said && [ ! -e "$(config)" ] || return 1
    for_everyone bash -c own_after_shared
    cat said
    said_is 'your own lists are asked instead of those for everyone in "/etc/hallpass/rosters"' && [ "$(grep -c 'your own count' said)" -eq 2 ] && grep -q '^fine *policies *ours' said
}
full_disk() {
    # shellcheck disable=SC2016  # for sh -c
    unshare -Urm sh -c 'mkdir cache && mount -t tmpfs -o size=16k none cache && mkdir -m 700 cache/hallpass && head -c 100000 /dev/zero >cache/hallpass/full 2>/dev/null
        XDG_CACHE_HOME=$PWD/cache "$1" doctor >said 2>&1; echo "status $?" >>said' sh "$HALLPASS"
    cat said
    said_is 'No space left on device' && said_is 'export XDG_CACHE_HOME' && grep -q '^status 1' said
}
home_that_is_read_only() {
    export_class >class.csv
    # shellcheck disable=SC2016  # for sh -c
    unshare -Urm sh -c 'mount -t tmpfs none "$HOME" && "$1" roster import class.csv >/dev/null && mount -o remount,ro "$HOME" &&
        unset XDG_CACHE_HOME && "$1" doctor >said 2>&1; echo "status $?" >>said' sh "$HALLPASS"
    cat said
    said_is 'Read-only file system' && grep -q '^fine *class lists *1, with 3 students' said && grep -q '^status 1' said
}
no_home() {
    env -u HOME -u XDG_CACHE_HOME "$HALLPASS" doctor >said 2>&1
    local status=$?
    cat said
    [ "$status" -eq 0 ] && grep -q 'no cache folder' said
}
other_language() {
    remark terminal fine UTF-8 && LC_ALL=C remark terminal note 'export LANG=C.UTF-8' || return 1
    typing -- env LC_ALL=C NO_COLOR=1 "$HALLPASS" doctor >said
    [ $? -eq 1 ] && grep -q '^mend *terminal' said
}

# ---- what asks first
fake_toot() {
    mkdir -p bin "$HOME/.local/bin"
    printf '#!/bin/sh\n' >bin/toot
    chmod +x bin/toot
    "$HALLPASS" hook install toot --client="$PWD/bin/toot" --yes >/dev/null
}
sound_hooks() {
    remark hooks fine 'none is installed' && fake_toot || return 1
    remark hooks mend "is not the first \"toot\" on your PATH" && grep -qF 'export PATH=~/.local/bin:$PATH' report.json && ! grep -qF "$HOME" report.json || return 1
    mv bin/toot real && sed -i "s|$PWD/bin/toot|$PWD/real|" "$HOME/.local/bin/toot" && ln -s "$HOME/.local/bin/toot" bin/toot && remark hooks fine 'toot: tried'
}
broken_hooks() {
    fake_toot && mv bin/toot real && ln -s "$HOME/.local/bin/toot" bin/toot || return 1
    remark hooks mend "toot: \"$PWD/bin/toot\" is missing" && return 1 # it is there, and is the script itself
    sed -i "s|$PWD/bin/toot|$PWD/gone|" "$HOME/.local/bin/toot"
    remark hooks mend "toot: \"$PWD/gone\" is missing" && grep -q 'hallpass hook install toot' report.json || return 1
    sed -i "s|$PWD/gone|$PWD/real|; s|^hallpass=.*|hallpass='/nowhere/it'\\\\''s'|" "$HOME/.local/bin/toot"
    remark hooks mend "toot: \"/nowhere/it's\" is missing"
}
hooks_that_hold_nothing() {
    fake_toot && mv bin/toot real && sed -i "s|$PWD/bin/toot|$PWD/real|" "$HOME/.local/bin/toot" && ln -s "$HOME/.local/bin/toot" bin/toot || return 1
    mkdir -p "$(config)/policies" && cp "$here/../hooks/lenient.policy.yaml" "$(config)/policies/lenient.yaml"
    remark hooks mend 'hallpass hook test toot' && ! grep -q 'IEP\|line 1' told
}
hooks_of_git() {
    git init -q . && "$HALLPASS" hook install git --yes >/dev/null && remark hooks fine 'git: tried' || return 1
    sed -i "s|^hallpass=.*|hallpass='/nowhere/hallpass'|" .git/hooks/pre-commit
    remark hooks mend 'git: "/nowhere/hallpass" is missing'
}
told_browsers() {
    local manifest=$HOME/.config/chromium/NativeMessagingHosts/hallpass.json
    mkdir -p "$(dirname "$manifest")"
    "$HALLPASS" host --manifest=chromium >"$manifest" && remark browsers fine Chromium || return 1
    "$HALLPASS" host --manifest=chromium --path=/nowhere/hallpass-host >"$manifest" && remark browsers mend '"/nowhere/hallpass-host" is missing' || return 1
    "$HALLPASS" host --manifest=firefox >"$manifest" && remark browsers mend 'hallpass host --manifest=chromium >~/.config/chromium' || return 1
    : >"$manifest"
    remark browsers mend 'is not what the extension needs'
}

watched_clipboard() {
    local unit=$HOME/.config/systemd/user/graphical-session.target.wants/hallpass-clip.service
    remark clipboard fine 'not watched' && mkdir -p "$(dirname "$unit")" && ln -s "$PWD/hallpass-clip.service" "$unit" || return 1
    remark clipboard mend 'systemctl --user reenable hallpass-clip' && : >hallpass-clip.service && remark clipboard fine 'watched, from each start'
}

check_health() {
    check "a new set-up is well" new_is_well
    check "what init sets up is well" set_up_is_well
    check "a support desk learns no names" desk_learns_no_names
    check "wrong usage of doctor" wrong_usage
    check "doctor sends nothing" sends_nothing
    check "doctor changes nothing" changes_nothing
    check "class lists that others can read" open_lists
    check "class lists of last year" old_lists
    check "class lists that are broken" broken_lists
    check "class lists that hold more than is used" raw_lists
    check "policies that are broken" broken_policies
    check "policies that others may change" open_policies
    check "names that may be told until a day" policies_that_end
    check "exceptions that end" exceptions_that_end
    check "policies on trial" policies_on_trial
    check "pinned keys that are none" broken_keys
    check "a district's policy is well" district_is_well
    check "a district's policy was changed" district_was_changed
    check "a district's subscription is broken" district_is_broken
    check "a district's policy is stale" district_is_stale
    check "data that are not there, or of another version" other_data
    check "another program on the PATH" other_program
    check "kept files" kept_files
    check "no home" no_home
    check "a terminal of another language" other_language
    check "hooks that work" sound_hooks
    check "hooks that miss something" broken_hooks
    check "hooks that hold nothing" hooks_that_hold_nothing
    check "hooks of a repository" hooks_of_git
    check "browsers that were told" told_browsers
    check "a clipboard that is watched" watched_clipboard
    if unshare -Urm true 2>/dev/null; then
        check "what is for everyone" what_is_for_everyone
        check "a full disk" full_disk
        check "a home that nobody can write" home_that_is_read_only
    else
        skip "what is for everyone" "no namespaces here"
        skip "a full disk" "no namespaces here"
        skip "a home that nobody can write" "no namespaces here"
    fi
}
