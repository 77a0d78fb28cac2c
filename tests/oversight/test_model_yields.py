"""How often models are right: by version as decided, by organ, by source of the records; only what the viewer may see."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from datetime import date, timedelta

import pytest

from tests.models.living import CHENGDU, MIANYANG, MODEL, changed_text, number, send_scores
from zhiheng.analysis.intervals import wilson
from zhiheng.cli import models as command
from zhiheng.models import services as models
from zhiheng.models.in_force import catalog
from zhiheng.models.services import Candidate
from zhiheng.oversight import services
from zhiheng.oversight.models import Clue
from zhiheng.oversight.selectors import yield_by_model, yields
from zhiheng.registry.selectors import COMMAND_LINE

pytestmark = pytest.mark.django_db
AS_OF = date(2026, 6, 30)


@pytest.fixture()
def decide(acting, now):
    """State that a person's clue is true, or why not, some days after the start."""

    def run(serial, cause="", *, days=0):
        clue = Clue.objects.get(subject=number(serial))
        told = {"actor": acting("prosecutor"), "now": now + timedelta(days=days), "clue_id": clue.pk, "reason": "已核"}
        return services.refute_clue(**told, cause=cause) if cause else services.verify_clue(**told)

    return run


@pytest.fixture()
def screen(home, organs, now):
    send_scores(home, now, [(1, CHENGDU, 60), (2, CHENGDU, 90), (3, MIANYANG, 60), (4, MIANYANG, 95)])

    def run(days=0):
        return services.screen(actor=COMMAND_LINE, now=now + timedelta(days=days), catalog=catalog(), models=[MODEL], as_of=AS_OF)

    return run


@pytest.fixture()
def new_version(acting, now):
    """Another text of the model in force from the second day on; it finds the same."""

    def publish():
        spec = catalog().models[MODEL]
        text = changed_text(spec, "level: medium", "level: high")
        candidate = Candidate(MODEL, spec.pack, text, spec.cases.text, note="改级别")
        version = models.add_candidate(actor=acting("prosecutor"), now=now, catalog=catalog(), candidate=candidate)
        services.shadow_run(actor=acting("prosecutor"), now=now, catalog=catalog(), version_id=version.pk, as_of=AS_OF)
        models.publish_version(actor=acting("chief"), now=now, catalog=catalog(), version_id=version.pk, reason="经核对")
        return version

    return publish


def counts(rows, key="of"):
    return {getattr(row, key): (row.found, row.waiting, row.verified, row.refuted) for row in rows}


def test_a_decision_counts_for_the_text_that_had_found_the_clue(screen, decide, new_version):
    old = catalog().models[MODEL].digest
    screen()
    decide(1)
    decide(3, "rule")
    new = new_version().digest
    screen(days=1)
    decide(2, days=2)
    rows = {row.of: row for row in yields(COMMAND_LINE, "version", MODEL)}
    assert counts(rows.values()) == {old: (2, 0, 1, 1), new: (2, 1, 1, 0)}
    assert (rows[old].share, rows[old].interval) == (0.5, wilson(1, 2))
    assert (rows[old].causes, rows[new].causes) == ({"rule": 1}, {})
    assert yield_by_model(COMMAND_LINE)[0].found == 4


def test_a_clue_taken_up_again_counts_for_the_text_that_found_it_last(screen, decide, new_version, acting, now):
    screen()
    decide(1, "data")
    new = new_version().digest
    screen(days=1)
    clue = Clue.objects.get(subject=number(1))
    services.reopen_clue(actor=acting("prosecutor"), now=now + timedelta(days=2), clue_id=clue.pk, reason="再看")
    assert counts(yields(COMMAND_LINE, "version", MODEL)) == {new: (4, 4, 0, 0)}


def test_by_organ_and_by_source(screen, decide):
    screen()
    decide(1)
    decide(3, "lawful_exception")
    decide(4, "data")
    by_organ = yields(COMMAND_LINE, "organ", MODEL)
    assert counts(by_organ) == {CHENGDU: (2, 1, 1, 0), MIANYANG: (2, 0, 0, 2)}
    sources = yields(COMMAND_LINE, "source", MODEL)
    assert {(row.of, row.dataset): row.refuted for row in sources} == {(CHENGDU, "conduct_scores"): 0, (MIANYANG, "conduct_scores"): 2}
    assert [row.causes for row in by_organ] == [{}, {"data": 1, "lawful_exception": 1}]


def test_only_what_the_viewer_may_see(screen, organs):
    screen()
    assert yields(organs["prosecutor"], "organ")[0].found == 2
    handler = next(officer for name, officer in organs.items() if name not in {"prosecutor", "chief"})
    assert yields(handler, "version") == []


def test_the_command_line_tells_them(screen, decide, capsys):
    screen()
    decide(1)
    parser = ArgumentParser()
    command.arguments(parser)
    assert command.run(parser.parse_args(["yield", "--by", "organ", "--json"])) == 0
    told = json.loads(capsys.readouterr().out)
    assert [(row["by"], row["of"], row["verified"]) for row in told] == [("organ", CHENGDU, 1), ("organ", MIANYANG, 0)]
    assert command.run(parser.parse_args(["yield"])) == 0
    assert "查实率 100.0%（20.7%—100.0%）" in capsys.readouterr().out
