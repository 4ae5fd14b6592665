#!/usr/bin/env python3
"""Turn marked posts, as people write them, into JSON Lines with spans.

usage: marked_posts.py FILE.posts...  > OUT.jsonl

A file holds posts, each opened by a line

    === CHANNEL AUDIENCE VERDICT [topic TOPIC,TOPIC...] [at ISO-8601] [id ID]

and followed by its text, in which a span stands as [[LABEL:the words]]. Blank lines at both ends of a text are dropped. An id
is the file's name and a number. A file that ends in .txt holds a snippet a line instead, without headings. Output: {"id","channel","audience","posted_at","roster","text","spans","topics","verdict"},
offsets in UTF-8 bytes, end exclusive.
"""
import json, os, re, sys

LABELS = set("STUDENT_NAME PRIVATE_NAME PUBLIC_NAME WORD EMAIL PHONE ADDRESS STUDENT_ID SSN BIRTHDATE HANDLE PERSONAL_URL MEETING "
             "CREDENTIAL CARD GEO PLATE IP".split())
TOPICS = set("GRADES SPED HEALTH DISCIPLINE ATTENDANCE FAMILY ECONOMIC IMMIGRATION LANGUAGE_STATUS RELIGION SEXUALITY_GENDER "
             "ABUSE_ALLEGATION IDENTIFIABLE WHEREABOUTS PHOTO POLITICS ENDORSEMENT FUNDRAISING DISPARAGE PROFANITY THREAT "
             "STAFF_CONFIDENTIAL SECURE_TEST COPYRIGHT STUDENT_CONTACT OFFICIAL_VOICE CRISIS ON_DUTY".split())
CHANNELS = set("twitter facebook instagram bluesky mastodon blog newsletter forum classroom email".split())
SPAN = re.compile(r"\[\[([A-Z_]+):((?:(?!\]\]).)+)\]\]", re.S)


def spans_of(text, where):
    out, spans, at = [], [], 0
    for m in SPAN.finditer(text):
        if m[1] not in LABELS:
            sys.exit(f"{where}: no label {m[1]!r}")
        out.append(text[at:m.start()])
        start = len("".join(out).encode())
        out.append(m[2])
        spans.append({"start": start, "end": start + len(m[2].encode()), "label": m[1], "text": m[2]})
        at = m.end()
    out.append(text[at:])
    plain = "".join(out)
    if "[[" in plain or "]]" in plain:
        sys.exit(f"{where}: a mark that does not close: {plain[max(0, plain.find('[[')):][:60]!r}")
    return plain, spans


def posts_of(path):
    stem, posts, head, body = os.path.splitext(os.path.basename(path))[0], [], None, []

    def close():
        if head is None:
            return
        where = f"{path}:{head[1]}"
        words = head[0].split()
        post = {"id": f"{stem}-{len(posts) + 1:03d}", "channel": words[0], "audience": words[1], "posted_at": None, "roster": None,
                "verdict": words[2], "topics": []}
        for key, value in zip(words[3::2], words[4::2]):
            if key == "topic": post["topics"] = value.split(",")
            elif key == "at": post["posted_at"] = value
            else: sys.exit(f"{where}: no key {key!r}")
        if post["channel"] not in CHANNELS or post["audience"] not in ("public", "closed") or post["verdict"] not in ("pass", "review", "hold") \
                or set(post["topics"]) - TOPICS:
            sys.exit(f"{where}: not a heading: {head[0]!r}")
        if post["verdict"] == "pass" and post["topics"]:
            sys.exit(f"{where}: a pass carries no topic")
        text, spans = spans_of("\n".join(body).strip("\n"), where)
        if not text:
            sys.exit(f"{where}: no text")
        posts.append({**post, "text": text, "spans": spans})

    for number, line in enumerate(open(path, encoding="utf-8"), 1):
        if line.startswith("=== "):
            close()
            head, body = (line[4:].strip(), number), []
        else:
            body.append(line.rstrip("\n"))
    close()
    return posts


def snippets_of(path):
    stem = os.path.splitext(os.path.basename(path))[0]
    for number, line in enumerate(open(path, encoding="utf-8"), 1):
        if line.strip() and not line.startswith("#"):
            text, spans = spans_of(line.strip(), f"{path}:{number}")
            yield {"id": f"{stem}-{number:03d}", "text": text, "spans": spans}


if __name__ == "__main__":
    for path in sys.argv[1:]:
        for post in snippets_of(path) if path.endswith(".txt") else posts_of(path):
            print(json.dumps(post, ensure_ascii=False))
