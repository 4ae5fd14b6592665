# shellcheck shell=bash disable=SC2154,SC2016  # a part of run, which sets the variables
# Mail: the gate with a script in the mail program's place, which keeps what it gets. tests/desktop/mail has a real one.
# FINE and HELD stand in git.sh.

gate() { apart "$HALLPASS" hook "${GATE:-msmtp}" --client "$work/mailer" -- "$@"; }
letter_is() { # FILE: sent as it is, held (77) or not checked (75), as its name says
    rm -f "$work/sent"
    gate -t <"$1" >"$work/got" 2>&1
    local status=$?
    case $1 in
    *.sent) [ "$status" -eq 0 ] && cmp "$1" "$work/sent" && [ "$(b2sum -l 256 <"$1")" = "$(b2sum -l 256 <"$work/sent")" ] ;;
    *.held) [ "$status" -eq 77 ] && [ ! -e "$work/sent" ] && grep -q 'nothing was sent' "$work/got" ;;
    *.unchecked) [ "$status" -eq 75 ] && [ ! -e "$work/sent" ] && grep -q 'not all of it could be checked' "$work/got" ;;
    esac
}
check_letters() {
    local file
    mkdir "$work/letters"
    python3 "$here/letters.py" "$work/letters"
    for file in "$work"/letters/*; do
        if letter_is "$file" >"$work/why" 2>&1; then pass "mail: $(basename "$file")"; else cat "$work/why" >>"$work/got"; fail "mail: $(basename "$file")" "status or bytes"; fi
    done
}
reason_sends() { # 77 is for a hold without a reason
    printf 'Subject: Call\n\n%s\n' "$HELD" >message
    rm -f "$work/sent"
    typing 'Why may it' 'It is the office.\n' -- sh -c "'$HALLPASS' hook msmtp --client '$work/mailer' -- -t <message" && cmp message "$work/sent"
}
words_are_handed_on() {
    printf 'Subject: x\n\n%s\n' "$FINE" | gate -f teacher@example.org -- parent@example.org 'two words' && cat "$work/words" &&
        [ "$(cat "$work/words")" = "$(printf -- '-f\nteacher@example.org\n--\nparent@example.org\ntwo words')" ]
}
status_is_the_clients() { printf '#!/bin/sh\nexit 69\n' >broken && chmod +x broken && echo | apart "$HALLPASS" hook msmtp --client ./broken -- -t; [ $? -eq 69 ]; }
client_missing() { echo | apart "$HALLPASS" hook msmtp --client ./nothing -- -t; [ $? -eq 75 ]; }
no_smtp_on_input() { printf 'MAIL FROM:<a@example.org>\n' | GATE=sendmail gate -bs >told 2>&1; [ $? -eq 77 ] && grep -q 'nothing was sent' told; }
other_calls_get_nothing() { # a call that sends nothing gets no message either
    rm -f "$work/sent"
    echo "$HELD" | gate --version && [ ! -s "$work/sent" ] && echo "$HELD" | GATE=sendmail gate -bp && [ ! -s "$work/sent" ]
}
unread_is_told() { gate -t <"$work/letters/name-of-attachment.sent" 2>told && cat told && grep -q 'goes along unread' told && ! grep -q png told; }
no_words_of_a_letter() { gate -t <"$work/letters/plain.held" >told 2>&1; ! grep -qE 'dad|555' told; }
mail_installed() {
    "$HALLPASS" hook install sendmail --client="$work/mailer" --bin bin --fail-on=hold --yes >told 2>&1 && printf 'Subject: x\n\n%s\n' "$FINE" | apart bin/sendmail -t &&
        printf 'Subject: x\n\n%s\n' "$HELD" | apart bin/sendmail -t
    [ $? -eq 77 ] && "$HALLPASS" hook uninstall sendmail --bin bin && [ ! -e bin/sendmail ]
}

check_mail() {
    printf '#!/bin/sh\nprintf "%%s\\n" "$@" >"%s/words"; cat >"%s/sent"\n' "$work" "$work" >"$work/mailer"
    chmod +x "$work/mailer"
    check_letters
    check "mail: a reason sends" reason_sends
    check "mail: words are handed on" words_are_handed_on
    check "mail: the mail program's own status" status_is_the_clients
    check "mail: no mail program" client_missing
    check "mail: no SMTP on standard input" no_smtp_on_input
    check "mail: other calls" other_calls_get_nothing
    check "mail: what goes unread is told" unread_is_told
    check "mail: no words of a letter in messages" no_words_of_a_letter
    check "mail: installed" mail_installed
}
