"""The bench's table: each figure beside its bar. usage: table.py FIGURES BARS
Status 1 when a figure is worse than what was reached once (the column keep)."""
import sys

figures = {}
for line in open(sys.argv[1], encoding="utf-8"):
    parts = line.rstrip("\n").split("\t")
    if len(parts) >= 2:
        figures[parts[0]] = float(parts[1])
for peer in ("redact-pii", "openredaction", "compromise"):
    if figures.get("bulk." + peer) and "bulk.one" in figures:
        figures["bulk.x." + peer] = figures["bulk.one"] / figures["bulk." + peer]


def holds(value, bar):
    return value <= float(bar[2:]) if bar.startswith("<=") else value >= float(bar[2:])


bad = 0
print("| figure | measured | bar | | what |\n|---|---:|---:|---|---|")
for line in open(sys.argv[2], encoding="utf-8"):
    if line.startswith("#") or not line.strip():
        continue
    name, bar, keep, what = line.split(None, 3)
    value = figures.get(name)
    if value is None:
        state, shown = "not measured", "-"
    else:
        shown = f"{value:.3g}" if abs(value) < 1000 else f"{value:,.0f}"
        state = "" if bar == "-" else "reached" if holds(value, bar) else "short"
        if keep != "-" and not holds(value, keep):
            state, bad = f"LOST (was {keep})", 1
    print(f"| {name} | {shown} | {'' if bar == '-' else bar} | {state} | {what.strip()} |")
sys.exit(bad)
