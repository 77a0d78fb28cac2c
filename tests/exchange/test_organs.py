"""Whose file it is: a registered organ is found, another is asked for; one kind of organ does not send another's data."""

from __future__ import annotations

import argparse
import io
import json
import os
import zipfile

import pytest

from zhiheng.cli import importing
from zhiheng.exchange import services
from zhiheng.exchange.models import Delivery
from zhiheng.registry.models import Organ
from zhiheng.registry.services import ensure_organ
from zhiheng.schema.errors import UnusableInputError

from .conftest import csv_bytes, stays

pytestmark = pytest.mark.django_db


@pytest.fixture()
def command(home, capsys):
    def run(*given):
        parser = argparse.ArgumentParser()
        importing.arguments(parser)
        status = importing.run(parser.parse_args([str(one) for one in given]))
        return status, *capsys.readouterr()

    return run


@pytest.fixture()
def registered(home, actor, now):
    for name in ("武侯区公安局", "武侯区司法局"):
        ensure_organ(actor=actor, name=name, now=now)


class InGbk(zipfile.ZipInfo):
    """A part named as old programs on Windows name it."""

    def _encodeFilenameFlags(self):  # noqa: N802 - of the library
        return self.filename.encode("gbk"), self.flag_bits & ~0x800


def names():
    return set(Organ.objects.values_list("name", flat=True))


def test_a_misspelt_organ_is_asked_for(command, sent, registered):
    place = sent("hotel_stays_1.csv", csv_bytes(stays([1])), "武候区公安局")
    status, _, err = command(place)
    assert status == 2
    assert "没有登记过的机关“武候区公安局”" in err
    assert "是不是“武侯区公安局”？" in err
    assert "--register-organ" in err
    assert names() == {"武侯区公安局", "武侯区司法局"}
    assert command(place, "--organ", "武侯区公安局")[0] == 0
    status, out, _ = command(sent("hotel_stays_2.csv", csv_bytes(stays([2])), "成都市公安局"), "--register-organ")
    assert (status, out.splitlines()[-1]) == (0, "新登记机关 1 个：成都市公安局")
    assert command(place, "--organ", "没有的机关")[0] == 2


def test_an_empty_register_takes_names_of_organs_only(command, sent):
    assert command(sent("hotel_stays_1.csv", csv_bytes(stays([1])), "2024-03"))[0] == 2
    assert names() == set()
    assert command(sent("hotel_stays_1.csv", csv_bytes(stays([1]))))[0] == 0
    assert names() == {"成都市公安局"}


def test_the_nearest_folder_named_after_an_organ_counts(command, sent, registered, tmp_path, monkeypatch):
    place = sent("2024-03/hotel_stays_1.csv", csv_bytes(stays([1])), "武侯区公安局")
    sent("2024-04/下/hotel_stays_1.csv", csv_bytes(stays([2])), "武侯区公安局")
    assert command(place.parent.parent)[0] == 0
    monkeypatch.chdir(place.parent)
    place.write_bytes(csv_bytes(stays([3])))
    assert command(".")[0] == 0
    store = tmp_path / "store"
    store.mkdir()
    (store / "a.csv").write_bytes(csv_bytes(stays([4])))
    (place.parent / "hotel_stays_9.csv").symlink_to(store / "a.csv")
    (tmp_path / "latest").symlink_to(place.parent.parent)
    (place.parent / "round").symlink_to(place.parent.parent)
    assert command(tmp_path / "latest")[0] == 0
    assert {delivery.organ.name for delivery in Delivery.objects.all()} == {"武侯区公安局"}
    assert Delivery.objects.count() == 4


def test_another_kind_of_organ_does_not_send_it(command, sent, registered):
    place = sent("hotel_stays_1.csv", csv_bytes(stays([1])), "武侯区司法局")
    status, _, err = command(place)
    assert status == 2
    assert "应由公安机关报送，“武侯区司法局”登记为司法行政机关" in err
    assert command(place, "--any-source")[0] == 0


