#!/usr/bin/env python3
"""The JSON Schema of rule sets and policies, held against every bundled file and against mistyped ones, with jsonschema.

usage: HALLPASS=build/hallpass tests/cli/schema/run    prints what fails, last `N passed, N failed, N skipped`
"""
import copy
import glob
import json
import os
import re
import subprocess
import sys

import jsonschema
import yaml

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..")
HALLPASS = os.environ.get("HALLPASS", os.path.join(ROOT, "build", "hallpass"))
counts = {"passed": 0, "failed": 0}


class Loader(yaml.CBaseLoader):
    """YAML 1.2's own types, as editors have them: 1.1 would take `no` and 15:10 for something else."""


for tag, pattern, first in (
    ("bool", r"true|false", "tf"),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("null", r"~|null|", "~n\0"),
):
    Loader.add_implicit_resolver("tag:yaml.org,2002:" + tag, re.compile("^(?:%s)$" % pattern), list(first) + ([""] if tag == "null" else []))
Loader.add_constructor("tag:yaml.org,2002:bool", lambda l, n: n.value == "true")
Loader.add_constructor("tag:yaml.org,2002:int", lambda l, n: int(n.value))
Loader.add_constructor("tag:yaml.org,2002:null", lambda l, n: None)


def check(name, ok, why=""):
    counts["passed" if ok else "failed"] += 1
    if not ok:
        print("FAIL %s: %s" % (name, why))


def run(*arguments):
    return subprocess.run([HALLPASS, *arguments], capture_output=True, text=True, check=True).stdout


schema = json.loads(run("policy", "schema"))
jsonschema.Draft7Validator.check_schema(schema)
validator = jsonschema.Draft7Validator(schema)


def first_error(value):
    error = next(validator.iter_errors(value), None)
    return error and "%s: %s" % ("/".join(map(str, error.absolute_path)), error.message[:200])


def maps_of(value, path=()):
    """Every map within, with the way to it."""
    if isinstance(value, dict):
        yield path
        for key, below in value.items():
            yield from maps_of(below, path + (key,))
    elif isinstance(value, list):
        for at, below in enumerate(value):
            yield from maps_of(below, path + (at,))


def at(value, path):
    for step in path:
        value = value[step]
    return value


# Every bundled file, and every policy to begin with, is good.
files = {}
for path in sorted(glob.glob(os.path.join(ROOT, "rules/*.yaml")) + glob.glob(os.path.join(ROOT, "policies/**/*.yaml"), recursive=True)):
    with open(path, encoding="utf-8") as f:
        files[os.path.relpath(path, ROOT)] = yaml.load(f, Loader)
for layer in ("state", "county", "district", "school", "person"):
    files["policy new --layer " + layer] = yaml.load(run("policy", "new", "--layer", layer), Loader)
for name, value in files.items():
    check(name + " is valid", (why := first_error(value)) is None, why)

# A mistyped key is told in whatever map it stands, but for maps whose names are free.
FREE = {"rules", "words", "define", "sources", "sections", "channels", "severity", "raise", "lower"}
for name in ("rules/people.rules.yaml", "rules/media.rules.yaml", "policies/base.yaml", "policy new --layer school"):
    value, kinds = files[name], set()
    for path in maps_of(value):
        kind = tuple("*" if isinstance(s, int) else s for s in path)
        kind = tuple("*" if k and kind[k - 1] in FREE else s for k, s in enumerate(kind))
        if kind in kinds or (path and path[-1] in FREE):
            continue
        kinds.add(kind)
        broken = copy.deepcopy(value)
        at(broken, path)["sevrity"] = "hold"
        check("%s with a mistyped key in /%s" % (name, "/".join(map(str, path))), first_error(broken) is not None, "taken for valid")
    check(name + " has maps of several kinds", len(kinds) > 3, str(kinds))

# Texts that are none of what they may be, numbers out of bounds, lists and maps in each other's place.
for what, path, bad in (
    ("a severity", ("rules", "contacts/phone", "severity"), "grave"),
    ("a severity for an audience", ("rules", "contacts/phone", "severity"), {"public": "grave"}),
    ("a layer", ("layer",), "village"),
    ("a list", ("clauses",), {"id": "a"}),
    ("a map", ("rules",), ["contacts/phone"]),
    ("a number too large", ("limits",), {"report-at": 101}),
    ("a number that is none", ("limits",), {"report-at": "many"}),
    ("a language", ("hallpass",), "policy/9"),
):
    broken = copy.deepcopy(files["policy new --layer school"])
    at(broken, path[:-1])[path[-1]] = bad
    check("%s that is wrong" % what, first_error(broken) is not None, "taken for valid")
for key in ("id", "version", "hallpass"):
    broken = copy.deepcopy(files["policy new --layer school"])
    del broken[key]
    check("no " + key, first_error(broken) is not None, "taken for valid")

# The reference page is what the tables say.
with open(os.path.join(ROOT, "policies", "REFERENCE.md"), encoding="utf-8") as f:
    check("policies/REFERENCE.md is current", f.read() == run("policy", "schema", "--format=markdown"), "make it anew with hallpass policy schema --format=markdown")

print("%d passed, %d failed, 0 skipped" % (counts["passed"], counts["failed"]))
sys.exit(counts["failed"] > 0)
