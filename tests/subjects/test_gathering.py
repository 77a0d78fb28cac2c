"""From files to subjects: one person is one subject, however the number was written."""

import sys
from datetime import timedelta

import pytest

from tests.exchange.conftest import csv_bytes, jsonl_bytes, parquet_bytes, xlsx_bytes
from tests.subjects.conftest import COURT, JUSTICE, POLICE, ZHANG, number, offence, person
from zhiheng.exchange.services import receive
from zhiheng.schema.errors import UnusableInputError
from zhiheng.subjects.models import Gathering, Identity, Match
from zhiheng.subjects.selectors import identities_now

WIDE = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
SPELLINGS = {
    "eighteen": ZHANG,
    "fifteen": ZHANG[:6] + ZHANG[8:17],
    "spaces": f" {ZHANG[:6]} {ZHANG[6:14]}　{ZHANG[14:]} ",
    "full width": ZHANG.translate(WIDE),
    "fifteen in full width": (ZHANG[:6] + ZHANG[8:17]).translate(WIDE),
    "excel text": f"'{ZHANG}",
    "excel formula": f'="{ZHANG}"',
    "zero width": f"\u200b{ZHANG}\ufeff",
}


def test_one_person_is_one_subject_however_the_number_is_written(take_in, match):
    for place, spelling in enumerate(SPELLINGS.values()):
        take_in("治安行政处罚", [offence(spelling, "张某某", f"罚{place}")], [POLICE, JUSTICE, COURT][place % 3])
    outcome = match()
    assert (outcome.identities, outcome.listed) == (1, 0)
    kept = Identity.objects.get()
    assert (kept.number, kept.name, kept.organs) == (ZHANG, "张某某", 3)
    assert sum(one["records"] for one in kept.said) == len(SPELLINGS)
    assert identities_now().to_json() == {}


def test_a_letter_in_any_case_and_width_is_one_number(take_in, match):
    last_x = next(one for order in range(1000) if (one := number("510104", "19900307", f"{order:03d}")).endswith("X"))
    spellings = [last_x, last_x.lower(), last_x.translate(WIDE), f"{last_x[:17]} x", f"{last_x[:17]}ｘ"]
    for place, spelling in enumerate(spellings):
        take_in("治安行政处罚", [offence(spelling, "张某某", f"罚{place}")])
    match()
    assert Identity.objects.get().number == last_x


def test_a_former_name_is_no_other_person(take_in, match):
    take_in("人员基本信息", [person(ZHANG, "张某某", 曾用名="张三、张　四")])
    take_in("治安行政处罚", [offence(ZHANG, "张三", "罚1"), offence(ZHANG, "张四", "罚2")], JUSTICE)
    assert match().listed == 0
    kept = Identity.objects.get()
    assert (kept.name, kept.former_names) == ("张某某", ["张三", "张四"])
    assert {one["name"] for one in kept.said} == {"张某某", "张三", "张四"}


def test_dots_in_names_are_one_dot(take_in, match):
    for place, dot in enumerate("·•・．‧"):
        take_in("治安行政处罚", [offence(ZHANG, f"阿依{dot}买买提", f"罚{place}")])
    match()
    assert Identity.objects.get().name == "阿依·买买提"
    assert not Match.objects.exists()


def test_passports_are_identities_too(take_in, match):
    take_in("人员基本信息", [person("e12345678", "JOHN  SMITH", 证件类型="护照", 出生日期="1990-03-07", 性别="男")])
    match()
    kept = Identity.objects.get()
    assert (kept.number, kept.kind, kept.name, kept.births, kept.sexes) == ("E12345678", "passport", "JOHN SMITH", ["1990-03-07"], ["male"])


def test_what_organs_say_of_a_person_is_gathered_with_its_batches(take_in, match, now):
    take_in("人员基本信息", [person(ZHANG, "张某某", 出生日期="1990-03-07", 户籍地行政区划="510104")])
    later = now + timedelta(days=3)
    take_in("治安行政处罚", [offence(ZHANG, "张某某", "罚1")], JUSTICE, at=later)
    take_in("治安行政处罚", [offence(ZHANG, "张某某", "罚2")], JUSTICE, at=later + timedelta(days=1))
    match()
    kept = Identity.objects.get()
    assert (kept.births, kept.sexes, kept.divisions) == (["1990-03-07"], ["male"], ["510104"])
    assert (kept.first_received_at, kept.last_received_at) == (now, later + timedelta(days=1))
    said = {one["dataset"]: one for one in kept.said}
    assert said["public_order_penalties"]["records"] == 2
    assert said["public_order_penalties"]["first_batch"] != said["public_order_penalties"]["last_batch"]
    assert said["persons"]["first_batch"] == said["persons"]["last_batch"]