def test_a_zip_with_chinese_names_is_read_file_by_file(command, sent, registered, tmp_path):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        for serial, name in enumerate(
            ("武侯区公安局/旅馆住宿比中信息_1.csv", "武侯区公安局/旅馆住宿比中信息_2.csv", "说明.docx", "__MACOSX/._x.csv")
        ):
            packed.writestr(InGbk(name), csv_bytes(stays([serial])))
    content = made.getvalue()
    place = sent("报送.zip", content, "下载")
    report = tmp_path / "report.json"
    status, out, err = command(place, "--json", report)
    entries = json.loads(report.read_text())
    assert (status, err) == (0, "")
    assert [(entry["path"].split(".zip/")[1], entry["accepted"]) for entry in entries][:2] == [
        ("武侯区公安局/旅馆住宿比中信息_1.csv", 1),
        ("武侯区公安局/旅馆住宿比中信息_2.csv", 1),
    ]
    assert "没有导入" in out
    assert entries[2]["passed_over"]


def test_packed_bombs_and_packages_between_systems_are_refused(home, actor, now, sent, registered):
    for name, parts in (("a.zip", {"旅馆.csv": bytes(300 << 20)}), ("b.zip", {"ywxx.xml": b"<x/>"}), ("c.zip", {})):
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
            for part, content in parts.items():
                packed.writestr(part, content)
        place = sent(name, made.getvalue() if parts else b"PK\x05\x06" + bytes(18), "武侯区公安局")
        (report,) = services.receive_all(actor=actor, now=now, paths=[place])
        assert report.refusal is not None, name
    assert Delivery.objects.filter(accepted__gt=0).count() == 0


def test_what_is_passed_over_is_named_with_a_remedy(command, sent, registered):
    place = sent("hotel_stays_1.csv", csv_bytes(stays([1])), "武侯区公安局")
    for name in ("hotel_stays_2.json", "说明.docx", ".DS_Store", "~$x.xlsx", "Thumbs.db"):
        sent(name, b"x", "武侯区公安局")
    status, out, _ = command(place.parent)
    assert status == 0
    assert "JSON Lines" in out
    assert "说明.docx" in out
    assert not any(word in out for word in (".DS_Store", "~$", "Thumbs"))


def test_a_name_in_other_bytes_stops_no_report(command, sent, registered, tmp_path):
    place = sent("hotel_stays_1.csv", csv_bytes(stays([1])), "武侯区公安局")
    other = os.fsencode(place.parent) + b"/" + "旅馆住宿比中信息_2.csv".encode("gbk")
    with open(other, "wb") as file:  # noqa: PTH123 - a name of bytes
        file.write(csv_bytes(stays([2])))
    report = tmp_path / "report.json"
    assert command(place.parent, "--json", report)[0] == 0
    assert [entry["accepted"] for entry in json.loads(report.read_text())] == [1, 1]
    assert {delivery.name for delivery in Delivery.objects.all()} == {"hotel_stays_1.csv", "旅馆住宿比中信息_2.csv"}


def test_folders_without_an_organ_are_refused(home, actor, now, sent, registered):
    with pytest.raises(UnusableInputError, match="没有登记过的机关"):
        services.receive(actor=actor, now=now, path=sent("hotel_stays_1.csv", csv_bytes(stays([1])), "新建文件夹"))


@pytest.mark.parametrize("packed", [False, True], ids=["folders", "zip"])
def test_a_first_import_cut_short_goes_on_by_the_same_command(home, actor, now, sent, tmp_path, packed):
    """The organs of its folders are registered at its beginning, so that the second run need not ask for those it did not come to."""
    files = [sent("hotel_stays_1.csv", csv_bytes(stays([serial])), name) for serial, name in enumerate(["成都市公安局", "绵阳市公安局"])]
    place = files[0].parent.parent
    if packed:
        place = tmp_path / "报送.zip"
        with zipfile.ZipFile(place, "w") as archive:
            for file in files:
                archive.write(file, f"{file.parent.name}/{file.name}")

    def cut(*_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        services.receive_all(actor=actor, now=now, paths=[place], on_file=cut)
    again = services.receive_all(actor=actor, now=now, paths=[place])
    assert [report.refusal for report in again] == [None, None]
    assert names() == {"成都市公安局", "绵阳市公安局"}
