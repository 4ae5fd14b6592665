# shellcheck shell=bash disable=SC2154,SC2164  # a part of run, which sets the variables; each case has a folder of its own
# git: real repositories with the hook as "hallpass hook install git" writes it.
FINE='We planted beans on the window sill today.'
HELD='Call her dad at 312-555-0147.'

blog() { # a repository with the hook, and nothing committed yet
    git init -q . && "$HALLPASS" hook install git --yes "$@" >/dev/null 2>&1 && mkdir -p _posts
}
commit() { apart git commit -q -m post "$@"; }
held() { # COMMAND...: it fails, because of a hold
    "$@" >told 2>&1
    local status=$?
    cat told
    [ "$status" -ne 0 ] && grep -q 'hold: A phone number' told && grep -qE 'nothing was (committed|pushed)' told
}
refused() { # WORDS COMMAND...: it fails, because something could not be checked
    local words=$1
    shift
    "$@" >told 2>&1
    local status=$?
    cat told
    [ "$status" -ne 0 ] && grep -qF -- "$words" told && grep -q 'not all of it could be checked' told
}
commits() { git rev-list --count HEAD 2>/dev/null || echo 0; }

first_commit_goes() { blog && echo "$FINE" >_posts/a.md && git add . && commit && [ "$(commits)" = 1 ]; }
first_commit_is_held() { blog && echo "$HELD" >_posts/a.md && git add . && held commit && [ "$(commits)" = 0 ]; }
index_not_work_tree() { # fine in the index, held in the work tree; and the other way round
    blog && echo "$FINE" >_posts/a.md && git add . && echo "$HELD" >_posts/a.md && commit && [ "$(commits)" = 1 ] &&
        git add . && echo "$FINE" >_posts/a.md && held commit && [ "$(commits)" = 1 ]
}
part_of_a_file() { # one of two hunks is staged
    blog && { echo "$FINE"; seq 20; echo "$FINE"; } >_posts/a.md && git add . && commit &&
        { echo "$FINE"; echo 'It rained.'; seq 20; echo "$FINE"; echo "$HELD"; } >_posts/a.md &&
        printf 'y\nn\n' | git add -p >/dev/null && commit && [ "$(commits)" = 2 ] && held commit -a
}
commit_of_one_path() { # git makes another index for it
    blog && echo "$FINE" >_posts/a.md && echo "$HELD" >_posts/b.md && git add . && commit -- _posts/a.md &&
        [ "$(commits)" = 1 ] && held commit -- _posts/b.md
}
renamed() { # into the posts it is a post, whatever it was before
    blog && echo "$HELD" >notes.md && git add . && commit && git mv notes.md _posts/notes.md && held commit
}
renamed_ending() { blog && echo "$HELD" >_posts/a.bak && git add . && commit && git mv _posts/a.bak _posts/a.MD && held commit; }
deleted() { # what goes away is not checked
    blog && echo "$HELD" >_posts/a.md && git add . && git commit -q --no-verify -m before && git rm -q _posts/a.md && commit &&
        [ "$(commits)" = 2 ]
}
binary_post() { blog && printf 'one\0two\n' >_posts/a.md && git add . && refused 'not UTF-8 text' commit; }
binary_beside() { blog && echo "$FINE" >_posts/a.md && head -c 4096 /dev/urandom >_posts/a.png && git add . && commit; }
not_utf8() { blog && printf 'A lovely day at the caf\351.\n' >_posts/a.md && git add . && refused '"_posts/a.md": it is not UTF-8' commit; }
name_not_utf8() { blog && echo "$FINE" >_posts/$'caf\351.md' && git add . && refused 'it is not UTF-8' commit; }
link() { blog && ln -s /etc/hostname _posts/a.md && git add . && refused 'it is a link' commit; }
link_became_file() { # a change of the kind of file
    blog && ln -s a.txt _posts/a.md && git add . && git commit -q --no-verify -m before && rm _posts/a.md &&
        echo "$HELD" >_posts/a.md && git add . && held commit
}
submodule() {
    git init -q other && (cd other && echo "$HELD" >a.md && git add . && git commit -q -m other) &&
        mkdir blog && cd blog && blog && git -c protocol.file.allow=always submodule --quiet add "$PWD/../other" _posts/other &&
        commit >told 2>&1 && cat told && grep -q 'a repository of its own' told
}
odd_names() { # each of them is held; none is mistaken for an option or for two files
    local name
    blog || return 1
    for name in 'with space.md' $'new\nline.md' '-n.md' '--all.md' 'tab	x.md' 'qu"ote.md' ' .md' 'é ü.md' '[a]*.md' ':(top)x.md' 'a\b.md'; do
        echo "$HELD" >"_posts/$name"
        git add -- ":(literal)_posts/$name" && held commit || { printf 'name: %q\n' "$name"; return 1; }
        git rm -q --cached -f -- ":(literal)_posts/$name"
        rm "_posts/$name"
    done
    mkdir -- -content -content/posts && echo "$HELD" >-content/posts/a.md && git add . && held commit
}
huge() {
    blog && head -c 2000000 /dev/zero | tr '\0' a >_posts/a.md && git add . && refused 'it is larger than 1 MiB' commit
}
merge() { # with conflicts it ends in a commit; without, git runs another hook
    blog && echo "$FINE" >_posts/a.md && git add . && commit && git checkout -q -b side && echo "$HELD" >_posts/b.md &&
        git add . && git commit -q --no-verify -m side && git checkout -q main && echo x >README && git add . && commit &&
        held apart git merge -q --no-edit side && git merge --abort 2>/dev/null
    git reset -q --hard && [ "$(commits)" = 2 ] &&
        git checkout -q side && echo 'Side.' >README && git add . && git commit -q --no-verify -m conflict &&
        git checkout -q main && ! git merge -q side >/dev/null 2>&1 && echo both >README && git add . && held commit
}
linked_work_tree() { # of a bare repository: its hooks lie with the repository
    git init -q --bare blog.git && git init -q seed && (cd seed && echo x >x && git add . && git commit -q -m x && git push -q ../blog.git HEAD:refs/heads/main) &&
        git -C blog.git worktree add -q ../tree main && cd tree && "$HALLPASS" hook install git --yes >/dev/null 2>&1 &&
        [ -x ../blog.git/hooks/pre-commit ] && mkdir -p _posts && echo "$HELD" >_posts/a.md && git add . && held commit &&
        echo "$FINE" >_posts/a.md && git add . && commit
}
from_below() { blog && echo "$HELD" >_posts/a.md && git add . && cd _posts && held commit; }
hostile_configuration() { # what a repository's settings do to "git diff" does nothing to the hook
    blog && echo "$FINE" >_posts/a.md && git add . && commit && mkdir sub && cat >>.git/config <<'END' &&
[diff]
	external = /bin/false
	relative = true
	noprefix = true
	renames = copies
	ignoreSubmodules = all
	orderFile = /dev/null
[core]
	quotePath = true
	abbrev = 4
[color]
	ui = always
[log]
	showRoot = false
END
        echo '*.md diff=x' >.gitattributes && git config diff.x.textconv /bin/true && cp _posts/a.md _posts/b.md &&
        echo "$HELD" >>_posts/b.md && git add . && held commit
}
no_terminal_review() { # as a graphical client runs it: refused, and told how to go on
    blog && echo 'One of my students failed the test.' >_posts/a.md && git add . && commit >told 2>&1
    [ $? -ne 0 ] && cat told && grep -q 'there is no terminal to ask you on' told && ! grep -q 'failed the test' told
}
review_on_a_terminal() {
    blog && echo 'One of my students failed the test.' >_posts/a.md && git add . &&
        typing 'anyway?' 'y\n' -- git commit -q -m post && [ "$(commits)" = 1 ] &&
        echo 'Two of my students failed the test.' >_posts/b.md && git add . &&
        ! typing 'anyway?' 'n\n' -- git commit -q -m post && [ "$(commits)" = 1 ]
}
one_question_for_all() {
    blog && for n in a b c; do echo "One of my students failed test $n." >_posts/$n.md; done && git add . &&
        typing 'anyway?' 'y\n' -- git commit -q -m post >screen && cat screen && [ "$(grep -c 'anyway?' screen)" = 1 ] &&
        grep -q '_posts/b.md: ' screen
}
front_matter_and_alt() { # what only the page source shows is read too
    blog && printf -- '---\ntitle: Call her dad at 312-555-0147\n---\nA day.\n' >_posts/a.md && git add . && held commit &&
        printf '![Call her dad at 312-555-0147](a.png)\n' >_posts/a.md && git add . && held commit &&
        printf '<img src="a.png" alt="Call her dad at 312-555-0147">\n' >_posts/a.html && rm _posts/a.md && git add -A && held commit
}
usual_front_matter_goes() { # what Jekyll and Hugo write there is no prose
    blog && mkdir -p content/posts && cat >_posts/2026-05-01-beans.md <<'END' && cat >content/posts/beans.md <<'END2' &&
---
layout: post
title: "What beans taught us about patience"
date: 2026-05-01 18:30:00 -0500
author: Teresa Alvarez
categories: [science, garden]
permalink: /2026/05/beans/
image: /assets/img/beans-2026-05-01.jpg
uuid: 3f2504e0-4f89-41d3-9a0c-0305e82c3301
comments: true
---
We planted beans on the window sill.

![Green pots in a row](/assets/img/pots.jpg)
END
+++
title = "Beans again"
date = 2026-05-02T18:30:00-05:00
draft = false
tags = ["garden"]
[cover]
image = "cover.jpg"
alt = "Pots on a sill"
+++
It rained.
{{< figure src="a.jpg" alt="Beans in pots" >}}
END2
        git add . && commit && [ "$(commits)" = 1 ] &&
        sed 's/Pots on a sill/Call her dad at 312-555-0147/' content/posts/beans.md >content/posts/toml.md && git add . && held commit && git rm -qf content/posts/toml.md &&
        sed 's/Beans in pots/Call her dad at 312-555-0147/' content/posts/beans.md >content/posts/code.md && git add . && held commit
}
address_of_a_page() { # is made of the file's name, or of its folder's
    printf 'name\nMaya Hernandez\n' >class.csv
    blog --roster class.csv && echo "$FINE" >_posts/2026-05-01-why-we-plant-beans.md && git add _posts && commit &&
        echo 'It rained.' >_posts/2026-05-02-maya-hernandez-got-her-iep.md && git add _posts && ! commit >told 2>&1 && cat told &&
        grep -q 'the file name of _posts/2026-05-02.*hold: ' told && git rm -qf _posts/2026-05-02* && mkdir -p content/maya-hernandez-got-her-iep &&
        echo 'It rained.' >content/maya-hernandez-got-her-iep/index.md && git add content && ! commit &&
        git mv content/maya-hernandez-got-her-iep content/beans && commit && [ "$(commits)" = 2 ]
}
hugo() { blog && mkdir -p content/english/post && echo "$HELD" >content/english/post/index.MarkDown && git add . && held commit; }
other_folders() { # outside the posts nothing is read; --folder says where they are
    blog --folder news && mkdir -p src news && echo "$HELD" >src/a.md && echo "$HELD" >_posts/a.md && echo "$HELD" >news/a.c &&
        git add . && commit && echo "$HELD" >news/a.md && git add . && held commit
}
every_folder() { blog --folder=. && echo "$HELD" >about.md && git add . && held commit; }
all_of_the_index() {
    blog && echo "$HELD" >_posts/a.md && git add . && git commit -q --no-verify -m before && apart "$HALLPASS" hook git &&
        held apart "$HALLPASS" hook git --all
}
sha256() { git init -q --object-format=sha256 . && "$HALLPASS" hook install git --yes >/dev/null 2>&1 && mkdir _posts && echo "$HELD" >_posts/a.md && git add . && held commit; }
many_posts() {
    blog && for n in $(seq 200); do echo "Day $n. $FINE" >_posts/$n.md; done && git add . && commit && [ "$(commits)" = 1 ]
}
published_is_checked() { # the very bytes: line ends and all
    blog && printf '\357\273\277Lovely day.\r\nTwo lines.\r\n\r\n' >_posts/a.md && git add . && commit &&
        git show HEAD:_posts/a.md | cmp - _posts/a.md
}

