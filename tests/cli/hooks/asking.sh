# shellcheck shell=bash disable=SC2154,SC2016  # a part of run, which sets the variables; single quotes are for sh -c
# What a person is asked, on a real terminal. The drafts stand in files; "client" is the hook, as the others ask the same.
REVIEW='One of my students failed the test.'
HOLD_YES='Maya Hernandez failed algebra.'
HOLD_REASON='Call her dad at 312-555-0147.'
HOLD_NO='The alarm code of our school is 4471.'

# asked DRAFT STATUS [WORDS ANSWER]...: the terminal's text is left in "screen", the answer in "answer".
asked() {
    local status=$2
    printf '%s\n' "$1" >draft
    shift 2
    typing "$@" -- sh -c "'${PROGRAM:-$HALLPASS}' hook client ${OPTIONS:-} <draft >answer" >screen
    local got=$?
    cat screen answer
    [ "$got" -eq "$status" ]
}

review_yes() { asked "$REVIEW" 0 'Publish it anyway?' 'y\n' && grep -q '"answer":"publish","reason":null}$' answer; }
review_no() { asked "$REVIEW" 1 'Publish it anyway?' 'n\n' && grep -q '"answer":"stop"' answer && grep -q 'nothing is to be published' screen; }
review_empty() { asked "$REVIEW" 1 'Publish it anyway?' '\n'; }
review_end() { asked "$REVIEW" 1 'Publish it anyway?' '\x04'; }
review_long() { asked "$REVIEW" 1 'Publish it anyway?' 'yyyyyyyyyyyyyyyyyyyyyyyyy\n'; }
review_shown() { asked "$REVIEW" 1 'Publish it anyway?' 'n\n' && grep -q '| .*students failed the test' screen && grep -q 'Praise the effort' screen; }
hold_yes() { asked "$HOLD_YES" 0 'all the same?' 'yes\n'; }
hold_yes_no() { asked "$HOLD_YES" 1 'all the same?' 'nope\n'; }
hold_reason() {
    asked "$HOLD_REASON" 0 'Why may it go out' ' It is the "office" number, Quetzalcoatl. \n' &&
        grep -qF '"answer":"publish","reason":"It is the \"office\" number, Quetzalcoatl."}' answer &&
        ! grep -rq Quetzalcoatl "$HOME" "$XDG_CACHE_HOME"
}
hold_reason_empty() { asked "$HOLD_REASON" 1 'Why may it go out' '   \n'; }
hold_reason_not_utf8() { asked "$HOLD_REASON" 1 'Why may it go out' 'caf\xe9\n'; }
hold_no() { asked "$HOLD_NO" 1 && grep -q 'leaves it to nobody' screen && ! grep -q '\[y/N\]' screen; }
harmless_is_quiet() { asked 'We planted beans.' 0 && ! [ -s screen ]; }
fail_on_hold() { OPTIONS=--fail-on=hold asked "$REVIEW" 0 && ! grep -q 'anyway' screen; }
fail_on_hold_apart() { echo "$REVIEW" | apart "$HALLPASS" hook client --fail-on=hold; }
fail_on_hold_holds() { echo "$HOLD_YES" | apart "$HALLPASS" hook client --fail-on=hold; [ $? -eq 1 ]; }
colour_on_terminal_only() {
    asked "$REVIEW" 1 'Publish it anyway?' 'n\n' && grep -q "$(printf '\033')" screen &&
        NO_COLOR=1 asked "$REVIEW" 1 'Publish it anyway?' 'n\n' && ! grep -q "$(printf '\033')" screen
}

