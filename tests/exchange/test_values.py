"""Values of `value_cases.yaml`: each is read as written there, or rejected for the reason written there; its neighbours go in."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
import yaml

from zhiheng.exchange.core.intake import take_in
from zhiheng.exchange.core.source import open_source
from zhiheng.schema import DATASETS

from .conftest import number

GROUPS = yaml.safe_load((Path(__file__).parent / "value_cases.yaml").read_text(encoding="utf-8"))
GOOD = {
    "seized_items": {"财物编号": "W", "案件编号": "C1", "名称特征": "手机", "扣押日期": "2024-03-01"},
    "persons": {"姓名": "张某"},
    "hotel_stays": {"姓名": "张某", "登记号": "H1", "旅馆行政区划": "510107", "入住时间": "2024-03-01 08:30"},
    "labour_days": {"姓名": "张某", "监狱": "嘉陵监狱", "日期": "2024-03-01", "劳动分钟": "480"},
}


def written(group) -> bytes:
    """A file with one row for each case, every cell in quotes."""
    good, made = GOOD[group["dataset"]], io.StringIO()
    heads = list(dict.fromkeys([*good, group["field"]]))
    person = "姓名" in heads
    out = csv.writer(made, quoting=csv.QUOTE_ALL)
    out.writerow([*heads, "公民身份号码"] if person else heads)
    for serial, (value, _) in enumerate(group["cases"]):
        cells = [{**good, group["field"]: value}[head] for head in heads]
        out.writerow([*cells, number(serial)] if person else cells)
    return made.getvalue().encode()


@pytest.mark.parametrize("group", GROUPS, ids=[f"{group['dataset']}-{group['field']}" for group in GROUPS])
def test_each_value_is_read_or_rejected(sent, group):
    dataset = DATASETS[group["dataset"]]
    (field,) = (one for one in dataset.fields.values() if one.zh == group["field"])
    got = take_in(open_source(sent(f"{dataset.name}.csv", written(group))), dataset)
    kept = dict(zip(got.checked.row_numbers.tolist(), got.checked.table[field.name].to_pylist(), strict=True))
    stored = {row: None if value is None else str(value) for row, value in kept.items()}
    refused = {one.row: [error.code for error in one.errors] for one in got.rejected}
    found = [[value, refused.get(row, stored.get(row, "?"))] for row, (value, _) in enumerate(group["cases"], start=1)]
    assert found == group["cases"]
    assert set(group.get("folded", [])) <= {one.kind for one in got.folded}


def test_a_column_garbled_throughout_is_rejected_throughout(sent):
    """Names that were read in the wrong encoding before they were exported: they look like Chinese, and are none."""
    names = ["张某某", "李某", "欧阳某", "王某"]
    lines = ["姓名,公民身份号码", *(f"{name.encode().decode('gb18030', 'replace')},{number(serial)}" for serial, name in enumerate(names))]
    got = take_in(open_source(sent("persons.csv", "\n".join(lines).encode())), DATASETS["persons"])
    assert got.accepted == 0
    assert {error.code for error in got.rejections} == {"damaged_text"}
