"""Steps written once and taken in by several procedures."""

from __future__ import annotations

from pathlib import Path

from zhiheng.catalog import tracks, yaml_strict
from zhiheng.catalog.errors import Faults

TRACK = """
track: trial
takes: {rule: null, limit: procedure.deadline/commutation_ruling, after: [end], waits: []}
roles: {court: {title: 法院}, prison: {title: 监狱}}
steps:
  - {id: file, assess: {rule: $rule}, outcomes: {submitted: {to: [ruling]}}}
  - {id: ruling, waits_for: [file, $waits], within: [{limit: $limit}], outcomes: {granted: {to: $after}}}
"""
PROCEDURE = """procedure: parole
roles: {court: {title: 中级人民法院}}
steps:
  - {id: rate, outcomes: {done: file}}
  - {track: trial, with: {rule: parole.assess, after: [release, review], waits: [rate]}}
  - {id: release, outcomes: {done: end}}
"""


def expanded(text: str) -> tuple[yaml_strict.Document, Faults]:
    faults = Faults()
    track = yaml_strict.load(TRACK, path=Path("tracks/trial.yaml"), faults=faults)
    document = yaml_strict.load(text, path=Path("procedures/parole.yaml"), faults=faults)
    return tracks.expand(document, {"trial": track}, faults), faults


def test_what_is_given_stands_in_the_shared_steps():
    document, faults = expanded(PROCEDURE)
    assert not faults
    assert document.value["roles"] == {"court": {"title": "中级人民法院"}, "prison": {"title": "监狱"}}
    by_id = {step["id"]: step for step in document.value["steps"]}
    assert list(by_id) == ["rate", "file", "ruling", "release"]
    assert by_id["file"]["assess"] == {"rule": "parole.assess"}
    assert by_id["ruling"]["outcomes"]["granted"]["to"] == ["release", "review"]
    assert by_id["ruling"]["waits_for"] == ["file", "rate"]
    assert by_id["ruling"]["within"] == [{"limit": "procedure.deadline/commutation_ruling"}]


def test_a_condition_written_as_null_stays():
    text = TRACK.replace("{granted: {to: $after}}", "{granted: {to: $after, when: {served_on: null}, enters: $rule}}")
    track = yaml_strict.load(text, path=Path("tracks/trial.yaml"), faults=(faults := Faults()))
    document = yaml_strict.load(PROCEDURE.replace("rule: parole.assess, ", ""), path=Path("procedures/parole.yaml"), faults=faults)
    ruling = tracks.expand(document, {"trial": track}, faults).value["steps"][2]
    assert ruling["outcomes"]["granted"] == {"to": ["release", "review"], "when": {"served_on": None}}


def test_lines_are_those_of_the_procedure():
    document, _ = expanded(PROCEDURE)
    assert document.line_of(("steps", 0, "outcomes")) == 4
    assert document.line_of(("steps", 2, "within")) == 5
    assert document.line_of(("steps", 3, "id")) == 6


def test_what_is_missing_or_unknown_is_told_with_its_line():
    _, faults = expanded("procedure: p\nsteps:\n  - {track: trail}\n  - {track: trial, with: {rules: x}}\n")
    told = [str(fault) for fault in faults]
    assert any("procedures/parole.yaml:3" in fault and "是不是要写 trial" in fault for fault in told)
    assert any("procedures/parole.yaml:4" in fault and "是不是要写 rule" in fault for fault in told)
    assert any("缺少 with.rule" in fault for fault in told)


def test_a_procedure_without_tracks_is_left_as_it_is():
    document, _ = expanded("procedure: p\nsteps:\n  - {id: a}\n")
    assert document.value["steps"] == [{"id": "a"}]
