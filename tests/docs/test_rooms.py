"""docs/rooms/: every room of the floors has a page, and every name of a room that a page gives is there."""

from __future__ import annotations

import re
from configparser import ConfigParser
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import pytest

from tests.docs.pages import ROOT, page

PLACE = ROOT / "docs" / "rooms"
PAGES = sorted(path.stem for path in PLACE.glob("*.md"))


def rooms() -> list[str]:
    """The rooms of `.importlinter`; one in brackets is not built yet."""
    floors = ConfigParser()
    floors.read(ROOT / ".importlinter", encoding="utf-8")
    layers = floors["importlinter:contract:floors"]["layers"].replace("|", " ").split()
    return sorted(name for name in layers if not name.startswith("("))


ROOMS = rooms()
DOTTED = re.compile(rf"(?<![\w./])((?:{'|'.join(ROOMS)})(?:\.[A-Za-z_]\w*)+)")
FILES = (".md", ".yaml", ".sql", ".py", ".csv")


@cache
def stands(name: str) -> bool:
    """Whether a dotted name of a room is a module, or something within one."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        module = "zhiheng." + ".".join(parts[:length])
        if not known(module):
            continue
        found: Any = import_module(module)
        for part in parts[length:]:
            if not hasattr(found, part) and part not in getattr(found, "__annotations__", {}):
                return is_word(name)
            found = getattr(found, part, None)
        return True
    return is_word(name)


def is_word(name: str) -> bool:
    """Whether it is a model by its room (`registry.Organ`), or a right or an act, which stand as words in the code."""
    room, _, last = name.partition(".")
    models = f"zhiheng.{room}.models"
    return f'"{name}"' in source() or (known(models) and hasattr(import_module(models), last))


@cache
def source() -> str:
    """All code of the rooms."""
    return "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src" / "zhiheng").rglob("*.py"))


def known(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def named(text: str) -> list[str]:
    """Dotted names of rooms in what is written as code."""
    return [name for code in re.findall(r"`([^`]+)`", text) for name in DOTTED.findall(code) if not name.endswith(FILES)]


def test_every_room_has_a_page_and_stands_in_the_index():
    assert PAGES == ROOMS
    assert sorted(re.findall(r"\(rooms/(\w+)\.md\)", page("rooms.md"))) == ROOMS


@pytest.mark.parametrize("room", ROOMS)
def test_every_name_of_a_page_is_there(room):
    given = named((PLACE / f"{room}.md").read_text(encoding="utf-8"))
    assert [name for name in given if not stands(name)] == []


@pytest.mark.parametrize("room", [room for room in ROOMS if (ROOT / "src" / "zhiheng" / room / "services").exists()])
def test_what_the_writers_of_a_room_offer_stands_on_its_page(room):
    offered = getattr(import_module(f"zhiheng.{room}.services"), "__all__", [])
    functions = [name for name in offered if name.islower()]
    text = (PLACE / f"{room}.md").read_text(encoding="utf-8")
    assert [name for name in functions if not re.search(rf"\b{name}\b", text)] == []


def test_a_name_that_is_gone_is_noticed():
    assert stands("ledger.services.append")
    assert not stands("ledger.services.appended_twice")
    assert named("`ledger.services.append(*, actor)` beside `docs/ledger.md`") == ["ledger.services.append"]
