"""A model and its library for tests of the engine."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhiheng.analysis.case_library import open_cases
from zhiheng.catalog import models, packs
from zhiheng.catalog.errors import Faults
from zhiheng.catalog.kept_tables import schemas

ROOT = Path(__file__).resolve().parents[2]

FRONT = """/* ---
model: {name}
title: 试
grain: 一行
purpose: 试
logic: 试
source: [刑法 第四十七条]
reads: [sentences]
parameters:
  days: {{default: 30, unit: 日, mark: policy, note: 试}}
  court: {{default: 任何, unit: 法院, mark: policy}}
occurrence: [judgment_no]
columns: {{effective_on: 生效日期}}
level: low
summary: "{{subject}}于{{effective_on}}生效，已超{{days}}日。"
answers: 法院
clears: 无
--- */
"""
SELECT = """select id_number as subject, judgment_no as occurrence, _organ as organ, effective_on, _ref as evidence
from sentences where date_diff('day', effective_on, :as_of) > :days"""


@pytest.fixture(scope="session")
def catalog():
    return packs.loaded(ROOT / "packs")


@pytest.fixture(scope="module")
def room(catalog):
    with open_cases(schemas(catalog)) as opened:
        yield opened


@pytest.fixture()
def model_of(tmp_path):
    """Makes a model out of a SELECT (and changes to the front matter)."""

    def make(select=SELECT, **changes):
        front = FRONT.format(name="trial")
        for old, new in changes.items():
            front = front.replace(f"\n{old}: ", f"\n{old}: {new} #", 1)
        path = tmp_path / "trial.sql"
        path.write_text(front + select, encoding="utf-8")
        path.with_name("trial.cases.yaml").write_text("of: trial\ncases: [{name: 无, expect: []}]\n", encoding="utf-8")
        faults = Faults()
        spec = models.read(path, "pack", faults)
        faults.raise_any()
        return spec

    return make


@pytest.fixture()
def sentence():
    return {
        "id_number": "甲",
        "name": "张三",
        "judgment_no": "一号",
        "court": "东山法院",
        "judged_on": "2026-01-01",
        "effective_on": "2026-01-11",
        "crimes": ["盗窃罪"],
        "penalty": "fixed",
        "_organ": "东山法院",
    }
