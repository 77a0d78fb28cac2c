"""A number of a person that a query takes apart is not known to the masks: such a query is run for a purpose alone."""

from __future__ import annotations

import pytest

from zhiheng.sandbox.core.sensitivity import takes_numbers_apart

SETS = ["custody_records"]


@pytest.mark.parametrize(
    "sql",
    [
        "select substr(id_number, 1, 9), substr(id_number, 10) from custody_records",
        "select id_number || '' as a from custody_records",
        "select reverse(n) from (select id_number as n from custody_records) as t",
        "with t as (select id_number as n from custody_records), u as (select n as m from t) select lower(m) as x from u",
        "select case when true then left(c.id_number, 17) end from custody_records as c",
        "select list(id_number) from custody_records",
    ],
)
def test_numbers_taken_apart(sql):
    assert takes_numbers_apart(sql, SETS)


@pytest.mark.parametrize(
    "sql",
    [
        "select id_number, name from custody_records",
        "select id_number as n from custody_records where substr(id_number, 1, 6) = '510107'",
        "select count(distinct id_number) as people from custody_records",
        "select facility, count(*) as n from custody_records group by facility",
        "select upper(facility) as f from custody_records",
        "select n from (select id_number as n from custody_records) as t",
    ],
)
def test_numbers_shown_compared_and_counted(sql):
    assert not takes_numbers_apart(sql, SETS)