# A check that takes a second: what is typed meanwhile is no answer to a question that comes later.
typed_before_is_no_answer() {
    mkdir slow
    cp "$HALLPASS" slow/ask
    printf '#!/bin/sh\nsleep 1\nexec "%s" "$@"\n' "$HALLPASS" >slow/hallpass
    chmod +x slow/hallpass
    PROGRAM=$PWD/slow/ask asked "$REVIEW" 1 '' 'y\ny\n' 'Publish it anyway?' 'n\n'
}
# Mail programs leave the terminal without lines and echo, and want to find it so again.
raw_terminal() {
    echo "$REVIEW" >draft
    typing 'Publish it anyway?' 'y\n' -- sh -c "stty -icanon -echo; stty -a >before; '$HALLPASS' hook client <draft >answer; echo \$? >status; stty -a >after" >screen
    cat screen
    [ "$(cat status)" = 0 ] && cmp before after && grep -q 'N\] y' screen
}
in_the_background() { # it has a terminal, and may not read from it: nobody is asked, nothing waits
    echo "$REVIEW" >draft
    typing -- bash -mc "'$HALLPASS' hook client <draft >answer 2>told & wait \$!" >screen
    local status=$?
    cat screen told
    [ "$status" -eq 1 ] && grep -q 'no terminal to ask you on' told
}
no_words_without_a_terminal() {
    printf '%s\n' "$HOLD_REASON" | apart "$HALLPASS" hook client >answer 2>told
    cat told
    grep -q 'line 1, column 17: hold' told && ! grep -qE 'dad|555' told
}
secrets_stay_masked_for_programs() {
    printf '%s\n' "$HOLD_NO" | apart "$HALLPASS" hook client >answer 2>/dev/null
    cat answer
    grep -q '"verdict":"hold"' answer && ! grep -q 4471 answer
}
nothing_in_arguments() {
    echo 'We planted beans.' | apart "$HALLPASS" hook client -- 'We planted beans.'
    [ $? -eq 2 ]
}
markup_is_read() { # what a page shows is a number; what its source holds is none
    printf '<p>Call 312&#45;555&#45;0147</p>\n' >draft
    apart "$HALLPASS" hook client <draft && ! apart "$HALLPASS" hook client --input=html <draft
}
told_what_is_wrong() {
    local words
    for words in 'hook' 'hook tot' 'hook install' 'hook install nothing' 'hook client --wait=0' 'hook client --wait=soon' 'hook client --input=pdf' 'hook test'; do
        # shellcheck disable=SC2086  # split on purpose
        apart "$HALLPASS" $words </dev/null >out 2>told
        [ $? -eq 2 ] && grep -q '^hallpass: ' told || { echo "$words"; cat told; return 1; }
    done
    apart "$HALLPASS" hook tot 2>&1 | grep -q 'did you mean "toot"'
}
every_hook_tests_itself() {
    local hook
    for hook in client git pre-push toot msmtp sendmail; do
        apart "$HALLPASS" hook test "$hook" >told 2>&1 || { cat told; return 1; }
        grep -q "\"$hook\" does what it should; nothing was published" told || { cat told; return 1; }
    done
    # and says so where a policy lets everything through
    for hook in client git; do
        apart "$HALLPASS" hook test "$hook" --policy "$here/lenient.policy.yaml" >told 2>&1
        [ $? -eq 2 ] && grep -q 'number went through' told || { cat told; return 1; }
    done
    [ -z "$(ls "$TMPDIR")" ]
}

check_asking() {
    check "a review: yes" review_yes
    check "a review: no" review_no
    check "a review: nothing" review_empty
    check "a review: the end of the terminal" review_end
    check "a review: something long" review_long
    check "a review is shown with its words" review_shown
    check "a hold: yes" hold_yes
    check "a hold: no" hold_yes_no
    check "a hold: a reason, in the answer and nowhere else" hold_reason
    check "a hold: no reason" hold_reason_empty
    check "a hold: a reason that is no text" hold_reason_not_utf8
    check "a hold that nobody may override" hold_no
    check "a harmless text is let through without a word" harmless_is_quiet
    check "--fail-on=hold lets a review pass" fail_on_hold
    check "--fail-on=hold lets a review pass without a terminal" fail_on_hold_apart
    check "--fail-on=hold still holds" fail_on_hold_holds
    check "colour on the terminal, unless NO_COLOR" colour_on_terminal_only
    check "what was typed before is no answer" typed_before_is_no_answer
    check "a terminal without lines and echo" raw_terminal
    check "in the background nobody is asked" in_the_background
    check "without a terminal none of the words is told" no_words_without_a_terminal
    check "secrets stay masked for programs" secrets_stay_masked_for_programs
    check "no text in arguments" nothing_in_arguments
    check "--input tells what a text is written in" markup_is_read
    check "mistakes are told" told_what_is_wrong
    check "every hook tests itself" every_hook_tests_itself
}
