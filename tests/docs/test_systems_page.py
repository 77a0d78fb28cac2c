"""docs/systems.md is what the packs make of config/systems.yaml; no pack, page or room is named that there is not, none left out."""

import pytest
from django.urls import get_resolver

from tools import systems
from zhiheng.catalog import packs


@pytest.fixture(scope="module")
def rows():
    return systems.declared()


def test_the_page_is_as_it_is_made():
    assert systems.PAGE.read_text(encoding="utf-8") == systems.page_text(), "python tools/systems.py"


def test_every_pack_carries_a_system_and_every_system_says_what_carries_it(rows):
    named = {name for row in rows.values() for name in row.get("packs") or ()}
    assert named == set(packs.loaded(systems.ROOT / "packs").packs)
    assert [number for number, row in rows.items() if not (row.get("packs") or row.get("rooms") or row.get("lacks"))] == []


def test_every_page_and_room_named_is_there(rows):
    pages = {one for one in get_resolver().reverse_dict if isinstance(one, str)}
    assert {name for row in rows.values() for name in row.get("pages", ())} <= pages
    assert all((systems.ROOT / "docs" / "rooms" / f"{name}.md").exists() for row in rows.values() for name in row.get("rooms", ()))