# ---- installing
install_twice() {
    git init -q . && "$HALLPASS" hook install git --yes >told 2>&1 && grep -q '"$hallpass" hook git -- "$@"' told && cp .git/hooks/pre-commit before &&
        "$HALLPASS" hook install git --yes >told 2>&1 && grep -q 'in place already' told && cmp before .git/hooks/pre-commit &&
        "$HALLPASS" hook install git --fail-on=hold --yes >told 2>&1 && grep -q -- "--fail-on='hold'" .git/hooks/pre-commit &&
        "$HALLPASS" hook uninstall git && [ ! -e .git/hooks/pre-commit ] && [ ! -e .git/hooks/pre-merge-commit ] &&
        "$HALLPASS" hook uninstall git && [ -z "$(find .git/hooks ! -name '*.sample' -type f)" ]
}
install_asks() {
    git init -q . && ! typing 'Write this?' 'n\n' -- "$HALLPASS" hook install git && [ ! -e .git/hooks/pre-commit ] &&
        typing 'Write this?' 'y\n' -- "$HALLPASS" hook install git >screen && cat screen && grep -q 'pre-merge-commit:' screen && [ -x .git/hooks/pre-commit ]
}
install_needs_an_answer() { git init -q . && ! apart "$HALLPASS" hook install git 2>told && cat told && grep -q 'say --yes' told && [ ! -e .git/hooks/pre-commit ]; }
foreign_hook() {
    git init -q . && printf '#!/bin/sh\nexit 0\n' >.git/hooks/pre-commit && cp .git/hooks/pre-commit before &&
        ! "$HALLPASS" hook install git --yes 2>told && cat told && grep -q 'is not ours' told && cmp before .git/hooks/pre-commit &&
        [ ! -e .git/hooks/pre-merge-commit ] && ! "$HALLPASS" hook uninstall git && cmp before .git/hooks/pre-commit &&
        # the line that it tells is what makes them work together
        sed -n "s/.*yourself: //p" told | head -n 1 >line && { echo '#!/bin/sh'; cat line; } >.git/hooks/pre-commit && chmod +x .git/hooks/pre-commit &&
        mkdir _posts && echo "$HELD" >_posts/a.md && git add . && held commit && "$HALLPASS" hook install git --yes 2>told && cat told && grep -q 'already' told
}
edited_hook() { # a line of one's own makes it one's own
    git init -q . && "$HALLPASS" hook install git --yes >/dev/null 2>&1 && echo 'echo mine' >>.git/hooks/pre-commit &&
        ! "$HALLPASS" hook uninstall git && grep -q 'echo mine' .git/hooks/pre-commit
}
linked_hook() {
    git init -q . && echo 'exit 0' >elsewhere && ln -s ../../elsewhere .git/hooks/pre-commit && ! "$HALLPASS" hook install git --yes &&
        [ "$(cat elsewhere)" = 'exit 0' ]
}
hooks_path() {
    git init -q . && mkdir shared && git config core.hooksPath shared && ! "$HALLPASS" hook install git --yes 2>told && cat told &&
        grep -q 'core.hooksPath' told && [ -z "$(ls shared)" ] && [ ! -e .git/hooks/pre-commit ]
}
no_repository() { ! "$HALLPASS" hook install git --yes 2>told && cat told && grep -q 'in the folder of a git repository' told; }
options_are_quoted() { # and files are found from anywhere
    git init -q . && printf 'name\nMaya Hernandez\n' >"it's class.csv" &&
        "$HALLPASS" hook install git --roster "it's class.csv" --author='A & "B" $(touch ran)' --yes >/dev/null 2>&1 &&
        mkdir -p _posts && echo "$HELD" >_posts/a.md && git add _posts && cd _posts && held commit && cd .. && echo "$FINE" >_posts/a.md && git add . && commit && [ ! -e ran ]
}

