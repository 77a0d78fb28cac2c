"""What an organ had told by a day: a record that came late is not an act done late."""

from __future__ import annotations

from datetime import date

import pytest

from tests.oversight.conftest import BUREAU, PACKS, PRISON, day
from tests.oversight.rows import A, B, case, custody, send, sentence
from zhiheng.catalog import packs
from zhiheng.oversight import services
from zhiheng.oversight.models import Clue
from zhiheng.oversight.selectors.knowing import default_day, knowledge_on
from zhiheng.registry.selectors import COMMAND_LINE
from zhiheng.subjects.core.identities import Identities, Undecided

pytestmark = pytest.mark.django_db
COURT, OTHER = "东山法院", "510107199004079993"


@pytest.fixture(scope="module")
def everything():
    return packs.loaded(PACKS)


@pytest.fixture()
def clue_of(home, organs, everything):
    """Screens on a day with what had come, gives the clue."""

    def screened(model, at):
        services.screen(actor=COMMAND_LINE, now=day(at), catalog=everything, models=[model], as_of=date.fromisoformat(at))
        return Clue.objects.exclude(subject=OTHER).get()

    return screened


@pytest.fixture()
def ask(organs, everything):
    def asked(clue, on, who="prosecutor", **options):
        return knowledge_on(clue, date.fromisoformat(on), organs[who], everything, **options)

    return asked


@pytest.fixture()
def sending(home, organs):
    """Organs that have sent records of other persons since the beginning of the year."""
    send(day("2026-01-02"), PRISON, custody_records=[custody(OTHER)])
    send(day("2026-01-02"), BUREAU, corrections_cases=[case(OTHER, "P9")])
    send(day("2026-01-02"), "成都市公安局", persons=[{"id_number": OTHER}], hotel_stays=[stay(OTHER, "H9")])


def told(known):
    return [late.text for dataset in known.datasets for one in dataset.records for late in one.late]


def test_a_record_that_came_late(sending, clue_of, ask):
    send(day("2026-02-01"), COURT, sentences=[sentence(A)])
    clue = clue_of("undelivered_sentence", "2026-03-31")
    send(day("2026-04-20"), PRISON, custody_records=[custody(A)])
    known = ask(clue, "2026-03-31")
    assert told(known) == ["迟录：入所日期为 2026-01-20，2026-04-20 才报送（晚 90 日）"]
    assert (known.late_entries, known.late_acts) == (1, 0)
    assert (known.found_that_day, known.found_then, known.found_now) == (True, True, False)
    custody_known = next(dataset for dataset in known.datasets if dataset.title == "羁押收押信息")
    assert (custody_known.total, custody_known.known) == (1, 0)


def test_a_record_that_came_with_the_first_delivery_says_nothing_of_late_entry(clue_of, ask):
    send(day("2026-02-01"), COURT, sentences=[sentence(A)])
    clue = clue_of("undelivered_sentence", "2026-03-31")
    send(day("2026-04-20"), PRISON, custody_records=[custody(A)])
    known = ask(clue, "2026-03-31")
    assert told(known) == ["入所日期为 2026-01-20，2026-04-20 收到；该单位自 2026-04-20 才开始报送此类数据，不能据此认定迟录"]
    assert (known.late_entries, known.late_acts) == (0, 0)


def test_an_act_done_late(clue_of, ask, everything):
    send(day("2026-02-01"), BUREAU, corrections_cases=[case(A, term_end=date(2026, 3, 1))])
    send(
        day("2026-03-21"),
        BUREAU,
        corrections_cases=[case(A, term_end=date(2026, 3, 1), released_on=date(2026, 3, 20), end_reason="served")],
    )
    clue = clue_of("release_mistimed", "2026-03-31")
    assert default_day(clue, everything) == date(2026, 3, 1)
    known = ask(clue, "2026-03-31")
    assert told(known) == ["迟办：解矫日期为 2026-03-20，晚于期限 2026-03-01（晚 19 日）"]
    assert (known.late_entries, known.late_acts) == (0, 1)
    assert known.due == (date(2026, 3, 1), "矫正止日")


