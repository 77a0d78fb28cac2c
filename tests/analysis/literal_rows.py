"""Plain rows of a province, and what the second telling of several models says in the same words."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from zhiheng.schema import DATASETS

CUSTODIAL = ("fixed", "detention", "life", "death_reprieve")


def after(day, count):
    return day + timedelta(days=count)


class Row(dict):
    """A record: a field not given is None, or the dataset's default."""

    def __getattr__(self, name):
        return self.get(name)


def rows_of(province, name):
    fields = DATASETS[name].fields
    read = {"date": date.fromisoformat, "datetime": datetime.fromisoformat, "decimal": lambda value: Decimal(str(value))}
    made = []
    for given in province.get(name, []):
        row = Row({field: spec.default for field, spec in fields.items()})
        row.update({key: read.get(fields[key].type, lambda value: value)(value) for key, value in given.items() if key in fields})
        made.append(row)
    return made


def suspended(sentence):
    return bool(sentence.probation_months)


def dead(p, person):
    return any(each.id_number == person and each.died_on for each in p("persons"))


def in_force(case, day, as_of):
    return case.term_start <= day <= (case.released_on or case.term_end or as_of)
