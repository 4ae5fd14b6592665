#!/bin/sh
# The program's outside: options, messages, exit statuses, malformed input, formats, the sandbox, the terminal.
# usage: HALLPASS=build/hallpass tests/cli/run.sh     prints a line a case, last `N passed, N failed, N skipped`
# shellcheck disable=SC2086  # the tables' commands are split into words on purpose
set -u
here=$(cd "$(dirname "$0")" && pwd)
HALLPASS=$(realpath "${HALLPASS:-$here/../../build/hallpass}")
[ -x "$HALLPASS" ] || { echo "no program at $HALLPASS"; exit 2; }
work=$(mktemp -d)
trap 'chmod -R u+rwx "$work"; rm -rf "$work"' EXIT
passed=0 failed=0 skipped=0
XDG_CONFIG_HOME=$work/config
XDG_CACHE_HOME=$work/cache
TZ=UTC0
export XDG_CONFIG_HOME XDG_CACHE_HOME TZ
unset NO_COLOR HALLPASS_SHARE
cp -R "$here/files" "$work/files"
cd "$work/files" || exit 2

pass() { passed=$((passed + 1)); echo "ok   $1"; }
fail() { failed=$((failed + 1)); echo "FAIL $1: $2"; sed 's/^/     /' "$work/got" | head -n 15; }
skip() { skipped=$((skipped + 1)); echo "skip $1: $2"; }

# Files that an editor would mend: made here, byte by byte.
make_files() {
    printf 'caf\351 is not UTF-8\n' >latin1.txt
    printf 'one\0two\n' >nul.txt
    : >empty.txt
    printf '\357\273\277Lovely day.\r\nTwo lines.\r\n' >bom-crlf.txt
    head -c 10000000 /dev/zero | tr '\0' x >long-line.txt
    yes 'Art hates art.' | head -n 3500 >mentions.txt
    mkdir folder
    printf 'given,family\nZo\351,Lee\n' >latin1.csv
    printf 'given,family\nZo\0e,Lee\n' >nul.csv
    printf 'PK\003\004\024\000' >workbook.csv
    printf '\377\376n\000a\000' >utf16.csv
    : >empty.csv
    printf '\357\273\277Nachname;Vorname;First Name;Last Name\r\n;;"Zoe";"Lee ""Q"""\r\n' >bom-semicolons.csv
    printf 'hallpass: rules/1\nset: caf\351\n' >latin1.rules.yaml
    printf 'hallpass: rules/1\n\tset: tab\n' >tab.rules.yaml
    { printf 'hallpass: rules/1\nset: deep\nwords: '; awk 'BEGIN { for (i = 0; i < 40; i++) printf "[" }'; echo; } >deep.rules.yaml
    awk 'BEGIN { for (i = 0; i < 1000; i++) printf "{\"id\":%d,\"text\":\"Lovely day %d.\"}\n", i, i }' >many.jsonl
    printf '{"id":"a","text":"Lovely day."}\n{"id":"b","text":"a\\u0000b"}\n' >nul.jsonl
    { printf '{"id":"long","text":"'; head -c 9000000 /dev/zero | tr '\0' x; printf '"}\n{"id":"next","text":"Lovely day."}\n'; } >long-line.jsonl
}

# Rows of a table: name, exit status, words that the output must hold ("-": none), arguments; separated by tabs. A row's
# output is standard output and error together.
run_table() {
    tab=$(printf '\t')
    while IFS=$tab read -r name status words line; do
        case $name in '#'* | '') continue ;; esac
        eval "\"$HALLPASS\" $line" >"$work/got" 2>&1 </dev/null
        got=$?
        if [ "$got" -ne "$status" ]; then fail "$name" "status $got, not $status"
        elif [ "$words" != - ] && ! grep -qF -- "$words" "$work/got"; then fail "$name" "says nothing of: $words"
        else pass "$name"; fi
    done <"$1"
}

# check NAME COMMAND...: passes when the command succeeds; $work/got is shown when it does not.
check() {
    name=$1
    shift
    if "$@" >"$work/got" 2>&1; then pass "$name"; else fail "$name" "status $?"; fi
}