def test_a_second_run_writes_nothing_and_a_new_batch_only_its_own(take_in, match):
    others = [number("510107", "19850101", f"{order:03d}") for order in range(5)]
    take_in("人员基本信息", [person(one, "王五") for one in others] + [person(ZHANG, "张某某")])
    assert match().written == 6
    assert match().written == 0
    take_in("治安行政处罚", [offence(ZHANG, "张某某", "罚1")])
    assert match().written == 1


def test_a_number_that_was_corrected_away_is_no_longer_current(take_in, match):
    other = number("510107", "19850101", "321")
    take_in("治安行政处罚", [offence(other, "张某某", "罚1")])
    assert match().gone == 0
    take_in("治安行政处罚", [offence(ZHANG, "张某某", "罚1")])
    assert match().gone == 1
    assert dict(Identity.objects.values_list("number", "current")) == {other: False, ZHANG: True}
    take_in("治安行政处罚", [offence(other, "张某某", "罚2")])
    match()
    assert Identity.objects.get(number=other).current


@pytest.mark.parametrize("kind", ["csv", "xlsx", "jsonl", "parquet"])
def test_every_kind_of_file_and_every_spelling_gives_one_subject(home, match, db, actor, now, kind):
    """Excel's own quoting is for text files; the others carry the bare value."""
    writers = {"csv": csv_bytes, "xlsx": xlsx_bytes, "jsonl": jsonl_bytes, "parquet": parquet_bytes}
    rows = [offence(spelling, "张某某", f"罚{place}") for place, spelling in enumerate(SPELLINGS.values())]
    path = home / "sent" / POLICE / f"治安行政处罚_0001.{kind}"
    path.parent.mkdir(parents=True)
    path.write_bytes(writers[kind](rows))
    report = receive(register_organ=True, any_source=True, actor=actor, now=now, path=path)
    assert (report.accepted, report.rejected) == (len(rows), [])
    assert match().identities == 1
    assert Identity.objects.get().number == ZHANG


def test_a_run_that_a_later_one_overtook_writes_nothing(take_in, match):
    take_in("人员基本信息", [person(ZHANG, "张某某")])
    match()
    Gathering.objects.update(last_seq=10**9)
    take_in("治安行政处罚", [offence(ZHANG, "张某某", "罚1")])
    assert match().overtaken
    assert Identity.objects.get().organs == 1
    assert len(Identity.objects.get().said) == 1


def test_without_splink_the_remedy_is_said(take_in, match, monkeypatch):
    take_in("人员基本信息", [person(ZHANG, "张某某")])
    monkeypatch.setitem(sys.modules, "splink", None)
    monkeypatch.setitem(sys.modules, "splink.backends.duckdb", None)
    with pytest.raises(UnusableInputError, match="zhiheng\\[linkage\\]"):
        match()
    assert not Identity.objects.exists()


@pytest.mark.parametrize(
    ("id_number", "name"),
    [
        ("N" * 5000, "张某某"),
        ("不详", "某" * 3000),
        ("A'; drop table x; --", "<script>alert(1)</script>"),
        ("𠮷🀄" * 20, "𠮷野🀄家" * 90),
        ("E\\|%_1", 'O\'Neil "x" \\ %_'),
    ],
)
def test_odd_numbers_and_names_are_kept_or_left_out_but_stop_nothing(take_in, match, id_number, name):
    take_in("人员基本信息", [person(id_number, name, 证件类型="其他"), person(ZHANG, "张某某")])
    outcome = match()
    assert outcome.identities + outcome.left_out == 2
    assert Identity.objects.filter(number=ZHANG).exists()
    assert match().written == 0


def test_a_placeholder_number_is_matched_with_nobody(take_in, match):
    take_in("人员基本信息", [person(ZHANG, "张某某")])
    penalties = [{**offence("不详", f"张{chr(0x4E00 + place)}", f"罚{place}"), "证件类型": "其他"} for place in range(60)]
    take_in("治安行政处罚", penalties)
    outcome = match()
    assert (outcome.identities, outcome.listed) == (2, 0)
