#!/usr/bin/env python3
"""Drafts written from 28 documented incidents (three hands, without sight of the rules): are they caught?

usage: incidents.py HALLPASS LINES.jsonl [--misses]
A line: {"case", "try", "text", and what else a draft has}. Of the cases that a text checker can catch, a draft is caught
when a finding's `ref` is of one of the case's families; a draft of a protected author must pass. Cases that only a
picture tells are shown and not counted. Status 1 when fewer than 50 of the 60 are caught or a protected one is not let be.
"""
import json
import subprocess
import sys

# The families of the rules that speak to each case.
CATCH = {
    1: "IDX HLT EDU CND", 2: "SPE IDX CND", 3: "SPE CND IDX", 4: "CND", 5: "CND EDU DIS", 6: "CND HLT", 7: "IDX EDU CND",
    10: "CND IDX", 11: "CND", 13: "CND POL", 14: "FAM CND", 15: "STF CND", 16: "EXM", 20: "DIS IDX WHR MED", 21: "NAM CND",
    22: "MED CND", 24: "SPE NAM MED", 25: "NAM IDX", 27: "FAM", 28: "HLT CND",
}
PICTURE = {8: "MED CND", 9: "MED", 17: "IDX CND", 18: "MED CND", 23: "MED"}
SILENT = {12, 26}


def main():
    """Prints a line a case and the counts."""
    program, path = sys.argv[1:3]
    with open(path, encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    lines = "\n".join(json.dumps({**row, "id": str(i)}) for i, row in enumerate(rows)) + "\n"
    command = [program, "check", "--input=jsonl", "--format=jsonl", "--exit-zero", "-"]
    done = subprocess.run(command, input=lines.encode(), stdout=subprocess.PIPE, check=True)
    caught, asked, silent, protected, pictures, shown = 0, 0, 0, 0, 0, 0
    for row, line in zip(rows, done.stdout.splitlines()):
        report, case = json.loads(line), row["case"]
        told = [f for f in report["findings"] if f["severity"] != "note"]
        families = {ref.split("-")[0] for f in told for ref in f["ref"]}
        if case in SILENT:
            good = report["verdict"] == "pass"
            protected += 1
            silent += good
        else:
            good = bool(families & set((CATCH.get(case) or PICTURE[case]).split()))
            if case in CATCH:
                asked += 1
                caught += good
            else:
                shown += 1
                pictures += good
        if not good and "--misses" in sys.argv:
            print(f'case {case} try {row["try"]}: {report["verdict"]} {sorted(families)} {row["text"]!r}')
    print(f"caught by a named family: {caught} of {asked} (at least 50 of 60)")
    print(f"left in peace: {silent} of {protected} (all)")
    print(f"of cases told by a picture: {pictures} of {shown} (not counted)")
    sys.exit(caught < 50 or silent < protected)


if __name__ == "__main__":
    main()
