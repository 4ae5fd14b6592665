# shellcheck shell=bash disable=SC2154  # a part of run, which sets the variables
# Class lists: import, list, remove. The students are made up.
lists() { echo "$HOME/.config/hallpass/rosters"; }

export_class() { # as a school writes it: more than hallpass may keep, a byte order mark, semicolons
    printf '\357\273\277Student_Number;Last_Name;First_Name;Grade_Level;DOB;IEP_Status;Role\r\n'
    printf '900;Lindqvist;Zo\303\253;4;2016-02-01;secret;student\r\n'
    printf '901;"de la Cruz; Jr";Tomasz;4;2016-03-01;secret;student\r\n'
    printf '902;Okonjo;Will;4;2016-04-01;secret;student\r\n'
    printf '1;Staffer;Sam;;;secret;teacher\r\n'
}

import_is_told() { # how it was read, what is kept and what is dropped; no name of a child
    export_class >'Period 3 (copy).csv'
    says 0 'class list   period-3-copy, 3 students' "$HALLPASS" roster import 'Period 3 (copy).csv' || return 1
    for words in 'Student_Number (id)' 'Last_Name (family name)' 'dropped      DOB, IEP_Status' 'read only    Role (role)' \
        '1 row of staff' '1 student has a name that is an everyday word' "use for it: Period 3 (copy).csv" "$(lists)/period-3-copy.csv"; do
        tr -s '\n ' ' ' <said | grep -qF -- "$(echo "$words" | tr -s ' ')" || { echo "says nothing of: $words"; return 1; }
    done
    ! grep -qE 'Lindqvist|Cruz|Okonjo|Tomasz|Staffer' said && [ -e 'Period 3 (copy).csv' ]
}
import_keeps_what_is_used() { # and for nobody else's eyes
    export_class >class.csv
    "$HALLPASS" roster import class.csv || return 1
    cat "$(lists)/class.csv"
    [ "$(stat -c %a "$(lists)/class.csv" "$(lists)" "$HOME/.config/hallpass" | tr '\n' ' ')" = '600 700 700 ' ] &&
        ! grep -qE 'secret|2016|Staffer' "$(lists)/class.csv" && [ "$(ls -A "$(lists)")" = class.csv ]
}
import_reads_as_the_export() { # what every check knows of it is the same, whatever wrote it
    for file in "$here"/../files/rosters/*.csv; do
        "$HALLPASS" roster import "$file" --name kept >/dev/null || return 1
        "$HALLPASS" roster list "$file" 2>/dev/null | sort >one
        "$HALLPASS" roster list "$(lists)/kept.csv" 2>/dev/null | sort >other
        diff one other || { echo "$file"; return 1; }
    done
}
import_keeps_awkward_words() { # quotes, separators, line ends and blanks inside names
    printf 'First Name,Last Name,Preferred Last Name,Photo Release,FERPA opt out\n"Zo ""Q""","Lee; Roe",Low,yes,x\n"An\na","O'"'"'Roe, Jr",,no,\n' >class.csv
    "$HALLPASS" roster import class.csv >/dev/null || return 1
    "$HALLPASS" roster list class.csv 2>/dev/null | sort >one
    "$HALLPASS" roster list "$(lists)/class.csv" 2>told | sort >other
    cat one told "$(lists)/class.csv"
    diff one other && grep -q '^2 students' <(sed 's/^hallpass: //' told) && grep -q 'yes,yes$' "$(lists)/class.csv"
}
check_knows_the_list() {
    printf 'Name\nZenobia Quillfeather\n' >class.csv
    "$HALLPASS" roster import class.csv >/dev/null || return 1
    echo 'Zenobia was great today.' | "$HALLPASS" check - --format=line --exit-zero >said 2>&1
    cat said
    grep -q 'people/student-name' said
}
import_again_changes_nothing() { # nor does another order; the list is of today again
    export_class >class.csv
    "$HALLPASS" roster import class.csv >/dev/null || return 1
    touch -d 2026-01-01 "$(lists)/class.csv"
    chmod 644 "$(lists)/class.csv"
    { stat -c %i "$(lists)/class.csv"; cat "$(lists)/class.csv"; } >before
    says 0 'nothing has changed' "$HALLPASS" roster import class.csv || return 1
    { export_class | head -n 1; export_class | tail -n +2 | tac; } >again.csv
    says 0 'nothing has changed' "$HALLPASS" roster import again.csv --name class || return 1
    { stat -c %i "$(lists)/class.csv"; cat "$(lists)/class.csv"; } | diff before - && [ "$(stat -c %a "$(lists)/class.csv")" = 600 ] &&
        "$HALLPASS" roster list | grep -P "^class\\t3\\t$(date +%F)"
}
import_tells_changes() {
    export_class >class.csv
    "$HALLPASS" roster import class.csv >/dev/null || return 1
    export_class | sed '/^901/d; s/;4;2016-02/;5;2016-02/; s/^902/903/' >class.csv
    printf '904;New;Nora;4;;;student\n' >>class.csv
    says 0 'changed      2 added, 2 gone, 1 with other details' "$HALLPASS" roster import class.csv
}
import_tells_odd_lines() {
    printf 'First Name,Last Name,Grade\nZo,Lee,4\n\n,,4\nAna,Roe,4\nZo,Lee,4\nZo,Lee,4\n,,\n' >class.csv
    says 0 'class list   class, 2 students' "$HALLPASS" roster import class.csv && grep -q 'lines 6, 7 repeat a student' said &&
        grep -q '1 row without a name' said && grep -q '2 empty lines' said && [ "$(wc -l <"$(lists)/class.csv")" -eq 3 ]
}
import_of_the_kept_list() { # a raw export that was put there by hand: cleaned in its place, and not to be deleted
    mkdir -p "$(lists)"
    export_class >"$(lists)/class.csv"
    says 0 '3 students' "$HALLPASS" roster import "$(lists)/class.csv" && ! grep -q 'delete it' said && ! grep -q secret "$(lists)/class.csv"
}
import_of_a_pipe() {
    export_class >class.csv
    # shellcheck disable=SC2002  # a pipe is meant
    says 0 'class list   class, 3 students' sh -c 'cat class.csv | "$0" roster import /dev/stdin --name class' "$HALLPASS" && ! grep -q 'delete it' said
}
import_over_a_broken_list() {
    mkdir -p "$(lists)"
    printf '\377\376n\000' >"$(lists)/class.csv"
    export_class >class.csv
    says 0 'could not be read' "$HALLPASS" roster import class.csv && [ "$(wc -l <"$(lists)/class.csv")" -eq 4 ]
}
import_refuses() { # what cannot be read leaves what there is
    export_class >class.csv
    "$HALLPASS" roster import class.csv >/dev/null || return 1
    cp "$(lists)/class.csv" before
    : >empty
    printf 'First Name,Last Name\nZo,"Lee\n' >open
    printf 'Shoe,Size\na,b\n' >shoes
    printf 'given,family\nZo\351,Lee\n' >latin
    for file in empty open shoes latin nowhere /; do
        says 2 'roster "' "$HALLPASS" roster import "$file" --name class || return 1
    done
    says 2 'is no name for a class list' "$HALLPASS" roster import class.csv --name ../class || return 1
    says 2 'is no name for a class list' "$HALLPASS" roster import class.csv --name '' || return 1
    says 2 'name the export' "$HALLPASS" roster import || return 1
    says 2 'name the export' "$HALLPASS" roster import class.csv class.csv || return 1
    cmp before "$(lists)/class.csv" && [ "$(ls -A "$(lists)")" = class.csv ]
}
import_without_a_place() {
    export_class >class.csv
    says 2 'no home folder' env -u HOME "$HALLPASS" roster import class.csv || return 1
    : >"$HOME/.config"
    says 2 'cannot keep the class list' "$HALLPASS" roster import class.csv
}
import_into_a_full_disk() { # a file system of 64 KiB, in a mount namespace of our own
    export_class >class.csv
    awk 'BEGIN { print "First Name,Last Name"; for (i = 0; i < 9000; i++) printf "Aa%d,Bb%d\n", i, i }' >large.csv
    mkdir -p "$(lists)"
    # shellcheck disable=SC2016  # for sh -c
    unshare -Urm sh -c 'mount -t tmpfs -o size=64k none "$2" && "$1" roster import class.csv >/dev/null && cp "$2/class.csv" before &&
        ! "$1" roster import large.csv --name class >said 2>&1 && cat said && cmp before "$2/class.csv" && [ "$(ls -A "$2")" = class.csv ]' \
        sh "$HALLPASS" "$(lists)" || return 1
    grep -q 'cannot keep the class list.*No space left' said
}
list_shows_what_is_kept() {
    says 0 'no class list has been taken in' "$HALLPASS" roster list || return 1
    export_class >b.csv
    printf 'Name\nZo Lee\n' >a.csv
    "$HALLPASS" roster import b.csv >/dev/null && "$HALLPASS" roster import a.csv >/dev/null || return 1
    touch -d '2026-09-01 12:00' "$(lists)/a.csv"
    "$HALLPASS" roster list >said 2>told
    cat said told
    [ "$(head -n 2 said)" = "$(printf 'name\tstudents\tsince\na\t1\t2026-09-01')" ] && grep -qP '^b\t3\t20' said && ! [ -s told ] || return 1
    printf 'x' >"$(lists)/c.csv"
    says 2 'c.csv' "$HALLPASS" roster list && grep -qP '^b\t3\t' said
}
remove_asks() {
    export_class >class.csv
    "$HALLPASS" roster import class.csv >/dev/null || return 1
    says 2 'say --yes' apart "$HALLPASS" roster remove class || return 1
    says 2 'nothing was removed' typing 'Remove the class list "class"?' '\n' -- "$HALLPASS" roster remove class || return 1
    [ -e "$(lists)/class.csv" ] || return 1
    says 0 'removed "' typing 'Remove the class list "class"?' 'y\n' -- "$HALLPASS" roster remove class || return 1
    says 2 'you have no class list "class"' "$HALLPASS" roster remove class || return 1
    says 2 'you have no class list' "$HALLPASS" roster remove ../rosters/class --yes || return 1
    "$HALLPASS" roster import class.csv >/dev/null && "$HALLPASS" roster remove --yes class && [ -z "$(ls -A "$(lists)")" ]
}

check_lists() {
    check "an import tells how it read the export" import_is_told
    check "an import keeps what is used, for one person" import_keeps_what_is_used
    check "a kept list reads as its export" import_reads_as_the_export
    check "a kept list keeps awkward words" import_keeps_awkward_words
    check "a check knows the imported list" check_knows_the_list
    check "the same import changes nothing" import_again_changes_nothing
    check "another import tells what changed" import_tells_changes
    check "an import tells of odd lines" import_tells_odd_lines
    check "a kept raw export is cleaned in its place" import_of_the_kept_list
    check "an import of a pipe" import_of_a_pipe
    check "an import takes a broken list's place" import_over_a_broken_list
    check "an import refuses what it cannot read" import_refuses
    check "an import without a place to keep it" import_without_a_place
    if unshare -Urm true 2>/dev/null; then check "an import into a full disk" import_into_a_full_disk
    else skip "an import into a full disk" "no namespaces here"; fi
    check "the kept lists are shown" list_shows_what_is_kept
    check "a list is removed after asking" remove_asks
}
