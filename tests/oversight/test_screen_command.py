"""`zhiheng screen`: the JSON lines of the contract, exit codes, and the sample province end to end."""

from __future__ import annotations

import json
from argparse import ArgumentParser

import pytest

from tests.oversight.conftest import found
from zhiheng.cli import screen as command
from zhiheng.models import in_force as packs
from zhiheng.oversight.models import Clue
from zhiheng.schema.errors import UnusableInputError

pytestmark = pytest.mark.django_db


@pytest.fixture()
def zhiheng(library, catalog, organs, monkeypatch):
    monkeypatch.setattr(packs, "catalog", lambda: catalog)

    def run(*words):
        parser = ArgumentParser()
        command.arguments(parser)
        return command.run(parser.parse_args(words))

    return run


def test_a_line_a_clue(zhiheng, library, capsys):
    library.append(found())
    assert zhiheng("--as-of", "2026-06-30", "--json", "-") == 0
    line = json.loads(capsys.readouterr().out)
    assert {"model", "subject", "occurrence", "as_of", "level", "summary", "evidence", "cites", "organ", "digest"} <= set(line)


def test_people_read_counts(zhiheng, library, capsys):
    library.append(found())
    zhiheng("--as-of", "2026-06-30")
    assert "共发现 1 条线索，新增 1 条" in capsys.readouterr().out


def test_a_dry_run_says_so(zhiheng, library, capsys):
    library.append(found())
    assert zhiheng("--as-of", "2026-06-30", "--dry-run") == 0
    assert "试运行，未保存" in capsys.readouterr().out
    assert Clue.objects.count() == 0


def test_a_rerun_that_differs_gives_status_1(zhiheng, library, capsys):
    from zhiheng.oversight.models import Run

    library.append(found())
    zhiheng("--as-of", "2026-06-30")
    run = str(Run.objects.get().pk)
    assert zhiheng("--rerun", run) == 0
    library.clear()
    assert zhiheng("--rerun", run) == 1
    assert "这次没有：release_mistimed" in capsys.readouterr().out


def test_an_unwritable_file_is_refused(zhiheng):
    with pytest.raises(UnusableInputError, match="不能写入"):
        zhiheng("--as-of", "2026-06-30", "--json", "/nowhere/clues.jsonl")


def test_a_wrong_date_is_refused(zhiheng, capsys):
    with pytest.raises(SystemExit) as refusal:
        zhiheng("--as-of", "30.6.2026")
    assert refusal.value.code == 2


@pytest.mark.sample
def test_the_sample_province_is_screened_exactly_and_repeats(shared, home, now, db, capsys):
    """The twelve models that the first stage promises find the truth, nothing else; a second run adds nothing; a rerun is equal."""
    from zhiheng.exchange.services import receive_all
    from zhiheng.oversight import services
    from zhiheng.registry.selectors import COMMAND_LINE

    sample = shared / "data" / "sample-province"
    truth = json.loads((sample / "truth.json").read_text(encoding="utf-8"))
    promised = {
        "overdue_release", "property_not_referred", "undelivered_sentence", "corrections_not_enrolled", "absent_without_leave",
        "offence_not_answered", "monitoring_unlawful", "release_mistimed", "labour_overtime", "interrogation_overtime", "detention_overdue",
        "reply_overdue",
    }  # fmt: skip
    receive_all(register_organ=True, actor=COMMAND_LINE, now=now, paths=[sample / "files"])
    catalog, as_of = packs.catalog(), command.day(truth["as_of"])
    first = services.screen(actor=COMMAND_LINE, now=now, catalog=catalog, models=promised, as_of=as_of)
    got = {(clue.model, clue.subject, clue.occurrence) for clue in first.clues}
    assert got == {(item["model"], item["subject"], item["occurrence"]) for item in truth["clues"] if item["model"] in promised}
    assert services.screen(actor=COMMAND_LINE, now=now, catalog=catalog, models=promised, as_of=as_of).added == 0
    assert services.rerun(actor=COMMAND_LINE, now=now, catalog=catalog, run_id=first.run.pk).differences == []