# ---- pre-push
pushing() { # a repository with a remote and the hook
    git init -q --bare remote.git && git init -q blog && cd blog && mkdir _posts && git remote add origin "$(realpath ../remote.git)" && "$HALLPASS" hook install pre-push --yes >/dev/null 2>&1
}
push() { apart git push -q origin "${1:-main}"; }
push_goes() { pushing && echo "$FINE" >_posts/a.md && git add . && git commit -q -m a && push && git -C "$(git remote get-url origin)" rev-parse -q --verify main; }
push_is_held() { pushing && echo "$HELD" >_posts/a.md && git add . && git commit -q -m a && held push && ! git -C "$(git remote get-url origin)" rev-parse -q --verify main; }
push_history() { # what was added and taken back is in the commits all the same
    pushing && echo "$FINE" >_posts/a.md && git add . && git commit -q -m a && push && echo "$HELD" >_posts/a.md && git commit -qam b &&
        echo "$FINE" >_posts/a.md && git commit -qam c && held push
}
push_only_new() { # what the other side has is not looked at again
    pushing && echo "$HELD" >_posts/a.md && git add . && git commit -q -m a && git push -q --no-verify origin main && echo "$FINE" >_posts/b.md &&
        git add . && git commit -q -m b && push
}
push_deletes() { pushing && echo "$FINE" >_posts/a.md && git add . && git commit -q -m a && git branch side && push && push side && git push -q origin :side; }
push_a_tag() { pushing && echo "$HELD" >_posts/a.md && git add . && git commit -q -m a && git tag -a v1 -m v1 && held push v1; }
push_a_merge() {
    pushing && echo "$FINE" >_posts/a.md && git add . && git commit -q -m a && push && git checkout -q -b side && echo "$HELD" >_posts/b.md &&
        git add . && git commit -q -m b && git checkout -q main && git merge -q --no-ff --no-edit side && held push
}

