# shellcheck shell=sh disable=SC2154  # a part of run.sh, which sets the variables
# What only a terminal shows: script(1) makes one, types what it reads from its standard input, and prints what stands
# on it.
on_terminal() { script -qec "$1" /dev/null; }

long_paste_survives() {
    # 5,000 bytes on one line, a phone number behind them: a canonical terminal would cut it off.
    { sleep 0.5; head -c 5000 /dev/zero | tr '\0' x; printf ' call her dad at 312-555-0147\n'; sleep 0.2; printf '\004'; sleep 0.5; } |
        on_terminal "'$HALLPASS' check --color=never --channel=twitter" >"$work/out"
    tail -n 20 "$work/out" | cut -c 1-100
    grep -q '|.*312-555-0147' "$work/out"
}

# A shell that runs hallpass with the arguments $1 and then gets what stands on standard input: none of it may be left
# for the shell, which must still work and have its terminal back as it was.
shell_runs_nothing_of() {
    rm -f ran works modes
    { printf '%s\n' "'$HALLPASS' $1"; cat; sleep 1; printf 'stty -a >modes; echo works >works; exit\n'; } |
        PS1='$ ' on_terminal "stty -a >before; exec sh -i" >"$work/out"
    tail -n 20 "$work/out" | cut -c 1-100
    diff before modes && [ -e works ] && [ ! -e ran ]
}
paste_behind_a_failure() {
    for what in 'check --policy empty.rules.yaml' 'check --at=noon' 'check --roster=nowhere.csv' 'tag --policy nobody'; do
        printf 'Maya has an IEP\ntouch ran\n' | shell_runs_nothing_of "$what" || return 1
        if grep -q 'Paste or type' "$work/out"; then return 1; fi # it did not ask for it
    done
}
paste_over_the_cap() {
    { sleep 0.5; yes 'another line of a very long draft' | head -c 1200000; printf '\ntouch ran\n'; sleep 0.2; printf '\010\004'; } |
        shell_runs_nothing_of check && grep 'could not be checked' "$work/out"
}
paste_with_an_end_inside() {
    { sleep 0.5; printf 'Lovely day.\n\004\n'; yes ': another line' | head -c 20000; printf '\ntouch ran\n'; } |
        shell_runs_nothing_of check && grep 'Good to go' "$work/out"
}
paste_with_an_interrupt_inside() {
    { sleep 0.5; printf 'Lovely day.\n\003\n'; yes ': another line' | head -c 20000; printf '\ntouch ran\n'; } |
        shell_runs_nothing_of check
}
paste_is_shown_on_the_terminal_only() {
    { sleep 0.5; printf 'Lovely Quetzalcoatx\010l d\303\244y\302\233 of ours.\n'; sleep 0.2; printf '\004'; sleep 0.5; } |
        on_terminal "'$HALLPASS' check --color=never 2>'$work/err'" >"$work/out"
    cat "$work/out" "$work/err"
    grep -q 'Paste or type' "$work/out" && grep -q 'Lovely Quetz' "$work/out" && grep -q 'däy� of ours' "$work/out" &&
        ! [ -s "$work/err" ]
}
lines_can_be_pasted() {
    { sleep 0.5; printf '{"id":"a","text":"Lovely day."}\n{"id":"b","text":"Lovely day."}\n'; sleep 0.2; printf '\004'; sleep 0.5; } |
        on_terminal "timeout --foreground 5 '$HALLPASS' check --input=jsonl --format=jsonl; echo status \$?" >"$work/out"
    cat "$work/out"
    grep -q 'status 0' "$work/out" && [ "$(grep -c '"verdict":"pass"' "$work/out")" = 2 ]
}
redact_is_clean_on_a_terminal() { # and byte for byte elsewhere
    printf 'Lovely \033[31m day \302\23331m for\tus.\n' >"$work/escapes.txt"
    on_terminal "'$HALLPASS' check --redact '$work/escapes.txt'" </dev/null >"$work/out"
    od -c "$work/out"
    tr -d '\r' <"$work/out" | grep -qxF "$(printf 'Lovely \357\277\275[31m day \357\277\27531m for\tus.')" &&
        "$HALLPASS" check --redact "$work/escapes.txt" | cmp - "$work/escapes.txt"
}

check_terminal() {
    if ! command -v script >/dev/null; then
        skip "the terminal" "there is no script(1)"
        return
    fi
    check "a long paste survives the terminal" long_paste_survives
    check "a paste behind a failure is not run by the shell" paste_behind_a_failure
    check "a paste over the cap is not run by the shell" paste_over_the_cap
    check "a paste with an end in it is not run by the shell" paste_with_an_end_inside
    check "a paste with an interrupt in it is not run by the shell" paste_with_an_interrupt_inside
    check "a paste is shown on the terminal and nowhere else" paste_is_shown_on_the_terminal_only
    check "JSON Lines can be pasted" lines_can_be_pasted
    check "--redact is clean on a terminal" redact_is_clean_on_a_terminal
}
