"""Pages of the system administrator: organs, relations, units, files."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from zhiheng.registry.selectors import organ_named, related

pytestmark = pytest.mark.drawn

TODAY = timezone.localdate().isoformat()
HEAD = "机关名称,类别,层级,行政区划代码,上级机关,原名称\n"


@pytest.fixture()
def system(enter):
    return enter("system")


def act(client, organ, kind, /, **given):
    return client.post(reverse("organ_act", args=[organ.pk, kind]), given)


def test_an_organ_is_registered_with_what_its_name_says(system):
    page = system.post(reverse("register_organ"), {"name": "绵阳市涪城区司法局"})
    organ = organ_named("绵阳市涪城区司法局")
    assert page["Location"] == reverse("organ", args=[organ.pk])
    assert (organ.kind, organ.level, organ.division) == ("justice", "county", "510703")
    again = system.post(reverse("register_organ"), {"name": "绵阳市涪城区司法局"})
    assert (again.status_code, "已经登记" in again.content.decode()) == (422, True)


def test_an_organ_is_described_renamed_and_related(system):
    prison, court = organ_named("川西监狱"), organ_named("成都市中级人民法院")
    parent = organ_named("四川省检察院")
    said = {"kind": "prison", "level": "province", "division": "510000"}
    assert act(system, prison, "describe", **said, parent=parent.pk).status_code == 302
    assert organ_named("川西监狱").parent == parent
    wrong = act(system, prison, "describe", kind="prison", level="county")
    assert (wrong.status_code, "没有县级机关" in wrong.content.decode()) == (422, True)
    given = {"relate-kind": "guards", "relate-organ": court.pk, "relate-since_on": TODAY}
    assert act(system, prison, "relate", **given).status_code == 302
    assert act(system, prison, "relate", **given).status_code == 422
    (row,) = [one for one in prison.related.all() if one.kind == "guards"]
    system.post(reverse("end_relation", args=[prison.pk, row.pk]), {"until_on": TODAY})
    assert related(prison, "guards", on=row.since_on) == []
    assert act(system, prison, "rename", name="川西女子监狱", reason="批复").status_code == 302
    page = system.get(reverse("organ", args=[prison.pk])).content.decode()
    assert "川西女子监狱" in page
    assert f"川西监狱（至 {TODAY}）" in page
    assert act(system, prison, "explode").status_code == 404
    assert system.post(reverse("end_relation", args=[court.pk, 99999]), {"until_on": TODAY}).status_code == 404


def test_units_are_opened_and_closed(system):
    prison = organ_named("川西监狱")
    ward = prison.units.get(name="一监区")
    assert act(system, prison, "unit", **{"unit-name": "三分监区", "unit-parent": ward.pk}).status_code == 302
    made = prison.units.get(name="三分监区")
    assert (made.kind, made.parent) == ("subward", ward)
    assert act(system, prison, "unit", **{"unit-name": "三分监区"}).status_code == 422
    system.post(reverse("close_unit", args=[prison.pk, made.pk]))
    assert not prison.units.get(name="三分监区").closed
    system.post(reverse("close_unit", args=[prison.pk, made.pk]), {"reason": "合并"})
    assert prison.units.get(name="三分监区").closed


def test_a_file_is_taken_in_or_every_fault_is_shown(system):
    def send(text, kind="organs"):
        return system.post(reverse("import_organs"), {"kind": kind, "file": SimpleUploadedFile("机关.csv", text.encode())})

    page = send(HEAD + "甲监狱,城堡,,,,\n乙监狱,监狱,县级,,,\n")
    assert page.status_code == 422
    shown = page.content.decode()
    assert "有 2 处错误" in shown
    assert "没有县级机关" in shown
    assert organ_named("乙监狱") is None
    assert send(HEAD + "乙监狱,,,,,\n").status_code == 302
    assert send("机关,关系,对方机关,起始日,终止日\n成都市中级人民法院,管辖法院,乙监狱,2026-01-01,\n", "relations").status_code == 302
    assert send("").status_code == 422
    assert system.post(reverse("import_organs"), {"kind": "organs"}).status_code == 422


@pytest.mark.parametrize(("kind", "first"), [("organs", "机关名称"), ("relations", "机关")])
def test_templates_carry_the_columns(system, kind, first):
    from openpyxl import load_workbook

    page = system.get(reverse("organ_template", args=[kind]))
    book = load_workbook(io.BytesIO(b"".join(page.streaming_content)))
    assert book.worksheets[0]["A1"].value == first
    assert system.get(reverse("organ_template", args=["other"])).status_code == 404


def test_the_list_is_filtered_and_exported(system):
    address = reverse("organs")
    assert {one.name for one in system.get(address, {"kind": "prison"}).context["listing"].page} == {"川西监狱"}
    assert system.get(address, {"q": "法院", "level": "city"}).context["listing"].count == 1
    assert system.get(address, {"format": "xlsx"}).status_code == 200


def test_kind_and_level_are_set_by_the_organ_that_runs_the_platform_only(enter, officers):
    type(officers["system"].organ).objects.update(runs_home=False)
    client, own = enter("system"), officers["system"].organ
    assert client.get(reverse("organ", args=[own.pk])).status_code == 200
    assert client.get(reverse("organ", args=[officers["prison"].organ_id])).status_code == 404
    for address in (reverse("register_organ"), reverse("import_organs")):
        assert client.get(address).status_code == 404
    for kind in ("describe", "rename"):
        assert act(client, own, kind, name="某某检察院", reason="试").status_code == 404
    assert act(client, own, "unit", **{"unit-name": "一部"}).status_code == 302


@pytest.mark.parametrize("username", ["prosecutor", "security", "auditor", "prison"])
def test_others_find_no_organs(enter, officers, username):
    client = enter(username)
    for address in (
        reverse("organs"),
        reverse("register_organ"),
        reverse("import_organs"),
        reverse("organ", args=[officers["chief"].organ_id]),
    ):
        assert client.get(address).status_code == 404
