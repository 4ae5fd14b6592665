#!/usr/bin/env python3
"""Measure `hallpass tag` on other projects' own cases for kinds of data, and compare with bars.

usage: recognisers.py HALLPASS NER_FOLDER

NER_FOLDER holds presidio_unit.jsonl (cases of microsoft/presidio's recognisers, `meta.recognizer` tells whose) and
libphonenumber_matcher.jsonl (google/libphonenumber). A marked span is found when a tag of its label overlaps it and is no net
(at most twice as long and 16 bytes more). A case without spans is a negative: it is flagged by any tag of its recogniser's label.

Bars: presidio's recall .95 over all, .85 in each kind of 7 spans or more, at most 3% of the negatives flagged; libphonenumber's
recall .90, its VALID_CASES (which rest on another region's rules) and other countries' numbers without a + left aside, at most 2
of the cases that hold no phone flagged. Exit 1 when a bar is lost.
"""
import collections, json, os, subprocess, sys

# presidio's label: its recogniser, and what hallpass calls that kind
KINDS = {"EMAIL": ("email", "EMAIL"), "PHONE": ("phone", "PHONE"), "IP": ("ip", "IP"), "CREDIT_CARD": ("credit_card", "CARD"),
         "SSN": ("us_ssn", "SSN"), "US_ITIN": ("us_itin", "SSN"), "CA_SIN": ("ca_sin", "SSN"), "UK_NINO": ("uk_nino", "SSN"),
         "UK_NHS": ("uk_nhs", "SSN"), "US_MBI": ("us_mbi", "SSN"), "UK_POSTCODE": ("uk_postcode", "ADDRESS")}
RECOGNISERS = dict(KINDS.values())


def tagged(program, path):
    """The rows of a file, each with the tags that the program gives it."""
    with open(path, "rb") as f:
        feed = f.read()
    rows = [json.loads(line) for line in feed.split(b"\n") if line]
    out = subprocess.run([program, "tag", "--input=jsonl", "-"], input=feed, stdout=subprocess.PIPE, check=True).stdout
    tags = {t["id"]: t["spans"] for t in (json.loads(line) for line in out.split(b"\n") if line)}
    if absent := [r["id"] for r in rows if r["id"] not in tags]:
        sys.exit(f"recognisers: {len(absent)} rows of {path} have no answer, {absent[:3]} first")
    return [(r, tags[r["id"]]) for r in rows]


def found(span, label, tags):
    size = span["end"] - span["start"]
    return any(t["label"] == label and t["start"] < span["end"] and span["start"] < t["end"]
               and t["end"] - t["start"] <= 2 * size + 16 for t in tags)


lost = 0


def bar(what, good):
    global lost
    lost += not good
    print(f"{what:58} {'ok' if good else 'LOST'}")


def part(a, b):
    return f"{a}/{b}" + (f" = {a / b:.3f}" if b else "")


def presidio(rows):
    hit, total, flagged, negatives = (collections.Counter() for _ in range(4))
    for row, tags in rows:
        recogniser = row["meta"]["recognizer"]
        if not row["spans"] and recogniser in RECOGNISERS:
            negatives[recogniser] += 1
            flagged[recogniser] += any(t["label"] == RECOGNISERS[recogniser] for t in tags)
        for span in row["spans"]:
            if span["label"] in KINDS:
                total[span["label"]] += 1
                hit[span["label"]] += found(span, KINDS[span["label"]][1], tags)
    print(f"{'kind':14} {'as':8} {'recall':16} negatives flagged")
    for kind, (recogniser, label) in KINDS.items():
        print(f"{kind:14} {label:8} {part(hit[kind], total[kind]):16} {part(flagged[recogniser], negatives[recogniser])}")
    print()
    bar(f"presidio: recall {part(hit.total(), total.total())} >= .95", hit.total() >= .95 * total.total())
    for kind in KINDS:
        if total[kind] >= 7:
            bar(f"presidio: {kind} recall {part(hit[kind], total[kind])} >= .85", hit[kind] >= .85 * total[kind])
    bar(f"presidio: negatives flagged {part(flagged.total(), negatives.total())} <= .03", flagged.total() <= .03 * negatives.total())


def libphonenumber(rows):
    asked = [(r, tags) for r, tags in rows if r["spans"] and r["meta"]["group"] != "VALID_CASES"
             and (r["meta"]["region"] in ("US", "AU") or r["text"].startswith("+"))]
    none = [tags for r, tags in rows if not r["spans"]]
    hit = sum(all(found(s, "PHONE", tags) for s in r["spans"]) for r, tags in asked)
    flagged = sum(any(t["label"] == "PHONE" for t in tags) for tags in none)
    bar(f"libphonenumber: recall {part(hit, len(asked))} >= .90", hit >= .90 * len(asked))
    bar(f"libphonenumber: negatives flagged {part(flagged, len(none))}, at most 2", flagged <= 2)


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    presidio(tagged(sys.argv[1], os.path.join(sys.argv[2], "presidio_unit.jsonl")))
    libphonenumber(tagged(sys.argv[1], os.path.join(sys.argv[2], "libphonenumber_matcher.jsonl")))
    sys.exit(lost > 0)


if __name__ == "__main__":
    main()
