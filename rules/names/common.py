#!/usr/bin/env python3
"""The words that posts use most, for the front of the word lists' image (checker/text/lexicon.h): rules/names/common.txt.

usage: rules/names/common.py TEXTS... > rules/names/common.txt

TEXTS: marked posts (tests/eval/train). Words in lower case alone are counted, without what is marked; the 12,000 most frequent are told in the order of the alphabet.
"""
import collections
import re
import sys

MOST, LEAST = 12000, 2
counts = collections.Counter()
for path in sys.argv[1:]:
    with open(path, encoding="utf-8") as file:
        text = re.sub(r"\[\[[A-Z_]+:.*?\]\]", " ", file.read(), flags=re.S)
    counts.update(re.findall(r"(?<![\w@#.])[a-zà-ÿ]+(?:['’][a-z]+)?(?![\w@])", text))
words = [word for word, count in counts.most_common(MOST) if count >= LEAST]
print("# What posts say most: the words that are looked for first. Counted by common.py in tests/eval/train.")
print("\n".join(sorted(words)))
