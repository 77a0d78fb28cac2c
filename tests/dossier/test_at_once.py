"""Several writers at once: numbers run without gap or double, nobody waits for the other for ever."""

from __future__ import annotations

from pathlib import Path

import pytest

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).resolve().parents[2]
CODE = (
    f"sys.path.insert(0, {str(ROOT)!r})"
    + """
from zhiheng.dossier import services
from zhiheng.ledger import services as ledger
from zhiheng.registry.services import ensure_organ
from tests.dossier.test_blocks import VALUES, spec
values = {name: value for name, value in VALUES.items() if name not in {"organ", "number", "signed_on"}}
ensure_organ(actor=actor, name="四川省检察院", now=now)
for turn in range(4):
    with transaction.atomic():
        if turn % 2:
            ledger.append(actor=actor, act="case.acted", thing="case:x", details={}, now=now)
        given = dict(actor=actor, now=now, dossier_key=f"case:{sys.argv[1]}", document=spec(), number_of="四川省检察院", values=values)
        if turn < 2:
            print(services.draw_up(**given, numbered="at_once").number)
        else:
            draft = services.draw_up(**given, numbered="on_issue")
            print(services.issue(actor=actor, now=now, document_id=draft.pk).number)
"""
)


def test_numbers_of_many_writers(apart):
    numbers = apart(CODE, writers=3)
    assert sorted(numbers) == sorted(f"川检纠违〔2026〕{serial}号" for serial in range(1, 13))
