"""Small provinces of random records: few persons, days close together, every field sometimes empty, so that facts meet."""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta

from zhiheng.schema import DATASETS

AS_OF = date(2026, 6, 30)
PEOPLE = ["510104200806290018", "510104200806300014", "510104200601010019"]
DIVISIONS = ["510104", "510107", "510181", "513401", "513402", "500101", "500154", "500235"]
TEXTS = {
    "judgment_no": ["J1", "J2"],
    "prison": ["P1", "P2"],
    "facility": ["F1", "F2"],
    "account_no": ["A1", "A2"],
    "case_no": ["C1", "C2", "C3"],
    "crimes": ["盗窃罪", "受贿罪"],
}
NUMBERS = {
    "term_months": [6, 12, 36],
    "probation_months": [None, None, None, 24],
    "custody_days": [0, 0, 30, 400],
    "labour_minutes": [0, 0, 240, 480, 481],
    "months_reduced": [3, 6],
    "new_term_months": [None, None, None, 240],
    "ordered": [100, 5000],
    "paid": [0, 100, 5000],
    "balance": [0, 6000, 10000],
    "amount": [-9600, -4800, 100, 49999.99, 50000, 100000, 300000],
    "points": [20, 50, 50.5, 100],
}
LIKELY = {"penalty": ["fixed"] * 6, "stage": ["serving"] * 7, "facility_kind": ["prison"] * 3, "benefit": ["pension"]}
SPREADS = {
    "labour_days": 12,
    "leaves": 70,
    "sentences": 700,
    "rulings": 300,
    "custody_records": 300,
    "inmate_accounts": 420,
    "benefit_payments": 120,
}


def province(seed, datasets, organs=("甲机关", "乙机关")):
    """Rows per dataset, in the words of a case; most of the first one; keys are unique within an organ."""
    chance = random.Random(seed)  # noqa: S311 - repeatable on purpose
    many = {name: chance.choice([6, 10] if name == datasets[0] else [0, 2, 4]) for name in datasets}
    return {name: _rows(chance, DATASETS[name], many[name], organs) for name in datasets}


def _rows(chance, dataset, many, organs):
    kept = {}
    for number in range(many):
        row = {name: _value(chance, dataset, field, number) for name, field in dataset.fields.items()}
        row["_organ"] = chance.choice(organs)
        kept[(row["_organ"], *(row[name] for name in dataset.key))] = {name: value for name, value in row.items() if value is not None}
    return list(kept.values())


def _value(chance, dataset, field, number):
    demanded = dataset.demands(field)
    if not demanded and field.default is None and chance.random() < 0.3:
        return None
    if field.name in {"id_number", "parent_id_number", "child_id_number"}:
        return chance.choice(PEOPLE)
    if field.name in NUMBERS:
        return chance.choice(NUMBERS[field.name])
    if field.name in LIKELY:
        return chance.choice([*LIKELY[field.name], *field.codes])
    if field.codes:
        return [chance.choice(list(field.codes)) for _ in range(2)] if field.type == "list" else chance.choice(list(field.codes))
    return _plain(chance, dataset, field, number)


def _plain(chance, dataset, field, number):
    spread = SPREADS.get(dataset.name, 45)
    if field.type in {"date", "datetime"}:
        if field.name == "birth_date":
            return chance.choice([date(2008, 6, 29), date(2006, 1, 1), date(2008, 2, 29)]).isoformat()
        day = AS_OF - timedelta(days=chance.randint(-3, spread))
        return (
            day.isoformat()
            if field.type == "date"
            else datetime.combine(day, time(chance.randint(0, 23), chance.choice([0, 30]))).isoformat()
        )
    if field.type == "bool":
        usual = field.default is not None and chance.random() < 0.5
        return field.default if usual else chance.choice([True, False])
    if field.type == "division":
        return chance.choice(DIVISIONS)
    if field.type in {"int", "decimal"}:
        return chance.choice([0, 1, 15])
    texts = TEXTS.get(field.name, [f"{field.name}{number}"])
    return [chance.choice(texts)] if field.type == "list" else chance.choice(texts)
