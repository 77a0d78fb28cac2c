"""The list of powers made of the procedures, and the four ways in which a typed catalogue may differ from it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from zhiheng.catalog import packs
from zhiheng.catalog.items import Item
from zhiheng.catalog.powers import differences, powers, unlisted


@pytest.fixture(scope="module")
def found():
    catalog = packs.load(Path(__file__).resolve().parents[2] / "packs")
    return {one.name: one for one in powers(catalog)}


def stated(power, **said):
    """The power as if one row of a catalogue stated this of it."""
    row = next(item for one in [power] for item in one.stated)
    more = {"decider": "", "obligation": "", "clock": "", **said}
    return replace(power, stated=(Item(**{**row.__dict__, "more": more}),))


def test_a_chief_who_signs_decides(found):
    assert found["supervision_document.approve"].act == "决定"
    assert found["supervision_document.reply"].act == "回复"
    assert differences(found["supervision_document.approve"]) == ""


@pytest.mark.parametrize(
    ("name", "said", "words"),
    [
        ("supervision_document.review_objection", {"decider": "检察长"}, "由检察长决定"),
        ("supervision_document.review_objection", {"decider": "监狱"}, "决定主体为监狱"),
        ("supervision_document.review_objection", {"clock": "10日"}, "期限为10日"),
        ("supervision_document.review_refusal", {"clock": "10日"}, "没有期限"),
        ("supervision_document.review_refusal", {"obligation": "必须做"}, "没有法定期限"),
    ],
)
def test_each_difference_is_named(found, name, said, words):
    assert words in differences(stated(found[name], **said))


@pytest.mark.parametrize("said", [{"decider": "检察官"}, {"clock": "7日"}, {"clock": "及时"}, {"obligation": "必须做"}, {}])
def test_what_agrees_is_no_difference(found, said):
    assert differences(stated(found["supervision_document.review_objection"], **said)) == ""


def test_a_duty_that_no_catalogue_states_is_named(found):
    assert not unlisted(found["supervision_document.review_objection"])
    assert unlisted(replace(found["supervision_document.review_objection"], stated=()))
    assert not unlisted(replace(found["supervision_document.review_refusal"], stated=()))


def test_a_time_before_a_day_reads_as_one(found):
    assert found["trial.extension"].clocks == ("提前5日",)
