"""Killed while officers act in cases, entries are written, backups are made."""

from __future__ import annotations

import json
from collections import Counter
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from tests.exchange.peers.killed_messages import PACKS, officer, organs
from tests.exchange.peers.killing import entries_of, kill_again_and_again, sound
from zhiheng.catalog import packs
from zhiheng.dossier.models import Document, NumberSeries, StoredFile
from zhiheng.ledger.core import used
from zhiheng.ledger.models import Entry
from zhiheng.ledger.selectors import entries_about
from zhiheng.ledger.services import append
from zhiheng.operation.core.manifest import MANIFEST, read_manifest
from zhiheng.operation.services import back_up
from zhiheng.procedure.models import Case, EventRow
from zhiheng.procedure.selectors import state_for
from zhiheng.procedure.services import act, open_case
from zhiheng.registry.selectors import COMMAND_LINE, actor_of, officer_named

KEPT_BACKUPS = 3


class Told:
    """What somebody was told is done, written down after the answer."""

    def __init__(self) -> None:
        self.place = Path(settings.HOME) / "told.jsonl"
        self.place.touch()

    def note(self, **said: object) -> None:
        with self.place.open("a") as lines:
            lines.write(json.dumps(said) + "\n")

    def all(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.place.read_text().splitlines()]


def acting(kills: int) -> None:
    """An officer opens cases, draws up a paper in each, the governor approves, material is handed in."""
    organs()
    settings.PACKS = PACKS
    officer("yu", "organ_handler")
    officer("zhang", "organ_leader")
    spec, told = packs.loaded(PACKS).procedures["paper"], Told()
    yu, zhang = (actor_of(officer_named(name), "test") for name in ("yu", "zhang"))
    steps = {"draw_up": (yu, "submitted"), "approve": (zhang, "approved"), "hand_in": (yu, "done")}

    def go_on(case):
        (step,) = case.open_steps
        who, outcome = steps[step]
        values = {"ground": "试办"} if step == "draw_up" else {}
        files = {"evidence": (f"{case.number}.txt", f"材料 {case.pk}".encode())} if step == "hand_in" else {}
        after = act(actor=who, now=timezone.now(), case_id=case.pk, step=step, outcome=outcome, values=values, files=files)
        told.note(case=str(case.pk), step=step, seq=EventRow.objects.filter(case=after).count())

    def work():
        while True:
            case = Case.objects.filter(ended_on=None).first()
            if case is None:
                case = open_case(actor=yu, now=timezone.now(), procedure=spec, values={"ground": "试办"})
                told.note(case=str(case.pk), step="", seq=1)
            else:
                go_on(case)
            yield

    kill_again_and_again(kills, work)
    for case in Case.objects.filter(ended_on=None):
        while state_for(case.pk)[2].open:
            case.refresh_from_db()
            go_on(case)
    total = Case.objects.count()
    done = Counter(EventRow.objects.values_list("kind", "step"))
    assert done == {("opened", ""): total, **{("done", step): total for step in steps}}, "an act is missing or doubled"
    assert {str(case): count for case, count in Counter(EventRow.objects.values_list("case", flat=True)).items()} == {
        str(case.pk): 4 for case in Case.objects.all()
    }
    known = {(str(one.case_id), one.step, one.seq) for one in EventRow.objects.all()}
    assert {(one["case"], one["step"], one["seq"]) for one in told.all()} <= known, "somebody was told of an act that is not there"
    assert (entries_of("case.opened"), entries_of("case.done")) == (total, 3 * total)
    assert Document.objects.count() == entries_of("document.drawn_up") == total == NumberSeries.objects.get(word="通").last
    assert StoredFile.objects.filter(name__endswith=".txt").count() == entries_of("file.attached") == total
    sound(kills, 4 * total)


def logging(kills: int) -> None:
    """Processes write entries side by side; who was told that an entry is in, finds it under its number."""
    told = Told()

    def work():
        number = 0
        while True:
            number += 1
            with transaction.atomic():
                seq = append(actor=COMMAND_LINE, act="test.logged", thing="test:kill", details={"n": number}, now=timezone.now())
            told.note(seq=seq, n=number)
            yield

    kill_again_and_again(kills, work, at_once=2)
    heard = told.all()
    kept = {entry.seq: entry.facts["n"] for entry in Entry.objects.filter(act="test.logged")}
    assert {one["seq"]: one["n"] for one in heard}.items() <= kept.items(), "somebody was told of an entry that is not there"
    assert len(heard) == len({one["seq"] for one in heard}), "a number was given twice"
    assert len(kept) - len(heard) <= kills + 2, "more entries than writers could have left untold"
    sound(kills, len(kept))


def backing_up(kills: int) -> None:
    """Backups are killed, the removal of older ones too; what bears a backup's name is whole, and the trace tells of it."""
    home = Path(settings.HOME)
    target = home.with_name(f"{home.name}-backups")
    (home / "files" / "00").mkdir(parents=True)
    for number in range(20):
        (home / "files" / "00" / f"paper{number}").write_bytes(b"x" * 3000)

    def make():
        with transaction.atomic():
            seq = append(actor=COMMAND_LINE, act="test.logged", thing="test:kill", details={}, now=timezone.now())
        used.remember(home, entries=seq, at=timezone.now(), version="0")
        return back_up(actor=COMMAND_LINE, now=timezone.now() + timedelta(minutes=seq), target=target, keep=KEPT_BACKUPS)

    def work():
        while True:
            make()
            yield

    kill_again_and_again(kills, work)
    last = make()
    made = sorted(target.glob("zhiheng-*"))
    assert len(made) == KEPT_BACKUPS
    assert made[-1] == last.place
    for place in made:
        manifest = read_manifest(place)
        assert not manifest.faults
        there = {one.relative_to(place).as_posix() for one in place.rglob("*") if one.is_file()}
        assert there == {MANIFEST, *(one.path for one in manifest.files)}
        for one in manifest.files:
            assert sha256((place / one.path).read_bytes()).hexdigest() == one.sha256, one.path
        (told,) = entries_about(f"backup:{place.name}").filter(act="backup.made")
        assert told.facts["manifest"] == manifest.digest
    assert not list(target.glob(".zhiheng-*")), "what a killed one left stays"
    for path in (home / "files" / "00").glob("paper*"):
        path.unlink()
    sound(kills, Entry.objects.filter(act="backup.made").count())
