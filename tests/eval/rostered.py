#!/usr/bin/env python3
"""Marked student names of posts with a roster that stand on that roster: found or not.

usage: rostered.py POSTS.jsonl REPORTS.jsonl      (roster-NAME.csv stand beside POSTS)

A marked name is on the roster when each of its words, folded, is a word of one roster person's given, preferred or family name. Prints
the misses; tests/eval/rostered-traps.tsv lists the honest word-name traps (post, name, why), which do not count.
"""
import csv, json, os, re, sys, unicodedata


def fold(s):
    s = "".join(c for c in unicodedata.normalize("NFKD", s) if not unicodedata.combining(c))
    return re.sub(r"['’]", "", s).casefold().replace("ø", "o").replace("ł", "l").replace("đ", "d")


def words(s):
    return [w for w in re.split(r"[^\w]+", fold(s)) if w]


gold = [json.loads(l) for l in open(sys.argv[1], encoding="utf-8")]
reports = {r["id"]: r for r in map(json.loads, open(sys.argv[2], encoding="utf-8"))}
TOLD = ("student_name", "private_name", "handle", "email")     # an account that holds the name is told as an account
here = os.path.dirname(os.path.abspath(__file__))
traps = {tuple(l.rstrip("\n").split("\t")[:2]) for l in open(os.path.join(here, "rostered-traps.tsv"), encoding="utf-8") if "\t" in l}
folder = os.path.dirname(os.path.abspath(sys.argv[1]))
rosters, found, missed, excused = {}, 0, [], 0
for g in gold:
    name = g.get("roster")
    if not name:
        continue
    if name not in rosters:
        rows = csv.DictReader(open(os.path.join(folder, f"roster-{name}.csv"), encoding="utf-8-sig"))
        rosters[name] = [set(words(" ".join(r.get(k) or "" for k in ("givenName", "familyName", "preferredFirstName")))) for r in rows]
    for s in g["spans"]:
        if s["label"] != "STUDENT_NAME":
            continue
        w = set(words(s["text"]))
        if not any(w and w <= person for person in rosters[name]):
            continue
        hit = any(f["span"] and f["category"] in TOLD and f["span"]["start"] < s["end"] and s["start"] < f["span"]["end"]
                  for f in reports[g["id"]]["findings"])
        if hit:
            found += 1
        elif (g["id"], s["text"]) in traps:
            excused += 1
        else:
            missed.append((g["id"], s["text"], g["text"][max(0, g["text"].find(s["text"]) - 40):][:100]))
print(f"{found} found, {len(missed)} missed, {excused} word-name traps")
for m in missed:
    print("  missed", *map(repr, m))
sys.exit(bool(missed))
