#!/usr/bin/env python3
"""Turn texts with marks into JSON Lines for the trainer.

usage: marked_texts.py FILE...

A line a text; everything that it names is marked: [[P:Ada Quill]] a person, L a place, O an organisation, W a work or product.
"""
import json, re, sys

LABELS = {"P": "PERSON", "L": "LOCATION", "O": "ORGANIZATION", "W": "WORK"}
MARK = re.compile(r"\[\[([PLOW]):(.*?)\]\]")


def read(line):
    """The text without its marks, and the spans of what was marked, in bytes."""
    text, spans, at = "", [], 0
    for mark in MARK.finditer(line):
        text += line[at:mark.start()]
        start = len(text.encode())
        text += mark[2]
        spans.append({"start": start, "end": len(text.encode()), "label": LABELS[mark[1]]})
        at = mark.end()
    return {"text": text + line[at:], "spans": spans}


for path in sys.argv[1:]:
    with open(path, encoding="utf-8") as f:
        for line in f:
            print(json.dumps(read(line.rstrip("\n")), ensure_ascii=False))
