"""Procedures to try: the pack's own, and a small one with parallel steps, a joint, and every kind of clock."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from zhiheng.catalog import procedures
from zhiheng.catalog.errors import Faults
from zhiheng.catalog.procedures import ProcedureSpec
from zhiheng.catalog.yaml_strict import load
from zhiheng.procedure.core.state import Event

PACK = Path(__file__).resolve().parents[2] / "packs" / "supervision_document"
ORGANS = {"handler": "甲机关", "reviewer": "乙机关"}
JOINT = """
procedure: joint
title: 会同办理
source: [试用]
roles:
  handler: {title: 承办机关, right: document.draft}
  reviewer: {title: 审查机关, right: document.approve}
start: file
withdraw: {by: handler, during: [file, look]}
reopen: {by: handler, to: look}
hand_over: [reviewer]
steps:
  - {id: file, title: 立项, by: handler, outcomes: {done: {to: [look, ask], title: 分头办理}}}
  - id: look
    title: 审查
    by: reviewer
    within: {months: 1, from: file.done, source: 试用 第一条}
    extend: {months: 1, approved_by: handler, source: 试用 第二条}
    suspend: {by: reviewer, source: 试用 第三条}
    urge: {by: handler}
    report_up: {by: handler, to: handler}
    outcomes: {approved: decide, refused: decide}
  - {id: ask, title: 征求意见, by: handler, outcomes: {done: decide}}
  - id: decide
    title: 决定
    by: handler
    waits_for: [look, ask]
    outcomes: {granted: end, refused: {to: end, title: 不准}, returned: {to: file, reason: true}}
"""


def read(text: str, faults: Faults | None = None) -> ProcedureSpec:
    """A procedure from its text; faults are raised unless collected."""
    found = Faults() if faults is None else faults
    document = load(text, path=Path("p.yaml"), faults=found)
    spec = procedures.from_documents(document, {}, "trial", found)
    if faults is None:
        found.raise_any()
    return spec


@pytest.fixture(scope="session")
def joint() -> ProcedureSpec:
    return read(JOINT)


@pytest.fixture(scope="session")
def supervision() -> ProcedureSpec:
    faults = Faults()
    spec = procedures.read(PACK / "procedures" / "supervision_document.yaml", "supervision_document", faults)
    faults.raise_any()
    return spec


def opened(organs=None, values=None, on=date(2026, 1, 5)) -> Event:
    return Event("opened", on, values={"organs": organs or ORGANS, "values": values or {}})


def done(step: str, outcome: str, on: date, **more) -> Event:
    return Event("done", on, step, outcome, **more)
