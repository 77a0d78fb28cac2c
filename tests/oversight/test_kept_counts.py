"""Indicators answered as counted before: for who sees the same only, until what they count changes, and with no record in what is kept."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from tests.oversight.conftest import BUREAU, PRISON, day, found
from zhiheng.analysis.monthly import Monthly
from zhiheng.analysis.periods import parse
from zhiheng.catalog import packs
from zhiheng.catalog.kept_tables import is_kept
from zhiheng.ledger.core.actor import Actor
from zhiheng.oversight import selectors, services
from zhiheng.oversight.models import KeptCounts
from zhiheng.oversight.selectors.clues import clues_seen_by
from zhiheng.oversight.selectors.indicators import indicators_in_turn
from zhiheng.oversight.selectors.kept import counted_so_far, is_being_counted
from zhiheng.oversight.services import keeping
from zhiheng.registry.selectors import COMMAND_LINE

pytestmark = pytest.mark.django_db
PACKS = Path(__file__).resolve().parents[2] / "packs"
WORKER = Actor("system:worker", "定时任务", "", "worker")
SOME = ("clues_by_model", "verified_share", "reply_rate")


@pytest.fixture()
def few(catalog):
    """The catalogue with a few of the packs' indicators."""
    known = packs.loaded(PACKS)
    return replace(catalog, indicators={name: known.indicators[name] for name in SOME}, procedures=known.procedures)


@pytest.fixture()
def counted(screened, organs, few, now):
    """Three clues, counted for the procurator."""
    screened(found(), found("510107199004076004", organ=PRISON), found("510107199004076012"))
    return count(organs["prosecutor"], few, now)


def count(viewer, few, now):
    return keeping.count_indicators(actor=WORKER, now=now, viewer=viewer, catalog=few)


def number(kept, name="verified_share"):
    figure = next(one for one in kept.monthly if one.spec.id == name).figure(parse("2026"))
    return figure.numerator, figure.denominator


def test_the_same_state_is_answered_without_counting(counted, organs, few, now, monkeypatch):
    monkeypatch.setattr(keeping, "indicators_in_turn", None)
    kept = selectors.counted_before(organs["prosecutor"], few, now + timedelta(hours=1))
    assert (kept.at, kept.moved) == (now, False)
    assert [one.to_json() for one in kept.monthly] == [one.to_json() for one in counted.monthly]


def test_what_is_kept_is_what_the_rows_say(counted, organs, few, now):
    for one in counted.monthly:
        for period in ("2026", "2026Q2", "2026-06"):
            for organ in (None, BUREAU, PRISON):
                asked = {"indicators": [one.spec.id], "catalog": few, "today": day(now.isoformat()[:10]).date()}
                result = selectors.indicator_results(organs["prosecutor"], period, organ, **asked)[0]
                assert one.figure(parse(period), organ) == result.figure


def test_no_record_is_kept(counted):
    said = json.dumps(KeptCounts.objects.get().counts, ensure_ascii=False)
    assert BUREAU in said
    assert not any(clue.subject in said for clue in clues_seen_by(COMMAND_LINE))


def test_after_an_act_it_is_counted_anew_or_said_to_have_moved(counted, acting, organs, few, now, settings):
    clue = clues_seen_by(COMMAND_LINE).first()
    services.verify_clue(actor=acting("prosecutor"), now=now, clue_id=clue.pk)
    settings.INDICATORS_KEPT = 600
    kept = selectors.counted_before(organs["prosecutor"], few, now + timedelta(minutes=9))
    assert (kept.moved, number(kept)) == (True, (0, 0))
    assert selectors.counted_before(organs["prosecutor"], few, now + timedelta(minutes=10)) is None
    assert number(count(organs["prosecutor"], few, now)) == (1, 1)


def test_another_day_is_counted_anew(counted, organs, few, now):
    assert selectors.counted_before(organs["prosecutor"], few, now + timedelta(days=1)) is None


def test_who_sees_otherwise_gets_nothing_of_it(counted, organs, few, now):
    assert selectors.counted_before(organs[BUREAU], few, now) is None
    own = count(organs[BUREAU], few, now)
    assert (number(own, "clues_by_model"), KeptCounts.objects.count()) == ((0, 0), 2)
    assert number(selectors.counted_before(organs["prosecutor"], few, now), "clues_by_model") == (3, 3)


def test_the_worker_counts_what_moved_and_forgets_what_nobody_asks(counted, acting, organs, few, now):
    assert keeping.recount_indicators(actor=WORKER, now=now, catalog=few) == 0
    services.verify_clue(actor=acting("prosecutor"), now=now, clue_id=clues_seen_by(COMMAND_LINE).first().pk)
    later = now + timedelta(days=2)
    assert keeping.recount_indicators(actor=WORKER, now=later, catalog=few) == 1
    kept = selectors.counted_before(organs["prosecutor"], few, later)
    assert (kept.at, kept.moved, number(kept)) == (later, False, (1, 1))
    keeping.recount_indicators(actor=WORKER, now=now + timedelta(days=30), catalog=few)
    assert not KeptCounts.objects.exists()


