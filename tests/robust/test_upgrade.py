"""From the version that landed before to this one: a filled home comes over whole, and its backup still serves the version before."""

import io
import os
import subprocess
import tarfile

import pytest

from tests.conftest import ROOT

from .homes import Home, another_database, copied

pytestmark = pytest.mark.slow
BEFORE = "f3478cd"
TOLD = """
import json
from zhiheng.cli.main import open_database
open_database()
from zhiheng.exchange.models import Delivery
from zhiheng.ledger.models import Entry
from zhiheng.oversight.models import Clue
from zhiheng.procedure.models import Case
from zhiheng.records.models import Batch
from zhiheng.registry.models import Officer, Post
from zhiheng.dossier.models import Document
print(json.dumps({one.__name__: one.objects.count() for one in (Delivery, Entry, Clue, Case, Batch, Officer, Post, Document)}))
"""
PAGES = """
import json
from zhiheng.cli.main import open_database
open_database()
from django.test import Client
from zhiheng.procedure.selectors import cases_seen_by
from zhiheng.oversight.selectors import clues_seen_by
from zhiheng.registry.selectors import officer_named
chief = officer_named("chief")
client = Client()
client.force_login(chief, backend="django.contrib.auth.backends.ModelBackend")
places = ["/", "/clues/", "/cases/", "/data/", "/models/", "/indicators/", "/trace/"]
places += [f"/clues/{one.pk}/" for one in clues_seen_by(chief)[:3]] + [f"/cases/{one.pk}/" for one in cases_seen_by(chief)[:3]]
print(json.dumps([client.get(place).status_code for place in places]))
"""


@pytest.fixture(scope="module")
def before(tmp_path_factory):
    """Where the program of the version before lies."""
    packed = subprocess.run(["git", "archive", BEFORE, "src", "packs"], cwd=ROOT, capture_output=True, check=False)
    if packed.returncode:
        pytest.skip(f"the history of the project is not here: {packed.stderr.decode().strip()}")
    place = tmp_path_factory.mktemp("before")
    with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as archive:
        archive.extractall(place, filter="data")
    vendor = ROOT / "src/zhiheng/web/static/vendor"
    if vendor.is_dir():
        (place / "src/zhiheng/web/static/vendor").symlink_to(vendor)
    return place


@pytest.fixture(scope="module")
def filled(before, tmp_path_factory):
    """A home that the version before has filled, with clues, cases, documents and accounts."""
    old = Home(tmp_path_factory.mktemp("home"), another_database(), environment=of(before))
    done = old.run("demo", "--once", "--persons", "60")
    assert done.status == 0, done.err
    return old


def of(place):
    return {"PYTHONPATH": os.pathsep.join([str(place / "src"), str(place)]), "ZHIHENG_PACKS": str(place / "packs")}


def test_a_filled_home_comes_over_and_its_backup_goes_back(filled, before, tmp_path):
    had = filled.ask(TOLD)
    assert all(had.values())
    backup = copied(filled, tmp_path / "backup")
    backup.environment = of(before)
    now = copied(filled, tmp_path / "now")

    looked = now.run("ledger", "verify", "--library")
    assert (looked.status, "留痕完整" in looked.out) == (0, True), looked.out + looked.err
    has = now.ask(TOLD)
    assert has.pop("Entry") > had["Entry"], "the rows that the version before wrote are bound anew, which is told"
    assert has == {name: count for name, count in had.items() if name != "Entry"}
    looked = now.run("ledger", "verify", "--library")
    assert (looked.status, "留痕完整" in looked.out) == (0, True), looked.out + looked.err
    assert now.look()["faults"] == []
    assert set(now.ask(PAGES)) == {200}
    again = now.run("screen", "--rerun", "1")
    differing = [line for line in again.out.splitlines()[1:] if line.strip()]
    assert all(line.strip().startswith("内容不同：unlawful_commutation") for line in differing), (
        "only the law mended since then (CHANGELOG)"
    )

    back = backup.run("ledger", "verify", "--library")
    assert (back.status, "留痕完整" in back.out) == (0, True), back.out + back.err
    assert backup.ask(TOLD) == had


def test_the_database_says_which_programs_have_opened_it(filled, tmp_path):
    from zhiheng import VERSION

    now = copied(filled, tmp_path / "now")
    code = TOLD.replace(
        "print(",
        "from zhiheng.ledger.selectors import program_versions\nprint(json.dumps([one.version for one in program_versions()]))  # ",
    )
    assert now.ask(code) == [VERSION]
