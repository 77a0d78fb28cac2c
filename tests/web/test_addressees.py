"""To whom papers go: organs of the own level and in a relation stand first, and the form says through whom another one is reached."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.utils import timezone

from tests.web.test_acts import clues  # noqa: F401 - the same clues
from zhiheng.models.in_force import catalog
from zhiheng.oversight.selectors import clue_values
from zhiheng.registry.models import Organ, Relation
from zhiheng.registry.selectors import organ_named
from zhiheng.registry.selectors.relations import counterparts, supervisors_of
from zhiheng.registry.services import ensure_organ
from zhiheng.web.cases.addressees import nearest_first, way_to

pytestmark = pytest.mark.django_db
DAY = date(2016, 1, 1)


def organ(actor, now, name, kind, level, division):
    found = ensure_organ(actor=actor, name=name, now=now)
    Organ.objects.filter(pk=found.pk).update(kind=kind, level=level, division=division)
    return Organ.objects.get(pk=found.pk)


@pytest.fixture()
def places(officers, actor, now):
    """A province's procuratorate, a city's with its court and bureau, a county's with its bureau, another province's court."""
    Relation.objects.all().delete()
    Organ.objects.update(division="")
    rows = {
        "province": ("甲省人民检察院", "procuratorate", "province", "510000"),
        "office": ("甲省高级人民法院", "court", "province", "510000"),
        "city": ("乙市人民检察院", "procuratorate", "city", "519800"),
        "bureau": ("乙市公安局", "police", "city", "519800"),
        "county": ("丙县人民检察院", "procuratorate", "county", "519821"),
        "station": ("丙县公安局", "police", "county", "519821"),
        "far": ("丁市中级人民法院", "court", "city", "529800"),
        "prison": ("甲省第一监狱", "prison", "", ""),
    }
    return {name: organ(actor, now, *row) for name, row in rows.items()}


def test_those_of_the_own_level_and_those_in_a_relation_stand_first(places):
    Relation.objects.create(organ=places["city"], other=places["prison"], kind="stationed_at", since_on=DAY)
    assert counterparts(places["city"], on=timezone.localdate()) == {places["prison"].pk}
    (near, first), (far, others) = nearest_first(places.values(), places["city"])
    assert (near, far) == ("同级和对应机关", "其他机关")
    assert [name for name, _shown in first] == ["乙市人民检察院", "乙市公安局", "甲省第一监狱"]
    assert len(others) == len(places) - 3


def test_where_none_or_all_are_near_there_are_no_groups(places):
    assert nearest_first([places["far"], places["station"]], places["city"]) == [
        ("丁市中级人民法院", "丁市中级人民法院"),
        ("丙县公安局", "丙县公安局"),
    ]
    assert nearest_first([places["bureau"]], places["city"]) == [("乙市公安局", "乙市公安局")]


def test_the_supervisor_is_the_one_of_the_relation_else_the_one_beside(places):
    today = timezone.localdate()
    assert supervisors_of(places["station"], on=today) == [places["county"]]
    assert supervisors_of(places["prison"], on=today) == []
    Relation.objects.create(organ=places["city"], other=places["station"], kind="supervised_by", since_on=DAY)
    assert supervisors_of(places["station"], on=today) == [places["city"]]


def test_a_procuratorate_is_told_through_whom_an_organ_of_another_level_is_reached(places):
    assert way_to(places["province"], "丙县公安局") == (
        "按登记的机关层级，丙县公安局由丙县人民检察院对应监督：宜将线索交其办理，检察建议应当指令其提出。"
    )
    assert way_to(places["county"], "甲省高级人民法院") == "按登记的机关层级，甲省高级人民法院高于本院：应当层报甲省人民检察院，由其制发。"
    assert "应当通报其同级人民检察院" in way_to(places["city"], "丁市中级人民法院")
    for own, name in (("city", "乙市公安局"), ("city", "甲省第一监狱"), ("bureau", "丙县公安局"), ("city", "没有的机关")):
        assert way_to(places[own], name) == ""


def test_the_form_on_clues_says_it_and_fills_in_how_the_organ_stands(enter, clues, officers):  # noqa: F811
    viewer, clue = officers["prosecutor"], clues[2]
    supervised = organ_named(clue.organ.name)
    Relation.objects.filter(other=supervised, kind__in=["supervised_by", "stationed_at"]).delete()
    Organ.objects.filter(pk=viewer.organ_id).update(level="province", division="510000")
    Organ.objects.filter(pk=supervised.pk).update(kind="justice", level="county", division="510121")
    address = f"/cases/open/supervision_document/?clue={clue.pk}"
    page = enter("prosecutor").get(address).content.decode()
    assert f"按登记的机关层级，{supervised.name}由" in page
    chosen = re.search(r'<select name="open-addressee_level".*?</select>', page, re.DOTALL)
    assert re.search(r'value="lower" selected', chosen[0])
    about = re.search(r'<input type="text" name="open-subject_name"[^>]*>', page)
    assert f'value="{supervised.name}"' in about[0], "about the organ, never about the person of the clue"
    Organ.objects.filter(pk=supervised.pk).update(level="")
    page = enter("prosecutor").get(address).content.decode()
    assert "按登记的机关层级" not in page
    assert re.search(r'value="own" selected', page)
    assert clue_values([clue.pk], viewer, catalog())["standing"] is None