# ---- output
closed_pipe() {
    { "$HALLPASS" check --format=jsonl many.jsonl many.jsonl 2>"$work/err"; echo "$?" >"$work/status"; } | head -n 1 >/dev/null
    cat "$work/err"
    [ "$(cat "$work/status")" = 2 ] && grep -q 'cannot write the report' "$work/err"
}
nothing_of_the_draft_on_stderr() {
    echo '{"text":"Quetzalcoatl' | "$HALLPASS" check --input=json --format=json - 2>&1 >/dev/null | grep -v Quetzalcoatl
}
as_many_lines_out() {
    "$HALLPASS" check --format=jsonl many.jsonl >"$work/one" && [ "$(wc -l <"$work/one")" = 1000 ]
}
jobs_keep_the_order() {
    "$HALLPASS" check --format=jsonl --jobs=4 many.jsonl >"$work/four" && cmp "$work/one" "$work/four"
}
answers_line_by_line() {
    mkfifo "$work/ask" "$work/answer"
    "$HALLPASS" check --input=jsonl --format=jsonl - <"$work/ask" >"$work/answer" 2>/dev/null &
    exec 3>"$work/ask" 4<"$work/answer"
    echo '{"id":"first","text":"Lovely day."}' >&3
    read -r reply <&4
    exec 3>&- 4<&-
    wait $!
    case $reply in *'"id":"first"'*'"verdict":"pass"'*) ;; *) echo "$reply"; return 1 ;; esac
}
broken_lines_keep_their_places() {
    "$HALLPASS" check --format=jsonl broken.jsonl >"$work/out" 2>/dev/null
    [ $? -eq 3 ] || return 1
    grep -c '"error":' "$work/out"
    [ "$(wc -l <"$work/out")" -eq "$(wc -l <broken.jsonl)" ] && [ "$(grep -c '"error":' "$work/out")" -eq 8 ] &&
        sed -n 3p "$work/out" | grep -q '"line":3,"verdict":"review","complete":false' &&
        tail -n 1 "$work/out" | grep -q '"id":"last".*"verdict":"pass"'
}
unread_lines_are_wrong() { # lines whose input breaks off: never a clean answer
    "$HALLPASS" check - --input=jsonl --format=jsonl <folder >"$work/out" 2>"$work/err"
    [ $? -eq 2 ] || return 1
    cat "$work/out" "$work/err"
    grep -q '"line":1,"verdict":"review","complete":false.*"error":"Is a directory"' "$work/out" &&
        [ "$(wc -l <"$work/err")" = 1 ] && "$HALLPASS" check - --input=jsonl --jobs=2 <folder
    [ $? -eq 2 ]
}
# dd sets the flag on the pipe, which hallpass shares.
waits_where_the_pipe_does_not() {
    (sleep 0.3; printf '{"id":"late","text":"Lovely'; sleep 0.3; echo ' day."}') |
        { dd iflag=nonblock count=0 status=none; "$HALLPASS" check - --input=jsonl --format=jsonl; } | grep '"id":"late".*"verdict":"pass"' &&
        (sleep 0.3; echo "Lovely day.") | { dd iflag=nonblock count=0 status=none; "$HALLPASS" check -; }
}
writes_where_the_pipe_does_not_wait() {
    { dd oflag=nonblock count=0 status=none; "$HALLPASS" check --format=jsonl many.jsonl; echo "$?" >"$work/status"; } |
        (sleep 1; cat >"$work/out")
    wc "$work/out" "$work/status"; cat "$work/status"
    [ "$(wc -l <"$work/out")" = 1000 ] && [ "$(cat "$work/status")" = 0 ]
}
report_has_its_keys() {
    "$HALLPASS" check --format=jsonl contact.txt >"$work/out"
    [ $? -le 1 ] || return 1
    cat "$work/out"
    for key in schema id verdict complete digest policy findings rule ref category topic severity confidence override span start \
        end line column text parts title why 'do' replacement reasons cite exception rewrite; do
        grep -q "\"$key\":" "$work/out" || { echo "no key $key"; return 1; }
    done
    grep -q '"schema":"hallpass.report/1","id":"contact.txt","verdict"' "$work/out"
}
offsets_are_the_files() { # the span's bytes are the digits of the number
    # shellcheck disable=SC2046  # two numbers are meant
    set -- $(sed 's/.*"rule":"contacts\/phone"//' "$work/out" | grep -o '"span":{"start":[0-9]*,"end":[0-9]*' | head -n 1 | tr -dc '0-9 ,' | tr ',' ' ')
    [ "$(tail -c +$(($1 + 1)) contact.txt | head -c $(($2 - $1)))" = 312-555-0147 ]
}
digest_is_the_texts() {
    command -v b2sum >/dev/null || return 0
    "$HALLPASS" check --format=jsonl - <contact.txt | grep -q "\"digest\":\"$(b2sum -l 256 <contact.txt | cut -d' ' -f1)\""
}
secrets_are_masked() {
    "$HALLPASS" check --format=json password.txt >"$work/out" 2>&1
    "$HALLPASS" check --format=text --rewrite password.txt >>"$work/out" 2>&1
    cat "$work/out"
    grep -q '•' "$work/out" && ! grep -q 'Tr0ub4dor' "$work/out"
}
secrets_show_when_asked() {
    "$HALLPASS" check --format=json --unmask password.txt | grep -q 'Tr0ub4dor'
}
redact_gives_the_draft() {
    "$HALLPASS" check --redact --exit-zero contact.txt >"$work/out" && cat "$work/out" &&
        ! grep -q 312-555-0147 "$work/out" && grep -q '^Call' "$work/out"
}
redact_of_a_clean_draft_is_the_draft() { # without a word
    echo 'Lovely day.' >"$work/clean.txt"
    "$HALLPASS" check --redact "$work/clean.txt" >"$work/out" 2>&1 && diff "$work/clean.txt" "$work/out"
}
redact_gives_nothing_unchecked() {
    awk 'BEGIN { for (i = 0; i < 7500; i++) printf "Maya Hernandez got an IEP. " }' >"$work/names.txt"
    awk 'BEGIN { for (i = 0; i < 200; i++) printf "<b>"; print "Maya" }' >"$work/nested.html"
    for draft in "$work/names.txt" "$work/nested.html" long-line.txt latin1.txt nul.txt; do
        "$HALLPASS" check --redact "$draft" >"$work/out" 2>"$work/err"
        echo "$draft: status $?, $(wc -c <"$work/out") bytes"; cat "$work/err"
        [ ! -s "$work/out" ] && grep -q 'nothing of it is printed' "$work/err" && [ "$(wc -l <"$work/err")" -le 4 ] || return 1
    done
    "$HALLPASS" check --redact --channel=carrier-pigeon empty.txt 2>&1 | grep 'unknown channel'
}
both_marks_are_shown() { # whom and what, that do not stand in the first columns of a long line
    printf 'Proud teacher moment! Maya Hernandez in my 4th period room finally got a 92%% on the retake and all of us were glad' |
        "$HALLPASS" check - --channel twitter >"$work/out"
    cat "$work/out"
    grep -A1 '| … Maya Hernandez .*92% on the retake…$' "$work/out" | grep -qE '\|   ~{14} +\^{17}$'
}
no_color_in_a_file() {
    ! "$HALLPASS" check contact.txt | grep -q "$(printf '\033')"
}
no_escapes_in_messages() { # of a file's name, or in JSON: CSI comes as one character, too
    csi=$(printf '\302\233')
    "$HALLPASS" check "--roster=a${csi}31m.csv" empty.txt 2>&1 | grep 'cannot read roster "a?31m.csv"' || return 1
    printf 'Call her dad \302\23331mat 312-555-0147 \302\233\n' | "$HALLPASS" check --format=json --exit-zero - >"$work/out"
    grep '\\u009b' "$work/out" && ! grep -q "$csi" "$work/out"
}
escapes_never_reach_the_terminal() {
    printf 'Call her dad \033[31mat 312-555-0147\n' | "$HALLPASS" check --color=never - >"$work/out"
    ! grep -q "$(printf '\033')" "$work/out"
}
tags_have_their_keys() {
    "$HALLPASS" tag contact.txt >"$work/out" && cat "$work/out" &&
        grep -qE '^\{"id":"contact.txt","spans":\[\{"start":[0-9]+,"end":[0-9]+,"label":"PHONE","role":null,"confidence":[0-9]+\}' "$work/out"
}
configured_roster() {
    mkdir -p "$XDG_CONFIG_HOME/hallpass/rosters"
    cp bom-semicolons.csv "$XDG_CONFIG_HOME/hallpass/rosters/a.csv"
    cp latin1.csv "$XDG_CONFIG_HOME/hallpass/rosters/b.csv"
    "$HALLPASS" check empty.txt 2>&1 | grep 'b.csv.*line 2.*not UTF-8'
    status=$?
    rm -r "$XDG_CONFIG_HOME"
    return $status
}
every_roster_reads_alike() { # Zoë Lee goes by Zo, whatever wrote the file
    for file in rosters/*.csv; do
        "$HALLPASS" roster list "$file" >"$work/out" 2>"$work/err" || { echo "$file"; cat "$work/err"; return 1; }
        echo "$file"; cat "$work/out" "$work/err"
        [ "$(cut -f 1,2 "$work/out" | tail -n +2)" = "$(printf 'Lee\tZoë\nde la Cruz\tAna')" ] || return 1
        if grep -qiE 'secret|IEP|staff' "$work/out"; then return 1; fi
    done
}

# ---- the sandbox and the terminal
is_instrumented() { grep -q __asan_init "$HALLPASS"; }
sandbox_is_on() {
    mkfifo "$work/draft"
    "$HALLPASS" check - <"$work/draft" >/dev/null 2>&1 &
    pid=$!
    exec 3>"$work/draft"
    mode=
    for _ in $(seq 150); do # it enters before it reads; on a busy machine it compiles for a while first
        mode=$(sed -n 's/^Seccomp:[^0-9]*//p' "/proc/$pid/status")
        [ "$mode" = 2 ] && break
        sleep 0.1
    done
    core=$(sed -n 's/^Max core file size *\([0-9a-z]*\).*/\1/p' "/proc/$pid/limits")
    echo "Lovely day." >&3
    exec 3>&-
    wait $pid
    echo "status $?, mode $mode, core $core"
    [ "$mode" = 2 ] && [ "$core" = 0 ]
}
# A descriptor that the program was started with is no way out of the sandbox; one that it was told to read is read.
nothing_else_stays_open() { # who reads the other end of it sees it closed while the drafts are still waited for
    mkfifo "$work/lines" "$work/way-out"
    { cat "$work/way-out"; : >"$work/closed"; } &
    "$HALLPASS" check - --input=jsonl <"$work/lines" >/dev/null 2>&1 8>"$work/way-out" &
    pid=$!
    exec 3>"$work/lines"
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        [ -e "$work/closed" ] && break
        sleep 0.1
    done
    kill -0 $pid && [ -e "$work/closed" ]
    status=$?
    exec 3>&-
    wait
    return $status
}
files_by_descriptor_are_read() {
    "$HALLPASS" check --format=line --roster=/dev/fd/8 empty.txt /dev/fd/9 8<rosters/list.csv 9<contact.txt | grep '^/dev/fd/9:1:17: hold'
}

