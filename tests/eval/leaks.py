#!/usr/bin/env python3
"""Names of the marked posts that stand in a list written by hand: a list must not have learned them from there.

usage: leaks.py POSTS_FOLDER

Looks at STUDENT_NAME and PRIVATE_NAME spans of all marked posts. Hand-written lists are rules/names/*.txt but those that a script
made (given, family, places, known). An entry of one word must be no word of such a name, one of several words must hold no such
name of several words ("Diego Maradona" says nothing of a marked "Diego"). Words that tests/eval/leaks-allowed.txt lists (names that
the rule catalogue itself gives as examples of names that are words) do not count, nor do titles, particles and lower-case dictionary words.
"""
import glob, json, os, re, sys

SEVERAL = "figures.txt"  # whole names of several words stand in it, a line each
MADE = ("given.txt", "family.txt", "places.txt", "known.txt")
here = os.path.dirname(os.path.abspath(__file__))
allowed = {w.strip() for l in open(os.path.join(here, "leaks-allowed.txt"), encoding="utf-8") for w in l.split("#")[0].split() if w.strip()}
names, whole = {}, set()


def words_of(text):
    return re.findall(r"[^\W\d_]+", text)


def folded(text):
    return " ".join(words_of(text)).casefold()


for path in glob.glob(os.path.join(sys.argv[1], "*.jsonl")):
    for line in open(path, encoding="utf-8"):
        g = json.loads(line)
        for s in g["spans"]:
            if s["label"] in ("STUDENT_NAME", "PRIVATE_NAME"):
                for w in words_of(s["text"]):
                    if len(w) > 1 and not w.islower():
                        names.setdefault(w.casefold(), s["text"])
                if sum(len(w) > 1 for w in words_of(s["text"])) > 1:
                    whole.add(f" {folded(s['text'])} ")
bad = []
for path in sorted(glob.glob("rules/names/*.txt")):
    if path.endswith(MADE):
        continue
    for number, line in enumerate(open(path, encoding="utf-8"), 1):
        entry = words_of(line.split("#")[0])
        if path.endswith(SEVERAL) and len(entry) > 1:
            text = f" {' '.join(entry).casefold()} "
            if any(text.find(name) >= 0 for name in whole):
                bad.append(f"{path}:{number}: {line.strip()}")
            continue
        for w in entry:
            if not w.islower() and w.casefold() in names and w.casefold() not in allowed:
                bad.append(f"{path}:{number}: {w}")
print(f"{len(bad)} tokens in hand-written lists")
for b in bad[:40]:
    print(" ", b)
sys.exit(bool(bad))
