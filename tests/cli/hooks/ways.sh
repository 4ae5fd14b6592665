# shellcheck shell=bash disable=SC2154  # a part of run, which sets the variables
# Every hook in every way in which a check can fail: tests/cli/hooks/ways.tsv.

# A folder where a program of the name "hallpass" stands that behaves in this way, and beside it "ask", the real one: a
# hook asks the "hallpass" that lies in its own folder.
make_way() {
    local dir=$work/ways/$1 real="exec '$HALLPASS' \"\$@\""
    local good='{"schema":"hallpass.report/1","verdict":"pass","complete":true,"digest":"%s","findings":[],"problems":[]}'
    mkdir -p "$dir"
    cp "$HALLPASS" "$dir/ask"
    case $1 in
    pass) body="'$HALLPASS' \"\$@\" | tee '$work/reports'" ;; # what was checked is told by the reports
    hold | review | not-utf8 | too-long) body=$real ;;
    wrong-policy) body="exec '$HALLPASS' \"\$@\" --policy=/nowhere.yaml" ;;
    exit-[0-3]) body="exit ${1#exit-}" ;;
    crash) body='kill -SEGV $$' ;;
    timeout) body='exec sleep 60' ;;
    missing) return ;;
    ends-with-[13]) body="'$HALLPASS' \"\$@\"; exit ${1#ends-with-}" ;;
    crash-after) body="'$HALLPASS' \"\$@\"; kill -SEGV \$\$" ;;
    cut-report) body="read -r line; printf '{\"schema\":\"hallpass.report/1\",\"verdict\":\"pa'" ;;
    no-report) body="read -r line; echo '{\"verdict\":\"pass\"}'; cat >/dev/null" ;;
    other-text) body="read -r line; echo '$(printf "$good" "$(printf '%064d' 0)")'; cat >/dev/null" ;;
    unfinished) body="'$HALLPASS' \"\$@\" | sed -u 's/\"complete\":true/\"complete\":false/'" ;;
    program-missing) return ;;
    program-crash) body='kill -SEGV $$' ;;
    esac
    printf '#!/bin/sh\n%s\n' "$body" >"$dir/hallpass"
    chmod +x "$dir/hallpass"
}

draft_of_way() {
    case $1 in
    hold) echo 'Call her dad at 312-555-0147.' ;;
    review) echo 'One of my students failed the test.' ;;
    not-utf8) printf 'A lovely day at the caf\351.\n' ;;
    too-long) head -c 1100000 /dev/zero | tr '\0' 'a' ;;
    *) echo 'We planted beans on the window sill today.' ;;
    esac
}

# Writes a hook's script as "install" does, for the program of this way.
script_of_way() { # HOOK DIR FILE
    local at=$work/install/$1
    mkdir -p "$at"
    case $1 in
    git | pre-push)
        git init -q "$at/repo" && (cd "$at/repo" && "$HALLPASS" hook install "$1" --wait="$wait" --yes >/dev/null 2>&1)
        local name=pre-commit
        [ "$1" = git ] || name=pre-push
        sed "s|^hallpass=.*|hallpass='$2'|" "$at/repo/.git/hooks/$name" >"$3" ;;
    *)
        "$HALLPASS" hook install "$1" --wait="$wait" --client="$work/recorder" --bin="$at" --yes >/dev/null 2>&1
        sed "s|^hallpass=.*|hallpass='$2'|" "$at/$1" >"$3" ;;
    esac
    chmod +x "$3"
}

