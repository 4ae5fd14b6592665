#!/usr/bin/env python3
"""Makes given.txt and family.txt from the name data of named sources (README.md).

usage: build.py NAMES_FOLDER      (holds ssa_first.tsv, census1990_surnames.txt, faker_first.txt, faker_last.txt)

given.txt: every US given name counted at least 100 times, with its count; and the names of 77 locales without one (0).
family.txt: the US surnames by rank class (6: the first 500, 5: 2,000, 4: 10,000, 3: 30,000, 2: the rest), others 1.
"""
import os, sys

src, here = sys.argv[1], os.path.dirname(os.path.abspath(__file__))
LEAST = 100


def lines(name):
    return [l.strip() for l in open(os.path.join(src, name), encoding="utf-8") if l.strip() and not l.startswith("#")]


def single(name):
    return " " not in name and len(name) > 1 and not any(c.isdigit() for c in name)


given = {}
for line in lines("ssa_first.tsv"):
    name, count = line.split("\t")[:2]
    if int(count) >= LEAST:
        given[name.lower()] = int(count)
for name in lines("faker_first.txt"):
    if single(name):
        given.setdefault(name.lower(), 0)
family = {}
for rank, name in enumerate(lines("census1990_surnames.txt")):
    family.setdefault(name.lower(), 6 if rank < 500 else 5 if rank < 2000 else 4 if rank < 10000 else 3 if rank < 30000 else 2)
for name in lines("faker_last.txt"):
    if single(name):
        family.setdefault(name.lower(), 1)
for path, table in (("given.txt", given), ("family.txt", family)):
    with open(os.path.join(here, path), "w", encoding="utf-8") as f:
        f.write(f"# made by build.py; see README.md\n")
        for name in sorted(table):
            f.write(f"{name}\t{table[name]}\n")
    print(path, len(table))
