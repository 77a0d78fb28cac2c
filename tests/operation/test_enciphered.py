"""Data that lie enciphered: no number can be read on the disk, digests and screenings stay, keys change while others work."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from django.conf import settings as told
from django.db import IntegrityError, connection, transaction

from tests.records.conftest import current, organ, store
from zhiheng.dossier.core import keeping
from zhiheng.ledger.core import at_rest, clear, data_keys
from zhiheng.ledger.selectors import entries_about, verify
from zhiheng.ledger.selectors.files import compare_files
from zhiheng.operation.services import back_up
from zhiheng.operation.services.enciphering import retire_keys, rotate_data_key, standing, turn_over
from zhiheng.records.core.library import open_library
from zhiheng.records.core.soundness import SegmentUnsound
from zhiheng.records.selectors import batch_rows, segment_digests, snapshot_now, verify_segments
from zhiheng.registry.selectors import COMMAND_LINE
from zhiheng.sandbox.core import running
from zhiheng.schema.errors import UnusableInputError

__all__ = ["current", "organ", "store"]
NUMBER = b"510107199004075992"


@pytest.fixture()
def key(home, tmp_path_factory):
    place = tmp_path_factory.mktemp("keys") / "data.key"
    data_keys.make(place)
    with tempfile.TemporaryDirectory(dir="/dev/shm", prefix="zhiheng-test-") as copies:
        at_rest.use(place)
        clear.use(Path(copies))
        yield place
        at_rest.use(None)
        clear.use(None)


def on_disk(home) -> bytes:
    return b"".join(place.read_bytes() for place in home.rglob("*") if place.is_file())


def test_a_batch_and_a_file_cannot_be_read_on_the_disk_and_are_read_as_ever(organ, store, current, key, home):
    batch = store(organ, ("H1", "张三"), ("H2", "李四"))
    digest = keeping.keep(home / "files", b"about " + NUMBER)
    assert NUMBER not in on_disk(home)
    assert b"PAR1" not in on_disk(home)
    assert [row[0] for row in current()] == ["H1", "H2"]
    assert batch_rows(batch.id, COMMAND_LINE)[0]["id_number"] == NUMBER.decode()
    assert keeping.read(home / "files", digest, "文书") == b"about " + NUMBER
    assert verify_segments() == []
    assert compare_files()[1] == []


def test_enciphering_changes_no_digest(organ, store, current, key, home, actor, now):
    at_rest.use(None)
    store(organ, ("H1", "张三"))
    keeping.keep(home / "files", NUMBER)
    before, rows = snapshot_now(), current()
    at_rest.use(key)
    turned = turn_over(actor=actor, now=now)
    assert (turned.files, turned.left) == (2, ())
    assert NUMBER not in on_disk(home)
    assert snapshot_now().digest == before.digest
    assert (current(), verify_segments(), verify().ok) == (rows, [], True)
    assert entries_about("home:files")[0].facts["files"] == 2
    assert turn_over(actor=actor, now=now).files == 0
    turn_over(actor=actor, now=now, plain=True)
    at_rest.use(None)
    assert (current(), verify_segments()) == (rows, [])


def test_a_second_batch_is_compared_with_the_first(organ, store, current, key):
    store(organ, ("H1", "张三"))
    assert store(organ, ("H1", "张三"), ("H1", "张叁")).superseded == 1
    assert current() == [("H1", "张叁", "成都市公安局")]


def test_a_query_tried_out_reads_them_without_the_key(organ, store, key):
    store(organ, ("H1", "张三"))
    ended = running.run("select name from hotel_stays", ["hotel_stays"], snapshot_now(), Path(told.LIBRARY))
    assert (ended.state, ended.rows) == ("done", [["张三"]]), ended.words


@pytest.mark.parametrize("spoilt", ["flipped", "shortened", "exchanged"])
def test_a_spoilt_file_is_found(organ, store, key, home, spoilt):
    batch, other = store(organ, ("H1", "张三")), store(organ, ("H2", "李四"))
    place = home / "library" / batch.path
    content = bytearray(place.read_bytes())
    if spoilt == "flipped":
        content[200] ^= 1
    elif spoilt == "shortened":
        del content[-20:]
    else:
        content[:] = (home / "library" / other.path).read_bytes()
    place.write_bytes(bytes(content))
    assert verify_segments() == [f"批次 {batch.id} 的文件被改动过：{batch.path}"]
    with pytest.raises(SegmentUnsound), open_library(snapshot_now(), home / "library", datasets=["hotel_stays"]):
        pass


def test_a_piece_cut_off_at_its_end_is_found(key, tmp_path):
    place = tmp_path / "long"
    with at_rest.writing(place) as file:
        file.write(b"x" * (at_rest.PIECE * 3 + 5))
    assert at_rest.digest_of(place) == file.digest
    place.write_bytes(place.read_bytes()[: at_rest.HEAD + 2 * (at_rest.PIECE + at_rest.TAG)])
    assert at_rest.digest_of(place) == ""


def test_keys_change_while_others_work_and_former_ones_are_retired_later(organ, store, current, key, home, actor, now):
    store(organ, ("H1", "张三"))
    former = key.read_text()
    turned = rotate_data_key(actor=actor, now=now)
    assert turned.files == 1
    assert standing().files == {standing().present: 1}
    store(organ, ("H2", "李四"))
    assert [row[0] for row in current()] == ["H1", "H2"]
    with pytest.raises(UnusableInputError, match="更换不久"):
        retire_keys(actor=actor, now=now.fromtimestamp(key.stat().st_mtime + 60, now.tzinfo))
    assert retire_keys(actor=actor, now=now.fromtimestamp(key.stat().st_mtime + 100_000, now.tzinfo)) == 1
    assert former.splitlines()[2] not in key.read_text()
    assert verify_segments() == []


def test_a_key_still_used_is_never_retired(organ, store, key, home, actor, now):
    store(organ, ("H1", "张三"))
    data_keys.add(key)
    assert retire_keys(actor=actor, now=now.fromtimestamp(key.stat().st_mtime + 100_000, now.tzinfo)) == 0
    assert verify_segments() == []


def test_a_killed_rewriting_leaves_every_file_whole(organ, store, key, home, actor, now, monkeypatch):
    store(organ, ("H1", "张三"))
    store(organ, ("H2", "李四"))
    data_keys.add(key)
    replaced = []

    def stopped(place, target):
        replaced.append(target)
        if len(replaced) == 2:
            raise KeyboardInterrupt
        return place.rename(target)

    monkeypatch.setattr(Path, "replace", stopped)
    with pytest.raises(KeyboardInterrupt):
        turn_over(actor=actor, now=now)
    monkeypatch.undo()
    assert verify_segments() == []
    assert turn_over(actor=actor, now=now).files == 1


def test_without_the_key_nothing_is_read_and_the_remedy_is_said(organ, store, key, home):
    batch = store(organ, ("H1", "张三"))
    at_rest.use(None)
    with pytest.raises(UnusableInputError, match="ZHIHENG_DATA_KEY"):
        at_rest.digest_of(home / "library" / batch.path)


def test_readable_copies_are_in_memory_and_the_accounts_own(key, tmp_path):
    with pytest.raises(UnusableInputError, match="不在内存里"):
        clear.make_place(tmp_path / "copies")
    with tempfile.TemporaryDirectory(dir="/dev/shm") as place:
        Path(place).chmod(0o755)
        with pytest.raises(UnusableInputError, match="专用"):
            clear.make_place(Path(place))


def test_copies_that_nothing_names_go_and_others_stay(organ, store, current, key, now):
    store(organ, ("H1", "张三"))
    current()
    digest = snapshot_now().segments[0].digest
    (clear.place() / "f").write_bytes(b"of an earlier merge")
    later = now.timestamp() + 1e9
    assert clear.sweep(segment_digests(), later) == 1
    assert [place.name for place in clear.place().iterdir() if place.is_file()] == [digest]


def test_a_key_beside_the_data_is_refused(home, key):
    data_keys.make(home / "data.key")
    with pytest.raises(UnusableInputError, match="数据目录之内"):
        data_keys.demand_outside(home / "data.key", home)
    key.chmod(0o644)
    with pytest.raises(UnusableInputError, match="别的账号"):
        data_keys.demand_outside(key, home)


@pytest.mark.django_db(transaction=True)
def test_a_backup_holds_them_enciphered_and_finds_spoilt_ones(organ, store, key, home, actor, now, tmp_path_factory):
    batch = store(organ, ("H1", "张三"))
    keeping.keep(home / "files", NUMBER)
    target = tmp_path_factory.mktemp("backups")
    made = back_up(actor=actor, now=now, target=target)
    assert made.manifest.faults == ()
    kept = made.place / "home"
    assert NUMBER not in on_disk(kept)
    (home / "library" / batch.path).write_bytes(b"spoilt")
    later = back_up(actor=actor, now=now.replace(minute=59), target=target)
    assert later.manifest.faults == (f"批次文件与入库时不一致：{batch.path}",)


@pytest.fixture()
def person(db, now):
    from zhiheng.subjects.models import Identity

    def made(number):
        return Identity.objects.create(
            number=number, name="张三", names="\n张三\n", digest="0" * 64, current=True, first_received_at=now, last_received_at=now
        )

    return made


def raw(table, column):
    with connection.cursor() as cursor:
        cursor.execute(f"select cast({column} as text) from {table} order by 1")
        return [row[0] for row in cursor.fetchall()]


def test_a_number_is_not_readable_in_the_database_and_is_found_by_the_key(person, key):
    from zhiheng.subjects.models import Identity

    person(NUMBER.decode())
    person("51010719900407601X")
    assert NUMBER.decode() not in "".join(raw("subjects_identity", "number"))
    assert Identity.objects.get(number=NUMBER.decode()).number == NUMBER.decode()
    assert Identity.objects.filter(number__in=[NUMBER.decode(), "x"]).count() == 1
    assert sorted(Identity.objects.values_list("number", flat=True)) == [NUMBER.decode(), "51010719900407601X"]
    with pytest.raises(IntegrityError), transaction.atomic():
        person(NUMBER.decode())


def test_columns_written_before_are_taken_over_and_go_back(person, key, home, actor, now):
    from zhiheng.subjects.models import Identity

    at_rest.use(None)
    person(NUMBER.decode())
    at_rest.use(key)
    assert standing().rows == 1
    assert turn_over(actor=actor, now=now).rows == 1
    assert raw("subjects_identity", "number")[0] != NUMBER.decode()
    assert (standing().rows, Identity.objects.get(number=NUMBER.decode()).name) == (0, "张三")
    assert verify().ok
    turn_over(actor=actor, now=now, plain=True)
    assert raw("subjects_identity", "number") == [NUMBER.decode()]


def test_rows_that_were_rejected_lie_enciphered_under_each_new_key(db, organ, key, home, actor, now):
    from zhiheng.exchange.models import Delivery, RejectedRow

    delivery = Delivery.objects.create(
        name="a.csv", organ=organ, dataset="hotel_stays", received_at=now, content_digest="0" * 64, outcome="returned"
    )
    RejectedRow.objects.create(delivery=delivery, row=1, cells={"身份证号": NUMBER.decode()}, errors=[{"value": NUMBER.decode()}])
    before = raw("exchange_rejectedrow", "cells")
    assert NUMBER.decode() not in str(before)
    rotate_data_key(actor=actor, now=now)
    assert raw("exchange_rejectedrow", "cells") != before
    kept = RejectedRow.objects.get()
    assert (kept.cells, kept.errors) == ({"身份证号": NUMBER.decode()}, [{"value": NUMBER.decode()}])
    assert retire_keys(actor=actor, now=now.fromtimestamp(key.stat().st_mtime + 100_000, now.tzinfo)) == 1
    assert RejectedRow.objects.get().cells == {"身份证号": NUMBER.decode()}


def test_a_column_without_its_key_is_refused_in_words(person, key):
    from zhiheng.subjects.models import Identity

    person(NUMBER.decode())
    at_rest.use(None)
    with pytest.raises(UnusableInputError, match="ZHIHENG_DATA_KEY"):
        list(Identity.objects.all())
