#!/usr/bin/env python3
"""Compare figures of score.py --json with bars.

usage: bars.py FIGURES.json BARS.tsv

BARS: figure TAB >= or <= TAB bar TAB reached|open. A bar that is `reached` fails when the figure loses it; an `open` one is only
shown. Figures without a bar are printed as they are.
"""
import json, sys

figures = json.load(open(sys.argv[1], encoding="utf-8"))
bars = [line.rstrip("\n").split("\t") for line in open(sys.argv[2], encoding="utf-8") if line.strip() and not line.startswith("#")]
lost = 0
for name, sign, bar, state in bars:
    got = figures.get(name)
    good = got is not None and (got >= float(bar) if sign == ">=" else got <= float(bar))
    lost += state == "reached" and not good
    print(f"{name:22} {got if got is None else format(got, '.3f')}  {sign} {bar}  {'ok' if good else 'LOST' if state == 'reached' else 'open'}")
for name, got in figures.items():
    if isinstance(got, float) and name not in [b[0] for b in bars]:
        print(f"{name:22} {got:.3f}")
sys.exit(lost > 0)
