"""Facts of a person gathered for a case: shown with the records they came from, corrected by the officer, kept as confirmed."""

import csv
import re
from datetime import date

import pytest
from django.utils import timezone

from tests.web.test_cases import FACTS, OPEN, OPENING, SUBJECT
from zhiheng.exchange.services import receive
from zhiheng.ledger.selectors import recent
from zhiheng.procedure.models import Case
from zhiheng.procedure.selectors import case_view
from zhiheng.registry.models import Barrier
from zhiheng.registry.selectors import COMMAND_LINE
from zhiheng.schema import DATASETS

pytestmark = pytest.mark.drawn

PERSON = {"id_number": "510107199001012910", "name": "王甲"}
SENTENCE = {
    "judgment_no": "（2025）川0107刑初12号", "court": "成都市武侯区人民法院", "judged_on": "2025-02-08", "effective_on": "2025-02-20",
    "crimes": "盗窃罪", "penalty": "fixed", "term_months": "72", "term_start": "2024-09-05", "term_end": "2030-09-04",
}  # fmt: skip
CUSTODY = {"facility": "川西监狱", "facility_kind": "prison", "admitted_on": "2025-04-10", "stage": "serving"}


def take_in(home, dataset, organ, row):
    fields = DATASETS[dataset].fields
    row = {**PERSON, **row}
    said = {
        fields[name].zh: fields[name].codes[value][0] if fields[name].codes and value in fields[name].codes else value
        for name, value in row.items()
    }
    path = home / f"{DATASETS[dataset].zh}_0001.csv"
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, list(said))
        writer.writeheader()
        writer.writerow(said)
    report = receive(register_organ=True, actor=COMMAND_LINE, now=timezone.now(), path=path, organ=organ)
    assert report.accepted == 1, [(one.column, one.reason) for one in report.rejected]


@pytest.fixture()
def known(officers, home):
    take_in(home, "sentences", "成都市中级人民法院", SENTENCE)
    take_in(home, "custody_records", "川西监狱", CUSTODY)


def gather(client, **more):
    return client.post(OPEN, {**SUBJECT, "gather": "1", **more}).content.decode()


@pytest.mark.parametrize("kind", ["sealed", "limited"])
def test_of_a_closed_person_nothing_is_gathered_as_of_one_nobody_wrote_of(enter, ward, known, kind):
    """Who opens a case types any number: what comes of it must not tell of a person who is closed."""
    other = "510107198812120019"
    Barrier.objects.create(number=PERSON["id_number"], kind=kind, reason="依法封存", since_on=date(2020, 1, 1), set_by="x")
    shown = gather(enter(ward))
    assert 'value="72"' not in shown
    assert "（2025）川0107刑初12号" not in shown
    nobody = gather(enter(ward), **{"open-subject_number": other})
    plain = [
        re.sub(r'csrfmiddlewaretoken" value="\w+"|X-CSRFToken": "\w+"|[0-9]{6}\*{8}[0-9]{4}|value="[0-9a-f]{32}"', "", one)
        for one in (shown, nobody)
    ]
    assert plain[0] == plain[1]


def test_facts_stand_in_the_form_with_their_records(enter, ward, known):
    shown = gather(enter(ward))
    assert 'value="72"' in shown
    assert 'value="2024-09-05"' in shown
    assert "川西监狱报送的" in shown
    assert "（2025）川0107刑初12号" in shown
    entry = recent(1)[0]
    assert (entry.act, entry.thing) == ("record.read", "person:510107199001012910")


def test_what_the_officer_corrects_is_kept(enter, officers, ward, known):
    given = {f"open-{name}": value for name, value in OPENING.items()}
    answer = enter(ward).post(OPEN, {**SUBJECT, **given, **FACTS, "sentence.months": "70", "open": "1"})
    assert answer.status_code == 302, answer.content.decode()
    view = case_view(Case.objects.get().pk, officers[ward], timezone.localtime())
    assert view.state.facts["commutation"]["sentence"]["months"] == 70


def test_one_row_more_is_asked_for_without_script(enter, ward, known):
    client = enter(ward)
    shown = gather(client, confirmed="1", **{"gather": "reductions", "reductions.rows": "1"})
    assert "reductions.2.type" in shown


def test_nothing_known_is_left_empty_not_false(enter, ward):
    shown = gather(enter(ward))
    assert 'name="sentence.months" value=""' in shown
