#!/usr/bin/env python3
"""Recall of names by region in carrier sentences.

usage: recall.py PROGRAM CARRIERS NAMES.tsv [--names balanced|careful]

NAMES.tsv: region TAB part (given or family) TAB name. Every carrier is filled once a region with names drawn from its lists (the
same draw each time); a name counts as found when a person that `hallpass tag` tells shares a byte with it. Regions with fewer
than 10 names of a part are left out. Prints the recall of each region and ends with the lowest.
"""
import collections, json, os, random, re, subprocess, sys, tempfile

SLOT = re.compile(r"\{([gf])(\d)\}")
LEAST_NAMES = 10


def read_names(path):
    names = collections.defaultdict(lambda: {"given": [], "family": []})
    with open(path, encoding="utf-8") as f:
        for line in f:
            region, part, name = line.rstrip("\n").split("\t")[:3]
            names[region][part].append(name)
    return {r: n for r, n in names.items() if min(len(n["given"]), len(n["family"])) >= LEAST_NAMES}


def fill(carrier, names, draw):
    """The sentence, and the byte spans of its names; the same slot holds the same name throughout."""
    chosen, text, spans, at = {}, "", [], 0
    for slot in SLOT.finditer(carrier):
        text += carrier[at:slot.start()]
        name = chosen.setdefault(slot[0], draw.choice(names["given" if slot[1] == "g" else "family"]))
        start = len(text.encode())
        text += name
        spans.append((start, len(text.encode())))
        at = slot.end()
    return text + carrier[at:], spans


def found_in(program, filled, setting):
    drafts = "".join(json.dumps({"id": str(i), "text": text}) + "\n" for i, (text, _) in enumerate(filled))
    with tempfile.TemporaryDirectory() as empty:
        run = subprocess.run([program, "tag", "-", "--input=jsonl", "--names", setting], input=drafts, capture_output=True,
                             text=True, env=dict(os.environ, XDG_CONFIG_HOME=empty), check=True)
    found = 0
    for line, (_, spans) in zip(run.stdout.splitlines(), filled):
        told = [(s["start"], s["end"]) for s in json.loads(line)["spans"] if s["label"] == "PERSON"]
        found += sum(any(a < end and start < b for a, b in told) for start, end in spans)
    return found


args = sys.argv[1:]
setting = "balanced"
if "--names" in args:
    at = args.index("--names")
    setting = args[at + 1]
    del args[at:at + 2]
if len(args) != 3:
    sys.exit(__doc__)
program, carriers, names = args
with open(carriers, encoding="utf-8") as f:
    lines = [line.rstrip("\n") for line in f if line.strip()][1:]  # the first says what the file is
rows = []
for region, parts in sorted(read_names(names).items()):
    draw = random.Random(region)
    filled = [fill(line, parts, draw) for line in lines]
    slots = sum(len(spans) for _, spans in filled)
    rows.append((found_in(program, filled, setting) / slots, region, len(parts["given"]), len(parts["family"])))
for recall, region, given, family in sorted(rows):
    print(f"{recall:.3f}  {region:12} {given:5} given {family:5} family names")
print(f"lowest {min(rows)[0]:.3f} of {len(rows)} regions, {len(lines)} carriers, {setting}")
