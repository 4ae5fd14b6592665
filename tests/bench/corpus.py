"""The corpus of the bench: half marked posts with their names drawn anew from the name lists, half public texts of the
tagger's training files, in an order that a fixed seed decides. DATA is no part of the project.
usage: corpus.py DATA NAMES OUT.jsonl POSTS [SEED]      DATA has posts/tune.jsonl and ner/*.train.jsonl, NAMES is rules/names"""
import json
import os
import random
import sys

data, names, out, posts = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
LONG = 400  # characters
draw = random.Random(int(sys.argv[5]) if len(sys.argv) > 5 else 6)


def read(path):
    with open(path, encoding="utf-8") as f:
        return [json.loads(line) for line in f]


def names_of(path):
    """The 5,000 names that most people have, as written in a sentence."""
    with open(path, encoding="utf-8") as f:
        rows = [line.split("\t") for line in f if not line.startswith("#")]
    rows = [row for row in rows if len(row) > 1 and row[0].isalpha()]
    return [row[0].capitalize() for row in sorted(rows, key=lambda row: -int(row[1]))[:5000]]


given, family = names_of(os.path.join(names, "given.txt")), names_of(os.path.join(names, "family.txt"))


def redrawn(post):
    """Each word of a private name becomes another one, the same throughout the post; what follows it ("'s") stays."""
    text, words = post["text"], {}
    for span in sorted(post["spans"], key=lambda s: -s["start"]):
        if span["label"] not in ("STUDENT_NAME", "PRIVATE_NAME"):
            continue
        new = []
        for i, word in enumerate(text[span["start"]:span["end"]].split(" ")):
            bare = word.rstrip("'s.,!?") or word
            if bare[:1].isupper() and len(bare) > 2:
                words.setdefault(bare, draw.choice(given if i == 0 else family))
                word = words[bare] + word[len(bare):]
            new.append(word)
        text = text[:span["start"]] + " ".join(new) + text[span["end"]:]
    return text


tune = read(os.path.join(data, "posts", "tune.jsonl"))
public = [text["text"] for name in ("btc", "wnut17") for text in read(os.path.join(data, "ner", name + ".train.jsonl"))]
draw.shuffle(public)
joined, post = [], ""
for text in public:  # several short ones make a post: on average the corpus has 360 bytes each
    post += ("\n" if post else "") + text
    if len(post) >= LONG:
        joined, post = joined + [post], ""
public = joined
with open(out, "w", encoding="utf-8") as f:
    for i in range(posts):
        post = draw.choice(tune)
        keys = {"id": i, "text": redrawn(post), "channel": post["channel"]} if i % 2 else {"id": i, "text": public[i // 2 % len(public)]}
        f.write(json.dumps(keys, ensure_ascii=False) + "\n")
