#!/usr/bin/env python3
"""Reads a page of reports, holds it to what every page must be, and evaluates the expressions that follow its name.

usage: page.py FILE [EXPRESSION]...    over `page` (its source), `text` (its words), `drafts` (name, tone, words, marks)
"""
import sys
from html.parser import HTMLParser

VOID = {"meta", "wbr"}
ALLOWED = {"html", "head", "meta", "title", "style", "body", "header", "main", "footer", "article", "section", "h1", "h2", "h3", "h4", "p",
           "mark", "sup", "a", "bdi", "div", "span", "ol", "ul", "li", "blockquote", "dl", "dt", "dd", "small", "q"}


class Draft:
    def __init__(self, tone):
        self.name, self.tone, self.words, self.marks = "", tone, "", []
        self.texts = 0  # elements of class "words" until now: the draft, the suggested wording


class Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.stack, self.text, self.drafts, self.ids, self.links, self.level = [], "", [], [], [], 0

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        assert tag in ALLOWED, tag
        assert not [a for a in given if a.startswith("on") or a in ("src", "style")], attributes
        if tag[0] == "h" and tag[1:].isdigit():
            assert int(tag[1]) <= self.level + 1, f"{tag} below h{self.level}"
            self.level = int(tag[1])
        if "id" in given:
            self.ids.append(given["id"])
        if "href" in given:
            self.links.append(given["href"])
        if tag == "article":
            self.drafts.append(Draft(given["class"].removeprefix("draft ")))
        if given.get("class") == "words":
            self.drafts[-1].texts += 1
        if tag == "mark" and self.drafts:
            self.drafts[-1].marks.append((given["class"], ""))
        if tag not in VOID:
            self.stack.append((tag, given.get("class", "")))

    def handle_endtag(self, tag):
        assert self.stack.pop()[0] == tag, (tag, self.stack)

    def handle_data(self, data):
        tags, classes = [tag for tag, _ in self.stack], [c for _, c in self.stack]
        if "style" in tags:
            return
        self.text += data
        draft = self.drafts[-1] if self.drafts else None
        if "h2" in tags:
            draft.name += data
        if "words" in classes and draft.texts == 1 and "sup" not in tags:
            draft.words += data
            if "mark" in tags:
                kind, text = draft.marks[-1]
                draft.marks[-1] = (kind, text + data)


def main():
    source = open(sys.argv[1], encoding="utf-8", newline="").read()
    reader = Reader()
    reader.feed(source)
    reader.close()
    assert not reader.stack, reader.stack
    assert source.startswith("<!DOCTYPE html>") and source.endswith("</html>\n"), source[-80:]
    assert "default-src 'none'; style-src 'unsafe-inline'" in source and "prefers-color-scheme: dark" in source
    assert "width=device-width" in source and "@media print" in source and '<html lang="en">' in source
    assert "url(" not in source and "@import" not in source
    assert len(set(reader.ids)) == len(reader.ids), "an id stands twice"
    for link in reader.links:
        assert link.startswith("https://") or (link[0] == "#" and link[1:] in reader.ids), link
    names = {"page": source, "text": reader.text, "drafts": reader.drafts}
    for expression in sys.argv[2:]:
        assert eval(expression, names), (expression, [vars(d) for d in reader.drafts][:9])  # pylint: disable=eval-used


main()
