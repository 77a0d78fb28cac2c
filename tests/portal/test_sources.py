"""Whatever a procedure of corrections tells the person has a place on their pages; what they may be shown is read from somewhere."""

from __future__ import annotations

import pytest

from tests.portal.test_matrix import MATRIX
from zhiheng.models.in_force import catalog
from zhiheng.portal.declared import is_own_application, sources
from zhiheng.portal.selectors.gate import READERS

pytestmark = pytest.mark.django_db
PACKS = {"corrections", "education", "exit_ban", "portal", "medical_release", "commutation", "parole", "cross_region"}
ELSEWHERE = {
    "complaint": "about nobody: followed by its receipt",
    "prison_complaint": "told on paper in the prison; it is no item of the matrix",
    "commutation_detention": "persons in detention houses have no page",
    "cross_request": "between two organs; the answer is used in the person's own matter",
    "shared_supervision": "told by the letter that the person signs",
}
SHOWN = {"yes", "band", "role"}


def test_what_a_procedure_tells_the_person_is_shown():
    shown = {one.case for one in sources()}
    told = {spec.id for spec in catalog().procedures.values() if spec.pack in PACKS and spec.tells.person}
    assert sorted(told - shown - set(ELSEWHERE) - {"tag"}) == []  # 电子定位: read from the orders
    assert sorted(set(ELSEWHERE) - {spec.id for spec in catalog().procedures.values()}) == []


@pytest.mark.parametrize("item", [item for item, words in MATRIX.items() if words["person"] in SHOWN])
def test_what_the_person_may_see_is_read_from_somewhere(item):
    assert item in READERS or sources(item)


ASKED = ("leave", "meeting", "area_entry", "frequent_travel", "relocation", "assistance", "data_request", "objection")


@pytest.mark.parametrize("name", ASKED)
def test_what_the_phone_lets_ask_for_can_be_asked_for(name):
    assert is_own_application(name)
