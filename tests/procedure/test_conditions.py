"""Conditions of packs: values, lists and bounds; fields that are asked only under a condition."""

import pytest

from zhiheng.catalog.field_shapes import FieldShape
from zhiheng.catalog.field_values import FieldFaultsError, holds, read

MONTHS = FieldShape.model_validate({"id": "months", "title": "月数", "type": "whole"})
SHORT = FieldShape.model_validate({"id": "short", "title": "不足六个月", "type": "flag", "when": {"months": {"under": 6}}, "default": True})


@pytest.mark.parametrize(
    ("wanted", "value", "so"),
    [
        ({"at_least": 6}, 6, True),
        ({"at_least": 6}, 5, False),
        ({"under": 6}, "5.5", True),
        ({"over": 3, "at_most": 6}, 6, True),
        ({"over": 6}, 6, False),
        ({"under": 6}, None, False),
        ({"under": 6}, "不明", False),
        ({"under": 6}, True, False),
        ({"about": 6}, 6, False),
    ],
)
def test_bounds(wanted, value, so):
    """What is no number is within no bounds, and neither is anything by a word that is no comparison."""
    assert holds({"months": wanted}, {"months": value}) is so


def test_a_default_follows_its_condition():
    """The default stands where the condition holds; elsewhere the field has no value, even if a form sent its default back."""
    assert read([MONTHS, SHORT], {"months": 5}) == {"months": 5, "short": True}
    assert read([MONTHS, SHORT], {"months": 6, "short": True}) == {"months": 6}


def test_what_is_not_asked_is_not_filled():
    """Something other than the default, where the field is not asked, is a fault."""
    note = FieldShape.model_validate({"id": "note", "title": "说明", "when": {"months": {"under": 6}}})
    with pytest.raises(FieldFaultsError):
        read([MONTHS, note], {"months": 7, "note": "有"})
