"""A province of three organs with officers, the pack of supervision documents, and a model that finds what a test says."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from zhiheng.analysis.clues import FoundClue
from zhiheng.catalog import digest, documents, procedures
from zhiheng.catalog.errors import Faults
from zhiheng.catalog.models import ModelSpec
from zhiheng.catalog.packs import Catalog

PACKS = Path(__file__).resolve().parents[2] / "packs"
BATCH = "00000000-0000-4000-8000-000000000001"
PROCURATORATE, BUREAU, PRISON = "四川省检察院", "金堂县司法局", "嘉陵监狱"


@pytest.fixture()
def organs(db, now):
    """Accounts by user name: prosecutor, chief, and the handlers of the bureau and the prison."""
    from zhiheng.registry import selectors, services

    services.seed_demonstration(actor=selectors.COMMAND_LINE, now=now - timedelta(days=900), organs=[PROCURATORATE, BUREAU, PRISON])
    handlers = {officer.organ.name: officer for officer in _handlers(selectors)}
    return {"prosecutor": selectors.officer_named("prosecutor"), "chief": selectors.officer_named("chief"), **handlers}


def _handlers(selectors):
    return [selectors.officer_named(f"organ-0{number}") for number in (1, 2, 3)]


@pytest.fixture()
def acting(organs):
    from zhiheng.registry.selectors import actor_of

    return lambda name: actor_of(organs[name], "test")


def model(name: str = "release_mistimed") -> ModelSpec:
    """A model of which only what oversight reads is said."""
    said = {
        "id": name, "pack": "corrections", "title": "解除矫正不及时", "source": ("社区矫正法 第四十四条",), "reads": ("corrections_cases",),
        "parameters": {}, "columns": {"term_end": "期满日"}, "spoken": {}, "level": "high", "text": name, "digest": digest.of_text(name),
    }  # fmt: skip
    return ModelSpec(**{item.name: said.get(item.name, "") for item in fields(ModelSpec)})


@pytest.fixture()
def catalog() -> Catalog:
    faults = Faults()
    root = PACKS / "supervision_document"
    specs = [documents.read(path, "supervision_document", faults) for path in sorted((root / "documents").glob("*.md"))]
    spec = procedures.read(root / "procedures" / "supervision_document.yaml", "supervision_document", faults)
    faults.raise_any()
    return Catalog(
        packs={}, models={"release_mistimed": model()}, indicators={}, procedures={spec.id: spec},
        documents={(item.pack, item.id): item for item in specs},
    )  # fmt: skip


def found(
    subject: str = "510107199004075992", *, organ: str = BUREAU, as_of: date = date(2026, 6, 30), batch: str = BATCH, **values
) -> FoundClue:
    clue = FoundClue(
        model="release_mistimed",
        subject=subject,
        occurrence=f"P{subject[-4:]}",
        as_of=as_of,
        level="high",
        summary=f"社区矫正对象{subject}于2026年3月1日期满，仍未解除矫正",
        values={"term_end": "2026-03-01", **values},
        evidence=[{"dataset": "corrections_cases", "key": f"P{subject[-4:]}", "batch": batch, "received_at": "2026-06-30T09:00:00+08:00"}],
        cites=["社区矫正法_2019#第四十四条"],
        organ=organ,
        digest="",
    )
    return replace(clue, digest=digest.of_value(clue.to_json()))


@pytest.fixture()
def library(monkeypatch, home):
    """What the models find, as a list that tests change; screening then stores it for real."""
    from zhiheng.oversight.services import screening

    shelf: list[FoundClue] = []
    monkeypatch.setattr(screening, "find", lambda specs, snapshot, **_: list(shelf))
    return shelf


@pytest.fixture()
def screened(library, catalog, organs, now):
    """Screen what the shelf holds."""
    from zhiheng.oversight import services
    from zhiheng.registry.selectors import COMMAND_LINE

    def run(*clues, at=now, as_of=date(2026, 6, 30), **options):
        library[:] = clues
        return services.screen(actor=COMMAND_LINE, now=at, catalog=catalog, as_of=as_of, **options)

    return run


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(hour=9, tzinfo=ZoneInfo("Asia/Shanghai"))
