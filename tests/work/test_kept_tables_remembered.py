"""Between two readings in one process only cases that went on are folded anew; the tables are those of a reading without memory."""

from __future__ import annotations

import pyarrow as pa
import pytest

from tests.procedure.test_services_of_packs import PRISON, ROOT, acting, at, case, filed, go, people, spec
from zhiheng.catalog import packs
from zhiheng.procedure.models import EventRow
from zhiheng.procedure.selectors import remembered, tables
from zhiheng.registry import services as registry
from zhiheng.registry.selectors import COMMAND_LINE
from zhiheng.work.selectors.library import kept_tables, until_now

pytestmark = pytest.mark.django_db(transaction=True)
__all__ = ["PRISON", "acting", "case", "filed", "go", "people", "spec"]
READS = ["case_trial", "case_steps", "cases"]


@pytest.fixture()
def folded(monkeypatch):
    """Which cases were folded since it was last asked."""
    remembered.forget()
    seen, fold = [], tables.fold

    def counted(spec, events):
        seen.append(spec.id)
        return fold(spec, events)

    monkeypatch.setattr(tables, "fold", counted)

    def since():
        found, seen[:] = len(seen), []
        return found

    yield since
    remembered.forget()


@pytest.fixture()
def read(people):
    catalog = packs.load(ROOT)
    return lambda until=None: {name: table.to_pylist() for name, table in kept_tables(catalog, READS, until).items()}


def test_what_did_not_change_is_not_folded_again(read, filed, go, folded):
    before, until = read(), until_now(READS)
    assert folded() == 3
    assert (read(), folded()) == (before, 0)
    go(filed, "station", "2026-07-01T10:00", "opinion.given")
    after = read()
    assert folded() == 3
    assert after != before
    assert read(until) == before
    remembered.forget()
    assert (read(), read(until)) == (after, before)


def test_an_organ_renamed_stands_under_its_name_of_today(read, filed, people, folded):
    read()
    folded()
    organ = filed.seats.first().organ
    registry.rename_organ(actor=COMMAND_LINE, now=at("2026-07-02T09:00"), organ=organ, name="沱江第一监狱", reason="机构更名，依批复")
    assert "沱江第一监狱" in str(read())
    assert folded() == 3


def test_what_a_transaction_wrote_is_not_remembered(read, filed, folded):
    from django.db import transaction

    with transaction.atomic():
        read()
        EventRow.objects.filter(case=filed)[:1].get()
    folded()
    read()
    assert folded() == 3


def test_no_more_is_kept_than_may_be(read, filed, folded, monkeypatch):
    monkeypatch.setattr(remembered, "MOST_BYTES", 10)
    before = read()
    folded()
    assert (read(), folded()) == (before, 3)


def test_where_there_is_no_case_there_is_an_empty_table(people, home):
    assert remembered.remembered("none", [], lambda _some: pa.table({"case": pa.array([], pa.string())})).num_rows == 0
