#!/usr/bin/env python3
"""Lines that a rule of the catalogue must flag, or must leave alone, under the policy that has every rule on.

usage: catalogue.py HALLPASS POLICY LINES.jsonl FLAG CLEAN [--misses]
A line: {"id", "want": "flag" | "clean", "text", and what else a draft has}. A flag line is right when its id stands in a
finding's `ref`; a clean line when no finding's `ref` is of its family. Prints a line a family and the shares; status 1 when a share
is below FLAG or CLEAN.
"""
import collections
import json
import subprocess
import sys


def reports(program, policy, rows):
    """One report a row, as the program gives it."""
    lines = "\n".join(json.dumps({**row, "id": str(i)}) for i, row in enumerate(rows)) + "\n"
    command = [program, "check", "--input=jsonl", "--format=jsonl", "--exit-zero", "--policy", policy, "-"]
    done = subprocess.run(command, input=lines.encode(), stdout=subprocess.PIPE, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def is_right(row, report):
    """Whether the line came out as it should, and what was told instead."""
    refs = sorted({ref for finding in report["findings"] for ref in finding["ref"]})
    if row["want"] == "flag":
        return row["id"] in refs, refs
    family = row["id"].split("-")[0]
    told = [ref for ref in refs if ref.split("-")[0] == family]
    return not told, told


def main():
    """Prints the table."""
    program, policy, path = sys.argv[1:4]
    least = {"flag": float(sys.argv[4]), "clean": float(sys.argv[5])}
    with open(path, encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    right, count = collections.Counter(), collections.Counter()
    for row, report in zip(rows, reports(program, policy, rows)):
        good, told = is_right(row, report)
        for key in (row["want"], (row["want"], row["id"].split("-")[0])):
            count[key] += 1
            right[key] += good
        if not good and "--misses" in sys.argv:
            print(f'{row["want"]:5} {row["id"]}  {row["text"]!r}  told: {" ".join(told) or "nothing"}')
    for family in sorted({key[1] for key in count if isinstance(key, tuple)}):
        flag, clean = ("flag", family), ("clean", family)
        print(f"{family}  flag {right[flag]:3}/{count[flag]:3}  clean {right[clean]:3}/{count[clean]:3}")
    lost = False
    for want, bar in least.items():
        share = right[want] / max(1, count[want])
        lost |= share < bar
        print(f"{want:5} {right[want]}/{count[want]} = {share:.3f}  (at least {bar}) {'LOST' if share < bar else 'ok'}")
    sys.exit(lost)


if __name__ == "__main__":
    main()