def test_both_at_once_and_neither(sending, clue_of, ask):
    send(day("2026-02-01"), BUREAU, corrections_cases=[case(A, term_end=date(2026, 3, 1))])
    clue = clue_of("release_mistimed", "2026-03-31")
    assert told(ask(clue, "2026-03-31")) == []
    send(
        day("2026-05-06"),
        BUREAU,
        corrections_cases=[case(A, term_end=date(2026, 3, 1), released_on=date(2026, 3, 20), end_reason="served")],
    )
    assert told(ask(clue, "2026-03-31")) == [
        "迟录：解矫日期为 2026-03-20，2026-05-06 才报送（晚 47 日）",
        "迟办：解矫日期为 2026-03-20，晚于期限 2026-03-01（晚 19 日）",
    ]
    assert told(ask(clue, "2026-05-06")) == ["迟办：解矫日期为 2026-03-20，晚于期限 2026-03-01（晚 19 日）"]


def test_the_clue_on_an_earlier_day(clue_of, ask):
    send(day("2026-02-01"), BUREAU, corrections_cases=[case(A, term_end=date(2026, 3, 1))])
    clue = clue_of("release_mistimed", "2026-03-31")
    known = ask(clue, "2026-02-15")
    assert (known.found_that_day, known.found_then, known.found_now) == (False, True, True)
    before = ask(clue, "2026-01-31")
    assert (before.found_then, before.datasets[0].known, before.datasets[0].records[0].known) == (False, 0, False)


def test_only_records_of_organs_the_viewer_sees(clue_of, ask):
    send(day("2026-02-01"), COURT, sentences=[sentence(A)])
    clue = clue_of("undelivered_sentence", "2026-03-31")
    send(day("2026-04-20"), PRISON, custody_records=[custody(A)])
    known = ask(clue, "2026-03-31", who=PRISON)
    assert {dataset.title: (dataset.total, dataset.unseen) for dataset in known.datasets if dataset.total or dataset.unseen} == {
        "生效裁判信息": (0, 1),
        "羁押收押信息": (1, 0),
    }


def stay(number, stay_no="H1"):
    days = {"checkin_at": day("2026-03-10"), "checkout_at": day("2026-03-11")}
    return {"id_number": number, "stay_no": stay_no, "division": "110101", **days}


def test_sensitive_days_wait_for_a_purpose(sending, clue_of, ask):
    send(day("2026-02-01"), BUREAU, corrections_cases=[case(A)])
    send(day("2026-04-20"), "成都市公安局", hotel_stays=[stay(A)])
    clue = clue_of("absent_without_leave", "2026-04-30")
    known = ask(clue, "2026-03-31")
    assert (known.hidden, told(known)) == (True, [])
    assert known.found_then is False
    revealed = ask(clue, "2026-03-31", reveal=True)
    assert (revealed.hidden, told(revealed)) == (False, ["迟录：入住时间为 2026-03-10，2026-04-20 才报送（晚 41 日）"])


def test_both_numbers_of_a_person_are_looked_at(sending, clue_of, ask, monkeypatch):
    from zhiheng.subjects import selectors

    held = Identities(aliases={B: A})
    monkeypatch.setattr(selectors, "identities_now", lambda: held)
    send(day("2026-02-01"), BUREAU, corrections_cases=[case(B)])
    send(day("2026-05-01"), "成都市公安局", persons=[{"id_number": A, "died_on": date(2026, 3, 1)}])
    known = ask(clue_of("supervised_after_death", "2026-05-31"), "2026-04-30")
    assert told(known) == ["迟录：死亡日期为 2026-03-01，2026-05-01 才报送（晚 61 日）"]
    assert known.found_now


def test_a_clue_on_an_undecided_match_is_asked_about_as_if_decided(clue_of, ask, monkeypatch):
    from zhiheng.subjects import selectors

    monkeypatch.setattr(selectors, "identities_now", lambda: Identities(undecided=(Undecided(1, (A, B)),)))
    send(day("2026-02-01"), BUREAU, corrections_cases=[case(B)])
    send(day("2026-03-05"), "成都市公安局", persons=[{"id_number": A, "died_on": date(2026, 3, 1)}])
    clue = clue_of("supervised_after_death", "2026-05-31")
    assert clue.rests_on
    assert ask(clue, "2026-04-30").found_then


def test_a_clue_about_a_case_of_an_office(clue_of, ask):
    row = {
        "case_no": "C1", "organ": "示例市场监管局", "party": "某公司", "party_id": "91510100MA61XXXX0A",
        "filed_on": date(2026, 1, 5), "entered_on": date(2026, 3, 10),
    }  # fmt: skip
    send(day("2026-03-11"), "示例市场监管局", admin_cases=[row])
    clue = clue_of("late_entry", "2026-03-31")
    known = ask(clue, "2026-03-31")
    assert (known.found_that_day, known.found_now, known.datasets[0].total) == (True, True, 1)
    assert any("平台录入日期为 2026-03-10，晚于期限" in one for one in told(known))