def test_while_it_is_counted_what_is_ready_is_told_and_nothing_once_the_records_moved(screened, acting, organs, few, now, monkeypatch):
    screened(found())
    viewer, real, parts = organs["prosecutor"], keeping.indicators_in_turn, []

    def watched(*given, **named):
        for one in real(*given, **named):
            parts.append(counted_so_far(viewer, few, now))
            yield one

    monkeypatch.setattr(keeping, "TELLS_EVERY_SECONDS", 0.0)
    monkeypatch.setattr(keeping, "indicators_in_turn", watched)
    whole = count(viewer, few, now)
    names = [[one.spec.id for one in part.monthly] if part else [] for part in parts]
    assert names == [[], ["clues_by_model"], ["clues_by_model", "reply_rate"]]
    assert (counted_so_far(viewer, few, now), len(whole.monthly)) == (None, 3)
    KeptCounts.objects.update(counts={"reply_rate": []})
    assert counted_so_far(viewer, few, now)
    services.verify_clue(actor=acting("prosecutor"), now=now, clue_id=clues_seen_by(COMMAND_LINE).first().pk)
    assert counted_so_far(viewer, few, now) is None


def test_a_count_that_goes_on_takes_nothing_away_that_may_be_shown(counted, organs, few, now, monkeypatch):
    real, shown = keeping.indicators_in_turn, []

    def watched(*given, **named):
        for one in real(*given, **named):
            shown.append(selectors.counted_before(organs["prosecutor"], few, now))
            yield one

    monkeypatch.setattr(keeping, "TELLS_EVERY_SECONDS", 0.0)
    monkeypatch.setattr(keeping, "indicators_in_turn", watched)
    count(organs["prosecutor"], few, now)
    assert len(shown) == 3
    assert all(shown)


def test_who_sees_alike_waits_for_the_count_that_goes_on(screened, organs, few, now, monkeypatch):
    screened(found())
    viewer, real, others = organs["prosecutor"], keeping.indicators_in_turn, []

    def watched(*given, **named):
        others.append((count(viewer, few, now), is_being_counted(viewer)))
        yield from real(*given, **named)

    monkeypatch.setattr(keeping, "indicators_in_turn", watched)
    assert len(count(viewer, few, now).monthly) == 3
    assert others == [(None, True)]
    assert not is_being_counted(viewer)


def test_who_was_ended_while_counting_holds_up_nobody_for_long(screened, organs, few, now, monkeypatch):
    screened(found())
    viewer, real = organs["prosecutor"], keeping.indicators_in_turn
    monkeypatch.setattr(keeping, "indicators_in_turn", lambda *_, **__: [][0])
    with pytest.raises(IndexError):
        count(viewer, few, now)
    assert not is_being_counted(viewer), "one that failed gives its turn back"
    monkeypatch.setattr(keeping, "indicators_in_turn", real)
    KeptCounts.objects.update(counting_until=timezone.now() + timedelta(seconds=1))
    assert count(viewer, few, now) is None
    KeptCounts.objects.update(counting_until=timezone.now() - timedelta(seconds=1))
    assert count(viewer, few, now)


def test_the_worker_leaves_what_an_officer_has_counted_just_now(counted, acting, organs, few, now):
    services.verify_clue(actor=acting("prosecutor"), now=now, clue_id=clues_seen_by(COMMAND_LINE).first().pk)
    KeptCounts.objects.update(counting_until=timezone.now() + timedelta(seconds=60))
    keeping.recount_indicators(actor=WORKER, now=now + timedelta(hours=2), catalog=few)
    assert KeptCounts.objects.get().counted_at == now


def test_what_reads_neither_cases_nor_ledgers_comes_first(organs):
    known = packs.loaded(PACKS)
    slow = next(name for name, one in sorted(known.indicators.items()) if any(map(is_kept, one.reads)))
    few = replace(known, indicators={name: known.indicators[name] for name in (slow, "verified_share")})
    asked = {"catalog": few, "today": date(2026, 6, 30)}
    assert [one.spec.id for one in indicators_in_turn(organs["prosecutor"], quick_first=True, **asked)] == ["verified_share", slow]
    assert [one.spec.id for one in selectors.indicator_results(organs["prosecutor"], **asked)] == sorted([slow, "verified_share"])


def test_amounts_are_kept_as_they_are():
    spec = next(one for one in packs.loaded(PACKS).indicators.values() if one.kind == "ratio")
    rows = [
        {"organ": "甲院", "day": date(2026, 3, 1), "part_count": "0.10", "whole_count": "0.30"},
        {"organ": None, "day": "2026-03-31", "part_count": "0.20", "whole_count": None},
    ]
    kept = Monthly.from_json(spec, json.loads(json.dumps(Monthly.of(spec, rows).to_json())))
    assert (kept.figure(parse("2026Q1")).numerator, kept.figure(parse("2026-03"), "甲院").numerator) == (0.3, 0.1)
    assert (kept.figure(parse("2026-02")).value, list(kept.by_organ(parse("2026")))) == (None, ["甲院"])
