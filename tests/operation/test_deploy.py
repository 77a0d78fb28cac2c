"""deploy/: units, proxy and container file are what systemd, nginx and the program accept, and name only what is there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tomllib
from argparse import ArgumentParser
from importlib import import_module
from pathlib import Path

import pytest

from tests.conftest import ROOT

DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.*e*"))
SERVICES = [unit for unit in UNITS if unit.suffix == ".service"]
PROGRAM = "/opt/zhiheng/.venv/bin/zhiheng"


def settings_of(unit: Path) -> dict[str, list[str]]:
    """Values by name, in the order of their lines."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r"^(\w+)=(.*)$", unit.read_text(encoding="utf-8"), re.M):
        found.setdefault(name, []).append(value)
    return found


def command_of(words: list[str]) -> None:
    """Parse the words of a command as the program does; a wrong one ends the test."""
    commands = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["entry-points"]["zhiheng.commands"]
    parser = ArgumentParser(exit_on_error=False)
    import_module(commands[words[0]]).arguments(parser)
    parser.parse_args(words[1:])


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_a_unit_starts_a_command_there_is_and_keeps_others_out(unit):
    told = settings_of(unit)
    (start,) = told["ExecStart"]
    program, *words = start.replace("%i", "8001").split()
    assert program == PROGRAM
    command_of(words)
    assert told["User"] == ["zhiheng"]
    assert told["UMask"] == ["0077"]
    assert {"NoNewPrivileges", "ProtectSystem", "PrivateTmp", "CapabilityBoundingSet", "ReadWritePaths"} <= set(told)
    assert "ZHIHENG_LOG=json" in told["Environment"]
    assert told["RequiresMountsFor"] == told["ReadWritePaths"], "on a disk that is not mounted yet it would begin an empty home"
    assert not re.search(r"(?i)password|secret", unit.read_text(encoding="utf-8"))


def test_units_as_systemd_reads_them(tmp_path):
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not here; the units are read by the test above")
    for unit in UNITS:
        text = unit.read_text(encoding="utf-8").replace(PROGRAM, "/bin/true")
        (tmp_path / unit.name.replace("@.", "@8001.")).write_text(text, encoding="utf-8")
    names = sorted(one.name for one in tmp_path.iterdir() if one.suffix in {".service", ".timer"})
    done = subprocess.run(["systemd-analyze", "verify", *names], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_example_of_the_environment_names_variables_of_the_documentation():
    names = set(re.findall(r"^#? ?(ZHIHENG_\w+)=", (DEPLOY / "systemd" / "environment.example").read_text(encoding="utf-8"), re.M))
    documented = "".join((ROOT / "docs" / name).read_text(encoding="utf-8") for name in ("operate.md", "trust.md"))
    assert len(names) >= 5
    assert [name for name in sorted(names) if f"`{name}`" not in documented and f"`{name} " not in documented] == []


def test_the_proxy_as_nginx_reads_it(tmp_path):
    program = shutil.which("nginx") or ("/usr/sbin/nginx" if os.access("/usr/sbin/nginx", os.X_OK) else "")
    if not program:
        pytest.skip("nginx is not here")
    from tests.operation.certificate import write_certificate

    write_certificate(tmp_path / "zhiheng.pem", tmp_path / "zhiheng.key")
    text = (DEPLOY / "nginx" / "zhiheng.conf").read_text(encoding="utf-8").replace("/etc/ssl/", f"{tmp_path}/")
    text = text.replace("listen 443", "listen 127.0.0.1:44399").replace("listen 80;", "listen 127.0.0.1:8099;")
    (tmp_path / "nginx.conf").write_text(f"pid {tmp_path}/pid;\nevents {{}}\nhttp {{\naccess_log off;\n{text}\n}}\n", encoding="utf-8")
    done = subprocess.run(
        [program, "-t", "-q", "-e", f"{tmp_path}/error.log", "-c", f"{tmp_path}/nginx.conf"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def instructions() -> list[tuple[str, str]]:
    """Instruction and argument of the container file, lines joined."""
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    return [(name, rest) for name, _, rest in (line.partition(" ") for line in text.splitlines()) if name.isupper()]


def test_the_container_runs_as_nobody_in_particular_and_asks_for_readiness():
    told = dict(instructions())
    assert told["USER"] == "10001"
    assert told["VOLUME"] == "/srv/zhiheng"
    assert "/health/ready" in told["HEALTHCHECK"]
    assert told["ENTRYPOINT"] == '["zhiheng"]'
    command_of(re.findall(r'"([^"]+)"', told["CMD"]))
    assert not re.search(r"(?i)password|secret", (DEPLOY / "Containerfile").read_text(encoding="utf-8"))


def test_an_image_takes_along_no_home_no_keys_and_no_history():
    left_out = set((ROOT / ".dockerignore").read_text(encoding="utf-8").split("\n"))
    assert {".git", "var", ".venv", ".tools", "build", "*.key", "*.sqlite3*"} <= left_out
    ignored = {line.rstrip("/") for line in (ROOT / ".gitignore").read_text(encoding="utf-8").split() if not line.startswith(("*", "src/"))}
    assert sorted(ignored - left_out - {f"{name.removeprefix('**/')}" for name in left_out} - {"node_modules"}) == []


def test_addresses_that_deploy_names_are_there():
    from django.urls import resolve

    text = "".join(one.read_text(encoding="utf-8") for one in (DEPLOY / "Containerfile", DEPLOY / "nginx" / "zhiheng.conf"))
    for address in set(re.findall(r"/health/\w+|= (/metrics)", text)) - {""}:
        resolve(address)
    resolve("/health/ready")


def test_commands_of_the_page_for_operators_are_commands_of_the_program():
    from tests.docs.pages import blocks

    lines = [
        line for block in blocks("operate.md") if block.kind == "sh" for line in block.text.splitlines() if line.startswith("zhiheng ")
    ]
    assert len(lines) >= 5
    for line in lines:
        words = line.split()[1:]
        command_of(words[2:] if words[0] == "--home" else words)


def test_files_that_the_page_copies_are_there():
    from tests.docs.pages import blocks

    named = {word for block in blocks("operate.md") for word in re.findall(r"deploy/\S+", block.text)}
    assert named
    assert [word for word in sorted(named) if not list(ROOT.glob(word))] == []
