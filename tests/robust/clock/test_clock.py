"""A clock set back, or once far ahead: nothing is lost, the order is that of the numbers, and who looks after the machine is told."""

from __future__ import annotations

import shutil
from datetime import date, timedelta

import pytest

from tests import documents
from tests.exchange.conftest import csv_bytes, stays
from tests.oversight.conftest import found
from tests.robust.conftest import AS_OF, needed
from tests.robust.homes import copied
from zhiheng.oversight import selectors, services
from zhiheng.procedure.core.errors import ActRefused
from zhiheng.procedure.selectors import case_view
from zhiheng.registry.selectors import COMMAND_LINE

BATCHES = """
import json
from zhiheng.cli.main import open_database
open_database()
from datetime import timedelta
from django.utils import timezone
from zhiheng.ledger.models import Entry
from zhiheng.records.models import Batch
from zhiheng.records.selectors import snapshot_now
now = timezone.now()
batches = Batch.objects.order_by("seq")
entries = Entry.objects.filter(act="batch.stored").order_by("seq")
print(json.dumps({
    "received": [(one.received_at - now).days for one in batches],
    "in_order": all(a.received_at <= b.received_at for a, b in zip(batches, batches[1:]) if a.organ_id == b.organ_id),
    "told": [(one.at - now).days for one in entries],
    "known_now": len(snapshot_now(as_known_at=now + timedelta(hours=1)).segments),
    "known_all": len(snapshot_now().segments),
    "superseding": [one.superseding for one in batches],
}))
"""


@pytest.fixture()
def home(prepared, tmp_path):
    return copied(prepared, tmp_path / "home")


@pytest.fixture()
def send(home, tmp_path):
    """Imports a file of an organ, the clock being off by some days."""
    if not shutil.which("faketime"):
        needed("another time needs the program faketime (Debian: apt-get install faketime)")

    def send(organ, serial, off_days=0):
        place = tmp_path / "sent" / organ / f"hotel_stays_{serial}.csv"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(csv_bytes(stays(range(20), name=f"张{'一二三四五六'[serial]}")))
        home.before = ["faketime", "-m", "-f", f"{off_days:+d}d"] if off_days else []
        return home.run("import", "--register-organ", place)

    yield send
    home.before = []


@pytest.mark.files
def test_a_clock_set_back(home, send):
    assert send("成都市公安局", 0).err == ""
    back = send("成都市公安局", 1, off_days=-200)
    assert (back.status, len(back.said)) == (0, 1), back
    for part in ("注意：系统时钟", "199 天", "校准"):
        assert part in back.err
    other = send("绵阳市公安局", 2, off_days=-200)
    assert other.status == 0
    screening = home.run("screen", "--as-of", AS_OF, "--model", "absent_without_leave")
    home.before = []
    after = send("成都市公安局", 3)
    assert (after.status, after.err) == (0, ""), after
    found = home.ask(BATCHES)
    assert (found["in_order"], found["known_all"]) == (True, 4)
    assert found["superseding"] == [0, 20, 0, 20]
    assert [days > -2 for days in found["received"]] == [True, True, False, True]
    assert [days > -2 for days in found["told"]] == [True, False, False, True]
    assert home.look()["faults"] == []
    assert (screening.status, len(screening.said), "系统时钟" in screening.err) == (0, 1, True)


@pytest.mark.files
def test_a_clock_that_once_ran_years_ahead(home, send):
    assert send("成都市公安局", 0, off_days=3000).err == ""
    after = send("成都市公安局", 1)
    assert (after.status, len(after.said)) == (0, 1)
    assert "先前曾经走快" in after.err
    assert send("绵阳市公安局", 2).status == 0
    found = home.ask(BATCHES)
    assert (found["in_order"], found["superseding"]) == (True, [0, 20, 0])
    assert [days > 2900 for days in found["received"]] == [True, True, False]
    assert [days > 2900 for days in found["told"]] == [True, False, False]
    assert (found["known_now"], found["known_all"]) == (1, 3)
    assert home.look()["faults"] == []


@pytest.mark.django_db
def test_a_case_and_a_clue_under_a_clock_set_back(screened, acting, organs, catalog, now):
    screened(found("510107199004070011"))
    clue = selectors.clues_seen_by(COMMAND_LINE).get().pk
    prosecutor, back = acting("prosecutor"), now - timedelta(days=40)
    services.verify_clue(actor=prosecutor, now=now, clue_id=clue)
    case = documents.open_document(actor=prosecutor, now=now, catalog=catalog, clues=[clue], kind="proposal")
    with pytest.raises(ActRefused, match="早于该节点开始之日"):
        documents.submit_document(actor=prosecutor, now=back, case_id=case.pk)
    documents.submit_document(actor=prosecutor, now=now, case_id=case.pk)
    with pytest.raises(ActRefused, match="早于该节点开始之日"):
        documents.approve_document(actor=acting("chief"), now=back, case_id=case.pk, approved=True, note="同意")
    kinds = [event.kind for event in case_view(case.pk, organs["chief"], now.date()).events]
    for today in (date(2016, 1, 1), back.date(), date(2036, 1, 1)):
        assert [event.kind for event in case_view(case.pk, organs["prosecutor"], today).events] == kinds
