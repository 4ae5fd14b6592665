# shellcheck shell=sh disable=SC2154  # a part of run.sh, which sets the variables
# Compiled packs are kept under the cache folder. Each test has a small policy of its own, made beforehand: files that
# were changed less than two seconds ago are not kept.
image_tests='kept change times damage digest pipe foreign open prune herd nocache id other name'
make_image_policies() {
    for test in $image_tests; do
        own=$work/own/$test
        mkdir -p "$own/config/hallpass/policies" "$own/config2/hallpass/policies"
        cp "$here/files/own.rules.yaml" "$own/"
        printf 'hallpass: policy/1\nid: own\ntitle: own\nversion: 1\nlayer: builtin\ntopics: [GRADES]\naudiences: [public]\nuse: [{ set: own, file: own.rules.yaml }]\n' >"$own/own.yaml"
        policy_of_version 1 >"$own/config/hallpass/policies/m.yaml"
        policy_of_version 2 >"$own/config2/hallpass/policies/m.yaml"
    done
    sleep 2.1
}
policy_of_version() {
    printf 'hallpass: policy/1\nid: dist\ntitle: dist\nversion: %s\nlayer: builtin\ntopics: [GRADES]\naudiences: [public]\nuse: [{ set: own, file: %s/own.rules.yaml }]\n' "$1" "$own"
}
use() { # the policy of one test, nothing kept
    own=$work/own/$1
    rm -rf "$work/cache"
}
ask() { printf 'a zebra and a yak\n' | "$HALLPASS" check --policy "$@" - 2>&1; }
ask_own() { ask "$own/own.yaml" "--format=${1:-line}"; }
ask_id() { XDG_CONFIG_HOME=$own/$1 ask dist --format=json | grep -o '"version": "[^"]*"'; }
images() { find "$work/cache" -name '*.img' | wc -l; }

