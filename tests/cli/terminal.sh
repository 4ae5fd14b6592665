# shellcheck shell=sh disable=SC2154  # a part of run.sh, which sets the variables
# What only a terminal shows: script(1) makes one, types what it reads from its standard input, and prints what stands
# on it.
on_terminal() { script -qec "$1" /dev/null; }

long_paste_survives() {
    # 5,000 bytes on one line, a phone number behind them: a canonical terminal would cut it off.
    { sleep 0.5; head -c 5000 /dev/zero | tr '\0' x; printf ' call her dad at 312-555-0147\n'; sleep 0.2; printf '\004'; sleep 0.5; } |
        script -qec "\"$HALLPASS\" check --color=never --channel=twitter" /dev/null >"$work/out"
    tail -n 20 "$work/out" | cut -c 1-100
    grep -q '|.*312-555-0147' "$work/out"
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
    check "--redact is clean on a terminal" redact_is_clean_on_a_terminal
}
