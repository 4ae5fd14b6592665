#!/usr/bin/env python3
"""Names of the marked posts that stand in a list written by hand: a list must not have learned them from there.

usage: leaks.py POSTS_FOLDER

Looks at STUDENT_NAME and PRIVATE_NAME tokens of all marked posts. Hand-written lists are rules/names/*.txt but those that a script
made (given, family, places, known). Words that tests/eval/leaks-allowed.txt lists (names that the rule
catalogue itself gives as examples of names that are words) do not count, nor do titles, particles and lower-case dictionary words.
"""
import glob, json, os, re, sys

MADE = ("given.txt", "family.txt", "places.txt", "known.txt")
here = os.path.dirname(os.path.abspath(__file__))
allowed = {w.strip() for l in open(os.path.join(here, "leaks-allowed.txt"), encoding="utf-8") for w in l.split("#")[0].split() if w.strip()}
names = {}
for path in glob.glob(os.path.join(sys.argv[1], "*.jsonl")):
    for line in open(path, encoding="utf-8"):
        g = json.loads(line)
        for s in g["spans"]:
            if s["label"] in ("STUDENT_NAME", "PRIVATE_NAME"):
                for w in re.findall(r"[^\W\d_]+", s["text"]):
                    if len(w) > 1 and not w.islower():
                        names.setdefault(w.casefold(), s["text"])
bad = []
for path in sorted(glob.glob("rules/names/*.txt")):
    if path.endswith(MADE):
        continue
    for number, line in enumerate(open(path, encoding="utf-8"), 1):
        for w in re.findall(r"[^\W\d_]+", line.split("#")[0]):
            if not w.islower() and w.casefold() in names and w.casefold() not in allowed:
                bad.append(f"{path}:{number}: {w}")
print(f"{len(bad)} tokens in hand-written lists")
for b in bad[:40]:
    print(" ", b)
sys.exit(bool(bad))