# Each publishes the draft through the hook and leaves what was published, if anything, as $work/published.
publish_git() { # DRAFT PROGRAM
    git init -q "$work/repo" && mkdir "$work/repo/_posts" && cp "$1" "$work/repo/_posts/post.md" && cd "$work/repo" || return 98
    script_of_way git "$2" .git/hooks/pre-commit
    git add _posts
    apart git commit -q -m post
    local status=$?
    git show HEAD:_posts/post.md >"$work/shown" 2>/dev/null && mv "$work/shown" "$work/published"
    cd "$work" || return 98
    return "$status"
}
publish_pre-push() {
    git init -q "$work/repo" && mkdir "$work/repo/_posts" && cp "$1" "$work/repo/_posts/post.md" && cd "$work/repo" || return 98
    git add _posts
    git commit -q -m post
    git init -q --bare "$work/remote.git"
    script_of_way pre-push "$2" .git/hooks/pre-push
    apart git push -q "$work/remote.git" HEAD:refs/heads/blog
    local status=$?
    git -C "$work/remote.git" show blog:_posts/post.md >"$work/shown" 2>/dev/null && mv "$work/shown" "$work/published"
    cd "$work" || return 98
    return "$status"
}
publish_client() {
    local status
    if [ ! -x "$2" ]; then echo "$2 is missing, so nothing was asked"; return 3; fi # what a client does without it
    apart "$2" hook client --wait="$wait" <"$1" >"$work/answer"
    status=$?
    if [ "$status" -ge 126 ]; then echo "the check broke off"; return 3; fi
    grep -q '"answer":"publish"' "$work/answer" && [ "$status" -eq 0 ] && cp "$1" "$work/published"
    return "$status"
}
publish_toot() {
    script_of_way toot "$2" "$work/toot"
    apart "$work/toot" post <"$1"
    local status=$?
    if [ -e "$work/published" ]; then echo >>"$work/published"; fi # toot takes the last newline off
    return "$status"
}
publish_mail() {
    script_of_way "$1" "$3" "$work/$1"
    { printf 'To: families@example.org\nSubject: This week\nContent-Type: text/plain; charset=utf-8\n\n'; cat "$2"; } >"$work/message"
    apart "$work/$1" -t <"$work/message"
    local status=$?
    if cmp -s "$work/message" "$work/published"; then tail -n +5 "$work/published" >"$work/shown"; mv "$work/shown" "$work/published"; fi
    return "$status"
}
publish_msmtp() { publish_mail msmtp "$@"; }
publish_sendmail() { publish_mail sendmail "$@"; }

as_checked() { # HOOK: toot takes the last newline off; a mail is read with its subject
    case $1 in
    toot) head -c -1 "$work/published" ;;
    msmtp | sendmail) printf 'This week\n\n'; cat "$work/published" ;;
    *) cat "$work/published" ;;
    esac
}
# The digest of what was published stands in a report of the shut-in half, as the digest of what was checked.
was_checked() { # HOOK
    local digest
    digest=$(as_checked "$1" | b2sum -l 256 | cut -d' ' -f1)
    grep -q "\"verdict\":\"pass\",\"complete\":true,\"digest\":\"$digest\"" "$work/reports"
}

try_way() { # HOOK WAY STATUS WORDS
    local program=$work/ways/$2/ask status wait=30
    [ "$2" != timeout ] || wait=1
    case $2 in program-*) program=$work/ways/$2/hallpass ;; esac
    rm -rf "$work/published" "$work/repo" "$work/remote.git" "$work/reports"
    draft_of_way "$2" >"$work/draft"
    "publish_$1" "$work/draft" "$program" >"$work/got" 2>&1
    status=$?
    if [ "$status" -ne "$3" ]; then fail "$1, $2" "status $status, not $3"
    elif [ "$3" -eq 0 ] && ! cmp -s "$work/draft" "$work/published"; then fail "$1, $2" "published is something else"
    elif [ "$3" -eq 0 ] && ! was_checked "$1"; then fail "$1, $2" "published is not what was checked"
    elif [ "$3" -ne 0 ] && [ -e "$work/published" ]; then fail "$1, $2" "it was published"
    elif [ "$4" != - ] && ! grep -qF -- "$4" "$work/got"; then fail "$1, $2" "says nothing of: $4"
    else pass "$1, $2"; fi
}

check_ways() {
    local row way hook i
    printf '#!/bin/sh\ncat >"%s"\n' "$work/published" >"$work/recorder"
    chmod +x "$work/recorder"
    while IFS=$'\t' read -r -a row; do
        way=${row[0]:-#}
        case $way in '#'*) continue ;; esac
        make_way "$way"
        i=1
        for hook in client git pre-push toot msmtp sendmail; do
            try_way "$hook" "$way" "${row[i]}" "${row[7]}"
            i=$((i + 1))
        done
    done <"$here/ways.tsv"
}
