"""Officers of stories bear full names in the demonstration: 甲 on a paper is nobody."""

from __future__ import annotations

from zhiheng.catalog.field_shapes import FieldShape
from zhiheng.registry.core.demonstration import person_name
from zhiheng.simulate.plays.cases import with_officers

FIELDS = (
    FieldShape(id="handler", title="承办人", type="officer"),
    FieldShape(id="members", title="成员", type="officers"),
    FieldShape(id="note", title="说明"),
)


def test_officers_called_by_a_sign_get_full_names_and_the_same_one_throughout():
    said = with_officers(FIELDS, {"handler": "甲", "members": ["甲", "检一", "李建国"], "note": "甲"}, "沱江监狱")
    assert said["handler"] == said["members"][0] == person_name("甲", "沱江监狱")
    assert len(said["handler"]) > 1 and said["members"][1] != said["handler"]
    assert said["members"][2] == "李建国" and said["note"] == "甲"


def test_what_is_not_given_stays_so():
    assert with_officers(FIELDS, {"handler": "", "members": []}, "沱江监狱") == {"handler": "", "members": []}
