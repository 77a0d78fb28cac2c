"""Indicators over what the platform keeps: the number moves with the loop, and shows each viewer their own organs only."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from tests import documents
from tests.oversight.conftest import BUREAU, PRISON, day, found
from zhiheng.catalog import packs
from zhiheng.oversight import selectors, services
from zhiheng.registry.selectors import COMMAND_LINE, actor_of
from zhiheng.registry.services import close_person

pytestmark = pytest.mark.django_db
PACKS = Path(__file__).resolve().parents[2] / "packs"


@pytest.fixture()
def full(catalog):
    """The catalog with the packs' own indicators, and the registers they read."""
    known = packs.loaded(PACKS)
    procedures = {**known.procedures, **catalog.procedures}
    return replace(catalog, indicators=known.indicators, registers=known.registers, procedures=procedures)


def figures(viewer, full, today=date(2026, 7, 20)):
    results = selectors.indicator_results(viewer, "2026", catalog=full, today=today)
    return {result.spec.id: (result.numerator, result.denominator) for result in results}


@pytest.fixture()
def two_served(screened, acting, full, now):
    screened(found(), found("510107199004076004", organ=PRISON), found("510107199004076012"))
    cases = []
    for clue in selectors.clues_seen_by(COMMAND_LINE).order_by("pk")[:2]:
        services.verify_clue(actor=acting("prosecutor"), now=now, clue_id=clue.pk)
        case = documents.open_document(actor=acting("prosecutor"), now=now, catalog=full, clues=[clue.pk], kind="correction_notice")
        documents.submit_document(actor=acting("prosecutor"), now=now, case_id=case.pk)
        documents.approve_document(actor=acting("chief"), now=now, case_id=case.pk)
        cases.append(documents.serve_document(actor=acting("prosecutor"), now=now, case_id=case.pk))
    return cases


def test_numbers_move_with_a_reply(two_served, acting, organs, full):
    before = figures(organs["prosecutor"], full)
    reply = {"now": day("2026-07-10"), "catalog": full, "outcome": "adopted", "reply_text": "已办。"}
    documents.record_reply(actor=acting(BUREAU), case_id=two_served[0].pk, **reply)
    after = figures(organs["prosecutor"], full)
    assert (before["reply_rate"], after["reply_rate"]) == ((0, 2), (1, 2))
    assert (before["adoption_rate"], after["adoption_rate"]) == ((0, 0), (1, 1))
    assert after["verified_share"] == (2, 2)
    assert after["clues_by_model"] == (3, 3)


def test_every_number_opens_its_rows(two_served, organs, full):
    result = next(item for item in selectors.indicator_results(organs["prosecutor"], "2026", catalog=full) if item.spec.id == "reply_rate")
    assert {row["link"] for row in result.rows} == {f"document:{case.pk}" for case in two_served}


def test_a_supervised_organ_counts_its_own_only(two_served, organs, full):
    own = figures(organs[BUREAU], full)
    assert own["reply_rate"] == (0, 1)
    assert own["clues_by_model"] == (0, 0)
    with pytest.raises(PermissionDenied):
        selectors.indicator_results(organs[BUREAU], "2026", PRISON, catalog=full)


def test_a_withdrawn_document_does_not_count(two_served, acting, organs, full, now):
    services.act_aside(actor=acting("prosecutor"), now=now, case_id=two_served[0].pk, kind="withdraw_asked", reason="有误")
    services.act_aside(actor=acting("chief"), now=now, case_id=two_served[0].pk, kind="withdrawn", reason="有误")
    assert figures(organs["prosecutor"], full)["reply_rate"] == (0, 1)


def test_an_organ_or_period_narrows(two_served, organs, full):
    viewer = organs["prosecutor"]
    one = selectors.indicator_results(viewer, "2026", BUREAU, indicators=["reply_rate"], catalog=full, today=date(2026, 7, 20))[0]
    other = selectors.indicator_results(viewer, "2025", indicators=["reply_rate"], catalog=full, today=date(2026, 7, 20))[0]
    assert (one.denominator, other.denominator, other.value) == (1, 0, None)


def test_the_command_prints_and_writes(two_served, full, monkeypatch, tmp_path, capsys):
    from zhiheng.cli import indicators as command
    from zhiheng.oversight.selectors import indicators as reading

    monkeypatch.setattr(reading, "installed", lambda: full)
    parser = ArgumentParser()
    command.arguments(parser)
    assert command.run(parser.parse_args(["--period", "2026", "--json", str(tmp_path / "i.json")])) == 0
    assert "线索查实率（2026）：100.0%（2/2，95% 区间" in capsys.readouterr().out
    written = json.loads((tmp_path / "i.json").read_text(encoding="utf-8"))
    assert {"indicator", "numerator", "denominator", "value", "query"} <= set(written[0])


@pytest.mark.parametrize("kind", ["sealed", "limited"])
def test_rows_of_a_case_about_a_closed_person_are_left_out(two_served, organs, full, kind):
    """The rows name the case by its number and its address, never the person."""

    def behind(viewer):
        results = selectors.indicator_results(viewer, "2026", catalog=full, today=date(2026, 7, 20))
        return [row for result in results for row in selectors.open_rows(viewer, result.rows)]

    def naming(rows, *words):
        return [row for row in rows if any(word in str(value) for value in row.values() for word in words)]

    case, clue = two_served[0], selectors.clues_seen_by(COMMAND_LINE).order_by("pk")[0]
    of_it = [str(case.pk), f"clue:{clue.pk}"]
    viewer, others = organs["prosecutor"], [str(two_served[1].pk)]
    before = behind(viewer)
    assert all(naming(before, one) for one in of_it)
    chief = actor_of(organs["chief"], "test")
    close_person(actor=chief, now=timezone.now(), number=clue.subject, kind=kind, reason="依法不得知悉", officer=None)
    after = behind(viewer)
    assert naming(after, *of_it) == []
    assert naming(after, *others) == naming(before, *others)
    assert naming(behind(organs["chief"]), of_it[0]), "who closed it is named"
