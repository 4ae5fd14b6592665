# shellcheck shell=sh disable=SC2154  # a part of run.sh, which sets the variables
# Compiled packs are kept under the cache folder. A small policy of its own, old enough to be kept.
image_policy() {
    mkdir -p "$work/own" && cp "$here/files/own.rules.yaml" "$work/own/" &&
        printf 'hallpass: policy/1\nid: own\ntitle: own\nversion: 1\nlayer: builtin\ntopics: [GRADES]\naudiences: [public]\nuse: [{ set: own, file: own.rules.yaml }]\n' >"$work/own/own.yaml"
    touch -d '1 hour ago' "$work/own/own.yaml" "$work/own/own.rules.yaml"
    rm -rf "$work/cache"
}
ask_own() { printf 'a zebra and a yak\n' | "$HALLPASS" check --policy "$work/own/own.yaml" --format=line - 2>&1; }
images() { find "$work/cache" -name '*.img' | wc -l; }
image_is_kept_and_asked() {
    image_policy
    ask_own >"$work/first" ; [ "$(images)" -eq 1 ] || { find "$work/cache"; return 1; }
    ask_own >"$work/second" ; diff "$work/first" "$work/second" && grep zebra "$work/first" && [ "$(images)" -eq 1 ]
}
image_gives_way_to_a_change() {
    image_policy; ask_own >/dev/null
    sed -i 's/zebra/yak/g' "$work/own/own.rules.yaml" && touch -d '30 minutes ago' "$work/own/own.rules.yaml"
    ask_own | grep ':15: '
}
damaged_image_is_made_anew() {
    image_policy; ask_own >"$work/first"; file=$(find "$work/cache" -name '*.img'); size=$(stat -c %s "$file")
    for at in 0 8 60 200 $((size / 2)) $((size - 1)); do
        printf 'X' | dd of="$file" bs=1 seek="$at" conv=notrunc 2>/dev/null
        ask_own | diff "$work/first" - || { echo "a byte at $at"; return 1; }
    done
    for length in 0 1 100 $((size / 2)) $((size - 1)); do
        truncate -s "$length" "$file"
        ask_own | diff "$work/first" - || { echo "cut to $length"; return 1; }
    done
}
many_findings_with_a_kept_pack() {
    image_policy; awk 'BEGIN { for (i = 0; i < 400; i++) printf "a zebra, number %d.\n", i }' >"$work/herd.txt"
    "$HALLPASS" check --policy "$work/own/own.yaml" --format=line "$work/herd.txt" >"$work/first"
    "$HALLPASS" check --policy "$work/own/own.yaml" --format=line "$work/herd.txt" >"$work/second"
    echo "status $?"; diff "$work/first" "$work/second" && [ "$(grep -c zebra "$work/second")" -eq 400 ]
}
works_without_a_cache() {
    image_policy
    printf 'no folder\n' >"$work/cache"
    ask_own >"$work/first"; rm -f "$work/cache"
    ask_own | diff "$work/first" - && grep zebra "$work/first"
}

check_images() {
    check "a compiled pack is kept and asked" image_is_kept_and_asked
    check "a kept pack gives way to a changed rule" image_gives_way_to_a_change
    check "a damaged kept pack is made anew" damaged_image_is_made_anew
    check "it works without a cache folder" works_without_a_cache
    check "many findings with a kept pack" many_findings_with_a_kept_pack
}
