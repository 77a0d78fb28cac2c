"""Each check is seen to fail on a fault planted in a copy of the tree: a check that cannot fail guards nothing."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools.house import alone, dates, managers, shape, words

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture()
def tree(tmp_path):
    """A copy of what the checks read, small enough to plant faults in."""
    for name in ("src", "packs", "config"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("vendor", "fonts", "__pycache__"))
    for name in (".importlinter", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


@pytest.fixture()
def small_tree(tmp_path):
    """What the house's own checks read beside the code: words, and the names of the exchange standard. They read each file by itself."""
    shutil.copytree(ROOT / "config", tmp_path / "config")
    for name in ("src/zhiheng/schema/standard.yaml", "src/zhiheng/law/errors.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "packs").mkdir()
    return tmp_path


def plant(tree: Path, name: str, text: str) -> None:
    path = tree / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text((path.read_text(encoding="utf-8") if path.exists() else "") + "\n" + text, encoding="utf-8")


def linted(tree: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).parent / "lint-imports"
    command = [
        sys.executable,
        "-c",
        f"import sys; sys.path.insert(0, {str(tree / 'src')!r}); sys.argv=['lint-imports','--no-cache'];"
        f"exec(compile(open({str(program)!r}).read(), 'lint-imports', 'exec'))",
    ]
    return subprocess.run(
        command, cwd=tree, capture_output=True, text=True, check=False, env={"PYTHONPATH": str(tree / "src"), "PATH": "/usr/bin:/bin"}
    )


def test_the_untouched_copy_passes(tree):
    done = linted(tree)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("name", "text", "contract"),
    [
        ("src/zhiheng/law/errors.py", "import zhiheng.web", "Floors"),
        ("src/zhiheng/ledger/core/actor.py", "import zhiheng.catalog", "Floors"),
        ("src/zhiheng/law/errors.py", "import django.conf", "Purity"),
        ("src/zhiheng/analysis/planted.py", "import django.db", "Purity"),
        ("src/zhiheng/oversight/planted.py", "from zhiheng.records import models", "Models of records are its own"),
        ("src/zhiheng/newroom/__init__.py", "", "Floors"),
    ],
)
def test_import_contracts_refuse(tree, name, text, contract):
    plant(tree, name, text)
    done = linted(tree)
    assert done.returncode != 0
    assert "BROKEN" in done.stdout or "Missing" in done.stdout or "not" in done.stdout, done.stdout + done.stderr
    assert any(contract in line and "BROKEN" in line for line in done.stdout.splitlines()) or "newroom" in done.stdout


@pytest.mark.parametrize(
    ("check", "name", "text"),
    [
        (words.check, "src/zhiheng/oversight/planted.py", "def raise_alert(): ..."),
        (words.check, "src/zhiheng/oversight/planted.py", "class CourtTicket: ..."),
        (words.check, "src/zhiheng/oversight/planted.py", "def told(): ..."),
        (words.check, "src/zhiheng/oversight/planted.py", "class Inner:\n    def _shown(self): ..."),
        (words.check, "src/zhiheng/oversight/planted.py", "class Wanted: ..."),
        (words.check, "src/zhiheng/oversight/sides.py", "x = 1"),
        (words.check, "src/zhiheng/oversight/planted.py", "def describe(told: str): ..."),
        (words.check, "src/zhiheng/oversight/planted.py", "describe = lambda *, _seen: ..."),
        (words.check, "src/zhiheng/oversight/planted.py", "def describe(**done: int): ..."),
        (words.check, "src/zhiheng/oversight/planted.py", "class Outcome:\n    taken: int = 0"),
        (words.check, "packs/planted/procedure.yaml", "steps:\n  - {id: conditional_release, by: court}"),
        (shape.check, "src/zhiheng/oversight/planted.py", "x = 1\n" * 401),
        (shape.check, "src/zhiheng/oversight/utils.py", "x = 1"),
        (shape.check, "src/zhiheng/oversight/planted.py", "def long():\n" + "    x = 1\n" * 61),
        (dates.check, "src/zhiheng/oversight/planted.py", "from datetime import timedelta"),
        (dates.check, "src/zhiheng/oversight/planted.py", "import datetime\nx = datetime.timedelta(days=1)"),
        (dates.check, "src/zhiheng/oversight/planted.py", "from zoneinfo import ZoneInfo\nx = ZoneInfo('Asia/Shanghai')"),
        (managers.check, "src/zhiheng/web/cases/planted.py", "from x import Clue\ny = Clue.objects.all()"),
    ],
)
def test_house_checks_refuse(small_tree, check, name, text):
    before = check(small_tree)
    plant(small_tree, name, text)
    planted = set(check(small_tree)) - set(before)
    assert any(finding.path == name for finding in planted)


def test_marks_of_unfinished_work_are_refused(tmp_path):
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    (tmp_path / "a.py").write_text("# TO" + "DO later\n")
    subprocess.run(["git", "add", "a.py"], cwd=tmp_path, check=True)
    assert [finding.rule for finding in alone.check(tmp_path)] == ["alone"]


@pytest.mark.parametrize("room", ["law", "schema", "catalog", "analysis", "records/core"])
def test_mypy_is_strict_in_the_pure_rooms(tree, room):
    plant(tree, f"src/zhiheng/{room}/planted.py", "def f(x):\n    return x\n")
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--config-file",
        str(tree / "pyproject.toml"),
        "--follow-imports=silent",
        f"src/zhiheng/{room}/planted.py",
    ]
    done = subprocess.run(command, cwd=tree, capture_output=True, text=True, check=False)
    assert "untyped" in done.stdout or "annotation" in done.stdout, done.stdout + done.stderr
