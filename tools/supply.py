"""What the product is made of, and whether a weakness of it is known: `python tools/supply.py sbom|audit`.

sbom   build/sbom.cdx.json (CycloneDX: the locked Python packages with hashes and licences, the front parts) and build/licences.csv
audit  asks for known weaknesses of the locked packages. Exit 0: all were checked and none is known; 1: some are; 3: something was not
       checked, which is never taken for sound
"""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
LOCK = ROOT / "locks" / "core.txt"
FRONT = ROOT / "front" / "package-lock.json"
BUILD = ROOT / "build"
SOUND, WEAK, UNCHECKED = 0, 1, 3
UNKNOWN = "UNKNOWN"
Run = Callable[[list[str]], subprocess.CompletedProcess[str]]


def main(words: list[str]) -> int:
    acts = {"sbom": sbom, "audit": audit}
    if len(words) != 1 or words[0] not in acts:
        print(__doc__, file=sys.stderr)
        return 2
    return acts[words[0]]()


def locked(lock: Path = LOCK) -> dict[str, str]:
    """Version by name of the packages that the lock asks for on this machine."""
    lines = [line.rstrip("\\ ") for line in lock.read_text(encoding="utf-8").splitlines() if re.match(r"[A-Za-z0-9]", line)]
    wanted = [Requirement(line) for line in lines]
    return {
        canonicalize_name(one.name): str(one.specifier).removeprefix("==") for one in wanted if one.marker is None or one.marker.evaluate()
    }


def started(command: list[str]) -> subprocess.CompletedProcess[str]:
    """Run a program to its end."""
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def sbom(run: Run = started, build: Path = BUILD) -> int:
    """Write both lists; 1 where a package's licence is not known."""
    build.mkdir(exist_ok=True)
    done = run([str(BIN / "cyclonedx-py"), "requirements", "--of", "JSON", "--output-reproducible", str(LOCK)])
    if done.returncode:
        print(f"cyclonedx-py: {done.stderr.strip()}", file=sys.stderr)
        return UNCHECKED
    bill, licences = json.loads(done.stdout), licences_of_python(run)
    for one in bill["components"]:
        one["licenses"] = [{"license": {"name": licences.get(canonicalize_name(one["name"]), UNKNOWN)}}]
    bill["components"] += front_parts()
    bill["metadata"]["component"] = {
        "type": "application",
        "name": "zhiheng",
        "version": version(),
        "licenses": [{"license": {"id": "Apache-2.0"}}],
    }
    (build / "sbom.cdx.json").write_text(json.dumps(bill, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    rows = sorted((one["name"], one["version"], licence_in(one), one["purl"]) for one in bill["components"])
    with (build / "licences.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("name", "version", "licence", "purl"), *rows])
    here = locked()
    unknown = [
        name for name, _, licence, purl in rows if licence == UNKNOWN and (purl.startswith("pkg:npm") or canonicalize_name(name) in here)
    ]
    print(f"{len(rows)} parts in {build / 'sbom.cdx.json'}" + (f"; licence not known: {', '.join(unknown)}" if unknown else ""))
    return WEAK if unknown else SOUND


def licence_in(component: dict[str, Any]) -> str:
    """The licence that a component names."""
    told = component["licenses"][0]["license"]
    return str(told.get("id") or told.get("name"))


def licences_of_python(run: Run) -> dict[str, str]:
    """Licence by name of the packages installed here."""
    done = run([str(BIN / "pip-licenses"), "--from=mixed", "--format=json", "--with-system"])
    told = json.loads(done.stdout) if done.returncode == 0 else []
    return {canonicalize_name(one["Name"]): one["License"] for one in told}


def front_parts() -> list[dict[str, Any]]:
    """The front parts of the lock as components."""
    packages = json.loads(FRONT.read_text(encoding="utf-8"))["packages"]
    return [
        {
            "type": "library",
            "bom-ref": f"front-{path}",
            "name": path.removeprefix("node_modules/"),
            "version": one["version"],
            "purl": f"pkg:npm/{path.removeprefix('node_modules/').replace('@', '%40', 1)}@{one['version']}",
            "licenses": [{"license": {"name": one.get("license", UNKNOWN)}}],
        }
        for path, one in packages.items()
        if path
    ]


def version() -> str:
    """The version of the product."""
    return str(re.search(r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.M).group(1))  # type: ignore[union-attr]


def audit(run: Run = started) -> int:
    """Ask for weaknesses; tell those known and those packages that were not checked."""
    command = [
        str(BIN / "pip-audit"),
        "--requirement",
        str(LOCK),
        "--require-hashes",
        "--disable-pip",
        "--format=json",
        "--progress-spinner=off",
    ]
    try:
        done = run(command)
        told = json.loads(done.stdout)["dependencies"] if done.stdout.strip() else []
    except (OSError, ValueError, KeyError) as error:
        print(f"nothing was checked: {type(error).__name__} {error}", file=sys.stderr)
        return UNCHECKED
    if not told:
        print(f"nothing was checked: {done.stderr.strip()[-300:]}", file=sys.stderr)
        return UNCHECKED
    weak = [(one["name"], weakness["id"]) for one in told for weakness in one.get("vulns", [])]
    checked = {canonicalize_name(one["name"]) for one in told if "skip_reason" not in one and one.get("version")}
    unchecked = sorted(set(locked()) - checked)
    for name, number in weak:
        print(f"weak: {name} {number}")
    for name in unchecked:
        print(f"not checked: {name}")
    print(f"{len(checked)} packages checked, {len(unchecked)} not checked, {len(weak)} weaknesses known")
    return WEAK if weak else UNCHECKED if unchecked or done.returncode else SOUND


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
