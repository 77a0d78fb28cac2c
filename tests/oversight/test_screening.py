"""Runs: nothing twice, nothing deleted, everything repeatable."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from tests.oversight.conftest import PRISON, found, model
from zhiheng.ledger import selectors as ledger
from zhiheng.oversight import selectors, services
from zhiheng.oversight.core.errors import ClueRefused
from zhiheng.oversight.models import Clue, ClueEvent, Run
from zhiheng.registry.selectors import COMMAND_LINE
from zhiheng.schema.errors import UnusableInputError

pytestmark = pytest.mark.django_db
ONE, TWO = "510107199004075992", "510107199004076004"


def kinds(clue: Clue) -> list[str]:
    return list(clue.events.order_by("id").values_list("kind", flat=True))


def test_running_again_adds_nothing(screened):
    assert screened(found(ONE), found(TWO)).added == 2
    again = screened(found(ONE), found(TWO))
    assert (again.added, again.resolved, again.reopened) == (0, 0, 0)
    assert Clue.objects.count() == 2
    assert ClueEvent.objects.count() == 2


def test_a_dry_run_keeps_nothing(screened):
    outcome = screened(found(ONE), dry_run=True)
    assert (outcome.run, len(outcome.clues), outcome.counts) == (None, 1, {"release_mistimed": 1})
    assert (Run.objects.count(), Clue.objects.count(), ledger.size()) == (0, 0, ledger.size())


def test_a_clue_no_longer_found_is_marked_not_deleted(screened, now):
    screened(found(ONE), found(TWO))
    outcome = screened(found(ONE), at=now + timedelta(days=1))
    gone = Clue.objects.get(subject=TWO)
    assert outcome.resolved == 1
    assert gone.resolved_at == now + timedelta(days=1)
    assert kinds(gone) == ["found", "resolved_by_data"]


def test_a_clue_found_again_is_taken_up_again(screened):
    screened(found(ONE))
    screened()
    assert screened(found(ONE)).reopened == 1
    clue = Clue.objects.get()
    assert clue.resolved_at is None
    assert kinds(clue) == ["found", "resolved_by_data", "found_again"]


def test_an_earlier_day_neither_resolves_nor_overwrites(screened):
    screened(found(ONE), found(TWO))
    outcome = screened(found(ONE, as_of=date(2026, 1, 1)), as_of=date(2026, 1, 1))
    assert outcome.resolved == 0
    assert set(Clue.objects.values_list("as_of", flat=True)) == {date(2026, 6, 30)}


def test_a_refuted_clue_stays_refuted_until_its_records_change(screened, acting, now):
    screened(found(ONE))
    clue = Clue.objects.get()
    services.refute_clue(actor=acting("prosecutor"), now=now, clue_id=clue.pk, cause="data", reason="录入有误")
    screened(found(ONE))
    assert Clue.objects.get().state == "refuted"
    screened(found(ONE, batch="b2"))
    assert (Clue.objects.get().state, kinds(clue)[-1]) == ("received", "evidence_changed")


def test_other_models_are_left_alone(screened, catalog):
    screened(found(ONE))
    catalog.models["other"] = model("other")
    assert screened(models=["other"]).resolved == 0


def test_the_run_remembers_models_and_snapshot(screened, catalog):
    run = screened(found(ONE)).run
    assert run.models_run == [
        {"model": "release_mistimed", "digest": catalog.models["release_mistimed"].digest, "parameters": {}, "found": 1}
    ]
    assert run.snapshot["digest"] == run.snapshot_digest
    assert ledger.entries_about(f"run:{run.pk}")[0].facts["added"] == 1


def test_a_repeated_run_shows_every_difference(screened, library, catalog, now):
    run = screened(found(ONE), found(TWO)).run
    again = {"actor": COMMAND_LINE, "now": now, "catalog": catalog, "run_id": run.pk}
    assert services.rerun(**again).differences == []
    library[:] = [found(ONE, batch="b9"), found("510107199004076012")]
    changes = [(item["subject"], item["change"]) for item in services.rerun(**again).differences]
    assert changes == [(ONE, "other"), (TWO, "missing"), ("510107199004076012", "new")]
    assert Clue.objects.count() == 2


def test_a_changed_model_is_said_not_compared(screened, library, catalog, now):
    from dataclasses import replace

    run = screened(found(ONE)).run
    library.clear()
    catalog.models["release_mistimed"] = replace(model(), digest="other")
    differences = services.rerun(actor=COMMAND_LINE, now=now, catalog=catalog, run_id=run.pk).differences
    assert [item["change"] for item in differences] == ["model_changed"]


def test_who_may_not_run_is_refused(screened, acting, catalog, now):
    with pytest.raises(PermissionDenied):
        services.screen(actor=acting(PRISON), now=now, catalog=catalog, as_of=date(2026, 6, 30))


def test_an_unknown_model_or_run_is_refused(screened, catalog, now):
    with pytest.raises(UnusableInputError, match="没有这个模型"):
        screened(models=["relase_mistimed"])
    with pytest.raises(ClueRefused, match="没有这次筛查"):
        services.rerun(actor=COMMAND_LINE, now=now, catalog=catalog, run_id=99)


def test_an_unknown_engine_is_refused(home, catalog, now, db):
    with pytest.raises(ClueRefused, match="没有这种引擎"):
        services.screen(actor=COMMAND_LINE, now=now, catalog=catalog, as_of=date(2026, 6, 30), engine="abacus")


def test_the_organ_of_a_clue_is_registered(screened):
    screened(found(ONE, organ="新设区司法局"), found(TWO, organ=""))
    assert list(Clue.objects.order_by("subject").values_list("organ__name", flat=True)) == ["新设区司法局", None]


def test_lists_are_narrowed_sorted_and_counted(screened, organs, now):
    screened(found(ONE), found(TWO, organ=PRISON))
    seen = selectors.clues_seen_by(organs["prosecutor"], selectors.ClueFilter(organ=PRISON))
    assert [clue.subject for clue in seen] == [TWO]
    assert selectors.clues_seen_by(organs["prosecutor"], selectors.ClueFilter(text=ONE[-6:])).count() == 1
    assert selectors.clue_counts(organs["prosecutor"])["organ"] == {"嘉陵监狱": 1, "金堂县司法局": 1}
    assert selectors.clue_counts(organs[PRISON])["state"] == {}
