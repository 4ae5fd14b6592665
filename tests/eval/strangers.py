#!/usr/bin/env python3
"""Texts that are no teacher's business: 5,000 tweets that name nobody must be left alone.

usage: strangers.py HALLPASS NER_FOLDER [--misses]
The texts are those of btc.train and wnut17.train without a person, in their order. Left out is a text whose only findings
are of a category and match its pattern in strangers-patterns.txt. Status 1 when more than 4% are reviewed or more than 0.5% held.
"""
import collections
import json
import os
import re
import subprocess
import sys

MOST = 5000


def read_texts(folder):
    """The texts, as drafts."""
    rows = []
    for name in ("btc", "wnut17"):
        with open(os.path.join(folder, f"{name}.train.jsonl"), encoding="utf-8") as file:
            for line in file:
                row = json.loads(line)
                if not any(span["label"] == "PERSON" for span in row["spans"]):
                    rows.append({"id": str(len(rows)), "text": row["text"], "channel": "twitter"})
    return rows[:MOST]


def read_patterns():
    """Category to pattern."""
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "strangers-patterns.txt")
    with open(path, encoding="utf-8") as file:
        lines = [line.rstrip("\n").split("\t") for line in file if line.strip() and not line.startswith("#")]
    return {category: re.compile(pattern) for category, pattern in lines}


def main():
    """Prints the two shares and the rules behind them."""
    program, folder = sys.argv[1:3]
    rows, patterns = read_texts(folder), read_patterns()
    lines = "\n".join(json.dumps(row) for row in rows) + "\n"
    command = [program, "check", "--input=jsonl", "--format=jsonl", "--unmask", "--exit-zero", "-"]
    done = subprocess.run(command, input=lines.encode(), stdout=subprocess.PIPE, check=True)
    count, rules, asked = collections.Counter(), collections.Counter(), 0
    for row, line in zip(rows, done.stdout.splitlines()):
        told = [f for f in json.loads(line)["findings"] if f["severity"] in ("hold", "review")]
        if told and all(f["category"] in patterns and patterns[f["category"]].fullmatch(f["text"]) for f in told):
            continue
        asked += 1
        if not told:
            continue
        gravest = "hold" if any(f["severity"] == "hold" for f in told) else "review"
        count[gravest] += 1
        for finding in told:
            rules[finding["severity"], finding["rule"]] += 1
            if "--misses" in sys.argv:
                print(finding["severity"], finding["rule"], repr(finding["text"]), repr(row["text"][:160]))
    for (severity, rule), number in rules.most_common(12):
        print(f"{number:5} {severity:6} {rule}")
    held, reviewed = count["hold"] / asked, count["review"] / asked
    lost = reviewed > 0.04 or held > 0.005
    print(f"of {asked} texts held {held:.4f} (at most .005), reviewed {reviewed:.4f} (at most .04) {'LOST' if lost else 'ok'}")
    sys.exit(lost)


if __name__ == "__main__":
    main()
