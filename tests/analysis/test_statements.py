"""The text of a statement is made once for a question, and questions that differ never share one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from zhiheng.analysis import guard
from zhiheng.analysis.errors import RefusedStatementError
from zhiheng.analysis.statements import statement_for

DAY = date(2026, 6, 30)


def asked(sql="select 1 as one, :least as least from leaves", reads=("leaves",)):
    return SimpleNamespace(id="asked", sql=sql, reads=reads, parameters={})


def test_the_same_question_is_checked_once(monkeypatch):
    checked = []
    check_sql = guard.check_sql
    monkeypatch.setattr(guard, "check_sql", lambda *given, **more: [checked.append(given)] and check_sql(*given, **more))
    texts = [statement_for(asked("select 1 as one, :least + 7 as least from leaves"), as_of=DAY, values={"least": 3}) for _ in range(3)]
    assert len(set(texts)) == 1 and len(checked) == 1


@pytest.mark.parametrize("other", [2, True, Decimal("1.0"), "1", {"least": 1}])
def test_another_value_is_another_text(other):
    sql = "select least.value as least from leaves, least" if isinstance(other, dict) else "select 1 as one, :least as least from leaves"
    given = {"least": other}
    assert statement_for(asked(), as_of=DAY, values={"least": 1}) != statement_for(asked(sql), as_of=DAY, values=given)


def test_another_day_and_another_dialect_are_another_text():
    spec = asked("select 1 as one, :as_of as day from leaves")
    assert statement_for(spec, as_of=DAY, values={}) != statement_for(spec, as_of=date(2026, 7, 1), values={})
    assert "2026-06-30" in statement_for(spec, as_of=DAY, values={})


def test_what_is_refused_is_refused_every_time():
    for _ in range(2):
        with pytest.raises(RefusedStatementError):
            statement_for(asked("select id_number from persons"), as_of=DAY, values={})