# A rule, a word in another language and a whole family are data: the program is not touched.
a_new_family_is_data() {
    "$HALLPASS" rules test family/boats.policy.yaml | grep -q ' passed, 0 failed' &&
        echo 'Maya Hernandez in my class tipped the piragua again. Ask for boat no. 4471' |
        "$HALLPASS" check - --policy family/boats.policy.yaml --exit-zero >"$work/got" &&
        grep -q 'What a child did in a boat' "$work/got" && grep -q 'The number of a boat' "$work/got" &&
        grep -q 'What happens on the lake stays on the lake' "$work/got"
}
rules_are_scored() { # told 2, wrong 1, half of it right; the one marked number found, by no other rule
    "$HALLPASS" rules score gold.jsonl >"$work/got" &&
        grep -qE '^contacts/phone +2 +1 +50 % +PHONE +1 +1 +100 % +1$' "$work/got" && grep -q '^2 posts' "$work/got"
}
attachments_are_judged() { # a child's name in a picture's description is told, about the post as a whole
    echo '{"text":"Field day!","media":[{"path":"a.jpg","alt":"Maya Hernandez from my class, crying","people":"students"}]}' |
        "$HALLPASS" check - --input=jsonl --format=jsonl --exit-zero >"$work/got" &&
        grep -q '"span":null' "$work/got" && grep -q 'description of a.jpg' "$work/got"
}

