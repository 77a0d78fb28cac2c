"""Values in a paper are words: choices by their titles, days and instants as they are written, divisions and organs by their names."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhiheng.catalog import packs
from zhiheng.dossier.core.values import value_text
from zhiheng.procedure.core.written import written

CATALOG = packs.loaded(Path(__file__).resolve().parents[2] / "packs")


def paper(procedure, document, values):
    spec = CATALOG.procedures[procedure]
    return written(spec, CATALOG.documents[spec.pack, document].placeholders, values)


def test_choices_in_a_list_are_written_by_their_titles():
    told = paper("parole", "commission_letter", {"enclosed": ["judgment", "contacts"], "contact": "丁"})
    assert told == {"enclosed": ["裁判文书", "本人及家属联系方式"], "contact": "丁"}


def test_one_text_is_the_only_item_of_a_list():
    assert paper("supervision_document", "correction_notice", {"demands": "依法立案侦查"}) == {"demands": ["依法立案侦查"]}


def test_other_values_stay_as_they_are():
    assert paper("parole", "commission_letter", {"enclosed": None, "residence": "judgment"}) == {"enclosed": None, "residence": "judgment"}


@pytest.mark.parametrize(
    ("procedure", "document", "name", "value", "words"),
    [
        ("leave", "leave_certificate", "destination", "500103", "重庆市渝中区"),
        ("similar_search", "search_report", "searched_at", "2026-08-31T10:00+08:00", "2026年8月31日10时00分"),
        ("parole", "proposal", "court_name", "武侯区法院", "成都市武侯区人民法院"),
    ],
)
def test_no_code_and_no_short_name_reaches_a_paper(procedure, document, name, value, words):
    assert paper(procedure, document, {name: value}) == {name: words}


def test_an_organ_of_the_case_is_written_in_full_wherever_it_stands():
    spec = CATALOG.procedures["release"]
    places = CATALOG.documents[spec.pack, "release_notice"].placeholders
    name = next(name for name, place in places.items() if place.type == "text")
    assert written(spec, places, {name: "锦江区法院"}, {"锦江区法院"}) == {name: "成都市锦江区人民法院"}


@pytest.mark.parametrize("value", ["", "不是日期", "外省某地"])
def test_what_is_no_value_of_the_field_stays_what_it_is(value):
    assert paper("similar_search", "search_report", {"searched_at": value}) == {"searched_at": value}


def test_a_flag_is_written_as_the_paper_says_it():
    place = CATALOG.documents["parole", "ruling"].placeholders["hearing"]
    assert [value_text(place, value) for value in (True, False)] == ["公开开庭", "书面"]
