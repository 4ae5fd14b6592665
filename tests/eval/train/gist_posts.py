#!/usr/bin/env python3
"""Gather what the gist reader learns from: marked posts, tests of rules, texts of strangers, each with what is recognised in it.

usage: gist_posts.py HALLPASS [--rosters DIR] [--posts FILE.jsonl...] [--rules FILE.yaml...] [--strangers FILE.jsonl...]
    > OUT.jsonl

A line: {"text", "topics", "verdict", "tags"}, the tags as `hallpass tag` gives them. A test of a rule says of its rule's topic
alone whether it is there: {"only": TOPIC}. Strangers' texts are nobody's business and pass.
"""
import argparse
import json
import os
import subprocess
import sys

import yaml


def rows_of_posts(path):
    """Marked posts as they are."""
    with open(path, encoding="utf-8") as file:
        for line in file:
            post = json.loads(line)
            yield {k: post.get(k) for k in ("text", "topics", "verdict", "roster")}


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


def tagged(program, rosters, rows):
    """Adds what the program recognises; posts of one roster are read together."""
    groups = {}
    for row in rows:
        groups.setdefault(row.pop("roster", None), []).append(row)
    for roster, group in groups.items():
        command = [program, "tag", "--input=jsonl"]
        command += ["--roster", os.path.join(rosters, f"roster-{roster}.csv")] if roster else []
        feed = "".join(json.dumps({"text": row["text"]}) + "\n" for row in group)
        done = subprocess.run(command + ["-"], input=feed.encode(), stdout=subprocess.PIPE, check=True)
        for row, line in zip(group, done.stdout.splitlines(), strict=True):
            row["tags"] = json.loads(line)["spans"]
            yield row


def main():
    """Prints the rows in the order in which they were told."""
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("program")
    args.add_argument("--rosters", default=".")
    for name in ("posts", "rules", "strangers"):
        args.add_argument("--" + name, nargs="*", default=[])
    told = args.parse_args()
    rows = [row for path in told.posts for row in rows_of_posts(path)]
    rows += [row for path in told.rules for row in rows_of_rules(path)]
    rows += [row for path in told.strangers for row in rows_of_strangers(path)]
    for row in tagged(told.program, told.rosters, rows):
        sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
