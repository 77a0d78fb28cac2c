"""Rows of a form out of the clues about the organ of a role: what models found there and still stands, as far as the viewer sees it."""

import pytest

from tests.oversight.conftest import BUREAU, PRISON, found
from zhiheng.catalog.field_shapes import FieldShape
from zhiheng.web.cases import kept_rows

FIELD = FieldShape(
    id="models_run", title="模型线索", type="rows", fills="clues.place",
    rows=(FieldShape(id="model", title="模型"), FieldShape(id="clues", title="线索数", type="whole")),
)  # fmt: skip


@pytest.fixture()
def named(monkeypatch, catalog):
    monkeypatch.setattr(kept_rows, "catalog", lambda: catalog)


@pytest.mark.django_db
def test_clues_about_the_place_are_counted_by_model(screened, organs, named):
    screened(found("510107199004075992"), found("510107199004076004"), found("510107199004076012", organ=PRISON))
    rows = kept_rows.clue_rows(organs["prosecutor"], [FIELD], {"place": BUREAU})
    assert rows == {"clues.place": [{"model": "解除矫正不及时", "clues": 2}]}


@pytest.mark.django_db
def test_another_place_and_a_role_without_organ_have_no_rows(screened, organs, named):
    screened(found("510107199004075992"))
    assert kept_rows.clue_rows(organs["prosecutor"], [FIELD], {"place": PRISON}) == {"clues.place": []}
    assert kept_rows.clue_rows(organs["prosecutor"], [FIELD], {}) == {}


@pytest.mark.django_db
def test_who_may_not_see_the_clues_counts_none(screened, organs, named):
    screened(found("510107199004075992"))
    assert kept_rows.clue_rows(organs[PRISON], [FIELD], {"place": BUREAU}) == {"clues.place": []}