check_git() {
    check "git: the first commit goes" first_commit_goes
    check "git: the first commit is held" first_commit_is_held
    check "git: the index is read, not the work tree" index_not_work_tree
    check "git: a part of a file" part_of_a_file
    check "git: a commit of one path" commit_of_one_path
    check "git: renamed" renamed
    check "git: renamed to another ending" renamed_ending
    check "git: deleted" deleted
    check "git: a binary post" binary_post
    check "git: a picture beside a post" binary_beside
    check "git: not UTF-8" not_utf8
    check "git: a file name that is not UTF-8" name_not_utf8
    check "git: a link" link
    check "git: a link that became a file" link_became_file
    check "git: a submodule" submodule
    check "git: odd names" odd_names
    check "git: a huge file" huge
    check "git: merges" merge
    check "git: a work tree of a bare repository" linked_work_tree
    check "git: from a folder below" from_below
    check "git: hostile configuration" hostile_configuration
    check "git: a review without a terminal" no_terminal_review
    check "git: a review on a terminal" review_on_a_terminal
    check "git: one question for all" one_question_for_all
    check "git: front matter and descriptions" front_matter_and_alt
    check "git: the usual front matter" usual_front_matter_goes
    check "git: the address of a page" address_of_a_page
    check "git: Hugo" hugo
    check "git: other folders" other_folders
    check "git: every folder" every_folder
    check "git: all of the index" all_of_the_index
    check "git: SHA-256" sha256
    check "git: many posts" many_posts
    check "git: what is committed is what was checked" published_is_checked
    check "install: twice, changed, removed" install_twice
    check "install: asks" install_asks
    check "install: needs an answer" install_needs_an_answer
    check "install: somebody else's hook" foreign_hook
    check "install: an edited hook" edited_hook
    check "install: a link in the hook's place" linked_hook
    check "install: core.hooksPath" hooks_path
    check "install: no repository" no_repository
    check "install: options are quoted" options_are_quoted
    check "push: goes" push_goes
    check "push: held" push_is_held
    check "push: history" push_history
    check "push: only what is new" push_only_new
    check "push: deletes" push_deletes
    check "push: a tag" push_a_tag
    check "push: a merge" push_a_merge
}
