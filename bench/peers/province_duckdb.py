"""The peer: the province's files read, cleaned, checked and written by DuckDB's own SQL, a statement a file."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

import duckdb

from bench.province import measured
from zhiheng.schema import DATASETS
from zhiheng.schema.standard import Dataset, Field

WIDE, PLAIN = "０１２３４５６７８９ＡＢＣＸｘ　", "0123456789ABCXx "
CHECK = (
    "length({0}) = 18 and regexp_full_match({0}, '[0-9]{{17}}[0-9X]') and substr('10X98765432', 1 + (list_sum(list_transform(range(1, 18), "
    "lambda i: try_cast(substr({0}, i::int, 1) as int) * [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2][i]))::int % 11), 1)"
    " = {0}[18]"
)
TRUE, FALSE = "'是', '1', 'y', 'yes', 'true'", "'否', '0', 'n', 'no', 'false'"
DAYS = "['%Y-%m-%d', '%Y年%-m月%-d日', '%Y%m%d', '%Y/%m/%d']"
INSTANTS = "['%Y-%m-%d %H:%M:%S', '%Y/%m/%d %H:%M:%S', '%Y-%m-%dT%H:%M:%S']"


def value(one: Field) -> tuple[str, str]:
    """SQL of the typed value of a cleaned column, and of its being wrong."""
    name = f'"{one.name}"'
    if one.form == "identity":
        number = f"upper(replace({name}, ' ', ''))"
        return number, f"not coalesce({CHECK.format(number)}, false)" if one.name == "id_number" else "false"
    if one.codes:
        known = {word: code for code, words in one.codes.items() for word in (code, *words)}
        kind = "map {" + ", ".join(f"'{word}': '{code}'" for word, code in known.items()) + "}"
        parts = f"string_split_regex({name}, '[、，,；;]')" if one.type == "list" else f"[{name}]"
        read = f"list_transform({parts}, lambda w: ({kind})[w])"
        return (
            read if one.type == "list" else f"({read})[1]"
        ), f"list_contains(list_transform({parts}, lambda w: ({kind})[w] is null), true)"
    forms = {
        "int": f"try_cast({name} as bigint)",
        "decimal": f"try_cast(replace({name}, ',', '') as decimal(18, {one.places}))",
        "bool": f"case when lower({name}) in ({TRUE}) then true when lower({name}) in ({FALSE}) then false end",
        "date": f"try_strptime({name}, {DAYS})::date",
        "datetime": f"coalesce(try_strptime({name}, {INSTANTS}), try_strptime({name}, {DAYS}))",
        "division": f"case when regexp_full_match({name}, '[0-9]{{6}}') then {name} end",
        "list": f"string_split_regex({name}, '[、，,；;]')",
    }
    read = forms.get(one.type, f"replace({name}, ' ', '')" if one.form == "person_name" else name)
    return read, f"{read} is null"


def statement(dataset: Dataset, place: Path, given: list[str]) -> str:
    """Rows with typed columns, whether each is accepted, its key and content."""
    by_heading = {one.zh: one.name for one in dataset.fields.values()}
    clean = ", ".join(f"nullif(trim(translate(\"{name}\", '{WIDE}', '{PLAIN}')), '') as \"{by_heading[name]}\"" for name in given)
    read = {name: value(dataset.fields[name]) for name in map(by_heading.get, given) if name}
    wrong = [f'("{name}" is not null and {fault})' for name, (_, fault) in read.items()]
    wrong += [f'"{one.name}" is null' for one in dataset.fields.values() if dataset.demands(one) and one.default is None]
    typed = ", ".join(f'{made} as "{name}"' for name, (made, _) in read.items())
    key = ", ".join(f'"{name}"' for name in dataset.key)
    whole = ", ".join(f'"{name}"::varchar' for name in read)
    source = f"read_csv('{place}', all_varchar = true, header = true)"
    return f"""with raw as (select {clean} from {source}), typed as (select {typed}, not ({" or ".join(wrong)}) as accepted from raw),
        kept as (select *, row_number() over () as _row, concat_ws('|', {key}) as _key, md5(concat_ws(chr(31), {whole})) as _content
        from typed where accepted)
        select * from kept qualify coalesce(lag(_content) over (partition by _key order by _row) <> _content, true) order by _row"""


def take_all(files: Sequence[Path]) -> int:
    accepted = 0
    with tempfile.TemporaryDirectory() as target, duckdb.connect() as connection:
        for number, file in enumerate(files):
            dataset = DATASETS[file.stem.rsplit("_", 1)[0]]
            given = [
                column[0] for column in connection.execute(f"select * from read_csv('{file}', all_varchar = true) limit 0").description
            ]
            connection.execute(f"copy ({statement(dataset, file, given)}) to '{target}/{number}.parquet' (compression zstd)")
            accepted += connection.execute(f"select count(*) from '{target}/{number}.parquet'").fetchall()[0][0]
    return accepted


if __name__ == "__main__":
    print(json.dumps(measured(take_all)))
