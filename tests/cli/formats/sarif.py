#!/usr/bin/env python3
"""Reads a SARIF log, holds it to SARIF 2.1.0 and to the files that it speaks of, and evaluates the expressions that follow.

usage: sarif.py FILE [EXPRESSION]...    over `log`, `run`, `results`, `rules` (ids), region(result), words(result), fixed(path)

SHAPES has, of each object that is used, the properties that must be there and those that may, as in sections 3.4 to 3.58 of the
standard; others are an error, and so is a value of another kind.
"""
import json
import sys
from urllib.parse import unquote, urlsplit

TEXT, WHOLE, NUMBER, YES = str, int, (int, float), bool
SHAPES = {  # object: ({required: kind}, {optional: kind}); a kind in a list: an array of it; a name: an object
    "log": ({"version": TEXT, "runs": ["run"]}, {"$schema": TEXT}),
    "run": ({"tool": "tool"}, {"results": ["result"], "invocations": ["invocation"], "columnKind": TEXT, "defaultEncoding": TEXT,
                               "policies": ["component"]}),
    "tool": ({"driver": "component"}, {}),
    "component": ({"name": TEXT}, {"version": TEXT, "semanticVersion": TEXT, "rules": ["rule"], "properties": dict}),
    "rule": ({"id": TEXT}, {"shortDescription": "message", "fullDescription": "message", "help": "message",
                            "defaultConfiguration": "configuration"}),
    "configuration": ({}, {"level": TEXT}),
    "message": ({"text": TEXT}, {}),
    "result": ({"message": "message"}, {"ruleId": TEXT, "level": TEXT, "locations": ["location"], "relatedLocations": ["location"],
                                        "partialFingerprints": dict, "fixes": ["fix"], "rank": NUMBER, "properties": dict}),
    "location": ({}, {"id": WHOLE, "physicalLocation": "physical", "message": "message"}),
    "physical": ({"artifactLocation": "artifact"}, {"region": "region"}),
    "artifact": ({"uri": TEXT}, {"uriBaseId": TEXT}),
    "region": ({}, {name: WHOLE for name in ("startLine", "startColumn", "endLine", "endColumn", "charOffset", "charLength",
                                             "byteOffset", "byteLength")}),
    "fix": ({"artifactChanges": ["change"]}, {"description": "message"}),
    "change": ({"artifactLocation": "artifact", "replacements": ["replacement"]}, {}),
    "replacement": ({"deletedRegion": "region"}, {"insertedContent": "content"}),
    "content": ({"text": TEXT}, {}),
    "invocation": ({"executionSuccessful": YES}, {"toolExecutionNotifications": ["notification"],
                                                  "toolConfigurationNotifications": ["notification"]}),
    "notification": ({"message": "message"}, {"level": TEXT}),
}
NOT_EMPTY = {"artifactChanges", "replacements"}  # arrays that the standard wants something in
LEVELS = {"none", "note", "warning", "error"}


def hold(value, kind, where):
    if isinstance(kind, list):
        assert isinstance(value, list), where
        assert value or where.rsplit(".", 1)[-1] not in NOT_EMPTY, where
        for i, item in enumerate(value):
            hold(item, kind[0], f"{where}[{i}]")
        return
    if not isinstance(kind, str):
        assert isinstance(value, kind) and (kind is YES or not isinstance(value, bool)), (where, value)
        return
    required, optional = SHAPES[kind]
    assert isinstance(value, dict), where
    assert set(required) <= set(value), (where, set(required) - set(value))
    for name, item in value.items():
        assert name in required or name in optional, f"{where}.{name} is no property"
        hold(item, required.get(name, optional.get(name)), f"{where}.{name}")
    if "level" in value:
        assert value["level"] in LEVELS, (where, value["level"])


def path_of(artifact):
    parts = urlsplit(artifact["uri"])
    assert (parts.scheme == "file") == ("uriBaseId" not in artifact), artifact
    assert not parts.query and not parts.fragment and parts.netloc == "", artifact
    return unquote(parts.path)


def same_stretch(artifact, region):
    """Lines and columns, characters and bytes must all name the same stretch of the file; returns its text."""
    data = open(path_of(artifact), "rb").read()
    start, end = region["byteOffset"], region["byteOffset"] + region["byteLength"]
    text = data.removeprefix(b"\xef\xbb\xbf").decode()  # the text properties do not count a byte order mark
    stretch = text[region["charOffset"] : region["charOffset"] + region["charLength"]]
    assert stretch == data[start:end].decode(), (region, stretch)
    lines = text.split("\n")
    for line, column, at in (("startLine", "startColumn", region["charOffset"]),
                             ("endLine", "endColumn", region["charOffset"] + region["charLength"])):
        before = sum(len(l) + 1 for l in lines[: region[line] - 1])
        assert before + region[column] - 1 == at, (region, line)
    return stretch


def walk(value, artifact=None):
    """Every region of the log with the file that it lies in."""
    if isinstance(value, list):
        for item in value:
            yield from walk(item, artifact)
    if isinstance(value, dict):
        artifact = value.get("artifactLocation", artifact)
        for name, item in value.items():
            if name in ("region", "deletedRegion") and "byteOffset" in item:
                yield artifact, item
            yield from walk(item, artifact)


def main():
    log = json.load(open(sys.argv[1], encoding="utf-8"))
    hold(log, "log", "log")
    assert log["version"] == "2.1.0" and len(log["runs"]) == 1 and log["$schema"].startswith("https://")
    run = log["runs"][0]
    results, rules = run["results"], [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(set(rules)) == len(rules) and all(rule["help"]["text"] for rule in run["tool"]["driver"]["rules"])
    for result in results:
        assert result["ruleId"] in rules and len(result["locations"]) == 1 and 0 <= result.get("rank", 0) <= 100, result
    for artifact, one in walk(results):
        same_stretch(artifact, one)
    failed = any(n["level"] == "error" for n in run["invocations"][0].get("toolExecutionNotifications", []))
    assert failed != run["invocations"][0]["executionSuccessful"]

    def region(result):
        return result["locations"][0]["physicalLocation"]["region"]

    def words(result):
        return same_stretch(result["locations"][0]["physicalLocation"]["artifactLocation"], region(result))

    def fixed(path):
        data = open(path, "rb").read()
        changes = [c for r in results for f in r.get("fixes", []) for c in f["artifactChanges"] if path_of(c["artifactLocation"]) == path]
        for change in sorted((r for c in changes for r in c["replacements"]), key=lambda r: -r["deletedRegion"]["byteOffset"]):
            at, n = change["deletedRegion"]["byteOffset"], change["deletedRegion"]["byteLength"]
            data = data[:at] + change.get("insertedContent", {"text": ""})["text"].encode() + data[at + n :]
        return data

    names = dict(log=log, run=run, results=results, rules=rules, region=region, words=words, fixed=fixed, json=json)
    for expression in sys.argv[2:]:
        assert eval(expression, names), (expression, json.dumps(results, ensure_ascii=False)[:1500])  # pylint: disable=eval-used


main()