. "$here/terminal.sh"
. "$here/images.sh"
. "$here/rosters.sh"

make_files
run_table "$here/malformed.tsv"
run_table "$here/usage.tsv"
check "a closed pipe ends it with 2 and a message" closed_pipe
check "no word of a draft in a message" nothing_of_the_draft_on_stderr
check "as many lines out as in" as_many_lines_out
check "--jobs keeps the order" jobs_keep_the_order
check "a line is answered before the next comes" answers_line_by_line
check "broken lines keep their places" broken_lines_keep_their_places
check "lines that cannot be read are told" unread_lines_are_wrong
check "a draft is waited for on a pipe set not to wait" waits_where_the_pipe_does_not
check "a report is whole on a pipe set not to wait" writes_where_the_pipe_does_not_wait
check "a report has its keys" report_has_its_keys
check "offsets are bytes of the file" offsets_are_the_files
check "the digest is BLAKE2b-256 of the text" digest_is_the_texts
check "secrets are masked where a report leaves the screen" secrets_are_masked
check "--unmask shows them" secrets_show_when_asked
check "--redact gives the draft alone" redact_gives_the_draft
check "--redact of a clean draft is the draft" redact_of_a_clean_draft_is_the_draft
check "--redact gives nothing of a draft not fully checked" redact_gives_nothing_unchecked
check "whom and what are both shown of a long line" both_marks_are_shown
check "no colour in a file" no_color_in_a_file
check "escapes of a draft never reach the terminal" escapes_never_reach_the_terminal
check "escapes never stand in messages and JSON" no_escapes_in_messages
check "tags have their keys" tags_have_their_keys
check "class lists of the configuration folder are read" configured_roster
check "class lists of every kind read alike" every_roster_reads_alike
check "files are read by their descriptor" files_by_descriptor_are_read
check "nothing else stays open" nothing_else_stays_open
check "a new family of rules is data" a_new_family_is_data
check "rules are scored on marked posts" rules_are_scored
check "attachments are judged" attachments_are_judged
check_images
check_rosters
if is_instrumented; then skip "the sandbox is on" "a sanitizer build runs without it"
else check "the sandbox is on before the draft is read" sandbox_is_on; fi
check_terminal
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
