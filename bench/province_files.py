"""Draws the files of a province as it really sends: 200 files of all 27 datasets in folders of organs, valid values in several forms."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa

from zhiheng.schema import DATASETS
from zhiheng.schema.identity import check_character
from zhiheng.schema.standard import Dataset, Field

PERSONS = 50_000
ORGANS = {
    "any": "武侯区公安局",
    "police": "武侯区公安局",
    "court": "武侯区法院",
    "prison": "嘉陵监狱",
    "justice": "武侯区司法局",
    "procuratorate": "武侯区检察院",
    "civil_affairs": "武侯区民政局",
    "device": "定位平台",
    "administration": "武侯区市场监管局",
}


def draw(root: Path, files: int, rows: int) -> int:
    """Write the files below `root`; rows are spread evenly. Returns the rows written."""
    each, written = rows // files, 0
    with duckdb.connect() as connection:
        connection.register("drawn_people", pa.table({"p": range(PERSONS), "number": [_number(one) for one in range(PERSONS)]}))
        connection.execute("create table people as from drawn_people")
        names = list(DATASETS)
        for file in range(files):
            dataset = DATASETS[names[file % len(names)]]
            place = root / ORGANS[dataset.source[0]] / f"{dataset.name}_{file:04d}.csv"
            place.parent.mkdir(parents=True, exist_ok=True)
            connection.execute(f"copy ({_sql(dataset, file * each, each)}) to '{place}' (header)")
            written += each
    return written


def _number(serial: int) -> str:
    first = f"510107{1950 + serial % 50}{serial % 12 + 1:02d}{serial % 28 + 1:02d}{serial % 1000:03d}"
    return first + check_character(first)


def _sql(dataset: Dataset, first: int, rows: int) -> str:
    columns = ", ".join(f'{_value(one, dataset)} as "{one.zh}"' for one in dataset.fields.values())
    return f"select {columns} from range({first}, {first + rows}) r(k) join people on p = (k * 7) % {PERSONS} order by k"


def _value(one: Field, dataset: Dataset) -> str:
    if one.form == "identity":
        return "number"
    if one.codes:
        spellings = [words[0] for words in one.codes.values() if words]
        return f"{spellings!r}[1 + k % {len(spellings)}]"
    if one.form.startswith("person_name"):
        return "['张某', '李某某', '王某', '欧阳某'][1 + k % 4]"
    if one.name in dataset.key and one.type == "str":
        return f"'{one.name[:3]}' || k::varchar"
    day = "date '2024-01-01' + (k % 700)::int"
    forms = {
        "date": f"case when k % 9 = 0 then strftime({day}, '%Y年%-m月%-d日') else ({day})::varchar end",
        "datetime": "strftime(timestamp '2024-01-01' + to_seconds(37 * k), '%Y-%m-%d %H:%M:%S')",
        "division": "['510104', '510107', '510181', '513401'][1 + k % 4]",
        "int": "(k % 400)::varchar",
        "decimal": "((k % 9000) / 100)::decimal(9, 2)::varchar",
        "bool": "['是', '否', '1', '0'][1 + k % 4]",
        "list": "['甲项、乙项', '丙项'][1 + k % 2]",
    }
    return forms.get(one.type, "['成都市武侯区某路' || (k % 300)::varchar || '号', '某某单位', ''][1 + k % 2]")
