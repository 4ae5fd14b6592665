#!/usr/bin/env python3
"""Gather what the gist reader learns from beside marked posts: tests of rules, texts of strangers.

usage: gist_texts.py [--rules FILE.yaml...] [--strangers FILE.jsonl...] > OUT.jsonl

A line: {"text", "topics", "verdict"}. A test of a rule says of its rule's topic alone whether it is there: {"only": TOPIC}.
Strangers' texts are nobody's business and pass.
"""
import argparse
import json
import sys

import yaml


def rows_of_rules(path):
    """The tests of rules that have a topic; the places that they mark are not needed."""
    with open(path, encoding="utf-8") as file:
        rules = yaml.safe_load(file).get("rules", {})
    for rule in rules.values():
        topic, tests = rule.get("topic"), rule.get("tests", {})
        for kind in ("flag", "pass") if topic and rule["kind"] != "gist" else ():
            for test in tests.get(kind, []):
                text = test if isinstance(test, str) else test.get("text", "")
                if text:
                    flag = kind == "flag"
                    yield {"text": text.replace("[[", "").replace("]]", ""), "topics": [topic] if flag else [],
                           "verdict": "review" if flag else "pass", "only": topic}


def rows_of_strangers(path):
    """Tweets and the like, by people who speak of nobody at a school."""
    with open(path, encoding="utf-8") as file:
        for line in file:
            yield {"text": json.loads(line)["text"], "topics": [], "verdict": "pass"}


def main():
    """Prints the rows in the order in which they were told."""
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("rules", "strangers"):
        args.add_argument("--" + name, nargs="*", default=[])
    told = args.parse_args()
    rows = [row for path in told.rules for row in rows_of_rules(path)]
    rows += [row for path in told.strangers for row in rows_of_strangers(path)]
    for row in rows:
        sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
