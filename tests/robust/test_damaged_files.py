"""Files of the theme library that were damaged: named before anything is read from them, never wrong clues; restored from the original."""

from __future__ import annotations

import os
import random
import shutil
from datetime import date
from pathlib import Path

import pytest

from tests.exchange.conftest import csv_bytes, stays
from zhiheng.exchange.services import receive, receive_all
from zhiheng.ledger import selectors as ledger
from zhiheng.models.in_force import catalog
from zhiheng.oversight.models import Run
from zhiheng.oversight.services import rerun, screen
from zhiheng.records.core.soundness import SegmentUnsound
from zhiheng.records.models import Batch
from zhiheng.records.selectors import verify_segments
from zhiheng.registry.selectors import COMMAND_LINE
from zhiheng.schema.errors import UnusableInputError

from .conftest import AS_OF
from .homes import copied, one_clear_line

pytestmark = [pytest.mark.django_db, pytest.mark.files]
ORGAN = "成都市公安局"


def flipped(place: Path, at: int) -> None:
    """One bit of the file is another; the time of change tells it, as it does where a program was at work."""
    data = bytearray(place.read_bytes())
    data[at] ^= 1 << (at % 8)
    place.write_bytes(data)


DAMAGES = {
    "header": lambda place, others: flipped(place, 1),
    "first page": lambda place, others: flipped(place, 40),
    "middle page": lambda place, others: flipped(place, place.stat().st_size // 2),
    "footer": lambda place, others: flipped(place, place.stat().st_size - 20),
    "last byte": lambda place, others: flipped(place, place.stat().st_size - 1),
    "cut short": lambda place, others: os.truncate(place, place.stat().st_size // 2),
    "emptied": lambda place, others: os.truncate(place, 0),
    "another valid file": lambda place, others: shutil.copyfile(others[0], place),
    "gone": lambda place, others: place.unlink(),
}


@pytest.fixture()
def sent(home, actor, now):
    """Three files of one organ, each replacing rows of the one before, taken in; their paths."""
    folder = home / "sent" / ORGAN
    folder.mkdir(parents=True)
    for step in range(3):
        rows = [*stays(range(step * 300, step * 300 + 400), name="张某某" if step % 2 else "李某某")]
        (folder / f"hotel_stays_{step}.csv").write_bytes(csv_bytes(rows))
    receive_all(register_organ=True, actor=actor, now=now, paths=[folder])
    return sorted(folder.iterdir())


@pytest.fixture()
def places(home, sent):
    """Files of the library, in the order of their batches."""
    return [home / "library" / batch.path for batch in Batch.objects.order_by("seq")]


def screening(now, model):
    return screen(actor=COMMAND_LINE, now=now, catalog=catalog(), models=[model], as_of=date.fromisoformat(AS_OF))


def test_a_damage_is_named_before_anything_is_read_and_mended_from_the_original(home, sent, places, actor, now):
    batch, original = Batch.objects.order_by("seq")[1], places[1].read_bytes()
    fresh = home / "sent" / ORGAN / "hotel_stays_9.csv"
    fresh.write_bytes(csv_bytes(stays(range(310, 315))))  # keys that the damaged file holds
    for number, (damage, harm) in enumerate(DAMAGES.items(), 1):
        harm(places[1], [places[2]])
        assert verify_segments() != [], damage
        with pytest.raises(SegmentUnsound) as refusal:
            receive(register_organ=True, actor=actor, now=now, path=fresh)
        for part in (str(batch.pk), ORGAN, "旅馆住宿", "2026-06-30", "从备份恢复", "重新导入"):
            assert part in str(refusal.value), damage
        assert (Batch.objects.count(), ledger.verify().ok) == (3, True), damage
        report = receive(register_organ=True, actor=actor, now=now, path=sent[1])
        assert (report.skipped, report.restored, places[1].read_bytes() == original, verify_segments()) == (True, True, True, []), damage
        assert ledger.entries_about(f"batch:{batch.pk}").filter(act="batch.restored").count() == number, damage
    assert not receive(register_organ=True, actor=actor, now=now, path=sent[1]).restored
    taken = receive(register_organ=True, actor=actor, now=now, path=fresh)
    assert taken.duplicates + taken.superseded > 0


def test_bits_flipped_anywhere_are_noticed(places, actor, now, sent):
    """Most of them parquet readers would pass over, or read as other values."""
    chance, place = random.Random(11), places[0]  # noqa: S311 - places, no secrets
    original = place.read_bytes()
    for number in range(40):
        flipped(place, chance.randrange(len(original)))
        assert len(verify_segments()) == 1
        if number % 5 == 0:
            with pytest.raises(SegmentUnsound):
                receive(register_organ=True, actor=actor, now=now, path=_another(sent[0], chance.randrange(300)))
        place.write_bytes(original)
    assert Batch.objects.count() == 3


def _another(place: Path, serial: int) -> Path:
    fresh = place.with_name(f"hotel_stays_x{serial}.csv")
    fresh.write_bytes(csv_bytes(stays([serial])))
    return fresh


def test_what_the_original_no_longer_gives_is_not_passed_off_for_it(places, sent, actor, now, monkeypatch):
    places[0].unlink()
    monkeypatch.setattr("zhiheng.records.core.files.ROW_GROUP", 7)
    with pytest.raises(UnusableInputError, match=r"不一致.*从备份恢复"):
        receive(register_organ=True, actor=actor, now=now, path=sent[0])
    assert not places[0].exists()
    assert len(list(places[0].parent.iterdir())) == 2


def test_earlier_batches_are_restored_before_later_ones(places, sent, actor, now):
    originals = [place.read_bytes() for place in places]
    for place in places:
        place.unlink()
    reports = receive_all(register_organ=True, actor=actor, now=now, paths=[sent[0].parent])
    assert [report.restored for report in reports] == [True, True, True]
    assert [place.read_bytes() for place in places] == originals


def test_screening_and_rerun_refuse_a_damaged_file(sent, places, now):
    models = catalog().models.values()
    over_stays = next(model.id for model in models if "hotel_stays" in model.reads)
    apart = next(model.id for model in models if "hotel_stays" not in model.reads)
    first = screening(now, over_stays)
    flipped(places[0], 60)
    with pytest.raises(SegmentUnsound, match=ORGAN):
        screening(now, over_stays)
    with pytest.raises(SegmentUnsound, match=ORGAN):
        rerun(actor=COMMAND_LINE, now=now, catalog=catalog(), run_id=first.run.pk)
    assert Run.objects.count() == 1
    assert screening(now, apart).run, "a damaged file hinders only the models that read its dataset"


def test_the_command_line_says_which_batch_and_the_same_import_mends_it(screened, province, tmp_path):
    home = copied(screened, tmp_path)
    before = screened.stands["clues"]
    damaged = sorted(home.place.glob("library/sentences/*.parquet"))
    assert damaged
    for place in damaged:
        flipped(place, place.stat().st_size // 2)
    for words in (["screen", "--as-of", AS_OF], ["screen", "--rerun", "1"]):
        one_clear_line(home.run(*words), "批次", "sentences/", "从备份恢复", "重新导入")
    state = home.look()
    assert (state["runs"], len(state["faults"]), state["clues"] == before) == (1, len(damaged), True)
    assert home.run("ledger", "verify", "--library").status == 1
    done = home.run("import", province)
    assert (done.status, f"恢复 {len(damaged)} 个" in done.out) == (0, True), done
    assert home.run("screen", "--rerun", "1").status == 0
    state = home.look()
    assert (state["faults"], state["clues"] == before) == ([], True)
