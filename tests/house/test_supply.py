"""The bill of materials holds every locked package; an audit that did not check something never passes."""

from __future__ import annotations

import csv
import json
from subprocess import CompletedProcess

import pytest

from tools import supply

LOCKED = supply.locked()


def answered(dependencies, status=0):
    return lambda _command: CompletedProcess([], status, json.dumps({"dependencies": dependencies, "fixes": []}), "")


def every(**instead):
    return [instead.get(name) or {"name": name, "version": version, "vulns": []} for name, version in LOCKED.items()]


def test_all_checked_and_nothing_known_passes():
    assert len(LOCKED) > 40
    assert supply.audit(answered(every())) == supply.SOUND


def test_a_known_weakness_is_told(capsys):
    weak = {"name": "django", "version": "5.2", "vulns": [{"id": "PYSEC-1", "fix_versions": []}]}
    assert supply.audit(answered(every(django=weak), 1)) == supply.WEAK
    assert "weak: django PYSEC-1" in capsys.readouterr().out


@pytest.mark.parametrize(
    "run",
    [
        answered(every(django={"name": "django", "skip_reason": "could not be found"})),
        answered([one for one in every() if one["name"] != "django"]),
        answered(every(), status=2),
        answered([]),
        lambda _command: CompletedProcess([], 0, "", "connection refused"),
        lambda _command: CompletedProcess([], 1, "<html>", ""),
        lambda _command: CompletedProcess([], 1, "{}", ""),
    ],
    ids=["skipped", "left out", "failed", "empty", "no network", "no JSON", "another JSON"],
)
def test_what_was_not_checked_never_passes(run):
    assert supply.audit(run) == supply.UNCHECKED


def test_a_program_that_is_not_there_never_passes():
    def missing(_command):
        raise FileNotFoundError("pip-audit")

    assert supply.audit(missing) == supply.UNCHECKED


def test_the_bill_holds_every_locked_package_with_hashes_and_every_front_part(tmp_path):
    assert supply.sbom(build=tmp_path) in {supply.SOUND, supply.WEAK}
    bill = json.loads((tmp_path / "sbom.cdx.json").read_text())
    assert bill["bomFormat"] == "CycloneDX"
    by_purl = {one["purl"]: one for one in bill["components"]}
    for name, version in LOCKED.items():
        (reference,) = by_purl[f"pkg:pypi/{name}@{version}"]["externalReferences"]
        assert reference["hashes"]
    assert any(purl.startswith("pkg:npm/") for purl in by_purl)
    with (tmp_path / "licences.csv").open(encoding="utf-8", newline="") as file:
        licences = {row["name"]: row["licence"] for row in csv.DictReader(file)}
    assert "BSD" in licences["django"]
    assert len(licences) >= len(LOCKED)
