# shellcheck shell=sh disable=SC2154  # a part of run.sh, which sets the variables
# Class lists are kept under the cache folder in the form in which drafts are asked for their names. Each test has a list
# of its own, made beforehand: files that were changed less than two seconds ago are not kept.
roster_tests='kept change times damage seal foreign secret forbidden nowhere consent'
make_lists() {
    for test in $roster_tests; do
        mkdir -p "$work/lists/$test"
        names_of_list 300 >"$work/lists/$test/class.csv"
        names_of_list 400 | sed 's/Maya/Mina/' >"$work/lists/$test/other.csv"
        names_of_list 20 >"$work/lists/$test/small.csv"
    done
    printf 'hallpass: policy/1\nid: c\nversion: 1\nextends: [{ id: base }]\nconsent: { opt-out: roster }\n' >"$work/lists/consent.yaml"
    sleep 2.1
}
names_of_list() {
    echo 'First Name,Last Name,Student ID,Directory Opt Out'
    echo 'Maya,Hernandez,S-10088,yes'
    awk -v n="$1" 'BEGIN { for (i = 0; i < n; i++) printf "%c%c%cka,%c%cson,S-%d,\n", 75 + i % 10, 97 + i / 10 % 10, 97 + i / 100 % 10, 65 + i % 7, 97 + i / 7 % 10, 20000 + i }'
}
list() { # the list of one test, nothing kept
    lists=$work/lists/$1
    rm -rf "$work/cache"
}
ask_list() { # LIST ARGUMENT...
    asked=$1
    shift
    printf 'Maya Hernandez in my 4th period got a 92%% on the retake. Kaaka and Hernandes came late, #TeamMaya won.\n' |
        "$HALLPASS" check --format=json --channel=twitter --exit-zero --roster "$lists/$asked.csv" "$@" - 2>&1
}
kept_lists() { find "$work/cache" -name 'roster-*' 2>/dev/null; }
inode() { stat -c %i "$1"; }

list_is_kept_and_asked() {
    list kept; ask_list class >"$work/first"; file=$(kept_lists)
    [ "$(stat -c %a "$file")" = 600 ] && kept=$(inode "$file") && ask_list class >"$work/second" || return 1
    XDG_CACHE_HOME=/nonexistent ask_list class >"$work/none"
    diff "$work/first" "$work/second" && diff "$work/first" "$work/none" && grep -q '"roster"\|class list' "$work/first" &&
        [ "$(inode "$file")" = "$kept" ] && [ "$(kept_lists | wc -l)" -eq 1 ]
}
list_gives_way_to_a_change() {
    list change; ask_list class >"$work/first"
    sed -i 's/Maya,Hernandez/Mina,Jimenez/' "$lists/class.csv"
    ask_list class >"$work/second"; XDG_CACHE_HOME=/nonexistent ask_list class | diff "$work/second" - && ! diff -q "$work/first" "$work/second"
}
list_gives_way_though_times_are_kept() { # same file, same size, its time put back
    list times; ask_list class >"$work/first"; touch -r "$lists/class.csv" "$work/then"
    sed 's/Maya,Hernandez/Mina,Hernandes/' "$lists/class.csv" >"$work/changed"
    cat "$work/changed" >"$lists/class.csv" && touch -r "$work/then" "$lists/class.csv"
    ask_list class | diff "$work/first" - >/dev/null; [ $? -eq 1 ]
}
damaged_list_is_made_anew() {
    list damage; ask_list class >"$work/first"; ask_list class >/dev/null; file=$(kept_lists); size=$(stat -c %s "$file")
    for at in 0 8 16 24 32 40 48 60 200 300 $((size / 2)) $((size - 1)); do
        kept=$(inode "$file")
        printf 'X' | dd of="$file" bs=1 seek="$at" conv=notrunc 2>/dev/null
        ask_list class | diff "$work/first" - && [ "$(inode "$file")" != "$kept" ] || { echo "a byte at $at"; return 1; }
    done
    for length in 0 1 55 56 100 $((size / 2)) $((size - 1)); do
        truncate -s "$length" "$file"
        ask_list class | diff "$work/first" - && [ "$(stat -c %s "$file")" = "$size" ] || { echo "cut to $length"; return 1; }
    done
}
damage_shows_though_times_are_kept() {
    list seal; ask_list class >"$work/first"; ask_list class >/dev/null; file=$(kept_lists); kept=$(inode "$file"); touch -r "$file" "$work/then"
    sleep 3.1
    printf 'XXXXXXXX' | dd of="$file" bs=1 seek=$(($(stat -c %s "$file") / 2)) conv=notrunc 2>/dev/null
    touch -r "$work/then" "$file"
    ask_list class | diff "$work/first" - && [ "$(inode "$file")" != "$kept" ]
}
another_lists_image_is_not_asked() {
    list foreign; ask_list other >/dev/null; other=$(kept_lists); mv "$other" "$work/other"
    ask_list class >"$work/first"; file=$(kept_lists)
    cp "$work/other" "$file"; ask_list class | diff "$work/first" - || return 1
    cp "$work"/cache/hallpass/pack-*.img "$file"; ask_list class | diff "$work/first" -
}
no_name_stands_in_a_kept_list() {
    list secret; ask_list class >/dev/null; file=$(kept_lists)
    [ -s "$file" ] && ! grep -aiE 'maya|hernandez|kaaka|10088|class\.csv' "$file"
}
no_list_is_kept_where_one_says_so() {
    list forbidden; ask_list class >"$work/first"; [ "$(kept_lists | wc -l)" -eq 1 ] || return 1
    mkdir -p "$lists/config/hallpass/rosters"; : >"$lists/config/hallpass/rosters/no-image"
    XDG_CONFIG_HOME=$lists/config ask_list class | diff "$work/first" - && [ "$(kept_lists | wc -l)" -eq 0 ]
}
lists_work_without_a_cache() {
    list nowhere; printf 'no folder\n' >"$work/cache"
    ask_list class >"$work/first"; rm -f "$work/cache"
    ask_list class | diff "$work/first" - && grep -q Hernandez "$work/first"
}
small_lists_are_not_kept() { list kept; ask_list small >"$work/first"; ask_list small | diff "$work/first" - && [ -z "$(kept_lists)" ]; }
kept_list_knows_who_refused() { # by the id and the columns
    list consent
    ask_list class --policy "$work/lists/consent.yaml" >"$work/first"
    ask_list class --policy "$work/lists/consent.yaml" | diff "$work/first" - && grep 'does not want this student named' "$work/first"
}

check_rosters() {
    make_lists
    check "a class list is kept and asked" list_is_kept_and_asked
    check "a kept list gives way to a change" list_gives_way_to_a_change
    check "a kept list gives way to a change with its time kept" list_gives_way_though_times_are_kept
    check "a damaged kept list is made anew" damaged_list_is_made_anew
    check "a kept list damaged with its time kept is made anew" damage_shows_though_times_are_kept
    check "another list's image is not asked" another_lists_image_is_not_asked
    check "no name stands in a kept list" no_name_stands_in_a_kept_list
    check "no list is kept where a file says so" no_list_is_kept_where_one_says_so
    check "class lists work without a cache folder" lists_work_without_a_cache
    check "a small class list is not kept" small_lists_are_not_kept
    check "a kept list knows who refused" kept_list_knows_who_refused
}