image_is_kept_and_asked() {
    use kept
    ask_own >"$work/first" ; [ "$(images)" -eq 1 ] || { find "$work/cache"; return 1; }
    kept=$(stat -c %i "$work"/cache/hallpass/*.img)
    ask_own >"$work/second" ; diff "$work/first" "$work/second" && grep zebra "$work/first" && [ "$(images)" -eq 1 ] &&
        [ "$(stat -c %i "$work"/cache/hallpass/*.img)" = "$kept" ]
}
image_gives_way_to_a_change() {
    use change; ask_own >/dev/null
    sed -i 's/zebra/yak/g' "$own/own.rules.yaml" && touch -d '30 minutes ago' "$own/own.rules.yaml"
    ask_own | grep ':15: '
}
image_gives_way_though_times_are_kept() { # same file, same size, its time put back
    use times; ask_own | grep ':3: ' || return 1
    [ "$(images)" -eq 1 ] && touch -r "$own/own.rules.yaml" "$work/then"
    sed 's/zebra/camel/g' "$own/own.rules.yaml" >"$work/changed"
    cat "$work/changed" >"$own/own.rules.yaml" && touch -r "$work/then" "$own/own.rules.yaml"
    ask_own >"$work/second"; cat "$work/second"; [ ! -s "$work/second" ]
}
damaged_image_is_made_anew() {
    use damage; ask_own >"$work/first"; file=$(find "$work/cache" -name '*.img'); size=$(stat -c %s "$file")
    for at in 0 8 60 200 $((size / 2)) $((size - 1)); do
        printf 'X' | dd of="$file" bs=1 seek="$at" conv=notrunc 2>/dev/null
        ask_own | diff "$work/first" - || { echo "a byte at $at"; return 1; }
    done
    for length in 0 1 100 $((size / 2)) $((size - 1)); do
        truncate -s "$length" "$file"
        ask_own | diff "$work/first" - || { echo "cut to $length"; return 1; }
    done
}
damaged_head_is_noticed() { # every byte of it: the sums, the sizes, the policy's digest
    use digest; ask_own json >"$work/first"; file=$(find "$work/cache" -name '*.img')
    grep '"digest"' "$work/first"
    for at in 0 7 8 15 16 24 32 40 60 100 103; do
        printf 'X' | dd of="$file" bs=1 seek="$at" conv=notrunc 2>/dev/null
        ask_own json | diff "$work/first" - || { echo "a byte at $at"; return 1; }
    done
}
pipe_for_an_image_is_not_waited_for() {
    use pipe; ask_own >"$work/first"; file=$(find "$work/cache" -name '*.img')
    rm "$file" && mkfifo "$file"
    printf 'a zebra and a yak\n' | timeout 5 "$HALLPASS" check --policy "$own/own.yaml" --format=line - | diff "$work/first" - &&
        [ -f "$file" ]
}
# Whoever may write the folder could say what a policy finds: an image there is neither asked nor kept.
open_folder_is_not_trusted() {
    use open; ask_own >"$work/first"; rm "$work"/cache/hallpass/*
    chmod 0777 "$work/cache/hallpass"
    ask_own | diff "$work/first" - && [ "$(images)" -eq 0 ] && chmod 0700 "$work/cache/hallpass" && ask_own >/dev/null &&
        chmod 0770 "$work/cache/hallpass" &&
        printf X | dd of="$(echo "$work"/cache/hallpass/*.img)" bs=1 seek=0 conv=notrunc 2>/dev/null && ask_own | diff "$work/first" - &&
        [ "$(head -c 1 "$work"/cache/hallpass/*.img)" = X ]
}
foreign_folder_is_not_trusted() {
    use foreign; mkdir -p "$work/cache/hallpass"; chown 65534 "$work/cache/hallpass"
    ask_own | grep zebra; [ "$(images)" -eq 0 ]
}
eight_images_are_kept() {
    use prune
    mkdir -p "$work/cache/hallpass" && chmod 0700 "$work/cache/hallpass"
    for i in 1 2 3 4 5 6 7 8 9 10; do
        printf old >"$work/image" && touch -d "$i hours ago" "$work/image"
        mv "$work/image" "$work/cache/hallpass/pack-000000000000000$((i % 10)).img"
    done
    echo note >"$work/cache/hallpass/note.txt"
    ask_own >/dev/null; ls -l "$work/cache/hallpass"
    [ "$(images)" -eq 8 ] && [ -e "$work/cache/hallpass/pack-0000000000000007.img" ] &&
        [ ! -e "$work/cache/hallpass/pack-0000000000000008.img" ] && [ -e "$work/cache/hallpass/note.txt" ] &&
        [ "$(find "$work/cache" -size +1k -name '*.img' | wc -l)" -eq 1 ]
}
many_findings_with_a_kept_pack() {
    use herd; awk 'BEGIN { for (i = 0; i < 400; i++) printf "a zebra, number %d.\n", i }' >"$work/herd.txt"
    "$HALLPASS" check --policy "$own/own.yaml" --format=line "$work/herd.txt" >"$work/first"
    "$HALLPASS" check --policy "$own/own.yaml" --format=line "$work/herd.txt" >"$work/second"
    echo "status $?"; diff "$work/first" "$work/second" && [ "$(grep -c zebra "$work/second")" -eq 400 ]
}
works_without_a_cache() {
    use nocache
    printf 'no folder\n' >"$work/cache"
    ask_own >"$work/first"; rm -f "$work/cache"
    ask_own | diff "$work/first" - && grep zebra "$work/first"
}

# A policy asked for by its id: what else lies in the folders decides which one that is.
image_gives_way_to_another_policy_of_its_id() {
    use id; ask_id config | grep '"1"' && [ "$(images)" -eq 1 ] || return 1
    policy_of_version 9 >"$own/config/hallpass/policies/a.yaml"
    ask_id config | grep '"9"' || return 1
    rm -r "$own/config/hallpass/policies"
    ask_id config
    ask_id config2 | grep '"2"'
}
image_belongs_to_its_configuration() {
    use other; ask_id config | grep '"1"' && ask_id config2 | grep '"2"' && ask_id config | grep '"1"' && [ "$(images)" -eq 2 ]
}
image_gives_way_to_a_file_of_that_name() {
    use name; mkdir "$own/here" && cd "$own/here" || return 1
    ask_id config && policy_of_version 7 >dist && ask_id config | grep '"7"'
    status=$?
    cd "$work/files" && return $status
}

check_images() {
    make_image_policies
    check "a compiled pack is kept and asked" image_is_kept_and_asked
    check "a kept pack gives way to a changed rule" image_gives_way_to_a_change
    check "a kept pack gives way to a rule changed with its time kept" image_gives_way_though_times_are_kept
    check "a damaged kept pack is made anew" damaged_image_is_made_anew
    check "a kept pack with a damaged head is made anew" damaged_head_is_noticed
    check "a pipe in place of a kept pack is not waited for" pipe_for_an_image_is_not_waited_for
    check "a cache folder that others may write is not used" open_folder_is_not_trusted
    if [ "$(id -u)" = 0 ]; then check "another user's cache folder is not used" foreign_folder_is_not_trusted
    else skip "another user's cache folder is not used" "only root can make one"; fi
    check "eight packs are kept" eight_images_are_kept
    check "it works without a cache folder" works_without_a_cache
    check "many findings with a kept pack" many_findings_with_a_kept_pack
    check "a kept pack gives way to another policy of its id" image_gives_way_to_another_policy_of_its_id
    check "a kept pack belongs to its configuration" image_belongs_to_its_configuration
    check "a kept pack gives way to a file named like its id" image_gives_way_to_a_file_of_that_name
}
