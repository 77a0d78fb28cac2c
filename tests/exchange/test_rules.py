"""Every rule of impossible records against its cases (`rule_cases.yaml`): what breaches it, and what only looks like it."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa
import pytest
import yaml

from zhiheng.exchange.core import across_sql
from zhiheng.exchange.core.breach_sql import applies, breached
from zhiheng.schema.impossible import rules
from zhiheng.schema.standard import DATASETS

CASES = yaml.safe_load(Path(__file__).with_name("rule_cases.yaml").read_text(encoding="utf-8"))
SHANGHAI = ZoneInfo("Asia/Shanghai")
RECEIVED = datetime(2026, 6, 30, 9, tzinfo=SHANGHAI)
PERSON = {"id_number": "510104199003078914", "id_type": "resident", "name": "张某某"}
OWN = [
    ("_ref", pa.int64()),
    ("_key", pa.string()),
    ("_organ", pa.string()),
    ("_batch", pa.string()),
    ("_received_at", pa.timestamp("us", tz="Asia/Shanghai")),
]


def value_of(field, given):
    """A value of the YAML in the field's own type."""
    if given is None or isinstance(given, list):
        return given
    if field.type == "datetime":
        if isinstance(given, date):
            return datetime.combine(given, time(12), tzinfo=SHANGHAI)
        return datetime.fromisoformat(given).replace(tzinfo=SHANGHAI)
    return Decimal(str(given)) if field.type == "decimal" else given


def table(dataset: str, records) -> pa.Table:
    fields = DATASETS[dataset].fields
    rows = []
    for place, record in enumerate(records):
        full = {**({name: value for name, value in PERSON.items() if name in fields}), **record}
        values = {name: value_of(field, full.get(name)) for name, field in fields.items()}
        key = "|".join(str(values[name]) for name in DATASETS[dataset].key)
        rows.append(
            {**values, "_ref": place, "_key": key, "_organ": record.get("_organ", "甲机关"), "_batch": "b", "_received_at": RECEIVED}
        )
    return pa.Table.from_pylist(rows, schema=pa.schema([*DATASETS[dataset].arrow_schema(), *OWN]))


@pytest.fixture(scope="module")
def room():
    connection = duckdb.connect()
    connection.execute("set TimeZone = 'Asia/Shanghai'")
    yield connection
    connection.close()


def judged(room, rule, records, beside=None) -> tuple[set[int], set[int]]:
    """Places of the records that breach the rule, and of those to which it applies."""
    for name, given in {"persons": [], **(beside or {}), rule.dataset: records}.items():
        room.register(name, table(name, given))
    applied = {row[0] for row in room.execute(f"select _ref from {rule.dataset} where {applies(rule)}").fetchall()}
    sql = across_sql.query(rule) if rule.form.across else f"select _ref from {rule.dataset} where {breached(rule)}"
    return {row[0] for row in room.execute(sql).fetchall()}, applied


def cases():
    for rule in rules():
        case = CASES.get(rule.id, {})
        for kind in ("breach", "lawful"):
            for record in case.get(kind, []):
                yield pytest.param(rule, [record], None, {0} if kind == "breach" else set(), id=f"{rule.id}-{rule.dataset}-{kind}")
            for value in case.get("each", {}).get(kind, []):
                for name in rule.fields:
                    wrong = {0} if kind == "breach" else set()
                    yield pytest.param(rule, [{name: value}], case.get("beside"), wrong, id=f"{rule.id}-{rule.dataset}-{name}-{kind}")
        for value in case.get("alone", {}).get("lawful", []):
            yield pytest.param(rule, [{rule.fields[0]: value}], case["alone"]["beside"], set(), id=f"{rule.id}-{rule.dataset}-alone")
        for one in case.get("together", []):
            yield pytest.param(rule, one["records"], None, set(one["wrong"]), id=f"{rule.id}-{one['why']}")


@pytest.mark.parametrize(("rule", "records", "beside", "wrong"), list(cases()))
def test_a_rule_finds_what_cannot_be_and_nothing_else(room, rule, records, beside, wrong):
    found, applied = judged(room, rule, records, beside)
    assert found == wrong
    if wrong:
        assert wrong <= applied


def test_every_rule_has_a_breach_and_a_look_alike():
    found = {"breach": set(), "lawful": set()}
    for param in cases():
        found["breach" if param.values[3] else "lawful"].add((param.values[0].id, param.values[0].dataset))
    declared = {(rule.id, rule.dataset) for rule in rules()}
    assert found["breach"] == declared
    assert found["lawful"] == declared
    assert set(CASES) == {rule.id for rule in rules()}


HOSTILE = [
    "' or 1=1 --",
    '"; drop table persons; --',
    "\x00",
    "１９９０",
    "199003078914199003",
    "X" * 18,
    "51010419901307891X",
    "",
    "𠮷" * 18,
]


@pytest.mark.parametrize("number", HOSTILE)
def test_numbers_nobody_could_have_never_stop_the_pass(room, number):
    for rule in rules():
        record = {name: number for name in DATASETS[rule.dataset].fields if "id_number" in name}
        found, _ = judged(room, rule, [record], {"persons": [record]})
        assert not found or rule.compare not in {"states", "born_before", "age", "born_after"}


def test_extreme_values_never_stop_the_pass(room):
    extremes = {"date": [date(1, 1, 1), date(9999, 12, 31)], "int": [-(2**63), 2**63 - 1], "decimal": [Decimal("-999"), Decimal("999")]}
    for rule in rules():
        fields = DATASETS[rule.dataset].fields
        for place in (0, 1):
            judged(room, rule, [{name: extremes[fields[name].type][place] for name in fields if fields[name].type in extremes}])
